/* svc-tier: customers, their tiers, and what VIPs are promised. The entry is at the bottom. */
#include "tier.h"

#include <string.h>

#include "svc/err.h"
#include "svc/import.h"
#include "svc/score.h"
#include "svc/stock.h"

/* -- customers ---------------------------------------------------------------------------- */

enum { KIND = 2, CUSTOMER_KIND = 3, TIER = 9, SINCE = 10 };

static const struct svc_column columns[] = {
    { "customer", SVC_TYPE_CODE, SVC_KEY | SVC_REQUIRED, "客户号", "customer number", NULL, NULL },
    { "name", SVC_TYPE_CODE, SVC_NAME | SVC_SET, "名称", "name", NULL, NULL },
    [KIND] = { "kind", SVC_TYPE_WORD, SVC_SET, "性质", "person unless said", "person|unit", NULL },
    [CUSTOMER_KIND] = { "customer_kind", SVC_TYPE_WORD, SVC_SET, "用户类别",
                        "home, or business for units, unless said", "home|business", NULL },
    { "class", SVC_TYPE_WORD, SVC_SET, "用气类别", "what it is",
      "resident|commercial|industrial|collective|boiler|direct-fired|CNG|government|media|monitor",
      NULL },
    { "address", SVC_TYPE_CODE, SVC_ADDRESS | SVC_SET, "地址", "address", NULL, NULL },
    { "phone", SVC_TYPE_PHONE, SVC_PHONE | SVC_SET, "电话", "telephone", NULL, NULL },
    { "meter", SVC_TYPE_CODE, SVC_SET, "表号", "meter number", NULL, NULL },
    { "daily_gas_m3", SVC_TYPE_INT, SVC_SET, "日用气量", "cubic metres a day", NULL, NULL },
    [TIER] = { "tier", SVC_TYPE_WORD, 0, "服务等级", "general unless said; review changes it",
               "vip|key|general", NULL },
    [SINCE] = { "since", SVC_TYPE_DAY, 0, "等级起始", "first day of the tier", NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register tier_customers = {
    .name = "customers", .one = "customer", .help = "customers and their tiers",
    .table = "customer", .columns = columns
};

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

static int take_customers(struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        default_to(&values[KIND], "person");
        bool unit = values[KIND].text[0] == 'u';
        default_to(&values[CUSTOMER_KIND], unit ? "business" : "home");
        default_to(&values[TIER], "general");
        if (before && (!svc_value_same(&before[TIER], &values[TIER]) ||
                       !svc_value_same(&before[SINCE], &values[SINCE])))
            svc_import_reject(in, "tier", "a registered customer's tier changes by review alone");
    }
    return svc_import_close(in);
}

/* -- contacts ----------------------------------------------------------------------------- */

enum { K_CUSTOMER = 3, K_BUSINESS, K_PERSON, K_CONTACT, K_PHONE, K_FROM_DAY, K_UNTIL_DAY };

static const struct svc_column contact_columns[] = {
    { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought", NULL, NULL },
    { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL },
    { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source", NULL, NULL },
    [K_CUSTOMER] = { "customer", SVC_TYPE_CODE, SVC_REQUIRED, "客户号", "the customer", NULL, NULL },
    [K_BUSINESS] = { "business", SVC_TYPE_WORD, SVC_SET, "联络业务", "what for; all unless said",
                     "all|installation|gas_on|repair|emergency|safety_check|billing|complaint",
                     NULL },
    [K_PERSON] = { "person", SVC_TYPE_CODE, SVC_SET, "联络人", "whom the customer may call", NULL,
                   "person" },
    [K_CONTACT] = { "contact", SVC_TYPE_CODE, SVC_NAME | SVC_SET, "客户联系人",
                    "who is called at the customer's", NULL, NULL },
    [K_PHONE] = { "phone", SVC_TYPE_PHONE, SVC_PHONE | SVC_SET, "联系电话", "and the number", NULL,
                  NULL },
    [K_FROM_DAY] = { "from_day", SVC_TYPE_DAY, SVC_REQUIRED, "起始", "first day", NULL, NULL },
    [K_UNTIL_DAY] = { "until_day", SVC_TYPE_DAY, SVC_SET, "截止", "last day; empty while it lasts",
                      NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register tier_contacts = {
    .name = "contacts", .one = "contact", .help = "whom VIPs may call, and who is called there",
    .table = "tier_contact", .letter = 'V', .fact = "from_day", .columns = contact_columns
};

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
    struct svc_import *in = one ? svc_import_one(call) : svc_import_open(call);
    return call->reg == &tier_contacts ? take_contacts(call, in) : take_customers(in);
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
    { "add", "REGISTER ", add, svc_add_options, SVC_NEED_WRITE, KEEPERS,
      "register one customer, contact or spot check" },
    { "import", "REGISTER [FILE|-]", import, svc_import_options, SVC_NEED_WRITE, KEEPERS,
      "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_SET("REGISTER ", KEEPERS),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "evaluate", "[FILE|-]", tier_evaluate, evaluate_options, SVC_NEED_READ, NULL,
      "score what customers are worth and how far they can be trusted" },
    { "propose", "[NO...|-]", tier_propose, propose_options, SVC_NEED_READ, NULL,
      "who should change tier, and why; changes nothing" },
    { "review", "[FILE|-]", tier_review, review_options, SVC_NEED_WRITE, NULL,
      "sign a list of gradings, which then takes effect" },
    { "history", "NO...|-", tier_history, svc_output_options, SVC_NEED_READ, NULL,
      "the tiers of customers, from when until when" },
    { "ledger", NULL, tier_ledger, svc_show_options, SVC_NEED_READ, NULL,
      "the VIPs of today with their contacts" },
    { "duties", NULL, tier_duties, duties_options, SVC_NEED_READ, NULL,
      "what is due to each VIP in a period" },
    { "done", "NO...|-", tier_done, done_options, SVC_NEED_WRITE, DOERS,
      "record that a duty towards customers was done" },
    { "check", NULL, tier_check, check_options, SVC_NEED_READ, NULL,
      "which duties of a period were kept, missed, or not proven" },
    { "sign", "NO...|-", tier_sign, sign_options, SVC_NEED_WRITE, NULL,
      "sign spot checks, or reject them" },
    { "notify", NULL, tier_notify, notify_options, SVC_NEED_READ, NULL,
      "the text for each VIP, for a message gateway" },
    { "stats", NULL, tier_stats, stats_options, SVC_NEED_READ, NULL,
      "VIPs, changes and kept promises of a period, with numerators and denominators" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
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
