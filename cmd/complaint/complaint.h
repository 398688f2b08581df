/* The files of svc-complaint share the register's shape. */
#ifndef SVC_CMD_COMPLAINT_H
#define SVC_CMD_COMPLAINT_H

#include "svc/each.h"
#include "svc/import.h"
#include "svc/rules.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum complaint_column {
    C_NO, C_SOURCE, C_SOURCE_NO, C_RECEIVED_AT, C_CHANNEL, C_CUSTOMER, C_TIER, C_CUSTOMER_KIND,
    C_PEOPLE, C_ACCIDENT, C_CALLER, C_PHONE, C_ADDRESS, C_CATEGORY, C_SUBJECT, C_CONTENT,
    C_LEVEL_INITIAL, C_LEVEL, C_DEPT, C_PERSON, C_STATE, C_ASSIGNED_AT, C_RESPONDED_AT,
    C_SOLUTION_AT, C_SOLUTION, C_ANSWERED_BY, C_CLOSED_AT, C_WITHDRAWN_AT, C_CAUSE, C_VALID,
    C_RESPONSIBLE, C_RESPONSIBLE_DEPT, C_RESPONSIBLE_PERSON, C_DETERMINED_AT, C_CLAUSE, C_REPEAT_OF, C_ORDER_NO,
    C_PLAN, C_EXTERNAL_DUE, C_HELD, C_ROUND, C_OPENED_AT,
    C_HELD_SINCE, C_FLAGGED, C_RESPOND_DUE, C_SOLUTION_DUE, C_CLOSE_DUE, C_CALLBACK_DUE,
    C_PROVISIONAL, C_UNDATED, C_RECORDED_AT, C_RECORDED_BY, C_DIGEST, C_EVENT, C_COLUMNS
};

extern const struct svc_register complaint_register;
extern const struct svc_register complaint_holds, complaint_extensions, complaint_excuses,
                                 complaint_appeals;

/* Takes the step for each number of the call; its context is the rules (struct svc_rules). A miss that a
 * step would wipe is kept: see svc/misses.h. */
int complaint_each(struct svc_call *call, void (*one)(const struct svc_step *step));

/* True when the policy of that day has the clause and whoever determines a complaint may name it: it is
 * one that complaint.determined fires. */
bool complaint_clause(struct svc_call *call, const char *clause, const char *on);

/* True when the clause has lines for a person on that day: then it needs one. */
bool complaint_needs_person(struct svc_call *call, const char *clause, const char *on);

/* True when its level acts as 1, 一级: it needs a contingency plan. */
bool complaint_is_gravest(const struct svc_value *values);

/* Keeps with which department and person the complaint stood until `at`. */
void complaint_moved(struct svc_call *call, const struct svc_value *from, svc_when at);

/* True when the person handles the complaint or answers for it. */
bool complaint_is_about(const struct svc_value *values, const char *person);

/* The department that answers for a complaint determined at `at`: the responsible person's, else
 * the one it stood with then; to be freed, NULL or "" for none. */
char *complaint_answering(struct svc_call *call, const struct svc_value *values, const char *at);

/* Whether nothing of the customer's came before the record that is taken in: intake.c */
bool complaint_is_first(struct svc_import *in, struct svc_call *call);

/* Completes a record by what intake finds out: its customer, and of a new one or one whose file asks
 * again its level and what it repeats; true where it proposed the level: intake.c */
bool complaint_take_in(struct svc_import *in, struct svc_call *call, const struct svc_policy *policy, svc_day received,
                       struct svc_value *values);

/* Keeps, once it has its number, whether its level is the one that intake proposed: intake.c */
void complaint_leveled(struct svc_call *call, const char *no, bool by_intake);

/* The life of a complaint: life.c */
int complaint_assign(struct svc_call *call);
int complaint_respond(struct svc_call *call);
int complaint_propose(struct svc_call *call);
int complaint_close(struct svc_call *call);
int complaint_withdraw(struct svc_call *call);
int complaint_reopen(struct svc_call *call);
int complaint_determine(struct svc_call *call);
int complaint_set(struct svc_call *call);
extern const struct svc_option assign_options[], propose_options[], close_options[],
    determine_options[];

/* What the office says about missed limits: excuse.c */
int complaint_excuse(struct svc_call *call);
int complaint_confirm(struct svc_call *call);
extern const struct svc_option excuse_options[];

/* When a file says that it was on hold: its rows, and since when it still is. held.c */
void complaint_take_holds(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                          const char *now, struct svc_value *values);

/* Holds and extensions: hold.c. Until when a hold may last without an approver, by the policy of its
 * first day, into `out` (SVC_WHEN_SIZE bytes); NULL: for ever. And why it may not end at the step's moment,
 * or nobody may be the approver who is named: NULL when all is well. */
const char *complaint_hold_longest(struct svc_rules *rules, svc_when from, char *out);
const char *complaint_hold_forbids(const struct svc_step *step, const char *most,
                                   const char *approver);
int complaint_hold(struct svc_call *call);
int complaint_resume(struct svc_call *call);
extern const struct svc_option resume_options[];
int complaint_extend(struct svc_call *call);
extern const struct svc_option extend_options[];

/* Appeals against a determination: appeal.c */
int complaint_appeal(struct svc_call *call);
int complaint_appeal_decide(struct svc_call *call);
extern const struct svc_option appeal_options[], appeal_decide_options[];

/* What falls due, and the month's rates: due.c, stats.c */
int complaint_due(struct svc_call *call);
extern const struct svc_option due_options[];
int complaint_stats(struct svc_call *call);
extern const struct svc_option stats_options[];

#endif
