/* notify: one line for each VIP, for a message gateway: the month's safety tip, a greeting. */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/err.h"
#include "svc/mask.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/tier.h"

static struct {
    const char *text, *kind, *duty;
} opt;

const struct svc_option notify_options[] = {
    { .name = "text", .type = SVC_OPT_TEXT, .to = &opt.text, .arg = "TEXT",
      .help = "what is sent; {name} becomes the customer's name" },
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &opt.duty, .arg = "NAME",
      .help = "only those to whom this duty is due today and was not done yet" },
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind, .arg = "person|unit",
      .help = "this kind of customer alone", .list = "tier.kind" },
    SVC_OPTIONS_INCLUDE(svc_pii_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the VIP" },
    { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE, .label = "电话",
      .help = "where it goes" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what is sent" },
    { 0 }
};

/* The text with the name where it belongs, masked unless personal data was granted. A customer
 * without a name is addressed as 客户. */
static void fill_text(struct svc_buf *out, const char *name, size_t len)
{
    static const char place[] = "{name}";
    const char *text = opt.text, *at;
    svc_buf_clear(out);
    for (; (at = strstr(text, place)); text = at + sizeof place - 1) {
        svc_buf_add(out, text, (size_t)(at - text));
        if (!name)
            svc_buf_puts(out, "客户");
        else if (svc_shared.pii)
            svc_buf_add(out, name, len);
        else
            svc_mask(out, SVC_NAME, name, len);
    }
    svc_buf_puts(out, text);
}

/* To whom it goes: with --duty those who are owed it in the slot of today. */
struct audience {
    char kind[8]; /* "" for both */
    svc_day from, until;
};

/* The slot of today; false when the duty is not due now (no festival). */
static bool find_slot(struct svc_call *call, struct audience *to)
{
    enum { LONGEST = 366 };
    svc_day today = svc_when_day(svc_now());
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, today);
    struct tier_duties duties = tier_duties_load(call, policy);
    const struct svc_duty *duty = &tier_duty_find(&duties, opt.duty)->duty;
    struct svc_slot *slot;
    size_t count = svc_duty_slots(duty->every, policy->calendar, today, today + LONGEST, &slot);
    bool due = count > 0 && slot[0].from <= today;
    if (due)
        *to = (struct audience){ .from = slot[0].from, .until = slot[0].until + 1 };
    if (due && strcmp(duty->kind, "any") != 0)
        memcpy(to->kind, duty->kind, sizeof to->kind);
    free(slot);
    tier_duties_free(&duties);
    svc_rules_close(rules);
    return due;
}

static void print_lines(struct svc_call *call, const struct audience *to)
{
    struct svc_buf text = { 0 };
    size_t silent = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT c.customer, c.phone, c.name FROM (" SVC_TIERS_ON_1 ") AS t"
        "  JOIN customer c ON c.customer = t.customer"
        " WHERE t.tier = 'vip' AND c.kind = COALESCE(?2, c.kind) AND c.kind = COALESCE(?3, c.kind)"
        "   AND NOT EXISTS (SELECT 1 FROM tier_done d WHERE d.customer = c.customer"
        "                      AND d.duty = ?4 AND d.done_at >= ?5 AND d.done_at < ?6)"
        " ORDER BY c.customer",
        "dsssdd", svc_when_day(svc_now()), opt.kind, *to->kind ? to->kind : NULL, opt.duty,
        to->from, to->until);
    while (svc_next(q)) {
        if (svc_is_null(q, 1)) {
            silent++;
            continue;
        }
        fill_text(&text, svc_text(q, 2), svc_text_len(q, 2));
        struct svc_value row[] = { svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
                                   svc_value_text(text.data) };
        svc_print_row(call, row);
    }
    if (silent && svc_call_talks())
        svc_warn("%zu VIPs have no telephone and get nothing\n"
                 "see them: svc-tier list --tier vip --phone ''", silent);
    svc_buf_free(&text);
}

int tier_notify(struct svc_call *call)
{
    struct audience to = { .kind = "" };
    if (!svc_shared.format && !svc_shared.output)
        svc_shared.format = "tsv";
    if (!svc_shared.header)
        svc_shared.headless = true;
    bool due = !opt.duty || find_slot(call, &to);
    svc_print_begin(call, columns);
    if (due)
        print_lines(call, &to);
    else if (svc_call_talks())
        svc_warn("\"%s\" is not due today; nobody is sent anything", opt.duty);
    return svc_finish(call);
}
