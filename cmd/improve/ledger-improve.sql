-- title: 年度服务改进项目台账
-- about: improvement projects that were approved, with cost and benefit
-- period: when the project was under way
-- table: improve_project
-- list: svc-improve list projects
-- column: no code 编号
-- column: title code 项目名称
-- column: starts_on day 起始时间
-- column: finished day 完成时间
-- column: cost money 成本(元)
-- column: tangible money 有形收益(元)
-- column: intangible text 无形收益
-- column: deviation text 偏差分析
-- column: basis code 项目依据
-- column: dept dept 责任部门
-- column: owner person 责任人
-- column: kind improve.kind 类型
-- column: route improve.route 改进途径
-- column: state improve.state 状态
-- column: late int 逾期节点
--
-- Form 3 of the improvement book, and behind it how far the project is. Cost and benefits are those
-- of the latest summary, the cost as estimated until there is one; the basis is the idea and the
-- record that it came from; a date counts as late for good, or as the milestone stands.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT p.no,
       p.title,
       p.starts_on,
       substr(p.finished_at, 1, 10) AS finished,
       COALESCE(s.cost, p.cost) AS cost,
       s.tangible,
       s.intangible,
       s.deviation,
       CASE WHEN i.source_no IS NULL THEN p.idea
            ELSE p.idea || ' ' || i.source || ' ' || i.source_no END AS basis,
       p.dept,
       p.owner,
       p.kind,
       p.route,
       p.state,
       (SELECT COUNT(*) FROM improve_milestone m
         WHERE m.project = p.no
           AND m.due_on || ' 23:59:59' < COALESCE(m.done_at, ?3)
           AND m.due_on || ' 23:59:59' < COALESCE(p.stopped_at, '9999'))
       + (SELECT COUNT(*) FROM improve_slip l
            JOIN improve_milestone m ON m.no = l.no
           WHERE m.project = p.no AND l.passed = 1) AS late
  FROM improve_project p
  LEFT JOIN improve_idea i ON i.no = p.idea
  LEFT JOIN improve_summary s
    ON s.no = p.no AND s.round = (SELECT MAX(o.round) FROM improve_summary o WHERE o.no = p.no)
 WHERE p.approved_at IS NOT NULL
   AND p.starts_on < substr(?2, 1, 10)
   AND COALESCE(p.finished_at, p.stopped_at, '9999') >= ?1
   AND p.dept = COALESCE(?4, p.dept)
 ORDER BY p.starts_on, p.no
