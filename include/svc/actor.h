/* actor: who is acting. The kernel's real uid, its passwd name, and the person whose login that
 * is; no option and no variable has a say. On the store's side of a host it is the uid that sudo
 * tells, and then the store must be a host's. */
#ifndef SVC_ACTOR_H
#define SVC_ACTOR_H

#include "svc/db.h"
#include "svc/event.h"

/* The uid and login; person and roles stay NULL. Strings live as long as the process. */
struct svc_actor svc_actor_login(void);

/* The same with person and roles from the store, for a login valid today; roles are those in force
 * today (a change counts from the next day). Both stay NULL when the store knows no such person.
 * A host's store judges by the system's clock, and refuses whoever `writes` at a fixed time. */
struct svc_actor svc_actor_find(struct svc_db *db, bool writes);

/* The same; somebody unknown ends the tool with SVC_DENIED. */
struct svc_actor svc_actor_known(struct svc_db *db, bool writes);

struct svc_call;

/* Makes the call that of who acts; ends with SVC_DENIED, and an event, where that is nobody of the store or he
 * may not take the verb. Asked when the store is opened and again under the lock: meanwhile he may have left. */
void svc_actor_judge(struct svc_call *call, bool writes);

/* Every role a person can hold, once; the list verb.role says what they are called. Outside bodies
 * sign on paper only. */
#define SVC_EACH_ROLE(EACH) \
    EACH("agent") EACH("staff") EACH("team_leader") EACH("dept_head") EACH("deputy_gm") \
    EACH("gm") EACH("office") EACH("general_office") EACH("leadership") EACH("committee") \
    EACH("service_director") EACH("region_director") EACH("national_centre") EACH("clerk") \
    EACH("auditor") EACH("admin") EACH("cron")

#define SVC_ROLE_CODE(code) "|" code
#define SVC_OR_ROLES SVC_EACH_ROLE(SVC_ROLE_CODE) /* behind another word: "handler" SVC_OR_ROLES */
#define SVC_ROLES (&(SVC_OR_ROLES)[1])            /* agent|staff|... */
/* Who does the same in several commands. */
#define SVC_ROLES_HANDLE "agent;staff;team_leader;clerk;office;dept_head" /* what customers bring */
#define SVC_ROLES_TAKE SVC_ROLES_HANDLE ";admin;cron" /* takes it in, by file too */
#define SVC_ROLES_ENTER "office;clerk" /* enters what others did or signed on paper */
#define SVC_ROLES_CORRECT SVC_ROLES_ENTER ";admin;cron" /* changes by file what was decided */

/* SQL of what person `p` had in `column` (name, dept, post, roles) on `day`, itself SQL: what held until
 * the first change that is still to come then. A day may be one row's; where there are many rows, join
 * person_span and dept_span. */
#define SVC_PERSON_ON(column, day)                                                               \
    "(SELECT CASE WHEN h.person IS NULL THEN p." column " ELSE h." column " END"                 \
    "   FROM (SELECT 1) one LEFT JOIN person_past h ON h.person = p.person AND h.until_day ="    \
    "        (SELECT MIN(b.until_day) FROM person_past b"                                        \
    "          WHERE b.person = p.person AND b.until_day > " day "))"
#define SVC_ROLES_ON(day) SVC_PERSON_ON("roles", day)

/* The roles that a person of the company holds today, to be freed; NULL for one who is unknown, not
 * there yet or gone. Whoever signs or decides is judged by these, not by the table's column. */
char *svc_actor_roles(struct svc_db *db, const char *person);

#endif
