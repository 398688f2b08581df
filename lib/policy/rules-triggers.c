/* The triggers of a pack: which event makes which clause act. A command tells its events, and what may
 * select among them, in its lists `event` and `selector`. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/word.h"

/* True of the list NOUN.WHAT. */
static bool is_list(const char *name, const char *what)
{
    const char *dot = strchr(name, '.');
    return dot && strcmp(dot + 1, what) == 0;
}

/* The list that has the event, NULL for none. */
static const struct svc_word_lists *list_of(const char *event)
{
    struct svc_word word;
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (is_list(list->name, "event") && svc_word_find(list->words, event, strlen(event), &word) &&
            strncmp(word.code, event, word.code_len) == 0)
            return list;
    return NULL;
}

/* Every event there is. The caller frees it. */
static char *all_events(void)
{
    struct svc_buf all = { 0 };
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (is_list(list->name, "event"))
            svc_buf_printf(&all, "%s%s", all.len ? "|" : "", list->words);
    return svc_buf_take(&all);
}

static void tell_event(struct svc_check *c, const struct svc_pack_row *row, const char *event)
{
    struct svc_word word;
    struct svc_buf codes = { 0 };
    char *all = all_events();
    bool near = svc_word_nearest(all, event, strlen(event), &word);
    svc_word_codes(all, &codes);
    svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, "event", "nothing notices \"%s\"%s%.*s%s; %s", event,
                    near ? "; did you mean " : "", near ? (int)word.code_len : 0, near ? word.code : "",
                    near ? "?" : "", codes.data);
    svc_buf_free(&codes);
    free(all);
}

/* The words that a selector may hold. */
static bool selects(const struct svc_check *c, const char *selector, const char *value)
{
    struct svc_word word;
    if (strcmp(selector, "tier") == 0)
        return svc_word_find(svc_word_list("tier.tier"), value, strlen(value), &word);
    if (strcmp(selector, "business") == 0 &&
        svc_word_find(svc_word_list("callback.business"), value, strlen(value), &word))
        return true;
    return svc_check_listed(c, selector, value, NULL);
}

static void check_selectors(struct svc_check *c, const struct svc_pack_row *row,
                            const struct svc_word_lists *events)
{
    static const char *const selectors[] = { "level", "business", "category", "channel", "class",
                                             "tier", "severity" };
    struct svc_word word;
    const char *known = "";
    char *name = svc_format("%.*s.selector", (int)strcspn(events->name, "."), events->name);
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strcmp(list->name, name) == 0)
            known = list->words;
    for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++) {
        const char *value = svc_check_text(SVC_PACK_TRIGGERS, row, selectors[i]);
        if (!value)
            continue;
        if (!svc_word_find(known, selectors[i], strlen(selectors[i]), &word))
            svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, selectors[i],
                            "does not select among such events");
        else if (!selects(c, selectors[i], value))
            svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, selectors[i], "\"%s\" is no word of %s",
                            value, selectors[i]);
    }
    free(name);
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
        const char *event = svc_check_text(SVC_PACK_TRIGGERS, row, "event");
        const char *clause = svc_check_text(SVC_PACK_TRIGGERS, row, "clause");
        const struct svc_word_lists *list = list_of(event);
        if (!svc_check_text(SVC_PACK_TRIGGERS, row, "planned")) {
            if (!list)
                tell_event(c, row, event);
            else
                check_selectors(c, row, list);
        }
        if (!svc_pack_find(c->pack, SVC_PACK_CLAUSES, clause, false))
            svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, "clause", "\"%s\" is not in clauses.csv",
                            clause);
        else if (!has_leg(c, clause))
            svc_check_fault(c, SVC_PACK_TRIGGERS, row->line, "clause",
                            "\"%s\" has no leg: nothing would come of it", clause);
    }
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        const char *clause = svc_check_text(SVC_PACK_LEGS, row, "clause");
        if (svc_pack_find(c->pack, SVC_PACK_CLAUSES, clause, false) && !has_trigger(c, clause))
            svc_check_fault(c, SVC_PACK_LEGS, row->line, "clause",
                            "nothing fires \"%s\"; triggers.csv would name the event", clause);
    }
}
