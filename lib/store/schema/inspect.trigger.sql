-- What was checked and signed stays, also when no tool is asked.

CREATE TRIGGER inspection_held BEFORE UPDATE OF planned_at, level, kind, scope, inspectors, scheme
    ON inspection
WHEN OLD.state <> 'planned'
 AND (NEW.planned_at <> OLD.planned_at OR NEW.level <> OLD.level OR NEW.kind <> OLD.kind OR
      NEW.scope <> OLD.scope OR NEW.inspectors <> OLD.inspectors OR
      NEW.scheme IS NOT OLD.scheme)
BEGIN
    SELECT RAISE(ABORT, 'inspection_held');
END;

CREATE TRIGGER inspect_sheet_no_update BEFORE UPDATE ON inspect_sheet
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_sheet_no_delete BEFORE DELETE ON inspect_sheet
WHEN OLD.state = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_sheet_unmarked BEFORE UPDATE ON inspect_sheet
WHEN NEW.state = 'signed' AND EXISTS
     (SELECT 1 FROM inspect_item i WHERE i.sheet = NEW.no AND i.result = 'unmarked')
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_unmarked');
END;

CREATE TRIGGER inspect_item_no_insert BEFORE INSERT ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = NEW.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_item_no_update BEFORE UPDATE ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_item_no_delete BEFORE DELETE ON inspect_item
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_finding_late BEFORE INSERT ON inspect_finding
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = NEW.sheet) = 'signed'
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_finding_signed
    BEFORE UPDATE OF sheet, item, found_at, severity, dept, person, facts, evidence,
                     evidence_sha256
    ON inspect_finding
WHEN (SELECT state FROM inspect_sheet s WHERE s.no = OLD.sheet) = 'signed'
 AND (NEW.sheet <> OLD.sheet OR NEW.item IS NOT OLD.item OR NEW.found_at <> OLD.found_at OR
      NEW.severity <> OLD.severity OR NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person OR
      NEW.facts <> OLD.facts OR NEW.evidence IS NOT OLD.evidence OR
      NEW.evidence_sha256 IS NOT OLD.evidence_sha256)
BEGIN
    SELECT RAISE(ABORT, 'inspect_sheet_signed');
END;

CREATE TRIGGER inspect_check_no_update BEFORE UPDATE ON inspect_check
BEGIN
    SELECT RAISE(ABORT, 'inspect_check_append_only');
END;

CREATE TRIGGER inspect_check_no_delete BEFORE DELETE ON inspect_check
BEGIN
    SELECT RAISE(ABORT, 'inspect_check_append_only');
END;

CREATE TRIGGER inspect_points_no_update BEFORE UPDATE ON inspect_points
BEGIN
    SELECT RAISE(ABORT, 'inspect_points_append_only');
END;

CREATE TRIGGER inspect_points_no_delete BEFORE DELETE ON inspect_points
BEGIN
    SELECT RAISE(ABORT, 'inspect_points_append_only');
END;
