/* What the parts of steps share: steps-read.c reads a file, steps.c takes its steps, steps-brought.c remembers which
 * were taken, in the audited table step_brought. */
#ifndef SVC_VERB_STEPS_INNER_H
#define SVC_VERB_STEPS_INNER_H

#include "svc/call.h"
#include "svc/spool.h"

/* One row of a file: the step of a record, when it was taken, and the digest of what else the row says. */
struct svc_brought {
    const char *verb, *no, *at, *digest;
};

/* The digest that the step was brought with before, to be freed; NULL for a new one. */
char *svc_brought_as(struct svc_call *call, const struct svc_brought *step);

/* Remembers a step that was taken; after the last one svc_brought_end writes the event of all of them. */
void svc_brought_keep(struct svc_call *call, const struct svc_brought *step);
void svc_brought_end(struct svc_call *call, const char *change);

/* The columns that every file of steps may have, before those of the verbs' options. */
enum { STEP_NO, STEP_SOURCE, STEP_SOURCE_NO, STEP_VERB, STEP_AT, STEP_FIXED };

struct svc_steps {
    struct svc_call *call;
    const char *verb; /* of rows that name none */
    const char *file;
    struct svc_column *columns; /* the fixed ones and the options; ends with { 0 } */
    size_t count;
    int *meaning; /* by the file's column: one of them, -1: passed over */
    size_t width;
    const char **cell; /* the row at hand, by column; NULL for nothing */
    struct svc_spool *spool;
    struct svc_piece *pieces;
    size_t read, taken, unchanged;
    char digest[65];
    struct svc_shared shared; /* as the call itself gave it */
    char **failed;            /* records whose later steps are passed over */
    size_t failed_count;
};

/* Finds the columns; reads the file, whose rows stand in the spool in order of time. */
void svc_steps_find_columns(struct svc_steps *steps);
void svc_steps_read(struct svc_steps *steps);

/* A verb that takes one step of each record it names. */
bool svc_steps_takes(const struct svc_verb *verb);

#endif
