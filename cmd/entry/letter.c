/* The letter that proposes to withdraw somebody's right to enter (rule book 001, entry 9.2), with the errors
 * that it rests on, the signatures of its case, and a receipt for whoever grants rights. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "svc/form.h"
#include "svc/frame.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/who.h"
#include "svc/words.h"

enum { PERSON, DEPT, POST, OCCURRED_AT, FACTS, SOURCE_NO, ACTION, ARTICLE, TEXT, BOOK, DECIDED_AT };

static struct svc_query *find_right(struct svc_call *call, const char *no)
{
    return svc_query(call->db,
        "SELECT r.person, r.dept, p.post, r.occurred_at, r.facts, r.source_no, r.action, k.article, k.text,"
        "       b.title, c.decided_at"
        "  FROM entry_right r JOIN reward_case c ON c.no = r.no"
        "  JOIN policy_version v ON v.from_day <= substr(r.occurred_at, 1, 10)"
        "                       AND v.until_day > substr(r.occurred_at, 1, 10)"
        "  LEFT JOIN person_span p ON p.person = r.person AND p.from_day <= substr(r.occurred_at, 1, 10)"
        "                         AND p.until_day > substr(r.occurred_at, 1, 10)"
        "  LEFT JOIN policy_clause k ON k.version = v.version AND k.clause = r.clause"
        "  LEFT JOIN policy_book b ON b.version = v.version AND b.book = k.book"
        " WHERE r.no = ?1", "s", no);
}

/* The record that the proposal came from, without the person behind it: ET2026-000001/1502. */
static char *cause_of(struct svc_query *q)
{
    const char *no = svc_text(q, SOURCE_NO);
    return svc_strndup(no, strcspn(no, "/"));
}

/* What was done about it before, or what it led to; NULL where the case names neither. */
static char *before(struct svc_call *call, const char *cause)
{
    char *out = NULL;
    struct svc_query *q = svc_query(call->db,
        "SELECT trained_at, topic, evidence, grp FROM entry_training WHERE no = ?1", "s", cause);
    if (svc_next(q)) {
        const char *grp = svc_words_text("entry.grp", svc_text(q, 3));
        out = svc_format("%s　%s　%s（字段组：%s；依据：%s）", cause, svc_form_date(svc_text(q, 0), false),
                         svc_text(q, 1), grp ? grp : "全部", svc_text(q, 2));
        svc_done(q);
        return out;
    }
    q = svc_query(call->db, "SELECT received_at, category FROM complaint WHERE no = ?1", "s", cause);
    if (svc_next(q)) {
        out = svc_format("%s　%s　%s", cause, svc_form_date(svc_text(q, 0), false),
                         svc_words_text("category", svc_text(q, 1)));
        svc_done(q);
    }
    return out;
}

static void put_letter(struct svc_call *call, struct svc_form *form, struct svc_query *q, bool trained)
{
    char *company = svc_company(call->db, svc_text(q, OCCURRED_AT));
    char *dept = svc_who_depts(call->db, svc_text(q, DEPT));
    char *person = svc_who_on_paper(call->db, svc_text(q, PERSON));
    char *text = svc_format("客户信息系统管理部门：\n　　%s%s %s%s，详见下表。依据%s%s%s%s“%s”，建议取消其客户信息系统操作"
                            "权限。请予办理，并将办理结果填入回执，退回服务管理办公室。", company, dept, person,
                            trained ? "经培训后仍屡次发生录入差错" : "发生录入差错",
                            svc_text(q, BOOK) ? "《" : "", svc_text(q, BOOK) ? svc_text(q, BOOK) : "",
                            svc_text(q, BOOK) ? "》" : "", svc_text(q, ARTICLE) ? svc_text(q, ARTICLE) : "",
                            svc_text(q, TEXT) ? svc_text(q, TEXT) : "");
    svc_form_text(form, text);
    svc_form_pair(form, "操作人", person, "部门", dept);
    svc_form_pair(form, "岗位", svc_text(q, POST), "权限处理",
                  svc_words_text("entry.action", svc_text(q, ACTION)));
    free(company);
    free(dept);
    free(person);
    free(text);
}

enum { CELLS = 5 };

static void put_row(struct svc_form *form, const char *const texts[CELLS], bool label)
{
    static const int spans[CELLS] = { 3, 3, 2, 2, 2 };
    struct svc_form_cell cells[CELLS];
    for (size_t i = 0; i < CELLS; i++)
        cells[i] = (struct svc_form_cell){ texts[i], spans[i], label };
    svc_form_row(form, cells, CELLS);
}

static void put_error(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT found_at, field, error, record FROM entry_error WHERE no = ?1", "s", no);
    if (!svc_next(q))
        return;
    const char *const texts[CELLS] = { no, svc_form_date(svc_text(q, 0), false),
                                       svc_words_text("entry.field", svc_text(q, 1)),
                                       svc_words_text("entry.error", svc_text(q, 2)), svc_text(q, 3) };
    put_row(form, texts, false);
    svc_done(q);
}

/* The errors that the facts name; facts that name none are told as they are. */
static void put_facts(struct svc_call *call, struct svc_form *form, const char *facts)
{
    static const char *const heads[CELLS] = { "差错编号", "发现时间", "字段", "差错类型", "关联单号" };
    struct svc_buf said = { 0 };
    bool any = false;
    svc_say(call->db, SVC_CHINESE, facts, &said);
    for (const char *at = svc_buf_text(&said); *at;) {
        size_t len = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
        char *no = svc_strndup(at, len);
        if (svc_number_begins(entry_errors.prefix, no)) {
            if (!any)
                put_row(form, heads, true);
            any = true;
            put_error(call, form, no);
        }
        free(no);
        at += len ? len : 1;
    }
    if (!any)
        svc_form_area(form, "事实", svc_buf_text(&said), 3);
    svc_buf_free(&said);
}

/* A box for each stage of the case's chain. */
static void put_boxes(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT role, person, signed_at, evidence, decision FROM signing_stage"
        " WHERE tbl = 'reward_case' AND no = ?1 ORDER BY stage", "s", no);
    while (svc_next(q)) {
        char *role = svc_format("%s意见", svc_words_text("verb.role", svc_text(q, 0)));
        char *who = svc_who_on_paper(call->db, svc_text(q, 1));
        char *note = svc_is_null(q, 4) ? NULL
                     : svc_format("%s%s%s", svc_words_text("sign.decision", svc_text(q, 4)),
                                  svc_is_null(q, 3) ? "" : "，书面签批，存档号 ",
                                  svc_is_null(q, 3) ? "" : svc_text(q, 3));
        svc_form_sign(form, role, who, svc_text(q, 2), note);
        free(role);
        free(who);
        free(note);
    }
}

/* To be filled in and sent back by whoever grants rights. */
static void put_receipt(struct svc_form *form)
{
    svc_form_text(form, "——————————————　回　执　——————————————");
    svc_form_field(form, "办理结果", "□ 已取消　　□ 暂缓办理，原因：");
    svc_form_pair(form, "取消的权限", NULL, "取消时间", svc_form_date(NULL, true));
    svc_form_sign(form, "操作人签收", NULL, NULL, NULL);
    svc_form_sign(form, "系统管理员", NULL, NULL, NULL);
}

bool entry_right_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = find_right(call, no);
    if (!svc_next(q))
        return false;
    char *cause = cause_of(q), *was = before(call, cause);
    bool trained = svc_number_begins(entry_trainings.prefix, cause);
    svc_form_page(form, "系统操作权限取消建议书", no);
    put_letter(call, form, q, trained);
    if (was)
        svc_form_field(form, trained ? "培训记录" : "引发投诉", was);
    put_facts(call, form, svc_text(q, FACTS));
    put_boxes(call, form, no);
    svc_form_seal(form, "服务管理办公室", svc_text(q, DECIDED_AT));
    put_receipt(form);
    free(cause);
    free(was);
    svc_done(q);
    return true;
}
