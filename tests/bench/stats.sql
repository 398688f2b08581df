-- What `svc-complaint stats -m 2026 --by dept` counts, as one query: the year and the one before.
SELECT SUBSTR(received_at, 1, 4), dept, COUNT(*), SUM(valid = 'yes' AND responsible = 'yes'),
       SUM(COALESCE(responded_at, solution_at, closed_at) <= respond_due), COUNT(respond_due),
       SUM(closed_at <= close_due), COUNT(close_due), SUM(valid = 'yes'), SUM(responsible = 'yes'),
       COUNT(repeat_of), SUM(strftime('%s', closed_at) - strftime('%s', opened_at)), COUNT(closed_at),
       SUM(calls > 0), SUM(band = 'satisfied'), COUNT(band)
  FROM (SELECT *, (SELECT MAX(t.attempts) FROM callback t WHERE t.register = 'complaint' AND t.record = c.no
                      AND t.planned_at >= c.opened_at AND t.cancelled_at IS NULL) AS calls,
               (SELECT COALESCE(t.satisfied, 'no answer') FROM callback t
                 WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
                   AND t.cancelled_at IS NULL AND t.called_at IS NOT NULL
                 ORDER BY t.called_at DESC, t.no DESC LIMIT 1) AS band
          FROM complaint c WHERE received_at >= '2025' AND received_at < '2027' AND state <> 'withdrawn')
 GROUP BY 1, 2;
