/* steps: what another system did with records, replayed by the verbs themselves.
 *
 * A file of steps has the record (`no`, or `source` and `source_no`), a verb of the command that takes
 * steps (its operands NO..., its options --at), the moment `at`, and any option of that verb as a
 * column. The steps are taken in order of time, those of one moment as they stand in the file, each
 * by the verb's own function with its options given from the row: there is no second copy of a rule.
 * All of them or none; each has its event, and the file one.
 *
 * A step that was brought before (record, verb and moment) is unchanged; with other values it is a
 * conflict. Who brings it holds the verb's roles, or is cron or clerk and gives a reason.
 */
#ifndef SVC_STEPS_H
#define SVC_STEPS_H

#include "svc/call.h"

/* True when the call's first operand names such a file by `word`: `import steps FILE`. */
bool svc_steps_named(const struct svc_call *call, const char *word);

/* The verb: `verb` is that of rows that name none, NULL where each must. */
int svc_steps_import(struct svc_call *call, const char *verb);

/* True while a step is taken that belongs to the first coming of a source's record: whoever brings other
 * systems' files brings it, no other file brought steps of it, and nobody did anything with it here. */
bool svc_steps_first(const struct svc_call *call, const char *no);

/* True while a verb takes a step of a file. */
bool svc_steps_taking(void);

/* The columns that such a file may have, for the verb `columns`. */
int svc_steps_columns(struct svc_call *call);

#endif
