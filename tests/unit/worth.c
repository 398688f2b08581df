/* What a customer is worth: parts, weights, what is left out, bands. */
#include "svc/worth.h"

#include "tap.h"

static struct svc_param params[] = { /* by name */
    { (char *)"customer_grade_a", (char *)"80" },   { (char *)"customer_grade_b", (char *)"60" },
    { (char *)"customer_grade_c", (char *)"40" },   { (char *)"value_cooperation", (char *)"0.15" },
    { (char *)"value_growth", (char *)"0.2" },      { (char *)"value_payment", (char *)"0.25" },
    { (char *)"value_usage", (char *)"0.4" },       { (char *)"vip_daily_gas_m3", (char *)"1000" }
};

static struct svc_worth find(int64_t gas, int64_t before, int64_t bills, int64_t on_time,
                             int64_t asked, int64_t met)
{
    struct svc_policy policy = { .params = params, .param_count = 8 };
    struct svc_worth_facts facts = { gas, before, bills, on_time, asked, met };
    struct svc_worth worth;
    svc_worth_find(&policy, &facts, &worth);
    return worth;
}

int main(void)
{
    struct svc_worth w = find(600, 500, 10, 9, 2, 1);
    is_int(w.part[SVC_PART_USAGE], 6000, "600 of 1000 are 60 marks");
    is_int(w.part[SVC_PART_GROWTH], 6000, "a fifth more is 60 marks");
    is_int(w.part[SVC_PART_PAYMENT], 9000, "9 of 10 bills");
    is_int(w.part[SVC_PART_COOPERATION], 5000, "1 of 2 met");
    is_int(w.value, 6600, "the mean by weight");
    is_int(w.credit, 7500, "credit: payment and cooperation alone");
    ok(w.value_grade == 'B' && w.credit_grade == 'B' && !w.risky, "both B");

    w = find(2000, 500, 1, 1, 1, 1);
    is_int(w.value, 10000, "nothing gives more than 100");
    ok(w.value_grade == 'A', "which is A");

    w = find(500, 500, -1, -1, -1, -1);
    is_int(w.part[SVC_PART_GROWTH], 5000, "unchanged is 50");
    is_int(w.part[SVC_PART_PAYMENT], -1, "no bills: left out");
    is_int(w.value, 5000, "the others share its weight");
    is_int(w.credit, -1, "nothing known of credit");
    ok(w.credit_grade == 0 && !w.risky, "no grade, no risk");

    w = find(-1, -1, 0, 0, 0, 0);
    is_int(w.value, -1, "an empty denominator is neither 0 nor 100");
    ok(w.value_grade == 0, "and no grade");

    w = find(0, 500, 5, 2, -1, -1);
    is_int(w.part[SVC_PART_USAGE], 0, "no usage is 0");
    is_int(w.credit, 4000, "2 of 5 bills");
    is_int(w.value, 1176, "what is nothing counts, what is unknown does not");
    ok(w.credit_grade == 'C' && !w.risky, "40 is C, the band includes its bound");
    w = find(0, 500, 100, 39, -1, -1);
    ok(w.credit_grade == 'D' && w.risky, "below it is a risk");

    is_int(find(1, 3, -1, -1, -1, -1).part[SVC_PART_GROWTH], 1667, "rounded half up");
    is_int(find(INT64_MAX, INT64_MAX, -1, -1, -1, -1).part[SVC_PART_GROWTH], 5000,
           "the largest numbers do not overflow");
    is_int(find(INT64_MAX, 1, -1, -1, -1, -1).part[SVC_PART_GROWTH], 10000,
           "nor beside small ones");

    struct svc_policy empty = { .param_count = 0 };
    svc_worth_find(&empty, &(struct svc_worth_facts){ 600, 500, 10, 9, 2, 1 }, &w);
    is_int(w.value, -1, "what the pack gives no weight is worth nothing that could be said");
    return done_testing();
}
