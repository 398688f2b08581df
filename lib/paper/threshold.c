/* Thresholds: which there are, and what each counts of whom. */
#include "svc/threshold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/mem.h"
#include "svc/sql.h"
#include "svc/text.h"

/* -- the rules ------------------------------------------------------------------------------- */

enum { CLAUSE, ITEM, EVENT, SUBJECT, MEASURE, PERIOD, GIVES, FROM, UNTIL, N, FREE };

static bool is_same(const struct svc_threshold *t, struct svc_query *q)
{
    return svc_text_same(t->clause, svc_text(q, CLAUSE)) && svc_text_same(t->item, svc_text(q, ITEM)) &&
           svc_text_same(t->event, svc_text(q, EVENT)) && svc_text_same(t->gives, svc_text(q, GIVES)) &&
           t->person == (strcmp(svc_text(q, SUBJECT), "person") == 0) &&
           t->sum == (strcmp(svc_text(q, MEASURE), "sum") == 0) &&
           strcmp(t->period, svc_text(q, PERIOD)) == 0;
}

struct svc_thresholds svc_thresholds_read(struct svc_db *db)
{
    struct svc_thresholds all = { NULL, 0 };
    struct svc_threshold *last = NULL;
    struct svc_query *q = svc_query(db,
        "SELECT clause, item, event, subject, measure, period, gives, from_day, until_day, n,"
        "       COALESCE(first_free, 0)"
        "  FROM threshold"
        " ORDER BY CASE WHEN event IS NULL THEN 1 ELSE 0 END, event, clause, item, subject, measure,"
        "          period, gives, from_day", NULL);
    while (svc_next(q)) {
        if (!last || !is_same(last, q)) {
            all.one = svc_grow(all.one, all.count, sizeof *all.one);
            last = &all.one[all.count++];
            *last = (struct svc_threshold){
                .clause = svc_strdup(svc_text(q, CLAUSE)), .item = svc_strdup(svc_text(q, ITEM)),
                .event = svc_strdup(svc_text(q, EVENT)), .period = svc_strdup(svc_text(q, PERIOD)),
                .gives = svc_strdup(svc_text(q, GIVES)),
                .person = strcmp(svc_text(q, SUBJECT), "person") == 0,
                .sum = strcmp(svc_text(q, MEASURE), "sum") == 0 };
        }
        last->version = svc_grow(last->version, last->versions, sizeof *last->version);
        last->version[last->versions++] = (struct svc_threshold_version){
            svc_strdup(svc_text(q, FROM)), svc_strdup(svc_text(q, UNTIL)), svc_int(q, N),
            svc_int(q, FREE) };
    }
    return all;
}

void svc_thresholds_free(struct svc_thresholds *all)
{
    for (struct svc_threshold *t = all->one; t < all->one + all->count; t++) {
        char *const texts[] = { t->clause, t->item, t->event, t->period, t->gives };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            free(texts[i]);
        for (size_t v = 0; v < t->versions; v++) {
            free(t->version[v].from);
            free(t->version[v].until);
        }
        free(t->version);
    }
    free(all->one);
    *all = (struct svc_thresholds){ NULL, 0 };
}

const struct svc_threshold_version *svc_threshold_on(const struct svc_threshold *t, const char *at)
{
    enum { DAY = SVC_DAY_SIZE - 1 };
    for (const struct svc_threshold_version *v = t->version; v < t->version + t->versions; v++)
        if (strncmp(at, v->from, DAY) >= 0 && strncmp(at, v->until, DAY) < 0)
            return v;
    return NULL;
}

void svc_threshold_span(const struct svc_threshold *t, svc_day day, struct svc_period *out)
{
    int year, month, mday, months = 12;
    if (strcmp(t->period, "month") == 0) {
        svc_period_month(day, out);
        return;
    }
    svc_day_split(day, &year, &month, &mday);
    *out = (struct svc_period){ .kind = SVC_YEAR };
    if (strcmp(t->period, "quarter") == 0) {
        months = 3;
        out->kind = SVC_QUARTER;
        snprintf(out->name, sizeof out->name, "%dQ%d", year, (month + 2) / 3);
    } else if (strcmp(t->period, "half") == 0) {
        months = 6;
        out->kind = SVC_SPAN;
        snprintf(out->name, sizeof out->name, "%dH%d", year, (month + 5) / 6);
    } else {
        snprintf(out->name, sizeof out->name, "%d", year);
    }
    int first = (month - 1) / months * months + 1, next = first + months;
    out->from = svc_day_start(svc_day_of(year, first, 1));
    out->until = svc_day_start(next > 12 ? svc_day_of(year + 1, 1, 1) : svc_day_of(year, next, 1));
}

void svc_threshold_period(struct svc_db *db, const char *clause, svc_day day, struct svc_period *out)
{
    char text[SVC_DAY_SIZE];
    struct svc_thresholds all = svc_thresholds_read(db);
    svc_threshold_span(&(struct svc_threshold){ .period = (char *)"year" }, day, out);
    svc_day_format(day, text);
    for (const struct svc_threshold *t = all.one; t < all.one + all.count; t++) {
        struct svc_period span;
        if (!svc_text_same(t->gives, clause) || !svc_threshold_on(t, text))
            continue;
        svc_threshold_span(t, day, &span);
        if (span.until - span.from < out->until - out->from)
            *out = span;
    }
    svc_thresholds_free(&all);
}

/* -- what counts ----------------------------------------------------------------------------- */

/* One of the `;`-separated codes is the other list's, too. */
static bool shares(const char *list, const char *code)
{
    return list && code && svc_text_in(list, ';', code);
}

static size_t level_of(const struct svc_thresholds *all, const struct svc_threshold *t, size_t deep)
{
    size_t highest = 0;
    if (t->event || deep > all->count)
        return 0;
    for (const struct svc_threshold *o = all->one; o < all->one + all->count; o++)
        if (o != t && shares(t->clause, o->gives)) {
            size_t below = level_of(all, o, deep + 1);
            highest = below > highest ? below : highest;
        }
    return highest + 1;
}

size_t svc_threshold_level(const struct svc_thresholds *all, const struct svc_threshold *t)
{
    return level_of(all, t, 0);
}

static bool is_given(const struct svc_thresholds *all, const char *clause)
{
    for (const struct svc_threshold *t = all->one; t < all->one + all->count; t++)
        if (t->gives && svc_text_same(t->gives, clause))
            return true;
    return false;
}

bool svc_threshold_counts(const struct svc_thresholds *all, const struct svc_threshold *t,
                          const struct svc_line *line)
{
    if (strcmp(line->item, SVC_CORRECTIONS) == 0 || t->event)
        return false;
    if (t->clause)
        return shares(t->clause, line->clause);
    bool signed_case = strcmp(line->item, SVC_CASES) == 0;
    return (shares(t->item, line->item) || (signed_case && shares(t->item, line->source))) &&
           !is_given(all, line->clause);
}

static struct svc_counted *add(struct svc_tallies *tallies)
{
    tallies->counted = svc_grow(tallies->counted, tallies->all, sizeof *tallies->counted);
    tallies->counted[tallies->all] = (struct svc_counted){ .value = 100 };
    return &tallies->counted[tallies->all++];
}

static void add_facts(struct svc_db *db, const struct svc_threshold *t, const struct svc_period *span,
                      struct svc_tallies *tallies)
{
    enum { KIND, RECORD, PERSON, DEPT, AT, DISPUTED, PERSON_YEAR, DEPT_YEAR };
    char *noun = svc_strndup(t->event, strcspn(t->event, "."));
    char *name = svc_format("%s/counted", noun);
    bool year = strcmp(t->period, "year") == 0;
    struct svc_query *q = svc_query(db, svc_sql(name), "wws", span->from, span->until,
                                    t->person ? NULL : "all");
    while (svc_next(q)) {
        if (strcmp(svc_text(q, KIND), t->event) != 0 || svc_is_null(q, t->person ? PERSON : DEPT))
            continue;
        struct svc_counted *one = add(tallies);
        one->source = svc_strdup(noun);
        one->record = svc_strdup(svc_text(q, RECORD));
        one->item = svc_strdup(noun);
        one->person = svc_strdup(svc_text(q, PERSON));
        one->dept = svc_strdup(svc_text(q, DEPT));
        one->at = svc_strdup(svc_text(q, AT));
        one->told = year ? svc_strdup(svc_text(q, t->person ? PERSON_YEAR : DEPT_YEAR)) : NULL;
        one->standing = svc_int(q, DISPUTED) ? SVC_DISPUTED : SVC_COUNTS;
    }
    free(name);
    free(noun);
}

/* How much a line adds, in hundredths; 0: it is none of those. */
static int64_t value_of(const struct svc_threshold *t, const struct svc_line *line)
{
    if (t->sum)
        return !t->person == !line->person && line->points < 0 ? -line->points : 0;
    return !t->person || strcmp(line->subject, "person") == 0 ? 100 : 0;
}

static void add_lines(const struct svc_thresholds *all, const struct svc_threshold *t,
                      const struct svc_lines *lines, struct svc_tallies *tallies)
{
    for (const struct svc_line *line = lines->line; line < lines->line + lines->count; line++) {
        int64_t value = value_of(t, line);
        if (!value || strcmp(line->status, "reversed") == 0 || !svc_threshold_counts(all, t, line))
            continue;
        struct svc_counted *one = add(tallies);
        one->source = svc_strdup(line->source);
        one->record = svc_strdup(line->record);
        one->clause = svc_strdup(line->clause);
        one->item = svc_strdup(strcmp(line->item, SVC_CASES) == 0 ? line->source : line->item);
        one->person = svc_strdup(line->person);
        one->dept = svc_strdup(line->dept);
        one->at = svc_strdup(line->occurred_at);
        one->value = value;
        one->standing = strcmp(line->status, "final") == 0       ? SVC_COUNTS
                        : strcmp(line->status, "suspended") == 0 ? SVC_DISPUTED
                                                                 : SVC_WAITS;
    }
}

/* -- whose ----------------------------------------------------------------------------------- */

static int by_time(const struct svc_counted *a, const struct svc_counted *b)
{
    int order = svc_text_compare(a->at, b->at);
    order = order ? order : svc_text_compare(a->record, b->record);
    order = order ? order : svc_text_compare(a->source, b->source);
    order = order ? order : svc_text_compare(a->clause, b->clause);
    return order ? order : (int)a->standing - (int)b->standing;
}

static int by_person(const void *x, const void *y)
{
    const struct svc_counted *a = x, *b = y;
    int order = svc_text_compare(a->person, b->person);
    return order ? order : by_time(a, b);
}

static int by_dept(const void *x, const void *y)
{
    const struct svc_counted *a = x, *b = y;
    int order = svc_text_compare(a->dept, b->dept);
    return order ? order : by_time(a, b);
}

static void free_counted(struct svc_counted *one)
{
    char *const texts[] = { one->source, one->record, one->clause, one->item, one->person, one->dept,
                            one->at, one->told };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

/* The legs of one line are one thing, as it stands best; of points each adds its own. */
static void drop_legs(const struct svc_threshold *t, struct svc_tallies *tallies)
{
    size_t kept = 0;
    for (size_t i = 0; i < tallies->all; i++) {
        struct svc_counted *one = &tallies->counted[i], *last = &tallies->counted[kept ? kept - 1 : 0];
        bool again = kept && !t->sum && svc_text_same(last->at, one->at) &&
                     svc_text_same(t->person ? last->person : last->dept,
                                   t->person ? one->person : one->dept) &&
                     svc_text_same(last->record, one->record) &&
                     svc_text_same(last->source, one->source) &&
                     svc_text_same(last->clause, one->clause);
        if (again)
            free_counted(one);
        else
            tallies->counted[kept++] = *one;
    }
    tallies->all = kept;
}

static void part(const struct svc_threshold *t, struct svc_tallies *tallies)
{
    for (size_t i = 0; i < tallies->all; i++) {
        const struct svc_counted *one = &tallies->counted[i];
        const char *whose = t->person ? one->person : one->dept;
        struct svc_tally *last = tallies->count ? &tallies->one[tallies->count - 1] : NULL;
        if (!last || !svc_text_same(last->whose, whose)) {
            tallies->one = svc_grow(tallies->one, tallies->count, sizeof *tallies->one);
            last = &tallies->one[tallies->count++];
            *last = (struct svc_tally){ .whose = whose, .one = one };
        }
        last->count++;
        last->sum += one->standing == SVC_DISPUTED ? 0 : one->value;
    }
}

struct svc_tallies svc_tallies_below(struct svc_db *db, const struct svc_thresholds *thresholds,
                                     const struct svc_threshold *t, const struct svc_period *span,
                                     size_t level)
{
    struct svc_tallies tallies = { NULL, 0, NULL, 0 };
    if (t->event) {
        add_facts(db, t, span, &tallies);
    } else {
        struct svc_lines lines = svc_score_below(db, NULL, span, level);
        add_lines(thresholds, t, &lines, &tallies);
        svc_lines_free(&lines);
    }
    if (tallies.all > 1)
        qsort(tallies.counted, tallies.all, sizeof *tallies.counted, t->person ? by_person : by_dept);
    drop_legs(t, &tallies);
    part(t, &tallies);
    return tallies;
}

struct svc_tallies svc_tallies_read(struct svc_db *db, const struct svc_thresholds *thresholds,
                                    const struct svc_threshold *t, const struct svc_period *span)
{
    return svc_tallies_below(db, thresholds, t, span, svc_threshold_level(thresholds, t));
}

void svc_tallies_free(struct svc_tallies *tallies)
{
    for (size_t i = 0; i < tallies->all; i++)
        free_counted(&tallies->counted[i]);
    free(tallies->counted);
    free(tallies->one);
    *tallies = (struct svc_tallies){ NULL, 0, NULL, 0 };
}
