-- The moments at which a record may have score lines that count: several rows of up to six. (What a
-- record shows no longer is taken back, or waits.)
-- ?1  complaint, order, callback, inspect, case, or what else a case is from
-- ?2  the number, without a round

SELECT c.received_at AS a, c.respond_due AS b, c.solution_due AS c, c.close_due AS d,
       c.callback_due AS e, NULL AS f
  FROM complaint c WHERE ?1 = 'complaint' AND c.no = ?2
UNION ALL
SELECT r.respond_due, r.solution_due, r.close_due, r.callback_due, NULL, NULL
  FROM complaint_round r WHERE ?1 = 'complaint' AND r.no = ?2
UNION ALL
SELECT k.callback_due, NULL, NULL, NULL, NULL, NULL
  FROM complaint_closing k WHERE ?1 = 'complaint' AND k.no = ?2
UNION ALL
SELECT t.window_to, NULL, NULL, NULL, NULL, NULL
  FROM callback t WHERE ?1 = 'complaint' AND t.register = 'complaint' AND t.record = ?2
UNION ALL
SELECT o.apply_due, o.survey_due, o.notice_due, o.arrive_due, o.solution_due, o.finish_due
  FROM service_order o WHERE ?1 = 'order' AND o.no = ?2
UNION ALL
SELECT t.window_to, NULL, NULL, NULL, NULL, NULL
  FROM callback t WHERE ?1 = 'callback' AND t.no = ?2
UNION ALL
SELECT i.answer_due, i.close_due, NULL, NULL, NULL, NULL
  FROM callback_issue i WHERE ?1 = 'callback' AND i.no = ?2
UNION ALL
SELECT f.found_at, f.due_at, NULL, NULL, NULL, NULL
  FROM inspect_finding f WHERE ?1 = 'inspect' AND f.no = ?2
UNION ALL
SELECT r.occurred_at, NULL, NULL, NULL, NULL, NULL
  FROM reward_case r
 WHERE r.source = CASE ?1 WHEN 'case' THEN 'inspect' ELSE ?1 END
   AND (r.source_no = ?2 OR (r.source_no > ?2 || '/' AND r.source_no < ?2 || '0'))
