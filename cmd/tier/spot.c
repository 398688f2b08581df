/* Spot checks: the service office looks whether the promises are kept, and a department gains or
 * loses points when the office has signed (rule book 001, tiers 8). */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/sign.h"

static bool reject;

const struct svc_option sign_options[] = {
    { .name = "reject", .type = SVC_OPT_FLAG, .to = &reject,
      .help = "turn them down; needs --reason" },
    SVC_OPTIONS_INCLUDE(svc_sign_options),
    { 0 }
};

/* -- intake ------------------------------------------------------------------------------- */

/* The points of the clause's department leg in force on that day: a value inside its range, the
 * least where none is given. The chain that approves it is the caller's to free, NULL for none. */
static char *take_points(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    char *chain = NULL, least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    struct svc_value *points = &values[X_POINTS];
    struct svc_query *q = svc_query(call->db,
        "SELECT points_min, points_max, approval FROM fired"
        " WHERE event = 'tier.spot' AND clause = ?1 AND subject = 'dept'"
        "   AND points_min IS NOT NULL AND from_day <= substr(?2, 1, 10)"
        "   AND until_day > substr(?2, 1, 10)", "ss", values[X_CLAUSE].text,
        values[X_CHECKED_AT].text);
    if (!svc_next(q)) {
        svc_import_reject(in, "clause", "tier.spot fires no clause that has points for departments "
                          "under that code on that day");
        return NULL;
    }
    if (!svc_value_given(points))
        *points = svc_value_number(svc_int(q, 0));
    if (points->number < svc_int(q, 0) || points->number > svc_int(q, 1))
        svc_import_reject(in, "points", "must be %s to %s",
                          svc_hundredths_format(svc_int(q, 0), least),
                          svc_hundredths_format(svc_int(q, 1), most));
    chain = svc_strdup(svc_text(q, 2));
    svc_done(q);
    return chain;
}

static void check_names(struct svc_call *call, struct svc_import *in,
                        const struct svc_value *values)
{
    char now[SVC_WHEN_SIZE];
    if (strcmp(values[X_CHECKED_AT].text, svc_when_format(svc_now(), now)) > 0)
        svc_import_reject(in, "checked_at", "lies in the future");
    if (svc_value_given(&values[X_CUSTOMER]) &&
        !svc_one_int(call->db, 0, "SELECT 1 FROM customer WHERE customer = ?1", "s",
                     values[X_CUSTOMER].text))
        svc_import_reject(in, "customer", "is not registered");
    if (svc_value_given(&values[X_DUTY]) &&
        !svc_one_int(call->db, 0,
            "SELECT 1 FROM policy_param p JOIN policy_version v ON v.version = p.version"
            " WHERE p.name = 'duty_' || ?1 AND v.from_day <= substr(?2, 1, 10)"
            "   AND v.until_day > substr(?2, 1, 10)", "ss", values[X_DUTY].text,
            values[X_CHECKED_AT].text))
        svc_import_reject(in, "duty", "no such duty on that day%s; svc-tier duties lists them",
                          svc_near(call->db, "SELECT DISTINCT substr(name, 6), NULL FROM policy_param"
                                             " WHERE name LIKE 'duty\\_%' ESCAPE '\\'", values[X_DUTY].text));
}

int tier_spot_take(struct svc_call *call, bool one)
{
    struct svc_import *in = one ? svc_import_one(call) : svc_import_open(call);
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        svc_when at;
        if (svc_import_before(in)) {
            svc_import_reject(in, NULL, "was recorded and waits for its signature or has it; "
                              "record another");
            continue;
        }
        check_names(call, in, values);
        char *chain = take_points(call, in, values);
        bool automatic = chain && strcmp(chain, "auto") == 0;
        values[X_STATE] = svc_value_text(automatic ? "signed" : "proposed");
        if (chain && !automatic && !svc_when_parse(values[X_CHECKED_AT].text, &at)) {
            struct svc_sign_start start = {
                .no = values[X_NO].text, .chain = chain, .round = 1, .fact = at,
                .proposer = call->actor.person, .subject_dept = values[X_DEPT].text,
                .own_dept = values[X_DEPT].text
            };
            svc_sign_begin(call, &start);
        }
        free(chain);
    }
    return svc_import_close(in);
}

/* -- sign --------------------------------------------------------------------------------- */

static void sign_one(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *no = step->no;
    char *chain = svc_one(call->db, "SELECT chain FROM signing WHERE tbl = 'tier_check'"
                                    " AND no = ?1 AND round = 1", "s", no);
    if (svc_sign(step->context, no, chain, 1, reject) == SVC_SIGN_ENDED)
        svc_move(step, "UPDATE tier_check SET state = ?3 WHERE no = ?1 AND state = ?2", "s",
                 reject ? "rejected" : "signed");
    free(chain);
}

int tier_sign(struct svc_call *call)
{
    call->reg = &tier_checks;
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
    svc_each(call, SVC_OF(&tier_checks), at, sign_one, desk);
    svc_desk_close(desk);
    svc_call_commit(call);
    return svc_finish(call);
}
