/* terminal: whether a person looks at standard input, output and error, and how wide it is there.
 *
 * A process may have pipes instead, whose other end is a process that has what they stand for: then
 * that one tells it (svc/host.h).
 */
#ifndef SVC_TERMINAL_H
#define SVC_TERMINAL_H

#include <stdbool.h>

/* Of descriptor 0, 1 or 2. */
bool svc_terminal(int fd);

/* The columns of standard output; 0 where it is no terminal, or does not say. */
unsigned svc_terminal_width(void);

/* What is so now stays so, whatever the descriptors become. */
void svc_terminal_remember(void);

#endif
