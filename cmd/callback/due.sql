-- What dissatisfied customers were not told in time: kind, no, dept, person, what (why it was
-- raised), due_at.

SELECT 'answer' AS kind, i.no, i.dept, NULL AS person, i.cause AS what, i.answer_due AS due_at
  FROM callback_issue i
 WHERE i.state = 'open' AND i.answer_due IS NOT NULL
UNION ALL
SELECT 'close', i.no, i.dept, NULL, i.cause, i.close_due
  FROM callback_issue i
 WHERE i.state IN ('open', 'answered') AND i.close_due IS NOT NULL
