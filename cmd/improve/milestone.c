/* A project under way: its milestones, done, missed or dated anew, and the meetings over it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "improve.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/misses.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    const char *state, *evidence, *points;
    struct svc_opt_time until;
    const char *kind, *milestone, *result, *text, *attended;
} opt;

/* -- intake ------------------------------------------------------------------------------- */

static void fill(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    static char dept[64];
    const struct svc_value *before = svc_import_before(in);
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, state, starts_on, ends_on, approved_at FROM improve_project WHERE no = ?1",
        "s", values[M_PROJECT].text);
    if (!svc_next(q)) {
        svc_import_reject(in, "project", "no such project");
        return;
    }
    if (!svc_text_in("draft|replanning", '|', svc_text(q, 1)))
        svc_import_reject(in, "project", "is %s: its scheme is signed, and stays as it is",
                          svc_text(q, 1));
    else if (strcmp(values[M_DUE_ON].text, svc_text(q, 2)) < 0 ||
             strcmp(values[M_DUE_ON].text, svc_text(q, 3)) > 0)
        svc_import_reject(in, "due_on", "lies outside of the project's days (%s to %s)",
                          svc_text(q, 2), svc_text(q, 3));
    else if (before && svc_text(q, 4) && !svc_value_same(&before[M_DUE_ON], &values[M_DUE_ON]))
        svc_import_reject(in, "due_on", "was approved; svc-improve milestone --state planned"
                                        " moves it");
    snprintf(dept, sizeof dept, "%s", svc_text(q, 0));
    svc_done(q);
    if (!svc_value_given(&values[M_DEPT]))
        values[M_DEPT] = svc_value_text(dept);
    if (before)
        return;
    values[M_STATE] = svc_value_text("planned");
    values[M_ROUND] = svc_value_number(1);
}

void improve_take_milestones(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(in, call, values);
}

/* -- milestone ---------------------------------------------------------------------------- */

const struct svc_option milestone_options[] = {
    { .name = "state", .type = SVC_OPT_TEXT, .to = &opt.state, .arg = "done|slipped|planned",
      .help = "done; slipped: its date is missed; planned: dated anew in an open scheme",
      .list = "improve.milestone_state" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "what shows that it is done" },
    { .name = "points", .type = SVC_OPT_TEXT, .to = &opt.points, .arg = "N",
      .help = "what the missed date costs, inside the clause's range (default: the least)" },
    { .name = "until", .type = SVC_OPT_TIME, .to = &opt.until, .arg = "DAY",
      .help = "the later day" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* What is not done yet. */
#define OPEN "planned|slipped"

/* The project a milestone belongs to, as far as a milestone asks. */
struct project {
    char *no, *state, *starts_on, *ends_on, *approved_at;
};

static struct project project_of(struct svc_call *call, const char *no)
{
    struct project p = { NULL, NULL, NULL, NULL, NULL };
    struct svc_query *q = svc_query(call->db,
        "SELECT no, state, starts_on, ends_on, approved_at FROM improve_project WHERE no = ?1",
        "s", no);
    if (svc_next(q)) {
        char **const to[] = { &p.no, &p.state, &p.starts_on, &p.ends_on, &p.approved_at };
        for (int i = 0; i < 5; i++)
            *to[i] = svc_strdup(svc_text(q, i));
        svc_done(q);
    }
    return p;
}

static void drop(struct project *p)
{
    free(p->no);
    free(p->state);
    free(p->starts_on);
    free(p->ends_on);
    free(p->approved_at);
}

/* Work goes on while an approved scheme is planned and signed anew. */
static bool under_way(const struct svc_step *step, const struct project *p)
{
    bool works = p->approved_at && svc_text_in("running|replanning|signing", '|', p->state);
    if (!works)
        svc_refuse(step->call, SVC_REFUSED, step->no, "its project %s is %s: not the state"
                   " for %s", p->no, p->state, step->call->verb->name);
    return works;
}

void improve_finish(struct svc_call *call, const char *project)
{
    call->reg = &improve_projects;
    char *last = svc_one(call->db,
        "SELECT MAX(m.done_at) FROM improve_milestone m JOIN improve_project p ON p.no = m.project"
        " WHERE p.no = ?1 AND p.state = 'running'"
        " HAVING COUNT(*) = COUNT(m.done_at)", "s", project);
    if (last)
        svc_change(call, project, "UPDATE improve_project SET state = 'finished', finished_at = ?2"
                                  " WHERE no = ?1 AND state = 'running'", "s", last);
    free(last);
}

/* One recorded after its day and dated before its end wipes no miss. */
static void keep_miss(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE], *due = svc_format("%s 23:59:59", step->values[M_DUE_ON].text);
    const struct svc_miss was = { .table = "improve_milestone", .no = step->no, .clock = "milestone",
                                  .round = step->values[M_ROUND].number, .due = due };
    const struct svc_miss is = { .due = due, .done = svc_when_format(step->at, at) };
    svc_misses_undo(step->call, &was, &is, SVC_ENTERED_LATE);
    free(due);
}

static void confirm(const struct svc_step *step)
{
    const char *person = step->values[M_PERSON].text, *actor = step->call->actor.person;
    if (person && actor && strcmp(person, actor) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is about \"%s\", who cannot confirm it",
                   actor);
    else
        svc_misses_confirm(step, "improve_milestone", NULL);
}

int improve_confirm(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&improve_milestones), svc_call_at(call), confirm, NULL);
}

static void done(const struct svc_step *step)
{
    if (!svc_stands(step, OPEN))
        return;
    struct project p = project_of(step->call, step->values[M_PROJECT].text);
    if (under_way(step, &p) && svc_in_order(step, p.approved_at) &&
        svc_move(step,
                 "UPDATE improve_milestone SET state = 'done', done_at = ?3, evidence = ?4"
                 " WHERE no = ?1 AND state = ?2", "ws", step->at, opt.evidence)) {
        keep_miss(step);
        improve_finish(step->call, p.no);
    }
    drop(&p);
}

/* The points chosen, in hundredths, 0 for none; inside of the range that the policy of the
 * deadline's day allows. */
static bool points_of(const struct svc_step *step, const char *event, const char *due_on,
                      int64_t *points)
{
    char least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    *points = 0;
    if (!opt.points)
        return true;
    svc_hundredths_parse(opt.points, points);
    struct svc_query *q = svc_query(step->call->db,
        "SELECT points_min, points_max, clause FROM fired"
        " WHERE event = ?2 AND subject = 'dept' AND from_day <= ?1 AND until_day > ?1"
        " ORDER BY clause", "ss", due_on, event);
    if (!svc_next(q)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "the policy of %s takes no points for that",
                   due_on);
        return false;
    }
    bool inside = *points >= svc_int(q, 0) && *points <= svc_int(q, 1);
    if (!inside)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "%s takes %s to %s points, not %s", svc_text(q, 2), svc_hundredths_format(
                   svc_int(q, 0), least), svc_hundredths_format(svc_int(q, 1), most), opt.points);
    svc_done(q);
    return inside;
}

/* Keeps what is said of a missed date. */
static void keep_slip(const struct svc_step *step, int64_t round, const char *due_on,
                      bool passed, const char *until, int64_t points, const char *reason)
{
    svc_change_insert(step->call, "improve_slip", step->no,
        "INSERT INTO improve_slip (no, round, due_on, passed, until_on, points, reason, set_at,"
        " set_by, event) VALUES (?1, ?2, ?3, ?4, ?5, CASE ?6 WHEN 0 THEN NULL ELSE ?6 END, ?7, ?8,"
        " ?9, ?10) RETURNING *", "sisisiswse", step->no, round, due_on, (int64_t)passed, until,
        points, reason, step->at, step->call->actor.person);
}

static const char *until_day(char day[SVC_DAY_SIZE])
{
    return opt.until.given ? svc_day_format(svc_when_day(opt.until.when), day) : NULL;
}

/* A later date inside of the project's days. */
static bool later(const struct svc_step *step, const struct project *p, const char *until)
{
    bool good = !until || (strcmp(until, p->starts_on) >= 0 && strcmp(until, p->ends_on) <= 0);
    if (!good)
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s lies outside of the project's days"
                   " (%s to %s)", until, p->starts_on, p->ends_on);
    return good;
}

/* The ends that a project missed for good, and one. */
static int64_t end_round(const struct svc_step *step)
{
    return svc_one_int(step->call->db, 0,
                       "SELECT COUNT(*) + 1 FROM improve_slip WHERE no = ?1 AND passed = 1", "s",
                       step->no);
}

/* A whole project that is late has its points chosen, and no later date but by a new scheme. */
static void slip_project(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    int64_t points;
    const struct svc_value *v = step->values;
    const char *due_on = v[P_ENDS_ON].text;
    svc_when_format(step->at, at);
    bool late = svc_value_given(&v[P_APPROVED_AT]) && strncmp(due_on, at, 10) < 0 &&
                (!svc_value_given(&v[P_FINISHED_AT]) ||
                 strncmp(v[P_FINISHED_AT].text, due_on, 10) > 0);
    if (opt.until.given)
        svc_refuse(step->call, SVC_REFUSED, step->no, "a project gets a later day by a new scheme\n"
                   "review it with --result deviation, then set --ends_on and approve");
    else if (!late)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not late: its last day is %s", due_on);
    else if (points_of(step, "improve.project.late", due_on, &points))
        keep_slip(step, end_round(step), due_on, false, NULL, points, svc_shared.reason);
}

/* Of what was done late the points alone are still to be chosen. */
static void keep_missed(const struct svc_step *step, const struct project *p)
{
    char day[SVC_DAY_SIZE];
    int64_t points;
    const char *due_on = svc_step_text(step, M_DUE_ON), *until = until_day(day);
    bool open = !svc_step_text(step, M_DONE_AT);
    if ((open && !(under_way(step, p) && later(step, p, until))) ||
        !points_of(step, "improve.milestone.late", due_on, &points))
        return;
    keep_slip(step, step->values[M_ROUND].number, due_on, until != NULL, until, points,
              svc_shared.reason);
    if (open)
        svc_move(step,
                 "UPDATE improve_milestone SET state = 'slipped', due_on = COALESCE(?3, due_on),"
                 " round = round + CASE WHEN ?3 IS NULL THEN 0 ELSE 1 END"
                 " WHERE no = ?1 AND state = ?2", "s", until);
}

static void slip_milestone(const struct svc_step *step)
{
    char day[SVC_DAY_SIZE];
    const char *due_on = svc_step_text(step, M_DUE_ON), *until = until_day(day);
    const char *done_at = svc_step_text(step, M_DONE_AT);
    if (done_at && until && !svc_stands(step, OPEN))
        return;
    if (done_at && strncmp(done_at, due_on, 10) <= 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "was done in time, at %s", done_at);
    } else if (until && strcmp(until, due_on) <= 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s is not later than %s", until, due_on);
    } else {
        struct project p = project_of(step->call, svc_step_text(step, M_PROJECT));
        keep_missed(step, &p);
        drop(&p);
    }
}

static void slipped(const struct svc_step *step)
{
    if (step->call->reg == &improve_projects)
        slip_project(step);
    else
        slip_milestone(step);
}

/* While the scheme is open a date moves freely; one that was missed by then stays missed. */
static void planned(const struct svc_step *step)
{
    char day[SVC_DAY_SIZE], at[SVC_WHEN_SIZE];
    const char *due_on = svc_step_text(step, M_DUE_ON), *until = until_day(day);
    struct project p = project_of(step->call, svc_step_text(step, M_PROJECT));
    bool missed = p.approved_at && strncmp(svc_when_format(step->at, at), due_on, 10) > 0;
    if (!svc_text_in("draft|replanning", '|', p.state)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "its project %s is %s: the scheme is signed\n"
                   "review it with --result deviation, or call the milestone slipped", p.no,
                   p.state);
    } else if (svc_stands(step, OPEN) && later(step, &p, until)) {
        if (missed)
            keep_slip(step, step->values[M_ROUND].number, due_on, true, until, 0, _("planned anew"));
        svc_move(step,
                 "UPDATE improve_milestone SET state = 'planned', due_on = ?3,"
                 " round = round + ?4 WHERE no = ?1 AND state = ?2", "si", until, (int64_t)missed);
    }
    drop(&p);
}

int improve_milestone(struct svc_call *call)
{
    int64_t points;
    const char *why = opt.points ? svc_hundredths_parse(opt.points, &points) : NULL;
    bool slips = strcmp(opt.state, "slipped") == 0, plans = strcmp(opt.state, "planned") == 0;
    if (why)
        svc_die(SVC_USAGE, "option --points: %s", why);
    if (opt.points && !slips)
        svc_die(SVC_USAGE, "--points goes with --state slipped");
    if (opt.evidence && (slips || plans))
        svc_die(SVC_USAGE, "--evidence goes with --state done");
    if (plans != opt.until.given && !slips)
        svc_die(SVC_USAGE, plans ? N_("which day?\nadd --until DAY")
                                 : N_("--until goes with --state planned or slipped"));
    if (slips && !svc_shared.reason)
        svc_die(SVC_USAGE, "a date missed needs a reason\nadd --reason TEXT");
    if (slips)
        improve_office(call, N_("what a missed date costs"));
    return svc_each_verb(call, slips ? SVC_OF(&improve_milestones, &improve_projects)
                                     : SVC_OF(&improve_milestones),
                         svc_call_at(call), slips ? slipped : plans ? planned : done, NULL);
}

/* -- review ------------------------------------------------------------------------------- */

const struct svc_option review_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind,
      .arg = "stage|weekly|decision|verify|standard|recheck",
      .help = "a milestone's stage; a circle's week; a decision; the effect verified, made a"
      " standard, checked again", .list = "improve.review" },
    { .name = "milestone", .type = SVC_OPT_TEXT, .to = &opt.milestone, .arg = "NO",
      .help = "the milestone of a stage review" },
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.result, .arg = "good|deviation|stop",
      .help = "as planned; off the plan, which opens the scheme again; the end of it",
      .list = "improve.review_result" },
    { .name = "text", .type = SVC_OPT_TEXT, .to = &opt.text, .arg = "TEXT",
      .help = "what was found and decided" },
    { .name = "attended", .type = SVC_OPT_TEXT, .to = &opt.attended, .arg = "NO;...",
      .help = "who was there", .table = "person", .separator = ';' },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* A stage review is of a milestone of this project, and good only of one that is done. */
static bool fits_milestone(const struct svc_step *step)
{
    if (!opt.milestone)
        return true;
    struct svc_query *q = svc_query(step->call->db,
        "SELECT project, done_at FROM improve_milestone WHERE no = ?1", "s", opt.milestone);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such milestone", opt.milestone);
        return false;
    }
    bool own = strcmp(svc_text(q, 0), step->no) == 0;
    bool early = svc_is_null(q, 1) && strcmp(opt.result, "good") == 0;
    if (!own)
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s is a milestone of %s", opt.milestone,
                   svc_text(q, 0));
    else if (early)
        svc_refuse(step->call, SVC_REFUSED, step->no, "milestone %s is not done yet",
                   opt.milestone);
    svc_done(q);
    return own && !early;
}

/* What opens the scheme again. An end that is past by then stays missed under the new one. */
static void deviate(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const struct svc_value *v = step->values;
    const char *ends_on = v[P_ENDS_ON].text;
    svc_when_format(step->at, at);
    if (strncmp(svc_value_given(&v[P_FINISHED_AT]) ? v[P_FINISHED_AT].text : at, ends_on, 10) > 0)
        keep_slip(step, end_round(step), ends_on, true, NULL, 0, _("planned anew"));
    svc_move(step,
             "UPDATE improve_project SET state = 'replanning', round = round + 1,"
             " finished_at = NULL WHERE no = ?1 AND state = ?2", "");
}

static void review(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    bool after = svc_text_in("verify|standard|recheck", '|', opt.kind);
    bool good = strcmp(opt.result, "good") == 0, stop = strcmp(opt.result, "stop") == 0;
    if (strcmp(opt.kind, "weekly") == 0 && strcmp(v[P_KIND].text, "circle") != 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "is no quality circle; only one meets weekly");
        return;
    }
    const char *states = !good   ? stop ? "draft|running|finished|replanning"
                                        : "running|finished"
                         : after ? "finished|summarised|closed|evaluated"
                                 : "running|replanning|signing|finished";
    if (!svc_stands(step, states) || !svc_in_order(step, v[P_APPROVED_AT].text) ||
        !fits_milestone(step))
        return;
    if (!svc_value_given(&v[P_APPROVED_AT]) && !stop) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot review, it is not approved yet");
        return;
    }
    svc_change_insert(step->call, "improve_review", step->no,
        "INSERT INTO improve_review (no, kind, milestone, reviewed_at, result, text, attended,"
        " event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "ssswssse", step->no,
        opt.kind, opt.milestone, step->at, opt.result, opt.text, opt.attended);
    if (stop)
        svc_move(step,
                 "UPDATE improve_project SET state = 'stopped', stopped_at = ?3"
                 " WHERE no = ?1 AND state = ?2", "w", step->at);
    else if (!good)
        deviate(step);
}

int improve_review(struct svc_call *call)
{
    if ((strcmp(opt.kind, "stage") == 0) != (opt.milestone != NULL))
        svc_die(SVC_USAGE, opt.milestone ? N_("--milestone goes with --kind stage")
                                         : N_("which milestone?\nadd --milestone NO"));
    if (strcmp(opt.result, "good") != 0)
        improve_office(call, N_("a deviation or an end"));
    return svc_each_verb(call, SVC_OF(&improve_projects), svc_call_at(call), review, NULL);
}
