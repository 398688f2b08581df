-- What waits for signatures: one line of text each, with the command that lists it. d are
-- the rows of improve/due. ?1 the department, NULL for all.

SELECT what || ' ' || COUNT(*) || '（自' || substr(MIN(since), 1, 10) || '）' FROM (
SELECT 1 AS place, '奖惩案件' AS what, recorded_at AS since, dept
  FROM reward_case
 WHERE state = 'proposed'
UNION ALL
SELECT 2, '授权处理单', recorded_at, dept
  FROM authority_use
 WHERE state = 'signing'
UNION ALL
SELECT 3, '检查表', checked_at, dept
  FROM inspect_sheet
 WHERE state = 'open'
UNION ALL
SELECT 4, '改进项目', due_at, dept
  FROM d
 WHERE kind = 'signature'
UNION ALL
SELECT 5, '服务承诺抽查', recorded_at, dept
  FROM tier_check
 WHERE state = 'proposed'
) AS waiting
 WHERE COALESCE(dept, '') = COALESCE(?1, dept, '')
 GROUP BY place, what
 ORDER BY place
