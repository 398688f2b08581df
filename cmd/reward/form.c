/* form, notice: a case as the paper that people sign, and as the notice the company reads. */
#include "reward.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/who.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/words.h"

const struct svc_option notice_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "every notice whose fact lies in the period" },
    SVC_OPTIONS_INCLUDE(svc_form_options),
    { 0 }
};

/* -- a case ------------------------------------------------------------------------------- */

/* The case with its clause; the row stays until svc_done. */
enum { CASE_NO, CASE_CLAUSE, CASE_DEPT, CASE_DEPT_NAME, CASE_PERSON, CASE_FACTS, CASE_EVIDENCE,
       CASE_LOSS, CASE_SUSPENSION, CASE_OCCURRED, CASE_CHAIN, CASE_STATE, CASE_DECIDED,
       CASE_SUSPENDED, CASE_REVERSES, CASE_ALSO, CASE_RECORDED, CASE_SOURCE, CASE_SOURCE_NO,
       CASE_MATTER, CASE_TITLE, CASE_ARTICLE, CASE_TEXT, CASE_WORD, CASE_SERIES };

static struct svc_query *find_case(struct svc_call *call, const char *no)
{
    return svc_query(call->db,
        "SELECT c.no, c.clause, c.dept, d.name, c.person, c.facts, c.evidence, c.loss,"
        "       c.suspension, c.occurred_at, c.chain, c.state, c.decided_at, c.suspended_at,"
        "       c.reverses, c.also_reason, c.recorded_at, c.source, c.source_no, m.subject,"
        "       b.title, k.article, k.text, COALESCE(p.value, '绩效扣减'),"
        "       COALESCE(s.value, '服管通')"
        "  FROM reward_case c JOIN dept d ON d.dept = c.dept"
        "  LEFT JOIN complaint m ON c.source = 'complaint' AND m.no = c.source_no"
        "  JOIN policy_version v ON v.from_day <= substr(c.occurred_at, 1, 10)"
        "                       AND v.until_day > substr(c.occurred_at, 1, 10)"
        "  LEFT JOIN policy_clause k ON k.version = v.version AND k.clause = c.clause"
        "  LEFT JOIN policy_book b ON b.version = v.version AND b.book = k.book"
        "  LEFT JOIN policy_param p ON p.version = v.version AND p.name = 'penalty_word'"
        "  LEFT JOIN policy_param s ON s.version = v.version AND s.name = 'notice_series'"
        " WHERE c.no = ?1", "s", no);
}

static void put_clause(struct svc_buf *out, struct svc_query *q)
{
    svc_buf_printf(out, "依据：《%s》%s %s\n", svc_text(q, CASE_TITLE) ? svc_text(q, CASE_TITLE) : "",
                   svc_text(q, CASE_ARTICLE) ? svc_text(q, CASE_ARTICLE) : "",
                   svc_text(q, CASE_TEXT) ? svc_text(q, CASE_TEXT) : "");
}

/* A statement on paper: its days are as all others there; what somebody wrote stays as it is. */
static void put_stated(struct svc_call *call, struct svc_buf *out, const char *stored)
{
    static const char own[] = "text|";
    char *said = svc_said(call->db, SVC_CHINESE, stored);
    if (strncmp(stored, own, sizeof own - 1) == 0)
        svc_buf_puts(out, said);
    else
        svc_text_dated(out, said);
    free(said);
}

static void put_facts(struct svc_call *call, struct svc_buf *out, struct svc_query *q)
{
    if (svc_text(q, CASE_MATTER))
        svc_buf_printf(out, "投诉事由：%s\n", svc_text(q, CASE_MATTER));
    put_stated(call, out, svc_text(q, CASE_FACTS));
    svc_buf_putc(out, '\n');
}

/* The record that caused it, or that there is none other. */
static void put_source(struct svc_call *call, struct svc_buf *out, struct svc_query *q)
{
    struct svc_buf source = { 0 };
    const char *no = svc_text(q, CASE_SOURCE_NO);
    if (strcmp(svc_text(q, CASE_SOURCE), REWARD_OWN) == 0)
        svc_statement(&source, "proposed_directly", "s", no);
    else
        svc_statement(&source, "record", "ss", svc_text(q, CASE_SOURCE), no);
    svc_buf_puts(out, "，来源：");
    svc_say(call->db, SVC_CHINESE, source.data, out);
    svc_buf_putc(out, '\n');
    svc_buf_free(&source);
}

static void put_effects(struct svc_buf *out, const char *effects, const char *suspension)
{
    const char *word;
    size_t len;
    while (svc_text_next(&effects, ';', &word, &len)) {
        char *effect = svc_strndup(word, len);
        bool suspends = strcmp(effect, "suspension") == 0 && suspension;
        svc_buf_puts(out, "；");
        svc_words_label(suspends ? "reward.suspension" : "effect", suspends ? suspension : effect, out);
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
        const char *subject = svc_text(q, 0);
        bool charge = strcmp(subject, "person") != 0; /* who answers by his office */
        if (svc_text(q, 1) && charge)
            svc_words_label("paper.subject", subject, out);
        if (svc_text(q, 1))
            svc_buf_printf(out, "%s%s（%s）", charge ? " " : "", svc_text(q, 2), svc_text(q, 1));
        else
            svc_buf_puts(out, svc_text(q, 3));
        if (amount)
            svc_buf_printf(out, "：%s%s", amount_word(of, amount), svc_form_money(llabs(amount)));
        if (points)
            svc_buf_printf(out, "：月度绩效考核%s %s 分", points > 0 ? "加" : "扣",
                           svc_hundredths_format(llabs(points), number));
        if (!svc_text(of, CASE_REVERSES))
            put_effects(out, svc_text(q, 6), svc_text(of, CASE_SUSPENSION));
        svc_buf_putc(out, '\n');
    }
}

/* -- form --------------------------------------------------------------------------------- */

/* A column of text that the form makes up. */
static void put_area(struct svc_form *form, const char *label, struct svc_buf *text, int lines)
{
    while (text->len > 0 && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    svc_form_area(form, label, svc_buf_text(text), lines);
    svc_buf_clear(text);
}

/* The persons whom the case is about, as the form's first part asks for them. */
static void put_people(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT p.name || '（' || p.person || '）', p.post, p.title, p.joined FROM reward_leg l"
        "  JOIN person p ON p.person = l.person WHERE l.no = ?1 ORDER BY l.leg", "s", no);
    while (svc_next(q)) {
        svc_form_pair(form, "姓名", svc_text(q, 0), "岗位", svc_text(q, 1));
        svc_form_pair(form, "职称", svc_text(q, 2), "入职时间",
                      svc_text(q, 3) ? svc_form_date(svc_text(q, 3), false) : NULL);
    }
}

/* What was said beside the signature: the opinion, the role it was signed in, the paper. */
static void put_opinion(struct svc_call *call, struct svc_buf *out, struct svc_query *q)
{
    const char *reason = svc_text(q, 5);
    char *behalf = svc_who_on_paper(call->db, svc_text(q, 8));
    char *by = svc_who_on_paper(call->db, svc_text(q, 9));
    svc_words_label("sign.decision", svc_text(q, 4), out);
    svc_buf_printf(out, "%s%s", reason ? "，" : "", reason ? reason : "");
    if (strcmp(svc_text(q, 0), svc_text(q, 1)) != 0)
        svc_buf_printf(out, "\n由%s签", svc_words_text("reward.box verb.role", svc_text(q, 1)));
    if (behalf)
        svc_buf_printf(out, "\n代 %s", behalf);
    if (svc_text(q, 7))
        svc_buf_printf(out, "\n书面签批，存档号 %s%s%s%s", svc_text(q, 7), by ? "（" : "", by ? by : "",
                       by ? "录入）" : "");
    free(behalf);
    free(by);
}

/* One box for each stage: filled when it is signed, empty for the pen when it is not. */
static void put_boxes(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_buf role = { 0 }, who = { 0 }, note = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT role, signed_as, person, name, decision, reason, signed_at, evidence, behalf,"
        "       entered_by"
        "  FROM signing_stage WHERE tbl = 'reward_case' AND no = ?1 ORDER BY stage", "s", no);
    while (svc_next(q)) {
        bool there = !svc_is_null(q, 4);
        svc_buf_clear(&role);
        svc_buf_clear(&who);
        svc_buf_clear(&note);
        svc_buf_printf(&role, "%s意见", svc_words_text("reward.box verb.role", svc_text(q, 0)));
        if (there) {
            svc_buf_printf(&who, "%s（%s）", svc_text(q, 3), svc_text(q, 2));
            put_opinion(call, &note, q);
        }
        svc_form_sign(form, role.data, there ? who.data : NULL, svc_text(q, 6),
                      there ? note.data : NULL);
    }
    svc_buf_free(&role);
    svc_buf_free(&who);
    svc_buf_free(&note);
}

static void put_remarks(struct svc_buf *out, struct svc_query *q)
{
    svc_words_label("reward.state", svc_text(q, CASE_STATE), out);
    if (svc_text(q, CASE_SUSPENDED))
        svc_buf_printf(out, "；自%s起申诉中", svc_form_date(svc_text(q, CASE_SUSPENDED), true));
    if (svc_text(q, CASE_REVERSES))
        svc_buf_printf(out, "；冲销 %s", svc_text(q, CASE_REVERSES));
    if (svc_text(q, CASE_ALSO))
        svc_buf_printf(out, "；同一事实再次奖惩：%s", svc_text(q, CASE_ALSO));
    if (!svc_is_null(q, CASE_LOSS))
        svc_buf_printf(out, "；直接经济损失%s", svc_form_money(svc_int(q, CASE_LOSS)));
    svc_buf_puts(out, "\n注：附受奖惩对象所在部门或单位报告材料和负责调查或收集的证据材料。");
}

static void put_form(struct svc_call *call, struct svc_form *form, struct svc_query *q)
{
    const char *no = svc_text(q, CASE_NO);
    struct svc_buf text = { 0 }, dept = { 0 };
    svc_form_page(form, "奖惩审批表", no);
    svc_buf_printf(&dept, "%s %s", svc_text(q, CASE_DEPT), svc_text(q, CASE_DEPT_NAME));
    svc_buf_puts(&text, svc_form_date(svc_text(q, CASE_RECORDED), false));
    svc_form_pair(form, "单位或部门", dept.data, "填表时间", text.data);
    svc_buf_clear(&text);
    put_people(call, form, no);
    svc_buf_puts(&text, svc_form_date(svc_text(q, CASE_OCCURRED), false));
    put_source(call, &text, q);
    put_facts(call, &text, q);
    put_area(form, "主要奖惩事实", &text, 4);
    if (svc_text(q, CASE_EVIDENCE))
        put_stated(call, &text, svc_text(q, CASE_EVIDENCE));
    svc_form_field(form, "证据材料", svc_buf_text(&text));
    svc_buf_clear(&text);
    put_clause(&text, q);
    put_legs(call, &text, q);
    put_area(form, "奖惩内容", &text, 3);
    put_boxes(call, form, no);
    put_remarks(&text, q);
    put_area(form, "备注", &text, 1);
    svc_buf_free(&text);
    svc_buf_free(&dept);
}

int reward_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    for (size_t i = 0; i < numbers.count; i++) {
        struct svc_query *q = find_case(call, numbers.no[i]);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such case", numbers.no[i]);
            continue;
        }
        put_form(call, form, q);
        svc_done(q);
    }
    svc_form_close(form);
    return svc_finish(call);
}

/* -- notice ------------------------------------------------------------------------------- */

/* A notice is of what was decided, and only under a clause that asks for one. */
static bool noticeable(struct svc_call *call, struct svc_query *q)
{
    const char *no = svc_text(q, CASE_NO), *state = svc_text(q, CASE_STATE);
    bool good = strcmp(state, "approved") == 0 && !svc_text(q, CASE_SUSPENDED);
    bool asked = svc_one_int(call->db, 0,
        "SELECT 1 FROM reward_case c WHERE c.no = ?1 AND "
        REWARD_LEG_ACTS("c.no", "c.occurred_at", "'notice'"), "s", no);
    if (!asked)
        svc_refuse(call, SVC_REFUSED, no, "its clause asks for no notice");
    else if (!good && svc_text(q, CASE_SUSPENDED))
        svc_refuse(call, SVC_REFUSED, no, "is under appeal; only an approved case is made known");
    else if (!good)
        svc_refuse(call, SVC_REFUSED, no, "is %s; only an approved case is made known", state);
    return asked && good;
}

/* A notice bears the number of its case, which nothing later changes: 服管通〔2026〕12号. */
static void put_series(struct svc_form *form, struct svc_query *q)
{
    const char *year = strpbrk(svc_text(q, CASE_NO), "0123456789");
    char *end, *ref;
    long of = strtol(year, &end, 10);
    ref = svc_format("%s〔%ld〕%ld号", svc_text(q, CASE_SERIES), of, strtol(end + 1, NULL, 10));
    svc_form_reference(form, ref);
    free(ref);
}

static void put_notice(struct svc_call *call, struct svc_form *form, struct svc_query *q)
{
    struct svc_buf text = { 0 };
    svc_form_page(form, "通 报", NULL);
    put_series(form, q);
    svc_form_field(form, "主送", "各部门");
    svc_form_field(form, "抄送", NULL);
    svc_buf_puts(&text, svc_form_date(svc_text(q, CASE_OCCURRED), false));
    svc_buf_printf(&text, "，%s发生以下情况：\n", svc_text(q, CASE_DEPT_NAME));
    put_facts(call, &text, q);
    put_clause(&text, q);
    svc_buf_puts(&text, "经审批，处理决定如下：\n");
    put_legs(call, &text, q);
    svc_buf_printf(&text, "现予通报。\n附：奖惩审批表 %s", svc_text(q, CASE_NO));
    svc_form_text(form, text.data);
    svc_form_seal(form, "服务管理办公室", svc_text(q, CASE_DECIDED));
    svc_buf_free(&text);
}

static void put_named(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = find_case(call, no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such case", no);
        return;
    }
    if (noticeable(call, q))
        put_notice(call, form, q);
    svc_done(q);
}

static void put_period(struct svc_call *call, struct svc_form *form,
                       const struct svc_period *period)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT c.no FROM reward_case c WHERE c.state = 'approved' AND c.reverses IS NULL"
        "   AND c.suspended_at IS NULL AND c.occurred_at >= ?1 AND c.occurred_at < ?2"
        "   AND " REWARD_LEG_ACTS("c.no", "c.occurred_at", "'notice'")
        " ORDER BY c.occurred_at, c.no", "ww", period->from, period->until);
    while (svc_next(q))
        put_named(call, form, svc_text(q, 0));
}

int reward_notice(struct svc_call *call)
{
    struct svc_numbers numbers = { NULL, 0 };
    if (svc_shared.period.given && call->count > 0)
        svc_die(SVC_USAGE, "--period names the cases; give no number");
    if (!svc_shared.period.given)
        numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    for (size_t i = 0; i < numbers.count; i++)
        put_named(call, form, numbers.no[i]);
    if (svc_shared.period.given)
        put_period(call, form, &svc_shared.period.period);
    svc_form_close(form);
    return svc_finish(call);
}
