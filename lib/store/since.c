#include "svc/since.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/digest.h"
#include "svc/event.h"
#include "svc/json.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/row.h"
#include "svc/salt.h"
#include "svc/text.h"

struct since {
    struct svc_db *db;
    struct svc_since *looked;
    void (*found)(void *ctx, const char *what);
    void *ctx;
    bool good;
    void *seen; /* what a later event has told: TABLE, key and column, each behind a line feed */
};

/* One column of a change, as the event tells it. */
struct pair {
    char *column, *old, *new; /* NULL: null */
    bool number;              /* the new one */
};

/* One row of a change. */
struct told {
    struct pair *pair;
    size_t count;
};

/* An event, and the row that it is about. */
struct about {
    int64_t seq;
    const char *table, *record;
    char *key; /* of the row, in words */
};

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void complain(struct since *since, char *what)
{
    since->good = false;
    since->found(since->ctx, what);
    free(what);
}

/* -- reading a change ------------------------------------------------------------------------- */

static char *take_side(struct svc_json *in, bool *number)
{
    struct svc_buf text = { 0 };
    bool null = *in->p == 'n';
    *number = !svc_json_value(in, &text);
    char *side = null ? NULL : svc_strdup(svc_buf_text(&text));
    svc_buf_free(&text);
    return side;
}

/* The pairs of one object; whatever else it tells is no cell of a row. */
static bool take_row(struct svc_json *in, struct told *told)
{
    struct svc_buf name = { 0 };
    svc_json_must(in, '{');
    while (!in->bad && *in->p != '}') {
        struct pair pair = { 0 };
        bool ignored;
        svc_buf_clear(&name);
        svc_json_value(in, &name);
        svc_json_must(in, ':');
        if (svc_json_takes(in, '[')) {
            pair.old = take_side(in, &ignored);
            svc_json_must(in, ',');
            pair.new = take_side(in, &pair.number);
            svc_json_must(in, ']');
            pair.column = svc_strdup(svc_buf_text(&name));
            told->pair = svc_grow(told->pair, told->count, sizeof pair);
            told->pair[told->count++] = pair;
        } else {
            free(take_side(in, &ignored));
        }
        svc_json_takes(in, ',');
    }
    svc_json_must(in, '}');
    svc_buf_free(&name);
    return !in->bad;
}

static void free_told(struct told *told)
{
    for (size_t i = 0; i < told->count; i++) {
        free(told->pair[i].column);
        free(told->pair[i].old);
        free(told->pair[i].new);
    }
    free(told->pair);
    *told = (struct told){ NULL, 0 };
}

static const struct pair *pair_of(const struct told *told, const char *column, size_t len)
{
    for (size_t i = 0; i < told->count; i++)
        if (strlen(told->pair[i].column) == len && memcmp(told->pair[i].column, column, len) == 0)
            return &told->pair[i];
    return NULL;
}

/* An event of many rows may count them in pairs, too. */
static bool tells_cells(struct since *since, const char *table, const struct told *told)
{
    char *columns = svc_db_columns(since->db, table);
    bool tells = false;
    for (size_t i = 0; i < told->count; i++)
        tells = tells || svc_text_in(columns, ';', told->pair[i].column);
    free(columns);
    return tells;
}

/* -- the row ---------------------------------------------------------------------------------- */

/* Finds the row by its primary key: the one that the change tells, else the record. NULL where neither
 * tells it; `*gone`: the change took the row away. */
static struct svc_query *find_row(struct since *since, struct about *about, const struct told *told,
                                  bool *gone)
{
    char *keys = svc_db_keys(since->db, about->table);
    struct svc_buf sql = { 0 }, key = { 0 };
    const char *list = keys, *name, *value[16];
    size_t len, count = 0;
    *gone = false;
    svc_buf_printf(&sql, "SELECT * FROM %s", about->table);
    bool single = *keys && !strchr(keys, ';'), whole = false;
    while (count < sizeof value / sizeof *value && svc_text_next(&list, ';', &name, &len)) {
        const struct pair *pair = pair_of(told, name, len);
        const char *text = pair ? (pair->new ? pair->new : pair->old) : single ? about->record : NULL;
        whole = text != NULL;
        if (!whole)
            break;
        *gone = *gone || (pair && !pair->new);
        value[count++] = text;
        svc_buf_printf(&sql, "%s \"%.*s\" = ?%zu", count > 1 ? " AND" : " WHERE", (int)len, name, count);
        svc_buf_printf(&key, "%s%s", count > 1 ? "/" : "", text);
    }
    struct svc_query *q = whole ? svc_prepare(since->db, sql.data) : NULL;
    for (size_t i = 0; q && i < count; i++)
        svc_bind_text(q, (int)i + 1, value[i], strlen(value[i]));
    about->key = svc_buf_take(&key);
    svc_buf_free(&sql);
    free(keys);
    return q;
}

/* True the first time that the row, or one of its columns, is told of: by the last event that does. */
static bool is_last(struct since *since, const struct about *about, const char *column)
{
    char *name = svc_format("%s\n%s\n%s", about->table, about->key, column);
    bool new = !tfind(name, &since->seen, by_text);
    if (new)
        tsearch(name, &since->seen, by_text);
    else
        free(name);
    return new;
}

/* Whether the number that is shown, such as -1.00, is the one stored, in its smallest unit. */
static bool same_number(const char *shown, const char *stored)
{
    char digits[32];
    size_t len = 0;
    for (const char *p = shown; *p && len < sizeof digits - 1; p++)
        if (*p != '.')
            digits[len++] = *p;
    digits[len] = '\0';
    return strcmp(shown, stored) == 0 || strtoll(digits, NULL, 10) == strtoll(stored, NULL, 10);
}

static bool same_long(const char *hex, const char *text, size_t len)
{
    char own[SVC_DIGEST_HEX];
    return strcmp(svc_digest_one(text, len, own), hex) == 0;
}

/* A salt that is gone is for svc_salt_verify. */
static bool same_personal(struct since *since, const struct about *about, const struct pair *pair,
                          const char *hex, struct svc_query *row, int at)
{
    char own[SVC_DIGEST_HEX];
    char *salt = svc_one(since->db, "SELECT salt FROM salt WHERE seq = ?1", "i", about->seq);
    bool same = !salt || strcmp(svc_salt_hash(salt, pair->column, svc_text(row, at), svc_text_len(row, at),
                                              own), hex) == 0;
    free(salt);
    return same;
}

static bool same_cell(struct since *since, const struct about *about, const struct pair *pair,
                      struct svc_query *row, int at)
{
    static const char salted[] = "salted:", digest[] = "sha256:";
    const char *new = pair->new, *stored = svc_text(row, at);
    if (!new || !stored)
        return (!new || !*new) && (!stored || !*stored);
    if (strcmp(new, "****") == 0)
        return true;
    if (strncmp(new, salted, sizeof salted - 1) == 0)
        return same_personal(since, about, pair, new + sizeof salted - 1, row, at);
    if (strncmp(new, digest, sizeof digest - 1) == 0)
        return same_long(new + sizeof digest - 1, stored, svc_text_len(row, at));
    return pair->number ? same_number(new, stored) : strcmp(new, stored) == 0;
}

static void compare(struct since *since, const struct about *about, const struct told *told,
                    struct svc_query *row)
{
    for (int i = 0; i < svc_columns(row); i++) {
        const char *column = svc_column_name(row, i);
        const struct pair *pair = pair_of(told, column, strlen(column));
        if (pair && is_last(since, about, column) && !same_cell(since, about, pair, row, i))
            complain(since, svc_format(_("table \"%s\": the %s of %s is not the one of event %lld"), about->table,
                                       column, about->key, (long long)about->seq));
    }
}

/* What the event says of one row. Events come from the last one backwards. */
static void verify_row(struct since *since, struct about *about, const struct told *told)
{
    bool gone;
    struct svc_query *q = NULL;
    about->key = NULL;
    if (tells_cells(since, about->table, told))
        q = find_row(since, about, told, &gone);
    if (!q) {
        since->looked->unnamed++;
        free(about->key);
        return;
    }
    bool there = svc_next(q), last = is_last(since, about, "");
    since->looked->rows += last;
    if (last && there == gone)
        complain(since, svc_format(gone ? _("table \"%s\": %s is there, but event %lld took it away")
                                        : _("table \"%s\": %s is missing, but event %lld has it"),
                                   about->table, about->key, (long long)about->seq));
    else if (there && !gone)
        compare(since, about, told, q);
    svc_free(q);
    free(about->key);
}

/* Columns that an event without a table tells of, such as those of a file that updates records, are held
 * to nothing earlier. */
static void verify_change(struct since *since, struct about *about, const char *change)
{
    struct svc_json in = { .p = change ? change : "" };
    struct told told = { NULL, 0 };
    if (!about->table || !about->record || *in.p != '{') {
        since->looked->unnamed += about->table != NULL;
        return;
    }
    while (*in.p == '{' && take_row(&in, &told)) {
        verify_row(since, about, &told);
        free_told(&told);
    }
    free_told(&told);
}

/* The table of the event's row: an import's own event, which ends its operation, has it for those of its
 * records. */
static const char EVENTS[] =
    "SELECT e.seq, COALESCE(e.tbl, (SELECT l.tbl FROM event l WHERE l.op_id = e.op_id AND l.login = e.login"
    "        AND l.verb = 'import' AND l.tbl IS NOT NULL AND l.record IS NULL AND l.seq > e.seq"
    "      ORDER BY l.seq LIMIT 1)), e.record, e.change"
    "  FROM event e WHERE e.seq > ?1 AND COALESCE(e.change, '') NOT LIKE '{\"refused\":%'"
    " ORDER BY e.seq DESC";

static void verify_states(struct since *since, int64_t seq)
{
    struct svc_query *q = svc_query(since->db,
        "SELECT r.tbl FROM register_state r LEFT JOIN event e ON e.seq = r.seq AND e.tbl = r.tbl"
        " WHERE r.seq > ?1 AND r.tbl <> 'event' AND COALESCE(e.state, '') <> r.state ORDER BY r.tbl", "i", seq);
    while (svc_next(q))
        complain(since, svc_format(_("the state of table \"%s\" is not the one of its last event"), svc_text(q, 0)));
}

bool svc_since_verify(struct svc_db *db, int64_t seq, struct svc_since *looked,
                      void (*found)(void *ctx, const char *what), void *ctx)
{
    struct since since = { .db = db, .looked = looked, .found = found, .ctx = ctx, .good = true };
    *looked = (struct svc_since){ 0 };
    svc_begin_read(db);
    bool chained = svc_event_verify_since(db, seq, found, ctx);
    verify_states(&since, seq);
    struct svc_query *q = svc_query(db, EVENTS, "i", seq);
    while (svc_next(q)) {
        struct about about = { .seq = svc_int(q, 0), .table = svc_text(q, 1), .record = svc_text(q, 2) };
        looked->events++;
        verify_change(&since, &about, svc_text(q, 3));
    }
    svc_end_read(db);
    tdestroy(since.seen, free);
    return since.good && chained;
}
