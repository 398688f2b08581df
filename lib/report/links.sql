-- Links of one record: what else in the store is about it, oldest first.
-- ?1  the record's number; what names one of its rounds (C2026-000007/2) is about it, too
-- register  where the other record stands
-- no        its number
-- at        when it began
-- what      how it stands, a statement
SELECT 'callbacks' AS register, no, planned_at AS at,
       'link_callback|' || state || '|' || COALESCE(satisfied, '')
             || '|' || CASE solved WHEN 'yes' THEN 'yes' ELSE '' END
             || '|' || CASE solved WHEN 'no' THEN 'yes' ELSE '' END AS what
  FROM callback WHERE register IN ('complaint', 'order', 'customer') AND record = ?1
UNION ALL
SELECT 'callbacks', no, planned_at, 'link_second|' || state FROM callback WHERE second_of = ?1
UNION ALL
-- A repeat is the same customer's, so that the customer's index finds it.
SELECT 'complaints', no, received_at, 'link_repeat|' || state FROM complaint
 WHERE customer = (SELECT customer FROM complaint WHERE no = ?1) AND repeat_of = ?1
UNION ALL
SELECT 'complaints', no, received_at, 'link_complaint|' || state FROM complaint
 WHERE source IN ('svc-callback', 'svc-monitor') AND source_no = ?1
UNION ALL
SELECT 'praise', no, occurred_at, 'text|' || facts FROM praise WHERE source = 'svc-monitor' AND source_no = ?1
UNION ALL
SELECT 'errors', no, found_at, 'link_error|' || state FROM entry_error
 WHERE source = 'svc-monitor' AND source_no = ?1
UNION ALL
SELECT 'opinions', no, raised_at, 'link_opinion|' || kind || '|' || state FROM monitor_opinion WHERE use_no = ?1
UNION ALL
SELECT 'cases', no, occurred_at, 'link_case|' || clause || '|' || state FROM reward_case
 WHERE source <> 'reward' AND (source_no = ?1 OR source_no LIKE ?1 || '/%')
UNION ALL
SELECT 'ideas', no, raised_at, 'link_idea|' || state FROM improve_idea
 WHERE source IN ('callback', 'complaint', 'inspect', 'monitor', 'survey') AND source_no = ?1
UNION ALL
SELECT 'projects', no, proposed_on, 'text|' || title FROM improve_project WHERE idea = ?1
UNION ALL
SELECT 'milestones', no, due_on, 'link_milestone|' || state || '|' || title FROM improve_milestone WHERE project = ?1
UNION ALL
SELECT 'sheets', no, checked_at, 'link_sheet|' || dept || '|' || state FROM inspect_sheet WHERE inspection = ?1
UNION ALL
SELECT 'findings', no, found_at, 'link_finding|' || severity FROM inspect_finding WHERE sheet = ?1
UNION ALL
SELECT 'notices', no, issued_at, 'link_notice|' || state FROM inspect_notice WHERE finding = ?1
UNION ALL
-- What people and files told, from either end.
SELECT with_register || 's', with_record, linked_at,
       'link_told|' || origin || '|' || CASE same_fact WHEN 'yes' THEN 'yes' ELSE '' END
  FROM link WHERE record = ?1 AND state = 'linked'
UNION ALL
SELECT register || 's', record, linked_at,
       'link_told|' || origin || '|' || CASE same_fact WHEN 'yes' THEN 'yes' ELSE '' END
  FROM link WHERE with_record = ?1 AND state = 'linked'
 ORDER BY 3, 2
