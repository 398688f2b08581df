#include "svc/stat.h"

/* The largest number whose square is not larger. */
static int64_t root(int64_t square)
{
    int64_t low = 0, high = 3000000000;
    while (low < high) {
        int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* With z = 196/100 the ends are (2x + z² ∓ z √(z² + 4x(n − x)/n)) / (2 (n + z²)). Both sides are
 * taken 10 000 times, the root to three decimals more, which no rounding of the ends can see. */
void svc_wilson(int64_t in, int64_t of, int64_t *low, int64_t *high)
{
    const int64_t z = 196, z2 = 38416, fine = 1000;
    int64_t product = in * (of - in);
    int64_t whole = product / of, rest = product % of;
    int64_t square = z2 * fine * fine + 40000 * fine * fine * whole +
                     40000 * fine * fine / of * rest +
                     40000 * fine * fine % of * rest / of;
    int64_t half = z * root(square) * 10, centre = (20000 * in + z2) * fine * 10;
    int64_t under = 20000 * of + 2 * z2;
    *low = (centre - half + under / 2) / under;
    *high = (centre + half + under / 2) / under;
    *high = *high < 10000 ? *high : 10000;
}
