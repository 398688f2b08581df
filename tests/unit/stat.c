/* Two shares compared, against values worked out by hand or in exact arithmetic. */
#include "svc/stat.h"

#include <math.h>

#include "tap.h"

static void near(double got, double want, double within, const char *name)
{
    if (!ok(fabs(got - want) <= within, "%s", name))
        fprintf(stderr, "#   got %.12g, want %.12g\n", got, want);
}

static struct svc_share share(int64_t k, int64_t n)
{
    return (struct svc_share){ k, n };
}

/* 10 of 20 and 15 of 20: N = 40, |ad − bc| = 100, margins 20 20 25 15:
 * 40·100² / 150000 = 2.6667; with Yates 40·80² / 150000 = 1.70667. */
static void a_small_table(void)
{
    struct svc_compared c;
    ok(svc_stat_compare(share(10, 20), share(15, 20), &c), "a table with both answers is tested");
    near(c.before, 0.5, 1e-12, "the share before");
    near(c.after, 0.75, 1e-12, "the share after");
    near(c.difference, 0.25, 1e-12, "the difference");
    near(c.chi, 8.0 / 3, 1e-12, "Pearson's chi-square");
    near(c.yates, 1.7066666666666668, 1e-12, "Yates' correction");
    near(pow(10, c.log10_p), 0.10247043485974937, 1e-9, "its probability");
    near(pow(10, c.log10_p_yates), 0.19141842523770236, 1e-9, "the corrected probability");
    near(c.phi, 0.2581988897471611, 1e-12, "phi is the root of chi-square over N");
    near(c.low, -0.0468, 5e-5, "Newcombe's interval, low");
    near(c.high, 0.4936, 5e-5, "Newcombe's interval, high");
    ok(svc_stat_compare(share(15, 20), share(10, 20), &c), "the other way round");
    near(c.difference, -0.25, 1e-12, "the difference turns");
    near(c.phi, -0.2581988897471611, 1e-12, "and phi with it");
}

static void nothing_to_test(void)
{
    struct svc_compared c;
    ok(!svc_stat_compare(share(0, 0), share(5, 10), &c), "an empty group is not tested");
    ok(!svc_stat_compare(share(5, 10), share(0, 0), &c), "nor is an empty second one");
    ok(!svc_stat_compare(share(10, 10), share(7, 7), &c), "all satisfied twice is not tested");
    near(c.difference, 0, 0, "but has its difference");
    ok(!svc_stat_compare(share(0, 10), share(0, 7), &c), "nobody twice is not tested");
    ok(svc_stat_compare(share(5, 10), share(5, 10), &c), "the same twice is tested");
    near(c.chi, 0, 0, "with a chi-square of 0");
    near(c.yates, 0, 0, "that the correction does not make negative");
    near(c.log10_p, 0, 1e-12, "and p is 1");
}

/* Wilson, 81 of 263: 0.2553 … 0.3662 (a textbook case); the edges stay inside of 0 … 1. */
static void wilson(void)
{
    double low, high;
    svc_stat_wilson(share(81, 263), &low, &high);
    near(low, 0.2553, 5e-5, "Wilson's interval, low");
    near(high, 0.3662, 5e-5, "Wilson's interval, high");
    svc_stat_wilson(share(0, 10), &low, &high);
    near(low, 0, 0, "nobody: begins at 0");
    near(high, 0.2775327998628892, 1e-9, "nobody: z²/(n+z²)");
    svc_stat_wilson(share(10, 10), &low, &high);
    near(high, 1, 0, "everybody: ends at 1");
    svc_stat_wilson(share(0, 0), &low, &high);
    ok(low == 0 && high == 1, "without anybody nothing is known");
}

/* 1.96² has p = 0.05; far out p = 10^-8000 and the like, where a double is 0. */
static void probabilities(void)
{
    near(pow(10, svc_stat_log10_p(3.841458820694124)), 0.05, 1e-12, "3.8415 is the 5 % point");
    near(svc_stat_log10_p(0), 0, 0, "0 has p = 1");
    near(svc_stat_log10_p(799.9), svc_stat_log10_p(800.1), 0.1, "the two ways meet");
    near(svc_stat_log10_p(800) - log10(erfc(20)), 0, 1e-9, "and agree where both can");
    near(svc_stat_log10_p(37000), -8036.83, 0.005, "no underflow at 37000");
}

/* The study with 35 109 in each group: 23.9 → 95.1 % and 40.8 → 97.0 %. */
static void the_study(void)
{
    struct svc_counts before = { .n = 35109 }, after = { .n = 35109 };
    double least, most;
    ok(!svc_stat_rounded("23.9", 35109, &before.low, &before.high), "23.9 is a percentage");
    ok(!svc_stat_rounded("95.1", 35109, &after.low, &after.high), "95.1 is a percentage");
    is_int(before.low, 8374, "the least count that rounds to 23.9 %");
    is_int(before.high, 8408, "and the largest");
    is_int(after.low, 33372, "the least count that rounds to 95.1 %");
    is_int(after.high, 33406, "and the largest");
    svc_stat_range(before, after, false, &least, &most);
    near(least, 36830.64442032083, 1e-6, "the least chi-square of such a table");
    near(most, 37031.56533286946, 1e-6, "and the largest");
    ok(37076.448 > most, "the printed 37076.448 is of no such table");
    svc_stat_range(before, after, true, &least, &most);
    near(least, 36827.6937788575, 1e-6, "the same with Yates");
    near(most, 37028.60665392664, 1e-6, "the same with Yates, at most");
    svc_stat_rounded("40.8", 35109, &before.low, &before.high);
    svc_stat_rounded("97.0", 35109, &after.low, &after.high);
    svc_stat_range(before, after, false, &least, &most);
    near(least, 25785.811910599405, 1e-6, "40.8 to 97.0: the least");
    near(most, 25966.135065534432, 1e-6, "40.8 to 97.0: the largest");
    ok(25932.936 >= least && 25932.936 <= most, "the printed 25932.936 lies inside");
    svc_stat_range(after, before, false, &least, &most);
    near(least, 25785.811910599405, 1e-6, "a fall has the same range, least");
    near(most, 25966.135065534432, 1e-6, "a fall has the same range, largest");
}

static void rounded(void)
{
    int64_t low, high;
    struct svc_counts same = { 4, 6, 10 };
    double least, most;
    svc_stat_rounded("50", 10, &low, &high);
    ok(low == 5 && high == 5, "5 of 10 alone is 50 %%");
    svc_stat_rounded("0", 1000, &low, &high);
    ok(low == 0 && high == 4, "0 %% is up to 4 of 1000: 5 would be 1 %%");
    svc_stat_rounded("100", 1000, &low, &high);
    ok(low == 995 && high == 1000, "100 %% begins at 995 of 1000");
    svc_stat_rounded("33.3", 10, &low, &high);
    ok(low > high, "no count out of 10 is 33.3 %%");
    ok(svc_stat_rounded("", 10, &low, &high) != NULL, "nothing is no percentage");
    ok(svc_stat_rounded("95,1", 10, &low, &high) != NULL, "nor has it a comma");
    ok(svc_stat_rounded("95.", 10, &low, &high) != NULL, "nor ends in a point");
    ok(svc_stat_rounded("-1", 10, &low, &high) != NULL, "nor is negative");
    ok(svc_stat_rounded("100.1", 10, &low, &high) != NULL, "nor more than 100");
    ok(svc_stat_rounded("1.23456", 10, &low, &high) != NULL, "nor of five decimals");
    ok(!svc_stat_rounded("100.0000", 10, &low, &high) && low == 10, "four there may be, of a whole hundred, too");
    ok(svc_stat_rounded("00100.000", 10, &low, &high) != NULL, "but no more than eight signs");
    svc_stat_range(same, same, false, &least, &most);
    near(least, 0, 0, "ranges that overlap may be equal: 0");
    ok(most > 0, "or differ");
}

/* Twelve months with 108 complaints: 9 ± 3·3; with 48: 4 ± 3·2, floored. 90 of 100 in time: the
 * standard deviation over 100 is 0.03, over 25 it is 0.06 and the upper limit ends at 1. */
static void control_limits(void)
{
    struct svc_control c = svc_stat_c_chart(108, 12);
    near(c.mean, 9, 1e-12, "the mean of the months");
    ok(c.low == 0 && c.high == 18, "three roots of the mean either side");
    c = svc_stat_c_chart(48, 12);
    ok(c.low == 0 && c.high == 10, "a count is not below 0");
    c = svc_stat_c_chart(300, 12);
    ok(c.low == 10 && c.high == 40, "25 ± 15");
    c = svc_stat_c_chart(0, 3);
    ok(c.mean == 0 && c.low == 0 && c.high == 0, "nothing does not vary");
    c = svc_stat_p_chart(share(90, 100), 100);
    near(c.mean, 0.9, 1e-12, "the share of all");
    near(c.low, 0.81, 1e-12, "three standard deviations below it");
    near(c.high, 0.99, 1e-12, "and above");
    c = svc_stat_p_chart(share(90, 100), 25);
    near(c.low, 0.72, 1e-12, "wider for a smaller month");
    near(c.high, 1, 0, "but never above 1");
}

int main(void)
{
    control_limits();
    a_small_table();
    nothing_to_test();
    wilson();
    probabilities();
    the_study();
    rounded();
    return done_testing();
}
