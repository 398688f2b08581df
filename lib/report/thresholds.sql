-- What accumulates over a year, record by record: param (how many it takes), clause, person, dept,
-- no, disputed (1: under appeal, it does not count). ?1 the year's first moment, ?2 the first moment
-- after. A department's own records have no person.
--
-- Counted are complaints determined valid and responsible, and notices of major findings: the same
-- as in the score lines of complaints and inspections.

SELECT param, clause, person, dept, no, disputed FROM (
SELECT 'complaints_per_person_year' AS param,
       (SELECT MIN(t.clause) FROM fired t WHERE t.event = 'complaint.counted.nth'
           AND t.from_day <= substr(c.received_at, 1, 10)
           AND t.until_day > substr(c.received_at, 1, 10)) AS clause,
       c.responsible_person AS person, c.responsible_dept AS dept, c.no,
       COALESCE((SELECT a.undecided FROM complaint_appealed a WHERE a.no = c.no), 0) AS disputed,
       c.received_at AS at
  FROM complaint c
 WHERE c.responsible_person IS NOT NULL AND c.valid = 'yes' AND c.responsible = 'yes' AND c.state <> 'withdrawn'
   AND c.received_at >= ?1 AND c.received_at < ?2
UNION ALL
SELECT 'major_notices_per_dept_year',
       (SELECT MIN(t.clause) FROM fired t WHERE t.event = 'inspect.notice.nth'
           AND t.from_day <= substr(n.issued_at, 1, 10)
           AND t.until_day > substr(n.issued_at, 1, 10)), NULL, n.dept, n.no, 0, n.issued_at
  FROM inspect_notice n
  JOIN notice_severity g ON g.no = n.no AND g.severity = 'major'
 WHERE n.state <> 'cancelled'
   AND n.issued_at >= ?1 AND n.issued_at < ?2
) AS counted
 ORDER BY param, COALESCE(person, dept), at, no
