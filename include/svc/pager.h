/* pager: a long table on a terminal, a screen at a time.
 *
 * SVC_PAGER is the program, run by the shell; unless it is set, less -FRSX where there is one. An
 * empty SVC_PAGER, or cat, means none. Started after the transaction has ended, so that a person
 * who reads blocks nobody.
 */
#ifndef SVC_PAGER_H
#define SVC_PAGER_H

#include <stdbool.h>

#include "svc/sink.h"

/* Shows what waits in the sink, and returns when the person has left the pager; that somebody did
 * not read on to the end is no failure. False when there is no pager: then nothing was shown, and
 * the sink is as it was. */
bool svc_page(struct svc_sink *sink);

#endif
