#include "svc/explain.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/judged.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/num.h"
#include "svc/rules.h"
#include "svc/statement.h"

enum { CLOCK = 1 };
static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    { .name = "clock", .type = SVC_TYPE_CODE, .label = "时限", .help = "which of its clocks" },
    { .name = "step", .type = SVC_TYPE_CODE, .label = "步骤",
      .help = "limit, passed, start, counted, skipped, held, moved, due, agreed, bound, undated, result, linked",
      .list = "paper.step" },
    { .name = "at", .type = SVC_TYPE_TIME, .label = "日期", .help = "the day, or the moment" },
    { .name = "weekday", .type = SVC_TYPE_CODE, .label = "星期", .help = "its weekday",
      .list = "base.weekday" },
    { .name = "count", .type = SVC_TYPE_INT, .label = "计数",
      .help = "which unit of the limit the day is" },
    { .name = "note", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "说明", .help = "why" },
    { 0 }
};

/* One record's clock, as the lines are printed. */
struct telling {
    struct svc_call *call;
    struct svc_rules *rules;
    const struct svc_policy *policy;
    const struct svc_running *running;
};

static void tell(const struct telling *t, const char *step, svc_when at, bool day_only,
                 int64_t count, const char *note)
{
    char text[SVC_WHEN_SIZE] = "";
    if (at && day_only)
        svc_day_format(svc_when_day(at), text);
    else if (at)
        svc_when_format(at, text);
    struct svc_value row[] = {
        svc_value_text(t->running->no), svc_value_text(t->running->of.clock),
        svc_value_text(step), svc_value_text(text),
        svc_value_text(at ? svc_weekday_name(svc_when_day(at)) : NULL),
        count ? svc_value_number(count) : svc_value_text(NULL), svc_value_text(note)
    };
    svc_print_row(t->call, row);
}

/* The same with a word, or with a holiday's name. */
static void tell_word(const struct telling *t, const char *step, svc_when at, bool day_only,
                      int64_t count, const char *word)
{
    struct svc_buf note = { 0 };
    if (word)
        svc_statement(&note, "step", "s", word);
    tell(t, step, at, day_only, count, note.data);
    svc_buf_free(&note);
}

/* -- the limit ---------------------------------------------------------------------------- */

/* Counted back from its start. */
static bool is_back(const struct svc_limit *limit)
{
    return strcmp(limit->start, "before") == 0;
}

static void tell_limit(const struct telling *t, const struct svc_limit *limit, int more)
{
    struct svc_buf note = { 0 };
    char longer[SVC_NUM_SIZE] = "", version[SVC_NUM_SIZE];
    version[svc_int_digits(t->policy->version, version)] = '\0';
    if (more > 0)
        longer[svc_int_digits(more, longer)] = '\0';
    svc_statement(&note, is_back(limit) ? "limit_before" : "limit", "sssssssssssss", limit->length,
                  limit->start, limit->matter, limit->clock, limit->level, limit->tier,
                  limit->customer_kind, limit->basis, version, longer, limit->channel, limit->category,
                  limit->class);
    tell(t, "limit", 0, false, 0, note.data);
    svc_buf_free(&note);
}

/* The other limits that fit the record: less specific, or as specific and later. */
static void tell_passed(const struct telling *t, const struct svc_limit *by)
{
    const struct svc_case of = svc_policy_case(t->policy, &t->running->of);
    int most = svc_policy_fit(by, &of);
    for (size_t i = 0; i < t->policy->limit_count; i++) {
        const struct svc_limit *limit = &t->policy->limits[i];
        struct svc_buf note = { 0 };
        int named = svc_policy_fit(limit, &of);
        if (limit == by || named < 0)
            continue;
        svc_statement(&note, is_back(limit) ? "passed_before" : "passed", "sssssssssss",
                      limit->length, limit->start, limit->matter, limit->clock, limit->level,
                      limit->tier, limit->customer_kind,
                      named < most ? "names less" : "not the earlier one", limit->channel,
                      limit->category, limit->class);
        tell(t, "passed", 0, false, 0, note.data);
        svc_buf_free(&note);
    }
}

/* -- the arithmetic ----------------------------------------------------------------------- */

static const char *whole(int64_t number, char digits[SVC_NUM_SIZE])
{
    digits[svc_int_digits(number, digits)] = '\0';
    return digits;
}

/* What a hold took from one day. */
static void tell_held(const struct telling *t, const struct svc_clock_step *step)
{
    struct svc_buf note = { 0 };
    char minutes[SVC_NUM_SIZE];
    svc_statement(&note, "held_minutes", "s", whole(step->count, minutes));
    tell(t, "held", step->at, true, 0, note.data);
    svc_buf_free(&note);
}

/* What all holds took, and how many days that makes. */
static void tell_sum(const struct telling *t, const struct svc_clock_step *step)
{
    struct svc_buf note = { 0 };
    char minutes[SVC_NUM_SIZE], day[SVC_NUM_SIZE], days[SVC_NUM_SIZE];
    svc_statement(&note, "held_days", "sss", whole(step->held / 60, minutes),
                  whole(step->a_day / 60, day), whole(step->count, days));
    tell(t, "moved", step->at, true, 0, note.data);
    svc_buf_free(&note);
}

/* The hour of its day that the limit names. */
static void tell_hour(const struct telling *t, const struct svc_clock_step *step)
{
    struct svc_buf note = { 0 };
    char hour[SVC_HOUR_SIZE];
    svc_statement(&note, "due_by", "s", svc_hour_format(step->count, hour));
    tell(t, "due", step->at, false, 0, note.data);
    svc_buf_free(&note);
}

static void tell_steps(const struct telling *t, const struct svc_clock *clock)
{
    static const char *const names[] = { "start", "counted", "skipped", "held", "moved", "due" };
    struct svc_clock_step *steps;
    size_t count;
    struct svc_deadline deadline = svc_clock_due(clock, &steps, &count);
    for (size_t i = 0; i < count; i++) {
        bool moment = steps[i].kind == SVC_STEP_START || steps[i].kind == SVC_STEP_DUE;
        if (steps[i].kind == SVC_STEP_MOVED)
            tell_sum(t, &steps[i]);
        else if (steps[i].kind == SVC_STEP_HELD && steps[i].count > 0)
            tell_held(t, &steps[i]);
        else if (steps[i].kind == SVC_STEP_DUE && steps[i].count > 0)
            tell_hour(t, &steps[i]);
        else
            tell_word(t, names[steps[i].kind], steps[i].at, !moment, steps[i].count, steps[i].why);
    }
    if (deadline.provisional)
        tell(t, "due", deadline.due, false, 0, "calendar_unknown");
    free(steps);
}

/* A moment set by others than the limit. */
static void tell_moment(const struct telling *t, const char *step, const char *text,
                        const char *note)
{
    svc_when when;
    if (!svc_when_parse(text, &when))
        tell(t, step, when, strlen(text) < SVC_DAY_SIZE, 0, note);
}

/* What was given as a date without a time, and between which moments that leaves the deadline, or what
 * was done. */
static void tell_undated(const struct telling *t)
{
    char due[SVC_WHEN_SIZE], late[SVC_WHEN_SIZE], day[SVC_DAY_SIZE];
    struct svc_buf note = { 0 };
    const char *first = svc_rules_under(t->rules, t->policy, t->running, due, NULL);
    const char *last = svc_rules_latest(t->rules, t->policy, t->running, late);
    if (first && last && strcmp(first, last) != 0) {
        svc_statement(&note, "undated_start", "ss", first, last);
        tell(t, "undated", 0, false, 0, note.data);
    }
    svc_buf_clear(&note);
    if (t->running->met_alone) {
        memcpy(day, t->running->met, SVC_DAY_SIZE - 1);
        day[SVC_DAY_SIZE - 1] = '\0';
        svc_statement(&note, "undated_end", "s", day);
        tell(t, "undated", 0, false, 0, note.data);
    }
    svc_buf_free(&note);
}

/* `waits`: for what has not begun yet there is no deadline. */
static void tell_result(const struct telling *t, const char *waits)
{
    char due[SVC_WHEN_SIZE];
    svc_when when, last;
    const char *by = svc_rules_under(t->rules, t->policy, t->running, due, NULL);
    const char *met = t->running->met;
    if (!by || svc_when_parse(by, &last))
        tell(t, "result", 0, false, 0, waits);
    else if (svc_rules_unsure(t->rules, t->policy, t->running, by))
        tell(t, "result", 0, false, 0, "undecided");
    else if (!met)
        tell(t, "result", 0, false, 0, svc_now() > last ? "missed_open" : "step|open");
    else if (!svc_when_parse(met, &when))
        tell_word(t, "result", when, false, 0, when > last ? "missed" : "in time");
}

static void explain_clock(const struct telling *t, const struct svc_clock_columns *of)
{
    const struct svc_running *running = t->running;
    struct svc_clock clock;
    struct svc_due by;
    bool limited = svc_rules_clock(t->rules, t->policy, running, &clock, &by);
    if (!limited && !running->bound)
        return;
    if (limited) {
        tell_limit(t, by.limit, by.start ? clock.length.count - by.limit->parsed.count : 0);
        tell_passed(t, by.limit);
    }
    if (limited && running->agreed)
        tell_moment(t, "agreed", running->agreed,
                    "agreed");
    else if (limited && by.start)
        tell_steps(t, &clock);
    if (running->bound)
        tell_moment(t, "bound", running->bound,
                    "bound");
    tell_undated(t);
    if (of->met_cols) {
        struct svc_buf waits = { 0 };
        svc_statement(&waits, limited && !by.start ? "not_begun" : "step", "s",
                      limited && !by.start ? by.limit->start : "on hold");
        tell_result(t, waits.data);
        svc_buf_free(&waits);
    }
}

/* -- the verb ----------------------------------------------------------------------------- */

/* The text of a column, NULL where the register has none or it is empty. */
static const char *text_of(const struct svc_register *reg, const struct svc_value *values,
                           const char *column)
{
    int at = svc_column_find(reg->columns, column);
    return at >= 0 && svc_value_given(&values[at]) ? values[at].text : NULL;
}

/* What judges the clock: of a decided record what decided it, if that can still be told. */
static const struct svc_policy *judge_of(struct svc_call *call, struct svc_rules *rules,
                                         const struct svc_value *values, const char *due,
                                         const struct svc_running *running)
{
    const struct svc_policy *kept = NULL;
    const char *state = text_of(call->reg, values, "state");
    if (state && svc_one_int(call->db, 0, "SELECT 1 FROM clock_done WHERE tbl = ?1 AND state = ?2",
                             "ss", call->reg->table, state))
        kept = svc_rules_kept(rules, running, text_of(call->reg, values, "recorded_at"), due);
    return kept ? kept : svc_rules_on(rules, svc_when_day(running->start));
}

static void explain(struct svc_call *call, struct svc_rules *rules, const struct svc_value *values)
{
    const struct svc_clock_columns *clocks;
    size_t count = svc_rules_clocks(rules, call->reg->table, &clocks);
    for (size_t i = 0; i < count; i++) {
        struct svc_running running;
        if (!svc_rules_of(rules, call->reg, values, i, &running))
            continue;
        const char *due = text_of(call->reg, values, clocks[i].due_col);
        struct telling t = { call, rules, judge_of(call, rules, values, due, &running), &running };
        explain_clock(&t, &clocks[i]);
    }
}

/* What is one fact with the record. */
static void tell_links(struct svc_call *call, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT linked_at, with_register, with_record FROM link"
        " WHERE record = ?1 AND same_fact = 'yes' AND state = 'linked'"
        " UNION ALL "
        "SELECT linked_at, register, record FROM link"
        " WHERE with_record = ?1 AND same_fact = 'yes' AND state = 'linked' ORDER BY 1, 2, 3", "s", no);
    while (svc_next(q)) {
        struct svc_buf note = { 0 };
        svc_statement(&note, "one_fact", "ss", svc_text(q, 1), svc_text(q, 2));
        struct svc_value row[] = {
            svc_value_text(no), svc_value_text(NULL), svc_value_text("linked"),
            svc_value_text(svc_text(q, 0)), svc_value_text(svc_weekday_name(svc_when_day(svc_moment(q, 0)))),
            svc_value_text(NULL), svc_value_text(note.data)
        };
        svc_print_row(call, row);
        svc_buf_free(&note);
    }
}

const struct svc_column *svc_explain_columns(const char *noun)
{
    struct svc_column *told = svc_alloc(sizeof columns);
    memcpy(told, columns, sizeof columns);
    told[CLOCK].list = svc_format("%s.clock", noun);
    return told;
}

bool svc_explain_record(struct svc_call *call, struct svc_rules *rules, const char *no)
{
    struct svc_record record;
    bool found = svc_record_read(call, no, &record);
    if (found) {
        explain(call, rules, record.values);
        tell_links(call, no);
        svc_record_free(call, &record);
    }
    return found;
}

int svc_explain(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_print_begin(call, svc_explain_columns(call->command->name + strlen("svc-")));
    for (size_t i = 0; i < numbers.count; i++)
        if (!svc_explain_record(call, rules, numbers.no[i]))
            svc_fail(SVC_UNKNOWN, "%s: no such %s", numbers.no[i], svc_tr(call->reg->one));
    svc_rules_close(rules);
    return svc_finish(call);
}
