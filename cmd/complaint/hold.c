/* Holds and extensions: what lawfully moves a deadline. */
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "svc/change.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/misses.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/steps.h"

static struct {
    const char *clock, *length, *approver;
    struct svc_opt_time told;
} opt;

static const char *allowed_by; /* a hold that lasted longer than the policy lets it */

const struct svc_option resume_options[] = {
    { .name = "approver", .type = SVC_OPT_TEXT, .to = &allowed_by, .arg = "NO",
      .help = "who allowed a hold longer than the policy's hold_longest", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option extend_options[] = {
    { .name = "clock", .type = SVC_OPT_TEXT, .to = &opt.clock, .arg = "respond|solution|close",
      .help = "the limit made longer (default: close)", .list = "complaint.clock" },
    { .name = "length", .type = SVC_OPT_TEXT, .to = &opt.length, .arg = "LIMIT",
      .help = "by how much, in the limit's own unit, not more than the limit itself" },
    { .name = "approver", .type = SVC_OPT_TEXT, .to = &opt.approver, .arg = "NO",
      .help = "person who allowed it", .table = "person" },
    { .name = "told", .type = SVC_OPT_TIME, .to = &opt.told, .arg = "TIME",
      .help = "when the customer was told" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The column `held` grows at its end: by a hold that begins, or by its end. */
static void add_held(struct svc_value *values, const char *begins, const char *ends,
                     const char *approver)
{
    static struct svc_buf list;
    const struct svc_value *held = &values[C_HELD];
    const char *before = svc_value_given(held) ? held->text : "";
    char *all = begins ? svc_format("%s%s%s/", before, *before ? ";" : "", begins)
                       : svc_format("%s%s%s%s", before, ends, approver ? "/" : "",
                                    approver ? approver : "");
    svc_buf_clear(&list);
    svc_buf_puts(&list, all);
    values[C_HELD] = svc_value_text(svc_buf_text(&list));
    free(all);
}

/* Writes the deadlines as they come out now; a held clock has none. */
static void keep_deadlines(const struct svc_step *step, const char *held_since)
{
    struct svc_value *values = step->values;
    svc_rules_stir(step->context);
    svc_rules_deadlines(step->context, &complaint_register, values);
    svc_change(step->call, step->no,
               "UPDATE complaint SET held_since = ?2, respond_due = ?3, solution_due = ?4,"
               " close_due = ?5, provisional = ?6, held = ?7 WHERE no = ?1",
               "ssssss", held_since, values[C_RESPOND_DUE].text, values[C_SOLUTION_DUE].text,
               values[C_CLOSE_DUE].text, values[C_PROVISIONAL].text, values[C_HELD].text);
}

const char *complaint_hold_longest(struct svc_rules *rules, svc_when from, char *out)
{
    const struct svc_policy *policy = svc_rules_on(rules, svc_when_day(from));
    const char *text = svc_policy_param(policy, "hold_longest");
    struct svc_clock clock = { .calendar = policy->calendar, .start = from };
    if (!text || svc_length_parse(text, &clock.length))
        return NULL;
    return svc_when_format(svc_clock_due(&clock, NULL, NULL).due, out);
}

static void hold(const struct svc_step *step)
{
    struct svc_value *values = step->values;
    const char *no = step->no;
    char text[SVC_WHEN_SIZE], most[SVC_WHEN_SIZE];
    svc_when_format(step->at, text);
    if (svc_value_given(&values[C_HELD_SINCE])) {
        svc_refuse(step->call, SVC_REFUSED, no, "is on hold since %s", values[C_HELD_SINCE].text);
    } else if (strcmp(text, values[C_OPENED_AT].text) < 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot hold before it was opened (%s)",
                   values[C_OPENED_AT].text);
    } else if (svc_one_int(step->call->db, 0, "SELECT 1 FROM hold_end WHERE tbl = 'complaint'"
                                        " AND no = ?1 AND until_at > ?2", "ss", no, text)) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot hold inside an earlier hold");
    } else {
        svc_change_insert(step->call, "hold", no,
            "INSERT INTO hold (tbl, no, from_at, longest, reason, event)"
            " VALUES ('complaint', ?1, ?2, ?3, ?4, ?5) RETURNING *",
            "sssse", no, text, complaint_hold_longest(step->context, step->at, most),
            svc_shared.reason);
        add_held(values, text, NULL, NULL);
        keep_deadlines(step, text);
    }
}

const char *complaint_hold_forbids(const struct svc_step *step, const char *most,
                                   const char *approver)
{
    static struct svc_buf why;
    const struct svc_value *values = step->values;
    char at[SVC_WHEN_SIZE], day[SVC_DAY_SIZE];
    const char *const about[] = {
        values[C_PERSON].text ? values[C_PERSON].text : "",
        values[C_RESPONSIBLE_PERSON].text ? values[C_RESPONSIBLE_PERSON].text : "", NULL };
    const struct svc_policy *policy = svc_rules_on(step->context, svc_when_day(step->at));
    const char *roles = svc_policy_param(policy, "hold_approver"), *refused;
    bool over = most && strcmp(svc_when_format(step->at, at), most) > 0;
    svc_buf_clear(&why);
    if (!approver && over)
        svc_buf_printf(&why, _("was on hold longer than until %s, which the policy's hold_longest"
                       " allows"), most);
    if (!approver)
        return over ? svc_buf_text(&why) : NULL;
    if (!roles || svc_org_holds(step->call->db, approver, roles,
                                svc_day_format(svc_when_day(step->at), day)))
        return (refused = svc_misses_approver(step, approver, about)) ? _(refused) : NULL;
    svc_buf_printf(&why, _("holds none of the roles %s on that day"), svc_words_told("verb.role", roles));
    return svc_buf_text(&why);
}

static char *forbids_in(enum svc_language language, const struct svc_step *step, const char *most)
{
    enum svc_language own = svc_lang_in(language);
    const char *why = complaint_hold_forbids(step, most, allowed_by);
    char *text = allowed_by ? svc_format("\"%s\" %s", allowed_by, why)
                            : svc_format(_("%s\nname who allowed it: --approver NO"), why);
    svc_lang_in(own);
    return text;
}

/* False, and refused, when nobody who may allowed the hold to last so long. */
static bool is_allowed(const struct svc_step *step, const char *since)
{
    char *most = svc_one(step->call->db, "SELECT longest FROM hold WHERE tbl = 'complaint'"
                                         "   AND no = ?1 AND from_at = ?2", "ss", step->no, since);
    bool allowed = !complaint_hold_forbids(step, most, allowed_by);
    if (!allowed)
        svc_refuse_both(step->call, SVC_REFUSED, step->no, forbids_in(SVC_ENGLISH, step, most),
                        forbids_in(svc_lang(), step, most));
    free(most);
    return allowed;
}

static void resume(const struct svc_step *step)
{
    struct svc_value *values = step->values;
    const char *no = step->no, *since = values[C_HELD_SINCE].text;
    char text[SVC_WHEN_SIZE];
    svc_when_format(step->at, text);
    if (!since) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot resume, it is not on hold");
    } else if (strcmp(text, since) < 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot resume before the hold began (%s)", since);
    } else if (is_allowed(step, since)) {
        svc_change_insert(step->call, "hold_end", no,
            "INSERT INTO hold_end (tbl, no, from_at, until_at, approver, event)"
            " VALUES ('complaint', ?1, ?2, ?3, ?4, ?5) RETURNING *", "sssse", no, since, text,
            allowed_by);
        add_held(values, NULL, text, allowed_by);
        keep_deadlines(step, NULL);
    }
}

int complaint_hold(struct svc_call *call)
{
    return complaint_each(call, hold);
}

int complaint_resume(struct svc_call *call)
{
    return complaint_each(call, resume);
}

/* -- extend ------------------------------------------------------------------------------- */

/* The deadline as it stands; a held limit has none, and is not past. What is recorded late may not
 * reach back behind it: the present moment counts. */
static const char *due_of(const struct svc_value *values)
{
    enum complaint_column at = strcmp(opt.clock, "respond") == 0    ? C_RESPOND_DUE
                               : strcmp(opt.clock, "solution") == 0 ? C_SOLUTION_DUE
                                                                    : C_CLOSE_DUE;
    return values[at].text;
}

static void extend(const struct svc_step *step)
{
    struct svc_value *values = step->values;
    const char *no = step->no;
    const struct svc_limit *limit = svc_rules_limit(step->context, &complaint_register, values,
                                                    opt.clock);
    struct svc_length length;
    char told[SVC_WHEN_SIZE], at[SVC_WHEN_SIZE];
    const char *due = due_of(values), *why;
    svc_when now = svc_steps_first(step->call, no) ? step->at : svc_now();
    const char *const about[] = {
        values[C_PERSON].text ? values[C_PERSON].text : "",
        values[C_RESPONSIBLE_PERSON].text ? values[C_RESPONSIBLE_PERSON].text : "", NULL };
    if (!limit) {
        svc_refuse(step->call, SVC_REFUSED, no, "has no limit to %s", opt.clock);
    } else if (svc_length_parse(opt.length, &length) || length.unit != limit->parsed.unit ||
               length.count == 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "the limit is %s; extend it in the same unit",
                   limit->length);
    } else if (length.count > limit->parsed.count) {
        svc_refuse(step->call, SVC_REFUSED, no, "%s is more than the limit itself, %s", opt.length,
                   limit->length);
    } else if (svc_one_int(step->call->db, 0, "SELECT 1 FROM extension WHERE tbl = 'complaint'"
                                        " AND no = ?1 AND clock = ?2 AND start_at = ?3",
                           "sss", no, opt.clock, values[C_OPENED_AT].text)) {
        svc_refuse(step->call, SVC_REFUSED, no, "the limit was extended once already");
    } else if (due && strcmp(svc_when_format(now, at), due) > 0) {
        svc_refuse(step->call, SVC_REFUSED, no, "cannot extend, the limit was %s\n"
                   "from then on only the office excuses: svc-complaint excuse", due);
    } else if (opt.told.when > svc_now()) {
        svc_refuse(step->call, SVC_REFUSED, no, "--told lies in the future");
    } else if ((why = svc_misses_approver(step, opt.approver, about))) {
        svc_refuse_both(step->call, SVC_REFUSED, no, svc_format("\"%s\" %s", opt.approver, why),
                        svc_format("\"%s\" %s", opt.approver, _(why)));
    } else {
        svc_change_insert(step->call, "extension", no,
            "INSERT INTO extension (tbl, no, clock, start_at, length, approver, reason, told_at,"
            " event) VALUES ('complaint', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *",
            "ssssssse", no, opt.clock, values[C_OPENED_AT].text, opt.length, opt.approver,
            svc_shared.reason, svc_when_format(opt.told.when, told));
        keep_deadlines(step, values[C_HELD_SINCE].text);
    }
}

int complaint_extend(struct svc_call *call)
{
    struct svc_length length;
    if (!opt.clock)
        opt.clock = "close";
    const char *why = svc_length_parse(opt.length, &length);
    if (why)
        svc_die(SVC_USAGE, "option --length: %s", why);
    return complaint_each(call, extend);
}
