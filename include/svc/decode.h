/* decode: raw bytes into UTF-8 that the rest may trust.
 *
 * Strict UTF-8 by default: one byte order mark at offset 0 is dropped; overlong and cut-off
 * sequences, surrogates, NUL, control characters and a CR without LF are refused with line and
 * byte. A declared encoding is converted by iconv; it is refused when the whole input turns out
 * to be valid UTF-8 with characters beyond ASCII, since the declaration is then wrong.
 */
#ifndef SVC_DECODE_H
#define SVC_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"

struct svc_decoder;

/* Those that offices write. Of all others that iconv knows each is a program of its own, which reads what others
 * wrote; whoever names one has it loaded. */
bool svc_encoding_known(const char *name);

/* `encoding` (borrowed) NULL or "utf-8" checks only. NULL when it is none that is known. */
struct svc_decoder *svc_decoder_open(const char *encoding);

/* Appends to `out` what these bytes become; an unfinished character at the end waits for the
 * next call, and so does what a conversion takes in blocks of 64 KiB. `last` says that no more will
 * come. False on refused input. The same bytes come to the same in whatever pieces. */
bool svc_decode(struct svc_decoder *decoder, const char *bytes, size_t len, bool last,
                struct svc_buf *out);

/* What was refused and where: "line 7, byte 123: not valid UTF-8", remedy on a second line. */
const char *svc_decoder_error(const struct svc_decoder *decoder);

/* Where in the input the decoded byte number `decoded` stands, both from 0; false when a
 * conversion hides it. */
bool svc_decoder_offset(const struct svc_decoder *decoder, uint64_t decoded, uint64_t *offset);

void svc_decoder_close(struct svc_decoder *decoder);

#endif
