/* The exact quota at every size, the same sample everywhere, and nobody moved by a late row. */
#include "svc/sample.h"

#include <stdlib.h>

#include "tap.h"

enum { MOST = 10000 };

static struct svc_share share(const char *text)
{
    struct svc_share out;
    is_str(svc_share_parse(text, &out), NULL, text);
    return out;
}

/* The smallest n with n ≥ ratio × N, found by trying. */
static void quotas(const char *text, int64_t min)
{
    struct svc_share ratio = share(text);
    int bad = 0;
    int64_t n = 0;
    for (int64_t all = 0; all <= MOST; all++) {
        while (n * ratio.whole < ratio.part * all)
            n++;
        int64_t want = n < min ? min : n;
        bad += svc_sample_quota(&ratio, all, min) != (want < all ? want : all);
    }
    is_int(bad, 0, text);
}

static void shares(void)
{
    struct svc_share out;
    const char *const bad[] = { "", "1.1", "2", "-0.1", ".3", "0.", "0.3x", "30%", "1e-1", " 0.3",
                                "0.0000000001", "1.000000001" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(svc_share_parse(bad[i], &out) != NULL, "no share: \"%s\"", bad[i]);
    out = share("0.30");
    ok(out.part == 30 && out.whole == 100, "0.30 is 30/100");
    is_int(svc_sample_quota(&out, 10, 0), 3, "0.3 of 10 is 3, not 4");
}

static void ranks(void)
{
    unsigned char rank[SVC_DIGEST];
    char hex[SVC_DIGEST_HEX];
    svc_sample_rank("2026-10", "repair/2026-09/v1", "O2026-000001", rank);
    is_str(svc_digest_hex(rank, hex),
           "ec3f80b3771c74759eec5c6f6cfed992903763a8ab62a52b0432a4147a2d4dd7",
           "printf '2026-10\\0…' | sha256sum");
    svc_sample_rank("", "", "", rank);
    is_str(svc_digest_hex(rank, hex),
           "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c",
           "three NULs alone");
}

static char numbers[MOST][32];
static struct svc_sampled records[MOST];

/* The population 1 … count, in this or the other order; those below `before` that are marked in
 * `had` were drawn already. */
static void populate(size_t count, bool backwards, const bool *had, size_t before)
{
    for (size_t i = 0; i < count; i++) {
        size_t number = backwards ? count - 1 - i : i;
        snprintf(numbers[number], sizeof numbers[number], "O2026-%06zu", number + 1);
        records[i] = (struct svc_sampled){ .no = numbers[number],
                                           .drawn = had && number < before && had[number] };
    }
}

static size_t place(const struct svc_sampled *record)
{
    return (size_t)(record->no - numbers[0]) / sizeof numbers[0];
}

static void exact(void)
{
    static bool first[MOST];
    struct svc_share ratio = share("0.3");
    populate(1000, false, NULL, 0);
    is_int((long long)svc_sample_draw(records, 1000, "s", "t", svc_sample_quota(&ratio, 1000, 1)),
           300, "300 of 1000 are drawn");
    ok(records[0].drawn && records[299].drawn && !records[300].drawn, "those that rank first");
    for (size_t i = 0; i < 1000; i++)
        first[place(&records[i])] = records[i].drawn;
    populate(1000, true, NULL, 0);
    svc_sample_draw(records, 1000, "s", "t", 300);
    int differ = 0;
    for (size_t i = 0; i < 1000; i++)
        differ += first[place(&records[i])] != records[i].drawn;
    is_int(differ, 0, "whatever order they come in");
    for (size_t late = 1; late <= 500; late++) {
        populate(1000 + late, late % 2, first, 1000);
        int64_t quota = svc_sample_quota(&ratio, (int64_t)(1000 + late), 1);
        size_t added = svc_sample_draw(records, 1000 + late, "s", "t", quota);
        int lost = added != (size_t)quota - 300;
        for (size_t i = 0; i < 1000 + late; i++)
            lost += place(&records[i]) < 1000 && first[place(&records[i])] && !records[i].drawn;
        if (lost)
            ok(false, "%zu late rows move somebody, or the quota is not met", late);
    }
    ok(true, "late rows move nobody, and the quota is met again");
}

int main(void)
{
    shares();
    quotas("0.3", 1);
    quotas("0.1", 1);
    quotas("1", 1);
    quotas("0", 0);
    quotas("0", 2);
    quotas("0.333333333", 5);
    quotas("0.999", 0);
    ranks();
    exact();
    return done_testing();
}
