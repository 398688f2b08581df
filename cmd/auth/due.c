/* due: what uses of authority still owe, for a crontab or the morning's list. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/duty.h"
#include "svc/org.h"
#include "svc/policy.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/when.h"

static const char *only;

const struct svc_option auth_due_options[] = {
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &only, .arg = "KEY",
      .help = "this duty alone, as matrix prints it under procedure" },
    SVC_OPTIONS_INCLUDE(svc_due_options),
    { 0 }
};

bool auth_falls_to_other(const struct svc_matter *matter, const struct svc_duty *duty)
{
    return duty->limit && strcmp(duty->key, duty->limit->clock) == 0 && matter->signers &&
           svc_text_in(matter->signers, ';', AUTH_RECEIVER);
}

enum { NO, USED_AT, MATTER, PERSON, DEPT, OTHER_DEPT, FACTS };

/* What one use owes: to the department that takes it over, by its head, else by who exercised it. */
static void owe(struct svc_call *call, struct svc_duties *found, struct svc_query *q,
                const struct svc_matter *matter, const struct svc_duty *duty)
{
    struct svc_buf what = { 0 };
    char day[SVC_DAY_SIZE];
    svc_when at = svc_moment(q, USED_AT);
    bool other = auth_falls_to_other(matter, duty) && !svc_is_null(q, OTHER_DEPT);
    const char *dept = svc_text(q, other ? OTHER_DEPT : DEPT);
    char *head = other ? svc_org_head(call->db, dept, svc_day_format(svc_when_day(at), day)) : NULL;
    svc_statement(&what, "text", "s", duty->text);
    svc_duties_add(found, duty->key, svc_text(q, NO), dept, other ? head : svc_text(q, PERSON),
                   what.data, duty->due ? duty->due : at);
    svc_buf_free(&what);
    free(head);
}

static void take_use(struct svc_call *call, struct svc_duties *found, struct svc_matrix *matrix,
                     struct svc_query *q)
{
    struct svc_facts facts;
    struct svc_duty *duties;
    svc_when at = svc_moment(q, USED_AT);
    svc_day day = svc_when_day(at);
    const struct svc_matter *matter = svc_matrix_find(matrix, day, svc_text(q, MATTER));
    if (!matter)
        return;
    svc_facts_read(svc_text(q, FACTS), &facts);
    size_t count = svc_matter_duties(svc_matrix_policy(matrix, day), matter, at, &duties);
    for (size_t i = 0; i < count; i++) {
        const char *done = svc_facts_get(&facts, duties[i].key);
        if (!done || strcmp(done, "no") == 0)
            owe(call, found, q, matter, &duties[i]);
    }
    free(duties);
    svc_facts_free(&facts);
}

int auth_due(struct svc_call *call)
{
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    const struct svc_policy *policy = svc_matrix_policy(matrix, svc_when_day(svc_now()));
    struct svc_duties found = { .kind = only, .dept = svc_due_given.dept,
                                .horizon = svc_due_horizon(policy, svc_due_ever()) };
    struct svc_query *q = svc_due_rests(policy) ? NULL : svc_query(call->db,
        "SELECT no, used_at, matter, person, dept, other_dept, facts FROM authority_use"
        " WHERE state <> 'rejected' ORDER BY used_at, no", NULL);
    while (q && svc_next(q))
        take_use(call, &found, matrix, q);
    size_t count = svc_duties_print(call, &found, "base.fact");
    svc_matrix_close(matrix);
    return svc_due_finish(call, count);
}
