-- Score lines of complaints. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A missed limit: one line per clock, dated at the deadline, charged to the department the
-- complaint stood with then; a later step satisfies an earlier clock whose own time is missing;
-- a limit that is open and past counts too. Counts unless determined invalid or not responsible.
-- A deadline in a year without a calendar is provisional: its line waits as `proposed`.
-- Clause lines need a complaint determined valid and responsible, with its clause named.

WITH missed AS (
    SELECT no, 'complaint-respond' AS clause, 'respond' AS clock, respond_due AS due,
           COALESCE(responded_at, solution_at, closed_at) AS done, dept, provisional
      FROM complaint
     WHERE respond_due >= ?1 AND respond_due < ?2 AND respond_due < ?3
       AND COALESCE(responded_at, solution_at, closed_at, '9999') > respond_due
       AND valid <> 'no' AND responsible <> 'no'
    UNION ALL
    SELECT no, 'complaint-solution', 'solution', solution_due,
           COALESCE(solution_at, closed_at), dept, provisional
      FROM complaint
     WHERE solution_due >= ?1 AND solution_due < ?2 AND solution_due < ?3
       AND COALESCE(solution_at, closed_at, '9999') > solution_due
       AND valid <> 'no' AND responsible <> 'no'
    UNION ALL
    SELECT no, 'complaint-close', 'close', close_due, closed_at, dept, provisional
      FROM complaint
     WHERE close_due >= ?1 AND close_due < ?2 AND close_due < ?3
       AND COALESCE(closed_at, '9999') > close_due
       AND valid <> 'no' AND responsible <> 'no'
),
fault AS (
    SELECT c.no, c.clause, c.received_at, c.dept, c.person, d.head
      FROM complaint c
      LEFT JOIN dept d ON d.dept = c.dept
     WHERE c.clause IS NOT NULL AND c.received_at >= ?1 AND c.received_at < ?2
       AND c.valid = 'yes' AND c.responsible = 'yes'
)
SELECT COALESCE((SELECT v.from_dept FROM complaint_move v
                  WHERE v.no = m.no AND v.moved_at > m.due
                  ORDER BY v.moved_at, v.event LIMIT 1), m.dept) AS dept,
       NULL AS person,
       'complaint' AS item,
       l.clause,
       l.subject,
       CASE l.sign WHEN '-' THEN -l.points_min ELSE l.points_min END AS points,
       CASE l.sign WHEN '-' THEN -l.amount_min ELSE l.amount_min END AS amount,
       l.effect,
       CASE WHEN ';' || m.provisional || ';' LIKE '%;' || m.clock || ';%' THEN 'proposed'
            WHEN l.approval = 'auto' THEN 'final'
            ELSE 'proposed' END AS status,
       'complaint' AS source,
       m.no AS record,
       m.due AS occurred_at,
       'due ' || m.due || COALESCE(', done ' || m.done, ', not done')
              || CASE WHEN ';' || m.provisional || ';' LIKE '%;' || m.clock || ';%'
                      THEN ', provisional: no calendar for that year' ELSE '' END AS reason
  FROM missed m
  JOIN policy_version v ON v.from_day <= substr(m.due, 1, 10) AND v.until_day > substr(m.due, 1, 10)
  JOIN policy_leg l ON l.version = v.version AND l.clause = m.clause
UNION ALL
SELECT f.dept,
       CASE l.subject WHEN 'person' THEN f.person WHEN 'head' THEN f.head END,
       'complaint',
       l.clause,
       l.subject,
       CASE l.sign WHEN '-' THEN -l.points_min ELSE l.points_min END,
       CASE l.sign WHEN '-' THEN -l.amount_min ELSE l.amount_min END,
       l.effect,
       CASE l.approval WHEN 'auto' THEN 'final' ELSE 'proposed' END,
       'complaint',
       f.no,
       f.received_at,
       'determined under ' || f.clause
  FROM fault f
  JOIN policy_version v ON v.from_day <= substr(f.received_at, 1, 10)
                       AND v.until_day > substr(f.received_at, 1, 10)
  JOIN policy_leg l ON l.version = v.version AND l.clause = f.clause
 WHERE (l.subject = 'dept')
    OR (l.subject = 'person' AND f.person IS NOT NULL)
    OR (l.subject = 'head' AND f.head IS NOT NULL)
