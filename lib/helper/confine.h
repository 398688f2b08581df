/* What a program that reads files of unknown making gives up before it reads the first byte. */
#ifndef SVC_HELPER_CONFINE_H
#define SVC_HELPER_CONFINE_H

/* No other program, no network, little memory, no core, an end to its time. Ends with SVC_IO where that cannot
 * be had. */
void confine(void);

#endif
