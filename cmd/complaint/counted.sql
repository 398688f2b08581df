-- What thresholds count of complaints (svc/threshold.h): those that were determined valid and
-- responsible, by the time of their receipt. ?1 first moment, ?2 first moment after, ?3 not NULL where
-- departments are counted: those without a person, too. person_year and dept_year: the statement that says
-- so many of a person, or a department, in a year.

SELECT 'complaint.counted' AS event, c.no AS record, c.responsible_person AS person,
       c.responsible_dept AS dept, c.received_at AS at,
       COALESCE((SELECT a.undecided FROM complaint_appealed a WHERE a.no = c.no), 0) AS disputed,
       'complaints_counted' AS person_year, NULL AS dept_year
  FROM complaint c
 WHERE c.valid = 'yes' AND c.responsible = 'yes' AND c.state <> 'withdrawn'
   AND c.received_at >= ?1 AND c.received_at < ?2
   AND COALESCE(c.responsible_person, ?3) IS NOT NULL
