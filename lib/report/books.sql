-- What closed months counted of the facts of a year, and what was settled since: the columns of a
-- score line, all of them final. ?1 first moment, ?2 first moment after.

WITH last AS (
    SELECT period, MAX(revision) AS revision FROM month_close GROUP BY period
)
SELECT l.dept, l.person, l.item, l.clause, l.subject, l.points, l.amount, l.effect, l.status,
       l.source, l.record, l.occurred_at, l.reason
  FROM month_line l
  JOIN last c ON c.period = l.period AND c.revision = l.revision
 WHERE l.occurred_at >= ?1 AND l.occurred_at < ?2 AND l.carried = 0 AND l.status = 'final'
UNION ALL
SELECT a.dept, a.person, 'adjust', a.clause, a.subject, a.points, a.amount, a.effect, 'final',
       a.source, a.record, a.occurred_at, a.reason
  FROM adjustment a
 WHERE a.occurred_at >= ?1 AND a.occurred_at < ?2
   AND NOT EXISTS (SELECT 1 FROM last c WHERE c.period = a.period)
 ORDER BY 1, 2 NULLS FIRST, 12, 10, 11, 4, 5
