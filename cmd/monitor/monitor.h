/* The files of svc-monitor share the shapes of its registers. */
#ifndef SVC_CMD_MONITOR_H
#define SVC_CMD_MONITOR_H

#include "svc/each.h"
#include "svc/import.h"
#include "svc/rules.h"

/* Positions of the columns: of a register, of its table, of a record's values. */
enum monitor_column {
    M_MONITOR, M_NAME, M_PHONE, M_GRP, M_DISTRICT, M_CUSTOMER, M_APPOINTED_ON, M_ENDS_ON, M_TERM,
    M_LETTER_NO, M_STATE, M_ENDED_ON, M_WHY, M_RECORDED_AT, M_RECORDED_BY, M_DIGEST, M_EVENT,
    M_COLUMNS
};

enum opinion_column {
    O_NO, O_SOURCE, O_SOURCE_NO, O_RAISED_AT, O_MONITOR, O_KIND, O_CATEGORY, O_CONTENT, O_DEPT,
    O_PERSON, O_ROUND, O_OPENED_AT, O_ASSIGNED_AT, O_ASSIGN_DUE, O_ANSWERED_AT, O_ANSWERED_BY,
    O_ANSWER, O_ANSWER_DUE, O_VERIFIED_AT, O_VERIFIED_BY, O_VERIFIED, O_SATISFIED, O_VERIFY_DUE,
    O_USE, O_USE_NO, O_USED_AT, O_WITHDRAWN_AT, O_STATE, O_PROVISIONAL, O_UNDATED, O_RECORDED_AT,
    O_RECORDED_BY, O_DIGEST, O_EVENT, O_COLUMNS
};

enum meeting_column {
    T_NO, T_SOURCE, T_SOURCE_NO, T_HELD_AT, T_KIND, T_PLACE, T_CHAIR, T_MONITORS, T_TOPICS,
    T_MINUTES, T_MINUTES_SHA256, T_RECORDED_AT, T_RECORDED_BY, T_DIGEST, T_EVENT, T_COLUMNS
};

extern const struct svc_register monitor_monitors, monitor_terms, monitor_opinions, monitor_rounds,
    monitor_meetings;

/* Who keeps the registers. */
#define MONITOR_KEEPERS "office;clerk"

/* What a rule forbids of a record that comes in: of one that is typed the whole call is refused and
 * kept, of one of a file the record is bad. main.c */
void monitor_forbid(struct svc_import *in, struct svc_call *call, const char *column,
                    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Intake: term.c, intake.c, meeting.c. Opinions end their import themselves, and tell its code. */
void monitor_take_monitors(struct svc_call *call, struct svc_import *in);
int monitor_take_opinions(struct svc_call *call, struct svc_import *in);
void monitor_take_meetings(struct svc_call *call, struct svc_import *in);

/* Terms: term.c */
int monitor_renew(struct svc_call *call);
int monitor_end(struct svc_call *call);
extern const struct svc_option renew_options[], end_options[];

/* Why what the opinion says it was used as cannot be: no such record, or none named; NULL when it
 * can. Kept until the next. opinion.c */
const char *monitor_use_not(struct svc_call *call, const char *use, const char *no);

/* An opinion's way: opinion.c */
int monitor_assign(struct svc_call *call);
int monitor_answer(struct svc_call *call);
int monitor_verify(struct svc_call *call);
int monitor_use(struct svc_call *call);
int monitor_withdraw(struct svc_call *call);
extern const struct svc_option assign_options[], answer_options[], verify_options[], use_options[];

/* What other registers take over, and the minutes of a meeting: raise.c, meeting.c */
int monitor_raise(struct svc_call *call);
int monitor_minutes(struct svc_call *call);
extern const struct svc_option raise_options[], minutes_options[];

/* What is due, who is missing, what was counted: due.c, coverage.c, stats.c */
int monitor_due(struct svc_call *call);
int monitor_coverage(struct svc_call *call);
int monitor_stats(struct svc_call *call);
extern const struct svc_option due_options[], coverage_options[], stats_options[];

/* For paper, and for the monitors: form.c */
int monitor_form(struct svc_call *call);
int monitor_feedback(struct svc_call *call);
extern const struct svc_option form_options[];

#endif
