/* heads: a table of a user's that is no register: CSV or TSV read by the names of its columns, by the
 * options of input.h. What is wrong with it ends the tool with SVC_BADINPUT. */
#ifndef SVC_HEADS_H
#define SVC_HEADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/read.h"

struct svc_heads;

/* Opens the file, standard input for `-`, and reads its header. */
struct svc_heads *svc_heads_open(const char *path);

/* Where the column of this name stands, or one with one of the `;`-separated Chinese titles (NULL: none);
 * SIZE_MAX where it is not there and not needed. */
size_t svc_heads_at(const struct svc_heads *heads, const char *name, const char *titles, bool needed);

/* The columns' names. */
size_t svc_heads_count(const struct svc_heads *heads);
const char *svc_heads_name(const struct svc_heads *heads, size_t at);

/* The next row; false after the last. */
bool svc_heads_next(struct svc_heads *heads, struct svc_row *row);

/* A whole number from 0 to `most` in the row; and what is wrong with the row's cell, which ends the
 * tool. */
int64_t svc_heads_int(const struct svc_heads *heads, const struct svc_row *row, size_t at, int64_t most);
_Noreturn void svc_heads_bad(const struct svc_heads *heads, const struct svc_row *row, size_t at,
                             const char *why);

void svc_heads_close(struct svc_heads *heads);

#endif
