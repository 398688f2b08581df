/* read: a table of any bytes becomes rows or is refused, and it does not matter in which pieces they
 * come. What was read and is written again, in every format that can be read, reads back equal; the
 * other formats have a line for each row. */
#include "fuzz.h"
#include "svc/digest.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/text.h"
#include "svc/write.h"

/* A table as it was read: the header first, each cell with its length. */
struct table {
    struct svc_buf rows; /* for comparing */
    struct svc_cell *cells;
    size_t count, width, lines;
    bool ragged;
    char *error;
};

static struct svc_cell kept(struct svc_cell cell)
{
    MUST(cell.len <= SVC_FIELD_MAX);
    MUST(cell.len ? strlen(cell.text) == cell.len && !svc_text_refused(cell.text) : !cell.text);
    return (struct svc_cell){ cell.len ? svc_strndup(cell.text, cell.len) : NULL, cell.len };
}

static void keep_row(struct table *table, const struct svc_row *row, bool located)
{
    MUST(row->count > 0 && row->count <= SVC_COLUMNS_MAX);
    if (located)
        svc_buf_printf(&table->rows, "%zu:%zu:%d", row->line, row->record, row->ragged);
    for (size_t i = 0; i < row->count; i++) {
        table->cells = svc_grow(table->cells, table->count, sizeof *table->cells);
        table->cells[table->count++] = kept(row->cells[i]);
        svc_buf_printf(&table->rows, "[%zu:%s]", row->cells[i].len,
                       row->cells[i].len ? row->cells[i].text : "");
    }
    svc_buf_putc(&table->rows, '\n');
    table->lines++;
    table->ragged = table->ragged || row->ragged;
}

static void read_table(const void *bytes, size_t len, unsigned pieces, const struct svc_reader_options *opt,
                       bool located, struct table *out)
{
    struct svc_row row;
    size_t line = 0;
    int fd = fuzz_file(bytes, len, pieces);
    *out = (struct table){ .width = 0 };
    struct svc_reader *reader = svc_reader_open(fd, "input", opt);
    if (svc_reader_header(reader, &row)) {
        keep_row(out, &row, located);
        line = row.line;
        out->width = row.count;
    }
    for (size_t record = 1; svc_reader_next(reader, &row); record++) {
        MUST(row.record == record && row.line > line);
        MUST(row.ragged == (out->width && row.count != out->width));
        line = row.line;
        keep_row(out, &row, located);
    }
    MUST(!svc_reader_next(reader, &row));
    out->error = svc_strdup(svc_reader_error(reader));
    MUST(out->error || svc_reader_bytes(reader) == len);
    MUST(strlen(svc_reader_digest(reader)) == SVC_DIGEST_HEX - 1);
    svc_reader_close(reader);
    fuzz_forget_files();
}

static void forget(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free((char *)table->cells[i].text);
    free(table->cells);
    free(table->error);
    svc_buf_free(&table->rows);
}

/* Writes the table in a format. */
static void write_table(const struct table *table, const struct svc_writer_options *opt,
                        const struct svc_head *heads, struct svc_buf *out)
{
    struct svc_sink *sink = svc_sink_open_memory(out);
    struct svc_writer *writer = svc_writer_open(sink, opt, heads, table->width);
    for (size_t at = table->width; at < table->count;) {
        for (size_t i = 0; i < table->width; i++, at++)
            svc_write_text(writer, table->cells[at].text, table->cells[at].len);
        svc_write_row(writer);
    }
    MUST(svc_writer_rows(writer) == table->lines - 1);
    svc_writer_close(writer);
    MUST(svc_sink_close(sink));
}

/* The headings of the program's own are plain: one beginning with the guard, with a mark, or a single
 * empty one, is no heading that anything writes. */
static bool is_plain(const struct table *table)
{
    for (size_t i = 0; i < table->width; i++) {
        const char *text = table->cells[i].len ? table->cells[i].text : "";
        if (*text == '\'' || *text == '\t' || strncmp(text, "\xef\xbb\xbf", 3) == 0 || (!*text && table->width == 1))
            return false;
    }
    return table->width > 0 && !table->ragged && !table->error;
}

/* What is written reads back equal. */
static void check_again(const struct table *table, const struct svc_head *heads)
{
    static const struct svc_reader_options
        readers[] = { { .format = SVC_INPUT_CSV }, { .format = SVC_INPUT_TSV },
                      { .format = SVC_INPUT_CSV, .excel = true },
                      { .format = SVC_INPUT_CSV, .encoding = "gb18030" } };
    static const struct svc_writer_options
        writers[] = { { .format = SVC_FORMAT_CSV }, { .format = SVC_FORMAT_TSV },
                      { .format = SVC_FORMAT_CSV, .excel = true },
                      { .format = SVC_FORMAT_CSV, .encoding = "gb18030" } };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        struct svc_buf bytes = { 0 };
        struct table again;
        if (!writers[i].encoding) {
            write_table(table, &writers[i], heads, &bytes);
        } else if (fuzz_begin()) {
            write_table(table, &writers[i], heads, &bytes);
        } else { /* an encoding may lack a character that the input has */
            svc_buf_free(&bytes);
            continue;
        }
        fuzz_end();
        read_table(svc_buf_text(&bytes), bytes.len, 0, &readers[i], false, &again);
        bool both = again.error && strstr(again.error, "the input is UTF-8");
        MUST(both || !again.error);
        MUST(both || strcmp(svc_buf_text(&again.rows), svc_buf_text(&table->rows)) == 0);
        forget(&again);
        svc_buf_free(&bytes);
    }
}

static size_t lines_of(const struct svc_buf *text)
{
    size_t n = 0;
    for (size_t i = 0; i < text->len; i++)
        n += text->data[i] == '\n';
    return n;
}

/* A line for each row, and nothing that a terminal would obey in a table. */
static void check_lines(const struct table *table, const struct svc_head *heads, size_t width)
{
    static const enum svc_format formats[] = { SVC_FORMAT_JSONL, SVC_FORMAT_TABLE, SVC_FORMAT_HTML };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct svc_buf out = { 0 };
        const struct svc_writer_options opt = { .format = formats[i], .width = width };
        write_table(table, &opt, heads, &out);
        MUST(!svc_text_refused(svc_buf_text(&out)));
        if (formats[i] == SVC_FORMAT_HTML)
            MUST(lines_of(&out) == table->lines - 1 + 2 + table->width); /* title, columns, end */
        else
            MUST(lines_of(&out) == table->lines - (formats[i] == SVC_FORMAT_JSONL));
        svc_buf_free(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum svc_input_kind formats[] = { SVC_INPUT_AUTO, SVC_INPUT_CSV, SVC_INPUT_TSV, SVC_INPUT_CSV };
    if (size < 2)
        return -1;
    const struct svc_reader_options opt = { .format = formats[data[0] & 3], .excel = data[0] & 4,
                                            .headless = data[0] & 8,
                                            .encoding = data[0] & 16 ? "gb18030" : NULL };
    struct table table, pieces;
    read_table(data + 2, size - 2, 0, &opt, true, &table);
    read_table(data + 2, size - 2, data[1] + 1u, &opt, true, &pieces);
    MUST(strcmp(svc_buf_text(&table.rows), svc_buf_text(&pieces.rows)) == 0);
    MUST(table.error ? pieces.error && strcmp(table.error, pieces.error) == 0 : !pieces.error);
    forget(&pieces);
    forget(&table);
    read_table(data + 2, size - 2, 0, &opt, false, &table);
    if (is_plain(&table)) {
        struct svc_head *heads = svc_alloc(table.width * sizeof *heads);
        for (size_t i = 0; i < table.width; i++)
            heads[i].id = heads[i].label = table.cells[i].len ? table.cells[i].text : "";
        check_again(&table, heads);
        check_lines(&table, heads, data[1] % 80);
        free(heads);
    }
    forget(&table);
    return 0;
}
