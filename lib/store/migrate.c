#include "svc/migrate.h"

#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "svc/mem.h"
#include "svc/num.h"

/* The first step after `number`, -1 when that was the last. */
static int step_after(int number)
{
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->number > number)
            return m->number;
    return -1;
}

/* A file for this engine stands in the place of the one of the same name for every engine. */
static bool is_for(const struct svc_migration *file, const char *engine)
{
    if (file->engine)
        return strcmp(file->engine, engine) == 0;
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->engine && strcmp(m->engine, engine) == 0 && strcmp(m->name, file->name) == 0)
            return false;
    return true;
}

static void keep_fact(struct svc_db *db, const char *name, const char *value)
{
    svc_run(db, "INSERT INTO meta (name, value) VALUES (?1, ?2)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value", "ss", name, value);
}

static void apply(struct svc_db *db, int number)
{
    char digits[SVC_NUM_SIZE];
    const char *engine = svc_db_engine(db)->name;
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->number == number && is_for(m, engine))
            svc_script(db, m->name, m->sql);
    digits[svc_int_digits(number, digits)] = '\0';
    keep_fact(db, "schema", digits);
    if (number == 0)
        keep_fact(db, "schema_digest", svc_schema_digest);
}

int svc_migrate_to(struct svc_db *db, int number)
{
    bool mine = !svc_db_writing(db);
    int applied = 0;
    if (mine)
        svc_begin_write(db);
    for (int step = step_after(svc_db_schema(db)); step >= 0 && step <= number;
         step = step_after(step)) {
        apply(db, step);
        applied += step > 0;
    }
    if (mine)
        svc_commit(db, NULL, NULL);
    return applied;
}

/* Begins the next step's transaction; -1 and no transaction when none is left. */
static int begin_step(struct svc_db *db)
{
    if (step_after(svc_db_schema(db)) < 0)
        return -1;
    svc_begin_migration(db);
    int step = step_after(svc_db_schema(db)); /* another upgrade may have been quicker */
    if (step < 0)
        svc_rollback(db);
    return step;
}

int svc_migrate(struct svc_db *db)
{
    int applied = 0, step;
    if (svc_db_is_new(db))
        return svc_migrate_to(db, svc_schema_known());
    for (; (step = begin_step(db)) >= 0; applied++) {
        apply(db, step);
        svc_commit(db, NULL, NULL);
    }
    return applied;
}

/* -- with events ------------------------------------------------------------------------------ */

static const char *step_name(int number)
{
    for (const struct svc_migration *m = svc_migrations; m->name; m++)
        if (m->number == number)
            return m->name;
    return "";
}

/* What the rows of an audited table add up to before a step. */
struct sum {
    char *table;
    struct svc_state state;
};

static size_t sum_tables(struct svc_db *db, struct sum **sums)
{
    size_t count = 0;
    struct svc_query *q = svc_query(db, "SELECT tbl FROM register_state WHERE tbl <> 'event'"
                                        " ORDER BY tbl", NULL);
    *sums = NULL;
    while (svc_next(q)) {
        *sums = svc_grow(*sums, count, sizeof **sums);
        (*sums)[count++].table = svc_strdup(svc_text(q, 0));
    }
    for (size_t i = 0; i < count; i++) {
        memset(&(*sums)[i].state, 0, sizeof (*sums)[i].state);
        if (svc_db_has(db, (*sums)[i].table, NULL))
            svc_state_sum(db, (*sums)[i].table, &(*sums)[i].state);
    }
    return count;
}

static const struct svc_state *sum_of(const struct sum *sums, size_t count, const char *table)
{
    static const struct svc_state none;
    for (size_t i = 0; i < count; i++)
        if (strcmp(sums[i].table, table) == 0)
            return &sums[i].state;
    return &none;
}

static void free_sums(struct sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(sums[i].table);
    free(sums);
}

/* The step changed the table's rows or their shape. The kept state moves by the difference alone,
 * so a table that was edited behind the tools' back does not fit afterwards either. */
static void restate(struct svc_db *db, const char *table, const struct svc_state *before,
                    const struct svc_state *after, const struct svc_actor *actor,
                    struct svc_event event, const char *step)
{
    struct svc_state state;
    char old[SVC_DIGEST_HEX], new[SVC_DIGEST_HEX];
    svc_state_load(db, table, &state);
    svc_digest_hex(state.sum, old);
    svc_state_sub(&state, before->sum);
    svc_state_add(&state, after->sum);
    svc_digest_hex(state.sum, new);
    svc_state_save(db, table, &state);
    char *change = svc_format("{\"step\":\"%s\",\"state\":[\"%s\",\"%s\"]}", step, old, new);
    event.table = table;
    event.change = change;
    svc_event_add(db, actor, &event);
    free(change);
}

static void upgrade_step(struct svc_db *db, int number, const struct svc_actor *actor,
                        struct svc_event event, svc_upgraded *told, void *ctx)
{
    struct sum *before, *after;
    int from = svc_db_schema(db);
    const char *step = step_name(number);
    size_t had = sum_tables(db, &before);
    apply(db, number);
    size_t has = sum_tables(db, &after);
    char *change = svc_format("{\"step\":\"%s\",\"schema\":[%d,%d]}", step, from, number);
    event.change = change;
    svc_event_add(db, actor, &event);
    free(change);
    told(ctx, step, NULL);
    for (size_t i = 0; i < has; i++) {
        const struct svc_state *old = sum_of(before, had, after[i].table);
        if (memcmp(old, &after[i].state, sizeof *old) == 0)
            continue;
        restate(db, after[i].table, old, &after[i].state, actor, event, step);
        if (strcmp(after[i].table, "meta") != 0) /* the number of the step, which was told */
            told(ctx, step, after[i].table);
    }
    free_sums(before, had);
    free_sums(after, has);
}

int svc_upgrade(struct svc_db *db, const struct svc_actor *actor, const struct svc_event *as,
                svc_upgraded *told, void *ctx)
{
    int applied = 0, number;
    for (; (number = begin_step(db)) >= 0; applied++) {
        struct svc_event event = *as;
        char *op_id = svc_format("%s-%d", as->op_id, number); /* each commit is asked for its own */
        event.op_id = op_id;
        upgrade_step(db, number, actor, event, told, ctx);
        svc_commit(db, actor->login, op_id);
        told(ctx, NULL, NULL);
        free(op_id);
    }
    return applied;
}
