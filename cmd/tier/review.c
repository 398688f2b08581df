/* review: gradings that were proposed take effect, signed along the policy's chain. And what came
 * of it: each customer's tiers, and the ledger of VIPs. */
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/ledger.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/say.h"
#include "svc/sign.h"

static struct {
    bool initial, reject;
} opt;

const struct svc_option review_options[] = {
    { .name = "initial", .type = SVC_OPT_FLAG, .to = &opt.initial,
      .help = "the first grading of all customers, by the leadership" },
    { .name = "reject", .type = SVC_OPT_FLAG, .to = &opt.reject,
      .help = "turn the list down; needs --reason" },
    SVC_OPTIONS_INCLUDE(tier_rows_options),
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &svc_shared.format,
      .arg = "FORMAT", .help = "csv, tsv, jsonl, table, xlsx, html or auto" },
    { .name = "headless", .letter = 'H', .type = SVC_OPT_FLAG, .to = &svc_shared.headless,
      .help = "print no header line" },
    SVC_OPTIONS_INCLUDE(svc_sign_options),
    { 0 }
};

/* -- a list against the store ------------------------------------------------------------- */

enum outcome { NEW, WAITING, UNCHANGED, REFUSED };
static const char *const outcomes[] = { "changed", "waiting", "unchanged", "refused" };

struct list {
    struct svc_call *call;
    struct tier_rows *rows;
    struct svc_rules *rules;
    struct svc_query *find;
    svc_when at;
    char today[SVC_DAY_SIZE];
    enum outcome *outcome; /* by row */
    size_t count[4];
    char no[SVC_NUMBER_SIZE];   /* the review it is put to, or waits in */
    char **proposer;            /* each once */
    size_t proposers;
};

/* What the store has of a customer: tier, since, class, gas, whether its grading was reviewed
 * first, the review that it waits in, and whether it is a monitor on the day ?2. */
#define STANDING "SELECT c.tier, c.tier_since, c.class, COALESCE(c.daily_gas_m3, -1)," \
    "       (SELECT COUNT(*) FROM tier_change h JOIN tier_review r ON r.no = h.review" \
    "         WHERE h.customer = c.customer AND r.state = 'signed')," \
    "       (SELECT h.review FROM tier_change h JOIN tier_review r ON r.no = h.review" \
    "         WHERE h.customer = c.customer AND r.state = 'proposed')," \
    "       (SELECT h.tier FROM tier_change h JOIN tier_review r ON r.no = h.review" \
    "         WHERE h.customer = c.customer AND r.state = 'proposed')," \
    "       (SELECT h.from_day FROM tier_change h JOIN tier_review r ON r.no = h.review" \
    "         WHERE h.customer = c.customer AND r.state = 'proposed')," \
    "       " TIER_TERM("?2") \
    "  FROM customer c WHERE c.customer = ?1"
enum { S_TIER, S_SINCE, S_CLASS, S_GAS, S_REVIEWED, S_WAITS, S_WAITS_TIER, S_WAITS_FROM, S_TERM };

static bool is(const struct svc_value *value, const char *text)
{
    return text && svc_value_given(value) && strcmp(value->text, text) == 0;
}

/* The first day of the row's tier: its own, else the review's. */
static const char *first_day(const struct list *list, const struct svc_value *row)
{
    return svc_value_given(&row[G_FROM_DAY]) ? row[G_FROM_DAY].text : list->today;
}

/* A row that nobody stands behind must follow from the rule and what is registered. */
static bool follows(const struct list *list, const struct svc_value *row, struct svc_query *q)
{
    struct svc_buf why = { 0 };
    svc_day day;
    struct svc_vip_facts facts = {
        .tier = svc_text(q, S_TIER), .class = svc_text(q, S_CLASS),
        .gas = svc_int(q, S_GAS), .term = (enum svc_vip_term)svc_int(q, S_TERM)
    };
    if (svc_day_parse(first_day(list, row), &day))
        return false;
    const struct svc_policy *policy = svc_rules_on(list->rules, day);
    tier_needs(policy, TIER_RULE);
    const char *tier = svc_vip_judge(policy, &facts, &why);
    svc_buf_free(&why);
    return is(&row[G_TIER], tier ? tier : facts.tier);
}

/* Why a row cannot be taken, NULL when it can. */
static const char *objection(const struct list *list, const struct svc_value *row,
                             struct svc_query *q)
{
    bool first = opt.initial && is(&row[G_TIER], row[G_WAS].text);
    const char *from = first_day(list, row), *since = svc_text(q, S_SINCE);
    if (!is(&row[G_WAS], svc_text(q, S_TIER)))
        return N_("has another tier by now; propose it again");
    if (strcmp(from, list->today) < 0)
        return N_("a tier takes effect when it is reviewed, not before");
    if (since && !first && strcmp(from, since) < 0)
        return N_("its present tier begins later than that");
    if (opt.initial && svc_int(q, S_REVIEWED))
        return N_("was graded and reviewed already; propose a change");
    if (svc_value_given(&row[G_PROPOSER]))
        return NULL;
    if (svc_value_given(&row[G_DAILY_GAS_M3]) && row[G_DAILY_GAS_M3].number != svc_int(q, S_GAS))
        return N_("has another usage than is registered, and nobody supplied it\n"
               "propose it with --by NO, or name who proposes it in the column proposer");
    if (!follows(list, row, q))
        return N_("the rule does not give that tier\nname who proposes it in the column proposer");
    return NULL;
}

static void note_proposer(struct list *list, const char *person)
{
    for (size_t i = 0; i < list->proposers; i++)
        if (strcmp(list->proposer[i], person) == 0)
            return;
    list->proposer = svc_grow(list->proposer, list->proposers, sizeof *list->proposer);
    list->proposer[list->proposers++] = svc_strdup(person);
}

/* A row of a list that waits for its next signature: only that very list goes on, and only while
 * its tiers still begin on the day of the last signature or later. */
static enum outcome weigh_waiting(struct list *list, const struct svc_value *row,
                                  struct svc_query *q)
{
    const char *no = row[G_CUSTOMER].text, *waits = svc_text(q, S_WAITS);
    const char *from = svc_text(q, S_WAITS_FROM);
    bool same = is(&row[G_TIER], svc_text(q, S_WAITS_TIER)) &&
                (!svc_value_given(&row[G_FROM_DAY]) || is(&row[G_FROM_DAY], from)) &&
                (!*list->no || strcmp(list->no, waits) == 0);
    if (!same)
        svc_refuse(list->call, SVC_REFUSED, no, "waits for a signature in %s already", waits);
    else if (!opt.reject && strcmp(from, list->today) < 0)
        svc_refuse(list->call, SVC_REFUSED, no,
                   "was to begin on %s, which is over\nreject %s and propose it again", from,
                   waits);
    memcpy(list->no, waits, strlen(waits) + 1);
    return WAITING;
}

static enum outcome weigh(struct list *list, const struct svc_value *row)
{
    const char *no = row[G_CUSTOMER].text, *why;
    enum outcome outcome = REFUSED;
    const char *day = first_day(list, row);
    svc_bind_text(list->find, 1, no, row[G_CUSTOMER].len);
    svc_bind_text(list->find, 2, day, strlen(day));
    if (!svc_next(list->find)) {
        tier_rows_unknown(list->rows);
    } else if (!svc_is_null(list->find, S_WAITS)) {
        outcome = weigh_waiting(list, row, list->find);
    } else if (is(&row[G_TIER], svc_text(list->find, S_TIER)) &&
               (!opt.initial || svc_int(list->find, S_REVIEWED))) {
        outcome = UNCHANGED;
    } else if ((why = objection(list, row, list->find))) {
        svc_refuse_both(list->call, SVC_REFUSED, no, svc_strdup(why), svc_strdup(_(why)));
    } else {
        outcome = NEW;
        if (svc_value_given(&row[G_PROPOSER]))
            note_proposer(list, row[G_PROPOSER].text);
    }
    svc_rewind(list->find);
    return outcome;
}

static void weigh_all(struct list *list)
{
    const struct svc_value *row;
    list->find = svc_prepare(list->call->db, STANDING);
    list->outcome = svc_alloc((tier_rows_count(list->rows) + 1) * sizeof *list->outcome);
    for (size_t i = 0; (row = tier_rows_next(list->rows)); i++) {
        list->outcome[i] = weigh(list, row);
        list->count[list->outcome[i]]++;
    }
    svc_free(list->find);
    if (!list->count[WAITING])
        return;
    int64_t whole = svc_one_int(list->call->db, 0,
                                "SELECT customers FROM tier_review WHERE no = ?1", "s", list->no);
    if (list->count[NEW] || (int64_t)list->count[WAITING] != whole)
        svc_refuse(list->call, SVC_REFUSED, list->no,
                   "waits for a signature with %lld customers; sign that list whole and by itself",
                   (long long)whole);
}

/* -- writing ------------------------------------------------------------------------------ */

static const char *chain(void)
{
    return opt.initial ? "tier_initial" : "tier_review";
}

/* Why, as a statement: what the rule says of the customer, where the row says just that; else what
 * somebody wrote. The caller frees it. */
static char *reason_of(struct list *list, const struct svc_value *row)
{
    struct svc_buf why = { 0 };
    svc_day day = svc_when_day(list->at);
    const char *text = row[G_WHY].text, *wrong = svc_day_parse(first_day(list, row), &day);
    if (!text)
        return svc_strdup("not_told");
    struct svc_query *q = svc_query(list->call->db, STANDING, "ss", row[G_CUSTOMER].text,
                                    first_day(list, row));
    if (!wrong && svc_next(q)) {
        struct svc_vip_facts facts = { .tier = svc_text(q, S_TIER), .class = svc_text(q, S_CLASS),
            .gas = svc_value_given(&row[G_DAILY_GAS_M3]) ? row[G_DAILY_GAS_M3].number
                                                         : svc_int(q, S_GAS),
            .value_grade = row[G_VALUE_GRADE].text,
            .term = (enum svc_vip_term)svc_int(q, S_TERM) };
        tier_judge(svc_rules_on(list->rules, day), &facts, &why);
        svc_done(q);
    }
    if (!why.len || !svc_says(list->call->db, why.data, strchr(text, '|') + 1)) {
        svc_buf_clear(&why);
        svc_buf_puts(&why, text);
    }
    return svc_buf_take(&why);
}

static void write_row(struct list *list, const struct svc_value *row)
{
    const char *no = row[G_CUSTOMER].text;
    struct svc_call *call = list->call;
    int64_t gas = svc_value_given(&row[G_DAILY_GAS_M3]) ? row[G_DAILY_GAS_M3].number : -1;
    char *why = reason_of(list, row);
    svc_change_insert(call, "tier_change", no,
        "INSERT INTO tier_change (customer, review, was, was_since, tier, from_day, daily_gas_m3,"
        " dept, proposer, why, event)"
        " SELECT customer, ?2, tier, tier_since, ?3, ?4, NULLIF(?5, -1), ?6, ?7, ?8, ?9"
        "   FROM customer WHERE customer = ?1 RETURNING *",
        "ssssissse", no, list->no, row[G_TIER].text, first_day(list, row), gas,
        row[G_DEPT].text, row[G_PROPOSER].text, why);
    free(why);
}

static void write_review(struct list *list)
{
    struct svc_call *call = list->call;
    const struct svc_value *row;
    svc_number_next(call->db, tier_reviews.prefix, svc_day_year(svc_when_day(list->at)), list->no);
    svc_change_insert(call, "tier_review", list->no,
        "INSERT INTO tier_review (no, kind, reviewed_at, customers, state, file, recorded_at,"
        " recorded_by, digest, event) VALUES (?1, ?2, ?3, ?4, 'proposed', ?5, ?6, ?7, '', ?8)"
        " RETURNING *",
        "sswiswse", list->no, opt.initial ? "initial" : "change", list->at,
        (int64_t)list->count[NEW], tier_rows_digest(list->rows), svc_now(), call->actor.person);
    tier_rows_rewind(list->rows);
    for (size_t i = 0; (row = tier_rows_next(list->rows)); i++)
        if (list->outcome[i] == NEW)
            write_row(list, row);
    struct svc_sign_start start = {
        .no = list->no, .chain = chain(), .round = 1, .fact = list->at,
        .proposer = list->proposers ? list->proposer[0] : NULL,
        .subjects = (const char *const *)list->proposer + (list->proposers ? 1 : 0),
        .subject_count = list->proposers ? list->proposers - 1 : 0
    };
    svc_sign_begin(call, &start);
}

/* The signed review's gradings come into the register; each customer keeps its own event. */
static void apply(struct list *list)
{
    struct svc_call *call = list->call;
    const struct svc_value *row;
    tier_rows_rewind(list->rows);
    call->reg = &tier_customers;
    for (size_t i = 0; (row = tier_rows_next(list->rows)); i++) {
        if (list->outcome[i] > WAITING)
            continue;
        svc_change(call, row[G_CUSTOMER].text,
            "UPDATE customer SET"
            " tier_since = CASE WHEN customer.tier = h.tier THEN customer.tier_since"
            "             ELSE h.from_day END,"
            " tier = h.tier, asked = NULL, grading = NULL, daily_gas_m3 = COALESCE(h.daily_gas_m3, customer.daily_gas_m3)"
            " FROM (SELECT * FROM tier_change WHERE customer = ?1 AND review = ?2) AS h"
            " WHERE customer.customer = ?1", "s", list->no);
    }
    call->reg = &tier_reviews;
}

/* What was asked for at registration was turned down. */
static void turn_down(struct list *list)
{
    const struct svc_value *row;
    tier_rows_rewind(list->rows);
    list->call->reg = &tier_customers;
    while ((row = tier_rows_next(list->rows)))
        if (svc_one_int(list->call->db, 0, "SELECT 1 FROM customer WHERE customer = ?1"
                        " AND asked IS NOT NULL", "s", row[G_CUSTOMER].text))
            svc_change(list->call, row[G_CUSTOMER].text,
                       "UPDATE customer SET asked = NULL, grading = NULL WHERE customer = ?1", "");
    list->call->reg = &tier_reviews;
}

static void sign_list(struct list *list)
{
    struct svc_call *call = list->call;
    struct svc_desk *desk = svc_desk_open(call, list->at, &svc_signer);
    if (list->count[NEW])
        write_review(list);
    enum svc_sign_end end = svc_sign(desk, list->no, chain(), 1, opt.reject);
    if (end == SVC_SIGN_ENDED)
        svc_change(call, list->no,
                   "UPDATE tier_review SET state = ?2 WHERE no = ?1 AND state = 'proposed'", "s",
                   opt.reject ? "rejected" : "signed");
    if (end == SVC_SIGN_ENDED && !opt.reject)
        apply(list);
    else if (end == SVC_SIGN_ENDED)
        turn_down(list);
    for (size_t i = 0; i < tier_rows_count(list->rows); i++)
        if (list->outcome[i] <= WAITING)
            list->outcome[i] = opt.reject ? REFUSED : end == SVC_SIGN_ENDED ? NEW : WAITING;
    svc_desk_close(desk);
}

/* -- the answer --------------------------------------------------------------------------- */

static const struct svc_column outcome_columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the customer" },
    { .name = "was", .type = SVC_TYPE_CODE, .label = "原等级", .help = "tier until now",
      .list = "tier.tier" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "等级", .help = "tier reviewed",
      .list = "tier.tier" },
    { .name = "from_day", .type = SVC_TYPE_DAY, .label = "生效日", .help = "its first day" },
    { .name = "review", .type = SVC_TYPE_CODE, .label = "审核单号", .help = "the review" },
    { .name = "outcome", .type = SVC_TYPE_CODE, .label = "结果",
      .help = "changed, waiting, unchanged or refused",
      .list = "tier.outcome" },
    { 0 }
};

static void print_list(struct list *list)
{
    const struct svc_value *row;
    tier_rows_rewind(list->rows);
    svc_print_begin(list->call, outcome_columns);
    for (size_t i = 0; (row = tier_rows_next(list->rows)); i++) {
        bool done = list->outcome[i] <= WAITING;
        struct svc_value out[] = {
            row[G_CUSTOMER], row[G_WAS], row[G_TIER],
            svc_value_text(done ? first_day(list, row) : NULL),
            svc_value_text(done && !svc_shared.dry_run ? list->no : NULL),
            svc_value_text(outcomes[list->outcome[i]])
        };
        svc_print_row(list->call, out);
    }
}

int tier_review(struct svc_call *call)
{
    struct list list = { .call = call };
    if (call->count > 1)
        svc_die(SVC_USAGE, "one list at a time\nconcatenate them: cat a.csv b.csv | ...");
    if ((opt.reject || !svc_shared.dry_run) && !svc_shared.reason)
        svc_die(SVC_USAGE, "review needs a reason\nadd --reason TEXT");
    list.rows = tier_rows_read(call, call->count ? call->operand[0] : "-", tier_row_columns, NULL);
    list.at = svc_call_at(call);
    svc_day_format(svc_when_day(list.at), list.today);
    call->reg = &tier_reviews;
    svc_call_begin(call);
    list.rules = svc_rules_open(call->db);
    weigh_all(&list);
    if (svc_worst() == SVC_OK && (list.count[NEW] || list.count[WAITING]))
        sign_list(&list);
    svc_call_commit(call);
    if (svc_worst() == SVC_OK)
        print_list(&list);
    for (size_t i = 0; i < list.proposers; i++)
        free(list.proposer[i]);
    free(list.proposer);
    free(list.outcome);
    svc_rules_close(list.rules);
    tier_rows_close(list.rows);
    return svc_finish(call);
}

/* -- history ------------------------------------------------------------------------------ */

static const struct svc_column history_columns[] = {
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号", .help = "the customer" },
    { .name = "tier", .type = SVC_TYPE_CODE, .label = "等级", .help = "the tier",
      .list = "tier.tier" },
    { .name = "from_day", .type = SVC_TYPE_DAY, .label = "起始日",
      .help = "its first day; empty: always" },
    { .name = "until_day", .type = SVC_TYPE_DAY, .label = "止于",
      .help = "the first day after it; empty while it lasts" },
    { .name = "review", .type = SVC_TYPE_CODE, .label = "审核单号",
      .help = "the review that gave it" },
    { .name = "reviewer", .type = SVC_TYPE_CODE, .label = "审核人", .help = "who signed it last" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "提供部门",
      .help = "department that supplied the customer" },
    { .name = "proposer", .type = SVC_TYPE_CODE, .label = "提出人",
      .help = "who proposed it; empty: the rule" },
    { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "理由", .help = "why" },
    { 0 }
};

int tier_history(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_print_begin(call, history_columns);
    for (size_t i = 0; i < numbers.count; i++) {
        const char *no = numbers.no[i];
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM customer WHERE customer = ?1", "s", no)) {
            svc_fail(SVC_UNKNOWN, "%s: no such customer", no);
            continue;
        }
        svc_print_query(call, history_columns, svc_query(call->db,
            "WITH h AS ("
            " SELECT h.*, r.reviewed_at, ROW_NUMBER() OVER (ORDER BY h.event) AS nth"
            "   FROM tier_change h JOIN tier_review r ON r.no = h.review AND r.state = 'signed'"
            "  WHERE h.customer = ?1)"
            " SELECT ?1, COALESCE(h.was, c.tier), CASE WHEN h.was IS NULL THEN c.tier_since"
            "        ELSE h.was_since END, h.from_day, NULL, NULL, NULL, NULL, NULL, 0 AS place"
            "   FROM customer c LEFT JOIN h ON h.nth = 1 WHERE c.customer = ?1"
            " UNION ALL "
            "SELECT ?1, h.tier, h.from_day, n.from_day, h.review,"
            "       (SELECT s.person FROM signature s WHERE s.tbl = 'tier_review'"
            "           AND s.no = h.review ORDER BY s.stage DESC LIMIT 1),"
            "       h.dept, h.proposer, h.why, h.nth"
            "  FROM h LEFT JOIN h AS n ON n.nth = h.nth + 1 ORDER BY place", "s", no));
    }
    return svc_finish(call);
}

/* -- ledger ------------------------------------------------------------------------------- */

/* Of today. */
int tier_ledger(struct svc_call *call)
{
    svc_ledger_print(call, "vip", NULL, NULL);
    return svc_finish(call);
}
