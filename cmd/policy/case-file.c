/* Case files, read and checked before anything is loaded. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/text.h"
#include "svc/word.h"

/* -- sheets ---------------------------------------------------------------------------------- */

static void add_row(struct sheet *sheet, const struct svc_row *row)
{
    char **cells = svc_alloc((row->count + 1) * sizeof *cells);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = svc_strndup(row->cells[i].text, row->cells[i].len);
    sheet->cell = svc_grow(sheet->cell, sheet->rows, sizeof *sheet->cell);
    sheet->line = svc_grow(sheet->line, sheet->rows, sizeof *sheet->line);
    sheet->cell[sheet->rows] = cells;
    sheet->line[sheet->rows++] = row->line;
}

static bool is_comment(const struct svc_row *row)
{
    return row->count && row->cells[0].text && row->cells[0].text[0] == '#';
}

struct sheet sheet_read(int fd, const char *name, char **why)
{
    static const struct svc_reader_options options = { .format = SVC_INPUT_AUTO,
                                                         .headless = true };
    struct sheet sheet = { .rows = 0 };
    struct svc_row row;
    struct svc_reader *reader = svc_reader_open(fd, name, &options);
    *why = NULL;
    while (!*why && svc_reader_next(reader, &row)) {
        if (is_comment(&row))
            continue;
        if (!sheet.rows)
            sheet.width = row.count;
        if (row.count != sheet.width)
            *why = svc_format(_("line %zu: has %zu cells, the heading has %zu"), row.line, row.count,
                              sheet.width);
        else
            add_row(&sheet, &row);
    }
    if (!*why)
        *why = svc_strdup(svc_reader_error(reader));
    svc_reader_close(reader);
    return sheet;
}

void sheet_free(struct sheet *sheet)
{
    for (size_t r = 0; r < sheet->rows; r++) {
        for (size_t i = 0; i < sheet->width; i++)
            free(sheet->cell[r][i]);
        free(sheet->cell[r]);
    }
    free(sheet->cell);
    free(sheet->line);
    *sheet = (struct sheet){ .rows = 0 };
}

int sheet_column(const struct sheet *sheet, const char *name)
{
    for (size_t i = 0; sheet->rows && i < sheet->width; i++)
        if (sheet->cell[0][i] && strcmp(sheet->cell[0][i], name) == 0)
            return (int)i;
    return -1;
}

/* -- facts ----------------------------------------------------------------------------------- */

/* The heading is this row's to fill. */
static bool is_of(const struct heading *heading, const struct case_row *row)
{
    return !heading->noun || strcmp(heading->noun, row->loader->noun) == 0;
}

const char *case_fact(const struct case_file *file, const struct case_row *row, const char *name)
{
    for (size_t i = 0; i < file->width; i++) {
        const struct heading *h = &file->heading[i];
        if (!h->name || h->expects || !row->cell[i] || !is_of(h, row))
            continue;
        const char *column = row->loader->verb ? h->name : loader_column(row->loader, h->name);
        if (column && strcmp(column, name) == 0)
            return row->cell[i];
    }
    return NULL;
}

/* The column by which the register's records are known. */
static const char *key_of(const struct loader *loader)
{
    return loader->columns.cell[1][0];
}

bool case_only_asks(const struct case_file *file, const struct case_row *row)
{
    size_t facts = 0;
    for (size_t i = 0; i < file->width; i++)
        facts += file->heading[i].name && !file->heading[i].expects && row->cell[i];
    return facts == 1 && row->loader->listed && case_fact(file, row, key_of(row->loader));
}

char *case_source_no(const struct case_file *file, const struct case_row *row)
{
    const char *given = case_fact(file, row, "source_no");
    if (!row->loader->listed || case_fact(file, row, key_of(row->loader)) ||
        !loader_column(row->loader, "source_no"))
        return NULL;
    return given ? svc_strdup(given) : svc_format("%zu", row->line);
}

/* -- reading --------------------------------------------------------------------------------- */

/* The columns that are the case file's own. */
enum { CASE, REGISTER, NOW, OWN };
static const char *const own[OWN] = { "case", "register", "now" };

struct reading {
    struct cases *cases;
    struct case_file *file;
    struct sheet sheet;
    int own[OWN];
    const char *alone; /* the one register that the file names; NULL: several, or none */
    bool several;
};

static void __attribute__((format(printf, 3, 4)))
fault(const struct reading *in, size_t line, const char *fmt, ...)
{
    va_list args;
    struct svc_buf text = { 0 };
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, svc_tr(fmt), args);
    va_end(args);
    va_start(args, fmt);
    vsnprintf(svc_buf_reserve(&text, (size_t)len + 1), (size_t)len + 1, svc_tr(fmt), args);
    va_end(args);
    svc_fail(SVC_BADINPUT, "%s:%zu: %s", in->file->path, line, text.data);
    svc_buf_free(&text);
}

/* `=close_due`, `callback.register` or `received_at`. */
static void read_heading(struct reading *in, size_t i)
{
    struct heading *heading = &in->file->heading[i];
    const char *text = in->sheet.cell[0][i];
    for (int o = 0; o < OWN; o++)
        if (in->own[o] == (int)i)
            return;
    if (!text || !text[text[0] == '=']) {
        fault(in, in->sheet.line[0], "column %zu has no name", i + 1);
        return;
    }
    heading->expects = *text == '=';
    text += heading->expects;
    const char *dot = strchr(text, '.');
    heading->noun = dot ? svc_strndup(text, (size_t)(dot - text)) : NULL;
    heading->name = svc_strdup(dot ? dot + 1 : text);
    heading->option = svc_format("--%s", heading->name);
    for (size_t j = 0; j < i; j++)
        if (in->sheet.cell[0][j] && strcmp(in->sheet.cell[0][j], in->sheet.cell[0][i]) == 0)
            fault(in, in->sheet.line[0], "column \"%s\" comes twice", in->sheet.cell[0][i]);
}

static const char *cell(const struct reading *in, size_t row, int own_column)
{
    return in->own[own_column] < 0 ? NULL : in->sheet.cell[row][in->own[own_column]];
}

/* A file about one register need name it once, or bear its name: order.csv. */
static void find_alone(struct reading *in)
{
    const char *slash = strrchr(in->file->path, '/'), *why;
    for (size_t r = 1; r < in->sheet.rows; r++) {
        const char *name = cell(in, r, REGISTER);
        in->several |= name && in->alone && strcmp(name, in->alone) != 0;
        in->alone = name ? name : in->alone;
    }
    if (in->alone)
        return;
    const char *base = slash ? slash + 1 : in->file->path;
    char *name = svc_strndup(base, strcspn(base, "."));
    if (loader_find(name, &why))
        in->alone = name;
}

static struct one_case *case_of(struct case_file *file, const char *name, svc_when now)
{
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->one[i].name, name) == 0)
            return &file->one[i];
    file->one = svc_grow(file->one, file->count, sizeof *file->one);
    file->one[file->count] = (struct one_case){ .name = name, .now = now };
    return &file->one[file->count++];
}

/* The moment of a row: its own, else that of the case's row before it, else the present. */
static svc_when moment_of(struct reading *in, size_t r, const struct one_case *one)
{
    svc_when when = one->count ? one->row[one->count - 1]->now : svc_now();
    const char *text = cell(in, r, NOW);
    const char *why = text ? svc_when_read(text, &when) : NULL;
    if (why)
        fault(in, in->sheet.line[r], "column \"now\": %s", why);
    return when;
}

/* The nearest of a register's columns, for a message. */
static char *near_column(const struct loader *loader, const char *name)
{
    struct svc_buf words = { 0 };
    struct svc_word near;
    for (size_t i = 1; i < loader->columns.rows; i++)
        svc_buf_printf(&words, "%s%s", i > 1 ? "|" : "", loader->columns.cell[i][0]);
    bool found = svc_word_nearest(svc_buf_text(&words), name, strlen(name), &near);
    char *text = found ? svc_format(_("; did you mean \"%.*s\"?"), (int)near.code_len, near.code)
                       : svc_strdup("");
    svc_buf_free(&words);
    return text;
}

static void refuse_column(struct reading *in, size_t line, const struct loader *loader,
                          const char *heading, const char *name)
{
    char *near = near_column(loader, name);
    fault(in, line, "column \"%s\" is none of %s%s\nsvc-%s columns%s%s lists them", heading,
          loader->name, near, loader->noun, loader->word ? " " : "", loader->word ? loader->word : "");
    free(near);
}

/* What a row fills must be a column of its register, and what it expects one that `list` prints. */
static void check_cells(struct reading *in, const struct case_row *row)
{
    size_t facts = 0, expected = 0;
    for (size_t i = 0; i < in->file->width; i++) {
        const struct heading *h = &in->file->heading[i];
        const char *text = in->sheet.cell[0][i];
        if (!h->name || !row->cell[i])
            continue;
        facts += !h->expects;
        expected += h->expects;
        bool lines = h->expects && strcmp(h->name, "lines") == 0;
        if (!is_of(h, row))
            fault(in, row->line, "column \"%s\" is not for %s", text, row->loader->name);
        else if (!lines && !row->loader->verb && !loader_column(row->loader, h->name))
            refuse_column(in, row->line, row->loader, text, h->name);
    }
    if (facts == 0)
        fault(in, row->line, "has no facts");
    if (expected && !row->loader->listed)
        fault(in, row->line, "nothing can be expected of a step\n"
              "expect it in a row of its own that names the record");
    else if (expected && !case_fact(in->file, row, key_of(row->loader)) &&
             !loader_column(row->loader, "source_no"))
        fault(in, row->line, "needs \"%s\": by what else is the record known", key_of(row->loader));
}

static void add_case_row(struct reading *in, size_t r, const char **last)
{
    size_t line = in->sheet.line[r];
    const char *name = cell(in, r, CASE), *word = cell(in, r, REGISTER), *why = NULL;
    *last = name ? name : *last;
    if (!*last) {
        fault(in, line, "column \"case\" is empty: the first row names its case");
        return;
    }
    word = word ? word : in->several ? NULL : in->alone;
    const struct loader *loader = word ? loader_find(word, &why) : NULL;
    if (!loader) {
        fault(in, line, "column \"register\": %s", why ? why : _("is empty, and the file names several, or none"));
        return;
    }
    struct one_case *one = case_of(in->file, *last, svc_now());
    struct case_row *row = svc_alloc(sizeof *row);
    *row = (struct case_row){ .line = line, .loader = loader, .cell = in->sheet.cell[r],
                              .now = moment_of(in, r, one) };
    one->row = svc_grow(one->row, one->count, sizeof *one->row);
    one->row[one->count++] = row;
    one->now = one->count == 1 || row->now > one->now ? row->now : one->now;
    if (!in->cases->first || row->now < in->cases->first)
        in->cases->first = row->now;
    check_cells(in, row);
}

/* A column that no row fills is a word that is misspelt as likely as one that is filled. */
static void check_headings(struct reading *in)
{
    for (size_t i = 0; i < in->file->width; i++) {
        const struct heading *h = &in->file->heading[i];
        const struct loader *loader = NULL;
        bool known = !h->name || (h->expects && strcmp(h->name, "lines") == 0);
        for (size_t c = 0; c < in->file->count; c++)
            for (size_t r = 0; r < in->file->one[c].count; r++) {
                const struct case_row *row = in->file->one[c].row[r];
                known |= row->cell[i] || row->loader->verb || loader_column(row->loader, h->name ? h->name : "");
                loader = row->loader;
            }
        if (!known && loader)
            refuse_column(in, in->sheet.line[0], loader, in->sheet.cell[0][i], h->name);
    }
}

static void read_file(struct cases *cases, struct case_file *file)
{
    struct reading in = { .cases = cases, .file = file };
    char *why = NULL;
    const char *last = NULL;
    int fd = svc_file_read(file->path);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s; nothing was tested", file->path, svc_lang_error(errno));
    in.sheet = sheet_read(fd, file->path, &why);
    close(fd);
    if (why) {
        svc_fail(SVC_BADINPUT, "%s: %s", file->path, why);
        free(why);
        return;
    }
    if (in.sheet.rows < 2) {
        svc_fail(SVC_BADINPUT, "%s: has no cases", file->path);
        return;
    }
    for (int o = 0; o < OWN; o++)
        in.own[o] = sheet_column(&in.sheet, own[o]);
    file->width = in.sheet.width;
    file->heading = svc_alloc(file->width * sizeof *file->heading);
    for (size_t i = 0; i < file->width; i++)
        read_heading(&in, i);
    if (in.own[CASE] < 0)
        fault(&in, in.sheet.line[0], "has no column \"case\"");
    find_alone(&in);
    for (size_t r = 1; r < in.sheet.rows && in.own[CASE] >= 0; r++)
        add_case_row(&in, r, &last);
    check_headings(&in);
}

/* -- which files ------------------------------------------------------------------------------ */

/* The company's files stand beside the cases, and are none. */
static bool is_company(const char *path)
{
    const char *slash = strrchr(path, '/');
    return svc_text_in("depts.csv|persons.csv|customers.csv", '|', slash ? slash + 1 : path);
}

static void add_file(struct cases *cases, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (is_company(path))
        return;
    cases->file = svc_grow(cases->file, cases->count, sizeof *cases->file);
    cases->file[cases->count++] = (struct case_file){
        .path = path, .folder = slash ? svc_strndup(path, (size_t)(slash - path)) : svc_strdup(".") };
}

static int is_csv(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".csv") == 0;
}

/* Those of the pack itself. */
static void add_folder(struct cases *cases)
{
    struct dirent **entry;
    char *folder = cases->dir ? svc_format("%s/cases", cases->dir) : svc_installed("policy/cases");
    int count = scandir(folder, &entry, is_csv, alphasort);
    for (int i = 0; i < count; i++)
        add_file(cases, svc_format("%s/%s", folder, entry[i]->d_name));
    if (!cases->count)
        svc_die(SVC_BADINPUT, "\"%s\" has no cases; nothing was tested\nname their files", folder);
    free(folder);
}

struct cases cases_read(struct svc_call *call)
{
    struct cases cases = { .count = 0 };
    struct stat st;
    int from = call->count && stat(call->operand[0], &st) == 0 && S_ISDIR(st.st_mode);
    cases.dir = from ? call->operand[0] : NULL;
    for (int i = from; i < call->count; i++)
        add_file(&cases, call->operand[i]);
    if (call->count == from)
        add_folder(&cases);
    if (!cases.count)
        svc_die(SVC_USAGE, "no file of cases is named, only the company's");
    for (size_t i = 0; i < cases.count; i++)
        read_file(&cases, &cases.file[i]);
    if (svc_worst() != SVC_OK)
        svc_die(svc_worst(), "nothing was tested");
    return cases;
}

struct svc_pack *cases_pack(const struct cases *cases)
{
    struct svc_pack *pack = svc_pack_read(cases->dir, &svc_pack_aloud);
    if (pack->faults > 0)
        svc_die(SVC_CONFIG, "faults of the pack: %zu; nothing was tested", pack->faults);
    if (pack->alone)
        svc_die(SVC_CONFIG, "a calendar alone is no pack; nothing was tested");
    return pack;
}
