/* runs: byte strings sorted outside of memory.
 *
 * What is added waits in memory; when that is full it is sorted and goes to a temporary file as one run
 * (svc_temporary: without a name, gone with the process), and at the end all runs are merged while they
 * are read. The order is that of the bytes, a shorter string before a longer one that it begins: whoever
 * wants another one encodes it so. However much there is, the memory stays what was asked for.
 *
 *     struct svc_runs *runs = svc_runs_open(16 << 20);
 *     svc_runs_add(runs, bytes, len);
 *     …
 *     svc_runs_sort(runs);
 *     while ((bytes = svc_runs_next(runs, &len)))
 *         …
 *     svc_runs_close(runs);
 */
#ifndef SVC_RUNS_H
#define SVC_RUNS_H

#include <stddef.h>

struct svc_runs;

/* At most so many bytes wait in memory, what their sorting takes not counted. */
struct svc_runs *svc_runs_open(size_t memory);

/* A string of less than 2 MiB. A temporary file that cannot be written ends the tool with SVC_IO. */
void svc_runs_add(struct svc_runs *runs, const void *bytes, size_t len);

/* Nothing more will be added. */
void svc_runs_sort(struct svc_runs *runs);

/* The next string in order, borrowed until the next call; NULL behind the last. */
const unsigned char *svc_runs_next(struct svc_runs *runs, size_t *len);

void svc_runs_close(struct svc_runs *runs);

#endif
