-- What complaints came to in a month: how many, of how many. ?1 first moment, ?2 first moment
-- after, ?3 now, ?4 the department, NULL for all.
--
-- Counted as svc-complaint stats counts them: in the month of their receipt (closed alone: of the
-- closing; verified: with the department that answers for them), without the withdrawn ones; the
-- limits of both rounds of a reopened complaint; a limit once it was met or has passed; satisfied is
-- what the last call-back about a round says.

WITH round AS (
    SELECT dept, COALESCE(responded_at, solution_at, closed_at) AS responded, closed_at,
           respond_due, close_due
      FROM complaint_rounds
     WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'
),
last_call AS (
    SELECT c.dept,
           (SELECT COALESCE(t.satisfied, 'no answer') FROM callback t
             WHERE t.register = 'complaint' AND t.record = c.no AND t.planned_at >= c.opened_at
               AND t.planned_at < COALESCE(c.reopened_at, '9999') AND t.cancelled_at IS NULL
               AND t.called_at IS NOT NULL
             ORDER BY t.called_at DESC, t.no DESC LIMIT 1) AS answer
      FROM complaint_rounds c
     WHERE c.received_at >= ?1 AND c.received_at < ?2 AND c.state <> 'withdrawn'
),
fact AS (
    SELECT dept, 'received' AS what, 1 AS yes
      FROM complaint
     WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'
    UNION ALL
    SELECT dept, 'closed', 1
      FROM complaint
     WHERE closed_at >= ?1 AND closed_at < ?2
    UNION ALL
    SELECT responsible_dept, 'verified', 1
      FROM complaint
     WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'withdrawn'
       AND valid = 'yes' AND responsible = 'yes'
    UNION ALL
    SELECT dept, 'respond',
           CASE WHEN responded <= respond_due THEN 1 ELSE 0 END
      FROM round
     WHERE respond_due IS NOT NULL AND (responded IS NOT NULL OR respond_due < ?3)
    UNION ALL
    SELECT dept, 'close',
           CASE WHEN closed_at <= close_due THEN 1 ELSE 0 END
      FROM round
     WHERE close_due IS NOT NULL AND (closed_at IS NOT NULL OR close_due < ?3)
    UNION ALL
    SELECT dept, 'satisfied', CASE answer WHEN 'satisfied' THEN 1 ELSE 0 END
      FROM last_call
     WHERE answer IS NOT NULL
)
SELECT what, SUM(yes), COUNT(*)
  FROM fact
 WHERE COALESCE(dept, '') = COALESCE(?4, dept, '')
 GROUP BY what
