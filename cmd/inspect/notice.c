/* Rectification notices: issued for a finding, answered by its department, judged by somebody
 * else. A failure opens the next round. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/sign.h"

static struct {
    const char *demand, *person, *reply, *report, *by, *result;
    struct svc_opt_time deadline, effect_on;
} opt;

static struct svc_file_named report;

const struct svc_option notice_options[] = {
    { .name = "demand", .type = SVC_OPT_TEXT, .to = &opt.demand, .arg = "TEXT",
      .help = "what is demanded" },
    { .name = "deadline", .type = SVC_OPT_TIME, .to = &opt.deadline, .arg = "TIME",
      .help = "rectified by then; a date alone is its last moment" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "responsible for it (default: the finding's person, else the department's head)",
      .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option reply_options[] = {
    { .name = "reply", .type = SVC_OPT_TEXT, .to = &opt.reply, .arg = "TEXT",
      .help = "what was done" },
    { .name = "report", .type = SVC_OPT_TEXT, .to = &opt.report, .arg = "FILE",
      .help = "the report's file; kept with its SHA-256" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who reports it (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option verify_options[] = {
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.result, .arg = "pass|fail|refused",
      .help = "refused: the department does not rectify it", .list = "inspect.verify" },
    { .name = "deadline", .type = SVC_OPT_TIME, .to = &opt.deadline, .arg = "TIME",
      .help = "of the next round, after a failure" },
    { .name = "effect_on", .type = SVC_OPT_TIME, .to = &opt.effect_on, .arg = "TIME",
      .help = "with pass: check the effect by then" },
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* Takes the step, whose deadlines the rules know, for each number of the call. */
static void by_rules(struct svc_call *call, const struct svc_register *reg,
                     void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_each(call, SVC_OF(reg), svc_call_at(call), one, rules);
    svc_rules_close(rules);
    svc_call_commit(call);
}

/* -- notice ------------------------------------------------------------------------------- */

static struct {
    char **no;
    size_t count;
} made;

/* A clock of a notice that starts with the step: what was given, or the policy's limit when that
 * is earlier. */
struct term {
    char given[SVC_WHEN_SIZE], due[SVC_WHEN_SIZE];
    const char *deadline, *due_at; /* NULL: none */
    bool provisional;
};

static void work_out(const struct svc_step *step, const char *clock,
                     const struct svc_opt_time *given, struct term *term)
{
    struct svc_running running = { .of = { .matter = "inspect", .clock = clock },
                                   .start = step->at };
    *term = (struct term){ .provisional = false };
    running.bound = term->deadline = inspect_deadline(given, term->given);
    term->due_at = svc_rules_running(step->context, &running, term->due, &term->provisional);
}

/* False, and said, when the next deadline is missing or past. */
static bool has_term(const struct svc_step *step, const struct term *term)
{
    char at[SVC_WHEN_SIZE];
    svc_when_format(step->at, at);
    if (!term->due_at)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "has no deadline, and the policy has no limit for it\n" "add --deadline TIME");
    else if (strcmp(term->due_at, at) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "the deadline %s lies before %s",
                   term->due_at, at);
    else
        return true;
    return false;
}

/* The person on the notice: named, or the finding's, or the department's head. */
static char *responsible(const struct svc_step *step)
{
    if (opt.person)
        return svc_strdup(opt.person);
    if (svc_value_given(&step->values[F_PERSON]))
        return svc_strdup(step->values[F_PERSON].text);
    return svc_org_head(step->call->db, step->values[F_DEPT].text,
                        step->values[F_FOUND_AT].text);
}

static void write_notice(const struct svc_step *step, const struct term *term)
{
    struct svc_call *call = step->call;
    char no[SVC_NUMBER_SIZE], now[SVC_WHEN_SIZE];
    char *person = responsible(step);
    svc_number_next(call->db, inspect_notices.prefix, svc_day_year(svc_when_day(step->at)), no);
    svc_change_insert(call, "inspect_notice", no,
        "INSERT INTO inspect_notice (no, finding, dept, person, severity, issued_at, demand,"
        " round, opened_at, deadline, due_at, state, provisional, recorded_at, recorded_by,"
        " digest, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?6, ?8, ?9, 'issued', ?10, ?11,"
        " ?12, '', ?13) RETURNING *", "sssss" "wssss" "sse", no, step->no,
        step->values[F_DEPT].text, person, step->values[F_SEVERITY].text, step->at, opt.demand,
        term->deadline, term->due_at, term->provisional ? "rectify" : NULL,
        svc_when_format(svc_now(), now), call->actor.person);
    free(person);
    made.no = svc_grow(made.no, made.count, sizeof *made.no);
    made.no[made.count++] = svc_strdup(no);
}

/* False, and said, when the finding cannot have a notice. */
static bool may_notice(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    char *there = svc_one(call->db,
        "SELECT no FROM inspect_notice WHERE finding = ?1 AND state <> 'cancelled'", "s", step->no);
    bool contractor = svc_one_int(call->db, 0,
        "SELECT 1 FROM inspect_sheet WHERE no = ?1 AND quarter IS NOT NULL", "s",
        step->values[F_SHEET].text);
    if (there)
        svc_refuse(step->call, SVC_REFUSED, step->no, "has the notice %s already", there);
    else if (contractor)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "a contractor gets no notice; what is late is on its sheet");
    bool may = !there && !contractor;
    free(there);
    return may && svc_in_order(step, svc_step_text(step, F_FOUND_AT));
}

static void issue(const struct svc_step *step)
{
    struct term term;
    work_out(step, "rectify", &opt.deadline, &term);
    if (may_notice(step) && has_term(step, &term) &&
        svc_move(step, "UPDATE inspect_finding SET state = 'noticed'"
                       " WHERE no = ?1 AND state = ?2", ""))
        write_notice(step, &term);
}

int inspect_notice(struct svc_call *call)
{
    by_rules(call, &inspect_findings, issue);
    inspect_print_numbers(call, made.no, made.count);
    return svc_finish(call);
}

/* -- reply -------------------------------------------------------------------------------- */

/* An answer may still lack the report's file: a report of the rectification is only that. */
static void add_report(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *there = svc_step_text(step, N_REPORT);
    if (there) {
        svc_refuse(call, SVC_REFUSED, step->no, "was answered %s, with its report",
                   svc_step_text(step, N_REPLIED_AT));
        return;
    }
    if (opt.reply || !report.path) {
        svc_refuse(call, SVC_REFUSED, step->no, "was answered %s\n"
                   "its report may still come: --report FILE, without --reply",
                   svc_step_text(step, N_REPLIED_AT));
        return;
    }
    if (!svc_in_order(step, svc_step_text(step, N_REPLIED_AT)) ||
        !svc_move(step, "UPDATE inspect_notice SET report = ?3, report_sha256 = ?4"
                        " WHERE no = ?1 AND state = ?2", "ss", report.path, report.sha256))
        return;
    call->reg = &inspect_findings;
    svc_change(call, step->values[N_FINDING].text,
               "UPDATE inspect_finding SET after_evidence = ?2, after_sha256 = ?3"
               " WHERE no = ?1 AND state = 'fixed' AND after_evidence IS NULL", "ss", report.path,
               report.sha256);
    call->reg = &inspect_notices;
}

static void reply(const struct svc_step *step)
{
    if (strcmp(svc_step_text(step, N_STATE), "issued") != 0) {
        add_report(step);
        return;
    }
    if (!opt.reply) {
        svc_fail(SVC_USAGE, "%s: is not answered yet\nadd --reply TEXT", step->no);
        return;
    }
    if (svc_in_order(step, svc_step_text(step, N_OPENED_AT)))
        svc_move(step,
                 "UPDATE inspect_notice SET replied_at = ?3, replied_by = ?4, reply = ?5,"
                 " report = ?6, report_sha256 = ?7, state = 'replied'"
                 " WHERE no = ?1 AND state = ?2", "wssss", step->at,
                 opt.by ? opt.by : step->call->actor.person, opt.reply, report.path,
                 report.sha256);
}

int inspect_reply(struct svc_call *call)
{
    inspect_paper(call, opt.by);
    report = svc_file_named("report", opt.report);
    return inspect_each_timed(call, &inspect_notices, reply);
}

/* -- verify ------------------------------------------------------------------------------- */

static bool is_result(const char *word)
{
    return strcmp(opt.result, word) == 0;
}

/* Nobody judges their own rectification, nor that of their own department. */
static bool may_judge(const struct svc_step *step)
{
    const char *who = svc_signer_person(step->call, &svc_signer);
    const struct svc_value *values = step->values;
    char day[SVC_DAY_SIZE];
    bool own = svc_org_in(step->call->db, who, values[N_DEPT].text,
                          svc_day_format(svc_when_day(step->at), day));
    if (svc_value_given(&values[N_REPLIED_BY]) && strcmp(who, values[N_REPLIED_BY].text) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "\"%s\" reported the rectification and cannot judge it", who);
    else if (svc_value_given(&values[N_PERSON]) && strcmp(who, values[N_PERSON].text) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "\"%s\" is responsible for the rectification and cannot judge it", who);
    else if (own)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "\"%s\" is of department %s, which rectified it, and cannot judge it", who,
                   values[N_DEPT].text);
    else
        return true;
    return false;
}

/* Which judgement the state waits for; NULL, and said, when the result does not fit it. */
static const char *stage_of(const struct svc_step *step)
{
    const char *state = svc_step_text(step, N_STATE);
    bool effect = svc_step_text(step, N_EFFECT_DUE) && !is_result("refused");
    if (strcmp(state, "issued") == 0 && !is_result("refused")) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot verify, it is not answered yet\n"
                   "svc-inspect reply %s --reply TEXT", step->no);
        return NULL;
    }
    if (strcmp(state, "passed") != 0)
        return "rectify";
    return effect || svc_stands(step, "issued|replied") ? "effect" : NULL;
}

static void keep_check(const struct svc_step *step, const char *stage)
{
    svc_change_insert(step->call, "inspect_check", step->no,
        "INSERT INTO inspect_check (no, round, stage, result, checked_at, verifier, evidence,"
        " reason, opened_at, due_at, replied_at, replied_by, reply, report, report_sha256,"
        " provisional, event)"
        " SELECT no, round, ?2, ?3, ?4, ?5, ?6, ?7, opened_at, due_at, replied_at, replied_by,"
        "        reply, report, report_sha256, provisional, ?8"
        "   FROM inspect_notice WHERE no = ?1 RETURNING *", "sss" "wssse", step->no, stage,
        opt.result, step->at, svc_signer_person(step->call, &svc_signer), svc_signer.evidence,
        svc_shared.reason);
}

/* The finding follows its notice: fixed as it was reported, or open again. */
static void fix_finding(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const struct svc_value *values = step->values;
    call->reg = &inspect_findings;
    svc_change(call, values[N_FINDING].text,
               "UPDATE inspect_finding SET state = 'fixed', fixed_at = COALESCE(fixed_at, ?2),"
               " after_sha256 = CASE WHEN after_evidence IS NULL THEN ?4 ELSE after_sha256 END,"
               " after_evidence = COALESCE(after_evidence, ?3)"
               " WHERE no = ?1 AND state = 'noticed'", "sss", values[N_REPLIED_AT].text,
               values[N_REPORT].text, values[N_REPORT_SHA256].text);
    call->reg = &inspect_notices;
}

static void unfix_finding(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    call->reg = &inspect_findings;
    svc_change(call, step->values[N_FINDING].text,
               "UPDATE inspect_finding SET state = 'noticed', fixed_at = NULL"
               " WHERE no = ?1 AND state = 'fixed'", "");
    call->reg = &inspect_notices;
}

static void pass(const struct svc_step *step, const char *stage)
{
    struct term term = { .due_at = NULL };
    if (strcmp(stage, "effect") == 0) {
        svc_move(step,
                 "UPDATE inspect_notice SET effect_at = ?3, state = 'effective'"
                 " WHERE no = ?1 AND state = ?2", "w", step->at);
        return;
    }
    work_out(step, "effect", &opt.effect_on, &term);
    svc_move(step,
             "UPDATE inspect_notice SET passed_at = ?3, effect_on = ?4, effect_due = ?5,"
             " provisional = CASE ?6 WHEN 1 THEN COALESCE(provisional || ';', '') || 'effect'"
             "               ELSE provisional END, state = 'passed'"
             " WHERE no = ?1 AND state = ?2", "wssi", step->at, term.deadline, term.due_at,
             (int64_t)term.provisional);
    fix_finding(step);
}

/* The next round: another deadline, and the reply that failed stays with the judgement. */
static void reopen(const struct svc_step *step, const struct term *term)
{
    bool passed = strcmp(step->values[N_STATE].text, "passed") == 0;
    svc_move(step,
             "UPDATE inspect_notice SET round = round + 1, opened_at = ?3, deadline = ?4,"
             " due_at = ?5, provisional = ?6, replied_at = NULL, replied_by = NULL,"
             " reply = NULL, report = NULL, report_sha256 = NULL, state = 'issued',"
             " passed_at = NULL, effect_on = NULL, effect_due = NULL, effect_at = NULL"
             " WHERE no = ?1 AND state = ?2", "wsss", step->at, term->deadline, term->due_at,
             term->provisional ? "rectify" : NULL);
    if (passed)
        unfix_finding(step);
}

static void judge(const struct svc_step *step)
{
    struct term term;
    const struct svc_value *values = step->values;
    const char *stage = stage_of(step);
    const char *last = svc_value_given(&values[N_PASSED_AT])    ? values[N_PASSED_AT].text
                       : svc_value_given(&values[N_REPLIED_AT]) ? values[N_REPLIED_AT].text
                                                                : values[N_OPENED_AT].text;
    if (!stage || !may_judge(step) || !svc_in_order(step, last))
        return;
    work_out(step, "rectify", &opt.deadline, &term);
    if (is_result("pass")) {
        keep_check(step, stage);
        pass(step, stage);
    } else if (has_term(step, &term)) {
        keep_check(step, stage);
        reopen(step, &term);
    }
}

int inspect_verify(struct svc_call *call)
{
    if (is_result("pass") ? opt.deadline.given : opt.effect_on.given)
        svc_die(SVC_USAGE, "--deadline goes with fail and refused, --effect_on with pass");
    if (!is_result("pass") && !svc_shared.reason)
        svc_die(SVC_USAGE, "%s needs a reason\nadd --reason TEXT", opt.result);
    svc_signer_check(&svc_signer);
    inspect_paper(call, svc_signer.by);
    by_rules(call, &inspect_notices, judge);
    return svc_finish(call);
}
