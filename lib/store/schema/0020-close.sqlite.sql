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

CREATE TRIGGER adjustment_no_update BEFORE UPDATE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;

CREATE TRIGGER adjustment_no_delete BEFORE DELETE ON adjustment
BEGIN
    SELECT RAISE(ABORT, 'month_closed');
END;
