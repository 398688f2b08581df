/* One of the three files of a reconciliation, read into sorted records.
 *
 * A record is what `reconcile` compares: its key, amount, quantity and line. They come back in the order
 * of key, amount and quantity, so that two multisets of a key are equal where they are equal one by one. */
#ifndef SVC_CMD_ENTRY_PARTY_H
#define SVC_CMD_ENTRY_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/digest.h"
#include "svc/feed.h"

enum { PARTIES = 3 };

/* What makes the key and what is compared: names of columns, after the file's own are mapped. */
struct party_shape {
    const char *key;      /* `,`-separated */
    const char *amount;
    const char *quantity; /* NULL: none */
};

struct party_record {
    const char *key;
    size_t key_len;
    int64_t amount, quantity, line;
};

struct party {
    const char *path, *map, *encoding;
    const char *name, *file; /* in messages: a workbook with its worksheet; and as it was given */
    struct svc_feed feed;
    char sha256[SVC_DIGEST_HEX];
    int64_t rows, sum;
    struct svc_runs *of[2]; /* by each shape */
    struct party_record at;  /* the record at hand … */
    char *room;              /* … and its key */
    size_t room_size;
};

/* Opens what the path names, `-` for standard input; usage errors end the tool. */
void party_open(struct party *party);

/* Reads it to its end; `shapes` is one or two, those without a key are left out. Bad records are told, the
 * first hundred of them, and remembered (svc_worst). */
void party_read(struct party *party, const struct party_shape *shapes, size_t count);

/* The next record by the shape, into party->at; false behind the last. */
bool party_next(struct party *party, size_t shape);

void party_close(struct party *party);

#endif
