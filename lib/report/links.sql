-- Links of one record: what else in the store is about it, oldest first.
-- ?1  the record's number; what names one of its rounds (C2026-000007/2) is about it, too
-- register  where the other record stands
-- no        its number
-- at        when it began
-- what      how it stands
SELECT 'callbacks' AS register, no, planned_at AS at,
       state || COALESCE(', ' || satisfied, '')
             || CASE solved WHEN 'yes' THEN ', solved' WHEN 'no' THEN ', not solved' ELSE '' END
       AS what
  FROM callback WHERE register IN ('complaint', 'order', 'customer') AND record = ?1
UNION ALL
SELECT 'callbacks', no, planned_at, 'second call, ' || state FROM callback WHERE second_of = ?1
UNION ALL
-- A repeat is the same customer's, so that the customer's index finds it.
SELECT 'complaints', no, received_at, 'repeat, ' || state FROM complaint
 WHERE customer = (SELECT customer FROM complaint WHERE no = ?1) AND repeat_of = ?1
UNION ALL
SELECT 'complaints', no, received_at, state FROM complaint
 WHERE source IN ('svc-callback', 'svc-monitor') AND source_no = ?1
UNION ALL
SELECT 'praise', no, occurred_at, facts FROM praise WHERE source = 'svc-monitor' AND source_no = ?1
UNION ALL
SELECT 'errors', no, found_at, state FROM entry_error
 WHERE source = 'svc-monitor' AND source_no = ?1
UNION ALL
SELECT 'opinions', no, raised_at, kind || ', ' || state FROM monitor_opinion WHERE use_no = ?1
UNION ALL
SELECT 'cases', no, occurred_at, clause || ', ' || state FROM reward_case
 WHERE source <> 'reward' AND (source_no = ?1 OR source_no LIKE ?1 || '/%')
UNION ALL
SELECT 'ideas', no, raised_at, state FROM improve_idea
 WHERE source IN ('callback', 'complaint', 'inspect', 'monitor', 'survey') AND source_no = ?1
UNION ALL
SELECT 'projects', no, proposed_on, title FROM improve_project WHERE idea = ?1
UNION ALL
SELECT 'milestones', no, due_on, title || ', ' || state FROM improve_milestone WHERE project = ?1
UNION ALL
SELECT 'sheets', no, checked_at, dept || ', ' || state FROM inspect_sheet WHERE inspection = ?1
UNION ALL
SELECT 'findings', no, found_at, severity FROM inspect_finding WHERE sheet = ?1
UNION ALL
SELECT 'notices', no, issued_at, state FROM inspect_notice WHERE finding = ?1
UNION ALL
-- What people and files told, from either end.
SELECT with_register || 's', with_record, linked_at,
       origin || CASE same_fact WHEN 'yes' THEN ', same fact' ELSE '' END
  FROM link WHERE record = ?1 AND state = 'linked'
UNION ALL
SELECT register || 's', record, linked_at,
       origin || CASE same_fact WHEN 'yes' THEN ', same fact' ELSE '' END
  FROM link WHERE with_record = ?1 AND state = 'linked'
 ORDER BY 3, 2
