-- title: 服务管理奖惩台账
-- about: reward and penalty cases, a line for each whom they reach
-- period: when the fact happened
-- list: svc-reward list
-- column: no code 编号
-- column: dept code 部门
-- column: dept_name code 单位或部门
-- column: recorded_at time 填表时间
-- column: person code 工号
-- column: name code 姓名
-- column: post code 岗位
-- column: title code 职称
-- column: joined day 入职时间
-- column: occurred_at time 发生时间
-- column: facts said 主要奖惩事实
-- column: evidence said 证据材料
-- column: clause clause 条款
-- column: article code 条文
-- column: subject paper.subject 对象
-- column: reward money 奖励金额
-- column: penalty money 处罚金额
-- column: points points 分值
-- column: effect effect 其他处理
-- column: signed_by text 签批人
-- column: state reward.state 状态
-- column: decided_at time 决定时间
-- column: reverses code 冲销案件
-- column: remark text 备注
--
-- The fields of 奖惩审批表 in its order. Rewards and penalties stand apart and are never netted; a
-- case that takes another one back has its yuan with the opposite sign and names that case. Who
-- signed stands in order of stage, `（不同意）` behind whoever did not agree.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

WITH RECURSIVE in_order AS (
    SELECT s.no,
           ROW_NUMBER() OVER (PARTITION BY s.no ORDER BY s.round, s.stage) AS nth,
           COUNT(*) OVER (PARTITION BY s.no) AS last,
           s.who || CASE s.decision WHEN 'rejected' THEN '（不同意）' ELSE '' END AS who
      FROM reward_case c
      JOIN signer s ON s.tbl = 'reward_case' AND s.no = c.no
     WHERE c.occurred_at >= ?1 AND c.occurred_at < ?2
),
signed (no, nth, last, list) AS (
    SELECT no, nth, last, who FROM in_order WHERE nth = 1
    UNION ALL
    SELECT n.no, n.nth, n.last, g.list || ';' || n.who
      FROM signed g
      JOIN in_order n ON n.no = g.no AND n.nth = g.nth + 1
)
SELECT c.no,
       l.dept,
       d.name AS dept_name,
       c.recorded_at,
       l.person,
       p.name,
       p.post,
       w.title,
       w.joined,
       c.occurred_at,
       c.facts,
       c.evidence,
       c.clause,
       k.article,
       l.subject,
       CASE WHEN l.amount > 0 THEN l.amount END AS reward,
       CASE WHEN l.amount < 0 THEN l.amount END AS penalty,
       l.points,
       l.effect,
       g.list AS signed_by,
       c.state,
       c.decided_at,
       c.reverses,
       c.also_reason AS remark
  FROM reward_case c
  JOIN reward_leg l ON l.no = c.no
  JOIN dept_span d ON d.dept = l.dept
     AND d.from_day <= substr(c.occurred_at, 1, 10) AND d.until_day > substr(c.occurred_at, 1, 10)
  LEFT JOIN person w ON w.person = l.person
  LEFT JOIN person_span p ON p.person = l.person
     AND p.from_day <= substr(c.occurred_at, 1, 10) AND p.until_day > substr(c.occurred_at, 1, 10)
  LEFT JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)
                            AND v.until_day > substr(c.occurred_at, 1, 10)
  LEFT JOIN policy_clause k ON k.version = v.version AND k.clause = c.clause
  LEFT JOIN signed g ON g.no = c.no AND g.nth = g.last
 WHERE c.occurred_at >= ?1 AND c.occurred_at < ?2
   AND l.dept = COALESCE(?4, l.dept)
 ORDER BY c.occurred_at, c.no, l.leg
