#include "svc/misses.h"

#include <string.h>

#include "svc/change.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/steps.h"
#include "svc/text.h"

static struct {
    const char *approver, *evidence;
} opt;

const struct svc_option svc_excuse_options[] = {
    { .name = "approver", .type = SVC_OPT_TEXT, .to = &opt.approver, .arg = "NO",
      .help = "person in a leading role who allowed it, not you", .table = "person" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "the paper that shows it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- what would vanish -------------------------------------------------------------------- */

static const char *text_at(const struct svc_register *reg, const struct svc_value *values,
                           const char *column)
{
    int at = svc_column_at(reg->columns, column);
    return at >= 0 && svc_value_given(&values[at]) ? values[at].text : NULL;
}

static const char *met_at(const struct svc_register *reg, const struct svc_value *values,
                          const struct svc_clock_columns *clock)
{
    const char *met = NULL;
    for (size_t i = 0; i < clock->met_count && !met; i++)
        met = text_at(reg, values, clock->mets[i]);
    return met;
}

static bool is_missed(const char *due, const char *met, const char *now)
{
    return due && strcmp(due, now) < 0 && (!met || strcmp(met, due) > 0);
}

static int64_t round_at(const struct svc_register *reg, const struct svc_value *values)
{
    int at = svc_column_find(reg->columns, "round");
    return at >= 0 && svc_value_given(&values[at]) ? values[at].number : 1;
}

/* A clock whose outcome hung on a time of day was no miss yet: the office gives the time. */
static bool was_undecided(struct svc_call *call, const struct svc_register *reg, const char *clock,
                          const struct svc_value *before, const struct svc_value *after)
{
    int undated = svc_column_find(reg->columns, "undated");
    int guesses = svc_column_find(reg->columns, "provisional");
    return undated >= 0 && guesses >= 0 && svc_value_given(&before[guesses]) &&
           svc_text_in(before[guesses].text, ';', clock) &&
           !svc_value_same(&before[undated], &after[undated]) &&
           svc_call_holds(call, "office");
}

void svc_misses_undo(struct svc_call *call, const struct svc_miss *was, const struct svc_miss *is,
                     enum svc_undoing undoing)
{
    char now[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    if (!is_missed(was->due, was->done, now) || is_missed(is->due, is->done, now) ||
        (undoing == SVC_ENTERED_LATE && svc_steps_first(call, was->no)))
        return;
    svc_change_insert(call, "miss_undone", was->no,
        "INSERT INTO miss_undone (tbl, no, round, clock, due_at, done_at, how, reason,"
        " undone_at, undone_by, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING *", "ssissssssse",
        was->table, was->no, was->round, was->clock, was->due, is->done,
        undoing == SVC_ENTERED_LATE ? "late" : "decided", svc_shared.reason, now,
        call->actor.person);
}

void svc_misses_keep(struct svc_call *call, struct svc_rules *rules, const struct svc_register *reg,
                     const struct svc_value *before, const struct svc_value *after,
                     enum svc_undoing undoing)
{
    const struct svc_clock_columns *clocks;
    size_t count = svc_rules_clocks(rules, reg->table, &clocks);
    int64_t round = round_at(reg, before);
    for (size_t i = 0; i < count && round == round_at(reg, after); i++) {
        const struct svc_miss was = {
            .table = reg->table, .no = before[0].text, .clock = clocks[i].clock, .round = round,
            .due = text_at(reg, before, clocks[i].due_col), .done = met_at(reg, before, &clocks[i])
        };
        const struct svc_miss is = { .due = text_at(reg, after, clocks[i].due_col),
                                     .done = met_at(reg, after, &clocks[i]) };
        if (clocks[i].met_count && !was_undecided(call, reg, clocks[i].clock, before, after))
            svc_misses_undo(call, &was, &is, undoing);
    }
}

/* -- excuse ------------------------------------------------------------------------------- */

#define LEADING "dept_head;deputy_gm;office;gm"

static bool is_among(const char *person, const char *const *about)
{
    for (; about && *about; about++)
        if (strcmp(person, *about) == 0)
            return true;
    return false;
}

const char *svc_misses_approver(const struct svc_step *step, const char *person,
                                const char *const *about)
{
    char day[SVC_DAY_SIZE];
    if (!svc_org_holds(step->call->db, person, LEADING,
                       svc_day_format(svc_when_day(step->at), day)))
        return N_("holds no leading role on that day (dept_head, deputy_gm, office, gm)");
    return is_among(person, about) ? N_("is the one it is about") : NULL;
}

void svc_misses_excuse(const struct svc_step *step, const struct svc_miss *miss)
{
    struct svc_call *call = step->call;
    const char *why, *actor = call->actor.person;
    char at[SVC_WHEN_SIZE];
    svc_when_format(step->at, at);
    if (!is_missed(miss->due, miss->done, at) && miss->due)
        svc_refuse(call, SVC_REFUSED, step->no, "the limit to %s is not missed, it is %s", miss->clock,
                   miss->due);
    else if (!is_missed(miss->due, miss->done, at))
        svc_refuse(call, SVC_REFUSED, step->no, "the limit to %s is not missed", miss->clock);
    else if (svc_one_int(call->db, 0, "SELECT 1 FROM excuse WHERE tbl = ?1 AND no = ?2"
                                      " AND round = ?3 AND clock = ?4", "ssis", miss->table,
                         miss->no, miss->round, miss->clock))
        svc_refuse(call, SVC_REFUSED, step->no, "the limit to %s is excused already", miss->clock);
    else if (actor && strcmp(actor, opt.approver) == 0)
        svc_refuse(call, SVC_REFUSED, step->no, "whoever enters it does not approve it");
    else if ((why = svc_misses_approver(step, opt.approver, miss->about)))
        svc_refuse_both(call, SVC_REFUSED, step->no, svc_format("\"%s\" %s", opt.approver, why),
                        svc_format("\"%s\" %s", opt.approver, _(why)));
    else if (is_among(actor ? actor : "", miss->about))
        svc_refuse(call, SVC_REFUSED, step->no, "is about \"%s\", who cannot excuse it", actor);
    else
        svc_change_insert(call, "excuse", step->no,
            "INSERT INTO excuse (tbl, no, round, clock, due_at, approver, reason, evidence,"
            " excused_at, excused_by, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING *", "ssisssssss" "e",
            miss->table, miss->no, miss->round, miss->clock, miss->due, opt.approver,
            svc_shared.reason, opt.evidence, at, actor);
}

/* -- confirm ------------------------------------------------------------------------------ */

/* The last entry that waits; 0 for none. */
static int64_t waiting(const struct svc_step *step, const char *table, const char *beside)
{
    return svc_one_int(step->call->db, 0,
        "SELECT MAX(waits) FROM miss_past WHERE tbl IN (?1, ?2) AND no = ?3"
        "   AND status = 'proposed'", "sss", table, beside, step->no);
}

void svc_misses_confirm(const struct svc_step *step, const char *table, const char *beside)
{
    struct svc_call *call = step->call;
    int64_t waits = waiting(step, table, beside);
    if (!waits)
        svc_refuse(call, SVC_REFUSED, step->no, "no entry that came late waits");
    for (; waits; waits = waiting(step, table, beside))
        svc_change_insert(call, "miss_confirm", step->no,
            "INSERT INTO miss_confirm (undone, reason, confirmed_at, confirmed_by, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING *", "iswse", waits, svc_shared.reason,
            step->at, call->actor.person);
}
