#include "svc/behind.h"

#include "tap.h"

enum { MOST = 5000 };

struct got {
    unsigned char digest[MOST][SVC_DIGEST];
    size_t count;
};

static void keep(void *ctx, const unsigned char digest[SVC_DIGEST])
{
    struct got *got = ctx;
    memcpy(got->digest[got->count++], digest, SVC_DIGEST);
}

/* Of all lengths, some of them longer than what is gathered. */
static void fill(struct svc_digest *digest, size_t i)
{
    static const char text[3000] = "x";
    svc_digest_begin(digest);
    svc_digest_int(digest, (int64_t)i);
    svc_digest_text(digest, text, i * 7 % sizeof text);
}

static void check(size_t count)
{
    static struct got got;
    size_t wrong = 0;
    got.count = 0;
    struct svc_behind *behind = svc_behind_open(keep, &got);
    for (size_t i = 0; i < count; i++) {
        fill(svc_behind_digest(behind), i);
        svc_behind_end(behind);
    }
    svc_behind_close(behind);
    for (size_t i = 0; i < count; i++) {
        struct svc_digest digest;
        unsigned char own[SVC_DIGEST];
        fill(&digest, i);
        svc_digest_end(&digest, own);
        wrong += memcmp(own, got.digest[i], sizeof own) != 0;
    }
    ok(got.count == count && wrong == 0, "%zu digests are all ended, each as it is alone, in their order", count);
}

int main(void)
{
    static const size_t counts[] = { 0, 1, 63, 64, 65, 192, 193, 255, 256, 257, 1000, MOST };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        check(counts[i]);
    return done_testing();
}
