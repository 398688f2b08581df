/* What uses of delegated authority still owe after the act. */
#include <stdlib.h>
#include <string.h>

#include "svc/missing.h"
#include "svc/org.h"
#include "svc/statement.h"
#include "svc/text.h"

bool svc_use_falls_to_other(const struct svc_matter *matter, const struct svc_duty *duty)
{
    return duty->limit && strcmp(duty->key, duty->limit->clock) == 0 && matter->signers &&
           svc_text_in(matter->signers, ';', SVC_USE_RECEIVER);
}

enum { NO, USED_AT, MATTER, PERSON, DEPT, OTHER_DEPT, FACTS };

/* What one use owes: to the department that takes it over, by its head, else by who exercised it. */
static void owe(struct svc_db *db, struct svc_duties *found, struct svc_query *q,
                const struct svc_matter *matter, const struct svc_duty *duty)
{
    struct svc_buf what = { 0 };
    char day[SVC_DAY_SIZE];
    svc_when at = svc_moment(q, USED_AT);
    bool other = svc_use_falls_to_other(matter, duty) && !svc_is_null(q, OTHER_DEPT);
    const char *dept = svc_text(q, other ? OTHER_DEPT : DEPT);
    char *head = other ? svc_org_head(db, dept, svc_day_format(svc_when_day(at), day)) : NULL;
    svc_statement(&what, "text", "s", duty->text);
    svc_duties_add(found, duty->key, svc_text(q, NO), dept, other ? head : svc_text(q, PERSON),
                   what.data, duty->due ? duty->due : at);
    svc_buf_free(&what);
    free(head);
}

static void take_use(struct svc_db *db, struct svc_duties *found, struct svc_matrix *matrix,
                     struct svc_query *q, bool limited)
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
        if ((!done || strcmp(done, "no") == 0) && (duties[i].due || !limited))
            owe(db, found, q, matter, &duties[i]);
    }
    free(duties);
    svc_facts_free(&facts);
}

void svc_missing_of_uses(struct svc_duties *duties, struct svc_db *db, struct svc_matrix *matrix,
                         bool limited)
{
    struct svc_query *q = svc_query(db,
        "SELECT no, used_at, matter, person, dept, other_dept, facts FROM authority_use"
        " WHERE state <> 'rejected' ORDER BY used_at, no", NULL);
    while (svc_next(q))
        take_use(db, duties, matrix, q, limited);
}
