-- The running limits of open complaints up to a moment, by deadline: kind, no, dept, person, what
-- (its category), due_at, level, state. ?1 the moment, ?2 the department, NULL for all.

SELECT kind, no, dept, person, category AS what, due_at, level, state FROM (
SELECT 'respond' AS kind, no, dept, person, category, respond_due AS due_at, level, state
  FROM complaint
 WHERE state IN ('open', 'assigned') AND respond_due <= ?1
UNION ALL
SELECT 'solution', no, dept, person, category, solution_due, level, state
  FROM complaint
 WHERE state IN ('open', 'assigned', 'responded') AND solution_due <= ?1
UNION ALL
SELECT 'close', no, dept, person, category, close_due, level, state
  FROM complaint
 WHERE state IN ('open', 'assigned', 'responded', 'proposed') AND close_due <= ?1
) AS running
 WHERE COALESCE(dept, '') = COALESCE(?2, dept, '')
 ORDER BY due_at, no, kind
