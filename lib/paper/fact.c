/* Records of one fact, and which of their lines stands. */
#include "svc/fact.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/mem.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"

/* A record that has lines, or is one fact with such a one. Those of one fact have one root. */
struct record {
    char *source, *no;
    struct record *root; /* itself, or nearer to it */
    bool linked;         /* there is another one of its fact */
};

/* A clause: what accumulates over a year is a fact of its own. */
struct clause {
    char *code, *book;
    bool threshold;
};

struct facts {
    struct svc_db *db;
    void *tree; /* the records by source and number */
    struct record **record;
    size_t count;
    struct clause *clause;
    size_t clauses;
};

/* A line of a linked record while it is weighed. */
struct weighed {
    struct svc_line *line;
    struct record *record;
    bool own;          /* it is to be judged; else it only weighs */
    bool reward;       /* neither fells the other: what is given, and what is taken */
    bool also;         /* a second sanction that somebody gave a reason for: stands beside */
    int64_t effects;   /* the stronger, the larger */
};

/* What a line can do to somebody beside points and money, the strongest first. */
static const char *const effects[] = {
    "suspension", "no_annual_award", SVC_GRADE_EFFECT, "annual_points", "withdraw_rights", "employee_rules",
    "committee", "notice", "internal"
};
enum { EFFECTS = sizeof effects / sizeof *effects };

/* -- records ---------------------------------------------------------------------------------- */

static int by_name(const void *x, const void *y)
{
    const struct record *a = x, *b = y;
    int order = strcmp(a->source, b->source);
    return order ? order : strcmp(a->no, b->no);
}

static int by_name_at(const void *x, const void *y)
{
    return by_name(*(struct record *const *)x, *(struct record *const *)y);
}

static struct record *root_of(struct record *record)
{
    while (record->root != record)
        record = record->root = record->root->root;
    return record;
}

/* The length of a number without its round, C2026-000123/2. */
static size_t length_of(const char *no)
{
    size_t len = strlen(no), at = len;
    while (at > 0 && no[at - 1] >= '0' && no[at - 1] <= '9')
        at--;
    return at > 0 && at < len && no[at - 1] == '/' ? at - 1 : len;
}

/* The record; a new one where `adds`, else NULL where it is not known. */
static struct record *record_at(struct facts *facts, const char *source, const char *no, bool adds)
{
    struct record *wanted = svc_alloc(sizeof *wanted);
    wanted->source = (char *)source;
    wanted->no = svc_strndup(no, length_of(no));
    struct record **found = adds ? tsearch(wanted, &facts->tree, by_name)
                                 : tfind(wanted, &facts->tree, by_name);
    struct record *record = found ? *found : NULL;
    if (record == wanted) {
        wanted->source = svc_strdup(source);
        wanted->root = wanted;
        facts->record = svc_grow(facts->record, facts->count, sizeof(struct record *));
        facts->record[facts->count++] = wanted;
        return wanted;
    }
    free(wanted->no);
    free(wanted);
    return record;
}

static int by_code(const void *x, const void *y)
{
    return strcmp(((const struct clause *)x)->code, ((const struct clause *)y)->code);
}

static const struct clause *clause_of(const struct facts *facts, const char *code)
{
    const struct clause wanted = { .code = (char *)(code ? code : "") };
    return facts->clauses ? bsearch(&wanted, facts->clause, facts->clauses, sizeof wanted, by_code)
                          : NULL;
}

/* The record whose line it is; NULL for a line that is about no single fact, or counts no longer. A
 * case of a finding is a record of its own, unless the finding's own line has become that case. */
static struct record *record_of(struct facts *facts, const struct svc_line *line, bool adds)
{
    const struct clause *clause = clause_of(facts, line->clause);
    const char *source = line->source;
    if (!source || !line->record || strcmp(line->item, SVC_CORRECTIONS) == 0 ||
        strcmp(line->status, "reversed") == 0 || (clause && clause->threshold))
        return NULL;
    if (strcmp(line->item, SVC_CASES) == 0 && strcmp(source, "inspect") == 0 &&
        !(clause && strcmp(clause->book, source) == 0))
        source = "case";
    return record_at(facts, source, line->record, adds);
}

/* Order by name, so that the store is read from its one end to the other. */
static void sort_records(struct facts *facts)
{
    if (facts->count > 1)
        qsort(facts->record, facts->count, sizeof *facts->record, by_name_at);
}

/* -- which are one fact ----------------------------------------------------------------------- */

#define ONE_FACT " FROM link WHERE same_fact = 'yes' AND state = 'linked'"

/* A case is one fact with another record: by a link, or as what came of a finding. */
static bool has_cases(struct svc_db *db)
{
    return svc_one_int(db, 0, "SELECT 1" ONE_FACT " AND with_register = 'case' LIMIT 1", NULL) == 1 ||
           svc_one_int(db, 0, "SELECT 1 FROM reward_case r JOIN inspect_finding f"
                       " ON f.no = r.source_no WHERE r.source = 'inspect' LIMIT 1", NULL) == 1;
}

static bool are_there_any(struct svc_db *db)
{
    return svc_one_int(db, 0, "SELECT 1" ONE_FACT " LIMIT 1", NULL) == 1 || has_cases(db);
}

static void load_clauses(struct facts *facts)
{
    struct svc_query *q = svc_query(facts->db,
        "SELECT clause, MIN(book), MAX(CASE kind WHEN 'threshold' THEN 1 ELSE 0 END)"
        "  FROM policy_clause GROUP BY clause ORDER BY clause", NULL);
    while (svc_next(q)) {
        facts->clause = svc_grow(facts->clause, facts->clauses, sizeof *facts->clause);
        facts->clause[facts->clauses++] = (struct clause){ svc_strdup(svc_text(q, 0)),
                                                           svc_strdup(svc_text(q, 1)),
                                                           svc_int(q, 2) == 1 };
    }
}

static void bind_record(struct svc_query *q, const struct record *record)
{
    svc_bind_text(q, 1, record->source, strlen(record->source));
    svc_bind_text(q, 2, record->no, strlen(record->no));
}

/* Joins each record with those beside it, and theirs; true when there is any. */
static bool join_records(struct facts *facts)
{
    bool any = false;
    /* Without cases the links alone say it, and are the quicker to ask for each of many records. */
    struct svc_query *q = svc_prepare(facts->db, has_cases(facts->db) ? svc_sql("report/same-fact")
        : "SELECT CASE with_register WHEN 'finding' THEN 'inspect' ELSE with_register END,"
          "       with_record" ONE_FACT
          "   AND register = CASE ?1 WHEN 'inspect' THEN 'finding' ELSE ?1 END AND record = ?2"
          " UNION ALL "
          "SELECT CASE register WHEN 'finding' THEN 'inspect' ELSE register END, record" ONE_FACT
          "   AND with_register = CASE ?1 WHEN 'inspect' THEN 'finding' ELSE ?1 END"
          "   AND with_record = ?2");
    for (size_t i = 0; i < facts->count; i++) {
        struct record *record = facts->record[i];
        bind_record(q, record);
        while (svc_next(q)) {
            struct record *other = record_at(facts, svc_text(q, 0), svc_text(q, 1), true);
            root_of(other)->root = root_of(record);
            any |= other != record;
            record->linked |= other != record;
            other->linked |= other != record;
        }
        svc_rewind(q);
    }
    svc_free(q);
    return any;
}

/* -- lines that are not at hand ----------------------------------------------------------------- */

static int by_moment(const void *x, const void *y)
{
    const svc_when *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

/* When linked records may have lines outside of the period. */
static size_t other_moments(struct facts *facts, const struct svc_period *period, svc_when **out)
{
    size_t count = 0;
    svc_when now = svc_now(), *moment = NULL;
    struct svc_query *q = svc_prepare(facts->db, svc_sql("report/fact-times"));
    for (size_t i = 0; i < facts->count; i++) {
        if (!facts->record[i]->linked)
            continue;
        bind_record(q, facts->record[i]);
        while (svc_next(q))
            for (int c = 0; c < svc_columns(q); c++) {
                svc_when at = svc_moment(q, c);
                if (!at || at > now || (at >= period->from && at < period->until))
                    continue;
                moment = svc_grow(moment, count, sizeof *moment);
                moment[count++] = at;
            }
        svc_rewind(q);
    }
    svc_free(q);
    if (count > 1)
        qsort(moment, count, sizeof *moment, by_moment);
    *out = moment;
    return count;
}

/* Reads the lines of a few days at once: they are asked for where linked records may have some, and
 * not for months in which they have none. */
static void read_others(struct facts *facts, const char *name, const struct svc_period *period,
                        struct svc_lines *others)
{
    enum { NEAR = 3 * SVC_DAY_SECONDS };
    svc_when *moment;
    size_t count = other_moments(facts, period, &moment);
    if (name)
        svc_score_read(facts->db, name, period, others);
    for (size_t first = 0, last; first < count; first = last + 1) {
        for (last = first; last + 1 < count && moment[last + 1] - moment[last] <= NEAR &&
                           (moment[last + 1] < period->from) == (moment[last] < period->from);)
            last++;
        struct svc_period days = { .from = moment[first], .until = moment[last] + 1 };
        svc_score_read(facts->db, NULL, &days, others);
    }
    free(moment);
}

/* -- weighing ----------------------------------------------------------------------------------- */

static int64_t weigh_effects(const struct svc_line *line)
{
    int64_t weight = 0;
    for (int i = 0; i < EFFECTS; i++)
        weight = 2 * weight + svc_line_acts(line, effects[i]);
    return weight;
}

/* A case that was proposed although its fact was sanctioned; one that was only tried again is none. */
static bool stands_beside(struct svc_db *db, const struct svc_line *line)
{
    return strcmp(line->item, SVC_CASES) == 0 && svc_one_int(db, 0,
        "SELECT 1 FROM reward_case r JOIN reward_leg l ON l.no = r.no"
        " WHERE r.source = ?1 AND r.source_no = ?2 AND r.clause = ?3 AND r.reverses IS NULL"
        "   AND COALESCE(l.person, '') = COALESCE(?4, '') AND (l.person IS NOT NULL OR l.dept = ?5)"
        "   AND r.also_reason IS NOT NULL AND r.state IN ('proposed', 'approved')"
        "   AND NOT EXISTS (SELECT 1 FROM reward_case o"
        "                    WHERE o.source = r.source AND o.source_no = r.source_no"
        "                      AND o.clause = r.clause AND o.reverses IS NULL AND o.no <> r.no"
        "                      AND COALESCE(o.person, '') = COALESCE(r.person, ''))",
        "sssss", line->source, line->record, line->clause, line->person, line->dept) == 1;
}

/* Whom it is about: a person, whichever leg, or a department. */
static int by_subject(const struct svc_line *a, const struct svc_line *b)
{
    int order = svc_text_compare(a->person, b->person);
    return order || a->person ? order : svc_text_compare(a->dept, b->dept);
}

static int by_fact_and_subject(const struct weighed *a, const struct weighed *b)
{
    const struct record *x = root_of(a->record), *y = root_of(b->record);
    if (x != y)
        return by_name(x, y);
    if (a->reward != b->reward)
        return a->reward ? 1 : -1;
    return by_subject(a->line, b->line);
}

/* More money, else more points, else the stronger effect, else the earlier. */
static int by_weight(const struct weighed *a, const struct weighed *b)
{
    const int64_t more[][2] = { { llabs(a->line->amount), llabs(b->line->amount) },
                                { llabs(a->line->points), llabs(b->line->points) },
                                { a->effects, b->effects } };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i][0] != more[i][1])
            return more[i][0] > more[i][1] ? -1 : 1;
    int order = svc_text_compare(a->line->occurred_at, b->line->occurred_at);
    return order ? order : svc_line_compare(a->line, b->line);
}

static int by_all(const void *x, const void *y)
{
    int order = by_fact_and_subject(x, y);
    return order ? order : by_weight(x, y);
}

static void weigh(struct facts *facts, struct svc_lines *lines, bool own, struct weighed **out,
                  size_t *count)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct svc_line *line = &lines->line[i];
        struct record *record = record_of(facts, line, false);
        if (!record || !record->linked)
            continue;
        *out = svc_grow(*out, *count, sizeof **out);
        (*out)[(*count)++] = (struct weighed){ .line = line, .record = record, .own = own,
                                               .reward = line->amount > 0 || line->points > 0,
                                               .also = stands_beside(facts->db, line),
                                               .effects = weigh_effects(line) };
    }
}

static void fell(struct svc_line *line, const struct svc_line *by)
{
    struct svc_buf reason = { 0 };
    svc_statement(&reason, "same_fact", "sss", by->source, by->record, line->reason);
    free(line->reason);
    free(line->status);
    line->reason = svc_buf_take(&reason);
    line->status = svc_strdup("reversed");
}

/* The lines of one fact and subject, the heaviest first: those of other records behind the first that
 * is final fall. */
static void judge_subject(struct weighed *line, size_t count)
{
    const struct weighed *first = NULL;
    for (size_t i = 0; i < count; i++)
        if (line[i].also)
            continue;
        else if (!first && strcmp(line[i].line->status, "final") == 0)
            first = &line[i];
        else if (first && line[i].own && line[i].record != first->record)
            fell(line[i].line, first->line);
}

static void judge(struct weighed *line, size_t count)
{
    if (count > 1)
        qsort(line, count, sizeof *line, by_all);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && by_fact_and_subject(&line[first], &line[end]) == 0;)
            end++;
        judge_subject(line + first, end - first);
    }
}

/* -- all of it ---------------------------------------------------------------------------------- */

static void forget(struct facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        tdelete(facts->record[i], &facts->tree, by_name);
        free(facts->record[i]->source);
        free(facts->record[i]->no);
        free(facts->record[i]);
    }
    for (size_t i = 0; i < facts->clauses; i++) {
        free(facts->clause[i].code);
        free(facts->clause[i].book);
    }
    free(facts->record);
    free(facts->clause);
}

void svc_fact_judge(struct svc_db *db, const char *name, const struct svc_period *period,
                    struct svc_lines *lines)
{
    struct facts facts = { .db = db };
    struct svc_lines others = { NULL, 0 };
    struct weighed *line = NULL;
    size_t count = 0;
    if (lines->count == 0 || !are_there_any(db))
        return;
    load_clauses(&facts);
    for (size_t i = 0; i < lines->count; i++)
        record_of(&facts, &lines->line[i], true);
    sort_records(&facts);
    if (join_records(&facts)) {
        sort_records(&facts);
        read_others(&facts, name, period, &others);
        weigh(&facts, lines, true, &line, &count);
        weigh(&facts, &others, false, &line, &count);
        judge(line, count);
    }
    svc_lines_free(&others);
    forget(&facts);
    free(line);
}

struct svc_fact_record *svc_fact_others(struct svc_db *db, const char *source, const char *no)
{
    struct facts facts = { .db = db };
    struct svc_fact_record *others = NULL;
    size_t count = 0;
    record_at(&facts, source, no, true);
    join_records(&facts);
    for (size_t i = 1; i < facts.count; i++) {
        others = svc_grow(others, count, sizeof *others);
        others[count++] = (struct svc_fact_record){ svc_strdup(facts.record[i]->source),
                                                    svc_strdup(facts.record[i]->no) };
    }
    others = svc_grow(others, count, sizeof *others);
    others[count] = (struct svc_fact_record){ NULL, NULL };
    forget(&facts);
    return others;
}
