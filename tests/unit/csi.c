/* Satisfaction indices, against values worked out in exact fractions. */
#include "svc/csi.h"

#include <math.h>

#include "tap.h"

static int64_t score(int64_t min, int64_t max, bool down, int64_t n, int64_t sum)
{
    const struct svc_scale scale = { min, max, down };
    return svc_csi_round(svc_csi_score(&scale, (struct svc_counted){ n, sum }), 2);
}

static void scales(void)
{
    is_int(score(1, 10, false, 1, 8), 7778, "8 on 1 to 10");
    is_int(score(1, 5, false, 1, 4), 7500, "4 on 1 to 5");
    is_int(score(1, 10, false, 7, 7), 0, "the least is 0");
    is_int(score(1, 10, false, 7, 70), 10000, "the most is 100");
    is_int(score(1, 5, true, 6, 15), 6250, "turned round");
    is_int(score(0, 100, false, 3, 200), 6667, "0 to 100");
    is_int(score(0, 1, false, 8, 5), 6250, "yes and no");
    is_int(score(1, 7, false, 1000000000, 4000000000), 5000, "a thousand million answers");
    is_int(svc_csi_mean((struct svc_counted){ 6, 44 }), 73333, "a mean of four decimals");
    is_int(svc_csi_mean((struct svc_counted){ 3, 2 }), 6667, "rounded half up");
    is_int(svc_csi_mean((struct svc_counted){ 3, -1 }), -3333, "below zero, too");
    is_int(svc_csi_mean((struct svc_counted){ 3, -2 }), -6667, "to the nearest");
    is_int(svc_csi_mean((struct svc_counted){ 20000, -1 }), 0, "and a half up");
    is_int(svc_csi_mean((struct svc_counted){ 5, -3 }), -6000, "a whole one as it is");
}

/* The manual's six respondents: one did not answer the second question. */
static void index_of_six(void)
{
    const struct svc_scale ten = { 1, 10, false }, five = { 1, 5, true };
    svc_fixed q1 = svc_csi_score(&ten, (struct svc_counted){ 6, 44 });
    svc_fixed q2 = svc_csi_score(&ten, (struct svc_counted){ 5, 38 });
    svc_fixed q3 = svc_csi_score(&ten, (struct svc_counted){ 6, 45 });
    svc_fixed q4 = svc_csi_score(&five, (struct svc_counted){ 6, 15 });
    is_int(svc_csi_round(q1, 2), 7037, "q1");
    is_int(svc_csi_round(q2, 2), 7333, "q2, over the five who answered");
    is_int(svc_csi_round(q3, 2), 7222, "q3");
    is_int(svc_csi_round(q4, 2), 6250, "q4, turned round");
    svc_fixed quality = svc_csi_weighed(svc_csi_part(q1, 600000) + svc_csi_part(q2, 400000));
    is_int(svc_csi_round(quality, 2), 7156, "the dimension of two questions");
    svc_fixed all = svc_csi_weighed(svc_csi_part(quality, 500000) + svc_csi_part(q3, 300000) +
                                    svc_csi_part(q4, 200000));
    is_int(svc_csi_round(all, 2), 6994, "the index");
}

static void seven_dimensions(void)
{
    const int64_t sums[] = { 82, 79, 84, 75, 81, 90, 78 };
    const int64_t weights[] = { 100000, 100000, 300000, 150000, 200000, 50000, 100000 };
    const struct svc_scale ten = { 1, 10, false };
    svc_fixed parts = 0;
    for (size_t i = 0; i < 7; i++)
        parts += svc_csi_part(svc_csi_score(&ten, (struct svc_counted){ 10, sums[i] }), weights[i]);
    is_int(svc_csi_round(svc_csi_weighed(parts), 2), 7894, "seven dimensions");
}

/* A third and a sixth of 100 make a half exactly; quotients that were cut off would lose it. */
static void halves(void)
{
    const struct svc_scale ten = { 0, 10, false };
    svc_fixed third = svc_csi_score(&ten, (struct svc_counted){ 3, 10 });
    svc_fixed sixth = svc_csi_score(&ten, (struct svc_counted){ 6, 10 });
    is_int(svc_csi_round(third + sixth, 0), 50, "a third and a sixth");
    is_int(svc_csi_round((third + sixth) / 100, 0), 1, "a half goes up");
    is_int(svc_csi_round(0, 2), 0, "nothing stays nothing");
}

static void weights(void)
{
    int64_t weight;
    char text[SVC_WEIGHT_SIZE];
    ok(!svc_weight_parse("0.35", &weight) && weight == 350000, "0.35");
    ok(!svc_weight_parse("1", &weight) && weight == SVC_WEIGHT_ONE, "1");
    ok(!svc_weight_parse("0.333333", &weight) && weight == 333333, "six decimals");
    ok(svc_weight_parse("0.3333333", &weight) != NULL, "seven are too many");
    ok(svc_weight_parse("-0.1", &weight) != NULL, "none is negative");
    ok(svc_weight_parse("1.000001", &weight) != NULL, "nor more than 1");
    ok(svc_weight_parse("", &weight) != NULL, "nor nothing");
    ok(svc_weight_parse("0.", &weight) != NULL, "nor without digits");
    ok(svc_weight_parse("35%", &weight) != NULL, "nor a percentage");
    ok(svc_weight_parse("1e-1", &weight) != NULL, "nor with an exponent");
    ok(svc_weight_parse("99999999999999999999", &weight) != NULL, "nor beyond all numbers");
    is_str(svc_weight_format(350000, text), "0.35", "written as it was");
    is_str(svc_weight_format(SVC_WEIGHT_ONE, text), "1", "1");
    is_str(svc_weight_format(0, text), "0", "0");
    is_str(svc_weight_format(1, text), "0.000001", "the least");
    char number[SVC_CSI_SIZE];
    is_str(svc_csi_format(-150, 2, number), "-1.50", "two decimals");
    is_str(svc_csi_format(7, 0, number), "7", "none");
}

static void rolled(void)
{
    const struct svc_rolled_unit three[] = { { 8250, 120000, 40000000 }, { 7800, 60000, 30000000 },
                                             { 8820, 20000, 10000000 } };
    struct svc_rolled r;
    ok(!svc_csi_roll(three, 3, 60, &r), "three units");
    is_int(r.by_customers, 81720000, "by customers");
    is_int(r.by_gas, 81525000, "by gas");
    is_int(r.index, 8164, "together");
    ok(fabs(r.literal - 2608800049.03) < 0.005, "the source's second sum as it is printed");
    const struct svc_rolled_unit areas[] = { { 8400, 70000, 25000000 }, { 8000, 50000, 15000000 } };
    ok(!svc_csi_roll(areas, 2, 60, &r), "two areas");
    is_int(r.index, 8240, "a unit of areas");
    const struct svc_rolled_unit two[] = { { r.index, r.customers, r.gas },
                                           { 7800, 60000, 30000000 } };
    ok(!svc_csi_roll(two, 2, 60, &r), "and the company");
    is_int(r.index, 8077, "of both levels");
    const struct svc_rolled_unit dry[] = { { 8250, 120000, 0 }, { 7800, 60000, 30000000 } };
    ok(!svc_csi_roll(dry, 2, 60, &r), "a unit without gas");
    is_int(r.index, 7980, "counts by its customers");
    ok(svc_csi_roll(dry, 1, 60, &r) != NULL, "no gas at all is refused");
    const struct svc_rolled_unit empty[] = { { 8250, 0, 5 }, { 7800, 60000, 30000000 } };
    ok(svc_csi_roll(empty, 2, 60, &r) != NULL, "a unit without customers is refused");
    ok(svc_csi_roll(empty, 0, 60, &r) != NULL, "no units are refused");
    const struct svc_rolled_unit single[] = { { 8250, 1, 5 } };
    ok(!svc_csi_roll(single, 1, 60, &r) && r.index == 8250, "one customer is enough");
    const struct svc_rolled_unit huge[] = { { 10000, 1000000000, 1000000000000 },
                                            { 9999, 1000000000, 1000000000000 } };
    ok(!svc_csi_roll(huge, 2, 60, &r), "a country");
    is_int(r.index, 10000, "its half goes up");
}

int main(void)
{
    scales();
    index_of_six();
    seven_dimensions();
    halves();
    weights();
    rolled();
    return done_testing();
}
