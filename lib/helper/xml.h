/* XML in bounded memory, by expat: no document type, so no entities of its own and nothing from outside; at
 * most 64 levels; no name, tag or comment of more than 1 MiB. Names come without their prefixes. */
#ifndef SVC_HELPER_XML_H
#define SVC_HELPER_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct xml;

/* What is called as the text goes by; `text` may be NULL. Attributes: name, value, …, NULL. */
struct xml_events {
    void (*start)(void *ctx, const char *name, const char **attributes);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, const char *text, int len);
};

/* Reads `read`, which gives bytes as read(2) does, or ends the program itself, to its end or until somebody
 * stops it. What is refused ends the program with SVC_BADINPUT; `what` names the text. `encoding` is that which
 * it has whatever it says, UTF-8 for want of others, NULL: it says so. */
void xml_parse(const char *what, const char *encoding, ssize_t (*read)(void *from, void *to, size_t size),
               void *from, const struct xml_events *events, void *ctx);

/* From within an event: nothing more is read. */
void xml_stop(void);

/* The value of an attribute by its name without prefix, NULL. */
const char *xml_attribute(const char **attributes, const char *name);

/* Of a name: what stands behind the prefix. */
const char *xml_local(const char *name);

/* From scratch, as in a new process. */
void xml_forget(void);

#endif
