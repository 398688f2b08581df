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
    { "step", SVC_TYPE_CODE, 0, "步骤", "limit, start, counted, skipped, held, due, bound, result", NULL,
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

static void tell_limit(const struct telling *t, const struct svc_limit *limit,
                       const struct svc_clock *clock, int version)
{
    int more = clock->length.count - limit->parsed.count;
    char *extended = more ? svc_format(", extended by %d", more) : NULL;
    char *note = svc_format(
        "%s from %s%s: limits.csv %s,%s,%s,%s,%s; basis %s; policy %d", limit->length,
        limit->start, extended ? extended : "", limit->matter, limit->clock,
        limit->level ? limit->level : "", limit->tier ? limit->tier : "",
        limit->customer_kind ? limit->customer_kind : "", limit->basis, version);
    tell(t, "limit", 0, false, 0, note);
    free(extended);
    free(note);
}

static void tell_bound(const struct telling *t, const char *bound)
{
    svc_when when;
    if (!svc_when_parse(bound, &when))
        tell(t, "bound", when, false, 0, "set by the outside channel; wins when earlier");
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

static void tell_result(const struct telling *t, const char *due, const char *done)
{
    svc_when when, last;
    if (!due || svc_when_parse(due, &last))
        tell(t, "result", 0, false, 0, "on hold");
    else if (!done)
        tell(t, "result", 0, false, 0, svc_now() > last ? "missed, not done yet" : "open");
    else if (!svc_when_parse(done, &when))
        tell(t, "result", when, false, 0, when > last ? "missed" : "in time");
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
        struct telling t = { call, svc_text(q, 0), clocks[i].clock };
        bool after = strcmp(clocks[i].start_col, "closed_at") == 0;
        bool bounded = clocks[i].bound_col != NULL;
        struct svc_running running = {
            .table = "complaint", .no = t.no, .start = svc_moment(q, after ? 3 : 2),
            .met = after ? NULL : met(q, clocks[i].clock), .bound = bounded ? svc_text(q, 9) : NULL,
            .of = { clocks[i].matter, clocks[i].clock, level, svc_text(q, 7), svc_text(q, 8) } };
        struct svc_clock clock;
        struct svc_due by;
        char due[SVC_WHEN_SIZE];
        if (svc_is_null(q, after ? 3 : 2))
            continue;
        const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(running.start));
        bool limited = svc_rules_clock(rules, policy, &running, &clock, &by);
        if (!limited && !running.bound)
            continue;
        if (limited) {
            tell_limit(&t, by.limit, &clock, policy->version);
            tell_steps(&t, &clock);
        }
        if (running.bound)
            tell_bound(&t, running.bound);
        if (!after)
            tell_result(&t, svc_rules_running(rules, &running, due, NULL), running.met);
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
            "       customer_kind, external_due FROM complaint WHERE no = ?1", "s", numbers.no[i]);
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
