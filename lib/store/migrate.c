#include "svc/migrate.h"

#include <string.h>

#include "engine.h"
#include "svc/num.h"

/* The first step after `number`, 0 when that was the last. */
static int step_after(int number)
{
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->number > number)
            return m->number;
    return 0;
}

static void apply(struct svc_db *db, int number)
{
    char digits[SVC_NUM_SIZE];
    const char *engine = svc_db_engine(db)->name;
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->number == number && (!m->engine || strcmp(m->engine, engine) == 0))
            svc_script(db, m->name, m->sql);
    digits[svc_int_digits(number, digits)] = '\0';
    svc_run(db, "INSERT INTO meta (name, value) VALUES ('schema', ?1)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value", "s", digits);
}

static int migrate_new(struct svc_db *db)
{
    bool mine = !svc_db_writing(db);
    int applied = 0;
    if (mine)
        svc_begin_write(db);
    for (int step = step_after(svc_db_schema(db)); step > 0; step = step_after(step), applied++)
        apply(db, step);
    if (mine)
        svc_commit(db, NULL);
    return applied;
}

int svc_migrate(struct svc_db *db)
{
    int applied = 0;
    if (svc_db_is_new(db))
        return migrate_new(db);
    while (step_after(svc_db_schema(db)) > 0) {
        svc_begin_migration(db);
        int step = step_after(svc_db_schema(db)); /* another upgrade may have been quicker */
        if (step == 0) {
            svc_rollback(db);
            break;
        }
        apply(db, step);
        svc_commit(db, NULL);
        applied++;
    }
    return applied;
}
