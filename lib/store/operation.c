#include "svc/operation.h"

#include <stddef.h>

bool svc_operation_applied(struct svc_db *db, const char *login, const char *op_id)
{
    return svc_one_int(db, 0, "SELECT 1 FROM event WHERE op_id = ?1 AND login = ?2 LIMIT 1", "ss",
                       op_id, login) == 1;
}

char *svc_operation_digest(struct svc_db *db, const char *login, const char *op_id)
{
    return svc_one(db, "SELECT digest FROM operation WHERE login = ?1 AND op_id = ?2", "ss", login,
                   op_id);
}

void svc_operation_keep(struct svc_db *db, const char *login, const char *op_id, const char *digest)
{
    if (svc_operation_applied(db, login, op_id))
        svc_run(db,
                "INSERT INTO operation (login, op_id, digest) VALUES (?1, ?2, ?3)"
                "    ON CONFLICT (login, op_id) DO UPDATE SET digest = excluded.digest", "sss",
                login, op_id, digest);
}

void svc_operation_erase(struct svc_db *db, const char *no)
{
    svc_run(db,
            "DELETE FROM operation WHERE EXISTS"
            " (SELECT 1 FROM event e WHERE e.record = ?1 AND e.login = operation.login"
            "     AND e.op_id = operation.op_id)", "s", no);
}
