/* Points that the value of an indicator gives by itself: bands.csv of the policy. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/band.h"
#include "svc/measure.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/rates.h"
#include "svc/statement.h"

/* A department's part of a measure in the period; dept NULL: nobody's. */
struct part {
    char *name, *dept;
    bool imported;
    struct svc_fraction of;
    int64_t times; /* 0: a plain number */
};

struct band {
    char *group, *indicator, *clause, *item;
    bool company, from_given, until_given;
    int64_t from, until, points, step, cap, amount;
    char *effect;
    struct svc_indicator of;
};

struct banding {
    struct svc_db *db;
    struct svc_period span; /* whose values they are */
    struct part *part;
    size_t parts;
    struct band *band;
    size_t bands;
    char **dept;
    size_t depts;
    struct svc_lines *lines;
};

/* -- reading ------------------------------------------------------------------------------ */

static int64_t number_or(struct svc_query *q, int column, int64_t otherwise)
{
    return svc_is_null(q, column) ? otherwise : svc_int(q, column);
}

/* Those of the version of the period's last day, with what the clause's own leg gives besides. */
static void read_bands(struct banding *b, const char *kind)
{
    struct svc_query *q = svc_query(b->db,
        "SELECT b.\"group\", b.indicator, b.clause, b.item, CASE b.\"by\" WHEN 'company' THEN 1 ELSE 0 END,"
        "       b.\"from\", b.until, b.points, b.step, b.cap, s.amount, s.effect"
        "  FROM policy_version v JOIN policy_band b ON b.version = v.version"
        "  LEFT JOIN sanction s ON s.version = v.version AND s.clause = b.clause AND s.subject = 'dept'"
        " WHERE v.from_day <= ?1 AND v.until_day > ?1 AND COALESCE(b.period, 'month') = ?2"
        " ORDER BY b.\"group\", b.indicator, b.\"from\" NULLS FIRST", "ds",
        svc_when_day(b->span.until) - 1, kind);
    while (svc_next(q)) {
        b->band = svc_grow(b->band, b->bands, sizeof *b->band);
        struct band *band = &b->band[b->bands++];
        *band = (struct band){
            svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
            svc_strdup(svc_text(q, 3)), svc_int(q, 4), !svc_is_null(q, 5), !svc_is_null(q, 6),
            number_or(q, 5, 0), number_or(q, 6, 0), number_or(q, 7, 0), number_or(q, 8, 0),
            number_or(q, 9, INT64_MAX), number_or(q, 10, 0), svc_strdup(svc_text(q, 11)), { 0 } };
        band->of = svc_indicator_of(band->indicator);
    }
}

static void add_part(struct banding *b, const char *name, const char *dept, bool imported,
                     struct svc_fraction of, int64_t times)
{
    b->part = svc_grow(b->part, b->parts, sizeof *b->part);
    b->part[b->parts++] = (struct part){ svc_strdup(name), svc_strdup(dept), imported, of, times };
}

/* What was reported; of a longer period than the span's it tells nothing. */
static void read_imported(struct banding *b)
{
    svc_day from, until;
    if (!svc_period_reported(&b->span, &from, &until))
        return;
    struct svc_query *q = svc_query(b->db,
        "SELECT v.indicator, v.dept, v.numerator, COALESCE(v.denominator, 1), COALESCE(i.times, 0)"
        "  FROM indicator_value v JOIN indicator i ON i.indicator = v.indicator"
        " WHERE v.starts_on >= ?1 AND v.starts_on < ?2 AND i.measure = 'imported'"
        "   AND CASE i.kind WHEN 'week' THEN 0 WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END <= ?3",
        "ddi", from, until, (int64_t)svc_period_months(&b->span));
    while (svc_next(q))
        add_part(b, svc_text(q, 0), svc_text(q, 1), true,
                 (struct svc_fraction){ svc_int(q, 2), svc_int(q, 3) }, svc_int(q, 4));
}

static void add_measured(void *ctx, const struct svc_measured *row)
{
    add_part(ctx, row->measure, row->dept, false, (struct svc_fraction){ row->numerator, row->denominator },
             svc_measure_times(row->measure));
}

static void read_values(struct banding *b)
{
    svc_measures(b->db, &b->span, add_measured, b);
    read_imported(b);
    struct svc_query *q = svc_query(b->db, "SELECT dept FROM dept_span WHERE from_day < ?1 AND until_day >= ?1 ORDER BY dept",
                  "d", svc_when_day(b->span.until));
    while (svc_next(q)) {
        b->dept = svc_grow(b->dept, b->depts, sizeof *b->dept);
        b->dept[b->depts++] = svc_strdup(svc_text(q, 0));
    }
}

/* -- judging ------------------------------------------------------------------------------ */

/* The sum of the parts, of all departments where `dept` is NULL, and their multiplier; a denominator of 0
 * where there are none. */
static struct svc_fraction sum_of(const struct banding *b, const struct svc_indicator *of,
                                  const char *dept, int64_t *times)
{
    struct svc_fraction sum = { 0, 0 };
    *times = 1;
    for (const struct part *p = b->part; p < b->part + b->parts; p++) {
        if (p->imported != of->imported || strcmp(p->name, of->code) != 0 ||
            (dept && (!p->dept || strcmp(p->dept, dept) != 0)))
            continue;
        sum.numerator += p->of.numerator;
        sum.denominator = p->times ? sum.denominator + p->of.denominator : 1;
        *times = p->times ? p->times : 1;
    }
    return sum;
}

/* How many departments have a value, and the place of this one's among them. */
static int64_t place_of(const struct banding *b, const struct svc_indicator *of, struct svc_fraction mine,
                        int64_t *among)
{
    int64_t place = 1, times;
    *among = 0;
    for (size_t i = 0; i < b->depts; i++) {
        struct svc_fraction other = sum_of(b, of, b->dept[i], &times);
        int order = other.denominator ? svc_fraction_compare(other, mine) : 0;
        *among += other.denominator > 0;
        place += of->place == SVC_MOST ? order > 0 : order < 0;
    }
    return place;
}

/* The value that bounds are compared with, and what is said of it; false without one. */
static bool value_of(const struct banding *b, const struct band *band, const char *dept,
                     struct svc_fraction *value, struct svc_buf *said)
{
    int64_t times, among;
    char text[SVC_RATE_SIZE];
    struct svc_fraction sum = sum_of(b, &band->of, band->company ? NULL : dept, &times);
    if (sum.denominator == 0)
        return false;
    svc_rate_text(sum, times, "", text);
    *value = (struct svc_fraction){ times * sum.numerator, sum.denominator };
    if (band->of.place == SVC_VALUE) {
        svc_statement(said, "band", "siis", band->of.code, sum.numerator, sum.denominator, text);
        return true;
    }
    int64_t place = place_of(b, &band->of, sum, &among);
    *value = (struct svc_fraction){ place, 1 };
    svc_statement(said, "band_place", "siis", band->of.code, place, among, text);
    return true;
}

static bool holds(const struct band *band, struct svc_fraction value)
{
    return (!band->from_given || svc_fraction_compare(value, (struct svc_fraction){ band->from, 100 }) >= 0) &&
           (!band->until_given || svc_fraction_compare(value, (struct svc_fraction){ band->until, 100 }) < 0);
}

/* Once, or for each full step between the bound and the value, up to the cap. */
static int64_t points_of(const struct band *band, struct svc_fraction value)
{
    enum { MOST = 1000000 };
    if (!band->step)
        return band->points;
    int64_t far = 100 * value.numerator - (band->from_given ? band->from : band->until) * value.denominator;
    int64_t steps = llabs(far) / (band->step * value.denominator);
    int64_t points = (steps < MOST ? steps : MOST) * band->points;
    return llabs(points) <= band->cap ? points : points < 0 ? -band->cap : band->cap;
}

/* The group's rows that hold for the department, one an indicator; false where an indicator has none. */
static bool hold_all(const struct banding *b, const struct band *first, const struct band *end,
                     const char *dept, bool *held, int64_t *points, struct svc_buf *said)
{
    bool all = true;
    for (const struct band *band = first, *next; band < end; band = next) {
        bool one = false;
        struct svc_fraction value;
        struct svc_buf why = { 0 };
        bool there = value_of(b, band, dept, &value, &why);
        for (next = band; next < end && strcmp(next->indicator, band->indicator) == 0; next++) {
            held[next - first] = there && holds(next, value);
            if (held[next - first])
                points[next - first] = points_of(next, value);
            one |= held[next - first];
        }
        if (one)
            svc_statement_list(said, why.data);
        svc_buf_free(&why);
        all &= one;
    }
    return all;
}

static void add_line(struct banding *b, const struct band *band, const char *dept, int64_t points,
                     const char *reason)
{
    char at[SVC_WHEN_SIZE];
    char *record = svc_format("%s.%s@%s", band->group, band->indicator, b->span.name);
    const struct svc_line line = {
        .dept = (char *)dept, .item = band->item, .clause = band->clause, .subject = (char *)"dept",
        .points = points, .amount = band->amount, .effect = band->effect, .status = (char *)"final",
        .source = band->item, .record = record,
        .occurred_at = (char *)svc_when_format(b->span.until - 1, at), .reason = (char *)reason };
    if (points || band->amount || band->effect)
        svc_lines_add(b->lines, &line);
    free(record);
}

static void judge_group(struct banding *b, const struct band *first, const struct band *end)
{
    size_t count = (size_t)(end - first);
    bool *held = svc_alloc(count * sizeof *held);
    int64_t *points = svc_alloc(count * sizeof *points);
    for (size_t i = 0; i < b->depts; i++) {
        struct svc_buf said = { 0 };
        bool all = hold_all(b, first, end, b->dept[i], held, points, &said);
        for (size_t n = 0; n < count && all; n++)
            if (held[n] && first[n].clause)
                add_line(b, &first[n], b->dept[i], points[n], said.data);
        svc_buf_free(&said);
    }
    free(held);
    free(points);
}

static void forget(struct banding *b)
{
    for (size_t i = 0; i < b->parts; i++) {
        free(b->part[i].name);
        free(b->part[i].dept);
    }
    for (const struct band *band = b->band; band < b->band + b->bands; band++) {
        char *const texts[] = { band->group, band->indicator, band->clause, band->item, band->effect };
        for (int t = 0; t < 5; t++)
            free(texts[t]);
    }
    for (size_t i = 0; i < b->depts; i++)
        free(b->dept[i]);
    free(b->part);
    free(b->band);
    free(b->dept);
}

static void judge_span(struct svc_db *db, const struct svc_period *span, const char *kind,
                       struct svc_lines *lines)
{
    struct banding b = { .db = db, .span = *span, .lines = lines };
    read_bands(&b, kind);
    if (b.bands)
        read_values(&b);
    for (struct band *first = b.band, *end; first < b.band + b.bands; first = end) {
        for (end = first; end < b.band + b.bands && strcmp(end->group, first->group) == 0;)
            end++;
        judge_group(&b, first, end);
    }
    forget(&b);
}

/* The month, and the quarter and the year that end with it, once it is over. */
static void judge_month(struct svc_db *db, const struct svc_period *month, struct svc_lines *lines)
{
    long number = strtol(month->name + strlen("2026-"), NULL, 10);
    char *quarter = svc_format("%.4sQ%ld", month->name, number / 3);
    char *year = svc_format("%.4s", month->name);
    struct svc_period span;
    judge_span(db, month, "month", lines);
    if (number % 3 == 0 && !svc_period_parse(quarter, &span))
        judge_span(db, &span, "quarter", lines);
    if (number == 12 && !svc_period_parse(year, &span))
        judge_span(db, &span, "year", lines);
    free(quarter);
    free(year);
}

/* The weeks that end within the period, once they are over. */
static void judge_weeks(struct svc_db *db, const struct svc_period *period, struct svc_lines *lines)
{
    struct svc_period week;
    if (!svc_one_int(db, 0, "SELECT 1 FROM policy_band WHERE period = 'week' LIMIT 1", NULL))
        return;
    for (svc_period_week(svc_when_day(period->from), &week);
         week.until <= period->until && week.until <= svc_now();
         svc_period_week(svc_when_day(week.until), &week))
        judge_span(db, &week, "week", lines);
}

void svc_score_bands(struct svc_db *db, const struct svc_period *period, struct svc_lines *lines)
{
    struct svc_period month;
    if (!svc_one_int(db, 0, "SELECT 1 FROM policy_band LIMIT 1", NULL))
        return;
    svc_period_month(svc_when_day(period->from), &month);
    for (; month.from < period->until; svc_period_shift(&month, 1, &month))
        if (month.until > period->from && month.until <= period->until && month.until <= svc_now())
            judge_month(db, &month, lines);
    judge_weeks(db, period, lines);
}
