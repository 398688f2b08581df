/* The records that an import turns down, for a person to repair and import again. Their file is opened
 * before anything is read, filled in memory or a temporary file under the lock, and written after the
 * commit.
 *
 * A record may fall while it is read, as a double, or under the lock; each of these times goes
 * through the input in its order, so three runs kept apart are merged into the file by record.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/write.h"

enum { RUN_MEMORY = 1 << 20, NAMED = 4, OWN = 5 };

static const struct svc_head own_heads[OWN] = {
    { "_line", "_line", SVC_KIND_INT },      { "_column", "_column", SVC_KIND_TEXT },
    { "_code", "_code", SVC_KIND_TEXT },     { "_reason", "_reason", SVC_KIND_TEXT },
    { "_surplus", "_surplus", SVC_KIND_TEXT }
};

/* How a rejected record lies in its run, the cells and texts behind it. */
struct reject {
    size_t line, record, cells;
    size_t columns, codes, reasons; /* bytes of each */
};

struct svc_rejects {
    struct svc_spool *run[SVC_REJECT_TIMES];
    struct svc_buf names; /* of the input's columns, each with a NUL */
    size_t count;
    struct svc_buf raw; /* the cells of the row at hand */
    struct svc_buf columns, codes, reasons;
    bool surplus; /* some row has more cells than the header */
    struct svc_head *heads;
    struct svc_sink *sink;       /* their file */
    bool there;                  /* something had its name when nothing was read yet … */
    char digest[SVC_DIGEST_HEX]; /* … with these bytes */
};

struct svc_rejects *svc_rejects_open(void)
{
    if (!svc_shared.keep_good && !svc_shared.rejects)
        return NULL;
    if (!svc_shared.rejects)
        svc_die(SVC_USAGE, "--keep-good needs a file for the bad records\nadd --rejects FILE");
    if (!svc_shared.keep_good)
        svc_die(SVC_USAGE, "--rejects goes with --keep-good\n"
                           "without it a bad record means that nothing is applied");
    if (!*svc_shared.rejects || strcmp(svc_shared.rejects, "-") == 0)
        svc_die(SVC_USAGE, "--rejects needs the name of a new file");
    struct svc_rejects *rejects = svc_alloc(sizeof *rejects);
    for (int i = 0; i < SVC_REJECT_TIMES; i++)
        rejects->run[i] = svc_spool_open(RUN_MEMORY);
    rejects->sink = svc_file_write_new(svc_shared.rejects);
    rejects->there = svc_file_there(svc_shared.rejects, rejects->digest);
    return rejects;
}

static void add_cells(struct svc_buf *out, const struct svc_row *row)
{
    svc_buf_clear(out);
    for (size_t i = 0; i < row->count; i++) {
        svc_buf_add(out, row->cells[i].text ? row->cells[i].text : "", row->cells[i].len);
        svc_buf_putc(out, '\0');
    }
}

void svc_rejects_header(struct svc_rejects *rejects, const struct svc_row *row)
{
    add_cells(&rejects->names, row);
    rejects->count = row->count;
}

const char *svc_rejects_raw(struct svc_rejects *rejects, const struct svc_row *row, size_t *len)
{
    add_cells(&rejects->raw, row);
    *len = rejects->raw.len;
    return rejects->raw.data;
}

static void join(struct svc_buf *list, const char *separator, const char *text)
{
    svc_buf_puts(list, list->len ? separator : "");
    svc_buf_puts(list, text);
}

void svc_rejects_fault(struct svc_rejects *rejects, const char *code, const char *column,
                       const char *why)
{
    join(&rejects->columns, ";", column ? column : "");
    join(&rejects->codes, ";", code);
    join(&rejects->reasons, _("; "), why);
}

static size_t count_cells(const char *raw, size_t len)
{
    size_t n = 0;
    for (const char *at = raw, *end = raw + len; at < end; n++)
        at += strlen(at) + 1;
    return n;
}

void svc_import_settle(struct svc_import *in, enum svc_reject_time time)
{
    struct svc_rejects *rejects = in->rejects;
    if (!rejects)
        return;
    struct svc_spool *run = rejects->run[time];
    struct reject head = { in->line, in->record, in->raw_len, rejects->columns.len,
                           rejects->codes.len, rejects->reasons.len };
    svc_spool_add(run, &head, sizeof head);
    svc_spool_add(run, in->raw, head.cells);
    svc_spool_add(run, svc_buf_text(&rejects->columns), head.columns);
    svc_spool_add(run, svc_buf_text(&rejects->codes), head.codes);
    svc_spool_add(run, svc_buf_text(&rejects->reasons), head.reasons);
    if (time == SVC_REJECT_READ && count_cells(in->raw, in->raw_len) > rejects->count)
        rejects->surplus = true;
    svc_buf_clear(&rejects->columns);
    svc_buf_clear(&rejects->codes);
    svc_buf_clear(&rejects->reasons);
}

/* -- the file ----------------------------------------------------------------------------- */

/* Columns that an earlier import added say nothing of this one. */
static bool ours(const char *name)
{
    return name[0] == '_';
}

static struct svc_writer *open_writer(struct svc_rejects *rejects, struct svc_sink *sink)
{
    const char *dot = strrchr(svc_shared.rejects, '.');
    bool tsv = dot && strcmp(dot, ".tsv") == 0 && !svc_shared.excel;
    struct svc_writer_options opt = { .format = tsv ? SVC_FORMAT_TSV : SVC_FORMAT_CSV,
                                      .excel = svc_shared.excel };
    size_t n = 0;
    rejects->heads = svc_alloc((rejects->count + OWN) * sizeof *rejects->heads);
    const char *name = rejects->names.data;
    for (size_t i = 0; i < rejects->count; i++, name += strlen(name) + 1)
        if (!ours(name))
            rejects->heads[n++] = (struct svc_head){ name, name, SVC_KIND_TEXT };
    for (size_t i = 0; i < (rejects->surplus ? OWN : NAMED); i++)
        rejects->heads[n++] = own_heads[i];
    return svc_writer_open(sink, &opt, rejects->heads, n);
}

/* What a row has beyond the header, as it would stand in a CSV. */
static void add_surplus(struct svc_buf *out, const char *cell, const char *end)
{
    for (bool first = true; cell < end; first = false, cell += strlen(cell) + 1) {
        bool quote = strpbrk(cell, ",\"\n\r");
        svc_buf_puts(out, first ? "" : ",");
        svc_buf_puts(out, quote ? "\"" : "");
        for (const char *p = cell; *p; p++) {
            if (*p == '"')
                svc_buf_putc(out, '"');
            svc_buf_putc(out, *p);
        }
        svc_buf_puts(out, quote ? "\"" : "");
    }
}

static void write_one(struct svc_rejects *rejects, struct svc_writer *writer,
                      const struct reject *head, const char *text)
{
    const char *name = rejects->names.data, *cell = text, *end = text + head->cells;
    for (size_t i = 0; i < rejects->count; i++, name += strlen(name) + 1) {
        size_t len = cell < end ? strlen(cell) : 0;
        if (!ours(name))
            svc_write_text(writer, cell < end ? cell : NULL, len);
        cell += cell < end ? len + 1 : 0;
    }
    svc_write_number(writer, (int64_t)head->line);
    svc_write_text(writer, end, head->columns);
    svc_write_text(writer, end + head->columns, head->codes);
    svc_write_text(writer, end + head->columns + head->codes, head->reasons);
    if (rejects->surplus) {
        struct svc_buf surplus = { 0 };
        add_surplus(&surplus, cell, end);
        svc_write_text(writer, surplus.data, surplus.len);
        svc_buf_free(&surplus);
    }
    svc_write_row(writer);
}

/* The run in the file's order: what is taken in by time falls otherwise. */
static void put_in_order(struct svc_rejects *rejects, int time)
{
    struct svc_piece *pieces = NULL;
    size_t count = 0;
    uint64_t at = 0;
    const void *bytes;
    svc_spool_rewind(rejects->run[time]);
    while ((bytes = svc_spool_take(rejects->run[time], sizeof(struct reject)))) {
        struct reject head;
        memcpy(&head, bytes, sizeof head);
        size_t len = head.cells + head.columns + head.codes + head.reasons;
        svc_spool_take(rejects->run[time], len);
        pieces = svc_grow(pieces, count, sizeof *pieces);
        pieces[count++] = (struct svc_piece){ (int64_t)head.record, at, sizeof head + len };
        at += sizeof head + len;
    }
    svc_spool_arrange(rejects->run[time], pieces, count);
    free(pieces);
}

/* Merges the runs by record. */
static void write_all(struct svc_rejects *rejects, struct svc_writer *writer)
{
    struct reject head[SVC_REJECT_TIMES];
    bool more[SVC_REJECT_TIMES];
    put_in_order(rejects, SVC_REJECT_APPLY);
    for (int i = 0; i < SVC_REJECT_TIMES; i++) {
        svc_spool_rewind(rejects->run[i]);
        const void *bytes = svc_spool_take(rejects->run[i], sizeof *head);
        if ((more[i] = bytes))
            memcpy(&head[i], bytes, sizeof *head);
    }
    for (;;) {
        int least = -1;
        for (int i = 0; i < SVC_REJECT_TIMES; i++)
            if (more[i] && (least < 0 || head[i].record < head[least].record))
                least = i;
        if (least < 0)
            return;
        struct reject *h = &head[least];
        const char *text = svc_spool_take(rejects->run[least],
                                          h->cells + h->columns + h->codes + h->reasons);
        write_one(rejects, writer, h, text);
        const void *bytes = svc_spool_take(rejects->run[least], sizeof *h);
        if ((more[least] = bytes))
            memcpy(h, bytes, sizeof *h);
    }
}

static void add_piece(void *digest, const void *bytes, size_t len)
{
    svc_digest_bytes(digest, bytes, len);
}

/* Whether the file that was there has just the bytes that wait. */
static bool is_same(struct svc_rejects *rejects)
{
    struct svc_digest sum;
    unsigned char bytes[SVC_DIGEST];
    char digest[SVC_DIGEST_HEX];
    svc_digest_begin(&sum);
    svc_sink_waiting(rejects->sink, add_piece, &sum);
    svc_digest_end(&sum, bytes);
    return strcmp(svc_digest_hex(bytes, digest), rejects->digest) == 0;
}

void svc_rejects_fill(struct svc_rejects *rejects)
{
    struct svc_writer *writer = open_writer(rejects, rejects->sink);
    write_all(rejects, writer);
    svc_writer_close(writer);
    if (rejects->there && !is_same(rejects))
        svc_die(SVC_USAGE, "\"%s\" is there already and holds something else; nothing was applied\n"
                "move it away, or name another file with --rejects", svc_shared.rejects);
}

void svc_rejects_write(const struct svc_import *in)
{
    if (svc_file_close(in->rejects->sink))
        return;
    const char *why = errno == EEXIST ? _("another file was put there meanwhile") : svc_lang_error(errno);
    if (svc_shared.dry_run && !in->again)
        svc_fail(SVC_IO, "the rejects (%zu) are not written to \"%s\": %s", in->refused,
                 svc_shared.rejects, why);
    else
        svc_fail(SVC_IO, "%zu are added, %zu updated, %zu unchanged, the rejects (%zu) are not written to"
                 " \"%s\": %s\nremove the cause and run this again, which writes them", in->added,
                 in->updated, in->unchanged, in->refused, svc_shared.rejects, why);
}

void svc_rejects_close(struct svc_rejects *rejects)
{
    if (!rejects)
        return;
    for (int i = 0; i < SVC_REJECT_TIMES; i++)
        svc_spool_close(rejects->run[i]);
    svc_buf_free(&rejects->names);
    svc_buf_free(&rejects->raw);
    svc_buf_free(&rejects->columns);
    svc_buf_free(&rejects->codes);
    svc_buf_free(&rejects->reasons);
    free(rejects->heads);
    free(rejects);
}
