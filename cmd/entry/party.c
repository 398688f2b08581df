/* A file of receipts, of money or of the system: its columns found, every record checked, sorted. */
#include "party.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "svc/alike.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/progress.h"
#include "svc/read.h"
#include "svc/runs.h"
#include "svc/shared.h"
#include "svc/text.h"

enum { RUN_MEMORY = 12 << 20, KEYS = 8, FAULTS = 100 };

/* Where the columns of a shape stand in the file. */
struct places {
    int key[KEYS];
    size_t keys;
    int amount, quantity;
};

/* -- opening ------------------------------------------------------------------------------ */

void party_open(struct party *party)
{
    svc_shared.encoding = party->encoding;
    svc_feed_open(&party->feed, party->path, NULL);
    party->name = party->feed.name;
    party->file = party->feed.file;
}

/* -- columns ------------------------------------------------------------------------------ */

/* What the file calls a column: the OLD of OLD=NEW whose NEW is the name. */
static char *own_name(const char *map, const char *name)
{
    const char *pair;
    size_t len;
    while (map && svc_text_next(&map, ',', &pair, &len)) {
        const char *equal = memchr(pair, '=', len);
        if (!equal || equal == pair)
            svc_die(SVC_USAGE, "option --map: write OLD=NEW");
        size_t rest = len - (size_t)(equal - pair) - 1;
        if (rest == strlen(name) && memcmp(equal + 1, name, rest) == 0)
            return svc_strndup(pair, (size_t)(equal - pair));
    }
    return svc_strdup(name);
}

static int place_of(const struct party *party, const struct svc_row *header, const char *name)
{
    char *common = own_name(svc_shared.map, name), *own = own_name(party->map, common);
    int place = -1;
    for (size_t i = 0; i < header->count; i++) {
        if (!header->cells[i].text || strcmp(header->cells[i].text, own) != 0)
            continue;
        if (place >= 0)
            svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was done", party->name, own);
        place = (int)i;
    }
    if (place < 0)
        svc_die(SVC_BADINPUT, "%s: no column \"%s\"; nothing was done\n"
                "--map OLD=NEW says what it is called there", party->name, own);
    free(common);
    free(own);
    return place;
}

static struct places find_places(const struct party *party, const struct svc_row *header,
                                 const struct party_shape *shape)
{
    struct places places = { .quantity = -1 };
    const char *list = shape->key, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        char *name = svc_strndup(word, len);
        if (places.keys == KEYS)
            svc_die(SVC_USAGE, "a key has %d columns at most", KEYS);
        places.key[places.keys++] = place_of(party, header, name);
        free(name);
    }
    places.amount = place_of(party, header, shape->amount);
    if (shape->quantity)
        places.quantity = place_of(party, header, shape->quantity);
    return places;
}

/* -- records ------------------------------------------------------------------------------ */

static bool fault(const struct party *party, const struct svc_row *row, const char *column,
                  const char *why)
{
    static int told;
    if (told++ < FAULTS)
        svc_fail(SVC_BADINPUT, "%s:%zu: record %zu, %s: %s", party->name, row->line, row->record, column,
                 why);
    return false;
}

/* Capital letters and digits need no closer look, but for the E of 1.38E+10. */
static bool is_plain(const struct svc_cell *cell)
{
    for (size_t i = 0; i < cell->len; i++) {
        char c = cell->text[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'D') || (c >= 'F' && c <= 'Z') || c == '-'))
            return false;
    }
    return true;
}

static const char *key_refused(const struct svc_cell *cell, bool several)
{
    const char *why = NULL;
    if (!cell->text)
        return _("is empty");
    if (cell->text[0] == ' ' || cell->text[cell->len - 1] == ' ')
        return _("has blanks around it");
    if (!is_plain(cell))
        why = svc_code_refused(cell->text, cell->len);
    if (!why && several && strchr(cell->text, '|'))
        why = _("holds |, which parts the columns of a key");
    return why;
}

static bool take_number(const struct party *party, const struct svc_row *row, int place, const char *column,
                        int64_t *out)
{
    const struct svc_cell *cell = &row->cells[place];
    const char *why = cell->text ? svc_hundredths_parse(cell->text, out) : _("is empty");
    return !why || fault(party, row, column, why);
}

static void add_number(struct svc_buf *out, int64_t number, int bytes)
{
    uint64_t order = (uint64_t)number ^ UINT64_C(1) << 63;
    for (int i = bytes - 1; i >= 0; i--)
        svc_buf_putc(out, (char)(order >> (8 * i) & 0xff));
}

/* Key, NUL, amount, quantity and line, each so that bytes compare as they do. */
static bool take_record(struct party *party, const struct svc_row *row, const struct party_shape *shape,
                        const struct places *places, size_t which, bool counts, struct svc_buf *out)
{
    int64_t amount = 0, quantity = 0, sum = party->sum;
    svc_buf_clear(out);
    for (size_t i = 0; i < places->keys; i++) {
        const struct svc_cell *cell = &row->cells[places->key[i]];
        const char *why = key_refused(cell, places->keys > 1);
        if (why)
            return fault(party, row, "key", why);
        if (i)
            svc_buf_putc(out, '|');
        svc_buf_add(out, cell->text, cell->len);
    }
    if (!take_number(party, row, places->amount, shape->amount, &amount) ||
        (shape->quantity && !take_number(party, row, places->quantity, shape->quantity, &quantity)))
        return false;
    if (counts && __builtin_add_overflow(sum, amount, &party->sum))
        return fault(party, row, shape->amount, _("the sum is larger than can be held"));
    svc_buf_putc(out, '\0');
    add_number(out, amount, 8);
    add_number(out, quantity, 8);
    add_number(out, (int64_t)row->line, 5);
    svc_runs_add(party->of[which], out->data, out->len);
    return true;
}

static void read_rows(struct party *party, struct svc_reader *reader, const struct party_shape *shapes,
                      size_t count)
{
    struct svc_row row;
    struct places places[2];
    struct svc_buf record = { 0 };
    if (!svc_reader_header(reader, &row)) {
        if (!svc_reader_error(reader))
            svc_die(SVC_BADINPUT, "%s: has no heading row; nothing was done", party->name);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!shapes[i].key)
            continue;
        places[i] = find_places(party, &row, &shapes[i]);
        party->of[i] = svc_runs_open(RUN_MEMORY);
    }
    while (svc_reader_next(reader, &row)) {
        party->rows++;
        if (row.ragged) {
            fault(party, &row, "cells", "too few or too many");
            continue;
        }
        for (size_t i = 0; i < count; i++)
            if (party->of[i] && !take_record(party, &row, &shapes[i], &places[i], i,
                                             i == 0 || !party->of[0], &record))
                break;
        svc_progress_step((uint64_t)party->rows, svc_reader_bytes(reader));
    }
    svc_buf_free(&record);
}

void party_read(struct party *party, const struct party_shape *shapes, size_t count)
{
    struct stat file;
    struct svc_reader *reader = party->feed.reader;
    svc_progress_begin(party->name, fstat(party->feed.fd, &file) == 0 ? (uint64_t)file.st_size : 0);
    read_rows(party, reader, shapes, count);
    svc_progress_end();
    if (svc_reader_error(reader))
        svc_die(SVC_BADINPUT, "%s: %s; nothing was done", party->name, svc_reader_error(reader));
    for (size_t i = 0; i < count; i++)
        if (party->of[i])
            svc_runs_sort(party->of[i]);
    snprintf(party->sha256, sizeof party->sha256, "%s", svc_reader_digest(reader));
    svc_feed_close(&party->feed);
}

/* -- sorted ------------------------------------------------------------------------------- */

static int64_t number_at(const unsigned char *bytes, int count)
{
    uint64_t order = 0;
    for (int i = 0; i < count; i++)
        order = order << 8 | bytes[i];
    return (int64_t)(count == 8 ? order ^ UINT64_C(1) << 63 : order);
}

bool party_next(struct party *party, size_t shape)
{
    enum { BEHIND = 1 + 8 + 8 + 5 };
    size_t len;
    const unsigned char *bytes = party->of[shape] ? svc_runs_next(party->of[shape], &len) : NULL;
    if (!bytes) {
        party->at.key = NULL;
        return false;
    }
    size_t key = len - BEHIND;
    if (key >= party->room_size) {
        party->room_size = 2 * key + 64;
        party->room = svc_realloc(party->room, party->room_size, 1);
    }
    memcpy(party->room, bytes, key + 1);
    party->at = (struct party_record){ .key = party->room, .key_len = key,
                                       .amount = number_at(bytes + key + 1, 8),
                                       .quantity = number_at(bytes + key + 9, 8),
                                       .line = number_at(bytes + key + 17, 5) };
    return true;
}

void party_close(struct party *party)
{
    for (size_t i = 0; i < 2; i++)
        if (party->of[i])
            svc_runs_close(party->of[i]);
    free(party->room);
}
