#include "svc/level.h"

#include "svc/text.h"

int svc_level_propose(const struct svc_intake *intake)
{
    bool outside = svc_text_in("media|regulator|12345", '|', intake->channel);
    if (outside || intake->accident || intake->people >= intake->collective)
        return 1;
    return intake->repeat ? 2 : 3;
}
