#include "svc/measure.h"

#include <stdlib.h>

#include "svc/mem.h"
#include "svc/rules.h"
#include "svc/sql.h"
#include "svc/text.h"

/* The days of a period as one department after the other is told of them. */
struct days {
    svc_day from, until, today;
    struct svc_rules *rules;
    const struct svc_calendar *calendar;
    char *dept;
    svc_day next; /* the department's first day that is not told yet */
    void (*tell)(void *ctx, const struct svc_measured *part);
    void *ctx;
};

static svc_day later(svc_day a, svc_day b)
{
    return a > b ? a : b;
}

static svc_day earlier(svc_day a, svc_day b)
{
    return a < b ? a : b;
}

/* Working days up to before `until`, that are not told yet. */
static void tell_until(struct days *days, svc_day until, bool done)
{
    for (; days->next < earlier(until, days->until); days->next++)
        if (svc_calendar_works(days->calendar, days->next))
            days->tell(days->ctx, &(struct svc_measured){ "entry_reconciled_days", days->dept, done, 1,
                                                          days->next });
}

static void end_dept(struct days *days)
{
    if (days->dept)
        tell_until(days, days->today, false);
    free(days->dept);
    days->dept = NULL;
}

static svc_day day_at(struct svc_query *q, int column)
{
    svc_day day = 0;
    svc_day_parse(svc_text(q, column), &day);
    return day;
}

void svc_reconciled_days(struct svc_db *db, const struct svc_period *period,
                         void (*tell)(void *ctx, const struct svc_measured *part), void *ctx)
{
    struct days days = { .from = svc_when_day(period->from), .until = svc_when_day(period->until - 1) + 1,
                         .today = svc_when_day(svc_now()), .tell = tell, .ctx = ctx };
    struct svc_query *q = svc_query(db,
        "SELECT dept, day_from, day_to FROM entry_reconciliation"
        " WHERE state <> 'rejected' AND kind = 'money' AND day_from < ?1 ORDER BY dept, day_from, day_to", "d",
        days.until);
    while (svc_next(q)) {
        if (!days.rules) {
            days.rules = svc_rules_open(db);
            days.calendar = svc_rules_on(days.rules, earlier(days.until - 1, days.today))->calendar;
        }
        if (!svc_text_same(days.dept, svc_text(q, 0))) {
            end_dept(&days);
            days.dept = svc_strdup(svc_text(q, 0));
            days.next = later(day_at(q, 1), days.from);
        }
        tell_until(&days, day_at(q, 1), false);
        tell_until(&days, day_at(q, 2) + 1, true);
    }
    end_dept(&days);
    if (days.rules)
        svc_rules_close(days.rules);
}

void svc_measures(struct svc_db *db, const struct svc_period *period,
                  void (*tell)(void *ctx, const struct svc_measured *part), void *ctx)
{
    struct svc_query *q = svc_query(db, svc_sql("report/kpi"), "www", period->from, period->until, svc_now());
    while (svc_next(q))
        tell(ctx, &(struct svc_measured){ svc_text(q, 0), svc_text(q, 1), svc_int(q, 2), svc_int(q, 3),
                                           0 });
    svc_reconciled_days(db, period, tell, ctx);
}
