/* row: what a row comes to, for the state of its table.
 *
 * A row's digest is the SHA-256 over its columns that are not NULL, in the byte order of their
 * names: first all these names, then their values, each with its kind and length (digest.h). So a
 * column may stand anywhere in its table, and one that is added changes no digest while it is NULL.
 * Rows of one table mostly have the same columns: the names are digested once for many rows.
 */
#ifndef SVC_ROW_H
#define SVC_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/db.h"
#include "svc/digest.h"

/* The names of some columns in their order. */
struct svc_names {
    size_t count;
    struct svc_name {
        int at; /* its place among the columns */
        char *text;
        bool given; /* whether the row at hand has it … */
        bool begun; /* … and whether the digest kept has */
    } *name;
    bool any; /* a digest is kept */
    struct sha256_ctx kept;
};

/* `list` holds the names of the columns, from the first on; they are copied. */
void svc_names_sort(struct svc_names *names, const char *const *list, size_t count);
void svc_names_free(struct svc_names *names);

/* Begins the digest of a row with the names that it has: name[…].given; the values follow. */
void svc_names_begin(struct svc_names *names, struct svc_digest *digest);

/* The digest of the query's current row. A column that the table does not have, such as the alias
 * of an expression, counts by the name that it has in the query. */
void svc_row_digest(struct svc_query *row, unsigned char out[SVC_DIGEST]);

#endif
