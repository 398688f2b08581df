/* The thresholds of a pack: what is counted, and what so many of it give. A command tells the facts that
 * it can count in its list `counted`. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/word.h"

#define FILE_ SVC_PACK_THRESHOLDS

static const char *cell(const struct svc_pack_row *row, const char *column)
{
    return svc_check_text(FILE_, row, column);
}

/* A number of 0 where the cell is blank. */
static int64_t number(const struct svc_pack_row *row, const char *column)
{
    const struct svc_value *value = svc_pack_cell(FILE_, row, column);
    return svc_value_given(value) ? value->number : 0;
}

/* -- what the cells name --------------------------------------------------------------------- */

static char *all_counted(void)
{
    struct svc_buf words = { 0 };
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strcmp(strchr(list->name, '.'), ".counted") == 0)
            svc_buf_printf(&words, "%s%s", words.len ? "|" : "", list->words);
    return svc_buf_take(&words);
}

/* Each of the `;`-separated items of a cell is one of the sheet, each of the clauses one of the pack. */
static void check_codes(struct svc_check *c, const struct svc_pack_row *row, const char *column,
                        const char *items)
{
    const char *list = cell(row, column), *one;
    size_t len;
    while (list && svc_text_next(&list, ';', &one, &len)) {
        char *code = svc_strndup(one, len);
        if (items && !svc_check_is_code(items, code))
            svc_check_unknown(c, FILE_, row, column, items, code);
        else if (!items && !svc_pack_find(c->pack, SVC_PACK_CLAUSES, code, false))
            svc_check_absent(c, FILE_, row, column, SVC_PACK_CLAUSES, code);
        free(code);
    }
}

static bool has_leg(const struct svc_check *c, const char *clause, const char *subject)
{
    char *key = svc_format("%s/%s", clause, subject);
    bool has = svc_pack_find(c->pack, SVC_PACK_LEGS, key, true) || svc_pack_find(c->pack, SVC_PACK_LEGS, key, false);
    free(key);
    return has;
}

/* What would never count: lines of a clause that has no leg, or of a person's that reaches no person. */
static void check_reach(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *list = cell(row, "clause"), *one;
    size_t len;
    bool person = strcmp(cell(row, "subject"), "person") == 0;
    bool heads = strcmp(cell(row, "measure"), "sum") == 0;
    while (list && svc_text_next(&list, ';', &one, &len)) {
        char *code = svc_strndup(one, len);
        bool there = svc_pack_find(c->pack, SVC_PACK_CLAUSES, code, false);
        if (there && !svc_pack_find(c->pack, SVC_PACK_LEGS, code, true))
            svc_check_fault(c, FILE_, row->line, "clause", "\"%s\" has no leg: it has no lines to count",
                            code);
        else if (there && person && !has_leg(c, code, "person") && !(heads && has_leg(c, code, "head")))
            svc_check_fault(c, FILE_, row->line, "clause",
                            "\"%s\" has no leg of a person: none of it would be counted by person", code);
        free(code);
    }
}

static void check_counted(struct svc_check *c, const struct svc_pack_row *row)
{
    static const char *const what[] = { "clause", "item", "event" };
    int given = 0;
    for (int i = 0; i < 3; i++)
        given += cell(row, what[i]) != NULL;
    if (given != 1)
        svc_check_fault(c, FILE_, row->line, "clause", "%s",
                        given ? _("clause, item and event: one of them is counted")
                              : _("clause, item or event: nothing is counted"));
    char *items = svc_check_items(c), *facts = all_counted();
    check_codes(c, row, "clause", NULL);
    check_codes(c, row, "item", items);
    if (cell(row, "event") && !svc_check_is_code(facts, cell(row, "event")))
        svc_check_unknown(c, FILE_, row, "event", facts, cell(row, "event"));
    check_reach(c, row);
    free(items);
    free(facts);
}

/* -- what comes of it ------------------------------------------------------------------------ */

static void check_gives(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *gives = cell(row, "gives");
    bool n = svc_value_given(svc_pack_cell(FILE_, row, "n"));
    if (gives && !svc_pack_find(c->pack, SVC_PACK_CLAUSES, gives, false))
        svc_check_absent(c, FILE_, row, "gives", SVC_PACK_CLAUSES, gives);
    else if (gives && !svc_pack_find(c->pack, SVC_PACK_LEGS, gives, true))
        svc_check_fault(c, FILE_, row->line, "gives", "\"%s\" has no leg: nothing would come of it", gives);
    else if (gives && strcmp(cell(row, "subject"), "dept") == 0 && has_leg(c, gives, "person"))
        svc_check_fault(c, FILE_, row->line, "gives",
                        "\"%s\" has a leg of a person, and a department's are counted", gives);
    if (gives && !n)
        svc_check_fault(c, FILE_, row->line, "n", "is required with gives");
    if (n && number(row, "n") < 1)
        svc_check_fault(c, FILE_, row->line, "n", "must be 1 or more");
    if (n && !gives)
        svc_check_fault(c, FILE_, row->line, "gives", "is required with n");
    if (!gives && !n && number(row, "first_free") < 1)
        svc_check_fault(c, FILE_, row->line, "gives", "gives nothing and frees nothing");
}

/* What is free has a line to be taken back. */
static void check_free(struct svc_check *c, const struct svc_pack_row *row)
{
    if (number(row, "first_free") < 1)
        return;
    if (cell(row, "event"))
        svc_check_fault(c, FILE_, row->line, "first_free",
                        "lines of a clause or an item can be free; a fact that is counted costs nothing itself");
    if (strcmp(cell(row, "measure"), "sum") == 0)
        svc_check_fault(c, FILE_, row->line, "first_free", "is how many, not how many points: measure count");
}

/* -- circles --------------------------------------------------------------------------------- */

/* What the clause gives leads, by any number of thresholds, to a count of `wanted`. */
static bool leads(const struct svc_check *c, const char *clause, const char *wanted, size_t deep)
{
    if (strcmp(clause, wanted) == 0)
        return true;
    if (deep > c->pack->table[FILE_].count)
        return false;
    EACH_ROW(c, FILE_, row)
        if (cell(row, "clause") && cell(row, "gives") && svc_text_in(cell(row, "clause"), ';', clause) &&
            leads(c, cell(row, "gives"), wanted, deep + 1))
            return true;
    return false;
}

static void check_circle(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *list = cell(row, "clause"), *gives = cell(row, "gives"), *one;
    size_t len;
    while (gives && list && svc_text_next(&list, ';', &one, &len)) {
        char *code = svc_strndup(one, len);
        if (leads(c, gives, code, 0))
            svc_check_fault(c, FILE_, row->line, "gives", "a circle: \"%s\" comes of \"%s\" and counts for it",
                            gives, code);
        free(code);
    }
}

bool svc_check_given(const struct svc_check *c, const char *clause)
{
    EACH_ROW(c, FILE_, row)
        if (cell(row, "gives") && strcmp(cell(row, "gives"), clause) == 0)
            return true;
    return false;
}

void svc_check_thresholds(struct svc_check *c)
{
    EACH_ROW(c, FILE_, row) {
        if (!cell(row, "planned") || !cell(row, "event") || svc_check_is_built(cell(row, "event"))) {
            check_counted(c, row);
            check_free(c, row);
            svc_check_built(c, FILE_, row);
        }
        check_gives(c, row);
        check_circle(c, row);
    }
}
