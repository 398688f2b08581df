-- title: 整改通知书台账
-- about: rectification notices, what was demanded, answered and verified
-- period: when the notice was issued
-- list: svc-inspect list notices
-- column: no code 编号
-- column: issued_at time 下达时间
-- column: dept code 部门
-- column: dept_name code 责任部门
-- column: person person 责任人
-- column: checked_at time 检查时间
-- column: finding code 问题编号
-- column: severity severity 问题等级
-- column: facts text 存在问题
-- column: demand text 整改要求
-- column: due_at time 整改时限
-- column: reply text 整改情况
-- column: replied_at time 回复时间
-- column: replied_by person 回复人
-- column: report code 整改报告
-- column: round int 轮次
-- column: verifier person 验收人
-- column: passed_at time 验收时间
-- column: state inspect.notice_state 状态
--
-- The fields of the notice 整改通知书 (6.3 of the inspection book), the round at hand. The verifier
-- is whoever let the rectification pass.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT n.no,
       n.issued_at,
       n.dept,
       d.name AS dept_name,
       n.person,
       s.checked_at,
       n.finding,
       n.severity,
       f.facts,
       n.demand,
       n.due_at,
       n.reply,
       n.replied_at,
       n.replied_by,
       n.report,
       n.round,
       c.verifier,
       n.passed_at,
       n.state
  FROM inspect_notice n
  JOIN inspect_finding f ON f.no = n.finding
  JOIN inspect_sheet s ON s.no = f.sheet
  JOIN dept_span d ON d.dept = n.dept
     AND d.from_day <= substr(n.issued_at, 1, 10) AND d.until_day > substr(n.issued_at, 1, 10)
  LEFT JOIN inspect_check c
    ON c.no = n.no AND c.round = n.round AND c.stage = 'rectify' AND c.result = 'pass'
 WHERE n.issued_at >= ?1 AND n.issued_at < ?2
   AND n.dept = COALESCE(?4, n.dept)
 ORDER BY n.issued_at, n.no
