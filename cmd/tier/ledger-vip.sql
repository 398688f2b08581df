-- title: VIP客户台账
-- about: customers above the general tier, a line for each of their contacts
-- period: its last day, today while that is to come: who is a VIP then
-- list: svc-tier list customers and svc-tier list contacts
-- column: customer code 客户号
-- column: name name 客户名称
-- column: kind tier.kind 客户性质
-- column: class class 用气类别
-- column: daily_gas_m3 int 日用气量
-- column: address address 地址
-- column: phone phone 电话
-- column: tier tier.tier 服务等级
-- column: from_day day 等级起始日
-- column: why said 分级依据
-- column: dept dept 信息提供部门
-- column: review code 审核单号
-- column: business tier.business/business 联络业务
-- column: person code 联络人工号
-- column: person_name code 联络人
-- column: contact name 客户联系人
-- column: contact_phone phone 联系电话
--
-- The register of step 40 of the tier book, with the named contacts of its promises (6.1, 6.2). A
-- VIP without contacts has one line, too. Who stands above the general tier on a day is told in
-- svc/tier.h.
-- ?4 department that supplied the customer or NULL, ?5 the day.

WITH standing AS (
    SELECT customer, tier
      FROM customer
     WHERE tier <> 'general' AND (tier_since IS NULL OR tier_since <= ?5)
    UNION
    SELECT h.customer, h.was
      FROM tier_change h
      JOIN tier_review r ON r.no = h.review
     WHERE r.state = 'signed' AND h.was <> 'general' AND h.from_day > ?5
       AND (h.was_since IS NULL OR h.was_since <= ?5)
)
SELECT c.customer,
       c.name,
       c.kind,
       c.class,
       c.daily_gas_m3,
       c.address,
       c.phone,
       t.tier,
       CASE WHEN t.tier = c.tier THEN c.tier_since END AS from_day,
       h.why,
       h.dept,
       h.review,
       k.business,
       k.person,
       p.name AS person_name,
       k.contact,
       k.phone AS contact_phone
  FROM standing t
  JOIN customer c ON c.customer = t.customer
  LEFT JOIN tier_change h
    ON h.customer = c.customer
   AND h.event = (SELECT MAX(m.event)
                    FROM tier_change m
                    JOIN tier_review r ON r.no = m.review
                   WHERE m.customer = c.customer AND m.from_day <= ?5 AND r.state = 'signed')
  LEFT JOIN tier_contact k
    ON k.customer = c.customer AND k.from_day <= ?5
   AND (k.until_day IS NULL OR k.until_day >= ?5)
  LEFT JOIN person_span p ON p.person = k.person AND p.from_day <= ?5 AND p.until_day > ?5
 WHERE COALESCE(h.dept, '') = COALESCE(?4, h.dept, '')
 ORDER BY c.customer, k.business NULLS FIRST, k.no
