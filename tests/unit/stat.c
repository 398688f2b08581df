/* Wilson's interval against published and recomputed values. */
#include "svc/stat.h"

#include "tap.h"

static void wilson(int64_t in, int64_t of, int64_t low, int64_t high)
{
    int64_t got[2];
    char name[64];
    svc_wilson(in, of, &got[0], &got[1]);
    snprintf(name, sizeof name, "%lld of %lld", (long long)in, (long long)of);
    is_int(got[0], low, name);
    is_int(got[1], high, name);
}

int main(void)
{
    wilson(0, 1, 0, 7935);
    wilson(1, 1, 2065, 10000);
    wilson(0, 10, 0, 2775);
    wilson(10, 10, 7225, 10000);
    wilson(1, 10, 179, 4042);
    wilson(15, 148, 624, 1605);
    wilson(81, 263, 2553, 3662);
    wilson(5, 56, 387, 1926);
    wilson(9, 10, 5958, 9821);
    wilson(33389, 35109, 9487, 9532);
    wilson(2500000, 5000000, 4996, 5004);
    wilson(1, 5000000, 0, 0);
    wilson(4999999, 5000000, 10000, 10000);
    wilson(20000000, 40000000, 4998, 5002);
    wilson(39999999, 40000000, 10000, 10000);
    wilson(7, 7000001, 0, 0);
    wilson(1, 3, 615, 7923);
    wilson(9, 19, 2733, 6829);
    wilson(6, 7, 4869, 9743);
    wilson(158, 997, 1371, 1824);
    wilson(1, 7, 257, 5131);
    wilson(3, 3, 4385, 10000);
    wilson(2370, 4999, 4603, 4880);
    wilson(1, 3, 615, 7923);
    wilson(4396, 4999, 8701, 8881);
    wilson(35, 96, 2752, 4643);
    wilson(1, 11, 162, 3774);
    wilson(13, 47, 1694, 4176);
    wilson(2, 3, 2077, 9385);
    wilson(12, 47, 1525, 3951);
    wilson(4, 11, 1517, 6462);
    wilson(40, 47, 7231, 9259);
    wilson(11, 96, 652, 1936);
    wilson(22112, 35109, 6247, 6348);
    wilson(813552, 1234567, 6581, 6598);
    wilson(2038, 4999, 3941, 4214);
    wilson(3, 11, 975, 5657);
    wilson(286, 997, 2596, 3157);
    wilson(4, 7, 2505, 8418);
    wilson(2, 3, 2077, 9385);
    wilson(20431, 35109, 5768, 5871);
    return done_testing();
}
