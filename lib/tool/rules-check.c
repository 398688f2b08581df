/* What makes a pack usable as a whole: rules that span rows and files. Cells that could not be
 * read were reported while reading; their rows are left out here. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/calendar.h"
#include "svc/chain.h"
#include "svc/clock.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/pack.h"
#include "svc/text.h"

/* The moments that limits run from: those of complaints, orders, issues, uses of authority and
 * entries. A limit that starts with another word would never begin. */
#define STARTS \
    "received|closed|determined|appealed|raised|accepted|appointed|papers_complete|survey_ready|" \
    "install_ready|stopped|before|arrived|confirmed|task_received"

struct check {
    struct svc_pack *pack;
    const struct svc_pack_ear *ear;
};

__attribute__((format(printf, 5, 6)))
static void fault(struct check *c, enum svc_pack_file file, size_t line, const char *column,
                  const char *fmt, ...)
{
    char why[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    c->ear->fault(c->ear->ctx, c->pack->table[file].path, line, column, why);
    c->pack->faults++;
}

/* A cell's text, NULL for a blank one. */
static const char *text_of(enum svc_pack_file file, const struct svc_pack_row *row,
                           const char *column)
{
    const struct svc_value *value = svc_pack_cell(file, row, column);
    return value->is == SVC_IS_TEXT ? value->text : NULL;
}

#define EACH_ROW(c, file, r) \
    for (const struct svc_pack_row *r = (c)->pack->table[file].row, \
                                   *end_ = r + (c)->pack->table[file].count; r < end_; r++) \
        if (r->whole)

/* -- keys --------------------------------------------------------------------------------- */

static void say_twice(struct check *c, enum svc_pack_file file, const struct svc_pack_row *first,
                      const struct svc_pack_row *again)
{
    size_t line = first->line;
    if (file == SVC_PACK_LIMITS) {
        fault(c, file, again->line, NULL,
              "is as specific as the limit in line %zu: both apply to the same case", line);
    } else if (file == SVC_PACK_CALENDAR) {
        bool same = strcmp(text_of(file, first, "kind"), text_of(file, again, "kind")) == 0;
        if (same)
            fault(c, file, again->line, "day", "%s is listed already in line %zu", again->key,
                  line);
        else
            fault(c, file, again->line, "kind", "%s is \"%s\" already in line %zu: a day is off or "
                  "worked, not both", again->key, text_of(file, first, "kind"), line);
    } else {
        fault(c, file, again->line, c->pack->table[file].shape->columns[0].name,
              "\"%s\" is there already, in line %zu", again->key, line);
    }
}

static void check_keys(struct check *c)
{
    for (enum svc_pack_file file = 0; file < SVC_PACK_FILES; file++) {
        const struct svc_pack_table *table = &c->pack->table[file];
        const struct svc_pack_row *first = NULL;
        for (size_t i = 0; i < table->count; i++) {
            const struct svc_pack_row *row = &table->row[table->by_key[i]];
            if (!row->whole)
                continue;
            if (first && strcmp(first->key, row->key) == 0)
                say_twice(c, file, first, row);
            else
                first = row;
        }
    }
}

/* -- codes that name something else ------------------------------------------------------ */

static void must_be_in(struct check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                       const char *column, enum svc_pack_file other, bool under)
{
    const char *code = text_of(file, row, column);
    if (!svc_pack_find(c->pack, other, code, under))
        fault(c, file, row->line, column, "\"%s\" is not in %s.csv", code,
              c->pack->table[other].shape->name);
}

/* Every word of a list, parted by `separator`, must be one of `words`; the head of any
 * department may be named too where `heads` is set. */
static void must_be_word(struct check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                         const char *column, char separator, const char *words, bool heads)
{
    const char *list = text_of(file, row, column), *word;
    size_t len;
    while (list && svc_text_next(&list, separator, &word, &len)) {
        char *one = svc_strndup(word, len);
        bool head = heads && len > 5 && strcmp(one + len - 5, "_head") == 0;
        if (!head && !svc_text_in(words, '|', one))
            fault(c, file, row->line, column, "\"%s\" is none of %s", one, words);
        free(one);
    }
}

static void check_codes(struct check *c)
{
    EACH_ROW(c, SVC_PACK_BOOKS, row)
        must_be_word(c, SVC_PACK_BOOKS, row, "approval", '>', "company|region|national", false);
    EACH_ROW(c, SVC_PACK_CLAUSES, row)
        must_be_in(c, SVC_PACK_CLAUSES, row, "book", SVC_PACK_BOOKS, false);
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        must_be_in(c, SVC_PACK_LEGS, row, "clause", SVC_PACK_CLAUSES, false);
        if (strcmp(text_of(SVC_PACK_LEGS, row, "approval"), "auto") != 0)
            must_be_in(c, SVC_PACK_LEGS, row, "approval", SVC_PACK_CHAINS, true);
    }
    EACH_ROW(c, SVC_PACK_LIMITS, row)
        must_be_word(c, SVC_PACK_LIMITS, row, "start", ';', STARTS, false);
    EACH_ROW(c, SVC_PACK_CHAINS, row) {
        must_be_word(c, SVC_PACK_CHAINS, row, "role", ';', "handler|" SVC_ROLES, false);
        must_be_word(c, SVC_PACK_CHAINS, row, "scope", ';',
                     "own_dept|subject_dept|other_dept|company|region|national", false);
    }
    EACH_ROW(c, SVC_PACK_AUTHORITY, row) {
        must_be_word(c, SVC_PACK_AUTHORITY, row, "class", ';',
                     "permission|fee_waiver|compensation|cost_bearing|priority", false);
        must_be_word(c, SVC_PACK_AUTHORITY, row, "signers", ';', "handler|" SVC_ROLES, true);
    }
    EACH_ROW(c, SVC_PACK_CONDITIONS, row)
        must_be_in(c, SVC_PACK_CONDITIONS, row, "matter", SVC_PACK_AUTHORITY, false);
}

/* -- ranges ------------------------------------------------------------------------------- */

static void check_range(struct check *c, const struct svc_pack_row *row, const char *low,
                        const char *high)
{
    const struct svc_value *from = svc_pack_cell(SVC_PACK_LEGS, row, low);
    const struct svc_value *to = svc_pack_cell(SVC_PACK_LEGS, row, high);
    if (svc_value_given(from) != svc_value_given(to))
        fault(c, SVC_PACK_LEGS, row->line, svc_value_given(from) ? high : low,
              "is missing: a range has both ends");
    else if (svc_value_given(from) && from->number > to->number)
        fault(c, SVC_PACK_LEGS, row->line, low, "is above its maximum");
}

/* A cell as a time limit; -1 for a blank or bad one. Rough minutes, to compare two of them. */
static int64_t minutes(struct check *c, const struct svc_pack_row *row, const char *column)
{
    static const int64_t unit[] = { [SVC_UNIT_MIN] = 1, [SVC_UNIT_H] = 60, [SVC_UNIT_D] = 1440,
                                    [SVC_UNIT_MONTH] = 43200, [SVC_UNIT_Y] = 525600,
                                    [SVC_UNIT_WH] = 60, [SVC_UNIT_WD] = 1440,
                                    [SVC_UNIT_EOD] = 1440 };
    const char *text = text_of(SVC_PACK_RATIOS, row, column);
    struct svc_length length;
    const char *why = text ? svc_length_parse(text, &length) : NULL;
    if (why)
        fault(c, SVC_PACK_RATIOS, row->line, column, "%s", why);
    return !text || why ? -1 : length.count * unit[length.unit];
}

/* A share written as a decimal, 0 to 1: 0.3, 0.333, 1. */
static bool is_share(const char *text)
{
    const char *digits = *text == '1' ? "0" : "0123456789";
    if (*text != '0' && *text != '1')
        return false;
    if (text[1] == '\0')
        return true;
    return text[1] == '.' && text[2] && text[2 + strspn(text + 2, digits)] == '\0';
}

/* What must be done so long before a moment is counted in minutes, hours or days alone. */
static void check_back(struct check *c, const struct svc_pack_row *row)
{
    struct svc_length length;
    if (strcmp(text_of(SVC_PACK_LIMITS, row, "start"), "before") != 0 ||
        svc_length_parse(text_of(SVC_PACK_LIMITS, row, "length"), &length))
        return;
    if (length.unit != SVC_UNIT_MIN && length.unit != SVC_UNIT_H && length.unit != SVC_UNIT_D &&
        length.unit != SVC_UNIT_WD)
        fault(c, SVC_PACK_LIMITS, row->line, "length",
              "a limit before something is in min, h, d or wd");
}

static void check_ranges(struct check *c)
{
    EACH_ROW(c, SVC_PACK_LIMITS, row)
        check_back(c, row);
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        check_range(c, row, "points_min", "points_max");
        check_range(c, row, "amount_min", "amount_max");
    }
    EACH_ROW(c, SVC_PACK_RATIOS, row) {
        int64_t from = minutes(c, row, "window_from"), to = minutes(c, row, "window_to");
        if (from >= 0 && to >= 0 && from > to)
            fault(c, SVC_PACK_RATIOS, row->line, "window_from", "is later than window_to");
        if (!is_share(text_of(SVC_PACK_RATIOS, row, "ratio")))
            fault(c, SVC_PACK_RATIOS, row->line, "ratio", "is not a share of 0 to 1");
    }
    EACH_ROW(c, SVC_PACK_BOOKS, row)
        if (svc_value_given(svc_pack_cell(SVC_PACK_BOOKS, row, "trial_from")) &&
            !svc_value_given(svc_pack_cell(SVC_PACK_BOOKS, row, "trial_months")))
            fault(c, SVC_PACK_BOOKS, row->line, "trial_months", "is required with trial_from");
}

/* -- chains: stages 1 to n, known conditions ---------------------------------------------- */

static bool has_stage(const struct check *c, const char *chain, int64_t stage)
{
    char *key = svc_format("%s/%lld", chain, (long long)stage);
    bool found = svc_pack_find(c->pack, SVC_PACK_CHAINS, key, false) != NULL;
    free(key);
    return found;
}

static void check_chains(struct check *c)
{
    EACH_ROW(c, SVC_PACK_CHAINS, row) {
        int64_t stage = svc_pack_cell(SVC_PACK_CHAINS, row, "stage")->number;
        const char *chain = text_of(SVC_PACK_CHAINS, row, "chain");
        const char *why = svc_chain_condition(text_of(SVC_PACK_CHAINS, row, "condition"));
        if (why)
            fault(c, SVC_PACK_CHAINS, row->line, "condition", "%s", why);
        if (stage < 1)
            fault(c, SVC_PACK_CHAINS, row->line, "stage", "must be 1 or more");
        else if (stage > 1 && !has_stage(c, chain, stage - 1))
            fault(c, SVC_PACK_CHAINS, row->line, "stage",
                  "chain \"%s\" has no stage %lld before it", chain, (long long)stage - 1);
    }
}

/* -- parameters --------------------------------------------------------------------------- */

/* How the values of the parameters that the tools read are written. */
enum kind { NUMBER, SHARE, LENGTH, HOURS, SPANS, DAY_OF_YEAR, YES_NO, REOPEN };
static const struct {
    const char *name;
    enum kind kind;
    bool required;
} known[] = {
    { "base_score", NUMBER, true }, { "bonus_cap", NUMBER, true }, { "score_floor", NUMBER, true },
    { "grade_a", NUMBER, true }, { "grade_b", NUMBER, true }, { "grade_c", NUMBER, true },
    { "satisfied_min", NUMBER, true }, { "fairly_min", NUMBER, true },
    { "knowledge_good_min", NUMBER, false }, { "knowledge_basic_min", NUMBER, false },
    { "loss_suspension_min", NUMBER, false }, { "loss_suspension_max", NUMBER, false },
    { "csi_customer_weight", SHARE, false }, { "csi_sales_weight", SHARE, false },
    { "wage_deduction_cap", SHARE, false }, { "vip_monthly_callback", SHARE, false },
    { "satisfaction_target", SHARE, false }, { "data_accuracy_target", SHARE, false },
    { "repeat_window", LENGTH, false }, { "max_backdate", LENGTH, false },
    { "callback_gap", LENGTH, false }, { "work_hours", HOURS, true },
    { "callback_quiet", SPANS, false }, { "annual_plan_due", DAY_OF_YEAR, false },
    { "survey_done", DAY_OF_YEAR, false }, { "survey_internal_done", DAY_OF_YEAR, false },
    { "survey_report_due", DAY_OF_YEAR, false }, { "natural_day_roll", YES_NO, false },
    { "reopen_clock", REOPEN, false }, { "vip_daily_gas_m3", NUMBER, false },
    { "complaints_per_person_year", NUMBER, false },
    { "major_notices_per_dept_year", NUMBER, false },
    { "collective_customers", NUMBER, false }, { "callback_attempts", NUMBER, false },
    { "callback_half_days", NUMBER, false }, { "callback_qc", SHARE, false },
    { "retention_years", NUMBER, false }, { "minimum_wage", NUMBER, false },
    { "annual_points_suspension", NUMBER, false }, { "monitor_term_years", NUMBER, false },
};
enum { KNOWN = sizeof known / sizeof *known };

static const struct svc_pack_row *param(const struct check *c, const char *name, const char **value)
{
    const struct svc_pack_row *row = svc_pack_find(c->pack, SVC_PACK_PARAMS, name, false);
    *value = row && row->whole ? text_of(SVC_PACK_PARAMS, row, "value") : NULL;
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
                return "not spans of time; write 12:00-14:00;20:00-08:00";
        }
    }
    return NULL;
}

static const char *bad_value(enum kind kind, const char *value)
{
    struct svc_length length;
    int64_t number;
    svc_day day;
    char date[16] = "2000-";
    switch (kind) {
    case NUMBER: return svc_hundredths_parse(value, &number);
    case SHARE: return is_share(value) ? NULL : "is not a share of 0 to 1";
    case LENGTH: return svc_length_parse(value, &length);
    case HOURS: return bad_hours(value);
    case SPANS: return bad_spans(value);
    case YES_NO: return svc_text_in("yes|no", '|', value) ? NULL : "must be yes or no";
    case REOPEN:
        return svc_text_in("continue|restart|new-clock", '|', value)
                   ? NULL
                   : "must be continue, restart or new-clock";
    default:
        if (strlen(value) != 5)
            return "is not a day of the year; write 02-28";
        memcpy(date + 5, value, 6);
        return svc_day_parse(date, &day);
    }
}

static void check_values(struct check *c)
{
    const char *value;
    for (size_t i = 0; i < KNOWN; i++) {
        const struct svc_pack_row *row = param(c, known[i].name, &value);
        const char *why = value ? bad_value(known[i].kind, value) : NULL;
        if (why)
            fault(c, SVC_PACK_PARAMS, row->line, "value", "%s: %s", known[i].name, why);
        else if (known[i].required && !value)
            fault(c, SVC_PACK_PARAMS, row ? row->line : 1, "value", "%s is required",
                  known[i].name);
    }
    EACH_ROW(c, SVC_PACK_PARAMS, row) {
        if (strncmp(row->key, "item_cap_", 9) != 0)
            continue;
        value = text_of(SVC_PACK_PARAMS, row, "value");
        const char *why = svc_item_find(row->key + 9) < 0 ? "no item of the sheet"
                          : value                         ? bad_value(NUMBER, value)
                                                          : NULL;
        if (why)
            fault(c, SVC_PACK_PARAMS, row->line, "value", "%s: %s", row->key, why);
    }
}

/* The lower bound of a better band lies above that of the next: equal ones leave no band. */
static void check_bands(struct check *c)
{
    static const char *const pairs[][2] = {
        { "grade_a", "grade_b" }, { "grade_b", "grade_c" }, { "satisfied_min", "fairly_min" },
        { "knowledge_good_min", "knowledge_basic_min" },
        { "loss_suspension_max", "loss_suspension_min" },
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
            fault(c, SVC_PACK_PARAMS, row->line, "value", "%s must lie above %s: the bands overlap",
                  pairs[i][0], pairs[i][1]);
    }
}

/* Weights that share out a whole. The lines of all are one fault, told at the first. */
static void check_weights(struct check *c, const char *prefix, const char *suffix)
{
    int64_t sum = 0, one;
    const struct svc_pack_row *first = NULL;
    size_t tail = strlen(suffix);
    EACH_ROW(c, SVC_PACK_PARAMS, row) {
        size_t len = strlen(row->key);
        const char *value = text_of(SVC_PACK_PARAMS, row, "value");
        if (strncmp(row->key, prefix, strlen(prefix)) != 0 || len < tail ||
            strcmp(row->key + len - tail, suffix) != 0)
            continue;
        first = first ? first : row;
        const char *why = svc_hundredths_parse(value ? value : "", &one);
        if (why)
            fault(c, SVC_PACK_PARAMS, row->line, "value", "%s: is not a weight: %s", row->key, why);
        sum += why ? 0 : one;
    }
    if (first && sum != 100) {
        char total[SVC_NUM_SIZE];
        fault(c, SVC_PACK_PARAMS, first->line, "value", "the weights %s...%s add up to %s, not 1",
              prefix, suffix, svc_hundredths_format(sum, total));
    }
}

void svc_pack_check(struct svc_pack *pack, const struct svc_pack_ear *ear)
{
    struct check c = { pack, ear };
    check_keys(&c);
    check_codes(&c);
    check_ranges(&c);
    check_chains(&c);
    check_values(&c);
    check_bands(&c);
    check_weights(&c, "csi_", "_weight");
    check_weights(&c, "value_", "");
}
