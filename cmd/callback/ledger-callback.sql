-- title: 客户回访台账
-- about: call-backs, what the customer said, and what became of an issue
-- period: when the call-back was planned
-- table: callback
-- list: svc-callback list
-- column: no code 编号
-- column: business business/callback.business 业务类型
-- column: record code 关联单号
-- column: customer code 客户号
-- column: dept dept 部门
-- column: person person 处理人
-- column: planned_at time 计划时间
-- column: window_to time 回访截止时间
-- column: caller code 回访人
-- column: caller_name code 回访人姓名
-- column: attempts int 呼叫次数
-- column: disposition callback.disposition 呼叫结果
-- column: called_at time 回访时间
-- column: attitude int 态度评分
-- column: skill int 专业能力评分
-- column: timeliness int 及时评分
-- column: result int 结果评分
-- column: overall int 总体评分
-- column: satisfaction callback.satisfaction 满意度评价
-- column: satisfied callback.satisfied 满意程度
-- column: solved verb.yes_no 是否解决
-- column: comment text 客户意见
-- column: state callback.state 状态
-- column: issue callback.issue_state 问题状态
-- column: answer text 部门答复
-- column: issue_closed_at time 问题关闭时间
--
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT b.no,
       b.business,
       b.record,
       b.customer,
       b.dept,
       b.person,
       b.planned_at,
       b.window_to,
       b.caller,
       p.name AS caller_name,
       b.attempts,
       b.disposition,
       b.called_at,
       b.attitude,
       b.skill,
       b.timeliness,
       b.result,
       b.overall,
       b.satisfaction,
       b.satisfied,
       b.solved,
       b.comment,
       b.state,
       i.state AS issue,
       i.answer,
       i.closed_at AS issue_closed_at
  FROM callback b
  LEFT JOIN person_span p ON p.person = b.caller
     AND p.from_day <= substr(b.planned_at, 1, 10) AND p.until_day > substr(b.planned_at, 1, 10)
  LEFT JOIN callback_issue i ON i.no = b.no
 WHERE b.planned_at >= ?1 AND b.planned_at < ?2
   AND COALESCE(b.dept, '') = COALESCE(?4, b.dept, '')
 ORDER BY b.planned_at, b.no
