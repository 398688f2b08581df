/* spool: bytes kept aside, first in memory, beyond a limit in an unlinked temporary file.
 *
 * Two users: input that was read and checked waits here until it is applied, so that no lock is
 * held while a person types; and output for a pipe or terminal waits here until the transaction
 * has ended, so that a stalled reader blocks nobody. The temporary file lives in TMPDIR, else
 * /var/tmp, on a host in a folder of its own; it has no name and is gone with the process.
 */
#ifndef SVC_SPOOL_H
#define SVC_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct svc_spool;

/* Up to `memory` bytes stay in memory. */
struct svc_spool *svc_spool_open(size_t memory);

void svc_spool_add(struct svc_spool *spool, const void *bytes, size_t len);
uint64_t svc_spool_size(const struct svc_spool *spool);

/* Goes to the first byte for reading; may be called again to read once more. Nothing can be
 * added after the first rewind. */
void svc_spool_rewind(struct svc_spool *spool);

/* The next `len` bytes, borrowed until the next call; NULL when fewer are left. */
const void *svc_spool_take(struct svc_spool *spool, size_t len);

/* A part of what was added: where it begins, how long it is (less than 4 MiB), and its place in another order. */
struct svc_piece {
    int64_t place;
    uint64_t at;
    size_t len;
};

/* From the next rewind on the pieces come by their places, those of one place as they came; nothing that is
 * taken goes beyond its piece. False where they stand so already. The pieces are sorted. */
bool svc_spool_arrange(struct svc_spool *spool, struct svc_piece *pieces, size_t count);

/* Writes everything to `fd`; false with errno set when that failed. */
bool svc_spool_send(struct svc_spool *spool, int fd);

/* Writes all of `bytes`, however little write(2) takes at a time; false with errno set. */
bool svc_write_all(int fd, const void *bytes, size_t len);

void svc_spool_close(struct svc_spool *spool);

/* Where temporary files lie, and a new one without a name, for reading and writing. */
const char *svc_temporary_folder(void);
int svc_temporary(void);

/* From now on they lie in this folder, also those of the programs that this one starts, whatever the environment
 * says. What a machine that stopped has left there is removed when it has lain for a day. */
void svc_temporary_in(const char *folder);

/* The bytes (NULL: none yet) as an open file in memory, at its first byte. */
int svc_memory_file(const char *bytes, size_t len);

#endif
