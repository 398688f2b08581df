-- The lines of facts of a year that closed months handed on and no closed month has counted: they stand in
-- the first month that is open, as their records give them today. The columns of a score line. ?1
-- first moment, ?2 first moment after.

WITH last AS (
    SELECT period, MAX(revision) AS revision FROM month_close GROUP BY period
)
SELECT h.dept, h.person, h.item, h.clause, h.subject, h.points, h.amount, h.effect, h.status,
       h.source, h.record, h.occurred_at, h.reason
  FROM month_line h
  JOIN last c ON c.period = h.period AND c.revision = h.revision
 WHERE h.occurred_at >= ?1 AND h.occurred_at < ?2 AND h.carried = 1
   AND NOT EXISTS
       (SELECT 1 FROM month_line l
          JOIN last n ON n.period = l.period AND n.revision = l.revision
         WHERE l.source = h.source AND l.record = h.record AND l.clause = h.clause
           AND l.subject = h.subject AND l.dept = h.dept
           AND COALESCE(l.person, '') = COALESCE(h.person, '')
           AND l.item <> 'adjust' AND l.period > h.period)
