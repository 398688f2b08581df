/* scratch: a private folder for what is tried, gone with the process however that ends.
 *
 * A process of its own makes the folder, waits for the end of the tool and of every program that the
 * tool still runs, by a socket that they all hold, and then removes it: also after kill -9.
 */
#ifndef SVC_SCRATCH_H
#define SVC_SCRATCH_H

/* The folder, mode 0700, made below svc_temporary_folder() when it is first asked for; borrowed. Dies
 * with SVC_IO when it cannot be made. At the end of this process it is gone before its parent goes on. */
const char *svc_scratch(void);

/* The file `from` as `to`, mode 0600, in the place of what was there. Dies with SVC_IO. */
void svc_scratch_copy(const char *from, const char *to);

#endif
