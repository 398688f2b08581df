/* propose: who should change tier, and why. Prints rows for `review`; changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/statement.h"
#include "svc/text.h"

static struct {
    const char *usage, *to, *by, *dept;
    struct svc_opt_time from;
    bool initial;
} opt;

const struct svc_option propose_options[] = {
    { .name = "usage", .type = SVC_OPT_TEXT, .to = &opt.usage, .arg = "FILE",
      .help = "what evaluate prints, or customer[,daily_gas_m3,value_grade,dept,proposer]" },
    { .name = "initial", .type = SVC_OPT_FLAG, .to = &opt.initial,
      .help = "the first grading: everybody who is not general and was never reviewed" },
    { .name = "from", .type = SVC_OPT_TIME, .to = &opt.from, .arg = "DAY",
      .help = "first day of the new tier (default: the review's)" },
    { .name = "to", .type = SVC_OPT_TEXT, .to = &opt.to, .arg = "vip|key|general",
      .help = "propose this tier for the customers named; needs --by and --reason",
      .list = "tier.tier" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who proposes it and so cannot review it", .table = "person" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that supplied the customers", .table = "dept" },
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT",
      .help = "why, with --to" },
    SVC_OPTIONS_INCLUDE(tier_rows_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_column tier_row_columns[] = {
    [G_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                     .label = "客户号", .help = "the customer" },
    [G_WAS] = { .name = "was", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "原等级",
                .help = "tier until now", .list = "tier.tier" },
    [G_TIER] = { .name = "tier", .type = SVC_TYPE_WORD, .flags = SVC_REQUIRED, .label = "拟定等级",
                 .help = "tier proposed", .list = "tier.tier" },
    [G_FROM_DAY] = { .name = "from_day", .type = SVC_TYPE_DAY, .label = "生效日",
                     .help = "first day; empty: the review's day" },
    [G_DAILY_GAS_M3] = { .name = "daily_gas_m3", .type = SVC_TYPE_INT, .label = "日用气量",
                         .help = "cubic metres a day" },
    [G_VALUE_GRADE] = { .name = "value_grade", .type = SVC_TYPE_WORD, .label = "价值等级",
                        .help = "as evaluated", .values = "A|B|C|D" },
    [G_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "提供部门",
                 .help = "department that supplied the customer", .table = "dept" },
    [G_PROPOSER] = { .name = "proposer", .type = SVC_TYPE_CODE, .label = "提出人",
                     .help = "who proposes it; empty: the rule alone", .table = "person" },
    [G_WHY] = { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "理由", .help = "why" },
    [G_COLUMNS] = { 0 }
};

enum { U_CUSTOMER, U_GAS, U_GRADE, U_DEPT, U_PROPOSER };
static const struct svc_column usage_columns[] = {
    [U_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                     .label = "客户号", .help = "the customer" },
    [U_GAS] = { .name = "daily_gas_m3", .type = SVC_TYPE_INT, .label = "日用气量",
                .help = "cubic metres a day; else as registered" },
    [U_GRADE] = { .name = "value_grade", .type = SVC_TYPE_WORD, .label = "价值等级",
                  .help = "as evaluated", .values = "A|B|C|D" },
    [U_DEPT] = { .name = "dept", .type = SVC_TYPE_CODE, .label = "提供部门",
                 .help = "department that supplies it", .table = "dept" },
    [U_PROPOSER] = { .name = "proposer", .type = SVC_TYPE_CODE, .label = "提出人",
                     .help = "who supplies it", .table = "person" },
    { 0 }
};

void tier_needs(const struct svc_policy *policy, const char *names)
{
    const char *word;
    size_t len;
    while (svc_text_next(&names, ';', &word, &len)) {
        char *name = svc_strndup(word, len);
        if (!svc_policy_param(policy, name))
            svc_die(SVC_CONFIG, "policy %d: params has no %s\n"
                    "load a pack that has it: svc-policy load DIR --from DAY", policy->version,
                    name);
        free(name);
    }
}

/* -- one customer ------------------------------------------------------------------------- */

/* A customer as the store has it: its number, class, tier, gas, whether its first grading was reviewed,
 * and whether it is a social monitor on the day ?1. */
#define CANDIDATE "SELECT c.customer, c.class, c.tier, COALESCE(c.daily_gas_m3, -1)," \
    "       (SELECT COUNT(*) FROM tier_change h JOIN tier_review r ON r.no = h.review" \
    "         WHERE h.customer = c.customer AND r.state = 'signed'), c.asked," \
    "       (SELECT p.person FROM person p WHERE p.person = c.recorded_by)," \
    "       " TIER_TERM("?1") \
    "  FROM customer c"
enum { Q_CUSTOMER, Q_CLASS, Q_TIER, Q_GAS, Q_REVIEWED, Q_ASKED, Q_RECORDED_BY, Q_TERM };

/* What stands behind a proposal besides the store. */
struct source {
    const char *dept, *proposer, *value_grade;
    int64_t gas; /* -1: the store's */
};

static void print_proposal(struct svc_call *call, struct svc_query *q, const char *tier,
                           const struct source *source, int64_t gas, const char *why)
{
    struct svc_value row[G_COLUMNS];
    char from[SVC_DAY_SIZE];
    row[G_CUSTOMER] = svc_value_text(svc_text(q, Q_CUSTOMER));
    row[G_WAS] = svc_value_text(svc_text(q, Q_TIER));
    row[G_TIER] = svc_value_text(tier);
    row[G_FROM_DAY] = svc_value_text(
        opt.from.given ? svc_day_format(svc_when_day(opt.from.when), from) : NULL);
    row[G_DAILY_GAS_M3] = gas < 0 ? svc_value_text(NULL) : svc_value_number(gas);
    row[G_VALUE_GRADE] = svc_value_text(source->value_grade);
    row[G_DEPT] = svc_value_text(source->dept ? source->dept : opt.dept);
    row[G_PROPOSER] = svc_value_text(source->proposer ? source->proposer : opt.by);
    row[G_WHY] = svc_value_text(why);
    svc_print_row(call, row);
}

const char *tier_judge(const struct svc_policy *policy, const struct svc_vip_facts *facts,
                       struct svc_buf *why)
{
    struct svc_buf rule = { 0 };
    const char *tier = svc_vip_judge(policy, facts, &rule);
    if (tier) {
        svc_buf_puts(why, svc_buf_text(&rule));
    } else {
        if (rule.len)
            svc_statement_join(why, rule.data);
        svc_statement_join(why, "as_registered");
    }
    svc_buf_free(&rule);
    return tier;
}

/* Prints the customer's row where the rule asks for one: a tier that changes, or with --initial
 * the first one of anybody who is not general. */
static void consider(struct svc_call *call, const struct svc_policy *policy, struct svc_query *q,
                     const struct source *source)
{
    static struct svc_buf why;
    struct svc_vip_facts facts = { .tier = svc_text(q, Q_TIER), .class = svc_text(q, Q_CLASS),
                                   .gas = source->gas < 0 ? svc_int(q, Q_GAS) : source->gas,
                                   .value_grade = source->value_grade,
                                   .term = (enum svc_vip_term)svc_int(q, Q_TERM) };
    svc_buf_clear(&why);
    if (!opt.initial && !svc_is_null(q, Q_ASKED)) { /* whoever registered it stands behind it */
        struct source registered = *source;
        registered.proposer = source->proposer ? source->proposer : svc_text(q, Q_RECORDED_BY);
        svc_statement(&why, "asked_at_registration", "");
        print_proposal(call, q, svc_text(q, Q_ASKED), &registered, facts.gas, why.data);
        return;
    }
    const char *tier = tier_judge(policy, &facts, &why);
    bool changes = tier && strcmp(tier, facts.tier) != 0;
    bool first = opt.initial && !svc_int(q, Q_REVIEWED) &&
                 (changes || strcmp(facts.tier, "general") != 0);
    if (opt.initial ? !first : !changes)
        return;
    print_proposal(call, q, tier ? tier : facts.tier, source, facts.gas, svc_buf_text(&why));
}

/* -- where candidates come from ----------------------------------------------------------- */

/* The day of the new tier: who is a social monitor then. */
static svc_day first_day(void)
{
    return svc_when_day(opt.from.given ? opt.from.when : svc_now());
}

static void from_register(struct svc_call *call, const struct svc_policy *policy)
{
    const struct source rule = { .gas = -1 };
    struct svc_query *q = svc_query(call->db, CANDIDATE " ORDER BY c.customer", "d", first_day());
    while (svc_next(q))
        consider(call, policy, q, &rule);
}

/* The same of these customers alone. */
static void from_numbers(struct svc_call *call, const struct svc_policy *policy,
                         const struct svc_numbers *numbers)
{
    const struct source rule = { .gas = -1 };
    for (size_t i = 0; i < numbers->count; i++) {
        struct svc_query *q = svc_query(call->db, CANDIDATE " WHERE c.customer = ?2", "ds", first_day(),
                                        numbers->no[i]);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such customer", numbers->no[i]);
            continue;
        }
        consider(call, policy, q, &rule);
        svc_done(q);
    }
}

static void from_usage(struct svc_call *call, const struct svc_policy *policy,
                       struct tier_rows *rows)
{
    const struct svc_value *row;
    char day[SVC_DAY_SIZE];
    struct svc_query *q = svc_prepare(call->db, CANDIDATE " WHERE c.customer = ?2");
    svc_day_format(first_day(), day);
    while ((row = tier_rows_next(rows))) {
        struct source source = {
            .dept = row[U_DEPT].text, .proposer = row[U_PROPOSER].text,
            .value_grade = row[U_GRADE].text,
            .gas = svc_value_given(&row[U_GAS]) ? row[U_GAS].number : -1
        };
        svc_bind_text(q, 1, day, strlen(day));
        svc_bind_text(q, 2, row[U_CUSTOMER].text, row[U_CUSTOMER].len);
        if (svc_next(q))
            consider(call, policy, q, &source);
        else
            tier_rows_unknown(rows);
        svc_rewind(q);
    }
    svc_free(q);
}

/* Whom somebody proposes: an official or a supervisor's leader is known to people, not to files. */
static void by_hand(struct svc_call *call, const struct svc_numbers *numbers)
{
    const struct source person = { .gas = -1 };
    struct svc_buf why = { 0 };
    svc_statement(&why, "text", "s", svc_shared.reason);
    for (size_t i = 0; i < numbers->count; i++) {
        struct svc_query *q = svc_query(call->db, CANDIDATE " WHERE c.customer = ?2", "ds", first_day(),
                                        numbers->no[i]);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such customer", numbers->no[i]);
            continue;
        }
        if (strcmp(svc_text(q, Q_TIER), opt.to) == 0)
            svc_refuse(call, SVC_REFUSED, numbers->no[i], "is %s already", opt.to);
        else
            print_proposal(call, q, opt.to, &person, svc_int(q, Q_GAS), why.data);
        svc_done(q);
    }
    svc_buf_free(&why);
}

static void check_use(struct svc_call *call)
{
    if (opt.to && call->count == 0)
        svc_die(SVC_USAGE, "--to names the customers it is for");
    if (call->count > 0 && opt.usage)
        svc_die(SVC_USAGE, "customers are named, or stand in the file of --usage");
    if (opt.to && (opt.usage || opt.initial))
        svc_die(SVC_USAGE, "--to goes with neither --usage nor --initial");
    if (opt.to && (!opt.by || !svc_shared.reason))
        svc_die(SVC_USAGE, "--to needs who proposes it and why\nadd --by NO --reason TEXT");
    if (!opt.to && svc_shared.reason)
        svc_die(SVC_USAGE, "the rule gives its own reasons; --reason goes with --to");
}

int tier_propose(struct svc_call *call)
{
    check_use(call);
    struct svc_numbers numbers = { NULL, 0 };
    if (call->count > 0)
        numbers = svc_call_numbers(call);
    svc_end_read(call->db); /* the input may be long in coming */
    struct tier_rows *rows =
        opt.usage ? tier_rows_read(call, opt.usage, usage_columns, tier_worth_columns) : NULL;
    svc_begin_read(call->db);
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, first_day());
    tier_needs(policy, TIER_RULE);
    svc_print_begin(call, tier_row_columns);
    if (opt.to)
        by_hand(call, &numbers);
    else if (rows)
        from_usage(call, policy, rows);
    else if (call->count > 0)
        from_numbers(call, policy, &numbers);
    else
        from_register(call, policy);
    if (rows)
        tier_rows_close(rows);
    svc_rules_close(rules);
    return svc_finish(call);
}
