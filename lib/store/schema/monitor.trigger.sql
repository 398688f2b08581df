-- Terms that are over stay as they were. One that runs still becomes the present one again where the next
-- one never begins.

CREATE TRIGGER monitor_term_no_update BEFORE UPDATE ON monitor_term
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;

CREATE TRIGGER monitor_term_no_delete BEFORE DELETE ON monitor_term
WHEN NOT EXISTS (SELECT 1 FROM monitor m WHERE m.monitor = OLD.monitor AND m.appointed_on = OLD.appointed_on)
BEGIN
    SELECT RAISE(ABORT, 'monitor_term_append_only');
END;
