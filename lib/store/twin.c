#include "svc/twin.h"

#include "query.h"

struct svc_db *svc_db_twin(struct svc_db *db)
{
    struct svc_db_error error;
    void *conn = db->engine->twin(db->conn, &error);
    if (!conn)
        svc_db_give_up(db, &error);
    struct svc_db *copy = svc_db_keep(conn, SVC_DB_WRITE);
    svc_begin_write(copy);
    return copy;
}
