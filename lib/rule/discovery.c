#include "svc/discovery.h"

#include <math.h>

int64_t svc_discovery_size(double rate, double confidence)
{
    return (int64_t)ceil(log(1 - confidence) / log(1 - rate));
}

double svc_discovery_none(int64_t n)
{
    return 1 - pow(0.05, 1 / (double)n);
}

bool svc_second_look(struct svc_second cells, struct svc_second_look *out)
{
    double a = (double)cells.both, b = (double)cells.first, c = (double)cells.second;
    double n = a + b + c + (double)cells.neither;
    *out = (struct svc_second_look){ .kappa = 0 };
    if (n == 0)
        return false;
    double first = (a + b) / n, second = (a + c) / n;
    out->observed = (a + (double)cells.neither) / n;
    out->expected = first * second + (1 - first) * (1 - second);
    out->estimated = cells.both > 0;
    if (out->estimated)
        out->truly = (a + b) * (a + c) / a;
    if (out->expected >= 1)
        return false;
    out->kappa = (out->observed - out->expected) / (1 - out->expected);
    return true;
}
