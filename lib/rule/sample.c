#include "svc/sample.h"

#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"

enum { DECIMALS = 9 };

const char *svc_share_parse(const char *text, struct svc_share *out)
{
    *out = (struct svc_share){ 0, 1 };
    if ((text[0] != '0' && text[0] != '1') || (text[1] && (text[1] != '.' || !text[2])))
        return _("is not a share of 0 to 1");
    out->part = text[0] - '0';
    const char *decimals = text[1] ? text + 2 : text + 1;
    if (strlen(decimals) > DECIMALS)
        return _("has more than nine decimals");
    for (; *decimals; decimals++) {
        if (*decimals < '0' || *decimals > '9')
            return _("is not a share of 0 to 1");
        out->part = 10 * out->part + (*decimals - '0');
        out->whole *= 10;
    }
    return out->part > out->whole ? _("is not a share of 0 to 1") : NULL;
}

int64_t svc_sample_quota(const struct svc_share *share, int64_t population, int64_t min)
{
    int64_t quota = (share->part * population + share->whole - 1) / share->whole;
    quota = quota < min ? min : quota;
    return quota < population ? quota : population;
}

void svc_sample_rank(const char *seed, const char *stratum, const char *no,
                     unsigned char rank[SVC_DIGEST])
{
    const char *const words[] = { seed, stratum, no };
    struct svc_digest digest;
    svc_digest_begin(&digest);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        svc_digest_bytes(&digest, words[i], strlen(words[i]) + 1);
    svc_digest_end(&digest, rank);
}

static int by_rank(const void *x, const void *y)
{
    const struct svc_sampled *a = x, *b = y;
    int order = memcmp(a->rank, b->rank, sizeof a->rank);
    return order ? order : strcmp(a->no, b->no);
}

size_t svc_sample_draw(struct svc_sampled *records, size_t count, const char *seed,
                       const char *stratum, int64_t quota)
{
    int64_t drawn = 0;
    size_t added = 0;
    for (size_t i = 0; i < count; i++) {
        svc_sample_rank(seed, stratum, records[i].no, records[i].rank);
        drawn += records[i].drawn;
        records[i].added = false;
    }
    if (count > 1)
        qsort(records, count, sizeof *records, by_rank);
    for (size_t i = 0; i < count && drawn < quota; i++) {
        if (records[i].drawn)
            continue;
        records[i].drawn = records[i].added = true;
        drawn++;
        added++;
    }
    return added;
}
