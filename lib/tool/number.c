#include "svc/number.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
#include "svc/num.h"

struct counter {
    char letter;
    int year;
    int64_t last;
    bool changed;
};

static struct counter *counters;
static size_t count;

static struct counter *counter_of(struct svc_db *db, char letter, int year)
{
    char name[2] = { letter, '\0' };
    for (size_t i = 0; i < count; i++)
        if (counters[i].letter == letter && counters[i].year == year)
            return &counters[i];
    int64_t last = svc_one_int(db, 0, "SELECT last FROM counter WHERE letter = ?1 AND year = ?2",
                               "si", name, (int64_t)year);
    counters = svc_grow(counters, count, sizeof *counters);
    counters[count] = (struct counter){ letter, year, last, false };
    return &counters[count++];
}

char *svc_number_next(struct svc_db *db, char letter, int year, char *out)
{
    char digits[SVC_NUM_SIZE], *p = out;
    struct counter *counter = counter_of(db, letter, year);
    counter->changed = true;
    *p++ = letter;
    p += svc_int_digits(year, p);
    *p++ = '-';
    size_t n = svc_int_digits(++counter->last, digits);
    for (size_t i = n; i < 6; i++)
        *p++ = '0';
    memcpy(p, digits, n);
    p[n] = '\0';
    return out;
}

const char *svc_number_keep(struct svc_db *db, char letter, const char *no, int year)
{
    static const char *shape = "not a number of this register, such as C2026-000123";
    int64_t named, last;
    char digits[5] = { 0 };
    const char *dash = strchr(no, '-');
    if (no[0] != letter || !dash || dash - no != 5 || strlen(dash + 1) < 6 ||
        strlen(dash + 1) > 12 || strspn(no + 1, "0123456789") != 4 ||
        strspn(dash + 1, "0123456789") != strlen(dash + 1))
        return shape;
    memcpy(digits, no + 1, 4);
    svc_int_parse(digits, &named);
    if (named != year)
        return "of another year than the fact";
    svc_int_parse(dash + 1, &last);
    struct counter *counter = counter_of(db, letter, year);
    if (last > counter->last) {
        counter->last = last;
        counter->changed = true;
    }
    return NULL;
}

void svc_number_save(struct svc_db *db)
{
    for (size_t i = 0; i < count; i++) {
        char name[2] = { counters[i].letter, '\0' };
        if (counters[i].changed)
            svc_run(db, "INSERT INTO counter (letter, year, last) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (letter, year) DO UPDATE SET last = excluded.last",
                    "sii", name, (int64_t)counters[i].year, counters[i].last);
    }
    free(counters);
    counters = NULL;
    count = 0;
}
