-- title: measures of the company's own records, by department
-- parameters: ?1 the period's first moment, ?2 the first moment after, ?3 now
-- columns: measure, dept (NULL: no department's), numerator, denominator
-- A measure is the sum of its rows: where its halves are counted from different records, each comes in
-- a row of its own. They count what svc-complaint stats, svc-order stats and rate, svc-callback kpi and
-- svc-monitor stats print; the tests hold them to it.

WITH rounds AS ( -- both rounds of a reopened complaint have limits
    SELECT dept, respond_due, COALESCE(responded_at, solution_at, closed_at) AS responded_at,
           close_due, closed_at
      FROM complaint_rounds
     WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'),

-- A round, with the call-backs about it.
matter AS (
    SELECT c.dept, c.channel, c.closed_at,
           (SELECT MAX(t.attempts) FROM callback t
             WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
               AND t.planned_at < COALESCE(c.reopened_at, '9999') AND t.cancelled_at IS NULL)
             AS attempts,
           (SELECT COALESCE(t.satisfied, 'no answer') FROM callback t
             WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
               AND t.planned_at < COALESCE(c.reopened_at, '9999') AND t.cancelled_at IS NULL
               AND t.called_at IS NOT NULL
             ORDER BY t.called_at DESC, t.no DESC LIMIT 1) AS satisfied
      FROM complaint_rounds c
     WHERE c.received_at >= ?1 AND c.received_at < ?2 AND c.state <> 'withdrawn'),
received AS (
    SELECT dept, repeat_of FROM complaint
     WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'),

-- 1 for a limit kept, 0 for one missed, NULL while it is open or where there is none.
timed AS (
    SELECT dept, state,
           CASE WHEN accepted_at <= apply_due THEN 1 WHEN accepted_at > apply_due THEN 0 END
               AS apply,
           CASE WHEN COALESCE(surveyed_at, finished_at) <= survey_due THEN 1
                WHEN COALESCE(surveyed_at, finished_at) > survey_due THEN 0
                WHEN survey_due < COALESCE(cancelled_at, ?3) THEN 0 END AS survey,
           CASE WHEN notified_at <= notice_due THEN 1 WHEN notified_at > notice_due THEN 0
                WHEN notice_due < COALESCE(cancelled_at, ?3) THEN 0 END AS notice,
           CASE WHEN COALESCE(arrived_at, finished_at) <= arrive_due THEN 1
                WHEN COALESCE(arrived_at, finished_at) > arrive_due THEN 0
                WHEN arrive_due < COALESCE(cancelled_at, ?3) THEN 0 END AS arrive,
           CASE WHEN COALESCE(solution_at, finished_at) <= solution_due THEN 1
                WHEN COALESCE(solution_at, finished_at) > solution_due THEN 0
                WHEN solution_due < COALESCE(cancelled_at, ?3) THEN 0 END AS solution,
           CASE WHEN finished_at <= finish_due THEN 1 WHEN finished_at > finish_due THEN 0
                WHEN finish_due < COALESCE(cancelled_at, ?3) THEN 0 END AS finish
      FROM service_order
     WHERE accepted_at >= ?1 AND accepted_at < ?2),
kept AS (
    SELECT dept, arrive, finish,
           CASE WHEN 0 IN (apply, survey, notice, arrive, solution, finish) THEN 0
                WHEN state = 'finished'
                 AND 1 IN (apply, survey, notice, arrive, solution, finish) THEN 1 END AS whole
      FROM timed),

task AS (
    SELECT dept, attempts, called_at, satisfied, COALESCE(window_from, '') AS window_from,
           window_to, COALESCE(called_at, unreachable_at) AS ended_at
      FROM callback
     WHERE planned_at >= ?1 AND planned_at < ?2 AND cancelled_at IS NULL),

-- What monitors said and waits for an answer: the rounds that were due in the period.
opinion AS (
    SELECT dept, kind, use, answer_due, answered_at, verified, round,
           MAX(CASE WHEN verified IS NULL THEN 0 ELSE round END) OVER (PARTITION BY no) AS checked
      FROM monitor_rounds
     WHERE answer_due >= ?1 AND answer_due < ?2 AND state <> 'withdrawn'
       AND (answered_at IS NOT NULL OR answer_due < ?3)),

-- Who watched in the period, and the groups and districts that the policy of its end asks for.
watcher AS (
    SELECT m.monitor, m.grp, m.district
      FROM monitor m
     WHERE EXISTS (SELECT 1 FROM monitor_terms t
                    WHERE t.monitor = m.monitor AND t.last_on >= substr(?1, 1, 10)
                      AND t.appointed_on < substr(?2, 1, 10) AND t.appointed_on <= substr(?3, 1, 10))),
asked AS (
    SELECT g.value AS wanted, d.value AS places
      FROM policy_version v
      JOIN policy_param g ON g.version = v.version AND g.name = 'monitor_groups' AND g.value IS NOT NULL
      LEFT JOIN policy_param d ON d.version = v.version AND d.name = 'monitor_districts'
     WHERE v.from_day < substr(?2, 1, 10) AND v.until_day >= substr(?2, 1, 10)),

-- Surveys frozen in the period, by the latest revision of their index; and when each had to be.
frozen AS (
    SELECT s.issued, s.returned, i.no, i.csi, i.rolled
      FROM survey s
      JOIN survey_index i ON i.survey = s.no AND i.revision = s.revision
     WHERE s.frozen_at >= ?1 AND s.frozen_at < ?2),
evaluation AS (
    SELECT s.frozen_at,
           CASE s.kind WHEN 'external' THEN CAST(substr(s.open_from, 1, 4) AS INTEGER) + 1
                       ELSE CAST(substr(s.open_from, 1, 4) AS INTEGER) END || '-' || p.value
               || ' 23:59:59' AS due_at
      FROM survey s
      JOIN policy_version v ON v.from_day <= s.open_until AND v.until_day > s.open_until
      JOIN policy_param p ON p.version = v.version
       AND p.name = CASE s.kind WHEN 'external' THEN 'survey_done' ELSE 'survey_internal_done' END)

SELECT 'complaint_respond_in_time' AS measure, dept,
       SUM(CASE WHEN responded_at <= respond_due THEN 1 ELSE 0 END) AS numerator,
       SUM(CASE WHEN respond_due IS NULL THEN 0 WHEN responded_at IS NOT NULL THEN 1
                WHEN respond_due < ?3 THEN 1 ELSE 0 END) AS denominator
  FROM rounds GROUP BY dept
UNION ALL
SELECT 'complaint_close_in_time', dept,
       SUM(CASE WHEN closed_at <= close_due THEN 1 ELSE 0 END),
       SUM(CASE WHEN close_due IS NULL THEN 0 WHEN closed_at IS NOT NULL THEN 1
                WHEN close_due < ?3 THEN 1 ELSE 0 END)
  FROM rounds GROUP BY dept
UNION ALL
SELECT 'complaint_repeat', dept, COUNT(repeat_of), COUNT(*) FROM received GROUP BY dept
UNION ALL
SELECT 'complaint_called_back', dept, COUNT(CASE WHEN attempts > 0 THEN 1 END), COUNT(*)
  FROM matter WHERE closed_at IS NOT NULL GROUP BY dept
UNION ALL
SELECT 'complaint_hotline_called_back', dept, COUNT(CASE WHEN attempts > 0 THEN 1 END), COUNT(*)
  FROM matter WHERE closed_at IS NOT NULL AND channel = 'hotline' GROUP BY dept
UNION ALL
SELECT 'complaint_satisfied', dept, SUM(CASE WHEN satisfied = 'satisfied' THEN 1 ELSE 0 END),
       COUNT(*)
  FROM matter WHERE satisfied IS NOT NULL GROUP BY dept
UNION ALL
-- The customers are those of today: nobody knows how many there were. They are the company's.
SELECT 'complaint_per_10000_customers', NULL, (SELECT COUNT(*) FROM received),
       (SELECT COUNT(*) FROM customer)
UNION ALL
SELECT 'complaint_per_1000_orders', dept, COUNT(*), 0 FROM received GROUP BY dept
UNION ALL
SELECT 'complaint_per_1000_orders', dept, 0, COUNT(*) FROM service_order
 WHERE finished_at >= ?1 AND finished_at < ?2 AND state = 'finished' GROUP BY dept
UNION ALL
SELECT 'order_in_time', dept, COALESCE(SUM(whole), 0), COUNT(whole) FROM kept GROUP BY dept
UNION ALL
SELECT 'order_arrive', dept, COALESCE(SUM(arrive), 0), COUNT(arrive) FROM kept GROUP BY dept
UNION ALL
SELECT 'order_finish', dept, COALESCE(SUM(finish), 0), COUNT(finish) FROM kept GROUP BY dept
UNION ALL
SELECT 'callback_coverage', dept, COUNT(CASE WHEN attempts > 0 THEN 1 END), COUNT(*)
  FROM task GROUP BY dept
UNION ALL
SELECT 'callback_contact', dept, COUNT(called_at), COUNT(CASE WHEN attempts > 0 THEN 1 END)
  FROM task GROUP BY dept
UNION ALL
SELECT 'callback_in_window', dept,
       COUNT(CASE WHEN ended_at >= window_from AND ended_at <= window_to THEN 1 END),
       COUNT(CASE WHEN ended_at <= window_to THEN 1 WHEN ended_at > window_to THEN 1
                  WHEN window_to < ?3 THEN 1 END)
  FROM task GROUP BY dept
UNION ALL
SELECT 'callback_satisfied', dept, COUNT(CASE WHEN satisfied = 'satisfied' THEN 1 END),
       COUNT(called_at)
  FROM task GROUP BY dept
UNION ALL
SELECT 'callback_issue_closed', t.dept, COUNT(CASE WHEN i.state = 'closed' THEN 1 END),
       COUNT(CASE WHEN i.state <> 'reopened' THEN 1 END)
  FROM callback_issue i JOIN callback t ON t.no = i.no
 WHERE t.planned_at >= ?1 AND t.planned_at < ?2 AND i.raised_at >= ?1 GROUP BY t.dept
UNION ALL
SELECT 'monitor_in_time', dept, COUNT(CASE WHEN answered_at <= answer_due THEN 1 END), COUNT(*)
  FROM opinion GROUP BY dept
UNION ALL
SELECT 'monitor_used', dept, COUNT(CASE WHEN use <> 'none' THEN 1 END), COUNT(*)
  FROM opinion
 WHERE verified IS NOT NULL AND round = checked AND kind IN ('problem', 'suggestion') GROUP BY dept
UNION ALL
SELECT 'monitor_activity', NULL,
       COUNT(CASE WHEN EXISTS (SELECT 1 FROM monitor_opinion o
                                WHERE o.monitor = w.monitor AND o.state <> 'withdrawn'
                                  AND o.raised_at >= CAST(CAST(substr(?2, 1, 4) AS INTEGER) - 1 AS TEXT) || substr(?2, 5)
                                  AND o.raised_at < ?2) THEN 1 END), COUNT(*)
  FROM watcher w
UNION ALL
-- Groups by districts, or groups alone; so many words as a list has separators, and one.
SELECT 'monitor_coverage', NULL,
       (SELECT COUNT(DISTINCT w.grp || CASE WHEN a.places IS NULL THEN '' ELSE ';' || w.district END)
          FROM watcher w
         WHERE ';' || a.wanted || ';' LIKE '%;' || w.grp || ';%'
           AND (a.places IS NULL OR ';' || a.places || ';' LIKE '%;' || w.district || ';%')),
       (LENGTH(a.wanted) - LENGTH(REPLACE(a.wanted, ';', '')) + 1)
       * CASE WHEN a.places IS NULL THEN 1
              ELSE LENGTH(a.places) - LENGTH(REPLACE(a.places, ';', '')) + 1 END
  FROM asked a
UNION ALL
-- The index is the company's: what it is made of is rolled up from units, not added.
SELECT 'survey_csi', NULL, COALESCE(SUM(COALESCE(rolled, csi)), 0),
       COALESCE(SUM(CASE WHEN COALESCE(rolled, csi) IS NULL THEN 0 ELSE 10000 END), 0)
  FROM frozen
UNION ALL
SELECT 'survey_satisfied', r.dept, SUM(r.satisfied), SUM(r.asked)
  FROM frozen f JOIN survey_result r ON r.no = f.no AND r.dept IS NOT NULL AND r.shown = 1
 GROUP BY r.dept
UNION ALL -- and who is no department's
SELECT 'survey_satisfied', NULL,
       COALESCE(SUM(CASE WHEN r.unit IS NULL THEN r.satisfied ELSE -r.satisfied END), 0),
       COALESCE(SUM(CASE WHEN r.unit IS NULL THEN r.asked ELSE -r.asked END), 0)
  FROM frozen f JOIN survey_result r ON r.no = f.no
   AND (r.unit IS NULL OR (r.dept IS NOT NULL AND r.shown = 1))
HAVING COUNT(*) > 0
UNION ALL
SELECT 'survey_nps', NULL, COALESCE(SUM(r.promoters - r.detractors), 0),
       COALESCE(SUM(r.advised), 0)
  FROM frozen f JOIN survey_result r ON r.no = f.no AND r.unit IS NULL
UNION ALL
SELECT 'survey_response', NULL,
       COALESCE(SUM(CASE WHEN issued IS NULL THEN 0 ELSE returned END), 0), COALESCE(SUM(issued), 0)
  FROM frozen
UNION ALL
SELECT 'survey_on_time', NULL,
       COALESCE(SUM(CASE WHEN frozen_at <= due_at THEN 1 ELSE 0 END), 0), COUNT(*)
  FROM evaluation
 WHERE due_at >= ?1 AND due_at < ?2 AND (due_at < ?3 OR frozen_at <= due_at)
UNION ALL
SELECT 'entry_error_rate', dept, 0, fields_checked FROM entry_audit
 WHERE state = 'final' AND audited_at >= ?1 AND audited_at < ?2
UNION ALL
SELECT 'entry_error_rate', e.dept, 1, 0
  FROM entry_audit a JOIN entry_error e ON e.audit = a.no AND e.state <> 'dropped'
 WHERE a.state = 'final' AND a.audited_at >= ?1 AND a.audited_at < ?2
UNION ALL
SELECT 'entry_accuracy', dept, fields_checked, fields_checked FROM entry_audit
 WHERE state = 'final' AND audited_at >= ?1 AND audited_at < ?2
UNION ALL
SELECT 'entry_accuracy', e.dept, -1, 0
  FROM entry_audit a JOIN entry_error e ON e.audit = a.no AND e.state <> 'dropped'
 WHERE a.state = 'final' AND a.audited_at >= ?1 AND a.audited_at < ?2
UNION ALL
SELECT 'entry_in_time', dept, SUM(CASE WHEN entered_at <= due_at THEN 1 ELSE 0 END), COUNT(*)
  FROM entry_task
 WHERE due_at >= ?1 AND due_at < ?2 AND (entered_at IS NOT NULL OR due_at < ?3) GROUP BY dept
UNION ALL
SELECT 'entry_reconciled', dept, SUM(matched), SUM(keys) FROM entry_reconciliation
 WHERE state <> 'rejected' AND day_to || ' 00:00:00' >= ?1 AND day_to || ' 00:00:00' < ?2 GROUP BY dept
