#include "svc/grade.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

int svc_item_adjust(void)
{
    return svc_item_find("adjust");
}

static struct svc_mark_effect *effect_of(struct svc_mark *mark, const char *word)
{
    for (size_t i = 0; i < mark->effect_count; i++)
        if (strcmp(mark->effect[i].word, word) == 0)
            return &mark->effect[i];
    mark->effect = svc_grow(mark->effect, mark->effect_count, sizeof *mark->effect);
    mark->effect[mark->effect_count] = (struct svc_mark_effect){ svc_strdup(word), 0 };
    return &mark->effect[mark->effect_count++];
}

/* One that comes and is taken back is none. */
static void add_effects(struct svc_mark *mark, const struct svc_mark_line *line)
{
    const char *effects = line->effect, *word;
    size_t len;
    while (svc_text_next(&effects, ';', &word, &len)) {
        bool back = *word == '-';
        char *one = svc_format("%.*s%s%s", (int)len - back, word + back, line->of_month ? "@" : "",
                               line->of_month ? line->of_month : "");
        effect_of(mark, one)->count += back ? -1 : 1;
        free(one);
    }
}

void svc_mark_weigh(struct svc_mark *mark, int item, int64_t points, int sign)
{
    mark->item[item] += sign * points;
    if (item == svc_item_adjust())
        return;
    if (points > 0)
        mark->positive += sign * points;
    else
        mark->negative[item] += sign * points;
}

void svc_mark_add(struct svc_mark *mark, const struct svc_mark_line *line)
{
    if (strcmp(line->status, "proposed") == 0)
        mark->pending++;
    if (strcmp(line->status, "suspended") == 0)
        mark->suspended++;
    if (strcmp(line->status, "final") != 0)
        return;
    svc_mark_weigh(mark, line->item, line->points, 1);
    if (line->penalty)
        mark->penalty += line->amount;
    else
        mark->reward += line->amount;
    add_effects(mark, line);
}

int svc_grade_place(const struct svc_policy *policy, const char *code)
{
    for (int i = 0; i < policy->grade_count; i++)
        if (strcmp(policy->grades[i].code, code) == 0)
            return i;
    return -1;
}

int svc_grade_forced(const struct svc_policy *policy, const char *effect)
{
    size_t len = strlen(SVC_GRADE_EFFECT);
    for (int i = 0; i < policy->grade_count; i++)
        if (strncmp(effect, SVC_GRADE_EFFECT, len) == 0 &&
            strcasecmp(effect + len, policy->grades[i].code) == 0)
            return i;
    return -1;
}

/* The last grade has no lowest score. */
static int band(const struct svc_policy *policy, int64_t score)
{
    int place = 0;
    while (place + 1 < policy->grade_count && score < policy->grades[place].from)
        place++;
    return place;
}

/* The effects in the order in which they came. Returns the place of the worst grade that one of the
 * month's own forces, -1 for none. */
static int list_effects(struct svc_mark *mark, const struct svc_policy *policy)
{
    int forced = -1;
    for (size_t i = 0; i < mark->effect_count; i++) {
        const struct svc_mark_effect *e = &mark->effect[i];
        if (e->count)
            svc_buf_printf(&mark->effects, "%s%s%s", mark->effects.len ? ";" : "",
                           e->count < 0 ? "-" : "", e->word);
        int grade = svc_grade_forced(policy, svc_policy_acting(policy, "effect", e->word));
        if (e->count > 0 && grade > forced)
            forced = grade;
        free(e->word);
    }
    free(mark->effect);
    mark->effect = NULL;
    mark->effect_count = 0;
    return forced;
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
    mark->score = mark->base + mark->bonus + mark->deductions + mark->item[svc_item_adjust()];
    if (mark->score < floor)
        mark->score = floor;
    int grade = band(policy, mark->score), forced = list_effects(mark, policy);
    mark->grade = policy->grades[grade].code;
    mark->forced = forced < 0 ? NULL : policy->grades[forced].code;
    mark->final = policy->grades[forced > grade ? forced : grade].code;
}
