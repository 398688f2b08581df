#include "svc/table.h"

#include "sheet-file.h"
#include "tap.h"

static const struct svc_head heads[] = {
    { "no", "编号", SVC_KIND_TEXT },
    { "amount", "金额", SVC_KIND_HUNDRED },
    { "note", "备注", SVC_KIND_TEXT },
};

static const char *const rows[][3] = {
    { "C2026-000001", "-1.00", "用户反映燃气灶" },
    { "C2", "12345.00", NULL },
    { NULL, NULL,
      "a\n\x1b[31m\t\xe2\x80\xae"
      "b" },
    { "中文", "0.50", "😀 x " },
};

static char *shown(enum svc_header header, size_t width, size_t count, const char *footer)
{
    const struct svc_writer_options opt = { .format = SVC_FORMAT_TABLE,
                                            .header = header,
                                            .width = width };
    struct svc_buf out = { 0 };
    int fd = file_of("", 0);
    replace_stdout(fd);
    struct svc_sink *sink = svc_sink_open(NULL);
    struct svc_table *table = svc_table_open(sink, &opt, heads, 3);
    if (footer)
        svc_table_footer(table, footer);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < 3; k++)
            svc_table_cell(table, rows[i][k], rows[i][k] ? strlen(rows[i][k]) : 0);
        svc_table_row(table);
    }
    svc_table_close(table);
    svc_sink_close(sink);
    restore_stdout();
    lseek(fd, 0, SEEK_SET);
    load(fd, &out);
    close(fd);
    svc_buf_puts(&out, "");
    return svc_buf_take(&out);
}

static void check(enum svc_header header, size_t width, size_t count, const char *footer,
                  const char *want, const char *name)
{
    char *out = shown(header, width, count, footer);
    is_str(out, want, name);
    free(out);
}

int main(void)
{
    check(SVC_HEADER_ID, 0, 4,
          "4 rows, \x1b"
          "1 cut",
          "no              amount  note\n"
          "C2026-000001     -1.00  用户反映燃气灶\n"
          "C2            12345.00\n"
          "                        a\\n\\x1b[31m\\t\\u{202e}b\n"
          "中文              0.50  😀 x\n"
          "4 rows, \\x1b1 cut\n",
          "aligned");
    check(SVC_HEADER_ZH, 31, 4, "a footer is never cut, however long it is",
          "编号              金额  备注\n"
          "C2026-000001     -1.00  用户反…\n"
          "C2            12345.00\n"
          "                        a\\n\\x1…\n"
          "中文              0.50  😀 x\n"
          "a footer is never cut, however long it is\n",
          "cut, a wide character at the edge");
    check(SVC_HEADER_NONE, 38, 1, NULL, "C2026-000001  -1.00  用户反映燃气灶\n", "fits");
    check(SVC_HEADER_NONE, 35, 1, NULL, "C2026-000001  -1.00  用户反映燃气灶\n", "just fits");
    check(SVC_HEADER_NONE, 34, 1, NULL, "C2026-000001  -1.00  用户反映燃气…\n", "just not");
    check(SVC_HEADER_NONE, 1, 2, NULL, "…\n…\n", "one column");
    check(SVC_HEADER_ID, 0, 0, NULL, "no  amount  note\n", "no rows");
    check(SVC_HEADER_NONE, 0, 0, NULL, "", "nothing");
    return done_testing();
}
