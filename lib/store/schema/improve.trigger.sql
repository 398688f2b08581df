-- What was signed stays, and a cause is not its own cause, also when no tool is asked.

CREATE TRIGGER improve_idea_cycle BEFORE UPDATE OF parent ON improve_idea
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (no) AS (
          SELECT NEW.parent UNION SELECT i.parent FROM improve_idea i JOIN up ON i.no = up.no)
      SELECT 1 FROM up WHERE no = NEW.no)
BEGIN
    SELECT RAISE(ABORT, 'improve_idea_cycle');
END;

CREATE TRIGGER improve_scheme_signed BEFORE UPDATE ON improve_project
WHEN OLD.state NOT IN ('draft', 'replanning')
 AND (NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.route <> OLD.route OR
      NEW.idea IS NOT OLD.idea OR NEW.dept <> OLD.dept OR NEW.owner <> OLD.owner OR
      NEW.adviser IS NOT OLD.adviser OR NEW.members IS NOT OLD.members OR
      NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on OR
      NEW.situation IS NOT OLD.situation OR NEW.goal IS NOT OLD.goal OR
      NEW.cost IS NOT OLD.cost OR NEW.benefit IS NOT OLD.benefit OR
      NEW.method IS NOT OLD.method OR NEW.resources IS NOT OLD.resources)
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;

CREATE TRIGGER improve_milestone_added BEFORE INSERT ON improve_milestone
WHEN (SELECT state FROM improve_project p WHERE p.no = NEW.project) NOT IN ('draft', 'replanning')
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;

-- A later date by the office's word counts a missed round; any other needs a new scheme.
CREATE TRIGGER improve_milestone_signed BEFORE UPDATE ON improve_milestone
WHEN (NEW.project <> OLD.project OR NEW.title <> OLD.title OR NEW.standard <> OLD.standard OR
      NEW.dept <> OLD.dept OR NEW.person IS NOT OLD.person OR
      (NEW.due_on <> OLD.due_on AND NEW.round = OLD.round))
 AND (OLD.state = 'done' OR
      (SELECT state FROM improve_project p WHERE p.no = OLD.project)
          NOT IN ('draft', 'replanning'))
BEGIN
    SELECT RAISE(ABORT, 'improve_scheme_signed');
END;

CREATE TRIGGER improve_slip_no_update BEFORE UPDATE ON improve_slip
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;

CREATE TRIGGER improve_slip_no_delete BEFORE DELETE ON improve_slip
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;

CREATE TRIGGER improve_review_no_update BEFORE UPDATE ON improve_review
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;

CREATE TRIGGER improve_review_no_delete BEFORE DELETE ON improve_review
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;

CREATE TRIGGER improve_summary_no_update BEFORE UPDATE ON improve_summary
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;

CREATE TRIGGER improve_summary_no_delete BEFORE DELETE ON improve_summary
BEGIN
    SELECT RAISE(ABORT, 'improve_append_only');
END;
