/* rules: the policy versions of a store, loaded once and asked by day.
 *
 * Which columns of a register are clocks stands in the store's table `clock`, so deadlines of any
 * register are computed, checked and recomputed by the same code. Reload.h is the way in.
 */
#ifndef SVC_RULES_H
#define SVC_RULES_H

#include "svc/call.h"
#include "svc/pack.h"
#include "svc/policy.h"

struct svc_rules;

/* Loads the versions' dates; a version's content when it is first needed. Dies with SVC_CONFIG
 * when the store has no policy. */
struct svc_rules *svc_rules_open(struct svc_db *db);
void svc_rules_close(struct svc_rules *rules);

/* This year, or from 1 November on the next one, where the calendar does not know it: limits that reach
 * into it are provisional; 0 for none. */
int svc_rules_unknown_year(struct svc_db *db, svc_day today);

/* The version in force on a day. Dies with SVC_CONFIG when there is none. */
const struct svc_policy *svc_rules_on(struct svc_rules *rules, svc_day day);

/* The one of these versions (`;`-separated) that judged the day while there were no later ones: what
 * a closed month was judged by. Dies with SVC_CONFIG when there is none. */
const struct svc_policy *svc_rules_among(struct svc_rules *rules, const char *versions, svc_day day);

/* A deadline as text into `out` (SVC_WHEN_SIZE bytes), judged by the version of the start's day;
 * NULL when no limit applies. `*provisional` is set when it reaches into an unknown year, or the
 * outcome hangs on a time of day that nobody gave. */
const char *svc_rules_due(struct svc_rules *rules, const struct svc_case *of, svc_when start,
                          char *out, bool *provisional);

/* One clock of one record as it runs. Its holds and its extension come from the store. */
struct svc_running {
    const char *table, *no; /* NULL: nothing but the limit counts */
    struct svc_case of;
    svc_when start;    /* where it runs from; the version in force on its day judges */
    const char *met;   /* when it was met, NULL while it runs: a later hold changes nothing */
    const char *bound; /* a date set from outside, while it ran, that wins when earlier; NULL for
                        * none */
    bool start_alone;  /* a date without a time was given: `start` is its first moment … */
    bool met_alone;    /* … and `met` its last */
    const char *agreed; /* a moment or a day agreed with the customer, that stands in the place of
                         * whatever limit applies; NULL for none */
};

/* The same for a running clock; while it is held NULL, or the bound: nothing holds that. */
const char *svc_rules_running(struct svc_rules *rules, const struct svc_running *running,
                              char *out, bool *provisional);

/* Its arithmetic under a version: the clock, ready for svc_clock_due, its deadline, the limit that
 * decided and where it runs from; there the clock is left empty when the limit has not begun.
 * Holds are borrowed until the next call. False when no limit applies. */
bool svc_rules_clock(struct svc_rules *rules, const struct svc_policy *policy,
                     const struct svc_running *running, struct svc_clock *clock,
                     struct svc_due *due);

/* To be called after a hold or an extension was written: until a store has its first one, nobody
 * looks for any. */
void svc_rules_stir(struct svc_rules *rules);

/* A clock of a register's table, as the store's table `clock` has it. */
struct svc_clock_columns {
    char *clock, *matter, *start_col, *due_col;
    char *met_cols;   /* `,`-separated: the first that is given met the clock; NULL for none */
    char *taken_col;  /* where start_col has its moment from, while both are the same: no start lies before
                       * start_col; NULL for none */
    char *bound_col;  /* a date set from outside that wins when earlier; NULL for none */
    char *matter_col; /* the column that names the matter; NULL: `matter` is it */
    char *start_cols; /* what a limit's start may name (accepted: accepted_at; word:column), the first also
                       * what `before` counts back from; NULL: every limit runs from start_col */
    char *agreed_col; /* what was agreed with the customer; NULL for none */
    char *void_state; /* a record in this state has no such limit; NULL for none */
    struct svc_start *starts; /* the words of start_cols */
    char **start_names;       /* and the columns */
    size_t start_count;
    char **mets; /* the columns of met_cols */
    size_t met_count;
};
size_t svc_rules_clocks(struct svc_rules *rules, const char *table,
                        const struct svc_clock_columns **out);

/* The moments that a limit of the clock can run from, `|` between: those of start_cols that are not over
 * with it. Of a clock whose records name their matter any is one. False where no register keeps it. */
bool svc_clock_starts(struct svc_db *db, const char *matter, const char *clock, struct svc_buf *out);

/* Whether a limit of clock number `i`, of any matter, runs from this start, by the version that judges
 * the record; false where the clock has not begun. */
bool svc_rules_starts(struct svc_rules *rules, const struct svc_register *reg,
                      const struct svc_value *values, size_t i, const char *word);

/* Clock number `i` of a record of the register; false while its start is missing, and in the state
 * that has no such limit. Texts are those
 * of the values, and live until the next call. */
bool svc_rules_of(struct svc_rules *rules, const struct svc_register *reg,
                  const struct svc_value *values, size_t i, struct svc_running *out);

/* The limit that decides a clock of a record, holds and an extension counted in; NULL for none. */
const struct svc_limit *svc_rules_limit(struct svc_rules *rules, const struct svc_register *reg,
                                        const struct svc_value *values, const char *clock);

/* Fills the due columns (and `provisional`) of one record's values; what is done and was not
 * provisional keeps the version and the days that decided it. Texts live until the next call. */
void svc_rules_deadlines(struct svc_rules *rules, const struct svc_register *reg,
                         struct svc_value *values);

/* Recomputes every deadline kept in the store; calls `found` for each that differs. A record that
 * was done keeps the deadline of the version that was in force for its day back then. */
void svc_rules_check(struct svc_rules *rules, void (*found)(void *ctx, const char *what),
                     void *ctx);

#endif
