#include <stdbool.h>

#include "steps-inner.h"
#include "svc/change.h"
#include "svc/event.h"
#include "svc/row.h"

static const char table[] = "step_brought";

/* The table's, with what was taken so far. */
static struct svc_state state;
static bool loaded;

char *svc_brought_as(struct svc_call *call, const struct svc_brought *step)
{
    return svc_one(call->db,
        "SELECT digest FROM step_brought WHERE tbl = ?1 AND no = ?2 AND verb = ?3 AND at = ?4", "ssss",
        call->reg->table, step->no, step->verb, step->at);
}

void svc_brought_keep(struct svc_call *call, const struct svc_brought *step)
{
    unsigned char row[SVC_DIGEST];
    if (!loaded)
        svc_state_load(call->db, table, &state);
    loaded = true;
    struct svc_query *q = svc_query(call->db,
        "INSERT INTO step_brought (tbl, no, verb, at, digest) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING *",
        "sssss", call->reg->table, step->no, step->verb, step->at, step->digest);
    while (svc_next(q)) {
        svc_row_digest(q, row);
        svc_state_add(&state, row);
    }
}

void svc_brought_end(struct svc_call *call, const char *change)
{
    svc_state_save(call->db, table, &state);
    svc_change_event(call, table, NULL, change);
    loaded = false;
}
