-- title: 客户问题授权处理台账
-- about: uses of delegated authority, and who has signed the slip
-- period: when the authority was exercised
-- table: authority_use
-- list: svc-auth list uses
-- column: month code 月份
-- column: dept code 部门
-- column: dept_name code 填报部门
-- column: class auth.class 授权种类
-- column: text text 授权事项
-- column: no code 编号
-- column: used_at time 授权行使时间
-- column: customer code 客户号
-- column: record code 关联单号
-- column: person code 工号
-- column: name code 被授权人
-- column: behalf person 委托人
-- column: amount money 授权金额
-- column: other_dept dept 相关部门
-- column: state auth.state 处理状态
-- column: signed_by text 签批人
-- column: remark text 备注
--
-- Sorted as a department hands it in: month by month, by class and matter (5.1 of the book of
-- authority). Who signed stands in order of stage, `（不同意）` behind whoever did not agree.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

WITH RECURSIVE in_order AS (
    SELECT s.no,
           ROW_NUMBER() OVER (PARTITION BY s.no ORDER BY s.round, s.stage) AS nth,
           COUNT(*) OVER (PARTITION BY s.no) AS last,
           s.who || CASE s.decision WHEN 'rejected' THEN '（不同意）' ELSE '' END AS who
      FROM authority_use u
      JOIN signer s ON s.tbl = 'authority_use' AND s.no = u.no
     WHERE u.used_at >= ?1 AND u.used_at < ?2
),
signed (no, nth, last, list) AS (
    SELECT no, nth, last, who FROM in_order WHERE nth = 1
    UNION ALL
    SELECT n.no, n.nth, n.last, g.list || ';' || n.who
      FROM signed g
      JOIN in_order n ON n.no = g.no AND n.nth = g.nth + 1
)
SELECT (SELECT m.month FROM assessment_month m WHERE m.from_day <= u.used_at
         ORDER BY m.from_day DESC LIMIT 1) AS month,
       u.dept,
       d.name AS dept_name,
       u.class,
       COALESCE(a.text, u.matter) AS "text",
       u.no,
       u.used_at,
       u.customer,
       u.record,
       u.person,
       p.name,
       u.behalf,
       u.amount,
       u.other_dept,
       u.state,
       g.list AS signed_by,
       u.remark
  FROM authority_use u
  JOIN person_span p ON p.person = u.person
     AND p.from_day <= substr(u.used_at, 1, 10) AND p.until_day > substr(u.used_at, 1, 10)
  LEFT JOIN dept_span d ON d.dept = u.dept
     AND d.from_day <= substr(u.used_at, 1, 10) AND d.until_day > substr(u.used_at, 1, 10)
  LEFT JOIN policy_version v ON v.from_day <= u.used_at
                            AND v.until_day > substr(u.used_at, 1, 10)
  LEFT JOIN policy_authority a ON a.version = v.version AND a.matter = u.matter
  LEFT JOIN signed g ON g.no = u.no AND g.nth = g.last
 WHERE u.used_at >= ?1 AND u.used_at < ?2
   AND COALESCE(u.dept, '') = COALESCE(?4, u.dept, '')
 ORDER BY u.dept NULLS FIRST, 1, u.class, u.matter, u.used_at, u.no
