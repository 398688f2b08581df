-- What was frozen stays, and an answer comes while its survey is open, also when no tool is asked.

CREATE TRIGGER survey_answer_late BEFORE INSERT ON survey_answer
WHEN (SELECT state FROM survey s WHERE s.no = NEW.survey) <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'survey_not_open');
END;

CREATE TRIGGER survey_unit_cycle BEFORE UPDATE OF parent ON survey_unit
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (unit) AS (
          SELECT NEW.parent
          UNION SELECT u.parent FROM survey_unit u JOIN up ON u.unit = up.unit
           WHERE u.survey = NEW.survey)
      SELECT 1 FROM up WHERE unit = NEW.unit)
BEGIN
    SELECT RAISE(ABORT, 'survey_unit_cycle');
END;

CREATE TRIGGER survey_unit_cycle_new BEFORE INSERT ON survey_unit
WHEN NEW.parent IS NOT NULL AND EXISTS
     (WITH RECURSIVE up (unit) AS (
          SELECT NEW.parent
          UNION SELECT u.parent FROM survey_unit u JOIN up ON u.unit = up.unit
           WHERE u.survey = NEW.survey)
      SELECT 1 FROM up WHERE unit = NEW.unit)
BEGIN
    SELECT RAISE(ABORT, 'survey_unit_cycle');
END;

CREATE TRIGGER survey_index_no_update BEFORE UPDATE ON survey_index
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_index_no_delete BEFORE DELETE ON survey_index
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_index_row_no_update BEFORE UPDATE ON survey_index_row
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_index_row_no_delete BEFORE DELETE ON survey_index_row
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_result_no_update BEFORE UPDATE ON survey_result
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_result_no_delete BEFORE DELETE ON survey_result
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_judged_no_update BEFORE UPDATE ON survey_judged
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;

CREATE TRIGGER survey_judged_no_delete BEFORE DELETE ON survey_judged
BEGIN
    SELECT RAISE(ABORT, 'survey_append_only');
END;
