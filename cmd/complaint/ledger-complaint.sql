-- title: 客户投诉台账
-- about: complaints, from what the customer said to the solution and whose fault it was
-- period: when the customer complained
-- table: complaint
-- list: svc-complaint list
-- column: no code 编号
-- column: source code 来源系统
-- column: source_no code 来源编号
-- column: received_at time 受理时间
-- column: channel channel 渠道
-- column: customer code 客户号
-- column: caller name 联系人
-- column: phone phone 电话
-- column: address address 地址
-- column: category category 类别
-- column: subject text 主题
-- column: content text 内容
-- column: level_initial int/level 初定级别
-- column: level int/level 级别
-- column: dept code 部门
-- column: dept_name code 承办部门
-- column: person code 处理人
-- column: responsible_dept_name code 责任部门
-- column: responsible_person code 工号
-- column: responsible_person_name code 责任人
-- column: responded_at time 响应时间
-- column: solution_at time 方案时间
-- column: solution text 解决方案
-- column: closed_at time 办结时间
-- column: cause cause 原因代码
-- column: valid complaint.valid 是否有效
-- column: responsible complaint.responsible 是否有责
-- column: repeat_of code 重复投诉
-- column: state complaint.state 状态
--
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT c.no,
       c.source,
       c.source_no,
       c.received_at,
       c.channel,
       c.customer,
       c.caller,
       c.phone,
       c.address,
       c.category,
       c.subject,
       c.content,
       c.level_initial,
       c.level,
       c.dept,
       d.name AS dept_name,
       c.person,
       r.name AS responsible_dept_name,
       c.responsible_person,
       p.name AS responsible_person_name,
       c.responded_at,
       c.solution_at,
       c.solution,
       c.closed_at,
       c.cause,
       c.valid,
       c.responsible,
       c.repeat_of,
       c.state
  FROM complaint c
  LEFT JOIN dept_span d ON d.dept = c.dept
     AND d.from_day <= substr(c.received_at, 1, 10) AND d.until_day > substr(c.received_at, 1, 10)
  LEFT JOIN dept_span r ON r.dept = c.responsible_dept
     AND r.from_day <= substr(c.received_at, 1, 10) AND r.until_day > substr(c.received_at, 1, 10)
  LEFT JOIN person_span p ON p.person = c.responsible_person
     AND p.from_day <= substr(c.received_at, 1, 10) AND p.until_day > substr(c.received_at, 1, 10)
 WHERE c.received_at >= ?1 AND c.received_at < ?2
   AND COALESCE(c.dept, '') = COALESCE(?4, c.dept, '')
 ORDER BY c.received_at, c.no
