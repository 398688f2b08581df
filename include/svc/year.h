/* year: what a year's score lines do to whom: who may be honoured at its end, annual points,
 * suspensions, forced grades, what adds up. One computation for svc-report year and svc-reward award.
 *
 * A line is of the year in which its fact lies, whichever month counted it. An effect counts as it
 * stands in the books: of an open month that is what its records say, of a closed one what the close
 * stored and what was settled since. What bars from the annual award bars when record and books say
 * so; while a signature or an appeal is waited for, or the closed month still waits to be settled, the
 * answer is open.
 */
#ifndef SVC_YEAR_H
#define SVC_YEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"
#include "svc/db.h"

enum { SVC_YEAR_MONTHS = 12 };

/* One department or person. */
struct svc_year_subject {
    char *code, *name, *dept; /* of a person */
    bool person;
    bool contractor; /* a firm under contract, or of one: for them there is no award */
    bool there;      /* a person who was with a department that year, or has a line in it */
    bool barred, open;
    struct svc_buf reasons;        /* statements: EFFECT:CLAUSE:RECORD, with `open:` where it is open */
    int64_t annual_points;         /* hundredths, zero or negative */
    int64_t suspensions, counted;  /* what adds up under the year's first threshold */
    int64_t rewards, penalties;    /* lines of cases that count */
    char *forced[SVC_YEAR_MONTHS]; /* the worst grade that an effect forces, by the month of the fact;
                                    * NULL for none */
};

struct svc_year {
    struct svc_year_subject *one; /* departments, then persons, by code */
    size_t count;
    int64_t threshold[2]; /* how many it takes of persons (1), of departments (0); 0 without one */
};

/* Of the twelve assessment months of a year, `2026`, in the caller's read transaction. */
struct svc_year svc_year_read(struct svc_db *db, const char *year);
void svc_year_free(struct svc_year *year);

/* NULL when there is none of that code. */
const struct svc_year_subject *svc_year_find(const struct svc_year *year, bool person,
                                             const char *code);

/* yes, no or open; NULL for a contractor. */
const char *svc_year_award(const struct svc_year_subject *one);

#endif
