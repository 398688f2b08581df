-- The audit chain only grows: nothing is changed, removed or put in between, not by any tool and
-- not by hand.

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event_append_only');
END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event_append_only');
END;

CREATE TRIGGER event_in_order BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event)
  OR NEW.prev <> COALESCE((SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
                 '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'event_in_order');
END;
