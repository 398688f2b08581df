-- title: 优秀服务事例台账
-- about: good deeds seen, and the reward that was proposed for them
-- period: when it happened
-- table: praise
-- list: svc-inspect list praise
-- column: no code 编号
-- column: occurred_at time 发生时间
-- column: dept code 部门
-- column: dept_name code 所在部门
-- column: person code 工号
-- column: name code 姓名
-- column: post code 岗位
-- column: facts text 事迹
-- column: evidence code 证据材料
-- column: inspection code 检查编号
-- column: clause code 奖励条款
-- column: reward code 奖惩编号
-- column: reward_state reward.state 奖惩状态
--
-- What 5.7 of the inspection book has collected. Of several cases the latest that was neither
-- withdrawn nor taken back stands.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT e.no,
       e.occurred_at,
       e.dept,
       d.name AS dept_name,
       e.person,
       p.name,
       p.post,
       e.facts,
       e.evidence,
       e.inspection,
       e.clause,
       r.no AS reward,
       r.state AS reward_state
  FROM praise e
  JOIN dept_span d ON d.dept = e.dept
     AND d.from_day <= substr(e.occurred_at, 1, 10) AND d.until_day > substr(e.occurred_at, 1, 10)
  JOIN person_span p ON p.person = e.person
     AND p.from_day <= substr(e.occurred_at, 1, 10) AND p.until_day > substr(e.occurred_at, 1, 10)
  LEFT JOIN reward_case r
    ON r.no = (SELECT MAX(c.no) FROM reward_case c
                WHERE c.source = 'inspect' AND c.source_no = e.no AND c.reverses IS NULL
                  AND c.state NOT IN ('withdrawn', 'reversed'))
 WHERE e.occurred_at >= ?1 AND e.occurred_at < ?2
   AND e.dept = COALESCE(?4, e.dept)
 ORDER BY e.occurred_at, e.no
