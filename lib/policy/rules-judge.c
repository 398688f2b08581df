/* One running clock judged by a version: what was agreed, set from outside, or given as a date alone. */
#include <string.h>

#include "rules-inner.h"

/* What was agreed with the customer: a moment, or a day up to its end. */
static const char *agreed_text(const char *agreed, char *out)
{
    bool day = strlen(agreed) < SVC_DAY_SIZE;
    memcpy(out, agreed, day ? SVC_DAY_SIZE - 1 : SVC_WHEN_SIZE);
    if (day)
        memcpy(out + SVC_DAY_SIZE - 1, " 23:59:59", SVC_WHEN_SIZE - SVC_DAY_SIZE + 1);
    return out;
}

/* What was done on a date without a time is done in time on the last day of a limit in days. */
static void end_day(const struct svc_running *running, const struct svc_limit *limit, char *due)
{
    if (running->met_alone && limit->parsed.unit == SVC_UNIT_WD && !limit->parsed.by &&
        strncmp(running->met, due, SVC_DAY_SIZE - 1) == 0)
        memcpy(due + SVC_DAY_SIZE - 1, " 23:59:59", SVC_WHEN_SIZE - SVC_DAY_SIZE + 1);
}

static const char *come_out(struct svc_rules *rules, const struct svc_policy *policy,
                            const struct svc_running *running, char *out, bool *provisional)
{
    struct svc_clock clock;
    struct svc_due due = { .limit = NULL };
    bool limited = svc_rules_clock(rules, policy, running, &clock, &due);
    if (limited && running->agreed)
        return agreed_text(running->agreed, out);
    limited = limited && due.start && !due.deadline.held;
    if (provisional && due.deadline.provisional)
        *provisional = true;
    if (limited) {
        svc_when_format(due.deadline.due, out);
        end_day(running, due.limit, out);
    }
    if (running->bound && (!limited || strcmp(running->bound, out) < 0))
        memcpy(out, running->bound, SVC_WHEN_SIZE);
    return limited || running->bound ? out : NULL;
}

const char *svc_rules_latest(struct svc_rules *rules, const struct svc_policy *policy,
                             const struct svc_running *running, char *out)
{
    struct svc_running late = *running;
    late.start += running->start_alone ? SVC_DAY_SECONDS - 1 : 0;
    for (size_t i = 0; i < running->of.start_count; i++) {
        rules->late[i] = running->of.starts[i];
        if (rules->late[i].alone) /* which need not begin with its day */
            rules->late[i].at = svc_day_start(svc_when_day(rules->late[i].at)) + SVC_DAY_SECONDS - 1;
    }
    late.of.starts = rules->late;
    return come_out(rules, policy, &late, out, NULL);
}

bool svc_rules_unsure(struct svc_rules *rules, const struct svc_policy *policy,
                      const struct svc_running *running, const char *due)
{
    char text[SVC_WHEN_SIZE], now[SVC_WHEN_SIZE], met[SVC_WHEN_SIZE];
    bool alone = running->start_alone;
    for (size_t i = 0; i < running->of.start_count; i++)
        alone |= running->of.starts[i].alone;
    if (!due || (!alone && !running->met_alone))
        return false;
    const char *latest = svc_rules_latest(rules, policy, running, text);
    if (!latest)
        return false;
    if (!running->met)
        return strcmp(due, latest) != 0 && strcmp(svc_when_format(svc_now(), now), latest) <= 0;
    memcpy(met, running->met, sizeof met);
    if (running->met_alone)
        memcpy(met + SVC_DAY_SIZE - 1, " 00:00:00", SVC_WHEN_SIZE - SVC_DAY_SIZE + 1);
    return (strcmp(due, running->met) < 0) != (strcmp(latest, met) < 0);
}

const char *svc_rules_under(struct svc_rules *rules, const struct svc_policy *policy,
                            const struct svc_running *running, char *out, bool *provisional)
{
    const char *due = come_out(rules, policy, running, out, provisional);
    if (provisional && svc_rules_unsure(rules, policy, running, due))
        *provisional = true;
    return due;
}

static void note_alone(const struct svc_clock_columns *clock, const char *undated, bool taken,
                       int met, struct svc_start *starts, struct svc_running *running)
{
    bool taken_alone = taken && svc_value_alone(undated, clock->taken_col);
    running->start_alone = svc_value_alone(undated, clock->start_col) || taken_alone;
    running->met_alone = met >= 0 && svc_value_alone(undated, clock->mets[met]);
    if (running->start_alone)
        running->start = svc_day_start(svc_when_day(running->start));
    for (size_t i = 0; i < clock->start_count; i++) {
        const char *column = clock->start_names[i];
        starts[i].alone = starts[i].at && (svc_value_alone(undated, column) ||
                                           (taken_alone && strcmp(column, clock->start_col) == 0));
        if (starts[i].alone)
            starts[i].at = svc_day_start(svc_when_day(starts[i].at));
    }
}

void svc_rules_complete(const struct svc_clock_columns *clock, const char *undated, bool taken, int met,
                        struct svc_start *starts, struct svc_running *running)
{
    if (undated)
        note_alone(clock, undated, taken, met, starts, running);
    for (size_t i = 0; clock->taken_col && i < clock->start_count; i++)
        if (starts[i].at && starts[i].at < running->start)
            starts[i].at = running->start;
}
