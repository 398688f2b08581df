/* svc-admin check cases: what the cases of rewards and penalties must be, derived once more from
 * their signatures and the policy, without asking the code that wrote them. */
#include "admin.h"


/* The stages of a case's chain that apply to it and that nobody signed; a case is no rule book. */
#define OPEN_STAGE \
    "SELECT 1 FROM signing g JOIN policy_chain k ON k.version = g.version AND k.chain = g.chain" \
    " WHERE g.tbl = 'reward_case' AND g.no = c.no AND g.chain = c.chain" \
    "   AND NOT (';' || COALESCE(k.condition, '') || ';' LIKE '%;filing;%')" \
    "   AND NOT (';' || COALESCE(k.condition, '') || ';' LIKE '%;amount>0;%' AND g.amount = 0)" \
    "   AND NOT (';' || COALESCE(k.condition, '') || ';' LIKE '%;touches_other_dept;%'" \
    "            AND COALESCE(g.other_dept, '') IN ('', COALESCE(g.own_dept, '')))" \
    "   AND NOT EXISTS (SELECT 1 FROM signature s WHERE s.tbl = g.tbl AND s.no = g.no" \
    "    AND s.chain = g.chain AND s.round = g.round AND s.stage = k.stage" \
    "    AND s.decision = 'signed')"

#define SIGNATURES(what, more) \
    "(SELECT " what " FROM signature s WHERE s.tbl = 'reward_case' AND s.no = c.no" more ")"
#define REJECTED SIGNATURES("COUNT(*)", " AND s.decision = 'rejected'")

/* The leg as the policy has it that was in force on the fact's day when the case was proposed: a
 * version that is loaded over past days changes no case. */
#define RULE \
    "SELECT 1 FROM signing g JOIN policy_version v ON v.version = g.version" \
    "   AND v.from_day <= substr(c.occurred_at, 1, 10)" \
    "  JOIN policy_leg p ON p.version = v.version" \
    " WHERE g.tbl = 'reward_case' AND g.no = c.no AND g.chain = c.chain" \
    "   AND p.clause = c.clause AND p.subject = l.subject AND p.approval = c.chain" \
    "   AND COALESCE(p.loss_from, 0) <= COALESCE(c.loss, 0)" \
    "   AND (p.loss_to IS NULL OR p.loss_to > COALESCE(c.loss, 0))"

/* By how many the leg's points and yuan are. */
#define TIMES " * (CASE WHEN p.per IS NULL THEN 1 ELSE COALESCE(c.quantity, 1) END)"

/* Each query yields a case's number and a statement of what is wrong with it. */
static const char *const queries[] = {
    "SELECT c.no, 'case_no_leg' FROM reward_case c"
    " WHERE NOT EXISTS (SELECT 1 FROM reward_leg l WHERE l.no = c.no)",

    "SELECT c.no, 'case_no_chain' FROM reward_case c"
    " WHERE NOT EXISTS (SELECT 1 FROM signing g WHERE g.tbl = 'reward_case' AND g.no = c.no"
    "    AND g.chain = c.chain)",

    "SELECT g.no, 'case_none' FROM signing g"
    " WHERE g.tbl = 'reward_case' AND NOT EXISTS"
    "       (SELECT 1 FROM reward_case c WHERE c.no = g.no AND c.chain = g.chain)",

    "SELECT c.no, 'case_open_stage|' || c.state FROM reward_case c"
    " WHERE c.state IN ('approved', 'reversed') AND EXISTS (" OPEN_STAGE ")",

    "SELECT c.no, 'case_all_signed|' || c.state FROM reward_case c"
    " WHERE c.state = 'proposed' AND NOT EXISTS (" OPEN_STAGE ")",

    "SELECT c.no, 'case_all_signed|' || c.state FROM reward_case c"
    " WHERE c.state = 'withdrawn' AND NOT EXISTS (" OPEN_STAGE ")",

    "SELECT c.no, 'case_turned_down|' || c.state FROM reward_case c"
    " WHERE c.state <> 'rejected' AND " REJECTED " > 0",

    "SELECT c.no, 'case_rejected_by' FROM reward_case c"
    " WHERE c.state = 'rejected' AND " REJECTED " <> 1",

    "SELECT c.no, 'case_decided|' || COALESCE(c.decided_at, '') || '|' ||"
    "       COALESCE(" SIGNATURES("MAX(s.signed_at)", "") ", '') FROM reward_case c"
    " WHERE c.state IN ('approved', 'reversed', 'rejected')"
    "   AND COALESCE(c.decided_at, '') <> COALESCE(" SIGNATURES("MAX(s.signed_at)", "") ", '-')",

    "SELECT c.no, 'case_amount' FROM reward_case c"
    "  JOIN signing g ON g.tbl = 'reward_case' AND g.no = c.no AND g.chain = c.chain"
    " WHERE g.amount <> (SELECT COALESCE(SUM(ABS(l.amount)), 0) FROM reward_leg l"
    "                     WHERE l.no = c.no)",

    "SELECT c.no, 'case_proposer' FROM reward_case c"
    "  JOIN signing g ON g.tbl = 'reward_case' AND g.no = c.no AND g.chain = c.chain"
    " WHERE g.proposer <> c.proposer OR COALESCE(g.subject_dept, '') <> c.dept",

    "SELECT c.no, 'case_policy' FROM reward_case c"
    "  JOIN signing g ON g.tbl = 'reward_case' AND g.no = c.no AND g.chain = c.chain"
    " WHERE NOT EXISTS (SELECT 1 FROM policy_chain k"
    "        WHERE k.version = g.version AND k.chain = c.chain)",

    "SELECT l.no, 'case_subject|' || l.person"
    "  FROM reward_leg l JOIN reward_case c ON c.no = l.no"
    " WHERE l.person IS NOT NULL AND NOT EXISTS"
    "       (SELECT 1 FROM signing_subject b WHERE b.tbl = 'reward_case' AND b.no = c.no"
    "           AND b.chain = c.chain AND b.person = l.person)",

    "SELECT b.no, 'case_no_subject|' || b.person"
    "  FROM signing_subject b WHERE b.tbl = 'reward_case' AND NOT EXISTS"
    "       (SELECT 1 FROM reward_leg l WHERE l.no = b.no AND l.person = b.person)",

    "SELECT c.no, 'case_reversed_by' FROM reward_case c"
    " WHERE c.state = 'reversed' AND NOT EXISTS"
    "       (SELECT 1 FROM reward_case r WHERE r.reverses = c.no AND r.state = 'approved')",

    "SELECT r.no, 'case_reverses|' || c.no || '|' || c.state"
    "  FROM reward_case r JOIN reward_case c ON c.no = r.reverses"
    " WHERE r.state = 'approved' AND c.state <> 'reversed'",

    "SELECT r.no, 'case_gives_back|' || r.reverses FROM reward_case r"
    " WHERE r.reverses IS NOT NULL AND"
    "       (EXISTS (SELECT 1 FROM reward_leg l WHERE l.no = r.no AND NOT EXISTS"
    "                (SELECT 1 FROM reward_leg o WHERE o.no = r.reverses AND o.leg = l.leg"
    "                    AND o.subject = l.subject AND o.dept = l.dept"
    "                    AND COALESCE(o.person, '') = COALESCE(l.person, '')"
    "                    AND o.points = -l.points AND o.amount = -l.amount))"
    "        OR EXISTS (SELECT 1 FROM reward_leg o WHERE o.no = r.reverses AND NOT EXISTS"
    "                   (SELECT 1 FROM reward_leg l WHERE l.no = r.no AND l.leg = o.leg)))",

    "SELECT l.no, 'case_leg|' || l.subject || '|' || c.clause"
    "  FROM reward_leg l JOIN reward_case c ON c.no = l.no"
    " WHERE c.reverses IS NULL AND NOT EXISTS (" RULE ")",

    /* Of several persons' shares the whole lies in the range, not each. */
    "SELECT l.no, 'case_range|' || l.subject || '|' || c.clause"
    "  FROM reward_leg l JOIN reward_case c ON c.no = l.no"
    " WHERE c.reverses IS NULL AND EXISTS (" RULE ") AND NOT EXISTS (" RULE
    "   AND (p.share_of IS NOT NULL"
    "    OR (ABS(l.points) BETWEEN COALESCE(p.points_min, 0)" TIMES " AND COALESCE(p.points_max, 0)" TIMES
    "   AND ABS(l.amount) <= COALESCE(p.amount_max, 0)" TIMES
    "   AND (ABS(l.amount) >= COALESCE(p.amount_min, 0)" TIMES
    "        OR (l.subject = 'person' AND c.person IS NULL))))"
    "   AND ((p.sign = '+' AND l.points >= 0 AND l.amount >= 0)"
    "        OR (p.sign = '-' AND l.points <= 0 AND l.amount <= 0)))",

    "SELECT c.no, 'case_shares' FROM reward_case c"
    " WHERE c.person IS NULL AND c.reverses IS NULL AND EXISTS"
    "       (SELECT 1 FROM reward_leg l WHERE l.no = c.no AND l.subject = 'person')"
    "   AND COALESCE(c.amount, 0) <> (SELECT SUM(ABS(l.amount)) FROM reward_leg l"
    "                                  WHERE l.no = c.no AND l.subject = 'person')",

    "SELECT l.no, 'case_leg_amount|' || l.subject FROM reward_leg l"
    "  JOIN reward_case c ON c.no = l.no"
    " WHERE ABS(l.amount) <> CASE l.subject WHEN 'head' THEN COALESCE(c.head_amount, 0)"
    "                                       ELSE COALESCE(c.amount, 0) END"
    "   AND ((l.subject = 'person' AND l.person = c.person) OR l.subject = 'head')",

    "SELECT c.no, 'case_person|' || c.person FROM reward_case c"
    " WHERE c.person IS NOT NULL AND NOT EXISTS"
    "       (SELECT 1 FROM reward_leg l WHERE l.no = c.no AND l.person = c.person)",

    "SELECT c.no, 'case_beside|' || c.beside FROM reward_case c"
    " WHERE c.beside IS NOT NULL AND NOT EXISTS"
    "       (SELECT 1 FROM reward_case o WHERE o.no = c.beside AND o.beside IS NULL"
    "           AND o.source = c.source AND o.source_no = c.source_no AND o.clause = c.clause)",

    "SELECT c.no, 'case_no_evidence' FROM reward_case c"
    " WHERE c.evidence IS NULL AND " SIGNATURES("COUNT(*)", " AND s.decision = 'signed'") " > 0",

    "SELECT c.no, 'case_too_early' FROM reward_case c"
    " WHERE " SIGNATURES("MIN(s.signed_at)", "") " < c.occurred_at"
};

void admin_check_cases(struct svc_call *call, struct admin_findings *findings)
{
    (void)call;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        admin_found_said(findings, queries[i]);
}
