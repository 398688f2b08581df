/* svc-complaint: complaints from intake to determination. The entry is at the bottom. */
#include "complaint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/decided.h"
#include "svc/duty.h"
#include "svc/err.h"
#include "svc/explain.h"
#include "svc/import.h"
#include "svc/linked.h"
#include "svc/mem.h"
#include "svc/misses.h"
#include "svc/number.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/steps.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/when.h"

/* -- intake ------------------------------------------------------------------------------- */

/* The states in order of life, each with the time that brings a complaint there. */
static const struct {
    const char *state;
    enum complaint_column at;
} life[] = { { "assigned", C_ASSIGNED_AT }, { "responded", C_RESPONDED_AT },
             { "proposed", C_SOLUTION_AT }, { "closed", C_CLOSED_AT },
             { "withdrawn", C_WITHDRAWN_AT } };

static const char *earliest(const struct svc_value *values, enum complaint_column at)
{
    static char room[SVC_WHEN_SIZE];
    return svc_value_earliest(complaint_register.columns, values, (int)at, room);
}

/* No time of a complaint lies before it was received, none in the future. Times are canonical
 * text, so bytes compare as moments do. */
static void check_times(struct svc_import *in, const char *now, struct svc_value *values)
{
    static const enum complaint_column times[] = { C_RECEIVED_AT, C_ASSIGNED_AT, C_RESPONDED_AT,
                                                   C_SOLUTION_AT, C_CLOSED_AT,
                                                   C_WITHDRAWN_AT, C_DETERMINED_AT };
    const char *received = values[C_RECEIVED_AT].text;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct svc_value *time = &values[times[i]];
        if (!svc_value_given(time))
            continue;
        if (strcmp(time->text, received) < 0)
            svc_import_reject(in, complaint_register.columns[times[i]].name,
                              "lies before the complaint was received");
        if (strcmp(earliest(values, times[i]), now) > 0)
            svc_import_reject(in, complaint_register.columns[times[i]].name, "lies in the future");
    }
    const struct svc_value *outside = &values[C_EXTERNAL_DUE];
    if (svc_value_given(outside) && strcmp(outside->text, received) < 0)
        svc_import_reject(in, "external_due", "lies before the complaint was received");
    const struct svc_value *closed = &values[C_CLOSED_AT];
    for (size_t i = C_RESPONDED_AT; i <= C_SOLUTION_AT; i++)
        if (svc_value_given(closed) && svc_value_given(&values[i]) &&
            strcmp(earliest(values, (enum complaint_column)i), closed->text) > 0)
            svc_import_reject(in, complaint_register.columns[i].name,
                              "lies after the complaint was closed");
}

bool complaint_clause(struct svc_call *call, const char *clause, const char *on)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM fired WHERE event = 'complaint.determined' AND clause = ?1"
        "   AND from_day <= substr(?2, 1, 10) AND until_day > substr(?2, 1, 10)", "ss", clause, on) == 1;
}

bool complaint_needs_person(struct svc_call *call, const char *clause, const char *on)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM sanction WHERE clause = ?1 AND subject = 'person'"
        "   AND from_day <= substr(?2, 1, 10) AND until_day > substr(?2, 1, 10)", "ss", clause,
        on) == 1;
}

void complaint_moved(struct svc_call *call, const struct svc_value *from, svc_when at)
{
    svc_change_insert(call, "complaint_move", from[C_NO].text,
        "INSERT INTO complaint_move (no, moved_at, from_dept, from_person, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING *",
        "swsse", from[C_NO].text, at, from[C_DEPT].text, from[C_PERSON].text);
}

bool complaint_is_gravest(const struct svc_value *values)
{
    svc_when received;
    char level[] = { (char)('0' + values[C_LEVEL].number), '\0' };
    return !svc_when_parse(values[C_RECEIVED_AT].text, &received) &&
           svc_words_act("level", level, "1", svc_when_day(received));
}

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

/* One that says it repeats what is not there yet. */
struct named {
    char no[SVC_NUMBER_SIZE];
    struct svc_import_place at;
};

/* What the records of one intake share. */
struct intake {
    struct svc_call *call;
    struct svc_import *in;
    struct svc_rules *rules;
    char now[SVC_WHEN_SIZE];
    struct named *named; /* whom the file has to bring yet */
    size_t named_count;
};

static bool is_there(struct svc_call *call, const char *no)
{
    return svc_one_int(call->db, 0, "SELECT 1 FROM complaint WHERE no = ?1", "s", no) == 1;
}

/* A record that says of itself what it repeats names a complaint of the store or of its file. That one
 * may come later; where the good records of a file are kept it is there, or turned down, already. */
static void check_repeat(struct intake *intake, const struct svc_value *values)
{
    struct svc_import *in = intake->in;
    const struct svc_value *first = &values[C_REPEAT_OF], *before = svc_import_before(in);
    if (!svc_value_given(first) || (before && svc_value_same(&before[C_REPEAT_OF], first)))
        return;
    if (svc_value_same(first, &values[C_NO]))
        svc_import_reject(in, "repeat_of", "is the complaint itself");
    else if (is_there(intake->call, first->text))
        return;
    else if (svc_shared.keep_good || first->len >= SVC_NUMBER_SIZE ||
             strcmp(intake->call->verb->name, "add") == 0)
        svc_import_reject(in, "repeat_of", "no such complaint");
    else {
        intake->named = svc_grow(intake->named, intake->named_count, sizeof *intake->named);
        struct named *named = &intake->named[intake->named_count++];
        snprintf(named->no, sizeof named->no, "%s", first->text);
        named->at = svc_import_place(in);
    }
}

/* Those that the file did not bring either. */
static void check_named(struct intake *intake)
{
    for (size_t i = 0; i < intake->named_count; i++)
        if (!is_there(intake->call, intake->named[i].no))
            svc_import_reject_at(intake->in, intake->named[i].at, "repeat_of",
                                 "no such complaint");
    free(intake->named);
}

bool complaint_is_about(const struct svc_value *values, const char *person)
{
    static const enum complaint_column named[] = { C_PERSON, C_RESPONSIBLE_PERSON };
    for (size_t i = 0; person && i < sizeof named / sizeof *named; i++)
        if (svc_value_given(&values[named[i]]) && strcmp(values[named[i]].text, person) == 0)
            return true;
    return false;
}

char *complaint_answering(struct svc_call *call, const struct svc_value *values, const char *at)
{
    const char *person = values[C_RESPONSIBLE_PERSON].text;
    if (svc_value_given(&values[C_RESPONSIBLE_PERSON]))
        return svc_org_dept(call->db, person, values[C_RECEIVED_AT].text);
    char *dept = svc_one(call->db,
        "SELECT COALESCE(from_dept, '') FROM complaint_move WHERE no = ?1 AND moved_at > ?2"
        " ORDER BY moved_at, event LIMIT 1", "ss", values[C_NO].text, at);
    return dept ? dept : svc_strdup(values[C_DEPT].text);
}

/* Who answers for the complaint. Many a system keeps one person for both: whoever its file names as
 * responsible handled it, unless it tells; and whoever handled it is responsible, where the file
 * says what was determined and not about whom. Who is responsible already stays so. */
static void take_responsible(const struct intake *intake, struct svc_value *values)
{
    static const enum complaint_column says[] = { C_VALID, C_RESPONSIBLE, C_CLAUSE,
                                                  C_DETERMINED_AT };
    static struct svc_buf kept;
    const struct svc_value *before = svc_import_before(intake->in);
    struct svc_value *handler = &values[C_PERSON], *person = &values[C_RESPONSIBLE_PERSON];
    struct svc_value *dept = &values[C_RESPONSIBLE_DEPT];
    bool determines = false;
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        determines = determines || svc_import_brings(intake->in, (int)says[i]);
    if (svc_import_brings(intake->in, C_RESPONSIBLE_PERSON)) {
        if (!svc_value_given(handler) && !svc_import_brings(intake->in, C_PERSON))
            *handler = *person;
    } else if (determines && svc_import_brings(intake->in, C_PERSON) && !svc_value_given(person)) {
        *person = *handler;
    }
    bool other = before && !svc_value_same(&before[C_RESPONSIBLE_PERSON], person);
    bool found = svc_value_given(person) || svc_value_given(&values[C_CLAUSE]) ||
                 strcmp(values[C_RESPONSIBLE].text, "yes") == 0;
    if (!found || (svc_value_given(dept) &&
                   (svc_import_brings(intake->in, C_RESPONSIBLE_DEPT) || !other)))
        return;
    const char *at = svc_value_given(&values[C_DETERMINED_AT]) ? values[C_DETERMINED_AT].text
                                                               : intake->now;
    bool handed = before || svc_value_given(person); /* what is new stood with nobody else yet */
    char *answering = handed ? complaint_answering(intake->call, values, at) : svc_strdup(values[C_DEPT].text);
    svc_buf_clear(&kept);
    svc_buf_puts(&kept, answering ? answering : "");
    *dept = svc_value_text(svc_buf_text(&kept));
    free(answering);
}

/* What was determined is changed by files of whoever may determine, or brings another system's
 * files; and by nobody in his own case. The attempt is kept. */
static void check_determined(struct svc_import *in, struct svc_call *call,
                             const struct svc_value *values)
{
    static const enum complaint_column determined[] = { C_VALID, C_RESPONSIBLE, C_RESPONSIBLE_DEPT,
                                                        C_RESPONSIBLE_PERSON, C_CLAUSE, C_LEVEL,
                                                        C_WITHDRAWN_AT };
    const struct svc_value *before = svc_import_before(in);
    for (size_t i = 0; before && i < sizeof determined / sizeof *determined; i++) {
        const struct svc_value *old = &before[determined[i]];
        const char *name = complaint_register.columns[determined[i]].name;
        bool known = determined[i] == C_LEVEL ? svc_value_given(&before[C_DETERMINED_AT])
                                              : svc_value_given(old) && old->is == SVC_IS_TEXT &&
                                                    strcmp(old->text, "undetermined") != 0;
        bool own = complaint_is_about(before, call->actor.person);
        if (svc_value_same(old, &values[determined[i]]))
            continue;
        if (own)
            svc_refuse(call, SVC_REFUSED, before[C_NO].text,
                       "is about \"%s\", who cannot change its %s", call->actor.person, name);
        else if (known && !svc_call_holds(call, SVC_ROLES_CORRECT))
            svc_refuse(call, SVC_DENIED, before[C_NO].text,
                       "its %s was determined, and is changed by the office", name);
    }
}

/* A dry run needs no row of a complaint that nobody looks back at, or names by its number; of what it
 * brings the store alone knows which level is none, where the pack has no list of them. */
static bool is_spared(const struct intake *intake, const struct svc_value *values)
{
    static const enum complaint_column naming[] = { C_NO, C_REPEAT_OF, C_ORDER_NO, C_HELD };
    for (size_t i = 0; i < sizeof naming / sizeof *naming; i++)
        if (svc_import_brings(intake->in, (int)naming[i]))
            return false;
    return values[C_LEVEL].number >= 1 && values[C_LEVEL].number <= 9 &&
           complaint_is_first(intake->in, intake->call) && svc_import_spares(intake->in);
}

/* Completes one record: level, undetermined answers, state from the times, deadlines. */
static void fill(struct intake *intake, struct svc_value *values)
{
    struct svc_import *in = intake->in;
    svc_when received;
    check_times(in, intake->now, values);
    check_repeat(intake, values);
    if (svc_when_parse(values[C_RECEIVED_AT].text, &received))
        return;
    svc_day day = svc_when_day(received);
    const struct svc_value *before = svc_import_before(in);
    bool proposed = complaint_take_in(in, intake->call, svc_rules_on(intake->rules, day), day, values);
    bool spared = is_spared(intake, values);
    if ((proposed && !spared) || (before && !svc_value_same(&before[C_LEVEL], &values[C_LEVEL])))
        complaint_leveled(intake->call, values[C_NO].text, proposed);
    if (!svc_value_given(&values[C_ROUND]))
        values[C_ROUND] = svc_value_number(1);
    if (values[C_ROUND].number == 1)
        values[C_OPENED_AT] = values[C_RECEIVED_AT];
    default_to(&values[C_VALID], "undetermined");
    default_to(&values[C_RESPONSIBLE], "undetermined");
    take_responsible(intake, values);
    check_determined(in, intake->call, values);
    values[C_STATE] = svc_value_text("open");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++)
        if (svc_value_given(&values[life[i].at]))
            values[C_STATE] = svc_value_text(life[i].state);
    complaint_take_holds(in, intake->call, intake->rules, intake->now, values);
    bool closed = svc_value_given(&values[C_CLOSED_AT]);
    if (svc_value_given(&values[C_CLAUSE]) &&
        !complaint_clause(intake->call, values[C_CLAUSE].text, values[C_RECEIVED_AT].text))
        svc_import_reject(in, "clause", "no such penalty clause is in force on that day");
    else if (svc_value_given(&values[C_CLAUSE]) && !svc_value_given(&values[C_RESPONSIBLE_PERSON]) &&
             complaint_needs_person(intake->call, values[C_CLAUSE].text,
                                    values[C_RECEIVED_AT].text))
        svc_import_reject(in, "responsible_person", "is missing: the clause is about a person");
    if (!closed && !svc_value_given(&values[C_SOLUTION_AT]) && svc_value_given(&values[C_ANSWERED_BY]))
        svc_import_reject(in, "answered_by", "nothing was answered: solution_at is missing");
    if (closed && svc_value_given(&values[C_WITHDRAWN_AT]))
        svc_import_reject(in, "withdrawn_at", "a complaint is closed or withdrawn, not both");
    if (closed && svc_value_given(&values[C_HELD_SINCE]))
        svc_import_reject(in, "closed_at", "the complaint is on hold; resume it first");
    if (closed && complaint_is_gravest(values) && !svc_value_given(&values[C_PLAN]))
        svc_import_reject(in, "plan", "a closed complaint of level 1 needs its contingency plan, in the "
                                      "column plan (应急预案) or for the whole file by --set plan=REF");
    svc_rules_deadlines(intake->rules, &complaint_register, values);
}

/* Who has it took it when it was handed out; a later file hands on now what is not over. */
static void check_taker(struct intake *intake, const struct svc_value *before,
                        const struct svc_value *values)
{
    bool over = svc_value_given(&values[C_CLOSED_AT]) || svc_value_given(&values[C_WITHDRAWN_AT]);
    const char *day = before && !over ? intake->now
                      : svc_value_given(&values[C_ASSIGNED_AT]) ? values[C_ASSIGNED_AT].text
                                                                : values[C_RECEIVED_AT].text;
    if (!svc_value_given(&values[C_PERSON]) || !day ||
        (before && svc_value_same(&before[C_PERSON], &values[C_PERSON])))
        return;
    const char *why = svc_org_brought(intake->call, values[C_PERSON].text, values[C_DEPT].text, day);
    if (why)
        svc_import_reject(intake->in, "person", "%s", why);
}

/* Since when another has it: since it was handed out, where a file now says so of what stood with
 * nobody, else since now. */
static svc_when moved_at(const struct svc_value *before, const struct svc_value *values)
{
    svc_when at;
    bool first = !svc_value_given(&before[C_DEPT]) && !svc_value_given(&before[C_ASSIGNED_AT]) &&
                 svc_value_given(&values[C_ASSIGNED_AT]);
    return first && !svc_when_parse(values[C_ASSIGNED_AT].text, &at) ? at : svc_now();
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct intake intake = { .call = call, .in = in, .rules = svc_rules_open(call->db) };
    struct svc_link_file links;
    struct svc_value *values;
    svc_link_begin(&links, call, "complaint", "order");
    svc_when_format(svc_now(), intake.now);
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (before)
            svc_decided_guard(call, intake.rules, &complaint_register, before, values);
        fill(&intake, values);
        check_taker(&intake, before, values);
        const char *why = svc_link_column(&links, values[C_NO].text,
                                          before ? &before[C_ORDER_NO] : NULL,
                                          &values[C_ORDER_NO]);
        if (why)
            svc_import_reject(in, "order_no", "%s", why);
        if (before)
            svc_misses_keep(call, intake.rules, &complaint_register, before, values,
                            svc_decided_by(call) ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
        if (before && (!svc_value_same(&before[C_DEPT], &values[C_DEPT]) ||
                       !svc_value_same(&before[C_PERSON], &values[C_PERSON])))
            complaint_moved(call, before, moved_at(before, values));
    }
    svc_link_end(&links);
    check_named(&intake);
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(intake.rules);
    return code;
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    if (svc_steps_named(call, "steps"))
        return svc_steps_import(call, NULL);
    struct svc_import *in = svc_import_open(call);
    svc_import_finds_by(in, "customer");
    return take_in(call, in);
}

static int columns(struct svc_call *call)
{
    return svc_steps_named(call, "steps") ? svc_steps_columns(call) : svc_columns_verb(call);
}

/* -- steps -------------------------------------------------------------------------------- */

/* What the steps of one call share. */
struct shared {
    struct svc_rules *rules;
    void (*one)(const struct svc_step *step);
};

/* One step, and what it did to the misses of its record. */
static void take_step(const struct svc_step *step)
{
    const struct shared *shared = step->context;
    struct svc_step inner = *step;
    struct svc_value before[C_COLUMNS];
    struct svc_record after;
    bool decides = svc_text_in("determine|appeal-decide|reopen", '|', step->call->verb->name);
    memcpy(before, step->values, sizeof before);
    inner.context = shared->rules;
    shared->one(&inner);
    if (!svc_record_read(step->call, step->no, &after))
        return;
    svc_misses_keep(step->call, shared->rules, &complaint_register, before, after.values,
                    decides ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
    svc_record_free(step->call, &after);
}

int complaint_each(struct svc_call *call, void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    struct shared shared = { rules, one };
    svc_each(call, SVC_OF(&complaint_register), svc_call_at(call), take_step, &shared);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- the command -------------------------------------------------------------------------- */

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "", .run = add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register one complaint; prints its number" },
    { .name = "import", .operands = "[steps] [FILE|-]", .run = import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_TAKE,
      .help = "register many complaints, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { .name = "set", .operands = "REGISTER NO...|-", .run = complaint_set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "reason",
      .help = "correct columns that may change" },
    SVC_STOCK_LOG("REGISTER "),
    { .name = "columns", .operands = "REGISTER [steps]", .run = columns,
      .options = svc_output_options, .need = SVC_NEED_WORDS,
      .help = "the columns that an import may bring; steps: those of its steps" },
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "assign", .operands = "NO...|-", .run = complaint_assign, .options = assign_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "dept",
      .help = "hand complaints to a department" },
    { .name = "respond", .operands = "NO...|-", .run = complaint_respond,
      .options = svc_step_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .help = "record the first answer to the customer" },
    { .name = "propose", .operands = "NO...|-", .run = complaint_propose,
      .options = propose_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .requires = "solution", .help = "record that the solution was told" },
    { .name = "close", .operands = "NO...|-", .run = complaint_close, .options = close_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .help = "close complaints" },
    { .name = "hold", .operands = "NO...|-", .run = complaint_hold, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "reason",
      .help = "stop the clocks: waiting for the customer" },
    { .name = "resume", .operands = "NO...|-", .run = complaint_resume, .options = resume_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "reason",
      .help = "let the clocks run again" },
    { .name = "extend", .operands = "NO...|-", .run = complaint_extend, .options = extend_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "length;approver;told;reason",
      .help = "make a limit longer, once, with approval" },
    { .name = "withdraw", .operands = "NO...|-", .run = complaint_withdraw,
      .options = svc_step_options, .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE,
      .help = "the customer takes complaints back" },
    { .name = "reopen", .operands = "NO...|-", .run = complaint_reopen, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "reason",
      .help = "open closed complaints again: not satisfied, or new facts" },
    { .name = "determine", .operands = "NO...|-", .run = complaint_determine,
      .options = determine_options, .need = SVC_NEED_WRITE, .roles = "office",
      .help = "determine level, validity, responsibility" },
    { .name = "appeal", .operands = "NO...|-", .run = complaint_appeal, .options = appeal_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE, .requires = "against;reason",
      .help = "appeal against determinations" },
    { .name = "appeal-decide", .operands = "NO...|-", .run = complaint_appeal_decide,
      .options = appeal_decide_options, .need = SVC_NEED_WRITE,
      .roles = "office;committee;clerk", .requires = "outcome;reason", .help = "decide appeals" },
    { .name = "due", .run = complaint_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "open complaints by deadline, with what is left" },
    { .name = "stats", .run = complaint_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, each with its numerator and denominator" },
    { .name = "explain", .operands = "NO...|-", .run = svc_explain, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "show the arithmetic of the deadlines" },
    SVC_STOCK_LINK,
    { .name = "excuse", .operands = "NO...|-", .run = complaint_excuse, .options = excuse_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "clock;approver;evidence;reason",
      .help = "excuse a limit that was missed; its line stays, reversed" },
    { .name = "confirm", .operands = "NO...|-", .run = complaint_confirm,
      .options = svc_step_options, .need = SVC_NEED_WRITE, .roles = "office",
      .requires = "reason", .help = "confirm what was recorded after a limit and dated before it" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = {
    &complaint_register, &svc_links, &complaint_holds, &complaint_extensions, &complaint_excuses,
    &complaint_appeals, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-complaint", .summary = "complaints from intake to determination",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
