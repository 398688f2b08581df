#include "svc/holds.h"

#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

static const char timeless[] = N_("needs times of day");

/* A moment with its time of day. */
static const char *parse_moment(const char *text, svc_when *out)
{
    svc_day day;
    const char *why = svc_when_parse(text, out);
    return !why && !svc_day_parse(text, &day) ? _(timeless) : why;
}

/* The end, and behind its slash who allowed it. */
static const char *parse_end(char *text, struct svc_held *out)
{
    const char *why = parse_moment(text, &out->until);
    char *slash = why ? strrchr(text, '/') : NULL;
    if (!slash || strlen(slash + 1) >= sizeof out->approver)
        return why;
    *slash = '\0';
    if (!parse_moment(text, &out->until)) {
        memcpy(out->approver, slash + 1, strlen(slash + 1) + 1);
        why = NULL;
    }
    *slash = '/';
    return why;
}

/* Days may be written with slashes, too: the one in the middle is behind the first whole moment. */
static const char *parse_one(char *text, struct svc_held *out)
{
    const char *why = _("not a period; write 2026-10-09 10:00/2026-10-10 09:00");
    const char *alone = NULL;
    for (char *middle = strchr(text, '/'); middle; middle = strchr(middle + 1, '/')) {
        *middle = '\0';
        const char *bad = parse_moment(text, &out->from);
        *middle = '/';
        if (!bad) {
            out->until = SVC_HOLD_OPEN;
            out->approver[0] = '\0';
            return middle[1] ? parse_end(middle + 1, out) : NULL;
        }
        alone = strcmp(bad, _(timeless)) == 0 ? bad : alone;
    }
    return alone ? alone : why;
}

const char *svc_holds_parse(const char *text, struct svc_holds *out)
{
    const char *one, *why = NULL;
    size_t len;
    out->count = 0;
    while (!why && svc_text_next(&text, ';', &one, &len)) {
        char *own = svc_strndup(one, len);
        out->hold = svc_grow(out->hold, out->count, sizeof *out->hold);
        struct svc_held *hold = &out->hold[out->count++], *last = hold - (out->count > 1);
        why = parse_one(own, hold);
        if (!why && hold->until < hold->from)
            why = _("a period ends before it begins");
        else if (!why && last != hold && last->until == SVC_HOLD_OPEN)
            why = _("only the last period may be without its end");
        else if (!why && last != hold && (hold->from < last->until || hold->from == last->from))
            why = _("a period begins before the one before it ends");
        free(own);
    }
    return why;
}

void svc_holds_format(const struct svc_holds *holds, struct svc_buf *out)
{
    char text[SVC_WHEN_SIZE];
    for (size_t i = 0; i < holds->count; i++) {
        const struct svc_held *hold = &holds->hold[i];
        svc_buf_printf(out, "%s%s/", i ? ";" : "", svc_when_format(hold->from, text));
        if (hold->until != SVC_HOLD_OPEN)
            svc_buf_puts(out, svc_when_format(hold->until, text));
        if (*hold->approver)
            svc_buf_printf(out, "/%s", hold->approver);
    }
}

const struct svc_held *svc_holds_at(const struct svc_holds *holds, svc_when from)
{
    for (size_t i = 0; i < holds->count; i++)
        if (holds->hold[i].from == from)
            return &holds->hold[i];
    return NULL;
}

bool svc_holds_end_alike(const struct svc_held *one, const struct svc_held *other)
{
    return one->until == other->until && strcmp(one->approver, other->approver) == 0;
}

bool svc_holds_go_on(const struct svc_holds *was, const struct svc_holds *is)
{
    for (size_t i = 0; i < was->count; i++)
        if (i >= is->count || is->hold[i].from != was->hold[i].from ||
            (was->hold[i].until != SVC_HOLD_OPEN &&
             !svc_holds_end_alike(&was->hold[i], &is->hold[i])))
            return false;
    return true;
}
