-- Score lines of inspections. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A finding costs its department points (6.1), and the person named in a routine or surprise
-- inspection (6.2); what a special inspection finds goes by notice. A rectification that is late
-- or fails costs its department points once a round (6.3), dated at the deadline, else at the
-- judgement; a finding that was to be fixed without a notice likewise. A round that the department
-- refused goes to the committee (8.2). What adds up is counted by counted.sql.
-- A contractor pays for each finding that is late, not fixed, or found again (finding_again).
-- A line that needs signatures ends where its case is approved: the lines of svc-reward speak from
-- then on. Rejected it stays, `reversed`.
-- A miss that the record does not show any more (miss_past) stays: `proposed` as long as an entry that
-- came late waits for the office, `reversed` then.
-- The office's choice inside a range stands in inspect_points; without one the least counts.

WITH rounds AS (
    SELECT no, round, 'inspect_notice' AS tbl, dept, due_at, replied_at AS done_at,
           CASE WHEN ';' || provisional || ';' LIKE '%;rectify;%' THEN 1 ELSE 0 END AS provisional
      FROM inspect_notice
     WHERE state <> 'cancelled'
    UNION ALL
    SELECT c.no, c.round, 'inspect_notice', n.dept, c.due_at, c.replied_at,
           CASE WHEN ';' || c.provisional || ';' LIKE '%;rectify;%' THEN 1 ELSE 0 END
      FROM inspect_check c
      JOIN inspect_notice n ON n.no = c.no AND n.round > c.round AND n.state <> 'cancelled'
     WHERE c.stage = 'rectify'
    UNION ALL
    SELECT f.no, 1, 'inspect_finding', f.dept, f.due_at, f.fixed_at,
           CASE WHEN f.provisional <> '' THEN 1 ELSE 0 END
      FROM inspect_finding f
      JOIN inspect_sheet s ON s.no = f.sheet AND s.inspection IS NOT NULL
     WHERE f.state <> 'cancelled' AND f.due_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM inspect_notice n
                        WHERE n.finding = f.no AND n.state <> 'cancelled')
),
judged AS (
    SELECT r.no, r.round, r.dept, r.due_at, r.done_at, r.provisional,
           CASE WHEN r.due_at < ?3 AND r.due_at < COALESCE(r.done_at, '9999')
                THEN r.due_at ELSE p.due_at END AS late_at,
           CASE WHEN r.due_at < ?3 AND r.due_at < COALESCE(r.done_at, '9999')
                THEN NULL ELSE p.status END AS past,
           p.told,
           (SELECT MIN(c.checked_at) FROM inspect_check c
             WHERE c.no = r.no AND c.round = r.round AND c.result = 'fail') AS failed_at
      FROM rounds r
      LEFT JOIN miss_past p ON p.tbl = r.tbl AND p.no = r.no AND p.round = r.round
                           AND p.clock IN ('rectify', 'fix')
),
contracted AS (
    SELECT f.no, f.dept, f.found_at, f.due_at, f.fixed_at, f.provisional,
           a.first,
           CASE WHEN f.due_at < ?3 AND f.due_at < COALESCE(f.fixed_at, '9999')
                THEN f.due_at ELSE p.due_at END AS late_at,
           CASE WHEN f.due_at < ?3 AND f.due_at < COALESCE(f.fixed_at, '9999')
                THEN NULL ELSE p.status END AS past,
           p.told
      FROM inspect_finding f
      JOIN finding_again a ON a.no = f.no
      LEFT JOIN miss_past p ON p.tbl = 'inspect_finding' AND p.no = f.no AND p.clock = 'fix'
),
fact AS (
    SELECT f.no AS record, 'inspect' AS item,
           CASE i.kind WHEN 'special' THEN 'inspect.special.finding' ELSE 'inspect.finding' END AS event,
           g.severity, f.severity AS word, f.dept, f.person, f.found_at AS occurred_at,
           CASE WHEN f.state = 'cancelled'
                THEN 'cancelled|' || COALESCE(e.person, e.login, '') || '|'
                     || REPLACE(REPLACE(COALESCE(e.reason, ''), '\', '\\'), '|', '\|') || '|'
                ELSE '' END || 'finding|' || f.severity AS reason,
           0 AS provisional, CASE f.state WHEN 'cancelled' THEN 'reversed' END AS past, NULL AS done_at
      FROM inspect_finding f
      JOIN finding_severity g ON g.no = f.no
      JOIN inspect_sheet s ON s.no = f.sheet
      JOIN inspection i ON i.no = s.inspection
      LEFT JOIN event e ON f.state = 'cancelled' AND e.seq =
                (SELECT MAX(x.seq) FROM event x
                  WHERE x.record = f.no AND x.tbl = 'inspect_finding' AND x.verb = 'cancel')
     WHERE f.found_at >= ?1 AND f.found_at < ?2
    UNION ALL
    SELECT j.no || CASE WHEN j.round > 1 THEN '/' || j.round ELSE '' END, 'inspect',
           CASE WHEN j.late_at IS NULL THEN 'inspect.notice.failed' ELSE 'inspect.notice.late' END,
           NULL, NULL, j.dept, NULL, COALESCE(j.late_at, j.failed_at),
           CASE WHEN j.late_at IS NULL THEN 'rectify_failed|' || j.failed_at
                WHEN j.past IS NOT NULL AND j.failed_at IS NULL THEN j.told
                ELSE 'rectify_missed|' || j.due_at || '|' || COALESCE(j.done_at, '') || '|'
                     || CASE j.provisional WHEN 1 THEN 'provisional' ELSE '' END || '|'
                     || COALESCE(j.failed_at, '') END,
           CASE WHEN j.failed_at IS NULL THEN j.provisional ELSE 0 END,
           CASE WHEN j.failed_at IS NULL THEN j.past END, j.done_at
      FROM judged j
     WHERE COALESCE(j.late_at, j.failed_at) >= ?1 AND COALESCE(j.late_at, j.failed_at) < ?2
    UNION ALL
    SELECT c.no || CASE WHEN c.round > 1 THEN '/' || c.round ELSE '' END, 'inspect',
           'inspect.notice.refused', NULL, NULL, n.dept, COALESCE(n.person, d.head), c.checked_at,
           'rectify_refused|' || c.reason, 0, NULL, NULL
      FROM inspect_check c
      JOIN inspect_notice n ON n.no = c.no AND n.state <> 'cancelled'
      JOIN dept_span d ON d.dept = n.dept AND d.from_day <= substr(c.checked_at, 1, 10)
                      AND d.until_day > substr(c.checked_at, 1, 10)
     WHERE c.result = 'refused' AND c.checked_at >= ?1 AND c.checked_at < ?2
    UNION ALL
    SELECT c.no, 'contractor', 'inspect.contractor.item', NULL, NULL, c.dept, NULL,
           CASE WHEN c.first IS NOT NULL THEN c.found_at ELSE c.late_at END,
           CASE WHEN c.first IS NOT NULL THEN 'found_again|' || c.first
                WHEN c.past IS NOT NULL THEN c.told
                ELSE 'fix_missed|' || c.due_at || '|' || COALESCE(c.fixed_at, '') END,
           CASE WHEN c.first IS NULL AND c.provisional <> '' THEN 1 ELSE 0 END,
           CASE WHEN c.first IS NULL THEN c.past END, c.fixed_at
      FROM contracted c
     WHERE CASE WHEN c.first IS NOT NULL THEN c.found_at ELSE c.late_at END >= ?1
       AND CASE WHEN c.first IS NOT NULL THEN c.found_at ELSE c.late_at END < ?2
)
SELECT DISTINCT f.dept,
       CASE s.subject WHEN 'person' THEN f.person WHEN 'head' THEN d.head END AS person,
       f.item,
       s.clause,
       s.subject,
       COALESCE(s.sign * chosen.points, s.points) AS points,
       s.amount,
       s.effect,
       CASE WHEN k.state = 'rejected' OR x.no IS NOT NULL OR f.past = 'reversed' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            WHEN f.past IS NOT NULL THEN f.past
            WHEN f.provisional = 1 THEN 'proposed'
            ELSE s.status END AS status,
       'inspect' AS source,
       f.record,
       f.occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END
           || COALESCE('chosen|' || REPLACE(REPLACE(chosen.reason, '\', '\\'), '|', '\|') || '|', '')
           || CASE WHEN x.no IS NULL THEN f.reason
                   ELSE 'excused|' || x.due_at || '||' || x.approver || '|' || x.reason END AS reason,
       f.done_at
  FROM fact f
  LEFT JOIN excuse x -- of what was late and did not fail, too
    ON x.tbl IN ('inspect_notice', 'inspect_finding') AND f.past IS NULL AND f.event = 'inspect.notice.late' AND f.reason LIKE '%|'
   AND x.no || CASE WHEN x.round > 1 THEN '/' || x.round ELSE '' END = f.record
  JOIN fired s ON s.event = f.event AND (s.severity IS NULL OR s.severity IN (f.severity, f.word))
              AND s.from_day <= substr(f.occurred_at, 1, 10)
              AND s.until_day > substr(f.occurred_at, 1, 10)
  LEFT JOIN dept_span d ON d.dept = f.dept AND d.from_day <= substr(f.occurred_at, 1, 10)
                       AND d.until_day > substr(f.occurred_at, 1, 10)
  LEFT JOIN inspect_points chosen
    ON chosen.record = f.record AND chosen.clause = s.clause
   AND chosen.event = (SELECT MAX(e.event) FROM inspect_points e
                        WHERE e.record = f.record AND e.clause = s.clause)
  LEFT JOIN line_case k ON k.source = 'inspect' AND k.source_no = f.record AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE COALESCE(k.state, '') <> 'decided'
   AND (s.subject <> 'person' OR f.person IS NOT NULL)
   AND (s.subject <> 'head' OR d.head IS NOT NULL)
