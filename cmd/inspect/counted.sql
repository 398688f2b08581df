-- What thresholds count of inspections (svc/threshold.h): notices of major findings, by the time they
-- were issued. ?1 first moment, ?2 first moment after, ?3 not NULL where departments are counted. person_year
-- and dept_year: the statement that says so many of a person, or a department, in a year.

SELECT 'inspect.notice.major' AS event, n.no AS record, n.person, n.dept, n.issued_at AS at,
       0 AS disputed, NULL AS person_year, 'major_notices' AS dept_year
  FROM inspect_notice n
  JOIN notice_severity g ON g.no = n.no AND g.severity = 'major'
 WHERE n.state <> 'cancelled' AND n.issued_at >= ?1 AND n.issued_at < ?2
   AND COALESCE(n.person, ?3) IS NOT NULL
