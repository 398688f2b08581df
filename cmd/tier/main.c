/* svc-tier: customers, their tiers, and what VIPs are promised. The entry is at the bottom. */
#include "tier.h"

#include <string.h>

#include "svc/err.h"
#include "svc/import.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/stock.h"

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

static struct {
    bool initial;
} opt;

#define INITIAL \
    { .name = "initial", .type = SVC_OPT_FLAG, .to = &opt.initial, \
      .help = "customers of the first load, whose tiers are reviewed afterwards" }

static const struct svc_option add_options[] = {
    INITIAL,
    SVC_OPTIONS_INCLUDE(svc_add_options),
    { 0 }
};

static const struct svc_option import_options[] = {
    INITIAL,
    SVC_OPTIONS_INCLUDE(svc_import_options),
    { 0 }
};

/* A new customer above the general tier waits for a review once the register is in use, which is from
 * the first one that was signed; before it the tier takes effect, unreviewed. */
static void ask_tier(struct svc_value *values, bool in_use)
{
    if (strcmp(values[TIER].text, "general") == 0)
        return;
    values[GRADING] = svc_value_text(in_use ? "waiting" : "unreviewed");
    if (!in_use)
        return;
    values[ASKED] = values[TIER];
    values[TIER] = svc_value_text("general");
    values[SINCE] = svc_value_text(NULL);
}

static int take_customers(struct svc_call *call, struct svc_import *in)
{
    svc_day today = svc_when_day(svc_now());
    struct svc_value *values;
    bool in_use = svc_one_int(call->db, 0,
                              "SELECT 1 FROM tier_review WHERE state = 'signed' LIMIT 1", NULL) == 1;
    if (in_use && opt.initial)
        svc_deny(call, SVC_REFUSED, NULL, "the register is in use, its first gradings were reviewed\n"
                "leave --initial out: whom you register then waits for a review");
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        default_to(&values[KIND], "person");
        bool unit = values[KIND].text[0] == 'u';
        default_to(&values[CUSTOMER_KIND],
                   svc_word_acted("customer_kind", unit ? "business" : "home", today));
        default_to(&values[TIER], "general");
        if (!before) {
            ask_tier(values, in_use);
            continue;
        }
        if (svc_value_given(&before[ASKED]) && svc_value_same(&before[ASKED], &values[TIER])) {
            values[TIER] = before[TIER];
            values[SINCE] = before[SINCE];
        }
        if (!svc_value_same(&before[TIER], &values[TIER]) ||
            !svc_value_same(&before[SINCE], &values[SINCE]))
            svc_import_reject(in, "tier", "a registered customer's tier changes by review alone");
    }
    return svc_import_close(in);
}

static int take_contacts(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        default_to(&values[K_BUSINESS], "all");
        if (!svc_value_given(&values[K_PERSON]) && !svc_value_given(&values[K_CONTACT]))
            svc_import_reject(in, "person", "a contact names a person of the company, or somebody "
                              "at the customer's");
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM customer WHERE customer = ?1", "s",
                         values[K_CUSTOMER].text))
            svc_import_reject(in, "customer", "is not registered");
    }
    return svc_import_close(in);
}

/* -- intake ------------------------------------------------------------------------------- */

static int take_in(struct svc_call *call, bool one)
{
    if (call->reg == &tier_reviews)
        svc_die(SVC_USAGE, "reviews are made by review, from a list of gradings");
    if (call->reg == &tier_checks)
        return tier_spot_take(call, one);
    if (opt.initial && call->reg != &tier_customers)
        svc_die(SVC_USAGE, "--initial is for customers");
    struct svc_import *in = one ? svc_import_one(call) : svc_import_open(call);
    return call->reg == &tier_contacts ? take_contacts(call, in) : take_customers(call, in);
}

static int add(struct svc_call *call)
{
    return take_in(call, true);
}

static int import(struct svc_call *call)
{
    return take_in(call, false);
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "clerk;office;admin;cron"
#define DOERS "cron;agent;staff;team_leader;dept_head;deputy_gm;gm;office;clerk"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = add, .options = add_options,
      .need = SVC_NEED_WRITE, .roles = KEEPERS,
      .help = "register one customer, contact or spot check" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = import,
      .options = import_options, .need = SVC_NEED_WRITE, .roles = KEEPERS,
      .help = "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", KEEPERS),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "evaluate", .operands = "[FILE|-]", .run = tier_evaluate, .options = evaluate_options,
      .need = SVC_NEED_READ,
      .help = "score what customers are worth and how far they can be trusted" },
    { .name = "propose", .operands = "[NO...|-]", .run = tier_propose, .options = propose_options,
      .need = SVC_NEED_READ, .help = "who should change tier, and why; changes nothing" },
    { .name = "review", .operands = "[FILE|-]", .run = tier_review, .options = review_options,
      .need = SVC_NEED_WRITE, .help = "sign a list of gradings, which then takes effect" },
    { .name = "history", .operands = "NO...|-", .run = tier_history, .options = svc_output_options,
      .need = SVC_NEED_READ, .help = "the tiers of customers, from when until when" },
    { .name = "ledger", .run = tier_ledger, .options = svc_show_options, .need = SVC_NEED_READ,
      .help = "the VIPs of today with their contacts" },
    { .name = "duties", .run = tier_duties, .options = duties_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "what is due to each VIP in a period" },
    { .name = "done", .operands = "NO...|-", .run = tier_done, .options = done_options,
      .need = SVC_NEED_WRITE, .roles = DOERS, .requires = "duty",
      .help = "record that a duty towards customers was done" },
    { .name = "check", .run = tier_check, .options = check_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "which duties of a period were kept, missed, or not proven" },
    { .name = "sign", .operands = "NO...|-", .run = tier_sign, .options = sign_options,
      .need = SVC_NEED_WRITE, .help = "sign spot checks, or reject them" },
    { .name = "notify", .run = tier_notify, .options = notify_options, .need = SVC_NEED_READ,
      .requires = "text", .help = "the text for each VIP, for a message gateway" },
    { .name = "stats", .run = tier_stats, .options = svc_period_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "VIPs, changes and kept promises of a period, with numerators and denominators" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = { &tier_customers, &tier_contacts,
                                                        &tier_reviews, &tier_checks, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-tier", .summary = "customers, their tiers, and what VIPs are promised",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
