/* The parameters of a pack: single values that the tools read by name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/actor.h"
#include "svc/calendar.h"
#include "svc/clock.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/period.h"
#include "svc/policy.h"
#include "svc/text.h"
#include "svc/vip.h"

/* How the values of the parameters that the tools read are written. */
enum kind { NUMBER, COUNT, SCORE, SHARE, LENGTH, ROLES, CLASSES, GROUPS, TEXT, HOURS, SPANS, DAY_OF_YEAR, YES_NO,
            REOPEN, GRADE, CLOSING, LANGUAGE };
static const struct {
    const char *name;
    enum kind kind;
    bool required;
} known[] = {
    { "base_score", NUMBER, true }, { "bonus_cap", NUMBER, true }, { "score_floor", NUMBER, true },
    { "score_ceiling", NUMBER, false }, { "score_full", NUMBER, false },
    { "grade_near", NUMBER, false },
    { "satisfied_min", NUMBER, true }, { "fairly_min", NUMBER, true },
    { "satisfaction_very_satisfied", SCORE, false }, { "satisfaction_satisfied", SCORE, false },
    { "satisfaction_fair", SCORE, false }, { "satisfaction_dissatisfied", SCORE, false },
    { "satisfaction_very_dissatisfied", SCORE, false },
    { "wage_deduction_cap", SHARE, false }, { "vip_monthly_callback", SHARE, false },
    { "repeat_window", LENGTH, false }, { "max_backdate", LENGTH, false },
    { "callback_gap", LENGTH, false }, { "work_hours", HOURS, true },
    { "callback_quiet", SPANS, false }, { "annual_plan_due", DAY_OF_YEAR, false },
    { "natural_day_roll", YES_NO, false },
    { "reopen_clock", REOPEN, false }, { "vip_daily_gas_m3", NUMBER, false },
    { "callback_attempts", NUMBER, false },
    { "callback_half_days", NUMBER, false }, { "callback_qc", SHARE, false },
    { "minimum_wage", NUMBER, false },
    { "annual_points_min", NUMBER, false }, { "annual_points_max", NUMBER, false },
    { "customer_grade_a", NUMBER, false }, { "customer_grade_b", NUMBER, false },
    { "customer_grade_c", NUMBER, false }, { "key_value_grade", GRADE, false },
    { "care_visits_per_year", COUNT, false }, { "month_closing_day", CLOSING, false },
    { "hold_longest", LENGTH, false }, { "language", LANGUAGE, false },
    { "company", TEXT, false },
    { "hold_approver", ROLES, false }, { "intake_dept", TEXT, false }, { "callback_dept", TEXT, false },
    { "midyear_review_month", COUNT, false }, { "special_inspections_per_quarter", COUNT, false },
    { "penalty_word", TEXT, false }, { "notice_series", TEXT, false }, { "vip_classes", CLASSES, false },
    { "vip_gas_classes", CLASSES, false }, { "retention_years", COUNT, false }, { "personal_lookups", COUNT, false },
    { "paper_with_login", YES_NO, false }, { "paper_dispute_limit", LENGTH, false },
    { "value_usage", NUMBER, false }, { "value_growth", NUMBER, false },
    { "entry_rate_max", NUMBER, false }, { "entry_repeat", COUNT, false },
    { "entry_repeat_window", LENGTH, false }, { "data_accuracy_target", SHARE, false },
    { "satisfaction_target", SHARE, false }, { "survey_min_n", NUMBER, false },
    { "survey_done", DAY_OF_YEAR, false }, { "survey_internal_done", DAY_OF_YEAR, false },
    { "survey_report_due", DAY_OF_YEAR, false }, { "survey_external_per_year", COUNT, false },
    { "survey_min_cell", NUMBER, false }, { "survey_complete_min", SHARE, false },
    { "knowledge_good_min", NUMBER, false }, { "knowledge_basic_min", NUMBER, false },
    { "csi_customer_weight", SHARE, false }, { "csi_sales_weight", SHARE, false },
    { "value_payment", NUMBER, false }, { "value_cooperation", NUMBER, false },
    { "monitor_term_years", COUNT, false }, { "monitor_terms_max", COUNT, false },
    { "contractor_patrols_per_workday", COUNT, false }, { "contractor_again_quarters", NUMBER, false },
    { "monitor_groups", GROUPS, false }, { "monitor_districts", TEXT, false },
};
enum { KNOWN = sizeof known / sizeof *known };

/* And those of which there may be many. */
static const char *const families[] = { "duty_", SVC_GRANTEE };
enum { FAMILIES = sizeof families / sizeof *families };

const char *svc_pack_parameter(size_t n)
{
    return n < KNOWN ? known[n].name : n < KNOWN + FAMILIES ? families[n - KNOWN] : NULL;
}

static const struct svc_pack_row *param(const struct svc_check *c, const char *name, const char **value)
{
    const struct svc_pack_row *row = svc_pack_find(c->pack, SVC_PACK_PARAMS, name, false);
    *value = row && row->whole ? svc_check_text(SVC_PACK_PARAMS, row, "value") : NULL;
    return row && row->whole ? row : NULL;
}

static const char *bad_hours(const char *value)
{
    struct svc_calendar *calendar = svc_calendar_new();
    const char *why = svc_calendar_hours(calendar, value);
    svc_calendar_free(calendar);
    return why;
}

/* Spans that may reach over midnight, 20:00-08:00: each end must be a time of day. */
static const char *bad_spans(const char *value)
{
    const char *word;
    size_t len;
    while (svc_text_next(&value, ';', &word, &len)) {
        svc_when when;
        for (size_t i = 0; i < 2; i++) {
            char *moment = svc_format("2000-01-01 %.5s", word + 6 * (len == 11 ? i : 0));
            bool bad = len != 11 || word[5] != '-' || svc_when_parse(moment, &when);
            free(moment);
            if (bad)
                return _("not spans of time; write 12:00-14:00;20:00-08:00");
        }
    }
    return NULL;
}

static const char *bad_value(enum kind kind, const char *value)
{
    struct svc_length length;
    int64_t number;
    svc_day day;
    int closing;
    char date[16] = "2000-";
    switch (kind) {
    case TEXT: case ROLES: case CLASSES: case GROUPS: return NULL; /* words: check_listed */
    case NUMBER: return svc_hundredths_parse(value, &number);
    case COUNT:
        return svc_int_parse(value, &number) ? _("is not a number")
               : number < 1 || number > 365  ? _("must be 1 to 365")
                                             : NULL;
    case SCORE:
        return svc_int_parse(value, &number) || number < 1 || number > 10 ? _("must be 1 to 10") : NULL;
    case GRADE: return svc_text_in("A|B|C|D", '|', value) ? NULL : _("must be A, B, C or D");
    case SHARE: return svc_check_share(value) ? NULL : _("is not a share of 0 to 1");
    case LENGTH: return svc_length_parse(value, &length);
    case HOURS: return bad_hours(value);
    case SPANS: return bad_spans(value);
    case CLOSING: return svc_closing_parse(value, &closing);
    case LANGUAGE: return svc_text_in("zh_CN|en", '|', value) ? NULL : _("must be zh_CN or en");
    case YES_NO: return svc_text_in("yes|no", '|', value) ? NULL : _("must be yes or no");
    case REOPEN:
        return svc_text_in("continue|restart|new-clock", '|', value)
                   ? NULL
                   : _("must be continue, restart or new-clock");
    default:
        if (strlen(value) != 5)
            return _("is not a day of the year; write 02-28");
        memcpy(date + 5, value, 6);
        return svc_day_parse(date, &day);
    }
}

/* Each word of a value that lists roles, classes of customers or groups of monitors is one. */
static void check_listed(struct svc_check *c, const struct svc_pack_row *row, enum kind kind)
{
    const char *value = svc_check_text(SVC_PACK_PARAMS, row, "value"), *word;
    size_t len;
    if (kind == CLASSES || kind == GROUPS)
        svc_check_each(c, SVC_PACK_PARAMS, row, "value", kind == GROUPS ? "monitor_group" : "class");
    while (kind == ROLES && value && svc_text_next(&value, ';', &word, &len)) {
        char *role = svc_strndup(word, len);
        if (!svc_text_in(SVC_ROLES, '|', role))
            svc_check_unknown(c, SVC_PACK_PARAMS, row, "value", SVC_ROLES, role);
        free(role);
    }
}

static void check_values(struct svc_check *c)
{
    const char *value;
    for (size_t i = 0; i < KNOWN; i++) {
        const struct svc_pack_row *row = param(c, known[i].name, &value);
        const char *why = value ? bad_value(known[i].kind, value) : NULL;
        if (why)
            svc_check_fault(c, SVC_PACK_PARAMS, row->line, "value", "%s: %s", known[i].name, why);
        else if (known[i].required && !value)
            svc_check_fault(c, SVC_PACK_PARAMS, row ? row->line : 1, "value", "%s is required",
                  known[i].name);
        else if (row)
            check_listed(c, row, known[i].kind);
    }
}

/* A rank is somebody's who is granted a matter, or signs one. */
static bool is_rank(const struct svc_check *c, const char *rank)
{
    EACH_ROW(c, SVC_PACK_AUTHORITY, row) {
        const char *grantees = svc_check_text(SVC_PACK_AUTHORITY, row, "grantee");
        const char *signers = svc_check_text(SVC_PACK_AUTHORITY, row, "signers");
        if (svc_text_in(grantees, ';', rank) || (signers && svc_text_in(signers, ';', rank)))
            return true;
    }
    return false;
}

/* Each parameter is read by somebody: those known by name, and the families of which there may be many. */
static void check_read(struct svc_check *c)
{
    struct svc_buf names = { 0 };
    for (size_t i = 0; i < KNOWN; i++)
        svc_buf_printf(&names, "%s%s", i ? "|" : "", known[i].name);
    EACH_ROW(c, SVC_PACK_PARAMS, row) {
        bool read = svc_text_in(names.data, '|', row->key) ||
                    svc_check_text(SVC_PACK_PARAMS, row, "planned") != NULL;
        for (size_t i = 0; i < FAMILIES && !read; i++)
            read = strncmp(row->key, families[i], strlen(families[i])) == 0;
        if (!read)
            svc_check_unknown(c, SVC_PACK_PARAMS, row, "name", names.data, row->key);
        if (svc_text_in(names.data, '|', row->key))
            svc_check_built(c, SVC_PACK_PARAMS, row);
        if (strncmp(row->key, SVC_GRANTEE, strlen(SVC_GRANTEE)) == 0 &&
            !is_rank(c, row->key + strlen(SVC_GRANTEE)))
            svc_check_fault(c, SVC_PACK_PARAMS, row->line, "name",
                            "\"%s\" is nobody who is granted a matter of authority.csv, or signs one",
                            row->key + strlen(SVC_GRANTEE));
    }
    svc_buf_free(&names);
}

/* What VIPs are owed: vip.h tells the form. */
static void check_duties(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_PARAMS, row) {
        struct svc_duty duty;
        const char *value = svc_check_text(SVC_PACK_PARAMS, row, "value");
        if (strncmp(row->key, "duty_", 5) != 0 || !value)
            continue;
        const char *why = svc_duty_parse(value, &duty);
        if (why)
            svc_check_fault(c, SVC_PACK_PARAMS, row->line, "value", "%s: %s", row->key, why);
        else if (*duty.role && !svc_text_in(SVC_ROLES, '|', duty.role))
            svc_check_unknown(c, SVC_PACK_PARAMS, row, "value", SVC_ROLES, duty.role);
    }
}

/* The lower bound of a better band lies above that of the next: equal ones leave no band. */
static void check_bands(struct svc_check *c)
{
    static const char *const pairs[][2] = {
        { "score_ceiling", "score_floor" }, { "satisfied_min", "fairly_min" },
        { "knowledge_good_min", "knowledge_basic_min" },
        { "satisfaction_very_satisfied", "satisfaction_satisfied" },
        { "satisfaction_satisfied", "satisfaction_fair" },
        { "satisfaction_fair", "satisfaction_dissatisfied" },
        { "satisfaction_dissatisfied", "satisfaction_very_dissatisfied" },
        { "customer_grade_a", "customer_grade_b" }, { "customer_grade_b", "customer_grade_c" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *upper, *lower;
        int64_t above, below;
        const struct svc_pack_row *row = param(c, pairs[i][0], &upper);
        param(c, pairs[i][1], &lower);
        if (!upper || !lower || svc_hundredths_parse(upper, &above) ||
            svc_hundredths_parse(lower, &below))
            continue;
        if (above <= below)
            svc_check_fault(c, SVC_PACK_PARAMS, row->line, "value", "%s must lie above %s: the bands overlap",
                  pairs[i][0], pairs[i][1]);
    }
}

/* Weights that share out a whole; one that is no number is told as such. */
static void check_weights(struct svc_check *c, const char *prefix)
{
    int64_t sum = 0, one;
    const struct svc_pack_row *first = NULL;
    EACH_ROW(c, SVC_PACK_PARAMS, row) {
        const char *value = svc_check_text(SVC_PACK_PARAMS, row, "value");
        if (strncmp(row->key, prefix, strlen(prefix)) != 0)
            continue;
        first = first ? first : row;
        sum += value && !svc_hundredths_parse(value, &one) ? one : 0;
    }
    if (first && sum != 100) {
        char total[SVC_NUM_SIZE];
        svc_check_fault(c, SVC_PACK_PARAMS, first->line, "value", "the weights %s... add up to %s, not 1",
              prefix, svc_hundredths_format(sum, total));
    }
}

void svc_check_params(struct svc_check *c)
{
    check_read(c);
    check_values(c);
    check_duties(c);
    check_bands(c);
    check_weights(c, "value_");
    check_weights(c, "csi_");
}
