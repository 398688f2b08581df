#include "svc/mask.h"

#include <string.h>

#include "svc/record.h"
#include "svc/text.h"

static const char stars[] = "****";

/* Bytes of the first `count` characters. */
static size_t leading(const char *text, size_t len, int count)
{
    size_t at = 0;
    while (count-- > 0 && at < len) {
        size_t used;
        svc_utf8_char(text + at, &used);
        at += used;
    }
    return at;
}

void svc_mask(struct svc_buf *out, unsigned flags, const char *text, size_t len)
{
    enum { PHONE_LEAD = 3, PHONE_TAIL = 4, ADDRESS_LEAD = 6 };
    if (len == 0)
        return;
    if (flags & SVC_PHONE) {
        bool whole = len > PHONE_LEAD + PHONE_TAIL;
        svc_buf_add(out, text, whole ? PHONE_LEAD : 0);
        svc_buf_puts(out, stars);
        if (whole)
            svc_buf_add(out, text + len - PHONE_TAIL, PHONE_TAIL);
        return;
    }
    size_t shown = leading(text, len, flags & SVC_ADDRESS ? ADDRESS_LEAD : 1);
    svc_buf_add(out, text, shown < len ? shown : 0);
    svc_buf_puts(out, stars);
}

bool svc_mask_in(const char *text, size_t len)
{
    return memchr(text, '*', len) && memmem(text, len, stars, sizeof stars - 1) != NULL;
}
