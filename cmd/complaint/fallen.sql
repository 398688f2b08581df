-- What counted.sql counted once and counts no more, the last that fell first, and the statement that
-- says who found so and why, whose last value is to come. ?1 first moment, ?2 first moment after.

SELECT 'complaint.counted' AS event, c.no AS record, c.responsible_person AS person,
       c.responsible_dept AS dept, f.told
  FROM complaint c
  JOIN complaint_fallen f ON f.no = c.no AND f.blamed = 1
 WHERE c.received_at >= ?1 AND c.received_at < ?2
 ORDER BY COALESCE(f.seq, 0) DESC
