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

/* One anchor of a text. */
struct svc_anchor {
    int64_t seq;   /* INT64_MAX for a number that no chain has */
    char code[SVC_EVENT_CODE]; /* upper case; shorter where it is cut off */
    size_t line;   /* from 1 */
    bool whole;
};

/* The next anchor of the text; `*line` is 1 before the first call. False at the end of the file
 * or at an error (ask ferror). */
bool svc_anchor_next(FILE *text, size_t *line, struct svc_anchor *out);

#endif
