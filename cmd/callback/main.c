/* svc-callback: call-back tasks and what came of them. The entry is at the bottom. */
#include "callback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/decided.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/linked.h"
#include "svc/score.h"
#include "svc/steps.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/tier.h"

/* -- intake ------------------------------------------------------------------------------- */

static bool is_given(const struct svc_value *values, enum callback_column at)
{
    return svc_value_given(&values[at]);
}

/* Times are canonical text, so bytes compare as moments do. */
static void check_times(struct svc_import *in, const struct svc_value *values)
{
    static const enum callback_column times[] = { B_PLANNED_AT, B_ATTEMPTED_AT, B_CALLED_AT,
                                                  B_UNREACHABLE_AT, B_CANCELLED_AT };
    char now[SVC_WHEN_SIZE], room[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (!is_given(values, times[i]))
            continue;
        if (strcmp(values[times[i]].text, values[B_PLANNED_AT].text) < 0)
            svc_import_reject(in, callback_register.columns[times[i]].name,
                              "lies before the call-back was planned");
        if (strcmp(svc_value_earliest(callback_register.columns, values, (int)times[i], room), now) > 0)
            svc_import_reject(in, callback_register.columns[times[i]].name, "lies in the future");
    }
    if (is_given(values, B_WINDOW_FROM) && is_given(values, B_WINDOW_TO) &&
        strcmp(values[B_WINDOW_FROM].text, values[B_WINDOW_TO].text) > 0)
        svc_import_reject(in, "window_from", "is later than window_to");
}

/* A task has one end, and answers come from a customer who was reached. */
static void check_end(struct svc_import *in, const struct svc_value *values)
{
    static const enum callback_column answers[] = { B_ATTITUDE, B_SKILL,  B_TIMELINESS, B_RESULT,
                                                    B_OVERALL,  B_SOLVED, B_KEPT,       B_BROKEN,
                                                    B_COMMENT,  B_SATISFACTION };
    bool reached = is_given(values, B_CALLED_AT), given_up = is_given(values, B_UNREACHABLE_AT);
    if (reached && given_up)
        svc_import_reject(in, "unreachable_at", "the customer was reached");
    if ((reached || given_up) && is_given(values, B_CANCELLED_AT))
        svc_import_reject(in, "cancelled_at", "the call-back has ended otherwise");
    bool tried = reached || given_up || is_given(values, B_ATTEMPTED_AT);
    if (values[B_ATTEMPTS].number < tried)
        svc_import_reject(in, "attempts", tried ? N_("is below 1, but it was tried") : N_("is below 0"));
    for (size_t i = 0; !reached && i < sizeof answers / sizeof *answers; i++)
        if (is_given(values, answers[i]))
            svc_import_reject(in, callback_register.columns[answers[i]].name, "nobody was reached");
    if (is_given(values, B_DISPOSITION) &&
        reached != (strcmp(values[B_DISPOSITION].text, "reached") == 0))
        svc_import_reject(in, "disposition", reached ? N_("the customer was reached")
                                                     : N_("called_at is missing"));
}

/* Who calls is not who did the job; answers fit the business and each other. */
static void check_answers(struct svc_import *in, struct svc_call *call,
                          const struct svc_value *values)
{
    enum callback_column at;
    const char *why = is_given(values, B_CALLER)
        ? callback_excludes(call, values[B_CALLER].text, values[B_PERSON].text,
                            values[B_DEPT].text)
        : NULL;
    if (why)
        svc_import_reject(in, "caller", "%s", _(why));
    why = callback_unfit(values, &at);
    if (why)
        svc_import_reject(in, callback_register.columns[at].name, "%s", _(why));
}

/* The tier that the customer has on the day of planning; what was known then stays. */
static void take_tier(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static struct svc_tier known;
    const struct svc_value *before = svc_import_before(in);
    if (before && svc_value_same(&before[B_RECORD], &values[B_RECORD]))
        values[B_TIER] = before[B_TIER];
    else if (svc_tier_on(call->db, values[B_RECORD].text, values[B_PLANNED_AT].text, &known))
        values[B_TIER] = svc_value_text(known.tier);
}

/* What the record that a call-back names tells of it. */
static struct svc_query *named_record(struct svc_call *call, const char *reg, const char *no)
{
    return strcmp(reg, "order") == 0
               ? svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                                     "  FROM service_order WHERE no = ?1", "s", no)
           : strcmp(reg, "complaint") == 0
               ? svc_query(call->db, "SELECT tier, customer_kind, dept, person, customer"
                                     "  FROM complaint WHERE no = ?1", "s", no)
               : svc_query(call->db, "SELECT NULL, customer_kind, NULL, NULL, customer"
                                     "  FROM customer WHERE customer = ?1", "s", no);
}

/* How many records have this number of another system; of that system (NULL: of any). */
static size_t count_by_source(struct svc_call *call, const struct svc_value *values, const char *source,
                              char no[SVC_NUMBER_SIZE])
{
    const char *number = values[B_RECORD].text;
    size_t count = 0;
    struct svc_query *q =
        strcmp(values[B_REGISTER].text, "order") == 0
            ? svc_query(call->db, "SELECT no FROM service_order WHERE source_no = ?1"
                                  " AND (?2 IS NULL OR source = ?2) LIMIT 2", "ss", number, source)
            : svc_query(call->db, "SELECT no FROM complaint WHERE source_no = ?1"
                                  " AND (?2 IS NULL OR source = ?2) LIMIT 2", "ss", number, source);
    for (; svc_next(q); count++)
        snprintf(no, SVC_NUMBER_SIZE, "%s", svc_text(q, 0));
    return count;
}

/* A file may name the record by the number that it has in another system: in the call-back's own, else in
 * whichever it is. False where there is none such, or several. */
static bool find_by_source(struct svc_call *call, struct svc_value *values)
{
    static char no[SVC_NUMBER_SIZE];
    const char *own = values[B_SOURCE].text;
    if (strcmp(values[B_REGISTER].text, "customer") == 0)
        return false;
    bool found = own && count_by_source(call, values, own, no) == 1;
    if (found || count_by_source(call, values, NULL, no) == 1) {
        values[B_RECORD] = svc_value_text(no);
        return true;
    }
    return false;
}

/* Handler and customer as the record has them, unless brought. A record without a register, or
 * one that is not there, is refused. */
static void take_record(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static const enum callback_column at[] = { B_TIER, B_CUSTOMER_KIND, B_DEPT, B_PERSON,
                                               B_CUSTOMER };
    static struct svc_buf word[5];
    if (is_given(values, B_REGISTER) != is_given(values, B_RECORD)) {
        bool alone = is_given(values, B_RECORD);
        svc_import_reject(in, alone ? "register" : "record", "register and record go together");
    }
    values[B_TIER] = values[B_CUSTOMER_KIND] = svc_value_text(NULL);
    if (!is_given(values, B_REGISTER) || !is_given(values, B_RECORD))
        return;
    const char *reg = values[B_REGISTER].text;
    struct svc_query *q = named_record(call, reg, values[B_RECORD].text);
    bool found = svc_next(q);
    if (!found && find_by_source(call, values)) {
        q = named_record(call, reg, values[B_RECORD].text);
        found = svc_next(q);
    }
    if (!found) {
        svc_import_reject(in, "record", "no such %s", reg);
        return;
    }
    for (int i = 0; i < 5; i++) {
        if (svc_is_null(q, i) || is_given(values, at[i]))
            continue;
        svc_buf_clear(&word[i]);
        svc_buf_puts(&word[i], svc_text(q, i));
        values[at[i]] = svc_value_text(word[i].data);
    }
    svc_done(q);
    if (strcmp(reg, "customer") == 0)
        take_tier(in, call, values);
}

const char *callback_band(const struct svc_policy *policy, const struct svc_value *overall)
{
    int64_t score = 100 * overall->number;
    return !svc_value_given(overall)                                        ? NULL
           : score >= svc_policy_number(policy, "satisfied_min", INT64_MAX) ? "satisfied"
           : score >= svc_policy_number(policy, "fairly_min", INT64_MAX)    ? "fairly"
                                                                            : "dissatisfied";
}

/* The overall score that the policy has for the customer's word; 0 where it has none. */
static int64_t worth_of(const struct svc_policy *policy, const char *word)
{
    char *name = svc_format("satisfaction_%s", word);
    int64_t worth = svc_policy_number(policy, name, 0) / 100;
    free(name);
    return worth;
}

/* The number rules; but a customer is not satisfied by the one and dissatisfied by the other. */
const char *callback_weigh(const struct svc_policy *policy, struct svc_value *values)
{
    if (!is_given(values, B_SATISFACTION))
        return NULL;
    struct svc_value worth = svc_value_number(worth_of(policy, values[B_SATISFACTION].text));
    if (!is_given(values, B_OVERALL)) {
        values[B_OVERALL] = worth;
        return worth.number ? NULL : N_("has no number in the policy of that day, and overall is missing");
    }
    const char *word = worth.number ? callback_band(policy, &worth) : "fairly";
    const char *number = callback_band(policy, &values[B_OVERALL]);
    return strcmp(word, number) == 0 || strcmp(word, "fairly") == 0 || strcmp(number, "fairly") == 0
               ? NULL
               : N_("says the contrary of overall");
}

/* A score that was the value of the stored word goes with it when another word comes. */
static void forget_worth(const struct svc_policy *policy, const struct svc_value *before,
                         struct svc_value *values)
{
    if (before && is_given(before, B_SATISFACTION) && is_given(before, B_OVERALL) &&
        svc_value_same(&before[B_OVERALL], &values[B_OVERALL]) &&
        !svc_value_same(&before[B_SATISFACTION], &values[B_SATISFACTION]) &&
        before[B_OVERALL].number == worth_of(policy, before[B_SATISFACTION].text))
        values[B_OVERALL] = (struct svc_value){ .is = SVC_EMPTY };
}

/* Word, number and band of what the customer said, by the policy of the day of the call. */
static void judge_answer(struct svc_import *in, const struct svc_policy *policy,
                         struct svc_value *values)
{
    forget_worth(policy, svc_import_before(in), values);
    const char *why = callback_weigh(policy, values);
    if (why)
        svc_import_reject(in, "satisfaction", "%s", _(why));
    values[B_SATISFIED] = svc_value_text(callback_band(policy, &values[B_OVERALL]));
}

/* What follows from the times by the policy of their day: the band of the score, and that a task
 * tried as often as the policy allows is given up. */
static void judge(struct svc_import *in, struct svc_rules *rules, struct svc_value *values)
{
    svc_when at;
    values[B_SATISFIED] = svc_value_text(NULL);
    if (!is_given(values, B_ATTEMPTED_AT) || svc_when_parse(values[B_ATTEMPTED_AT].text, &at))
        return;
    if (!is_given(values, B_CALLED_AT)) {
        const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(at));
        int64_t most = svc_policy_number(policy, "callback_attempts", INT64_MAX) / 100;
        if (values[B_ATTEMPTS].number >= most && !is_given(values, B_CANCELLED_AT) &&
            !is_given(values, B_UNREACHABLE_AT))
            values[B_UNREACHABLE_AT] = values[B_ATTEMPTED_AT];
    } else if (!svc_when_parse(values[B_CALLED_AT].text, &at)) {
        judge_answer(in, svc_rules_on(rules, svc_when_day(at)), values);
    }
}

static const char *state_of(const struct svc_value *values)
{
    return is_given(values, B_CANCELLED_AT)     ? "cancelled"
           : is_given(values, B_CALLED_AT)      ? "reached"
           : is_given(values, B_UNREACHABLE_AT) ? "unreachable"
           : values[B_ATTEMPTS].number > 0      ? "tried"
           : is_given(values, B_CALLER)         ? "assigned"
                                                : "planned";
}

/* Does the file tell of a call later than what was stored? */
static bool is_later(const struct svc_value *before, const struct svc_value *values)
{
    const char *then = before[B_ATTEMPTED_AT].text, *now = values[B_ATTEMPTED_AT].text;
    return svc_value_given(&before[B_ATTEMPTED_AT]) && now && strcmp(now, then) > 0;
}

/* A task that is tried for the first time was tried once, and once more with each later attempt,
 * unless the count is brought too. */
static void count_attempts(const struct svc_value *before, struct svc_value *values)
{
    bool tried = is_given(values, B_ATTEMPTED_AT) || is_given(values, B_CALLED_AT);
    bool stored = before && svc_value_same(&before[B_ATTEMPTS], &values[B_ATTEMPTS]);
    bool reached = is_given(values, B_CALLED_AT) && !(before && is_given(before, B_CALLED_AT));
    if (reached && (!is_given(values, B_ATTEMPTED_AT) ||
                    strcmp(values[B_ATTEMPTED_AT].text, values[B_CALLED_AT].text) < 0))
        values[B_ATTEMPTED_AT] = values[B_CALLED_AT];
    bool told = is_given(values, B_DISPOSITION) &&
                !(before && svc_value_same(&before[B_DISPOSITION], &values[B_DISPOSITION]));
    if (is_given(values, B_CALLED_AT) && !told)
        values[B_DISPOSITION] = svc_value_text("reached");
    if (!is_given(values, B_ATTEMPTS) || (stored && tried && values[B_ATTEMPTS].number == 0))
        values[B_ATTEMPTS] = svc_value_number(tried);
    else if (stored && is_later(before, values))
        values[B_ATTEMPTS].number++;
}

/* Of a task that goes on the attempts are kept: the one that its last values told, and the new. */
static void keep_attempts(struct svc_call *call, const struct svc_value *before,
                          const struct svc_value *values)
{
    if (!before || values[B_ATTEMPTS].number <= before[B_ATTEMPTS].number)
        return;
    callback_keep_attempt(call, before[B_NO].text, before);
    callback_keep_attempt(call, before[B_NO].text, values);
}

static void fill(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                 struct svc_value *values)
{
    if (!is_given(values, B_PLANNED_AT))
        return;
    take_record(in, call, values);
    count_attempts(svc_import_before(in), values);
    check_times(in, values);
    check_end(in, values);
    check_answers(in, call, values);
    judge(in, rules, values);
    bool late = is_given(values, B_WINDOW_TO) &&
                strcmp(values[B_PLANNED_AT].text, values[B_WINDOW_TO].text) > 0;
    values[B_LATE] = svc_value_text(late ? "yes" : NULL);
    values[B_STATE] = svc_value_text(state_of(values));
    keep_attempts(call, svc_import_before(in), values);
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (before)
            callback_guard(call, before, values);
        fill(in, call, rules, values);
        if (before || !is_given(values, B_SOURCE)) /* a source's first word is not late */
            callback_keep_misses(call, before, values,
                                 svc_decided_by(call) ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
    }
    int code = svc_import_close(in);
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
    if (svc_steps_named(call, "attempts"))
        return svc_steps_import(call, "attempt");
    struct svc_import *in = svc_import_open(call);
    svc_import_finds_by(in, "no");
    return take_in(call, in);
}

/* -- shared by the verbs ------------------------------------------------------------------ */

/* What the steps of one call share. */
struct shared {
    struct svc_rules *rules;
    void (*one)(const struct svc_step *step);
};

/* One step, and what it did to the misses of its record. */
static void take_step(const struct svc_step *step)
{
    const struct shared *shared = step->context;
    const struct svc_register *reg = step->call->reg;
    size_t size = svc_column_count(reg->columns) * sizeof *step->values;
    struct svc_value *before = memcpy(svc_alloc(size), step->values, size);
    struct svc_step inner = *step;
    struct svc_record after;
    inner.context = shared->rules;
    shared->one(&inner);
    if (svc_record_read(step->call, step->no, &after)) {
        if (reg == &callback_register)
            callback_keep_misses(step->call, before, after.values, SVC_ENTERED_LATE);
        else
            svc_misses_keep(step->call, shared->rules, reg, before, after.values,
                            SVC_ENTERED_LATE);
        svc_record_free(step->call, &after);
    }
    free(before);
}

int callback_each(struct svc_call *call, const struct svc_register *reg,
                  void (*one)(const struct svc_step *step))
{
    svc_call_numbers(call); /* of verbs that may go without, too, before the lock */
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    struct shared shared = { rules, one };
    svc_each(call, SVC_OF(reg), svc_call_at(call), take_step, &shared);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

const struct svc_policy *callback_policy(const struct svc_step *step)
{
    return svc_rules_on(step->context, svc_when_day(step->at));
}

/* Who stands in no department is in nobody's team. */
const char *callback_excludes(struct svc_call *call, const char *caller, const char *person,
                              const char *dept)
{
    if (person && strcmp(caller, person) == 0)
        return N_("is the handler");
    int64_t team = svc_one_int(call->db, 0,
        "SELECT 1 FROM person c LEFT JOIN person h ON h.person = ?2"
        " WHERE c.person = ?1 AND (c.dept = ?3 OR c.dept = h.dept)", "sss", caller, person, dept);
    return team ? N_("is of the team that did the job") : NULL;
}

/* A visit is judged by the 7653 items and, like the handling of a complaint, by skill; a call that
 * asks about no job has no result. */
const char *callback_unfit(const struct svc_value *values, enum callback_column *at)
{
    static const char on_site[] = "install|gas_on|repair|pipe_change|emergency|safety_check|"
                                  "restore";
    const char *business = values[B_BUSINESS].text, *list = values[B_KEPT].text, *word;
    size_t len;
    bool visit = business && svc_text_in(on_site, '|', business);
    bool handled = business && strcmp(business, "complaint") == 0;
    bool job = business && strcmp(business, "vip_monthly") != 0;
    *at = is_given(values, B_KEPT) ? B_KEPT : B_BROKEN;
    if (!visit && is_given(values, *at))
        return N_("is asked about visits only");
    *at = B_SKILL;
    if (!visit && !handled && is_given(values, B_SKILL))
        return N_("is asked about visits and complaints only");
    *at = B_RESULT;
    if (!job && is_given(values, B_RESULT))
        return N_("is not asked in a monthly call");
    *at = B_BROKEN;
    while (is_given(values, B_KEPT) && is_given(values, B_BROKEN) &&
           svc_text_next(&list, ';', &word, &len)) {
        char item[32] = "";
        memcpy(item, word, len < sizeof item ? len : sizeof item - 1);
        if (svc_text_in(values[B_BROKEN].text, ';', item))
            return N_("has an item that is kept as well");
    }
    return NULL;
}

/* -- the command -------------------------------------------------------------------------- */

#define PLANNERS "agent;team_leader;clerk;office;dept_head;cron"
#define HEARERS "agent;team_leader;clerk;office;dept_head"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "", .run = add, .options = svc_add_options, .need = SVC_NEED_WRITE,
      .roles = SVC_ROLES_TAKE, .help = "register one call-back; prints its number" },
    { .name = "import", .operands = "[attempts|steps] [FILE|-]", .run = import, .options = svc_import_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register many call-backs, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", SVC_ROLES_HANDLE),
    SVC_STOCK_LOG("REGISTER "),
    { .name = "columns", .operands = "REGISTER [steps]", .run = columns,
      .options = svc_output_options, .need = SVC_NEED_WORDS,
      .help = "the columns that an import may bring; steps: those of its steps" },
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "plan", .operands = "[NO...|-]", .run = callback_plan, .options = plan_options,
      .need = SVC_NEED_WRITE, .roles = PLANNERS, .requires = "seed",
      .help = "draw the records that are to be called back" },
    { .name = "queue", .run = callback_queue, .options = queue_options, .need = SVC_NEED_READ,
      .help = "what may be called now, the first deadline first" },
    { .name = "attempt", .operands = "NO...|-", .run = callback_attempt, .options = attempt_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "disposition",
      .help = "record an attempt to call" },
    { .name = "answer", .operands = "NO...|-", .run = callback_answer, .options = answer_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .help = "record what the customer answered" },
    { .name = "issue", .operands = "[NO...|-]", .run = callback_issue, .options = issue_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .help = "raise the issues of dissatisfied customers" },
    { .name = "issue-answer", .operands = "NO...|-", .run = callback_issue_answer,
      .options = issue_answer_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .requires = "answer", .help = "record the department's answer" },
    { .name = "issue-close", .operands = "NO...|-", .run = callback_issue_close,
      .options = issue_close_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .requires = "solution", .help = "close issues; the customer is called a second time" },
    { .name = "excuse", .operands = "NO...|-", .run = callback_excuse, .options = excuse_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "clock;approver;evidence;reason",
      .help = "excuse a limit that was missed; its line stays, reversed" },
    { .name = "confirm", .operands = "NO...|-", .run = callback_confirm, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "confirm what was recorded after a limit and dated before it" },
    { .name = "due", .run = callback_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "limits of issues, and times that files asked to be others" },
    { .name = "raise", .run = callback_raise, .options = raise_options, .need = SVC_NEED_READ,
      .help = "what goes on as complaints, reopenings or data entry findings" },
    { .name = "qc", .operands = "[NO...|-]", .run = callback_qc, .options = qc_options,
      .need = SVC_NEED_WRITE, .roles = HEARERS,
      .help = "calls to listen to again, or what was heard" },
    { .name = "kpi", .run = callback_kpi, .options = kpi_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "rates of a period, each with numerator and denominator" },
    { .name = "stats", .run = callback_stats, .options = kpi_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, beside those before" },
    SVC_STOCK_LINK,
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = { &callback_register, &callback_issues,
                                                        &callback_draws, &callback_attempts,
                                                        &callback_hearings, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-callback", .summary = "call-back tasks and what came of them",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
