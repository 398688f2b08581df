#include "svc/registered.h"

#include "svc/number.h"

const struct svc_registered *svc_registered_of(const char *no)
{
    for (const struct svc_registered *r = svc_registered; r->reg; r++)
        if (r->reg->prefix && svc_number_begins(r->reg->prefix, no))
            return r;
    return NULL;
}
