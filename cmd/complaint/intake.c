/* What intake finds out by itself about a complaint: whose it is, what it repeats, how grave it is. */
#include <stdio.h>
#include <string.h>

#include "complaint.h"
#include "svc/clock.h"
#include "svc/err.h"
#include "svc/level.h"
#include "svc/leveled.h"
#include "svc/number.h"
#include "svc/phones.h"
#include "svc/text.h"
#include "svc/tier.h"
#include "svc/when.h"

/* With two complaints of the same matter behind it, the next is the third. */
enum { FLAG_EARLIER = 2 };

/* More than phone.h makes of one number. */
enum { PHONE_SIZE = 48 };

/* What is remembered of the customer's complaints about the same matter. */
struct earlier {
    char last[SVC_NUMBER_SIZE]; /* the closed one that was closed last, "" for none */
    int64_t count;              /* of all, open ones too */
};

/* The first moment of the window that ends with `received`: its last day belongs to it as a whole. */
static svc_when window_start(const struct svc_length *window, svc_when received)
{
    svc_day day = svc_when_day(received);
    switch (window->unit) {
    case SVC_UNIT_MONTH:
        return svc_day_start(svc_day_add_months(day, -window->count));
    case SVC_UNIT_Y:
        return svc_day_start(svc_day_add_months(day, -12 * window->count));
    case SVC_UNIT_H:
        return received - window->count * 3600LL;
    case SVC_UNIT_MIN:
        return received - window->count * 60LL;
    default:
        return svc_day_start(day - window->count);
    }
}

/* The same matter: category, and address where both give one; received or closed inside the window,
 * and not taken back. ?2 category, ?3 window, ?4 received, ?5 address, ?6 itself. */
#define SAME_MATTER                                                                             \
    " c.category = ?2 AND c.received_at <= ?4 AND (c.received_at >= ?3 OR c.closed_at >= ?3)"   \
    " AND c.state <> 'withdrawn' AND (?5 = '' OR COALESCE(c.address, ?5) = ?5) AND c.no <> ?6"  \
    " ORDER BY c.closed_at DESC, c.no DESC"

/* What look_back goes by. */
struct matter {
    struct svc_call *call;
    const struct svc_value *values;
    svc_when from;
    char since[SVC_WHEN_SIZE];
    struct earlier found;
};

static void count(struct matter *matter, struct svc_query *q)
{
    const char *received = matter->values[C_RECEIVED_AT].text;
    while (svc_next(q)) {
        const char *closed = svc_text(q, 2);
        bool repeats = closed && strcmp(svc_text(q, 1), "closed") == 0 &&
                       strcmp(closed, matter->since) >= 0 && strcmp(closed, received) <= 0;
        matter->found.count++;
        if (repeats && !*matter->found.last)
            snprintf(matter->found.last, sizeof matter->found.last, "%s", svc_text(q, 0));
    }
}

/* The customer is its number; without one whoever has the telephone, and no number either. Of several
 * numbers the first that was heard of tells. */
static void count_customer(struct matter *matter)
{
    const struct svc_value *values = matter->values;
    struct svc_db *db = matter->call->db;
    const char *address = svc_value_given(&values[C_ADDRESS]) ? values[C_ADDRESS].text : "";
    const char *self = svc_value_given(&values[C_NO]) ? values[C_NO].text : "";
    const char *category = values[C_CATEGORY].text, *received = values[C_RECEIVED_AT].text;
    if (svc_value_given(&values[C_CUSTOMER])) {
        count(matter, svc_query(db,
            "SELECT c.no, c.state, c.closed_at FROM complaint c WHERE c.customer = ?1 AND"
            SAME_MATTER, "sswsss", values[C_CUSTOMER].text, category, matter->from, received,
            address, self));
        return;
    }
    const char *list = svc_value_given(&values[C_PHONE]) ? svc_phones_of(values[C_PHONE].text) : "";
    const char *number;
    size_t len;
    while (matter->found.count == 0 && svc_text_next(&list, ';', &number, &len)) {
        char one[PHONE_SIZE];
        snprintf(one, sizeof one, "%.*s", (int)len, number);
        count(matter, svc_query(db,
            "SELECT c.no, c.state, c.closed_at FROM phone_number p JOIN complaint c ON c.no = p.no"
            " WHERE p.tbl = 'complaint' AND p.number = ?1 AND c.customer IS NULL AND"
            SAME_MATTER, "sswsss", one, category, matter->from, received, address, self));
    }
}

static struct earlier look_back(struct svc_call *call, const struct svc_policy *policy,
                                const struct svc_value *values)
{
    struct matter matter = { .call = call, .values = values };
    struct svc_length window;
    svc_when received;
    const char *length = svc_policy_param(policy, "repeat_window");
    if (!length || svc_length_parse(length, &window) ||
        svc_when_parse(values[C_RECEIVED_AT].text, &received))
        return matter.found;
    matter.from = window_start(&window, received);
    svc_when_format(matter.from, matter.since);
    count_customer(&matter);
    return matter.found;
}

/* -- the customer ------------------------------------------------------------------------- */

/* Is there a customer with a telephone at all? Asked once: most companies have all, or none. */
static bool customers_have_phones(struct svc_db *db)
{
    static int known = -1;
    if (known < 0)
        known = (int)svc_one_int(db, 0, "SELECT 1 FROM phone_number WHERE tbl = 'customer' LIMIT 1",
                                 NULL);
    return known == 1;
}

/* A complaint without a customer's number is that of the one registered customer with the telephone;
 * of several numbers the first that names one tells. */
static void take_customer(struct svc_call *call, struct svc_value *values)
{
    static struct svc_buf found;
    size_t count = 0, len;
    const char *number;
    if (svc_value_given(&values[C_CUSTOMER]) || !svc_value_given(&values[C_PHONE]) ||
        !customers_have_phones(call->db))
        return;
    const char *list = svc_phones_of(values[C_PHONE].text);
    while (count == 0 && svc_text_next(&list, ';', &number, &len)) {
        char one[PHONE_SIZE];
        snprintf(one, sizeof one, "%.*s", (int)len, number);
        struct svc_query *q = svc_query(call->db,
            "SELECT no FROM phone_number WHERE tbl = 'customer' AND number = ?1 LIMIT 2", "s", one);
        while (svc_next(q))
            if (count++ == 0) {
                svc_buf_clear(&found);
                svc_buf_puts(&found, svc_text(q, 0));
            }
    }
    if (count == 1)
        values[C_CUSTOMER] = svc_value_text(svc_buf_text(&found));
}

bool complaint_is_first(struct svc_import *in, struct svc_call *call)
{
    return svc_import_is_first(in) && !customers_have_phones(call->db);
}

/* The tier that the customer had when the complaint was received, and its kind; both stay. */
static void take_tier(struct svc_call *call, struct svc_value *values)
{
    static struct svc_tier tier;
    if (!svc_value_given(&values[C_CUSTOMER]) ||
        !svc_tier_on(call->db, values[C_CUSTOMER].text, values[C_RECEIVED_AT].text, &tier))
        return;
    values[C_TIER] = svc_value_text(tier.tier);
    values[C_CUSTOMER_KIND] = svc_value_text(tier.customer_kind);
}

/* Who can be reached about a repeat that names nobody: whoever the repeated complaint names. So a
 * complaint goes on from its call-backs without anybody's number in the pipe. */
static void take_contact(struct svc_call *call, struct svc_value *values)
{
    static const enum complaint_column contact[] = { C_CALLER, C_PHONE, C_ADDRESS };
    static struct svc_buf kept[3];
    bool named = svc_value_given(&values[C_CUSTOMER]);
    for (int i = 0; i < 3; i++)
        named = named || svc_value_given(&values[contact[i]]);
    if (named || !svc_value_given(&values[C_REPEAT_OF]))
        return;
    struct svc_query *q = svc_query(call->db,
        "SELECT caller, phone, address FROM complaint WHERE no = ?1", "s",
        values[C_REPEAT_OF].text);
    while (svc_next(q))
        for (int i = 0; i < 3; i++) {
            svc_buf_clear(&kept[i]);
            svc_buf_puts(&kept[i], svc_text(q, i) ? svc_text(q, i) : "");
            values[contact[i]] = svc_value_text(svc_buf_text(&kept[i]));
        }
}

/* -- level, repeat and flag --------------------------------------------------------------- */

/* What the record brings itself stands. True where the level is proposed. */
static bool judge(struct svc_call *call, const struct svc_policy *policy, svc_day received, bool looks_back,
                  struct svc_value *values)
{
    static struct earlier earlier;
    struct svc_value *level = &values[C_LEVEL], *first = &values[C_LEVEL_INITIAL];
    earlier = looks_back ? look_back(call, policy, values) : (struct earlier){ .count = 0 };
    if (!svc_value_given(&values[C_REPEAT_OF]))
        values[C_REPEAT_OF] = svc_value_text(earlier.last);
    if (earlier.count >= FLAG_EARLIER)
        values[C_FLAGGED] = svc_value_text("yes");
    struct svc_intake intake = {
        .channel = values[C_CHANNEL].text, .category = values[C_CATEGORY].text,
        .tier = svc_value_given(&values[C_TIER]) ? values[C_TIER].text : NULL,
        .people = values[C_PEOPLE].number,
        .accident = svc_value_given(&values[C_ACCIDENT]) &&
                    strcmp(values[C_ACCIDENT].text, "yes") == 0,
        .repeat = svc_value_given(&values[C_REPEAT_OF])
    };
    bool proposes = !svc_value_given(level) && !svc_value_given(first);
    if (proposes)
        *level = svc_value_number(svc_leveled(policy, &intake, received));
    else if (!svc_value_given(level))
        *level = *first;
    if (!svc_value_given(first))
        *first = *level;
    return proposes;
}

/* A file that empties what intake proposed asks for it again; what was determined stays. */
static bool asks_again(const struct svc_value *before, struct svc_value *values)
{
    if (!svc_value_given(&values[C_LEVEL]) && svc_value_given(&before[C_DETERMINED_AT]))
        values[C_LEVEL] = before[C_LEVEL];
    return !svc_value_given(&values[C_LEVEL]) || !svc_value_given(&values[C_LEVEL_INITIAL]) ||
           (!svc_value_given(&values[C_REPEAT_OF]) && svc_value_given(&before[C_REPEAT_OF]));
}

bool complaint_take_in(struct svc_import *in, struct svc_call *call, const struct svc_policy *policy, svc_day received,
                       struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(in);
    if (!before || svc_value_given(&before[C_CUSTOMER]))
        take_customer(call, values);
    if (before && !asks_again(before, values))
        return false;
    if (!before) {
        take_tier(call, values);
        take_contact(call, values);
    }
    return judge(call, policy, received, !complaint_is_first(in, call), values);
}

void complaint_leveled(struct svc_call *call, const char *no, bool by_intake)
{
    svc_run(call->db, by_intake ? "INSERT INTO complaint_leveled (no) VALUES (?1) ON CONFLICT DO NOTHING"
                                : "DELETE FROM complaint_leveled WHERE no = ?1", "s", no);
}
