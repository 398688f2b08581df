#include "svc/year.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/threshold.h"
#include "svc/word.h"
#include "svc/words.h"

/* -- who ------------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    const struct svc_year_subject *x = a, *y = b;
    return x->person != y->person ? x->person - y->person : strcmp(x->code, y->code);
}

static struct svc_year_subject *subject_of(const struct svc_year *year, bool person,
                                           const char *code)
{
    struct svc_year_subject key = { .code = (char *)code, .person = person };
    return code && year->count ? bsearch(&key, year->one, year->count, sizeof key, by_code) : NULL;
}

const struct svc_year_subject *svc_year_find(const struct svc_year *year, bool person,
                                             const char *code)
{
    return subject_of(year, person, code);
}

const char *svc_year_award(const struct svc_year_subject *one)
{
    return one->contractor ? NULL : one->barred ? "no" : one->open ? "open" : "yes";
}

static void load_subjects(struct svc_db *db, const struct svc_period *period,
                          struct svc_year *year)
{
    struct svc_query *q = svc_query(db,
        "SELECT 0, dept, name, NULL, CASE kind WHEN 'contractor' THEN 1 ELSE 0 END, 1 FROM dept"
        " UNION ALL SELECT 1, p.person, p.name, p.dept,"
        "        CASE d.kind WHEN 'contractor' THEN 1 ELSE 0 END,"
        "        CASE WHEN p.dept IS NOT NULL AND (p.joined IS NULL OR p.joined < ?2)"
        "              AND (p.left_on IS NULL OR p.left_on >= ?1) THEN 1 ELSE 0 END"
        "   FROM person p LEFT JOIN dept d ON d.dept = p.dept",
        "dd", svc_when_day(period->from), svc_when_day(period->until));
    while (svc_next(q)) {
        year->one = svc_grow(year->one, year->count, sizeof *year->one);
        year->one[year->count++] = (struct svc_year_subject){
            .person = svc_int(q, 0), .code = svc_strdup(svc_text(q, 1)),
            .name = svc_strdup(svc_text(q, 2)), .dept = svc_strdup(svc_text(q, 3)),
            .contractor = svc_int(q, 4), .there = svc_int(q, 5) };
    }
    if (year->count > 1)
        qsort(year->one, year->count, sizeof *year->one, by_code);
}

void svc_year_free(struct svc_year *year)
{
    for (struct svc_year_subject *one = year->one; one < year->one + year->count; one++) {
        free(one->code);
        free(one->name);
        free(one->dept);
        svc_buf_free(&one->reasons);
        for (int m = 0; m < SVC_YEAR_MONTHS; m++)
            free(one->forced[m]);
    }
    free(year->one);
    *year = (struct svc_year){ NULL, 0, { 0, 0 } };
}

/* -- a line in the records and in the books ---------------------------------------------------- */

/* One effect of a line: whether its record has it today, how often the books do. */
struct effect {
    char *word;
    bool now, waits;
    int64_t books;
};

struct account {
    const struct svc_line *line; /* as it stands today; else as it was stored */
    bool live, handed;
    struct effect *effect;
    size_t effects;
};

struct ledger {
    struct svc_lines today, books, handed;
    struct account **account; /* in the order of the lines */
    size_t count;
    void *tree;
};

static int by_key(const void *a, const void *b)
{
    return svc_line_compare(((const struct account *)a)->line, ((const struct account *)b)->line);
}

static struct account *account_of(struct ledger *ledger, const struct svc_line *line)
{
    struct account *mine = svc_alloc(sizeof *mine);
    mine->line = line;
    struct account *found = *(struct account **)tsearch(mine, &ledger->tree, by_key);
    if (found != mine) {
        free(mine);
        return found;
    }
    ledger->account = svc_grow(ledger->account, ledger->count, sizeof *ledger->account);
    return ledger->account[ledger->count++] = mine;
}

static struct effect *effect_of(struct account *account, const char *word, size_t len)
{
    for (size_t i = 0; i < account->effects; i++)
        if (strlen(account->effect[i].word) == len && memcmp(account->effect[i].word, word, len) == 0)
            return &account->effect[i];
    account->effect = svc_grow(account->effect, account->effects, sizeof *account->effect);
    account->effect[account->effects] = (struct effect){ .word = svc_strndup(word, len) };
    return &account->effect[account->effects++];
}

/* Whether the line's month is open, so that its records are the books. */
static bool is_open(struct svc_db *db, const struct svc_line *line)
{
    static char last[sizeof ((struct svc_period *)0)->name];
    static bool open;
    struct svc_period month;
    if (!svc_line_month(line, &month))
        return true;
    if (strcmp(month.name, last) != 0)
        open = !svc_one_int(db, 0, "SELECT 1 FROM month_close WHERE period = ?1 LIMIT 1", "s",
                            month.name);
    memcpy(last, month.name, sizeof last);
    return open;
}

static void add_today(struct svc_db *db, struct ledger *ledger, const struct svc_line *line)
{
    const char *effects = line->effect, *word;
    size_t len;
    if (strcmp(line->item, "adjust") == 0)
        return; /* in the books */
    struct account *account = account_of(ledger, line);
    bool counts = strcmp(line->status, "final") == 0, open = account->handed || is_open(db, line);
    account->line = line;
    account->live = true;
    while (svc_text_next(&effects, ';', &word, &len)) {
        struct effect *effect = effect_of(account, word, len);
        effect->now = counts;
        effect->waits = !counts && strcmp(line->status, "reversed") != 0;
        effect->books += counts && open;
    }
}

static void add_stored(struct ledger *ledger, const struct svc_line *line)
{
    struct account *account = account_of(ledger, line);
    const char *effects = line->effect, *word;
    size_t len;
    while (svc_text_next(&effects, ';', &word, &len)) {
        bool back = *word == '-';
        effect_of(account, word + back, len - back)->books += back ? -1 : 1;
    }
}

static struct svc_lines read_lines(struct svc_db *db, const char *file,
                                   const struct svc_period *period)
{
    struct svc_lines lines = { NULL, 0 };
    svc_lines_read(&lines, svc_query(db, svc_sql(file), "ww", period->from, period->until), file);
    return lines;
}

static void read_ledger(struct svc_db *db, const struct svc_period *period, struct ledger *ledger)
{
    *ledger = (struct ledger){ .today = svc_score_lines(db, NULL, period),
                               .books = read_lines(db, "report/books", period),
                               .handed = read_lines(db, "report/handed", period) };
    for (size_t i = 0; i < ledger->handed.count; i++)
        account_of(ledger, &ledger->handed.line[i])->handed = true;
    for (size_t i = 0; i < ledger->today.count; i++)
        add_today(db, ledger, &ledger->today.line[i]);
    for (size_t i = 0; i < ledger->books.count; i++)
        add_stored(ledger, &ledger->books.line[i]);
}

static void free_account(void *node)
{
    struct account *account = node;
    for (size_t i = 0; i < account->effects; i++)
        free(account->effect[i].word);
    free(account->effect);
    free(account);
}

static void free_ledger(struct ledger *ledger)
{
    tdestroy(ledger->tree, free_account);
    free(ledger->account);
    svc_lines_free(&ledger->today);
    svc_lines_free(&ledger->books);
    svc_lines_free(&ledger->handed);
}

/* -- what it comes to ------------------------------------------------------------------------ */

static svc_day fact_day(const struct svc_line *line)
{
    svc_when when;
    return svc_when_day(line->occurred_at && !svc_when_parse(line->occurred_at, &when) ? when
                                                                                      : svc_now());
}

static void add_reason(struct svc_year_subject *one, const struct svc_line *line,
                       const char *effects, bool open)
{
    struct svc_buf reason = { 0 }, clause = { 0 };
    svc_buf_printf(&clause, "%s@%.10s", line->clause, line->occurred_at);
    svc_statement(&reason, "award", "ssss", open ? "open" : NULL, effects, clause.data,
                  line->record);
    svc_statement_list(&one->reasons, reason.data);
    svc_buf_free(&reason);
    svc_buf_free(&clause);
}

/* The points that the effect takes off the year: its own, else the least of the day's policy. */
static int64_t annual_points(const struct effect *effect, const struct svc_policy *policy)
{
    size_t code = svc_word_measured(effect->word, strlen(effect->word));
    int64_t points;
    const char *own = effect->word[code] == '=' ? effect->word + code + 1 : NULL;
    return own && !svc_hundredths_parse(own, &points)
               ? points : svc_policy_number(policy, "annual_points_min", 0);
}

static bool acts(const struct effect *effect, const char *as, svc_day day)
{
    return svc_words_act("effect", effect->word, as, day);
}

/* What bars from the year's honours. */
static void judge_award(struct svc_year_subject *one, const struct account *account, svc_day day)
{
    struct svc_buf bars = { 0 };
    bool barred = false;
    for (size_t i = 0; i < account->effects; i++) {
        const struct effect *e = &account->effect[i];
        if ((e->books <= 0 && !e->now && !e->waits) ||
            (!acts(e, "no_annual_award", day) && !acts(e, "suspension", day)))
            continue;
        barred |= e->books > 0 && e->now;
        svc_buf_printf(&bars, "%s%s", bars.len ? ";" : "", e->word);
    }
    if (bars.len) {
        one->barred |= barred;
        one->open |= !barred;
        add_reason(one, account->line, bars.data, !barred);
    }
    svc_buf_free(&bars);
}

/* The worse of what is forced already and what the effect forces, by the grades of the fact's day. */
static void force_grade(char **forced, const struct effect *effect, const struct svc_policy *policy,
                        svc_day day)
{
    int worse = svc_grade_forced(policy, svc_word_acting("effect", effect->word, day));
    if (worse < 0 || (*forced && svc_grade_place(policy, *forced) >= worse))
        return;
    free(*forced);
    *forced = svc_strdup(policy->grades[worse].code);
}

static void take_account(struct svc_year *year, struct svc_rules *rules, const struct account *account)
{
    const struct svc_line *line = account->line;
    struct svc_period month;
    struct svc_year_subject *one =
        subject_of(year, line->person != NULL, line->person ? line->person : line->dept);
    svc_day day = fact_day(line);
    if (!one)
        return;
    one->there = true;
    int place = svc_line_month(line, &month) ? (int)strtol(month.name + strlen("2026-"), NULL, 10) : 0;
    for (size_t i = 0; i < account->effects; i++) {
        const struct effect *e = &account->effect[i];
        if (e->books <= 0)
            continue;
        if (acts(e, "annual_points", day))
            one->annual_points -= annual_points(e, svc_rules_on(rules, day));
        one->suspensions += acts(e, "suspension", day);
        if (place >= 1 && place <= SVC_YEAR_MONTHS)
            force_grade(&one->forced[place - 1], e, svc_rules_on(rules, day), day);
    }
    judge_award(one, account, day);
    if (account->live && strcmp(line->item, "reward") == 0 && strcmp(line->status, "final") == 0) {
        bool plus = line->amount > 0 || line->points > 0;
        one->rewards += plus;
        one->penalties += !plus;
    }
}

/* The first threshold over a calendar year that counts by person, or by department, and is in force on
 * the day; NULL for none. */
static const struct svc_threshold *yearly(const struct svc_thresholds *all, bool person, const char *day)
{
    for (const struct svc_threshold *t = all->one; t < all->one + all->count; t++)
        if (t->person == person && t->gives && strcmp(t->period, "year") == 0 && svc_threshold_on(t, day))
            return t;
    return NULL;
}

/* What adds up over the calendar year, but for what is under appeal. */
static void count_records(struct svc_db *db, const char *name, struct svc_year *year)
{
    struct svc_period calendar, *period = &calendar;
    char last[SVC_WHEN_SIZE];
    struct svc_thresholds all = svc_thresholds_read(db);
    svc_period_calendar(name, &calendar);
    svc_when_format(period->until - 1 < svc_now() ? period->until - 1 : svc_now(), last);
    for (int p = 0; p < 2; p++) {
        const struct svc_threshold *t = yearly(&all, p, last);
        if (!t)
            continue;
        struct svc_tallies tallies = svc_tallies_read(db, &all, t, period);
        for (size_t i = 0; i < tallies.count; i++) {
            struct svc_year_subject *one = subject_of(year, p, tallies.one[i].whose);
            if (one)
                one->counted = tallies.one[i].sum / 100;
        }
        year->threshold[p] = svc_threshold_on(t, last)->n;
        svc_tallies_free(&tallies);
    }
    svc_thresholds_free(&all);
}

struct svc_year svc_year_read(struct svc_db *db, const char *name)
{
    struct svc_period months, *period = &months;
    struct svc_year year = { NULL, 0, { 0, 0 } };
    struct ledger ledger;
    struct svc_rules *rules = svc_rules_open(db);
    svc_period_parse(name, &months);
    load_subjects(db, period, &year);
    read_ledger(db, period, &ledger);
    for (size_t i = 0; i < ledger.count; i++)
        take_account(&year, rules, ledger.account[i]);
    count_records(db, name, &year);
    free_ledger(&ledger);
    svc_rules_close(rules);
    return year;
}
