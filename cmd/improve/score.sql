-- Score lines of improvement projects. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A milestone, or a whole project, that was not done by the end of its day costs its department
-- points of that month (6.2), dated at the deadline; a leg for a person is the project owner's. A date that was missed stays missed when the
-- record got a later one: a line for each. Only what an approved scheme says counts, and until the
-- project was stopped. A project that ends with a milestone late on the same day has that line
-- alone: one fact. A miss that was met by an entry that came late (miss_past) waits as `proposed` until the
-- office confirms it. The office's choice inside the range stands in improve_slip; else the least.

WITH node AS (
    SELECT m.no, m.project, m.round, m.dept, m.due_on, m.done_at, m.title, NULL AS past, NULL AS told
      FROM improve_milestone m
     WHERE m.due_on >= substr(?1, 1, 10) AND m.due_on < substr(?2, 1, 10)
       AND m.due_on || ' 23:59:59' < COALESCE(m.done_at, '9999')
    UNION ALL
    SELECT s.no, m.project, s.round, m.dept, s.due_on, m.done_at, m.title, NULL, NULL
      FROM improve_slip s
      JOIN improve_milestone m ON m.no = s.no
     WHERE s.passed = 1 AND s.due_on >= substr(?1, 1, 10) AND s.due_on < substr(?2, 1, 10)
    UNION ALL
    SELECT m.no, m.project, u.round, m.dept, substr(u.due_at, 1, 10), m.done_at, m.title, u.status,
           u.told
      FROM miss_past u
      JOIN improve_milestone m ON m.no = u.no
     WHERE u.tbl = 'improve_milestone' AND u.due_at >= ?1 AND u.due_at < ?2
),
late AS (
    SELECT 'improve.milestone.late' AS event, n.no, n.project, n.round, n.dept, n.due_on, n.done_at,
           n.title, n.past, n.told
      FROM node n
    UNION ALL
    SELECT 'improve.project.late', p.no, p.no,
           (SELECT COUNT(*) + 1 FROM improve_slip s WHERE s.no = p.no AND s.passed = 1),
           p.dept, p.ends_on, p.finished_at, p.title, NULL, NULL
      FROM improve_project p
     WHERE p.ends_on >= substr(?1, 1, 10) AND p.ends_on < substr(?2, 1, 10)
       AND p.ends_on || ' 23:59:59' < COALESCE(p.finished_at, '9999')
       AND NOT EXISTS (SELECT 1 FROM node n WHERE n.project = p.no AND n.due_on = p.ends_on)
       AND NOT EXISTS (SELECT 1 FROM improve_slip s
                        WHERE s.no = p.no AND s.passed = 1 AND s.due_on = p.ends_on)
    UNION ALL
    SELECT 'improve.project.late', p.no, p.no, s.round, p.dept, s.due_on, p.finished_at, p.title, NULL, NULL
      FROM improve_slip s
      JOIN improve_project p ON p.no = s.no
     WHERE s.passed = 1 AND s.due_on >= substr(?1, 1, 10) AND s.due_on < substr(?2, 1, 10)
       AND NOT EXISTS (SELECT 1 FROM node n WHERE n.project = p.no AND n.due_on = s.due_on)
)
SELECT DISTINCT t.dept,
       CASE s.subject WHEN 'person' THEN p.owner WHEN 'head' THEN d.head END AS person,
       'improve' AS item,
       s.clause,
       s.subject,
       COALESCE(s.sign * chosen.points, s.points) AS points,
       s.amount,
       s.effect,
       CASE WHEN k.state = 'rejected' OR t.past = 'reversed' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            WHEN t.past IS NOT NULL THEN t.past
            ELSE s.status END AS status,
       'improve' AS source,
       t.no || CASE WHEN t.round > 1 THEN '/' || t.round ELSE '' END AS record,
       t.due_on || ' 23:59:59' AS occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END || COALESCE('chosen|' || REPLACE(REPLACE(chosen.reason, '\', '\\'), '|', '\|') || '|', '')
           || COALESCE(t.told,
                       'milestone|' || t.due_on || '|' || COALESCE(t.done_at, '') || '|' || t.title)
       AS reason,
       t.done_at
  FROM late t
  JOIN improve_project p ON p.no = t.project
  JOIN fired s ON s.event = t.event AND s.from_day <= t.due_on AND s.until_day > t.due_on
  LEFT JOIN dept_span d ON d.dept = t.dept AND d.from_day <= t.due_on AND d.until_day > t.due_on
  LEFT JOIN line_case k ON k.source = 'improve' AND k.clause = s.clause AND s.approval <> 'auto'
       AND k.source_no = t.no || CASE WHEN t.round > 1 THEN '/' || t.round ELSE '' END
  LEFT JOIN improve_slip chosen
    ON chosen.no = t.no AND chosen.round = t.round AND chosen.points IS NOT NULL
   AND chosen.event = (SELECT MAX(e.event) FROM improve_slip e
                        WHERE e.no = t.no AND e.round = t.round AND e.points IS NOT NULL)
 WHERE t.due_on || ' 23:59:59' < ?3
   AND t.due_on || ' 23:59:59' >= p.approved_at
   AND t.due_on || ' 23:59:59' < COALESCE(p.stopped_at, '9999')
   AND (s.subject <> 'head' OR d.head IS NOT NULL)
   AND COALESCE(k.state, '') <> 'decided'
