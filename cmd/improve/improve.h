/* The files of svc-improve share the shapes of its registers. */
#ifndef SVC_CMD_IMPROVE_H
#define SVC_CMD_IMPROVE_H

#include "svc/change.h"
#include "svc/each.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/rules.h"
#include "svc/sign.h"

/* Positions of the columns: of a register, of its table, of a record's values. */
enum project_column {
    P_NO, P_SOURCE, P_SOURCE_NO, P_PROPOSED_ON, P_TITLE, P_KIND, P_ROUTE, P_IDEA, P_DEPT, P_OWNER,
    P_ADVISER, P_MEMBERS, P_STARTS_ON, P_ENDS_ON, P_SITUATION, P_GOAL, P_COST, P_BENEFIT, P_METHOD,
    P_RESOURCES, P_STATE, P_ROUND, P_APPROVED_AT, P_FINISHED_AT, P_STOPPED_AT, P_RESULT,
    P_EVALUATED_AT, P_EVALUATION, P_FILED_AT, P_FILING, P_PROMOTED_AT, P_PROMOTION, P_PAPERS,
    P_IMAGES, P_ROOM, P_ARCHIVED_AT, P_RECORDED_AT, P_RECORDED_BY, P_DIGEST, P_EVENT, P_COLUMNS
};

enum idea_column {
    I_NO, I_SOURCE, I_SOURCE_NO, I_RAISED_AT, I_CONTENT, I_DIRECTION, I_IMPACT, I_DIFFICULTY,
    I_CROSS_DEPT, I_SYSTEMIC, I_PARENT, I_DEPT, I_PERSON, I_STATE, I_ROUTE, I_ROUTED_AT, I_WHY,
    I_RESOURCES, I_OWNER, I_RESULT, I_CHECKED_AT, I_EFFECT, I_RECORDED_AT, I_RECORDED_BY, I_DIGEST,
    I_EVENT, I_COLUMNS
};

enum milestone_column {
    M_NO, M_SOURCE, M_SOURCE_NO, M_PROJECT, M_DUE_ON, M_TITLE, M_STANDARD, M_DEPT, M_PERSON,
    M_STATE, M_ROUND, M_DONE_AT, M_EVIDENCE, M_RECORDED_AT, M_RECORDED_BY, M_DIGEST, M_EVENT,
    M_COLUMNS
};

extern const struct svc_register improve_projects, improve_ideas, improve_milestones;

/* A year's plan has no lists and no import, but is signed and changed like any record. */
enum plan_column {
    Y_YEAR, Y_GOAL, Y_DUTIES, Y_INCENTIVES, Y_STATE, Y_ROUND, Y_SUBMITTED_AT, Y_APPROVED_AT,
    Y_ADJUSTMENT, Y_ADJUSTED_AT, Y_FILING, Y_FILED_AT, Y_RECORDED_AT, Y_RECORDED_BY, Y_EVENT,
    Y_COLUMNS
};
extern const struct svc_register improve_plans;

/* Ends the tool, the refusal kept, unless the actor is of the service office. */
void improve_office(struct svc_call *call, const char *what);

/* The same for those who keep a project's records. */
#define IMPROVE_KEEPERS "staff;team_leader;dept_head;office;clerk"
void improve_keeper(struct svc_call *call, const char *what);

/* The signing chain of a scheme, by its route. */
const char *improve_chain(const char *route);

/* Intake: main.c, idea.c, milestone.c */
void improve_take_ideas(struct svc_call *call, struct svc_import *in);
void improve_take_milestones(struct svc_call *call, struct svc_import *in);

/* Ideas in order, and their way: idea.c */
int improve_rank(struct svc_call *call);
int improve_route(struct svc_call *call);
extern const struct svc_option rank_options[], route_options[];

/* Signatures: approve.c */
int improve_approve(struct svc_call *call);
extern const struct svc_option approve_options[];

/* A project under way: milestone.c */
int improve_milestone(struct svc_call *call);
int improve_confirm(struct svc_call *call);
int improve_review(struct svc_call *call);
void improve_finish(struct svc_call *call, const char *project);
extern const struct svc_option milestone_options[], review_options[];

/* What came of it: summary.c, measure.c */
int improve_summary(struct svc_call *call);
int improve_evaluate(struct svc_call *call);
int improve_measure(struct svc_call *call);
extern const struct svc_option summary_options[], evaluate_options[], measure_options[];

/* The year: plan.c, due.c, ledger.c, stats.c */
int improve_plan(struct svc_call *call);
int improve_due(struct svc_call *call);
int improve_ledger(struct svc_call *call);
int improve_award(struct svc_call *call);
int improve_archive(struct svc_call *call);
int improve_stats(struct svc_call *call);
extern const struct svc_option plan_options[], due_options[], ledger_options[],
    archive_options[], stats_options[];

/* Forms 1 and 2 of the rule book: form.c */
int improve_form(struct svc_call *call);
extern const struct svc_option form_options[];

#endif
