#include "svc/csi.h"

#include <stdio.h>
#include <string.h>

#include "svc/lang.h"

static const svc_fixed one = 1000000000000000000;

/* What a sum of quotients may have lost, 10^-13 of a point: so near to a half is a half. */
static const svc_fixed lost = 100000;

static svc_fixed half_up(svc_fixed a, svc_fixed b)
{
    svc_fixed doubled = 2 * a + b;
    svc_fixed whole = doubled / (2 * b);
    return doubled < 0 && whole * 2 * b != doubled ? whole - 1 : whole;
}

svc_fixed svc_csi_score(const struct svc_scale *scale, struct svc_counted answers)
{
    svc_fixed above = (svc_fixed)answers.sum - (svc_fixed)answers.n * scale->min;
    svc_fixed width = (svc_fixed)answers.n * (scale->max - scale->min);
    if (scale->down)
        above = width - above;
    return half_up(100 * above * one, width);
}

svc_fixed svc_csi_part(svc_fixed score, int64_t weight)
{
    return score * weight;
}

svc_fixed svc_csi_weighed(svc_fixed parts)
{
    return half_up(parts, SVC_WEIGHT_ONE);
}

int64_t svc_csi_round(svc_fixed value, int decimals)
{
    svc_fixed unit = one;
    for (int i = 0; i < decimals; i++)
        unit /= 10;
    return (int64_t)half_up(value + lost, unit);
}

int64_t svc_csi_mean(struct svc_counted answers)
{
    return (int64_t)half_up((svc_fixed)answers.sum * 10000, answers.n);
}

const char *svc_weight_parse(const char *text, int64_t *out)
{
    int64_t value = 0, unit = SVC_WEIGHT_ONE;
    const char *p = text;
    if (*p == '-')
        return N_("must not be negative");
    for (; *p >= '0' && *p <= '9' && value <= 1; p++)
        value = 10 * value + (*p - '0');
    if (p == text)
        return _("not a weight; write 0.35");
    value *= SVC_WEIGHT_ONE;
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++) {
            unit /= 10;
            if (unit == 0)
                return _("has more than six decimals");
            value += unit * (*p - '0');
        }
    }
    if (*p || p[-1] == '.')
        return _("not a weight; write 0.35");
    *out = value;
    return value > SVC_WEIGHT_ONE ? _("is more than 1") : NULL;
}

char *svc_weight_format(int64_t weight, char *out)
{
    char text[SVC_CSI_SIZE];
    svc_csi_format(weight, 6, text);
    size_t len = strlen(text);
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    snprintf(out, SVC_WEIGHT_SIZE, "%.*s", (int)len, text);
    return out;
}

char *svc_csi_format(int64_t number, int decimals, char *out)
{
    char digits[SVC_CSI_SIZE], *p = out;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int count = 0;
    for (; rest > 0 || count <= decimals; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    if (number < 0)
        *p++ = '-';
    while (count > 0) {
        *p++ = digits[--count];
        if (count == decimals && count > 0)
            *p++ = '.';
    }
    *p = '\0';
    return out;
}

/* Each quotient is taken before the two are added: with customers and gas below 2^63 nothing leaves
 * 128 bits. */
const char *svc_csi_roll(const struct svc_rolled_unit *unit, size_t count, int64_t weight,
                         struct svc_rolled *out)
{
    svc_fixed customers = 0, gas = 0;
    *out = (struct svc_rolled){ .index = 0 };
    for (size_t i = 0; i < count; i++) {
        if (unit[i].customers <= 0)
            return _("has no customers");
        customers += (svc_fixed)unit[i].index * unit[i].customers;
        gas += (svc_fixed)unit[i].index * unit[i].gas;
        out->customers += unit[i].customers;
        out->gas += unit[i].gas;
    }
    if (out->customers == 0)
        return _("has no units");
    if (out->gas == 0)
        return _("sells no gas");
    const svc_fixed fine = 1000000000000; /* hundredths with twelve more decimals */
    svc_fixed first = half_up(customers * fine, out->customers);
    svc_fixed second = half_up(gas * fine, out->gas);
    out->by_customers = (int64_t)half_up(first, fine / 10000);
    out->by_gas = (int64_t)half_up(second, fine / 10000);
    out->index = (int64_t)half_up(weight * first + (100 - weight) * second + 400, 100 * fine);
    out->literal = (double)weight / 100 * (double)first / 100 / (double)fine +
                   (double)(100 - weight) / 100 * (double)gas / 100;
    return NULL;
}
