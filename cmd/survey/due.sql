-- What surveys wait for: kind, no, dept, person, what, due_at; what is a statement. An evaluation from
-- outside is done by the policy's day of the next year, one of the company's own by that of its year.

WITH dated AS (
    SELECT s.no, s.kind, s.state, s.reported_at, s.open_until,
           'text|' || REPLACE(REPLACE(s.title, '\', '\\'), '|', '\|') AS what,
           CASE s.kind WHEN 'external' THEN CAST(substr(s.open_from, 1, 4) AS INTEGER) + 1
                       ELSE CAST(substr(s.open_from, 1, 4) AS INTEGER) END || '-' || d.value
               || ' 23:59:59' AS done_by,
           (CAST(substr(s.open_from, 1, 4) AS INTEGER) + 1) || '-' || r.value || ' 23:59:59'
               AS report_by
      FROM survey s
      JOIN policy_version v ON v.from_day <= s.open_until AND v.until_day > s.open_until
      JOIN policy_param d ON d.version = v.version
       AND d.name = CASE s.kind WHEN 'external' THEN 'survey_done' ELSE 'survey_internal_done' END
      JOIN policy_param r ON r.version = v.version AND r.name = 'survey_report_due'
     WHERE s.reported_at IS NULL
)
SELECT 'close' AS kind, no, NULL AS dept, NULL AS person, what, open_until || ' 23:59:59' AS due_at
  FROM dated WHERE state = 'open'
UNION ALL
SELECT 'freeze', no, NULL, NULL, what, done_by FROM dated WHERE state <> 'frozen'
UNION ALL
SELECT 'report', no, NULL, NULL, what, report_by FROM dated WHERE state = 'frozen'
