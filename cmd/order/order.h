/* The files of svc-order share the register's shape. */
#ifndef SVC_CMD_ORDER_H
#define SVC_CMD_ORDER_H

#include "svc/each.h"

/* Positions of the columns: of the register, of its table, of a record's values. */
enum order_column {
    O_NO, O_SOURCE, O_SOURCE_NO, O_BUSINESS, O_DEPT, O_PERSON, O_CUSTOMER, O_TIER, O_KIND,
    O_CUSTOMER_KIND, O_CLASS, O_ACCEPTED_AT, O_PAPERS_COMPLETE_AT, O_SURVEY_READY_AT,
    O_INSTALL_READY_AT, O_APPOINTED_AT, O_CONTRACT_DAY, O_DISPATCHED_AT, O_ACCEPTED_BY_AT,
    O_SURVEYED_AT, O_NOTIFIED_AT, O_STOPPED_AT, O_ARRIVED_AT, O_SOLUTION_AT, O_FINISHED_AT,
    O_CANCELLED_AT, O_RESULT, O_STATE, O_CONTENT, O_COMPLAINT_NO, O_APPLY_DUE, O_SURVEY_DUE,
    O_NOTICE_DUE, O_ARRIVE_DUE, O_SOLUTION_DUE, O_FINISH_DUE, O_PROVISIONAL, O_UNDATED,
    O_RECORDED_AT, O_RECORDED_BY, O_DIGEST, O_EVENT, O_COLUMNS
};

extern const struct svc_register order_register;

struct svc_rules;

/* What follows from a record's times and result: state and deadlines; texts live until the next. */
void order_follow(struct svc_rules *rules, struct svc_value *values);

/* Keeps with which department and person the order stood until then. */
void order_moved(struct svc_call *call, const struct svc_value *from, svc_when at);

/* The steps of its life: life.c */
int order_step(struct svc_call *call);
int order_assign(struct svc_call *call);
extern const struct svc_option order_assign_options[], order_finish_options[];

/* Orders past a limit: overdue.c */
int order_overdue(struct svc_call *call);
extern const struct svc_option overdue_options[];

/* Rates and counts of a period: stats.c */
int order_rate(struct svc_call *call);
int order_stats(struct svc_call *call);
extern const struct svc_option rate_options[];

/* What the office says about missed limits: excuse.c */
int order_excuse(struct svc_call *call);
int order_confirm(struct svc_call *call);
extern const struct svc_option excuse_options[];

/* The 7653 check of a visit: check7653.c */
int order_check7653(struct svc_call *call);
int order_visits(struct svc_call *call);
extern const struct svc_option check7653_options[];

#endif
