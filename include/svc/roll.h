/* roll: the departments and persons of the company, by code and by name.
 *
 * People write 维修抢险部 and 李大勇 where the tools keep 02 and 1203. An exact code wins; else the text
 * is a name, or both as lists have them: `1203 李大勇`, `李大勇（1203）`. A person is sought among those
 * of one department first, then in the whole company, and only among those employed on the day that
 * matters and called so then: names have a history, as departments do. The roll is read once, so that a file of many rows asks the store nothing per row.
 */
#ifndef SVC_ROLL_H
#define SVC_ROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/db.h"

struct svc_roll;

/* The roll of `dept`, of `person`, or of another table that has codes alone; kept for the process. */
const struct svc_roll *svc_roll(struct svc_db *db, const char *table);

struct svc_sought {
    const char *text;
    const char *dept;  /* where a person is sought first; NULL: nowhere before the company */
    const char *day;   /* the day, or the month, of employment: 2026-10-09; NULL: ever */
    /* what svc_roll_find tells: */
    const char *code;  /* kept for the process; NULL for none … */
    bool unknown;      /* … because nothing was ever called so … */
    const char *why;   /* … or why not, until the next search; never quotes the text */
};

/* True when it found one. */
bool svc_roll_find(const struct svc_roll *roll, struct svc_sought *sought);

/* What is near the text, such as `1203 李大勇 (02)`, or ""; until the next search. */
const char *svc_roll_near(const struct svc_roll *roll, const char *text);

/* The code of the n-th that ever bore this name, or has it for its code; NULL behind the last. */
const char *svc_roll_bearer(const struct svc_roll *roll, const char *text, size_t n);

#endif
