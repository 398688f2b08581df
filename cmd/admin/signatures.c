/* svc-admin check signatures: what the signatures of the store must be, derived once more from
 * the policy's chains and the delegations, without asking the code that took them. */
#include "admin.h"

#include <stdlib.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/say.h"

/* Each query yields a record's number, a stage and a statement of what is wrong with it. */
static const char *const queries[] = {
    "SELECT s.no, s.stage, 'sign_proposer' FROM signature s JOIN signing g"
    "    ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    " WHERE s.person = g.proposer AND s.role <> 'handler'",

    "SELECT s.no, s.stage, 'sign_subject' FROM signature s JOIN signing_subject g"
    "    ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    " WHERE s.person = g.person",

    "SELECT s.no, s.stage, 'sign_delegate|' || d.grantor FROM signature s"
    "  JOIN signing_subject g"
    "    ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    "  JOIN delegation d ON d.grantor = g.person AND d.delegate = s.person"
    "    AND d.scope IN ('all', s.chain) AND d.event < s.event"
    " WHERE d.from_day <= substr(s.signed_at, 1, 10) AND d.until_day >= substr(s.signed_at, 1, 10)",

    "SELECT s.no, s.stage, 'sign_twice' FROM signature s"
    " WHERE EXISTS (SELECT 1 FROM signature o WHERE o.tbl = s.tbl AND o.no = s.no"
    "    AND o.chain = s.chain AND o.round = s.round AND o.stage < s.stage"
    "    AND o.person = s.person)",

    "SELECT s.no, s.stage, 'sign_order' FROM signature s"
    " WHERE EXISTS (SELECT 1 FROM signature o WHERE o.tbl = s.tbl AND o.no = s.no"
    "    AND o.chain = s.chain AND o.round = s.round AND o.stage < s.stage AND o.event > s.event)",

    "SELECT s.no, c.stage, 'sign_skipped' FROM signature s JOIN signing g"
    "    ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    "  JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain AND c.stage < s.stage"
    " WHERE (c.condition IS NULL OR (c.condition = 'amount>0' AND g.amount > 0)"
    "    OR (c.condition = 'touches_other_dept' AND g.other_dept <> COALESCE(g.own_dept, '')))"
    "   AND NOT EXISTS (SELECT 1 FROM signature o WHERE o.tbl = s.tbl AND o.no = s.no"
    "    AND o.chain = s.chain AND o.round = s.round AND o.stage = c.stage)",

    "SELECT s.no, s.stage, 'sign_behalf|' || s.behalf FROM signature s"
    "  JOIN signing g"
    "    ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    " WHERE s.behalf IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delegation_given d"
    " WHERE d.grantor = s.behalf AND d.delegate = s.person AND d.scope IN ('all', s.chain)"
    "   AND d.from_day <= substr(s.signed_at, 1, 10) AND d.until_day >= substr(s.signed_at, 1, 10)"
    "   AND (d.cap IS NULL OR d.cap >= g.amount))",

    "SELECT s.no, s.stage, 'sign_stranger' FROM signature s"
    "  JOIN person p ON p.person = s.person"
    " WHERE p.joined > substr(s.signed_at, 1, 10) OR p.left_on < substr(s.signed_at, 1, 10)"
};

/* What paper lets one person do: a record's number and a statement. */
static const char *const papers[] = {
    "SELECT s.no, 'sign_entered|' || MIN(s.entered_by) FROM signature s"
    " GROUP BY s.tbl, s.no, s.chain, s.round"
    " HAVING COUNT(*) > 1 AND COUNT(DISTINCT s.entered_by) = 1"
    "    AND MAX(CASE WHEN s.entered_by <> s.person THEN 1 ELSE 0 END) = 1 ORDER BY s.tbl, s.no",

    "SELECT DISTINCT s.no, 'sign_enterer|' || s.entered_by FROM signature s"
    "  JOIN signing g ON g.tbl = s.tbl AND g.no = s.no AND g.chain = s.chain AND g.round = s.round"
    "  LEFT JOIN event e ON e.seq = g.event"
    " WHERE s.entered_by <> s.person"
    "   AND (g.proposer = s.entered_by OR (g.proposer IS NOT NULL AND e.person = s.entered_by)"
    "    OR EXISTS (SELECT 1 FROM signing_subject t WHERE t.tbl = s.tbl AND t.no = s.no"
    "                  AND t.chain = s.chain AND t.round = s.round AND t.person = s.entered_by))"
    " ORDER BY s.no, s.entered_by"
};

void admin_check_papers(struct svc_call *call, struct admin_findings *findings)
{
    (void)call;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        admin_found_said(findings, papers[i]);
}

void admin_check_signatures(struct svc_call *call, struct admin_findings *findings)
{
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct svc_query *q = svc_query(call->db, queries[i], NULL);
        while (svc_next(q)) {
            char *why = svc_said(call->db, svc_lang(), svc_text(q, 2));
            char *what = svc_format(_("%s, stage %lld: %s"), svc_text(q, 0), (long long)svc_int(q, 1),
                                    why);
            admin_found(findings, what);
            free(what);
            free(why);
        }
    }
}
