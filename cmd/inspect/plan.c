/* What is registered as it is: plans, praise, marks of walk-rounds. And how a plan ends: with its
 * summary, or cancelled. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/import.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    const char *summary, *report;
} opt;

static struct svc_file_named report;

const struct svc_option summary_options[] = {
    { .name = "summary", .type = SVC_OPT_TEXT, .to = &opt.summary, .arg = "TEXT",
      .help = "results, new measures, problems, advice" },
    { .name = "report", .type = SVC_OPT_TEXT, .to = &opt.report, .arg = "FILE",
      .help = "the report's file; kept with its SHA-256" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- plans -------------------------------------------------------------------------------- */

/* Each word of a `;`-separated list stands there only once, and is found by the statement; NULL: it
 * was found before. */
static void check_list(struct svc_import *in, struct svc_call *call, const char *column,
                       const char *list, const char *sql)
{
    const char *rest = list, *word;
    size_t len;
    if (list[strlen(list) - 1] == ';')
        svc_import_reject(in, column, "ends with a semicolon");
    while (svc_text_next(&rest, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        if (sql && !svc_one_int(call->db, 0, sql, "s", one))
            svc_import_reject(in, column, "names one that is not registered");
        for (const char *later = rest, *other; svc_text_next(&later, ';', &other, &len);)
            if (len == strlen(one) && memcmp(other, one, len) == 0)
                svc_import_reject(in, column, "names one twice");
        free(one);
    }
}

/* Who has left inspects nothing. */
static void check_inspectors(struct svc_import *in, struct svc_call *call,
                             const struct svc_value *values)
{
    const char *rest = values[I_INSPECTORS].text, *word;
    size_t len;
    while (svc_text_next(&rest, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        const char *away = svc_org_takes_not(call->db, one, NULL, values[I_PLANNED_AT].text);
        if (away)
            svc_import_reject(in, "inspectors", "%s %s", one, away);
        free(one);
    }
}

/* `all` stands for every department of the company on that day. */
static void spread_scope(struct svc_call *call, struct svc_value *scope)
{
    static struct svc_buf all;
    if (strcmp(scope->text, "all") != 0)
        return;
    struct svc_query *q = svc_query(call->db,
        "SELECT dept FROM dept WHERE kind <> 'contractor' ORDER BY dept", NULL);
    svc_buf_clear(&all);
    while (svc_next(q))
        svc_buf_printf(&all, "%s%s", all.len ? ";" : "", svc_text(q, 0));
    *scope = svc_value_text(svc_buf_text(&all));
}

/* The office plans for the company, a department for itself, a team leader for the team. */
static const char *planners(const char *level)
{
    return strcmp(level, "company") == 0      ? SVC_ROLES_ENTER
           : strcmp(level, "department") == 0 ? SVC_ROLES_ENTER ";dept_head"
                                              : SVC_ROLES_ENTER ";dept_head;team_leader";
}

static void check_level(struct svc_import *in, struct svc_call *call,
                        const struct svc_value *values)
{
    const char *level = values[I_LEVEL].text;
    bool company = strcmp(level, "company") == 0;
    if (!svc_call_holds(call, planners(level)))
        svc_import_reject(in, "level", "is planned by the roles %s", svc_words_told("verb.role", planners(level)));
    if (!svc_call_holds(call, SVC_ROLES_ENTER) &&
        !inspect_may_answer(call, values[I_SCOPE].text))
        svc_import_reject(in, "scope", "is another department than yours");
    if (!company && values[I_SCOPE].is == SVC_IS_TEXT && strchr(values[I_SCOPE].text, ';'))
        svc_import_reject(in, "scope", "names several; only the company inspects several");
}

/* The plan it stands in: the quarter's for a special inspection, the month's for a routine; a
 * surprise is in none. */
static void stand_in_plan(struct svc_value *values)
{
    static char name[QUARTER_SIZE];
    const char *kind = values[I_KIND].text;
    struct svc_value *plan = &values[I_PLAN_OF];
    svc_when planned;
    if (svc_value_given(plan) || strcmp(kind, "surprise") == 0 ||
        svc_when_parse(values[I_PLANNED_AT].text, &planned))
        return;
    if (strcmp(kind, "special") == 0)
        inspect_quarter(svc_when_day(planned), name);
    else
        svc_month_of(svc_when_day(planned), name);
    *plan = svc_value_text(name);
}

static void check_plan_of(struct svc_import *in, const struct svc_value *values)
{
    struct svc_period period;
    svc_when planned;
    if (!svc_value_given(&values[I_PLAN_OF]) ||
        svc_when_parse(values[I_PLANNED_AT].text, &planned))
        return;
    const char *text = values[I_PLAN_OF].text;
    if (svc_period_calendar(text, &period))
        return;
    if (period.kind == SVC_WEEK)
        svc_import_reject(in, "plan_of", "no plan is of a week; write 2026-10, 2026Q4 or 2026");
    if (period.kind == SVC_MONTH) /* of assessment; years and quarters are the calendar's */
        svc_period_parse(text, &period);
    if (planned < period.from || planned >= period.until)
        svc_import_reject(in, "planned_at", "lies outside of the plan");
}

/* What is planned may change until it is held; what it is called, always. */
static void check_held(struct svc_import *in, const struct svc_value *before,
                       const struct svc_value *values)
{
    static const enum inspection_column fixed[] = { I_PLANNED_AT, I_LEVEL, I_KIND, I_SCOPE,
                                                    I_INSPECTORS, I_SCHEME };
    if (!before || strcmp(before[I_STATE].text, "planned") == 0)
        return;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (!svc_value_same(&before[fixed[i]], &values[fixed[i]]))
            svc_import_reject(in, inspect_plans.columns[fixed[i]].name,
                              "cannot change, the inspection is %s", before[I_STATE].text);
}

static int take_plans(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        spread_scope(call, &values[I_SCOPE]);
        check_level(in, call, values);
        if (!before)
            stand_in_plan(values);
        check_plan_of(in, values);
        check_held(in, before, values);
        check_list(in, call, "scope", values[I_SCOPE].text,
                   "SELECT 1 FROM dept WHERE dept = ?1 AND kind <> 'contractor'");
        check_list(in, call, "inspectors", values[I_INSPECTORS].text, NULL);
        if (!before)
            check_inspectors(in, call, values);
        if (!before)
            values[I_STATE] = svc_value_text("planned");
    }
    return svc_import_close(in);
}

int inspect_plan(struct svc_call *call)
{
    const char *level = svc_shared.values.text[I_LEVEL];
    if (level && !svc_call_holds(call, planners(level)))
        svc_deny(call, SVC_DENIED, NULL, "an inspection by the %s is planned by the roles %s\n"
                 "nothing was done", svc_worded("inspect.level", level), svc_worded("verb.role", planners(level)));
    return take_plans(call, svc_import_one(call));
}

/* -- praise, walk-rounds ------------------------------------------------------------------ */

static void check_past(struct svc_import *in, const char *column, const struct svc_value *moment)
{
    char now[SVC_WHEN_SIZE];
    if (strcmp(moment->text, svc_when_format(svc_now(), now)) > 0)
        svc_import_reject(in, column, "lies in the future");
}

/* The clause of a good deed that was written down, by the triggers of its day. */
static char *worth(struct svc_call *call, const char *at)
{
    return svc_one(call->db,
        "SELECT MIN(clause) FROM fired WHERE event = 'inspect.praise'"
        "   AND from_day <= substr(?1, 1, 10) AND until_day > substr(?1, 1, 10)", "s", at);
}

static int take_praise(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    char *dept = NULL, *clause = NULL;
    while ((values = svc_import_next(in))) {
        check_past(in, "occurred_at", &values[P_OCCURRED_AT]);
        if (!svc_value_given(&values[P_CLAUSE])) {
            free(clause);
            clause = worth(call, values[P_OCCURRED_AT].text);
            values[P_CLAUSE] = svc_value_text(clause);
        }
        if (!svc_value_given(&values[P_CLAUSE]))
            svc_import_reject(in, "clause", "is required, the policy of that day has none for praise");
        if (!svc_value_given(&values[P_DEPT])) {
            free(dept);
            dept = svc_org_dept(call->db, values[P_PERSON].text, values[P_OCCURRED_AT].text);
            values[P_DEPT] = svc_value_text(dept);
        }
        if (!svc_value_given(&values[P_DEPT]))
            svc_import_reject(in, "dept", "is required, the person has none");
        if (svc_value_given(&values[P_INSPECTION]) &&
            !svc_one_int(call->db, 0, "SELECT 1 FROM inspection WHERE no = ?1", "s",
                         values[P_INSPECTION].text))
            svc_import_reject(in, "inspection", "is not registered");
    }
    int code = svc_import_close(in);
    free(dept);
    free(clause);
    return code;
}

static int take_walks(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        check_past(in, "walked_at", &values[W_WALKED_AT]);
        if (!svc_value_given(&values[W_WALKER]))
            values[W_WALKER] = svc_value_text(call->actor.person);
        if (svc_value_same(&values[W_WALKER], &values[W_PERSON]))
            svc_import_reject(in, "walker", "is the person marked; nobody marks themselves");
    }
    return svc_import_close(in);
}

static int take_patrols(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        check_past(in, "patrolled_at", &values[L_PATROLLED_AT]);
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM dept WHERE dept = ?1 AND kind = 'contractor'", "s",
                         values[L_DEPT].text))
            svc_import_reject(in, "dept", "is no contractor");
    }
    return svc_import_close(in);
}

/* -- add, import -------------------------------------------------------------------------- */

/* Sheets and notices come about by their own verbs, the items of a sheet with it. */
static _Noreturn void made_otherwise(const struct svc_call *call)
{
    const char *verb = call->reg == &inspect_notices ? "notice" : "sheet";
    svc_die(SVC_USAGE, "%s are not %sed\nthe verb %s makes them", call->reg->name,
            call->verb->name, verb);
}

int inspect_add(struct svc_call *call)
{
    if (call->reg == &inspect_plans)
        return inspect_plan(call);
    if (call->reg == &inspect_findings)
        return inspect_take_findings(call, true);
    if (call->reg == &inspect_praise)
        return take_praise(call, svc_import_one(call));
    if (call->reg == &inspect_walks)
        return take_walks(call, svc_import_one(call));
    if (call->reg == &inspect_patrols)
        return take_patrols(call, svc_import_one(call));
    made_otherwise(call);
}

int inspect_import(struct svc_call *call)
{
    if (call->reg == &inspect_plans)
        return take_plans(call, svc_import_open(call));
    if (call->reg == &inspect_findings)
        return inspect_take_findings(call, false);
    if (call->reg == &inspect_items)
        return inspect_take_items(call);
    if (call->reg == &inspect_praise)
        return take_praise(call, svc_import_open(call));
    if (call->reg == &inspect_walks)
        return take_walks(call, svc_import_open(call));
    if (call->reg == &inspect_patrols)
        return take_patrols(call, svc_import_open(call));
    made_otherwise(call);
}

/* -- set ---------------------------------------------------------------------------------- */

/* Why the acting person may not correct the record; NULL when they may. What is not there is left
 * to the stock verb to report. */
static const char *not_theirs(struct svc_call *call, const char *no)
{
    const char **text = svc_shared.values.text;
    bool mine = true;
    if (call->reg == &inspect_sheets) {
        char *dept = svc_one(call->db, "SELECT dept FROM inspect_sheet WHERE no = ?1", "s", no);
        mine = !dept || ((!text[K_OPINION] || inspect_may_mark(call, no)) &&
                         (!text[K_ANSWER] || inspect_may_answer(call, dept)));
        free(dept);
        return mine ? NULL : N_("the opinion is the inspectors', the answer the department's");
    }
    if (call->reg == &inspect_plans) {
        char *level = svc_one(call->db, "SELECT level FROM inspection WHERE no = ?1", "s", no);
        mine = !level || svc_call_holds(call, planners(level));
        free(level);
        return mine ? NULL : N_("it is planned by others");
    }
    char *sql = svc_format("SELECT recorded_by FROM %s WHERE \"%s\" = ?1", call->reg->table,
                           call->reg->columns[0].name);
    char *by = svc_one(call->db, sql, "s", no);
    mine = !by || strcmp(by, call->actor.person) == 0;
    free(by);
    free(sql);
    return mine ? NULL : N_("it was recorded by somebody else");
}

/* The stock verb, after a look at whose the records are. The office and clerks set any; others
 * name each record, since standard input is read only once. */
int inspect_set(struct svc_call *call)
{
    if (call->reg == &inspect_items || call->reg == &inspect_notices)
        svc_die(SVC_USAGE, "%s have no columns to set", call->reg->name);
    for (int i = 0; i < call->count && !svc_call_holds(call, SVC_ROLES_ENTER); i++) {
        const char *no = call->operand[i], *why = not_theirs(call, no);
        if (strcmp(no, "-") == 0)
            svc_die(SVC_USAGE, "name each record\nonly the office and clerks set them by a list");
        if (why)
            svc_deny_both(call, SVC_DENIED, no,
                          svc_format("\"%s\" cannot set it, %s", call->actor.person, why),
                          svc_format(_("\"%s\" cannot set it, %s"), call->actor.person, _(why)));
    }
    return svc_set(call);
}

/* -- summary ------------------------------------------------------------------------------ */

/* The first department of the scope whose sheet is not signed; NULL when all are. */
static char *unsigned_dept(const struct svc_step *step)
{
    const char *list = step->values[I_SCOPE].text, *word;
    size_t len;
    while (svc_text_next(&list, ';', &word, &len)) {
        char *dept = svc_strndup(word, len);
        if (!svc_one_int(step->call->db, 0,
                         "SELECT 1 FROM inspect_sheet WHERE inspection = ?1 AND dept = ?2"
                         " AND state = 'signed'", "ss", step->no, dept))
            return dept;
        free(dept);
    }
    return NULL;
}

/* Whoever could plan it sums it up. */
static bool may_summarise(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *level = step->values[I_LEVEL].text;
    if (svc_call_holds(call, planners(level)) &&
        inspect_may_answer(call, step->values[I_SCOPE].text))
        return true;
    svc_refuse(call, SVC_DENIED, step->no, "\"%s\" could not plan it and cannot sum it up",
               call->actor.person);
    return false;
}

/* What was summed up may still lack the report's file. */
static void add_report(const struct svc_step *step)
{
    const char *there = svc_step_text(step, I_REPORT);
    if (there)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has its summary since %s, and its report",
                   svc_step_text(step, I_REPORTED_AT));
    else if (opt.summary || !report.path)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has its summary since %s\n"
                   "its report may still come: --report FILE, without --summary",
                   svc_step_text(step, I_REPORTED_AT));
    else if (svc_in_order(step, svc_step_text(step, I_REPORTED_AT)))
        svc_move(step, "UPDATE inspection SET report = ?3, report_sha256 = ?4"
                       " WHERE no = ?1 AND state = ?2", "ss", report.path, report.sha256);
}

static void summarise(const struct svc_step *step)
{
    if (!may_summarise(step))
        return;
    if (strcmp(svc_step_text(step, I_STATE), "reported") == 0) {
        add_report(step);
        return;
    }
    if (!opt.summary) {
        svc_fail(SVC_USAGE, "%s: has no summary yet\nadd --summary TEXT", step->no);
        return;
    }
    char *dept = unsigned_dept(step);
    if (dept)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot give the summary, the sheet of department %s is not signed", dept);
    else if (svc_in_order(step, svc_step_text(step, I_HELD_AT)))
        svc_move(step,
                 "UPDATE inspection SET summary = ?3, report = ?4, report_sha256 = ?5,"
                 " reported_at = ?6, state = 'reported' WHERE no = ?1 AND state = ?2",
                 "sssw", opt.summary, report.path, report.sha256, step->at);
    free(dept);
}

int inspect_summary(struct svc_call *call)
{
    report = svc_file_named("report", opt.report);
    return svc_each_verb(call, SVC_OF(&inspect_plans), svc_call_at(call), summarise, NULL);
}

/* -- cancel ------------------------------------------------------------------------------- */

/* The finding of a cancelled notice is what it was before. */
static void cancel_notice(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    if (!svc_move(step, "UPDATE inspect_notice SET state = 'cancelled'"
                        " WHERE no = ?1 AND state = ?2", ""))
        return;
    call->reg = &inspect_findings;
    svc_change(call, step->values[N_FINDING].text,
               "UPDATE inspect_finding SET"
               " state = CASE WHEN fixed_at IS NULL THEN 'open' ELSE 'fixed' END"
               " WHERE no = ?1 AND state = 'noticed'", "");
}

static void cancel_finding(const struct svc_step *step)
{
    char *notice = svc_one(step->call->db,
        "SELECT no FROM inspect_notice WHERE finding = ?1 AND state <> 'cancelled'", "s",
        step->no);
    if (notice)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot cancel, it has the notice %s",
                   notice);
    else
        svc_move(step, "UPDATE inspect_finding SET state = 'cancelled'"
                       " WHERE no = ?1 AND state = ?2", "");
    free(notice);
}

/* A head cancels what the own department planned; the rest is the office's. */
static bool may_cancel(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const struct svc_value *values = step->values;
    bool own = call->reg == &inspect_plans && strcmp(values[I_LEVEL].text, "company") != 0 &&
               inspect_may_answer(call, values[I_SCOPE].text);
    if (own || svc_call_holds(call, "office"))
        return true;
    svc_refuse(call, SVC_DENIED, step->no, "only the office cancels it, and \"%s\" is not of it",
               call->actor.person);
    return false;
}

static void cancel(const struct svc_step *step)
{
    const struct svc_register *reg = step->call->reg;
    if (!may_cancel(step))
        return;
    if (reg == &inspect_plans)
        svc_move(step, "UPDATE inspection SET state = 'cancelled' WHERE no = ?1 AND state = ?2",
                 "");
    else if (reg == &inspect_findings)
        cancel_finding(step);
    else if (reg == &inspect_notices)
        cancel_notice(step);
    else
        svc_refuse(step->call, SVC_REFUSED, step->no, "a %s cannot be cancelled", reg->one);
}

int inspect_cancel(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_plans, &inspect_findings, &inspect_notices,
                                      &inspect_sheets, &inspect_praise, &inspect_walks,
                                      &inspect_patrols),
                         svc_call_at(call), cancel, NULL);
}
