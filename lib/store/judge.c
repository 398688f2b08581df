/* Other engines know less of what a statement will touch than SQLite does. There SQLite judges it by an empty store
 * of this schema: it must be one SELECT of tables, columns and functions that are ours, so that nothing of the
 * engine's own is reached. */
#include "engine.h"
#include "query.h"
#include "svc/guarded.h"

static void *judge(void)
{
    static struct svc_db *scratch;
    scratch = scratch ? scratch : svc_db_scratch();
    return scratch->conn;
}

void *svc_judge_ask(struct svc_db *db, const char *sql, const char *hidden, struct svc_db_error *error)
{
    void *stmt = svc_sqlite.ask(judge(), sql, hidden, error);
    if (!stmt)
        return NULL;
    svc_sqlite.finalize(stmt);
    return db->engine->judged(db->conn, sql, hidden, SVC_USAGE, 0);
}

void *svc_judge_guard(struct svc_db *db, const char *sql, const struct svc_guard *guard,
                      struct svc_guarded_fault *fault)
{
    void *stmt = svc_sqlite.guard(judge(), sql, guard, fault);
    if (!stmt)
        return NULL;
    svc_sqlite.finalize(stmt);
    return db->engine->judged(db->conn, sql, guard->closed, SVC_CONFIG, guard->steps);
}
