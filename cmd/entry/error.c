/* What an audit found, one by one; and what becomes of it: put right, disputed, decided. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/text.h"

static struct {
    const char *field, *error, *record, *reg, *customer, *grp, *severity, *operator_, *role, *dept;
    const char *evidence, *complaint, *points, *entered_at, *outcome;
    bool fixed;
} opt;

const struct svc_option error_options[] = {
    { .name = "field", .type = SVC_OPT_TEXT, .to = &opt.field, .arg = "CODE",
      .help = "the field that is wrong" },
    { .name = "error", .type = SVC_OPT_TEXT, .to = &opt.error,
      .arg = "missing|format|wrong_value|logic|late|false", .help = "how it is wrong",
      .list = "entry.error" },
    { .name = "register", .type = SVC_OPT_TEXT, .to = &opt.reg, .arg = "CODE",
      .help = "where the record stands" },
    { .name = "record", .type = SVC_OPT_TEXT, .to = &opt.record, .arg = "NO",
      .help = "the record that is wrong" },
    { .name = "customer", .type = SVC_OPT_TEXT, .to = &opt.customer, .arg = "NO",
      .help = "whose data it is" },
    { .name = "grp", .type = SVC_OPT_TEXT, .to = &opt.grp, .arg = "CODE",
      .help = "group of fields; the audit's unless said" },
    { .name = "severity", .type = SVC_OPT_TEXT, .to = &opt.severity, .arg = "WORD",
      .help = "how serious it is; minor unless said", .list = "severity" },
    { .name = "operator", .type = SVC_OPT_TEXT, .to = &opt.operator_, .arg = "NO",
      .help = "who entered it; the audit's unless said", .table = "person" },
    { .name = "role", .type = SVC_OPT_TEXT, .to = &opt.role, .arg = "WORD", .help = "at which post",
      .list = "entry.role" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department; the operator's unless said", .table = "dept" },
    { .name = "entered_at", .type = SVC_OPT_TEXT, .to = &opt.entered_at, .arg = "TIME",
      .help = "when it was entered" },
    { .name = "fixed", .type = SVC_OPT_FLAG, .to = &opt.fixed, .help = "put right at once" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "TEXT",
      .help = "what shows it" },
    { .name = "complaint", .type = SVC_OPT_TEXT, .to = &opt.complaint, .arg = "NO",
      .help = "the complaint that the slip caused" },
    { .name = "points", .type = SVC_OPT_TEXT, .to = &opt.points, .arg = "POINTS",
      .help = "inside the clause's range, without sign" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option dispute_options[] = {
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option decide_options[] = {
    { .name = "outcome", .type = SVC_OPT_TEXT, .to = &opt.outcome, .arg = "upheld|dropped",
      .help = "does the error stand", .list = "entry.outcome" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- error -------------------------------------------------------------------------------- */

/* The same as `add errors`, of one audit and now. */
int entry_error(struct svc_call *call)
{
    static char found[SVC_WHEN_SIZE];
    const char **text = svc_alloc((E_COLUMNS + 1) * sizeof *text);
    if (call->count != 1)
        svc_die(SVC_USAGE, "error takes one audit\ngive its number");
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM entry_audit WHERE no = ?1", "s", call->operand[0]))
        svc_die(SVC_UNKNOWN, "%s: no such audit; nothing was done", call->operand[0]);
    svc_when_format(svc_call_at(call), found);
    text[E_AUDIT] = call->operand[0];
    text[E_FOUND_AT] = found;
    text[E_FIELD] = opt.field;
    text[E_ERROR] = opt.error;
    text[E_REGISTER] = opt.reg;
    text[E_RECORD] = opt.record;
    text[E_CUSTOMER] = opt.customer;
    text[E_GRP] = opt.grp;
    text[E_SEVERITY] = opt.severity;
    text[E_OPERATOR] = opt.operator_;
    text[E_ROLE] = opt.role;
    text[E_DEPT] = opt.dept;
    text[E_ENTERED_AT] = opt.entered_at;
    text[E_FIXED_AT] = opt.fixed ? found : NULL;
    text[E_EVIDENCE] = opt.evidence;
    text[E_COMPLAINT] = opt.complaint;
    text[E_POINTS] = opt.points;
    svc_shared.values.text = text;
    call->reg = &entry_errors;
    return entry_take_error(call);
}

/* -- fix ---------------------------------------------------------------------------------- */

static void fix(const struct svc_step *step)
{
    if (svc_in_order(step, svc_step_text(step, E_FOUND_AT)))
        svc_move(step, "UPDATE entry_error SET fixed_at = ?3, state = 'fixed'"
                       " WHERE no = ?1 AND state = ?2", "w", step->at);
}

int entry_fix(struct svc_call *call)
{
    call->reg = &entry_errors;
    return svc_each_verb(call, SVC_OF(&entry_errors), svc_call_at(call), fix, NULL);
}

/* -- dispute ------------------------------------------------------------------------------ */

/* Who is charged, who heads the department, or whoever enters what they say. */
static bool may_dispute(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *dept = svc_step_text(step, E_DEPT), *operator = svc_step_text(step, E_OPERATOR);
    char day[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(step->at), day);
    char *head = dept ? svc_org_head(call->db, dept, day) : NULL;
    bool may = svc_call_holds(call, SVC_ROLES_ENTER) || svc_text_same(call->actor.person, operator) ||
               svc_text_same(call->actor.person, head);
    free(head);
    if (!may)
        svc_refuse(call, SVC_DENIED, step->no, "is disputed by its operator, the head of its department,"
                   " or a clerk or the office for them");
    return may;
}

static void dispute(const struct svc_step *step)
{
    struct svc_rules *rules = step->context;
    struct svc_case limit = { .matter = "entry", .clock = "dispute" };
    char due[SVC_WHEN_SIZE], at[SVC_WHEN_SIZE];
    svc_when found;
    bool open = true;
    if (!may_dispute(step) || !svc_in_order(step, svc_step_text(step, E_FOUND_AT)))
        return;
    if (svc_step_text(step, E_DECIDED_AT)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "was disputed before, and decided on %.10s",
                   svc_step_text(step, E_DECIDED_AT));
        return;
    }
    if (!svc_when_parse(svc_step_text(step, E_FOUND_AT), &found))
        open = !svc_rules_due(rules, &limit, found, due, NULL) ||
               strcmp(svc_when_format(step->at, at), due) <= 0;
    if (!open)
        svc_refuse(step->call, SVC_REFUSED, step->no, "could be disputed until %s", due);
    else
        svc_move(step, "UPDATE entry_error SET state = 'disputed', disputed_at = ?3, disputed_by = ?4,"
                       " objection = ?5 WHERE no = ?1 AND state = ?2", "wss", step->at,
                 step->call->actor.person, svc_shared.reason);
}

int entry_dispute(struct svc_call *call)
{
    call->reg = &entry_errors;
    return svc_each_verb(call, SVC_OF(&entry_errors), svc_call_at(call), dispute,
                         svc_rules_open(call->db));
}

/* -- decide ------------------------------------------------------------------------------- */

static void decide(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *me = call->actor.person;
    char *auditor = svc_one(call->db, "SELECT auditor FROM entry_audit WHERE no = ?1", "s",
                            svc_step_text(step, E_AUDIT));
    bool dropped = strcmp(opt.outcome, "dropped") == 0;
    bool fixed = svc_step_text(step, E_FIXED_AT) != NULL;
    if (svc_text_same(me, svc_step_text(step, E_OPERATOR)))
        svc_refuse(call, SVC_REFUSED, step->no, "is about \"%s\", who cannot decide it", me);
    else if (svc_text_same(me, auditor))
        svc_refuse(call, SVC_REFUSED, step->no, "was found by \"%s\", who cannot decide it", me);
    else if (svc_in_order(step, svc_step_text(step, E_DISPUTED_AT)))
        svc_move(step, "UPDATE entry_error SET state = ?3, decided_at = ?4, decided_by = ?5, outcome = ?6,"
                       " decision = ?7 WHERE no = ?1 AND state = ?2", "swsss",
                 dropped ? "dropped" : fixed ? "fixed" : "open", step->at, me, opt.outcome,
                 svc_shared.reason);
    free(auditor);
}

int entry_decide(struct svc_call *call)
{
    call->reg = &entry_errors;
    return svc_each_verb(call, SVC_OF(&entry_errors), svc_call_at(call), decide, NULL);
}

/* -- close -------------------------------------------------------------------------------- */

static void close_one(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    int64_t fields = step->values[A_FIELDS_CHECKED].number;
    int64_t found = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM entry_error WHERE audit = ?1", "s",
                                step->no);
    if (step->values[A_RECORDS_CHECKED].number == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "has looked at no record\n"
                   "svc-entry set audits %s --records_checked N --fields_checked N --reason TEXT",
                   step->no);
    else if (fields < found)
        svc_refuse(call, SVC_REFUSED, step->no, "has looked at %lld fields, and %lld are wrong",
                   (long long)fields, (long long)found);
    else if (svc_in_order(step, svc_step_text(step, A_AUDITED_AT)))
        svc_move(step, "UPDATE entry_audit SET state = 'final', closed_at = ?3"
                       " WHERE no = ?1 AND state = ?2", "w", step->at);
}

int entry_close(struct svc_call *call)
{
    call->reg = &entry_audits;
    return svc_each_verb(call, SVC_OF(&entry_audits), svc_call_at(call), close_one, NULL);
}

/* -- tasks -------------------------------------------------------------------------------- */

static void enter(const struct svc_step *step)
{
    if (svc_in_order(step, svc_step_text(step, N_RECEIVED_AT)))
        svc_move(step, "UPDATE entry_task SET entered_at = ?3, state = 'entered'"
                       " WHERE no = ?1 AND state = ?2", "w", step->at);
}

int entry_entered(struct svc_call *call)
{
    call->reg = &entry_tasks;
    return svc_each_verb(call, SVC_OF(&entry_tasks), svc_call_at(call), enter, NULL);
}
