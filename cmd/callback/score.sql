-- Score lines of call-backs. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A closed complaint is called back by its deadline: done is what ended, the customer reached or
-- given up after as many tries as the policy asks. Each closing has its own; one whose deadline had not
-- come when it was opened again has none, nor one where nobody can be called; while an appeal is open
-- the line is `suspended`; where the complaint was determined invalid or not responsible it stays as
-- `reversed` (complaint_fallen).
-- Any other call-back is done in the window of its task, unless that was over already when it was
-- planned: nobody could have called then; nor where its complaint was opened again before the
-- window's end, for nobody may be called about that round any more. Both are charged to the department of the person who
-- had the task, else to the one that calls (parameter callback_dept, else the service office's),
-- never to the one that is called about. (svc-tier charges no duty by itself, so a missed call costs once.)
-- An issue is answered and closed by its department within its limits; it ends where its complaint is
-- opened again, whose clocks go on. Every line is dated at the
-- deadline; what is open and past counts too. A call on a date without a time is in time for a
-- complaint's working days on the last of them; where a window ends inside that day, the line waits as
-- `proposed`. A miss that the record does not show any more (miss_past) stays, `proposed` as long as a
-- late entry waits for the office, else `reversed`; a task that is cancelled keeps what it missed before.
-- (`register || ''` keeps the engine at the index of the missed windows.)

WITH office AS MATERIALIZED ( -- found once, however many persons there are
    SELECT dept, from_day, until_day, joined, left_on FROM office_span
),
closed AS (
    SELECT c.no, c.round, c.callback_due AS due, c.opened_at,
           COALESCE(c.reopened_at, '9999') AS reopened_at, c.valid, c.responsible,
           c.tier,
           CASE WHEN ';' || c.provisional || ';' LIKE '%;callback;%' THEN 1 ELSE 0 END
           AS provisional,
           (SELECT MIN(CASE WHEN ';' || t.undated || ';' LIKE '%;called_at;%'
                              OR ';' || t.undated || ';' LIKE '%;unreachable_at;%'
                            THEN substr(COALESCE(t.called_at, t.unreachable_at), 1, 10) || ' 00:00:00'
                            ELSE COALESCE(t.called_at, t.unreachable_at) END) FROM callback t
             WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
               AND t.planned_at < COALESCE(c.reopened_at, '9999'))
           AS done
      FROM complaint_owed c
     WHERE c.callback_due >= ?1 AND c.callback_due < ?2 AND c.callback_due < ?3
       AND c.callback_due < COALESCE(c.reopened_at, '9999')
       AND (c.customer IS NOT NULL OR c.phone IS NOT NULL)
),
missed AS (
    SELECT 'callback.complaint.missed' AS event, 'complaint' AS source, c.no,
           CASE WHEN c.round > 1 THEN '/' || c.round ELSE '' END AS round, c.due, c.done,
           (SELECT t.caller FROM callback t
             WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
               AND t.planned_at < c.reopened_at AND t.caller IS NOT NULL ORDER BY t.no LIMIT 1)
           AS caller,
           NULL AS dept, c.provisional, c.valid, c.responsible, 'complaint' AS business, c.tier,
           CASE WHEN c.done IS NULL OR c.done > c.due THEN NULL ELSE u.status END AS past,
           CASE WHEN c.done IS NULL OR c.done > c.due THEN NULL ELSE u.told END AS told
      FROM closed c
      LEFT JOIN miss_past u ON u.tbl = 'complaint' AND u.no = c.no AND u.round = c.round
                           AND u.clock = 'callback' AND u.due_at = c.due
     WHERE c.done IS NULL OR c.done > c.due OR u.no IS NOT NULL
    UNION ALL
    SELECT 'callback.missed', 'callback', t.no, '', t.window_to,
           COALESCE(t.called_at, t.unreachable_at), t.caller,
           NULL,
           CASE WHEN (';' || t.undated || ';' LIKE '%;called_at;%'
                      OR ';' || t.undated || ';' LIKE '%;unreachable_at;%')
                 AND substr(t.window_to, 1, 10) =
                     substr(COALESCE(t.called_at, t.unreachable_at), 1, 10)
                THEN 1 ELSE 0 END, NULL, NULL, t.business, t.tier, NULL, NULL
      FROM callback t
     WHERE t.window_to >= ?1 AND t.window_to < ?2 AND t.window_to < ?3
       AND t.window_to < COALESCE(t.called_at, t.unreachable_at, t.cancelled_at, '9999')
       AND t.late IS NULL
       AND (t.business <> 'complaint' OR COALESCE(t.register, '') <> 'complaint'
            OR t.second_of IS NOT NULL)
       AND NOT EXISTS
           (SELECT 1 FROM complaint_rounds o
             WHERE o.no = t.record AND t.register = 'complaint' AND o.opened_at <= t.window_to
               AND o.opened_at > COALESCE((SELECT f.planned_at FROM callback f
                                            WHERE f.no = t.second_of), t.planned_at))
    UNION ALL
    SELECT 'callback.issue.answer.missed', 'callback', i.no, '', i.answer_due,
           COALESCE(i.answered_at, i.closed_at, i.reopened_at), NULL, i.dept,
           CASE WHEN ';' || i.provisional || ';' LIKE '%;answer;%' THEN 1 ELSE 0 END, NULL, NULL,
           t.business, t.tier, NULL, NULL
      FROM callback_issue i
      JOIN callback t ON t.no = i.no
     WHERE i.answer_due >= ?1 AND i.answer_due < ?2 AND i.answer_due < ?3
       AND i.answer_due < COALESCE(i.answered_at, i.closed_at, i.reopened_at, '9999')
    UNION ALL
    SELECT 'callback.issue.close.missed', 'callback', i.no, '', i.close_due,
           COALESCE(i.closed_at, i.reopened_at), NULL, i.dept,
           CASE WHEN ';' || i.provisional || ';' LIKE '%;close;%' THEN 1 ELSE 0 END, NULL, NULL,
           t.business, t.tier, NULL, NULL
      FROM callback_issue i
      JOIN callback t ON t.no = i.no
     WHERE i.close_due >= ?1 AND i.close_due < ?2 AND i.close_due < ?3
       AND i.close_due < COALESCE(i.closed_at, i.reopened_at, '9999')
    UNION ALL
    SELECT CASE WHEN u.tbl = 'callback' THEN 'callback.missed'
                WHEN u.clock = 'answer' THEN 'callback.issue.answer.missed'
                ELSE 'callback.issue.close.missed' END,
           'callback', u.no, '', u.due_at, u.done_at,
           CASE u.tbl WHEN 'callback' THEN t.caller END, i.dept, 0, NULL, NULL, t.business, t.tier,
           u.status, u.told
      FROM miss_past u
      JOIN callback t ON t.no = u.no
      LEFT JOIN callback_issue i ON i.no = u.no AND u.tbl = 'callback_issue'
     WHERE u.tbl IN ('callback', 'callback_issue')
       AND u.due_at >= ?1 AND u.due_at < ?2 AND u.due_at < ?3
       AND COALESCE(CASE WHEN u.tbl = 'callback'
                         THEN CASE WHEN t.late IS NULL THEN t.window_to END
                         WHEN u.clock = 'answer' THEN i.answer_due ELSE i.close_due END, '9999')
           >= CASE WHEN u.tbl = 'callback'
                   THEN COALESCE(t.called_at, t.unreachable_at, t.cancelled_at, ?3)
                   WHEN u.clock = 'answer'
                   THEN COALESCE(i.answered_at, i.closed_at, i.reopened_at, ?3)
                   ELSE COALESCE(i.closed_at, i.reopened_at, ?3) END
       AND (u.tbl <> 'callback' OR NOT EXISTS
           (SELECT 1 FROM complaint_rounds o
             WHERE o.no = t.record AND t.register = 'complaint' AND o.opened_at <= u.due_at
               AND o.opened_at > COALESCE((SELECT f.planned_at FROM callback f
                                            WHERE f.no = t.second_of), t.planned_at)))
),
charged AS (
    SELECT m.event, m.source, m.no, m.round, m.due, m.done, m.caller, m.provisional, m.valid,
           m.responsible, m.business, m.tier, m.past, m.told,
           COALESCE(
               p.dept, m.dept,
               (SELECT NULLIF(q.value, '') FROM policy_version v
                  JOIN policy_param q ON q.version = v.version AND q.name = 'callback_dept'
                 WHERE v.from_day <= substr(m.due, 1, 10) AND v.until_day > substr(m.due, 1, 10)),
               (SELECT MIN(h.dept) FROM office h
                 WHERE h.from_day <= substr(m.due, 1, 10) AND h.until_day > substr(m.due, 1, 10)
                   AND h.joined <= m.due AND h.left_on >= substr(m.due, 1, 10))) AS charged
      FROM missed m
      LEFT JOIN person_span p ON p.person = m.caller AND p.from_day <= substr(m.due, 1, 10)
                             AND p.until_day > substr(m.due, 1, 10)
)
SELECT DISTINCT m.charged AS dept,
       CASE s.subject WHEN 'person' THEN m.caller WHEN 'head' THEN d.head END AS person,
       'callback' AS item,
       s.clause,
       s.subject,
       s.points,
       s.amount,
       s.effect,
       CASE WHEN x.no IS NOT NULL OR m.past = 'reversed' THEN 'reversed'
            WHEN m.valid = 'no' OR m.responsible = 'no' THEN 'reversed'
            WHEN k.state = 'rejected' THEN 'reversed'
            WHEN a.undecided = 1 OR k.state = 'suspended' THEN 'suspended'
            WHEN m.past IS NOT NULL THEN m.past
            WHEN m.provisional = 1 THEN 'proposed'
            ELSE s.status END AS status,
       m.source,
       m.no || m.round AS record,
       m.due AS occurred_at,
       CASE WHEN x.no IS NOT NULL
            THEN 'excused|' || m.due || '|' || COALESCE(m.done, '') || '|' || x.approver || '|'
                            || x.reason
            ELSE CASE WHEN m.valid = 'no' OR m.responsible = 'no'
                      THEN (SELECT f.told FROM complaint_fallen f WHERE f.no = m.no)
                      WHEN k.state = 'rejected' THEN k.rejected ELSE '' END
                 || COALESCE(m.told, 'missed|' || m.due || '|' || COALESCE(m.done, '') || '|'
                 || CASE m.provisional WHEN 1 THEN 'provisional' ELSE '' END) END AS reason,
       m.done AS done_at
  FROM charged m
  LEFT JOIN excuse x
    ON x.no = m.no
   AND x.round = CASE m.round WHEN '' THEN 1 ELSE CAST(substr(m.round, 2) AS BIGINT) END
   AND x.tbl = CASE m.event WHEN 'callback.complaint.missed' THEN 'complaint'
                            WHEN 'callback.missed' THEN 'callback' ELSE 'callback_issue' END
   AND x.clock = CASE m.event WHEN 'callback.complaint.missed' THEN 'callback'
                              WHEN 'callback.missed' THEN 'window'
                              WHEN 'callback.issue.answer.missed' THEN 'answer' ELSE 'close' END
  LEFT JOIN complaint_appealed a ON m.source = 'complaint' AND a.no = m.no
  JOIN fired s ON s.event = m.event
              AND s.from_day <= substr(m.due, 1, 10) AND s.until_day > substr(m.due, 1, 10)
              AND (s.tier IS NULL OR s.tier = m.tier)
              AND (s.business IS NULL OR s.business = m.business OR s.business =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'business' AND w.code = m.business))
  LEFT JOIN dept_span d ON d.dept = m.charged AND d.from_day <= substr(m.due, 1, 10)
                       AND d.until_day > substr(m.due, 1, 10)
  LEFT JOIN line_case k ON k.source = m.source AND k.source_no = m.no || m.round
                       AND k.clause = s.clause AND s.approval <> 'auto'
 WHERE (s.subject <> 'person' OR m.caller IS NOT NULL)
   AND (s.subject <> 'head' OR d.head IS NOT NULL)
   AND COALESCE(k.state, '') <> 'decided'
