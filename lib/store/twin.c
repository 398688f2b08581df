#include "svc/twin.h"

#include "query.h"
#include "svc/lock.h"

struct svc_db *svc_db_twin(struct svc_db *db)
{
    struct svc_db_error error;
    struct svc_db *copy;
    svc_stops_hold(true);
    if (db->engine->twin) {
        void *conn = db->engine->twin(db->conn, &error);
        copy = conn ? svc_db_keep(db->engine, conn, SVC_DB_WRITE) : NULL;
    } else {
        copy = svc_pour_twin(db);
    }
    svc_stops_hold(false);
    if (!copy)
        svc_db_give_up(db, &error);
    svc_begin_write(copy);
    return copy;
}
