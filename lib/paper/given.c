/* What thresholds do to score lines: the lines that they give, the cases that follow what they count, the
 * first of a period that cost nothing. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"

struct giving {
    struct svc_db *db;
    const struct svc_thresholds *all;
    const struct svc_threshold *of;
    const char *name; /* of the one domain whose lines are asked for; NULL: of all */
    const struct svc_period *period;
    struct svc_period span;
    struct svc_tallies tallies;
    struct svc_lines *lines;
};

static bool lies_in(const struct svc_period *period, const char *at)
{
    svc_when when;
    return at && !svc_when_parse(at, &when) && when >= period->from && when < period->until;
}

/* -- the one that reaches it ------------------------------------------------------------------- */

/* The first that makes it n by the policy of its day; NULL for none. With what is disputed only where it
 * is not reached without. `standing` becomes the worst of what it took. */
static const struct svc_counted *reach(const struct svc_threshold *t, const struct svc_tally *tally,
                                       int *standing)
{
    for (int worst = SVC_WAITS; worst <= SVC_DISPUTED; worst++) {
        int64_t sum = 0;
        *standing = SVC_COUNTS;
        for (const struct svc_counted *one = tally->one; one < tally->one + tally->count; one++) {
            const struct svc_threshold_version *v = svc_threshold_on(t, one->at);
            if ((int)one->standing > worst)
                continue;
            sum += one->value;
            *standing = (int)one->standing > *standing ? (int)one->standing : *standing;
            if (v && v->n > 0 && sum >= 100 * v->n)
                return one;
        }
    }
    return NULL;
}

static const struct svc_tally *tally_of(const struct svc_tallies *tallies, const char *whose)
{
    for (size_t i = 0; i < tallies->count; i++)
        if (svc_text_same(tallies->one[i].whose, whose))
            return &tallies->one[i];
    return NULL;
}

/* -- the lines that it gives ------------------------------------------------------------------- */

/* What adds up is sanctioned once a period: a case on another record is the one. */
static bool has_case(const struct giving *g, const char *whose, const char *record)
{
    return svc_one_int(g->db, 0,
        "SELECT 1 FROM reward_case r"
        " WHERE r.clause = ?1 AND r.state <> 'withdrawn' AND r.reverses IS NULL AND r.source_no <> ?2"
        "   AND r.occurred_at >= ?3 AND r.occurred_at < ?4"
        "   AND CASE ?6 WHEN 1 THEN r.person ELSE r.dept END = ?5"
        "   AND (?6 = 1 OR r.person IS NULL) LIMIT 1",
        "sswwsi", g->of->gives, record, g->span.from, g->span.until, whose, (int64_t)g->of->person) == 1;
}

static void tell_why(const struct giving *g, const struct svc_counted *one, const char *whose,
                     struct svc_buf *reason)
{
    const struct svc_threshold *t = g->of;
    int64_t n = svc_threshold_on(t, one->at)->n;
    if (one->told) {
        svc_statement(reason, one->told, "iss", n, whose, g->span.name);
        return;
    }
    char *clause = t->clause && !strchr(t->clause, ';') ? svc_format("%s@%.10s", t->clause, one->at) : NULL;
    svc_statement(reason, "reached", "isssssss", n, t->person ? whose : NULL, t->person ? NULL : whose,
                  g->span.name, clause, clause ? NULL : t->clause, t->item ? t->item : t->event,
                  t->sum ? "points" : NULL);
    free(clause);
}

/* A leg of what is given, until its case is approved. */
enum { SUBJECT, POINTS, AMOUNT, EFFECT, STATUS, HEAD, STATE, REJECTED };
#define LEGS \
    "SELECT s.subject, s.points, s.amount, s.effect, s.status, d.head, k.state, k.rejected" \
    "  FROM sanction s" \
    "  LEFT JOIN dept_span d ON d.dept = ?2 AND d.from_day <= ?3 AND d.until_day > ?3" \
    "  LEFT JOIN line_case k ON k.source = ?4 AND k.source_no = ?5 AND k.clause = s.clause" \
    "                       AND s.approval <> 'auto'" \
    " WHERE s.clause = ?1 AND s.from_day <= ?3 AND s.until_day > ?3" \
    "   AND COALESCE(k.state, '') <> 'decided'"

static const char *status_of(struct svc_query *q, int standing)
{
    if (svc_text_same(svc_text(q, STATE), "rejected"))
        return "reversed";
    if (standing == SVC_DISPUTED || svc_text_same(svc_text(q, STATE), "suspended"))
        return "suspended";
    return standing == SVC_WAITS ? "proposed" : svc_text(q, STATUS);
}

static void add_legs(const struct giving *g, const struct svc_counted *one, const char *whose, int standing)
{
    char *day = svc_strndup(one->at, SVC_DAY_SIZE - 1);
    char *dept = one->dept ? svc_strdup(one->dept) : svc_org_dept(g->db, one->person, day);
    struct svc_query *q = svc_query(g->db, LEGS, "sssss", g->of->gives, dept, day, one->source, one->record);
    while (dept && svc_next(q)) {
        struct svc_buf reason = { 0 };
        const char *subject = svc_text(q, SUBJECT);
        bool own = strcmp(subject, "person") == 0, head = strcmp(subject, "head") == 0;
        const char *person = own ? one->person : head ? svc_text(q, HEAD) : NULL;
        if ((own || head) && !person)
            continue;
        if (svc_text_same(svc_text(q, STATE), "rejected"))
            svc_buf_puts(&reason, svc_text(q, REJECTED));
        tell_why(g, one, whose, &reason);
        svc_lines_add(g->lines, &(struct svc_line){
            .dept = dept, .person = (char *)person, .item = one->item, .clause = g->of->gives,
            .subject = (char *)subject, .points = svc_int(q, POINTS), .amount = svc_int(q, AMOUNT),
            .effect = (char *)svc_text(q, EFFECT), .status = (char *)status_of(q, standing),
            .source = one->source, .record = one->record, .occurred_at = one->at,
            .reason = reason.data });
        svc_buf_free(&reason);
    }
    free(dept);
    free(day);
}

/* A fact that is under appeal gives nothing yet; a line that is gives one that is suspended, too. */
static void give(const struct giving *g)
{
    bool all = !g->name || strcmp(g->name, SVC_CASES) == 0;
    for (size_t i = 0; i < g->tallies.count; i++) {
        int standing;
        size_t before = g->lines->count;
        const struct svc_tally *tally = &g->tallies.one[i];
        const struct svc_counted *one = reach(g->of, tally, &standing);
        if (one && (!g->of->event || standing != SVC_DISPUTED) && lies_in(g->period, one->at) &&
            (all || strcmp(one->source, g->name) == 0) && !has_case(g, tally->whose, one->record))
            add_legs(g, one, tally->whose, standing);
        svc_legs_complete(g->db, one ? one->source : "", g->lines, before);
    }
}

/* -- the cases of what it gives ---------------------------------------------------------------- */

/* The line is a case's that a counted record caused. */
static bool follows(const struct giving *g, const struct svc_line *line)
{
    const char *event = g->of->event;
    return strcmp(line->item, SVC_CASES) == 0 && svc_text_same(line->clause, g->of->gives) &&
           !svc_text_same(line->source, SVC_CASES) && lies_in(&g->span, line->occurred_at) &&
           (!event || (strncmp(event, line->source, strlen(line->source)) == 0 &&
                       event[strlen(line->source)] == '.'));
}

/* The line as it stands on another record, or on its own where that is it. */
static void place(const struct giving *g, struct svc_line *line, const struct svc_counted *one, int standing)
{
    svc_text_set(&line->source, one->source);
    svc_text_set(&line->record, one->record);
    svc_text_set(&line->occurred_at, one->at);
    if (standing == SVC_DISPUTED && strcmp(line->status, "reversed") != 0)
        svc_text_set(&line->status, "suspended");
    if (lies_in(g->period, line->occurred_at))
        svc_lines_add(g->lines, line);
}

/* The fact of the command that no longer counts, and who found so; NULL for none. */
static char *fell(const struct giving *g, const char *whose)
{
    const char *event = g->of->event;
    char *noun = svc_strndup(event, strcspn(event, ".")), *why = NULL;
    const struct svc_sql_file *file = NULL;
    while ((file = svc_sql_next(file, "fallen")) && !svc_score_is_of(file, noun))
        continue;
    struct svc_query *q = file ? svc_query(g->db, file->sql, "ww", g->span.from, g->span.until) : NULL;
    while (q && !why && svc_next(q))
        if (strcmp(svc_text(q, 0), event) == 0 &&
            svc_text_same(svc_text(q, g->of->person ? 2 : 3), whose))
            why = svc_format("third_fell|%s|%s", svc_text(q, 1), svc_text(q, 4));
    if (why)
        svc_done(q);
    free(noun);
    return why;
}

/* Why a case's line no longer stands on its record, before what the line says; for the caller to free. */
static char *why_moved(const struct giving *g, const struct svc_tally *tally, const char *record,
                       const struct svc_counted *one, const char *whose)
{
    const struct svc_counted *own = NULL;
    for (size_t i = 0; tally && i < tally->count; i++)
        if (svc_text_same(tally->one[i].record, record))
            own = &tally->one[i];
    if (one && (!g->of->event || (own && own > one)))
        return strcmp(g->of->period, "year") == 0
                   ? svc_format("third_moved|%s|", one->record)
                   : svc_format("moved_in|%s|%s|", g->span.name, one->record);
    return g->of->event ? fell(g, whose) : svc_strdup("fell_short|");
}

static void add_fallen(const struct giving *g, const struct svc_line *line, const char *why)
{
    struct svc_line fallen = *line;
    char *reason = svc_format("%s%s", why ? why : "", line->reason);
    fallen.status = (char *)"reversed";
    fallen.reason = reason;
    svc_lines_add(g->lines, &fallen);
    free(reason);
}

static void move(const struct giving *g, struct svc_line *line)
{
    int standing = SVC_COUNTS;
    bool approved = false, there = false;
    char *why = NULL;
    const struct svc_counted *one = NULL;
    struct svc_query *q = svc_query(g->db,
        "SELECT person, dept, state FROM reward_case"
        " WHERE source = ?1 AND source_no = ?2 AND clause = ?3 AND reverses IS NULL AND beside IS NULL"
        "   AND state IN ('proposed', 'approved')", "sss", line->source, line->record, line->clause);
    if (svc_next(q)) {
        const char *whose = svc_text(q, g->of->person ? 0 : 1);
        const struct svc_tally *tally = tally_of(&g->tallies, whose);
        one = tally ? reach(g->of, tally, &standing) : NULL;
        approved = strcmp(svc_text(q, 2), "approved") == 0;
        there = one && svc_text_same(one->record, line->record);
        why = there ? NULL : why_moved(g, tally, line->record, one, whose);
    }
    svc_done(q);
    if (!there && (!one || approved) && lies_in(g->period, line->occurred_at))
        add_fallen(g, line, why);
    if (one)
        place(g, line, one, standing);
    free(why);
}

/* A case stands where it is reached now, whatever record it was signed for; its line there ends. */
static void move_cases(const struct giving *g)
{
    struct svc_lines cases = { NULL, 0 };
    size_t kept = 0;
    if ((g->name && strcmp(g->name, SVC_CASES) != 0) ||
        !svc_one_int(g->db, 0, "SELECT 1 FROM reward_case WHERE clause = ?1 AND reverses IS NULL"
                               "   AND occurred_at >= ?2 AND occurred_at < ?3 LIMIT 1",
                     "sww", g->of->gives, g->span.from, g->span.until))
        return;
    for (size_t i = 0; i < g->lines->count; i++)
        if (follows(g, &g->lines->line[i]))
            svc_line_free(&g->lines->line[i]);
        else
            g->lines->line[kept++] = g->lines->line[i];
    g->lines->count = kept;
    svc_lines_read(&cases, svc_query(g->db, svc_sql("reward/score"), "www", g->span.from, g->span.until,
                                     svc_now()), "reward/score");
    svc_legs_complete(g->db, "reward/score", &cases, 0);
    for (size_t i = 0; i < cases.count; i++)
        if (follows(g, &cases.line[i]))
            move(g, &cases.line[i]);
    svc_lines_free(&cases);
}

/* -- the first that are free ------------------------------------------------------------------- */

static int by_record(const void *x, const void *y)
{
    const struct svc_counted *a = *(struct svc_counted *const *)x, *b = *(struct svc_counted *const *)y;
    int order = svc_text_compare(a->source, b->source);
    order = order ? order : svc_text_compare(a->record, b->record);
    return order ? order : svc_text_compare(a->clause, b->clause);
}

static void set_free(struct svc_line *line, int64_t count, const char *span)
{
    struct svc_buf reason = { 0 };
    svc_statement(&reason, "first_free", "iss", count, span, line->reason);
    free(line->reason);
    line->reason = svc_buf_take(&reason);
    svc_text_set(&line->status, "reversed");
}

/* All legs of a record's line under the clause, but those of another person who did it. */
static void free_lines(const struct giving *g, const struct svc_counted **first, size_t count)
{
    qsort(first, count, sizeof *first, by_record);
    for (struct svc_line *line = g->lines->line; line < g->lines->line + g->lines->count; line++) {
        const struct svc_counted key = { .source = line->source, .record = line->record,
                                         .clause = line->clause }, *wanted = &key;
        if (strcmp(line->status, "reversed") == 0 || !svc_threshold_counts(g->all, g->of, line))
            continue;
        const struct svc_counted *const *found = bsearch(&wanted, first, count, sizeof *first, by_record);
        if (found && (!g->of->person || strcmp(line->subject, "person") != 0 ||
                      svc_text_same(line->person, (*found)->person)))
            set_free(line, svc_threshold_on(g->of, (*found)->at)->first_free, g->span.name);
    }
}

static void free_first(const struct giving *g)
{
    const struct svc_counted **first = svc_alloc((g->tallies.all + 1) * sizeof *first);
    size_t count = 0;
    for (size_t i = 0; i < g->tallies.count; i++)
        for (size_t n = 0; n < g->tallies.one[i].count; n++) {
            const struct svc_counted *one = &g->tallies.one[i].one[n];
            const struct svc_threshold_version *v = svc_threshold_on(g->of, one->at);
            if (v && (int64_t)n < v->first_free)
                first[count++] = one;
        }
    if (count)
        free_lines(g, first, count);
    free(first);
}

/* -- period by period -------------------------------------------------------------------------- */

static bool frees(const struct svc_threshold *t)
{
    for (size_t i = 0; i < t->versions; i++)
        if (t->version[i].first_free > 0)
            return true;
    return false;
}

/* Calls `act` with what a threshold counts in each of its periods that the lines' period touches. */
static void each_span(struct giving *g, size_t level, void (*act)(const struct giving *))
{
    svc_when until = g->period->until <= svc_now() ? g->period->until : svc_now() + 1;
    for (svc_when at = g->period->from; at < until; at = g->span.until) {
        svc_threshold_span(g->of, svc_when_day(at), &g->span);
        g->tallies = svc_tallies_below(g->db, g->all, g->of, &g->span, level);
        act(g);
        svc_tallies_free(&g->tallies);
    }
}

static void give_and_move(const struct giving *g)
{
    move_cases(g);
    give(g);
}

void svc_given_add(struct svc_db *db, const struct svc_thresholds *all, const char *name,
                   const struct svc_period *period, size_t below, struct svc_lines *lines)
{
    struct giving g = { .db = db, .all = all, .name = name, .period = period, .lines = lines };
    for (g.of = all->one; g.of < all->one + all->count; g.of++) {
        size_t level = svc_threshold_level(all, g.of);
        if (g.of->gives && level < below)
            each_span(&g, level, give_and_move);
    }
}

void svc_given_free(struct svc_db *db, const struct svc_thresholds *all, const struct svc_period *period,
                    struct svc_lines *lines)
{
    struct giving g = { .db = db, .all = all, .period = period, .lines = lines };
    for (g.of = all->one; g.of < all->one + all->count; g.of++)
        if (frees(g.of))
            each_span(&g, 0, free_first);
}
