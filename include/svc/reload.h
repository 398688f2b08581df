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

/* What a company begins with: the pack in `dir`, completed by the one that came with the tools, whose parameters
 * have the values that a file of the company gives. */
struct svc_pack_own {
    const char *dir, *file; /* NULL: none */
    const struct svc_pack_given {
        const char *name, *value;
        size_t line;
    } *given;
    size_t count;
};
struct svc_pack *svc_pack_begun(const struct svc_pack_own *own, const struct svc_pack_ear *ear);

/* The newest revision of the calendar. Loading the calendar of a pack puts the years that it contains,
 * and its other days, in the place of those known before: a revision of its own, which it returns; 0
 * where nothing changed. Svc_rules_write does it too. */
int64_t svc_rules_revision(struct svc_db *db);
int64_t svc_rules_calendar(struct svc_call *call, const struct svc_pack *pack);

/* On a twin of the store (svc/twin.h), without events: the pack becomes version 1, the only one there ever
 * was, its calendar all that is known of days. Svc_rules_days puts the days of a pack in the place of
 * those known, as a load does. */
void svc_rules_only(struct svc_call *call, const struct svc_pack *pack);
void svc_rules_days(struct svc_call *call, const struct svc_pack *pack);

/* A deadline that a load moved; NULL for none. */
struct svc_moved {
    const char *table, *no, *clock, *old, *due;
    bool provisional;
    const char *outcome; /* in_time or late, where that changed; else NULL */
};

/* After a load, whose version is in force from `from`: recomputes the deadlines of the records that are
 * not done (table `clock_done`), those whose clocks start on that day or later, or all where the
 * calendar changed, each with its event; then also those of done ones that were provisional, under
 * the version that judged them. `was` was opened before. What is decided stays: every other deadline
 * of a done record, and one that is not what its earlier version gave (held, extended, set by an
 * outside body). `from` may be NULL where the calendar alone was loaded. */
void svc_rules_move(struct svc_call *call, struct svc_rules *was, const svc_day *from,
                    void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx);

#endif
