#include "svc/grade.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "svc/mem.h"
#include "svc/text.h"

static struct svc_mark_item *item_of(const struct svc_mark *mark, const char *item)
{
    for (size_t i = 0; i < mark->item_count; i++)
        if (strcmp(mark->item[i].item, item) == 0)
            return &mark->item[i];
    return NULL;
}

int64_t svc_mark_sum(const struct svc_mark *mark, const char *item)
{
    const struct svc_mark_item *one = item_of(mark, item);
    return one ? one->sum : 0;
}

void svc_mark_free(struct svc_mark *mark)
{
    svc_buf_free(&mark->effects);
    free(mark->item);
    mark->item = NULL;
    mark->item_count = 0;
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

void svc_mark_weigh(struct svc_mark *mark, const char *item, int64_t points, int sign)
{
    struct svc_mark_item *one = item_of(mark, item);
    if (!one) {
        mark->item = svc_grow(mark->item, mark->item_count, sizeof *mark->item);
        one = &mark->item[mark->item_count++];
        *one = (struct svc_mark_item){ .item = item };
    }
    one->sum += sign * points;
    if (strcmp(item, SVC_CORRECTIONS) == 0)
        return;
    if (points > 0)
        one->positive += sign * points;
    else
        one->negative += sign * points;
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

/* Halves go up. The divisor is positive. */
static int64_t half_up(int64_t n, int64_t by)
{
    int64_t twice = 2 * n + by, whole = twice / (2 * by);
    return whole - (twice < 0 && twice % (2 * by) != 0);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static const struct svc_item_rule *rule_of(const struct svc_policy *policy, const char *item)
{
    static const struct svc_item_rule plain = { NULL, 0, INT64_MAX, INT64_MAX, 100 };
    for (size_t i = 0; i < policy->item_count; i++)
        if (strcmp(policy->items[i].item, item) == 0)
            return &policy->items[i];
    return &plain;
}

/* Sums are in hundredths of hundredths while they are weighed. */
void svc_mark_finish(struct svc_mark *mark, const struct svc_policy *policy)
{
    enum { FINE = 100 };
    int64_t base = FINE * svc_policy_number(policy, "base_score", 0), gained = 0, lost = 0;
    int64_t full = svc_policy_number(policy, "score_full", 0);
    for (size_t i = 0; i < policy->item_count; i++)
        base += policy->items[i].weight * policy->items[i].base;
    for (const struct svc_mark_item *one = mark->item; one < mark->item + mark->item_count; one++) {
        const struct svc_item_rule *rule = rule_of(policy, one->item);
        gained += rule->weight * least(one->positive, rule->bonus_cap);
        lost -= rule->weight * least(-one->negative, rule->cap);
    }
    gained = least(gained, FINE * svc_policy_number(policy, "bonus_cap", INT64_MAX / FINE));
    mark->base = half_up(base, FINE);
    mark->bonus = half_up(gained, FINE);
    mark->deductions = half_up(lost, FINE);
    mark->score = full && base > 0 ? half_up((base + gained + lost) * full, base)
                                   : half_up(base + gained + lost, FINE);
    mark->score = least(mark->score + svc_mark_sum(mark, SVC_CORRECTIONS),
                        svc_policy_number(policy, "score_ceiling", INT64_MAX));
    mark->score = -least(-mark->score, -svc_policy_number(policy, "score_floor", -INT64_MAX));
    int grade = band(policy, mark->score), forced = list_effects(mark, policy);
    mark->grade = policy->grades[grade].code;
    mark->forced = forced < 0 ? NULL : policy->grades[forced].code;
    mark->final = policy->grades[forced > grade ? forced : grade].code;
}
