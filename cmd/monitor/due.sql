-- What monitors' opinions and terms wait for: kind, no, dept, person, what (a statement), due_at. A verified
-- problem or suggestion waits for its use since it was verified. ?1 the last moment at which a term that
-- ends is told.

WITH opinion AS (
    SELECT no, kind, dept, person, 'text|' || REPLACE(REPLACE(content, '\', '\\'), '|', '\|') AS what,
           state, assign_due, answer_due, verify_due, verified_at
      FROM monitor_opinion
     WHERE state NOT IN ('closed', 'withdrawn', 'noted')
)
SELECT 'assign' AS kind, no, dept, person, what, assign_due AS due_at
  FROM opinion
 WHERE state = 'open' AND assign_due IS NOT NULL
UNION ALL
SELECT 'answer', no, dept, person, what, answer_due
  FROM opinion
 WHERE state IN ('open', 'assigned') AND answer_due IS NOT NULL
UNION ALL
SELECT 'verify', no, dept, person, what, verify_due
  FROM opinion
 WHERE state = 'answered' AND verify_due IS NOT NULL
UNION ALL
SELECT 'use', no, dept, person, what, verified_at
  FROM opinion
 WHERE state = 'verified' AND kind IN ('problem', 'suggestion')
UNION ALL
SELECT 'term', monitor, NULL, NULL,
       'term_ends|' || term || '|' || grp || '|' || REPLACE(REPLACE(district, '\', '\\'), '|', '\|'),
       ends_on || ' 23:59:59'
  FROM monitor
 WHERE state = 'active' AND ends_on || ' 23:59:59' <= ?1
UNION ALL
SELECT 'asked', o.no, o.dept, o.person, 'asked_for|' || a.col || '|' || COALESCE(a.asked, ''), a.asked_at
  FROM asked_open a
  JOIN monitor_opinion o ON o.no = a.no
 WHERE a.tbl = 'monitor_opinion'
