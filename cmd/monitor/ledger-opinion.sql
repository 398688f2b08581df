-- title: 社会监督意见台账
-- about: what social monitors said, who answered, whether it was borne out and what it was used as
-- period: when the monitor said so
-- table: monitor_opinion
-- list: svc-monitor list opinions
-- column: no code 编号
-- column: raised_at time 提出时间
-- column: monitor code 监督员编号
-- column: name name 监督员
-- column: grp monitor_group 所属群体
-- column: district text 所在片区
-- column: kind monitor.kind 意见类型
-- column: category category 类别
-- column: content text 意见内容
-- column: dept dept 承办部门
-- column: person person 处理人
-- column: assigned_at time 转办时间
-- column: answer_due time 答复时限
-- column: answered_at time 答复时间
-- column: answered_by person 答复人
-- column: answer text 答复内容
-- column: round int 轮次
-- column: verified_at time 核实时间
-- column: verified verb.yes_no 核实结果
-- column: satisfied monitor.satisfied 是否满意
-- column: use monitor.use 结果应用
-- column: use_no code 应用单号
-- column: state monitor.opinion_state 状态
--
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT o.no,
       o.raised_at,
       o.monitor,
       m.name,
       m.grp,
       m.district,
       o.kind,
       o.category,
       o.content,
       o.dept,
       o.person,
       o.assigned_at,
       o.answer_due,
       o.answered_at,
       o.answered_by,
       o.answer,
       o.round,
       o.verified_at,
       o.verified,
       o.satisfied,
       o.use,
       o.use_no,
       o.state
  FROM monitor_opinion o
  JOIN monitor m ON m.monitor = o.monitor
 WHERE o.raised_at >= ?1 AND o.raised_at < ?2
   AND COALESCE(o.dept, '') = COALESCE(?4, o.dept, '')
 ORDER BY o.raised_at, o.no
