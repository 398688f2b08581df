-- What `svc-callback kpi -m 2026-09 --by dept` counts, as one query: the month and the one before.
SELECT SUBSTR(planned_at, 1, 7), dept, SUM(attempts > 0), COUNT(*),
       COUNT(called_at), SUM(attempts > 0),
       SUM(COALESCE(called_at, unreachable_at) <= window_to), COUNT(window_to),
       SUM(satisfied = 'satisfied'), COUNT(called_at), SUM(solved = 'yes'), COUNT(solved),
       SUM(overall), COUNT(overall), SUM(attitude), COUNT(attitude), SUM(skill), COUNT(skill),
       SUM(timeliness), COUNT(timeliness), SUM(result), COUNT(result)
  FROM callback
 WHERE planned_at >= '2026-08-01' AND planned_at < '2026-10-01' AND cancelled_at IS NULL
 GROUP BY 1, 2;
