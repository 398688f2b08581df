#include "svc/guarded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query.h"
#include "svc/buf.h"
#include "svc/mem.h"

/* Those whose answer hangs on nothing but what they are given, and which every engine has. */
#define FUNCTIONS \
    "abs;avg;coalesce;count;dense_rank;first_value;lag;last_value;lead;length;like;lower;ltrim;max;" \
    "min;nth_value;ntile;nullif;rank;replace;round;row_number;rtrim;substr;sum;trim;upper"

/* What a query finds, `;`-separated. */
static char *listed(struct svc_db *db, const char *sql)
{
    struct svc_buf list = { 0 };
    struct svc_query *q = svc_query(db, sql, NULL);
    while (svc_next(q))
        svc_buf_printf(&list, "%s%s", list.len ? ";" : "", svc_text(q, 0));
    return svc_buf_take(&list);
}

/* Kept as long as the process. */
static const struct svc_guard *guard_of(struct svc_db *db, int64_t steps)
{
    struct svc_guard *guard = svc_alloc(sizeof *guard);
    *guard = (struct svc_guard){
        .tables = listed(db,
            "SELECT tbl FROM register_state"
            " WHERE tbl NOT IN (SELECT tbl FROM pack_sql WHERE closed = 1 AND col = '*')"
            " UNION SELECT tbl FROM pack_sql WHERE closed = 0 ORDER BY 1"),
        .closed = listed(db,
            "SELECT tbl || '.' || col FROM personal"
            " UNION SELECT tbl || '.' || col FROM pack_sql WHERE closed = 1 ORDER BY 1"),
        .functions = FUNCTIONS, .steps = steps
    };
    return guard;
}

struct svc_query *svc_guarded(struct svc_db *db, const char *sql, const svc_when at[3],
                              int64_t steps, struct svc_guarded_fault *fault)
{
    const struct svc_engine *engine = db->engine;
    char date[SVC_WHEN_SIZE];
    *fault = (struct svc_guarded_fault){ .placed = false };
    const struct svc_guard *guard = guard_of(db, steps);
    void *stmt = engine->guard ? engine->guard(db->conn, sql, guard, fault) : svc_judge_guard(db, sql, guard, fault);
    if (!stmt)
        return NULL;
    for (int i = 0; i < engine->parameters(stmt); i++)
        engine->bind_text(stmt, i + 1, svc_when_format(at[i], date), SVC_WHEN_SIZE - 1, true);
    return svc_query_keep(db, sql, stmt);
}

bool svc_guarded_next(struct svc_query *query, struct svc_guarded_fault *fault)
{
    struct svc_db_error error;
    enum svc_engine_step step = query->db->engine->step(query->stmt, &error);
    query->at_row = step == SVC_ENGINE_ROW;
    if (!query->at_row && step != SVC_ENGINE_DONE) {
        if (error.code != SVC_CONFIG)
            svc_db_give_up(query->db, &error);
        snprintf(fault->why, sizeof fault->why, "%.*s", (int)sizeof fault->why - 1, error.text);
    }
    return query->at_row;
}
