/* explain: each counted and skipped day of each deadline, the limit that decided, its basis. */
#include <stdlib.h>
#include <string.h>

#include "svc-complaint.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rules.h"

static const struct svc_column columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the complaint", NULL, NULL },
    { "clock", SVC_TYPE_CODE, 0, "时限", "respond, solution, close or callback", NULL, NULL },
    { "step", SVC_TYPE_CODE, 0, "步骤", "limit, start, counted, skipped, held, due, result", NULL,
      NULL },
    { "at", SVC_TYPE_TIME, 0, "日期", "the day, or the moment", NULL, NULL },
    { "weekday", SVC_TYPE_CODE, 0, "星期", "its weekday", NULL, NULL },
    { "count", SVC_TYPE_INT, 0, "计数", "which unit of the limit the day is", NULL, NULL },
    { "note", SVC_TYPE_TEXT, 0, "说明", "why", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

/* One complaint's clock, as the lines are printed. */
struct telling {
    struct svc_call *call;
    const char *no, *clock;
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
        svc_value_text(t->no), svc_value_text(t->clock), svc_value_text(step),
        svc_value_text(text), svc_value_text(at ? weekdays[svc_weekday(svc_when_day(at)) - 1] : NULL),
        count ? svc_value_number(count) : svc_value_text(NULL), svc_value_text(note)
    };
    svc_print_row(t->call, row);
}

static void tell_limit(const struct telling *t, const struct svc_limit *limit, int version)
{
    char *note = svc_format(
        "%s from %s: limits.csv %s,%s,%s,%s,%s; basis %s; policy %d", limit->length,
        limit->start, limit->matter, limit->clock, limit->level ? limit->level : "",
        limit->tier ? limit->tier : "", limit->customer_kind ? limit->customer_kind : "",
        limit->basis, version);
    tell(t, "limit", 0, false, 0, note);
    free(note);
}

static void tell_steps(const struct telling *t, const struct svc_clock *clock)
{
    static const char *const names[] = { "start", "counted", "skipped", "held", "due" };
    struct svc_step *steps;
    size_t count;
    struct svc_deadline deadline = svc_clock_due(clock, &steps, &count);
    for (size_t i = 0; i < count; i++) {
        bool moment = steps[i].kind == SVC_STEP_START || steps[i].kind == SVC_STEP_DUE;
        tell(t, names[steps[i].kind], steps[i].at, !moment, steps[i].count, steps[i].why);
    }
    if (deadline.provisional)
        tell(t, "due", deadline.due, false, 0,
             "provisional: the calendar of that year is not known yet");
    free(steps);
}

static void tell_result(const struct telling *t, svc_when due, const char *done)
{
    svc_when when;
    if (!done)
        tell(t, "result", 0, false, 0, svc_now() > due ? "missed, not done yet" : "open");
    else if (!svc_when_parse(done, &when))
        tell(t, "result", when, false, 0, when > due ? "missed" : "in time");
}

/* The moment that met a clock; a later step satisfies an earlier clock whose time is missing. */
static const char *met(struct svc_query *q, const char *clock)
{
    static const struct {
        const char *clock;
        int columns[3];
    } by[] = { { "respond", { 4, 5, 6 } }, { "solution", { 5, 6, 6 } }, { "close", { 6, 6, 6 } } };
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        for (int n = 0; n < 3 && strcmp(by[i].clock, clock) == 0; n++)
            if (!svc_is_null(q, by[i].columns[n]))
                return svc_text(q, by[i].columns[n]);
    return NULL;
}

static void explain(struct svc_call *call, struct svc_rules *rules, struct svc_query *q)
{
    const struct svc_clock_columns *clocks;
    size_t count = svc_rules_clocks(rules, "complaint", &clocks);
    char level[2] = { (char)('0' + svc_int(q, 1)), '\0' };
    for (size_t i = 0; i < count; i++) {
        struct svc_case of = { .matter = clocks[i].matter, .clock = clocks[i].clock,
                               .level = level, .tier = svc_text(q, 7),
                               .customer_kind = svc_text(q, 8) };
        struct telling t = { call, svc_text(q, 0), clocks[i].clock };
        bool after = strcmp(clocks[i].start_col, "closed_at") == 0;
        struct svc_due due;
        if (svc_is_null(q, after ? 3 : 2))
            continue;
        svc_when start = svc_moment(q, after ? 3 : 2);
        const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(start));
        if (!svc_policy_due(policy, &of, start, NULL, 0, &due))
            continue;
        struct svc_clock clock = svc_policy_clock(policy, due.limit, start, NULL, 0);
        tell_limit(&t, due.limit, policy->version);
        tell_steps(&t, &clock);
        if (!after)
            tell_result(&t, due.deadline.due, met(q, clocks[i].clock));
    }
}

int complaint_explain(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_print_begin(call, columns);
    for (size_t i = 0; i < numbers.count; i++) {
        struct svc_query *q = svc_query(call->db,
            "SELECT no, level, opened_at, closed_at, responded_at, solution_at, closed_at, tier,"
            "       customer_kind FROM complaint WHERE no = ?1", "s", numbers.no[i]);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such complaint", numbers.no[i]);
            continue;
        }
        explain(call, rules, q);
        svc_done(q);
    }
    svc_rules_close(rules);
    return svc_finish(call);
}
