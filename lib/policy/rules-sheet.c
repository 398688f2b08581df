/* What a version makes the month's sheet by. */
#include <stdlib.h>

#include "rules-inner.h"
#include "svc/mem.h"

static void load_grades(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT code, \"from\" FROM policy_grade WHERE version = ?1"
                                    " ORDER BY \"from\" DESC NULLS LAST", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->grades = svc_grow(policy->grades, (size_t)policy->grade_count, sizeof *policy->grades);
        policy->grades[policy->grade_count++] = (struct svc_grade){
            svc_strdup(svc_text(q, 0)), svc_is_null(q, 1) ? INT64_MIN : svc_int(q, 1) };
    }
}

void svc_rules_load_sheet(struct svc_db *db, struct svc_policy *policy)
{
    load_grades(db, policy);
}

void svc_rules_free_sheet(struct svc_policy *policy)
{
    for (int i = 0; i < policy->grade_count; i++)
        free(policy->grades[i].code);
    free(policy->grades);
}
