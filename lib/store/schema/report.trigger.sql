-- What a closed month and a note must not become, also when no tool is asked.

-- A closed month stays as it was printed.
CREATE TRIGGER month_close_no_update BEFORE UPDATE ON month_close
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_close_no_delete BEFORE DELETE ON month_close
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_line_no_update BEFORE UPDATE ON month_line
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_line_no_delete BEFORE DELETE ON month_line
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_sheet_no_update BEFORE UPDATE ON month_sheet
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_sheet_no_delete BEFORE DELETE ON month_sheet
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_roster_no_update BEFORE UPDATE ON month_roster
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_roster_no_delete BEFORE DELETE ON month_roster
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_page_no_update BEFORE UPDATE ON month_page
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER month_page_no_delete BEFORE DELETE ON month_page
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER adjustment_no_update BEFORE UPDATE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER adjustment_no_delete BEFORE DELETE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

-- A closed month takes no self score and no note, and keeps those it had. A note is only added.
CREATE TRIGGER selfscore_closed_insert BEFORE INSERT ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = NEW.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER selfscore_closed_update BEFORE UPDATE ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period IN (OLD.period, NEW.period))
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER selfscore_closed_delete BEFORE DELETE ON selfscore
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = OLD.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER note_closed_insert BEFORE INSERT ON review_note
WHEN EXISTS (SELECT 1 FROM month_close WHERE period = NEW.period)
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER note_no_update BEFORE UPDATE ON review_note
BEGIN
    SELECT RAISE(ABORT, 'note_append_only');
END;

CREATE TRIGGER note_no_delete BEFORE DELETE ON review_note
BEGIN
    SELECT RAISE(ABORT, 'note_append_only');
END;
