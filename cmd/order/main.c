/* svc-order: service orders of the dispatch system and their time limits. The entry is at the
 * bottom. */
#include "order.h"

#include <stdio.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/decided.h"
#include "svc/explain.h"
#include "svc/import.h"
#include "svc/lang.h"
#include "svc/misses.h"
#include "svc/linked.h"
#include "svc/org.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/steps.h"
#include "svc/stock.h"
#include "svc/tier.h"

/* -- intake ------------------------------------------------------------------------------- */

static bool is_given(const struct svc_value *values, enum order_column at)
{
    return svc_value_given(&values[at]);
}

/* A date alone may be any moment of its day. */
static const char *earliest(const struct svc_value *values, int at)
{
    static char room[SVC_WHEN_SIZE];
    return svc_value_earliest(order_register.columns, values, at, room);
}

/* Times are canonical text, so bytes compare as moments do. A visit, a contract and a stop are
 * planned and may lie ahead; papers, readiness and a stop may come before the order. */
static void check_times(struct svc_import *in, const struct svc_value *values)
{
    static const struct {
        enum order_column at;
        bool planned, before;
    } times[] = {
        { O_ACCEPTED_AT, false, false },        { O_PAPERS_COMPLETE_AT, false, true },
        { O_SURVEY_READY_AT, false, true },     { O_INSTALL_READY_AT, false, true },
        { O_APPOINTED_AT, true, false },        { O_DISPATCHED_AT, false, false },
        { O_ACCEPTED_BY_AT, false, false },     { O_SURVEYED_AT, false, false },
        { O_NOTIFIED_AT, false, false },        { O_STOPPED_AT, true, true },
        { O_ARRIVED_AT, false, false },         { O_SOLUTION_AT, false, false },
        { O_FINISHED_AT, false, false },        { O_CANCELLED_AT, false, false },
    };
    char now[SVC_WHEN_SIZE];
    const char *accepted = values[O_ACCEPTED_AT].text;
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const char *time = values[times[i].at].text;
        const char *column = order_register.columns[times[i].at].name;
        if (!is_given(values, times[i].at))
            continue;
        if (!times[i].before && strcmp(time, accepted) < 0)
            svc_import_reject(in, column, "lies before the order was accepted");
        if (!times[i].planned && strcmp(earliest(values, (int)times[i].at), now) > 0)
            svc_import_reject(in, column, "lies in the future");
    }
    if (is_given(values, O_CONTRACT_DAY) &&
        strncmp(values[O_CONTRACT_DAY].text, accepted, SVC_DAY_SIZE - 1) < 0)
        svc_import_reject(in, "contract_day", "lies before the order was accepted");
}

/* Handed out, taken, on the spot: each after the last that is known. */
static void check_hands(struct svc_import *in, const struct svc_value *values)
{
    static const enum order_column hands[] = { O_DISPATCHED_AT, O_ACCEPTED_BY_AT, O_ARRIVED_AT };
    int last = -1;
    for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) {
        if (!is_given(values, hands[i]))
            continue;
        if (last >= 0 && strcmp(earliest(values, last), values[hands[i]].text) > 0)
            svc_import_reject(in, order_register.columns[hands[i]].name, "lies before %s",
                              order_register.columns[last].name);
        last = (int)hands[i];
    }
}

/* Nothing is done after the end; and an end is one of two. */
static void check_end(struct svc_import *in, const struct svc_value *values)
{
    static const enum order_column steps[] = { O_DISPATCHED_AT, O_ACCEPTED_BY_AT, O_SURVEYED_AT,
                                               O_ARRIVED_AT, O_SOLUTION_AT };
    check_hands(in, values);
    bool finished = is_given(values, O_FINISHED_AT), cancelled = is_given(values, O_CANCELLED_AT);
    const char *end = values[finished ? O_FINISHED_AT : O_CANCELLED_AT].text;
    if (finished && cancelled)
        svc_import_reject(in, "cancelled_at", "an order is finished or cancelled, not both");
    for (size_t i = 0; (finished || cancelled) && i < sizeof steps / sizeof *steps; i++)
        if (is_given(values, steps[i]) && strcmp(earliest(values, (int)steps[i]), end) > 0)
            svc_import_reject(in, order_register.columns[steps[i]].name,
                              "lies after the order was %s", finished ? "finished" : "cancelled");
    svc_when accepted;
    if (is_given(values, O_APPOINTED_AT) && !svc_when_parse(values[O_ACCEPTED_AT].text, &accepted) &&
        svc_words_act("business", values[O_BUSINESS].text, "emergency", svc_when_day(accepted)))
        svc_import_reject(in, "appointed_at", "an emergency waits for no appointment");
}

static bool is_result(const struct svc_value *values, const char *word)
{
    return is_given(values, O_RESULT) && strcmp(values[O_RESULT].text, word) == 0;
}

/* The end that the tool itself gave a visit that met nobody goes when the result is corrected. */
static void take_back_end(const struct svc_value *before, struct svc_value *values)
{
    if (before && is_result(before, "no_access") && !is_result(values, "no_access") &&
        svc_value_same(&before[O_FINISHED_AT], &before[O_ARRIVED_AT]) &&
        svc_value_same(&before[O_FINISHED_AT], &values[O_FINISHED_AT]))
        values[O_FINISHED_AT] = svc_value_text(NULL);
}

/* A result goes with the end that the times tell. A visit that met nobody ends with its arrival
 * unless the dispatch system says when it closed the order. */
static void check_result(struct svc_import *in, struct svc_value *values)
{
    take_back_end(svc_import_before(in), values);
    bool cancelled = is_given(values, O_CANCELLED_AT);
    if (is_result(values, "no_access") && !cancelled && !is_given(values, O_FINISHED_AT))
        values[O_FINISHED_AT] = values[O_ARRIVED_AT];
    bool finished = is_given(values, O_FINISHED_AT);
    if (is_result(values, "done") && !finished)
        svc_import_reject(in, "result", "done, and there is no finished_at");
    else if (is_result(values, "no_access") && !finished)
        svc_import_reject(in, "result", "a visit that met nobody has its arrived_at, and is not"
                          " cancelled");
    else if (is_result(values, "refused") && !finished && !cancelled)
        svc_import_reject(in, "result", "refused, and there is neither finished_at nor"
                          " cancelled_at");
    else if (is_result(values, "cancelled") && !cancelled)
        svc_import_reject(in, "result", "cancelled, and there is no cancelled_at");
}

/* Nature, kind and class of the customer as registered, and the tier that it has on the order's
 * day; they stay with it. A kind that the record brings itself stands. */
static void take_customer(struct svc_call *call, struct svc_value *values, bool kind_brought)
{
    static struct svc_tier tier;
    tier = (struct svc_tier){ .tier = "" };
    if (is_given(values, O_CUSTOMER))
        svc_tier_on(call->db, values[O_CUSTOMER].text, values[O_ACCEPTED_AT].text, &tier);
    values[O_TIER] = svc_value_text(tier.tier);
    values[O_KIND] = svc_value_text(tier.kind);
    values[O_CLASS] = svc_value_text(tier.class);
    if (!kind_brought)
        values[O_CUSTOMER_KIND] = svc_value_text(tier.customer_kind);
}

/* The states in order of life, each with the time that brings an order there. */
static const struct {
    const char *state;
    enum order_column at;
} life[] = { { "appointed", O_APPOINTED_AT }, { "arrived", O_ARRIVED_AT },
             { "finished", O_FINISHED_AT }, { "cancelled", O_CANCELLED_AT } };

void order_follow(struct svc_rules *rules, struct svc_value *values)
{
    values[O_STATE] = svc_value_text("accepted");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++)
        if (is_given(values, life[i].at))
            values[O_STATE] = svc_value_text(life[i].state);
    if (is_result(values, "no_access") && !is_given(values, O_CANCELLED_AT))
        values[O_STATE] = svc_value_text("no_access");
    svc_rules_deadlines(rules, &order_register, values);
}

/* Completes one record: the customer as it was, state from the times, deadlines. */
static void fill(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                 struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(in);
    if (!is_given(values, O_ACCEPTED_AT))
        return;
    check_times(in, values);
    check_result(in, values);
    check_end(in, values);
    bool asks = !before || !is_given(values, O_CUSTOMER_KIND) ||
                !svc_value_same(&before[O_CUSTOMER], &values[O_CUSTOMER]) ||
                !svc_value_same(&before[O_ACCEPTED_AT], &values[O_ACCEPTED_AT]);
    bool brought = is_given(values, O_CUSTOMER_KIND) &&
                   !(before && svc_value_same(&before[O_CUSTOMER_KIND], &values[O_CUSTOMER_KIND]));
    if (asks)
        take_customer(call, values, brought);
    order_follow(rules, values);
}

void order_moved(struct svc_call *call, const struct svc_value *before, svc_when at)
{
    svc_change_insert(call, "order_move", before[O_NO].text,
        "INSERT INTO order_move (no, moved_at, from_dept, from_person, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING *",
        "swsse", before[O_NO].text, at, before[O_DEPT].text, before[O_PERSON].text);
}

/* True of an order that is over: who had it then is corrected, nobody is handed work. */
static bool is_over(const struct svc_value *values)
{
    return is_given(values, O_FINISHED_AT) || is_given(values, O_CANCELLED_AT);
}

/* Handed to another person: what was missed stays with the one who had it. */
static bool judge_set(const struct svc_step *step, struct svc_value *given)
{
    if (given[O_PERSON].is == SVC_ABSENT ||
        svc_value_same(&step->values[O_PERSON], &given[O_PERSON]))
        return true;
    struct svc_step then = *step;
    if (is_over(step->values))
        svc_when_parse(step->values[O_ACCEPTED_AT].text, &then.at);
    if (svc_value_given(&given[O_PERSON]) &&
        !svc_org_hands(&then, given[O_PERSON].text, step->values[O_DEPT].text))
        return false;
    order_moved(step->call, step->values, svc_now());
    return true;
}

static int set(struct svc_call *call)
{
    return svc_set_judged(call, judge_set);
}

/* The end that the tool itself gave a visit that met nobody decided nothing. */
static void guard(struct svc_call *call, struct svc_rules *rules, const struct svc_value *before,
                  struct svc_value *values)
{
    struct svc_value was[O_COLUMNS];
    memcpy(was, before, sizeof was);
    if (is_result(before, "no_access") &&
        svc_value_same(&before[O_FINISHED_AT], &before[O_ARRIVED_AT]))
        was[O_FINISHED_AT] = svc_value_text(NULL);
    svc_decided_guard(call, rules, &order_register, was, values);
}

/* Who has it took it when it was accepted; a later file hands on now what is not over. */
static void check_taker(struct svc_import *in, struct svc_call *call, const struct svc_value *before,
                        const struct svc_value *values)
{
    char now[SVC_WHEN_SIZE];
    const char *day = before && !is_over(values) ? svc_when_format(svc_now(), now)
                                                 : values[O_ACCEPTED_AT].text;
    if (!is_given(values, O_PERSON) || !is_given(values, O_ACCEPTED_AT) ||
        (before && svc_value_same(&before[O_PERSON], &values[O_PERSON])))
        return;
    const char *why = svc_org_brought(call, values[O_PERSON].text, values[O_DEPT].text, day);
    if (why)
        svc_import_reject(in, "person", "%s", why);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_link_file links;
    struct svc_value *values;
    svc_link_begin(&links, call, "order", "complaint");
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (before)
            guard(call, rules, before, values);
        fill(in, call, rules, values);
        check_taker(in, call, before, values);
        if (before)
            svc_misses_keep(call, rules, &order_register, before, values,
                            svc_decided_by(call) ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
        const char *why = svc_link_column(&links, values[O_NO].text,
                                          before ? &before[O_COMPLAINT_NO] : NULL,
                                          &values[O_COMPLAINT_NO]);
        if (why)
            svc_import_reject(in, "complaint_no", "%s", why);
        if (before && (!svc_value_same(&before[O_DEPT], &values[O_DEPT]) ||
                       !svc_value_same(&before[O_PERSON], &values[O_PERSON])))
            order_moved(call, before, svc_now());
    }
    svc_link_end(&links);
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(rules);
    return code;
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int columns(struct svc_call *call)
{
    return svc_steps_named(call, "steps") ? svc_steps_columns(call) : svc_columns_verb(call);
}

static int import(struct svc_call *call)
{
    if (svc_steps_named(call, "steps"))
        return svc_steps_import(call, NULL);
    struct svc_import *in = svc_import_open(call);
    svc_import_finds_by(in, "no");
    return take_in(call, in);
}

/* -- the command -------------------------------------------------------------------------- */

#define STEP(verb, opts, told) \
    { .name = verb, .operands = "NO...|-", .run = order_step, .options = opts, \
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .help = told }

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "", .run = add, .options = svc_add_options, .need = SVC_NEED_WRITE,
      .roles = SVC_ROLES_TAKE, .help = "register one order; prints its number" },
    { .name = "import", .operands = "[steps] [FILE|-]", .run = import, .options = svc_import_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register many orders, all or none" },
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    { .name = "set", .operands = "NO...|-", .run = set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "reason",
      .help = "correct columns that may change" },
    SVC_STOCK_LOG(""),
    { .name = "columns", .operands = "[steps]", .run = columns,
      .options = svc_output_options, .need = SVC_NEED_WORDS,
      .help = "the columns that an import may bring; steps: those of its steps" },
    SVC_STOCK_MOVES(""),
    { .name = "assign", .operands = "NO...|-", .run = order_assign,
      .options = order_assign_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .requires = "dept", .help = "hand orders on to a department or person" },
    STEP("dispatch", svc_step_options, N_("record that orders were handed to whoever does them")),
    STEP("accept", svc_step_options, N_("record that whoever does them took orders on")),
    STEP("survey", svc_step_options, N_("record a survey")),
    STEP("notify", svc_step_options, N_("record that customers were told of a stop")),
    STEP("arrive", svc_step_options, N_("record the arrival at the customer")),
    STEP("solve", svc_step_options, "record that the solution was told"),
    STEP("finish", order_finish_options, N_("record the end of a visit, with its result")),
    STEP("cancel", svc_step_options, N_("cancel orders")),
    { .name = "limits", .operands = "NO...|-", .run = svc_explain, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "which limits apply to orders, why, and their arithmetic" },
    { .name = "overdue", .run = order_overdue, .options = overdue_options, .need = SVC_NEED_READ,
      .help = "open orders past a limit, the longest first" },
    { .name = "rate", .run = order_rate, .options = rate_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "limits and orders kept in time, each with numerator and denominator" },
    { .name = "check7653", .operands = "NO...|-", .run = order_check7653,
      .options = check7653_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .help = "record what of the 7653 standard a visit kept or broke" },
    { .name = "visits", .operands = "[NO...|-]", .run = order_visits, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "the 7653 items, and what was found of them on visits" },
    { .name = "stats", .run = order_stats, .options = rate_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_LINK,
    { .name = "excuse", .operands = "NO...|-", .run = order_excuse, .options = excuse_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "clock;approver;evidence;reason",
      .help = "excuse a limit that was missed; its line stays, reversed" },
    { .name = "confirm", .operands = "NO...|-", .run = order_confirm, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "confirm what was recorded after a limit and dated before it" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = { &order_register, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-order", .summary = "service orders and their time limits",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
