-- Score lines of reward and penalty cases. ?1 first moment, ?2 first moment after, ?3 now.
--
-- One line per leg: final when the case is approved, proposed until then (passed over by whoever runs
-- this where the record behind it has its own line under the clause: it stays in its item until it
-- is signed, svc/score.h), suspended while the case or the complaint behind it is under appeal, reversed when a reversing case was approved or the
-- complaint turned out invalid, not responsible or withdrawn. A rejected or withdrawn case has no
-- line, a reversing one none of its own, and a reversed one none beside the case that was approved
-- in its place. Source and record are those of the record that caused the case.
-- The line of the third complaint of a year (reward 3.2.4(4)) is dated at the complaint that is the
-- third counted one of the person by the time of its receipt, whichever that is now: it moves when one
-- of the three falls or an earlier one is found. Where the case was approved on another, that one's
-- line stays as `reversed`. While only an undecided appeal keeps it from being so many it is suspended.

WITH cases AS (
    SELECT r.*,
           CASE WHEN r.source_no LIKE '%/%' THEN rtrim(rtrim(r.source_no, '0123456789'), '/')
                ELSE r.source_no END AS complaint_no
      FROM reward_case r
     WHERE r.reverses IS NULL AND r.state IN ('proposed', 'approved', 'reversed')
       AND r.occurred_at >= substr(?1, 1, 4) || '-01-01'
       AND r.occurred_at <= substr(?2, 1, 4) || '-12-31 23:59:59'
       AND (r.state <> 'reversed' OR NOT EXISTS
            (SELECT 1 FROM reward_case n
              WHERE n.source = r.source AND n.source_no = r.source_no AND n.clause = r.clause
                AND COALESCE(n.beside, '') = COALESCE(r.beside, '')
                AND (n.beside IS NULL OR n.person = r.person)
                AND n.reverses IS NULL AND n.state IN ('proposed', 'approved')))
),
yearly AS (
    SELECT f.no, f.source_no, f.state, f.occurred_at, CAST(p.value AS BIGINT) AS needed, f.person
      FROM cases f
      JOIN policy_version v ON v.from_day <= substr(f.occurred_at, 1, 10)
                           AND v.until_day > substr(f.occurred_at, 1, 10)
      JOIN policy_param p ON p.version = v.version AND p.name = 'complaints_per_person_year'
     WHERE f.source = 'complaint' AND f.clause = 'reward-3.2.4-4'
),
counted AS (
    SELECT y.no, y.needed, o.no AS complaint_no, o.received_at, COALESCE(a.undecided, 0) AS disputed,
           ROW_NUMBER() OVER (PARTITION BY y.no ORDER BY o.received_at, o.no) AS nth,
           ROW_NUMBER() OVER (PARTITION BY y.no, COALESCE(a.undecided, 0)
                              ORDER BY o.received_at, o.no) AS nth_of_these
      FROM yearly y
      JOIN complaint o ON o.responsible_person = y.person AND o.valid = 'yes'
                      AND o.responsible = 'yes' AND o.state <> 'withdrawn'
                      AND substr(o.received_at, 1, 4) = substr(y.occurred_at, 1, 4)
      LEFT JOIN complaint_appealed a ON a.no = o.no
),
third AS (
    SELECT no, complaint_no, received_at, 'stands' AS standing
      FROM counted WHERE disputed = 0 AND nth_of_these = needed
    UNION ALL
    SELECT c.no, c.complaint_no, c.received_at, 'disputed'
      FROM counted c
     WHERE c.nth = c.needed AND NOT EXISTS
           (SELECT 1 FROM counted s
             WHERE s.no = c.no AND s.disputed = 0 AND s.nth_of_these = s.needed)
),
moment AS (
    SELECT c.no, c.source_no AS record, c.occurred_at AS at, 'itself' AS standing, '' AS why
      FROM cases c
     WHERE NOT EXISTS (SELECT 1 FROM yearly y WHERE y.no = c.no)
    UNION ALL
    SELECT y.no, t.complaint_no, t.received_at, t.standing, ''
      FROM yearly y JOIN third t ON t.no = y.no
     WHERE y.state <> 'reversed'
    UNION ALL
    SELECT y.no, y.source_no, y.occurred_at, 'fallen',
           CASE WHEN o.nth > y.needed THEN 'third_moved|' || t.complaint_no || '|'
                ELSE COALESCE( -- the last that fell of the person's year
                    (SELECT 'third_fell|' || w.no || '|' || x.told
                       FROM complaint w JOIN complaint_fallen x ON x.no = w.no AND x.blamed = 1
                      WHERE w.responsible_person = y.person
                        AND w.received_at >= substr(y.occurred_at, 1, 4) || '-01-01'
                        AND w.received_at <= substr(y.occurred_at, 1, 4) || '-12-31 23:59:59'
                      ORDER BY COALESCE(x.seq, 0) DESC LIMIT 1), '') END
      FROM yearly y
      LEFT JOIN third t ON t.no = y.no
      LEFT JOIN counted o ON o.no = y.no AND o.complaint_no = y.source_no
     WHERE y.state = 'reversed' OR t.no IS NULL
        OR (y.state = 'approved' AND t.complaint_no <> y.source_no)
)
SELECT l.dept,
       l.person,
       'reward' AS item,
       f.clause,
       l.subject,
       l.points,
       l.amount,
       l.effect,
       CASE WHEN f.state = 'reversed' OR m.standing = 'fallen' THEN 'reversed'
            WHEN m.standing = 'itself' AND c.no IS NOT NULL
                 AND (c.valid = 'no' OR c.responsible = 'no' OR c.state = 'withdrawn')
                 THEN 'reversed'
            WHEN f.suspended_at IS NOT NULL OR m.standing = 'disputed' THEN 'suspended'
            WHEN m.standing = 'itself' AND a.undecided = 1 THEN 'suspended'
            WHEN f.state = 'approved' THEN 'final'
            ELSE 'proposed' END AS status,
       f.source,
       m.record AS record,
       m.at AS occurred_at,
       CASE WHEN f.state = 'reversed'
            THEN COALESCE('case_reversed|' || n.no || '|'
                          || REPLACE(REPLACE(n.facts, '\', '\\'), '|', '\|') || '|', '')
            WHEN m.standing = 'itself'
            THEN COALESCE((SELECT w.told FROM complaint_fallen w WHERE w.no = c.no), '')
            WHEN m.standing = 'fallen' THEN m.why ELSE '' END
           || 'case|' || f.no || '|' || f.facts AS reason,
       f.quantity
  FROM moment m
  JOIN cases f ON f.no = m.no
  JOIN reward_leg l ON l.no = f.no
  LEFT JOIN complaint c ON f.source = 'complaint' AND c.no = f.complaint_no
  LEFT JOIN complaint_appealed a ON f.source = 'complaint' AND a.no = f.complaint_no
  LEFT JOIN reward_case n ON n.reverses = f.no AND n.state = 'approved'
 WHERE m.at >= ?1 AND m.at < ?2 AND m.at <= ?3
