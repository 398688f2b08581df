/* form: what an audit found, what a reconciliation came to, whose rights are at stake, for paper. */
#include <stdio.h>
#include <stdlib.h>

#include "entry.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/number.h"
#include "svc/rates.h"
#include "svc/text.h"
#include "svc/who.h"
#include "svc/words.h"

/* -- an audit ----------------------------------------------------------------------------- */

/* One error a line: field, how it was wrong, in which record, and whether it is put right. */
static char *errors_of(struct svc_call *call, const char *audit)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT field, error, record, fixed_at, state FROM entry_error WHERE audit = ?1 ORDER BY no", "s",
        audit);
    for (int n = 1; svc_next(q); n++)
        svc_buf_printf(&out, "%s%d. %s　%s%s%s　%s", out.len ? "\n" : "", n,
                       svc_words_text("entry.field", svc_text(q, 0)),
                       svc_words_text("entry.error", svc_text(q, 1)), svc_is_null(q, 2) ? "" : "　",
                       svc_is_null(q, 2) ? "" : svc_text(q, 2),
                       svc_words_text("entry.error_state", svc_text(q, 4)));
    return svc_buf_take(&out);
}

static bool audit_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    char counts[96], rate[SVC_RATE_SIZE];
    struct svc_query *q = svc_query(call->db,
        "SELECT a.audited_at, a.kind, a.auditor, a.dept, a.operator, a.grp, a.records_checked,"
        "       a.fields_checked, a.note, a.state,"
        "       (SELECT COUNT(*) FROM entry_error e WHERE e.audit = a.no AND e.state <> 'dropped')"
        "  FROM entry_audit a WHERE a.no = ?1", "s", no);
    if (!svc_next(q))
        return false;
    char *auditor = svc_who_on_paper(call->db, svc_text(q, 2)), *dept = svc_who_depts(call->db, svc_text(q, 3));
    char *operator = svc_who_on_paper(call->db, svc_text(q, 4)), *errors = errors_of(call, no);
    struct svc_fraction wrong = { svc_int(q, 10), svc_int(q, 7) };
    snprintf(counts, sizeof counts, "%lld 条记录，%lld 个字段", (long long)svc_int(q, 6),
             (long long)svc_int(q, 7));
    char *found = svc_format("%lld 个（每千字段 %s）", (long long)wrong.numerator,
                             svc_rate_text(wrong, 1000, "–", rate));
    svc_form_page(form, "信息录入检查表", no);
    svc_form_pair(form, "检查时间", svc_form_date(svc_text(q, 0), true), "检查方式",
                  svc_words_text("entry.kind", svc_text(q, 1)));
    svc_form_pair(form, "被检查部门", dept, "被检查人", operator ? operator : "全部门");
    svc_form_pair(form, "检查范围", counts, "字段组",
                  svc_words_text("entry.grp", svc_text(q, 5)));
    svc_form_pair(form, "发现差错", found, "状态", svc_words_text("entry.audit_state", svc_text(q, 9)));
    svc_form_field(form, "检查人", auditor);
    svc_form_area(form, "差错明细", errors, 8);
    svc_form_area(form, "说明", svc_text(q, 8), 3);
    svc_form_sign(form, "被检查人", NULL, NULL, NULL);
    svc_form_sign(form, "检查人", NULL, NULL, NULL);
    free(auditor);
    free(dept);
    free(operator);
    free(errors);
    free(found);
    svc_done(q);
    return true;
}

/* -- a reconciliation --------------------------------------------------------------------- */

static void party_rows(struct svc_form *form, struct svc_query *q, const char *label, int from)
{
    char money[SVC_NUM_SIZE];
    char *text = svc_format("%s：%lld 笔，%s 元", svc_text(q, from), (long long)svc_int(q, from + 2),
                            svc_hundredths_format(svc_int(q, from + 3), money));
    svc_form_field(form, label, text);
    svc_form_field(form, "校验（SHA-256）", svc_text(q, from + 1));
    free(text);
}

static void boxes(struct svc_call *call, struct svc_form *form, const char *no)
{
    static const char *const roles[] = { "收款人", "审计" };
    for (int stage = 1; stage <= 2; stage++) {
        struct svc_query *q = svc_query(call->db,
            "SELECT person, signed_at, evidence FROM signer WHERE tbl = 'entry_reconciliation' AND no = ?1"
            "   AND stage = ?2 ORDER BY round DESC LIMIT 1", "si", no, (int64_t)stage);
        bool signed_ = svc_next(q);
        char *who = signed_ ? svc_who_on_paper(call->db, svc_text(q, 0)) : NULL;
        svc_form_sign(form, roles[stage - 1], who,
                      signed_ ? svc_text(q, 1) : NULL, signed_ ? svc_text(q, 2) : NULL);
        if (signed_)
            svc_done(q);
        free(who);
    }
    svc_form_sign(form, "财务", NULL, NULL, NULL);
}

static bool reconciliation_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    char counts[128], missing[128];
    struct svc_query *q = svc_query(call->db,
        "SELECT receipt_file, receipt_sha256, receipt_rows, receipt_sum, cash_file, cash_sha256, cash_rows,"
        "       cash_sum, system_file, system_sha256, system_rows, system_sum, day_from, day_to, dept, kind,"
        "       keys, matched, differing, missing_receipt, missing_cash, missing_system, why, run_at"
        "  FROM entry_reconciliation WHERE no = ?1", "s", no);
    if (!svc_next(q))
        return false;
    char *from = svc_strdup(svc_form_date(svc_text(q, 12), false));
    char *days = svc_text_same(svc_text(q, 12), svc_text(q, 13)) ? svc_strdup(from)
                 : svc_format("%s至%s", from, svc_form_date(svc_text(q, 13), false));
    char *dept = svc_who_depts(call->db, svc_text(q, 14));
    snprintf(counts, sizeof counts, "%lld 项，一致 %lld 项，不一致 %lld 项", (long long)svc_int(q, 16),
             (long long)svc_int(q, 17), (long long)svc_int(q, 18));
    snprintf(missing, sizeof missing, "缺单据 %lld 项，缺钱款 %lld 项，缺系统记录 %lld 项",
             (long long)svc_int(q, 19), (long long)svc_int(q, 20), (long long)svc_int(q, 21));
    svc_form_page(form, "三方核对差异表", no);
    svc_form_pair(form, "部门", dept, "核对内容", svc_words_text("entry.reconciled", svc_text(q, 15)));
    svc_form_pair(form, "日期", days, "核对时间", svc_form_date(svc_text(q, 23), true));
    party_rows(form, q, "单据", 0);
    party_rows(form, q, "钱款", 4);
    party_rows(form, q, "系统报表", 8);
    svc_form_field(form, "核对结果", counts);
    svc_form_field(form, "缺失", missing);
    svc_form_area(form, "说明", svc_text(q, 22), 3);
    boxes(call, form, no);
    free(from);
    free(days);
    free(dept);
    svc_done(q);
    return true;
}

/* -- form --------------------------------------------------------------------------------- */

static bool page(struct svc_call *call, struct svc_form *form, const char *no)
{
    if (svc_number_begins(entry_audits.prefix, no))
        return audit_page(call, form, no);
    if (svc_number_begins(entry_reconciliations.prefix, no))
        return reconciliation_page(call, form, no);
    return entry_right_page(call, form, no);
}

int entry_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    for (size_t i = 0; i < numbers.count; i++)
        if (!page(call, form, numbers.no[i]))
            svc_fail(SVC_UNKNOWN, "%s: no such audit, reconciliation or case of rights", numbers.no[i]);
    if (svc_worst() == SVC_OK)
        svc_form_close(form);
    return svc_finish(call);
}
