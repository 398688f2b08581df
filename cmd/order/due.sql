-- The limits of open orders up to a moment, by deadline: kind, no, dept, person, what (the
-- business), due_at, customer, tier, state. ?1 the moment, ?2 the department, ?3 the business, NULL
-- for all.

SELECT kind, no, dept, person, what, due_at, customer, tier, state FROM (
SELECT 'survey' AS kind, no, dept, person, business AS what, survey_due AS due_at, customer, tier, state
  FROM service_order
 WHERE finished_at IS NULL AND cancelled_at IS NULL AND surveyed_at IS NULL AND survey_due <= ?1
UNION ALL
SELECT 'notice', no, dept, person, business, notice_due, customer, tier, state
  FROM service_order
 WHERE finished_at IS NULL AND cancelled_at IS NULL AND notified_at IS NULL AND notice_due <= ?1
UNION ALL
SELECT 'arrive', no, dept, person, business, arrive_due, customer, tier, state
  FROM service_order
 WHERE finished_at IS NULL AND cancelled_at IS NULL AND arrived_at IS NULL AND arrive_due <= ?1
UNION ALL
SELECT 'solution', no, dept, person, business, solution_due, customer, tier, state
  FROM service_order
 WHERE finished_at IS NULL AND cancelled_at IS NULL AND solution_at IS NULL AND solution_due <= ?1
UNION ALL
SELECT 'finish', no, dept, person, business, finish_due, customer, tier, state
  FROM service_order
 WHERE finished_at IS NULL AND cancelled_at IS NULL AND finish_due <= ?1
UNION ALL
SELECT 'asked', o.no, o.dept, o.person, o.business, t.asked_at, o.customer, o.tier, o.state
  FROM asked_open t
  JOIN service_order o ON o.no = t.no
 WHERE t.tbl = 'service_order' AND t.asked_at <= ?1
) AS late
 WHERE COALESCE(dept, '') = COALESCE(?2, dept, '') AND what = COALESCE(?3, what)
 ORDER BY due_at, no, kind
