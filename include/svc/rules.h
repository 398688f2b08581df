/* rules: the policy versions of a store, loaded once and asked by day.
 *
 * Also the way in: loading a pack of CSV files as a new version. Which columns of a register are
 * clocks stands in the store's table `clock`, so deadlines of any register are computed, checked
 * and recomputed by the same code.
 */
#ifndef SVC_RULES_H
#define SVC_RULES_H

#include "svc/call.h"
#include "svc/policy.h"

struct svc_rules;

/* Loads the versions' dates; a version's content when it is first needed. Dies with SVC_CONFIG
 * when the store has no policy. */
struct svc_rules *svc_rules_open(struct svc_db *db);
void svc_rules_close(struct svc_rules *rules);

/* The version in force on a day. Dies with SVC_CONFIG when there is none. */
const struct svc_policy *svc_rules_on(struct svc_rules *rules, svc_day day);

/* A deadline as text into `out` (SVC_WHEN_SIZE bytes), judged by the version of the start's day;
 * NULL when no limit applies. `*provisional` is set when it reaches into an unknown year. */
const char *svc_rules_due(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                          char *out, bool *provisional);

/* The clocks of a register's table. */
struct svc_clock_columns {
    char *clock, *matter, *start_col, *due_col;
};
size_t svc_rules_clocks(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns **out);

/* Fills the due columns (and `provisional`) of one record's values; texts live until the next
 * call. The columns level, tier and customer_kind are used where the register has them. */
void svc_rules_deadlines(struct svc_rules *rules, const struct svc_register *reg,
                         struct svc_value *values);

/* Recomputes every deadline kept in the store; calls `found` for each that differs. */
void svc_rules_check(struct svc_rules *rules, void (*found)(void *ctx, const char *what),
                     void *ctx);

/* Reads the pack in `dir` (NULL: the one that came with the tools), checks it, and writes it as a
 * new version in force from `from` (NULL: since ever), with its event. Inside the caller's
 * transaction. Every fault is reported with file and line; any ends in SVC_CONFIG. */
void svc_rules_load(struct svc_call *call, const char *dir, const svc_day *from);

#endif
