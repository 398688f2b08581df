-- Score lines of delegated authority. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A use beyond authority, by a delegation that had ended, or decided to be false charges the
-- person (auth 6.1): the points that the office set, else the fewest. With damage, to money or to
-- the company's name, the committee decides as well (auth 6.2): that line waits as `proposed`
-- until it has a case, of which score/reward.sql speaks.
-- The verdict was judged as the use was recorded, by the matrix in force on its day.

SELECT u.dept,
       u.person,
       'auth' AS item,
       l.clause,
       l.subject,
       CASE l.sign WHEN '-' THEN -1 ELSE 1 END
           * CASE l.clause WHEN 'auth-6.1' THEN COALESCE(u.points, l.points_min)
                           ELSE l.points_min END AS points,
       CASE l.sign WHEN '-' THEN -l.amount_min ELSE l.amount_min END AS amount,
       l.effect,
       CASE l.approval WHEN 'auto' THEN 'final' ELSE 'proposed' END AS status,
       'auth' AS source,
       u.no AS record,
       u.used_at AS occurred_at,
       u.matter || ': ' || u.verdict || COALESCE(', ' || u.finding, '') AS reason
  FROM authority_use u
  JOIN policy_version v ON v.from_day <= u.used_at AND v.until_day > substr(u.used_at, 1, 10)
  JOIN policy_leg l ON l.version = v.version AND l.subject = 'person'
                   AND (l.clause = 'auth-6.1'
                        OR (l.clause = 'auth-6.2' AND (u.damage > 0 OR u.harm IS NOT NULL)))
 WHERE u.used_at >= ?1 AND u.used_at < ?2 AND u.used_at <= ?3
   AND u.verdict IN ('expired_delegation', 'exceeded', 'false')
   AND (l.approval = 'auto' OR NOT EXISTS
        (SELECT 1 FROM reward_case r
          WHERE r.source = 'auth' AND r.source_no = u.no AND r.clause = l.clause
            AND r.state <> 'withdrawn'))
