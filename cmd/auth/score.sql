-- Score lines of delegated authority. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A use beyond authority, by a delegation that had ended, or decided to be false charges the
-- person (auth 6.1): the points that the office set, else the fewest. With damage, to money or to
-- the company's name, the committee decides as well (auth 6.2): that line waits as `proposed`
-- until its case is approved, of which the lines of svc-reward speak; rejected it is `reversed`.
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
       CASE WHEN k.state = 'rejected' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            ELSE s.status END AS status,
       'auth' AS source,
       u.no AS record,
       u.used_at AS occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END || 'authority|' || u.matter || '|' || u.verdict || '|' || COALESCE(u.finding, '') AS reason
  FROM authority_use u
  JOIN sanction s ON s.from_day <= u.used_at AND s.until_day > substr(u.used_at, 1, 10)
                 AND s.subject = 'person'
                 AND (s.clause = 'auth-6.1'
                      OR (s.clause = 'auth-6.2' AND (u.damage > 0 OR u.harm IS NOT NULL)))
  LEFT JOIN line_case k ON k.source = 'auth' AND k.source_no = u.no AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE u.used_at >= ?1 AND u.used_at < ?2 AND u.used_at <= ?3
   AND u.verdict IN ('expired_delegation', 'exceeded', 'false')
   AND COALESCE(k.state, '') <> 'decided'
