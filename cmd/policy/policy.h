/* The files of svc-policy share their verbs and the question of the day. */
#ifndef SVC_CMD_POLICY_H
#define SVC_CMD_POLICY_H

#include "svc/each.h"

/* --on, else today; and the version in force on a day (0: none, ends the tool). */
extern struct svc_opt_time policy_on;
#define POLICY_ON \
    { .name = "on", .type = SVC_OPT_TIME, .to = &policy_on, .arg = "DATE", \
      .help = "as it stands on DATE (default: today)" }

/* --strict: what is assumed does not do. `check` finds it, `load` refuses it, and the verbs that
 * show a version show just what they would. */
extern bool policy_strict;
#define POLICY_STRICT(help_) \
    { .name = "strict", .type = SVC_OPT_FLAG, .to = &policy_strict, .help = help_ }

svc_day policy_day(void);
int64_t policy_version(struct svc_call *call, svc_day day);

/* What stands in a version: show.c */
int policy_clauses(struct svc_call *call);
int policy_calendar(struct svc_call *call);
int policy_in_force(struct svc_call *call);
extern const struct svc_option clauses_options[], calendar_options[], in_force_options[];

/* A pack to start from: new.c; what its rows may say: vocabulary.c; what fires a clause and what it
 * does, and score files: clause.c */
int policy_new(struct svc_call *call);
int policy_show(struct svc_call *call);
int policy_vocabulary(struct svc_call *call);

/* Cases that a pack is tried by: test.c, and what of the pack none touches: coverage.c */
int policy_test(struct svc_call *call);
int policy_coverage(struct svc_call *call);
extern const struct svc_option test_options[], coverage_options[];

/* A limit's lengths tried on a month: tune.c */
int policy_tune(struct svc_call *call);
extern const struct svc_option tune_options[];

/* The register of rule books: books.c */
int policy_books(struct svc_call *call);
int policy_contents(struct svc_call *call);
int policy_advance(struct svc_call *call);
extern const struct svc_option books_options[], contents_options[], advance_options[];

/* What is said of the books, and the answers: feedback.c */
#define POLICY_ANSWERERS "office;general_office;dept_head"
extern const struct svc_register policy_feedback;
int policy_feedback_add(struct svc_call *call);
int policy_feedback_import(struct svc_call *call);
int policy_answer(struct svc_call *call);
extern const struct svc_option answer_options[];

/* The columns of what is said of the books. */
enum { F_NO, F_SOURCE, F_SOURCE_NO, F_BOOK, F_KIND, F_DEPT, F_PERSON, F_GIVEN_AT, F_TEXT, F_STATE,
       F_ANSWER, F_ANSWERED_AT, F_ANSWERED_BY, F_EVIDENCE, F_RECORDED_AT, F_RECORDED_BY, F_DIGEST,
       F_EVENT, F_COLUMNS };

#endif
