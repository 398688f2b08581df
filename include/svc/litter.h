/* litter: what a process that was killed leaves beside the files it was writing.
 *
 * A file that must have a name before it is whole is called `.svc-BOOT-PID-START-N`, after the
 * process that makes it. The next process that makes one in the folder removes those whose process is
 * gone: of this boot and these process numbers when no such process lives, of any other when they
 * have lain there for a day.
 */
#ifndef SVC_LITTER_H
#define SVC_LITTER_H

/* The n-th name of this process in the folder of `path`, to be freed. */
char *svc_litter_name(const char *path, int n);

/* Removes what is left in the folder of `path`, with what stands behind the names (.lock, -journal).
 * What cannot be removed stays: nobody waits for it. */
void svc_litter_sweep(const char *path);

#endif
