#include "svc/parameter.h"

#include "svc/when.h"

char *svc_parameter(struct svc_db *db, const char *name, const char *day)
{
    char today[SVC_DAY_SIZE];
    return svc_one(db,
        "SELECT p.value FROM policy_version v"
        "  JOIN policy_param p ON p.version = v.version AND p.name = ?1"
        " WHERE v.from_day <= ?2 AND v.until_day > ?2 ORDER BY v.from_day DESC, v.version DESC LIMIT 1",
        "ss", name, day ? day : svc_day_format(svc_when_day(svc_now()), today));
}
