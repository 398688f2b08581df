-- Score lines of reward and penalty cases. ?1 first moment, ?2 first moment after, ?3 now.
--
-- One line per leg: final when the case is approved, proposed until then (passed over by whoever runs
-- this where the record behind it has its own line under the clause: it stays in its item until it
-- is signed, svc/score.h), suspended while the case or the complaint behind it is under appeal, reversed when a reversing case was approved or the
-- complaint turned out invalid, not responsible or withdrawn. A rejected or withdrawn case has no
-- line, a reversing one none of its own, and a reversed one none beside the case that was approved
-- in its place. Source and record are those of the record that caused the case.
-- A case of what adds up (thresholds.csv) does not stand and fall with the one record that it was
-- signed for: whoever runs this puts it where it is reached now (svc/threshold.h).

WITH cases AS (
    SELECT r.*,
           CASE WHEN r.source_no LIKE '%/%' THEN rtrim(rtrim(r.source_no, '0123456789'), '/')
                ELSE r.source_no END AS complaint_no,
           (SELECT COUNT(*) FROM threshold t
             WHERE t.gives = r.clause AND t.from_day <= substr(r.occurred_at, 1, 10)
               AND t.until_day > substr(r.occurred_at, 1, 10)) AS adds_up
      FROM reward_case r
     WHERE r.reverses IS NULL AND r.state IN ('proposed', 'approved', 'reversed')
       AND r.occurred_at >= ?1 AND r.occurred_at < ?2 AND r.occurred_at <= ?3
       AND (r.state <> 'reversed' OR NOT EXISTS
            (SELECT 1 FROM reward_case n
              WHERE n.source = r.source AND n.source_no = r.source_no AND n.clause = r.clause
                AND COALESCE(n.beside, '') = COALESCE(r.beside, '')
                AND (n.beside IS NULL OR n.person = r.person)
                AND n.reverses IS NULL AND n.state IN ('proposed', 'approved')))
)
SELECT l.dept,
       l.person,
       'reward' AS item,
       f.clause,
       l.subject,
       l.points,
       l.amount,
       l.effect,
       CASE WHEN f.state = 'reversed' THEN 'reversed'
            WHEN c.valid = 'no' OR c.responsible = 'no' OR c.state = 'withdrawn' THEN 'reversed'
            WHEN f.suspended_at IS NOT NULL OR a.undecided = 1 THEN 'suspended'
            WHEN f.state = 'approved' THEN 'final'
            ELSE 'proposed' END AS status,
       f.source,
       f.source_no AS record,
       f.occurred_at,
       CASE WHEN f.state = 'reversed'
            THEN COALESCE('case_reversed|' || n.no || '|'
                          || REPLACE(REPLACE(n.facts, '\', '\\'), '|', '\|') || '|', '')
            ELSE COALESCE((SELECT w.told FROM complaint_fallen w WHERE w.no = c.no), '') END
           || 'case|' || f.no || '|' || f.facts AS reason,
       f.quantity
  FROM cases f
  JOIN reward_leg l ON l.no = f.no
  LEFT JOIN complaint c ON f.source = 'complaint' AND f.adds_up = 0 AND c.no = f.complaint_no
  LEFT JOIN complaint_appealed a ON a.no = c.no
  LEFT JOIN reward_case n ON n.reverses = f.no AND n.state = 'approved'
