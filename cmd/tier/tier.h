/* The files of svc-tier share the registers' shapes and the tables that its verbs read. */
#ifndef SVC_CMD_TIER_H
#define SVC_CMD_TIER_H

#include "svc/each.h"
#include "svc/policy.h"
#include "svc/vip.h"

extern const struct svc_register tier_customers, tier_contacts, tier_reviews, tier_checks;

/* A table that a verb reads: from a file or standard input, to its end, checked and spooled before
 * anything is looked up. Any bad row is reported and nothing is done. The first column is the key:
 * each may come once. Columns that --ignore names, and those of `passed` (NULL for none), are passed
 * over. The values are borrowed until the next row. rows.c */
struct tier_rows;
struct tier_rows *tier_rows_read(struct svc_call *call, const char *path, const struct svc_column *columns,
                                 const struct svc_column *passed);
const struct svc_value *tier_rows_next(struct tier_rows *rows); /* NULL after the last */
void tier_rows_rewind(struct tier_rows *rows);
size_t tier_rows_count(const struct tier_rows *rows);
const char *tier_rows_digest(const struct tier_rows *rows); /* SHA-256 of the input */
void tier_rows_close(struct tier_rows *rows);

/* Reports the current row with its place (the first hundred of a file): a bad value, with
 * SVC_BADINPUT; and a key that is no registered customer, with SVC_UNKNOWN. */
void tier_rows_fault(struct tier_rows *rows, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void tier_rows_unknown(struct tier_rows *rows);
extern const struct svc_option tier_rows_options[]; /* input, --ignore */

/* A row that grades one customer: what `propose` prints and `review` takes. */
enum tier_row { G_CUSTOMER, G_WAS, G_TIER, G_FROM_DAY, G_DAILY_GAS_M3, G_VALUE_GRADE, G_DEPT,
                G_PROPOSER, G_WHY, G_COLUMNS };
extern const struct svc_column tier_row_columns[];

/* The tier that the rule gives, NULL where it has nothing to say, and why, as a statement. */
const char *tier_judge(const struct svc_policy *policy, const struct svc_vip_facts *facts,
                       struct svc_buf *why);

/* SQL: whether customer `c` is a social monitor on the day, as enum svc_vip_term. */
#define TIER_TERM(day)                                                                           \
    "CASE WHEN EXISTS (SELECT 1 FROM monitor m JOIN monitor_terms t ON t.monitor = m.monitor"    \
    "                   WHERE m.customer = c.customer AND t.appointed_on <= " day                \
    "                     AND t.last_on >= " day ") THEN 2"                                      \
    "     WHEN EXISTS (SELECT 1 FROM monitor m WHERE m.customer = c.customer) THEN 1 ELSE 0 END"

/* SQL: customer `c` is owed what VIPs are in these days, which of a social monitor whose terms are known it
 * is only while one of them runs. */
#define TIER_OWED(from, until)                                                                   \
    "(COALESCE((SELECT a.word FROM acting a WHERE a.list = 'class' AND a.code = c.class"          \
    "              AND a.from_day <= " until " AND a.until_day > " until "), c.class, '') <> 'monitor'" \
    " OR NOT EXISTS (SELECT 1 FROM monitor m WHERE m.customer = c.customer)"                     \
    " OR EXISTS (SELECT 1 FROM monitor m JOIN monitor_terms t ON t.monitor = m.monitor"          \
    "             WHERE m.customer = c.customer AND t.appointed_on <= " until                    \
    "               AND t.last_on >= " from "))"

/* Ends the tool with SVC_CONFIG when the policy lacks one of these parameters (`;`-separated): an
 * older pack would grade everybody wrongly without a word. */
void tier_needs(const struct svc_policy *policy, const char *names);

/* The rule's own. */
#define TIER_RULE "vip_classes;vip_gas_classes;vip_daily_gas_m3"

/* Grading: propose.c, review.c */
int tier_propose(struct svc_call *call);
int tier_review(struct svc_call *call);
int tier_history(struct svc_call *call);
int tier_ledger(struct svc_call *call);
extern const struct svc_option propose_options[], review_options[];

/* What VIPs are owed: duties.c */
struct tier_duty {
    char *name, *text; /* without its prefix duty_ */
    struct svc_duty duty;
    int64_t times;     /* how often in one slot */
};
struct tier_duties {
    struct tier_duty *duty;
    size_t count;
};
struct tier_duties tier_duties_load(struct svc_call *call, const struct svc_policy *policy);
const struct tier_duty *tier_duty_find(const struct tier_duties *duties, const char *name);
void tier_duties_free(struct tier_duties *duties);
int tier_duties(struct svc_call *call);
int tier_check(struct svc_call *call);
int tier_done(struct svc_call *call);
extern const struct svc_option duties_options[], check_options[], done_options[];

/* How one duty towards one customer stands in one slot, or in one case: a complaint or an order. */
enum tier_verdict { TIER_KEPT, TIER_NOT_PROVEN, TIER_MISSED, TIER_OPEN, TIER_VERDICTS };
struct tier_due {
    const char *customer, *kind;
    const struct tier_duty *duty;
    const char *slot;        /* its name; of a case the number */
    svc_day from, until;     /* both included */
    bool endless;            /* a case without a limit: `until` says nothing */
    enum tier_verdict verdict;
    int64_t done;            /* times it was done */
    struct svc_buf evidence; /* what proves it, `;`-separated */
};

/* Calls `tell` for each duty of each VIP whose slot ends in the period, or whose case begins in it.
 * With `judge` what was done is looked up; else the verdict is OPEN. */
void tier_each_due(struct svc_call *call, const struct svc_period *period, bool judge,
                   void (*tell)(void *ctx, const struct tier_due *due), void *ctx);

/* Single cases: cases.c. The same of one duty for each case that begins in the days from ≤ day < until. */
void tier_each_case(struct svc_call *call, const struct tier_duty *duty, svc_day from, svc_day until,
                    bool judge, void (*tell)(void *ctx, const struct tier_due *due), void *ctx);

/* False, and refused, when `at` is no moment at which the duty may have been done in the case `no` of that
 * customer. */
bool tier_case_is(struct svc_call *call, const struct tier_duty *duty, const char *no,
                  const char *customer, const char *at);

/* Spot checks: spot.c */
int tier_spot_take(struct svc_call *call, bool one);
int tier_sign(struct svc_call *call);
extern const struct svc_option sign_options[];

/* Worth, texts, counts: evaluate.c, notify.c, stats.c */
int tier_evaluate(struct svc_call *call);
int tier_notify(struct svc_call *call);
int tier_stats(struct svc_call *call);
extern const struct svc_column tier_worth_columns[]; /* what evaluate prints */
extern const struct svc_option evaluate_options[], notify_options[];

/* The columns of customers, of contacts, of spot checks, where their place is asked for. */
enum { KIND = 2, CUSTOMER_KIND = 3, TIER = 9, SINCE = 10, ASKED = 11,
       GRADING = 12 };
enum { K_CUSTOMER = 3, K_BUSINESS, K_PERSON, K_CONTACT, K_PHONE, K_FROM_DAY, K_UNTIL_DAY };
enum { X_NO, X_SOURCE, X_SOURCE_NO, X_CHECKED_AT, X_DEPT, X_CLAUSE, X_POINTS, X_CUSTOMER, X_DUTY,
       X_FINDING, X_EVIDENCE, X_STATE };

#endif
