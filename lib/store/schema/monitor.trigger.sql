-- Terms that are over stay as they were.

CREATE TRIGGER monitor_term_no_update BEFORE UPDATE ON monitor_term
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;

CREATE TRIGGER monitor_term_no_delete BEFORE DELETE ON monitor_term
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;
