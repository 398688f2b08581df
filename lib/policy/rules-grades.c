/* The grades of the sheet: every score has one, and one alone. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rules-check.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/text.h"

/* True for an effect that forces a grade that there is. */
static bool forces(const struct svc_check *c, const char *effect)
{
    size_t len = strlen(SVC_GRADE_EFFECT);
    if (strncmp(effect, SVC_GRADE_EFFECT, len) != 0)
        return false;
    EACH_ROW(c, SVC_PACK_GRADES, row)
        if (strcasecmp(svc_check_text(SVC_PACK_GRADES, row, "code"), effect + len) == 0)
            return true;
    return false;
}

/* The rows stand from the best grade to the worst: each begins below the one before, the last alone
 * nowhere. An effect names a grade whatever its case. */
static void check_order(struct svc_check *c, const struct svc_pack_row *row,
                        const struct svc_pack_row *before)
{
    const struct svc_value *from = svc_pack_cell(SVC_PACK_GRADES, row, "from");
    const struct svc_value *above = svc_pack_cell(SVC_PACK_GRADES, before, "from");
    if (!svc_value_given(above))
        svc_check_fault(c, SVC_PACK_GRADES, before->line, "from",
                        "is missing: the last grade alone has no lowest score");
    else if (svc_value_given(from) && from->number >= above->number)
        svc_check_fault(c, SVC_PACK_GRADES, row->line, "from", "%s must begin below %s: the grades overlap",
                        row->key, before->key);
}

static void check_case(struct svc_check *c, const struct svc_pack_row *row)
{
    for (const struct svc_pack_row *other = c->pack->table[SVC_PACK_GRADES].row; other < row; other++)
        if (other->whole && strcasecmp(row->key, other->key) == 0 && strcmp(row->key, other->key) != 0)
            svc_check_fault(c, SVC_PACK_GRADES, row->line, "code",
                            "\"%s\" differs from line %zu by case alone", row->key, other->line);
}

/* What an effect forces that a leg has, or what a word acts as. */
static void check_forced(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                         const char *column)
{
    const char *list = svc_check_text(file, row, column), *one;
    size_t len;
    while (list && svc_text_next(&list, ';', &one, &len)) {
        char *effect = svc_strndup(one, len), *key = svc_format("effect/%s", effect);
        const struct svc_pack_row *word = svc_pack_find(c->pack, SVC_PACK_WORDS, key, false);
        const char *as = word && word->whole ? svc_check_text(SVC_PACK_WORDS, word, "acts_as") : NULL;
        if (!as && strncmp(effect, SVC_GRADE_EFFECT, strlen(SVC_GRADE_EFFECT)) == 0 &&
            !forces(c, effect))
            svc_check_fault(c, file, row->line, column, "\"%s\" forces a grade that is not in grades.csv",
                            effect);
        free(effect);
        free(key);
    }
}

void svc_check_grades(struct svc_check *c)
{
    const struct svc_pack_row *last = NULL;
    EACH_ROW(c, SVC_PACK_GRADES, row) {
        char *key = svc_format("grade/%s", row->key);
        if (!svc_pack_find(c->pack, SVC_PACK_WORDS, key, false))
            svc_check_fault(c, SVC_PACK_GRADES, row->line, "code", "\"%s\" is no grade of words.csv", row->key);
        free(key);
        check_case(c, row);
        if (last)
            check_order(c, row, last);
        last = row;
    }
    if (!last || svc_value_given(svc_pack_cell(SVC_PACK_GRADES, last, "from")))
        svc_check_fault(c, SVC_PACK_GRADES, last ? last->line : 1, "from",
                        "the last grade has no lowest score, or what lies below it has no grade");
    EACH_ROW(c, SVC_PACK_LEGS, row)
        check_forced(c, SVC_PACK_LEGS, row, "effect");
    EACH_ROW(c, SVC_PACK_WORDS, row)
        if (strcmp(svc_check_text(SVC_PACK_WORDS, row, "list"), "effect") == 0)
            check_forced(c, SVC_PACK_WORDS, row, "acts_as");
}
