/* The files of svc-inspect share the shapes of its registers. */
#ifndef SVC_CMD_INSPECT_H
#define SVC_CMD_INSPECT_H

#include "svc/digest.h"
#include "svc/each.h"
#include "svc/rules.h"

/* Positions of the columns: of a register, of its table, of a record's values. */
enum inspection_column {
    I_NO, I_SOURCE, I_SOURCE_NO, I_PLANNED_AT, I_LEVEL, I_KIND, I_METHOD, I_PLAN_OF, I_TITLE,
    I_SCOPE, I_INSPECTORS, I_SCHEME, I_STATE, I_HELD_AT, I_SUMMARY, I_REPORT, I_REPORT_SHA256,
    I_REPORTED_AT, I_ROOM, I_FILED_AT, I_RECORDED_AT, I_RECORDED_BY, I_DIGEST, I_EVENT, I_COLUMNS
};

enum sheet_column {
    K_NO, K_INSPECTION, K_DEPT, K_QUARTER, K_TEMPLATE, K_CHECKED_AT, K_INSPECTORS, K_OPINION,
    K_ANSWER, K_STATE, K_SIGNED_AT, K_RECORDED_AT, K_RECORDED_BY, K_DIGEST, K_EVENT, K_COLUMNS
};

enum item_column {
    T_ITEM, T_SHEET, T_CODE, T_CONTENT, T_TEXT, T_RESULT, T_OPINION, T_ANSWER, T_MARKED_AT,
    T_MARKED_BY, T_DIGEST, T_EVENT, T_COLUMNS
};

enum finding_column {
    F_NO, F_SOURCE, F_SOURCE_NO, F_SHEET, F_ITEM, F_FOUND_AT, F_SEVERITY, F_DEPT, F_PERSON,
    F_FACTS, F_ACTION, F_DEADLINE, F_EVIDENCE, F_EVIDENCE_SHA256, F_AFTER_EVIDENCE, F_AFTER_SHA256,
    F_FIXED_AT, F_STATE, F_DUE_AT, F_PROVISIONAL, F_UNDATED, F_RECORDED_AT, F_RECORDED_BY, F_DIGEST,
    F_EVENT,
    F_COLUMNS
};

enum notice_column {
    N_NO, N_FINDING, N_DEPT, N_PERSON, N_SEVERITY, N_ISSUED_AT, N_DEMAND, N_ROUND, N_OPENED_AT,
    N_DEADLINE, N_DUE_AT, N_REPLIED_AT, N_REPLIED_BY, N_REPLY, N_REPORT, N_REPORT_SHA256, N_STATE,
    N_PASSED_AT, N_EFFECT_ON, N_EFFECT_DUE, N_EFFECT_AT, N_PROVISIONAL, N_RECORDED_AT,
    N_RECORDED_BY, N_DIGEST, N_EVENT, N_COLUMNS
};

enum praise_column {
    P_NO, P_SOURCE, P_SOURCE_NO, P_OCCURRED_AT, P_DEPT, P_PERSON, P_FACTS, P_EVIDENCE,
    P_INSPECTION, P_CLAUSE, P_RECORDED_AT, P_RECORDED_BY, P_DIGEST, P_EVENT, P_COLUMNS
};

enum walk_column {
    W_NO, W_SOURCE, W_SOURCE_NO, W_WALKED_AT, W_ZONE, W_PERSON, W_WALKER, W_SCORE, W_REMARK,
    W_RECORDED_AT, W_RECORDED_BY, W_DIGEST, W_EVENT, W_COLUMNS
};

enum patrol_column {
    L_NO, L_SOURCE, L_SOURCE_NO, L_PATROLLED_AT, L_DEPT, L_AREA, L_PATROLLER, L_EVIDENCE, L_REMARK,
    L_RECORDED_AT, L_RECORDED_BY, L_DIGEST, L_EVENT, L_COLUMNS
};

extern const struct svc_register inspect_plans, inspect_sheets, inspect_items, inspect_findings,
    inspect_notices, inspect_praise, inspect_walks, inspect_patrols;

/* Who inspects the sheet, or enters for those who do: the office, a clerk. */
bool inspect_may_mark(struct svc_call *call, const char *sheet);

/* The acting person belongs to the department, or enters for it. */
bool inspect_may_answer(struct svc_call *call, const char *dept);

/* Ends the tool unless `by`, when given, is entered by a clerk or the office (SVC_DENIED). */
void inspect_paper(struct svc_call *call, const char *by);

/* The numbers that a verb gave, as `add` prints its own: nothing with --dry-run or a refusal. */
void inspect_print_numbers(struct svc_call *call, char *const *numbers, size_t count);

/* The day named, as the moment at which it ends; a moment with a time of day stays. NULL when none
 * was given. Writes to `out`. */
const char *inspect_deadline(const struct svc_opt_time *given, char out[SVC_WHEN_SIZE]);

/* The quarter of a day, such as 2026Q4, into `out`; returns it. */
enum { QUARTER_SIZE = 32 };
char *inspect_quarter(svc_day day, char out[QUARTER_SIZE]);

/* Plans, praise and walks taken in; their ends: plan.c */
int inspect_add(struct svc_call *call);
int inspect_import(struct svc_call *call);
int inspect_set(struct svc_call *call);
int inspect_plan(struct svc_call *call);
int inspect_summary(struct svc_call *call);
int inspect_cancel(struct svc_call *call);
extern const struct svc_option summary_options[];

/* Sheets, their items and signatures: sheet.c, mark.c */
int inspect_sheet(struct svc_call *call);
int inspect_mark(struct svc_call *call);
int inspect_sign(struct svc_call *call);
int inspect_recheck(struct svc_call *call);
int inspect_take_items(struct svc_call *call);
extern const struct svc_option sheet_options[], mark_options[], sign_options[];

/* What was found, and what it costs: find.c */
int inspect_find(struct svc_call *call);
int inspect_fix(struct svc_call *call);
int inspect_points(struct svc_call *call);
int inspect_take_findings(struct svc_call *call, bool one);
extern const struct svc_option find_options[], fix_options[], points_options[];

/* Notices and their rectification: notice.c */
int inspect_notice(struct svc_call *call);
int inspect_reply(struct svc_call *call);
int inspect_verify(struct svc_call *call);
extern const struct svc_option notice_options[], reply_options[], verify_options[];

/* Duties, thresholds, contractors: due.c */
int inspect_due(struct svc_call *call);
int inspect_count(struct svc_call *call);
int inspect_contractor(struct svc_call *call);
extern const struct svc_option due_options[], count_options[], contractor_options[];

/* Papers, numbers, forms: archive.c, stats.c, form.c */
int inspect_archive(struct svc_call *call);
int inspect_file_away(struct svc_call *call);
int inspect_stats(struct svc_call *call);
int inspect_walk_sums(struct svc_call *call);
int inspect_patrol_days(struct svc_call *call);
const char *inspect_contractor_asked(void); /* --dept of contractor_options */
int inspect_form(struct svc_call *call);
extern const struct svc_option archive_options[], file_options[], stats_options[], walks_options[];

/* What the office says about a late rectification: excuse.c */
int inspect_excuse(struct svc_call *call);
int inspect_confirm(struct svc_call *call);

/* A verb whose steps meet deadlines: what was missed stays, however they are dated. */
int inspect_each_timed(struct svc_call *call, const struct svc_register *reg,
                       void (*one)(const struct svc_step *step));
extern const struct svc_option excuse_options[];

#endif
