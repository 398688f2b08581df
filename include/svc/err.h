/* err: what a tool says on stderr, and the one number it leaves behind.
 *
 * A message is one line, `tool: what` (for input `tool: file:line: what`): lower case, no full
 * stop, the subject quoted. Where a remedy is known it follows after a newline inside the same
 * text and is printed as an indented second line.
 *
 * svc_die ends the process: an uncommitted transaction simply is not there afterwards.
 * svc_fail reports one bad record, remembers the worst code and goes on.
 *
 * Standard error may be a stopped terminal or a pipe that nobody reads. So while somebody may wait
 * for this process, because it holds a lock or a snapshot, what is said is kept, 64 KiB of it in
 * memory and the rest in a temporary file, and printed in its order as soon as nobody does.
 */
#ifndef SVC_ERR_H
#define SVC_ERR_H

#include <stdbool.h>
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

/* Prints the message, after what is held was let go and what was kept was printed, and exits with
 * `code`. */
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

/* What became of the data so far, as each message of SVC_IO says it behind its first line: "nothing was
 * applied" from when a call may write until it has committed. NULL, at first: nothing to be said. A literal. */
void svc_err_fate(const char *fate);
const char *svc_fate(void);

/* From now on the fate stands in this place, which a forked process may share. */
void svc_err_fate_in(const char **shared);

/* The largest code that svc_fail was given, SVC_OK if none. */
enum svc_code svc_worst(void);

/* Of the room that holds locks: whether somebody may wait for one, and how all are let go, with what
 * was begun rolled back. */
void svc_err_locks(bool (*waits)(void), void (*let_go)(void));

/* Whether what is said now is kept. */
bool svc_err_waits(void);

/* Prints what was kept, unless somebody still waits: to be called when a lock was let go. */
void svc_err_flush(void);

/* Until it is turned off, what is said is kept in any case, and ^C, or a terminal that is closed, ends
 * nothing: for what must be done first. */
void svc_err_keep(bool on);

/* The terminal that standard error is, opened anew: its writer never waits, and what others have
 * open stays as it is. -1 where it is somebody else's. */
int svc_err_terminal(void);

/* Bytes for standard error that are no message. */
void svc_err_write(const char *bytes, size_t len);

#endif
