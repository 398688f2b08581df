/* What the parts of score lines share: score.c reads and orders them, fact.c judges those of one fact. */
#ifndef SVC_PAPER_INNER_H
#define SVC_PAPER_INNER_H

#include "svc/score.h"

/* The item of cases, which is their domain too; and that of corrections, which are no facts. */
#define SVC_CASES "reward"
#define SVC_CORRECTIONS "adjust"

/* Adds the lines of a period as the domains yield them, but those of `except` (NULL: of all). */
void svc_score_read(struct svc_db *db, const char *except, const struct svc_period *period,
                    struct svc_lines *lines);

/* Of records that are one fact the heavier line of each subject stands: the others become `reversed`,
 * with what they are the same fact as. `name`: the one domain whose lines of the period they are, NULL
 * where they are all. */
void svc_fact_judge(struct svc_db *db, const char *name, const struct svc_period *period,
                    struct svc_lines *lines);

#endif
