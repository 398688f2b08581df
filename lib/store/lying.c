#include "svc/lying.h"

#include "query.h"
#include "svc/mem.h"

char *svc_lying(struct svc_db *db, const char *table, const char *as, const char *condition)
{
    return db->engine->lying ? db->engine->lying(table, as, condition) : svc_strdup(condition);
}
