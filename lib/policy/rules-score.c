/* The score files of a pack: SQL of the company's own, for rules that no table can say. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules-check.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/grade.h"
#include "svc/guarded.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

enum { NAME, TEXT_OF };
enum { LONGEST = 64 << 10, STEPS = 5000000 }; /* an empty store has little to do */

/* -- reading ------------------------------------------------------------------------------ */

static char *text_of(const char *path, bool shipped)
{
    struct svc_buf text = { 0 };
    char piece[4096];
    ssize_t got = -1;
    int fd = shipped ? svc_file_shipped(path) : svc_file_read(path);
    while (fd >= 0 && text.len <= LONGEST && (got = read(fd, piece, sizeof piece)) > 0)
        svc_buf_add(&text, piece, (size_t)got);
    if (got < 0)
        svc_die(SVC_CONFIG, "cannot read \"%s\": %s", path, svc_lang_error(errno));
    svc_input_text(fd, svc_buf_text(&text), text.len);
    close(fd);
    if (text.len > LONGEST)
        svc_die(SVC_CONFIG, "%s: is longer than a score file of 64 KiB", path);
    if (text.len && memchr(text.data, '\0', text.len))
        svc_die(SVC_CONFIG, "%s: has a NUL", path);
    if (svc_utf8_valid(svc_buf_text(&text), text.len) != text.len)
        svc_die(SVC_CONFIG, "%s: is not UTF-8", path);
    return svc_buf_take(&text);
}

void svc_pack_scores(struct svc_pack *pack, const char *dir, bool shipped,
                     const struct svc_pack_ear *ear, struct svc_digest *sum)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    struct svc_pack_table *table = &pack->table[SVC_PACK_SCORES];
    table->path = svc_format("%s/%s", dir, table->shape->name);
    char **names = svc_file_names(table->path, ".sql", shipped);
    if (!names && errno == ENOENT)
        return;
    if (!names)
        svc_die(SVC_CONFIG, "cannot read \"%s\": %s", table->path, svc_lang_error(errno));
    for (char **name = names; *name; name++) {
        struct svc_pack_row *row = svc_pack_add(table, 1);
        char *path = svc_format("%s/%s.sql", table->path, *name), *text = text_of(path, shipped);
        row->values[NAME] = svc_value_text(*name);
        row->values[TEXT_OF] = svc_value_text(text);
        if (!text[0] || (*name)[strspn(*name, letters)]) {
            ear->fault(ear->ctx, path, 1, NULL,
                       text[0] ? _("is called by other characters than a-z, 0-9, - and _") : _("is empty"));
            pack->faults++;
            row->whole = false;
        }
        svc_digest_text(sum, *name, strlen(*name));
        svc_digest_text(sum, text, strlen(text));
        free(path);
    }
    free(names);
}

/* -- checking ----------------------------------------------------------------------------- */

bool svc_check_scored(const struct svc_check *c, const char *clause)
{
    char *quoted = svc_format("'%s'", clause);
    bool found = false;
    EACH_ROW(c, SVC_PACK_SCORES, row)
        found = found || strstr(row->values[TEXT_OF].text, quoted);
    free(quoted);
    return found;
}

/* One file on one store. */
struct trial {
    const struct svc_pack_table *table;
    const struct svc_pack_row *row;
    const struct svc_pack_ear *ear;
    struct svc_query *query;
    size_t faults;
};

static void tell(struct trial *t, const struct svc_guarded_fault *fault, const char *column,
                 const char *why)
{
    const char *text = t->row->values[TEXT_OF].text;
    size_t line = 1;
    for (size_t i = 0; fault && fault->placed && i < fault->offset && text[i]; i++)
        line += text[i] == '\n';
    char *path = svc_format("%s/%s.sql", t->table->path, t->row->values[NAME].text);
    t->ear->fault(t->ear->ctx, path, line, column, why);
    t->faults++;
    free(path);
}

/* Each field of a score line is there, once. */
static void check_columns(struct trial *t)
{
#define ONE(name_) #name_,
    static const char *const fields[] = { SVC_EACH_LINE_FIELD(ONE, ONE) };
    enum { FIELDS = sizeof fields / sizeof *fields };
    int times[FIELDS] = { 0 };
    for (int i = 0; i < svc_columns(t->query); i++) {
        const char *name = svc_column_name(t->query, i);
        int f = 0;
        while (f < FIELDS && strcmp(fields[f], name) != 0)
            f++;
        if (f == FIELDS)
            tell(t, NULL, name, _("is no column of a score line"));
        else if (times[f]++ == 1)
            tell(t, NULL, name, _("comes twice"));
    }
    for (int f = 0; f < FIELDS; f++)
        if (!times[f])
            tell(t, NULL, fields[f], _("is missing: a score line has all its columns"));
}

/* Prepared; with `runs` also run to its end, as an empty store can. */
static size_t try_file(struct trial *t, struct svc_db *db, bool runs)
{
    struct svc_guarded_fault fault;
    svc_when now = svc_now();
    const svc_when at[3] = { now - 30 * SVC_DAY_SECONDS, now, now };
    t->query = svc_guarded(db, t->row->values[TEXT_OF].text, at, STEPS, &fault);
    if (!t->query) {
        tell(t, &fault, NULL, fault.why);
        return t->faults;
    }
    check_columns(t);
    while (runs && svc_guarded_next(t->query, &fault))
        continue;
    if (fault.why[0])
        tell(t, NULL, NULL, fault.why);
    svc_free(t->query);
    return t->faults;
}

static size_t try_files(const struct svc_pack *pack, struct svc_db *db, bool runs,
                        const struct svc_pack_ear *ear)
{
    const struct svc_pack_table *table = &pack->table[SVC_PACK_SCORES];
    size_t faults = 0;
    for (const struct svc_pack_row *row = table->row; row < table->row + table->count; row++) {
        struct trial trial = { .table = table, .row = row, .ear = ear };
        faults += row->whole ? try_file(&trial, db, runs) : 0;
    }
    return faults;
}

void svc_check_scores(struct svc_check *c)
{
    c->pack->faults += try_files(c->pack, c->db, true, c->ear);
}

size_t svc_pack_prepared(const struct svc_pack *pack, struct svc_db *db,
                         const struct svc_pack_ear *ear)
{
    return try_files(pack, db, false, ear);
}
