-- What data entry waits for: kind, no, dept, person, what, due_at; what is a statement. What has no limit of
-- its own is missing since the moment in the last column. ?1 now.

SELECT 'task' AS kind, no, dept, person, 'entry_task|' || matter || '|' || COALESCE(record, '') AS what, due_at
  FROM entry_task WHERE state = 'open' AND due_at IS NOT NULL
UNION ALL
SELECT 'fix', no, dept, operator,
       'entry_error|' || error || '|' || REPLACE(REPLACE(field, '\', '\\'), '|', '\|') || '|'
       || COALESCE(record, ''), fix_due
  FROM entry_error WHERE state = 'open' AND fix_due IS NOT NULL
UNION ALL
SELECT 'decide', no, dept, operator, 'text|' || objection, disputed_at
  FROM entry_error WHERE state = 'disputed'
UNION ALL
SELECT 'close', a.no, a.dept, a.auditor,
       'entry_draft|' || (SELECT COUNT(*) FROM entry_error e WHERE e.audit = a.no), a.audited_at
  FROM entry_audit a WHERE a.state = 'draft'
UNION ALL
SELECT 'sign', no, dept, NULL, 'entry_unsigned|' || differing || '|' || keys, run_at
  FROM entry_reconciliation WHERE state = 'open'
UNION ALL
SELECT 'monthly', NULL, NULL, NULL, 'entry_no_monthly|' || m.month, m.until_day || ' 00:00:00'
  FROM assessment_month m
 WHERE m.until_day = (SELECT MAX(o.until_day) FROM assessment_month o WHERE o.until_day <= substr(?1, 1, 10))
   AND EXISTS (SELECT 1 FROM entry_audit)
   AND NOT EXISTS (SELECT 1 FROM entry_audit a WHERE a.kind = 'monthly'
                      AND a.audited_at >= m.from_day AND a.audited_at < m.until_day)
