#include "svc/authority.h"

#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/statement.h"
#include "svc/text.h"

const char *const svc_judgements[SVC_JUDGEMENTS] = { "ok", "missing_condition",
                                                     "expired_delegation", "exceeded" };

/* -- facts -------------------------------------------------------------------------------- */

/* One cell of a CSV record into `cell`; moves `*text` behind its comma. */
static const char *read_cell(const char **text, struct svc_buf *cell)
{
    const char *p = *text;
    bool quoted = *p == '"';
    svc_buf_clear(cell);
    for (p += quoted; *p && (quoted || *p != ','); p++) {
        if (*p == '"' && quoted && p[1] != '"')
            break;
        if (*p == '"' && !quoted)
            return _("a quote inside an unquoted pair");
        p += *p == '"';
        svc_buf_putc(cell, *p);
    }
    if (quoted && *p++ != '"')
        return _("a quote that is not closed");
    if (*p && *p != ',')
        return _("text behind a closing quote");
    if (*p == ',' && !p[1])
        return _("a comma at the end");
    *text = *p ? p + 1 : p;
    return NULL;
}

static const char *add_pair(struct svc_facts *facts, const char *pair)
{
    const char *equals = strchr(pair, '=');
    if (!equals || equals == pair || !equals[1])
        return _("is not KEY=VALUE,...");
    char *key = svc_strndup(pair, (size_t)(equals - pair));
    bool twice = svc_facts_get(facts, key) != NULL;
    if (!twice)
        svc_facts_set(facts, key, equals + 1);
    free(key);
    return twice ? _("names a key twice") : NULL;
}

const char *svc_facts_read(const char *text, struct svc_facts *out)
{
    struct svc_buf cell = { 0 };
    const char *why = NULL;
    *out = (struct svc_facts){ NULL, 0 };
    while (!why && text && *text) {
        why = read_cell(&text, &cell);
        if (!why)
            why = add_pair(out, svc_buf_text(&cell));
    }
    svc_buf_free(&cell);
    return why;
}

void svc_facts_write(const struct svc_facts *facts, struct svc_buf *out)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct svc_fact *fact = &facts->fact[i];
        bool quote = strpbrk(fact->value, ",\"") || strchr(fact->key, '"');
        svc_buf_printf(out, "%s%s%s=", i ? "," : "", quote ? "\"" : "", fact->key);
        for (const char *p = fact->value; *p; p++) {
            if (*p == '"')
                svc_buf_putc(out, '"');
            svc_buf_putc(out, *p);
        }
        svc_buf_puts(out, quote ? "\"" : "");
    }
}

const char *svc_facts_get(const struct svc_facts *facts, const char *key)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->fact[i].key, key) == 0)
            return facts->fact[i].value;
    return NULL;
}

void svc_facts_set(struct svc_facts *facts, const char *key, const char *value)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (strcmp(facts->fact[i].key, key) == 0) {
            free(facts->fact[i].value);
            facts->fact[i].value = svc_strdup(value);
            return;
        }
    }
    facts->fact = svc_grow(facts->fact, facts->count, sizeof *facts->fact);
    facts->fact[facts->count++] = (struct svc_fact){ svc_strdup(key), svc_strdup(value) };
}

void svc_facts_free(struct svc_facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        free(facts->fact[i].key);
        free(facts->fact[i].value);
    }
    free(facts->fact);
    *facts = (struct svc_facts){ NULL, 0 };
}

/* -- conditions --------------------------------------------------------------------------- */

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool yes_or_no(const char *value)
{
    return is(value, "yes") || is(value, "no");
}

const char *svc_condition_fault(const struct svc_condition *condition, const char *value)
{
    struct svc_length length;
    int64_t number;
    svc_when when;
    bool limit = !svc_length_parse(condition->value, &length);
    if (is(condition->op, "in"))
        return NULL;
    if (is(condition->op, "after"))
        return yes_or_no(value) || !svc_when_parse(value, &when)
                   ? NULL : _("must be yes, no, or when it was done");
    if (is(condition->op, "="))
        return yes_or_no(condition->value) && !yes_or_no(value) ? _("must be yes or no") : NULL;
    if (limit)
        return !svc_length_parse(value, &length) || !svc_when_parse(value, &when)
                   ? NULL : _("must be a limit such as 20d, or a day");
    return svc_hundredths_parse(value, &number) ? _("must be a number") : NULL;
}

static svc_when ends(const struct svc_policy *policy, struct svc_length length, svc_when from)
{
    struct svc_clock clock = { .calendar = policy->calendar, .length = length, .start = from };
    return svc_clock_due(&clock, NULL, NULL).due;
}

/* The limit from `at` against a length from `at`, or against a day. */
static bool within(const struct svc_policy *policy, const struct svc_condition *condition,
                   const char *value, svc_when at)
{
    struct svc_length limit, length;
    svc_when moment = at;
    bool most = is(condition->op, "<=");
    if (svc_length_parse(condition->value, &limit))
        return false;
    svc_when end = ends(policy, limit, at);
    if (!svc_length_parse(value, &length))
        moment = ends(policy, length, at);
    else if (svc_when_parse(value, &moment) || svc_when_day(moment) < svc_when_day(at))
        return false;
    return most ? moment <= end : moment >= end;
}

static bool compares(const struct svc_condition *condition, const char *value)
{
    int64_t bound, number;
    if (svc_hundredths_parse(condition->value, &bound) || svc_hundredths_parse(value, &number))
        return false;
    return is(condition->op, "<=") ? number <= bound : number >= bound;
}

enum svc_met svc_condition_test(const struct svc_policy *policy,
                                const struct svc_condition *condition, const char *value,
                                svc_when at)
{
    struct svc_length length;
    bool holds;
    if (is(condition->op, "after"))
        return SVC_MET_DUTY;
    if (!value)
        return SVC_MET_UNSHOWN;
    if (is(condition->op, "="))
        holds = is(value, condition->value);
    else if (is(condition->op, "in"))
        holds = svc_text_in(condition->value, ';', value);
    else if (!svc_length_parse(condition->value, &length))
        holds = within(policy, condition, value, at);
    else
        holds = compares(condition, value);
    return holds ? SVC_MET_YES : SVC_MET_NO;
}

/* Whether two `;`-separated lists have a word in common. */
static bool share(const char *a, const char *b)
{
    const char *word;
    size_t len;
    bool found = false;
    while (!found && b && svc_text_next(&a, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        found = svc_text_in(b, ';', one);
        free(one);
    }
    return found;
}

bool svc_rank_held(const struct svc_policy *policy, const char *ranks, const char *standing)
{
    const char *word;
    size_t len;
    bool held = share(ranks, standing);
    while (!held && svc_text_next(&ranks, ';', &word, &len)) {
        char *name = svc_format(SVC_GRANTEE "%.*s", (int)len, word);
        const char *words = svc_policy_param(policy, name);
        held = words && share(words, standing);
        free(name);
    }
    return held;
}

int64_t svc_matter_units(const struct svc_matter *matter, const struct svc_facts *facts,
                         int64_t given)
{
    int64_t number;
    const char *shown = matter->unit && facts ? svc_facts_get(facts, matter->unit) : NULL;
    if (!matter->unit)
        return 1;
    return shown && !svc_hundredths_parse(shown, &number) ? number / 100 : given;
}

int64_t svc_matter_cap(const struct svc_matter *matter, int64_t units)
{
    return matter->cap < 0 ? -1 : matter->cap * units;
}

/* -- duties ------------------------------------------------------------------------------- */

/* limits.csv: `auth_frail` is a limit of the matter `frail_customer_help`. */
static bool limits(const struct svc_limit *limit, const char *matter)
{
    return strncmp(limit->matter, "auth_", 5) == 0 && limit->matter[5] &&
           strncmp(matter, limit->matter + 5, strlen(limit->matter + 5)) == 0;
}

static const struct svc_limit *earliest(const struct svc_policy *policy, const char *matter,
                                        svc_when at, svc_when *due)
{
    const struct svc_limit *best = NULL;
    for (size_t i = 0; i < policy->limit_count; i++) {
        if (!limits(&policy->limits[i], matter))
            continue;
        struct svc_clock clock = svc_policy_clock(policy, &policy->limits[i], at, NULL, 0);
        svc_when end = svc_clock_due(&clock, NULL, NULL).due;
        if (best && end >= *due)
            continue;
        best = &policy->limits[i];
        *due = end;
    }
    return best;
}

size_t svc_matter_duties(const struct svc_policy *policy, const struct svc_matter *matter,
                         svc_when at, struct svc_duty **out)
{
    svc_when due = 0;
    size_t count = 0;
    const struct svc_limit *limit = earliest(policy, matter->matter, at, &due);
    *out = NULL;
    for (size_t i = 0; i < matter->condition_count; i++) {
        const struct svc_condition *condition = &matter->conditions[i];
        if (!is(condition->op, "after"))
            continue;
        *out = svc_grow(*out, count, sizeof **out);
        (*out)[count++] = (struct svc_duty){ condition->key, condition->text, limit, due };
    }
    if (count == 0 && limit) {
        *out = svc_grow(*out, count, sizeof **out);
        (*out)[count++] = (struct svc_duty){ limit->clock, matter->text, limit, due };
    }
    return count;
}

bool svc_duty_kept(const struct svc_duty *duty, const char *fact, svc_when now)
{
    svc_when done;
    if (!fact || is(fact, "no"))
        return duty->due && now <= duty->due;
    return is(fact, "yes") || !duty->due || (!svc_when_parse(fact, &done) && done <= duty->due);
}

/* -- the judgement ------------------------------------------------------------------------ */

/* Adds one more reason of two values. */
static void add(struct svc_buf *why, const char *key, const char *one, const char *two)
{
    struct svc_buf statement = { 0 };
    svc_statement(&statement, key, two ? "ss" : "s", one, two);
    svc_statement_join(why, statement.data);
    svc_buf_free(&statement);
}

/* Whoever acts for another needs a delegation of this matter that covers day and amount. */
static void judge_grant(const struct svc_exercise *e, const struct svc_delegation *list,
                        size_t count, struct svc_buf why[SVC_JUDGEMENTS])
{
    struct svc_buf *exceeded = &why[SVC_AUTH_EXCEEDED], *expired = &why[SVC_AUTH_EXPIRED];
    svc_day day = svc_when_day(e->at);
    bool any = false, cap = false;
    for (size_t i = 0; i < count; i++) {
        const struct svc_delegation *d = &list[i];
        if (!is(d->grantor, e->behalf) || !is(d->delegate, e->person) ||
            (!is(d->scope, "all") && !is(d->scope, e->matter->matter)))
            continue;
        any = true;
        if (day < d->from || day > d->until)
            continue;
        if (d->cap < 0 || e->amount <= d->cap)
            return;
        cap = true;
    }
    if (cap)
        add(exceeded, "grant_over_cap", e->behalf, NULL);
    else if (any)
        add(expired, "grant_ended", e->behalf, NULL);
    else
        add(exceeded, "grant_none", e->behalf, e->person);
}

/* What is shown of a condition and does not hold. */
static void add_unmet(struct svc_buf *why, const struct svc_condition *c, const char *value)
{
    struct svc_buf statement = { 0 };
    if (is(c->op, "in"))
        svc_statement(&statement, "condition_in", "sss", c->key, value, c->value);
    else
        svc_statement(&statement, "condition_not", "ssss", c->key, value, c->op, c->value);
    svc_statement_join(why, statement.data);
    svc_buf_free(&statement);
}

static void judge_conditions(const struct svc_policy *policy, const struct svc_exercise *e,
                             struct svc_buf why[SVC_JUDGEMENTS])
{
    for (size_t i = 0; i < e->matter->condition_count; i++) {
        const struct svc_condition *c = &e->matter->conditions[i];
        const char *value = svc_facts_get(e->facts, c->key);
        enum svc_met met = svc_condition_test(policy, c, value, e->at);
        if (met == SVC_MET_UNSHOWN)
            add(&why[SVC_AUTH_MISSING], "not_shown", c->key, NULL);
        else if (met == SVC_MET_NO)
            add_unmet(&why[SVC_AUTH_EXCEEDED], c, value);
    }
}

/* The amount against the cap on the whole. */
static void judge_cap(const struct svc_exercise *e, struct svc_buf *why)
{
    struct svc_buf statement = { 0 };
    char number[SVC_NUM_SIZE];
    int64_t units = svc_matter_units(e->matter, e->facts, e->units);
    int64_t cap = svc_matter_cap(e->matter, units);
    if (cap < 0 || e->amount <= cap)
        return;
    number[svc_int_digits(units, number)] = '\0';
    svc_statement(&statement, "over_cap", "hhss", e->amount, cap, e->matter->unit ? number : NULL,
                  e->matter->unit);
    svc_statement_join(why, statement.data);
    svc_buf_free(&statement);
}

enum svc_judgement svc_authority_judge(const struct svc_policy *policy,
                                       const struct svc_exercise *e,
                                       const struct svc_delegation *grants, size_t count,
                                       struct svc_buf why[SVC_JUDGEMENTS])
{
    struct svc_buf *exceeded = &why[SVC_AUTH_EXCEEDED];
    if (!e->matter) {
        svc_statement_join(exceeded, SVC_NO_MATTER);
        return SVC_AUTH_EXCEEDED;
    }
    if (e->behalf)
        judge_grant(e, grants, count, why);
    if (!svc_rank_held(policy, e->matter->grantee, e->standing))
        add(exceeded, "not_rank", e->behalf ? e->behalf : e->person, e->matter->grantee);
    judge_cap(e, exceeded);
    judge_conditions(policy, e, why);
    for (enum svc_judgement j = SVC_AUTH_EXCEEDED; j > SVC_AUTH_OK; j--)
        if (why[j].len)
            return j;
    return SVC_AUTH_OK;
}
