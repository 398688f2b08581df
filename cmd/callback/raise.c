/* raise, qc: what call-backs found for other registers, and calls listened to again. */
#include "callback.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/sample.h"
#include "svc/text.h"

static struct {
    const char *what, *seed, *deviations, *remark, *listener;
} opt;

const struct svc_option raise_options[] = {
    { "what", 0, SVC_OPT_TEXT, &opt.what, "complaint|reopen|entry",
      "complaints of those twice dissatisfied (unless given), complaints to reopen, or wrong"
      " telephone numbers" },
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD", "of calls in the period" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

const struct svc_option qc_options[] = {
    { "seed", 0, SVC_OPT_TEXT, &opt.seed, "CODE", "what the sample depends on" },
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD", "of calls in the period" },
    { "deviations", 0, SVC_OPT_TEXT, &opt.deviations, "ANSWER,...",
      "answers that differ from what was said, or none" },
    { "remark", 0, SVC_OPT_TEXT, &opt.remark, "TEXT", "what was heard" },
    { "listener", 0, SVC_OPT_TEXT, &opt.listener, "NO", "who listened; you unless given" },
    { "at", 0, SVC_OPT_TIME, &svc_shared.at, "TIME", "when it was heard (default: now)" },
    { "late-reason", 0, SVC_OPT_TEXT, &svc_shared.late_reason, "TEXT",
      "why it is recorded so late" },
    { "dry-run", 0, SVC_OPT_FLAG, &svc_shared.dry_run, NULL, "check everything, change nothing" },
    { "reason", 0, SVC_OPT_TEXT, &svc_shared.reason, "TEXT", "why, for the history" },
    { "op-id", 0, SVC_OPT_TEXT, &svc_shared.op_id, "ID", "this operation's own name" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

/* The first moment of the period and the first after; all time without one. */
static const struct svc_period *asked(void)
{
    static struct svc_period all;
    if (svc_shared.period.given)
        return svc_call_period(false);
    all.from = svc_day_start(svc_day_of(1900, 1, 1));
    all.until = svc_day_start(svc_day_of(9999, 12, 31));
    return &all;
}

/* -- raise -------------------------------------------------------------------------------- */

/* The same names as svc-complaint imports them by. */
static const struct svc_column complaint_columns[] = {
    { "source", SVC_TYPE_CODE, 0, "来源系统", "svc-callback", NULL, NULL },
    { "source_no", SVC_TYPE_CODE, 0, "来源编号", "the second call-back", NULL, NULL },
    { "received_at", SVC_TYPE_TIME, 0, "受理时间", "when the customer said so again", NULL, NULL },
    { "channel", SVC_TYPE_CODE, 0, "渠道", "internal", NULL, NULL },
    { "customer", SVC_TYPE_CODE, 0, "客户号", "the customer", NULL, NULL },
    { "category", SVC_TYPE_CODE, 0, "类别", "by the business", NULL, NULL },
    { "subject", SVC_TYPE_TEXT, 0, "主题", "the call-backs and the record", NULL, NULL },
    { "content", SVC_TYPE_TEXT, 0, "内容", "what the customer said", NULL, NULL },
    { "level", SVC_TYPE_INT, 0, "级别", "2; 1 of a VIP customer", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "department that did it", NULL, NULL },
    { "repeat_of", SVC_TYPE_CODE, 0, "重复投诉", "the complaint asked about", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* Dissatisfied in the first call and again in the second, unless that is a complaint already. */
static void raise_complaints(struct svc_call *call, const struct svc_period *period)
{
    svc_print_query(call, complaint_columns, svc_query(call->db,
        "SELECT 'svc-callback', t.no, t.called_at, 'internal', t.customer,"
        "       CASE WHEN t.register = 'complaint' THEN c.category"
        "            WHEN t.business IN ('install', 'pipe_change') THEN 'installation'"
        "            WHEN t.business IN ('gas_on', 'repair', 'safety_check') THEN t.business"
        "            WHEN t.business = 'emergency' THEN 'repair'"
        "            WHEN t.business IN ('stop_notice', 'restore') THEN 'supply'"
        "            WHEN t.business = 'name_transfer' THEN 'billing' ELSE 'other' END,"
        "       '两次回访不满意 ' || t.second_of || ' ' || t.no || COALESCE(' ' || t.record, ''),"
        "       COALESCE(t.comment, f.comment, '两次回访均不满意或未解决'),"
        "       CASE t.tier WHEN 'vip' THEN 1 ELSE 2 END, t.dept,"
        "       CASE t.register WHEN 'complaint' THEN t.record END"
        "  FROM callback t JOIN callback f ON f.no = t.second_of"
        "  LEFT JOIN complaint c ON t.register = 'complaint' AND c.no = t.record"
        " WHERE (t.satisfied = 'dissatisfied' OR t.solved = 'no')"
        "   AND t.called_at >= ?1 AND t.called_at < ?2"
        "   AND NOT EXISTS (SELECT 1 FROM complaint r WHERE r.source = 'svc-callback'"
        "                      AND r.source_no = t.no)"
        " ORDER BY t.called_at, t.no", "ww", period->from, period->until));
}

static const struct svc_column reopen_columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the complaint, still closed", NULL, NULL },
    { "callback", SVC_TYPE_CODE, 0, "回访编号", "the call-back", NULL, NULL },
    { "called_at", SVC_TYPE_TIME, 0, "回访时间", "when the customer was reached", NULL, NULL },
    { "satisfied", SVC_TYPE_CODE, 0, "满意程度", "how satisfied it is", NULL, NULL },
    { "solved", SVC_TYPE_CODE, 0, "是否解决", "is it solved", NULL, NULL },
    { "comment", SVC_TYPE_TEXT, 0, "客户意见", "what the customer said", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* The customer is not content with how its complaint was closed. */
static void raise_reopenings(struct svc_call *call, const struct svc_period *period)
{
    svc_print_query(call, reopen_columns, svc_query(call->db,
        "SELECT c.no, t.no, t.called_at, t.satisfied, t.solved, t.comment"
        "  FROM callback t JOIN complaint c ON c.no = t.record"
        " WHERE (t.satisfied = 'dissatisfied' OR t.solved = 'no')"
        "   AND t.called_at >= ?1 AND t.called_at < ?2 AND t.register = 'complaint'"
        "   AND t.second_of IS NULL AND c.state = 'closed' AND t.planned_at >= c.opened_at"
        " ORDER BY t.called_at, t.no", "ww", period->from, period->until));
}

static const struct svc_column entry_columns[] = {
    { "source", SVC_TYPE_CODE, 0, "来源系统", "svc-callback", NULL, NULL },
    { "source_no", SVC_TYPE_CODE, 0, "来源编号", "the call-back", NULL, NULL },
    { "found_at", SVC_TYPE_TIME, 0, "发现时间", "when the number was called", NULL, NULL },
    { "customer", SVC_TYPE_CODE, 0, "客户号", "whose number it is not", NULL, NULL },
    { "field", SVC_TYPE_CODE, 0, "字段", "phone", NULL, NULL },
    { "error", SVC_TYPE_CODE, 0, "差错类型", "wrong_value", NULL, NULL },
    { "register", SVC_TYPE_CODE, 0, "台帐", "where the record stands", NULL, NULL },
    { "record", SVC_TYPE_CODE, 0, "记录", "the record", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* A wrong number is found once for a task, at its first attempt that told so. */
static void raise_entries(struct svc_call *call, const struct svc_period *period)
{
    svc_print_query(call, entry_columns, svc_query(call->db,
        "SELECT 'svc-callback', t.no, w.found, t.customer, 'phone', 'wrong_value', t.register,"
        "       t.record"
        "  FROM (SELECT no, MIN(found) AS found FROM ("
        "        SELECT no, attempted_at AS found FROM callback"
        "         WHERE disposition = 'wrong_number' AND attempted_at < ?2"
        "         UNION ALL "
        "        SELECT no, attempted_at FROM callback_attempt"
        "         WHERE disposition = 'wrong_number' AND attempted_at < ?2) AS wrong"
        "         GROUP BY no) AS w"
        "  JOIN callback t ON t.no = w.no"
        " WHERE w.found >= ?1 ORDER BY w.found, t.no", "ww", period->from, period->until));
}

int callback_raise(struct svc_call *call)
{
    const struct svc_period *period = asked();
    if (!opt.what || strcmp(opt.what, "complaint") == 0)
        raise_complaints(call, period);
    else if (strcmp(opt.what, "reopen") == 0)
        raise_reopenings(call, period);
    else
        raise_entries(call, period);
    return svc_finish(call);
}

/* -- qc: the sample ----------------------------------------------------------------------- */

static const struct svc_column sample_columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the call-back to listen to", NULL, NULL },
    { "caller", SVC_TYPE_CODE, 0, "回访人", "who called", NULL, NULL },
    { "called_at", SVC_TYPE_TIME, 0, "回访时间", "when the customer was reached", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* The calls of one caller in the period. */
struct calls {
    char *caller;
    struct svc_sampled *call;
    size_t count;
};

static void print_calls(struct svc_call *call, struct calls *of, const struct svc_share *share)
{
    int64_t quota = svc_sample_quota(share, (int64_t)of->count, 1);
    svc_sample_draw(of->call, of->count, opt.seed, of->caller, quota);
    for (size_t i = 0; i < of->count; i++) {
        if (of->call[i].added)
            svc_print_query(call, sample_columns, svc_query(call->db,
                "SELECT no, caller, called_at FROM callback WHERE no = ?1", "s", of->call[i].no));
        free((char *)of->call[i].no);
    }
    free(of->call);
    free(of->caller);
    *of = (struct calls){ NULL, NULL, 0 };
}

/* An exact share of each caller's calls; those that were listened to count as drawn. */
static int print_sample(struct svc_call *call)
{
    struct calls calls = { NULL, NULL, 0 };
    struct svc_share share;
    const struct svc_period *period = asked();
    struct svc_rules *rules = svc_rules_open(call->db);
    const char *ratio =
        svc_policy_param(svc_rules_on(rules, svc_when_day(svc_now())), "callback_qc");
    if (!opt.seed)
        svc_die(SVC_USAGE, "neither numbers nor a seed\nadd --seed CODE for calls to listen to,"
                           " or numbers and --deviations for what was heard");
    if (!ratio || svc_share_parse(ratio, &share))
        svc_die(SVC_CONFIG, "the policy has no share of calls to listen to\n"
                            "give params.csv a row callback_qc");
    svc_print_begin(call, sample_columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT t.no, t.caller,"
        "       CASE WHEN EXISTS (SELECT 1 FROM callback_hearing h WHERE h.no = t.no)"
        "            THEN 1 ELSE 0 END"
        "  FROM callback t WHERE t.called_at >= ?1 AND t.called_at < ?2 AND t.caller IS NOT NULL"
        " ORDER BY t.caller, t.no", "ww", period->from, period->until);
    while (svc_next(q)) {
        if (calls.caller && strcmp(calls.caller, svc_text(q, 1)) != 0)
            print_calls(call, &calls, &share);
        if (!calls.caller)
            calls.caller = svc_strdup(svc_text(q, 1));
        calls.call = svc_grow(calls.call, calls.count, sizeof *calls.call);
        calls.call[calls.count++] = (struct svc_sampled){ .no = svc_strdup(svc_text(q, 0)),
                                                          .drawn = svc_int(q, 2) > 0 };
    }
    if (calls.caller)
        print_calls(call, &calls, &share);
    svc_rules_close(rules);
    return svc_finish(call);
}

/* -- qc: what was heard ------------------------------------------------------------------- */

/* The answers that deviate as a column has them, and how many; none for `none`. */
static char *deviating(int64_t *count)
{
    static const char known[] = "disposition|attitude|skill|timeliness|result|overall|solved|kept|"
                                "broken|comment";
    const char *list = opt.deviations, *word;
    struct svc_buf out = { 0 };
    size_t len;
    *count = 0;
    if (strcmp(list, "none") == 0)
        return NULL;
    while (svc_text_next(&list, ',', &word, &len)) {
        char *one = svc_strndup(word, len);
        if (!svc_text_in(known, '|', one))
            svc_die(SVC_USAGE, "option --deviations: \"%s\" is no answer\none of %s", one, known);
        if (svc_text_in(svc_buf_text(&out), ';', one))
            svc_die(SVC_USAGE, "option --deviations names \"%s\" twice", one);
        svc_buf_printf(&out, "%s%s", out.len ? ";" : "", one);
        free(one);
        ++*count;
    }
    return svc_buf_take(&out);
}

static void hear(const struct callback_step *step)
{
    char at[SVC_WHEN_SIZE];
    int64_t count;
    const struct svc_value *values = step->values;
    const char *called = values[B_CALLED_AT].text, *caller = values[B_CALLER].text;
    const char *listener = opt.listener ? opt.listener : step->call->actor.person;
    char *heard = svc_one(step->call->db,
                          "SELECT heard_at FROM callback_hearing WHERE no = ?1 AND listener = ?2",
                          "ss", step->no, listener);
    if (!called || !caller)
        svc_fail(SVC_REFUSED, "%s: cannot qc, there is no call to listen to", step->no);
    else if (strcmp(listener, caller) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "who called does not listen to the call");
    else if (heard)
        svc_fail(SVC_REFUSED, "%s: \"%s\" listened to it at %s", step->no, listener, heard);
    else if (strcmp(svc_when_format(step->at, at), called) < 0)
        svc_fail(SVC_REFUSED, "%s: cannot qc before the call (%s)", step->no, called);
    else {
        char *list = deviating(&count);
        svc_change_insert(step->call, "callback_hearing", step->no,
            "INSERT INTO callback_hearing (no, heard_at, listener, caller, deviations, deviating,"
            " remark, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "ssssissi",
            step->no, at, listener, caller, count, list, opt.remark,
            svc_event_head(step->call->db).seq + 1);
        free(list);
    }
    free(heard);
}

int callback_qc(struct svc_call *call)
{
    int64_t count;
    if (call->count == 0)
        return print_sample(call);
    if (!opt.deviations)
        svc_die(SVC_USAGE, "nothing was heard\nadd --deviations none, or the answers that deviate");
    free(deviating(&count));
    svc_call_person(call, opt.listener);
    return callback_each(call, &callback_register, hear);
}
