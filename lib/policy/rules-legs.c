/* The legs of a pack that are more than a range: per something, in bands of the loss, shares. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/lang.h"
#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/word.h"

#define LATE "paper.late" /* how late something was is told of whatever has a limit */

static const char *text_of(const struct svc_pack_row *row, const char *column)
{
    return svc_check_text(SVC_PACK_LEGS, row, column);
}

static bool given(const struct svc_pack_row *row, const char *column)
{
    return svc_value_given(svc_pack_cell(SVC_PACK_LEGS, row, column));
}

static void fault(struct svc_check *c, const struct svc_pack_row *row, const char *column, const char *why)
{
    svc_check_fault(c, SVC_PACK_LEGS, row->line, column, "%s", why);
}

static const char *base_of(const struct svc_pack_row *row)
{
    return svc_leg_base(text_of(row, "subject"), text_of(row, "share_of"));
}

/* -- per ------------------------------------------------------------------------------------ */

/* Every quantity there is. The caller frees it. */
static char *quantities(void)
{
    struct svc_buf all = { 0 };
    svc_buf_puts(&all, svc_word_list(LATE));
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strcmp(strchr(list->name, '.'), ".quantity") == 0)
            svc_buf_printf(&all, "|%s", list->words);
    return svc_buf_take(&all);
}

static bool ends(const char *text, const char *with)
{
    size_t len = strlen(text), end = strlen(with);
    return len > end && strcmp(text + len - end, with) == 0;
}

/* The records that the event is about have the quantity. Of a case a person tells it, whatever it is. */
static bool has_quantity(const char *event, const char *per)
{
    const char *list = svc_check_noun("event", event);
    if (!list || strncmp(list, "reward.", 7) == 0)
        return true; /* an event that is none is told of the trigger */
    if (svc_check_is_code(svc_word_list(LATE), per))
        return ends(event, ".missed") || ends(event, ".late");
    return svc_check_is_code(svc_check_list(list, "quantity"), per);
}

static void check_per(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *per = text_of(row, "per");
    if (!per)
        return;
    char *all = quantities();
    bool known = svc_check_is_code(all, per);
    if (!known)
        svc_check_unknown(c, SVC_PACK_LEGS, row, "per", all, per);
    free(all);
    EACH_ROW(c, SVC_PACK_TRIGGERS, trigger) {
        const char *event = svc_check_text(SVC_PACK_TRIGGERS, trigger, "event");
        if (known && !svc_check_text(SVC_PACK_TRIGGERS, trigger, "planned") &&
            strcmp(svc_check_text(SVC_PACK_TRIGGERS, trigger, "clause"), text_of(row, "clause")) == 0 &&
            !has_quantity(event, per))
            svc_check_fault(c, SVC_PACK_LEGS, row->line, "per",
                            "the records of %s, which fires the clause, have no %s", event, per);
    }
    EACH_ROW(c, SVC_PACK_LEGS, other)
        if (other < row && text_of(other, "per") && strcmp(text_of(other, "per"), per) != 0 &&
            strcmp(text_of(other, "clause"), text_of(row, "clause")) == 0)
            svc_check_fault(c, SVC_PACK_LEGS, row->line, "per",
                            "is another one than in line %zu: one clause counts one thing", other->line);
    if (base_of(row))
        fault(c, row, "per", _("whoever follows another leg has that one's number"));
    else if (!given(row, "points_min") && !given(row, "amount_min"))
        fault(c, row, "per", _("multiplies points or yuan, and there are none"));
}

/* -- bands ---------------------------------------------------------------------------------- */

static int64_t from_of(const struct svc_pack_row *row)
{
    return given(row, "loss_from") ? svc_pack_cell(SVC_PACK_LEGS, row, "loss_from")->number : 0;
}

static int64_t to_of(const struct svc_pack_row *row)
{
    return given(row, "loss_to") ? svc_pack_cell(SVC_PACK_LEGS, row, "loss_to")->number : INT64_MAX;
}

/* The band of the same clause and subject that ends last of those that begin before this one, or as it
 * does in an earlier line; NULL for none. */
static const struct svc_pack_row *below(struct svc_check *c, const struct svc_pack_row *row)
{
    const struct svc_pack_row *found = NULL;
    EACH_ROW(c, SVC_PACK_LEGS, other) {
        bool before = from_of(other) < from_of(row) || (from_of(other) == from_of(row) && other < row);
        if (before && strcmp(text_of(other, "clause"), text_of(row, "clause")) == 0 &&
            strcmp(text_of(other, "subject"), text_of(row, "subject")) == 0 &&
            (!found || to_of(other) > to_of(found)))
            found = other;
    }
    return found;
}

static void check_band(struct svc_check *c, const struct svc_pack_row *row)
{
    char from[SVC_NUM_SIZE], to[SVC_NUM_SIZE];
    const struct svc_pack_row *other = below(c, row);
    if (to_of(row) <= from_of(row))
        fault(c, row, "loss_to", _("is not above loss_from"));
    if (!other || (strcmp(row->key, other->key) == 0))
        return; /* a row that is there twice is told as such */
    svc_hundredths_format(from_of(row), from);
    if (to_of(other) > from_of(row))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "loss_from",
                        "overlaps the band of line %zu: a loss of %s would have both", other->line, from);
    else if (to_of(other) < from_of(row))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "loss_from",
                        "leaves a gap behind line %zu: a loss from %s to below %s would have no leg",
                        other->line, svc_hundredths_format(to_of(other), to), from);
    if (strcmp(text_of(other, "sign"), text_of(row, "sign")) != 0)
        fault(c, row, "sign", _("is another one than in the band below"));
    if (strcmp(text_of(other, "approval"), text_of(row, "approval")) != 0)
        fault(c, row, "approval", _("is another one than in the band below"));
}

/* -- shares --------------------------------------------------------------------------------- */

static const struct svc_pack_row *leg_of(struct svc_check *c, const char *clause, const char *subject)
{
    EACH_ROW(c, SVC_PACK_LEGS, row)
        if (strcmp(text_of(row, "clause"), clause) == 0 && strcmp(text_of(row, "subject"), subject) == 0)
            return row;
    return NULL;
}

/* Following from leg to leg comes back to the row's own subject. */
static bool circles(struct svc_check *c, const struct svc_pack_row *row)
{
    enum { SUBJECTS = 6 };
    const char *subject = base_of(row);
    for (int i = 0; subject && i < SUBJECTS; i++) {
        const struct svc_pack_row *next = leg_of(c, text_of(row, "clause"), subject);
        if (strcmp(subject, text_of(row, "subject")) == 0)
            return true;
        subject = next ? base_of(next) : NULL;
    }
    return false;
}

static void check_base(struct svc_check *c, const struct svc_pack_row *row, const char *base)
{
    const char *column = given(row, "share_of") ? "share_of" : "subject";
    const struct svc_pack_row *other = leg_of(c, text_of(row, "clause"), base);
    if (!other)
        svc_check_fault(c, SVC_PACK_LEGS, row->line, column,
                        "the clause has no leg for %s, whose it would follow", base);
    else if (circles(c, row))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, column,
                        "goes round in a circle: %s has in turn a share of %s", base,
                        text_of(row, "subject"));
    else if (strcmp(text_of(other, "sign"), text_of(row, "sign")) != 0)
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "sign", "is another one than that of %s", base);
    else if (strcmp(text_of(other, "approval"), text_of(row, "approval")) != 0)
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "approval",
                        "is another one than that of %s: both are decided together", base);
    if (given(row, "loss_from") || given(row, "loss_to"))
        fault(c, row, given(row, "loss_from") ? "loss_from" : "loss_to",
              _("whoever follows another leg has that one's band"));
}

static bool is_share(const char *text)
{
    return svc_check_share(text) && strlen(text) <= 2 + SVC_SHARE_DECIMALS && text[strspn(text, "0.")];
}

static void check_share(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *share = text_of(row, "share"), *subject = text_of(row, "subject");
    const char *base = base_of(row);
    if (given(row, "share_of") != (share != NULL))
        fault(c, row, share ? "share_of" : "share", _("is missing: a share has both"));
    if (share && !is_share(share))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "share",
                        "is not a share above 0 and up to 1 of at most %d decimals", SVC_SHARE_DECIMALS);
    if (given(row, "share_of") && svc_text_in("person|contractor", '|', subject))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, "subject",
                        "a share is of head, leader, deputy or dept; the record says who the %s is", subject);
    else if (base)
        check_base(c, row, base);
    if (given(row, "share_of") && (given(row, "points_min") || given(row, "amount_min")))
        fault(c, row, given(row, "points_min") ? "points_min" : "amount_min",
              _("a share has no points or yuan of its own"));
}

/* A case goes through one chain, which signs all of its legs. */
static void check_chain(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *chain = text_of(row, "approval");
    EACH_ROW(c, SVC_PACK_LEGS, other)
        if (other < row && strcmp(text_of(other, "clause"), text_of(row, "clause")) == 0 &&
            strcmp(text_of(other, "subject"), text_of(row, "subject")) != 0 && !base_of(row) &&
            strcmp(chain, "auto") != 0 && strcmp(text_of(other, "approval"), "auto") != 0 &&
            strcmp(text_of(other, "approval"), chain) != 0) {
            svc_check_fault(c, SVC_PACK_LEGS, row->line, "approval",
                            "is another one than in line %zu: one chain signs a clause", other->line);
            return;
        }
}

void svc_check_legs(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        check_per(c, row);
        check_band(c, row);
        check_share(c, row);
        check_chain(c, row);
    }
}
