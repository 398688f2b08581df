#include "svc/rehearse.h"

#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/closing.h"
#include "svc/err.h"
#include "svc/leveled.h"
#include "svc/mem.h"
#include "svc/reload.h"
#include "svc/twin.h"
#include "svc/words.h"

static struct svc_db *store; /* while call->db is the copy */

static void take(struct svc_call *call, struct svc_db *db)
{
    call->db = db;
    svc_words_open(db);
    svc_closings_open(db);
}

void svc_rehearse_begin(struct svc_call *call)
{
    struct svc_db *copy = svc_db_twin(call->db);
    svc_call_wait(call, true);
    store = call->db;
    take(call, copy);
}

void svc_rehearse_end(struct svc_call *call)
{
    struct svc_db *copy = call->db;
    take(call, store);
    svc_db_close(copy);
    svc_call_wait(call, false);
}

/* -- levels ------------------------------------------------------------------------------- */

struct leveled {
    char *no;
    int64_t level;
};

/* The level that intake would propose; that of a record, and of its rounds that had it. */
static int64_t propose(struct svc_rules *rules, struct svc_query *q)
{
    svc_day day = svc_when_day(svc_moment(q, 2));
    const struct svc_intake intake = {
        .channel = svc_text(q, 3), .category = svc_text(q, 4), .tier = svc_text(q, 5),
        .people = svc_is_null(q, 6) ? 0 : svc_int(q, 6),
        .accident = svc_text(q, 7) && strcmp(svc_text(q, 7), "yes") == 0,
        .repeat = svc_text(q, 8) && *svc_text(q, 8)
    };
    return svc_leveled(svc_rules_on(rules, day), &intake, day);
}

/* Of what nobody said otherwise, and the file did not bring: of one complaint, or of all (NULL). */
static void propose_levels(struct svc_rules *rules, const char *no)
{
    struct svc_db *db = rules->db;
    struct leveled *all = NULL;
    size_t count = 0;
    struct svc_query *q = svc_query(db,
        "SELECT no, level, received_at, channel, category, tier, people, accident, repeat_of"
        "  FROM complaint WHERE no = COALESCE(?1, no) AND no IN (SELECT l.no FROM complaint_leveled l)"
        " ORDER BY no", "s", no);
    while (svc_next(q)) {
        int64_t level = propose(rules, q);
        if (level == svc_int(q, 1))
            continue;
        all = svc_grow(all, count, sizeof *all);
        all[count++] = (struct leveled){ svc_strdup(svc_text(q, 0)), level };
    }
    for (size_t i = 0; i < count; i++) {
        svc_run(db, "UPDATE complaint SET level = ?2, level_initial = ?2 WHERE no = ?1", "si",
                all[i].no, all[i].level);
        svc_run(db, "UPDATE complaint_round SET level = ?2 WHERE no = ?1", "si", all[i].no,
                all[i].level);
        free(all[i].no);
    }
    free(all);
}

/* -- all of it ---------------------------------------------------------------------------- */

void svc_rehearse(struct svc_call *call, const struct svc_rehearsal *with)
{
    struct svc_db *db = call->db;
    struct svc_rules *was = svc_rules_open(db);
    struct svc_numbers repeats = { NULL, 0 };
    for (char *const *no = with->without; no && *no; no++)
        svc_rules_without(call, *no, &repeats);
    if (with->pack)
        svc_rules_only(call, with->pack);
    if (with->calendar)
        svc_rules_days(call, with->calendar);
    take(call, db);
    struct svc_rules *is = svc_rules_open(db);
    if (with->pack)
        propose_levels(is, NULL);
    for (size_t i = 0; i < repeats.count; i++) {
        propose_levels(is, repeats.no[i]);
        free(repeats.no[i]);
    }
    free(repeats.no);
    svc_rules_anew(is, with->pack ? NULL : was, NULL);
    svc_rules_close(is);
    svc_rules_close(was);
}
