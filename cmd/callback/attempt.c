/* queue, attempt, answer: whom to call now, what came of it, and what the customer said. */
#include "callback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/text.h"

enum { SCORE_COUNT = 5, ANSWERS = 11 };

static struct {
    const char *caller, *disposition, *business, *dept, *satisfaction, *solved, *comment, *kept,
        *broken;
    const char *score[SCORE_COUNT];
} opt;

const struct svc_option queue_options[] = {
    { .name = "caller", .type = SVC_OPT_TEXT, .to = &opt.caller, .arg = "NO",
      .help = "what this person may call", .table = "person" },
    { .name = "business", .type = SVC_OPT_TEXT, .to = &opt.business, .arg = "WORD",
      .list = "business callback.business",
      .help = "this business only" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "jobs of this department only", .table = "dept" },
    { .name = "limit", .letter = 'n', .type = SVC_OPT_INT, .to = &svc_shared.limit, .arg = "N",
      .help = "at most N; 0 is all" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option attempt_options[] = {
    { .name = "disposition", .type = SVC_OPT_TEXT, .to = &opt.disposition,
      .arg = "reached|no_answer|busy|refused|wrong_number|powered_off|invalid",
      .help = "what came of it", .list = "callback.disposition" },
    { .name = "caller", .type = SVC_OPT_TEXT, .to = &opt.caller, .arg = "NO",
      .help = "who called; you unless given", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option answer_options[] = {
    { .name = "attitude", .type = SVC_OPT_TEXT, .to = &opt.score[0], .arg = CALLBACK_SCORES,
      .help = "attitude; 10 is the best" },
    { .name = "skill", .type = SVC_OPT_TEXT, .to = &opt.score[1], .arg = CALLBACK_SCORES,
      .help = "skill" },
    { .name = "timeliness", .type = SVC_OPT_TEXT, .to = &opt.score[2], .arg = CALLBACK_SCORES,
      .help = "timeliness" },
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.score[3], .arg = CALLBACK_SCORES,
      .help = "result" },
    { .name = "overall", .type = SVC_OPT_TEXT, .to = &opt.score[4], .arg = CALLBACK_SCORES,
      .help = "all in all" },
    { .name = "satisfaction", .type = SVC_OPT_TEXT, .to = &opt.satisfaction, .arg = "WORD",
      .list = "callback.satisfaction", .help = "in a word; the score where overall is not told" },
    { .name = "solved", .type = SVC_OPT_TEXT, .to = &opt.solved, .arg = "yes|no",
      .help = "is it solved for the customer", .list = "verb.yes_no" },
    { .name = "kept", .type = SVC_OPT_TEXT, .to = &opt.kept, .arg = "ITEM,...",
      .help = "7653 items that the visit kept" },
    { .name = "broken", .type = SVC_OPT_TEXT, .to = &opt.broken, .arg = "ITEM,...",
      .help = "7653 items that it broke" },
    { .name = "comment", .type = SVC_OPT_TEXT, .to = &opt.comment, .arg = "TEXT",
      .help = "what the customer said" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- the rules of calling ----------------------------------------------------------------- */

/* What the policy of a day says; without a parameter its rule does not exist. */
struct calling {
    int64_t most, half_days; /* attempts, and the half days they spread over */
    struct svc_clock gap;    /* its length alone */
    bool has_gap;
    const char *quiet; /* 12:00-14:00;20:00-08:00, or NULL */
};

static struct calling rules_of(const struct svc_policy *policy)
{
    struct calling calling = {
        .most = svc_policy_number(policy, "callback_attempts", INT64_MAX) / 100,
        .half_days = svc_policy_number(policy, "callback_half_days", 0) / 100,
        .gap = { .calendar = policy->calendar },
        .quiet = svc_policy_param(policy, "callback_quiet")
    };
    const char *gap = svc_policy_param(policy, "callback_gap");
    calling.has_gap = gap && !svc_length_parse(gap, &calling.gap.length);
    return calling;
}

static int minute_of(const char *text)
{
    return (text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

/* True in a span during which nobody is called; one that ends before it begins reaches over
 * midnight. The loader took care of their form. */
static bool is_quiet(const struct calling *calling, svc_when at)
{
    const char *list = calling->quiet, *span;
    size_t len;
    int now = (int)((at - svc_day_start(svc_when_day(at))) / 60);
    while (list && svc_text_next(&list, ';', &span, &len)) {
        int from = minute_of(span), until = minute_of(span + 6);
        bool inside = from <= until ? now >= from && now < until : now >= from || now < until;
        if (inside)
            return true;
    }
    return false;
}

/* A half day ends at noon. */
static char *half_day(svc_when at, char out[SVC_WHEN_SIZE])
{
    char day[SVC_DAY_SIZE];
    svc_day_format(svc_when_day(at), day);
    bool morning = at - svc_day_start(svc_when_day(at)) < SVC_DAY_SECONDS / 2;
    snprintf(out, SVC_WHEN_SIZE, "%s %s", day, morning ? "am" : "pm");
    return out;
}

/* The moment from which a task last tried at `last` may be tried again. */
static svc_when gap_end(const struct calling *calling, svc_when last)
{
    struct svc_clock clock = calling->gap;
    clock.start = last;
    return svc_clock_due(&clock, NULL, NULL).due;
}

/* -- queue -------------------------------------------------------------------------------- */

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the call-back" },
    { .name = "business", .type = SVC_TYPE_CODE, .label = "业务类型",
      .help = "what is asked about", .list = "business callback.business" },
    { .name = "register", .type = SVC_TYPE_CODE, .label = "台账",
      .help = "where the record stands", .list = "callback.register" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号", .help = "the record" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "whom to call" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "服务等级", .help = "its tier",
      .list = "tier.tier" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department that did it" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "处理人", .help = "who did it" },
    { .name = "caller", .type = SVC_TYPE_CODE, .label = "回访人",
      .help = "who was given the task" },
    { .name = "window_to", .type = SVC_TYPE_TIME, .label = "回访截止时间", .help = "to be called by" },
    { .name = "attempts", .type = SVC_TYPE_INT, .label = "呼叫次数",
      .help = "how often it was tried" },
    { .name = "attempted_at", .type = SVC_TYPE_TIME, .label = "最近呼叫",
      .help = "the last attempt" },
    { .name = "disposition", .type = SVC_TYPE_CODE, .label = "呼叫结果", .help = "what it gave",
      .list = "callback.disposition" },
    { .name = "left", .type = SVC_TYPE_CODE, .label = "剩余",
      .help = "what is left; negative when past" },
    { 0 }
};

/* A complaint that is opened again takes the call-backs of its round with it: the next round is asked
 * about by its own, and a second call belongs to the round of the first. `t` is the task and `k` its
 * complaint, if any. */
#define OF_THIS_ROUND \
    "(k.no IS NULL OR (k.state = 'closed' AND k.opened_at <= COALESCE(" \
    "    (SELECT f.planned_at FROM callback f WHERE f.no = t.second_of), t.planned_at)))"

/* The open tasks whose window has opened, the first deadline first. Of a task that was tried it
 * must be possible still to spread its attempts over as many half days as the policy asks; and
 * nobody is called about a complaint that was opened again since. */
static struct svc_query *waiting(struct svc_call *call, const struct calling *calling)
{
    char half[SVC_WHEN_SIZE];
    return svc_query(call->db,
        "SELECT t.no, t.business, t.register, t.record, t.customer, t.tier, t.dept, t.person,"
        "       t.caller, t.window_to, t.attempts, t.attempted_at, t.disposition"
        "  FROM callback t LEFT JOIN person h ON h.person = t.person"
        "  LEFT JOIN person c ON c.person = ?5"
        "  LEFT JOIN complaint k ON t.register = 'complaint' AND k.no = t.record"
        " WHERE t.called_at IS NULL AND t.unreachable_at IS NULL AND t.cancelled_at IS NULL"
        "   AND (t.window_from IS NULL OR t.window_from <= ?1) AND t.attempts < ?2"
        "   AND (t.attempts = 0 OR ?2 - (SELECT COUNT(*) FROM callback_attempt a WHERE a.no = t.no)"
        "        + (SELECT COUNT(DISTINCT a.half_day) FROM callback_attempt a WHERE a.no = t.no"
        "              AND a.half_day <> ?4) >= ?3)"
        "   AND " OF_THIS_ROUND
        "   AND (?5 = '' OR (COALESCE(t.caller, ?5) = ?5 AND COALESCE(t.person, '') <> ?5"
        "        AND (c.dept IS NULL OR (c.dept <> COALESCE(t.dept, '')"
        "                                AND c.dept <> COALESCE(h.dept, '')))))"
        "   AND (?6 = '' OR t.business = ?6) AND (?7 = '' OR t.dept = ?7)"
        " ORDER BY t.window_to NULLS LAST, t.no", "wiissss", svc_now(), calling->most,
        calling->half_days, half_day(svc_now(), half), opt.caller ? opt.caller : "",
        opt.business ? opt.business : "", opt.dept ? opt.dept : "");
}

int callback_queue(struct svc_call *call)
{
    enum { SHOWN = 13 };
    char left[SVC_SPAN_SIZE];
    int64_t count = 0;
    struct svc_rules *rules = svc_rules_open(call->db);
    struct calling calling = rules_of(svc_rules_on(rules, svc_when_day(svc_now())));
    svc_print_begin(call, columns);
    bool quiet = is_quiet(&calling, svc_now());
    struct svc_query *q = quiet ? NULL : waiting(call, &calling);
    while (q && svc_next(q)) {
        if (calling.has_gap && !svc_is_null(q, 11) &&
            gap_end(&calling, svc_moment(q, 11)) > svc_now())
            continue;
        struct svc_value row[SHOWN + 1];
        for (int i = 0; i < SHOWN; i++)
            row[i] = i == 10 ? svc_value_number(svc_int(q, i)) : svc_value_text(svc_text(q, i));
        row[SHOWN] = svc_value_text(svc_is_null(q, 9) ? NULL
            : svc_span_format((svc_moment(q, 9) - svc_now()) / 60, left));
        svc_print_row(call, row);
        if (++count == svc_shared.limit) {
            svc_done(q);
            break;
        }
    }
    if (quiet && svc_call_talks())
        svc_warn("nobody is called at this hour (%s)", calling.quiet);
    svc_rules_close(rules);
    return svc_finish(call);
}

void callback_keep_attempt(struct svc_call *call, const char *no, const struct svc_value *values)
{
    svc_when at;
    char half[SVC_WHEN_SIZE];
    const char *caller = values[B_CALLER].text;
    if (values[B_ATTEMPTS].number < 1 || !svc_value_given(&values[B_DISPOSITION]) ||
        !svc_value_given(&values[B_ATTEMPTED_AT]) ||
        svc_when_parse(values[B_ATTEMPTED_AT].text, &at))
        return;
    svc_change_insert(call, "callback_attempt", no,
        "INSERT INTO callback_attempt (no, nth, attempted_at, half_day, disposition, caller, event)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS"
        " (SELECT 1 FROM callback_attempt WHERE no = ?1 AND nth = ?2) RETURNING *", "siwssse", no,
        values[B_ATTEMPTS].number, at, half_day(at, half), values[B_DISPOSITION].text,
        caller && *caller ? caller : call->actor.person);
}

/* -- attempt ------------------------------------------------------------------------------ */

static const char *caller_of(const struct svc_step *step)
{
    return opt.caller ? opt.caller : step->call->actor.person;
}

/* The most half days that its attempts can still spread over, when one falls on `half`. Of an
 * imported attempt nobody knows, so it may have had one of its own. */
static int64_t spread(const struct svc_step *step, int64_t most, const char *half)
{
    return most + svc_one_int(step->call->db, 0,
        "SELECT COUNT(DISTINCT CASE WHEN half_day <> ?2 THEN half_day END) - COUNT(*)"
        "  FROM callback_attempt WHERE no = ?1", "ss", step->no, half);
}

static bool too_early(const struct svc_step *step, const struct calling *calling)
{
    char at[SVC_WHEN_SIZE], again[SVC_WHEN_SIZE];
    const char *from = step->values[B_WINDOW_FROM].text;
    const char *last = step->values[B_ATTEMPTED_AT].text;
    svc_when tried;
    svc_when_format(step->at, at);
    if (strcmp(at, step->values[B_PLANNED_AT].text) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot attempt before it was planned (%s)",
                   step->values[B_PLANNED_AT].text);
    else if (from && strcmp(at, from) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "too early, not to be called before %s",
                   from);
    else if (last && strcmp(at, last) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot attempt before the attempt before it (%s)", last);
    else if (last && calling->has_gap && !svc_when_parse(last, &tried) &&
             gap_end(calling, tried) > step->at)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "too early, it was tried at %s and may be tried again at %s", last,
                   svc_when_format(gap_end(calling, tried), again));
    else
        return false;
    return true;
}

/* Is its complaint open, or in a later round, at the moment of the call? */
static bool was_reopened(const struct svc_step *step)
{
    return svc_one_int(step->call->db, 0,
        "SELECT 1 FROM callback t JOIN complaint k ON t.register = 'complaint' AND k.no = t.record"
        " WHERE t.no = ?1 AND k.opened_at <= ?2 AND NOT " OF_THIS_ROUND, "sw", step->no, step->at);
}

/* False, and reported, when the rules of calling forbid it. */
static bool may_call(const struct svc_step *step, const struct calling *calling)
{
    char half[SVC_WHEN_SIZE];
    const struct svc_value *values = step->values;
    int64_t left = calling->most - values[B_ATTEMPTS].number - 1;
    const char *why = callback_excludes(step->call, caller_of(step), values[B_PERSON].text,
                                        values[B_DEPT].text);
    if (why)
        svc_refuse_both(step->call, SVC_REFUSED, step->no, svc_format("the caller %s", why),
                        svc_format(_("the caller %s"), _(why)));
    else if (was_reopened(step))
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "nobody is called about a complaint that is open, or was opened"
                   " again since: %s", values[B_RECORD].text);
    else if (is_quiet(calling, step->at))
        svc_refuse(step->call, SVC_REFUSED, step->no, "nobody is called at that hour (%s)",
                   calling->quiet);
    else if (left < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "too many, it was tried %lld times",
                   (long long)values[B_ATTEMPTS].number);
    else if (values[B_ATTEMPTS].number > 0 &&
             spread(step, calling->most, half_day(step->at, half)) < calling->half_days)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "too early, its attempts spread over %lld half days",
                   (long long)calling->half_days);
    else
        return !too_early(step, calling);
    return false;
}

static void attempt(const struct svc_step *step)
{
    char half[SVC_WHEN_SIZE];
    struct calling calling = rules_of(callback_policy(step));
    int64_t nth = step->values[B_ATTEMPTS].number + 1;
    bool reached = strcmp(opt.disposition, "reached") == 0;
    bool changed = may_call(step, &calling) && svc_move(step,
        "UPDATE callback SET attempts = ?3, attempted_at = ?4, disposition = ?5, caller = ?6,"
        " called_at = CASE ?5 WHEN 'reached' THEN ?4 END,"
        " unreachable_at = CASE WHEN ?5 <> 'reached' AND ?3 >= ?7 THEN ?4 END,"
        " state = CASE WHEN ?5 = 'reached' THEN 'reached' WHEN ?3 >= ?7 THEN 'unreachable'"
        "              ELSE 'tried' END"
        " WHERE no = ?1 AND state = ?2",
        "iwssi", nth, step->at, opt.disposition, caller_of(step), calling.most);
    if (!changed)
        return;
    callback_keep_attempt(step->call, step->no, step->values); /* one that was imported */
    svc_change_insert(step->call, "callback_attempt", step->no,
        "INSERT INTO callback_attempt (no, nth, attempted_at, half_day, disposition, caller, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "siwssse", step->no, nth, step->at,
        half_day(step->at, half), opt.disposition, caller_of(step));
    if (!reached && nth >= calling.most && svc_call_talks())
        svc_warn("%s: tried %lld times, given up", step->no, (long long)nth);
}

int callback_attempt(struct svc_call *call)
{
    return callback_each(call, &callback_register, attempt);
}

/* -- answer ------------------------------------------------------------------------------- */

/* What was given, in the order of the columns from attitude to comment. */
static struct svc_value given[ANSWERS];
enum { SATISFIED = B_SATISFIED - B_ATTITUDE, SATISFACTION = B_SATISFACTION - B_ATTITUDE,
       SOLVED = B_SOLVED - B_ATTITUDE, KEPT = B_KEPT - B_ATTITUDE,
       BROKEN = B_BROKEN - B_ATTITUDE, COMMENT = B_COMMENT - B_ATTITUDE };

/* Items on the command line stand between commas, in a column between semicolons. */
static void read_items(const char *option, const char *list, int at)
{
    static struct svc_buf text[2], room[2];
    int n = at == BROKEN;
    svc_buf_clear(&text[n]);
    if (!list)
        return;
    for (; *list; list++)
        svc_buf_putc(&text[n], *list == ',' ? ';' : *list);
    const char *why = svc_value_read(&callback_register.columns[B_ATTITUDE + at], SVC_WORDS_EVER,
                                     text[n].data, text[n].len, &given[at], &room[n]);
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s\nsvc-order visits lists the items", option, why);
}

static void read_answers(void)
{
    memset(given, 0, sizeof given);
    bool any = opt.satisfaction || opt.solved || opt.kept || opt.broken || opt.comment;
    for (int i = 0; i < SCORE_COUNT; i++) {
        int64_t score;
        if (opt.score[i] && !svc_int_parse(opt.score[i], &score))
            given[i] = svc_value_number(score);
        any |= opt.score[i] != NULL;
    }
    if (!any)
        svc_die(SVC_USAGE, "no answer\nadd --overall, --solved or another of the questions");
    given[SATISFACTION] = svc_value_text(opt.satisfaction);
    given[SOLVED] = svc_value_text(opt.solved);
    given[COMMENT] = svc_value_text(opt.comment);
    read_items("kept", opt.kept, KEPT);
    read_items("broken", opt.broken, BROKEN);
}

/* Was it said that anything is wrong? */
static bool is_unhappy(const char *satisfied)
{
    return (satisfied && strcmp(satisfied, "dissatisfied") == 0) ||
           (opt.solved && strcmp(opt.solved, "no") == 0);
}

static void answer(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    enum callback_column column;
    const char *called = step->values[B_CALLED_AT].text;
    struct svc_value now[ANSWERS + 1];
    svc_when when = step->at;
    if (called && strcmp(svc_when_format(step->at, at), called) < 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot answer before the call (%s)", called);
        return;
    }
    if (called)
        svc_when_parse(called, &when);
    const struct svc_policy *policy = svc_rules_on(step->context, svc_when_day(when));
    memcpy(&step->values[B_ATTITUDE], given, sizeof given);
    const char *why = callback_unfit(step->values, &column);
    if (!why && (why = callback_weigh(policy, step->values)))
        column = B_SATISFACTION;
    if (why) {
        const char *name = callback_register.columns[column].name;
        svc_refuse_both(step->call, SVC_REFUSED, step->no, svc_format("%s %s", name, why),
                        svc_format("%s %s", name, _(why)));
        return;
    }
    memcpy(now, &step->values[B_ATTITUDE], sizeof given);
    now[SATISFIED] = svc_value_text(callback_band(policy, &step->values[B_OVERALL]));
    now[ANSWERS] = step->values[B_STATE];
    bool changed = svc_change_values(step->call, step->no,
        "UPDATE callback SET attitude = ?2, skill = ?3, timeliness = ?4, result = ?5,"
        " overall = ?6, satisfaction = ?7, satisfied = ?8, solved = ?9, kept = ?10, broken = ?11,"
        " comment = ?12 WHERE no = ?1 AND state = ?13 AND attitude IS NULL AND skill IS NULL"
        "   AND timeliness IS NULL AND result IS NULL AND overall IS NULL AND solved IS NULL"
        "   AND kept IS NULL AND broken IS NULL AND comment IS NULL", now, ANSWERS + 1);
    if (changed && is_unhappy(now[SATISFIED].text) &&
        !svc_value_given(&step->values[B_SECOND_OF]))
        callback_open_issue(step, now[SATISFIED].text);
}

int callback_answer(struct svc_call *call)
{
    read_answers();
    return callback_each(call, &callback_register, answer);
}
