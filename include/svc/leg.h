/* leg: what a clause does to a subject, where that is more than points and yuan inside a range.
 *
 * A leg may be `per` something: its points and yuan are for each one. Several legs of one subject are
 * a ladder of bands of the loss, from loss_from to below loss_to. A leg may follow another one of its
 * clause: with a share it is that part of what the other subject has in the end, in fen and hundredths,
 * half up, on top of it; the legs of `leader` (the one team leader of the department) and `deputy` (its
 * supervising leader) follow without a share, too. Whoever follows is found by the fact's day.
 */
#ifndef SVC_LEG_H
#define SVC_LEG_H

#include <stdbool.h>
#include <stdint.h>

#include "svc/buf.h"
#include "svc/db.h"

/* A leg as the versions in force on the days from from_day until before until_day have it. */
struct svc_leg {
    char *from_day, *until_day, *clause, *subject;
    int64_t points, amount;     /* the least, signed; hundredths and fen */
    char *effect, *per;         /* NULL for none */
    int64_t loss_from, loss_to; /* fen; INT64_MAX: no end */
    bool banded;
    char *base, *share;         /* whose leg it follows, and its part of it; NULL for none */
};

/* All legs that are more than a range, in order of clause, subject, day and loss; ended by a NULL
 * clause. Read anew each time, for a rehearsal changes the pack in between. */
struct svc_leg *svc_legs_special(struct svc_db *db);
void svc_legs_free(struct svc_leg *legs);

/* Whose leg one of this subject follows; NULL where it follows none. */
const char *svc_leg_base(const char *subject, const char *share_of);

/* Who `subject` is for a fact of the department and day: its head, its team leader, the leader above it;
 * to be freed. NULL for nobody, and for two team leaders: the store does not know whose team it was. */
char *svc_leg_who(struct svc_db *db, const char *subject, const char *dept, const char *day);

/* So many times the value; false where the product is no number any more. */
bool svc_leg_times(int64_t value, int64_t quantity, int64_t *out);

/* The share, a decimal of 0 to 1 with at most SVC_SHARE_DECIMALS, of a value, half up: 0.3 of -1.55 is
 * -0.47 (-0.465). */
enum { SVC_SHARE_DECIMALS = 6 };
int64_t svc_leg_share(const char *share, int64_t value);

/* How many of `per` the record of a domain has, by cmd/NOUN/quantity.sql: ?1 its number, ?2 the word. The
 * word `loss` asks for fen. -1 where it is not known. A later round is NO/ROUND. */
int64_t svc_leg_quantity(struct svc_db *db, const char *noun, const char *record, const char *per);

/* Begins a statement by the arithmetic of what it comes before, told behind it: so many of `per`, or the
 * share of what a subject has; points and yuan before and after. */
struct svc_leg_sum {
    int64_t points, amount, of_points, of_amount;
};
void svc_leg_tell_times(struct svc_buf *out, int64_t quantity, const char *per, struct svc_leg_sum sum);
void svc_leg_tell_share(struct svc_buf *out, const char *share, const char *base, struct svc_leg_sum sum);

/* What the statement says behind such arithmetic. */
const char *svc_leg_reason(const char *statement);

#endif
