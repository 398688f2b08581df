-- fw-7.1: half a point for each complaint about gas that leaks inside, dated at its receipt.
SELECT c.responsible_dept AS dept, NULL AS person, 'complaint' AS item, s.clause, s.subject, s.points,
       s.amount, s.effect, s.status, 'complaint' AS source, c.no AS record,
       c.received_at AS occurred_at, 'gas leaked inside' AS reason
  FROM complaint c
  JOIN sanction s ON s.clause = 'fw-7.1' AND s.subject = 'dept'
                 AND s.from_day <= substr(c.received_at, 1, 10)
                 AND s.until_day > substr(c.received_at, 1, 10)
 WHERE c.category = 'leakage' AND c.valid = 'yes' AND c.responsible = 'yes'
   AND c.responsible_dept IS NOT NULL AND c.received_at >= ?1 AND c.received_at < ?2
