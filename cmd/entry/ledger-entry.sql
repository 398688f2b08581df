-- title: 录入差错台账
-- about: fields that were entered wrong, and what became of them
-- period: when it was found
-- table: entry_error
-- list: svc-entry list errors
-- column: no code 编号
-- column: found_at time 发现时间
-- column: audit code 检查编号
-- column: dept dept 录入部门
-- column: operator person 录入人
-- column: role entry.role 录入岗位
-- column: grp entry.grp 字段组
-- column: field entry.field 字段
-- column: record code 关联单号
-- column: error entry.error 差错类型
-- column: severity severity 严重程度
-- column: points points 扣分
-- column: fix_due time 更正时限
-- column: fixed_at time 更正时间
-- column: complaint code 引发投诉
-- column: state entry.error_state 状态
--
-- What 8.2 of the book of data entry counts. Without a choice inside the range no points stand here; the
-- sheet has them.
-- ?1 first moment, ?2 first moment after, ?3 now, ?4 department or NULL.

SELECT no, found_at, audit, dept, operator, role, grp, field, record, error, severity, points, fix_due,
       fixed_at, complaint, state
  FROM entry_error
 WHERE found_at >= ?1 AND found_at < ?2 AND COALESCE(dept, '') = COALESCE(?4, dept, '')
 ORDER BY found_at, no
