/* svc-auth: delegated authority, from the matrix to the audit. The entry is at the bottom. */
#include "auth.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/import.h"
#include "svc/score.h"
#include "svc/sign.h"
#include "svc/stock.h"

#define CLASSES "permission|fee_waiver|compensation|cost_bearing|priority"

static const struct svc_column use_columns[] = {
    [A_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought", NULL,
               NULL },
    [A_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL },
    [A_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source",
                      NULL, NULL },
    [A_USED_AT] = { "used_at", SVC_TYPE_TIME, SVC_REQUIRED, "授权时间", "when it was exercised", NULL,
                    NULL },
    [A_MATTER] = { "matter", SVC_TYPE_CODE, SVC_REQUIRED, "授权事项",
                   "matter of the matrix; or a class that lists none", NULL, NULL },
    [A_CLASS] = { "class", SVC_TYPE_WORD, SVC_OWN, "授权种类", "class of the matter", CLASSES, NULL },
    [A_PERSON] = { "person", SVC_TYPE_CODE, SVC_REQUIRED, "被授权人", "who exercised it", NULL,
                   "person" },
    [A_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "the person's department unless said", NULL,
                 "dept" },
    [A_BEHALF] = { "behalf", SVC_TYPE_CODE, 0, "代行人", "whose authority a delegate used", NULL,
                   "person" },
    [A_HANDLER] = { "handler", SVC_TYPE_CODE, 0, "经办人",
                    "signs the slip first; the person unless said", NULL, "person" },
    [A_CUSTOMER] = { "customer", SVC_TYPE_CODE, SVC_SET, "客户号", "customer number", NULL, NULL },
    [A_RECORD] = { "record", SVC_TYPE_CODE, SVC_SET, "关联单据", "order or other record", NULL, NULL },
    [A_FACTS] = { "facts", SVC_TYPE_CODE, 0, "条件事实",
                  "what is shown of the conditions: key=value,...", NULL, NULL },
    [A_EVIDENCE] = { "evidence", SVC_TYPE_CODE, 0, "凭证", "the papers for it: key=reference,...",
                     NULL, NULL },
    [A_AMOUNT] = { "amount", SVC_TYPE_MONEY, 0, "授权金额", "yuan waived or borne; any needs the slip",
                   NULL, NULL },
    [A_UNITS] = { "units", SVC_TYPE_INT, 0, "数量", "how many of the cap's unit; 1 unless said", NULL,
                  NULL },
    [A_OTHER_DEPT] = { "other_dept", SVC_TYPE_CODE, 0, "相关部门", "other department it touches", NULL,
                       "dept" },
    [A_DAMAGE] = { "damage", SVC_TYPE_MONEY, 0, "损失金额", "yuan of damage done", NULL, NULL },
    [A_HARM] = { "harm", SVC_TYPE_TEXT, 0, "不良影响", "harm done to the company's name", NULL, NULL },
    [A_REMARK] = { "remark", SVC_TYPE_TEXT, SVC_SET, "备注",
                   "remark; why it was exercised beyond authority",
                   NULL, NULL },
    [A_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态",
                  "how far its slip is; recorded without one",
                  "recorded|signing|authorised|rejected", NULL },
    [A_FALSE_USE] = { "false_use", SVC_TYPE_WORD, SVC_OWN, "虚假授权", "decided to be a false use",
                      "yes|no",
                      NULL },
    [A_POINTS] = { "points", SVC_TYPE_POINTS, SVC_OWN, "核定扣分",
                   "points decided inside the clause's range",
                   NULL, NULL },
    [A_VERDICT] = { "verdict", SVC_TYPE_WORD, SVC_OWN, "结论", "judged by the matrix of its day",
                    "ok|missing_condition|expired_delegation|exceeded|false", NULL },
    [A_FINDING] = { "finding", SVC_TYPE_TEXT, SVC_OWN, "发现", "why", NULL, NULL },
    [A_STANDING] = { "standing", SVC_TYPE_CODE, SVC_OWN, "身份",
                     "roles, post, headed departments of whoever holds the authority", NULL,
                     NULL },
    [A_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded here",
                        NULL, NULL },
    [A_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [A_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [A_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [A_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_column delegation_columns[] = {
    { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number, given by the tool", NULL, NULL },
    { "grantor", SVC_TYPE_CODE, SVC_OWN, "委托人", "who is away", NULL, "person" },
    { "delegate", SVC_TYPE_CODE, SVC_OWN, "受托人", "who acts instead", NULL, "person" },
    { "scope", SVC_TYPE_CODE, SVC_OWN, "范围", "a chain of signatures, a matter, or all", NULL,
      NULL },
    { "cap", SVC_TYPE_MONEY, SVC_OWN, "限额", "up to so many yuan; empty for any", NULL, NULL },
    { "from_day", SVC_TYPE_DAY, SVC_OWN, "起始日", "first day", NULL, NULL },
    { "until_day", SVC_TYPE_DAY, SVC_OWN, "截止日", "last day", NULL, NULL },
    { "reason", SVC_TYPE_TEXT, SVC_INNER, "", "", NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { "evidence", SVC_TYPE_CODE, SVC_OWN, "凭证", "the paper, where somebody else recorded it", NULL,
      NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register auth_uses = {
    .name = "uses", .one = "use", .help = "exercises of delegated authority",
    .table = "authority_use", .letter = 'A', .fact = "used_at", .columns = use_columns
};

const struct svc_register auth_delegations = {
    .name = "delegations", .one = "delegation", .help = "who acts for whom, and for how long",
    .table = "delegation", .letter = 'D', .fact = "recorded_at", .columns = delegation_columns
};

/* -- import ------------------------------------------------------------------------------- */

static int import(struct svc_call *call)
{
    struct auth_case of = { .matter = NULL };
    const char *column, *why;
    struct svc_value *values;
    if (call->reg != &auth_uses)
        svc_die(SVC_USAGE, "delegations are not imported\nregister each with svc-auth delegate");
    struct svc_import *in = svc_import_open(call);
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    while ((values = svc_import_next(in))) {
        why = auth_fill(call, matrix, values, svc_import_before(in), &of, &column);
        if (why)
            svc_import_reject(in, column, "%.*s", (int)strcspn(why, "\n"), why);
        else if (of.slip)
            auth_begin_slip(call, values);
    }
    int code = svc_import_close(in);
    auth_case_free(&of);
    svc_matrix_close(matrix);
    return code;
}

/* -- steps -------------------------------------------------------------------------------- */

int auth_each(struct svc_call *call, svc_when at, void (*one)(const struct auth_step *step))
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct auth_step step = { .call = call, .at = at };
    struct svc_record record;
    svc_call_begin(call);
    step.matrix = svc_matrix_open(call->db);
    for (size_t i = 0; i < numbers.count; i++) {
        step.no = numbers.no[i];
        if (!svc_record_read(call, step.no, &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such %s", step.no, call->reg->one);
            continue;
        }
        step.values = record.values;
        one(&step);
        svc_record_free(call, &record);
    }
    svc_matrix_close(step.matrix);
    svc_call_commit(call);
    return svc_finish(call);
}

void auth_reason(const struct svc_call *call)
{
    if (!svc_shared.reason || !*svc_shared.reason)
        svc_die(SVC_USAGE, "%s needs a reason\nadd --reason TEXT", call->verb->name);
}

/* -- the command -------------------------------------------------------------------------- */

#define STAFF "agent;staff;team_leader;clerk;office;dept_head;deputy_gm;gm"

static const struct svc_verb verbs[] = {
    { "import", "REGISTER [FILE|-]", import, svc_import_options, SVC_NEED_WRITE,
      STAFF ";admin;cron",
      "register many uses, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", STAFF),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "matrix", NULL, auth_matrix, auth_matrix_options, SVC_NEED_READ, NULL,
      "the matters of authority in force: who may, under which conditions" },
    { "can", "MATTER", auth_can, auth_can_options, SVC_NEED_READ, NULL,
      "may this person do that: yes or no for each condition" },
    { "use", "MATTER", auth_use, auth_use_options, SVC_NEED_WRITE, STAFF,
      "register one exercise of authority; prints its number" },
    { "done", "NO...|-", auth_done, auth_done_options, SVC_NEED_WRITE, STAFF,
      "record that what is due after the act was done" },
    { "sign", "NO...|-", auth_sign, svc_sign_options, SVC_NEED_WRITE, NULL,
      "sign slips: the next stage of each" },
    { "reject", "NO...|-", auth_reject, svc_sign_options, SVC_NEED_WRITE, NULL,
      "reject slips instead of signing; needs --reason" },
    { "assess", "NO...|-", auth_assess, auth_assess_options, SVC_NEED_WRITE, "office",
      "decide on false use, damage and points; needs --reason" },
    { "delegate", "PERSON", auth_delegate, auth_delegate_options, SVC_NEED_WRITE, NULL,
      "let somebody act for whoever is away; prints its number" },
    { "end", "NO...|-", auth_end, auth_end_options, SVC_NEED_WRITE, NULL,
      "end delegations earlier; needs --reason" },
    { "audit", NULL, auth_audit, auth_audit_options, SVC_NEED_READ, NULL,
      "judge each use again by the matrix of its day" },
    { "stats", NULL, auth_stats, auth_stats_options, SVC_NEED_READ, NULL,
      "counts and amounts of a period" },
    { "ledger", NULL, auth_ledger, auth_ledger_options, SVC_NEED_READ, NULL,
      "the register of a period as it is handed in, by department and class" },
    { "form", "NO...|-", auth_form, svc_form_options, SVC_NEED_READ, NULL,
      "the slip of each use, to be printed" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &auth_uses, &auth_delegations, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-auth", .summary = "delegated authority: who may, who did, who signed",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
