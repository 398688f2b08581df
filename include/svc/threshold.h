/* threshold: what adds up over a period (thresholds.csv of the rule pack).
 *
 * A threshold counts score lines of clauses or of items of the sheet, or facts that a command tells in
 * cmd/NOUN/counted.sql (?1 first moment, ?2 first moment after, ?3 NULL by person: then what has none is
 * left out), by person or by department, within a month of assessment or a quarter, half or year of the
 * calendar. The record that makes it n gives another clause, once a period; the first of the period may cost nothing. n is that of the policy in
 * force on the record's day.
 *
 * A line counts once whatever legs it has: of a person's, those that reach him as the one who did it;
 * of points, all that are taken from him. A reversed one does not count, one that is proposed does.
 * What is under appeal does not count either, but what only its return would reach is known.
 */
#ifndef SVC_THRESHOLD_H
#define SVC_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/db.h"
#include "svc/period.h"

/* One threshold through all versions that have it. */
struct svc_threshold {
    char *clause, *item, *event; /* what is counted, `;`-separated; the other two are NULL */
    char *period;                /* month, quarter, half, year */
    char *gives;                 /* a clause; NULL where some are free and nothing else */
    bool person, sum;            /* by person, else department; points, else how many */
    struct svc_threshold_version {
        char *from, *until; /* days: in force on from <= day < until */
        int64_t n, first_free;
    } *version;
    size_t versions;
};

/* Those of facts first, in the order of what they count. */
struct svc_thresholds {
    struct svc_threshold *one;
    size_t count;
};
struct svc_thresholds svc_thresholds_read(struct svc_db *db);
void svc_thresholds_free(struct svc_thresholds *thresholds);

/* The version in force on the day of a moment or a day written out, NULL for none. */
const struct svc_threshold_version *svc_threshold_on(const struct svc_threshold *threshold,
                                                     const char *at);

/* The period of the threshold that the day lies in: 2026-09, 2026Q3, 2026H2, 2026. */
void svc_threshold_span(const struct svc_threshold *threshold, svc_day day, struct svc_period *out);

/* The period in which the clause is given once by the day's thresholds, the shortest of theirs; the
 * calendar's year for a clause that none gives. */
void svc_threshold_period(struct svc_db *db, const char *clause, svc_day day, struct svc_period *out);

/* One counted thing. Its texts are its tallies'. */
struct svc_counted {
    char *source, *record, *clause, *item, *person, *dept, *at;
    char *told;    /* of a fact: the statement that says so many of it in a year; NULL for none */
    int64_t value; /* hundredths: of points, or 1.00 */
    enum { SVC_COUNTS, SVC_WAITS, SVC_DISPUTED } standing;
};

/* What is counted of one person or department, in order of time. */
struct svc_tally {
    const char *whose;
    const struct svc_counted *one;
    size_t count;
    int64_t sum; /* hundredths, without what is disputed */
};
struct svc_tallies {
    struct svc_tally *one; /* by code */
    size_t count;
    struct svc_counted *counted;
    size_t all;
};

/* What the threshold counts in the span, in the caller's read transaction. */
struct svc_tallies svc_tallies_read(struct svc_db *db, const struct svc_thresholds *thresholds,
                                    const struct svc_threshold *threshold, const struct svc_period *span);
void svc_tallies_free(struct svc_tallies *tallies);

#endif
