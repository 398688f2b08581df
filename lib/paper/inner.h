/* What the parts of score lines share: score.c reads and orders them, fact.c judges those of one fact,
 * threshold.c counts them, given.c adds what comes of that. */
#ifndef SVC_PAPER_INNER_H
#define SVC_PAPER_INNER_H

#include "svc/grade.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/threshold.h"

/* The item of cases, which is their domain too. That of corrections, which are no facts, is svc/grade.h's. */
#define SVC_CASES "reward"

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

/* One fact charges one person once: of a person's leg and the head's leg, which stand behind each other,
 * the first stands, with the effects of both. */
void svc_legs_join(struct svc_lines *lines);

/* Adds what indicators give in the months, quarters and years that ended in the period (bands.csv). */
void svc_score_bands(struct svc_db *db, const struct svc_period *period, struct svc_lines *lines);

/* Adds the lines of a period as the domains yield them, but those of `except` (NULL: of all). */
void svc_score_read(struct svc_db *db, const char *except, const struct svc_period *period,
                    struct svc_lines *lines);

/* Of records that are one fact the heavier line of each subject stands: the others become `reversed`,
 * with what they are the same fact as. `name`: the one domain whose lines of the period they are, NULL
 * where they are all. */
void svc_fact_judge(struct svc_db *db, const char *name, const struct svc_period *period,
                    struct svc_lines *lines);

/* A threshold of facts has level 0; one of lines the next above those that give what it counts. All
 * lines of a period, or those of one domain, with what thresholds below the level give and what any
 * frees; 0: of the records alone. */
size_t svc_threshold_level(const struct svc_thresholds *all, const struct svc_threshold *threshold);
struct svc_lines svc_score_below(struct svc_db *db, const char *name,
                                 const struct svc_period *period, size_t level);

/* As svc_tallies_read, of the lines below another level than its own. */
struct svc_tallies svc_tallies_below(struct svc_db *db, const struct svc_thresholds *thresholds,
                                     const struct svc_threshold *threshold, const struct svc_period *span,
                                     size_t level);

/* True for a line that the threshold counts, whoever's it is. */
bool svc_threshold_counts(const struct svc_thresholds *all, const struct svc_threshold *threshold,
                          const struct svc_line *line);

/* Adds to the lines of a period what thresholds below the level give there (`name`: of the records of
 * one domain), and puts the cases of what they give where it is reached now. */
void svc_given_add(struct svc_db *db, const struct svc_thresholds *all, const char *name,
                   const struct svc_period *period, size_t below, struct svc_lines *lines);

/* Takes back the first lines of each period that cost nothing. */
void svc_given_free(struct svc_db *db, const struct svc_thresholds *all, const struct svc_period *period,
                    struct svc_lines *lines);

#endif
