/* svc-reward: rewards and penalties, from the fact to the last signature. The entry is at the
 * bottom. */
#include "reward.h"

#include "svc/score.h"
#include "svc/sign.h"
#include "svc/form.h"
#include "svc/stock.h"

static const struct svc_column columns[] = {
    [R_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number, given by the tool", NULL, NULL },
    [R_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源", "domain of the record that caused it; "
                   "reward: no other record did", NULL, NULL },
    [R_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源记录", "that record, or the case itself",
                      NULL, NULL },
    [R_CLAUSE] = { "clause", SVC_TYPE_CODE, SVC_REQUIRED, "条款", "the clause it is under", NULL,
                   NULL },
    [R_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "department whose head and leader sign", NULL,
                 "dept" },
    [R_PERSON] = { "person", SVC_TYPE_CODE, 0, "工号", "whom it is about; empty for a department "
                   "or for several", NULL, "person" },
    [R_FACTS] = { "facts", SVC_TYPE_TEXT, SVC_REQUIRED | SVC_SET, "事实", "what happened", NULL,
                  NULL },
    [R_EVIDENCE] = { "evidence", SVC_TYPE_CODE, SVC_SET, "证据", "what proves it; needed for "
                     "signing", NULL, NULL },
    [R_AMOUNT] = { "amount", SVC_TYPE_MONEY, 0, "金额", "yuan of the person, or of all shares; "
                   "without sign", NULL, NULL },
    [R_HEAD_AMOUNT] = { "head_amount", SVC_TYPE_MONEY, 0, "负责人金额", "yuan of the department's "
                        "head; without sign", NULL, NULL },
    [R_POINTS] = { "points", SVC_TYPE_POINTS, 0, "部门分值", "points of the department; without "
                   "sign", NULL, NULL },
    [R_LOSS] = { "loss", SVC_TYPE_MONEY, 0, "经济损失", "yuan of loss that was caused", NULL, NULL },
    [R_SUSPENSION] = { "suspension", SVC_TYPE_WORD, SVC_SET, "处理方式", "probation (留用察看) or "
                       "standby (待岗)", "probation|standby", NULL },
    [R_OCCURRED_AT] = { "occurred_at", SVC_TYPE_TIME, 0, "发生时间", "the fact's moment", NULL, NULL },
    [R_CHAIN] = { "chain", SVC_TYPE_CODE, SVC_OWN, "审批链", "the policy's chain that decides", NULL,
                  NULL },
    [R_PROPOSER] = { "proposer", SVC_TYPE_CODE, SVC_OWN, "提出人", "who proposed it", NULL, NULL },
    [R_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "what became of it",
                  "proposed|approved|rejected|withdrawn|reversed", NULL },
    [R_DECIDED_AT] = { "decided_at", SVC_TYPE_TIME, SVC_OWN, "决定时间", "the last signature, or the "
                       "rejection", NULL, NULL },
    [R_SUSPENDED_AT] = { "suspended_at", SVC_TYPE_TIME, SVC_OWN, "申诉起始", "under appeal since",
                         NULL, NULL },
    [R_REVERSES] = { "reverses", SVC_TYPE_CODE, SVC_OWN, "冲销", "the case that this one takes back",
                     NULL, NULL },
    [R_ALSO_REASON] = { "also_reason", SVC_TYPE_TEXT, SVC_OWN, "再次奖惩原因", "why the fact is "
                        "sanctioned once more", NULL, NULL },
    [R_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was proposed here",
                        NULL, NULL },
    [R_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [R_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register reward_register = {
    .name = "cases", .one = "case", .help = "rewards and penalties", .table = "reward_case",
    .letter = 'R', .fact = "occurred_at", .columns = columns
};

/* -- the command -------------------------------------------------------------------------- */

#define PROPOSERS "team_leader;dept_head;deputy_gm;gm;office;clerk;cron"
#define CORRECTORS "dept_head;deputy_gm;gm;office;clerk"

static const struct svc_verb verbs[] = {
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    { "set", "NO...|-", reward_set, svc_set_options, SVC_NEED_WRITE, PROPOSERS,
      "add what is missing before anybody has signed; needs --reason" },
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { "propose", "[FILE|-]", reward_propose, propose_options, SVC_NEED_WRITE, PROPOSERS,
      "propose a case, or the cases of score lines, all or none" },
    { "sign", "NO...|-", reward_sign, svc_sign_options, SVC_NEED_WRITE, NULL,
      "sign the next stage of cases" },
    { "reject", "NO...|-", reward_reject, svc_sign_options, SVC_NEED_WRITE, NULL,
      "say no to cases instead of signing; needs --reason" },
    { "waiting", NULL, reward_waiting, waiting_options, SVC_NEED_READ, NULL,
      "whose signature each case waits for" },
    { "withdraw", "NO...|-", reward_withdraw, svc_write_options, SVC_NEED_WRITE, NULL,
      "take back cases of your own that are not decided" },
    { "suspend", "NO...|-", reward_suspend, suspend_options, SVC_NEED_WRITE, "office",
      "let cases not count while an appeal is open; needs --reason" },
    { "reverse", "NO...|-", reward_reverse, reverse_options, SVC_NEED_WRITE, CORRECTORS,
      "propose to take approved cases back; needs --reason" },
    { "thresholds", NULL, reward_thresholds, year_options, SVC_NEED_READ, NULL,
      "what accumulates over a year, with the records counted" },
    { "award", NULL, reward_award, year_options, SVC_NEED_READ, NULL,
      "who may be honoured at the year's end, and who may not" },
    { "form", "NO...|-", reward_form, svc_form_options, SVC_NEED_READ, NULL,
      "the approval form of cases, for paper" },
    { "notice", "[NO...|-]", reward_notice, notice_options, SVC_NEED_READ, NULL,
      "the notice to the company of approved cases" },
    { "stats", NULL, reward_stats, stats_options, SVC_NEED_READ, NULL,
      "cases, amounts and rates of a period" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &reward_register, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-reward", .summary = "rewards and penalties, from the fact to the signatures",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
