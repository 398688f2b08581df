/* anchor: heads of the audit chain that are kept outside the store.
 *
 * Whoever owns the store's file can cut the chain's end off or compute a whole new one, and the
 * store alone cannot tell. A head that was printed on a form, or that syslog has, can: the event
 * of that number must still be there with that hash. For people and for grep an anchor is the
 * head's mark, `#17 4F7A-91C2-03B5`, anywhere in a line.
 */
#ifndef SVC_ANCHOR_H
#define SVC_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "svc/buf.h"
#include "svc/call.h"
#include "svc/event.h"

/* After the commit of this call, send the head as it is now to syslog: facility authpriv, level
 * notice, `tool verb record person head #SEQ XXXX-XXXX-XXXX`. Called when the event of what is to
 * be kept (a signature) is written, before svc_call_commit; may be called for many records. */
void svc_call_anchor(struct svc_call *call, const char *record);

/* Appends the line that is sent. Each field is one word, so that nobody can put a head into it:
 * white space, control characters and `#` become `_`; NULL and "" become `-`. */
void svc_anchor_line(struct svc_buf *out, const char *tool, const char *verb, const char *record,
                     const char *person, const char *mark);

/* A text that may hold anchors. The machine's users can all write to its log, so that a head in a line of
 * one counts only where the line tells who wrote it in a way that the writer has no say over: the field `_UID`
 * of an entry of the journal, as `journalctl -o json` prints it. */
struct svc_anchors {
    FILE *text;
    size_t line; /* of what was read last, from 1 */
    struct svc_anchor *held; /* from here on all is svc_anchor_next's own */
    size_t count, next;
    char begins[24];
    size_t begun, met;
    int back;
    int64_t uid;
};

enum svc_anchor_of {
    SVC_ANCHOR_TEXT, /* a form, a sheet, a file of heads: whoever gives it vouches for it */
    SVC_ANCHOR_LOG,  /* a line of a log that does not tell who wrote it */
    SVC_ANCHOR_USER  /* an entry of the journal, by `uid` */
};

/* One anchor of a text. */
struct svc_anchor {
    int64_t seq;   /* INT64_MAX for a number that no chain has */
    char code[SVC_EVENT_CODE]; /* upper case; shorter where it is cut off */
    size_t line;   /* from 1 */
    bool whole;
    enum svc_anchor_of of;
    int64_t uid;
};

struct svc_anchors svc_anchors_in(FILE *text);

/* The next anchor of the text. False at its end or at an error (ask ferror), and then nothing is left to free. */
bool svc_anchor_next(struct svc_anchors *in, struct svc_anchor *out);

#endif
