#include "svc/anchor.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "svc/event.h"
#include "svc/journal.h"
#include "svc/mem.h"

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

/* -- the lines of a text ----------------------------------------------------------------------- */

enum { DIGITS = 18, OF_GROUP = 4, NONE = -2 };

struct svc_anchors svc_anchors_in(FILE *text)
{
    return (struct svc_anchors){ .text = text, .line = 1, .back = NONE, .uid = -1 };
}

/* Of an entry of the journal in JSON: its field, which no text of the entry can imitate, since a quotation mark
 * in a text has a backslash before it. Old journals write blanks around the colon. */
static void look_for_uid(struct svc_anchors *in, int c)
{
    static const char key[] = ",\"_UID\":\"";
    enum { KEY = sizeof key - 1 };
    if (in->met == KEY && c >= '0' && c <= '9' && in->uid < UINT32_MAX) {
        in->uid = (in->uid < 0 ? 0 : in->uid * 10) + (c - '0');
    } else if (c == ',' || c == '{') {
        in->met = 1;
    } else if (c != ' ' && c != '\t') {
        in->met = in->met > 0 && in->met < KEY && c == key[in->met] ? in->met + 1 : 0;
    }
}

static void note(struct svc_anchors *in, int c)
{
    if (in->begun < sizeof in->begins - 1)
        in->begins[in->begun++] = (char)c;
    if (*in->begins == '{')
        look_for_uid(in, c);
}

static int get(struct svc_anchors *in)
{
    int c = in->back == NONE ? getc(in->text) : in->back;
    if (in->back == NONE && c != EOF && c != '\n')
        note(in, c);
    in->back = NONE;
    return c;
}

/* In the pattern `9` is a digit, `a` a letter, `?` either a digit or a blank. */
static bool fits(const char *text, const char *pattern)
{
    for (; *pattern; pattern++, text++) {
        unsigned char c = (unsigned char)*text;
        bool good = *pattern == '9' ? isdigit(c) : *pattern == 'a' ? isalpha(c)
                    : *pattern == '?' ? isdigit(c) || c == ' ' : c == (unsigned char)*pattern;
        if (!good)
            return false;
    }
    return true;
}

/* How syslog, its network form and journalctl begin a line. */
static bool is_of_log(const char *line)
{
    static const char *const begins[] = { "aaa ?9 99:99:99 ", "9999-99-99T99:99:99", "aaa 9999-99-99 99:99:99",
                                          "9月 ?9 99:99:99", "99月 ?9 99:99:99", "<9", "[?",
                                          "MESSAGE=", "\"MESSAGE\"" };
    size_t i = 0, count = sizeof begins / sizeof *begins;
    line += strspn(line, " \t");
    while (i < count && !fits(line, begins[i]))
        i++;
    return i < count;
}

/* What the line's end tells of its anchors. */
static void end_line(struct svc_anchors *in)
{
    in->begins[in->begun] = '\0';
    enum svc_anchor_of of = *in->begins == '{' && in->uid >= 0 ? SVC_ANCHOR_USER
                            : is_of_log(in->begins) ? SVC_ANCHOR_LOG : SVC_ANCHOR_TEXT;
    for (size_t i = 0; i < in->count; i++) {
        in->held[i].of = of;
        in->held[i].uid = in->uid;
    }
    in->begun = in->met = 0;
    in->uid = -1;
    in->line++;
}

/* -- reading --------------------------------------------------------------------------------- */

/* The number behind a `#`, and the space behind that. */
static bool take_number(struct svc_anchors *in, int64_t *seq)
{
    int c, digits = 0;
    *seq = 0;
    while ((c = get(in)) >= '0' && c <= '9')
        *seq = digits++ < DIGITS ? *seq * 10 + (c - '0') : INT64_MAX;
    if (c == ' ' && digits > 0)
        return true;
    in->back = c;
    return false;
}

/* As much of the code as there is; how many characters. */
static size_t take_code(struct svc_anchors *in, char out[SVC_EVENT_CODE])
{
    size_t len = 0;
    for (; len < SVC_EVENT_CODE - 1; len++) {
        int c = get(in);
        bool dash = len % (OF_GROUP + 1) == OF_GROUP;
        if (dash ? c != '-' : !isxdigit(c)) {
            in->back = c;
            break;
        }
        out[len] = (char)toupper(c);
    }
    out[len] = '\0';
    return len;
}

static void take_anchor(struct svc_anchors *in)
{
    struct svc_anchor one = { .line = in->line };
    if (!take_number(in, &one.seq))
        return;
    size_t len = take_code(in, one.code);
    one.whole = len == SVC_EVENT_CODE - 1;
    if (len <= OF_GROUP) /* `#3 abcd` may be anything, `#3 abcd-` is an anchor */
        return;
    in->held = svc_grow(in->held, in->count, sizeof one);
    in->held[in->count++] = one;
}

/* The anchors of the next line that has some. */
static bool read_line(struct svc_anchors *in)
{
    int c = 0;
    in->count = in->next = 0;
    while (in->count == 0 && c != EOF) {
        while ((c = get(in)) != '\n' && c != EOF)
            if (c == '#')
                take_anchor(in);
        end_line(in);
    }
    return in->count > 0;
}

bool svc_anchor_next(struct svc_anchors *in, struct svc_anchor *out)
{
    if (in->next == in->count && !read_line(in)) {
        free(in->held);
        in->held = NULL;
        return false;
    }
    *out = in->held[in->next++];
    return true;
}
