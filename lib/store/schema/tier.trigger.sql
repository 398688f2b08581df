-- What was reviewed, and what was done, stays as it was recorded.

CREATE TRIGGER tier_change_no_update BEFORE UPDATE ON tier_change
BEGIN
    SELECT RAISE(ABORT, 'tier_change_append_only');
END;

CREATE TRIGGER tier_change_no_delete BEFORE DELETE ON tier_change
BEGIN
    SELECT RAISE(ABORT, 'tier_change_append_only');
END;

CREATE TRIGGER tier_done_no_update BEFORE UPDATE ON tier_done
BEGIN
    SELECT RAISE(ABORT, 'tier_done_append_only');
END;

CREATE TRIGGER tier_done_no_delete BEFORE DELETE ON tier_done
BEGIN
    SELECT RAISE(ABORT, 'tier_done_append_only');
END;
