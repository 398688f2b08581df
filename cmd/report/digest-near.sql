-- Whom one more record brings over a threshold: one statement each. t are the rows of
-- report/thresholds. ?1 the year's first moment, ?2 the first moment after, ?3 the day whose
-- policy says how many it takes, ?4 the department, NULL for all.

SELECT 'near_threshold|' || COALESCE(t.person, t.dept) || '|' || COALESCE(p.name, d.name) || '|'
       || CASE WHEN t.person IS NULL THEN 'notices' ELSE 'complaints' END || '|'
       || SUM(1 - t.disputed) || '|' || k.value || '|' || t.clause || '@' || ?3 AS line
  FROM t
  JOIN dept d ON d.dept = t.dept
  LEFT JOIN person p ON p.person = t.person
  JOIN policy_version v ON v.from_day <= ?3 AND v.until_day > ?3
  JOIN policy_param k ON k.version = v.version AND k.name = t.param
 WHERE t.dept = COALESCE(?4, t.dept)
 GROUP BY t.param, t.clause, t.person, t.dept, p.name, d.name, k.value
HAVING (SUM(1 - t.disputed) + 1) || '' = k.value
 ORDER BY t.param, line
