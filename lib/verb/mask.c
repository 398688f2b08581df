#include "svc/mask.h"

#include <string.h>

#include "svc/err.h"
#include "svc/phone.h"
#include "svc/record.h"
#include "svc/refusal.h"
#include "svc/shared.h"
#include "svc/text.h"

static const char stars[] = "****";

/* Of a telephone number and an address no fewer characters are hidden than this. */
enum { HIDDEN = 4 };

/* Bytes of the first `count` characters, of which `hidden` more must follow; fewer where they do
 * not. */
static size_t leading(const char *text, size_t len, size_t count, size_t hidden)
{
    size_t ends[16] = { 0 }, shown = 0, used;
    for (size_t at = 0, n = 0; at < len && n < count + hidden; at += used) {
        svc_utf8_char(text + at, &used);
        ends[++n] = at + used;
        shown = n > hidden ? ends[n - hidden] : 0;
    }
    return shown;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the text up to its n-th digit from the front, or from the back. */
static size_t digits_of(const char *text, size_t len, size_t n, bool back)
{
    size_t at = 0;
    for (size_t had = 0; at < len && had < n; at++)
        had += is_digit(back ? text[len - 1 - at] : text[at]);
    return at;
}

/* Of the digits; what stands between them hides nothing. */
static void mask_number(struct svc_buf *out, const char *text, size_t len)
{
    enum { LEAD = 3, TAIL = 4 };
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += is_digit(text[i]);
    svc_buf_add(out, text, count >= LEAD + HIDDEN + TAIL ? digits_of(text, len, LEAD, false) : 0);
    svc_buf_puts(out, stars);
    if (count >= HIDDEN + TAIL) {
        size_t tail = digits_of(text, len, TAIL, true);
        svc_buf_add(out, text + len - tail, tail);
    }
}

/* One number in ASCII is masked as it was written. Of several each has a mask of its own, and what
 * else was written is masked as the number that it says. */
static void mask_phone(struct svc_buf *out, const char *text, size_t len)
{
    static struct svc_buf numbers;
    const char *list, *number;
    size_t count;
    bool known = svc_phone_numbers(text, len, &numbers), plain = true;
    for (size_t i = 0; i < len; i++)
        plain &= (unsigned char)text[i] < 0x80;
    if (!known || (plain && !strchr(numbers.data, ';') && !strchr(numbers.data, '-'))) {
        mask_number(out, text, plain ? len : 0);
        return;
    }
    list = numbers.data;
    for (bool first = true; svc_text_next(&list, ';', &number, &count); first = false) {
        svc_buf_puts(out, first ? "" : "/");
        mask_number(out, number, count);
    }
}

void svc_mask(struct svc_buf *out, unsigned flags, const char *text, size_t len)
{
    enum { NAME_LEAD = 1, ADDRESS_LEAD = 6 };
    if (len == 0)
        return;
    if (flags & SVC_PHONE) {
        mask_phone(out, text, len);
        return;
    }
    svc_buf_add(out, text, flags & SVC_ADDRESS ? leading(text, len, ADDRESS_LEAD, HIDDEN)
                                               : leading(text, len, NAME_LEAD, 1));
    svc_buf_puts(out, stars);
}

bool svc_mask_in(const char *text, size_t len)
{
    return memchr(text, '*', len) && memmem(text, len, stars, sizeof stars - 1) != NULL;
}

bool svc_mask_lifts(const struct svc_call *call)
{
    return svc_call_holds(call, SVC_MASK_SEERS) && !svc_call_holds(call, "cron");
}

void svc_mask_judge(struct svc_call *call)
{
    if (svc_shared.pii && !svc_mask_lifts(call))
        svc_deny(call, SVC_DENIED, NULL, "--pii full needs one of the roles %s, without cron; nothing was shown",
                 svc_worded("verb.role", SVC_MASK_SEERS));
}
