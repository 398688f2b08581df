-- title: 季度服务品质检查情况记录表
-- about: what was found with contractors, and what it costs them
-- period: when it was found
-- list: svc-inspect list findings
-- column: quarter code 季度
-- column: dept code 部门
-- column: dept_name code 外委单位
-- column: sheet code 检查表
-- column: checked_at time 检查时间
-- column: finding code 问题编号
-- column: item code 项目代码
-- column: text text 检查内容
-- column: found_at time 发现时间
-- column: facts text 问题
-- column: due_at time 整改时限
-- column: fixed_at time 整改时间
-- column: fault inspect.fault 处罚原因
-- column: occurred_at time 处罚时间
-- column: amount money 处罚金额
-- column: state inspect.finding_state 状态
--
-- Article 10 of the contractors' book: what is found is to be put right; what is late, left, or
-- found again costs the firm (finding_again). A fault is what the score lines of inspections
-- charge, `provisional` where its deadline reaches into a year without a calendar; the amount is
-- that of the clause on the fault's day.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

WITH found AS (
    SELECT f.no, f.sheet, f.dept, f.item, f.found_at, f.facts, f.due_at, f.fixed_at, f.state,
           CASE WHEN a.first IS NOT NULL THEN 'again'
                WHEN f.due_at < ?3 AND f.due_at < COALESCE(f.fixed_at, '9999')
                THEN CASE WHEN f.provisional <> '' THEN 'provisional'
                          WHEN f.fixed_at IS NULL THEN 'not_fixed'
                          ELSE 'late' END END AS fault
      FROM inspect_finding f
      JOIN finding_again a ON a.no = f.no
     WHERE f.state <> 'cancelled' AND f.found_at >= ?1 AND f.found_at < ?2
       AND f.dept = COALESCE(?4, f.dept)
),
charged AS (
    SELECT f.no, f.sheet, f.dept, f.item, f.found_at, f.facts, f.due_at, f.fixed_at, f.state,
           f.fault,
           CASE WHEN f.fault = 'again' THEN f.found_at
                WHEN f.fault IS NOT NULL THEN f.due_at END AS occurred_at
      FROM found f
)
SELECT s.quarter,
       f.dept,
       d.name AS dept_name,
       f.sheet,
       s.checked_at,
       f.no AS finding,
       f.item,
       t."text",
       f.found_at,
       f.facts,
       f.due_at,
       f.fixed_at,
       f.fault,
       f.occurred_at,
       l.amount,
       f.state
  FROM charged f
  JOIN inspect_sheet s ON s.no = f.sheet AND s.quarter IS NOT NULL
  JOIN dept_span d ON d.dept = f.dept
     AND d.from_day <= substr(f.found_at, 1, 10) AND d.until_day > substr(f.found_at, 1, 10)
  LEFT JOIN inspect_item t ON t.sheet = f.sheet AND t.code = f.item
  LEFT JOIN policy_version v ON v.from_day <= substr(f.occurred_at, 1, 10)
                            AND v.until_day > substr(f.occurred_at, 1, 10)
  LEFT JOIN sanction l ON l.version = v.version AND l.subject = 'contractor'
                      AND l.clause = (SELECT MIN(g.clause) FROM policy_trigger g
                                       WHERE g.version = v.version
                                         AND g.event = 'inspect.contractor.item')
 ORDER BY s.quarter, f.dept, f.found_at, f.no
