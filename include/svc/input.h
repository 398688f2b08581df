/* input: what people gave this run to read, as one digest of the contents in the order in which they
 * were read.
 *
 * file.h tells which descriptors are theirs; whoever reads one to its end tells the digest of what came,
 * so that nothing is read a second time. The names of files are no part of it: the same bytes out of
 * another file are the same input.
 */
#ifndef SVC_INPUT_H
#define SVC_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/digest.h"

/* The descriptor is theirs, under this name; NULL is standard input. */
void svc_input_begin(int fd, const char *path);

/* What it held, in hex, or NULL where that is told otherwise; nothing for a descriptor that is not theirs. */
void svc_input_end(int fd, const char *digest);
void svc_input_text(int fd, const char *text, size_t len); /* the same of what it held, as it was */

/* Whether a file of this name was read, or one in a folder of this name. */
bool svc_input_named(const char *path);

/* Adds all digests. An input whose digest nobody has told is a bug. */
void svc_input_sum(struct svc_digest *sum);

#endif
