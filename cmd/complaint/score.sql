-- Score lines of complaints. ?1 first moment, ?2 first moment after, ?3 now.
--
-- A missed limit: one line per clock and round, dated at the deadline, charged to the department
-- the complaint stood with then, and where that was none to the one that takes complaints in
-- (parameter intake_dept, else the service office's); a later step satisfies an earlier clock whose own time is
-- missing; a limit that is open and past counts too. A withdrawal ends the clocks: what was missed
-- before it stays missed. Where the complaint was determined invalid or not responsible, by an appeal or
-- without, the line stays as `reversed` (complaint_fallen), and so do an excused one and one that the
-- record does not show any more (miss_past), which is `proposed` as long as a late entry waits for the office. A
-- deadline in a year without a calendar is provisional: its line waits as `proposed`.
-- Clause lines need a complaint determined valid and responsible, with its clause named, and stay as
-- `reversed` where it was so once, or is withdrawn. What adds up is counted by counted.sql.
-- While an appeal is open the complaint's lines are `suspended`.
-- A line that needs signatures stays until its fact's case under its clause is approved: from then on
-- the lines of svc-reward speak. A rejected case leaves it `reversed`; a withdrawn one is none.

WITH office AS MATERIALIZED ( -- found once, however many persons there are
    SELECT dept, from_day, until_day, joined, left_on FROM office_span
),
missed AS (
    SELECT no, round, 'respond' AS clock, respond_due AS due,
           COALESCE(responded_at, solution_at, closed_at, withdrawn_at) AS done, dept, provisional,
           NULL AS past, NULL AS told
      FROM complaint_rounds
     WHERE respond_due >= ?1 AND respond_due < ?2 AND respond_due < ?3
       AND respond_due < COALESCE(responded_at, solution_at, closed_at, withdrawn_at, '9999')
    UNION ALL
    SELECT no, round, 'solution', solution_due, COALESCE(solution_at, closed_at, withdrawn_at), dept,
           provisional, NULL, NULL
      FROM complaint_rounds
     WHERE solution_due >= ?1 AND solution_due < ?2 AND solution_due < ?3
       AND solution_due < COALESCE(solution_at, closed_at, withdrawn_at, '9999')
    UNION ALL
    SELECT no, round, 'close', close_due, COALESCE(closed_at, withdrawn_at), dept, provisional,
           NULL, NULL
      FROM complaint_rounds
     WHERE close_due >= ?1 AND close_due < ?2 AND close_due < ?3
       AND close_due < COALESCE(closed_at, withdrawn_at, '9999')
    UNION ALL
    SELECT u.no, u.round, u.clock, u.due_at, u.done_at, r.dept, NULL, u.status, u.told
      FROM miss_past u
      JOIN complaint_rounds r ON r.no = u.no AND r.round = u.round
     WHERE u.tbl = 'complaint' AND u.due_at >= ?1 AND u.due_at < ?2 AND u.due_at < ?3
       AND NOT (COALESCE(CASE u.clock WHEN 'respond' THEN r.respond_due
                                      WHEN 'solution' THEN r.solution_due
                                      ELSE r.close_due END, '9999')
                < CASE u.clock
                  WHEN 'respond'
                  THEN COALESCE(r.responded_at, r.solution_at, r.closed_at, r.withdrawn_at, ?3)
                  WHEN 'solution' THEN COALESCE(r.solution_at, r.closed_at, r.withdrawn_at, ?3)
                  ELSE COALESCE(r.closed_at, r.withdrawn_at, ?3) END)
),
held AS (
    SELECT m.no, m.round, m.clock, m.due, m.done, m.provisional, m.past, m.told,
           COALESCE(
               CASE WHEN c.assigned_at > m.due AND NOT EXISTS
                         (SELECT 1 FROM complaint_move v
                           WHERE v.no = m.no AND v.moved_at = c.assigned_at) THEN NULL
                    WHEN v.no IS NOT NULL THEN v.from_dept ELSE m.dept END,
               (SELECT NULLIF(p.value, '') FROM policy_version v
                  JOIN policy_param p ON p.version = v.version AND p.name = 'intake_dept'
                 WHERE v.from_day <= substr(m.due, 1, 10) AND v.until_day > substr(m.due, 1, 10)),
               (SELECT MIN(h.dept) FROM office h
                 WHERE h.from_day <= substr(m.due, 1, 10) AND h.until_day > substr(m.due, 1, 10)
                   AND h.joined <= m.due AND h.left_on >= substr(m.due, 1, 10))) AS dept,
           CASE WHEN c.assigned_at > m.due AND NOT EXISTS
                     (SELECT 1 FROM complaint_move v
                       WHERE v.no = m.no AND v.moved_at = c.assigned_at) THEN NULL
                WHEN v.no IS NOT NULL THEN v.from_person ELSE c.person END AS person
      FROM missed m
      JOIN complaint c ON c.no = m.no
      LEFT JOIN complaint_move v ON v.no = m.no AND v.event = -- the first after the deadline
                (SELECT w.event FROM complaint_move w WHERE w.no = m.no AND w.moved_at > m.due
                  ORDER BY w.moved_at, w.event LIMIT 1)
),
fault AS (
    SELECT c.no, 'complaint.determined' AS event, c.clause, c.received_at, c.responsible_dept AS dept,
           c.responsible_person AS person,
           'determined|' || c.clause || '@' || substr(c.received_at, 1, 10) AS why,
           CASE WHEN c.valid = 'yes' AND c.responsible = 'yes' AND c.state <> 'withdrawn' THEN 0
                ELSE 1 END AS taken_back
      FROM complaint c
     WHERE c.clause IS NOT NULL AND c.received_at >= ?1 AND c.received_at < ?2
       AND ((c.valid = 'yes' AND c.responsible = 'yes' AND c.state <> 'withdrawn')
            OR 1 = (SELECT f.blamed FROM complaint_fallen f WHERE f.no = c.no))
)
SELECT DISTINCT m.dept,
       CASE s.subject WHEN 'person' THEN m.person WHEN 'head' THEN d.head END AS person,
       'complaint' AS item,
       s.clause,
       s.subject,
       s.points,
       s.amount,
       s.effect,
       CASE WHEN x.no IS NOT NULL OR m.past = 'reversed' THEN 'reversed'
            WHEN c.valid = 'no' OR c.responsible = 'no' THEN 'reversed'
            WHEN k.state = 'rejected' THEN 'reversed'
            WHEN a.undecided = 1 OR k.state = 'suspended' THEN 'suspended'
            WHEN m.past IS NOT NULL THEN m.past
            WHEN ';' || m.provisional || ';' LIKE '%;' || m.clock || ';%' THEN 'proposed'
            ELSE s.status END AS status,
       'complaint' AS source,
       m.no || CASE WHEN m.round > 1 THEN '/' || m.round ELSE '' END AS record,
       m.due AS occurred_at,
       CASE WHEN x.no IS NOT NULL
            THEN 'excused|' || m.due || '|' || COALESCE(m.done, '') || '|' || x.approver || '|'
                            || x.reason
            ELSE CASE WHEN m.past = 'reversed' THEN ''
                      WHEN c.valid = 'no' OR c.responsible = 'no'
                      THEN (SELECT f.told FROM complaint_fallen f WHERE f.no = c.no)
                      WHEN k.state = 'rejected' THEN k.rejected ELSE '' END
                 || COALESCE(m.told, 'missed|' || m.due || '|' || COALESCE(m.done, '') || '|'
                 || CASE WHEN ';' || m.provisional || ';' LIKE '%;' || m.clock || ';%'
                         THEN 'provisional' ELSE '' END) END AS reason,
       m.done AS done_at
  FROM held m
  JOIN complaint c ON c.no = m.no
  LEFT JOIN excuse x ON x.tbl = 'complaint' AND x.no = m.no AND x.round = m.round
                    AND x.clock = m.clock
  LEFT JOIN complaint_appealed a ON a.no = m.no
  JOIN fired s ON s.event = 'complaint.' || m.clock || '.missed'
              AND s.from_day <= substr(m.due, 1, 10) AND s.until_day > substr(m.due, 1, 10)
              AND (s.level IS NULL OR s.level = CAST(c.level AS TEXT))
              AND (s.tier IS NULL OR s.tier = c.tier)
              AND (s.channel IS NULL OR s.channel = c.channel OR s.channel =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'channel' AND w.code = c.channel))
              AND (s.category IS NULL OR s.category = c.category OR s.category =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'category' AND w.code = c.category))
  LEFT JOIN dept_span d ON d.dept = m.dept AND d.from_day <= substr(m.due, 1, 10)
                       AND d.until_day > substr(m.due, 1, 10)
  LEFT JOIN line_case k ON k.source = 'complaint' AND k.clause = s.clause AND s.approval <> 'auto'
                       AND k.source_no =
                           m.no || CASE WHEN m.round > 1 THEN '/' || m.round ELSE '' END
 WHERE (s.subject <> 'person' OR m.person IS NOT NULL)
   AND (s.subject <> 'head' OR d.head IS NOT NULL)
   AND COALESCE(k.state, '') <> 'decided'
UNION ALL
SELECT DISTINCT f.dept,
       CASE s.subject WHEN 'person' THEN f.person WHEN 'head' THEN d.head END,
       'complaint',
       s.clause,
       s.subject,
       s.points,
       s.amount,
       s.effect,
       CASE WHEN f.taken_back = 1 OR k.state = 'rejected' THEN 'reversed'
            WHEN a.undecided = 1 OR k.state = 'suspended' THEN 'suspended'
            ELSE s.status END,
       'complaint',
       f.no,
       f.received_at,
       CASE WHEN f.taken_back = 1
            THEN COALESCE((SELECT t.told FROM complaint_fallen t WHERE t.no = f.no), '')
            WHEN k.state = 'rejected' THEN k.rejected ELSE '' END || f.why,
       NULL
  FROM fault f
  JOIN complaint c ON c.no = f.no
  LEFT JOIN dept_span d ON d.dept = f.dept AND d.from_day <= substr(f.received_at, 1, 10)
                       AND d.until_day > substr(f.received_at, 1, 10)
  LEFT JOIN complaint_appealed a ON a.no = f.no
  JOIN fired s ON s.event = f.event AND s.clause = COALESCE(f.clause, s.clause)
              AND s.from_day <= substr(f.received_at, 1, 10)
              AND s.until_day > substr(f.received_at, 1, 10)
              AND (s.level IS NULL OR s.level = CAST(c.level AS TEXT))
              AND (s.tier IS NULL OR s.tier = c.tier)
              AND (s.channel IS NULL OR s.channel = c.channel OR s.channel =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'channel' AND w.code = c.channel))
              AND (s.category IS NULL OR s.category = c.category OR s.category =
                   (SELECT w.word FROM acting w WHERE w.version = s.version
                       AND w.list = 'category' AND w.code = c.category))
  LEFT JOIN line_case k ON k.source = 'complaint' AND k.source_no = f.no AND k.clause = s.clause
                       AND s.approval <> 'auto'
 WHERE (s.subject = 'dept'
        OR (s.subject = 'person' AND f.person IS NOT NULL)
        OR (s.subject = 'head' AND d.head IS NOT NULL))
   AND COALESCE(k.state, '') <> 'decided'
