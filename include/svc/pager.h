/* pager: a long table on a terminal, a screen at a time.
 *
 * SVC_PAGER is the program, run by the shell; unless it is set, less -FRSX where there is one. An
 * empty SVC_PAGER, or cat, means none. Started after the transaction has ended, so that a person
 * who reads blocks nobody. On a host it is the person's side that runs it.
 */
#ifndef SVC_PAGER_H
#define SVC_PAGER_H

#include <stdbool.h>
#include <sys/types.h>

#include "svc/sink.h"

/* Shows what waits in the sink, and returns when the person has left the pager; that somebody did
 * not read on to the end is no failure. False when there is no pager: then nothing was shown, and
 * the sink is as it was. */
bool svc_page(struct svc_sink *sink);

/* A pager that runs as a program of this process, all zero before it is started. */
struct svc_pager {
    pid_t pid;
    void (*interrupt)(int), (*quit)(int);
};

/* Starts it; `to` is where it reads from. False when there is none. */
bool svc_pager_start(struct svc_pager *pager, int *to);

/* Waits for its end, if it was started. False when it turned out that there was none. */
bool svc_pager_end(struct svc_pager *pager);

#endif
