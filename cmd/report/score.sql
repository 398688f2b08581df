-- Corrections of closed months, settled in this one, each dated as its fact is. ?1 first moment, ?2
-- first moment after.

SELECT a.dept,
       a.person,
       'adjust' AS item,
       a.clause,
       a.subject,
       a.points,
       a.amount,
       a.effect,
       'final' AS status,
       a.source,
       a.record,
       a.occurred_at,
       a.reason
  FROM adjustment a
 WHERE a.taken_at >= ?1 AND a.taken_at < ?2 AND ?3 = ?3
