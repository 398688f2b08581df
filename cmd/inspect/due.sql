-- What inspections wait for: kind, no, dept, person, what (a statement), due_at. A finding without a notice is
-- missing one since it was found;
-- what a file asks a time to be waits for the office since it was asked.

SELECT 'plan' AS kind, no, CASE WHEN scope LIKE '%;%' THEN NULL ELSE scope END, NULL,
       'inspection|' || kind || '|' || CASE WHEN scheme IS NULL THEN 'yes' ELSE '' END || '|'
           || COALESCE(title, ''),
       substr(planned_at, 1, 10) || ' 23:59:59'
  FROM inspection WHERE state = 'planned'
UNION ALL
SELECT 'unnoticed', f.no, f.dept, f.person, 'text|' || f.facts, f.found_at FROM inspect_finding f
  JOIN inspect_sheet s ON s.no = f.sheet JOIN inspection i ON i.no = s.inspection
  JOIN finding_severity g ON g.no = f.no
 WHERE f.state IN ('open', 'fixed') AND (g.severity = 'major' OR i.kind = 'special')
   AND NOT EXISTS (SELECT 1 FROM inspect_notice n WHERE n.finding = f.no
                      AND n.state <> 'cancelled')
UNION ALL
SELECT 'notice', no, dept, person, 'text|' || demand, due_at FROM inspect_notice WHERE state = 'issued'
UNION ALL
SELECT 'finding', no, dept, person, 'text|' || facts, due_at FROM inspect_finding
 WHERE state = 'open' AND due_at IS NOT NULL
UNION ALL
SELECT 'effect', no, dept, person, 'text|' || demand, effect_due FROM inspect_notice
 WHERE state = 'passed' AND effect_due IS NOT NULL
UNION ALL
SELECT 'asked', f.no, f.dept, f.person, 'text|' || a.col || COALESCE(' ' || a.asked, ''), a.asked_at
  FROM asked_open a
  JOIN inspect_finding f ON f.no = a.no
 WHERE a.tbl = 'inspect_finding'
