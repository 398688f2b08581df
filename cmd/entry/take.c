/* Intake: what an audit, an error, a training and a task must be, from options or from a file. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/stock.h"
#include "svc/text.h"

/* -- what the registers share ------------------------------------------------------------- */

struct intake {
    struct svc_call *call;
    struct svc_import *in;
    struct svc_rules *rules;
    bool one; /* from options, by `add` or `error` */
};

/* A rule forbids it: of one record that is a refusal, of a file a bad record. */
static void forbid(const struct intake *t, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void forbid(const struct intake *t, const char *column, const char *fmt, ...)
{
    char kept[256], why[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    vsnprintf(kept, sizeof kept, fmt, args);
    vsnprintf(why, sizeof why, svc_tr(fmt), again);
    va_end(again);
    va_end(args);
    if (t->one)
        svc_deny_both(t->call, SVC_REFUSED, NULL, svc_format("%s %s; nothing was done", column, kept),
                      svc_format(_("%s %s; nothing was done"), column, why));
    svc_import_reject(t->in, column, "%s", why);
}

static bool is_given(const struct svc_value *values, int at)
{
    return svc_value_given(&values[at]);
}

static const char *text_of(const struct svc_value *values, int at)
{
    return is_given(values, at) ? values[at].text : NULL;
}

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

static void check_past(const struct intake *t, const struct svc_column *columns,
                       const struct svc_value *values, int at)
{
    char now[SVC_WHEN_SIZE], room[SVC_WHEN_SIZE];
    if (is_given(values, at) &&
        strcmp(svc_value_earliest(columns, values, at, room), svc_when_format(svc_now(), now)) > 0)
        svc_import_reject(t->in, columns[at].name, "lies in the future");
}

static const char *day_of(const char *moment)
{
    static char day[SVC_DAY_SIZE];
    snprintf(day, sizeof day, "%.10s", moment);
    return day;
}

/* Whoever is named is with the company on the fact's day, and of the department. */
static void check_person(const struct intake *t, const struct svc_value *values, int person, int dept,
                         int fact, const struct svc_column *columns)
{
    const char *why;
    if (!is_given(values, person))
        return;
    why = svc_org_takes_not(t->call->db, values[person].text, dept < 0 ? NULL : text_of(values, dept),
                            day_of(values[fact].text));
    if (why)
        svc_import_reject(t->in, columns[person].name, "%s", why);
}

static bool exists(const struct intake *t, const char *sql, const char *no)
{
    return svc_one_int(t->call->db, 0, sql, "s", no) == 1;
}

/* -- audits ------------------------------------------------------------------------------- */

/* Who checks what comes next from somebody's hands is somebody else: of another post or team. */
static void check_next_step(const struct intake *t, const struct svc_value *values)
{
    const char *day = day_of(values[A_AUDITED_AT].text);
    int64_t same = svc_one_int(t->call->db, 0,
        "SELECT 1 FROM person_span a JOIN person_span o"
        "    ON o.dept = a.dept AND COALESCE(o.post, '') = COALESCE(a.post, '')"
        "   AND o.from_day <= ?3 AND o.until_day > ?3"
        " WHERE a.person = ?1 AND o.person = ?2 AND a.from_day <= ?3 AND a.until_day > ?3", "sss",
        values[A_AUDITOR].text, text_of(values, A_OPERATOR), day);
    if (is_given(values, A_OPERATOR) && same)
        forbid(t, "auditor", "has the same post in the same department; the next step's check is "
               "another one's");
}

static void check_counts(const struct intake *t, const struct svc_value *values)
{
    int64_t found = is_given(values, A_NO)
        ? svc_one_int(t->call->db, 0, "SELECT COUNT(*) FROM entry_error WHERE audit = ?1", "s",
                      values[A_NO].text) : 0;
    if (values[A_FIELDS_CHECKED].number < 1)
        svc_import_reject(t->in, "fields_checked", "must be one at least");
    else if (values[A_FIELDS_CHECKED].number < found)
        svc_import_reject(t->in, "fields_checked", "is less than the %lld errors found",
                          (long long)found);
    if (values[A_RECORDS_CHECKED].number > values[A_FIELDS_CHECKED].number)
        svc_import_reject(t->in, "records_checked", "is more than the fields of them");
    if (is_given(values, A_POPULATION) &&
        values[A_POPULATION].number < values[A_RECORDS_CHECKED].number)
        svc_import_reject(t->in, "population", "is less than the records checked");
}

static void take_audit(const struct intake *t, struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(t->in);
    bool self = strcmp(values[A_KIND].text, "self") == 0;
    if (before && strcmp(before[A_STATE].text, "final") == 0) {
        svc_import_reject(t->in, "state", "the audit is final; what it found is decided by decide");
        return;
    }
    if (self)
        default_to(&values[A_OPERATOR], values[A_AUDITOR].text);
    check_past(t, entry_audits.columns, values, A_AUDITED_AT);
    check_person(t, values, A_AUDITOR, -1, A_AUDITED_AT, entry_audits.columns);
    check_person(t, values, A_OPERATOR, A_DEPT, A_AUDITED_AT, entry_audits.columns);
    if (svc_value_same(&values[A_OPERATOR], &values[A_AUDITOR]) != self)
        forbid(t, "auditor", self ? N_("checks oneself, and the operator is another one")
                                  : N_("is the operator; nobody but a self check checks oneself"));
    if (strcmp(values[A_KIND].text, "next_step") == 0)
        check_next_step(t, values);
    check_counts(t, values);
    values[A_STATE] = svc_value_text("draft");
}

/* -- errors ------------------------------------------------------------------------------- */

/* What the audit says of an error that does not say it itself; texts live until the next record. */
static void take_from_audit(const struct intake *t, struct svc_value *values)
{
    static char *text[5];
    static const int to[] = { E_OPERATOR, E_DEPT, E_ROLE, E_GRP };
    const struct svc_value *before = svc_import_before(t->in);
    struct svc_query *q = svc_query(t->call->db,
        "SELECT operator, dept, role, grp, audited_at, state, fields_checked,"
        "       (SELECT COUNT(*) FROM entry_error e WHERE e.audit = a.no)"
        "  FROM entry_audit a WHERE no = ?1", "s", values[E_AUDIT].text);
    if (!svc_next(q)) {
        svc_import_reject(t->in, "audit", "is not registered");
        return;
    }
    for (int i = 0; i < 5; i++) {
        free(text[i]);
        text[i] = svc_strdup(svc_text(q, i));
    }
    /* The department is the operator's; another operator than the audit's has one of his own. */
    bool other = is_given(values, E_OPERATOR) && !svc_text_same(values[E_OPERATOR].text, text[0]);
    for (int i = 0; i < 4; i++)
        if (!(other && i < 3))
            default_to(&values[to[i]], text[i]);
    if (strcmp(svc_text(q, 5), "final") == 0)
        forbid(t, "audit", "is final; nothing more is found by it");
    else if (!before && svc_int(q, 6) <= svc_int(q, 7))
        forbid(t, "audit", "has looked at %lld fields, and as many are wrong already",
               (long long)svc_int(q, 6));
    svc_done(q);
}

/* Every clause that the error may fire for its operator tells a range. */
static void check_points(const struct intake *t, const struct svc_value *values)
{
    char least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    if (!is_given(values, E_POINTS))
        return;
    struct svc_query *q = svc_query(t->call->db,
        "SELECT MIN(points_min), MAX(points_max) FROM fired"
        " WHERE event = 'entry.error' AND subject = 'person' AND (severity IS NULL OR severity = ?2)"
        "   AND from_day <= ?1 AND until_day > ?1", "ss", day_of(values[E_FOUND_AT].text),
        values[E_SEVERITY].text);
    if (!svc_next(q) || svc_is_null(q, 0))
        forbid(t, "points", "are taken by no clause of that day");
    else if (values[E_POINTS].number < svc_int(q, 0) || values[E_POINTS].number > svc_int(q, 1))
        forbid(t, "points", "must be %s to %s", svc_hundredths_format(svc_int(q, 0), least),
               svc_hundredths_format(svc_int(q, 1), most));
    svc_done(q);
}

static void check_error_times(const struct intake *t, const struct svc_value *values)
{
    char room[SVC_WHEN_SIZE];
    const struct svc_column *columns = entry_errors.columns;
    const char *found = values[E_FOUND_AT].text;
    check_past(t, columns, values, E_FOUND_AT);
    check_past(t, columns, values, E_FIXED_AT);
    if (is_given(values, E_ENTERED_AT) &&
        strcmp(svc_value_earliest(columns, values, E_ENTERED_AT, room), found) > 0)
        svc_import_reject(t->in, "entered_at", "lies behind the moment when it was found");
    if (is_given(values, E_FIXED_AT) &&
        strcmp(values[E_FIXED_AT].text, svc_value_earliest(columns, values, E_FOUND_AT, room)) < 0)
        svc_import_reject(t->in, "fixed_at", "lies before it was found");
}

static void take_error(const struct intake *t, struct svc_value *values)
{
    static char *dept;
    const struct svc_value *before = svc_import_before(t->in);
    svc_when found;
    if (is_given(values, E_AUDIT))
        take_from_audit(t, values);
    if (!svc_when_parse(values[E_FOUND_AT].text, &found))
        default_to(&values[E_SEVERITY], svc_word_acted("severity", "minor", svc_when_day(found)));
    check_error_times(t, values);
    if (is_given(values, E_OPERATOR) && !is_given(values, E_DEPT)) {
        free(dept);
        dept = svc_org_dept(t->call->db, values[E_OPERATOR].text, day_of(values[E_FOUND_AT].text));
        values[E_DEPT] = svc_value_text(dept);
    }
    check_person(t, values, E_OPERATOR, E_DEPT, E_FOUND_AT, entry_errors.columns);
    if (is_given(values, E_COMPLAINT) &&
        !exists(t, "SELECT 1 FROM complaint WHERE no = ?1", values[E_COMPLAINT].text))
        svc_import_reject(t->in, "complaint", "is not registered");
    check_points(t, values);
    if (!before || svc_text_in("open|fixed", '|', before[E_STATE].text))
        values[E_STATE] = svc_value_text(is_given(values, E_FIXED_AT) ? "fixed" : "open");
    svc_rules_deadlines(t->rules, &entry_errors, values);
}

/* -- trainings and tasks ------------------------------------------------------------------ */

static void take_training(const struct intake *t, struct svc_value *values)
{
    check_past(t, entry_trainings.columns, values, T_TRAINED_AT);
    check_person(t, values, T_PERSON, -1, T_TRAINED_AT, entry_trainings.columns);
}

static void take_task(const struct intake *t, struct svc_value *values)
{
    char room[SVC_WHEN_SIZE];
    const struct svc_column *columns = entry_tasks.columns;
    check_past(t, columns, values, N_RECEIVED_AT);
    check_past(t, columns, values, N_ENTERED_AT);
    if (is_given(values, N_ENTERED_AT) &&
        strcmp(values[N_ENTERED_AT].text, svc_value_earliest(columns, values, N_RECEIVED_AT, room)) < 0)
        svc_import_reject(t->in, "entered_at", "lies before it came in");
    check_person(t, values, N_PERSON, N_DEPT, N_RECEIVED_AT, columns);
    values[N_STATE] = svc_value_text(is_given(values, N_ENTERED_AT) ? "entered" : "open");
    svc_rules_deadlines(t->rules, &entry_tasks, values);
}

/* -- the verbs ---------------------------------------------------------------------------- */

static int take(struct svc_call *call, struct svc_import *in, bool one)
{
    static const struct {
        const struct svc_register *reg;
        void (*take)(const struct intake *t, struct svc_value *values);
    } of[] = { { &entry_audits, take_audit }, { &entry_errors, take_error },
               { &entry_trainings, take_training }, { &entry_tasks, take_task } };
    struct intake t = { call, in, svc_rules_open(call->db), one };
    struct svc_value *values;
    size_t i = 0;
    while (of[i].reg != call->reg)
        i++;
    while ((values = svc_import_next(in)))
        of[i].take(&t, values);
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(t.rules);
    return code;
}

int entry_take_error(struct svc_call *call)
{
    return take(call, svc_import_one(call), true);
}

static void must_take(const struct svc_call *call)
{
    if (call->reg == &entry_reconciliations)
        svc_die(SVC_USAGE, "reconciliations are made by reconcile --save");
    if (call->reg == &entry_rights)
        svc_die(SVC_USAGE, "rights are cases of svc-reward\n"
                           "propose them: svc-entry rights | svc-reward propose --clause CODE -");
}

int entry_add(struct svc_call *call)
{
    must_take(call);
    return take(call, svc_import_one(call), true);
}

int entry_import(struct svc_call *call)
{
    must_take(call);
    return take(call, svc_import_open(call), false);
}

/* -- set ---------------------------------------------------------------------------------- */

static bool judge_error(const struct svc_step *step, struct svc_value *given)
{
    struct svc_call *call = step->call;
    const char *state = svc_one(call->db, "SELECT state FROM entry_audit WHERE no = ?1", "s",
                                svc_step_text(step, E_AUDIT));
    const struct svc_value *points = is_given(given, E_POINTS) ? &given[E_POINTS]
                                                               : &step->values[E_POINTS];
    const char *severity = is_given(given, E_SEVERITY) ? given[E_SEVERITY].text
                                                       : svc_step_text(step, E_SEVERITY);
    if (state && strcmp(state, "final") == 0) {
        svc_refuse(call, SVC_REFUSED, step->no, "its audit is final; what it found is decided by decide");
        return false;
    }
    if (is_given(given, E_COMPLAINT) &&
        !svc_one_int(call->db, 0, "SELECT 1 FROM complaint WHERE no = ?1", "s",
                     given[E_COMPLAINT].text)) {
        svc_fail(SVC_UNKNOWN, "%s: no such complaint", given[E_COMPLAINT].text);
        return false;
    }
    if (svc_value_given(points) &&
        !svc_one_int(call->db, 0,
            "SELECT 1 FROM fired WHERE event = 'entry.error' AND subject = 'person'"
            "   AND (severity IS NULL OR severity = ?3) AND points_min <= ?2 AND points_max >= ?2"
            "   AND from_day <= ?1 AND until_day > ?1", "sis", day_of(svc_step_text(step, E_FOUND_AT)),
            points->number, severity)) {
        svc_refuse(call, SVC_REFUSED, step->no, "no clause of its day takes so many points");
        return false;
    }
    return true;
}

static bool judge_audit(const struct svc_step *step, struct svc_value *given)
{
    int64_t records = is_given(given, A_RECORDS_CHECKED) ? given[A_RECORDS_CHECKED].number
                                                         : step->values[A_RECORDS_CHECKED].number;
    int64_t fields = is_given(given, A_FIELDS_CHECKED) ? given[A_FIELDS_CHECKED].number
                                                       : step->values[A_FIELDS_CHECKED].number;
    if (!svc_stands(step, "draft"))
        return false;
    if (fields < 1 || records > fields) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "%lld fields of %lld records cannot be",
                   (long long)fields, (long long)records);
        return false;
    }
    return true;
}

static bool judge_set(const struct svc_step *step, struct svc_value *given)
{
    if (step->call->reg == &entry_audits)
        return judge_audit(step, given);
    return step->call->reg != &entry_errors || judge_error(step, given);
}

int entry_set(struct svc_call *call)
{
    return svc_set_judged(call, judge_set);
}
