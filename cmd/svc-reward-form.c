/* form, notice: a case as the paper that people sign, and as the notice the company reads. */
#include "svc-reward.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/event.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/sink.h"
#include "svc/text.h"

const struct svc_option form_options[] = {
    { "output", 'o', SVC_OPT_TEXT, &svc_shared.output, "FILE", "write FILE, whole or not at all" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    SVC_OPTIONS_END
};

const struct svc_option notice_options[] = {
    { "period", 'm', SVC_OPT_PERIOD, &svc_shared.period, "PERIOD",
      "every notice whose fact lies in the period" },
    SVC_OPTIONS_INCLUDE(form_options),
    SVC_OPTIONS_END
};

enum { WIDTH = 72 };

/* The form shows this where nothing is registered. */
#define NONE "—"

static const char *or_none(const char *text)
{
    return text && *text ? text : NONE;
}

/* -- words -------------------------------------------------------------------------------- */

struct word {
    const char *id, *text;
};

static const char *word_of(const struct word *words, const char *id)
{
    for (; words->id; words++)
        if (strcmp(words->id, id) == 0)
            return words->text;
    return id;
}

static const char *effect_word(const char *effect)
{
    static const struct word words[] = {
        { "grade_c", "当月绩效考核为C" }, { "no_annual_award", "取消年度评优" },
        { "suspension", "留用察看或待岗" }, { "notice", "公司范围内通报" },
        { "withdraw_rights", "建议取消系统权限" }, { "committee", "服务管理委员会处理" },
        { "internal", "部门内部处理" }, { "annual_points", "扣减年度绩效考核分" },
        { "employee_rules", "按员工奖惩规定处理" }, { NULL, NULL }
    };
    return word_of(words, effect);
}

static const char *role_word(const char *role)
{
    static const struct word words[] = {
        { "dept_head", "部门主任" }, { "deputy_gm", "部门主管领导" },
        { "office", "服务管理办公室" }, { "gm", "公司总经理" },
        { "committee", "服务管理委员会" }, { "leadership", "公司领导班子" },
        { NULL, NULL }
    };
    return word_of(words, role);
}

static const char *state_word(const char *state)
{
    static const struct word words[] = { { "proposed", "审批中" },    { "approved", "已批准" },
                                         { "rejected", "未批准" },    { "withdrawn", "已撤回" },
                                         { "reversed", "已冲销" },    { NULL, NULL } };
    return word_of(words, state);
}

static const char *suspension_word(const char *kind)
{
    return strcmp(kind, "probation") == 0 ? "留用察看" : "待岗";
}

/* 2026-09-03 09:00:00 as 2026年9月3日. */
static void put_day(struct svc_buf *out, const char *time)
{
    svc_when when;
    int year, month, day;
    if (!time || svc_when_parse(time, &when)) {
        svc_buf_puts(out, "    年  月  日");
        return;
    }
    svc_day_split(svc_when_day(when), &year, &month, &day);
    svc_buf_printf(out, "%d年%d月%d日", year, month, day);
}

static void put_rule(struct svc_buf *out)
{
    for (int i = 0; i < WIDTH / 2; i++)
        svc_buf_puts(out, "──");
    svc_buf_putc(out, '\n');
}

static void put_title(struct svc_buf *out, const char *title)
{
    size_t width = svc_text_width(title, strlen(title));
    svc_buf_printf(out, "%*s%s\n\n", (int)(WIDTH > width ? (WIDTH - width) / 2 : 0), "", title);
}

/* Text that must stay on its line. */
static void put_line(struct svc_buf *out, const char *text)
{
    svc_text_visible(out, text, strlen(text));
}

/* Free text, each of its lines indented and cut where the paper ends. */
static void put_text(struct svc_buf *out, const char *text)
{
    enum { INDENT = 4 };
    struct svc_buf visible = { 0 };
    while (*text) {
        size_t len = strcspn(text, "\n"), from = 0;
        svc_buf_clear(&visible);
        svc_text_visible(&visible, text, len);
        do {
            const char *rest = svc_buf_text(&visible) + from;
            size_t fit = svc_text_fit(rest, visible.len - from, WIDTH - INDENT);
            fit = fit ? fit : visible.len - from;
            svc_buf_printf(out, "%*s%.*s\n", INDENT, "", (int)fit, rest);
            from += fit;
        } while (from < visible.len);
        text += len + (text[len] == '\n');
    }
    svc_buf_free(&visible);
}

/* Under every paper: how far the store stood and could be trusted. */
static void put_foot(struct svc_call *call, struct svc_buf *out)
{
    char *mode = svc_one(call->db, "SELECT value FROM meta WHERE name = 'mode'", NULL);
    svc_buf_printf(out, "head %s\n", svc_event_head(call->db).mark);
    if (mode && strcmp(mode, "local") == 0)
        svc_buf_puts(out, "local mode: identity not isolated\n");
    free(mode);
}

/* -- a case ------------------------------------------------------------------------------- */

/* The case with its clause; the row stays until svc_done. */
enum { CASE_NO, CASE_CLAUSE, CASE_DEPT, CASE_DEPT_NAME, CASE_PERSON, CASE_FACTS, CASE_EVIDENCE,
       CASE_LOSS, CASE_SUSPENSION, CASE_OCCURRED, CASE_CHAIN, CASE_STATE, CASE_DECIDED,
       CASE_SUSPENDED, CASE_REVERSES, CASE_ALSO, CASE_RECORDED, CASE_SOURCE, CASE_SOURCE_NO,
       CASE_MATTER, CASE_TITLE, CASE_ARTICLE, CASE_TEXT, CASE_WORD };

static struct svc_query *find_case(struct svc_call *call, const char *no)
{
    return svc_query(call->db,
        "SELECT c.no, c.clause, c.dept, d.name, c.person, c.facts, c.evidence, c.loss,"
        "       c.suspension, c.occurred_at, c.chain, c.state, c.decided_at, c.suspended_at,"
        "       c.reverses, c.also_reason, c.recorded_at, c.source, c.source_no, m.subject,"
        "       b.title, k.article, k.text, COALESCE(p.value, '绩效扣减')"
        "  FROM reward_case c JOIN dept d ON d.dept = c.dept"
        "  LEFT JOIN complaint m ON c.source = 'complaint' AND m.no = c.source_no"
        "  JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)"
        "                       AND v.until_day > substr(c.occurred_at, 1, 10)"
        "  LEFT JOIN policy_clause k ON k.version = v.version AND k.clause = c.clause"
        "  LEFT JOIN policy_book b ON b.version = v.version AND b.book = k.book"
        "  LEFT JOIN policy_param p ON p.version = v.version AND p.name = 'penalty_word'"
        " WHERE c.no = ?1", "s", no);
}

static void put_clause(struct svc_buf *out, struct svc_query *q)
{
    svc_buf_printf(out, "依据：《%s》%s %s\n", or_none(svc_text(q, CASE_TITLE)),
                   or_none(svc_text(q, CASE_ARTICLE)), or_none(svc_text(q, CASE_TEXT)));
}

static void put_facts(struct svc_buf *out, struct svc_query *q)
{
    if (svc_text(q, CASE_MATTER)) {
        svc_buf_puts(out, "    投诉事由：");
        put_line(out, svc_text(q, CASE_MATTER));
        svc_buf_putc(out, '\n');
    }
    put_text(out, svc_text(q, CASE_FACTS));
}

static void put_effects(struct svc_buf *out, const char *effects, const char *suspension)
{
    const char *word;
    size_t len;
    while (svc_text_next(&effects, ';', &word, &len)) {
        char *effect = svc_strndup(word, len);
        bool suspends = strcmp(effect, "suspension") == 0 && suspension;
        svc_buf_printf(out, "；%s", suspends ? suspension_word(suspension) : effect_word(effect));
        free(effect);
    }
}

/* What a leg's yuan are: of a reversing case they go back. */
static const char *amount_word(struct svc_query *q, int64_t amount)
{
    if (svc_text(q, CASE_REVERSES))
        return amount > 0 ? "退还" : "收回";
    return amount > 0 ? "奖励" : svc_text(q, CASE_WORD);
}

/* What the case does to whom, a line for each leg. */
static void put_legs(struct svc_call *call, struct svc_buf *out, struct svc_query *of)
{
    char number[SVC_NUM_SIZE];
    struct svc_query *q = svc_query(call->db,
        "SELECT l.subject, l.person, p.name, d.name, l.points, l.amount, l.effect"
        "  FROM reward_leg l JOIN dept d ON d.dept = l.dept"
        "  LEFT JOIN person p ON p.person = l.person WHERE l.no = ?1 ORDER BY l.leg", "s",
        svc_text(of, CASE_NO));
    while (svc_next(q)) {
        int64_t points = svc_int(q, 4), amount = svc_int(q, 5);
        bool head = strcmp(svc_text(q, 0), "head") == 0;
        if (svc_text(q, 1))
            svc_buf_printf(out, "    %s%s（%s）", head ? "部门负责人 " : "", svc_text(q, 2),
                           svc_text(q, 1));
        else
            svc_buf_printf(out, "    %s", svc_text(q, 3));
        if (amount)
            svc_buf_printf(out, "：%s %s 元", amount_word(of, amount),
                           svc_hundredths_format(llabs(amount), number));
        if (points)
            svc_buf_printf(out, "：月度绩效考核%s %s 分", points > 0 ? "加" : "扣",
                           svc_hundredths_format(llabs(points), number));
        if (!svc_text(of, CASE_REVERSES))
            put_effects(out, svc_text(q, 6), svc_text(of, CASE_SUSPENSION));
        svc_buf_putc(out, '\n');
    }
}

/* -- form --------------------------------------------------------------------------------- */

/* The persons whom the case is about, as the form's first part asks for them. */
static void put_people(struct svc_call *call, struct svc_buf *out, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT p.name, p.person, p.post, p.title, p.joined FROM reward_leg l"
        "  JOIN person p ON p.person = l.person WHERE l.no = ?1 ORDER BY l.leg", "s", no);
    bool any = false;
    while (svc_next(q)) {
        svc_buf_printf(out, "%s    姓名：%s（%s）  岗位：%s  职称：%s  入职时间：%s\n",
                       any ? "" : "员工基本情况\n", svc_text(q, 0), svc_text(q, 1),
                       or_none(svc_text(q, 2)), or_none(svc_text(q, 3)),
                       or_none(svc_text(q, 4)));
        any = true;
    }
    if (any)
        put_rule(out);
}

/* One box for each stage: filled when it is signed, empty for the pen when it is not. */
static void put_boxes(struct svc_call *call, struct svc_buf *out, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT c.role, c.scope, s.role, s.person, p.name, s.decision, s.reason, s.signed_at,"
        "       s.evidence, s.behalf, s.entered_by"
        "  FROM signing g JOIN policy_chain c ON c.version = g.version AND c.chain = g.chain"
        "  LEFT JOIN signature s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain"
        "   AND s.round = g.round AND s.stage = c.stage"
        "  LEFT JOIN person p ON p.person = s.person"
        " WHERE g.tbl = 'reward_case' AND g.no = ?1 ORDER BY c.stage", "s", no);
    while (svc_next(q)) {
        const char *decision = svc_text(q, 5), *reason = svc_text(q, 6);
        svc_buf_printf(out, "%s%s意见：",
                       strcmp(svc_text(q, 1), "subject_dept") == 0 ? "所在" : "",
                       role_word(svc_text(q, 0)));
        if (decision)
            svc_buf_puts(out, strcmp(decision, "signed") == 0 ? "同意" : "不同意");
        svc_buf_puts(out, decision && reason ? "，" : "");
        put_line(out, decision && reason ? reason : "");
        svc_buf_puts(out, "\n    签字：");
        if (decision)
            svc_buf_printf(out, "%s（%s）", svc_text(q, 4), svc_text(q, 3));
        svc_buf_puts(out, decision ? "    " : "                    ");
        put_day(out, svc_text(q, 7));
        if (svc_text(q, 9))
            svc_buf_printf(out, "    代 %s", svc_text(q, 9));
        if (decision && strcmp(svc_text(q, 0), svc_text(q, 2)) != 0)
            svc_buf_printf(out, "    由%s签", role_word(svc_text(q, 2)));
        if (svc_text(q, 8)) {
            svc_buf_puts(out, "    纸质 ");
            put_line(out, svc_text(q, 8));
            svc_buf_printf(out, "（%s 录入）", svc_text(q, 10));
        }
        svc_buf_putc(out, '\n');
    }
}

static void put_remarks(struct svc_buf *out, struct svc_query *q)
{
    char number[SVC_NUM_SIZE];
    svc_buf_printf(out, "备注：%s", state_word(svc_text(q, CASE_STATE)));
    if (svc_text(q, CASE_SUSPENDED))
        svc_buf_printf(out, "；自 %s 起申诉中", svc_text(q, CASE_SUSPENDED));
    if (svc_text(q, CASE_REVERSES))
        svc_buf_printf(out, "；冲销 %s", svc_text(q, CASE_REVERSES));
    if (svc_text(q, CASE_ALSO)) {
        svc_buf_puts(out, "；同一事实再次奖惩：");
        put_line(out, svc_text(q, CASE_ALSO));
    }
    if (!svc_is_null(q, CASE_LOSS))
        svc_buf_printf(out, "；直接经济损失 %s 元",
                       svc_hundredths_format(svc_int(q, CASE_LOSS), number));
    svc_buf_printf(out, "\n注：附受奖惩对象所在部门或单位报告材料和负责调查或收集的证据材料。\n");
}

static void put_form(struct svc_call *call, struct svc_buf *out, struct svc_query *q)
{
    const char *no = svc_text(q, CASE_NO);
    put_title(out, "奖惩审批表");
    svc_buf_printf(out, "编号：%s    单位或部门：%s %s    填表时间：", no, svc_text(q, CASE_DEPT),
                   svc_text(q, CASE_DEPT_NAME));
    put_day(out, svc_text(q, CASE_RECORDED));
    svc_buf_putc(out, '\n');
    put_rule(out);
    put_people(call, out, no);
    svc_buf_puts(out, "主要奖惩事实\n    ");
    put_day(out, svc_text(q, CASE_OCCURRED));
    svc_buf_printf(out, "，来源：%s %s\n", svc_text(q, CASE_SOURCE), svc_text(q, CASE_SOURCE_NO));
    put_facts(out, q);
    svc_buf_printf(out, "    证据：%s\n", or_none(svc_text(q, CASE_EVIDENCE)));
    put_rule(out);
    svc_buf_puts(out, "奖惩内容\n    ");
    put_clause(out, q);
    put_legs(call, out, q);
    put_rule(out);
    put_boxes(call, out, no);
    put_rule(out);
    put_remarks(out, q);
    put_foot(call, out);
}

/* Sends the papers, each on a page of its own: all that were asked for, or none. */
static int send(struct svc_call *call, const struct svc_buf *out)
{
    if (svc_worst() == SVC_OK) {
        struct svc_sink *sink = svc_sink_open(svc_shared.output);
        svc_sink_put(sink, svc_buf_text(out), out->len);
        if (!svc_sink_close(sink))
            svc_die(SVC_IO, "cannot write the output: %s", strerror(errno));
    }
    return svc_finish(call);
}

static void next_page(struct svc_buf *out)
{
    if (out->len > 0)
        svc_buf_putc(out, '\f');
}

int reward_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_buf out = { 0 };
    for (size_t i = 0; i < numbers.count; i++) {
        struct svc_query *q = find_case(call, numbers.no[i]);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such case", numbers.no[i]);
            continue;
        }
        next_page(&out);
        put_form(call, &out, q);
        svc_done(q);
    }
    return send(call, &out);
}

/* -- notice ------------------------------------------------------------------------------- */

/* A notice is of what was decided, and only under a clause that asks for one. */
static bool noticeable(struct svc_call *call, struct svc_query *q)
{
    const char *no = svc_text(q, CASE_NO), *state = svc_text(q, CASE_STATE);
    bool good = strcmp(state, "approved") == 0 && !svc_text(q, CASE_SUSPENDED);
    bool asked = svc_one_int(call->db, 0,
        "SELECT 1 FROM reward_leg WHERE no = ?1"
        "   AND ';' || effect || ';' LIKE '%;notice;%' LIMIT 1", "s", no);
    if (!asked)
        svc_fail(SVC_REFUSED, "%s: its clause asks for no notice", no);
    else if (!good)
        svc_fail(SVC_REFUSED, "%s: is %s; only an approved case is made known", no,
                 svc_text(q, CASE_SUSPENDED) ? "under appeal" : state);
    return asked && good;
}

static void put_notice(struct svc_call *call, struct svc_buf *out, struct svc_query *q)
{
    const char *no = svc_text(q, CASE_NO);
    put_title(out, "通 报");
    svc_buf_printf(out, "编号：%s\n\n各部门：\n    ", no);
    put_day(out, svc_text(q, CASE_OCCURRED));
    svc_buf_printf(out, "，%s发生以下情况：\n", svc_text(q, CASE_DEPT_NAME));
    put_facts(out, q);
    svc_buf_puts(out, "    ");
    put_clause(out, q);
    svc_buf_puts(out, "    经审批，处理决定如下：\n");
    put_legs(call, out, q);
    svc_buf_puts(out, "    现予通报。\n\n服务管理办公室  ");
    put_day(out, svc_text(q, CASE_DECIDED));
    svc_buf_putc(out, '\n');
    put_foot(call, out);
}

static void put_named(struct svc_call *call, struct svc_buf *out, const char *no)
{
    struct svc_query *q = find_case(call, no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such case", no);
        return;
    }
    if (noticeable(call, q)) {
        next_page(out);
        put_notice(call, out, q);
    }
    svc_done(q);
}

int reward_notice(struct svc_call *call)
{
    struct svc_buf out = { 0 };
    if (!svc_shared.period.given) {
        struct svc_numbers numbers = svc_call_numbers(call);
        for (size_t i = 0; i < numbers.count; i++)
            put_named(call, &out, numbers.no[i]);
        return send(call, &out);
    }
    if (call->count > 0)
        svc_die(SVC_USAGE, "--period names the cases; give no number");
    struct svc_query *q = svc_query(call->db,
        "SELECT c.no FROM reward_case c WHERE c.state = 'approved' AND c.reverses IS NULL"
        "   AND c.suspended_at IS NULL AND c.occurred_at >= ?1 AND c.occurred_at < ?2"
        "   AND EXISTS (SELECT 1 FROM reward_leg l WHERE l.no = c.no"
        "                  AND ';' || l.effect || ';' LIKE '%;notice;%')"
        " ORDER BY c.occurred_at, c.no", "ww", svc_shared.period.period.from,
        svc_shared.period.period.until);
    while (svc_next(q))
        put_named(call, &out, svc_text(q, 0));
    return send(call, &out);
}
