/* A pack in memory, read and found in. */
#include "svc/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules-check.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/read.h"
#include "svc/text.h"

static void say(void *ctx, const char *path, size_t line, const char *column, const char *why)
{
    (void)ctx;
    svc_fail(SVC_CONFIG, "%s:%zu: %s%s%s", path, line, column ? column : "", column ? ": " : "",
             why);
}

const struct svc_pack_ear svc_pack_aloud = { say, NULL };

/* -- keys --------------------------------------------------------------------------------- */

/* The cells of a row's key, as one text. */
static char *key_of(const struct svc_pack_shape *shape, const struct svc_value *values)
{
    struct svc_buf key = { 0 }, room = { 0 };
    const char *list = shape->key, *named = strchr(list, ';'), *word;
    size_t len = 0;
    for (; *list; list = word + len + (word[len] != '\0')) {
        char name[32] = { 0 };
        word = list;
        len = strcspn(word, ",;");
        memcpy(name, word, len < sizeof name ? len : sizeof name - 1);
        int at = svc_column_at(shape->columns, name);
        const char *text = svc_value_show(&shape->columns[at], &values[at], &room);
        if (!named || word < named)
            svc_buf_printf(&key, "%s%s", word == shape->key ? "" : "/", *text ? text : "*");
        else if (*text)
            svc_buf_printf(&key, "/%s=%s", name, text);
    }
    svc_buf_free(&room);
    return svc_buf_take(&key);
}

static int by_key(const void *a, const void *b, void *table)
{
    const struct svc_pack_row *row = ((const struct svc_pack_table *)table)->row;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = strcmp(row[x].key, row[y].key);
    return order ? order : x < y ? -1 : 1;
}

static void sort(struct svc_pack_table *table)
{
    table->by_key = svc_alloc((table->count + 1) * sizeof *table->by_key);
    for (size_t i = 0; i < table->count; i++) {
        table->row[i].key = key_of(table->shape, table->row[i].values);
        table->by_key[i] = i;
    }
    qsort_r(table->by_key, table->count, sizeof *table->by_key, by_key, table);
}

int svc_pack_key_column(const struct svc_pack_shape *shape, size_t n)
{
    const char *list = shape->key;
    char name[32] = { 0 };
    for (; n > 0 && *list; n--) {
        list += strcspn(list, ",;");
        list += *list != '\0';
    }
    size_t len = strcspn(list, ",;");
    memcpy(name, list, len < sizeof name ? len : sizeof name - 1);
    return len ? svc_column_at(shape->columns, name) : -1;
}

const struct svc_value *svc_pack_cell(enum svc_pack_file file, const struct svc_pack_row *row,
                                      const char *column)
{
    return &row->values[svc_column_at(svc_pack_shapes[file].columns, column)];
}

const struct svc_pack_row *svc_pack_find(const struct svc_pack *pack, enum svc_pack_file file,
                                         const char *key, bool under)
{
    const struct svc_pack_table *table = &pack->table[file];
    char *first = under ? svc_format("%s/", key) : svc_strdup(key);
    size_t low = 0, high = table->count, len = strlen(first);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(table->row[table->by_key[middle]].key, first) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct svc_pack_row *row = low < table->count ? &table->row[table->by_key[low]] : NULL;
    if (row && (under ? strncmp(row->key, first, len) : strcmp(row->key, first)) != 0)
        row = NULL;
    free(first);
    return row;
}

/* -- reading ------------------------------------------------------------------------------ */

struct reading {
    struct svc_pack *pack;
    struct svc_pack_table *table;
    const struct svc_pack_ear *ear;
    int meaning[SVC_PACK_WIDEST]; /* by the file's column: the shape's */
    size_t width;
    struct svc_buf room;
    bool shipped; /* with the tools, not named by a user */
};

static void fault(struct reading *in, size_t line, const char *column, const char *why)
{
    in->ear->fault(in->ear->ctx, in->table->path, line, column, why);
    in->pack->faults++;
}

/* A cell that cannot be read; of a word what is near, and what there is. */
static void fault_cell(struct reading *in, size_t line, const struct svc_column *column,
                       const char *text, const char *why)
{
    bool word = column->type == SVC_TYPE_WORD && text && *text;
    char *near = word ? svc_check_near(column->values, text, "") : svc_strdup("");
    char *all = svc_format("%s%s", why, near);
    fault(in, line, column->name, all);
    free(all);
    free(near);
}

/* The file's columns must be known ones, in any order; those that must be given are there. */
static void read_header(struct reading *in, struct svc_reader *reader)
{
    struct svc_row header;
    const struct svc_column *columns = in->table->shape->columns;
    const char *path = in->table->path;
    size_t count = svc_column_count(columns);
    if (!svc_pack_next(reader, &header, 0))
        svc_die(SVC_CONFIG, "%s: %s", path,
                svc_reader_error(reader) ? svc_reader_error(reader) : _("is empty"));
    if (header.count > count)
        svc_die(SVC_CONFIG, "%s:%zu: has %zu columns, at most %zu are known", path, header.line,
                header.count, count);
    in->width = header.count;
    for (size_t i = 0; i < header.count; i++) {
        const char *name = header.cells[i].text ? header.cells[i].text : "";
        in->meaning[i] = svc_pack_column(in->table->shape, name);
        if (in->meaning[i] < 0)
            svc_die(SVC_CONFIG, "%s:%zu: unknown column \"%s\"%s", path, header.line, name,
                    svc_pack_near(in->table->shape, name));
        for (size_t j = 0; j < i; j++)
            if (in->meaning[j] == in->meaning[i])
                svc_die(SVC_CONFIG, "%s:%zu: column \"%s\" comes twice", path, header.line, name);
    }
    for (size_t c = 0; c < count; c++) {
        size_t i = 0;
        while (i < header.count && in->meaning[i] != (int)c)
            i++;
        if (i == header.count && columns[c].flags & SVC_REQUIRED)
            svc_die(SVC_CONFIG, "%s:%zu: has no column \"%s\"", path, header.line, columns[c].name);
    }
}

struct svc_pack_row *svc_pack_add(struct svc_pack_table *table, size_t line)
{
    table->row = svc_grow(table->row, table->count, sizeof *table->row);
    struct svc_pack_row *row = &table->row[table->count++];
    size_t count = svc_column_count(table->shape->columns);
    *row = (struct svc_pack_row){ .line = line, .whole = true,
                                  .values = svc_alloc(count * sizeof *row->values) };
    return row;
}

/* A value of the row's own, whatever room it was read in. */
static void keep(struct svc_value *value)
{
    if (value->is == SVC_IS_TEXT)
        value->text = svc_strndup(value->text, value->len);
}

static void read_row(struct reading *in, const struct svc_row *cells)
{
    struct svc_pack_row *row = svc_pack_add(in->table, cells->line);
    for (size_t c = 0; in->table->shape->columns[c].name; c++)
        row->values[c].is = SVC_EMPTY; /* where the file has no such column */
    for (size_t i = 0; i < cells->count; i++) {
        const struct svc_column *column = &in->table->shape->columns[in->meaning[i]];
        struct svc_value *value = &row->values[in->meaning[i]];
        struct svc_length length;
        const char *why = svc_value_read(column, SVC_WORDS_EVER, cells->cells[i].text, cells->cells[i].len, value,
                                         &in->room);
        if (!why && column->flags & SVC_REQUIRED && !svc_value_given(value))
            why = _("is required");
        if (!why && value->is == SVC_IS_NUMBER && value->number < 0 &&
            !(column->flags & SVC_SIGNED))
            why = _("must not be negative");
        if (!why && strcmp(column->name, "length") == 0)
            why = svc_limit_parse(value->text, &length);
        if (why) {
            fault_cell(in, cells->line, column, cells->cells[i].text, why);
            *value = (struct svc_value){ .is = SVC_EMPTY };
            row->whole = false;
        }
        keep(value);
    }
}

/* A row may end early where everything that it leaves out need not be there. */
static bool ends_early(const struct reading *in, const struct svc_row *row)
{
    const struct svc_column *columns = in->table->shape->columns;
    bool optional = row->count <= in->width;
    for (size_t i = row->count; i < in->width; i++)
        optional = optional && !(columns[in->meaning[i]].flags & SVC_REQUIRED);
    return optional;
}

/* False where the folder has no such file. */
static bool read_file(struct reading *in, struct svc_digest *sum)
{
    struct svc_row row;
    struct svc_reader_options opt = { .format = SVC_INPUT_CSV, .headless = true };
    const char *path = in->table->path;
    int fd = in->shipped ? svc_file_shipped(path) : svc_file_read(path);
    if (fd < 0 && errno == ENOENT)
        return false;
    if (fd < 0)
        svc_die(SVC_CONFIG, "cannot read \"%s\": %s", path, svc_lang_error(errno));
    struct svc_reader *reader = svc_reader_open(fd, path, &opt);
    read_header(in, reader);
    while (svc_pack_next(reader, &row, in->width)) {
        if (!ends_early(in, &row))
            fault(in, row.line, NULL, _("has too few or too many cells"));
        else
            read_row(in, &row);
    }
    if (svc_reader_error(reader))
        svc_die(SVC_CONFIG, "%s: %s", path, svc_reader_error(reader));
    const char *digest = svc_reader_digest(reader);
    svc_digest_text(sum, digest, strlen(digest));
    svc_reader_close(reader);
    close(fd);
    return true;
}

/* A file of the folder; where it has none, and they complete it, the one that came with the tools. */
static bool read_any(struct reading *in, const char *dir, const char *shipped, bool completes, struct svc_digest *sum)
{
    const char *name = in->table->shape->name;
    in->table->path = svc_format("%s/%s.csv", dir ? dir : shipped, name);
    if (read_file(in, sum))
        return true;
    if (!dir || !completes)
        return false;
    free(in->table->path);
    in->table->path = svc_format("%s/%s.csv", shipped, name);
    in->shipped = true;
    bool there = read_file(in, sum);
    in->shipped = false;
    return there;
}

static size_t read_scores(struct svc_pack *pack, const char *dir, const char *shipped, bool completes,
                          const struct svc_pack_ear *ear, struct svc_digest *sum)
{
    struct svc_pack_table *table = &pack->table[SVC_PACK_SCORES];
    svc_pack_scores(pack, dir ? dir : shipped, !dir, ear, sum);
    if (dir && completes && !table->count)
        svc_pack_scores(pack, shipped, true, ear, sum);
    return table->count;
}

struct svc_pack *svc_pack_files(const char *dir, bool completes, const struct svc_pack_ear *ear,
                                struct svc_digest *sum)
{
    struct svc_pack *pack = svc_alloc(sizeof *pack);
    struct reading in = { .pack = pack, .ear = ear, .shipped = !dir };
    char *shipped = svc_installed("policy"), *missing = NULL;
    int found = 0;
    svc_digest_begin(sum);
    for (int i = 0; i < SVC_PACK_FILES; i++) {
        in.table = &pack->table[i];
        in.table->shape = &svc_pack_shapes[i];
        bool there = i == SVC_PACK_SCORES ? read_scores(pack, dir, shipped, completes, ear, sum) > 0
                                          : read_any(&in, dir, shipped, completes, sum);
        found += there;
        if (i != SVC_PACK_SCORES && !there && !missing)
            missing = in.table->path;
        sort(in.table);
    }
    pack->alone = found == 1 && pack->table[SVC_PACK_CALENDAR].count > 0;
    if (missing && !pack->alone)
        svc_die(SVC_CONFIG, "cannot read \"%s\": %s", missing, svc_lang_error(ENOENT));
    svc_buf_free(&in.room);
    free(shipped);
    return pack;
}

struct svc_pack *svc_pack_read(const char *dir, const struct svc_pack_ear *ear)
{
    struct svc_digest sum;
    struct svc_pack *pack = svc_pack_files(dir, false, ear, &sum);
    svc_pack_sum(pack, &sum);
    svc_pack_check(pack, ear);
    return pack;
}

struct svc_pack *svc_pack_days(const char *path, const struct svc_pack_ear *ear)
{
    struct svc_pack *pack = svc_alloc(sizeof *pack);
    struct reading in = { .pack = pack, .ear = ear };
    struct svc_digest sum;
    svc_digest_begin(&sum);
    for (int i = 0; i < SVC_PACK_FILES; i++) {
        in.table = &pack->table[i];
        in.table->shape = &svc_pack_shapes[i];
        in.table->path = svc_strdup(path);
        if (i == SVC_PACK_CALENDAR && !read_file(&in, &sum))
            svc_die(SVC_CONFIG, "cannot read \"%s\": %s", path, svc_lang_error(ENOENT));
        sort(in.table);
    }
    pack->alone = true;
    svc_buf_free(&in.room);
    svc_pack_check(pack, ear);
    return pack;
}

/* Of the calendar: it belongs to no version. */
#define NEWEST "revision = (SELECT MAX(revision) FROM calendar_revision) AND ?1 > 0"

struct svc_pack *svc_pack_stored(struct svc_db *db, int64_t version)
{
    char *digest = svc_one(db, "SELECT digest FROM policy_version WHERE version = ?1", "i",
                           version);
    if (!digest)
        return NULL;
    struct svc_pack *pack = svc_alloc(sizeof *pack);
    memcpy(pack->digest, digest, strlen(digest) < SVC_DIGEST_HEX ? strlen(digest)
                                                                 : SVC_DIGEST_HEX - 1);
    free(digest);
    for (int i = 0; i < SVC_PACK_FILES; i++) {
        struct svc_pack_table *table = &pack->table[i];
        table->shape = &svc_pack_shapes[i];
        table->path = svc_format("version %lld", (long long)version);
        const struct svc_register stored = { .table = table->shape->table,
                                             .columns = table->shape->columns };
        char *sql = svc_register_select(&stored, i == SVC_PACK_CALENDAR ? NEWEST : "version = ?1");
        struct svc_query *q = svc_query(db, sql, "i", version);
        while (svc_next(q)) {
            struct svc_pack_row *row = svc_pack_add(table, 0);
            for (int c = 0; table->shape->columns[c].name; c++) {
                bool number = svc_kind_is_number(svc_column_kind(&table->shape->columns[c]));
                row->values[c] = number && !svc_is_null(q, c) ? svc_value_number(svc_int(q, c))
                                                              : svc_value_text(svc_text(q, c));
                keep(&row->values[c]);
            }
        }
        free(sql);
        sort(table);
    }
    return pack;
}

/* -- what is assumed ---------------------------------------------------------------------- */

/* One row, which may rest on two assumptions. */
static size_t assumed_in(const struct svc_pack_table *table, const struct svc_pack_row *row,
                         svc_pack_assumption *tell, void *ctx)
{
    static const char *const basis[] = { "basis", "effect_basis" };
    size_t count = 0;
    for (int b = 0; b < 2; b++) {
        int at = svc_column_find(table->shape->columns, basis[b]);
        if (at < 0 || !svc_value_given(&row->values[at]) ||
            strcmp(row->values[at].text, "assumed") != 0)
            continue;
        if (tell)
            tell(ctx, table, row, basis[b]);
        count++;
    }
    return count;
}

size_t svc_pack_assumed(const struct svc_pack *pack, svc_pack_assumption *tell, void *ctx)
{
    size_t count = 0;
    for (int file = 0; file < SVC_PACK_FILES; file++) {
        const struct svc_pack_table *table = &pack->table[file];
        for (size_t i = 0; i < table->count; i++) {
            size_t at = table->row[i].line ? i : table->by_key[i];
            count += assumed_in(table, &table->row[at], tell, ctx);
        }
    }
    return count;
}

static void tell_line(void *ctx, const struct svc_pack_table *table,
                      const struct svc_pack_row *row, const char *column)
{
    const struct svc_pack_ear *ear = ctx;
    ear->fault(ear->ctx, table->path, row->line, column, _("is assumed"));
}

size_t svc_pack_strict(const struct svc_pack *pack, const struct svc_pack_ear *ear)
{
    struct svc_pack_ear copy = *ear;
    return svc_pack_assumed(pack, tell_line, &copy);
}

void svc_pack_free(struct svc_pack *pack)
{
    for (int i = 0; pack && i < SVC_PACK_FILES; i++) {
        struct svc_pack_table *table = &pack->table[i];
        for (size_t r = 0; r < table->count; r++) {
            for (int c = 0; table->shape->columns[c].name; c++)
                if (table->row[r].values[c].is == SVC_IS_TEXT)
                    free((char *)table->row[r].values[c].text);
            free(table->row[r].values);
            free(table->row[r].key);
        }
        free(table->row);
        free(table->by_key);
        free(table->path);
    }
    free(pack);
}
