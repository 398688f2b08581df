/* form: the sheet 服务状况检查表 (of a contractor 季度服务品质检查情况记录表) and the notice
 * 整改通知书, to be signed. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/who.h"
#include "svc/words.h"

/* -- the sheet ---------------------------------------------------------------------------- */

static void sheet_items(struct svc_call *call, struct svc_form *form, const char *no)
{
    const struct svc_form_cell heads[] = { { "项目", 2, true }, { "检查内容", 4, true },
                                           { "结果", 2, true }, { "整改意见", 2, true },
                                           { "部门意见", 2, true } };
    svc_form_row(form, heads, 5);
    struct svc_query *q = svc_query(call->db,
        "SELECT code, \"text\", result, opinion, answer FROM inspect_item WHERE sheet = ?1"
        " ORDER BY code", "s", no);
    while (svc_next(q)) {
        const struct svc_form_cell cells[] = {
            { svc_text(q, 0), 2, false }, { svc_text(q, 1), 4, false },
            { svc_words_text("inspect.result", svc_text(q, 2)), 2, false }, { svc_text(q, 3), 2, false },
            { svc_text(q, 4), 2, false }
        };
        svc_form_row(form, cells, 5);
    }
}

static void sheet_findings(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT no, severity, item, person, facts, \"action\", due_at, fixed_at"
        "  FROM inspect_finding WHERE sheet = ?1 AND state <> 'cancelled' ORDER BY no", "s", no);
    while (svc_next(q)) {
        char *person = svc_who_on_paper(call->db, svc_text(q, 3));
        svc_buf_printf(&out, "%s%s（%s%s%s）%s%s%s", out.len ? "\n" : "", svc_text(q, 0),
                       svc_words_text("severity", svc_text(q, 1)), svc_text(q, 2) ? "，" : "",
                       svc_text(q, 2) ? svc_text(q, 2) : "", svc_text(q, 4),
                       person ? "；责任人：" : "", person ? person : "");
        if (svc_text(q, 5))
            svc_buf_printf(&out, "；即时措施：%s", svc_text(q, 5));
        if (svc_text(q, 7))
            svc_buf_printf(&out, "；已于%s整改", svc_form_date(svc_text(q, 7), true));
        else if (svc_text(q, 6))
            svc_buf_printf(&out, "；限%s前整改", svc_form_date(svc_text(q, 6), true));
        free(person);
    }
    svc_form_area(form, "发现问题", svc_buf_text(&out), 3);
    svc_buf_free(&out);
}

static void sheet_signature(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT g.person, g.signed_at, g.evidence, g.behalf FROM signature g"
        " WHERE g.tbl = 'inspect_sheet' AND g.no = ?1 AND g.decision = 'signed'"
        " ORDER BY g.stage DESC LIMIT 1", "s", no);
    bool there = svc_next(q);
    char *who = there ? svc_who_on_paper(call->db, svc_text(q, 0)) : NULL;
    char *behalf = there ? svc_who_on_paper(call->db, svc_text(q, 3)) : NULL;
    char *note = behalf ? svc_format("代 %s 签字", behalf)
                 : there && svc_text(q, 2) ? svc_format("书面签批，存档号 %s", svc_text(q, 2)) : NULL;
    svc_form_sign(form, "被检查部门负责人签字", who, there ? svc_text(q, 1) : NULL, note);
    if (there)
        svc_done(q);
    free(who);
    free(behalf);
    free(note);
}

static void sheet_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT s.inspectors, s.dept, s.checked_at, s.opinion, s.answer, s.quarter, i.no, i.level,"
        "       i.kind FROM inspect_sheet s LEFT JOIN inspection i ON i.no = s.inspection"
        " WHERE s.no = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such sheet", no);
        return;
    }
    bool contractor = svc_text(q, 5) != NULL;
    char *names = svc_who_on_paper(call->db, svc_text(q, 0)), *dept = svc_who_depts(call->db, svc_text(q, 1));
    char *kind = contractor ? svc_strdup(svc_text(q, 5))
                            : svc_format("%s，%s", svc_words_text("inspect.level", svc_text(q, 7)),
                                         svc_words_text("inspect.kind", svc_text(q, 8)));
    svc_form_page(form, contractor ? "季度服务品质检查情况记录表" : "服务状况检查表", no);
    svc_form_field(form, "检查小组成员", names);
    svc_form_field(form, "检查时间", svc_form_date(svc_text(q, 2), true));
    svc_form_pair(form, contractor ? "外委单位" : "被检查部门", dept,
                  contractor ? "季度" : "检查", contractor ? kind : svc_text(q, 6));
    if (!contractor)
        svc_form_field(form, "检查类别", kind);
    sheet_items(call, form, no);
    sheet_findings(call, form, no);
    svc_form_area(form, "整改意见", svc_text(q, 3), 3);
    svc_form_area(form, "被检查部门意见", svc_text(q, 4), 3);
    sheet_signature(call, form, no);
    svc_done(q);
    free(names);
    free(dept);
    free(kind);
}

/* -- the notice --------------------------------------------------------------------------- */

/* The judgements, round by round: 第1轮 整改验收 不合格 … */
static void notice_checks(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT c.round, c.stage, c.result, c.checked_at, c.reply, c.reason"
        "  FROM inspect_check c WHERE c.no = ?1 ORDER BY c.event", "s", no);
    while (svc_next(q)) {
        svc_buf_printf(&out, "%s第%lld轮 %s：%s（%s）", out.len ? "\n" : "",
                       (long long)svc_int(q, 0), svc_words_text("inspect.stage", svc_text(q, 1)),
                       svc_words_text("inspect.verify", svc_text(q, 2)), svc_form_date(svc_text(q, 3), true));
        if (svc_text(q, 4))
            svc_buf_printf(&out, "，整改情况：%s", svc_text(q, 4));
        if (svc_text(q, 5))
            svc_buf_printf(&out, "，原因：%s", svc_text(q, 5));
    }
    svc_form_area(form, "复查意见", svc_buf_text(&out), 3);
    svc_buf_free(&out);
}

/* Who passed it; empty until somebody did. */
static void notice_signature(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT verifier, checked_at, evidence FROM inspect_check"
        " WHERE no = ?1 AND result = 'pass' AND event ="
        "       (SELECT MAX(event) FROM inspect_check WHERE no = ?1)", "s", no);
    bool there = svc_next(q);
    char *who = there ? svc_who_on_paper(call->db, svc_text(q, 0)) : NULL;
    char *note = there && svc_text(q, 2) ? svc_format("书面签批，存档号 %s", svc_text(q, 2)) : NULL;
    svc_form_sign(form, "验收人", who, there ? svc_text(q, 1) : NULL, note);
    if (there)
        svc_done(q);
    free(who);
    free(note);
}

static void notice_reply(struct svc_call *call, struct svc_form *form, struct svc_query *q)
{
    char *who = svc_who_on_paper(call->db, svc_text(q, 11));
    svc_form_area(form, "整改情况", svc_text(q, 9), 4);
    svc_form_sign(form, "整改部门", who, svc_text(q, 10), svc_text(q, 12));
    free(who);
}

static void notice_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT d.name, s.checked_at, n.finding, n.severity, f.facts, n.demand, n.due_at,"
        "       n.person, n.issued_at, n.reply, n.replied_at, n.replied_by, n.report, n.dept,"
        "       n.recorded_by, s.inspectors, f.item, i.\"text\""
        "  FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding"
        "  JOIN inspect_sheet s ON s.no = f.sheet JOIN dept d ON d.dept = n.dept"
        "  LEFT JOIN inspect_item i ON i.sheet = s.no AND i.code = f.item"
        " WHERE n.no = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such notice", no);
        return;
    }
    char *dept = svc_who_depts(call->db, svc_text(q, 13)), *person = svc_who_on_paper(call->db, svc_text(q, 7));
    char *issuer = svc_who_on_paper(call->db, svc_text(q, 14));
    char *inspectors = svc_who_on_paper(call->db, svc_text(q, 15));
    char *rule = svc_text(q, 16) ? svc_format("%s %s", svc_text(q, 16), svc_text(q, 17) ? svc_text(q, 17) : "")
                                 : NULL;
    char *text = svc_format("%s：\n　　%s的服务状况检查中发现你部门存在以下问题，请于%s前完成"
                            "整改，并将整改情况形成完整的整改报告移交服务管理办公室存档。",
                            svc_text(q, 0), svc_form_date(svc_text(q, 1), false),
                            svc_form_date(svc_text(q, 6), true));
    svc_form_page(form, "整改通知书", no);
    svc_form_text(form, text);
    svc_form_pair(form, "责任部门", dept, "责任人", person);
    svc_form_pair(form, "问题编号", svc_text(q, 2), "问题等级",
                  svc_words_text("severity", svc_text(q, 3)));
    svc_form_field(form, "检查人", inspectors);
    svc_form_area(form, "存在问题", svc_text(q, 4), 3);
    svc_form_field(form, "违反条款", rule);
    svc_form_area(form, "整改要求", svc_text(q, 5), 3);
    svc_form_field(form, "整改时限", svc_form_date(svc_text(q, 6), true));
    svc_form_sign(form, "签发人", issuer, svc_text(q, 8), NULL);
    svc_form_sign(form, "签收人", NULL, NULL, NULL);
    svc_form_seal(form, "服务管理办公室", svc_text(q, 8));
    notice_reply(call, form, q);
    notice_checks(call, form, no);
    notice_signature(call, form, no);
    svc_done(q);
    free(dept);
    free(person);
    free(issuer);
    free(inspectors);
    free(rule);
    free(text);
}

/* -- form --------------------------------------------------------------------------------- */

/* Every sheet of an inspection, and every notice that came of it. */
static void inspection_pages(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT no FROM inspect_sheet WHERE inspection = ?1 ORDER BY no", "s", no);
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM inspection WHERE no = ?1", "s", no))
        svc_fail(SVC_UNKNOWN, "%s: no such inspection", no);
    while (svc_next(q))
        sheet_page(call, form, svc_text(q, 0));
    q = svc_query(call->db,
        "SELECT n.no FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding"
        "  JOIN inspect_sheet s ON s.no = f.sheet"
        " WHERE s.inspection = ?1 AND n.state <> 'cancelled' ORDER BY n.no", "s", no);
    while (svc_next(q))
        notice_page(call, form, svc_text(q, 0));
}

int inspect_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    for (size_t i = 0; i < numbers.count; i++) {
        const char *no = numbers.no[i];
        if (svc_number_begins(inspect_notices.prefix, no))
            notice_page(call, form, no);
        else if (svc_number_begins(inspect_plans.prefix, no))
            inspection_pages(call, form, no);
        else
            sheet_page(call, form, no);
    }
    svc_form_close(form);
    return svc_finish(call);
}
