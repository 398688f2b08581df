-- Whom one more record brings over a threshold: one line of text each. t are the rows of
-- report/thresholds. ?1 the year's first moment, ?2 the first moment after, ?3 the day whose
-- policy says how many it takes, ?4 the department, NULL for all.

SELECT COALESCE(t.person, t.dept) || ' ' || COALESCE(p.name, d.name) || '：'
       || CASE WHEN t.person IS NULL THEN '重大问题通知' ELSE '计入投诉' END
       || SUM(1 - t.disputed) || '次，满' || k.value || '次适用'
       || COALESCE('《' || b.title || '》' || c.article, ' ' || t.clause)
  FROM t
  JOIN dept d ON d.dept = t.dept
  LEFT JOIN person p ON p.person = t.person
  JOIN policy_version v ON v.from_day <= ?3 AND v.until_day > ?3
  JOIN policy_param k ON k.version = v.version AND k.name = t.param
  LEFT JOIN policy_clause c ON c.version = v.version AND c.clause = t.clause
  LEFT JOIN policy_book b ON b.version = v.version AND b.book = c.book
 WHERE t.dept = COALESCE(?4, t.dept)
 GROUP BY t.param, t.clause, t.person, t.dept, p.name, d.name, k.value, b.title, c.article
HAVING (SUM(1 - t.disputed) + 1) || '' = k.value
 ORDER BY t.param, 1
