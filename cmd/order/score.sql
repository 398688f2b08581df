-- Score lines of service orders. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A missed limit is a promise of the company that was not kept (reward 3.2.2(1)). One order is one
-- promise and has its lines once, dated at the first deadline it missed, whatever it misses after
-- that: one fact, one sanction. They are charged to the department and the person that the order
-- stood with then, whoever has it now (nobody: the parameter intake_dept, else the service office's),
-- and wait for the clause's signatures. A limit that is open and past
-- counts too; a cancellation ends the clocks, and what was missed before it stays missed. The
-- lines end where the order's case under the clause is approved: the lines of svc-reward speak from
-- then on. Rejected they stay, `reversed`; so do an excused one, where the order missed no other, and
-- one that the record does not show any more (miss_past), `proposed` as long as a late entry waits for
-- the office.

WITH office AS MATERIALIZED ( -- found once, however many persons there are
    SELECT dept, from_day, until_day, joined, left_on FROM office_span
),
missed AS (
    SELECT no, 'apply' AS clock, 1 AS place, apply_due AS due, accepted_at AS done, NULL AS past,
           NULL AS told
      FROM service_order
     WHERE apply_due >= ?1 AND apply_due < ?2 AND apply_due < ?3 AND apply_due < accepted_at
    UNION ALL
    SELECT no, 'survey', 2, survey_due, COALESCE(surveyed_at, finished_at), NULL, NULL
      FROM service_order
     WHERE survey_due >= ?1 AND survey_due < ?2 AND survey_due < ?3
       AND survey_due < COALESCE(surveyed_at, finished_at, cancelled_at, '9999')
    UNION ALL
    SELECT no, 'notice', 3, notice_due, notified_at, NULL, NULL
      FROM service_order
     WHERE notice_due >= ?1 AND notice_due < ?2 AND notice_due < ?3
       AND notice_due < COALESCE(notified_at, cancelled_at, '9999')
    UNION ALL
    SELECT no, 'arrive', 4, arrive_due, COALESCE(arrived_at, finished_at), NULL, NULL
      FROM service_order
     WHERE arrive_due >= ?1 AND arrive_due < ?2 AND arrive_due < ?3
       AND arrive_due < COALESCE(arrived_at, finished_at, cancelled_at, '9999')
    UNION ALL
    SELECT no, 'solution', 5, solution_due, COALESCE(solution_at, finished_at), NULL, NULL
      FROM service_order
     WHERE solution_due >= ?1 AND solution_due < ?2 AND solution_due < ?3
       AND solution_due < COALESCE(solution_at, finished_at, cancelled_at, '9999')
    UNION ALL
    SELECT no, 'finish', 6, finish_due, finished_at, NULL, NULL
      FROM service_order
     WHERE finish_due >= ?1 AND finish_due < ?2 AND finish_due < ?3
       AND finish_due < COALESCE(finished_at, cancelled_at, '9999')
    UNION ALL
    SELECT no, clock, 7, due_at, done_at, status, told
      FROM miss_past
     WHERE tbl = 'service_order' AND due_at >= ?1 AND due_at < ?2 AND due_at < ?3
),
ranked AS (
    SELECT m.no, m.clock, m.due, m.done,
           CASE WHEN x.no IS NULL THEN m.past ELSE 'reversed' END AS past,
           CASE WHEN x.no IS NULL THEN m.told
                ELSE 'excused|' || m.due || '|' || COALESCE(m.done, '') || '|' || x.approver || '|'
                                || x.reason END AS told,
           ROW_NUMBER() OVER (PARTITION BY m.no
                              ORDER BY CASE WHEN x.no IS NULL THEN COALESCE(m.past, 'live')
                                            ELSE 'reversed' END, m.due, m.place) AS nth
      FROM missed m
      LEFT JOIN excuse x ON x.tbl = 'service_order' AND x.no = m.no AND x.clock = m.clock
),
fact AS (
    SELECT r.no, r.clock, r.due, r.done, o.provisional, r.past, r.told, o.business, o.tier, o.class,
           COALESCE(
           CASE WHEN v.no IS NOT NULL THEN v.from_dept ELSE o.dept END,
           (SELECT NULLIF(q.value, '') FROM policy_version w
              JOIN policy_param q ON q.version = w.version AND q.name = 'intake_dept'
             WHERE w.from_day <= substr(r.due, 1, 10) AND w.until_day > substr(r.due, 1, 10)),
           (SELECT MIN(h.dept) FROM office h
             WHERE h.from_day <= substr(r.due, 1, 10) AND h.until_day > substr(r.due, 1, 10)
               AND h.joined <= r.due AND h.left_on >= substr(r.due, 1, 10))) AS dept,
           CASE WHEN v.no IS NOT NULL THEN v.from_person ELSE o.person END AS person
      FROM ranked r
      JOIN service_order o ON o.no = r.no
      LEFT JOIN order_move v ON v.no = r.no AND v.event = -- the first after the deadline
                (SELECT w.event FROM order_move w WHERE w.no = r.no AND w.moved_at > r.due
                  ORDER BY w.moved_at, w.event LIMIT 1)
     WHERE r.nth = 1
       AND CASE WHEN o.apply_due < r.due AND o.apply_due < o.accepted_at
                     AND 'apply' NOT IN (SELECT x.clock FROM excuse x
                                          WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                WHEN o.survey_due < r.due AND o.survey_due <
                     COALESCE(o.surveyed_at, o.finished_at, o.cancelled_at, '9999')
                     AND 'survey' NOT IN (SELECT x.clock FROM excuse x
                                     WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                WHEN o.notice_due < r.due AND o.notice_due <
                     COALESCE(o.notified_at, o.cancelled_at, '9999')
                     AND 'notice' NOT IN (SELECT x.clock FROM excuse x
                                     WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                WHEN o.arrive_due < r.due AND o.arrive_due <
                     COALESCE(o.arrived_at, o.finished_at, o.cancelled_at, '9999')
                     AND 'arrive' NOT IN (SELECT x.clock FROM excuse x
                                     WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                WHEN o.solution_due < r.due AND o.solution_due <
                     COALESCE(o.solution_at, o.finished_at, o.cancelled_at, '9999')
                     AND 'solution' NOT IN (SELECT x.clock FROM excuse x
                                     WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                WHEN o.finish_due < r.due AND o.finish_due <
                     COALESCE(o.finished_at, o.cancelled_at, '9999')
                     AND 'finish' NOT IN (SELECT x.clock FROM excuse x
                                     WHERE x.tbl = 'service_order' AND x.no = o.no) THEN 1
                ELSE 0 END = 0
)
SELECT DISTINCT f.dept,
       CASE s.subject WHEN 'person' THEN f.person WHEN 'head' THEN d.head END AS person,
       'order' AS item,
       s.clause,
       s.subject,
       s.points,
       s.amount,
       s.effect,
       CASE WHEN k.state = 'rejected' OR f.past = 'reversed' THEN 'reversed'
            WHEN k.state = 'suspended' THEN 'suspended'
            WHEN f.past IS NOT NULL THEN f.past
            WHEN ';' || f.provisional || ';' LIKE '%;' || f.clock || ';%' THEN 'proposed'
            ELSE s.status END AS status,
       'order' AS source,
       f.no AS record,
       f.due AS occurred_at,
       CASE k.state WHEN 'rejected' THEN k.rejected ELSE '' END
           || COALESCE(f.told,
                       'order_missed|' || f.clock || '|' || f.due || '|' || COALESCE(f.done, '') || '|'
                       || CASE WHEN ';' || f.provisional || ';' LIKE '%;' || f.clock || ';%'
                               THEN 'provisional' ELSE '' END) AS reason,
       f.done AS done_at
  FROM fact f
  LEFT JOIN dept_span d ON d.dept = f.dept AND d.from_day <= substr(f.due, 1, 10)
                       AND d.until_day > substr(f.due, 1, 10)
  JOIN fired s ON s.event = 'order.' || f.clock || '.missed'
              AND s.from_day <= substr(f.due, 1, 10) AND s.until_day > substr(f.due, 1, 10)
              AND (s.tier IS NULL OR s.tier = f.tier)
              AND (s.class IS NULL OR s.class = f.class OR s.class =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'class' AND w.code = f.class))
              AND (s.business IS NULL OR s.business = f.business OR s.business =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'business' AND w.code = f.business))
  LEFT JOIN line_case k ON k.source = 'order' AND k.source_no = f.no AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE (s.subject = 'dept'
        OR (s.subject = 'person' AND f.person IS NOT NULL)
        OR (s.subject = 'head' AND d.head IS NOT NULL))
   AND COALESCE(k.state, '') <> 'decided'
