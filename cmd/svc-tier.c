/* svc-tier: customers and their tiers. The entry is at the bottom. */
#include "svc/call.h"
#include "svc/import.h"
#include "svc/stock.h"

enum { KIND = 2, CUSTOMER_KIND = 3, TIER = 9 };

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
    [TIER] = { "tier", SVC_TYPE_WORD, 0, "服务等级", "general unless said", "vip|key|general",
               NULL },
    { "since", SVC_TYPE_DAY, 0, "等级起始", "first day of the tier", NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_register customers = {
    .name = "customers", .one = "customer", .help = "customers and their tiers",
    .table = "customer", .columns = columns
};

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

static int take_in(struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        default_to(&values[KIND], "person");
        bool unit = values[KIND].text[0] == 'u';
        default_to(&values[CUSTOMER_KIND], unit ? "business" : "home");
        default_to(&values[TIER], "general");
    }
    return svc_import_close(in);
}

static int add(struct svc_call *call)
{
    return take_in(svc_import_one(call));
}

static int import(struct svc_call *call)
{
    return take_in(svc_import_open(call));
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "clerk;office;admin;cron"

static const struct svc_verb verbs[] = {
    { "add", "", add, svc_add_options, SVC_NEED_WRITE, KEEPERS, "register one customer" },
    { "import", "[FILE|-]", import, svc_import_options, SVC_NEED_WRITE, KEEPERS,
      "register many customers, all or none" },
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    SVC_STOCK_SET("", KEEPERS),
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &customers, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-tier", .summary = "customers and their tiers", .registers = registers,
        .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
