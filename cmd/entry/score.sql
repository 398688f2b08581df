-- Score lines of data entry. ?1 first moment, ?2 first moment after, ?3 now.
--
-- An error costs its operator points in the month in which it was found (9.1): what was chosen inside the
-- range, else the least. While its audit is a draft the line is proposed, disputed it is suspended, and
-- once it was dropped reversed. What somebody's own check found and put right the same day costs nothing.
-- False entries go to the reward book by their own clause (9.3) and cost no points of themselves.
-- A department whose errors of a month's final audits are more than entry_rate_max in a thousand fields
-- gets one line (8.1), dated at the last of these audits.

WITH fact AS (
    SELECT e.no AS record, CASE e.error WHEN 'false' THEN 'entry.false' ELSE 'entry.error' END AS event,
           COALESCE(a.word, e.severity) AS severity, e.severity AS word, e.dept, e.operator AS person,
           e.found_at AS occurred_at, e.points,
           CASE WHEN e.state = 'dropped' THEN 'reversed' WHEN e.state = 'disputed' THEN 'suspended'
                WHEN u.state = 'draft' THEN 'proposed' END AS past,
           CASE WHEN e.state = 'dropped'
                THEN 'entry_dropped|' || e.decided_by || '|'
                     || REPLACE(REPLACE(COALESCE(e.decision, ''), '\', '\\'), '|', '\|') || '|'
                ELSE '' END
               || 'entry_error|' || e.error || '|' || REPLACE(REPLACE(e.field, '\', '\\'), '|', '\|')
               || '|' || COALESCE(e.record, '') AS reason
      FROM entry_error e
      LEFT JOIN entry_audit u ON u.no = e.audit
      LEFT JOIN acting a ON a.list = 'severity' AND a.code = e.severity
                        AND a.from_day <= substr(e.found_at, 1, 10)
                        AND a.until_day > substr(e.found_at, 1, 10)
     WHERE e.found_at >= ?1 AND e.found_at < ?2 AND e.found_at <= ?3 AND e.dept IS NOT NULL
       AND NOT (COALESCE(u.kind, '') = 'self' AND u.auditor = e.operator AND e.fixed_at IS NOT NULL
                AND substr(e.fixed_at, 1, 10) = substr(e.found_at, 1, 10))
),
checked AS (
    SELECT u.dept, m.month, MAX(u.audited_at) AS occurred_at, SUM(u.fields_checked) AS fields,
           SUM((SELECT COUNT(*) FROM entry_error e WHERE e.audit = u.no AND e.state <> 'dropped')) AS errors
      FROM entry_audit u
      JOIN assessment_month m ON m.from_day <= substr(u.audited_at, 1, 10)
                             AND m.until_day > substr(u.audited_at, 1, 10)
     WHERE u.state = 'final' AND u.audited_at >= ?1 AND u.audited_at < ?2
     GROUP BY u.dept, m.month
),
rate AS (
    SELECT c.dept, c.occurred_at, c.errors, c.fields, q.value AS allowed,
           CAST(ROUND(CAST(q.value AS REAL) * 100) AS BIGINT) AS most
      FROM checked c
      JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)
                           AND v.until_day > substr(c.occurred_at, 1, 10)
      JOIN policy_param q ON q.version = v.version AND q.name = 'entry_rate_max' AND q.value <> ''
),
fired_by AS (
    SELECT record, event, severity, word, dept, person, occurred_at, points, past, reason FROM fact
    UNION ALL
    SELECT 'entry-rate', 'entry.rate', NULL, NULL, dept, NULL, occurred_at, NULL, NULL,
           'entry_rate|' || errors || '|' || fields || '|' || allowed
      FROM rate WHERE errors * 100000 > most * fields
)
SELECT f.dept,
       CASE s.subject WHEN 'person' THEN f.person WHEN 'head' THEN d.head END AS person,
       'entry' AS item,
       s.clause,
       s.subject,
       CASE WHEN f.points BETWEEN s.points_min AND s.points_max AND s.subject = 'person'
            THEN s.sign * f.points ELSE s.points END AS points,
       s.amount,
       s.effect,
       CASE WHEN k.state = 'rejected' OR f.past = 'reversed' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            WHEN f.past IS NOT NULL THEN f.past
            ELSE s.status END AS status,
       'entry' AS source,
       f.record,
       f.occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END || f.reason AS reason
  FROM fired_by f
  JOIN fired s ON s.event = f.event AND (s.severity IS NULL OR s.severity IN (f.severity, f.word))
              AND s.from_day <= substr(f.occurred_at, 1, 10)
              AND s.until_day > substr(f.occurred_at, 1, 10)
  LEFT JOIN dept_span d ON d.dept = f.dept AND d.from_day <= substr(f.occurred_at, 1, 10)
                       AND d.until_day > substr(f.occurred_at, 1, 10)
  LEFT JOIN line_case k ON k.source = 'entry' AND k.source_no = f.record AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE COALESCE(k.state, '') <> 'decided'
   AND (s.subject <> 'person' OR f.person IS NOT NULL)
   AND (s.subject <> 'head' OR d.head IS NOT NULL)
