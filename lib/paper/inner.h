/* What the parts of score lines share: score.c reads and orders them, fact.c judges those of one fact. */
#ifndef SVC_PAPER_INNER_H
#define SVC_PAPER_INNER_H

#include "svc/score.h"
#include "svc/sql.h"

/* The item of cases, which is their domain too; and that of corrections, which are no facts. */
#define SVC_CASES "reward"
#define SVC_CORRECTIONS "adjust"

/* Where a statement has each field of a line, -1 for none, found by its columns' names; the current row as a line that
 * borrows from it; the column of a number that is none, NULL for none. */
struct svc_line_fields {
    int at[15];
};
void svc_line_find_fields(const struct svc_query *q, const char *name, struct svc_line_fields *out);
struct svc_line svc_line_read(struct svc_query *q, const struct svc_line_fields *fields);
const char *svc_line_no_number(struct svc_query *q, const struct svc_line_fields *fields);

/* The embedded file is the domain's own. */
bool svc_score_is_of(const struct svc_sql_file *file, const char *name);

/* Adds the lines that the score files of the rule packs yield for the period, each version's for its own
 * days: of one source (NULL: of all), or of all but one. A file that fails, or a row that no rule allows,
 * ends the tool with SVC_CONFIG. */
void svc_score_files(struct svc_db *db, const char *name, const char *except,
                     const struct svc_period *period, struct svc_lines *lines);

void svc_line_free(const struct svc_line *line);

/* Makes of the lines from `first` on, which a statement yields as if every leg were a range, those of the
 * legs that are more (svc/leg.h): what is per something is multiplied, of a ladder the loss picks the band,
 * and who follows gets a line. `file`: the statement's, NOUN/score. */
void svc_legs_complete(struct svc_db *db, const char *file, struct svc_lines *lines, size_t first);

/* Adds the lines of a period as the domains yield them, but those of `except` (NULL: of all). */
void svc_score_read(struct svc_db *db, const char *except, const struct svc_period *period,
                    struct svc_lines *lines);

/* Of records that are one fact the heavier line of each subject stands: the others become `reversed`,
 * with what they are the same fact as. `name`: the one domain whose lines of the period they are, NULL
 * where they are all. */
void svc_fact_judge(struct svc_db *db, const char *name, const struct svc_period *period,
                    struct svc_lines *lines);

#endif
