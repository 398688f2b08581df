/* The files of svc-callback share the shape of its registers, and how a task comes into being. */
#ifndef SVC_CMD_CALLBACK_H
#define SVC_CMD_CALLBACK_H

#include "svc/each.h"
#include "svc/rows.h"
#include "svc/rules.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum callback_column {
    B_NO, B_SOURCE, B_SOURCE_NO, B_REGISTER, B_RECORD, B_BUSINESS, B_PLAN, B_STRATUM, B_SECOND_OF,
    B_DEPT, B_PERSON, B_CUSTOMER, B_TIER, B_CUSTOMER_KIND, B_PLANNED_AT, B_WINDOW_FROM,
    B_WINDOW_TO, B_LATE, B_CALLER, B_ATTEMPTS, B_ATTEMPTED_AT, B_DISPOSITION, B_CALLED_AT,
    B_UNREACHABLE_AT, B_CANCELLED_AT, B_ATTITUDE, B_SKILL, B_TIMELINESS, B_RESULT, B_OVERALL,
    B_SATISFACTION, B_SATISFIED, B_SOLVED, B_KEPT, B_BROKEN, B_COMMENT, B_STATE, B_UNDATED, B_RECORDED_AT, B_RECORDED_BY,
    B_DIGEST, B_EVENT, B_COLUMNS
};
enum issue_column {
    I_NO, I_DEPT, I_RAISED_AT, I_CAUSE, I_ANSWER_DUE, I_CLOSE_DUE, I_PROVISIONAL, I_ANSWERED_AT,
    I_ANSWERED_BY, I_ANSWER, I_CLOSED_AT, I_CLOSED_BY, I_SOLUTION, I_SECOND, I_REOPENED_AT, I_STATE,
    I_RECORDED_AT, I_RECORDED_BY, I_EVENT, I_COLUMNS
};

extern const struct svc_register callback_register, callback_issues;

/* Takes the step for each number of the call; its context is the rules (struct svc_rules). */
int callback_each(struct svc_call *call, const struct svc_register *reg,
                  void (*one)(const struct svc_step *step));

/* The policy in force on the day of the step. */
const struct svc_policy *callback_policy(const struct svc_step *step);

/* Why the caller must not call about a job of that person and department: did it, or stands in
 * the team that did. NULL when it may. */
const char *callback_excludes(struct svc_call *call, const char *caller, const char *person,
                              const char *dept);

/* Why the answers do not fit the business or each other, and whose column `*at` is; NULL when
 * they do. */
const char *callback_unfit(const struct svc_value *values, enum callback_column *at);

/* satisfied, fairly or dissatisfied by the policy of the day; NULL without a score. */
const char *callback_band(const struct svc_policy *policy, const struct svc_value *overall);

/* Gives a customer's word without a number the overall score that the policy of the day has for it.
 * Why word and number do not go together, and NULL when they do. */
const char *callback_weigh(const struct svc_policy *policy, struct svc_value *values);

/* New tasks, as many as there are, covered by one event: task.c */
struct callback_batch {
    struct svc_call *call;
    struct svc_rows rows;
    int64_t seq;
    bool tries; /* nothing is stored, and no number given */
    char now[SVC_WHEN_SIZE], no[32];
};
void callback_batch_begin(struct svc_call *call, struct callback_batch *batch);

/* The values of `business`, `planned_at` and what else is known; the rest is filled in. The number
 * is left in `batch`. */
void callback_batch_add(struct callback_batch *batch, struct svc_value *values);

/* `record` is the number of the one task that was added, NULL for many. */
void callback_batch_end(struct callback_batch *batch, const char *record, const char *change);

/* What ratios.csv says of a business: of the rows that apply, the one that names more. */
struct callback_ratio {
    int64_t version;
    char *business, *customer_kind, *tier, *ratio, *window_from, *window_to;
    int64_t min;
};
struct callback_ratios {
    struct callback_ratio *ratio;
    size_t count;
};
struct callback_ratios callback_ratios_load(struct svc_call *call);
void callback_ratios_free(struct callback_ratios *ratios);
const struct callback_ratio *callback_ratio_of(const struct callback_ratios *ratios,
                                               const struct svc_policy *policy,
                                               const char *business, const char *customer_kind,
                                               const char *tier);

/* When to call about what happened at `fact`: the row's window as text, "" where it has none. */
struct callback_window {
    char from[SVC_WHEN_SIZE], to[SVC_WHEN_SIZE];
};
struct callback_window callback_window_of(const struct svc_policy *policy,
                                          const struct callback_ratio *ratio, svc_when fact);

int callback_plan(struct svc_call *call);
extern const struct svc_option plan_options[];

/* Calls and answers: attempt.c */

/* The last attempt that the values tell, unless it stands there; by the actor where no caller is
 * told. A call centre tells only what came of it last. */
void callback_keep_attempt(struct svc_call *call, const char *no, const struct svc_value *values);

int callback_queue(struct svc_call *call);
int callback_attempt(struct svc_call *call);
int callback_answer(struct svc_call *call);
extern const struct svc_option queue_options[], attempt_options[], answer_options[];

/* Issues: issue.c. Opens the issue of a call-back whose customer is dissatisfied or
 * says that it is not solved. */
void callback_open_issue(const struct svc_step *step, const char *satisfied);
int callback_issue(struct svc_call *call);
int callback_issue_answer(struct svc_call *call);
int callback_issue_close(struct svc_call *call);
extern const struct svc_option issue_options[], issue_answer_options[], issue_close_options[];

/* What goes on to other registers, and calls listened to again: raise.c */
int callback_raise(struct svc_call *call);
int callback_qc(struct svc_call *call);
extern const struct svc_option raise_options[], qc_options[];

/* Rates and counts of a period: kpi.c */
int callback_kpi(struct svc_call *call);
int callback_stats(struct svc_call *call);
extern const struct svc_option kpi_options[];

/* What stands beside the tasks. */
extern const struct svc_register callback_draws, callback_attempts, callback_hearings;

/* The words of a score; 10 is the best. */
#define CALLBACK_SCORES "1|2|3|4|5|6|7|8|9|10"

/* What the office says about missed limits: excuse.c */
int callback_excuse(struct svc_call *call);
extern const struct svc_option excuse_options[];

#endif
