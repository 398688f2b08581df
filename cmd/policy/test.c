/* Facts in, expected deadlines and lines out: what cases expect of a pack, and what came of them. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "policy.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/text.h"

static bool all;

const struct svc_option test_options[] = {
    { .name = "all", .type = SVC_OPT_FLAG, .to = &all, .help = "print what holds, too" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the file of cases" },
    { .name = "line", .type = SVC_TYPE_INT, .label = "行", .help = "its line" },
    { .name = "case", .type = SVC_TYPE_CODE, .label = "用例", .help = "the case" },
    { .name = "register", .type = SVC_TYPE_CODE, .label = "台账", .help = "the register" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "记录", .help = "the record's number" },
    { .name = "what", .type = SVC_TYPE_CODE, .label = "检查项",
      .help = "a column of the register, or lines" },
    { .name = "expected", .type = SVC_TYPE_TEXT, .label = "期望", .help = "what the case expects" },
    { .name = "got", .type = SVC_TYPE_TEXT, .label = "实际", .help = "what came of it" },
    { .name = "result", .type = SVC_TYPE_CODE, .label = "结果", .help = "same or differs",
      .list = "policy.result" },
    { 0 }
};

/* One case while it is judged. */
struct judging {
    struct svc_call *call;
    const struct case_file *file;
    const struct one_case *one;
    const struct loader **listed; /* the registers read so far, and their records */
    struct sheet *list;
    size_t lists;
    struct svc_lines lines; /* once they were asked for */
    bool has_lines;
    size_t checks, differing; /* of all cases */
};

static void tell_check(struct judging *j, const struct case_row *row, const char *record, const char *what,
                       const char *expected, const char *got, bool same)
{
    struct svc_value values[] = {
        svc_value_text(j->file->path), svc_value_number((int64_t)row->line), svc_value_text(j->one->name),
        svc_value_text(row->loader->name), svc_value_text(record), svc_value_text(what),
        svc_value_text(expected), svc_value_text(got), svc_value_text(same ? "same" : "differs")
    };
    j->checks++;
    j->differing += !same;
    if (all || !same)
        svc_print_row(j->call, values);
}

/* -- the record of a row ------------------------------------------------------------------------ */

static const struct sheet *list_of(struct judging *j, const struct loader *loader)
{
    for (size_t i = 0; i < j->lists; i++)
        if (j->listed[i] == loader)
            return &j->list[i];
    j->listed = svc_grow(j->listed, j->lists, sizeof *j->listed);
    j->list = svc_grow(j->list, j->lists, sizeof *j->list);
    j->listed[j->lists] = loader;
    j->list[j->lists] = cases_list(loader, j->one);
    return &j->list[j->lists++];
}

static size_t row_with(const struct sheet *sheet, int column, const char *text)
{
    for (size_t r = 1; column >= 0 && text && r < sheet->rows; r++)
        if (sheet->cell[r][column] && strcmp(sheet->cell[r][column], text) == 0)
            return r;
    return 0;
}

/* The record's row in what `list` prints; 0 when there is none. A case has one source, or names its
 * numbers apart. */
static size_t find_record(struct judging *j, const struct case_row *row, const struct sheet *sheet)
{
    const char *key = case_fact(j->file, row, sheet->cell[0][0]);
    char *source_no = key ? NULL : case_source_no(j->file, row);
    size_t at = key ? row_with(sheet, 0, key)
                    : row_with(sheet, sheet_column(sheet, "source_no"), source_no);
    free(source_no);
    return at;
}

/* -- lines -------------------------------------------------------------------------------------- */

static void read_lines(struct judging *j)
{
    struct svc_db *db = cases_open(j->one, SVC_DB_READ);
    svc_begin_read(db);
    j->lines = cases_lines(db);
    svc_end_read(db);
    svc_db_close(db);
    j->has_lines = true;
}

/* A line's record is the case's, or a round of it: C2026-000001/2. */
static bool is_about(const struct svc_line *line, const char *record)
{
    size_t len = strlen(record);
    return line->record && strncmp(line->record, record, len) == 0 &&
           (!line->record[len] || line->record[len] == '/');
}

/* clause/subject/points/amount/status, as an expectation is written. */
static char *entry_of(const struct svc_line *line)
{
    char points[SVC_NUM_SIZE], amount[SVC_NUM_SIZE];
    return svc_format("%s/%s/%s/%s/%s", line->clause, line->subject,
                      svc_hundredths_format(line->points, points),
                      svc_hundredths_format(line->amount, amount), line->status);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct entries {
    char **text;
    size_t count;
};

static void free_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        free(entries->text[i]);
    free(entries->text);
}

static void add_entry(struct entries *entries, char *text)
{
    entries->text = svc_grow(entries->text, entries->count, sizeof *entries->text);
    entries->text[entries->count++] = text;
}

static struct entries lines_of(struct judging *j, const char *record)
{
    struct entries entries = { .count = 0 };
    if (!j->has_lines)
        read_lines(j);
    for (size_t i = 0; i < j->lines.count; i++)
        if (is_about(&j->lines.line[i], record))
            add_entry(&entries, entry_of(&j->lines.line[i]));
    if (entries.count > 1)
        qsort(entries.text, entries.count, sizeof *entries.text, by_text);
    return entries;
}

static bool same_number(const char *expected, const char *got)
{
    int64_t a = 0, b = 0;
    return (!*expected || !svc_hundredths_parse(expected, &a)) && !svc_hundredths_parse(got, &b) && a == b;
}

/* An expectation may leave out what stands last; a number may be written in any of its ways. */
static bool fits(const char *expected, const char *got)
{
    const char *word, *is;
    size_t len, is_len;
    for (int field = 0; svc_text_next(&expected, '/', &word, &len); field++) {
        if (!svc_text_next(&got, '/', &is, &is_len))
            return false;
        char *a = svc_strndup(word, len), *b = svc_strndup(is, is_len);
        bool same = field == 2 || field == 3 ? same_number(a, b) : strcmp(a, b) == 0;
        free(a);
        free(b);
        if (!same)
            return false;
    }
    return true;
}

static size_t fields_in(const char *entry)
{
    size_t count = 1;
    for (; *entry; entry++)
        count += *entry == '/';
    return count;
}

/* Those that say most choose first: what fits them fits every shorter one that they leave a line to. */
static int by_fields(const void *a, const void *b)
{
    size_t x = fields_in(*(char *const *)a), y = fields_in(*(char *const *)b);
    return x > y ? -1 : x < y;
}

static bool all_fit(const char *expected, const struct entries *got)
{
    struct entries wanted = { .count = 0 };
    bool *taken = svc_alloc(got->count + 1), fit = true;
    const char *word;
    size_t len;
    while (strcmp(expected, "-") != 0 && svc_text_next(&expected, ';', &word, &len))
        if (len)
            add_entry(&wanted, svc_strndup(word, len));
    if (wanted.count > 1)
        qsort(wanted.text, wanted.count, sizeof *wanted.text, by_fields);
    for (size_t w = 0; w < wanted.count && fit; w++) {
        size_t i = 0;
        while (i < got->count && (taken[i] || !fits(wanted.text[w], got->text[i])))
            i++;
        fit = i < got->count;
        taken[fit ? i : got->count] = true;
    }
    fit = fit && wanted.count == got->count;
    free_entries(&wanted);
    free(taken);
    return fit;
}

static void check_lines(struct judging *j, const struct case_row *row, const char *record,
                        const char *expected)
{
    struct entries got = lines_of(j, record);
    struct svc_buf text = { 0 };
    for (size_t i = 0; i < got.count; i++)
        svc_buf_printf(&text, "%s%s", i ? ";" : "", got.text[i]);
    tell_check(j, row, record, "lines", expected, got.count ? text.data : "-", all_fit(expected, &got));
    svc_buf_free(&text);
    free_entries(&got);
}

/* -- a case ------------------------------------------------------------------------------------- */

static void check_row(struct judging *j, const struct case_row *row)
{
    const struct sheet *sheet = NULL;
    size_t at = 0;
    for (size_t i = 0; i < j->file->width; i++) {
        const struct heading *h = &j->file->heading[i];
        if (!h->expects || !row->cell[i])
            continue;
        if (!sheet) {
            sheet = list_of(j, row->loader);
            at = find_record(j, row, sheet);
        }
        const char *record = at ? sheet->cell[at][0] : NULL;
        if (!record) {
            tell_check(j, row, NULL, h->name, row->cell[i], NULL, false);
        } else if (strcmp(h->name, "lines") == 0) {
            check_lines(j, row, record, row->cell[i]);
        } else {
            const char *column = loader_column(row->loader, h->name);
            const char *got = sheet->cell[at][sheet_column(sheet, column)];
            tell_check(j, row, record, column, row->cell[i], got ? got : "-",
                       strcmp(row->cell[i], got ? got : "-") == 0);
        }
    }
}

static void judge(struct judging *j)
{
    for (size_t i = 0; i < j->one->count; i++)
        check_row(j, j->one->row[i]);
    for (size_t i = 0; i < j->lists; i++)
        sheet_free(&j->list[i]);
    free(j->listed);
    free(j->list);
    svc_lines_free(&j->lines);
    *j = (struct judging){ .call = j->call, .file = j->file, .checks = j->checks, .differing = j->differing };
}

int policy_test(struct svc_call *call)
{
    struct cases cases = cases_read(call);
    struct judging j = { .call = call };
    size_t count = 0;
    svc_when now = svc_now();
    svc_pack_free(cases_pack(&cases));
    svc_print_begin(call, columns);
    for (size_t f = 0; f < cases.count; f++) {
        j.file = &cases.file[f];
        for (size_t c = 0; c < j.file->count; c++, count++) {
            j.one = &j.file->one[c];
            if (cases_load(&cases, j.file, j.one))
                judge(&j);
        }
    }
    svc_now_set(now);
    if (svc_shared.verbose)
        svc_warn("cases: %zu, checks: %zu, differing: %zu", count, j.checks, j.differing);
    int code = svc_finish(call);
    return code == SVC_OK && j.differing > 0 ? SVC_NO : code;
}
