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
#include "svc/word.h"

static struct {
    const char *what, *seed, *deviations, *remark, *listener;
} opt;

static const struct svc_option calls_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "of calls in the period" },
    { 0 }
};

const struct svc_option raise_options[] = {
    { .name = "what", .type = SVC_OPT_TEXT, .to = &opt.what, .arg = "complaint|reopen|entry",
      .help = "complaints of those twice dissatisfied (unless given), complaints to reopen, or wrong"
      " telephone numbers", .list = "callback.raise" },
    SVC_OPTIONS_INCLUDE(calls_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option qc_options[] = {
    { .name = "seed", .type = SVC_OPT_TEXT, .to = &opt.seed, .arg = "CODE",
      .help = "what the sample depends on" },
    SVC_OPTIONS_INCLUDE(calls_options),
    { .name = "deviations", .type = SVC_OPT_TEXT, .to = &opt.deviations, .arg = "ANSWER,...",
      .help = "answers that differ from what was said, or none" },
    { .name = "remark", .type = SVC_OPT_TEXT, .to = &opt.remark, .arg = "TEXT",
      .help = "what was heard" },
    { .name = "listener", .type = SVC_OPT_TEXT, .to = &opt.listener, .arg = "NO",
      .help = "who listened; you unless given", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_output_options),
    { 0 }
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
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "svc-callback" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号",
      .help = "the second call-back" },
    { .name = "received_at", .type = SVC_TYPE_TIME, .label = "受理时间",
      .help = "when the customer said so again" },
    { .name = "channel", .type = SVC_TYPE_CODE, .label = "渠道", .help = "internal",
      .list = "channel" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the customer" },
    { .name = "category", .type = SVC_TYPE_CODE, .label = "类别", .help = "by the business",
      .list = "category" },
    { .name = "subject", .type = SVC_TYPE_TEXT, .label = "主题",
      .help = "the call-backs and the record" },
    { .name = "content", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what the customer said" },
    { .name = "level", .type = SVC_TYPE_INT, .label = "级别", .help = "2; 1 of a VIP customer",
      .list = "level" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department that did it" },
    { .name = "repeat_of", .type = SVC_TYPE_CODE, .label = "重复投诉",
      .help = "the complaint asked about" },
    { .name = "order_no", .type = SVC_TYPE_CODE, .label = "工单编号",
      .help = "the order asked about" },
    { 0 }
};

/* The columns of complaint_columns; what the tool itself says is in built-in words. */
enum { CHANNEL = 3, CATEGORY = 5, LEVEL = 8, COMPLAINT_COLUMNS = 12, ASKED = COMPLAINT_COLUMNS };

/* Dissatisfied in the first call and again in the second, unless that is a complaint already. What
 * it is about is what a complaint was about, else follows from the business. */
static struct svc_query *ask_again(struct svc_call *call, const struct svc_period *period)
{
    return svc_query(call->db,
        "SELECT 'svc-callback', t.no, t.called_at, 'internal', t.customer,"
        "       CASE b.word"
        "            WHEN 'install' THEN 'installation' WHEN 'pipe_change' THEN 'installation'"
        "            WHEN 'gas_on' THEN 'gas_on' WHEN 'repair' THEN 'repair'"
        "            WHEN 'emergency' THEN 'repair' WHEN 'safety_check' THEN 'safety_check'"
        "            WHEN 'stop_notice' THEN 'supply' WHEN 'restore' THEN 'supply'"
        "            WHEN 'name_transfer' THEN 'billing' ELSE 'other' END,"
        "       '两次回访不满意 ' || t.second_of || ' ' || t.no || COALESCE(' ' || t.record, ''),"
        "       COALESCE(t.comment, f.comment, '两次回访均不满意或未解决'),"
        "       CASE t.tier WHEN 'vip' THEN '1' ELSE '2' END, t.dept,"
        "       CASE t.register WHEN 'complaint' THEN t.record END,"
        "       CASE t.register WHEN 'order' THEN t.record END, c.category"
        "  FROM callback t JOIN callback f ON f.no = t.second_of"
        "  LEFT JOIN complaint c ON t.register = 'complaint' AND c.no = t.record"
        "  LEFT JOIN acting b ON b.list = 'business' AND b.code = t.business"
        "   AND b.from_day <= substr(t.called_at, 1, 10) AND b.until_day > substr(t.called_at, 1, 10)"
        " WHERE (t.satisfied = 'dissatisfied' OR t.solved = 'no')"
        "   AND t.called_at >= ?1 AND t.called_at < ?2"
        "   AND NOT EXISTS (SELECT 1 FROM complaint r WHERE r.source = 'svc-callback'"
        "                      AND r.source_no = t.no)"
        " ORDER BY t.called_at, t.no", "ww", period->from, period->until);
}

static void raise_complaints(struct svc_call *call, const struct svc_period *period)
{
    struct svc_query *q = ask_again(call, period);
    svc_print_begin(call, complaint_columns);
    while (svc_next(q)) {
        struct svc_value row[COMPLAINT_COLUMNS];
        svc_day day = svc_when_day(svc_moment(q, 2));
        for (int i = 0; i < COMPLAINT_COLUMNS; i++)
            row[i] = svc_value_text(svc_text(q, i));
        row[CHANNEL] = svc_value_text(svc_word_acted("channel", "internal", day));
        row[CATEGORY] = svc_value_text(svc_is_null(q, ASKED)
                                           ? svc_word_acted("category", svc_text(q, CATEGORY), day)
                                           : svc_text(q, ASKED));
        row[LEVEL] = svc_value_number(*svc_word_acted("level", svc_text(q, LEVEL), day) - '0');
        svc_print_row(call, row);
    }
}

static const struct svc_column reopen_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the complaint, still closed" },
    { .name = "callback", .type = SVC_TYPE_CODE, .label = "回访编号", .help = "the call-back" },
    { .name = "called_at", .type = SVC_TYPE_TIME, .label = "回访时间",
      .help = "when the customer was reached" },
    { .name = "satisfied", .type = SVC_TYPE_CODE, .label = "满意程度",
      .help = "how satisfied it is", .list = "callback.satisfied" },
    { .name = "solved", .type = SVC_TYPE_CODE, .label = "是否解决", .help = "is it solved",
      .list = "verb.yes_no" },
    { .name = "comment", .type = SVC_TYPE_TEXT, .label = "客户意见",
      .help = "what the customer said" },
    { 0 }
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
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "svc-callback" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", .help = "the call-back" },
    { .name = "found_at", .type = SVC_TYPE_TIME, .label = "发现时间",
      .help = "when the number was called" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
      .help = "whose number it is not" },
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "phone",
      .list = "callback.field" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错类型", .help = "wrong_value",
      .list = "callback.error" },
    { .name = "register", .type = SVC_TYPE_CODE, .label = "台账",
      .help = "where the record stands", .list = "callback.register" },
    { .name = "record", .type = SVC_TYPE_CODE, .label = "关联单号", .help = "the record" },
    { 0 }
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
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the call-back to listen to" },
    { .name = "caller", .type = SVC_TYPE_CODE, .label = "回访人", .help = "who called" },
    { .name = "called_at", .type = SVC_TYPE_TIME, .label = "回访时间",
      .help = "when the customer was reached" },
    { 0 }
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
    static const char known[] = "disposition|attitude|skill|timeliness|result|overall|"
                                "satisfaction|solved|kept|broken|comment";
    const char *list = opt.deviations, *word;
    struct svc_buf out = { 0 };
    size_t len;
    *count = 0;
    if (strcmp(list, "none") == 0)
        return NULL;
    while (svc_text_next(&list, ',', &word, &len)) {
        char *one = svc_strndup(word, len);
        if (!svc_text_in(known, '|', one))
            svc_die(SVC_USAGE, "option --deviations: \"%s\" is no answer%s\none of %s", one,
                    svc_word_hint(known, one), known);
        if (svc_text_in(svc_buf_text(&out), ';', one))
            svc_die(SVC_USAGE, "option --deviations names \"%s\" twice", one);
        svc_buf_printf(&out, "%s%s", out.len ? ";" : "", one);
        free(one);
        ++*count;
    }
    return svc_buf_take(&out);
}

static void hear(const struct svc_step *step)
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
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot qc, there is no call to listen to");
    else if (strcmp(listener, caller) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "who called does not listen to the call");
    else if (heard)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" listened to it at %s", listener,
                   heard);
    else if (strcmp(svc_when_format(step->at, at), called) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot qc before the call (%s)", called);
    else {
        char *list = deviating(&count);
        svc_change_insert(step->call, "callback_hearing", step->no,
            "INSERT INTO callback_hearing (no, heard_at, listener, caller, deviations, deviating,"
            " remark, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "ssssisse",
            step->no, at, listener, caller, count, list, opt.remark);
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
    return callback_each(call, &callback_register, hear);
}
