/* svc-reward: rewards and penalties, from the fact to the last signature. The entry is at the
 * bottom. */
#include "reward.h"

#include "svc/actor.h"
#include "svc/each.h"
#include "svc/form.h"
#include "svc/linked.h"
#include "svc/score.h"
#include "svc/sign.h"
#include "svc/stock.h"

/* -- the command -------------------------------------------------------------------------- */

#define PROPOSERS "team_leader;dept_head;deputy_gm;gm;office;clerk;cron"
#define CORRECTORS "dept_head;deputy_gm;gm;office;clerk"

static const struct svc_verb verbs[] = {
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    { .name = "set", .operands = "NO...|-", .run = reward_set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = PROPOSERS, .requires = "reason",
      .help = "add what is missing before anybody has signed" },
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    SVC_STOCK_MOVES(""),
    { .name = "propose", .operands = "[FILE|-]", .run = reward_propose, .options = propose_options,
      .need = SVC_NEED_WRITE, .roles = PROPOSERS,
      .help = "propose a case, or the cases of score lines, all or none" },
    { .name = "sign", .operands = "NO...|-", .run = reward_sign, .options = svc_sign_options,
      .need = SVC_NEED_WRITE, .help = "sign the next stage of cases" },
    { .name = "reject", .operands = "NO...|-", .run = reward_reject, .options = svc_sign_options,
      .need = SVC_NEED_WRITE, .requires = "reason",
      .help = "say no to cases instead of signing" },
    { .name = "waiting", .run = reward_waiting, .options = waiting_options, .need = SVC_NEED_READ,
      .help = "whose signature each case waits for" },
    { .name = "withdraw", .operands = "NO...|-", .run = reward_withdraw,
      .options = withdraw_options, .need = SVC_NEED_WRITE,
      .help = "take back cases of your own that are not decided" },
    { .name = "suspend", .operands = "NO...|-", .run = reward_suspend, .options = suspend_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "let cases not count while an appeal is open" },
    { .name = "dispute", .operands = "NO...|-", .run = reward_dispute, .options = dispute_options,
      .need = SVC_NEED_WRITE, .requires = "stage;reason",
      .help = "say that you did not sign what was entered in your name" },
    { .name = "decide", .operands = "NO...|-", .run = reward_decide, .options = decide_options,
      .need = SVC_NEED_WRITE, .roles = "committee", .requires = "stage;decision;reason",
      .help = "decide whether a disputed signature stands" },
    { .name = "reverse", .operands = "NO...|-", .run = reward_reverse, .options = reverse_options,
      .need = SVC_NEED_WRITE, .roles = CORRECTORS, .requires = "reason",
      .help = "propose to take approved cases back" },
    { .name = "thresholds", .run = reward_thresholds, .options = svc_year_options,
      .need = SVC_NEED_READ, .help = "what accumulates over a year, with the records counted" },
    { .name = "award", .run = reward_award, .options = svc_year_options, .need = SVC_NEED_READ,
      .help = "who may be honoured at the year's end, and who may not" },
    { .name = "form", .operands = "NO...|-", .run = reward_form, .options = svc_form_options,
      .need = SVC_NEED_READ, .help = "the approval form of cases, for paper" },
    { .name = "notice", .operands = "[NO...|-]", .run = reward_notice, .options = notice_options,
      .need = SVC_NEED_READ, .help = "the notice to the company of approved cases" },
    { .name = "stats", .run = reward_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "cases, amounts and rates of a period" },
    SVC_STOCK_LINK,
    SVC_STOCK_SCORE,
    { 0 }
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
