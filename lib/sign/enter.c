/* Who copies a signature from paper into the store, where that is one clerk's to give to himself. */
#include "enter.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/sign.h"

bool svc_signer_of_host(struct svc_db *db)
{
    return svc_one_int(db, 0, "SELECT 1 FROM meta WHERE name = 'mode' AND value = 'host'", NULL) == 1;
}

/* The trigger signature_enterer says the same. In this order: proposed it, or recorded who proposed it; is
 * whom it is about; acts for the signer or for one of these. */
static const char objections[] =
    "SELECT CASE"
    "       WHEN g.proposer = ?5 THEN 'proposer'"
    "       WHEN g.proposer IS NOT NULL AND EXISTS (SELECT 1 FROM event e WHERE e.seq = g.event"
    "                                                  AND e.person = ?5) THEN 'recorder'"
    "       WHEN EXISTS (SELECT 1 FROM signing_subject s WHERE s.tbl = g.tbl AND s.no = g.no"
    "                       AND s.chain = g.chain AND s.round = g.round AND s.person = ?5) THEN 'subject'"
    "       WHEN EXISTS (SELECT 1 FROM delegation d WHERE d.delegate = ?5 AND d.scope IN ('all', g.chain)"
    "                       AND d.from_day <= substr(?7, 1, 10) AND d.until_day >= substr(?7, 1, 10)"
    "                       AND (d.grantor = ?6 OR d.grantor IN"
    "                            (SELECT s.person FROM signing_subject s WHERE s.tbl = g.tbl AND s.no = g.no"
    "                                AND s.chain = g.chain AND s.round = g.round))) THEN 'delegate' END"
    "  FROM signing g WHERE g.tbl = ?1 AND g.no = ?2 AND g.chain = ?3 AND g.round = ?4";

static char *explain(const char *key, const char *enterer, enum svc_language language)
{
    enum svc_language own = svc_lang_in(language);
    char *why = strcmp(key, "proposer") == 0
                    ? svc_format(_("\"%s\" proposed it and enters no signature of it"), enterer)
                : strcmp(key, "recorder") == 0
                    ? svc_format(_("\"%s\" recorded its proposal and enters no signature of it"), enterer)
                : strcmp(key, "subject") == 0
                    ? svc_format(_("\"%s\" is a subject of it and enters no signature of it"), enterer)
                    : svc_format(_("\"%s\" acts for the signer or a subject of it and enters no signature of it"),
                                 enterer);
    svc_lang_in(own);
    return why;
}

bool svc_enterer_may(struct svc_call *call, const char *no, const char *chain, int round, const char *signer,
                     svc_when at)
{
    char day[SVC_WHEN_SIZE];
    const char *enterer = call->actor.person;
    if (!signer || strcmp(signer, enterer) == 0)
        return true;
    char *key = svc_one(call->db, objections, "sssisss", call->reg->table, no, chain, (int64_t)round, enterer,
                        signer, svc_when_format(at, day));
    bool host = key && svc_signer_of_host(call->db);
    if (host) {
        svc_refuse_both(call, SVC_REFUSED, no, explain(key, enterer, SVC_ENGLISH),
                        explain(key, enterer, svc_lang()));
    } else if (key && svc_call_talks()) {
        char *told = explain(key, enterer, svc_lang());
        svc_warn("%s: %s: on a host this would be refused", no, told);
        free(told);
    }
    free(key);
    return !host;
}

bool svc_paper_taken(struct svc_call *call, const char *no, const char *signer, svc_when at)
{
    char day[SVC_DAY_SIZE];
    if (!signer || strcmp(signer, call->actor.person) == 0)
        return true;
    bool refused = svc_one_int(call->db, 0,
        "SELECT 1 FROM person p, policy_version v, policy_param m"
        " WHERE p.person = ?1 AND p.login IS NOT NULL AND v.from_day <= ?2 AND v.until_day > ?2"
        "   AND m.version = v.version AND m.name = 'paper_with_login' AND m.value = 'no'", "ss", signer,
        svc_day_format(svc_when_day(at), day)) == 1;
    if (refused)
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" has a login and signs himself: the policy's paper_with_login is"
                   " no", signer);
    return !refused;
}
