/* The files of svc-entry share the registers' shapes. */
#ifndef SVC_CMD_ENTRY_H
#define SVC_CMD_ENTRY_H

#include "svc/each.h"
#include "svc/import.h"

extern const struct svc_register entry_audits, entry_errors, entry_trainings, entry_tasks,
    entry_reconciliations, entry_rights;

/* Positions of the columns: of a register, of its table, of a record's values. */
enum audit_column {
    A_NO, A_SOURCE, A_SOURCE_NO, A_AUDITED_AT, A_KIND, A_AUDITOR, A_DEPT, A_OPERATOR, A_ROLE, A_GRP,
    A_RECORDS_CHECKED, A_FIELDS_CHECKED, A_POPULATION, A_SEED, A_NOTE, A_STATE, A_CLOSED_AT,
    A_UNDATED, A_RECORDED_AT, A_RECORDED_BY, A_DIGEST, A_EVENT, A_COLUMNS
};

enum error_column {
    E_NO, E_SOURCE, E_SOURCE_NO, E_FOUND_AT, E_AUDIT, E_REGISTER, E_RECORD, E_CUSTOMER, E_GRP, E_FIELD,
    E_ERROR, E_SEVERITY, E_OPERATOR, E_ROLE, E_DEPT, E_ENTERED_AT, E_FIX_DUE, E_FIXED_AT, E_EVIDENCE,
    E_COMPLAINT, E_POINTS, E_STATE, E_DISPUTED_AT, E_DISPUTED_BY, E_OBJECTION, E_DECIDED_AT,
    E_DECIDED_BY, E_OUTCOME, E_DECISION, E_FILE_LINE, E_WHY, E_PROVISIONAL, E_UNDATED, E_RECORDED_AT, E_RECORDED_BY,
    E_DIGEST, E_EVENT, E_COLUMNS
};

enum training_column {
    T_NO, T_SOURCE, T_SOURCE_NO, T_TRAINED_AT, T_PERSON, T_GRP, T_TOPIC, T_EVIDENCE, T_UNDATED,
    T_RECORDED_AT, T_RECORDED_BY, T_DIGEST, T_EVENT, T_COLUMNS
};

enum task_column {
    N_NO, N_SOURCE, N_SOURCE_NO, N_MATTER, N_RECEIVED_AT, N_DEPT, N_PERSON, N_REGISTER, N_RECORD,
    N_CUSTOMER, N_ENTERED_AT, N_STATE, N_DUE_AT, N_PROVISIONAL, N_UNDATED, N_RECORDED_AT,
    N_RECORDED_BY, N_DIGEST, N_EVENT, N_COLUMNS
};

enum reconciliation_column {
    R_NO, R_RUN_AT, R_DAY_FROM, R_DAY_TO, R_DEPT, R_KIND, R_FILES, /* each: file, sha256, rows, sum */
    R_KEYS = R_FILES + 12, R_MATCHED, R_DIFFERING, R_MISSING, R_NETTED = R_MISSING + 3, R_REASON,
    R_STATE, R_RECORDED_AT, R_RECORDED_BY, R_EVENT, R_COLUMNS
};

/* Intake: take.c */
int entry_add(struct svc_call *call);
int entry_import(struct svc_call *call);
int entry_set(struct svc_call *call);
int entry_take_error(struct svc_call *call); /* one, from the options of call->reg */

/* What is found, put right, disputed and decided: error.c */
int entry_error(struct svc_call *call);
int entry_fix(struct svc_call *call);
int entry_dispute(struct svc_call *call);
int entry_decide(struct svc_call *call);
int entry_close(struct svc_call *call);
int entry_entered(struct svc_call *call);
extern const struct svc_option error_options[], dispute_options[], decide_options[];

/* Three files held against each other: reconcile.c, party.c */
int entry_reconcile(struct svc_call *call);
int entry_sign(struct svc_call *call);
extern bool entry_saves; /* --save was given */
extern const struct svc_option reconcile_options[], entry_sign_options[];

/* Samples to look at, and files looked at by the machine: plan.c, check.c */
int entry_plan(struct svc_call *call);
int entry_check(struct svc_call *call);
int entry_fields(struct svc_call *call);
extern const struct svc_option plan_options[], check_options[], fields_options[];

/* How often and in what, what waits, whose rights are at stake: stats.c, due.c */
int entry_stats(struct svc_call *call);
int entry_types(struct svc_call *call);
int entry_agree(struct svc_call *call);
int entry_due(struct svc_call *call);
int entry_late(struct svc_call *call);
int entry_form(struct svc_call *call); /* form.c */
struct svc_form;
bool entry_right_page(struct svc_call *call, struct svc_form *form, const char *no); /* letter.c */
int entry_propose_rights(struct svc_call *call);
extern const struct svc_option stats_options[], types_options[], due_options[];

#endif
