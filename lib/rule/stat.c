#include "svc/stat.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "svc/lang.h"

/* 1/√π. */
static const double inverse_root_pi = 0.5641895835477563;

/* From here on the asymptotic series of erfc is exact to a double; erfc itself underflows at 26. */
static const double far_out = 20;

void svc_stat_wilson(struct svc_share share, double *low, double *high)
{
    *low = 0;
    *high = 1;
    if (share.n == 0)
        return;
    double n = (double)share.n, p = (double)share.k / n, zz = SVC_STAT_Z95 * SVC_STAT_Z95;
    double centre = p + zz / (2 * n);
    double half = SVC_STAT_Z95 * sqrt(p * (1 - p) / n + zz / (4 * n * n));
    *low = share.k == 0 ? 0 : (centre - half) / (1 + zz / n);
    *high = share.k == share.n ? 1 : (centre + half) / (1 + zz / n);
}

/* N (|ad − bc| − N/2)² over the product of the margins, divided as it grows: no product of four
 * margins has to be held. */
static double chi_square(struct svc_share before, struct svc_share after, bool yates)
{
    double n1 = (double)before.n, n2 = (double)after.n, n = n1 + n2;
    double yes = (double)(before.k + after.k), no = n - yes;
    double apart = fabs((double)before.k * (n2 - (double)after.k) -
                        (n1 - (double)before.k) * (double)after.k);
    if (yates)
        apart = fmax(0, apart - n / 2);
    return n * (apart / n1 / n2) * (apart / yes / no);
}

double svc_stat_log10_p(double chi)
{
    double z = sqrt(chi / 2), sum = 1, term = 1;
    if (z < far_out)
        return log10(erfc(z));
    for (int i = 1; i < 8; i++) {
        term *= -(2 * i - 1) / (2 * z * z);
        sum += term;
    }
    return -chi / 2 * M_LOG10E + log10(sum * inverse_root_pi / z);
}

bool svc_stat_compare(struct svc_share before, struct svc_share after, struct svc_compared *out)
{
    double low1, high1, low2, high2;
    *out = (struct svc_compared){ .before = 0 };
    if (before.n == 0 || after.n == 0)
        return false;
    double p = (double)before.k / (double)before.n, q = (double)after.k / (double)after.n;
    svc_stat_wilson(before, &low1, &high1);
    svc_stat_wilson(after, &low2, &high2);
    out->before = p;
    out->after = q;
    out->difference = q - p;
    out->low = q - p - sqrt((q - low2) * (q - low2) + (high1 - p) * (high1 - p));
    out->high = q - p + sqrt((high2 - q) * (high2 - q) + (p - low1) * (p - low1));
    int64_t yes = before.k + after.k, n = before.n + after.n;
    if (yes == 0 || yes == n)
        return false;
    out->chi = chi_square(before, after, false);
    out->yates = chi_square(before, after, true);
    out->log10_p = svc_stat_log10_p(out->chi);
    out->log10_p_yates = svc_stat_log10_p(out->yates);
    out->phi = copysign(sqrt(out->chi / (double)n), q - p);
    return true;
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return a <= 0 ? 0 : (a + b - 1) / b;
}

/* k rounds to r when (2r−1)·n ≤ 2·k·scale < (2r+1)·n. */
const char *svc_stat_rounded(const char *percent, int64_t n, int64_t *low, int64_t *high)
{
    int64_t r = 0, scale = 100;
    const char *p = percent, *dot = NULL;
    for (; *p; p++) {
        if (*p == '.' && !dot && p > percent && p[1])
            dot = p;
        else if (*p < '0' || *p > '9')
            return _("not a percentage; write 95.1");
        else
            r = r * 10 + (*p - '0');
        if (p - percent > 7 || (dot && p - dot > 4))
            return _("has too many digits");
    }
    for (ptrdiff_t i = 1; dot && i < p - dot; i++)
        scale *= 10;
    if (p == percent || r > scale)
        return p == percent ? _("not a percentage; write 95.1") : _("is more than 100");
    *low = divide_up((2 * r - 1) * n, 2 * scale);
    *high = divide_up((2 * r + 1) * n, 2 * scale) - 1;
    if (*high > n)
        *high = n;
    return NULL;
}

/* With the shares apart, the table is the stronger the farther apart they are. */
void svc_stat_range(struct svc_counts before, struct svc_counts after, bool yates, double *least,
                    double *most)
{
    bool rises = (double)after.low / (double)after.n >= (double)before.low / (double)before.n;
    struct svc_share near1 = { rises ? before.high : before.low, before.n };
    struct svc_share near2 = { rises ? after.low : after.high, after.n };
    struct svc_share far1 = { rises ? before.low : before.high, before.n };
    struct svc_share far2 = { rises ? after.high : after.low, after.n };
    double nearest = (double)near2.k / (double)near2.n - (double)near1.k / (double)near1.n;
    *least = rises == (nearest > 0) ? chi_square(near1, near2, yates) : 0;
    *most = chi_square(far1, far2, yates);
}

static struct svc_control three_sigma(double mean, double sigma, double most)
{
    return (struct svc_control){ mean, fmax(0, mean - 3 * sigma), fmin(most, mean + 3 * sigma) };
}

struct svc_control svc_stat_c_chart(int64_t sum, int64_t points)
{
    double mean = (double)sum / (double)points;
    return three_sigma(mean, sqrt(mean), INFINITY);
}

struct svc_control svc_stat_p_chart(struct svc_share all, int64_t n)
{
    double p = (double)all.k / (double)all.n;
    return three_sigma(p, sqrt(p * (1 - p) / (double)n), 1);
}
