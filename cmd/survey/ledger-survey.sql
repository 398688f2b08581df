-- title: 满意度调查台账
-- about: satisfaction surveys, how many answered and what came of them
-- period: the first day of the survey
-- list: svc-survey list surveys
-- column: no code 调查编号
-- column: code code 调查代码
-- column: survey_title text 调查名称
-- column: kind survey.kind 评价类型
-- column: agency text 评价机构
-- column: open_from day 开始日期
-- column: open_until day 截止日期
-- column: issued int 发放份数
-- column: returned int 回收份数
-- column: respondents int 受访人数
-- column: csi index 满意度指数
-- column: rolled index 加权汇总指数
-- column: satisfied int 满意人数
-- column: asked int 满意率答复人数
-- column: target int 满意率目标
-- column: state survey.state 状态
-- column: frozen_at time 定稿时间
-- column: reported_at time 报告时间
-- column: report text 报告文号
--
-- Of a survey the latest revision of its index. With a department those that hold it to its rate, with
-- its own numbers.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT s.no, s.code, s.title AS survey_title, s.kind, s.agency, s.open_from, s.open_until, s.issued,
       s.returned, r.respondents, CASE WHEN ?4 IS NULL THEN i.csi ELSE r.csi END AS csi,
       CASE WHEN ?4 IS NULL THEN i.rolled END AS rolled, r.satisfied, r.asked, i.target, s.state,
       s.frozen_at, s.reported_at, s.report
  FROM survey s
  LEFT JOIN survey_index i ON i.survey = s.no AND i.revision = s.revision
  LEFT JOIN survey_result r ON r.no = i.no AND r.shown = 1
       AND ((?4 IS NULL AND r.unit IS NULL) OR r.dept = ?4)
 WHERE s.open_from >= substr(?1, 1, 10) AND s.open_from < substr(?2, 1, 10) AND ?3 = ?3
   AND (?4 IS NULL OR r.dept = ?4)
 ORDER BY s.open_from, s.no, r.place
