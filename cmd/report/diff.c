/* svc-report diff, adjust: what a closed month would be today, and settling it in an open one. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/period.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/statement.h"
#include "svc/text.h"

static struct {
    struct svc_opt_period from;
} opt;

const struct svc_option report_adjust_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the open month that takes it" },
    { .name = "from", .type = SVC_OPT_PERIOD, .to = &opt.from, .arg = "MONTH",
      .help = "the closed month whose difference it is" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

static const struct svc_column diff_columns[] = {
    { .name = "period", .type = SVC_TYPE_CODE, .label = "月份", .help = "the closed month" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "person; empty for a department" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "rule that allows it" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "leg: person, head, leader, deputy, dept, contractor", .list = "paper.subject" },
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源", .help = "domain of the record",
      .list = "item" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "记录", .help = "record that caused it" },
    { .name = "points_stored", .type = SVC_TYPE_POINTS, .label = "封存分值",
      .help = "points as closed and settled since" },
    { .name = "points_now", .type = SVC_TYPE_POINTS, .label = "现分值",
      .help = "points as the records stand" },
    { .name = "amount_stored", .type = SVC_TYPE_MONEY, .label = "封存金额",
      .help = "yuan as closed and settled since" },
    { .name = "amount_now", .type = SVC_TYPE_MONEY, .label = "现金额",
      .help = "yuan as the records stand" },
    { .name = "effect_stored", .type = SVC_TYPE_WORDS, .flags = SVC_BACK, .label = "封存处理",
      .help = "effects as closed and settled since", .list = "effect" },
    { .name = "effect_now", .type = SVC_TYPE_WORDS, .flags = SVC_BACK, .label = "现处理",
      .help = "effects as the records stand", .list = "effect" },
    { .name = "adjust", .type = SVC_TYPE_POINTS, .label = "应调分值",
      .help = "points that come to settle it, after the caps of the closed month" },
    { .name = "status_now", .type = SVC_TYPE_CODE, .label = "现状态",
      .help = "of the line today; empty when it is gone", .list = "paper.status" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因", .help = "why" },
    { 0 }
};

/* One department or person of the month, summed as the sheet does it. */
struct whose {
    const char *person, *dept; /* person NULL: the department itself */
    struct svc_mark mark;
};

struct effect {
    char *word;
    int64_t stored, now;
};

/* One key on both sides. */
struct pair {
    const struct svc_line *line; /* that names it */
    const struct svc_line *now;  /* as it stands today; NULL when it is gone */
    int64_t points_stored, points_now, amount_stored, amount_now;
    int64_t counts; /* what the points come to after the month's caps */
    const char *item; /* as stored; NULL where it was not */
    struct effect *effect;
    size_t effects;
};

struct diff {
    struct svc_lines stored, carried, settled, today;
    struct pair **pair; /* in the order they were found */
    size_t count;
    void *tree;  /* the same by key */
    void *whose; /* by person or department */
};

static bool counts(const struct svc_line *line)
{
    return strcmp(line->status, "final") == 0;
}

static int by_key(const void *a, const void *b)
{
    return svc_line_compare(((const struct pair *)a)->line, ((const struct pair *)b)->line);
}

static struct pair *pair_of(struct diff *diff, const struct svc_line *line)
{
    struct pair *mine = svc_alloc(sizeof *mine);
    mine->line = line;
    struct pair *found = *(struct pair **)tsearch(mine, &diff->tree, by_key);
    if (found != mine) {
        free(mine);
        return found;
    }
    diff->pair = svc_grow(diff->pair, diff->count, sizeof *diff->pair);
    diff->pair[diff->count++] = mine;
    return mine;
}

static struct effect *effect_of(struct pair *pair, const char *word, size_t len)
{
    for (size_t i = 0; i < pair->effects; i++)
        if (strlen(pair->effect[i].word) == len && memcmp(pair->effect[i].word, word, len) == 0)
            return &pair->effect[i];
    pair->effect = svc_grow(pair->effect, pair->effects, sizeof *pair->effect);
    pair->effect[pair->effects] = (struct effect){ .word = svc_strndup(word, len) };
    return &pair->effect[pair->effects++];
}

/* What was counted of it, at the close or since. */
static void add_stored(struct diff *diff, const struct svc_line *line)
{
    struct pair *pair = pair_of(diff, line);
    const char *effects = line->effect, *word;
    size_t len;
    pair->points_stored += line->points;
    pair->amount_stored += line->amount;
    pair->item = pair->item ? pair->item : line->item;
    while (svc_text_next(&effects, ';', &word, &len)) {
        bool back = *word == '-';
        effect_of(pair, word + back, len - back)->stored += back ? -1 : 1;
    }
}

static void add_today(struct diff *diff, const struct svc_line *line)
{
    struct pair *pair = pair_of(diff, line);
    const char *effects = line->effect, *word;
    size_t len;
    pair->now = line;
    if (!counts(line))
        return;
    pair->points_now += line->points;
    pair->amount_now += line->amount;
    while (svc_text_next(&effects, ';', &word, &len))
        effect_of(pair, word, len)->now = 1;
}

/* Its points and effects are the line's own. */
static struct svc_lines settled_lines(struct svc_call *call, const char *period)
{
    struct svc_lines lines = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, person, item, clause, subject, line_points AS points, amount, effect,"
        "       'final' AS status, source, record, occurred_at, reason"
        "  FROM adjustment WHERE from_period = ?1 ORDER BY no", "s", period);
    svc_lines_read(&lines, q, "adjustment");
    return lines;
}

static bool among(const struct svc_lines *lines, const struct svc_line *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (svc_line_compare(&lines->line[i], line) == 0)
            return true;
    return false;
}

/* Corrections that were settled in the month itself are no facts of it. */
static bool is_fact(const struct svc_line *line)
{
    return strcmp(line->item, "adjust") != 0;
}

/* -- what the caps of the month let it cost -------------------------------------------------- */

static int by_whose(const void *a, const void *b)
{
    const struct whose *x = a, *y = b;
    if (!x->person != !y->person)
        return x->person ? 1 : -1;
    return x->person ? strcmp(x->person, y->person) : strcmp(x->dept, y->dept);
}

static struct svc_mark *mark_of(struct diff *diff, const struct svc_line *line)
{
    struct whose *mine = svc_alloc(sizeof *mine);
    *mine = (struct whose){ .person = line->person, .dept = line->dept };
    struct whose *found = *(struct whose **)tsearch(mine, &diff->whose, by_whose);
    if (found != mine)
        free(mine);
    return &found->mark;
}

static int64_t score_of(struct svc_mark *mark, const struct svc_policy *policy)
{
    svc_mark_finish(mark, policy);
    return mark->score;
}

/* The month is summed as it was counted and settled, then as the records stand, line by line: what the
 * score moves by is what a line comes to. */
static void weigh(struct diff *diff, const struct svc_policy *policy)
{
    for (size_t i = 0; i < diff->stored.count; i++)
        if (!is_fact(&diff->stored.line[i]) && counts(&diff->stored.line[i]))
            svc_mark_weigh(mark_of(diff, &diff->stored.line[i]), SVC_CORRECTIONS,
                           diff->stored.line[i].points, 1);
    for (size_t i = 0; i < diff->count; i++)
        if (diff->pair[i]->item)
            svc_mark_weigh(mark_of(diff, diff->pair[i]->line), diff->pair[i]->item,
                           diff->pair[i]->points_stored, 1);
    for (size_t i = 0; i < diff->count; i++) {
        struct pair *pair = diff->pair[i];
        if (pair->points_stored == pair->points_now)
            continue;
        struct svc_mark *mark = mark_of(diff, pair->line);
        int64_t before = score_of(mark, policy);
        if (pair->item)
            svc_mark_weigh(mark, pair->item, pair->points_stored, -1);
        if (pair->now)
            svc_mark_weigh(mark, pair->now->item, pair->points_now, 1);
        pair->counts = score_of(mark, policy) - before;
    }
}

static void compare(struct svc_call *call, const struct svc_period *month, int64_t revision,
                    struct diff *diff)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct report_month of = { month, revision };
    *diff = (struct diff){ .stored = report_stored_lines(call, month->name, revision, false),
                           .carried = report_stored_lines(call, month->name, revision, true),
                           .settled = settled_lines(call, month->name),
                           .today = report_lines(call, month) };
    for (size_t i = 0; i < diff->stored.count; i++)
        if (is_fact(&diff->stored.line[i]) && counts(&diff->stored.line[i]))
            add_stored(diff, &diff->stored.line[i]);
    for (size_t i = 0; i < diff->settled.count; i++)
        add_stored(diff, &diff->settled.line[i]);
    for (size_t i = 0; i < diff->today.count; i++)
        if (is_fact(&diff->today.line[i]) && !among(&diff->carried, &diff->today.line[i]))
            add_today(diff, &diff->today.line[i]);
    weigh(diff, report_policy(call, rules, &of));
    svc_rules_close(rules);
}

static bool differs(const struct pair *pair)
{
    for (size_t i = 0; i < pair->effects; i++)
        if (pair->effect[i].stored != pair->effect[i].now)
            return true;
    return pair->points_stored != pair->points_now || pair->amount_stored != pair->amount_now;
}

static void free_pair(void *node)
{
    struct pair *pair = node;
    for (size_t i = 0; i < pair->effects; i++)
        free(pair->effect[i].word);
    free(pair->effect);
    free(pair);
}

static void free_whose(void *node)
{
    svc_mark_free(&((struct whose *)node)->mark);
    free(node);
}

static void free_diff(struct diff *diff)
{
    svc_lines_free(&diff->stored);
    svc_lines_free(&diff->carried);
    svc_lines_free(&diff->settled);
    svc_lines_free(&diff->today);
    tdestroy(diff->tree, free_pair);
    tdestroy(diff->whose, free_whose);
    free(diff->pair);
}

/* The effects whose number is not zero, `;`-separated: those stored (-1), of today (1), or what settles
 * the difference (0). */
static char *effects_of(const struct pair *pair, int which)
{
    struct svc_buf out = { 0 };
    for (size_t i = 0; i < pair->effects; i++) {
        const struct effect *e = &pair->effect[i];
        int64_t n = which < 0 ? e->stored : which > 0 ? e->now : e->now - e->stored;
        if (n)
            svc_buf_printf(&out, "%s%s%s", out.len ? ";" : "", n < 0 ? "-" : "", e->word);
    }
    return svc_buf_take(&out);
}

/* -- diff --------------------------------------------------------------------------------- */

static void print_pair(struct svc_call *call, const char *period, const struct pair *pair)
{
    const struct svc_line *line = pair->line;
    char *stored = effects_of(pair, -1), *now = effects_of(pair, 1);
    struct svc_value row[] = {
        svc_value_text(period), svc_value_text(line->dept), svc_value_text(line->person), svc_value_text(line->clause),
        svc_value_text(line->subject), svc_value_text(line->source), svc_value_text(line->record),
        svc_value_number(pair->points_stored), svc_value_number(pair->points_now),
        svc_value_number(pair->amount_stored), svc_value_number(pair->amount_now),
        svc_value_text(stored), svc_value_text(now), svc_value_number(pair->counts),
        svc_value_text(pair->now ? pair->now->status : NULL),
        svc_value_text(pair->now ? pair->now->reason : line->reason)
    };
    svc_print_row(call, row);
    free(stored);
    free(now);
}

/* How many lines of the month differ, each printed where it is asked for. */
static size_t find(struct svc_call *call, const struct report_month *month, bool prints)
{
    struct diff diff;
    size_t found = 0;
    compare(call, month->period, month->revision, &diff);
    for (size_t i = 0; i < diff.count; i++)
        if (differs(diff.pair[i])) {
            if (prints)
                print_pair(call, month->period->name, diff.pair[i]);
            found++;
        }
    free_diff(&diff);
    return found;
}

/* The last revision of the next month that was closed behind this name; false behind the last. */
static bool next_closed(struct svc_call *call, struct svc_period *period, const char *after,
                        struct report_month *month)
{
    char *name = svc_one(call->db, "SELECT MIN(period) FROM month_close WHERE period > ?1", "s",
                         after);
    bool found = name && !svc_period_parse(name, period);
    if (found)
        *month = (struct report_month){ period, report_closed(call, name) };
    free(name);
    return found;
}

void report_tell_differences(struct svc_call *call, const struct svc_period *before)
{
    struct svc_period period = { .name = "" }, open;
    struct report_month month;
    size_t found;
    svc_period_month(svc_when_day(svc_now()), &open);
    while (next_closed(call, &period, period.name, &month) && period.from < before->from)
        if ((found = find(call, &month, false)) > 0)
            svc_warn("%s differs from its records in %zu lines\nsvc-report diff -m %s shows them,"
                     " svc-report adjust -m %s --from %s settles them", period.name, found,
                     period.name, open.name, period.name);
}

int report_diff(struct svc_call *call)
{
    size_t found = 0;
    struct svc_period period = { .name = "" };
    struct report_month month = { NULL, 0 };
    char title[SVC_PERIOD_SIZE];
    bool one = svc_shared.period.given;
    if (one)
        month = report_month(call);
    if (one && !month.revision)
        svc_deny(call, SVC_REFUSED, NULL, "%s is open, there is nothing to compare it with",
                 month.period->name);
    svc_print_title(call, "%s%s封存后差异", one ? svc_period_title(month.period, title) : "",
                    one ? " " : "");
    svc_print_begin(call, diff_columns);
    if (one)
        found = find(call, &month, true);
    while (!one && next_closed(call, &period, period.name, &month))
        found += find(call, &month, true);
    int code = svc_finish(call);
    return code == SVC_OK && found ? SVC_NO : code;
}

/* -- adjust ------------------------------------------------------------------------------- */

static void settle(struct svc_call *call, const struct pair *pair, const struct svc_period *to,
                   const char *from)
{
    const struct svc_line *line = pair->now ? pair->now : pair->line;
    char no[SVC_NUMBER_SIZE], *effect = effects_of(pair, 0);
    struct svc_buf reason = { 0 };
    svc_statement(&reason, "settled", "ss", from,
                  pair->now && counts(pair->now) ? line->reason ? line->reason : "counted_since"
                  : pair->now                    ? "counts_no_longer"
                                                 : "gone");
    svc_number_next(call->db, "J", svc_day_year(svc_when_day(to->from)), no);
    svc_change_insert(call, "adjustment", no,
        "INSERT INTO adjustment (no, period, from_period, dept, person, item, clause, subject,"
        " points, line_points, amount, effect, source, record, occurred_at, taken_at, reason, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
        " RETURNING *", "ssssssssiiisssswse", no, to->name, from, line->dept, line->person,
        pair->item ? pair->item : line->item, line->clause, line->subject, pair->counts,
        pair->points_now - pair->points_stored, pair->amount_now - pair->amount_stored,
        *effect ? effect : NULL, line->source, line->record, pair->line->occurred_at, to->from,
        reason.data);
    free(effect);
    svc_buf_free(&reason);
}

int report_adjust(struct svc_call *call)
{
    struct diff diff;
    const struct svc_period *to = svc_call_period(true), *from = &opt.from.period;
    if (from->kind != SVC_MONTH)
        svc_die(SVC_USAGE, "option --from: \"%s\" is not one month of assessment", from->name);
    svc_call_begin(call);
    int64_t revision = report_closed(call, from->name);
    if (!revision)
        svc_deny(call, SVC_REFUSED, NULL, "%s is open: its sheet follows its records by itself",
                 from->name);
    if (to->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", to->name);
    if (to->from <= from->from)
        svc_deny(call, SVC_REFUSED, NULL, "a difference of %s is settled in a later month",
                 from->name);
    if (report_closed(call, to->name))
        svc_deny(call, SVC_REFUSED, NULL, "%s is closed; settle in an open month", to->name);
    compare(call, from, revision, &diff);
    for (size_t i = 0; i < diff.count; i++)
        if (differs(diff.pair[i]))
            settle(call, diff.pair[i], to, from->name);
    free_diff(&diff);
    svc_call_commit(call);
    return svc_finish(call);
}
