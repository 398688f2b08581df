-- title: 录入检查月统计表
-- about: what was checked and how much of it was wrong, by department and kind of check
-- period: when it was checked
-- list: svc-entry list audits and svc-entry list errors
-- column: dept dept 部门
-- column: kind entry.kind 检查方式
-- column: audits int 检查次数
-- column: records int 检查记录数
-- column: fields int 检查字段数
-- column: errors int 差错数
-- column: missing int 漏录
-- column: format int 格式错误
-- column: wrong int 内容错误
-- column: logic int 逻辑错误
-- column: late int 录入不及时
-- column: untrue int 虚假信息
--
-- Final audits alone; errors that were dropped do not count.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT a.dept, a.kind,
       COUNT(*) AS audits,
       SUM(a.records_checked) AS records,
       SUM(a.fields_checked) AS fields,
       SUM(f.errors) AS errors,
       SUM(f.missing) AS missing,
       SUM(f.format) AS format,
       SUM(f.wrong) AS wrong,
       SUM(f.logic) AS logic,
       SUM(f.late) AS late,
       SUM(f.untrue) AS untrue
  FROM entry_audit a
  JOIN (SELECT u.no,
               COUNT(e.no) AS errors,
               COUNT(CASE e.error WHEN 'missing' THEN 1 END) AS missing,
               COUNT(CASE e.error WHEN 'format' THEN 1 END) AS format,
               COUNT(CASE e.error WHEN 'wrong_value' THEN 1 END) AS wrong,
               COUNT(CASE e.error WHEN 'logic' THEN 1 END) AS logic,
               COUNT(CASE e.error WHEN 'late' THEN 1 END) AS late,
               COUNT(CASE e.error WHEN 'false' THEN 1 END) AS untrue
          FROM entry_audit u
          LEFT JOIN entry_error e ON e.audit = u.no AND e.state <> 'dropped'
         WHERE u.audited_at >= ?1 AND u.audited_at < ?2
         GROUP BY u.no) f ON f.no = a.no
 WHERE a.state = 'final' AND a.dept = COALESCE(?4, a.dept)
 GROUP BY a.dept, a.kind
 ORDER BY a.dept, a.kind
