-- What changed besides scores: one line of text each. ?1 since when, ?2 now, ?3 the department, NULL
-- for all.

SELECT line FROM (
SELECT 1 AS place, '新奖惩案件 ' || COUNT(*) || ' 件：待签 '
       || SUM(CASE state WHEN 'proposed' THEN 1 ELSE 0 END) || '，已批 '
       || SUM(CASE state WHEN 'approved' THEN 1 ELSE 0 END) || '，其他 '
       || SUM(CASE WHEN state IN ('proposed', 'approved') THEN 0 ELSE 1 END) AS line
  FROM reward_case
 WHERE recorded_at >= ?1 AND recorded_at <= ?2 AND dept = COALESCE(?3, dept)
HAVING COUNT(*) > 0
UNION ALL
SELECT 2, '更正' || a.from_period || '计入' || a.period || '：' || COUNT(*) || ' 行'
  FROM adjustment a
  JOIN event e ON e.seq = a.event
 WHERE e.at >= ?1 AND e.at <= ?2 AND a.dept = COALESCE(?3, a.dept)
 GROUP BY a.from_period, a.period
UNION ALL
SELECT 3, '封存' || period || CASE WHEN revision > 1 THEN '（第 ' || revision || ' 次）' ELSE '' END
       || '，' || substr(closed_at, 1, 10)
  FROM month_close
 WHERE closed_at >= ?1 AND closed_at <= ?2
UNION ALL
SELECT 4, '制度版本 ' || version || ' 自' || from_day || '起施行'
  FROM policy_version
 WHERE from_day >= substr(?1, 1, 10) AND from_day <= substr(?2, 1, 10)
) AS change
 ORDER BY place, line
