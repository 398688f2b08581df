#include "svc/grade.h"

#include <stdlib.h>
#include <string.h>

#include "svc/mem.h"
#include "svc/text.h"

#define ITEM_ID(id) id,
const char *const svc_items[SVC_ITEMS] = { SVC_EACH_ITEM(ITEM_ID) };

int svc_item_find(const char *item)
{
    for (int i = 0; i < SVC_ITEMS; i++)
        if (strcmp(svc_items[i], item) == 0)
            return i;
    return -1;
}

static void add_effects(struct svc_mark *mark, const char *effects)
{
    const char *word;
    size_t len;
    while (svc_text_next(&effects, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        if (!svc_text_in(svc_buf_text(&mark->effects), ';', one)) {
            svc_buf_puts(&mark->effects, mark->effects.len ? ";" : "");
            svc_buf_add(&mark->effects, word, len);
        }
        free(one);
    }
}

void svc_mark_add(struct svc_mark *mark, int item, const char *status, int64_t points,
                  int64_t amount, const char *effect)
{
    if (strcmp(status, "proposed") == 0)
        mark->pending++;
    if (strcmp(status, "suspended") == 0)
        mark->suspended++;
    if (strcmp(status, "final") != 0)
        return;
    mark->item[item] += points;
    if (points > 0)
        mark->positive += points;
    else
        mark->negative[item] += points;
    if (amount > 0)
        mark->reward += amount;
    else
        mark->penalty += amount;
    add_effects(mark, effect);
}

static char band(const struct svc_policy *policy, int64_t score)
{
    if (score >= svc_policy_number(policy, "grade_a", INT64_MAX))
        return 'A';
    if (score >= svc_policy_number(policy, "grade_b", INT64_MAX))
        return 'B';
    return score >= svc_policy_number(policy, "grade_c", INT64_MAX) ? 'C' : 'D';
}

/* One of the effects acts as grade_c. */
static bool forces_c(const struct svc_policy *policy, const char *effects)
{
    const char *word;
    size_t len;
    bool forces = false;
    while (!forces && svc_text_next(&effects, ';', &word, &len)) {
        char *effect = svc_strndup(word, len);
        forces = strcmp(svc_policy_acting(policy, "effect", effect), "grade_c") == 0;
        free(effect);
    }
    return forces;
}

void svc_mark_finish(struct svc_mark *mark, const struct svc_policy *policy)
{
    int64_t bonus_cap = svc_policy_number(policy, "bonus_cap", INT64_MAX);
    int64_t floor = svc_policy_number(policy, "score_floor", INT64_MIN);
    mark->base = svc_policy_number(policy, "base_score", 0);
    mark->bonus = mark->positive < bonus_cap ? mark->positive : bonus_cap;
    mark->deductions = 0;
    for (int i = 0; i < SVC_ITEMS; i++) {
        char *name = svc_format("item_cap_%s", svc_items[i]);
        int64_t cap = svc_policy_number(policy, name, INT64_MAX);
        mark->deductions += mark->negative[i] < -cap ? -cap : mark->negative[i];
        free(name);
    }
    mark->score = mark->base + mark->bonus + mark->deductions;
    if (mark->score < floor)
        mark->score = floor;
    mark->grade = band(policy, mark->score);
    mark->forced = forces_c(policy, svc_buf_text(&mark->effects)) ? 'C' : 0;
    mark->final = mark->forced > mark->grade ? mark->forced : mark->grade;
}
