/* Appeals: a department or person appeals a determination; the service office decides, at the
 * second and last stage the committee. The customer's clocks do not stop. */
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "svc/actor.h"
#include "svc/anchor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/text.h"

static struct {
    const char *against, *appellant, *outcome, *level;
} opt;

const struct svc_option appeal_options[] = {
    { .name = "against", .type = SVC_OPT_TEXT, .to = &opt.against, .arg = "level|valid|responsible",
      .help = "what is appealed", .list = "complaint.against" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.appellant, .arg = "NO",
      .help = "person who appeals (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option appeal_decide_options[] = {
    { .name = "outcome", .type = SVC_OPT_TEXT, .to = &opt.outcome,
      .arg = "upheld|downgraded|invalid|not_responsible",
      .help = "upheld: the determination stands", .list = "complaint.outcome" },
    { .name = "level", .type = SVC_OPT_TEXT, .to = &opt.level, .arg = "LEVEL",
      .list = "level",
      .help = "the new level of a downgraded complaint" },
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* How far the appeals of a complaint have come. */
struct appeals {
    char determined_at[SVC_WHEN_SIZE]; /* what an appeal is counted from; "" without one */
    char appealed_at[SVC_WHEN_SIZE];
    char *appellant;
    int64_t stage, decided; /* the last appeal's stage, 0 for none; how many are decided */
    bool decided_last;      /* determined_at is of the last decision */
};

static void copy_time(char *to, const char *text)
{
    memcpy(to, text ? text : "", text ? SVC_WHEN_SIZE : 1);
}

static void look(struct svc_call *call, const char *no, struct appeals *appeals)
{
    *appeals = (struct appeals){ .stage = 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT COALESCE(d.decided_at, c.determined_at), a.appealed_at, a.appellant,"
        "       COALESCE(a.stage, 0),"
        "       (SELECT COUNT(*) FROM complaint_decision n WHERE n.no = c.no),"
        "       CASE WHEN d.no IS NULL THEN 0 ELSE 1 END"
        "  FROM complaint c"
        "  LEFT JOIN complaint_appeal a ON a.no = c.no AND a.stage ="
        "       (SELECT MAX(stage) FROM complaint_appeal m WHERE m.no = c.no)"
        "  LEFT JOIN complaint_decision d ON d.no = a.no AND d.stage = a.stage"
        " WHERE c.no = ?1", "s", no);
    while (svc_next(q)) {
        appeals->decided_last = svc_int(q, 5) == 1;
        copy_time(appeals->determined_at, svc_text(q, 0));
        copy_time(appeals->appealed_at, svc_text(q, 1));
        appeals->appellant = svc_strdup(svc_text(q, 2));
        appeals->stage = svc_int(q, 3);
        appeals->decided = svc_int(q, 4);
    }
}

static void forget(struct appeals *appeals)
{
    free(appeals->appellant);
}

/* The register keeps no deadline of an appeal: its case and its other starts are the complaint's. */
static const char *due_of(const struct svc_step *step, const char *clock, const char *start,
                          svc_when from, char *out)
{
    struct svc_running running;
    svc_rules_of(step->context, &complaint_register, step->values, 0, &running);
    struct svc_case of = running.of;
    struct svc_start *starts = svc_alloc((of.start_count + 1) * sizeof *starts);
    starts[0] = (struct svc_start){ .word = start, .at = from };
    memcpy(starts + 1, of.starts, of.start_count * sizeof *starts);
    of.clock = clock;
    of.starts = starts;
    of.start_count++;
    const char *due = svc_rules_due(step->context, &of, from, out, NULL);
    free(starts);
    return due;
}

/* -- appeal ------------------------------------------------------------------------------- */

/* The departments that somebody heads, on the day of the appeal or of the fact. */
#define HEADED                                                                                   \
    "(SELECT d.dept FROM dept_span d JOIN complaint f ON f.no = ?1"                              \
    "  WHERE d.head = ?2 AND ((d.from_day <= substr(?3, 1, 10) AND d.until_day > substr(?3, 1, 10))" \
    "     OR (d.from_day <= substr(f.received_at, 1, 10)"                                        \
    "         AND d.until_day > substr(f.received_at, 1, 10))))"

/* The responsible person, the head of his department, or of one that is charged: that answers for it, or
 * had it when a limit ran out. */
static bool may_appeal(const struct svc_step *step, const char *appellant, const char *at)
{
    return svc_one_int(step->call->db, 0,
        "SELECT 1 FROM complaint c WHERE c.no = ?1 AND (c.responsible_person = ?2 OR EXISTS"
        " (SELECT 1 FROM person_span p WHERE p.person = c.responsible_person AND p.dept IN " HEADED
        "     AND ((p.from_day <= substr(?3, 1, 10) AND p.until_day > substr(?3, 1, 10))"
        "       OR (p.from_day <= substr(c.received_at, 1, 10)"
        "           AND p.until_day > substr(c.received_at, 1, 10))))"
        " OR c.responsible_dept IN " HEADED " OR c.dept IN " HEADED
        " OR EXISTS (SELECT 1 FROM complaint_move m WHERE m.no = c.no AND m.from_dept IN " HEADED ")"
        " OR EXISTS (SELECT 1 FROM complaint_round r WHERE r.no = c.no AND r.dept IN " HEADED "))",
        "sss", step->no, appellant, at) == 1;
}

/* Where the appellant's limit runs from: another determination starts it anew only for whom it names for
 * the first time, and for all where it makes a line heavier. */
static void take_start(const struct svc_step *step, struct appeals *appeals, const char *appellant,
                       const char *at)
{
    if (appeals->decided_last)
        return;
    char *start = svc_one(step->call->db,
        "SELECT MAX(determined_at) FROM complaint_ruling WHERE no = ?1 AND (starts = 'all'"
        "   OR (starts = 'named' AND (person = ?2 OR dept IN " HEADED ")))", "sss", step->no,
        appellant, at);
    if (start)
        copy_time(appeals->determined_at, start);
    free(start);
}

static void appeal(const struct svc_step *step)
{
    struct appeals appeals;
    const char *no = step->no;
    const char *appellant = opt.appellant ? opt.appellant : step->call->actor.person;
    char last[SVC_WHEN_SIZE], decide[SVC_WHEN_SIZE], text[SVC_WHEN_SIZE];
    svc_when determined;
    svc_when_format(step->at, text);
    look(step->call, no, &appeals);
    take_start(step, &appeals, appellant, text);
    int64_t stage = appeals.stage + 1;
    if (!*appeals.determined_at || svc_when_parse(appeals.determined_at, &determined)) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot appeal, nothing is determined yet");
    } else if (appeals.stage != appeals.decided) {
        svc_refuse(step->call, SVC_REFUSED, no, "an appeal is open already");
    } else if (stage > 2) {
        svc_refuse(step->call, SVC_REFUSED, no, "both appeals are decided, there is no third");
    } else if (step->at < determined) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot appeal before the determination (%s)",
                   appeals.determined_at);
    } else if (due_of(step, "appeal", "determined", determined, last) && strcmp(text, last) > 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "too late to appeal, the limit was %s", last);
    } else if (!may_appeal(step, appellant, text)) {
        svc_refuse(step->call, SVC_REFUSED, no, "\"%s\" cannot appeal: neither the one who answers for"
                   " it, nor the head of a department that does or is charged", appellant);
    } else {
        svc_change_insert(step->call, "complaint_appeal", no,
            "INSERT INTO complaint_appeal (no, stage, against, appellant, reason, appealed_at,"
            " due, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *",
            "sissssse", no, stage, opt.against, appellant, svc_shared.reason, text,
            due_of(step, stage == 1 ? "appeal_decide" : "appeal_decide_2", "appealed", step->at,
                   decide));
    }
    forget(&appeals);
}

int complaint_appeal(struct svc_call *call)
{
    return complaint_each(call, appeal);
}

/* -- appeal-decide ------------------------------------------------------------------------ */

/* The office decides the first stage, the committee the second; nobody decides who appealed or
 * handled the case. A signature on paper counts for the person on the paper. */
static bool may_decide(const struct svc_step *step, const struct appeals *appeals,
                       const char *decider)
{
    const char *role = appeals->stage == 1 ? "office" : "committee";
    char *roles = svc_actor_roles(step->call->db, decider);
    bool holds = svc_signer.by ? roles && svc_text_in(roles, ';', role)
                               : svc_call_holds(step->call, role);
    bool cron = roles && svc_text_in(roles, ';', "cron");
    free(roles);
    if (!svc_signer_may(step->call, &svc_signer, step->no))
        return false;
    if (!holds)
        svc_refuse(step->call, SVC_DENIED, step->no,
                   "stage %lld is decided by the role %s; \"%s\" does not hold it",
                   (long long)appeals->stage, svc_worded("verb.role", role), decider);
    else if (cron)
        svc_refuse(step->call, SVC_DENIED, step->no,
                   "\"%s\" holds the role cron, which never signs", decider);
    else if (svc_one_int(step->call->db, 0,
                         "SELECT 1 FROM complaint_decision WHERE no = ?1 AND decider = ?2", "ss",
                         step->no, decider))
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" decided stage 1 already", decider);
    else if (strcmp(decider, appeals->appellant) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" appealed and cannot decide",
                   decider);
    else if (complaint_is_about(step->values, decider))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "\"%s\" handled the complaint or answers for it and cannot decide", decider);
    else
        return true;
    return false;
}

static void downgrade(const struct svc_step *step)
{
    struct svc_value *values = step->values;
    values[C_LEVEL] = svc_value_number(opt.level[0] - '0');
    complaint_leveled(step->call, step->no, false);
    svc_rules_deadlines(step->context, &complaint_register, values);
    svc_change(step->call, step->no,
               "UPDATE complaint SET level = ?2, respond_due = ?3, solution_due = ?4,"
               " close_due = ?5, provisional = ?6 WHERE no = ?1 AND level < ?2",
               "issss", values[C_LEVEL].number, values[C_RESPOND_DUE].text,
               values[C_SOLUTION_DUE].text, values[C_CLOSE_DUE].text, values[C_PROVISIONAL].text);
}

/* What the outcome changes of the complaint; `upheld` changes nothing. */
static void take_effect(const struct svc_step *step)
{
    if (strcmp(opt.outcome, "invalid") == 0)
        svc_change(step->call, step->no, "UPDATE complaint SET valid = 'no' WHERE no = ?1", "");
    else if (strcmp(opt.outcome, "not_responsible") == 0)
        svc_change(step->call, step->no, "UPDATE complaint SET responsible = 'no' WHERE no = ?1",
                   "");
    else if (strcmp(opt.outcome, "downgraded") == 0)
        downgrade(step);
}

static void decide(const struct svc_step *step)
{
    struct appeals appeals;
    const char *no = step->no, *decider = svc_signer_person(step->call, &svc_signer);
    int64_t level = step->values[C_LEVEL].number;
    char text[SVC_WHEN_SIZE];
    look(step->call, no, &appeals);
    if (appeals.stage == appeals.decided) {
        svc_refuse(step->call, SVC_REFUSED, no, "no appeal is open");
    } else if (strcmp(svc_when_format(step->at, text), appeals.appealed_at) < 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot decide before the appeal (%s)",
                   appeals.appealed_at);
    } else if (opt.level && opt.level[0] - '0' <= level) {
        svc_refuse(step->call, SVC_REFUSED, no, "level %s is no milder than %lld", opt.level,
                   (long long)level);
    } else if (may_decide(step, &appeals, decider)) {
        svc_change_insert(step->call, "complaint_decision", no,
            "INSERT INTO complaint_decision (no, stage, outcome, decider, evidence, reason,"
            " decided_at, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *",
            "sissssse", no, appeals.stage, opt.outcome, decider, svc_signer.evidence,
            svc_shared.reason, text);
        take_effect(step);
        svc_call_anchor(step->call, no);
    }
    forget(&appeals);
}

int complaint_appeal_decide(struct svc_call *call)
{
    if ((strcmp(opt.outcome, "downgraded") == 0) != (opt.level != NULL))
        svc_die(SVC_USAGE, "--level goes with --outcome downgraded, and it needs --level");
    svc_signer_check(&svc_signer);
    return complaint_each(call, decide);
}
