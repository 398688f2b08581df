#include "svc/closing.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"

static struct svc_closing closing_of(const char *from, const char *value)
{
    struct svc_closing closing = { .from = INT32_MIN };
    if (strcmp(from, "0001-01-01") != 0 && svc_day_parse(from, &closing.from))
        svc_die(SVC_CONFIG, "the store's policy has a day that is none");
    const char *why = svc_closing_parse(value, &closing.day);
    if (why)
        svc_die(SVC_CONFIG, "params: month_closing_day: %s", why);
    return closing;
}

/* A version is in force until the next one begins, so that the first days alone tell. Of two that
 * begin on one day the later one is in force. */
static void set(struct svc_db *db, const struct svc_closing *more)
{
    struct svc_closing *closing = NULL;
    size_t count = 0;
    struct svc_query *q = svc_query(db,
        "SELECT v.from_day, p.value FROM policy_version v"
        "  LEFT JOIN policy_param p ON p.version = v.version AND p.name = 'month_closing_day'"
        " WHERE v.from_day < v.until_day ORDER BY v.from_day", NULL);
    while (svc_next(q)) {
        struct svc_closing one = closing_of(svc_text(q, 0), svc_text(q, 1));
        closing = svc_grow(closing, count, sizeof *closing);
        if (more && one.from >= more->from) {
            closing[count++] = *more;
            closing = svc_grow(closing, count, sizeof *closing);
            if (one.from > more->from)
                closing[count++] = one;
            more = NULL;
        } else {
            closing[count++] = one;
        }
    }
    if (more) {
        closing = svc_grow(closing, count, sizeof *closing);
        closing[count++] = *more;
    }
    svc_closings_set(closing, count);
    free(closing);
}

void svc_closings_open(struct svc_db *db)
{
    set(db, NULL);
}

void svc_closings_with(struct svc_db *db, svc_day from, const char *value)
{
    struct svc_closing more = { .from = from };
    svc_closing_parse(value, &more.day);
    set(db, &more);
}
