-- What was drawn, tried and heard stays as it was written, also when no tool is asked.

CREATE TRIGGER draw_no_update BEFORE UPDATE ON callback_draw
BEGIN
    SELECT RAISE(ABORT, 'draw_append_only');
END;

CREATE TRIGGER draw_no_delete BEFORE DELETE ON callback_draw
BEGIN
    SELECT RAISE(ABORT, 'draw_append_only');
END;

CREATE TRIGGER attempt_no_update BEFORE UPDATE ON callback_attempt
BEGIN
    SELECT RAISE(ABORT, 'attempt_append_only');
END;

CREATE TRIGGER attempt_no_delete BEFORE DELETE ON callback_attempt
BEGIN
    SELECT RAISE(ABORT, 'attempt_append_only');
END;

CREATE TRIGGER hearing_no_update BEFORE UPDATE ON callback_hearing
BEGIN
    SELECT RAISE(ABORT, 'hearing_append_only');
END;

CREATE TRIGGER hearing_no_delete BEFORE DELETE ON callback_hearing
BEGIN
    SELECT RAISE(ABORT, 'hearing_append_only');
END;
