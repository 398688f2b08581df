/* The files of svc-admin share its registers, and the checks of a whole store. */
#ifndef SVC_CMD_ADMIN_H
#define SVC_CMD_ADMIN_H

#include "svc/each.h"

/* Positions of the persons' columns. */
enum person_column {
    P_PERSON, P_NAME, P_DEPT, P_POST, P_TITLE, P_ROLES, P_LOGIN, P_JOINED, P_LEFT, P_RECORDED_AT,
    P_RECORDED_BY, P_DIGEST, P_EVENT, P_STATE, P_COLUMNS
};

extern const struct svc_register admin_persons;

/* Wages: wage.c. SVC_DENIED for whoever may not read them. */
#define ADMIN_PAYERS "office;gm"
extern const struct svc_register admin_wages;
void admin_guard_wages(struct svc_call *call);

/* The stock verbs that persons and departments need otherwise, roles: person.c */
int admin_add(struct svc_call *call);
int admin_import(struct svc_call *call);
int admin_list(struct svc_call *call);
int admin_show(struct svc_call *call);
int admin_set(struct svc_call *call);
int admin_whoami(struct svc_call *call);
int admin_role(struct svc_call *call);
extern const struct svc_option admin_role_options[], admin_set_options[], admin_import_options[];

/* A company out of the files of a folder, for `init`: company.c. Look at what lies there; load the rules; take the
 * files into the store, which is closed and whole; tell what was taken and what is missing in it. */
struct admin_company;
struct admin_company *admin_company_look(const char *dir, const char *roles);
void admin_company_rules(struct svc_call *call, struct admin_company *company, const char *policy);
void admin_company_fill(struct admin_company *company, const char *store);
void admin_company_tell(struct svc_call *call, const struct admin_company *company, bool own_rules);

/* What departments and persons were: past.c. `after` counts from `day` on (what is absent was not
 * said); it becomes what the register says afterwards, and the past what held before. */
void admin_change(struct svc_call *call, const char *no, const struct svc_value *before,
                  struct svc_value *after, const char *day);

/* The day from which what is changed counts: --from, else today, or of roles tomorrow. A day that is
 * over is the office's to name, with a reason, and tells which closed months it touches. */
const char *admin_from_day(struct svc_call *call, bool tomorrow);
extern const struct svc_option admin_from_options[];
bool admin_has_past(const struct svc_register *reg, int column);
int admin_history(struct svc_call *call);
void admin_show_past(struct svc_call *call, const char *no);

/* Looking for what does not fit: check.c */
#define ADMIN_CHECKS \
    "store|columns|references|deadlines|audit|counters|states|signatures|cases|authority|links|months" \
    "|clock|phones|events|papers"
int admin_check(struct svc_call *call);

/* Where checks leave what they find: a row of these columns each; in the end 1 when there is one. */
struct admin_findings {
    struct svc_call *call;
    const char *check;
    size_t count;
    struct svc_spool *told; /* of a job: kept here to be printed in its place; else NULL */
};
extern const struct svc_column admin_finding_columns[];
void admin_found(void *findings, const char *what);
/* What SQL yields: a record's number and a statement of what is wrong with it. */
void admin_found_said(struct admin_findings *findings, const char *sql);
int admin_findings_end(struct svc_call *call, const struct admin_findings *findings);

/* Whether the chain and the states fit: verify.c */
int admin_verify(struct svc_call *call);
int admin_head(struct svc_call *call);
extern const struct svc_option admin_verify_options[];

/* The signatures of every register, derived once more: signatures.c */
void admin_check_signatures(struct svc_call *call, struct admin_findings *findings);

/* What one person entered from paper that another should have: there, too. */
void admin_check_papers(struct svc_call *call, struct admin_findings *findings);

/* The cases of rewards and penalties against their signatures and policy: cases.c */
void admin_check_cases(struct svc_call *call, struct admin_findings *findings);

/* The telephone numbers that records are found by, against the records' own: phones.c */
void admin_check_phones(struct svc_call *call, struct admin_findings *findings);

/* Copies, and the store as a whole: copy.c, restore.c, upgrade.c */
int admin_backup(struct svc_call *call);
int admin_restore(struct svc_call *call);
int admin_upgrade(struct svc_call *call);
extern const struct svc_option admin_backup_options[], admin_upgrade_options[];

/* A name beside `file` that this process alone uses; whatever has it at the end is removed, with
 * its lock. */
char *admin_temporary(const char *file);

/* Copies the open store into `temporary` and checks the copy. Dies when it is damaged; an audit
 * chain that does not fit is told and remembered (SVC_CONFIG), for the copy is as good as the
 * store. */
void admin_copy(struct svc_db *db, const char *temporary);

/* Gives `temporary` the name `file`, which must be free. */
void admin_name(const char *temporary, const char *file);

/* `store` with `what` behind it, and a number where that name is taken. */
char *admin_free_name(const char *store, const char *what);

/* Gives the temporary `copy` of the store such a name; where an earlier try left the very same copy under
 * the first of them, that one stays alone. */
char *admin_keep(const char *copy, const char *store, const char *what);

/* The directory's entry of `file` on the disk. */
void admin_sync_directory(const char *file);

/* The one operand, or a usage error. */
void admin_needs_file(const struct svc_call *call, const char *store); /* dies where that is no file */
const char *admin_operand(const struct svc_call *call, const char *what);

/* The same as the file of a backup. */
const char *admin_backup_file(const struct svc_call *call, const char *what);

/* SVC_DENIED unless the actor is an admin; for verbs that open their store themselves. */
void admin_needs_admin(struct svc_call *call);

/* Reading by SQL, and forgetting: sql.c, retire.c */
int admin_sql(struct svc_call *call);
int admin_publish(struct svc_call *call); /* publish.c */
int admin_retire(struct svc_call *call);
extern const struct svc_option admin_sql_options[], admin_retire_options[], admin_publish_options[];

extern const struct svc_register admin_depts;

#endif
