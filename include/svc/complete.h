/* complete: what may come next on a command line, for a shell to offer.
 *
 * `svc-order --complete WORD...` is asked by the shell with the words behind the program's name up to the one that
 * is being typed, which may be empty. It prints a line for each that may stand there, a tab, and what it is; a line
 * that begins with the tab says that names of files (`file`) or folders (`folder`) may. What is offered comes from
 * the tables that the line would be parsed by, from the store of whoever may read it, and from profiles. A text of
 * one's own gets no line.
 */
#ifndef SVC_COMPLETE_H
#define SVC_COMPLETE_H

#include "svc/call.h"

/* Prints them; `words` has `count` of them. Yields the exit code. */
int svc_complete(struct svc_call *call, int count, char **words);

#endif
