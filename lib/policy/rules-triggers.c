/* The triggers of a pack: which event makes which clause act. A command tells its events, and what may
 * select among them, in its lists `event` and `selector`. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/word.h"

/* Every event there is. The caller frees it. */
static char *all_events(void)
{
    struct svc_buf all = { 0 };
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strcmp(strchr(list->name, '.'), ".event") == 0)
            svc_buf_printf(&all, "%s%s", all.len ? "|" : "", list->words);
    return svc_buf_take(&all);
}

static void check_event(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *event = svc_check_text(SVC_PACK_TRIGGERS, row, "event");
    const char *list = svc_check_noun("event", event);
    if (!list) {
        char *all = all_events();
        svc_check_unknown(c, SVC_PACK_TRIGGERS, row, "event", all, event);
        free(all);
        return;
    }
    svc_check_selectors(c, SVC_PACK_TRIGGERS, row, svc_check_list(list, "selector"), "events");
    svc_check_case(c, SVC_PACK_TRIGGERS, row);
    svc_check_built(c, SVC_PACK_TRIGGERS, row);
}

static bool has_leg(const struct svc_check *c, const char *clause)
{
    return svc_pack_find(c->pack, SVC_PACK_LEGS, clause, true) != NULL;
}

static bool has_trigger(const struct svc_check *c, const char *clause)
{
    EACH_ROW(c, SVC_PACK_TRIGGERS, row)
        if (strcmp(svc_check_text(SVC_PACK_TRIGGERS, row, "clause"), clause) == 0)
            return true;
    return false;
}

void svc_check_triggers(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_TRIGGERS, row) {
        const char *clause = svc_check_text(SVC_PACK_TRIGGERS, row, "clause");
        if (!svc_check_text(SVC_PACK_TRIGGERS, row, "planned") ||
            svc_check_is_built(svc_check_text(SVC_PACK_TRIGGERS, row, "event")))
            check_event(c, row);
        if (!svc_pack_find(c->pack, SVC_PACK_CLAUSES, clause, false))
            svc_check_absent(c, SVC_PACK_TRIGGERS, row, "clause", SVC_PACK_CLAUSES, clause);
        else if (!has_leg(c, clause))
            svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, "clause",
                            "\"%s\" has no leg: nothing would come of it", clause);
    }
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        const char *clause = svc_check_text(SVC_PACK_LEGS, row, "clause");
        if (svc_pack_find(c->pack, SVC_PACK_CLAUSES, clause, false) && !has_trigger(c, clause) &&
            !svc_check_scored(c, clause) && !svc_check_given(c, clause) &&
            !svc_check_banded(c, clause))
            svc_check_fault(c, SVC_PACK_LEGS, row->line, "clause",
                            "nothing fires \"%s\"; triggers.csv would name the event", clause);
    }
}
