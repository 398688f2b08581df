/* An opinion's way: to a department, answered, verified by somebody else, and what it was used as. */
#include <string.h>

#include "monitor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/when.h"

static struct {
    const char *dept, *person, *answer, *by, *verified, *satisfied, *as, *record;
    bool monitor;
} opt;

const struct svc_option assign_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department that answers", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person who sees to it", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option answer_options[] = {
    { .name = "answer", .type = SVC_OPT_TEXT, .to = &opt.answer, .arg = "TEXT",
      .help = "what the monitor was answered" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who answered, of that department (default: you)", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option verify_options[] = {
    { .name = "verified", .type = SVC_OPT_TEXT, .to = &opt.verified, .arg = "yes|no",
      .list = "verb.yes_no", .help = "was the answer borne out" },
    { .name = "satisfied", .type = SVC_OPT_TEXT, .to = &opt.satisfied, .arg = "yes|fairly|no",
      .list = "monitor.satisfied", .help = "what the monitor thinks of it" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who verified it, of another department (default: you)", .table = "person" },
    { .name = "monitor", .type = SVC_OPT_FLAG, .to = &opt.monitor,
      .help = "the monitor verified it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option use_options[] = {
    { .name = "as", .type = SVC_OPT_TEXT, .to = &opt.as,
      .arg = "none|improve|complaint|inspect|entry|policy|reward", .list = "monitor.use",
      .help = "what it was used as" },
    { .name = "record", .type = SVC_OPT_TEXT, .to = &opt.record, .arg = "NO",
      .help = "the record made of it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The verb for each opinion named; the steps share the rules. */
static int each(struct svc_call *call, void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_each(call, SVC_OF(&monitor_opinions), svc_call_at(call), one, rules);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* The deadlines with a time set. */
static void take(const struct svc_step *step, enum opinion_column at, char *room)
{
    step->values[at] = svc_value_text(svc_when_format(step->at, room));
    svc_rules_deadlines(step->context, &monitor_opinions, step->values);
}

/* -- assign -------------------------------------------------------------------------------- */

/* A person sees to it only as long as the department does. When it was first handed over stays. */
static void assign(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    if (!svc_in_order(step, svc_step_text(step, O_OPENED_AT)) ||
        !svc_org_hands(step, opt.person, opt.dept))
        return;
    if (!svc_value_given(&step->values[O_ASSIGNED_AT]))
        take(step, O_ASSIGNED_AT, at);
    svc_move(step,
             "UPDATE monitor_opinion SET dept = ?3,"
             " person = COALESCE(?4, CASE WHEN dept = ?3 THEN person END), assigned_at = ?5,"
             " answer_due = ?6, verify_due = ?7, provisional = ?8, state = 'assigned'"
             " WHERE no = ?1 AND state = ?2", "ssssss", opt.dept, opt.person,
             svc_step_text(step, O_ASSIGNED_AT), svc_step_text(step, O_ANSWER_DUE),
             svc_step_text(step, O_VERIFY_DUE), svc_step_text(step, O_PROVISIONAL));
}

int monitor_assign(struct svc_call *call)
{
    return each(call, assign);
}

/* -- answer -------------------------------------------------------------------------------- */

static void answer(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const char *by = opt.by ? opt.by : step->call->actor.person;
    const char *dept = svc_step_text(step, O_DEPT);
    svc_when_format(step->at, at);
    if (!svc_in_order(step, svc_step_text(step, O_ASSIGNED_AT)))
        return;
    if (!svc_org_in(step->call->db, by, dept, at)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" is not of department %s, which answers"
                   "\nadd --by NO, who is", by, dept);
        return;
    }
    take(step, O_ANSWERED_AT, at);
    svc_move(step,
             "UPDATE monitor_opinion SET answered_at = ?3, answered_by = ?4, answer = ?5,"
             " verify_due = ?6, provisional = ?7, state = 'answered' WHERE no = ?1 AND state = ?2",
             "sssss", at, by, opt.answer, svc_step_text(step, O_VERIFY_DUE),
             svc_step_text(step, O_PROVISIONAL));
}

int monitor_answer(struct svc_call *call)
{
    return each(call, answer);
}

/* -- verify -------------------------------------------------------------------------------- */

/* The monitor, or somebody of another department than the one that answered. */
static bool may_verify(const struct svc_step *step, const char *by)
{
    char at[SVC_WHEN_SIZE];
    const char *dept = svc_step_text(step, O_DEPT), *answered = svc_step_text(step, O_ANSWERED_BY);
    svc_when_format(step->at, at);
    if (!by)
        return true;
    if (answered && strcmp(answered, by) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" answered it and cannot verify it", by);
    else if (svc_org_in(step->call->db, by, dept, at))
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" is of department %s, which answered"
                   "\nadd --by NO of another one, or --monitor", by, dept);
    else
        return true;
    return false;
}

/* The round that ends stands beside the new one, whose clocks run from now. */
static void send_back(const struct svc_step *step, const char *by)
{
    struct svc_value *values = step->values;
    char at[SVC_WHEN_SIZE];
    svc_when_format(step->at, at);
    svc_change_insert(step->call, "monitor_round", step->no,
        "INSERT INTO monitor_round (no, round, opened_at, dept, person, assigned_at, assign_due,"
        " answered_at, answered_by, answer, answer_due, verified_at, verified_by, verified, satisfied,"
        " verify_due, why, provisional, event)"
        " SELECT no, round, opened_at, dept, person, assigned_at, assign_due, answered_at, answered_by,"
        " answer, answer_due, ?2, ?3, 'no', ?4, verify_due, ?5, provisional, ?6"
        "  FROM monitor_opinion WHERE no = ?1 RETURNING *", "ssssse", step->no, at, by,
        opt.satisfied, svc_shared.reason);
    values[O_OPENED_AT] = values[O_ASSIGNED_AT] = svc_value_text(at);
    values[O_ANSWERED_AT] = svc_value_text(NULL);
    svc_rules_deadlines(step->context, &monitor_opinions, values);
    svc_move(step,
             "UPDATE monitor_opinion SET round = round + 1, opened_at = ?3, assigned_at = ?3,"
             " answered_at = NULL, answered_by = NULL, answer = NULL, assign_due = ?4,"
             " answer_due = ?5, verify_due = ?6, provisional = ?7, state = 'assigned'"
             " WHERE no = ?1 AND state = ?2", "sssss", at, svc_step_text(step, O_ASSIGN_DUE),
             svc_step_text(step, O_ANSWER_DUE), svc_step_text(step, O_VERIFY_DUE),
             svc_step_text(step, O_PROVISIONAL));
}

static void verify(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const char *by = opt.by ? opt.by : opt.monitor ? NULL : step->call->actor.person;
    if (!svc_in_order(step, svc_step_text(step, O_ANSWERED_AT)) || !may_verify(step, by))
        return;
    if (strcmp(opt.verified, "no") == 0) {
        send_back(step, by);
        return;
    }
    take(step, O_VERIFIED_AT, at);
    svc_move(step,
             "UPDATE monitor_opinion SET verified_at = ?3, verified_by = ?4, verified = 'yes',"
             " satisfied = ?5, provisional = ?6,"
             " state = CASE WHEN use IS NULL THEN 'verified' ELSE 'closed' END"
             " WHERE no = ?1 AND state = ?2", "ssss", at, by, opt.satisfied,
             svc_step_text(step, O_PROVISIONAL));
}

int monitor_verify(struct svc_call *call)
{
    if (opt.by && opt.monitor)
        svc_die(SVC_USAGE, "--by and --monitor: who verified it?");
    return each(call, verify);
}

/* -- use ----------------------------------------------------------------------------------- */

/* Where the records of a use stand: those that --as names by this word. */
#define RECORD                                                                                   \
    "SELECT 1 FROM complaint WHERE ?1 = 'complaint' AND no = ?2"                                 \
    " UNION ALL SELECT 1 FROM improve_idea WHERE ?1 = 'improve' AND no = ?2"                     \
    " UNION ALL SELECT 1 FROM improve_project WHERE ?1 = 'improve' AND no = ?2"                  \
    " UNION ALL SELECT 1 FROM inspection WHERE ?1 = 'inspect' AND no = ?2"                       \
    " UNION ALL SELECT 1 FROM inspect_finding WHERE ?1 = 'inspect' AND no = ?2"                  \
    " UNION ALL SELECT 1 FROM inspect_notice WHERE ?1 = 'inspect' AND no = ?2"                   \
    " UNION ALL SELECT 1 FROM praise WHERE ?1 = 'inspect' AND no = ?2"                           \
    " UNION ALL SELECT 1 FROM entry_error WHERE ?1 = 'entry' AND no = ?2"                        \
    " UNION ALL SELECT 1 FROM book_feedback WHERE ?1 = 'policy' AND no = ?2"                     \
    " UNION ALL SELECT 1 FROM reward_case WHERE ?1 = 'reward' AND no = ?2"

const char *monitor_use_not(struct svc_call *call, const char *use, const char *no)
{
    bool none = strcmp(use, "none") == 0;
    if (none && no)
        return _("what was not used has no record");
    if (!none && !no)
        return _("names no record");
    return none || svc_one_int(call->db, 0, RECORD " LIMIT 1", "ss", use, no) ? NULL
                                                                             : _("no such record");
}

/* Once: what it was used as stays. */
static void use(const struct svc_step *step)
{
    const char *used = svc_step_text(step, O_USE), *no = svc_step_text(step, O_USE_NO);
    if (used)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is used as %s%s%s already", used,
                   no ? " " : "", no ? no : "");
    else if (svc_in_order(step, svc_step_text(step, O_RAISED_AT)))
        svc_move(step,
                 "UPDATE monitor_opinion SET use = ?3, use_no = ?4, used_at = ?5,"
                 " state = CASE WHEN state IN ('verified', 'noted') THEN 'closed' ELSE state END"
                 " WHERE no = ?1 AND state = ?2", "ssw", opt.as, opt.record, step->at);
}

int monitor_use(struct svc_call *call)
{
    bool none = strcmp(opt.as, "none") == 0;
    if (none == (opt.record != NULL))
        svc_die(SVC_USAGE, none ? _("what was not used has no record")
                                : _("which record was made of it?\nadd --record NO"));
    svc_call_begin(call);
    if (monitor_use_not(call, opt.as, opt.record))
        svc_fail(SVC_UNKNOWN, "%s: no such record of %s", opt.record, opt.as);
    svc_each(call, SVC_OF(&monitor_opinions), svc_call_at(call), use, NULL);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- withdraw ------------------------------------------------------------------------------ */

static void withdraw(const struct svc_step *step)
{
    const char *answered = svc_step_text(step, O_ANSWERED_AT);
    char at[SVC_WHEN_SIZE];
    if (!svc_in_order(step, answered ? answered : svc_step_text(step, O_RAISED_AT)))
        return;
    take(step, O_WITHDRAWN_AT, at);
    svc_move(step,
             "UPDATE monitor_opinion SET withdrawn_at = ?3, provisional = ?4, state = 'withdrawn'"
             " WHERE no = ?1 AND state = ?2", "ss", at, svc_step_text(step, O_PROVISIONAL));
}

int monitor_withdraw(struct svc_call *call)
{
    return each(call, withdraw);
}
