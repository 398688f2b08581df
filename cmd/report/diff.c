/* svc-report diff, adjust: what a closed month would be today, and settling it in an open one. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/statement.h"

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
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "person; empty for a department" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "rule that allows it" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "leg: person, head, dept, contractor", .list = "paper.subject" },
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
    { .name = "status_now", .type = SVC_TYPE_CODE, .label = "现状态",
      .help = "of the line today; empty when it is gone", .list = "paper.status" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因", .help = "why" },
    { 0 }
};

/* One key on both sides. */
struct pair {
    const struct svc_line *line; /* that names it */
    const struct svc_line *now;  /* as it stands today; NULL when it is gone */
    int64_t points_stored, points_now, amount_stored, amount_now;
    bool counted; /* it was final when the month was closed */
};

struct diff {
    struct svc_lines stored, carried, settled, today;
    struct pair **pair; /* in the order they were found */
    size_t count;
    void *tree; /* the same by key */
};

static bool counts(const struct svc_line *line)
{
    return strcmp(line->status, "final") == 0;
}

static int by_key(const void *a, const void *b)
{
    return report_compare_keys(((const struct pair *)a)->line, ((const struct pair *)b)->line);
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

static struct svc_lines settled_lines(struct svc_call *call, const char *period)
{
    struct svc_lines lines = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, person, clause, subject, source, record, SUM(points), SUM(amount)"
        "  FROM adjustment WHERE from_period = ?1"
        " GROUP BY dept, person, clause, subject, source, record"
        " ORDER BY dept, person NULLS FIRST, clause, subject, source, record", "s", period);
    while (svc_next(q)) {
        struct svc_line line = {
            .dept = (char *)svc_text(q, 0), .person = (char *)svc_text(q, 1), .item = (char *)"adjust",
            .clause = (char *)svc_text(q, 2), .subject = (char *)svc_text(q, 3),
            .source = (char *)svc_text(q, 4), .record = (char *)svc_text(q, 5),
            .points = svc_int(q, 6), .amount = svc_int(q, 7), .status = (char *)"final" };
        svc_lines_add(&lines, &line);
    }
    return lines;
}

static bool among(const struct svc_lines *lines, const struct svc_line *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (report_compare_keys(&lines->line[i], line) == 0)
            return true;
    return false;
}

/* Corrections that were settled in the month itself are no facts of it. */
static bool is_fact(const struct svc_line *line)
{
    return strcmp(line->item, "adjust") != 0;
}

static void compare(struct svc_call *call, const struct svc_period *month, int64_t revision,
                    struct diff *diff)
{
    *diff = (struct diff){ .stored = report_stored_lines(call, month->name, revision, false),
                           .carried = report_stored_lines(call, month->name, revision, true),
                           .settled = settled_lines(call, month->name),
                           .today = report_lines(call, month) };
    for (size_t i = 0; i < diff->stored.count; i++) {
        const struct svc_line *line = &diff->stored.line[i];
        if (is_fact(line) && counts(line)) {
            struct pair *pair = pair_of(diff, line);
            pair->points_stored += line->points;
            pair->amount_stored += line->amount;
            pair->counted = true;
        }
    }
    for (size_t i = 0; i < diff->settled.count; i++) {
        struct pair *pair = pair_of(diff, &diff->settled.line[i]);
        pair->points_stored += diff->settled.line[i].points;
        pair->amount_stored += diff->settled.line[i].amount;
        pair->counted = true;
    }
    for (size_t i = 0; i < diff->today.count; i++) {
        const struct svc_line *line = &diff->today.line[i];
        if (!is_fact(line) || among(&diff->carried, line))
            continue;
        struct pair *pair = pair_of(diff, line);
        pair->now = line;
        pair->points_now += counts(line) ? line->points : 0;
        pair->amount_now += counts(line) ? line->amount : 0;
    }
}

static bool differs(const struct pair *pair)
{
    bool effect = pair->now && counts(pair->now) && pair->now->effect && !pair->counted;
    return pair->points_stored != pair->points_now || pair->amount_stored != pair->amount_now ||
           effect;
}

static void free_diff(struct diff *diff)
{
    svc_lines_free(&diff->stored);
    svc_lines_free(&diff->carried);
    svc_lines_free(&diff->settled);
    svc_lines_free(&diff->today);
    tdestroy(diff->tree, free);
    free(diff->pair);
}

/* -- diff --------------------------------------------------------------------------------- */

static void print_pair(struct svc_call *call, const struct pair *pair)
{
    const struct svc_line *line = pair->line;
    struct svc_value row[] = {
        svc_value_text(line->dept), svc_value_text(line->person), svc_value_text(line->clause),
        svc_value_text(line->subject), svc_value_text(line->source), svc_value_text(line->record),
        svc_value_number(pair->points_stored), svc_value_number(pair->points_now),
        svc_value_number(pair->amount_stored), svc_value_number(pair->amount_now),
        svc_value_text(pair->now ? pair->now->status : NULL),
        svc_value_text(pair->now ? pair->now->reason : line->reason)
    };
    svc_print_row(call, row);
}

int report_diff(struct svc_call *call)
{
    struct diff diff;
    size_t found = 0;
    struct report_month month = report_month(call);
    if (!month.revision)
        svc_deny(call, SVC_REFUSED, NULL, "%s is open, there is nothing to compare it with",
                 month.period->name);
    compare(call, month.period, month.revision, &diff);
    svc_print_title(call, "%s 封存后差异", month.period->name);
    svc_print_begin(call, diff_columns);
    for (size_t i = 0; i < diff.count; i++)
        if (differs(diff.pair[i])) {
            print_pair(call, diff.pair[i]);
            found++;
        }
    free_diff(&diff);
    int code = svc_finish(call);
    return code == SVC_OK && found ? SVC_NO : code;
}

/* -- adjust ------------------------------------------------------------------------------- */

static void settle(struct svc_call *call, const struct pair *pair, const struct svc_period *to,
                   const char *from)
{
    const struct svc_line *line = pair->now ? pair->now : pair->line;
    char no[SVC_NUMBER_SIZE];
    struct svc_buf reason = { 0 };
    svc_statement(&reason, "settled", "ss", from,
                  pair->now && counts(pair->now) ? line->reason ? line->reason : "counted_since"
                  : pair->now                    ? "counts_no_longer"
                                                 : "gone");
    svc_number_next(call->db, 'J', svc_day_year(svc_when_day(to->from)), no);
    svc_change_insert(call, "adjustment", no,
        "INSERT INTO adjustment (no, period, from_period, dept, person, clause, subject, points,"
        " amount, effect, source, record, occurred_at, reason, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING *",
        "sssssssiissswse", no, to->name, from, line->dept, line->person, line->clause,
        line->subject, pair->points_now - pair->points_stored,
        pair->amount_now - pair->amount_stored,
        pair->counted || !pair->now ? NULL : pair->now->effect, line->source, line->record,
        to->from, reason.data);
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
