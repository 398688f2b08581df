#include "svc/number.h"

#include <stdbool.h>
#include <stdio.h>
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

/* The counter that moved last, as it was before. */
static struct {
    bool known;
    size_t at;
    struct counter was;
} last_move;

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

static void keep_move(const struct counter *counter)
{
    last_move.known = true;
    last_move.at = (size_t)(counter - counters);
    last_move.was = *counter;
}

char *svc_number_next(struct svc_db *db, char letter, int year, char *out)
{
    char digits[SVC_NUM_SIZE], *p = out;
    struct counter *counter = counter_of(db, letter, year);
    keep_move(counter);
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
    static char shape[64];
    int64_t named, last;
    char digits[5] = { 0 };
    const char *dash = strchr(no, '-');
    if (no[0] != letter || !dash || dash - no != 5 || strlen(dash + 1) < 6 ||
        strlen(dash + 1) > 12 || strspn(no + 1, "0123456789") != 4 ||
        strspn(dash + 1, "0123456789") != strlen(dash + 1)) {
        snprintf(shape, sizeof shape, "not a number of this register, such as %c%04d-000123",
                 letter, year);
        return shape;
    }
    memcpy(digits, no + 1, 4);
    svc_int_parse(digits, &named);
    if (named != year)
        return "of another year than the fact";
    svc_int_parse(dash + 1, &last);
    struct counter *counter = counter_of(db, letter, year);
    keep_move(counter);
    if (last > counter->last) {
        counter->last = last;
        counter->changed = true;
    }
    return NULL;
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
        char name[2] = { counters[i].letter, '\0' };
        if (counters[i].changed)
            svc_run(db, "INSERT INTO counter (letter, year, last) VALUES (?1, ?2, ?3)"
                        " ON CONFLICT (letter, year) DO UPDATE SET last = excluded.last",
                    "sii", name, (int64_t)counters[i].year, counters[i].last);
    }
    free(counters);
    counters = NULL;
    count = 0;
    last_move.known = false;
}
