/* pack: a rule pack with one file of any bytes is read and checked as a whole: taken with its faults
 * told, or refused. Every row is found by its key, and the file written again from its values reads to
 * the same rows. The first line names the file; the others are those of the pack that comes with the
 * tools. */
#include "fuzz.h"
#include "svc/buf.h"
#include "svc/host.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/write.h"

#include <errno.h>

static struct svc_buf shipped[SVC_PACK_FILES], changed;
static int which;

/* The file of this name, SVC_PACK_SCORES for none. */
static int named(const char *name, size_t len)
{
    int i = 0;
    while (i < SVC_PACK_SCORES && (strlen(svc_pack_shapes[i].name) != len ||
                                   memcmp(svc_pack_shapes[i].name, name, len) != 0))
        i++;
    return i;
}

static int pack_file(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    int i = named(name, strcspn(name, "."));
    errno = ENOENT;
    if (i == SVC_PACK_SCORES)
        return -1;
    const struct svc_buf *bytes = i == which ? &changed : &shipped[i];
    return fuzz_file(svc_buf_text(bytes), bytes->len, 0);
}

static void count_fault(void *faults, const char *path, size_t line, const char *column, const char *why)
{
    MUST(path && *path && why && *why && (!column || *column));
    (void)line;
    ++*(size_t *)faults;
}

/* NULL when it was refused. */
static struct svc_pack *read_pack(void)
{
    static struct svc_pack *volatile pack;
    size_t faults = 0;
    const struct svc_pack_ear ear = { count_fault, &faults };
    pack = NULL;
    fuzz_forget_files();
    if (fuzz_begin()) {
        pack = svc_pack_read("pack", &ear);
        MUST(pack->faults == faults);
        fuzz_end();
    }
    return pack;
}

/* The rows of the table as a file, the columns in the shape's order. */
static void write_rows(const struct svc_pack_table *table, struct svc_buf *out)
{
    size_t count = svc_column_count(table->shape->columns);
    struct svc_head heads[SVC_PACK_WIDEST];
    struct svc_buf room = { 0 };
    const struct svc_writer_options opt = { .format = SVC_FORMAT_CSV };
    for (size_t c = 0; c < count; c++)
        heads[c] = (struct svc_head){ table->shape->columns[c].name, "", SVC_KIND_TEXT };
    struct svc_sink *sink = svc_sink_open_memory(out);
    struct svc_writer *writer = svc_writer_open(sink, &opt, heads, count);
    for (size_t i = 0; i < table->count; i++) {
        for (size_t c = 0; c < count; c++) {
            const char *cell = svc_value_show(&table->shape->columns[c], &table->row[i].values[c], &room);
            svc_write_text(writer, cell, strlen(cell));
        }
        svc_write_row(writer);
    }
    svc_writer_close(writer);
    MUST(svc_sink_close(sink));
    svc_buf_free(&room);
}

static void check_found(const struct svc_pack *pack)
{
    const struct svc_pack_table *table = &pack->table[which];
    for (size_t i = 0; i < table->count; i++) {
        const char *key = table->row[i].key;
        const struct svc_pack_row *row = svc_pack_find(pack, (enum svc_pack_file)which, key, false);
        MUST(row && strcmp(row->key, key) == 0);
    }
    MUST(svc_pack_assumed(pack, NULL, NULL) <= 2 * table->count + 100000);
}

/* Of a row that was wrong in every cell nothing is left to come back. */
static bool says_nothing(const struct svc_pack_table *table, size_t row)
{
    for (size_t c = 0; table->shape->columns[c].name; c++)
        if (svc_value_given(&table->row[row].values[c]))
            return false;
    return true;
}

/* Its first column as the first cell of a line must not make the line a comment, or a header. */
static bool comes_back(const struct svc_pack_table *table)
{
    const char *name = table->shape->columns[0].name;
    for (size_t i = 0; i < table->count; i++) {
        const struct svc_value *first = &table->row[i].values[0];
        if (says_nothing(table, i) || (first->is == SVC_IS_TEXT && (*first->text == '#' || strcmp(first->text, name) == 0)))
            return false;
    }
    return true;
}

static void check_again(const struct svc_pack *pack)
{
    const struct svc_pack_table *table = &pack->table[which];
    struct svc_buf bytes = { 0 };
    write_rows(table, &bytes);
    svc_buf_free(&changed);
    changed = bytes;
    struct svc_pack *again = read_pack();
    MUST(again && again->table[which].count == table->count);
    for (size_t i = 0; i < table->count; i++)
        for (size_t c = 0; table->shape->columns[c].name; c++)
            MUST(svc_value_same(&table->row[i].values[c], &again->table[which].row[i].values[c]));
    svc_pack_free(again);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    char piece[4096];
    (void)argc;
    (void)argv;
    for (int i = 0; i < SVC_PACK_SCORES; i++) {
        char *name = svc_format("policy/%s.csv", svc_pack_shapes[i].name), *path = svc_installed(name);
        FILE *file = fopen(path, "r");
        MUST(file);
        for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
            svc_buf_add(&shipped[i], piece, n);
        fclose(file);
        free(name);
        free(path);
    }
    fuzz_open = pack_file;
    which = SVC_PACK_SCORES;
    struct svc_pack *pack = read_pack();
    MUST(pack && pack->faults == 0);
    svc_pack_free(pack);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = memchr(data, '\n', size);
    which = end ? named((const char *)data, (size_t)(end - data)) : SVC_PACK_SCORES;
    if (which == SVC_PACK_SCORES)
        return -1;
    svc_buf_clear(&changed);
    svc_buf_add(&changed, end + 1, size - (size_t)(end + 1 - data));
    struct svc_pack *pack = read_pack();
    if (pack) {
        check_found(pack);
        if (comes_back(&pack->table[which]))
            check_again(pack);
        svc_pack_free(pack);
    }
    return 0;
}
