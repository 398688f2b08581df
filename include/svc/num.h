/* num: points and money. Both are signed integers of hundredths (points ≤ 2 decimals; yuan in
 * fen); there is no floating point in any sum. */
#ifndef SVC_NUM_H
#define SVC_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"

enum { SVC_NUM_SIZE = 24 };

/* `-1`, `0.5`, `200.00` into hundredths. Grouping (`1,000`), currency signs, exponents, spaces
 * and a third decimal are refused: returns NULL when good, else why not. */
const char *svc_hundredths_parse(const char *text, int64_t *out);

/* A plain integer. Returns NULL when good, else why not. */
const char *svc_int_parse(const char *text, int64_t *out);

/* Writes `-1.00` (out has SVC_NUM_SIZE bytes); returns `out`. */
char *svc_hundredths_format(int64_t hundredths, char *out);

/* Appends fen as they are written on slips, in the capital figures: 1005.30 is 壹仟零伍元叁角整. */
void svc_yuan_words(int64_t fen, struct svc_buf *out);

/* Writes decimal digits without a NUL and returns how many; out has SVC_NUM_SIZE bytes. */
size_t svc_int_digits(int64_t number, char *out);

#endif
