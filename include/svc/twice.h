/* twice: which keys came twice in one file, in some sixteen bytes a key.
 *
 * While the file is read only a 64-bit fingerprint of each key is kept. Afterwards the
 * fingerprints that occur more than once are known; only records with such a fingerprint are
 * looked at again, and then their keys are compared whole.
 */
#ifndef SVC_TWICE_H
#define SVC_TWICE_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/digest.h"

struct svc_twice;

struct svc_twice *svc_twice_new(void);
void svc_twice_free(struct svc_twice *twice);

/* First pass: notes one key. */
void svc_twice_note(struct svc_twice *twice, const char *key, size_t len);

/* Between the passes: true when a second pass is needed. */
bool svc_twice_suspects(struct svc_twice *twice);

/* Second pass, in the same order: whether the key may have come twice; 0 when it is new, else the record
 * where it came first, and in `same` whether that one's `print`, which tells whole records apart, was the
 * same. Who does not ask passes NULL for both. */
bool svc_twice_suspected(const struct svc_twice *twice, const char *key, size_t len);
size_t svc_twice_first(struct svc_twice *twice, const char *key, size_t len, size_t record,
                       const char print[SVC_DIGEST_HEX], bool *same);

#endif
