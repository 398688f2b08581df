#include "svc/snapshot.h"

#include "query.h"

bool svc_let_go(struct svc_db *db)
{
    return db->engine->let_go(db->conn);
}
