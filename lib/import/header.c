/* The header of an import: what --map, --ignore and --set make of the file's columns. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

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

/* The `A=B` (or `A`) of an option's list, itself one CSV record so that "b=x,y" carries a comma.
 * Returns the cells of that record. */
static struct svc_row option_record(const char *option, const char *text,
                                    struct svc_reader **reader)
{
    struct svc_row row = { .count = 0 };
    int fd;
    *reader = option_reader(option, text, &fd);
    size_t records = 0;
    while (svc_reader_next(*reader, &row))
        records++;
    if (records != 1 || svc_reader_error(*reader))
        svc_die(SVC_USAGE, "option --%s: not a list A,B,C as one record of CSV", option);
    svc_reader_close(*reader);
    close(fd);
    *reader = option_reader(option, text, &fd);
    svc_reader_next(*reader, &row);
    close(fd);
    return row;
}

/* A line of data in the header's place must not be told: neither numbers nor long texts. */
static bool like_a_name(const char *name)
{
    enum { LONG = 60, DIGITS = 5 };
    return strlen(name) <= LONG && strcspn(name, "0123456789") + DIGITS > strlen(name);
}

/* One more that is unknown: all of them are told together. */
static void note_unknown(const struct svc_import *in, struct svc_buf *unknown, const char *name, size_t at)
{
    const char *lead = unknown->len ? ", " : "", *near = like_a_name(name) ? svc_heading_near(in->reg, name) : NULL;
    if (!like_a_name(name))
        svc_buf_printf(unknown, _("%scolumn %zu"), lead, at + 1);
    else if (near)
        svc_buf_printf(unknown, _("%s\"%s\" (near it: %s)"), lead, name, near);
    else
        svc_buf_printf(unknown, "%s\"%s\"", lead, name);
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

/* What --map says of a heading: the name of a column, NULL for nothing. */
static const char *mapped(const char *name, const struct svc_row *map, bool *used)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *pair = map->cells[i].text ? map->cells[i].text : "", *equals = strchr(pair, '=');
        if (equals && svc_heading_same(pair, (size_t)(equals - pair), name)) {
            used[i] = true;
            return equals + 1;
        }
    }
    return NULL;
}

static bool listed(const char *name, const struct svc_row *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (svc_heading_same(name, strlen(name), list->cells[i].text ? list->cells[i].text : ""))
            return true;
    return false;
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

/* --map's pairs have two names each. */
static void check_map(const struct svc_row *map)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *pair = map->cells[i].text ? map->cells[i].text : "";
        const char *equals = strchr(pair, '=');
        if (!equals || equals == pair || !equals[1])
            svc_die(SVC_USAGE, "option --map: \"%s\" is not OLD=NEW", pair);
    }
}

/* The file's column of this heading, SIZE_MAX for none. */
static size_t file_column(const struct svc_row *header, const char *name, size_t len)
{
    for (size_t i = 0; i < header->count; i++)
        if (header->cells[i].text && svc_heading_same(name, len, header->cells[i].text))
            return i;
    return SIZE_MAX;
}

/* 日期+时间=received_at: the cells of several columns, one behind the other, are one. */
static bool join(struct svc_import *in, struct svc_import_input *file, const struct svc_row *header,
                 const char *pair)
{
    const char *equals = strchr(pair, '='), *part;
    char *list = svc_strndup(pair, (size_t)(equals - pair));
    const char *rest = list;
    size_t len, first = SIZE_MAX, last = SIZE_MAX;
    int to = svc_column_find(in->reg->columns, equals + 1);
    bool whole = to >= 0 && strchr(list, '+');
    while (whole && svc_text_next(&rest, '+', &part, &len)) {
        size_t at = file_column(header, part, len);
        whole = at != SIZE_MAX && at != last;
        if (!whole)
            break;
        if (first == SIZE_MAX)
            first = at;
        else
            file->joined[last] = at + 1;
        file->meaning[at] = SVC_JOINED;
        last = at;
    }
    free(list);
    if (whole) {
        give(in, to, equals + 1);
        file->meaning[first] = to;
    }
    return whole;
}

/* What the column of the heading means; `unknown` collects those of which nobody knows. */
static int meaning_of(struct svc_import *in, const char *heading, const char *name, size_t at,
                      struct svc_buf *unknown)
{
    int column = name ? svc_column_find(in->reg->columns, name) : svc_heading_find(in->reg, heading, strlen(heading));
    if (column == SVC_HEADING_NONE) {
        in->passed.columns++;
        return SVC_PASSED_OVER;
    }
    if (column < 0 || in->reg->columns[column].flags & SVC_INNER) {
        note_unknown(in, unknown, name ? name : heading, at);
        return SVC_PASSED_OVER;
    }
    if (in->reg->columns[column].flags & SVC_OWN)
        return SVC_PASSED_OVER;
    give(in, column, heading);
    return column;
}

static void read_meanings(struct svc_import *in, struct svc_import_input *file, const struct svc_row *header,
                          const struct svc_row *map, const struct svc_row *ignore)
{
    struct svc_buf unknown = { 0 };
    bool *used = svc_alloc((map->count + 1) * sizeof *used), known = false, record = false;
    for (size_t i = 0; i < map->count; i++)
        used[i] = join(in, file, header, map->cells[i].text ? map->cells[i].text : "=");
    for (size_t i = 0; i < header->count; i++) {
        const char *heading = header->cells[i].text ? header->cells[i].text : "";
        const char *name = mapped(heading, map, used);
        if (file->meaning[i] != SVC_PASSED_OVER) {
            known = true;
            file->meaning[i] = file->meaning[i] == SVC_JOINED ? SVC_PASSED_OVER : file->meaning[i];
        } else if (listed(heading, ignore) || (*heading == '_' && !name)) {
            known = true;
        } else if (!*heading && !name) {
            file->meaning[i] = SVC_NO_COLUMN;
            in->passed.columns++;
        } else {
            size_t before = unknown.len;
            file->meaning[i] = meaning_of(in, heading, name, i, &unknown);
            known = known || unknown.len == before;
        }
    }
    for (size_t i = 0; i < map->count; i++)
        if (!used[i])
            svc_die(SVC_BADINPUT, "%s: no column for --map \"%s\"; nothing was read further",
                    in->file, map->cells[i].text ? map->cells[i].text : "");
    for (size_t i = 0; i < header->count; i++)
        record = record || (header->cells[i].text && !like_a_name(header->cells[i].text));
    if (unknown.len && !svc_shared.map && !svc_shared.ignore)
        svc_import_paper(in, header);
    if (unknown.len)
        unknown_columns(in, &unknown, !known, record);
    free(used);
}

static void read_header(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_row header, map = { .count = 0 }, ignore = { .count = 0 };
    struct svc_reader *map_reader = NULL, *ignore_reader = NULL;
    if (svc_shared.map)
        map = option_record("map", svc_shared.map, &map_reader);
    check_map(&map);
    if (svc_shared.ignore)
        ignore = option_record("ignore", svc_shared.ignore, &ignore_reader);
    if (!svc_reader_header(file->reader, &header)) {
        const char *why = svc_reader_error(file->reader);
        svc_import_unreadable(in, why ? why : _("no header line"));
    }
    if (in->rejects)
        svc_rejects_header(in->rejects, &header);
    file->width = header.count;
    file->meaning = svc_alloc(header.count * sizeof *file->meaning);
    file->joined = svc_alloc(header.count * sizeof *file->joined);
    file->joint = svc_alloc(header.count * sizeof *file->joint);
    for (size_t i = 0; i < header.count; i++)
        file->meaning[i] = SVC_PASSED_OVER;
    if (svc_shared.map || svc_shared.ignore || !svc_import_ledger(in, file, &header))
        read_meanings(in, file, &header, &map, &ignore);
    if (map_reader)
        svc_reader_close(map_reader);
    if (ignore_reader)
        svc_reader_close(ignore_reader);
}

static void take_constants(struct svc_import *in, struct svc_import_input *file)
{
    struct svc_reader *reader;
    struct svc_row set;
    if (!svc_shared.set)
        return;
    set = option_record("set", svc_shared.set, &reader);
    for (size_t i = 0; i < set.count; i++) {
        const char *pair = set.cells[i].text ? set.cells[i].text : "";
        const char *equals = strchr(pair, '=');
        char *name = svc_strndup(pair, equals ? (size_t)(equals - pair) : 0);
        int at = equals ? svc_column_find(in->reg->columns, name) : -1;
        if (at < 0 || in->reg->columns[at].flags & (SVC_INNER | SVC_OWN))
            svc_die(SVC_USAGE, "option --set: \"%s\" is not COL=VALUE of a known column", pair);
        if (in->given[at])
            svc_die(SVC_USAGE, "option --set: the file has a column \"%s\"", name);
        in->given[at] = true;
        char *text = svc_strdup(equals + 1);
        const char *why = svc_value_read(&in->reg->columns[at], SVC_WORDS_EVER, text,
                                         strlen(text), &file->constant[at], &file->room[at]);
        if (why)
            svc_die(SVC_USAGE, "option --set, column \"%s\": %s", name, why);
        if (file->constant[at].text == file->room[at].data && file->room[at].len)
            file->constant[at].text = svc_strdup(file->room[at].data);
        free(name);
    }
    svc_reader_close(reader);
}

/* A column nobody brings is told once, not once per record. */
static void check_given(const struct svc_import *in)
{
    bool keyed = (in->key >= 0 && in->given[in->key]) ||
                 (in->pair[0] >= 0 && in->given[in->pair[0]] && in->given[in->pair[1]]);
    const struct svc_column *columns = in->reg->columns;
    if (!keyed && in->pair[0] >= 0)
        svc_die(SVC_BADINPUT, "%s: records have no key, so a second import would double them\n"
                "give columns %s, or %s and %s, perhaps with --set %s=...", in->file,
                columns[in->key].name, columns[in->pair[0]].name, columns[in->pair[1]].name,
                columns[in->pair[0]].name);
    for (size_t i = 0; i < in->columns && !svc_shared.update && !in->ledger; i++)
        if (in->reg->columns[i].flags & SVC_REQUIRED && !in->given[i])
            svc_die(SVC_BADINPUT, "%s: required column \"%s\" is missing\n"
                    "add it to the file, or give --set %s=...", in->file,
                    in->reg->columns[i].name, in->reg->columns[i].name);
}

void svc_import_header(struct svc_import *in, struct svc_import_input *file)
{
    read_header(in, file);
    take_constants(in, file);
    check_given(in);
}
