-- The running limits of open complaints, of appeals that wait for a decision and of holds, up to a
-- moment, by deadline: kind, no, dept, person, what (its category), due_at, level, state. ?1 the moment,
-- ?2 the department, NULL for all. What is open says so as the index of it does.

SELECT kind, no, dept, person, category AS what, due_at, level, state FROM (
SELECT 'respond' AS kind, no, dept, person, category, respond_due AS due_at, level, state
  FROM complaint
 WHERE closed_at IS NULL AND withdrawn_at IS NULL AND state IN ('open', 'assigned')
   AND respond_due <= ?1
UNION ALL
SELECT 'solution', no, dept, person, category, solution_due, level, state
  FROM complaint
 WHERE closed_at IS NULL AND withdrawn_at IS NULL AND state IN ('open', 'assigned', 'responded')
   AND solution_due <= ?1
UNION ALL
SELECT 'close', no, dept, person, category, close_due, level, state
  FROM complaint
 WHERE closed_at IS NULL AND withdrawn_at IS NULL
   AND state IN ('open', 'assigned', 'responded', 'proposed') AND close_due <= ?1
UNION ALL
SELECT CASE a.stage WHEN 1 THEN 'appeal_decide' ELSE 'appeal_decide_2' END, c.no,
       COALESCE(c.responsible_dept, c.dept), c.responsible_person, c.category, a.due, c.level, c.state
  FROM complaint_appeal a
  JOIN complaint c ON c.no = a.no
 WHERE a.due <= ?1 AND NOT EXISTS (SELECT 1 FROM complaint_decision d
                                    WHERE d.no = a.no AND d.stage = a.stage)
UNION ALL
SELECT 'hold', c.no, c.dept, c.person, c.category, h.longest, c.level, c.state
  FROM hold h
  JOIN complaint c ON c.no = h.no AND c.held_since = h.from_at
 WHERE h.tbl = 'complaint' AND h.longest <= ?1
UNION ALL
SELECT 'asked', c.no, c.dept, c.person, c.category, t.asked_at, c.level, c.state
  FROM asked_open t
  JOIN complaint c ON c.no = t.no
 WHERE t.tbl = 'complaint' AND t.asked_at <= ?1
) AS running
 WHERE COALESCE(dept, '') = COALESCE(?2, dept, '')
 ORDER BY due_at, no, kind
