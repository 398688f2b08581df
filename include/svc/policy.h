/* policy: one version of the rule pack, as values. The tools never hard-code a number that stands in the
 * pack. A fact is judged by the version in force on its day (tool/rules finds it). */
#ifndef SVC_POLICY_H
#define SVC_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/calendar.h"
#include "svc/clock.h"

/* limits.csv: NULL in what says which cases it is for, level to class, means any. */
struct svc_limit {
    char *matter, *clock, *level, *tier, *customer_kind, *channel, *category, *class;
    char *length, *start, *basis;
    struct svc_length parsed;
};

struct svc_param {
    char *name, *value; /* value NULL when the pack leaves it empty */
};

/* words.csv: a word of the company's that acts as a built-in one. */
struct svc_acting {
    char *list, *code, *as;
};

/* levels.csv: of which complaints intake proposes the level; NULL: of any. */
struct svc_level {
    char *level, *channel, *category, *tier;
    bool accident, repeat;
    int64_t people; /* at least so many complain together */
};

struct svc_grade;     /* grades.csv: svc/grade.h */
struct svc_item_rule; /* items.csv */

struct svc_policy {
    int version;
    svc_day from, until; /* in force on from ≤ day < until */
    struct svc_calendar *calendar;
    struct svc_limit *limits; /* in order of clock and matter, by bytes */
    size_t limit_count;
    struct svc_param *params; /* in order of name */
    size_t param_count;
    struct svc_acting *acting;
    size_t acting_count;
    struct svc_level *levels;
    size_t level_count;
    struct svc_grade *grades; /* the best first */
    int grade_count;
    char **sheet; /* the items of the sheet in its order, built in and the company's own */
    size_t sheet_count;
    struct svc_item_rule *items; /* what some of them have of their own */
    size_t item_count;
    bool roll; /* the parameter natural_day_roll says yes */
    struct svc_fittings *fittings; /* which limits fit what cases, once asked for; NULL: nothing is remembered */
};

/* A moment that a limit may run from: `accepted`, `install_ready`; 0 while it has not come, the
 * beginning of its day where only that was given. */
struct svc_start {
    const char *word;
    svc_when at;
    bool alone; /* a date without a time */
};

/* What a limit is looked up for; NULL where the case has no such property. A limit's customer_kind
 * is met by the customer's kind (home, business) or by its nature (person, unit). */
struct svc_case {
    const char *matter, *clock, *level, *tier, *customer_kind, *nature, *channel, *category, *class;
    const struct svc_start *starts; /* each limit runs from the one it names; `before` counts back
                                     * from the first of them. None: all run from one moment */
    size_t start_count;
    const struct svc_length *more; /* an extension that was granted, NULL for none: the limit of its
                                    * unit is so much longer, and those of other units give way */
};

struct svc_due {
    struct svc_deadline deadline;
    const struct svc_limit *limit; /* the one that decided */
    svc_when start;                /* where it runs from; 0 while it has not begun: no deadline */
};

/* The deadline of a case whose limits run from `start`, or from its own starts: of the limits that
 * apply, those that name more of the case (level, tier, kind, channel, category, class) win, begun or
 * not; among equals the earlier deadline, holds and extension counted in; one that is on hold comes
 * after all others. A company's word that none of them names counts as the one it acts as. False when
 * no limit applies. */
bool svc_policy_due(const struct svc_policy *policy, const struct svc_case *of, svc_when start,
                    const struct svc_hold *holds, size_t hold_count, struct svc_due *out);
void svc_policy_remember(struct svc_policy *policy); /* from when all of it is there: which limits fit what … */
void svc_policy_forget(struct svc_policy *policy);

/* The case as limits name it: a company's word that no limit of its clock names is the one that it
 * acts as. */
struct svc_case svc_policy_case(const struct svc_policy *policy, const struct svc_case *of);

/* Whether a limit of the clock, of any matter, runs from this start, or `before` it where that may be. */
bool svc_policy_starts(const struct svc_policy *policy, const char *clock, const char *word, bool before);

/* How much of the case the limit names, 0 to 6; -1 when it does not apply to it. */
int svc_policy_fit(const struct svc_limit *limit, const struct svc_case *of);

/* The clock of a limit in this policy, ready for svc_clock_due. */
struct svc_clock svc_policy_clock(const struct svc_policy *policy, const struct svc_limit *limit,
                                  svc_when start, const struct svc_hold *holds, size_t hold_count);

/* The built-in word that a word of the list acts as, mostly itself; NULL for NULL. */
const char *svc_policy_acting(const struct svc_policy *policy, const char *list, const char *code);

#define SVC_GRANTEE "grantee_" /* and a rank: the parameter tells who has one that is no role */

/* A parameter's text, NULL when it is missing or empty; a number in hundredths, `otherwise` when
 * it is missing or no number. */
const char *svc_policy_param(const struct svc_policy *policy, const char *name);
int64_t svc_policy_number(const struct svc_policy *policy, const char *name, int64_t otherwise);

#endif
