-- title: 服务工单台账
-- about: service orders, with their steps and time limits
-- period: when the order was accepted
-- table: service_order
-- list: svc-order list
-- column: no code 编号
-- column: source_no code 来源编号
-- column: business business 业务类型
-- column: customer code 客户号
-- column: tier tier.tier 服务等级
-- column: content text 内容
-- column: dept code 部门
-- column: dept_name code 承办部门
-- column: person code 工号
-- column: person_name code 处理人
-- column: accepted_at time 受理时间
-- column: appointed_at time 预约时间
-- column: dispatched_at time 派单时间
-- column: accepted_by_at time 接单时间
-- column: arrive_due time 到场时限
-- column: arrived_at time 到场时间
-- column: finish_due time 完工时限
-- column: finished_at time 完工时间
-- column: cancelled_at time 取消时间
-- column: result order.result 处理结果
-- column: state order.state 状态
--
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT o.no,
       o.source_no,
       o.business,
       o.customer,
       o.tier,
       o.content,
       o.dept,
       d.name AS dept_name,
       o.person,
       p.name AS person_name,
       o.accepted_at,
       o.appointed_at,
       o.dispatched_at,
       o.accepted_by_at,
       o.arrive_due,
       o.arrived_at,
       o.finish_due,
       o.finished_at,
       o.cancelled_at,
       o.result,
       o.state
  FROM service_order o
  LEFT JOIN dept_span d ON d.dept = o.dept
     AND d.from_day <= substr(o.accepted_at, 1, 10) AND d.until_day > substr(o.accepted_at, 1, 10)
  LEFT JOIN person_span p ON p.person = o.person
     AND p.from_day <= substr(o.accepted_at, 1, 10) AND p.until_day > substr(o.accepted_at, 1, 10)
 WHERE o.accepted_at >= ?1 AND o.accepted_at < ?2
   AND COALESCE(o.dept, '') = COALESCE(?4, o.dept, '')
 ORDER BY o.accepted_at, o.no
