/* What is wrong with the records of an import. The same fault of the same column, and where it may be shown
 * with the same cell, is told once, in the order of the file. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/progress.h"
#include "svc/text.h"
#include "svc/tidy.h"

enum { RANGES = 12, SPOOL_MEMORY = 1 << 20 };

/* Records one behind the other with the same fault: the lines where the first and the last of them begin. */
struct range {
    size_t from, until;
};

struct group {
    const char *column; /* NULL: of the whole record */
    char *why, *shown;  /* NULL: the cell is not shown */
    uint64_t hash;
    size_t place, count, first, last; /* among the groups; of records */
    struct range range[RANGES];
    size_t ranges; /* one more than there is room for: there are others */
};

/* A fault as it waits in a spool, before its texts, which end with a NUL. */
struct waiting {
    size_t line, record, why, shown; /* bytes with the NUL; shown 0: NULL */
    const char *column;
};

struct svc_faults {
    struct group *group;
    size_t count, left; /* … and how many more may be told of the file */
    size_t *slot, slots; /* 1 + the group's place by its hash, 0 for none; a power of two */
    bool more, muted; /* there were others; which was told */
    struct svc_spool *spool; /* of an arranged import, until the file's order is known, else NULL */
    struct svc_piece *piece;
    size_t pieces;
};

static struct svc_faults *faults_of(struct svc_import *in)
{
    if (!in->faults) {
        in->faults = svc_alloc(sizeof *in->faults);
        in->faults->left = (size_t)svc_shared.max_errors;
    }
    return in->faults;
}

/* -- groups ---------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (hash ^ (text ? 1 : 2)) * 1099511628211u;
}

static size_t slot_of(const struct svc_faults *f, const struct group *wanted)
{
    size_t at = wanted->hash & (f->slots - 1);
    for (; f->slot[at]; at = (at + 1) & (f->slots - 1)) {
        const struct group *g = &f->group[f->slot[at] - 1];
        if (g->hash == wanted->hash && svc_text_same(g->column, wanted->column) &&
            strcmp(g->why, wanted->why) == 0 && svc_text_same(g->shown, wanted->shown))
            break;
    }
    return at;
}

static void widen(struct svc_faults *f)
{
    free(f->slot);
    f->slots = f->slots ? 2 * f->slots : 64;
    f->slot = svc_alloc(f->slots * sizeof *f->slot);
    for (size_t i = 0; i < f->count; i++)
        f->slot[slot_of(f, &f->group[i])] = i + 1;
}

/* The group of these texts, a new one if there is room for it, else NULL. */
static struct group *group_of(struct svc_faults *f, const char *column, const char *why, const char *shown)
{
    struct group wanted = { .column = column, .why = (char *)why, .shown = (char *)shown };
    wanted.hash = mixed(mixed(mixed(14695981039346656037u, column), why), shown);
    if (2 * f->count >= f->slots)
        widen(f);
    size_t at = slot_of(f, &wanted);
    if (f->slot[at])
        return &f->group[f->slot[at] - 1];
    if (f->count == f->left) {
        f->more = true;
        return NULL;
    }
    wanted.place = f->count;
    wanted.why = svc_strdup(why);
    wanted.shown = shown ? svc_strdup(shown) : NULL;
    f->group = svc_grow(f->group, f->count, sizeof *f->group);
    f->group[f->count] = wanted;
    f->slot[at] = ++f->count;
    return &f->group[f->count - 1];
}

static void group(struct svc_faults *f, const struct waiting *one, const char *why, const char *shown)
{
    struct group *g = group_of(f, one->column, why, shown);
    if (!g || (g->count && g->last == one->record))
        return;
    bool next = g->count && g->last + 1 == one->record;
    if (next && g->ranges <= RANGES)
        g->range[g->ranges - 1].until = one->line;
    else if (!next && g->ranges < RANGES)
        g->range[g->ranges++] = (struct range){ one->line, one->line };
    else if (!next)
        g->ranges = RANGES + 1;
    if (!g->count)
        g->first = one->record;
    g->last = one->record;
    g->count++;
}

/* -- telling --------------------------------------------------------------------------------- */

static void lines_of(const struct group *g, struct svc_buf *out)
{
    svc_buf_clear(out);
    for (size_t i = 0; i < g->ranges && i < RANGES; i++) {
        svc_buf_printf(out, "%s%zu", i ? _(", ") : "", g->range[i].from);
        if (g->range[i].until != g->range[i].from)
            svc_buf_printf(out, "–%zu", g->range[i].until);
    }
    if (g->ranges > RANGES)
        svc_buf_puts(out, " …");
}

static void tell(const struct svc_import *in, const struct group *g)
{
    enum svc_code worst = in->rejects ? SVC_PARTLY : SVC_BADINPUT;
    struct svc_buf lines = { 0 };
    lines_of(g, &lines);
    char *why = g->shown ? svc_format(_("\"%s\": %s"), g->shown, g->why) : svc_strdup(g->why);
    if (g->count == 1 && g->column)
        svc_fail(worst, "%s:%zu: record %zu, column \"%s\": %s", in->file, g->range[0].from, g->first, g->column, why);
    else if (g->count == 1)
        svc_fail(worst, "%s:%zu: record %zu: %s", in->file, g->range[0].from, g->first, why);
    else if (g->shown)
        svc_fail(worst, "%s: column \"%s\": \"%s\" ×%zu (lines %s): %s", in->file, g->column, g->shown, g->count,
                 svc_buf_text(&lines), g->why);
    else if (g->column)
        svc_fail(worst, "%s: column \"%s\" ×%zu (lines %s): %s", in->file, g->column, g->count,
                 svc_buf_text(&lines), why);
    else
        svc_fail(worst, "%s: %zu records (lines %s): %s", in->file, g->count, svc_buf_text(&lines), why);
    free(why);
    svc_buf_free(&lines);
}

static int by_first(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place); /* in the order of the columns */
}

/* Those of an arranged import, in the order of the file. */
static void take_waiting(struct svc_faults *f)
{
    struct waiting one;
    const void *bytes;
    if (!f->spool)
        return;
    svc_spool_arrange(f->spool, f->piece, f->pieces);
    svc_spool_rewind(f->spool);
    while ((bytes = svc_spool_take(f->spool, sizeof one))) {
        memcpy(&one, bytes, sizeof one);
        const char *why = svc_spool_take(f->spool, one.why + one.shown);
        group(f, &one, why, one.shown ? why + one.why : NULL);
    }
    svc_spool_close(f->spool);
    free(f->piece);
    f->spool = NULL;
    f->piece = NULL;
    f->pieces = 0;
}

void svc_import_tell(struct svc_import *in)
{
    struct svc_faults *f = faults_of(in);
    take_waiting(f);
    if (f->count || f->more)
        svc_progress_hide();
    if (f->count)
        qsort(f->group, f->count, sizeof *f->group, by_first);
    for (size_t i = 0; i < f->count; i++) {
        tell(in, &f->group[i]);
        free(f->group[i].why);
        free(f->group[i].shown);
    }
    if (f->more && !f->muted)
        svc_fail(in->rejects ? SVC_PARTLY : SVC_BADINPUT,
                 "%s: more bad records follow; they are counted only", in->file);
    f->muted = f->more;
    f->left -= f->count;
    free(f->group);
    free(f->slot);
    f->group = NULL;
    f->slot = NULL;
    f->count = f->slots = 0;
}

/* -- noting ---------------------------------------------------------------------------------- */

static void wait(struct svc_faults *f, struct waiting one, const char *why, const char *shown)
{
    if (!f->spool)
        f->spool = svc_spool_open(SPOOL_MEMORY);
    one.why = strlen(why) + 1;
    one.shown = shown ? strlen(shown) + 1 : 0;
    f->piece = svc_grow(f->piece, f->pieces, sizeof *f->piece);
    f->piece[f->pieces++] = (struct svc_piece){ (int64_t)one.record, svc_spool_size(f->spool),
                                                sizeof one + one.why + one.shown };
    svc_spool_add(f->spool, &one, sizeof one);
    svc_spool_add(f->spool, why, one.why);
    if (shown)
        svc_spool_add(f->spool, shown, one.shown);
}

/* One more fault of the current record; `shown`: what the cell holds, as it may be told, or NULL. */
static void note(struct svc_import *in, const char *code, const char *column, const char *why, const char *shown)
{
    struct svc_faults *f = faults_of(in);
    struct waiting one = { .line = in->line, .record = in->record, .column = column };
    if (in->single)
        svc_die(SVC_USAGE, "%s%s%s%s\nnothing was registered", column ? "option --" : "",
                column ? column : "", column ? ": " : "", why);
    if (!in->rejected)
        in->refused++;
    in->rejected = true;
    if (in->rejects)
        svc_rejects_fault(in->rejects, code, column, why);
    if (in->arranged)
        wait(f, one, why, shown);
    else
        group(f, &one, why, shown);
}

void svc_import_fault(struct svc_import *in, const char *code, const char *column, const char *why)
{
    note(in, code, column, why, NULL);
}

/* What looks like a telephone number, an account or prose strayed into the column from another one. */
static bool strayed(const char *text, size_t len)
{
    enum { LONG = 60, DIGITS = 7 };
    size_t digits = 0;
    for (size_t i = 0; i < len; i++)
        digits += text[i] >= '0' && text[i] <= '9';
    return len > LONG || digits >= DIGITS;
}

static bool may_show(const struct svc_column *column, const char *text)
{
    bool word = column->type == SVC_TYPE_WORD || column->type == SVC_TYPE_WORDS || column->type == SVC_TYPE_CODE;
    bool named = column->table && strcmp(column->table, "person") == 0; /* a number may be shown, a name is somebody's */
    for (; named && *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return word && !(column->flags & (SVC_PERSONAL | SVC_SECRET | SVC_STATED));
}

void svc_import_fault_of(struct svc_import *in, const char *code, const struct svc_column *column,
                         const char *why, const char *text, size_t len)
{
    struct svc_buf shown = { 0 }, bare = { 0 };
    if (len)
        text = svc_tidy(text, &len, &bare); /* blanks alone are nothing that could be shown */
    bool shows = len && may_show(column, text) && !strayed(text, len);
    if (shows)
        svc_text_visible(&shown, text, len);
    note(in, code, column->name, why, shows ? svc_buf_text(&shown) : NULL);
    svc_buf_free(&bare);
    svc_buf_free(&shown);
}

void svc_import_reject(struct svc_import *in, const char *column, const char *fmt, ...)
{
    char why[256];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, svc_tr(fmt), args);
    va_end(args);
    svc_import_fault(in, "rule", column, why);
}

struct svc_import_place svc_import_place(const struct svc_import *in)
{
    return (struct svc_import_place){ in->line, in->record };
}

void svc_import_reject_at(struct svc_import *in, struct svc_import_place at, const char *column,
                          const char *why)
{
    in->line = at.line;
    in->record = at.record;
    in->rejected = false;
    svc_import_fault(in, "rule", column, why);
}
