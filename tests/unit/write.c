#include "svc/write.h"

#include <errno.h>

#include "sheet-file.h"
#include "svc/read.h"
#include "tap.h"

static const struct svc_head heads[] = {
    { "no", "编号", SVC_KIND_TEXT },
    { "level", "等级", SVC_KIND_INT },
    { "amount", "金额", SVC_KIND_HUNDRED },
    { "note", "备注", SVC_KIND_TEXT },
};

/* What the rows of `fill` look like with these options. */
static char *written(const struct svc_writer_options *opt, const struct svc_head *columns,
                     size_t count, void (*fill)(struct svc_writer *))
{
    struct svc_buf out = { 0 };
    int fd = file_of("", 0);
    replace_stdout(fd);
    struct svc_sink *sink = svc_sink_open(NULL);
    struct svc_writer *writer = svc_writer_open(sink, opt, columns, count);
    fill(writer);
    svc_writer_close(writer);
    bool closed = svc_sink_close(sink);
    restore_stdout();
    ok(closed, "the sink closes");
    lseek(fd, 0, SEEK_SET);
    load(fd, &out);
    close(fd);
    return svc_buf_take(&out);
}

static void text(struct svc_writer *writer, const char *cell)
{
    svc_write_text(writer, cell, cell ? strlen(cell) : 0);
}

static void fill_nothing(struct svc_writer *writer)
{
    is_int((long long)svc_writer_rows(writer), 0, "no rows");
}

static void fill_some(struct svc_writer *writer)
{
    text(writer, "C2026-000001");
    svc_write_number(writer, 3);
    svc_write_number(writer, -100);
    text(writer, "说 \"快,点\"\r\n\t\\");
    svc_write_row(writer);
    text(writer, "0012");
    svc_write_null(writer);
    svc_write_number(writer, 20000);
    text(writer, NULL);
    svc_write_row(writer);
    svc_write_null(writer);
    svc_write_number(writer, INT64_MIN);
    svc_write_number(writer, INT64_MIN);
    text(writer, "");
    svc_write_row(writer);
    svc_write_footer(writer, "under a table");
    is_int((long long)svc_writer_rows(writer), 3, "rows");
}

static void fill_single(struct svc_writer *writer)
{
    svc_write_null(writer);
    svc_write_row(writer);
    text(writer, "x");
    svc_write_row(writer);
    text(writer, "");
    svc_write_row(writer);
}

#define MARK "\xef\xbb\xbf"
#define LEAST "-9223372036854775808,-92233720368547758.08"
#define CSV_ROWS "C2026-000001,3,-1.00,\"说 \"\"快,点\"\"\r\n\t\\\"\n0012,,200.00,\n," LEAST ",\n"
static const struct {
    const char *name;
    struct svc_writer_options opt;
    size_t columns;
    void (*fill)(struct svc_writer *);
    const char *want;
} cases[] = {
    { "CSV", { .format = SVC_FORMAT_CSV }, 4, fill_some, "no,level,amount,note\n" CSV_ROWS },
    { "CSV, Chinese",
      { .format = SVC_FORMAT_CSV, .header = SVC_HEADER_ZH },
      4,
      fill_some,
      "编号,等级,金额,备注\n" CSV_ROWS },
    { "CSV, no header",
      { .format = SVC_FORMAT_CSV, .header = SVC_HEADER_NONE },
      4,
      fill_some,
      CSV_ROWS },
    { "CSV, no rows", { .format = SVC_FORMAT_CSV }, 4, fill_nothing, "no,level,amount,note\n" },
    { "CSV, one column", { .format = SVC_FORMAT_CSV }, 1, fill_single, "no\n\"\"\nx\n\"\"\n" },
    { "excel",
      { .format = SVC_FORMAT_CSV, .excel = true },
      4,
      fill_some,
      MARK "编号,等级,金额,备注\r\nC2026-000001,3,-1.00,\"说 \"\"快,点\"\"\r\n\t\\\"\r\n"
           "\"\t0012\",,200.00,\r\n," LEAST ",\r\n" },
    { "excel in GB18030 has no mark",
      { .format = SVC_FORMAT_CSV, .excel = true, .encoding = "gb18030" },
      1,
      fill_single,
      "\xb1\xe0\xba\xc5\r\n\"\"\r\nx\r\n\"\"\r\n" },
    { "TSV in GB18030",
      { .format = SVC_FORMAT_TSV, .header = SVC_HEADER_NONE, .encoding = "gb18030" },
      4,
      fill_some,
      "C2026-000001\t3\t-1.00\t\xcb\xb5 \"\xbf\xec,\xb5\xe3\"\\r\\n\\t\\\\\n0012\t\t200.00\t\n\t"
      "-9223372036854775808\t-92233720368547758.08\t\n" },
    { "UTF-8 by name", { .format = SVC_FORMAT_CSV, .encoding = "UTF-8" }, 1, fill_single,
      "no\n\"\"\nx\n\"\"\n" },
    { "excel, no header, one column",
      { .format = SVC_FORMAT_CSV, .excel = true, .header = SVC_HEADER_NONE },
      1,
      fill_single,
      MARK "\"\"\r\nx\r\n\"\"\r\n" },
    { "TSV",
      { .format = SVC_FORMAT_TSV, .excel = true },
      4,
      fill_some,
      "no\tlevel\tamount\tnote\n"
      "C2026-000001\t3\t-1.00\t说 \"快,点\"\\r\\n\\t\\\\\n0012\t\t200.00\t\n"
      "\t-9223372036854775808\t-92233720368547758.08\t\n" },
    { "TSV, one column", { .format = SVC_FORMAT_TSV }, 1, fill_single, "no\n\nx\n\n" },
    { "JSON lines",
      { .format = SVC_FORMAT_JSONL, .header = SVC_HEADER_ZH },
      4,
      fill_some,
      "{\"no\":\"C2026-000001\",\"level\":3,\"amount\":-1.00,"
      "\"note\":\"说 \\\"快,点\\\"\\r\\n\\t\\\\\"}\n"
      "{\"no\":\"0012\",\"level\":null,\"amount\":200.00,\"note\":null}\n"
      "{\"no\":null,\"level\":-9223372036854775808,\"amount\":-92233720368547758.08,"
      "\"note\":null}\n" },
    { "table", { .format = SVC_FORMAT_TABLE }, 1, fill_single, "no\n\nx\n\n" },
    { "table of numbers",
      { .format = SVC_FORMAT_TABLE },
      4,
      fill_some,
      "no                           level                 amount  note\n"
      "C2026-000001                     3                  -1.00  说 \"快,点\"\\r\\n\\t\\\n"
      "0012                                               200.00\n"
      "              -9223372036854775808  -92233720368547758.08\n"
      "under a table\n" },
    { "JSON lines, no rows", { .format = SVC_FORMAT_JSONL }, 4, fill_nothing, "" },
};

static void test_formats(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out = written(&cases[i].opt, heads, cases[i].columns, cases[i].fill);
        is_str(out, cases[i].want, cases[i].name);
        free(out);
    }
}

static const char *const guarded[] = {
    "=1+1",
    "+8613800000000",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\r\nx",
    "'",
    "''0012",
    "'x",
    "＝1+1",
    "－x",
    "0",
    "0012",
    "138",
    "440101199003078888",
    "12.5",
    ".5",
    "5.",
    "1e3",
    "1.38E+10",
    "2E-3",
    "1,000",
    "1,000.50",
    "50%",
    "$5",
    "￥200",
    "¥ 200.00",
    "(5)",
    " 12",
    "12 ",
    "１２３",
    "1 1/2",
    "2026-03-01",
    "2026/3/1",
    "2026-3",
    "3/4",
    "3-4",
    "12-1999",
    "1.2.3",
    "2026年",
    "2026年3月",
    "2026年3月1日",
    "3月4日",
    "MAR1",
    "sept 2",
    "1-Mar",
    "1 March 2026",
    "mar-26",
    "May 1, 2026",
    "9:05",
    "09:05:59",
    "9:05:09.5",
    "9:05 PM",
    "9 am",
    "上午9:05",
    "9时5分",
    "9：05",
    "100:00",
    "2026-03-01 09:05:00",
    "2026/3/1 9:05",
    "2026-03-01T09:05:00Z",
    "2026年3月1日 9:05",
    "2026年3月1日 9时5分6秒",
};

static const char *const bare[] = {
    "x",
    "C2026-000001",
    "中文",
    "a=1",
    "1 号楼",
    "12A",
    "3栋",
    "192.168.1.1",
    "010-12345678",
    "2026-000001",
    "第1",
    "marketing 12",
    "May",
    "e3",
    "E3",
    "1e",
    ".",
    "(",
    "-",
    "1/2/3/4",
    "12:",
    ":30",
    "1F5",
    "0x10",
    "10元",
    "1--2",
    "月",
    "上午",
    "（备注）",
    " ",
    "x\ty",
    "2026-03-01至2026-03-31",
};

static void fill_guarded(struct svc_writer *writer)
{
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++) {
        text(writer, guarded[i]);
        svc_write_row(writer);
    }
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++) {
        text(writer, bare[i]);
        svc_write_row(writer);
    }
}

/* Reads the guards as they stand, then with the option that undoes them. */
static void test_guard(void)
{
    const struct svc_writer_options opt = { .format = SVC_FORMAT_CSV, .excel = true };
    char *out = written(&opt, heads, 1, fill_guarded);
    size_t known = sizeof guarded / sizeof *guarded, all = known + sizeof bare / sizeof *bare;
    for (int undo = 0; undo < 2; undo++) {
        int fd = file_of(out, strlen(out));
        const struct svc_reader_options how = { .format = SVC_INPUT_CSV, .excel = undo };
        struct svc_reader *reader = svc_reader_open(fd, "x", &how);
        struct svc_row row;
        size_t i = 0;
        for (; svc_reader_next(reader, &row); i++) {
            /* A lone - is taken for the start of a formula. */
            const char *want = i < known ? guarded[i] : bare[i - known];
            bool guard = i < known || *want == '-';
            const char *got = row.cells[0].text;
            ok(guard && !undo ? *got == '\t' && strcmp(got + 1, want) == 0 : !strcmp(got, want),
               "%s: cell %zu",
               undo    ? "undone"
               : guard ? "guarded"
                       : "bare",
               i);
        }
        is_int((long long)i, (long long)all, "all cells");
        svc_reader_close(reader);
        close(fd);
    }
    free(out);
}

/* A random table of ugly text. */
enum { ROWS = 6, COLUMNS = 5 };
static char *table[ROWS][COLUMNS];
static size_t table_rows, table_columns;

static char *ugly(void)
{
    static const char *const pieces[] = {
        "\"",           "\"\"",     ",", "\n",   "\r\n",       "\t",  "\\",   "\\n",  "\\t", "'",
        "''",           "=",        "-", "+",    "@",          " ",   "中",   "文字", "😀",   "é",
        "\xef\xbb\xbf", "\xc2\xa0", "0", "7",    "2026-03-01", "1e3", "9:05", "x",    "a,b", "；",
        "＝",           "\n\n",     "|", "null",
    };
    struct svc_buf out = { 0 };
    for (size_t n = any(6); n; n--)
        svc_buf_puts(&out, pieces[any(sizeof pieces / sizeof *pieces)]);
    return svc_buf_take(&out);
}

static void fill_ugly(struct svc_writer *writer)
{
    for (size_t i = 0; i < table_rows; i++) {
        for (size_t k = 0; k < table_columns; k++)
            text(writer, table[i][k]);
        svc_write_row(writer);
    }
}

static bool same(const struct svc_row *row, size_t record)
{
    bool equal = row->count == table_columns && row->record == record + 1 && !row->ragged;
    for (size_t k = 0; equal && k < row->count; k++) {
        const char *got = row->cells[k].text, *want = table[record][k];
        equal = *want ? got && strcmp(got, want) == 0 : !got;
    }
    return equal;
}

static bool survives(const char *bytes, size_t chunk, const struct svc_reader_options *how)
{
    pid_t child = 0;
    size_t len = strlen(bytes), record = 0;
    int fd = chunk ? trickle_of(bytes, len, chunk, &child) : file_of(bytes, len);
    struct svc_reader *reader = svc_reader_open(fd, "x", how);
    struct svc_row row;
    while (svc_reader_next(reader, &row) && record < table_rows && same(&row, record))
        record++;
    bool good = record == table_rows && !svc_reader_error(reader);
    svc_reader_close(reader);
    close(fd);
    if (child)
        waitpid(child, NULL, 0);
    return good;
}

/* What is written is read back the same, in every format that is read, however it arrives. */
static void test_round_trips(void)
{
    static const struct svc_head columns[COLUMNS] = {
        { "a", "甲", SVC_KIND_TEXT }, { "b", "乙", SVC_KIND_TEXT }, { "c", "丙", SVC_KIND_TEXT },
        { "d", "丁", SVC_KIND_TEXT }, { "e", "戊", SVC_KIND_TEXT },
    };
    static const struct {
        const char *name;
        struct svc_writer_options out;
        struct svc_reader_options in;
    } modes[] = {
        { "CSV", { .format = SVC_FORMAT_CSV }, { .format = SVC_INPUT_CSV } },
        { "TSV", { .format = SVC_FORMAT_TSV }, { .format = SVC_INPUT_TSV } },
        { "excel",
          { .format = SVC_FORMAT_CSV, .excel = true },
          { .format = SVC_INPUT_CSV, .excel = true } },
    };
    size_t good[3] = { 0 }, tried = 0, trickled = 0;
    for (int turn = 0; turn < 20000; turn++) {
        table_rows = any(ROWS + 1);
        table_columns = 1 + any(COLUMNS);
        for (size_t i = 0; i < table_rows; i++)
            for (size_t k = 0; k < table_columns; k++)
                table[i][k] = ugly();
        for (size_t m = 0; m < 3; m++) {
            struct svc_buf out = { 0 };
            int fd = file_of("", 0);
            replace_stdout(fd);
            struct svc_sink *sink = svc_sink_open("-");
            struct svc_writer *writer =
                svc_writer_open(sink, &modes[m].out, columns, table_columns);
            fill_ugly(writer);
            svc_writer_close(writer);
            svc_sink_close(sink);
            restore_stdout();
            lseek(fd, 0, SEEK_SET);
            load(fd, &out);
            close(fd);
            good[m] += survives(svc_buf_text(&out), 0, &modes[m].in);
            if (turn % 100 == 0)
                trickled += survives(svc_buf_text(&out), 1 + any(5), &modes[m].in);
            svc_buf_free(&out);
        }
        tried++;
        for (size_t i = 0; i < table_rows; i++)
            for (size_t k = 0; k < table_columns; k++)
                free(table[i][k]);
    }
    for (size_t m = 0; m < 3; m++)
        is_int((long long)good[m], (long long)tried, modes[m].name);
    is_int((long long)trickled, 600, "in small pieces");
}

/* How a writer ends that is given these texts for the column "note" in this encoding; what it
 * said is left in `said`. */
static struct svc_buf said;

static int ended(enum svc_format format, const char *encoding, const char *const texts[])
{
    int fd = file_of("", 0), status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        struct svc_writer_options opt = { .format = format, .encoding = encoding };
        dup2(null, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        struct svc_sink *sink = svc_sink_open(NULL);
        struct svc_writer *writer = svc_writer_open(sink, &opt, heads, 4);
        for (; *texts; texts++) {
            text(writer, "C1");
            svc_write_null(writer);
            svc_write_number(writer, 1);
            text(writer, *texts);
            svc_write_row(writer);
        }
        svc_writer_close(writer);
        exit(svc_sink_close(sink) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    lseek(fd, 0, SEEK_SET);
    svc_buf_clear(&said);
    load(fd, &said);
    close(fd);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_encodings(void)
{
    static const char *const good[] = { "好", "x", NULL }, *const bad[] = { "好", "a😀b", NULL };
    static const enum svc_format formats[] = { SVC_FORMAT_CSV, SVC_FORMAT_TSV, SVC_FORMAT_JSONL,
                                               SVC_FORMAT_TABLE };
    static const char *const unknown[] = { "klingon", "", "gbk//TRANSLIT", "gbk//IGNORE", "utf-16" };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        is_int(ended(formats[i], "gbk", good), 0, "all characters are there");
        is_str(svc_buf_text(&said), "", "nothing is said");
        is_int(ended(formats[i], "gb18030", bad), 0, "GB18030 has every character");
        is_int(ended(formats[i], "gbk", bad), 74, "GBK has not");
        ok(strstr(svc_buf_text(&said), "row 2, column \"note\": the character U+1F600 is not in gbk"),
           "row, column and character are told");
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        is_int(ended(SVC_FORMAT_CSV, unknown[i], good), 2, "an encoding that is none");
    svc_buf_free(&said);
}

/* A sheet as a helper reads it: typed, with what stands around the rows. */
static void fill_with_foot(struct svc_writer *writer)
{
    fill_some(writer);
    svc_write_footer(writer, "head #1");
}

static void test_typed(void)
{
    static const struct svc_chart chart = { "图", "no", "amount" }, lost = { "图", "no", "gone" };
    struct svc_writer_options opt = { .format = SVC_FORMAT_XLSX, .header = SVC_HEADER_ZH,
                                      .title = "台账\t1", .split = "note", .chart = &chart };
    char *out = written(&opt, heads, 4, fill_with_foot);
    is_str(out,
           "title\t台账\\t1\ncolumn\t编号\ttext\ncolumn\t等级\tint\n"
           "column\t金额\thundredths\ncolumn\t备注\ttext\nsplit\t3\nchart\t图\t0\t2\n"
           "row\tC2026-000001\t3\t-1.00\t说 \"快,点\"\\r\\n\\t\\\\\n"
           "row\t0012\t\t200.00\t\n"
           "row\t\t-9223372036854775808\t-92233720368547758.08\t\n"
           "foot\tunder a table\nfoot\thead #1\nend\n", "a typed sheet");
    free(out);
    opt = (struct svc_writer_options){ .format = SVC_FORMAT_HTML, .header = SVC_HEADER_NONE,
                                       .chart = &lost, .hidden = true };
    out = written(&opt, heads, 2, fill_nothing);
    is_str(out, "title\t\ncolumn\t编号\ttext\ncolumn\t等级\tint\nheadless\nhidden\nend\n",
           "a typed sheet without rows");
    free(out);
}

/* A worksheet is full: the heading, the rows and what stands below count alike. */
static int filled(enum svc_header header, int64_t rows, bool foot)
{
    struct svc_buf sheet = { 0 };
    int fd = file_of("", 0), status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        const struct svc_writer_options opt = { .format = SVC_FORMAT_XLSX, .header = header };
        dup2(fd, STDERR_FILENO);
        struct svc_sink *sink = svc_sink_open_memory(&sheet);
        struct svc_writer *writer = svc_writer_open(sink, &opt, heads + 1, 1);
        for (int64_t i = 0; i < rows; i++) {
            svc_write_number(writer, i);
            svc_write_row(writer);
        }
        if (foot)
            svc_write_footer(writer, "x");
        svc_writer_close(writer);
        exit(svc_sink_close(sink) ? 0 : 1);
    }
    waitpid(child, &status, 0);
    lseek(fd, 0, SEEK_SET);
    svc_buf_clear(&said);
    load(fd, &said);
    close(fd);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_full_worksheet(void)
{
    is_int(filled(SVC_HEADER_ZH, 1048575, false), 0, "the heading and 1048575 rows");
    is_int(filled(SVC_HEADER_ZH, 1048576, false), 4, "one row more");
    ok(strstr(svc_buf_text(&said), "more than 1048576 lines do not fit on a worksheet\n"
                                   "  choose fewer with --period or a filter, or write CSV"),
       "what to do instead is told");
    is_int(filled(SVC_HEADER_NONE, 1048576, false), 0, "without a heading it fits");
    is_int(filled(SVC_HEADER_ZH, 1048575, true), 4, "nothing fits below");
    svc_buf_free(&said);
}

int main(void)
{
    test_formats();
    test_encodings();
    test_typed();
    test_full_worksheet();
    test_guard();
    test_round_trips();
    return done_testing();
}
