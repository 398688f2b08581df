/* The header of an import: what options and profile make of the file's columns. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

/* A line of data in the header's place must not be told: neither numbers nor long texts. */
static bool like_a_name(const char *name)
{
    enum { LONG = 60, DIGITS = 5 };
    return strlen(name) <= LONG && strcspn(name, "0123456789") + DIGITS > strlen(name);
}

/* One more that is unknown: all of them are told together. */
static void note_unknown(const struct svc_import *in, struct svc_buf *unknown, const char *name, size_t at)
{
    const char *lead = unknown->len ? _(", ") : "", *near = like_a_name(name) ? svc_heading_near(in->reg, name) : NULL;
    if (!like_a_name(name))
        svc_buf_printf(unknown, _("%scolumn %zu"), lead, at + 1);
    else if (near)
        svc_buf_printf(unknown, _("%s\"%s\" (near it: %s)"), lead, name, near);
    else
        svc_buf_printf(unknown, _("%s\"%s\""), lead, name);
}

/* `none`: nothing is known, so that the row may be a record, which is not repeated. */
static _Noreturn void unknown_columns(const struct svc_import *in, const struct svc_buf *unknown, bool none,
                                      bool record)
{
    struct svc_buf known = { 0 };
    for (size_t i = 0; i < in->columns; i++)
        if (!(in->reg->columns[i].flags & SVC_INNER))
            svc_buf_word(&known, in->reg->columns[i].name);
    if (none && record)
        svc_die(SVC_BADINPUT, "%s: the first row has no headings; nothing was read further\n"
                "put a heading first, or say where it stands with --heading-row; known: %s", in->file, known.data);
    if (none)
        svc_die(SVC_BADINPUT, "%s: no heading is known: %s; nothing was read further\n"
                "put a heading first, say where it stands with --heading-row, or rename it with --map; known: %s",
                in->file, unknown->data, known.data);
    svc_die(SVC_BADINPUT, "%s: unknown columns: %s; nothing was read further\n"
            "rename them with --map, leave them out with --ignore; known: %s", in->file, unknown->data,
            known.data);
}

static void give(struct svc_import *in, int at, const char *heading)
{
    const char *name = in->reg->columns[at].name;
    if (in->given[at] && strcmp(heading, name) != 0 && like_a_name(heading))
        svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice, once as \"%s\"; nothing was read further\n"
                "leave one of the two out with --ignore", in->file, name, heading);
    if (in->given[at])
        svc_die(SVC_BADINPUT, "%s: column \"%s\" comes twice; nothing was read further", in->file,
                name);
    in->given[at] = true;
}

struct svc_taken *svc_import_takes(struct svc_import_input *file, int column, size_t cell)
{
    file->taken = svc_grow(file->taken, file->taken_count, sizeof *file->taken);
    struct svc_taken *taken = &file->taken[file->taken_count++];
    *taken = (struct svc_taken){ .column = column };
    taken->cells = svc_grow(taken->cells, taken->count, sizeof *taken->cells);
    taken->cells[taken->count++] = cell;
    return taken;
}

/* What is read of the header. */
struct header {
    const struct svc_row *row;
    bool *claimed;          /* by file column: something said what it is */
    struct svc_buf unknown; /* those of which nobody knows */
    bool known;             /* of one somebody does */
};

/* The file's column of this heading, SIZE_MAX for none. */
static size_t file_column(const struct svc_row *header, const char *name, size_t len)
{
    for (size_t i = 0; i < header->count; i++)
        if (header->cells[i].text && svc_heading_same(name, len, header->cells[i].text))
            return i;
    return SIZE_MAX;
}

/* The file's columns that a heading names: one of that heading; all that + parts, 日期+时间, whose cells stand
 * one behind the other; those that are there of what | parts. False where the file has none such. */
static bool find_cells(const struct svc_row *header, const char *heading, struct svc_taken *out)
{
    const char *part, *rest = heading, sign = strchr(heading, '|') ? '|' : '+';
    size_t len, at = file_column(header, heading, strlen(heading));
    *out = (struct svc_taken){ .cells = svc_alloc((header->count + 1) * sizeof *out->cells), .either = sign == '|' };
    if (at != SIZE_MAX) {
        out->cells[out->count++] = at;
        return true;
    }
    while (strchr(heading, sign) && out->count < header->count && svc_text_next(&rest, sign, &part, &len)) {
        at = file_column(header, part, len);
        bool again = out->count && at == out->cells[out->count - 1];
        if (sign == '+' && (at == SIZE_MAX || again))
            return false;
        if (at != SIZE_MAX && !again)
            out->cells[out->count++] = at;
    }
    return out->count > 0;
}

/* Nobody has a use for the column that a heading was mapped to, or it is ours alone. */
static bool is_mapped_to(struct svc_import *in, struct header *header, const struct svc_said_row *said, size_t cell)
{
    if (said->at >= 0 && !(in->reg->columns[said->at].flags & (SVC_INNER | SVC_OWN)))
        return true;
    if (said->at < 0 || in->reg->columns[said->at].flags & SVC_INNER)
        note_unknown(in, &header->unknown, said->column, cell);
    return false;
}

/* A heading that an option maps has to be there; a profile is for many files. */
static void take_map(struct svc_import *in, struct svc_import_input *file, struct header *header,
                     struct svc_said_row *said)
{
    struct svc_taken taken;
    bool found = find_cells(header->row, said->heading, &taken);
    if (!found && !said->line)
        svc_die(SVC_BADINPUT, "%s: no column for --map \"%s=%s\"; nothing was read further", in->file, said->heading,
                said->column);
    for (size_t i = 0; found && i < taken.count; i++)
        header->claimed[taken.cells[i]] = true;
    if (found && !said->line)
        said->at = svc_column_find(in->reg->columns, said->column);
    header->known = header->known || found;
    if (!found || !is_mapped_to(in, header, said, taken.cells[0])) {
        free(taken.cells);
        return;
    }
    give(in, said->at, said->heading);
    if (file->meaning[taken.cells[0]] < 0)
        file->meaning[taken.cells[0]] = said->at;
    struct svc_taken *kept = svc_import_takes(file, said->at, 0);
    free(kept->cells);
    *kept = taken;
    kept->column = said->at;
}

/* A heading of which nothing is said means what it is called. */
static void take_heading(struct svc_import *in, struct svc_import_input *file, struct header *header, size_t at)
{
    const char *heading = header->row->cells[at].text;
    int column = svc_heading_find(in->reg, heading, strlen(heading));
    bool chosen_by = svc_said_names(in->said, SVC_SAID_KEEP, heading, strlen(heading)) ||
                     svc_said_names(in->said, SVC_SAID_DROP, heading, strlen(heading));
    bool unknown = column == SVC_HEADING_UNKNOWN || (column >= 0 && in->reg->columns[column].flags & SVC_INNER);
    if (unknown && !chosen_by) {
        note_unknown(in, &header->unknown, heading, at);
        return;
    }
    header->known = true;
    if (column == SVC_HEADING_NONE)
        in->passed.columns++;
    if (unknown || column < 0 || in->reg->columns[column].flags & SVC_OWN)
        return;
    give(in, column, heading);
    file->meaning[at] = column;
    svc_import_takes(file, column, at);
}

static bool is_ignored(const struct svc_import *in, const char *heading)
{
    return *heading == '_' || svc_said_names(in->said, SVC_SAID_IGNORE, heading, strlen(heading));
}

/* Somebody says what the headings are: then they are no paper of ours. */
static bool is_told(const struct svc_import *in)
{
    for (const struct svc_said_row *row = in->said->row; row < in->said->row + in->said->count; row++)
        if (!row->other && row->kind != SVC_SAID_SET)
            return true;
    return false;
}

static void read_meanings(struct svc_import *in, struct svc_import_input *file, struct header *header)
{
    const struct svc_row *row = header->row;
    bool record = false;
    for (struct svc_said_row *said = in->said->row; said < in->said->row + in->said->count; said++)
        if (said->kind == SVC_SAID_MAP && !said->other && !said->beaten)
            take_map(in, file, header, said);
    for (size_t i = 0; i < row->count; i++) {
        const char *heading = row->cells[i].text ? row->cells[i].text : "";
        record = record || !like_a_name(heading);
        if (header->claimed[i])
            continue;
        if (is_ignored(in, heading)) {
            header->known = true;
        } else if (!*heading) {
            file->meaning[i] = SVC_NO_COLUMN;
            in->passed.columns++;
        } else {
            take_heading(in, file, header, i);
        }
    }
    if (header->unknown.len && !is_told(in))
        svc_import_paper(in, row);
    if (header->unknown.len)
        unknown_columns(in, &header->unknown, !header->known, record);
}

static void read_header(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_row row;
    struct header header = { .row = &row };
    if (!svc_reader_header(file->reader, &row)) {
        const char *why = svc_reader_error(file->reader);
        svc_import_unreadable(in, why ? why : _("no header line"));
    }
    if (in->rejects)
        svc_rejects_header(in->rejects, &row);
    file->width = row.count;
    file->meaning = svc_alloc(row.count * sizeof *file->meaning);
    header.claimed = svc_alloc((row.count + 1) * sizeof *header.claimed);
    for (size_t i = 0; i < row.count; i++)
        file->meaning[i] = SVC_PASSED_OVER;
    svc_said_look(in, &row);
    if (is_told(in) || !svc_import_ledger(in, file, &row))
        read_meanings(in, file, &header);
    free(header.claimed);
    svc_buf_free(&header.unknown);
}

void svc_import_set_refused(const struct svc_import *in, int column, const char *why)
{
    const char *name = in->reg->columns[column].name;
    for (const struct svc_said_row *row = in->said->row; row < in->said->row + in->said->count; row++)
        if (row->kind == SVC_SAID_SET && row->line && !row->other && !row->beaten && row->at == column)
            svc_die(SVC_BADINPUT, "%s:%zu: column \"%s\": %s; nothing was read further", in->said->profile, row->line,
                    name, why);
    svc_die(SVC_USAGE, "option --set, column \"%s\": %s", name, why);
}

/* Each record has this value. */
static void give_constant(struct svc_import *in, struct svc_import_input *file, int at, const char *text)
{
    in->given[at] = true;
    const char *why = svc_value_read(&in->reg->columns[at], SVC_WORDS_EVER, text, strlen(text), &file->constant[at],
                                     &file->room[at]);
    if (why)
        svc_import_set_refused(in, at, why);
    if (file->constant[at].text == file->room[at].data && file->room[at].len)
        file->constant[at].text = svc_strdup(file->room[at].data);
}

static void take_constant(struct svc_import *in, struct svc_import_input *file, struct svc_said_row *row)
{
    int at = row->line ? row->at : svc_column_find(in->reg->columns, row->column);
    if (at < 0 || in->reg->columns[at].flags & (SVC_INNER | SVC_OWN))
        svc_die(SVC_USAGE, "option --set: \"%s=%s\" is not COL=VALUE of a known column", row->column, row->value);
    if (in->given[at] && row->line)
        svc_die(SVC_BADINPUT, "%s:%zu: the file has a column \"%s\" of its own; nothing was read further\n"
                "leave that one out with --ignore, or map it to the column with --map", in->said->profile, row->line,
                row->column);
    if (in->given[at])
        svc_die(SVC_USAGE, "option --set: the file has a column \"%s\"", row->column);
    give_constant(in, file, at, row->value);
}

static void take_constants(struct svc_import *in, struct svc_import_input *file)
{
    for (struct svc_said_row *row = in->said->row; row < in->said->row + in->said->count; row++)
        if (row->kind == SVC_SAID_SET && !row->other && !row->beaten)
            take_constant(in, file, row);
    int at = in->assumes ? svc_column_at(in->reg->columns, in->assumes) : -1;
    in->assuming = at >= 0 && !in->given[at];
    if (in->assuming)
        give_constant(in, file, at, in->assumed);
}

/* A column nobody brings is told once, not once per record. */
static void check_given(const struct svc_import *in)
{
    bool keyed = (in->key >= 0 && in->given[in->key]) ||
                 (in->pair[0] >= 0 && in->given[in->pair[0]] && in->given[in->pair[1]]);
    const struct svc_column *columns = in->reg->columns;
    if (!keyed && in->pair[0] >= 0)
        svc_die(SVC_BADINPUT, "%s: records have no key, so a second import would double them; nothing was applied\n"
                "give columns %s, or %s and %s, perhaps with --set %s=...", in->file,
                columns[in->key].name, columns[in->pair[0]].name, columns[in->pair[1]].name,
                columns[in->pair[0]].name);
    for (size_t i = 0; i < in->columns && !svc_shared.update && !in->ledger; i++)
        if (in->reg->columns[i].flags & SVC_REQUIRED && !in->given[i])
            svc_die(SVC_BADINPUT, "%s: required column \"%s\" is missing; nothing was applied\n"
                    "add it to the file, or give --set %s=...", in->file,
                    in->reg->columns[i].name, in->reg->columns[i].name);
}

void svc_import_header(struct svc_import *in, struct svc_import_input *file)
{
    read_header(in, file);
    take_constants(in, file);
    check_given(in);
}

bool svc_import_assumed(const struct svc_import *in)
{
    return in->assuming;
}

bool svc_import_brings(const struct svc_import *in, int column)
{
    return in->given[column];
}
