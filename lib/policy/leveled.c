#include "svc/leveled.h"

#include "svc/err.h"
#include "svc/words.h"

int64_t svc_leveled(const struct svc_policy *policy, const struct svc_intake *intake, svc_day day)
{
    const char *proposed = svc_level_propose(policy, intake);
    if (!proposed)
        svc_die(SVC_CONFIG, "policy %d: no row of levels.csv fits a complaint", policy->version);
    return *svc_word_acted("level", proposed, day) - '0';
}
