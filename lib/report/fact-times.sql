-- The moments at which a record may have score lines, whatever came of it.
-- ?1  complaint, order, callback, inspect, case, or what else a case is from
-- ?2  the number, without a round

SELECT c.received_at AS at FROM complaint c WHERE ?1 = 'complaint' AND c.no = ?2
UNION ALL
SELECT c.callback_due FROM complaint c WHERE ?1 = 'complaint' AND c.no = ?2
UNION ALL
SELECT r.respond_due FROM complaint_rounds r WHERE ?1 = 'complaint' AND r.no = ?2
UNION ALL
SELECT r.solution_due FROM complaint_rounds r WHERE ?1 = 'complaint' AND r.no = ?2
UNION ALL
SELECT r.close_due FROM complaint_rounds r WHERE ?1 = 'complaint' AND r.no = ?2
UNION ALL
SELECT t.window_to FROM callback t
 WHERE ?1 = 'complaint' AND t.register = 'complaint' AND t.record = ?2
UNION ALL
SELECT o.apply_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT o.survey_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT o.notice_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT o.arrive_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT o.solution_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT o.finish_due FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT t.window_to FROM callback t WHERE ?1 = 'callback' AND t.no = ?2
UNION ALL
SELECT i.answer_due FROM callback_issue i WHERE ?1 = 'callback' AND i.no = ?2
UNION ALL
SELECT i.close_due FROM callback_issue i WHERE ?1 = 'callback' AND i.no = ?2
UNION ALL
SELECT f.found_at FROM inspect_finding f WHERE ?1 = 'inspect' AND f.no = ?2
UNION ALL
SELECT f.due_at FROM inspect_finding f WHERE ?1 = 'inspect' AND f.no = ?2
UNION ALL
SELECT r.occurred_at FROM reward_case r
 WHERE r.source = CASE ?1 WHEN 'case' THEN 'inspect' ELSE ?1 END
   AND (r.source_no = ?2 OR (r.source_no > ?2 || '/' AND r.source_no < ?2 || '0'))
