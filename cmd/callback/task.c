/* A task: what the ratios say of it, when it is to be called, and how it is added. */
#include "callback.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/refusal.h"

/* -- ratios and windows ------------------------------------------------------------------- */

struct callback_ratios callback_ratios_load(struct svc_call *call)
{
    struct callback_ratios all = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT r.version, r.business, r.customer_kind, r.tier,"
        "       CASE r.business WHEN 'vip_monthly' THEN COALESCE(p.value, r.ratio)"
        "                       ELSE r.ratio END, r.window_from, r.window_to, r.min"
        "  FROM policy_ratio r LEFT JOIN policy_param p"
        "    ON p.version = r.version AND p.name = 'vip_monthly_callback'", NULL);
    while (svc_next(q)) {
        all.ratio = svc_grow(all.ratio, all.count, sizeof *all.ratio);
        all.ratio[all.count++] = (struct callback_ratio){
            .version = svc_int(q, 0), .business = svc_strdup(svc_text(q, 1)),
            .customer_kind = svc_strdup(svc_text(q, 2)), .tier = svc_strdup(svc_text(q, 3)),
            .ratio = svc_strdup(svc_text(q, 4)), .window_from = svc_strdup(svc_text(q, 5)),
            .window_to = svc_strdup(svc_text(q, 6)), .min = svc_int(q, 7) };
    }
    return all;
}

void callback_ratios_free(struct callback_ratios *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct callback_ratio *r = &all->ratio[i];
        char *const texts[] = { r->business, r->customer_kind, r->tier, r->ratio, r->window_from,
                                r->window_to };
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            free(texts[t]);
    }
    free(all->ratio);
}

static bool applies(const char *named, const char *has)
{
    return !named || (has && strcmp(named, has) == 0);
}

static bool is_named(const struct callback_ratios *all, int64_t version, const char *business)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->ratio[i].version == version && strcmp(all->ratio[i].business, business) == 0)
            return true;
    return false;
}

const struct callback_ratio *callback_ratio_of(const struct callback_ratios *all,
                                               const struct svc_policy *policy,
                                               const char *business, const char *customer_kind,
                                               const char *tier)
{
    int64_t version = policy->version;
    if (!is_named(all, version, business))
        business = svc_policy_acting(policy, "business", business);
    const struct callback_ratio *best = NULL;
    int most = -1;
    for (size_t i = 0; i < all->count; i++) {
        const struct callback_ratio *r = &all->ratio[i];
        int names = (r->customer_kind != NULL) + (r->tier != NULL);
        if (r->version != version || strcmp(r->business, business) != 0 || names <= most ||
            (!applies(r->customer_kind, customer_kind) &&
             !applies(r->customer_kind,
                      svc_policy_acting(policy, "customer_kind", customer_kind))) ||
            !applies(r->tier, tier))
            continue;
        best = r;
        most = names;
    }
    return best;
}

/* The moment a length after `fact`. A window that opens in days opens with the day's first. */
static void window_end(const struct svc_policy *policy, const char *text, svc_when fact,
                       bool opens, char out[SVC_WHEN_SIZE])
{
    struct svc_length length;
    out[0] = '\0';
    if (!text)
        return;
    if (svc_length_parse(text, &length))
        svc_die(SVC_CONFIG, "policy version %d: a window of call-backs is no limit",
                policy->version);
    struct svc_clock clock = { .calendar = policy->calendar, .length = length, .start = fact,
                               .roll = policy->roll };
    svc_when end = svc_clock_due(&clock, NULL, NULL).due;
    bool exact = length.unit == SVC_UNIT_MIN || length.unit == SVC_UNIT_H ||
                 length.unit == SVC_UNIT_WH;
    svc_when_format(opens && !exact ? svc_day_start(svc_when_day(end)) : end, out);
}

struct callback_window callback_window_of(const struct svc_policy *policy,
                                          const struct callback_ratio *ratio, svc_when fact)
{
    struct callback_window window;
    window_end(policy, ratio ? ratio->window_from : NULL, fact, true, window.from);
    window_end(policy, ratio ? ratio->window_to : NULL, fact, false, window.to);
    return window;
}

/* -- new tasks ---------------------------------------------------------------------------- */

void callback_batch_begin(struct svc_call *call, struct callback_batch *batch)
{
    const char **names = svc_column_names(callback_register.columns);
    *batch = (struct callback_batch){ .call = call, .seq = svc_event_head(call->db).seq + 1 };
    svc_rows_begin(&batch->rows, call->db, "callback", names, "");
    free(names);
    svc_when_format(svc_now(), batch->now);
}

void callback_batch_add(struct callback_batch *batch, struct svc_value *values)
{
    svc_when planned;
    if (svc_when_parse(values[B_PLANNED_AT].text, &planned))
        planned = svc_now();
    bool late = svc_value_given(&values[B_WINDOW_TO]) &&
                strcmp(values[B_PLANNED_AT].text, values[B_WINDOW_TO].text) > 0;
    values[B_LATE] = svc_value_text(late ? "yes" : NULL);
    if (batch->tries)
        return;
    svc_number_next(batch->call->db, callback_register.prefix,
                    svc_day_year(svc_when_day(planned)), batch->no);
    values[B_NO] = svc_value_text(batch->no);
    values[B_ATTEMPTS] = svc_value_number(0);
    values[B_STATE] = svc_value_text(svc_value_given(&values[B_CALLER]) ? "assigned" : "planned");
    values[B_RECORDED_AT] = svc_value_text(batch->now);
    values[B_RECORDED_BY] = svc_value_text(batch->call->actor.person);
    values[B_DIGEST] = svc_value_text("planned");
    values[B_EVENT] = svc_value_number(batch->seq);
    if (svc_rows_add(&batch->rows, values) < 0)
        svc_refuse_by_store(batch->call, values[B_RECORD].text, batch->rows.insert);
}

void callback_batch_end(struct callback_batch *batch, const char *record, const char *change)
{
    svc_rows_end(&batch->rows);
    if (batch->rows.count == 0)
        return;
    svc_change_event(batch->call, "callback", record, change);
}
