#include "svc/missing.h"

#include <stdio.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/num.h"
#include "svc/statement.h"

/* -- inspections ---------------------------------------------------------------------------- */

/* A special inspection of the company counts for the quarter in which it was checked, and for a
 * department once the department's sheet is signed. */
#define SPECIAL \
    " FROM inspect_sheet s JOIN inspection i ON i.no = s.inspection" \
    " WHERE i.kind = 'special' AND i.level = 'company' AND s.state = 'signed'" \
    "   AND s.checked_at >= ?1 AND s.checked_at < ?2"

static void take_quarter(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                         const char *name, svc_when from, svc_when until)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(until - 1));
    int64_t least = svc_policy_number(policy, "special_inspections_per_quarter", 0) / 100;
    int64_t held = svc_one_int(db, 0, "SELECT COUNT(DISTINCT s.inspection)" SPECIAL, "ww",
                               from, until);
    struct svc_buf what = { 0 };
    svc_statement(&what, "special_inspections", "sii", name, held, least);
    if (held < least)
        svc_duties_add(duties, "special", NULL, NULL, NULL, what.data, until - 1);
    svc_buf_free(&what);
    if (svc_duties_asked(duties, "coverage"))
        svc_duties_take(duties, "coverage", svc_query(db,
            "SELECT NULL, d.dept, d.head, 'not_covered|' || ?3, ?4 FROM dept d"
            " WHERE d.kind <> 'contractor' AND d.dept NOT IN (SELECT s.dept" SPECIAL ")",
            "wwsw", from, until, name, until - 1));
    if (svc_duties_asked(duties, "contractor"))
        svc_duties_take(duties, "contractor", svc_query(db,
            "SELECT NULL, d.dept, NULL, 'no_contractor_sheet|' || ?1, ?2 FROM dept d"
            " WHERE d.kind = 'contractor' AND NOT EXISTS"
            "       (SELECT 1 FROM inspect_sheet s WHERE s.dept = d.dept AND s.quarter = ?1)",
            "sw", name, until - 1));
}

struct svc_patrolled svc_patrolled(struct svc_db *db, struct svc_rules *rules, const char *dept,
                                   svc_when from, svc_when until)
{
    struct svc_patrolled found = { 0, 0, { 0 } };
    char text[SVC_DAY_SIZE];
    struct svc_query *q = svc_prepare(db, "SELECT COUNT(*) FROM patrol WHERE dept = ?1"
                                          "   AND patrolled_at >= ?2 AND patrolled_at < ?3");
    for (svc_day day = svc_when_day(from); svc_day_start(day) < until; day++) {
        char next[SVC_DAY_SIZE];
        const struct svc_policy *policy = svc_rules_on(rules, day);
        if (!svc_calendar_works(policy->calendar, day))
            continue;
        svc_day_format(day, text);
        svc_day_format(day + 1, next);
        svc_bind_text(q, 1, dept, strlen(dept));
        svc_bind_text(q, 2, text, strlen(text));
        svc_bind_text(q, 3, next, strlen(next));
        int64_t least = svc_policy_number(policy, "contractor_patrols_per_workday", 100) / 100;
        bool enough = svc_next(q) && svc_int(q, 0) >= least;
        svc_rewind(q);
        found.working++;
        found.patrolled += enough;
        if (!enough)
            svc_buf_printf(&found.missing, "%s%s", found.missing.len ? ";" : "", text);
    }
    svc_free(q);
    return found;
}

/* Of contractors whose patrols are registered. */
static void take_patrols(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                         const char *name, svc_when from, svc_when until)
{
    struct svc_buf what = { 0 };
    if (!svc_duties_asked(duties, "patrol"))
        return;
    struct svc_query *q = svc_query(db,
        "SELECT d.dept FROM dept d WHERE d.kind = 'contractor'"
        "   AND (SELECT MIN(p.patrolled_at) FROM patrol p WHERE p.dept = d.dept) < ?1 ORDER BY d.dept",
        "w", until);
    while (svc_next(q)) {
        struct svc_patrolled days = svc_patrolled(db, rules, svc_text(q, 0), from, until);
        svc_buf_clear(&what);
        svc_statement(&what, "patrols_missing", "sii", name, days.working - days.patrolled, days.working);
        if (days.patrolled < days.working)
            svc_duties_add(duties, "patrol", NULL, svc_text(q, 0), NULL, what.data, until - 1);
        svc_buf_free(&days.missing);
    }
    svc_buf_free(&what);
}

/* The head leads the department's own routine and sums it up. */
static void take_month(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                       const char *name, svc_when from, svc_when until)
{
    take_patrols(duties, db, rules, name, from, until);
    if (svc_duties_asked(duties, "routine"))
        svc_duties_take(duties, "routine", svc_query(db,
            "SELECT NULL, d.dept, d.head, 'no_routine|' || ?3, ?4"
            "  FROM dept d WHERE d.kind <> 'contractor' AND NOT EXISTS"
            "       (SELECT 1 FROM inspection i WHERE i.level = 'department'"
            "           AND i.kind = 'routine' AND i.state IN ('reported', 'filed')"
            "           AND i.scope = d.dept AND i.held_at >= ?1 AND i.held_at < ?2"
            "           AND i.inspectors || ';' LIKE d.head || ';%')",
            "wwsw", from, until, name, until - 1));
}

static char *quarter_of(svc_day day, char *out, size_t size)
{
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    snprintf(out, size, "%04dQ%d", year, (month + 2) / 3);
    return out;
}

/* Every quarter of the calendar, every month of assessment from the day's on that ends inside of the
 * horizon. */
static void take_quarters(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                          svc_day day, svc_when until)
{
    char name[32];
    int year, month, mday;
    svc_day_split(day, &year, &month, &mday);
    day = svc_day_of(year, month - (month - 1) % 3, 1);
    while (svc_day_start(day) < until) {
        svc_day next = svc_day_add_months(day, 3);
        if (svc_day_start(next) - 1 > duties->horizon)
            return;
        take_quarter(duties, db, rules, quarter_of(day, name, sizeof name), svc_day_start(day),
                     svc_day_start(next));
        day = next;
    }
}

static void take_months(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules, svc_day day,
                        svc_when until)
{
    struct svc_period month;
    for (svc_period_month(day, &month); month.from < until && month.until - 1 <= duties->horizon;
         svc_period_shift(&month, 1, &month))
        take_month(duties, db, rules, month.name, month.from, month.until);
}

void svc_missing_inspections(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                             const struct svc_period *period)
{
    struct svc_period year, calendar;
    char name[SVC_NUM_SIZE];
    if (period) {
        if (svc_period_calendar(period->name, &calendar)) /* days from to are those of both */
            calendar = *period;
        take_months(duties, db, rules, svc_when_day(period->from), period->until);
        take_quarters(duties, db, rules, svc_when_day(calendar.from), calendar.until);
        return;
    }
    svc_when never = svc_day_start(svc_day_of(9999, 1, 1));
    svc_day then = svc_day_add_months(svc_when_day(svc_now()), -3);
    name[svc_int_digits(svc_day_year(then), name)] = '\0';
    if (svc_period_parse(name, &year) || svc_period_calendar(name, &calendar))
        svc_die(SVC_BUG, "%s is no year", name);
    take_months(duties, db, rules, svc_when_day(year.from), never);
    take_quarters(duties, db, rules, svc_when_day(calendar.from), never);
}

/* -- the year's plan ---------------------------------------------------------------------- */

svc_day svc_day_in(int year, const char *text)
{
    int month = 0, day = 0;
    if (!text || strlen(text) != 5)
        return svc_day_of(year, 12, 31);
    month = (text[0] - '0') * 10 + text[1] - '0';
    day = (text[3] - '0') * 10 + text[4] - '0';
    if (month < 1 || month > 12 || day < 1)
        return svc_day_of(year, 12, 31);
    int last = svc_month_days(year, month);
    return svc_day_of(year, month, day < last ? day : last);
}

svc_day svc_plan_due(struct svc_rules *rules, int year)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_day_of(year, 1, 1));
    return svc_day_in(year, svc_policy_param(policy, "annual_plan_due"));
}

/* A plan is the company's: no department, no person. */
static void keep(struct svc_duties *duties, const char *kind, const char *year, const char *what,
                 svc_when due)
{
    svc_duties_add(duties, kind, year, NULL, NULL, what, due);
}

/* The plan goes to the region by the policy's day in February, its adjustment is of July. */
void svc_missing_plan(struct svc_duties *duties, struct svc_db *db, struct svc_rules *rules,
                      int year)
{
    char name[SVC_DAY_SIZE];
    const struct svc_policy *policy = svc_rules_on(rules, svc_day_of(year, 1, 1));
    int month = (int)(svc_policy_number(policy, "midyear_review_month", 700) / 100);
    month = month < 1 || month > 12 ? 12 : month;
    svc_day half = svc_day_of(year, month, svc_month_days(year, month));
    svc_day_format(svc_day_of(year, 1, 1), name);
    name[4] = '\0';
    struct svc_query *q = svc_query(db,
        "SELECT submitted_at, approved_at, adjusted_at, filed_at FROM improve_plan"
        " WHERE \"year\" = ?1", "s", name);
    bool known = svc_next(q);
    if (!known || svc_is_null(q, 0))
        keep(duties, "plan", known ? name : NULL,
             known ? "plan_not_sent" : "no_plan",
             svc_day_start(svc_plan_due(rules, year) + 1) - 1);
    else if (svc_is_null(q, 1))
        keep(duties, "signature", name, "plan_waits", svc_moment(q, 0));
    if (!known || svc_is_null(q, 2))
        keep(duties, "adjustment", known ? name : NULL, "plan_not_adjusted",
             svc_day_start(half + 1) - 1);
    else if (svc_is_null(q, 3))
        keep(duties, "filing", name, "adjustment_not_filed", svc_day_start(half + 1) - 1);
    if (known)
        svc_done(q);
}

