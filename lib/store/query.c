#include "query.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/event.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mem.h"

/* More than a pass over all score lines takes, thresholds and bands with them: what is asked in turn would
 * else be prepared each time. */
enum { CACHED = 64 };

void svc_db_give_up(const struct svc_db *db, const struct svc_db_error *error)
{
    size_t line = strcspn(error->text, "\n");
    const char *fate = svc_fate() ? svc_fate() : _("nothing was applied");
    bool says = db && db->writing && !(error->code == SVC_IO && svc_fate());
    svc_die(error->code, "%.*s%s%s%s", (int)line, error->text, says ? "; " : "", says ? fate : "",
            error->text + line);
}

/* -- one statement, many lives --------------------------------------------------------------- */

void svc_query_alone(struct svc_query *query, bool on)
{
    if (query->alone != on)
        svc_stops_hold(on);
    query->alone = on;
}

void svc_query_drop(struct svc_query *query)
{
    svc_query_alone(query, false);
    struct svc_query **link = &query->db->queries;
    while (*link != query)
        link = &(*link)->next;
    *link = query->next;
    query->db->idle -= query->use == SVC_QUERY_IDLE;
    if (query->stmt)
        query->db->engine->finalize(query->stmt);
    svc_names_free(&query->names);
    free(query->cells);
    free(query->sql);
    free(query);
}

static struct svc_query *keep_query(struct svc_db *db, const char *sql, void *stmt,
                                    enum svc_query_use use)
{
    struct svc_query *q = svc_alloc(sizeof *q);
    *q = (struct svc_query){ .db = db, .next = db->queries, .sql = svc_strdup(sql), .stmt = stmt,
                             .use = use };
    return db->queries = q;
}

static struct svc_query *new_query(struct svc_db *db, const char *sql, enum svc_query_use use)
{
    struct svc_db_error error;
    void *stmt = db->engine->prepare(db->conn, sql, &error);
    if (!stmt)
        svc_db_give_up(db, &error);
    return keep_query(db, sql, stmt, use);
}

struct svc_query *svc_query_keep(struct svc_db *db, const char *sql, void *stmt)
{
    return keep_query(db, sql, stmt, SVC_QUERY_KEPT);
}

struct svc_query *svc_ask(struct svc_db *db, const char *sql, const char *hidden)
{
    struct svc_db_error error;
    void *stmt = db->engine->ask ? db->engine->ask(db->conn, sql, hidden, &error)
                                 : svc_judge_ask(db, sql, hidden, &error);
    if (!stmt)
        svc_db_give_up(db, &error);
    return svc_query_keep(db, sql, stmt);
}

/* A statement for `sql`: one that has finished, moved to the front, or a new one. */
static struct svc_query *take(struct svc_db *db, const char *sql)
{
    for (struct svc_query **link = &db->queries; *link; link = &(*link)->next) {
        struct svc_query *q = *link;
        if (q->use != SVC_QUERY_IDLE || strcmp(q->sql, sql) != 0)
            continue;
        *link = q->next;
        q->next = db->queries;
        q->use = SVC_QUERY_RUNNING;
        db->idle--;
        return db->queries = q;
    }
    return new_query(db, sql, SVC_QUERY_RUNNING);
}

static void bind_args(struct svc_query *q, int parameter, const char *types, va_list args,
                      bool copy)
{
    const struct svc_engine *engine = q->db->engine;
    char date[SVC_WHEN_SIZE];
    const char *text;
    svc_when when;
    for (; types && *types; types++, parameter++) {
        switch (*types) {
        case 's':
            if ((text = va_arg(args, const char *)))
                engine->bind_text(q->stmt, parameter, text, strlen(text), copy);
            else
                engine->bind_null(q->stmt, parameter);
            break;
        case 'i':
            engine->bind_int(q->stmt, parameter, va_arg(args, int64_t));
            break;
        case 'w':
            if ((when = va_arg(args, svc_when)))
                engine->bind_text(q->stmt, parameter, svc_when_format(when, date),
                                  SVC_WHEN_SIZE - 1, true);
            else
                engine->bind_null(q->stmt, parameter);
            break;
        case 'd':
            engine->bind_text(q->stmt, parameter, svc_day_format(va_arg(args, svc_day), date),
                              SVC_DAY_SIZE - 1, true);
            break;
        case 'e':
            engine->bind_int(q->stmt, parameter, svc_event_head(q->db).seq + 1);
            break;
        default:
            svc_die(SVC_BUG, "no parameter type '%c': %s", *types, q->sql);
        }
    }
}

/* Every parameter is bound anew, so a cached statement never sees the last one's. */
static struct svc_query *start(struct svc_db *db, const char *sql, const char *types, va_list args,
                               bool copy)
{
    struct svc_query *q = take(db, sql);
    if (db->engine->parameters(q->stmt) != (types ? (int)strlen(types) : 0))
        svc_die(SVC_BUG, "parameters \"%s\" do not fit: %s", types ? types : "", sql);
    bind_args(q, 1, types, args, copy);
    return q;
}

struct svc_query *svc_query(struct svc_db *db, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct svc_query *q = start(db, sql, types, args, true);
    va_end(args);
    return q;
}

void svc_rewind(struct svc_query *query)
{
    if (query->stmt)
        query->db->engine->reset(query->stmt);
    query->at_row = query->over = false;
    svc_query_alone(query, false);
    svc_err_flush(); /* outside a transaction the snapshot was its own */
}

void svc_done(struct svc_query *query)
{
    struct svc_query *last = NULL;
    svc_rewind(query);
    if (query->use != SVC_QUERY_RUNNING)
        return;
    query->use = SVC_QUERY_IDLE;
    if (++query->db->idle <= CACHED)
        return;
    for (struct svc_query *q = query->db->queries; q; q = q->next)
        if (q->use == SVC_QUERY_IDLE)
            last = q;
    svc_query_drop(last);
}

bool svc_next(struct svc_query *query)
{
    struct svc_db_error error;
    if (!query->over) {
        if (query->db->depth == 0)
            svc_query_alone(query, true);
        enum svc_engine_step step = query->db->engine->step(query->stmt, &error);
        query->at_row = step == SVC_ENGINE_ROW;
        if (query->at_row)
            return true;
        if (step != SVC_ENGINE_DONE)
            svc_db_give_up(query->db, &error);
    }
    svc_done(query);
    return false;
}

int64_t svc_run(struct svc_db *db, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct svc_query *q = start(db, sql, types, args, false);
    va_end(args);
    while (svc_next(q))
        continue;
    return db->engine->changes(db->conn);
}

char *svc_one(struct svc_db *db, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct svc_query *q = start(db, sql, types, args, false);
    va_end(args);
    if (!svc_next(q))
        return NULL;
    char *text = svc_strndup(svc_text(q, 0), svc_text_len(q, 0));
    svc_done(q);
    return text;
}

int64_t svc_one_int(struct svc_db *db, int64_t otherwise, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct svc_query *q = start(db, sql, types, args, false);
    va_end(args);
    if (!svc_next(q))
        return otherwise;
    int64_t number = svc_is_null(q, 0) ? otherwise : svc_int(q, 0);
    svc_done(q);
    return number;
}

/* -- the current row ------------------------------------------------------------------------- */

int svc_columns(const struct svc_query *query)
{
    return query->db->engine->columns(query->stmt);
}

const char *svc_column_name(const struct svc_query *query, int column)
{
    return query->db->engine->column_name(query->stmt, column);
}

const char *svc_text(struct svc_query *query, int column)
{
    size_t len;
    return query->db->engine->column_text(query->stmt, column, &len);
}

size_t svc_text_len(struct svc_query *query, int column)
{
    size_t len;
    query->db->engine->column_text(query->stmt, column, &len);
    return len;
}

int64_t svc_int(struct svc_query *query, int column)
{
    return query->db->engine->column_int(query->stmt, column);
}

bool svc_is_null(struct svc_query *query, int column)
{
    return query->db->engine->column_kind(query->stmt, column) == SVC_ENGINE_NULL;
}

bool svc_is_int(struct svc_query *query, int column)
{
    return query->db->engine->column_kind(query->stmt, column) == SVC_ENGINE_INT;
}

void svc_cells(struct svc_query *query, struct svc_field *cells, size_t count)
{
    query->db->engine->cells(query->stmt, cells, count);
}

svc_when svc_moment(struct svc_query *query, int column)
{
    svc_when when = 0;
    const char *text = svc_text(query, column);
    const char *why = text ? svc_when_parse(text, &when) : NULL;
    if (why)
        svc_die(SVC_CONFIG, "the store has \"%s\" in column %s: %s\nrun svc-admin check", text,
                svc_column_name(query, column), why);
    return when;
}

/* -- kept for many rows ---------------------------------------------------------------------- */

struct svc_query *svc_prepare(struct svc_db *db, const char *sql)
{
    return new_query(db, sql, SVC_QUERY_KEPT);
}

void svc_free(struct svc_query *query)
{
    svc_query_drop(query);
}

void svc_bind_text(struct svc_query *query, int parameter, const char *text, size_t len)
{
    if (text)
        query->db->engine->bind_text(query->stmt, parameter, text, len, false);
    else
        query->db->engine->bind_null(query->stmt, parameter);
}

void svc_bind_int(struct svc_query *query, int parameter, int64_t number)
{
    query->db->engine->bind_int(query->stmt, parameter, number);
}

void svc_bind_null(struct svc_query *query, int parameter)
{
    query->db->engine->bind_null(query->stmt, parameter);
}

void svc_bind_nulls(struct svc_query *query)
{
    query->db->engine->bind_nulls(query->stmt);
}

void svc_bind_list(struct svc_query *query, int first, const char *types, va_list args)
{
    bind_args(query, first, types, args, false);
}

int64_t svc_try(struct svc_query *query)
{
    struct svc_db_error error;
    enum svc_engine_step step = query->db->engine->attempt(query->stmt, &error);
    query->db->engine->reset(query->stmt);
    if (step == SVC_ENGINE_DONE)
        return query->db->engine->changes(query->db->conn);
    if (step == SVC_ENGINE_FAILED)
        svc_db_give_up(query->db, &error);
    memcpy(query->refusal, error.constraint, sizeof query->refusal);
    return -1;
}

const char *svc_refusal(struct svc_query *query)
{
    return query->refusal;
}
