/* plan: which finished orders, closed complaints and VIP customers are called back. */
#include "callback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/lying.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/progress.h"
#include "svc/sample.h"
#include "svc/text.h"
#include "svc/tier.h"
#include "svc/word.h"

static struct {
    const char *seed, *business, *callers;
} opt;

const struct svc_option plan_options[] = {
    { .name = "seed", .type = SVC_OPT_TEXT, .to = &opt.seed, .arg = "CODE",
      .help = "the plan's name, such as 2026-10, and what the draw depends on" },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "what was finished or closed then; instead of numbers" },
    { .name = "business", .type = SVC_OPT_TEXT, .to = &opt.business, .arg = "WORD,...",
      .list = "business callback.business",
      .help = "of these businesses only" },
    { .name = "callers", .type = SVC_OPT_TEXT, .to = &opt.callers, .arg = "NO,...",
      .help = "give the tasks to these persons", .table = "person", .separator = ',' },
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
    { 0 }
};

/* -- the population ----------------------------------------------------------------------- */

struct stratum {
    char *name;
    const char *reg;                    /* where its records stand */
    const struct callback_ratio *ratio; /* NULL: left out */
    struct svc_sampled *records;
    size_t count, drawn, expired, had;
    int64_t quota;
    char digest[SVC_DIGEST_HEX];
};

struct caller {
    char *person;
    int64_t tasks;
};

/* One that was drawn, with all that its call-back will say. */
enum { TASK_TEXTS = 6 };
struct task {
    size_t stratum;
    char *no;
    char *text[TASK_TEXTS]; /* at the columns of task_columns */
    const char *caller;
    struct callback_window window;
};

struct plan {
    struct svc_call *call;
    struct svc_rules *rules;
    struct callback_ratios ratios;
    struct stratum *strata;
    size_t count, last; /* the last one found is likely the next one too */
    struct caller *callers;
    size_t caller_count;
    struct task *tasks;
    size_t task_count;
    uint64_t seen; /* records, for the progress line */
};

/* Strata are few. */
static struct stratum *stratum_of(struct plan *plan, const char *name, const char *reg,
                                  const struct callback_ratio *ratio)
{
    if (plan->count && strcmp(plan->strata[plan->last].name, name) == 0)
        return &plan->strata[plan->last];
    for (plan->last = 0; plan->last < plan->count; plan->last++)
        if (strcmp(plan->strata[plan->last].name, name) == 0)
            return &plan->strata[plan->last];
    plan->strata = svc_grow(plan->strata, plan->count, sizeof *plan->strata);
    plan->strata[plan->count] = (struct stratum){ .name = svc_strdup(name), .reg = reg,
                                                  .ratio = ratio };
    return &plan->strata[plan->count++];
}

static void put(struct stratum *stratum, const char *no, bool had)
{
    stratum->records = svc_grow(stratum->records, stratum->count, sizeof *stratum->records);
    stratum->records[stratum->count++] = (struct svc_sampled){ .no = svc_strdup(no),
                                                               .drawn = had };
    stratum->had += had;
}

static bool wanted(const char *business)
{
    return !opt.business || svc_text_in(opt.business, ',', business);
}

/* A stratum is a row of the ratios, the month of a day, and the version of the policy in force. */
static const char *name_of(const struct callback_ratio *ratio, svc_day day, struct svc_buf *out)
{
    char month[SVC_MONTH_SIZE];
    svc_buf_clear(out);
    svc_buf_printf(out, "%s%s%s%s%s/%s/v%lld", ratio->business, ratio->customer_kind ? "/" : "",
                   ratio->customer_kind ? ratio->customer_kind : "", ratio->tier ? "/" : "",
                   ratio->tier ? ratio->tier : "", svc_month_of(day, month),
                   (long long)ratio->version);
    return out->data;
}

/* What the queries below yield of each record; OUT says why nobody is asked, NULL for no reason. */
enum { NO, BUSINESS, KIND, TIER, FACT, HAD, OUT };

#define OF_ORDERS                                                                              \
    "SELECT o.no, o.business, o.customer_kind, o.tier, o.finished_at,"                         \
    "       CASE WHEN EXISTS (SELECT 1 FROM callback t WHERE t.register = 'order'"             \
    "                            AND t.record = o.no AND t.second_of IS NULL"                  \
    "                            AND t.cancelled_at IS NULL) THEN 1 ELSE 0 END,"               \
    "       CASE o.state WHEN 'no_access' THEN 'excluded/no_access' END"                       \
    "  FROM service_order o"
#define OF_COMPLAINTS                                                                          \
    "SELECT c.no, 'complaint', c.customer_kind, c.tier, c.closed_at,"                          \
    "       CASE WHEN EXISTS (SELECT 1 FROM callback t WHERE t.register = 'complaint'"         \
    "                            AND t.record = c.no AND t.planned_at >= c.opened_at"          \
    "                            AND t.second_of IS NULL AND t.cancelled_at IS NULL)"          \
    "            THEN 1 ELSE 0 END,"                                                           \
    "       CASE WHEN c.customer IS NULL AND c.phone IS NULL THEN 'excluded/no_contact' END"   \
    "  FROM complaint c"

/* One record into its stratum, or among those that are left out. */
static void take(struct plan *plan, struct svc_query *q, const char *reg)
{
    static struct svc_buf name;
    const struct callback_ratio *ratio = NULL;
    svc_progress_step(++plan->seen, 0);
    if (!wanted(svc_text(q, BUSINESS)))
        return;
    if (svc_is_null(q, FACT)) {
        put(stratum_of(plan, "excluded/not_finished", reg, NULL), svc_text(q, NO), false);
        return;
    }
    if (!svc_is_null(q, OUT)) {
        put(stratum_of(plan, svc_text(q, OUT), reg, NULL), svc_text(q, NO), false);
        return;
    }
    svc_day day = svc_when_day(svc_moment(q, FACT));
    const struct svc_policy *policy = svc_rules_on(plan->rules, day);
    ratio = callback_ratio_of(&plan->ratios, policy, svc_text(q, BUSINESS),
                              svc_text(q, KIND), svc_text(q, TIER));
    if (!ratio)
        put(stratum_of(plan, "excluded/no_ratio", reg, NULL), svc_text(q, NO), false);
    else
        put(stratum_of(plan, name_of(ratio, day, &name), reg, ratio),
            svc_text(q, NO), svc_int(q, HAD));
}

/* Each VIP customer is asked in every month that begins in the period, whether or not anything was done for it. Who is one is told
 * by the month's last day, as for the other duties towards VIPs (svc-tier duties); a month still to
 * end asks for what is decided by now. */
static void take_vips(struct plan *plan, const struct svc_period *period)
{
    struct svc_buf name = { 0 };
    struct svc_period month;
    svc_period_month(svc_when_day(period->from), &month);
    if (month.from < period->from)
        svc_period_shift(&month, 1, &month);
    for (; month.from < period->until; svc_period_shift(&month, 1, &month)) {
        svc_day first = svc_when_day(month.from);
        const struct svc_policy *policy = svc_rules_on(plan->rules, first);
        struct svc_query *q = svc_query(plan->call->db,
            "SELECT c.customer, c.customer_kind, t.tier FROM (" SVC_TIERS_ON_1 ") AS t"
            "  JOIN customer c ON c.customer = t.customer WHERE t.tier = 'vip'",
            "d", svc_when_day(month.until) - 1);
        while (svc_next(q)) {
            const struct callback_ratio *ratio =
                callback_ratio_of(&plan->ratios, policy, "vip_monthly", svc_text(q, 1),
                                  svc_text(q, 2));
            if (!ratio)
                continue;
            struct stratum *at = stratum_of(plan, name_of(ratio, first, &name), "customer", ratio);
            put(at, svc_text(q, 0), svc_one_int(plan->call->db, 0,
                "SELECT 1 FROM callback t WHERE t.register = 'customer' AND t.record = ?1"
                "   AND t.stratum LIKE 'vip_monthly%/' || ?2 || '/v%'"
                "   AND t.cancelled_at IS NULL", "ss", svc_text(q, 0), month.name));
        }
    }
    svc_buf_free(&name);
}

static void take_period(struct plan *plan, const struct svc_period *period)
{
    static const struct {
        const char *reg, *sql, *table, *as, *condition;
    } of[] = {
        { "order", OF_ORDERS, "service_order", "o", "finished_at >= ?1 AND finished_at < ?2" },
        { "complaint", OF_COMPLAINTS, "complaint", "c", "closed_at >= ?1 AND closed_at < ?2" },
    };
    struct svc_db *db = plan->call->db;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        char *where = svc_lying(db, of[i].table, of[i].as, of[i].condition);
        char *sql = svc_format("%s WHERE %s", of[i].sql, where);
        struct svc_query *q = svc_query(db, sql, "ww", period->from, period->until);
        while (svc_next(q))
            take(plan, q, of[i].reg);
        free(sql);
        free(where);
    }
    if (wanted("vip_monthly"))
        take_vips(plan, period);
}

static void take_numbers(struct plan *plan, const struct svc_numbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++) {
        const char *no = numbers->no[i];
        bool order = svc_number_begins("O", no);
        struct svc_query *q = order
            ? svc_query(plan->call->db, OF_ORDERS " WHERE o.no = ?1", "s", no)
            : svc_query(plan->call->db, OF_COMPLAINTS " WHERE c.no = ?1", "s", no);
        if (!svc_next(q)) {
            svc_fail(SVC_UNKNOWN, "%s: no such order or complaint", no);
            continue;
        }
        take(plan, q, order ? "order" : "complaint");
        svc_done(q);
    }
}

/* -- drawing ------------------------------------------------------------------------------ */

/* The caller with the fewest tasks who neither did the job nor stands in the team that did. */
static struct caller *caller_for(struct plan *plan, const char *person, const char *dept)
{
    struct caller *best = NULL;
    for (size_t i = 0; i < plan->caller_count; i++) {
        struct caller *caller = &plan->callers[i];
        if ((!best || caller->tasks < best->tasks) &&
            !callback_excludes(plan->call, caller->person, person, dept))
            best = caller;
    }
    return best;
}

/* A month's call to a VIP customer may be made all month long unless the ratios say otherwise. */
static struct callback_window window_for(struct plan *plan, const struct stratum *stratum,
                                         svc_when fact)
{
    const struct svc_policy *policy = svc_rules_on(plan->rules, svc_when_day(fact));
    struct callback_window window = callback_window_of(policy, stratum->ratio, fact);
    if (strcmp(stratum->reg, "customer") == 0 && !window.to[0]) {
        svc_when_format(fact, window.from);
        struct svc_period month;
        svc_period_month(svc_when_day(fact), &month);
        svc_when_format(month.until - 1, window.to);
    }
    return window;
}

/* Handler, customer and the moment that the window runs from. */
static struct svc_query *source_of(struct plan *plan, const struct stratum *stratum,
                                   const char *no)
{
    struct svc_period month;
    char name[SVC_MONTH_SIZE] = "";
    struct svc_db *db = plan->call->db;
    if (strcmp(stratum->reg, "order") == 0)
        return svc_query(db, "SELECT dept, person, customer, tier, customer_kind, finished_at,"
                             "       business FROM service_order WHERE no = ?1", "s", no);
    if (strcmp(stratum->reg, "complaint") == 0)
        return svc_query(db, "SELECT dept, person, customer, tier, customer_kind, closed_at,"
                             "       'complaint' FROM complaint WHERE no = ?1", "s", no);
    const char *version = strrchr(stratum->name, '/');
    memcpy(name, version - strlen("2026-10"), strlen("2026-10"));
    if (svc_period_parse(name, &month))
        svc_die(SVC_BUG, "stratum %s has no month", stratum->name);
    return svc_query(db, "SELECT NULL, NULL, customer, 'vip', customer_kind, ?2, 'vip_monthly'"
                         "  FROM customer WHERE customer = ?1", "sw", no, month.from);
}

static const enum callback_column task_columns[TASK_TEXTS] = { B_DEPT, B_PERSON, B_CUSTOMER, B_TIER,
                                                               B_CUSTOMER_KIND, B_BUSINESS };

static void ready_task(struct plan *plan, size_t stratum, const char *no)
{
    static const int from[TASK_TEXTS] = { 0, 1, 2, 3, 4, 6 }; /* in what source_of tells */
    struct svc_query *q = source_of(plan, &plan->strata[stratum], no);
    if (!svc_next(q))
        return;
    plan->tasks = svc_grow(plan->tasks, plan->task_count, sizeof *plan->tasks);
    struct task *task = &plan->tasks[plan->task_count++];
    *task = (struct task){ .stratum = stratum, .no = svc_strdup(no) };
    for (int i = 0; i < TASK_TEXTS; i++)
        task->text[i] = svc_strdup(svc_text(q, from[i]));
    task->window = window_for(plan, &plan->strata[stratum], svc_moment(q, 5));
    struct caller *caller = caller_for(plan, svc_text(q, 1), svc_text(q, 0));
    if (caller)
        caller->tasks++;
    task->caller = caller ? caller->person : NULL;
    svc_done(q);
}

static void add_task(struct plan *plan, struct callback_batch *batch, const struct task *task)
{
    struct svc_value values[B_COLUMNS] = { 0 };
    struct stratum *stratum = &plan->strata[task->stratum];
    for (int i = 0; i < TASK_TEXTS; i++)
        values[task_columns[i]] = svc_value_text(task->text[i]);
    values[B_REGISTER] = svc_value_text(stratum->reg);
    values[B_RECORD] = svc_value_text(task->no);
    values[B_PLAN] = svc_value_text(opt.seed);
    values[B_STRATUM] = svc_value_text(stratum->name);
    values[B_PLANNED_AT] = svc_value_text(batch->now);
    values[B_WINDOW_FROM] = svc_value_text(*task->window.from ? task->window.from : NULL);
    values[B_WINDOW_TO] = svc_value_text(*task->window.to ? task->window.to : NULL);
    values[B_CALLER] = svc_value_text(task->caller);
    callback_batch_add(batch, values);
    stratum->expired += svc_value_given(&values[B_LATE]);
}

/* The digest tells later whether the population was the same. */
static void digest_of(struct stratum *stratum)
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    for (size_t i = 0; i < stratum->count; i++)
        svc_digest_bytes(&digest, stratum->records[i].no, strlen(stratum->records[i].no) + 1);
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, stratum->digest);
}

static void draw(struct plan *plan, size_t at)
{
    struct svc_share share = { 0, 1 };
    struct stratum *stratum = &plan->strata[at];
    if (stratum->ratio && svc_share_parse(stratum->ratio->ratio, &share))
        svc_die(SVC_CONFIG, "policy version %lld: the ratio of %s is no share of 0 to 1",
                (long long)stratum->ratio->version, stratum->ratio->business);
    if (stratum->ratio)
        stratum->quota = svc_sample_quota(&share, (int64_t)stratum->count, stratum->ratio->min);
    stratum->drawn = svc_sample_draw(stratum->records, stratum->count, opt.seed, stratum->name,
                                     stratum->quota);
    for (size_t i = 0; i < stratum->count; i++)
        if (stratum->records[i].added)
            ready_task(plan, at, stratum->records[i].no);
    digest_of(stratum);
}

/* Keeps the drawing, unless the very same stands there already. */
static void keep_draw(struct plan *plan, const struct stratum *stratum)
{
    struct svc_call *call = plan->call;
    const struct callback_ratio *ratio = stratum->ratio;
    char *last = svc_one(call->db, "SELECT records FROM callback_draw WHERE plan = ?1"
                         " AND stratum = ?2 ORDER BY event DESC LIMIT 1", "ss", opt.seed,
                         stratum->name);
    bool same = last && strcmp(last, stratum->digest) == 0 && stratum->drawn == 0;
    free(last);
    if (same)
        return;
    svc_change_insert(call, "callback_draw", opt.seed,
        "INSERT INTO callback_draw (plan, stratum, drawn_at, ratio, min, policy, population,"
        " quota, had, drawn, expired, records, drawn_by, event) VALUES (?1, ?2, ?3, ?4,"
        " NULLIF(?5, -1), NULLIF(?6, -1), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING *",
        "sswsiiiiiiisse", opt.seed, stratum->name, svc_now(), ratio ? ratio->ratio : NULL,
        ratio ? ratio->min : -1, ratio ? ratio->version : -1, (int64_t)stratum->count,
        stratum->quota, (int64_t)stratum->had, (int64_t)stratum->drawn, (int64_t)stratum->expired,
        stratum->digest, call->actor.person);
}

static int by_name(const void *x, const void *y)
{
    const struct stratum *a = x, *b = y;
    return strcmp(a->name, b->name);
}

static const struct svc_column columns[] = {
    { .name = "stratum", .type = SVC_TYPE_CODE, .label = "抽样层", .help = "where was drawn from" },
    { .name = "ratio", .type = SVC_TYPE_RATE, .label = "比例", .help = "share by the policy" },
    { .name = "population", .type = SVC_TYPE_INT, .label = "总体", .help = "its records" },
    { .name = "quota", .type = SVC_TYPE_INT, .label = "应抽",
      .help = "how many are to be called back" },
    { .name = "had", .type = SVC_TYPE_INT, .label = "已有", .help = "had a call-back before" },
    { .name = "drawn", .type = SVC_TYPE_INT, .label = "新抽", .help = "added now" },
    { .name = "expired", .type = SVC_TYPE_INT, .label = "已超期数",
      .help = "added although their window was over" },
    { 0 }
};

static void print_plan(struct plan *plan)
{
    svc_print_begin(plan->call, columns);
    for (size_t i = 0; i < plan->count; i++) {
        const struct stratum *s = &plan->strata[i];
        struct svc_value row[] = {
            svc_value_text(s->name), svc_value_text(s->ratio ? s->ratio->ratio : NULL),
            svc_value_number((int64_t)s->count), svc_value_number(s->quota),
            svc_value_number((int64_t)s->had), svc_value_number((int64_t)s->drawn),
            svc_value_number((int64_t)s->expired)
        };
        svc_print_row(plan->call, row);
    }
}

static void free_plan(struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t n = 0; n < plan->strata[i].count; n++)
            free((char *)plan->strata[i].records[n].no);
        free(plan->strata[i].records);
        free(plan->strata[i].name);
    }
    for (size_t i = 0; i < plan->caller_count; i++)
        free(plan->callers[i].person);
    for (size_t i = 0; i < plan->task_count; i++) {
        free(plan->tasks[i].no);
        for (int t = 0; t < TASK_TEXTS; t++)
            free(plan->tasks[i].text[t]);
    }
    free(plan->tasks);
    free(plan->callers);
    free(plan->strata);
    callback_ratios_free(&plan->ratios);
    svc_rules_close(plan->rules);
    *plan = (struct plan){ .call = plan->call };
}

/* What a caller has open already counts, so that one plan after the other shares the work too. */
static void load_callers(struct plan *plan)
{
    const char *list = opt.callers, *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        plan->callers = svc_grow(plan->callers, plan->caller_count, sizeof *plan->callers);
        struct caller *caller = &plan->callers[plan->caller_count++];
        *caller = (struct caller){ .person = svc_strndup(word, len) };
        caller->tasks = svc_one_int(plan->call->db, 0,
            "SELECT COUNT(*) FROM callback WHERE called_at IS NULL AND unreachable_at IS NULL"
            "   AND cancelled_at IS NULL AND caller = ?1", "s", caller->person);
    }
}

static void check_options(const struct svc_call *call)
{
    if (svc_shared.period.given == (call->count > 0))
        svc_die(SVC_USAGE, "plan takes a period, or numbers\n"
                           "add --period, or numbers, or - for standard input");
}

/* All that is to be known before the first task is written. */
static void rank(struct plan *plan, const struct svc_numbers *numbers)
{
    plan->rules = svc_rules_open(plan->call->db);
    plan->ratios = callback_ratios_load(plan->call);
    load_callers(plan);
    svc_progress_begin("ranked", 0);
    if (svc_shared.period.given)
        take_period(plan, svc_call_period(false));
    else
        take_numbers(plan, numbers);
    if (plan->count > 1)
        qsort(plan->strata, plan->count, sizeof *plan->strata, by_name);
    for (size_t i = 0; i < plan->count; i++)
        draw(plan, i);
    svc_progress_end();
}

/* Ranks what a reader sees, while writers go on, then takes the lock. Where somebody wrote meanwhile what
 * was ranked may be old: then, rarely, it is done once more under the lock. */
static void rank_and_lock(struct plan *plan, const struct svc_numbers *numbers)
{
    struct svc_db *db = plan->call->db;
    svc_begin_read(db);
    int64_t head = svc_event_head(db).seq;
    rank(plan, numbers);
    svc_end_read(db);
    svc_call_begin(plan->call); /* with what was refused, too: it says that nothing was applied */
    if (svc_worst() != SVC_OK || svc_event_head(db).seq == head)
        return;
    free_plan(plan);
    rank(plan, numbers);
}

static void write_plan(struct plan *plan)
{
    struct callback_batch batch;
    struct svc_buf change = { 0 };
    callback_batch_begin(plan->call, &batch);
    batch.tries = svc_shared.dry_run;
    for (size_t i = 0; i < plan->task_count; i++)
        add_task(plan, &batch, &plan->tasks[i]);
    svc_buf_puts(&change, "{\"plan\":[null,");
    svc_buf_json(&change, opt.seed, strlen(opt.seed));
    svc_buf_printf(&change, "],\"tasks\":%lld}", (long long)batch.rows.count);
    callback_batch_end(&batch, NULL, change.data);
    svc_buf_free(&change);
    for (size_t i = 0; i < plan->count && !svc_shared.dry_run; i++)
        keep_draw(plan, &plan->strata[i]);
}

int callback_plan(struct svc_call *call)
{
    struct plan plan = { .call = call };
    struct svc_numbers numbers = { NULL, 0 };
    check_options(call);
    if (call->count > 0)
        numbers = svc_call_numbers(call);
    if (svc_shared.dry_run) { /* whoever only tries keeps no writer waiting */
        svc_begin_read(call->db);
        rank(&plan, &numbers);
        write_plan(&plan);
        svc_end_read(call->db);
    } else {
        rank_and_lock(&plan, &numbers);
        if (svc_worst() == SVC_OK)
            write_plan(&plan);
        svc_call_commit(call);
    }
    if (svc_worst() == SVC_OK)
        print_plan(&plan);
    free_plan(&plan);
    return svc_finish(call);
}
