-- What `svc-order rate -m 2026-09 --by dept` counts, as one query: the month and the one before.
SELECT SUBSTR(accepted_at, 1, 7), dept,
       SUM(accepted_at <= apply_due), COUNT(apply_due),
       SUM(COALESCE(surveyed_at, finished_at) <= survey_due), COUNT(survey_due),
       SUM(notified_at <= notice_due), COUNT(notice_due),
       SUM(COALESCE(arrived_at, finished_at) <= arrive_due), COUNT(arrive_due),
       SUM(COALESCE(solution_at, finished_at) <= solution_due), COUNT(solution_due),
       SUM(finished_at <= finish_due), COUNT(finish_due)
  FROM service_order
 WHERE accepted_at >= '2026-08-01' AND accepted_at < '2026-10-01'
 GROUP BY 1, 2;
