-- Score lines of delegated authority. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A use beyond authority, by a delegation that had ended, or decided to be false charges the
-- person (auth 6.1): the points that the office set, else the fewest. With damage, to money or to
-- the company's name, the committee decides as well (auth 6.2): that line waits as `proposed`
-- until it has a case, of which the lines of svc-reward speak.
-- The verdict was judged as the use was recorded, by the matrix in force on its day.

SELECT u.dept,
       u.person,
       'auth' AS item,
       s.clause,
       s.subject,
       CASE WHEN s.clause = 'auth-6.1' AND u.points IS NOT NULL THEN s.sign * u.points
            ELSE s.points END AS points,
       s.amount,
       s.effect,
       s.status,
       'auth' AS source,
       u.no AS record,
       u.used_at AS occurred_at,
       'authority|' || u.matter || '|' || u.verdict || '|' || COALESCE(u.finding, '') AS reason
  FROM authority_use u
  JOIN sanction s ON s.from_day <= u.used_at AND s.until_day > substr(u.used_at, 1, 10)
                 AND s.subject = 'person'
                 AND (s.clause = 'auth-6.1'
                      OR (s.clause = 'auth-6.2' AND (u.damage > 0 OR u.harm IS NOT NULL)))
 WHERE u.used_at >= ?1 AND u.used_at < ?2 AND u.used_at <= ?3
   AND u.verdict IN ('expired_delegation', 'exceeded', 'false')
   AND (s.approval = 'auto' OR NOT EXISTS
        (SELECT 1 FROM reward_case r
          WHERE r.source = 'auth' AND r.source_no = u.no AND r.clause = s.clause
            AND r.state <> 'withdrawn'))
