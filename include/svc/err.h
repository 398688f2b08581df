/* err: what a tool says on stderr, and the one number it leaves behind.
 *
 * A message is one line, `tool: what` (for input `tool: file:line: what`): lower case, no full
 * stop, the subject quoted. Where a remedy is known it follows after a newline inside the same
 * text and is printed as an indented second line.
 *
 * svc_die ends the process: an uncommitted transaction simply is not there afterwards.
 * svc_fail reports one bad record, remembers the worst code and goes on.
 */
#ifndef SVC_ERR_H
#define SVC_ERR_H

#include <stddef.h>

/* The exit codes of every tool; the largest of a batch wins. */
enum svc_code {
    SVC_OK = 0,       /* done; the answer is yes; nothing to report */
    SVC_NO = 1,       /* the answer is no, different, found */
    SVC_USAGE = 2,    /* usage error; nothing read or written */
    SVC_PARTLY = 3,   /* done in part: some records rejected */
    SVC_REFUSED = 4,  /* refused by a rule: state, range, authority */
    SVC_UNKNOWN = 5,  /* no such record */
    SVC_BADINPUT = 65, /* input unusable; nothing written */
    SVC_NOSERVER = 69, /* database server not reachable */
    SVC_BUG = 70,     /* internal fault; nothing written */
    SVC_IO = 74,      /* input/output error */
    SVC_BUSY = 75,    /* busy, try again */
    SVC_DENIED = 77,  /* not permitted: unknown person or missing role */
    SVC_CONFIG = 78   /* store, schema, configuration or policy unusable */
};

/* Names the tool in messages: the last component of `argv0` (borrowed for the process). */
void svc_err_tool(const char *argv0);
const char *svc_tool(void);

/* Prints the message and exits with `code`. */
_Noreturn void svc_die(enum svc_code code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Prints the message, remembers `code` if it is the largest so far, and returns. */
void svc_fail(enum svc_code code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Prints the message; the exit code does not change. */
void svc_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Until NULL is given, messages are about this place of an input (FILE:LINE, borrowed), and what would
 * be wrong usage is bad input. How many failures were told so far. */
void svc_err_place(const char *where);
size_t svc_err_count(void);

/* The largest code that svc_fail was given, SVC_OK if none. */
enum svc_code svc_worst(void);

#endif
