/* What indicators give: bands that neither overlap nor leave a gap, groups that can hold, rows that give
 * something under a clause. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/band.h"
#include "svc/grade.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/word.h"

static const char *text(const struct svc_pack_row *row, const char *column)
{
    return svc_check_text(SVC_PACK_BANDS, row, column);
}

static const struct svc_value *cell(const struct svc_pack_row *row, const char *column)
{
    return svc_pack_cell(SVC_PACK_BANDS, row, column);
}

static bool given(const struct svc_pack_row *row, const char *column)
{
    return svc_value_given(cell(row, column));
}

static void fault(struct svc_check *c, const struct svc_pack_row *row, const char *column,
                  const char *why)
{
    svc_check_fault(c, SVC_PACK_BANDS, row->line, column, "%s", why);
}

bool svc_check_banded(const struct svc_check *c, const char *clause)
{
    EACH_ROW(c, SVC_PACK_BANDS, row)
        if (given(row, "clause") && strcmp(text(row, "clause"), clause) == 0)
            return true;
    return false;
}

/* -- one row -------------------------------------------------------------------------------- */

static void check_indicator(struct svc_check *c, const struct svc_pack_row *row)
{
    struct svc_indicator of = svc_indicator_of(text(row, "indicator"));
    const char *measures = svc_word_list("report.measure");
    if (of.imported ? !*of.code : strcmp(of.code, "imported") == 0)
        fault(c, row, "indicator", _("which imported one? Write imported:CODE"));
    else if (!of.imported && !svc_check_is_code(measures, of.code))
        svc_check_unknown(c, SVC_PACK_BANDS, row, "indicator", measures, of.code);
    bool by_dept = strcmp(text(row, "by"), "dept") == 0;
    if (of.place != SVC_VALUE && !by_dept)
        fault(c, row, "by", _("a place is one among departments"));
    if (by_dept && !of.imported && !svc_measure_by_dept(of.code))
        svc_check_fault(c, SVC_PACK_BANDS, row->line, "by", "no department has a value of \"%s\", which is"
                        " the company's alone", of.code);
}

/* A step counts from one bound, into the band; what it gives in all may be capped. */
static void check_numbers(struct svc_check *c, const struct svc_pack_row *row)
{
    static const char *const bounds[] = { "from", "until", "step", "cap" };
    for (int i = 0; i < 4; i++)
        if (given(row, bounds[i]) && cell(row, bounds[i])->number > SVC_BAND_MOST)
            fault(c, row, bounds[i], _("is more than 1000000"));
    if (given(row, "from") && given(row, "until") && cell(row, "from")->number >= cell(row, "until")->number)
        fault(c, row, "until", _("must lie above from: the band is empty"));
    if (given(row, "step") && !cell(row, "step")->number)
        fault(c, row, "step", _("must be more than 0"));
    if (given(row, "step") && given(row, "from") == given(row, "until"))
        fault(c, row, "step", _("counts from one bound: leave the other empty"));
    if (given(row, "step") && !given(row, "points"))
        fault(c, row, "points", _("is required with step"));
    if (given(row, "cap") && !given(row, "step"))
        fault(c, row, "cap", _("means nothing without step"));
}

/* What a line of the clause would have that a rate has not: signatures, a quantity, a loss. */
static const char *unfit(const struct svc_pack_row *leg)
{
    static const char *const more[] = { "per", "loss_from", "loss_to", "share_of" };
    if (strcmp(svc_check_text(SVC_PACK_LEGS, leg, "approval"), "auto") != 0)
        return _("waits for signatures: nothing counts by itself");
    for (int i = 0; i < 4; i++)
        if (svc_value_given(svc_pack_cell(SVC_PACK_LEGS, leg, more[i])))
            return _("goes by a quantity, a loss or a share, which no indicator has");
    return NULL;
}

/* A leg of the clause for departments gives its money and effects too. */
static void check_clause(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *clause = text(row, "clause"), *item = text(row, "item");
    if (!clause != !item || (!clause && given(row, "points"))) {
        fault(c, row, clause ? "item" : "clause",
              _("is required: points are of a clause and an item, a condition of neither"));
        return;
    }
    if (!clause)
        return;
    char *key = svc_format("%s/dept", clause), *items = svc_check_items(c);
    const struct svc_pack_row *leg = svc_pack_find(c->pack, SVC_PACK_LEGS, key, false);
    if (!leg) /* of a ladder */
        leg = svc_pack_find(c->pack, SVC_PACK_LEGS, key, true);
    const char *why = leg && leg->whole ? unfit(leg) : NULL;
    if (!svc_pack_find(c->pack, SVC_PACK_CLAUSES, clause, false))
        svc_check_absent(c, SVC_PACK_BANDS, row, "clause", SVC_PACK_CLAUSES, clause);
    else if (why)
        svc_check_fault(c, SVC_PACK_BANDS, row->line, "clause", "\"%s\" %s", clause, why);
    else if (!leg && !given(row, "points"))
        svc_check_fault(c, SVC_PACK_BANDS, row->line, "points",
                        "is required: \"%s\" has no leg for departments that gives anything", clause);
    if (!svc_check_is_code(items, item))
        svc_check_unknown(c, SVC_PACK_BANDS, row, "item", items, item);
    else if (strcmp(item, SVC_CORRECTIONS) == 0)
        svc_check_fault(c, SVC_PACK_BANDS, row->line, "item", "\"%s\" is no item of the sheet", item);
    free(key);
    free(items);
}

/* -- rows of one group ----------------------------------------------------------------------- */

static bool same(const struct svc_pack_row *a, const struct svc_pack_row *b, const char *column)
{
    const char *x = text(a, column), *y = text(b, column);
    return strcmp(x ? x : "", y ? y : "") == 0;
}

/* Where a band begins and ends, beyond all numbers where it has no bound. */
static int64_t bound(const struct svc_pack_row *row, const char *column, int64_t otherwise)
{
    return given(row, column) ? cell(row, column)->number : otherwise;
}

static bool overlap(const struct svc_pack_row *a, const struct svc_pack_row *b)
{
    return bound(a, "from", INT64_MIN) < bound(b, "until", INT64_MAX) &&
           bound(b, "from", INT64_MIN) < bound(a, "until", INT64_MAX);
}

/* Another band of the same indicator begins where this one ends, or all of them lie below. */
static void check_follows(struct svc_check *c, const struct svc_pack_row *row)
{
    bool above = false, next = false;
    EACH_ROW(c, SVC_PACK_BANDS, other)
        if (other != row && same(row, other, "group") && same(row, other, "indicator") &&
            given(other, "from") && given(row, "until")) {
            above |= cell(other, "from")->number >= cell(row, "until")->number;
            next |= cell(other, "from")->number == cell(row, "until")->number;
        }
    if (above && !next)
        fault(c, row, "until", _("no band of the indicator begins here: the bands have a gap"));
}

static void check_group(struct svc_check *c, const struct svc_pack_row *row)
{
    bool gives = false;
    EACH_ROW(c, SVC_PACK_BANDS, other) {
        if (!same(row, other, "group"))
            continue;
        gives |= given(other, "clause") || given(other, "points");
        if (other >= row)
            continue;
        if (!same(row, other, "by") || !same(row, other, "period"))
            svc_check_fault(c, SVC_PACK_BANDS, row->line, same(row, other, "by") ? "period" : "by",
                            "is another one than that of the group's line %zu", other->line);
        else if (same(row, other, "indicator") && strcmp(row->key, other->key) != 0 && overlap(row, other))
            svc_check_fault(c, SVC_PACK_BANDS, row->line, "from", "overlaps the band of line %zu", other->line);
    }
    if (!gives)
        fault(c, row, "clause", _("no row of the group gives anything"));
    check_follows(c, row);
}

void svc_check_bands(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_BANDS, row) {
        check_indicator(c, row);
        check_numbers(c, row);
        check_clause(c, row);
        check_group(c, row);
    }
}
