-- Corrections of closed months, settled in this one. ?1 first moment, ?2 first moment after.

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
 WHERE a.occurred_at >= ?1 AND a.occurred_at < ?2 AND ?3 = ?3
