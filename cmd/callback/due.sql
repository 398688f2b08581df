-- What dissatisfied customers were not told in time, and times that files asked to be others: kind, no,
-- dept, person, what (a statement), due_at.

SELECT 'answer' AS kind, i.no, i.dept, NULL AS person, 'issue_cause|' || i.cause AS what,
       i.answer_due AS due_at
  FROM callback_issue i
 WHERE i.state = 'open' AND i.answer_due IS NOT NULL
UNION ALL
SELECT 'close', i.no, i.dept, NULL, 'issue_cause|' || i.cause, i.close_due
  FROM callback_issue i
 WHERE i.state IN ('open', 'answered') AND i.close_due IS NOT NULL
UNION ALL
SELECT 'asked', t.no, t.dept, t.caller, 'asked_for|' || a.col || '|' || COALESCE(a.asked, ''),
       a.asked_at
  FROM asked_open a
  JOIN callback t ON t.no = a.no
 WHERE a.tbl = 'callback'
