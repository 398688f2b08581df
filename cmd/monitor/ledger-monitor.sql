-- title: 社会监督员名册
-- about: social monitors, by group and district, with the terms that touch the period
-- period: when the term ran
-- table: monitor
-- list: svc-monitor list monitors
-- column: monitor code 监督员编号
-- column: name name 姓名
-- column: phone phone 电话
-- column: grp monitor_group 所属群体
-- column: district text 所在片区
-- column: customer code 客户号
-- column: term int 届次
-- column: appointed_on day 聘任日期
-- column: ends_on day 届满日期
-- column: letter_no code 聘书号
-- column: state monitor.state 状态
-- column: ended_on day 离任日期
-- column: why text 原因
-- column: opinions int 期内意见数
--
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 a department, which no monitor belongs to, or NULL.

SELECT m.monitor,
       m.name,
       m.phone,
       m.grp,
       m.district,
       m.customer,
       t.term,
       t.appointed_on,
       t.ends_on,
       t.letter_no,
       t.state,
       t.ended_on,
       t.why,
       (SELECT COUNT(*) FROM monitor_opinion o
         WHERE o.monitor = m.monitor AND o.raised_at >= ?1 AND o.raised_at < ?2
           AND o.state <> 'withdrawn') AS opinions
  FROM monitor_terms t
  JOIN monitor m ON m.monitor = t.monitor
 WHERE t.appointed_on < substr(?2, 1, 10) AND t.last_on >= substr(?1, 1, 10)
   AND COALESCE(?4, '') = ''
 ORDER BY m.grp, m.district, m.monitor, t.appointed_on
