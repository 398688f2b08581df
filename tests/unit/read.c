#include "svc/read.h"

#include <dirent.h>

#include "sheet-file.h"
#include "svc/buf.h"
#include "tap.h"

#define MARK "\xef\xbb\xbf"
#define MISPLACED                                                                                  \
    ": a misplaced quote\nput the whole cell in quotes and double each quote inside it"
#define BACKSLASH                                                                                  \
    ": a backslash that is not \\t, \\n, \\r or \\\\\nwrite it twice, or read the input as CSV"

static const struct svc_reader_options automatic = { .format = SVC_INPUT_AUTO };
static const struct svc_reader_options csv = { .format = SVC_INPUT_CSV };
static const struct svc_reader_options tsv = { .format = SVC_INPUT_TSV };
static const struct svc_reader_options excel = { .format = SVC_INPUT_CSV, .excel = true };
static const struct svc_reader_options headless = { .format = SVC_INPUT_AUTO, .headless = true };
static const struct svc_reader_options gb18030 = { .encoding = "gb18030" };

/* Rows are shown as `line:record:[cell][cell]`, the header with record 0, ragged rows with a !,
 * an empty cell as nothing between the brackets. */
static const struct {
    const char *name;
    const struct svc_reader_options *opt;
    const char *in, *rows, *error;
} cases[] = {
    { "empty", &automatic, "", "", NULL },
    { "a mark alone", &automatic, MARK, "", NULL },
    { "blank lines alone", &automatic, "\n\r\n\n", "", NULL },
    { "header alone", &automatic, "a,b", "1:0:[a][b]\n", NULL },
    { "simple", &automatic, "a,b\n1,2\n", "1:0:[a][b]\n2:1:[1][2]\n", NULL },
    { "no last line end", &automatic, "a,b\n1,2", "1:0:[a][b]\n2:1:[1][2]\n", NULL },
    { "CRLF", &automatic, MARK "a,b\r\n1,2\r\n", "1:0:[a][b]\n2:1:[1][2]\n", NULL },
    { "blank lines", &automatic, "\n\na,b\n\r\n\n1,2\n\n3,4\n\n",
      "3:0:[a][b]\n6:1:[1][2]\n8:2:[3][4]\n", NULL },
    { "empty cells", &automatic, "a,b,c\n,,\n\"\",\"\",\"\"\n,x,\n",
      "1:0:[a][b][c]\n2:1:[][][]\n3:2:[][][]\n4:3:[][x][]\n", NULL },
    { "one empty column", &automatic, "a\n\"\"\n\n1\n\"\"", "1:0:[a]\n2:1:[]\n4:2:[1]\n5:3:[]\n",
      NULL },
    { "spaces stay", &automatic, "a,b\n 1 ,\t2\t\n\" 3 \", 4\n  \n",
      "1:0:[a][b]\n2:1:[ 1 ][\t2\t]\n3:2:[ 3 ][ 4]\n4:3:![  ]\n", NULL },
    { "quotes", &automatic, "a,\"b,c\"\n\"\"\"x\"\"\",\"\"\"\"\n\"1\",\"2\"\r\n",
      "1:0:[a][b,c]\n2:1:[\"x\"][\"]\n3:2:[1][2]\n", NULL },
    { "lines inside quotes", &automatic, "a,b\n\"1\n\n2\",x\n\n3,\"4\r\n\"\n\"\n\",\"\n\n\"\n5,6\n",
      "1:0:[a][b]\n2:1:[1\n\n2][x]\n6:2:[3][4\r\n]\n8:3:[\n][\n\n]\n12:4:[5][6]\n", NULL },
    { "lines in the header", &automatic, "\n\"a\nb\",c\n1,2\n", "2:0:[a\nb][c]\n4:1:[1][2]\n",
      NULL },
    { "ragged", &automatic, "a,b\n1\n1,2\n1,2,3\n",
      "1:0:[a][b]\n2:1:![1]\n3:2:[1][2]\n4:3:![1][2][3]\n", NULL },
    { "concatenated", &automatic,
      "a,b\n1,2\na,b\n3,4\n\"a\",b\n" MARK "a,b\n" MARK "a,c\na," MARK "b\n",
      "1:0:[a][b]\n2:1:[1][2]\n4:2:[3][4]\n7:3:[" MARK "a][c]\n8:4:[a][" MARK "b]\n", NULL },
    { "concatenated, an empty first name", &automatic, ",b\n" MARK ",b\n1,2\n",
      "1:0:[][b]\n3:1:[1][2]\n", NULL },
    { "nearly the header", &automatic, "a,b\na,\nb,a\na,bb\na,b,c\n",
      "1:0:[a][b]\n2:1:[a][]\n3:2:[b][a]\n4:3:[a][bb]\n5:4:![a][b][c]\n", NULL },
    { "headless", &headless, "1\n1,2\n1\n", "1:1:[1]\n2:2:[1][2]\n3:3:[1]\n", NULL },
    { "headless TSV", &headless, "1\t2\n\n3,4\n", "1:1:[1][2]\n3:2:[3,4]\n", NULL },

    { "TSV", &automatic, "a\tb\n1,5\t\"x\"\n\n\t\n", "1:0:[a][b]\n2:1:[1,5][\"x\"]\n4:2:[][]\n",
      NULL },
    { "a comma means CSV", &automatic, "a\tb,c\n1,2\n", "1:0:[a\tb][c]\n2:1:[1][2]\n", NULL },
    { "a tab in CSV", &csv, "a\tb\n1\n", "1:0:[a\tb]\n2:1:[1]\n", NULL },
    { "quoted header with a tab", &automatic, "\"a\nb\tc\",d\n1,2\n",
      "1:0:[a\nb\tc][d]\n3:1:[1][2]\n", NULL },
    { "TSV, escapes", &tsv, "a\tb\\tc\r\n\\\\t\\\\\t\\r\\n\\t\\\\\\n\r\n",
      "1:0:[a][b\tc]\n2:1:[\\t\\][\r\n\t\\\n]\n", NULL },
    { "TSV, one column", &tsv, "a\n\n1\n\n", "1:0:[a]\n2:1:[]\n3:2:[1]\n4:3:[]\n", NULL },
    { "TSV, other escape", &tsv, "a\n1\n2\\x\n", "1:0:[a]\n2:1:[1]\n", "line 3, byte 5" BACKSLASH },
    { "TSV, backslash last", &tsv, "a\tb\n1\\\t2\n", "1:0:[a][b]\n", "line 2, byte 5" BACKSLASH },
    { "TSV, lone \\r", &tsv, "a\n1\\r2\n", "1:0:[a]\n", "line 2, byte 3: \\r without \\n" },
    { "TSV, lone \\r last", &tsv, "a\n1\\r\n", "1:0:[a]\n", "line 2, byte 3: \\r without \\n" },

    { "guarded", &excel, "'a,b\n'0012,'\n''x,x'\n'a,b\n",
      "1:0:[a][b]\n2:1:[0012][]\n3:2:['x][x']\n", NULL },
    { "guarded by a TAB", &excel, "a,b\n\"\t0012\",\"\t'x\"\n", "1:0:[a][b]\n2:1:[0012]['x]\n", NULL },
    { "guarded and quoted", &excel, "a,b\n\"'=1,2\",\"''\"\n", "1:0:[a][b]\n2:1:[=1,2][']\n",
      NULL },
    { "gb18030", &gb18030, "\xd6\xd0,b\n\"\xce\xc4\n\",2\n\xff\n", "1:0:[中][b]\n2:1:[文\n][2]\n",
      "line 4, byte 13: not valid gb18030" },
    { "gb18030, misplaced quote", &gb18030, "\xd6\xd0,b\n\xce\xc4\",2\n", "1:0:[中][b]\n",
      "line 2" MISPLACED },

    { "never closed", &automatic, "a,b\n1,2\n3,\"4\n5,6\n", "1:0:[a][b]\n2:1:[1][2]\n",
      "line 3: a quoted cell that began here is never closed" },
    { "never closed, later line", &automatic, "a,b\n\"x\n\",\"\"\"\n\n", "1:0:[a][b]\n",
      "line 3: a quoted cell that began here is never closed" },
    { "never closed header", &automatic, "\"a", "",
      "line 1: a quoted cell that began here is never closed" },
    { "quote in a bare cell", &automatic, "a,b\n1,2\n3,x\"y\"\n", "1:0:[a][b]\n2:1:[1][2]\n",
      "line 3, byte 11" MISPLACED },
    { "text after the quotes", &automatic, MARK "a,b\n\"1\n\" x,2\n", "1:0:[a][b]\n",
      "line 3, byte 11" MISPLACED },
    { "quotes after the quotes", &automatic, "a,b\n\"1\" \"2\",3\n", "1:0:[a][b]\n",
      "line 2, byte 8" MISPLACED },
    { "bad bytes", &automatic, "a,b\n1,2\n3,\xff\n5,6\n", "1:0:[a][b]\n2:1:[1][2]\n",
      "line 3, byte 10: not valid UTF-8\nif the file comes from Excel or a Chinese system, "
      "add --encoding gb18030" },
    { "an error before bad bytes", &automatic, "a\n1\"\n\xff", "1:0:[a]\n",
      "line 2, byte 3" MISPLACED },
    { "bad bytes before the quotes close", &automatic, "a\n\"1\n\x01\"\n", "1:0:[a]\n",
      "line 3, byte 5: the control character U+0001" },
    { "lone CR", &automatic, "a,b\r1,2\r", "",
      "line 1, byte 3: a carriage return without a line feed\nconvert the line ends to LF or "
      "CRLF" },
    { "lone CR in quotes", &automatic, "a\n\"1\r2\"\n", "1:0:[a]\n",
      "line 2, byte 4: a carriage return without a line feed\nconvert the line ends to LF or "
      "CRLF" },
};

static void show(struct svc_buf *out, const struct svc_row *row)
{
    svc_buf_printf(out, "%zu:%zu:%s", row->line, row->record, row->ragged ? "!" : "");
    for (size_t i = 0; i < row->count; i++) {
        const struct svc_cell *cell = &row->cells[i];
        bool sound = cell->len ? strlen(cell->text) == cell->len : !cell->text;
        svc_buf_printf(out, "[%s]", !sound ? "UNSOUND" : cell->len ? cell->text : "");
    }
    svc_buf_putc(out, '\n');
}

/* Reads everything; the error stands in a last line of its own. */
static char *read_all(int fd, const struct svc_reader_options *opt, bool with_error)
{
    struct svc_buf out = { 0 };
    struct svc_reader *reader = svc_reader_open(fd, "test.csv", opt);
    struct svc_row row;
    if (svc_reader_header(reader, &row))
        show(&out, &row);
    while (svc_reader_next(reader, &row))
        show(&out, &row);
    ok(!svc_reader_next(reader, &row), "the end stays the end");
    if (with_error && svc_reader_error(reader))
        svc_buf_printf(&out, "error %s\n", svc_reader_error(reader));
    svc_reader_close(reader);
    close(fd);
    return svc_buf_take(&out);
}

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i].in);
        struct svc_reader *reader = svc_reader_open(file_of(cases[i].in, len), "x", cases[i].opt);
        struct svc_row row;
        while (svc_reader_next(reader, &row))
            ;
        is_str(svc_reader_error(reader), cases[i].error, cases[i].name);
        svc_reader_close(reader);
        char *rows = read_all(file_of(cases[i].in, len), cases[i].opt, false);
        is_str(rows, cases[i].rows, cases[i].name);
        free(rows);
    }
}

/* However the bytes arrive, the rows, their lines and the error are the same. */
static void compare_chunks(const char *in, size_t len, const struct svc_reader_options *opt,
                           const char *name)
{
    static const size_t chunks[] = { 1, 3, 7, 4099, 65535 };
    char *whole = read_all(file_of(in, len), opt, true);
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        if (i && chunks[i] > len)
            break;
        pid_t writer;
        int fd = trickle_of(in, len, chunks[i], &writer);
        char *rows = read_all(fd, opt, true);
        waitpid(writer, NULL, 0);
        ok(strcmp(rows, whole) == 0, "%s in pieces of %zu", name, chunks[i]);
        free(rows);
    }
    free(whole);
}

static void test_chunks(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        compare_chunks(cases[i].in, strlen(cases[i].in), cases[i].opt, cases[i].name);

    struct svc_buf in = { 0 };
    static const char *const pieces[] = { "x",    ",",    ",\"", "\",", "\"\"",       "\n",
                                          "\r\n", "\n\n", "中",  "😀",   "a,b\n1,2\n", "\",\"",
                                          "\t",   "\\n",  "\\",  "'",   "\"\n\"" };
    for (int turn = 0; turn < 60; turn++) {
        svc_buf_clear(&in);
        svc_buf_puts(&in, turn % 3 ? "h,i\n" : "h\ti\n");
        for (size_t n = any(300); n; n--)
            svc_buf_puts(&in, pieces[any(sizeof pieces / sizeof *pieces)]);
        compare_chunks(in.data, in.len, &automatic, "anything");
    }
    svc_buf_clear(&in);
    for (int i = 0; i < 30000; i++)
        svc_buf_printf(&in, "%d,\"中文\n%d\",%s\r\n", i, i, i % 2 ? "" : "\"\"\"\"");
    compare_chunks(in.data, in.len, &csv, "a large input");
    svc_buf_free(&in);
}

/* Reads `head`, then `count` times `c`, then `tail`, and tells the error. */
static void check_limit(const char *head, char c, size_t count, const char *tail,
                        const struct svc_reader_options *opt, const char *error)
{
    struct svc_buf in = { 0 };
    svc_buf_puts(&in, head);
    memset(svc_buf_reserve(&in, count), c, count);
    in.len += count;
    svc_buf_puts(&in, tail);
    int fd = file_of(in.data, in.len);
    struct svc_reader *reader = svc_reader_open(fd, "x", opt);
    struct svc_row row;
    while (svc_reader_next(reader, &row))
        ;
    is_str(svc_reader_error(reader), error, error ? error : "at the limit");
    ok(svc_reader_bytes(reader) < SVC_RECORD_MAX + 3 * 65536, "reading ends at once");
    svc_reader_close(reader);
    close(fd);
    svc_buf_free(&in);
}

static void test_limits(void)
{
    const size_t cell = SVC_FIELD_MAX, record = SVC_RECORD_MAX, huge = 16 * SVC_RECORD_MAX;
    const char *wide = "line 2: cell 2 is larger than 64 KiB";
    const char *large = "line 2: the record is larger than 1 MiB";
    check_limit("a,b\n1,", 'x', cell, "\n", &csv, NULL);
    check_limit("a,b\n1,", 'x', cell + 1, "\n", &csv, wide);
    check_limit("a,b\n1,\"", '\n', cell, "\"\n", &csv, NULL);
    check_limit("a,b\n1,\"", '\n', cell + 1, "\"\n", &csv, wide);
    check_limit("a\tb\n1\t", 'x', cell, "\n", &tsv, NULL);
    check_limit("a\tb\n1\t", 'x', cell + 1, "", &tsv, wide);
    check_limit("a,b\n'1,'", 'x', cell, "", &excel, NULL);
    check_limit("a\n", 'x', record + 1, "", &csv, large);
    check_limit("a\n", 'x', record, "\r\n", &csv, "line 2: cell 1 is larger than 64 KiB");
    check_limit("a\n", 'x', huge, "\r\n", &csv, large);
    check_limit("a\n", '\t', huge, "\n", &tsv, large);
    check_limit("", 'x', huge, "\n", &automatic, "line 1: the record is larger than 1 MiB");
    check_limit("a,b\n1,\"x\n\",\"", 'y', huge, "\"\n", &csv,
                "line 3: a quoted cell that began here is still open after 1 MiB");
    check_limit("a\n", '"', huge, "\n", &csv, large);
    check_limit("", ',', 199, "\n", &csv, NULL);
    check_limit("", ',', 200, "\n", &csv, "line 1: more than 200 columns");
    check_limit("a\n\"\"", ',', 200, "\n", &csv, "line 2: more than 200 columns");
}

static void test_receipt(void)
{
    int fd = file_of("a,b\r\n1,2\r\n", 10);
    struct svc_reader *reader = svc_reader_open(fd, "may.csv", &automatic);
    struct svc_row row;
    while (svc_reader_next(reader, &row))
        ;
    is_str(svc_reader_name(reader), "may.csv", "the name");
    is_int((long long)svc_reader_bytes(reader), 10, "the bytes");
    const char *sha = "ea14f99c47575613ab22111122c847728c61007f6bfd7b062d02fcb99df3feb0";
    is_str(svc_reader_digest(reader), sha, "the digest");
    is_str(svc_reader_digest(reader), sha, "the digest, again");
    svc_reader_close(reader);
    close(fd);

    fd = open(".", O_RDONLY | O_CLOEXEC);
    reader = svc_reader_open(fd, ".", &automatic);
    ok(!svc_reader_header(reader, &row), "a directory has no header");
    is_str(svc_reader_error(reader), "cannot read: Is a directory", "an unreadable file");
    svc_reader_close(reader);
    close(fd);
}

/* The next JSON string in a file of flat objects, undone; NULL at the end. */
static char *json_string(const char **at)
{
    const char *p = strchr(*at, '"');
    if (!p)
        return NULL;
    struct svc_buf out = { 0 };
    svc_buf_puts(&out, "");
    for (p++; *p && *p != '"'; p++) {
        char c = *p;
        if (c == '\\') {
            p++;
            c = *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p;
        }
        svc_buf_putc(&out, c);
    }
    *at = p + 1;
    return svc_buf_take(&out);
}

/* Every cell under its column's name, in the order of the file, as the JSON has them. */
static void compare_json(struct svc_reader *reader, const char *json, const char *name)
{
    struct svc_row header, row;
    ok(svc_reader_header(reader, &header), "%s: a header", name);
    while (svc_reader_next(reader, &row)) {
        for (size_t i = 0; i < row.count; i++) {
            char *key = json_string(&json), *value = json_string(&json);
            is_str(header.cells[i].text, key, name);
            is_str(row.cells[i].len ? row.cells[i].text : "", value, name);
            free(key);
            free(value);
        }
        ok(!row.ragged, "%s: row %zu", name, row.record);
    }
    char *more = json_string(&json);
    ok(!more && !svc_reader_error(reader), "%s: all of it", name);
    free(more);
}

static void test_spectrum(const char *folder, bool crlf)
{
    DIR *dir = opendir(folder);
    size_t files = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".csv") != 0 || (!crlf && strstr(entry->d_name, "_crlf")))
            continue;
        files++;
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        struct svc_reader *reader = svc_reader_open(fd, path, &automatic);
        if (strcmp(entry->d_name, "location_coordinates.csv") == 0) {
            struct svc_row row;
            while (svc_reader_next(reader, &row))
                ok(false, "%s has no row", path);
            const char *error = svc_reader_error(reader);
            ok(error && strncmp(error, "line 2, byte ", 13) == 0, "%s is refused", path);
        } else {
            snprintf(path, sizeof path, "tests/data/csv-spectrum/json/%.*s.json",
                     (int)(dot - entry->d_name), entry->d_name);
            int json = open(path, O_RDONLY | O_CLOEXEC);
            struct svc_buf want = { 0 };
            load(json, &want);
            compare_json(reader, svc_buf_text(&want), entry->d_name);
            svc_buf_free(&want);
            close(json);
        }
        svc_reader_close(reader);
        close(fd);
    }
    if (dir)
        closedir(dir);
    is_int((long long)files, crlf ? 3 : 9, folder);
}

int main(void)
{
    test_cases();
    test_chunks();
    test_limits();
    test_receipt();
    test_spectrum("tests/data/csv-spectrum/csvs", false);
    test_spectrum("tests/data/csv-spectrum/csvs_crlf_restored", true);
    return done_testing();
}
