-- title: 服务状况检查台账
-- about: sheets of inspections, a line for each department inspected
-- period: when the department was inspected
-- list: svc-inspect list sheets
-- column: no code 编号
-- column: inspection code 检查编号
-- column: level inspect.level 检查级别
-- column: kind inspect.kind 检查类型
-- column: inspectors person 检查小组成员
-- column: dept code 部门
-- column: dept_name code 被检查部门
-- column: checked_at time 检查时间
-- column: content code 检查内容
-- column: failed int 不合格项
-- column: findings int 发现问题
-- column: opinion text 整改意见
-- column: answer text 被检查部门意见
-- column: signed_by text 被检查部门负责人签字
-- column: signed_at time 签字时间
-- column: state inspect.sheet_state 状态
--
-- The fields of the sheet 服务状况检查表 in its order. The contents are the groups of its items,
-- 3.1 to 3.7 of the inspection book; who signed is the last of the chain.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

WITH RECURSIVE sheet AS (
    SELECT no, inspection, dept, checked_at, inspectors, opinion, answer, signed_at, state
      FROM inspect_sheet
     WHERE checked_at >= ?1 AND checked_at < ?2
       AND dept = COALESCE(?4, dept)
),
part AS (
    SELECT t.sheet, t.content,
           ROW_NUMBER() OVER (PARTITION BY t.sheet ORDER BY t.content) AS nth,
           COUNT(*) OVER (PARTITION BY t.sheet) AS last
      FROM (SELECT DISTINCT i.sheet, i.content
              FROM sheet s JOIN inspect_item i ON i.sheet = s.no) t
),
contents (sheet, nth, last, list) AS (
    SELECT sheet, nth, last, content FROM part WHERE nth = 1
    UNION ALL
    SELECT n.sheet, n.nth, n.last, c.list || ';' || n.content
      FROM contents c
      JOIN part n ON n.sheet = c.sheet AND n.nth = c.nth + 1
)
SELECT s.no,
       s.inspection,
       i.level,
       i.kind,
       s.inspectors,
       s.dept,
       d.name AS dept_name,
       s.checked_at,
       c.list AS content,
       (SELECT COUNT(*) FROM inspect_item t WHERE t.sheet = s.no AND t.result = 'fail') AS failed,
       (SELECT COUNT(*) FROM inspect_finding f
         WHERE f.sheet = s.no AND f.state <> 'cancelled') AS findings,
       s.opinion,
       s.answer,
       (SELECT g.who
          FROM signer g
         WHERE g.tbl = 'inspect_sheet' AND g.no = s.no AND g.decision = 'signed'
         ORDER BY g.stage DESC LIMIT 1) AS signed_by,
       s.signed_at,
       s.state
  FROM sheet s
  JOIN inspection i ON i.no = s.inspection
  JOIN dept_span d ON d.dept = s.dept
     AND d.from_day <= substr(s.checked_at, 1, 10) AND d.until_day > substr(s.checked_at, 1, 10)
  LEFT JOIN contents c ON c.sheet = s.no AND c.nth = c.last
 ORDER BY s.checked_at, s.no
