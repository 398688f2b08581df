/* ledger: the register 客户问题授权处理台账 as each department hands it in.
 * form: the slip 服务授权处理单, on paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/ledger.h"
#include "svc/mem.h"
#include "svc/who.h"
#include "svc/num.h"
#include "svc/words.h"

static const char *dept;

const struct svc_option auth_ledger_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

int auth_ledger(struct svc_call *call)
{
    svc_ledger_print(call, "auth", svc_call_period(false), dept);
    return svc_finish(call);
}

/* -- form --------------------------------------------------------------------------------- */

static const char *text_of(const struct svc_value *value)
{
    return svc_value_given(value) ? value->text : NULL;
}

static void put_head(struct svc_call *call, struct svc_form *form, const struct svc_value *values,
                     const struct svc_matter *matter)
{
    char *own = svc_who_depts(call->db, text_of(&values[A_DEPT]));
    char *other = svc_who_depts(call->db, text_of(&values[A_OTHER_DEPT]));
    char *person = svc_who_on_paper(call->db, text_of(&values[A_PERSON]));
    char *behalf = svc_who_on_paper(call->db, text_of(&values[A_BEHALF]));
    char *who = svc_format("%s%s%s%s", person, behalf ? "（代 " : "", behalf ? behalf : "",
                           behalf ? "）" : "");
    bool money = svc_value_given(&values[A_AMOUNT]);
    svc_form_pair(form, "填报部门", own, "填报日期",
                  svc_form_date(values[A_RECORDED_AT].text, false));
    svc_form_field(form, "授权种类", svc_words_text("auth.class", values[A_CLASS].text));
    svc_form_field(form, "授权事项", matter ? matter->text : values[A_MATTER].text);
    svc_form_field(form, "授权金额", money ? svc_form_money(values[A_AMOUNT].number) : NULL);
    svc_form_field(form, "相关部门", other);
    svc_form_pair(form, "被授权人", who, "授权时间",
                  svc_form_date(values[A_USED_AT].text, true));
    svc_form_pair(form, "客户号", text_of(&values[A_CUSTOMER]), "关联单号",
                  text_of(&values[A_RECORD]));
    char *const texts[] = { own, other, person, behalf, who };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

static void add_condition(const struct svc_condition *c, const char *given, const char *paper,
                          enum svc_met met, struct svc_buf *out)
{
    static const char *const met_words[] = { [SVC_MET_YES] = "yes", [SVC_MET_NO] = "no",
                                             [SVC_MET_UNSHOWN] = "unshown",
                                             [SVC_MET_DUTY] = "duty" };
    bool done = met == SVC_MET_DUTY && given && strcmp(given, "no") != 0;
    svc_buf_printf(out, "%s[%s] %s%s%s%s%s", out->len ? "\n" : "",
                   svc_words_text("auth.met", done ? "done" : met_words[met]), c->text, given ? "：" : "", given ? svc_words_text("verb.yes_no tier.tier", given) : "", paper ? "  凭证 " : "",
                   paper ? paper : "");
}

static void put_conditions(struct svc_form *form, const struct svc_policy *policy,
                           const struct svc_matter *matter, svc_when at,
                           const struct svc_value *values)
{
    struct svc_facts facts, papers;
    struct svc_buf out = { 0 };
    svc_facts_read(values[A_FACTS].text, &facts);
    svc_facts_read(values[A_EVIDENCE].text, &papers);
    for (size_t i = 0; i < matter->condition_count; i++) {
        const struct svc_condition *c = &matter->conditions[i];
        const char *given = svc_facts_get(&facts, c->key);
        add_condition(c, given, svc_facts_get(&papers, c->key),
                      svc_condition_test(policy, c, given, at), &out);
    }
    svc_form_area(form, "授权标准", out.data, 1);
    svc_buf_free(&out);
    svc_facts_free(&facts);
    svc_facts_free(&papers);
}

/* One box: who signed or rejected, when, for whom, on which paper; else room to sign. */
static void put_box(struct svc_call *call, struct svc_form *form, const char *label,
                    struct svc_query *q)
{
    struct svc_buf note = { 0 };
    char *behalf = svc_who_on_paper(call->db, svc_text(q, 4));
    char *who = svc_is_null(q, 2) ? NULL : svc_format("%s %s", svc_text(q, 2), svc_text(q, 3));
    if (who && strcmp(svc_text(q, 7), "rejected") == 0)
        svc_buf_printf(&note, "退回：%s", svc_text(q, 8));
    if (behalf)
        svc_buf_printf(&note, "%s代 %s", note.len ? "  " : "", behalf);
    if (!svc_is_null(q, 6))
        svc_buf_printf(&note, "%s书面签批，存档号 %s", note.len ? "  " : "", svc_text(q, 6));
    svc_form_sign(form, label, who, svc_text(q, 5), note.data);
    svc_buf_free(&note);
    free(behalf);
    free(who);
}

/* The stages that apply, from the top down as on the printed slip. */
static void put_boxes(struct svc_call *call, struct svc_form *form, const char *no)
{
    size_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT c.role, c.scope, c.person, c.name, c.behalf, c.signed_at, c.evidence, c.decision,"
        "       c.reason"
        "  FROM signing_stage c WHERE c.tbl = 'authority_use' AND c.no = ?1"
        "   AND " AUTH_STAGE_APPLIES("c.amount", "c.own_dept", "c.other_dept")
        " ORDER BY c.stage DESC", "s", no);
    while (svc_next(q)) {
        bool other = strcmp(svc_text(q, 1), "other_dept") == 0;
        char *label = svc_format("%s%s", other ? "相关" : "",
                                 svc_words_text("verb.role sign.role", svc_text(q, 0)));
        put_box(call, form, label, q);
        free(label);
        count++;
    }
    if (count == 0)
        svc_form_field(form, "签批", "未涉及金额和其他部门，无需签批");
}

static void put_slip(struct svc_call *call, struct svc_form *form, struct svc_matrix *matrix,
                     const char *no, const struct svc_value *values)
{
    svc_when at;
    if (svc_when_parse(values[A_USED_AT].text, &at))
        svc_die(SVC_CONFIG, "%s: its time is unreadable\nrun svc-admin check", no);
    const struct svc_matter *matter = svc_matrix_find(matrix, svc_when_day(at),
                                                      values[A_MATTER].text);
    svc_form_page(form, "服务授权处理单", no);
    put_head(call, form, values, matter);
    if (matter)
        put_conditions(form, svc_matrix_policy(matrix, svc_when_day(at)), matter, at, values);
    svc_form_area(form, "备注", text_of(&values[A_REMARK]), 1);
    put_boxes(call, form, no);
    svc_form_text(form, "注：1.授权事项未涉及金额的不填；2.授权事项涉及其他部门的由其他部门主管"
                        "必须签字。");
}

int auth_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    struct svc_form *form = svc_form_open(call);
    struct svc_record record;
    for (size_t i = 0; i < numbers.count; i++) {
        if (!svc_record_read(call, numbers.no[i], &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such use", numbers.no[i]);
            continue;
        }
        put_slip(call, form, matrix, numbers.no[i], record.values);
        svc_record_free(call, &record);
    }
    svc_matrix_close(matrix);
    svc_form_close(form);
    return svc_finish(call);
}
