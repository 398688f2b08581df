-- title: 三方核对台账
-- about: receipts, money and system held against each other
-- period: the last day that they are of
-- list: svc-entry list reconciliations
-- column: no code 编号
-- column: day_from day 起始日
-- column: day_to day 截止日
-- column: dept dept 部门
-- column: kind entry.reconciled 核对内容
-- column: receipt_sum money 单据金额
-- column: cash_sum money 钱款金额
-- column: system_sum money 系统金额
-- column: keys int 核对项数
-- column: matched int 一致
-- column: differing int 不一致
-- column: why text 说明
-- column: state entry.reconciliation_state 状态
--
-- 6.2 of the book of data entry: the three must agree.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT no, day_from, day_to, dept, kind, receipt_sum, cash_sum, system_sum, keys, matched, differing, why,
       state
  FROM entry_reconciliation
 WHERE day_to || ' 00:00:00' >= ?1 AND day_to || ' 00:00:00' < ?2 AND dept = COALESCE(?4, dept)
 ORDER BY day_to, no
