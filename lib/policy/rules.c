#include "rules-inner.h"
#include "svc/reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"

static svc_day day_of(struct svc_query *q, int column)
{
    svc_day day;
    const char *text = svc_text(q, column);
    if (strcmp(text, "0001-01-01") == 0)
        return INT32_MIN;
    if (strcmp(text, "9999-12-31") == 0)
        return INT32_MAX;
    const char *why = svc_day_parse(text, &day);
    if (why)
        svc_die(SVC_CONFIG, "the store's policy has a day that is none: %s", why);
    return day;
}

struct svc_rules *svc_rules_open(struct svc_db *db)
{
    struct svc_rules *rules = svc_alloc(sizeof *rules);
    rules->db = db;
    struct svc_query *q = svc_query(db,
        "SELECT version, from_day, until_day, loaded_at FROM policy_version"
        " ORDER BY from_day DESC, version DESC", NULL);
    while (svc_next(q)) {
        rules->versions = svc_grow(rules->versions, rules->count, sizeof *rules->versions);
        rules->loaded = svc_grow(rules->loaded, rules->count, sizeof *rules->loaded);
        snprintf(rules->loaded[rules->count], SVC_WHEN_SIZE, "%s", svc_text(q, 3));
        rules->versions[rules->count++] = (struct svc_policy){
            .version = (int)svc_int(q, 0), .from = day_of(q, 1), .until = day_of(q, 2) };
    }
    rules->revision = svc_rules_revision(db);
    rules->moved_clocks = svc_one_int(db, 0, "SELECT 1 FROM hold UNION ALL"
                                             " SELECT 1 FROM extension LIMIT 1", NULL) == 1;
    if (rules->count == 0)
        svc_die(SVC_CONFIG, "the store has no policy\nload one with svc-admin init");
    return rules;
}

enum { LIMIT_TEXTS = 11 };

/* In the order of the query below. */
static void texts_of(struct svc_limit *limit, char **out[LIMIT_TEXTS])
{
    char **const texts[LIMIT_TEXTS] = { &limit->matter, &limit->clock, &limit->level, &limit->tier,
                                        &limit->customer_kind, &limit->channel, &limit->category,
                                        &limit->class, &limit->length, &limit->start,
                                        &limit->basis };
    memcpy(out, texts, sizeof texts);
}

static void load_limits(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db,
        "SELECT matter, clock, level, tier, customer_kind, channel, category, class, length, start,"
        " basis FROM policy_limit WHERE version = ?1 ORDER BY clock, matter, level NULLS FIRST,"
        " tier NULLS FIRST, customer_kind NULLS FIRST, channel NULLS FIRST, category NULLS FIRST,"
        " class NULLS FIRST", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->limits = svc_grow(policy->limits, policy->limit_count, sizeof *policy->limits);
        struct svc_limit *limit = &policy->limits[policy->limit_count++];
        char **text[LIMIT_TEXTS];
        texts_of(limit, text);
        for (int i = 0; i < LIMIT_TEXTS; i++)
            *text[i] = svc_strdup(svc_text(q, i));
        const char *why = svc_limit_parse(limit->length, &limit->parsed);
        if (why)
            svc_die(SVC_CONFIG, "policy %d: limit %s %s: %s", policy->version, limit->matter,
                    limit->clock, why);
    }
}

static void load_params(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT name, value FROM policy_param WHERE version = ?1"
                                    " ORDER BY name", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->params = svc_grow(policy->params, policy->param_count, sizeof *policy->params);
        policy->params[policy->param_count++] =
            (struct svc_param){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)) };
    }
    const char *roll = svc_policy_param(policy, "natural_day_roll");
    policy->roll = roll && strcmp(roll, "yes") == 0;
}

static void load_words(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db, "SELECT list, code, acts_as FROM policy_word"
                                    " WHERE version = ?1 AND acts_as IS NOT NULL", "i",
                                    (int64_t)policy->version);
    while (svc_next(q)) {
        policy->acting = svc_grow(policy->acting, policy->acting_count, sizeof *policy->acting);
        policy->acting[policy->acting_count++] =
            (struct svc_acting){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)),
                                 svc_strdup(svc_text(q, 2)) };
    }
}

static char *kept(struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? NULL : svc_strdup(svc_text(q, column));
}

static void load_levels(struct svc_db *db, struct svc_policy *policy)
{
    struct svc_query *q = svc_query(db,
        "SELECT level, channel, category, tier, accident, repeat, people FROM policy_level"
        " WHERE version = ?1 ORDER BY level", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        policy->levels = svc_grow(policy->levels, policy->level_count, sizeof *policy->levels);
        policy->levels[policy->level_count++] = (struct svc_level){
            kept(q, 0), kept(q, 1), kept(q, 2), kept(q, 3), !svc_is_null(q, 4), !svc_is_null(q, 5),
            svc_is_null(q, 6) ? 0 : svc_int(q, 6) };
    }
}

/* The days of a revision, at the hours of the version. */
static struct svc_calendar *calendar_of(struct svc_db *db, const struct svc_policy *policy,
                                        int64_t revision)
{
    svc_day day;
    const char *hours = svc_policy_param(policy, "work_hours"), *why;
    struct svc_calendar *calendar = svc_calendar_new();
    if (!hours)
        svc_die(SVC_CONFIG, "policy %d: params has no work_hours", policy->version);
    if ((why = svc_calendar_hours(calendar, hours)))
        svc_die(SVC_CONFIG, "policy %d: work_hours: %s", policy->version, why);
    struct svc_query *q = svc_query(db,
        "SELECT day, kind, name FROM calendar_day WHERE revision = ?1 ORDER BY day", "i", revision);
    while (svc_next(q)) {
        why = svc_day_parse(svc_text(q, 0), &day);
        if (why)
            svc_die(SVC_CONFIG, "calendar revision %lld: %s", (long long)revision, why);
        svc_calendar_add(calendar, day, strcmp(svc_text(q, 1), "work") == 0, svc_text(q, 2));
    }
    return calendar;
}

const struct svc_policy *svc_rules_content(struct svc_rules *rules, struct svc_policy *policy)
{
    if (!policy->calendar) {
        load_limits(rules->db, policy);
        load_params(rules->db, policy);
        load_words(rules->db, policy);
        load_levels(rules->db, policy);
        svc_rules_load_sheet(rules->db, policy);
        policy->calendar = calendar_of(rules->db, policy, rules->revision);
        svc_policy_remember(policy);
    }
    return policy;
}

const struct svc_policy *svc_rules_revised(struct svc_rules *rules, struct svc_policy *policy,
                                           int64_t revision)
{
    svc_rules_content(rules, policy);
    if (revision == rules->revision)
        return policy;
    for (size_t i = 0; i < rules->revised_count; i++)
        if (rules->revised[i]->revision == revision && rules->revised[i]->as.version == policy->version)
            return &rules->revised[i]->as;
    rules->revised = svc_grow(rules->revised, rules->revised_count, sizeof *rules->revised);
    struct svc_revised *one = rules->revised[rules->revised_count++] = svc_alloc(sizeof *one);
    one->revision = revision;
    one->as = *policy;
    one->as.calendar = calendar_of(rules->db, policy, revision);
    return &one->as;
}

const struct svc_policy *svc_rules_on(struct svc_rules *rules, svc_day day)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct svc_policy *policy = &rules->versions[i];
        if (day >= policy->from && day < policy->until)
            return svc_rules_content(rules, policy);
    }
    char text[SVC_DAY_SIZE];
    svc_die(SVC_CONFIG, "no policy is in force on %s", svc_day_format(day, text));
}

const struct svc_policy *svc_rules_among(struct svc_rules *rules, const char *versions, svc_day day)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct svc_policy *policy = &rules->versions[i];
        char number[SVC_NUM_SIZE];
        number[svc_int_digits(policy->version, number)] = '\0';
        if (policy->from <= day && svc_text_in(versions, ';', number))
            return svc_rules_content(rules, policy);
    }
    svc_die(SVC_CONFIG, "none of the policy versions %s is there", versions);
}

void svc_rules_close(struct svc_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        struct svc_policy *policy = &rules->versions[i];
        for (size_t n = 0; n < policy->limit_count; n++) {
            char **text[LIMIT_TEXTS];
            texts_of(&policy->limits[n], text);
            for (int t = 0; t < LIMIT_TEXTS; t++)
                free(*text[t]);
        }
        for (size_t n = 0; n < policy->param_count; n++) {
            free(policy->params[n].name);
            free(policy->params[n].value);
        }
        for (size_t n = 0; n < policy->level_count; n++) {
            const struct svc_level *l = &policy->levels[n];
            char *text[] = { l->level, l->channel, l->category, l->tier };
            for (int t = 0; t < 4; t++)
                free(text[t]);
        }
        free(policy->levels);
        for (size_t n = 0; n < policy->acting_count; n++) {
            free(policy->acting[n].list);
            free(policy->acting[n].code);
            free(policy->acting[n].as);
        }
        free(policy->acting);
        svc_rules_free_sheet(policy);
        svc_policy_forget(policy);
        if (policy->calendar)
            svc_calendar_free(policy->calendar);
        free(policy->limits);
        free(policy->params);
    }
    for (size_t i = 0; i < rules->revised_count; i++) {
        svc_calendar_free(rules->revised[i]->as.calendar);
        free(rules->revised[i]);
    }
    free(rules->revised);
    svc_rules_forget_clocks(rules);
    free(rules->versions);
    free(rules->loaded);
    svc_buf_free(&rules->provisional);
    free(rules);
}
