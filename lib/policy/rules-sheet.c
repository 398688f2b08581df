/* What a version makes the month's sheet by. */
#include <stdlib.h>

#include "rules-inner.h"
#include "svc/grade.h"
#include "svc/mem.h"

static void load_grades(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT code, \"from\" FROM policy_grade WHERE version = ?1"
                                    " ORDER BY \"from\" DESC NULLS LAST", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->grades = svc_grow(policy->grades, (size_t)policy->grade_count, sizeof *policy->grades);
        policy->grades[policy->grade_count++] = (struct svc_grade){
            svc_strdup(svc_text(q, 0)), svc_is_null(q, 1) ? INT64_MIN : svc_int(q, 1) };
    }
}

static int64_t number_or(struct svc_query *q, int column, int64_t otherwise)
{
    return svc_is_null(q, column) ? otherwise : svc_int(q, column);
}

static void load_items(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT item, base, cap, bonus_cap, weight FROM policy_item"
                                    " WHERE version = ?1 ORDER BY item", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->items = svc_grow(policy->items, policy->item_count, sizeof *policy->items);
        policy->items[policy->item_count++] = (struct svc_item_rule){
            svc_strdup(svc_text(q, 0)), number_or(q, 1, 0), number_or(q, 2, INT64_MAX),
            number_or(q, 3, INT64_MAX), number_or(q, 4, 100) };
    }
}

static void load_sheet(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT code FROM policy_word WHERE version = ?1 AND list = 'item'"
                                    "   AND acts_as IS NULL ORDER BY \"order\", code", "i",
                                    (int64_t)policy->version);
    while (svc_next(q)) {
        policy->sheet = svc_grow(policy->sheet, policy->sheet_count, sizeof *policy->sheet);
        policy->sheet[policy->sheet_count++] = svc_strdup(svc_text(q, 0));
    }
}

void svc_rules_load_sheet(struct svc_db *db, struct svc_policy *policy)
{
    load_grades(db, policy);
    load_sheet(db, policy);
    load_items(db, policy);
}

void svc_rules_free_sheet(struct svc_policy *policy)
{
    for (int i = 0; i < policy->grade_count; i++)
        free(policy->grades[i].code);
    free(policy->grades);
    for (size_t i = 0; i < policy->sheet_count; i++)
        free(policy->sheet[i]);
    free(policy->sheet);
    for (size_t i = 0; i < policy->item_count; i++)
        free(policy->items[i].item);
    free(policy->items);
}
