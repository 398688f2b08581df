#include "svc/leg.h"

#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"

const char *svc_leg_base(const char *subject, const char *share_of)
{
    return share_of                          ? share_of
           : svc_text_in("leader|deputy", '|', subject) ? "person"
                                             : NULL;
}

/* -- the pack's ----------------------------------------------------------------------------- */

static struct svc_leg read_leg(struct svc_query *q)
{
    int64_t sign = strcmp(svc_text(q, 4), "-") == 0 ? -1 : 1;
    const char *base = svc_leg_base(svc_text(q, 3), svc_text(q, 11));
    return (struct svc_leg){
        .from_day = svc_strdup(svc_text(q, 0)), .until_day = svc_strdup(svc_text(q, 1)),
        .clause = svc_strdup(svc_text(q, 2)), .subject = svc_strdup(svc_text(q, 3)),
        .points = sign * svc_int(q, 5), .amount = sign * svc_int(q, 6),
        .effect = svc_strdup(svc_text(q, 7)), .per = svc_strdup(svc_text(q, 8)),
        .loss_from = svc_int(q, 9), .loss_to = svc_is_null(q, 10) ? INT64_MAX : svc_int(q, 10),
        .banded = !svc_is_null(q, 9) || !svc_is_null(q, 10), .base = svc_strdup(base),
        .share = svc_strdup(svc_text(q, 12))
    };
}

struct svc_leg *svc_legs_special(struct svc_db *db)
{
    struct svc_leg *legs = NULL;
    size_t count = 0;
    struct svc_query *q = svc_query(db,
        "SELECT v.from_day, v.until_day, l.clause, l.subject, l.sign, COALESCE(l.points_min, 0),"
        "       COALESCE(l.amount_min, 0), l.effect, l.per, l.loss_from, l.loss_to, l.share_of, l.share"
        "  FROM policy_version v JOIN policy_leg l ON l.version = v.version"
        " WHERE l.per IS NOT NULL OR l.loss_from IS NOT NULL OR l.loss_to IS NOT NULL"
        "    OR l.share_of IS NOT NULL OR l.subject IN ('leader', 'deputy')"
        " ORDER BY l.clause, l.subject, v.from_day, COALESCE(l.loss_from, 0)", NULL);
    while (svc_next(q)) {
        legs = svc_grow(legs, count, sizeof *legs);
        legs[count++] = read_leg(q);
    }
    legs = svc_grow(legs, count, sizeof *legs);
    legs[count] = (struct svc_leg){ 0 };
    return legs;
}

void svc_legs_free(struct svc_leg *legs)
{
    for (struct svc_leg *leg = legs; leg && leg->clause; leg++) {
        char *const texts[] = { leg->from_day, leg->until_day, leg->clause, leg->subject,
                                leg->effect, leg->per, leg->base, leg->share };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            free(texts[i]);
    }
    free(legs);
}

char *svc_leg_who(struct svc_db *db, const char *subject, const char *dept, const char *day)
{
    return strcmp(subject, "head") == 0     ? svc_org_head(db, dept, day)
           : strcmp(subject, "leader") == 0 ? svc_org_team_leader(db, dept, day)
           : strcmp(subject, "deputy") == 0 ? svc_org_leader(db, dept, day)
                                            : NULL;
}

int64_t svc_leg_quantity(struct svc_db *db, const char *noun, const char *record, const char *per)
{
    char *file = svc_format("%s/quantity", noun);
    int64_t found = -1;
    for (const struct svc_sql_file *one = NULL; (one = svc_sql_next(one, "quantity"));)
        if (strcmp(one->name, file) == 0) {
            char *no = svc_strndup(record, strcspn(record, "/"));
            found = svc_one_int(db, -1, one->sql, "ss", no, per);
            free(no);
        }
    free(file);
    return found > 0 ? found : -1;
}

/* -- arithmetic ----------------------------------------------------------------------------- */

bool svc_leg_times(int64_t value, int64_t quantity, int64_t *out)
{
    return !__builtin_mul_overflow(value, quantity, out);
}

int64_t svc_leg_share(const char *share, int64_t value)
{
    int64_t part = 0, whole = 1, size = llabs(value);
    part = *share - '0';
    for (const char *p = share + 1; *p; p++)
        if (*p != '.') {
            part = part * 10 + (*p - '0');
            whole *= 10;
        }
    int64_t of = size / whole * part + (size % whole * part + whole / 2) / whole;
    return value < 0 ? -of : of;
}

static const char *number(int64_t of, int64_t hundredths, char room[SVC_NUM_SIZE])
{
    return of ? svc_hundredths_format(llabs(hundredths), room) : NULL;
}

static void tell(struct svc_buf *out, const char *key, const char *first, const char *second,
                 struct svc_leg_sum sum)
{
    char room[4][SVC_NUM_SIZE];
    svc_statement(out, key, "sssssss", first, second, number(sum.of_points, sum.of_points, room[0]),
                  number(sum.of_points, sum.points, room[1]),
                  number(sum.of_amount, sum.of_amount, room[2]),
                  number(sum.of_amount, sum.amount, room[3]), NULL);
}

void svc_leg_tell_times(struct svc_buf *out, int64_t quantity, const char *per, struct svc_leg_sum sum)
{
    char text[SVC_NUM_SIZE];
    text[svc_int_digits(quantity, text)] = '\0';
    tell(out, "times", text, per, sum);
}

void svc_leg_tell_share(struct svc_buf *out, const char *share, const char *base, struct svc_leg_sum sum)
{
    tell(out, "share_of", share, base, sum);
}

const char *svc_leg_reason(const char *statement)
{
    enum { BEFORE = 6 }; /* values before the reason */
    while (strncmp(statement, "times|", 6) == 0 || strncmp(statement, "share_of|", 9) == 0)
        for (int i = 0; i <= BEFORE; i++)
            statement = strchr(statement, '|') + 1;
    return statement;
}
