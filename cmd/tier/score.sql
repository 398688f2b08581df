-- Score lines of the tiers. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A spot check of the service office charges or credits one department with the points that were
-- put on it (inside its leg's range), dated when it was checked; it counts when its chain is
-- signed. What was rejected has no line.

SELECT k.dept,
       NULL AS person,
       'tier' AS item,
       k.clause,
       s.subject,
       s.sign * k.points AS points,
       NULL AS amount,
       s.effect,
       CASE k.state WHEN 'signed' THEN 'final' ELSE 'proposed' END AS status,
       'tier' AS source,
       k.no AS record,
       k.checked_at AS occurred_at,
       'text|' || k.finding AS reason
  FROM tier_check k
  JOIN sanction s ON s.clause = k.clause AND s.subject = 'dept'
                 AND s.from_day <= substr(k.checked_at, 1, 10)
                 AND s.until_day > substr(k.checked_at, 1, 10)
 WHERE k.checked_at >= ?1 AND k.checked_at < ?2 AND k.state <> 'rejected' AND ?3 = ?3
