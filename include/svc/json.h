/* json: what events tell of changes, read again: objects of texts, numbers and pairs of them, as
 * svc_buf_json and the tools write them.
 */
#ifndef SVC_JSON_H
#define SVC_JSON_H

#include <stdbool.h>

#include "svc/buf.h"

struct svc_json {
    const char *p; /* what is left */
    bool bad;      /* it is none of these */
};

/* Takes the character where it comes next; and one that has to. */
bool svc_json_takes(struct svc_json *in, char c);
void svc_json_must(struct svc_json *in, char c);

/* A text (then true), a number, true or null, for which nothing is appended. */
bool svc_json_value(struct svc_json *in, struct svc_buf *out);

#endif
