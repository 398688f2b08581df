/* Bytes that are added once and read anywhere, the first of them in memory, the others in a file without a
 * name, of which a few pages are. */
#ifndef SVC_HELPER_SPILL_H
#define SVC_HELPER_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"

struct spill;

/* `memory` bytes stay in memory, a multiple of 64 KiB. */
struct spill *spill_new(size_t memory);
void spill_add(struct spill *spill, const void *bytes, size_t len);
uint64_t spill_size(const struct spill *spill);

/* Copies `len` bytes from `at` on, all of which were added. */
void spill_read(struct spill *spill, uint64_t at, void *to, size_t len);
void spill_free(struct spill *spill);

#endif
