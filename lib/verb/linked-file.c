/* The links that files tell: a column of one record names another. */
#include "linked-inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/rows.h"
#include "svc/sql.h"

void svc_link_begin(struct svc_link_file *file, struct svc_call *call, const char *from,
                    const char *to)
{
    *file = (struct svc_link_file){ .call = call, .from = from, .to = to };
}

/* True where the prepared statement yields a row for these texts. */
static bool yields(struct svc_query *q, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        svc_bind_text(q, i + 1, texts[i], strlen(texts[i]));
    bool any = svc_next(q);
    svc_rewind(q);
    return any;
}

static struct svc_query *prepare_there(struct svc_db *db, const char *reg)
{
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1", svc_link_kind(reg)->table);
    struct svc_query *q = svc_prepare(db, sql);
    free(sql);
    return q;
}

/* The number of the record that the text names; NULL for none, or for several. */
static char *find(struct svc_link_file *file, const char *text)
{
    struct svc_db *db = file->call->db;
    if (!file->there)
        file->there = prepare_there(db, file->to);
    if (yields(file->there, &text, 1))
        return svc_strdup(text);
    char *sql = svc_format("SELECT CASE WHEN COUNT(*) = 1 THEN MIN(no) END FROM %s"
                           " WHERE source_no = ?1", svc_link_kind(file->to)->table);
    char *no = svc_one(db, sql, "s", text);
    free(sql);
    return no;
}

const char *svc_link_column(struct svc_link_file *file, const char *no,
                            const struct svc_value *before, const struct svc_value *named)
{
    static char why[64];
    bool given = svc_value_given(named);
    if (before ? svc_value_same(before, named) : !given)
        return NULL;
    char *other = given ? find(file, named->text) : NULL;
    snprintf(why, sizeof why, _("no such %s, or several have that source_no"), file->to);
    for (int i = 0; (other || !given) && i < 2; i++) {
        file->pair = svc_grow(file->pair, file->count, sizeof *file->pair);
        file->pair[file->count++] = i ? other : svc_strdup(no);
    }
    return other || !given ? NULL : why;
}

/* What files said of the record before. */
static void take_back_others(struct svc_link_file *file, const struct svc_link_kind *own,
                             const struct svc_link_kind *to, const char *no, const char *other)
{
    struct svc_db *db = file->call->db;
    char *old;
    const char *sql = own < to
        ? "SELECT no FROM link WHERE register = ?1 AND record = ?2 AND with_register = ?3"
          "   AND with_record <> COALESCE(?4, '') AND origin = 'import' AND state = 'linked' LIMIT 1"
        : "SELECT no FROM link WHERE with_register = ?1 AND with_record = ?2 AND register = ?3"
          "   AND record <> COALESCE(?4, '') AND origin = 'import' AND state = 'linked' LIMIT 1";
    while ((old = svc_one(db, sql, "ssss", own->name, no, to->name, other))) {
        svc_link_take_back(file->call, old);
        free(old);
    }
}

/* The values of one new link. */
static void fill(struct svc_call *call, const struct svc_link_pair *pair, const char *no, const char *now,
                 int64_t event, struct svc_value *values)
{
    const char *const texts[] = {
        [L_NO] = no, [L_REGISTER] = pair->end[0]->name, [L_RECORD] = pair->no[0],
        [L_WITH_REGISTER] = pair->end[1]->name, [L_WITH_RECORD] = pair->no[1],
        [L_SAME_FACT] = svc_link_is_fact(pair) ? "yes" : "no", [L_ORIGIN] = "import",
        [L_LINKED_AT] = now, [L_LINKED_BY] = call->actor.person, [L_WHY] = svc_shared.reason,
        [L_STATE] = "linked", [L_UNLINKED_AT] = NULL, [L_UNLINKED_BY] = NULL, [L_UNLINK_WHY] = NULL
    };
    for (size_t c = 0; c < sizeof texts / sizeof *texts; c++)
        values[c] = svc_value_text(texts[c]);
    values[L_EVENT] = svc_value_number(event);
}

/* Writes the links that are new. */
static size_t write_links(struct svc_link_file *file, struct svc_query *there)
{
    struct svc_call *call = file->call;
    const struct svc_link_kind *own = svc_link_kind(file->from), *to = svc_link_kind(file->to);
    const char **names = svc_column_names(svc_links.columns);
    char now[SVC_WHEN_SIZE], number[SVC_NUMBER_SIZE];
    int year = svc_day_year(svc_when_day(svc_now()));
    struct svc_value values[L_COLUMNS];
    struct svc_rows rows;
    struct svc_query *known = svc_prepare(call->db, "SELECT 1" SVC_LINKED);
    struct svc_query *times = svc_prepare(call->db, svc_sql("report/fact-times"));
    int64_t event = svc_event_head(call->db).seq + 1;
    bool closed = svc_one_int(call->db, 0, "SELECT 1 FROM month_close LIMIT 1", NULL) == 1;
    svc_rows_begin(&rows, call->db, "link", names, "");
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < file->count; i += 2) {
        const char *no = file->pair[i], *other = file->pair[i + 1];
        struct svc_link_pair pair = svc_link_pair(own, no, to, other ? other : "");
        const char *const both[] = { pair.end[0]->name, pair.no[0], pair.end[1]->name, pair.no[1] };
        if (!other || yields(known, both, 4) || !yields(there, &no, 1))
            continue;
        fill(call, &pair, svc_number_next(call->db, svc_links.prefix, year, number), now, event,
             values);
        svc_rows_add(&rows, values);
        if (closed)
            svc_link_note(call, times, &pair);
    }
    svc_rows_end(&rows);
    svc_free(known);
    svc_free(times);
    free(names);
    return rows.count;
}

void svc_link_end(struct svc_link_file *file)
{
    struct svc_call *call = file->call;
    const struct svc_link_kind *own = svc_link_kind(file->from), *to = svc_link_kind(file->to);
    struct svc_query *there = prepare_there(call->db, file->from);
    bool any = svc_one_int(call->db, 0, "SELECT 1 FROM link WHERE origin = 'import' LIMIT 1", NULL) == 1;
    for (size_t i = 0; any && i < file->count; i += 2)
        if (yields(there, (const char *const *)&file->pair[i], 1))
            take_back_others(file, own, to, file->pair[i], file->pair[i + 1]);
    size_t written = write_links(file, there);
    if (written) {
        char *change = svc_format("{\"linked\":%zu}", written);
        svc_change_event(call, "link", NULL, change);
        free(change);
    }
    for (size_t i = 0; i < file->count; i++)
        free(file->pair[i]);
    free(file->pair);
    svc_free(there);
    if (file->there)
        svc_free(file->there);
}
