/* The header of an import: what --map, --ignore and --set make of the file's columns. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

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

static _Noreturn void unknown_column(const struct svc_import *in, const char *name, size_t at)
{
    struct svc_buf known = { 0 };
    for (size_t i = 0; i < in->columns; i++)
        if (!(in->reg->columns[i].flags & SVC_INNER))
            svc_buf_printf(&known, " %s", in->reg->columns[i].name);
    if (!like_a_name(name))
        svc_die(SVC_BADINPUT, "%s: column %zu of the header has an unknown name; nothing was read "
                "further\nput a header line first, or rename it with --map; known:%s", in->file,
                at + 1, known.data);
    svc_die(SVC_BADINPUT, "%s: unknown column \"%s\"; nothing was read further\n"
            "rename it with --map, leave it out with --ignore; known:%s", in->file, name,
            known.data);
}

/* `name` as --map renames it; borrowed from the option's reader, so a copy. */
static char *mapped(const char *name, const struct svc_row *map, bool *used)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < map->count; i++) {
        const char *pair = map->cells[i].text ? map->cells[i].text : "";
        if (strncmp(pair, name, len) == 0 && pair[len] == '=') {
            used[i] = true;
            return svc_strdup(pair + len + 1);
        }
    }
    return svc_strdup(name);
}

static bool listed(const char *name, const struct svc_row *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->cells[i].text && strcmp(list->cells[i].text, name) == 0)
            return true;
    return false;
}

static void give(struct svc_import *in, int at, const char *name)
{
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
    bool *used = svc_alloc((map.count + 1) * sizeof *used);
    file->width = header.count;
    file->meaning = svc_alloc(header.count * sizeof *file->meaning);
    for (size_t i = 0; i < header.count; i++) {
        const char *original = header.cells[i].text ? header.cells[i].text : "";
        char *name = mapped(original, &map, used);
        int at = svc_column_find(in->reg->columns, name);
        file->meaning[i] = SVC_PASSED_OVER;
        if (name[0] != '_' && !listed(original, &ignore)) {
            if (at < 0 || in->reg->columns[at].flags & SVC_INNER)
                unknown_column(in, name, i);
            if (!(in->reg->columns[at].flags & SVC_OWN)) {
                give(in, at, name);
                file->meaning[i] = at;
            }
        }
        free(name);
    }
    for (size_t i = 0; i < map.count; i++)
        if (!used[i])
            svc_die(SVC_BADINPUT, "%s: no column for --map \"%s\"; nothing was read further",
                    in->file, map.cells[i].text ? map.cells[i].text : "");
    free(used);
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
    for (size_t i = 0; i < in->columns && !svc_shared.update; i++)
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
