#include "svc/duty.h"

#include <stdlib.h>
#include <string.h>

#include "svc/clock.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/text.h"

const struct svc_column svc_duty_columns[] = {
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类型", .help = "which duty or deadline" },
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号",
      .help = "the record; empty where one is missing" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department responsible" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "责任人", .help = "person responsible" },
    { .name = "what", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "事项",
      .help = "what is to be done" },
    { .name = "due_at", .type = SVC_TYPE_TIME, .label = "截止时间",
      .help = "the deadline, or since when it is missing" },
    { .name = "days_over", .type = SVC_TYPE_INT, .label = "逾期天数",
      .help = "days past it; negative before it" },
    { 0 }
};

/* -- what is asked for -------------------------------------------------------------------- */

struct svc_due_given svc_due_given;

const struct svc_option svc_due_options[] = {
    { .name = "within", .type = SVC_OPT_TEXT, .to = &svc_due_given.within, .arg = "LIMIT",
      .help = "up to what falls due within LIMIT from now, such as 4h or 7d" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &svc_due_given.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    { .name = "only-workday", .type = SVC_OPT_FLAG, .to = &svc_due_given.only_workday,
      .help = "nothing on a day that is not worked" },
    { .name = "fail-if-any", .type = SVC_OPT_FLAG, .to = &svc_due_given.fail_if_any,
      .help = "exit 1 when something is due" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

bool svc_due_rests(const struct svc_policy *policy)
{
    return svc_due_given.only_workday &&
           !svc_calendar_works(policy->calendar, svc_when_day(svc_now()));
}

svc_when svc_due_horizon(const struct svc_policy *policy, svc_when otherwise)
{
    struct svc_length length;
    if (!svc_due_given.within)
        return otherwise;
    const char *why = svc_length_parse(svc_due_given.within, &length);
    if (why)
        svc_die(SVC_USAGE, "option --within: %s", why);
    struct svc_clock clock = { .calendar = policy->calendar, .length = length, .start = svc_now() };
    return svc_clock_due(&clock, NULL, NULL).due;
}

svc_when svc_due_ever(void)
{
    return svc_day_start(svc_day_of(9999, 1, 1));
}

int svc_due_finish(struct svc_call *call, size_t count)
{
    int year = svc_rules_unknown_year(call->db, svc_when_day(svc_now()));
    if (year)
        svc_warn("no calendar of %d: deadlines in that year are provisional\n"
                 "load its days with svc-policy load", year);
    int code = svc_finish(call);
    return code == SVC_OK && count && svc_due_given.fail_if_any ? SVC_NO : code;
}

/* -- duties ------------------------------------------------------------------------------- */

bool svc_duties_asked(const struct svc_duties *duties, const char *kind)
{
    return !duties->kind || svc_text_in(duties->kind, '|', kind);
}

void svc_duties_add(struct svc_duties *duties, const char *kind, const char *no, const char *dept,
                    const char *person, const char *what, svc_when due)
{
    bool other = duties->dept && (!dept || strcmp(dept, duties->dept) != 0);
    if (!svc_duties_asked(duties, kind) || due > duties->horizon || other)
        return;
    duties->duty = svc_grow(duties->duty, duties->count, sizeof *duties->duty);
    duties->duty[duties->count++] =
        (struct svc_owed){ svc_strdup(kind), svc_strdup(no), svc_strdup(dept),
                           svc_strdup(person), svc_strdup(what), due };
}

void svc_duties_take(struct svc_duties *duties, const char *kind, struct svc_query *query)
{
    while (svc_next(query))
        svc_duties_add(duties, kind, svc_text(query, 0), svc_text(query, 1), svc_text(query, 2),
                       svc_text(query, 3), svc_moment(query, 4));
}

void svc_duties_read(struct svc_duties *duties, struct svc_query *query)
{
    while (svc_next(query))
        svc_duties_add(duties, svc_text(query, 0), svc_text(query, 1), svc_text(query, 2),
                       svc_text(query, 3), svc_text(query, 4), svc_moment(query, 5));
}

static int by_due(const void *x, const void *y)
{
    const struct svc_owed *a = x, *b = y;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    int order = svc_text_compare(a->kind, b->kind);
    order = order ? order : svc_text_compare(a->dept, b->dept);
    order = order ? order : svc_text_compare(a->no, b->no);
    return order ? order : svc_text_compare(a->what, b->what);
}

void svc_duties_sort(struct svc_duties *duties)
{
    if (duties->count > 1)
        qsort(duties->duty, duties->count, sizeof *duties->duty, by_due);
}

void svc_duties_free(struct svc_duties *duties)
{
    for (size_t i = 0; i < duties->count; i++) {
        const struct svc_owed *d = &duties->duty[i];
        char *const texts[] = { d->kind, d->no, d->dept, d->person, d->what };
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            free(texts[t]);
    }
    free(duties->duty);
    duties->duty = NULL;
    duties->count = 0;
}

size_t svc_duties_print(struct svc_call *call, struct svc_duties *duties, const char *kinds)
{
    enum { COUNT = sizeof svc_duty_columns / sizeof *svc_duty_columns };
    static struct svc_column columns[COUNT];
    svc_day today = svc_when_day(svc_now());
    size_t count = duties->count;
    svc_duties_sort(duties);
    memcpy(columns, svc_duty_columns, sizeof columns);
    columns[0].list = kinds;
    svc_print_begin(call, columns);
    for (size_t i = 0; i < count; i++) {
        const struct svc_owed *d = &duties->duty[i];
        char due[SVC_WHEN_SIZE];
        struct svc_value row[] = {
            svc_value_text(d->kind), svc_value_text(d->no), svc_value_text(d->dept),
            svc_value_text(d->person), svc_value_text(d->what),
            svc_value_text(svc_when_format(d->due, due)),
            svc_value_number(today - svc_when_day(d->due))
        };
        svc_print_row(call, row);
    }
    svc_duties_free(duties);
    return count;
}
