-- The records that are one fact with a record, in the words of score lines: where it is from, and its
-- number. What a finding's case is for under a clause of another book stands as `case` with the
-- finding's number; any other case is told by the record that caused it.
-- ?1  complaint, order, callback, inspect, case, or what else a case is from
-- ?2  the number, without a round

WITH own AS (
    SELECT CASE ?1 WHEN 'inspect' THEN 'finding' ELSE ?1 END AS register, ?2 AS record
    UNION ALL
    SELECT 'case', r.no
      FROM reward_case r
     WHERE r.source = CASE ?1 WHEN 'case' THEN 'inspect' ELSE ?1 END AND ?1 <> 'inspect'
       AND (r.source_no = ?2 OR (r.source_no > ?2 || '/' AND r.source_no < ?2 || '0'))
),
linked AS (
    SELECT l.with_register AS register, l.with_record AS record
      FROM own o
      JOIN link l ON l.register = o.register AND l.record = o.record
                 AND l.same_fact = 'yes' AND l.state = 'linked'
    UNION ALL
    SELECT l.register, l.record
      FROM own o
      JOIN link l ON l.with_register = o.register AND l.with_record = o.record
                 AND l.same_fact = 'yes' AND l.state = 'linked'
)
SELECT CASE WHEN l.register = 'finding' OR (r.source = 'inspect' AND f.no IS NULL) THEN 'inspect'
            WHEN r.source = 'inspect' THEN 'case'
            WHEN r.no IS NOT NULL THEN r.source
            ELSE l.register END AS source,
       COALESCE(r.source_no, l.record) AS record
  FROM linked l
  LEFT JOIN reward_case r ON l.register = 'case' AND r.no = l.record
  LEFT JOIN inspect_finding f ON r.source = 'inspect' AND f.no = r.source_no
UNION ALL
SELECT 'case', f.no FROM inspect_finding f
 WHERE ?1 = 'inspect' AND f.no = ?2
   AND EXISTS (SELECT 1 FROM reward_case r WHERE r.source = 'inspect' AND r.source_no = f.no)
UNION ALL
SELECT 'inspect', f.no FROM inspect_finding f WHERE ?1 = 'case' AND f.no = ?2
