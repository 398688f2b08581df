/* duty: what is missing or due, gathered from many places, then listed by deadline. */
#ifndef SVC_DUTY_H
#define SVC_DUTY_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/call.h"
#include "svc/db.h"
#include "svc/policy.h"
#include "svc/value.h"
#include "svc/when.h"

/* What was given for the options of a verb that tells what is due. */
struct svc_due_given {
    const char *within, *dept;
    bool only_workday, fail_if_any;
};
extern struct svc_due_given svc_due_given;
extern const struct svc_option svc_due_options[]; /* output, --within --dept --only-workday … */

/* True where nothing is told: --only-workday, and today is none by the policy. */
bool svc_due_rests(const struct svc_policy *policy);

/* The last moment that --within reaches (`1wd`, `4h`; a usage error if it is no length), counted
 * from now by the policy's calendar; `otherwise` when it was not given. */
svc_when svc_due_horizon(const struct svc_policy *policy, svc_when otherwise);

/* Where nothing is too far off. */
svc_when svc_due_ever(void);

/* The end of the verb: exit 1 with --fail-if-any, when something was told. */
int svc_due_finish(struct svc_call *call, size_t count);

/* What svc_duties_print writes: kind, no, dept, person, what, due_at, days_over. */
extern const struct svc_column svc_duty_columns[];

struct svc_owed {
    char *kind;
    char *no, *dept, *person, *what; /* NULL where there is none; `what` is printed as a statement */
    svc_when due;
};

/* Duties of these `|`-separated kinds and of one department only (NULL: of all) that are due no
 * later than the horizon. */
struct svc_duties {
    const char *kind, *dept;
    svc_when horizon;
    struct svc_owed *duty;
    size_t count;
};

bool svc_duties_asked(const struct svc_duties *duties, const char *kind);

/* Keeps a copy of the texts, if it was asked for and is inside of the horizon. */
void svc_duties_add(struct svc_duties *duties, const char *kind, const char *no, const char *dept,
                    const char *person, const char *what, svc_when due);

/* Adds a duty for each row of the query: no, dept, person, what, and the deadline. */
void svc_duties_take(struct svc_duties *duties, const char *kind, struct svc_query *query);

/* The same where the first column is the kind: kind, no, dept, person, what, and the deadline. */
void svc_duties_read(struct svc_duties *duties, struct svc_query *query);

/* By deadline, the earliest first. */
void svc_duties_sort(struct svc_duties *duties);
void svc_duties_free(struct svc_duties *duties);

/* Prints the table by deadline, its kinds words of the list, and frees the duties; returns how many
 * there were. */
size_t svc_duties_print(struct svc_call *call, struct svc_duties *duties, const char *kinds);

#endif
