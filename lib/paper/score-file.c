/* Score lines by the SQL of the company's own rule pack: what it may yield is looked at row by row. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/guarded.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"

/* The engine's steps for one file and period, some seconds; lines that nobody would read. */
enum { STEPS = 400000000, MANY = 200000 };

/* A file of a version, and the row that is looked at. */
struct file {
    struct svc_db *db;
    int64_t version;
    char *name, *text;
    struct svc_period days; /* those asked for that the version judges */
    size_t row;
};

/* What the legs of the line's clause and subject say. */
struct legs {
    bool any, fits;
    bool chain; /* signatures decide */
    char why[128];
};

static _Noreturn void fail(const struct file *file, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static _Noreturn void fail(const struct file *file, const char *fmt, ...)
{
    char why[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, svc_tr(fmt), args);
    va_end(args);
    svc_die(SVC_CONFIG, "score/%s.sql of policy version %lld: %s; nothing was printed or applied\n"
            "mend the file and load the pack again, from the version's first day", file->name,
            (long long)file->version, why);
}

static _Noreturn void bad(const struct file *file, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static _Noreturn void bad(const struct file *file, const char *column, const char *fmt, ...)
{
    char why[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, svc_tr(fmt), args);
    va_end(args);
    fail(file, "row %zu: %s%s%s", file->row, column ? column : "", column ? ": " : "", why);
}

/* -- the rule that allows it ---------------------------------------------------------------- */

/* Hundredths or fen without sign inside a leg's range, where it has one. */
static bool in_range(struct svc_query *q, int min, int64_t number)
{
    return number == 0 || svc_is_null(q, min) ||
           (llabs(number) >= svc_int(q, min) && llabs(number) <= svc_int(q, min + 1));
}

static bool among(const char *of, const char *words)
{
    const char *word;
    size_t len;
    while (words && svc_text_next(&words, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        bool is = of && svc_text_in(of, ';', one);
        free(one);
        if (!is)
            return false;
    }
    return true;
}

/* One leg; `why` says the first that does not fit. */
static bool fits(struct svc_query *q, const struct svc_line *line, struct legs *legs)
{
    bool plus = strcmp(svc_text(q, 0), "+") == 0;
    const char *why = NULL;
    if (plus ? line->points < 0 || line->amount < 0 : line->points > 0 || line->amount > 0)
        why = plus ? _("a clause that gives does not take") : _("a clause that takes does not give");
    else if (!in_range(q, 1, line->points))
        why = _("points: are outside of what the clause says");
    else if (!in_range(q, 3, line->amount))
        why = _("amount: is outside of what the clause says");
    else if (!among(svc_text(q, 5), line->effect))
        why = _("effect: has a word that the clause does not");
    if (why && !legs->why[0])
        snprintf(legs->why, sizeof legs->why, "%s", why);
    return !why;
}

static struct legs legs_of(const struct file *file, const struct svc_line *line)
{
    struct legs legs = { .any = false };
    struct svc_query *q = svc_query(file->db,
        "SELECT sign, points_min, points_max, amount_min, amount_max, effect, approval"
        "  FROM policy_leg WHERE version = ?1 AND clause = ?2 AND subject = ?3", "iss",
        file->version, line->clause, line->subject);
    while (svc_next(q)) {
        bool good = fits(q, line, &legs);
        if (good && !legs.fits)
            legs.chain = strcmp(svc_text(q, 6), "auto") != 0;
        legs.any = true;
        legs.fits = legs.fits || good;
    }
    return legs;
}

/* -- one row ----------------------------------------------------------------------------------- */

static bool there(const struct file *file, const char *sql, const char *code)
{
    return svc_one_int(file->db, 0, sql, "s", code) == 1;
}

/* A domain with score lines, whose records they name, by the name of its item. */
static bool is_source(const char *source)
{
    if (!svc_text_in(SVC_ITEMS, '|', source))
        return false;
    for (const struct svc_sql_file *file = NULL; (file = svc_sql_next(file, "score"));)
        if (svc_score_is_of(file, source))
            return true;
    return false;
}

static void check_moment(const struct file *file, const struct svc_line *line)
{
    char text[SVC_WHEN_SIZE];
    svc_when at = 0;
    const char *why = svc_when_parse(line->occurred_at, &at);
    if (why || strcmp(svc_when_format(at, text), line->occurred_at) != 0)
        bad(file, "occurred_at", "\"%s\" is no moment written 2026-10-12 09:00:00",
            line->occurred_at);
    if (at < file->days.from || at >= file->days.until || at > svc_now())
        bad(file, "occurred_at", "%s is none of the moments asked for, ?1 to before ?2 and not after ?3",
            line->occurred_at);
}

static void check_who(const struct file *file, const struct svc_line *line)
{
    bool personal = svc_text_in("person|head|leader|deputy", '|', line->subject);
    if (!there(file, "SELECT 1 FROM dept WHERE dept = ?1", line->dept))
        bad(file, "dept", "there is no department \"%s\"", line->dept);
    if (line->person && !there(file, "SELECT 1 FROM person WHERE person = ?1", line->person))
        bad(file, "person", "there is nobody with the code \"%s\"", line->person);
    if (personal && !line->person)
        bad(file, "person", "is empty: the leg is that of a %s", line->subject);
    if (!personal && line->person)
        bad(file, "person", "the leg is that of a %s", line->subject);
}

/* What must be given is given, and what is a word is one; then who, when, and by which rule. */
static void check_row(const struct file *file, const struct svc_line *line)
{
    const char *column, *why = svc_line_fault(line, &column);
    const struct {
        const char *name, *text;
    } given[] = { { "dept", line->dept }, { "clause", line->clause }, { "subject", line->subject },
                  { "source", line->source }, { "record", line->record },
                  { "occurred_at", line->occurred_at } };
    if (why)
        bad(file, column, "%s", why);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (!given[i].text || !given[i].text[0])
            bad(file, given[i].name, "is empty");
    if (strcmp(line->item, SVC_CASES) == 0 || strcmp(line->item, SVC_CORRECTIONS) == 0)
        bad(file, "item", "\"%s\" is for what people decide, and for no score file", line->item);
    if (!svc_one_int(file->db, 0, "SELECT 1 FROM policy_word WHERE version = ?1 AND list = 'item'"
                     "   AND code = ?2 AND acts_as IS NULL", "is", file->version, line->item))
        bad(file, "item", "\"%s\" is no item of the sheet by this version's words.csv%s", line->item,
            svc_near(file->db, "SELECT DISTINCT code, label FROM policy_word WHERE list = 'item'", line->item));
    if (!is_source(line->source))
        bad(file, "source", "no records are of \"%s\"", line->source);
    check_moment(file, line);
    struct legs legs = legs_of(file, line);
    if (!legs.any)
        bad(file, "clause", "\"%s\" is not in force on %.10s with a leg for a %s", line->clause,
            line->occurred_at, line->subject);
    if (!legs.fits)
        bad(file, NULL, "clause \"%s\": %s", line->clause, legs.why);
    if (legs.chain && strcmp(line->status, "final") == 0)
        bad(file, "status", "clause \"%s\" waits for signatures: the line is proposed", line->clause);
    check_who(file, line);
}

/* -- cases ------------------------------------------------------------------------------------ */

/* A line that waits for signatures is as far as its case: false where that speaks for itself. */
static bool follow_case(const struct file *file, struct svc_line *line)
{
    bool stays = true;
    if (strcmp(line->status, "proposed") != 0)
        return true;
    struct svc_query *q = svc_query(file->db,
        "SELECT state, rejected FROM line_case WHERE source = ?1 AND source_no = ?2 AND clause = ?3",
        "sss", line->source, line->record, line->clause);
    if (!svc_next(q))
        return true;
    const char *state = svc_text(q, 0);
    if (strcmp(state, "decided") == 0) {
        stays = false;
    } else if (strcmp(state, "rejected") == 0) {
        char *reason = svc_format("%s%s", svc_text(q, 1), line->reason ? line->reason : "");
        free(line->reason);
        line->reason = reason;
        line->status = (char *)"reversed";
    } else if (strcmp(state, "suspended") == 0) {
        line->status = (char *)"suspended";
    }
    svc_done(q);
    return stays;
}

/* -- the files --------------------------------------------------------------------------------- */

/* A copy, whose reason is a person's text. */
static void take(struct file *file, struct svc_line line, const char *name, const char *except,
                 struct svc_lines *lines)
{
    struct svc_buf reason = { 0 };
    check_row(file, &line);
    if ((name && strcmp(line.source, name) != 0) || (except && strcmp(line.source, except) == 0))
        return;
    if (line.reason)
        svc_statement(&reason, "text", "s", line.reason);
    line.reason = line.reason ? svc_buf_take(&reason) : NULL;
    if (follow_case(file, &line))
        svc_lines_add(lines, &line);
    free(line.reason);
}

static void run(struct file *file, const char *name, const char *except, struct svc_lines *lines)
{
    const svc_when at[3] = { file->days.from, file->days.until, svc_now() };
    struct svc_guarded_fault fault;
    struct svc_query *q = svc_guarded(file->db, file->text, at, STEPS, &fault);
    struct svc_line_fields fields;
    if (q)
        svc_line_find_fields(q, file->name, &fields);
    while (q && svc_guarded_next(q, &fault)) {
        const char *column = svc_line_no_number(q, &fields);
        if (++file->row > MANY)
            bad(file, NULL, "are more than %d lines", MANY);
        if (column)
            bad(file, column, "is no whole number");
        take(file, svc_line_read(q, &fields), name, except, lines);
    }
    if (fault.why[0])
        fail(file, "%s", fault.why);
    svc_free(q);
}

/* The files of every version that judges some of the days. */
static struct file *files_of(struct svc_db *db, const struct svc_period *period, size_t *count)
{
    struct file *files = NULL;
    struct svc_query *q = svc_query(db,
        "SELECT v.version, v.from_day, v.until_day, s.name, s.text FROM policy_score s"
        "  JOIN policy_version v ON v.version = s.version"
        " WHERE v.from_day < v.until_day AND v.from_day <= ?2 AND v.until_day > ?1"
        " ORDER BY v.version, s.name", "dd", svc_when_day(period->from),
        svc_when_day(period->until - 1));
    for (*count = 0; svc_next(q); (*count)++) {
        svc_day from = 0, until = 0;
        svc_day_parse(svc_text(q, 1), &from);
        svc_day_parse(svc_text(q, 2), &until);
        files = svc_grow(files, *count, sizeof *files);
        struct file *file = &files[*count];
        *file = (struct file){ .db = db, .version = svc_int(q, 0), .days = *period,
                               .name = svc_strdup(svc_text(q, 3)), .text = svc_strdup(svc_text(q, 4)) };
        if (svc_day_start(from) > period->from)
            file->days.from = svc_day_start(from);
        if (svc_day_start(until) < period->until)
            file->days.until = svc_day_start(until);
    }
    return files;
}

static int by_line(const void *a, const void *b)
{
    return svc_line_compare(*(struct svc_line *const *)a, *(struct svc_line *const *)b);
}

/* A line is one by its key: what a file yields no other statement has, but for what became of it. */
static void check_twice(const struct svc_lines *lines, size_t own)
{
    const struct svc_line **all = svc_alloc((lines->count + 1) * sizeof *all);
    size_t count = 0;
    for (const struct svc_line *line = lines->line; line < lines->line + lines->count; line++)
        if (strcmp(line->item, SVC_CASES) != 0 && strcmp(line->item, SVC_CORRECTIONS) != 0)
            all[count++] = line;
    if (count > 1)
        qsort(all, count, sizeof *all, by_line);
    for (size_t i = 1; i < count; i++)
        if (by_line(&all[i - 1], &all[i]) == 0 &&
            (all[i] >= lines->line + own || all[i - 1] >= lines->line + own))
            svc_die(SVC_CONFIG, "a score file yields a line that is there already: %s %s, clause \"%s\","
                    " %s of department %s; nothing was printed or applied\none record has one line under a clause for each subject",
                    all[i]->source, all[i]->record, all[i]->clause, all[i]->subject, all[i]->dept);
    free(all);
}

void svc_score_files(struct svc_db *db, const char *name, const char *except,
                     const struct svc_period *period, struct svc_lines *lines)
{
    size_t count, own = lines->count;
    struct file *files = files_of(db, period, &count);
    for (struct file *file = files; file < files + count; file++) {
        run(file, name, except, lines);
        free(file->name);
        free(file->text);
    }
    if (lines->count > own)
        check_twice(lines, own);
    free(files);
}
