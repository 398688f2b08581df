-- Score lines of satisfaction surveys. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A frozen survey holds each department to the satisfaction rate of its unit, where enough answered: for
-- each full percentage point below the target the least of the leg, up to its most, dated when the survey
-- was frozen for the first time, by its latest revision. Where the rate's interval reaches the target the
-- line waits for the office's word.

WITH missed AS (
    SELECT s.no, s.frozen_at, r.unit, r.dept, r.satisfied, r.asked, i.target,
           (i.target * r.asked - 100 * r.satisfied) / r.asked AS full,
           CASE WHEN r.upper >= 100 * i.target THEN 1 ELSE 0 END AS open,
           j.outcome, j.judged_by, REPLACE(REPLACE(j.reason, '\', '\\'), '|', '\|') AS why
      FROM survey s
      JOIN survey_index i ON i.survey = s.no AND i.revision = s.revision
      JOIN survey_result r ON r.no = i.no AND r.dept IS NOT NULL AND r.counts = 1
      LEFT JOIN survey_judged j ON j.no = s.no AND j.unit = r.unit
           AND j.event = (SELECT MAX(l.event) FROM survey_judged l WHERE l.no = s.no AND l.unit = r.unit)
     WHERE s.frozen_at >= ?1 AND s.frozen_at < ?2 AND ?3 = ?3
)
SELECT m.dept,
       CASE f.subject WHEN 'head' THEN d.head END AS person,
       'survey' AS item,
       f.clause,
       f.subject,
       f.sign * CASE WHEN f.points_min * m.full > f.points_max THEN f.points_max
                     ELSE f.points_min * m.full END AS points,
       f.amount,
       f.effect,
       CASE WHEN m.outcome = 'dropped' THEN 'reversed'
            WHEN m.outcome IS NOT NULL THEN f.status
            WHEN m.open = 1 THEN 'proposed'
            ELSE f.status END AS status,
       'survey' AS source,
       m.no || '/' || m.unit AS record,
       m.frozen_at AS occurred_at,
       CASE WHEN m.outcome IS NULL
            THEN 'survey_missed|' || m.satisfied || '|' || m.asked || '|' || m.target || '|' || m.full || '|'
                 || CASE m.open WHEN 1 THEN 'yes' ELSE '' END
            ELSE 'survey_judged|' || m.satisfied || '|' || m.asked || '|' || m.target || '|' || m.full || '|'
                 || m.outcome || '|' || m.judged_by || '|' || m.why END AS reason
  FROM missed m
  JOIN fired f ON f.event = 'survey.target' AND f.from_day <= substr(m.frozen_at, 1, 10)
              AND f.until_day > substr(m.frozen_at, 1, 10) AND f.subject IN ('dept', 'head')
  LEFT JOIN dept_span d ON d.dept = m.dept AND d.from_day <= substr(m.frozen_at, 1, 10)
       AND d.until_day > substr(m.frozen_at, 1, 10)
 WHERE m.full > 0 AND (f.subject <> 'head' OR d.head IS NOT NULL)
