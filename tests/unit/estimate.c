/* What a sample tells, against values worked out in exact arithmetic or printed by R. */
#include "svc/estimate.h"

#include <math.h>

#include "tap.h"

static void near(double got, double want, double within, const char *name)
{
    if (!ok(fabs(got - want) <= within, "%s", name))
        fprintf(stderr, "#   got %.12g, want %.12g\n", got, want);
}

static void nps(void)
{
    static const struct {
        int64_t promoters, passives, detractors;
        double nps, se, low, high;
    } cases[] = { { 60, 25, 15, 45, 7.40, 30.50, 59.50 },
                  { 412, 301, 187, 25, 2.59, 19.93, 30.07 },
                  { 18, 11, 2, 51.61, 11.05, 29.95, 73.28 },
                  { 50, 0, 50, 0, 10, -19.60, 19.60 } };
    struct svc_estimate e, next;
    struct svc_apart apart;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ok(svc_estimate_nps(cases[i].promoters, cases[i].passives, cases[i].detractors, &e) &&
               e.known, "promoters %lld", (long long)cases[i].promoters);
        near(e.value, cases[i].nps, 0.005, "net promoter score");
        near(e.se, cases[i].se, 0.005, "its standard error");
        near(e.low, cases[i].low, 0.005, "its interval, low");
        near(e.high, cases[i].high, 0.005, "its interval, high");
    }
    ok(svc_estimate_nps(0, 0, 10, &e) && !e.known, "ten alike tell no interval");
    near(e.value, -100, 0, "but -100");
    ok(!svc_estimate_nps(0, 0, 0, &e), "nobody has no score");
    svc_estimate_nps(99, 1, 0, &e);
    ok(e.known && e.high == 100, "no interval leaves the scale");
    svc_estimate_nps(60, 25, 15, &e);
    svc_estimate_nps(45, 35, 20, &next);
    ok(svc_estimate_apart(&e, &next, &apart), "two waves are compared");
    near(apart.difference, -20, 1e-9, "their difference");
    near(apart.se, 10.65, 0.005, "its standard error");
    near(apart.z, -1.877, 0.0005, "z");
    near(pow(10, apart.log10_p), 0.0605, 0.00005, "its probability");
    svc_estimate_nps(0, 0, 10, &next);
    ok(!svc_estimate_apart(&e, &next, &apart), "what tells no interval is not compared");
}

/* The six respondents of the manual's example. */
static void mean(void)
{
    const double scores[] = { 83.8889, 61.1111, 97.7778, 35.4167, 77.2222, 56.6667 };
    double sum = 0, squares = 0;
    struct svc_estimate e;
    for (size_t i = 0; i < 6; i++) {
        sum += scores[i];
        squares += scores[i] * scores[i];
    }
    ok(svc_estimate_mean(6, sum, squares, &e) && e.known, "six values");
    near(e.value, 68.68, 0.005, "their mean");
    near(e.se * sqrt(6), 22.18, 0.005, "their standard deviation");
    near(e.se, 9.05, 0.006, "the mean's standard error");
    ok(svc_estimate_mean(1, 5, 25, &e) && !e.known, "one tells nothing of the others");
    ok(!svc_estimate_mean(0, 0, 0, &e), "none has no mean");
}

static void strata(void)
{
    struct svc_stratum three[] = { { 3200, { 80, 100 } }, { 1300, { 60, 100 } },
                                   { 500, { 95, 100 } } };
    struct svc_estimate e;
    ok(svc_estimate_strata(three, 3, &e) && e.known, "three strata");
    near(e.value, 0.763, 1e-12, "weighed by their size, not 0.7833");
    near(e.se, 0.0282, 0.00005, "with the correction");
    near(e.low, 0.7077, 0.00005, "the interval, low");
    near(e.high, 0.8183, 0.00005, "the interval, high");
    three[2].share.n = three[2].share.k = 500;
    three[1].size = 100;
    ok(svc_estimate_strata(three, 3, &e), "strata asked whole");
    near(e.se, 3200.0 / 3800 * sqrt((1 - 100.0 / 3200) * 0.16 / 99), 1e-12, "vary no more");
    three[0].share = (struct svc_share){ 1, 1 };
    ok(svc_estimate_strata(three, 3, &e) && !e.known, "a single answer tells no variance");
    three[0].share.n = three[0].share.k = 0;
    ok(!svc_estimate_strata(three, 3, &e), "a stratum without answers has no share");
}

static void size(void)
{
    static const struct {
        struct svc_size_asked asked;
        int64_t n, send;
    } cases[] = { { { 0.9, 0.5, 1, 1, 0 }, 2, 2 },
                  { { 0.99, 0.5, 1, 1, 0 }, 1, 1 }, /* one at least */
                  { { 0.05, 0.5, 1, 1, 0 }, 385, 385 },
                  { { 0.05, 0.5, 1, 1, 5000 }, 357, 357 },
                  { { 0.03, 0.5, 1, 1, 0 }, 1068, 1068 },
                  { { 0.03, 0.5, 1, 1, 5000 }, 880, 880 },
                  { { 0.02, 0.5, 1, 1, 200000 }, 2373, 2373 },
                  { { 0.05, 0.5, 1, 1, 100 }, 80, 80 },
                  { { 0.05, 0.5, 1, 1, 385 }, 193, 193 },
                  { { 0.05, 0.5, 1, 1, 1 }, 1, 1 },
                  { { 0.03, 0.9, 1, 1, 5000 }, 357, 357 },
                  { { 0.05, 0.5, 1.5, 1, 400 }, 237, 237 },
                  { { 0.05, 0.5, 1.5, 0.3, 5000 }, 517, 1724 },
                  { { 0.05, 0.5, 1, 0.3, 5000 }, 357, 1190 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct svc_size s = svc_estimate_size(&cases[i].asked);
        is_int(s.n, cases[i].n, "the size of a sample");
        is_int(s.send, cases[i].send, "and how many to ask");
    }
}

static int64_t sum_of(const int64_t *part, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += part[i];
    return sum;
}

static void parts(void)
{
    const int64_t experts[] = { 24, 21, 29, 18, 26, 12, 20 };
    const int64_t weights[] = { 1600, 1400, 1934, 1200, 1733, 800, 1333 };
    const int64_t strata[] = { 3200, 1300, 500 }, units[] = { 120000, 60000, 20000 };
    const int64_t small[] = { 990, 6, 4 };
    int64_t part[7];
    svc_apportion(experts, 7, 10000, part);
    for (size_t i = 0; i < 7; i++)
        is_int(part[i], weights[i], "a weight of the experts, the earlier of equal rests first");
    is_int(sum_of(part, 7), 10000, "which sum to 1");
    ok(svc_allocate(strata, 3, 357, 0, part), "357 over three strata");
    ok(part[0] == 228 && part[1] == 93 && part[2] == 36, "228, 93, 36");
    ok(svc_allocate(units, 3, 385, 0, part), "385 over three units");
    ok(part[0] == 231 && part[1] == 116 && part[2] == 38, "231, 116, 38: the half to the earlier");
    ok(svc_allocate(small, 3, 100, 5, part), "a least part");
    ok(part[0] == 91 && part[1] == 5 && part[2] == 4, "or all that a stratum has");
    ok(svc_allocate(small, 3, 1000, 0, part), "all of them");
    ok(part[0] == 990 && part[1] == 6 && part[2] == 4, "are all of each");
    ok(!svc_allocate(small, 3, 1001, 0, part), "more than there are is refused");
    ok(!svc_allocate(strata, 3, 20, 10, part), "so is a least part that the sample does not reach");
}

/* Five respondents, three questions: the sums of squares by hand. */
static void alpha(void)
{
    static const int64_t answers[5][3] = { { 9, 8, 9 }, { 7, 6, 7 }, { 10, 9, 10 }, { 8, 8, 8 },
                                           { 6, 7, 6 } };
    struct svc_sums item[3] = { { 0, 0 } }, total = { 0, 0 };
    double a;
    for (size_t r = 0; r < 5; r++) {
        int64_t whole = 0;
        for (size_t q = 0; q < 3; q++) {
            item[q].sum += answers[r][q];
            item[q].squares += answers[r][q] * answers[r][q];
            whole += answers[r][q];
        }
        total.sum += whole;
        total.squares += whole * whole;
    }
    ok(svc_alpha(item, 3, 5, total, &a), "three questions, five respondents");
    near(a, 0.954, 0.0005, "Cronbach's alpha");
    ok(!svc_alpha(item, 1, 5, total, &a), "one question has none");
    ok(!svc_alpha(item, 3, 1, total, &a), "nor has one respondent");
    ok(!svc_alpha(item, 3, 5, (struct svc_sums){ 50, 500 }, &a), "nor have equal totals");
}

static double fisher(int64_t k1, int64_t n1, int64_t k2, int64_t n2)
{
    return pow(10, svc_stat_log10_fisher((struct svc_share){ k1, n1 }, (struct svc_share){ k2, n2 }));
}

static void exact(void)
{
    near(fisher(0, 20, 5, 20), 0.04712, 0.000005, "Fisher, 0/20 and 5/20");
    near(fisher(7, 10, 9, 10), 0.58204, 0.000005, "Fisher, 7/10 and 9/10");
    near(fisher(9, 10, 7, 10), 0.58204, 0.000005, "and turned round");
    near(fisher(1, 2, 2, 2), 1, 1e-12, "Fisher, 1/2 and 2/2");
    near(fisher(3, 4, 1, 4), 0.4857142857142857, 1e-9, "the lady tasting tea");
    near(fisher(0, 0, 3, 4), 1, 1e-12, "an empty group tells nothing");
    ok(svc_stat_log10_fisher((struct svc_share){ 0, 2000 }, (struct svc_share){ 2000, 2000 }) < -1000,
       "no underflow");
    near(svc_stat_least_expected((struct svc_share){ 0, 20 }, (struct svc_share){ 5, 20 }), 2.5, 0,
         "the least expected count");
    near(svc_stat_least_expected((struct svc_share){ 0, 0 }, (struct svc_share){ 0, 0 }), 0, 0,
         "without anybody 0");
}

static void holm(void)
{
    double p[] = { log10(0.03), log10(0.001), log10(0.04), log10(0.012) };
    svc_stat_holm(p, 4);
    near(pow(10, p[1]), 0.004, 1e-9, "the smallest of four counts four times");
    near(pow(10, p[3]), 0.036, 1e-9, "the next one three times");
    near(pow(10, p[0]), 0.060, 1e-9, "then twice");
    near(pow(10, p[2]), 0.060, 1e-9, "and none less than the one before");
    double one[] = { log10(0.7), log10(0.8) };
    svc_stat_holm(one, 2);
    ok(one[0] == 0 && one[1] == 0, "no probability exceeds 1");
}

/* The cases of the manual, the second as R's prop.test prints it. */
static void compared(void)
{
    static const struct {
        struct svc_share before, after;
        double chi, yates, p, p_yates, phi, difference, low, high;
    } cases[] = {
        { { 60, 100 }, { 75, 100 }, 5.1282, 4.4672, 0.02354, 0.03455, 0.160, 15, 2.01, 27.31 },
        { { 18, 100 }, { 61, 148 }, 14.8178, 13.7676, 0.00011842, 0.00020688, 0.244, 23.22, 11.68,
          33.44 },
        { { 780, 1000 }, { 840, 1000 }, 11.6959, 11.3093, 0.00062638, 0.00077120, 0.076, 6, 2.56,
          9.42 },
        { { 0, 20 }, { 5, 20 }, 5.7143, 3.6571, 0.01683, 0.05583, 0.378, 25, 3.78, 46.87 },
        { { 7, 10 }, { 9, 10 }, 1.2500, 0.3125, 0.26355, 0.57615, 0.250, 20, -15.98, 51.41 },
        { { 1, 2 }, { 2, 2 }, 1.3333, 0.0000, 0.24821, 1, 0.577, 50, -27.26, 90.55 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct svc_compared c;
        ok(svc_stat_compare(cases[i].before, cases[i].after, &c), "case %zu", i + 1);
        near(c.chi, cases[i].chi, 0.00005, "Pearson");
        near(c.yates, cases[i].yates, 0.00005, "Yates");
        near(pow(10, c.log10_p), cases[i].p, 0.000005, "p");
        near(pow(10, c.log10_p_yates), cases[i].p_yates, 0.000005, "p by Yates");
        near(c.phi, cases[i].phi, 0.0005, "phi");
        near(100 * c.difference, cases[i].difference, 0.005, "the difference");
        near(100 * c.low, cases[i].low, 0.005, "its interval, low");
        near(100 * c.high, cases[i].high, 0.005, "its interval, high");
    }
}

static void wilson(void)
{
    static const struct {
        struct svc_share share;
        double low, high;
    } cases[] = { { { 0, 10 }, 0, 27.75 }, { { 10, 10 }, 72.25, 100 }, { { 14, 19 }, 51.21, 88.19 },
                  { { 93, 100 }, 86.25, 96.57 }, { { 900, 1000 }, 87.98, 91.71 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double low, high;
        svc_stat_wilson(cases[i].share, &low, &high);
        near(100 * low, cases[i].low, 0.005, "Wilson, low");
        near(100 * high, cases[i].high, 0.005, "Wilson, high");
    }
}

int main(void)
{
    nps();
    mean();
    strata();
    size();
    parts();
    alpha();
    exact();
    holm();
    compared();
    wilson();
    return done_testing();
}
