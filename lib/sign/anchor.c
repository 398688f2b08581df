#include "svc/anchor.h"

#include <ctype.h>
#include <string.h>

#include "svc/event.h"
#include "svc/journal.h"

/* -- sending --------------------------------------------------------------------------------- */

static void add_word(struct svc_buf *out, const char *text)
{
    svc_buf_puts(out, out->len ? " " : "");
    for (const char *p = text && *text ? text : "-"; *p; p++)
        svc_buf_putc(out, (unsigned char)*p <= ' ' || *p == 0x7f || *p == '#' ? '_' : *p);
}

void svc_anchor_line(struct svc_buf *out, const char *tool, const char *verb, const char *record,
                     const char *person, const char *mark)
{
    add_word(out, tool);
    add_word(out, verb);
    add_word(out, record);
    add_word(out, person);
    svc_buf_printf(out, " head %s", mark);
}

void svc_call_anchor(struct svc_call *call, const char *record)
{
    struct svc_buf line = { 0 };
    svc_anchor_line(&line, call->command->name, call->verb->name, record, call->actor.person,
                    svc_event_head(call->db).mark);
    svc_journal_keep(call, svc_buf_take(&line));
}

/* -- reading --------------------------------------------------------------------------------- */

enum { DIGITS = 18, OF_GROUP = 4 };

/* The number behind a `#`, and the space behind that. */
static bool take_number(FILE *text, int64_t *seq)
{
    int c, digits = 0;
    *seq = 0;
    while ((c = getc(text)) >= '0' && c <= '9')
        *seq = digits++ < DIGITS ? *seq * 10 + (c - '0') : INT64_MAX;
    if (c == ' ' && digits > 0)
        return true;
    ungetc(c, text);
    return false;
}

/* As much of the code as there is; how many characters. */
static size_t take_code(FILE *text, char out[SVC_EVENT_CODE])
{
    size_t len = 0;
    for (; len < SVC_EVENT_CODE - 1; len++) {
        int c = getc(text);
        bool dash = len % (OF_GROUP + 1) == OF_GROUP;
        if (dash ? c != '-' : !isxdigit(c)) {
            ungetc(c, text);
            break;
        }
        out[len] = (char)toupper(c);
    }
    out[len] = '\0';
    return len;
}

bool svc_anchor_next(FILE *text, size_t *line, struct svc_anchor *out)
{
    int c;
    while ((c = getc(text)) != EOF) {
        *line += c == '\n';
        if (c != '#' || !take_number(text, &out->seq))
            continue;
        size_t len = take_code(text, out->code);
        out->line = *line;
        out->whole = len == SVC_EVENT_CODE - 1;
        if (len > OF_GROUP) /* `#3 abcd` may be anything, `#3 abcd-` is an anchor */
            return true;
    }
    return false;
}
