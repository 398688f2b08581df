/* What VIPs are promised: what is due, what was done, what was kept. The duties themselves are
 * parameters of the policy (vip.h). */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/sample.h"
#include "svc/text.h"
#include "svc/tier.h"

static struct {
    const char *duty, *verdict, *record, *by, *evidence, *note;
} opt;

const struct svc_option duties_options[] = {
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &opt.duty, .arg = "NAME",
      .help = "this duty alone" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

const struct svc_option check_options[] = {
    { .name = "verdict", .type = SVC_OPT_TEXT, .to = &opt.verdict,
      .arg = "kept|not_proven|missed|open", .help = "these lines alone", .list = "tier.verdict" },
    SVC_OPTIONS_INCLUDE(duties_options),
    { 0 }
};

const struct svc_option done_options[] = {
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &opt.duty, .arg = "NAME",
      .help = "which duty; svc-tier duties lists what is due" },
    { .name = "record", .type = SVC_OPT_TEXT, .to = &opt.record, .arg = "NO",
      .help = "the complaint or order, of a duty of single cases" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "NO",
      .help = "who did or led it (default: you)", .table = "person" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "REF",
      .help = "what proves it: a file, a paper's number" },
    { .name = "note", .type = SVC_OPT_TEXT, .to = &opt.note, .arg = "TEXT",
      .help = "what was found or said" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

static const char *const verdicts[TIER_VERDICTS] = { "kept", "not_proven", "missed", "open" };

/* -- the duties --------------------------------------------------------------------------- */

struct tier_duties tier_duties_load(struct svc_call *call, const struct svc_policy *policy)
{
    struct tier_duties duties = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT name, value, text FROM policy_param"
        " WHERE version = ?1 AND name > 'duty_' AND name < 'duty`' AND value IS NOT NULL"
        " ORDER BY name", "i", (int64_t)policy->version);
    while (svc_next(q)) {
        struct tier_duty duty = { .name = svc_strdup(svc_text(q, 0) + strlen("duty_")),
                                  .text = svc_strdup(svc_text(q, 2)), .times = 1 };
        const char *why = svc_duty_parse(svc_text(q, 1), &duty.duty);
        if (why)
            svc_die(SVC_CONFIG, "policy %d: duty_%s: %s", policy->version, duty.name, why);
        if (strcmp(duty.name, "visit") == 0)
            duty.times = svc_policy_number(policy, "care_visits_per_year", 100) / 100;
        duties.duty = svc_grow(duties.duty, duties.count, sizeof *duties.duty);
        duties.duty[duties.count++] = duty;
    }
    return duties;
}

const struct tier_duty *tier_duty_find(const struct tier_duties *duties, const char *name)
{
    struct svc_buf known = { 0 };
    for (size_t i = 0; i < duties->count; i++)
        if (strcmp(duties->duty[i].name, name) == 0)
            return &duties->duty[i];
    for (size_t i = 0; i < duties->count; i++)
        svc_buf_word(&known, duties->duty[i].name);
    svc_die(SVC_USAGE, "no duty \"%s\"\nthe policy has: %s", name, svc_buf_text(&known));
}

void tier_duties_free(struct tier_duties *duties)
{
    for (size_t i = 0; i < duties->count; i++) {
        free(duties->duty[i].name);
        free(duties->duty[i].text);
    }
    free(duties->duty);
}

/* -- who is owed it ----------------------------------------------------------------------- */

/* The VIPs who are owed a duty. Those of the month's call-backs stand by stratum. */
struct vip {
    char *customer, *kind;
    char *stratum; /* NULL: no sample */
    int64_t quota; /* of the stratum */
    bool drawn;
};
struct vips {
    struct vip *vip;
    size_t count;
};

static struct vip *vips_add(struct vips *vips, struct svc_query *q)
{
    vips->vip = svc_grow(vips->vip, vips->count, sizeof *vips->vip);
    vips->vip[vips->count] = (struct vip){ .customer = svc_strdup(svc_text(q, 0)),
                                           .kind = svc_strdup(svc_text(q, 1)), .drawn = true };
    return &vips->vip[vips->count++];
}

static struct vips vips_on(struct svc_call *call, const struct svc_slot *slot)
{
    struct vips vips = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT c.customer, c.kind FROM (" SVC_TIERS_ON_1 ") AS t"
        "  JOIN customer c ON c.customer = t.customer WHERE t.tier = 'vip' AND " TIER_OWED("?2", "?1")
        " ORDER BY c.customer", "dd", slot->until, slot->from);
    while (svc_next(q))
        vips_add(&vips, q);
    return vips;
}

static void vips_free(struct vips *vips)
{
    for (size_t i = 0; i < vips->count; i++) {
        free(vips->vip[i].customer);
        free(vips->vip[i].kind);
        free(vips->vip[i].stratum);
    }
    free(vips->vip);
}

/* SQL: task `t` is a customer's monthly call-back, of a month that lies in the days from ?3 and before
 * ?4. A plan puts the month before the version at the end of its stratum's name; the first day of the
 * calendar month of that name lies in it, whatever day months close on. */
#define CALLED_IN_3_4 \
    "t.register = 'customer' AND t.business = 'vip_monthly' AND t.second_of IS NULL" \
    "   AND t.cancelled_at IS NULL AND" \
    "       COALESCE(substr(rtrim(t.stratum, '0123456789'), -9, 7) || '-01', t.planned_at) >= ?3" \
    "   AND COALESCE(substr(rtrim(t.stratum, '0123456789'), -9, 7) || '-01', t.planned_at) < ?4"

static int by_no(const void *x, const void *y)
{
    const struct svc_sampled *a = x, *b = y;
    return strcmp(a->no, b->no);
}

static void draw(struct vip *vip, size_t count, const char *seed)
{
    struct svc_sampled *records = svc_alloc(count * sizeof *records);
    for (size_t i = 0; i < count; i++)
        records[i] = (struct svc_sampled){ .no = vip[i].customer, .drawn = vip[i].drawn };
    svc_sample_draw(records, count, seed, vip->stratum, vip->quota);
    qsort(records, count, sizeof *records, by_no);
    for (size_t i = 0; i < count; i++)
        vip[i].drawn = records[i].drawn;
    free(records);
}

/* Whom a month's call-backs are owed: the VIPs whose call-back was planned and, until the policy's
 * share is full, those whom `svc-callback plan --seed YYYY-MM` would draw. */
static struct vips vips_called(struct svc_call *call, const struct svc_slot *slot)
{
    struct vips vips = { NULL, 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT c.customer, c.kind,"
        "       'vip_monthly' || COALESCE('/' || r.customer_kind, '') || COALESCE('/' || r.tier, '')"
        "       || '/' || ?2 || '/v' || v.version AS stratum,"
        "       COALESCE(p.value, r.ratio, '1'), COALESCE(r.min, 0),"
        "       COUNT(*) OVER (PARTITION BY r.customer_kind, r.tier),"
        "       CASE WHEN EXISTS (SELECT 1 FROM callback t WHERE t.record = c.customer"
        "                            AND " CALLED_IN_3_4 ") THEN 1 ELSE 0 END"
        "  FROM (" SVC_TIERS_ON_1 ") AS t JOIN customer c ON c.customer = t.customer"
        "  JOIN policy_version v ON v.from_day <= ?3 AND v.until_day > ?3"
        "  LEFT JOIN policy_param p ON p.version = v.version AND p.name = 'vip_monthly_callback'"
        "  LEFT JOIN policy_ratio r ON r.version = v.version AND r.business = 'vip_monthly'"
        "   AND COALESCE(r.customer_kind, '') || '/' || COALESCE(r.tier, '') ="
        "       (SELECT COALESCE(b.customer_kind, '') || '/' || COALESCE(b.tier, '')"
        "          FROM policy_ratio b"
        "         WHERE b.version = v.version AND b.business = 'vip_monthly'"
        "           AND COALESCE(b.customer_kind, c.customer_kind) = c.customer_kind"
        "           AND COALESCE(b.tier, 'vip') = 'vip'"
        "         ORDER BY CASE WHEN b.customer_kind IS NULL THEN 0 ELSE 1 END"
        "                + CASE WHEN b.tier IS NULL THEN 0 ELSE 1 END DESC LIMIT 1)"
        " WHERE t.tier = 'vip' AND " TIER_OWED("?3", "?1") " ORDER BY stratum, c.customer",
        "dsdd", slot->until, slot->name, slot->from, slot->until + 1);
    while (svc_next(q)) {
        struct svc_share share;
        struct vip *vip = vips_add(&vips, q);
        if (svc_share_parse(svc_text(q, 3), &share))
            svc_die(SVC_CONFIG, "the share of %s is none of 0 to 1", svc_text(q, 2));
        vip->stratum = svc_strdup(svc_text(q, 2));
        vip->quota = svc_sample_quota(&share, svc_int(q, 5), svc_int(q, 4));
        vip->drawn = svc_int(q, 6);
    }
    for (size_t from = 0, to; from < vips.count; from = to) {
        for (to = from + 1; to < vips.count &&
                            strcmp(vips.vip[to].stratum, vips.vip[from].stratum) == 0;)
            to++;
        draw(&vips.vip[from], to - from, slot->name);
    }
    return vips;
}

/* When the duty was done in the slot, and what proves it; without a moment where the call-back was
 * given up. A customer was called who was reached in the window of the month's call-back, or at
 * all where that was planned later. */
#define DONE                                                                                    \
    "SELECT done_at, evidence FROM tier_done"                                                   \
    " WHERE customer = ?1 AND duty = ?2 AND done_at >= ?3 AND done_at < ?4"                     \
    " UNION "                                                                                   \
    "SELECT t.called_at, t.no FROM callback t"                                                  \
    " WHERE t.record = ?1 AND ?2 = 'callback' AND " CALLED_IN_3_4                               \
    "   AND (t.unreachable_at IS NOT NULL OR t.called_at <= t.window_to"                        \
    "        OR (t.called_at IS NOT NULL AND (t.late IS NOT NULL OR t.window_to IS NULL)))"     \
    " ORDER BY done_at, evidence"

/* Counts moments, a moment as proven when any of its rows is. */
static void judge(struct svc_query *q, struct tier_due *due)
{
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    svc_when last = INT64_MIN, proof = INT64_MIN;
    int64_t proven = 0;
    bool given_up = false;
    svc_bind_text(q, 1, due->customer, strlen(due->customer));
    svc_bind_text(q, 2, due->duty->name, strlen(due->duty->name));
    svc_day_format(due->from, from);
    svc_day_format(due->until + 1, until);
    svc_bind_text(q, 3, from, strlen(from));
    svc_bind_text(q, 4, until, strlen(until));
    while (svc_next(q)) {
        if (svc_is_null(q, 0)) {
            given_up = true;
            continue;
        }
        svc_when at = svc_moment(q, 0);
        due->done += at != last;
        last = at;
        if (svc_is_null(q, 1))
            continue;
        proven += at != proof;
        proof = at;
        svc_buf_printf(&due->evidence, "%s%s", due->evidence.len ? ";" : "", svc_text(q, 1));
    }
    svc_rewind(q);
    if (proven >= due->duty->times)
        due->verdict = TIER_KEPT;
    else if (due->done >= due->duty->times)
        due->verdict = TIER_NOT_PROVEN;
    else if (given_up || svc_now() >= svc_day_start(due->until + 1))
        due->verdict = TIER_MISSED;
    else
        due->verdict = TIER_OPEN;
}

struct telling {
    struct svc_call *call;
    struct svc_query *done; /* NULL: nothing is judged */
    void (*tell)(void *ctx, const struct tier_due *due);
    void *ctx;
};

static void tell_slot(struct telling *t, const struct tier_duty *duty, const struct svc_slot *slot)
{
    bool called = strcmp(duty->name, "callback") == 0;
    struct vips vips = called ? vips_called(t->call, slot) : vips_on(t->call, slot);
    for (size_t i = 0; i < vips.count; i++) {
        struct tier_due due = { .customer = vips.vip[i].customer, .kind = vips.vip[i].kind,
                                .duty = duty, .slot = slot->name, .from = slot->from,
                                .until = slot->until, .verdict = TIER_OPEN };
        if (!vips.vip[i].drawn || !svc_duty_for(&duty->duty, due.kind))
            continue;
        if (t->done)
            judge(t->done, &due);
        t->tell(t->ctx, &due);
        svc_buf_free(&due.evidence);
    }
    vips_free(&vips);
}

/* The policy is that of the slot's last day, so a version that begins inside of the period counts
 * for what ends after it. */
static void tell_days(struct telling *t, const struct svc_policy *policy, svc_day from,
                      svc_day until)
{
    struct tier_duties duties = tier_duties_load(t->call, policy);
    if (duties.count == 0)
        svc_warn("policy %d promises nothing: params has no duty_NAME", policy->version);
    if (opt.duty)
        tier_duty_find(&duties, opt.duty);
    for (size_t i = 0; i < duties.count; i++) {
        struct svc_slot *slots;
        const struct tier_duty *duty = &duties.duty[i];
        if (opt.duty && strcmp(duty->name, opt.duty) != 0)
            continue;
        if (svc_duty_case(&duty->duty)) {
            tier_each_case(t->call, duty, from, until, t->done != NULL, t->tell, t->ctx);
            continue;
        }
        size_t count = svc_duty_slots(duty->duty.every, policy->calendar, from, until, &slots);
        for (size_t n = 0; n < count; n++)
            tell_slot(t, duty, &slots[n]);
        free(slots);
    }
    tier_duties_free(&duties);
}

static void warn_unknown_years(const struct svc_policy *policy, svc_day from, svc_day until)
{
    for (int year = svc_day_year(from); year <= svc_day_year(until - 1); year++)
        if (!svc_calendar_knows(policy->calendar, year))
            svc_warn("the calendar has no holidays of %d: its festivals are missing here", year);
}

void tier_each_due(struct svc_call *call, const struct svc_period *period, bool judged,
                   void (*tell)(void *ctx, const struct tier_due *due), void *ctx)
{
    struct telling t = { .call = call, .tell = tell, .ctx = ctx };
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_day day = svc_when_day(period->from), end = svc_when_day(period->until);
    if (judged)
        t.done = svc_prepare(call->db, DONE);
    while (day < end) {
        const struct svc_policy *policy = svc_rules_on(rules, day);
        svc_day until = policy->until < end ? policy->until : end;
        warn_unknown_years(policy, day, until);
        tell_days(&t, policy, day, until);
        day = until;
    }
    if (judged)
        svc_free(t.done);
    svc_rules_close(rules);
}

/* -- duties, check ------------------------------------------------------------------------ */

/* The columns of duties end before the verdict. */
#define DUE_COLUMNS \
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the VIP" }, \
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "客户性质", .help = "person or unit", \
      .list = "tier.kind" }, \
    { .name = "duty", .type = SVC_TYPE_CODE, .label = "承诺事项", .help = "the duty", \
      .list = "tier.duty" }, \
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what it is" }, \
    { .name = "role", .type = SVC_TYPE_CODE, .label = "牵头角色", \
      .help = "who must lead it; empty: anybody", .list = "verb.role" }, \
    { .name = "slot", .type = SVC_TYPE_CODE, .label = "周期", \
      .help = "month, half-year, year, first day of the festival, or the case's number" }, \
    { .name = "from_day", .type = SVC_TYPE_DAY, .label = "起始日", \
      .help = "first day it may be done" }, \
    { .name = "due", .type = SVC_TYPE_DAY, .label = "截止", .help = "last day" }, \
    { .name = "times", .type = SVC_TYPE_INT, .label = "次数", .help = "how often" }

static const struct svc_column duties_columns[] = {
    DUE_COLUMNS,
    { 0 }
};

static const struct svc_column check_columns[] = {
    DUE_COLUMNS,
    { .name = "done", .type = SVC_TYPE_INT, .label = "已做次数", .help = "how often it was done" },
    { .name = "verdict", .type = SVC_TYPE_CODE, .label = "结论",
      .help = "kept, not_proven, missed, or open until it is due",
      .list = "tier.verdict" },
    { .name = "evidence", .type = SVC_TYPE_TEXT, .label = "凭证",
      .help = "what proves it, by a semicolon; a call-back's number; who answered or came" },
    { 0 }
};

struct printing {
    struct svc_call *call;
    size_t broken;
};

static void print_due(void *ctx, const struct tier_due *due)
{
    struct printing *p = ctx;
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    p->broken += due->verdict == TIER_MISSED || due->verdict == TIER_NOT_PROVEN;
    if (opt.verdict && strcmp(opt.verdict, verdicts[due->verdict]) != 0)
        return;
    struct svc_value row[] = {
        svc_value_text(due->customer), svc_value_text(due->kind),
        svc_value_text(due->duty->name), svc_value_text(due->duty->text),
        svc_value_text(*due->duty->duty.role ? due->duty->duty.role : NULL),
        svc_value_text(due->slot), svc_value_text(svc_day_format(due->from, from)),
        svc_value_text(due->endless ? NULL : svc_day_format(due->until, until)),
        svc_value_number(due->duty->times), svc_value_number(due->done),
        svc_value_text(verdicts[due->verdict]), svc_value_text(due->evidence.data)
    };
    svc_print_row(p->call, row);
}

/* What the register itself owes: a review of who stands above the general tier or asks to, and named
 * contacts for each VIP (001, tiers 6.1(1) and 6.2(1)). */
static void print_register(struct printing *p, const struct svc_period *period)
{
    svc_when last = period->until - 1 < svc_now() ? period->until - 1 : svc_now();
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
    struct svc_query *q = opt.duty ? NULL : svc_query(p->call->db,
        "SELECT c.customer, c.kind, 'review', '服务等级须经审核',"
        "       CASE c.grading WHEN 'waiting' THEN 'open' ELSE 'not_proven' END"
        "  FROM customer c WHERE c.grading IS NOT NULL"
        " UNION ALL "
        "SELECT c.customer, c.kind, 'contacts', '业务联系一对多的具名联络人', 'missed'"
        "  FROM (" SVC_TIERS_ON_1 ") AS t JOIN customer c ON c.customer = t.customer"
        " WHERE t.tier = 'vip' AND " TIER_OWED("?1", "?1") " AND NOT EXISTS"
        "       (SELECT 1 FROM tier_contact k WHERE k.customer = c.customer AND k.person IS NOT NULL"
        "           AND k.from_day <= ?1 AND (k.until_day IS NULL OR k.until_day >= ?1))"
        " ORDER BY 3, 1", "d", svc_when_day(last));
    while (q && svc_next(q)) {
        const char *verdict = svc_text(q, 4);
        p->broken += strcmp(verdict, "open") != 0;
        if (opt.verdict && strcmp(opt.verdict, verdict) != 0)
            continue;
        struct svc_value row[] = {
            svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
            svc_value_text(svc_text(q, 2)), svc_value_text(svc_text(q, 3)), svc_value_text(NULL),
            svc_value_text(period->name),
            svc_value_text(svc_day_format(svc_when_day(period->from), from)),
            svc_value_text(svc_day_format(svc_when_day(period->until - 1), until)),
            svc_value_number(1), svc_value_number(0), svc_value_text(verdict), svc_value_text(NULL)
        };
        svc_print_row(p->call, row);
    }
}

int tier_duties(struct svc_call *call)
{
    struct printing p = { .call = call };
    const struct svc_period *period = svc_call_period(false);
    svc_print_begin(call, duties_columns);
    tier_each_due(call, period, false, print_due, &p);
    return svc_finish(call);
}

int tier_check(struct svc_call *call)
{
    struct printing p = { .call = call };
    const struct svc_period *period = svc_call_period(false);
    svc_print_begin(call, check_columns);
    tier_each_due(call, period, true, print_due, &p);
    print_register(&p, period);
    int code = svc_finish(call);
    return code == SVC_OK && p.broken ? SVC_NO : code;
}

/* -- done --------------------------------------------------------------------------------- */

/* Whoever did it held the role that must lead it, on that day. */
static bool may_lead(struct svc_call *call, const struct svc_duty *duty, const char *person,
                     svc_when at)
{
    char day[SVC_DAY_SIZE];
    return !*duty->role || svc_org_holds(call->db, person, duty->role,
                                         svc_day_format(svc_when_day(at), day));
}

/* What was done, and by whom. */
struct deed {
    const struct tier_duty *duty;
    const char *person;
};

static void record(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const struct deed *deed = step->context;
    const struct tier_duty *duty = deed->duty;
    const char *no = step->no, *kind = svc_step_text(step, KIND);
    char at[SVC_WHEN_SIZE];
    struct svc_tier tier = { .tier = "" };
    svc_when_format(step->at, at);
    if (opt.record && !tier_case_is(call, duty, opt.record, no, at))
        return;
    if (!opt.record &&
             (!svc_tier_on(call->db, no, at, &tier) || strcmp(tier.tier, "vip") != 0))
        svc_refuse(call, SVC_REFUSED, no, "is no VIP on that day; nothing is promised to it");
    else if (!svc_duty_for(&duty->duty, kind))
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" is promised to a %s, and it is a %s", duty->name,
                   duty->duty.kind, kind);
    else if (!svc_one_int(call->db, 0,
                 "SELECT 1 FROM tier_done WHERE customer = ?1 AND duty = ?2 AND done_at = ?3"
                 "   AND person = ?4 AND COALESCE(evidence, '') = COALESCE(?5, '')"
                 "   AND COALESCE(record, '') = COALESCE(?6, '') LIMIT 1",
                 "ssssss", no, duty->name, at, deed->person, opt.evidence, opt.record))
        svc_change_insert(call, "tier_done", no,
            "INSERT INTO tier_done (customer, duty, done_at, person, record, evidence, note, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "ssssssse", no, duty->name, at,
            deed->person, opt.record, opt.evidence, opt.note);
}

/* A duty of single cases was done in one, a duty of the calendar in none. */
static void ask_record(const struct tier_duty *duty)
{
    const char *of = svc_duty_case(&duty->duty);
    if (of && !opt.record)
        svc_die(SVC_USAGE, "\"%s\" is owed to each %s\nadd --record NO, its number", duty->name, of);
    if (!of && opt.record)
        svc_die(SVC_USAGE, "\"%s\" is due by the calendar and takes no --record", duty->name);
}

int tier_done(struct svc_call *call)
{
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    struct tier_duties duties = tier_duties_load(call, svc_rules_on(rules, svc_when_day(at)));
    struct deed deed = { .duty = tier_duty_find(&duties, opt.duty),
                         .person = opt.by ? opt.by : call->actor.person };
    ask_record(deed.duty);
    if (!may_lead(call, &deed.duty->duty, deed.person, at))
        svc_deny(call, SVC_REFUSED, NULL,
                 "\"%s\" is led by a %s, and \"%s\" is none\nadd --by NO; nothing was done",
                 deed.duty->name, deed.duty->duty.role, deed.person);
    svc_each(call, SVC_OF(&tier_customers), at, record, &deed);
    tier_duties_free(&duties);
    svc_rules_close(rules);
    svc_call_commit(call);
    return svc_finish(call);
}
