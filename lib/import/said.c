/* What is said of a file's columns and cells, by options and by a profile, and what follows from it for each
 * row: whether it is left out, and which word a cell stands for. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/write.h"

/* -- options ---------------------------------------------------------------------------------- */

static struct svc_reader *option_reader(const char *option, const char *text, int *fd)
{
    int ends[2];
    struct svc_reader_options opt = { .format = SVC_INPUT_CSV, .headless = true };
    size_t len = strlen(text);
    if (len > 4000)
        svc_die(SVC_USAGE, "option --%s is too long", option);
    if (pipe2(ends, O_CLOEXEC) != 0 || write(ends[1], text, len) != (ssize_t)len)
        svc_die(SVC_IO, "no pipe: %s", svc_lang_error(errno));
    close(ends[1]);
    *fd = ends[0];
    return svc_reader_open(ends[0], option, &opt);
}

struct svc_said_row *svc_said_add(struct svc_said *said, enum svc_said_kind kind, size_t line)
{
    said->row = svc_grow(said->row, said->count, sizeof *said->row);
    struct svc_said_row *row = &said->row[said->count++];
    *row = (struct svc_said_row){ .kind = kind, .line = line, .at = -1 };
    char **const texts[] = { &row->reg, &row->heading, &row->column, &row->value, &row->word };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = svc_strdup("");
    return row;
}

/* One item of an option's list: OLD=NEW, COL=VALUE or COL. */
static void take_item(struct svc_said *said, enum svc_said_kind kind, const char *item)
{
    struct svc_said_row *row = svc_said_add(said, kind, 0);
    const char *equals = strchr(item, '=');
    if (kind == SVC_SAID_IGNORE) {
        svc_text_set(&row->heading, item);
        return;
    }
    if (kind == SVC_SAID_MAP && (!equals || equals == item || !equals[1]))
        svc_die(SVC_USAGE, "option --map: \"%s\" is not OLD=NEW", item);
    if (!equals)
        svc_die(SVC_USAGE, "option --set: \"%s\" is not COL=VALUE of a known column", item);
    char *left = svc_strndup(item, (size_t)(equals - item));
    svc_text_set(kind == SVC_SAID_MAP ? &row->heading : &row->column, left);
    svc_text_set(kind == SVC_SAID_MAP ? &row->column : &row->value, equals + 1);
    free(left);
}

/* The list is itself one CSV record, so that "b=x,y" carries a comma. */
static void take_option(struct svc_said *said, enum svc_said_kind kind, const char *text)
{
    const char *option = svc_said_kind(kind);
    struct svc_row row;
    size_t records = 0;
    int fd;
    if (!text)
        return;
    struct svc_reader *reader = option_reader(option, text, &fd);
    while (svc_reader_next(reader, &row))
        for (size_t i = (records++, 0); i < row.count; i++)
            take_item(said, kind, row.cells[i].text ? row.cells[i].text : "");
    if (records != 1 || svc_reader_error(reader))
        svc_die(SVC_USAGE, "option --%s: not a list A,B,C as one record of CSV", option);
    svc_reader_close(reader);
    close(fd);
}

/* -- what beats what --------------------------------------------------------------------------- */

/* A row of the profile has the headings left that no option names. */
static void take_away(struct svc_said_row *row, const char *heading)
{
    struct svc_buf left = { 0 };
    const char *part, *rest = row->heading;
    size_t len, count = 0;
    bool joined = strchr(row->heading, '+') && !strchr(row->heading, '|');
    while (svc_text_next(&rest, joined ? '+' : '|', &part, &len)) {
        bool named = svc_heading_same(part, len, heading);
        if (!named)
            svc_buf_printf(&left, "%s%.*s", left.len ? "|" : "", (int)len, part);
        count += named;
    }
    if (count && left.len && !joined)
        svc_text_set(&row->heading, svc_buf_text(&left));
    else if (count || svc_heading_same(row->heading, strlen(row->heading), heading))
        row->beaten = true;
    svc_buf_free(&left);
}

static bool is_naming(const struct svc_said_row *row)
{
    return row->kind == SVC_SAID_MAP || row->kind == SVC_SAID_IGNORE;
}

/* What an option says of a heading or a column is said of it, whatever the profile says. A heading whose
 * column an option brings otherwise is passed over. */
static void beat(struct svc_said_row *row, const struct svc_said_row *by)
{
    bool brings = by->kind == SVC_SAID_SET || by->kind == SVC_SAID_MAP;
    if (is_naming(row) && is_naming(by))
        take_away(row, by->heading);
    if (!brings || !*row->column || strcmp(row->column, by->column) != 0)
        return;
    if (row->kind == SVC_SAID_SET)
        row->beaten = true;
    if (row->kind == SVC_SAID_MAP && !row->beaten) {
        row->kind = SVC_SAID_IGNORE;
        svc_text_set(&row->column, "");
        row->at = -1;
    }
}

static void settle(struct svc_said *said)
{
    for (struct svc_said_row *row = said->row; row < said->row + said->count; row++)
        for (const struct svc_said_row *by = said->row; by < row; by++)
            if (row->line && !row->other && !by->line)
                beat(row, by);
}

struct svc_said *svc_said_open(const struct svc_register *reg)
{
    struct svc_said *said = svc_alloc(sizeof *said);
    take_option(said, SVC_SAID_MAP, svc_shared.map);
    take_option(said, SVC_SAID_SET, svc_shared.set);
    take_option(said, SVC_SAID_IGNORE, svc_shared.ignore);
    for (size_t i = 0; i < said->count; i++)
        svc_text_set(&said->row[i].reg, reg->name);
    if (svc_shared.profile)
        svc_profile_read(said, reg);
    settle(said);
    if (svc_shared.save_profile && !said->count)
        svc_die(SVC_USAGE, "there is nothing to save in a profile\ngive --map, --set, --ignore or --profile, too");
    if (svc_shared.save_profile)
        said->save = svc_file_write_new(svc_shared.save_profile);
    for (const struct svc_said_row *row = said->row; row < said->row + said->count; row++) {
        said->valued = said->valued || (!row->other && row->kind == SVC_SAID_VALUE);
        said->choosy = said->choosy || (!row->other && (row->kind == SVC_SAID_KEEP || row->kind == SVC_SAID_DROP));
    }
    return said;
}

/* -- headings ----------------------------------------------------------------------------------- */

/* A heading stands for itself, and for each of those that + or | part. */
static bool names(const struct svc_said_row *row, const char *text, size_t len)
{
    if (svc_heading_same(text, len, row->heading))
        return true;
    for (const char *p = row->heading; *p;) {
        size_t part = strcspn(p, "+|");
        char *one = svc_strndup(p, part);
        bool same = svc_heading_same(text, len, one);
        free(one);
        if (same)
            return true;
        p += part + (p[part] != '\0');
    }
    return false;
}

const struct svc_said_row *svc_said_names(const struct svc_said *said, enum svc_said_kind kind, const char *heading,
                                          size_t len)
{
    for (const struct svc_said_row *row = said->row; row < said->row + said->count; row++)
        if (!row->other && !row->beaten && (*row->heading || kind == SVC_SAID_IGNORE) && (kind == SVC_SAID_KINDS || row->kind == kind) &&
            names(row, heading, len))
            return row;
    return NULL;
}

enum svc_heading svc_said_heading(const void *of, const char *text, size_t len)
{
    const struct svc_import *in = of;
    return len && svc_said_names(in->said, SVC_SAID_KINDS, text, len) ? svc_heading_kind(text, len)
                                                                        : svc_heading_is(in->reg, text, len);
}

/* -- conditions ----------------------------------------------------------------------------------- */

static bool is_condition(const struct svc_said_row *row)
{
    return !row->other && (row->kind == SVC_SAID_KEEP || row->kind == SVC_SAID_DROP);
}

void svc_said_look(const struct svc_import *in, const struct svc_row *header)
{
    for (struct svc_said_row *row = in->said->row; row < in->said->row + in->said->count; row++) {
        if (!is_condition(row))
            continue;
        row->cells = svc_alloc((header->count + 1) * sizeof *row->cells);
        for (size_t i = 0; i < header->count; i++)
            if (header->cells[i].text && names(row, header->cells[i].text, header->cells[i].len))
                row->cells[row->count++] = i;
        if (!row->count)
            svc_die(SVC_BADINPUT, "%s: no column \"%s\", by which %s:%zu chooses rows; nothing was read further\n"
                    "take a profile without that line, or another file", in->file, row->heading, in->said->profile,
                    row->line);
    }
}

/* What is compared of a cell, however it is padded and whichever width its signs have; a profile's values are
 * kept so. */
static struct svc_cell bare(const struct svc_cell *cell)
{
    static struct svc_buf tidy, narrow;
    struct svc_cell out = { "", cell->len };
    if (out.len)
        out.text = svc_tidy(cell->text, &out.len, &tidy);
    if (out.len)
        out.text = svc_tidy_narrow(out.text, &out.len, &narrow);
    return out;
}

/* Whether what stands there is one of the |-separated values; none is one, too. */
static bool is_one_of(const char *values, const struct svc_cell *cell)
{
    for (const char *p = values;; p++) {
        size_t len = strcspn(p, "|");
        if (len == cell->len && memcmp(p, cell->text, len) == 0)
            return true;
        p += len;
        if (!*p)
            return false;
    }
}

bool svc_said_leaves_out(const struct svc_import *in, const struct svc_row *row)
{
    if (!in->said->choosy)
        return false;
    for (struct svc_said_row *by = in->said->row; by < in->said->row + in->said->count; by++) {
        struct svc_cell cell = { "", 0 };
        for (size_t i = 0; is_condition(by) && i < by->count && !cell.len; i++)
            if (by->cells[i] < row->count)
                cell = bare(&row->cells[by->cells[i]]);
        if (is_condition(by) && is_one_of(by->value, &cell) == (by->kind == SVC_SAID_DROP)) {
            by->left_out++;
            return true;
        }
    }
    return false;
}

struct svc_cell svc_said_value(const struct svc_import *in, size_t column, const struct svc_cell *cell)
{
    const struct svc_said *said = in->said;
    if (!said->valued || !cell->len)
        return *cell;
    struct svc_cell text = bare(cell);
    for (const struct svc_said_row *row = said->row; row < said->row + said->count; row++)
        if (row->kind == SVC_SAID_VALUE && row->at == (int)column && !row->other &&
            strlen(row->value) == text.len && memcmp(row->value, text.text, text.len) == 0)
            return (struct svc_cell){ *row->word ? row->word : NULL, strlen(row->word) };
    return *cell;
}

/* -- what is told, and what is kept -------------------------------------------------------------- */

size_t svc_said_left_out(const struct svc_said *said)
{
    size_t rows = 0;
    for (size_t i = 0; i < said->count; i++)
        rows += said->row[i].left_out;
    return rows;
}

void svc_said_json(const struct svc_said *said, struct svc_buf *out)
{
    const char *lead = "";
    if (!said->profile)
        return;
    svc_buf_printf(out, ",\"profile\":\"%s\",\"left_out\":{", said->digest);
    for (const struct svc_said_row *row = said->row; row < said->row + said->count; row++)
        if (is_condition(row)) {
            svc_buf_printf(out, "%s\"%zu\":%zu", lead, row->line, row->left_out);
            lead = ",";
        }
    svc_buf_putc(out, '}');
}

void svc_said_tell(const struct svc_import *in)
{
    for (const struct svc_said_row *row = in->said->row; row < in->said->row + in->said->count; row++)
        if (row->left_out)
            svc_warn("%s: %zu rows left out by %s:%zu, %s %s", in->file, row->left_out, in->said->profile, row->line,
                     svc_said_kind(row->kind), row->heading);
}

void svc_said_save(const struct svc_import *in)
{
    static const struct svc_head heads[] = {
        { "register", "台账", SVC_KIND_TEXT }, { "kind", "种类", SVC_KIND_TEXT }, { "heading", "表头", SVC_KIND_TEXT },
        { "column", "列", SVC_KIND_TEXT },     { "value", "原值", SVC_KIND_TEXT }, { "word", "取值", SVC_KIND_TEXT }
    };
    struct svc_said *said = in->said;
    struct svc_writer_options opt = { .format = SVC_FORMAT_CSV };
    if (!said || !said->save)
        return;
    struct svc_writer *writer = svc_writer_open(said->save, &opt, heads, sizeof heads / sizeof *heads);
    for (const struct svc_said_row *row = said->row; row < said->row + said->count; row++) {
        const char *const cells[] = { row->reg, svc_said_kind(row->kind), row->heading, row->column, row->value,
                                      row->word };
        for (size_t i = 0; !row->beaten && i < sizeof cells / sizeof *cells; i++)
            svc_write_text(writer, cells[i], strlen(cells[i]));
        if (!row->beaten)
            svc_write_row(writer);
    }
    svc_writer_close(writer);
    if (!svc_file_close(said->save))
        svc_fail(SVC_IO, "cannot write \"%s\": %s", svc_shared.save_profile, svc_lang_error(errno));
    said->save = NULL;
}
