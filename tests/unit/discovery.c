/* Rare errors, and errors overlooked: values computed by hand and by other programs. */
#include "svc/discovery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static bool near(double got, double want)
{
    return fabs(got - want) < 5e-7;
}

int main(void)
{
    static const struct {
        double rate, confidence;
        int64_t n;
    } sizes[] = { { 0.01, 0.95, 299 }, { 0.05, 0.95, 59 }, { 0.01, 0.99, 459 }, { 0.5, 0.5, 1 } };
    struct svc_second_look look;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        is_int(svc_discovery_size(sizes[i].rate, sizes[i].confidence), sizes[i].n, "how many to look at");
    ok(near(svc_discovery_none(300), 0.0099360), "none of 300: no more than 9.94 in a thousand");
    ok(near(svc_discovery_none(1), 0.95), "none of 1 says next to nothing");
    ok(svc_second_look((struct svc_second){ 30, 18, 12, 940 }, &look), "two looked at a thousand cells");
    ok(near(look.observed, 0.970) && near(look.expected, 0.914032), "they agree on 970, by chance on 914");
    ok(near(look.kappa, 0.6510328), "kappa 0.651");
    ok(look.estimated && near(look.truly, 67.2), "67.2 errors by those found twice");
    ok(svc_second_look((struct svc_second){ 5, 0, 0, 5 }, &look) && near(look.kappa, 1), "the same: 1");
    ok(svc_second_look((struct svc_second){ 0, 5, 5, 0 }, &look) && near(look.kappa, -1) && !look.estimated,
       "the contrary: -1, and no estimate");
    ok(!svc_second_look((struct svc_second){ 0, 0, 0, 9 }, &look), "nothing found: nothing to say");
    ok(!svc_second_look((struct svc_second){ 0, 0, 0, 0 }, &look), "nor of no cell");
    return done_testing();
}
