#include "svc/closed.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/period.h"

struct closed {
    struct svc_period month;
    bool noted;
};

static struct closed *months; /* every closed one, read once */
static size_t count;
static bool known;

static void load(struct svc_call *call)
{
    struct svc_query *q = svc_query(call->db, "SELECT DISTINCT period FROM month_close"
                                              " ORDER BY period", NULL);
    known = true;
    while (svc_next(q)) {
        months = svc_grow(months, count, sizeof *months);
        months[count] = (struct closed){ .noted = false };
        if (!svc_period_parse(svc_text(q, 0), &months[count].month))
            count++;
    }
}

void svc_closed_span(struct svc_call *call, svc_when from, svc_when until)
{
    if (!known)
        load(call);
    for (struct closed *c = months; c < months + count; c++)
        if (from < c->month.until && until > c->month.from)
            c->noted = true;
}

/* Whether anything that the command registers has score lines. */
static bool scores(const struct svc_call *call)
{
    const struct svc_verb *verb = call->command->verbs;
    while (verb->name && strcmp(verb->name, "score") != 0)
        verb++;
    return verb->name;
}

void svc_closed_fact(struct svc_call *call, const char *text)
{
    struct svc_period month;
    svc_when at;
    if ((known && count == 0) || !scores(call))
        return;
    if (text && !svc_when_parse(text, &at))
        svc_closed_span(call, at, at + 1);
    else if (text && !svc_period_parse(text, &month))
        svc_closed_span(call, month.from, month.until);
}

/* What was missed is a fact of its deadline. */
static bool is_deadline(const char *name)
{
    const char *end = strrchr(name, '_');
    return (end && strcmp(end, "_due") == 0) || strcmp(name, "due_at") == 0 ||
           strcmp(name, "due_on") == 0 || strcmp(name, "window_to") == 0;
}

void svc_closed_record(struct svc_call *call, const struct svc_register *reg,
                       const struct svc_value *values)
{
    const struct svc_column *c = reg->columns;
    if (!reg->fact || !values || (known && count == 0))
        return;
    for (size_t i = 0; c[i].name; i++)
        if (values[i].is == SVC_IS_TEXT &&
            (strcmp(c[i].name, reg->fact) == 0 || is_deadline(c[i].name)))
            svc_closed_fact(call, values[i].text);
}

static bool is_closed(const char *name)
{
    for (const struct closed *c = months; c < months + count; c++)
        if (strcmp(c->month.name, name) == 0)
            return true;
    return false;
}

/* The month that takes it: this one, or the next that is open. */
static void find_open(struct svc_period *month)
{
    svc_period_month(svc_when_day(svc_now()), month);
    while (is_closed(month->name))
        svc_period_shift(month, 1, month);
}

void svc_closed_end(struct svc_call *call, bool tells)
{
    struct svc_period open;
    (void)call;
    for (struct closed *c = months; c < months + count; c++) {
        if (c->noted && tells) {
            find_open(&open);
            svc_warn("fact of closed %s: adjust with svc-report adjust -m %s --from %s\n"
                     "svc-report diff -m %s shows what it comes to, if anything", c->month.name,
                     open.name, c->month.name, c->month.name);
        }
        c->noted = false;
    }
}
