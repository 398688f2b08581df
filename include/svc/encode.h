/* encode: UTF-8 into another encoding on the way out, and nothing lost on it.
 *
 * A character that the encoding lacks ends the tool and is told with its row and column; nothing
 * is ever put in its place. Used by write and table.
 */
#ifndef SVC_ENCODE_H
#define SVC_ENCODE_H

#include <stddef.h>

#include "svc/buf.h"

struct svc_encoder;

/* NULL for UTF-8, named or not. A name that iconv does not know, or whose line ends are not those
 * of ASCII (UTF-16), is a usage error. */
struct svc_encoder *svc_encoder_open(const char *name);

/* Notes that a cell of the row begins with its byte `at`, and of which column it is; the name is
 * borrowed until the row's end. */
void svc_encode_cell(struct svc_encoder *encoder, size_t at, const char *column);

/* The row's bytes in the encoding, borrowed until the next row; without an encoder the same bytes.
 * `number` is the row's in messages, 0 for the header. */
const struct svc_buf *svc_encode_row(struct svc_encoder *encoder, const struct svc_buf *row,
                                     size_t number);

void svc_encoder_close(struct svc_encoder *encoder);

#endif
