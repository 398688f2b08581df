#include "svc/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"

struct counter {
    const char *prefix; /* of a register's description, or a literal */
    int year;
    int64_t last;
    bool changed;
};

static struct counter *counters;
static size_t count;

/* The counter that moved last, as it was before. */
static struct {
    bool known;
    size_t at;
    struct counter was;
} last_move;

static struct counter *counter_of(struct svc_db *db, const char *prefix, int year)
{
    for (size_t i = 0; i < count; i++)
        if (counters[i].year == year && strcmp(counters[i].prefix, prefix) == 0)
            return &counters[i];
    int64_t last = svc_one_int(db, 0, "SELECT last FROM counter WHERE prefix = ?1 AND year = ?2",
                               "si", prefix, (int64_t)year);
    counters = svc_grow(counters, count, sizeof *counters);
    counters[count] = (struct counter){ prefix, year, last, false };
    return &counters[count++];
}

static void keep_move(const struct counter *counter)
{
    last_move.known = true;
    last_move.at = (size_t)(counter - counters);
    last_move.was = *counter;
}

char *svc_number_next(struct svc_db *db, const char *prefix, int year, char *out)
{
    char digits[SVC_NUM_SIZE], *p = stpcpy(out, prefix);
    struct counter *counter = counter_of(db, prefix, year);
    keep_move(counter);
    counter->changed = true;
    p += svc_int_digits(year, p);
    *p++ = '-';
    size_t n = svc_int_digits(++counter->last, digits);
    for (size_t i = n; i < 6; i++)
        *p++ = '0';
    memcpy(p, digits, n);
    p[n] = '\0';
    return out;
}

const char *svc_number_keep(struct svc_db *db, const char *prefix, const char *no, int year)
{
    static char shape[64];
    int64_t named, last;
    char digits[5] = { 0 };
    const char *from = no + strlen(prefix), *dash = strchr(no, '-');
    if (!svc_number_begins(prefix, no) || !dash || dash - from != 4 || strlen(dash + 1) < 6 ||
        strlen(dash + 1) > 12 || strspn(from, "0123456789") != 4 ||
        strspn(dash + 1, "0123456789") != strlen(dash + 1)) {
        snprintf(shape, sizeof shape, _("not a number of this register, such as %s%04d-000123"),
                 prefix, year);
        return shape;
    }
    memcpy(digits, from, 4);
    svc_int_parse(digits, &named);
    if (named != year)
        return _("of another year than the fact");
    svc_int_parse(dash + 1, &last);
    struct counter *counter = counter_of(db, prefix, year);
    keep_move(counter);
    if (last > counter->last) {
        counter->last = last;
        counter->changed = true;
    }
    return NULL;
}

bool svc_number_begins(const char *prefix, const char *no)
{
    size_t len = strlen(prefix);
    return strncmp(no, prefix, len) == 0 && no[len] >= '0' && no[len] <= '9';
}

void svc_number_undo(void)
{
    if (last_move.known)
        counters[last_move.at] = last_move.was;
    last_move.known = false;
}

void svc_number_save(struct svc_db *db)
{
    for (size_t i = 0; i < count; i++) {
        if (counters[i].changed)
            svc_run(db, "INSERT INTO counter (prefix, year, last) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (prefix, year) DO UPDATE SET last = excluded.last",
                    "sii", counters[i].prefix, (int64_t)counters[i].year, counters[i].last);
    }
    free(counters);
    counters = NULL;
    count = 0;
    last_move.known = false;
}
