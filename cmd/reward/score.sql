-- Score lines of reward and penalty cases. ?1 first moment, ?2 first moment after, ?3 now.
--
-- One line per leg: final when the case is approved, proposed until then (passed over by whoever runs
-- this where the record behind it has its own line under the clause: it stays in its item until it
-- is signed, svc/score.h), suspended while the case or the complaint behind it is under appeal, reversed when a reversing case was approved or the
-- complaint turned out invalid, not responsible or withdrawn. A rejected or withdrawn case has no
-- line, a reversing one none of its own, and a reversed one none beside the case that was approved
-- in its place. Source and record are those of the record that caused the case.
-- The third complaint of a year (reward 3.2.4(4)) stands as long as the year still has so many
-- counted complaints of the person, whichever they are.

WITH fact AS (
    SELECT r.*,
           CASE WHEN r.source_no LIKE '%/%' THEN rtrim(rtrim(r.source_no, '0123456789'), '/')
                ELSE r.source_no END AS complaint_no
      FROM reward_case r
     WHERE r.occurred_at >= ?1 AND r.occurred_at < ?2 AND r.occurred_at <= ?3
       AND r.reverses IS NULL AND r.state IN ('proposed', 'approved', 'reversed')
       AND (r.state <> 'reversed' OR NOT EXISTS
            (SELECT 1 FROM reward_case n
              WHERE n.source = r.source AND n.source_no = r.source_no AND n.clause = r.clause
                AND COALESCE(n.beside, '') = COALESCE(r.beside, '')
                AND (n.beside IS NULL OR n.person = r.person)
                AND n.reverses IS NULL AND n.state IN ('proposed', 'approved')))
),
yearly AS (
    SELECT f.no,
           CAST(p.value AS BIGINT) AS needed,
           (SELECT COUNT(*) FROM complaint o
             WHERE o.received_at >= substr(f.occurred_at, 1, 4) || '-01-01'
               AND o.received_at <= substr(f.occurred_at, 1, 4) || '-12-31 23:59:59'
               AND o.responsible_person = f.person AND o.valid = 'yes' AND o.responsible = 'yes'
               AND o.state <> 'withdrawn') AS counted,
           (SELECT COUNT(*) FROM complaint o
             WHERE o.received_at >= substr(f.occurred_at, 1, 4) || '-01-01'
               AND o.received_at <= substr(f.occurred_at, 1, 4) || '-12-31 23:59:59'
               AND o.responsible_person = f.person AND o.valid = 'yes' AND o.responsible = 'yes'
               AND o.state <> 'withdrawn'
               AND o.no IN (SELECT a.no FROM complaint_appealed a WHERE a.undecided = 1)) AS disputed
      FROM fact f
      JOIN policy_version v ON v.from_day <= substr(f.occurred_at, 1, 10)
                           AND v.until_day > substr(f.occurred_at, 1, 10)
      JOIN policy_param p ON p.version = v.version AND p.name = 'complaints_per_person_year'
     WHERE f.source = 'complaint' AND f.clause = 'reward-3.2.4-4'
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
            WHEN y.no IS NOT NULL AND y.counted < y.needed THEN 'reversed'
            WHEN y.no IS NULL AND c.no IS NOT NULL
                 AND (c.valid = 'no' OR c.responsible = 'no' OR c.state = 'withdrawn')
                 THEN 'reversed'
            WHEN f.suspended_at IS NOT NULL THEN 'suspended'
            WHEN y.no IS NOT NULL AND y.counted - y.disputed < y.needed THEN 'suspended'
            WHEN y.no IS NULL AND a.no IS NOT NULL THEN 'suspended'
            WHEN f.state = 'approved' THEN 'final'
            ELSE 'proposed' END AS status,
       f.source,
       f.source_no AS record,
       f.occurred_at,
       'case|' || f.no || '|' || f.facts AS reason
  FROM fact f
  JOIN reward_leg l ON l.no = f.no
  LEFT JOIN yearly y ON y.no = f.no
  LEFT JOIN complaint c ON f.source = 'complaint' AND c.no = f.complaint_no
  LEFT JOIN complaint_appealed a ON f.source = 'complaint' AND a.no = f.complaint_no
                                AND a.undecided = 1
