#include "svc/twin.h"

#include "query.h"
#include "svc/lock.h"

static struct svc_db *copy_of(struct svc_db *db, enum svc_db_use use)
{
    struct svc_db_error error;
    svc_stops_hold(true);
    void *conn = db->engine->twin(db->conn, &error);
    svc_stops_hold(false);
    if (!conn)
        svc_db_give_up(db, &error);
    return svc_db_keep(conn, use);
}

struct svc_db *svc_db_twin(struct svc_db *db)
{
    struct svc_db *copy = copy_of(db, SVC_DB_WRITE);
    svc_begin_write(copy);
    return copy;
}

struct svc_db *svc_db_still(struct svc_db *db)
{
    return copy_of(db, SVC_DB_READ);
}

bool svc_db_wanted(const struct svc_db *db)
{
    return svc_lock_taken(svc_db_where(db));
}
