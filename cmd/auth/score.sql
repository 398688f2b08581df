-- Score lines of delegated authority. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A use beyond authority, by a delegation that had ended, or decided to be false charges the
-- person (auth 6.1): the points that the office set, else the fewest. With damage, to money or to
-- the company's name, the committee decides as well (auth 6.2): that line waits as `proposed`
-- until its case is approved, of which the lines of svc-reward speak; rejected it is `reversed`.
-- The verdict was judged as the use was recorded, by the matrix in force on its day.

WITH fact AS (
    SELECT CASE verdict WHEN 'false' THEN 'auth.false' ELSE 'auth.exceeded' END AS event, no
      FROM authority_use
     WHERE used_at >= ?1 AND used_at < ?2 AND used_at <= ?3
       AND verdict IN ('expired_delegation', 'exceeded', 'false')
    UNION ALL
    SELECT 'auth.damage', no
      FROM authority_use
     WHERE used_at >= ?1 AND used_at < ?2 AND used_at <= ?3
       AND verdict IN ('expired_delegation', 'exceeded', 'false')
       AND (damage > 0 OR harm IS NOT NULL)
)
SELECT DISTINCT u.dept,
       CASE s.subject WHEN 'person' THEN u.person WHEN 'head' THEN d.head END AS person,
       'auth' AS item,
       s.clause,
       s.subject,
       CASE WHEN f.event <> 'auth.damage' AND s.subject = 'person' AND u.points IS NOT NULL
            THEN s.sign * u.points ELSE s.points END AS points,
       s.amount,
       s.effect,
       CASE WHEN k.state = 'rejected' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            ELSE s.status END AS status,
       'auth' AS source,
       u.no AS record,
       u.used_at AS occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END || 'authority|' || u.matter || '|' || u.verdict || '|' || COALESCE(u.finding, '') AS reason
  FROM fact f
  JOIN authority_use u ON u.no = f.no
  JOIN fired s ON s.event = f.event AND s.from_day <= substr(u.used_at, 1, 10)
              AND s.until_day > substr(u.used_at, 1, 10)
  LEFT JOIN dept_span d ON d.dept = u.dept AND d.from_day <= substr(u.used_at, 1, 10)
                       AND d.until_day > substr(u.used_at, 1, 10)
  LEFT JOIN line_case k ON k.source = 'auth' AND k.source_no = u.no AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE (s.subject <> 'head' OR d.head IS NOT NULL)
   AND COALESCE(k.state, '') <> 'decided'
