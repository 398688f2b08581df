#include "svc/twin.h"

#include "query.h"
#include "svc/err.h"
#include "svc/lock.h"

struct svc_db *svc_db_twin(struct svc_db *db)
{
    struct svc_db_error error;
    if (!db->engine->twin)
        svc_die(SVC_CONFIG, "a store on a database server is not rehearsed on yet; nothing was done\n"
                "rehearse on a store that is a file, with the same rules");
    svc_stops_hold(true);
    void *conn = db->engine->twin(db->conn, &error);
    svc_stops_hold(false);
    if (!conn)
        svc_db_give_up(db, &error);
    struct svc_db *copy = svc_db_keep(db->engine, conn, SVC_DB_WRITE);
    svc_begin_write(copy);
    return copy;
}
