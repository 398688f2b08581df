-- What improvement projects and ideas wait for: kind, no, dept, person, what, due_at; what is a
-- statement. What has no limit of its own is missing since the moment in the last column.

SELECT 'project' AS kind, no, dept, owner AS person,
       'routed|' || route || '|' || content AS what, routed_at AS due_at
  FROM improve_idea WHERE state = 'routed' AND route <> 'spot'
UNION ALL
SELECT 'evaluation', no, dept, owner, 'spot_fix|' || content, routed_at
  FROM improve_idea WHERE state = 'routed' AND route = 'spot'
UNION ALL
SELECT 'scheme', no, dept, owner, 'no_scheme|' || title, starts_on || ' 23:59:59'
  FROM improve_project WHERE state = 'draft'
UNION ALL
SELECT 'scheme', p.no, p.dept, p.owner, 'no_new_scheme|' || p.title,
       (SELECT MAX(r.reviewed_at) FROM improve_review r
         WHERE r.no = p.no AND r.result = 'deviation')
  FROM improve_project p WHERE p.state = 'replanning'
UNION ALL
SELECT 'signature', p.no, p.dept, p.owner, 'waits_signatures|' || p.title,
       (SELECT MAX(g.begun_at) FROM signing g
         WHERE g.tbl = 'improve_project' AND g.no = p.no)
  FROM improve_project p WHERE p.state = 'signing' OR (p.state = 'summarised' AND EXISTS
       (SELECT 1 FROM signing g WHERE g.tbl = 'improve_project' AND g.no = p.no
           AND g.chain = 'improve_summary' AND g.round =
               (SELECT MAX(s.round) FROM improve_summary s WHERE s.no = p.no)))
UNION ALL
SELECT 'signature', p.no, p.dept, p.owner, 'summary_unsigned|' || p.title, s.written_at
  FROM improve_project p JOIN improve_summary s ON s.no = p.no
 WHERE p.state = 'summarised' AND s.round =
       (SELECT MAX(o.round) FROM improve_summary o WHERE o.no = p.no)
   AND NOT EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'improve_project' AND g.no = p.no
                      AND g.chain = 'improve_summary' AND g.round = s.round)
UNION ALL
SELECT 'milestone', m.no, m.dept, COALESCE(m.person, p.owner), 'text|' || m.title, m.due_on || ' 23:59:59'
  FROM improve_milestone m JOIN improve_project p ON p.no = m.project
 WHERE m.state <> 'done' AND p.approved_at IS NOT NULL
   AND p.state IN ('signing', 'running', 'replanning')
UNION ALL
SELECT 'end', no, dept, owner, 'text|' || title, ends_on || ' 23:59:59' FROM improve_project
 WHERE approved_at IS NOT NULL AND state IN ('signing', 'running', 'replanning')
UNION ALL
SELECT 'review', m.no, m.dept, p.owner, 'no_stage_review|' || m.title, m.done_at
  FROM improve_milestone m JOIN improve_project p ON p.no = m.project
 WHERE p.route = 'key' AND m.state = 'done' AND p.state NOT IN ('archived', 'stopped')
   AND NOT EXISTS (SELECT 1 FROM improve_review r
                    WHERE r.milestone = m.no AND r.result = 'good')
UNION ALL
SELECT 'review', p.no, p.dept, p.owner, 'no_review|' || k.kind || '|' || p.title, p.finished_at
  FROM improve_project p CROSS JOIN (SELECT 'verify' AS kind UNION ALL SELECT 'standard'
                                     UNION ALL SELECT 'recheck') k
 WHERE p.kind = 'circle' AND p.state IN ('finished', 'summarised', 'closed', 'evaluated')
   AND NOT EXISTS (SELECT 1 FROM improve_review r
                    WHERE r.no = p.no AND r.kind = k.kind AND r.result = 'good')
UNION ALL
SELECT 'summary', no, dept, owner, 'no_summary|' || title, finished_at FROM improve_project
 WHERE state = 'finished' AND route = 'key'
UNION ALL
SELECT 'evaluation', no, dept, owner, 'no_result|' || title, finished_at FROM improve_project
 WHERE state = 'closed' OR (state = 'finished' AND route <> 'key')
UNION ALL
SELECT 'filing', no, dept, owner, 'not_filed|' || title, evaluated_at
  FROM improve_project WHERE result = 'effective' AND filed_at IS NULL
UNION ALL
SELECT 'archive', no, dept, owner, 'not_archived|' || title, COALESCE(stopped_at, evaluated_at)
  FROM improve_project
 WHERE state = 'evaluated' OR (state = 'stopped' AND approved_at IS NOT NULL)
