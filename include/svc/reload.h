/* reload: the way of rules into a store, and what that moves.
 *
 * A pack of CSV files is written as a new version; the deadlines that follow from it are recomputed.
 */
#ifndef SVC_RELOAD_H
#define SVC_RELOAD_H

#include "svc/rules.h"

/* Writes a faultless pack as a new version in force from `from` (NULL: since ever), with its
 * events, inside the caller's transaction; returns the version. The other reads the pack in `dir`
 * (NULL: the one that came with the tools) first; any fault ends in SVC_CONFIG. */
int64_t svc_rules_write(struct svc_call *call, const struct svc_pack *pack, const svc_day *from);
void svc_rules_load(struct svc_call *call, const char *dir, const svc_day *from);

/* A deadline that a new version moved; NULL for none. */
struct svc_moved {
    const char *table, *no, *clock, *old, *due;
    bool provisional;
};

/* After a version in force from `from` was written: recomputes the deadlines of the records that
 * are not done (table `clock_done`) and whose clocks start on that day or later, each with its
 * event. `was` was opened before. What is decided stays: a record that is done, and a deadline
 * that is not the one its earlier version gave (held, extended, set by an outside body). */
void svc_rules_move(struct svc_call *call, struct svc_rules *was, svc_day from,
                    void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx);

#endif
