/* org: the company as it was on a day.
 *
 * People move, heads change and names are given up, so every rule asks for the organisation of the
 * fact's day (person_span, dept_span; written by svc-admin). A day is text, 2026-10-09; of a moment its
 * day counts. Where there are many rows, join the views. */
#ifndef SVC_ORG_H
#define SVC_ORG_H

#include <stdbool.h>

#include "svc/each.h"

/* The department of the person on the day, to be freed; NULL without one. */
char *svc_org_dept(struct svc_db *db, const char *person, const char *day);

/* The same, whether it is this one. */
bool svc_org_in(struct svc_db *db, const char *person, const char *dept, const char *day);

/* True when the person is with the company on the day and holds one of the `;`-separated roles then. */
bool svc_org_holds(struct svc_db *db, const char *person, const char *roles, const char *day);

/* Who was the head of the department on the day and with the company then, to be freed; NULL for
 * nobody. */
char *svc_org_head(struct svc_db *db, const char *dept, const char *day);

/* The same of the department's supervising leader; and of its one team leader, by the roles of the day:
 * NULL where several are. */
char *svc_org_leader(struct svc_db *db, const char *dept, const char *day);
char *svc_org_team_leader(struct svc_db *db, const char *dept, const char *day);

/* Why the person takes no work on the day, told behind its number: has left, is not there yet, or does not
 * belong to the department it is handed to. `dept` NULL: whose department does not matter, as where
 * the step has a reason. NULL when there is nothing to say; else kept until the next. */
const char *svc_org_takes_not(struct svc_db *db, const char *person, const char *dept,
                              const char *day);

/* The same of a step: true, or refused with what to do. The call's --reason allows another department;
 * `person` may be NULL. */
bool svc_org_hands(const struct svc_step *step, const char *person, const char *dept);

/* Of a record that comes in and names who has it: why that person cannot, else NULL. Who had left on the
 * day takes no work, whatever brings it; `add` hands it to nobody of another department without
 * --reason, while a file tells what another system did. */
const char *svc_org_brought(struct svc_call *call, const char *person, const char *dept,
                            const char *day);

#endif
