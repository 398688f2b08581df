/* The formula of the sheet: what its items weigh, and the grade of every score. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rules-check.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"

/* -- grades --------------------------------------------------------------------------------- */

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

static void check_grades(struct svc_check *c)
{
    const struct svc_pack_row *last = NULL;
    EACH_ROW(c, SVC_PACK_GRADES, row) {
        char *key = svc_format("grade/%s", row->key);
        if (!svc_pack_find(c->pack, SVC_PACK_WORDS, key, false)) {
            char *words = svc_check_words_of(c, "grade", "");
            char *near = svc_check_near(words, row->key, "");
            svc_check_fault(c, SVC_PACK_GRADES, row->line, "code", "\"%s\" is no grade of words.csv%s",
                            row->key, near);
            free(near);
            free(words);
        }
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

/* -- items ---------------------------------------------------------------------------------- */

/* The weights share out the whole; what is not weighed counts beside them as it is. */
static void check_weights(struct svc_check *c)
{
    const struct svc_pack_row *first = NULL;
    int64_t sum = 0;
    EACH_ROW(c, SVC_PACK_ITEMS, row) {
        const struct svc_value *weight = svc_pack_cell(SVC_PACK_ITEMS, row, "weight");
        if (!svc_value_given(weight))
            continue;
        first = first ? first : row;
        sum += weight->number;
    }
    char total[SVC_NUM_SIZE];
    if (first && sum != 100)
        svc_check_fault(c, SVC_PACK_ITEMS, first->line, "weight", "the weights add up to %s, not 1",
                        svc_hundredths_format(sum, total));
}

static int64_t number(const struct svc_check *c, const char *name)
{
    int64_t value;
    const struct svc_pack_row *row = svc_pack_find(c->pack, SVC_PACK_PARAMS, name, false);
    const char *text = row && row->whole ? svc_check_text(SVC_PACK_PARAMS, row, "value") : NULL;
    return text && !svc_hundredths_parse(text, &value) ? value : 0;
}

/* What is rescaled is measured by the base. */
static void check_full(struct svc_check *c)
{
    int64_t base = number(c, "base_score");
    const struct svc_pack_row *full = svc_pack_find(c->pack, SVC_PACK_PARAMS, "score_full", false);
    EACH_ROW(c, SVC_PACK_ITEMS, row) {
        const struct svc_value *weight = svc_pack_cell(SVC_PACK_ITEMS, row, "weight");
        const struct svc_value *own = svc_pack_cell(SVC_PACK_ITEMS, row, "base");
        if (!svc_value_given(weight) || weight->number)
            base += svc_value_given(own) ? own->number : 0;
    }
    if (number(c, "score_full") && !base)
        svc_check_fault(c, SVC_PACK_PARAMS, full->line, "value",
                        "score_full: neither base_score nor an item has a base to be rescaled");
}

static void check_items(struct svc_check *c)
{
    char *items = svc_check_items(c);
    EACH_ROW(c, SVC_PACK_ITEMS, row) {
        if (!svc_check_is_code(items, row->key))
            svc_check_unknown(c, SVC_PACK_ITEMS, row, "item", items, row->key);
        else if (strcmp(row->key, SVC_CORRECTIONS) == 0)
            svc_check_fault(c, SVC_PACK_ITEMS, row->line, "item",
                            "corrections were weighed in the month that they are of");
    }
    free(items);
    check_weights(c);
    check_full(c);
}

void svc_check_formula(struct svc_check *c)
{
    check_grades(c);
    check_items(c);
}
