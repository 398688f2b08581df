/* sink: where the bytes of an answer go.
 *
 * A regular file is written directly through a 256 KiB buffer, unless a verb writes (svc_sink_all_wait);
 * for a pipe, socket or terminal everything waits in a spool until svc_sink_close, which the caller
 * makes after its transaction has ended: a stalled reader blocks nobody, and a tool that dies has said
 * nothing. A named file
 * is written beside itself and renamed, so nobody ever sees half of it; a named FIFO or device is
 * treated like standard output.
 */
#ifndef SVC_SINK_H
#define SVC_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

struct svc_sink;

/* Standard output, or the file `path` (NULL, "-" and the file that standard output goes to are
 * standard output; borrowed). NULL with errno set when it cannot be written: ETXTBSY when its place
 * is kept (svc/place.h) or another open sink will take it. */
struct svc_sink *svc_sink_open(const char *path);

/* The new file `path`, for its owner alone (mode 0600). It gets its name at the close and replaces
 * nothing: where there is a file already, the close fails with EEXIST, unless that file holds the
 * same bytes. */
struct svc_sink *svc_sink_open_new(const char *path);

/* From now on everything waits for the close: for a process that holds a lock while it answers. */
void svc_sink_all_wait(void);

/* Into the caller's buffer, behind what it holds. */
struct svc_sink *svc_sink_open_memory(struct svc_buf *memory);

/* Nowhere yet: the bytes wait for svc_sink_send, and svc_sink_drop must come before the close. Whether
 * they will go to a terminal is the caller's to say. */
struct svc_sink *svc_sink_wait(bool terminal);

/* Where the bytes go, -1 for a FIFO that is not opened yet. */
int svc_sink_fd(const struct svc_sink *sink);

/* Keeps the place of the file that is open for reading; false when an open sink will take it. */
bool svc_sink_spare(int fd);

/* A failure is remembered and told by the close. */
void svc_sink_put(struct svc_sink *sink, const void *bytes, size_t len);
bool svc_sink_is_terminal(const struct svc_sink *sink);

/* What waits goes to `fd`, false with errno set; and is forgotten, so that the close sends nothing. */
bool svc_sink_send(struct svc_sink *sink, int fd);
void svc_sink_drop(struct svc_sink *sink);

/* What waits (svc_sink_all_wait), piece by piece; nothing can be put behind it afterwards. */
void svc_sink_waiting(struct svc_sink *sink, void (*each)(void *ctx, const void *bytes, size_t len),
                      void *ctx);

/* Everything out, flushed, closed, renamed. False with errno set when that failed: the named
 * file is then as it was before. EPIPE on standard output counts as failure here; the caller
 * decides what a vanished reader means. */
bool svc_sink_close(struct svc_sink *sink);

#endif
