/* evaluate: what customers are worth, and how far they can be trusted. Reads counts, prints
 * scores that tell what they were made from; keeps nothing. */
#include <string.h>

#include "tier.h"
#include "svc/err.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/statement.h"
#include "svc/worth.h"

static bool risky;

const struct svc_option evaluate_options[] = {
    { .name = "risky", .type = SVC_OPT_FLAG, .to = &risky,
      .help = "customers of low credit alone" },
    SVC_OPTIONS_INCLUDE(tier_rows_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

enum { F_CUSTOMER, F_GAS, F_GAS_BEFORE, F_BILLS, F_ON_TIME, F_ASKED, F_MET };
static const struct svc_column fact_columns[] = {
    [F_CUSTOMER] = { .name = "customer", .type = SVC_TYPE_CODE, .flags = SVC_REQUIRED,
                     .label = "客户号", .help = "the customer" },
    [F_GAS] = { .name = "daily_gas_m3", .type = SVC_TYPE_INT, .label = "日用气量",
                .help = "cubic metres a day; else as registered" },
    [F_GAS_BEFORE] = { .name = "daily_gas_before_m3", .type = SVC_TYPE_INT, .label = "上期日用气量",
                       .help = "the period before" },
    [F_BILLS] = { .name = "bills", .type = SVC_TYPE_INT, .label = "账单数",
                  .help = "bills of the period" },
    [F_ON_TIME] = { .name = "bills_on_time", .type = SVC_TYPE_INT, .label = "按期缴费数",
                    .help = "of them paid in time" },
    [F_ASKED] = { .name = "asked", .type = SVC_TYPE_INT, .label = "应配合次数",
                  .help = "what contract and safety rules asked of the customer" },
    [F_MET] = { .name = "met", .type = SVC_TYPE_INT, .label = "已配合次数", .help = "of it met" },
    { 0 }
};

const struct svc_column tier_worth_columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the customer" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "服务等级", .help = "its tier",
      .list = "tier.tier" },
    { .name = "daily_gas_m3", .type = SVC_TYPE_INT, .label = "日用气量",
      .help = "cubic metres a day" },
    { .name = "usage", .type = SVC_TYPE_POINTS, .label = "用气量得分",
      .help = "0 to 100; empty where nothing is known" },
    { .name = "growth", .type = SVC_TYPE_POINTS, .label = "增长得分", .help = "the same" },
    { .name = "payment", .type = SVC_TYPE_POINTS, .label = "缴费得分", .help = "the same" },
    { .name = "cooperation", .type = SVC_TYPE_POINTS, .label = "配合得分", .help = "the same" },
    { .name = "value", .type = SVC_TYPE_POINTS, .label = "价值得分",
      .help = "their mean by weight" },
    { .name = "value_grade", .type = SVC_TYPE_CODE, .label = "价值等级", .help = "A to D" },
    { .name = "credit", .type = SVC_TYPE_POINTS, .label = "信用得分",
      .help = "payment and cooperation by weight" },
    { .name = "credit_grade", .type = SVC_TYPE_CODE, .label = "信用等级", .help = "A to D" },
    { .name = "risk", .type = SVC_TYPE_CODE, .label = "风险",
      .help = "yes: credit below the lowest band", .list = "verb.yes_no" },
    { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "计算说明",
      .help = "what each part was made from, and its weight" },
    { 0 }
};

/* -- one customer ------------------------------------------------------------------------- */

static int64_t count_of(const struct svc_value *value)
{
    return svc_value_given(value) ? value->number : -1;
}

/* usage 60.00 x 0.40 (600 of 1000 m3 a day); …; growth left out. */
static void explain(const struct svc_policy *policy, const struct svc_worth_facts *facts,
                    const struct svc_worth *worth, struct svc_buf *out)
{
    static const char *const keys[SVC_PARTS] = {
        [SVC_PART_USAGE] = "worth_usage", [SVC_PART_GROWTH] = "worth_growth",
        [SVC_PART_PAYMENT] = "worth_payment", [SVC_PART_COOPERATION] = "worth_cooperation"
    };
    const struct { int64_t part, whole; } made[SVC_PARTS] = {
        [SVC_PART_USAGE] = { facts->gas, 0 },
        [SVC_PART_GROWTH] = { facts->gas, facts->gas_before },
        [SVC_PART_PAYMENT] = { facts->bills_on_time, facts->bills },
        [SVC_PART_COOPERATION] = { facts->met, facts->asked }
    };
    const char *full = svc_policy_param(policy, "vip_daily_gas_m3");
    svc_buf_clear(out);
    for (int i = 0; i < SVC_PARTS; i++) {
        struct svc_buf one = { 0 };
        if (worth->part[i] < 0)
            svc_statement(&one, "worth_unknown", "s", svc_part_names[i]);
        else if (i == SVC_PART_USAGE)
            svc_statement(&one, keys[i], "hhis", worth->part[i], worth->weight[i], made[i].part,
                          full ? full : "0");
        else
            svc_statement(&one, keys[i], "hhii", worth->part[i], worth->weight[i], made[i].part,
                          made[i].whole);
        svc_statement_join(out, one.data);
        svc_buf_free(&one);
    }
}

static struct svc_value score(int64_t hundredths)
{
    return hundredths < 0 ? svc_value_text(NULL) : svc_value_number(hundredths);
}

static void print_worth(struct svc_call *call, const struct svc_policy *policy,
                        const struct svc_worth_facts *facts, const char *customer,
                        const char *tier)
{
    static struct svc_buf why;
    struct svc_worth worth;
    char value[2] = "", credit[2] = "";
    svc_worth_find(policy, facts, &worth);
    if (risky && !worth.risky)
        return;
    value[0] = worth.value_grade;
    credit[0] = worth.credit_grade;
    explain(policy, facts, &worth, &why);
    struct svc_value row[] = {
        svc_value_text(customer), svc_value_text(tier),
        facts->gas < 0 ? svc_value_text(NULL) : svc_value_number(facts->gas),
        score(worth.part[SVC_PART_USAGE]), score(worth.part[SVC_PART_GROWTH]),
        score(worth.part[SVC_PART_PAYMENT]), score(worth.part[SVC_PART_COOPERATION]),
        score(worth.value), svc_value_text(*value ? value : NULL), score(worth.credit),
        svc_value_text(*credit ? credit : NULL), svc_value_text(worth.risky ? "yes" : NULL),
        svc_value_text(svc_buf_text(&why))
    };
    svc_print_row(call, row);
}

/* -- the file ----------------------------------------------------------------------------- */

/* A part is never more than its whole, and is told with it. */
static bool sound(struct tier_rows *rows, const struct svc_worth_facts *facts)
{
    bool bills = facts->bills_on_time <= facts->bills, met = facts->met <= facts->asked;
    if (!bills)
        tier_rows_fault(rows, "bills_on_time", "is more than bills");
    if (!met)
        tier_rows_fault(rows, "met", "is more than asked");
    return bills && met;
}

static void evaluate_row(struct svc_call *call, const struct svc_policy *policy,
                         struct tier_rows *rows, struct svc_query *find,
                         const struct svc_value *row)
{
    struct svc_worth_facts facts = {
        .gas = count_of(&row[F_GAS]), .gas_before = count_of(&row[F_GAS_BEFORE]),
        .bills = count_of(&row[F_BILLS]), .bills_on_time = count_of(&row[F_ON_TIME]),
        .asked = count_of(&row[F_ASKED]), .met = count_of(&row[F_MET])
    };
    svc_bind_text(find, 1, row[F_CUSTOMER].text, row[F_CUSTOMER].len);
    if (!svc_next(find)) {
        tier_rows_unknown(rows);
    } else if (sound(rows, &facts)) {
        if (facts.gas < 0)
            facts.gas = svc_int(find, 1);
        print_worth(call, policy, &facts, row[F_CUSTOMER].text, svc_text(find, 0));
    }
    svc_rewind(find);
}

int tier_evaluate(struct svc_call *call)
{
    const struct svc_value *row;
    if (call->count > 1)
        svc_die(SVC_USAGE, "one file at a time\nconcatenate them: cat a.csv b.csv | ...");
    svc_end_read(call->db); /* the input may be long in coming */
    struct tier_rows *rows = tier_rows_read(call, call->count ? call->operand[0] : "-", fact_columns,
                                            NULL);
    svc_begin_read(call->db);
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(svc_now()));
    tier_needs(policy, "vip_daily_gas_m3;value_usage;value_growth;value_payment;value_cooperation;"
                       "customer_grade_a;customer_grade_b;customer_grade_c");
    struct svc_query *find = svc_prepare(call->db,
        "SELECT tier, COALESCE(daily_gas_m3, -1) FROM customer WHERE customer = ?1");
    svc_print_begin(call, tier_worth_columns);
    while ((row = tier_rows_next(rows)))
        evaluate_row(call, policy, rows, find, row);
    svc_free(find);
    svc_rules_close(rules);
    tier_rows_close(rows);
    return svc_finish(call);
}
