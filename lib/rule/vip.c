#include "svc/vip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/period.h"
#include "svc/statement.h"
#include "svc/text.h"

/* -- tiers -------------------------------------------------------------------------------- */

/* A customer class that the parameter lists, or that acts as one. */
static bool listed(const struct svc_policy *policy, const char *param, const char *word)
{
    const char *list = svc_policy_param(policy, param);
    return list && word && (svc_text_in(list, ';', word) ||
                            svc_text_in(list, ';', svc_policy_acting(policy, "class", word)));
}

/* The class that makes the customer a VIP by itself; NULL for none. A monitor's does while the term runs, if
 * anything is known of terms. */
static const char *vip_class(const struct svc_policy *policy, const struct svc_vip_facts *facts)
{
    static const char monitor[] = "monitor";
    const char *acts = facts->class ? svc_policy_acting(policy, "class", facts->class) : NULL;
    bool over = facts->term == SVC_TERM_OVER && acts && strcmp(acts, monitor) == 0;
    if (!over && listed(policy, "vip_classes", facts->class))
        return facts->class;
    return facts->term == SVC_TERM_RUNS && listed(policy, "vip_classes", monitor) ? monitor : NULL;
}

const char *svc_vip_judge(const struct svc_policy *policy, const struct svc_vip_facts *facts,
                          struct svc_buf *why)
{
    int64_t least = svc_policy_number(policy, "vip_daily_gas_m3", INT64_MAX);
    const char *key = svc_policy_param(policy, "key_value_grade");
    bool counts = listed(policy, "vip_gas_classes", facts->class) && facts->gas >= 0 &&
                  least != INT64_MAX;
    bool enough = counts && (facts->gas > least / 100 || facts->gas * 100 >= least);
    bool worthy = key && facts->value_grade && strcmp(facts->value_grade, key) <= 0;
    const char *class = vip_class(policy, facts);
    if (class) {
        svc_statement(why, "class", "s", class);
        return "vip";
    }
    if (enough) {
        svc_statement(why, "gas_enough", "is", facts->gas,
                      svc_policy_param(policy, "vip_daily_gas_m3"));
        return "vip";
    }
    if (counts)
        svc_statement(why, "gas_short", "iss", facts->gas,
                      svc_policy_param(policy, "vip_daily_gas_m3"), facts->value_grade);
    else if (facts->value_grade)
        svc_statement(why, "value_grade", "s", facts->value_grade);
    bool over = facts->term == SVC_TERM_OVER && strcmp(facts->tier, "vip") == 0;
    if (over)
        svc_statement_join(why, "monitor_over");
    if (worthy && (counts || over || strcmp(facts->tier, "vip") != 0))
        return "key";
    bool was_key = strcmp(facts->tier, "key") == 0;
    return (was_key ? key && facts->value_grade : counts || over) ? "general" : NULL;
}

/* -- duties ------------------------------------------------------------------------------- */

static const char *const every_names[] = {
    [SVC_EVERY_MONTH] = "month", [SVC_EVERY_QUARTER] = "quarter", [SVC_EVERY_HALF] = "half-year",
    [SVC_EVERY_YEAR] = "year", [SVC_EVERY_FESTIVAL] = "festival",
    [SVC_EVERY_COMPLAINT] = "complaint", [SVC_EVERY_GAS_ON] = "gas_on",
    [SVC_EVERY_REPAIR] = "repair", [SVC_EVERY_EMERGENCY] = "emergency"
};
enum { EVERIES = sizeof every_names / sizeof *every_names };

static const char *read_every(const char *word, size_t len, enum svc_every *every)
{
    for (size_t i = 0; i < EVERIES; i++)
        if (strlen(every_names[i]) == len && memcmp(every_names[i], word, len) == 0) {
            *every = (enum svc_every)i;
            return NULL;
        }
    return _("the second word must be month, quarter, half-year, year, festival, complaint, gas_on,"
           " repair or emergency");
}

const char *svc_duty_parse(const char *value, struct svc_duty *out)
{
    static const char form[] = N_("must be KIND EVERY or KIND EVERY ROLE, such as unit year gm");
    const char *word, *why = NULL;
    size_t len;
    int words = 0;
    *out = (struct svc_duty){ .role = "" };
    for (; !why && svc_text_next(&value, ' ', &word, &len); words++) {
        if (words == 1)
            why = read_every(word, len, &out->every);
        else if (words > 2 || len >= (words == 0 ? sizeof out->kind : sizeof out->role))
            why = _(form);
        else
            memcpy(words == 0 ? out->kind : out->role, word, len);
    }
    if (!why && words < 2)
        why = _(form);
    if (!why && !svc_text_in("any|person|unit", '|', out->kind))
        why = _("the first word must be any, person or unit");
    return why;
}

bool svc_duty_for(const struct svc_duty *duty, const char *kind)
{
    return strcmp(duty->kind, "any") == 0 || strcmp(duty->kind, kind) == 0;
}

const char *svc_duty_case(const struct svc_duty *duty)
{
    return duty->every > SVC_EVERY_FESTIVAL ? every_names[duty->every] : NULL;
}

static void add_slot(struct svc_slot **slots, size_t *count, const struct svc_slot *slot)
{
    *slots = svc_grow(*slots, *count, sizeof **slots);
    (*slots)[(*count)++] = *slot;
}

/* 0 for January. */
static int place_of(const struct svc_period *month)
{
    return (int)strtol(month->name + strlen("2026-"), NULL, 10) - 1;
}

static void name_slot(struct svc_slot *slot, const struct svc_period *first, int months)
{
    if (months == 1)
        memcpy(slot->name, first->name, strlen("2026-10") + 1);
    else if (months == 12)
        snprintf(slot->name, sizeof slot->name, "%.4s", first->name);
    else
        snprintf(slot->name, sizeof slot->name, "%.4s%c%d", first->name, months == 3 ? 'Q' : 'H',
                 (place_of(first) / months + 1) % 10);
}

/* Spans of whole months, counted from January. */
static size_t month_slots(int months, svc_day from, svc_day until, struct svc_slot **out)
{
    size_t count = 0;
    struct svc_period first, last;
    svc_period_month(from, &first);
    svc_period_shift(&first, -place_of(&first), &first);
    for (; svc_when_day(first.from) < until; svc_period_shift(&first, months, &first)) {
        svc_period_shift(&first, months - 1, &last);
        struct svc_slot slot = { .from = svc_when_day(first.from),
                                 .until = svc_when_day(last.until) - 1 };
        if (slot.until < from || slot.until >= until)
            continue;
        name_slot(&slot, &first, months);
        add_slot(out, &count, &slot);
    }
    return count;
}

/* Whether a day is off under a name, and which. */
static const char *festival(const struct svc_calendar *calendar, svc_day day)
{
    return svc_calendar_works(calendar, day) ? NULL : svc_calendar_name(calendar, day);
}

/* No festival is longer than this. */
enum { LONGEST = 31 };

/* The next day off under the name, a step forward or back, over make-up days and days off of another
 * name alone; the day itself when there is none. */
static svc_day same_festival(const struct svc_calendar *calendar, svc_day from, int step,
                             const char *name)
{
    for (svc_day day = from + step; day - from <= LONGEST && from - day <= LONGEST; day += step) {
        const char *other = festival(calendar, day);
        bool makes_up = svc_calendar_works(calendar, day) &&
                        (svc_calendar_name(calendar, day) || svc_weekday(day) >= 6);
        if (other && strcmp(other, name) == 0)
            return day;
        if (svc_calendar_works(calendar, day) && !makes_up)
            return from;
    }
    return from;
}

static size_t festival_slots(const struct svc_calendar *calendar, svc_day from, svc_day until,
                             struct svc_slot **out)
{
    size_t count = 0;
    for (svc_day day = from - LONGEST; day < until; day++) {
        const char *name = festival(calendar, day);
        struct svc_slot slot = { .from = day, .until = day };
        if (!name || same_festival(calendar, day, -1, name) != day)
            continue; /* it began before */
        for (svc_day next; (next = same_festival(calendar, slot.until, 1, name)) != slot.until;)
            slot.until = next;
        svc_day_format(slot.from, slot.name);
        if (slot.until >= from && slot.until < until)
            add_slot(out, &count, &slot);
    }
    return count;
}

size_t svc_duty_slots(enum svc_every every, const struct svc_calendar *calendar, svc_day from,
                      svc_day until, struct svc_slot **out)
{
    static const int months[] = { [SVC_EVERY_MONTH] = 1, [SVC_EVERY_QUARTER] = 3,
                                  [SVC_EVERY_HALF] = 6, [SVC_EVERY_YEAR] = 12 };
    *out = NULL;
    if (every > SVC_EVERY_FESTIVAL)
        return 0;
    return every == SVC_EVERY_FESTIVAL ? festival_slots(calendar, from, until, out)
                                       : month_slots(months[every], from, until, out);
}
