/* score: score lines, from cmd/NOUN/score.sql.
 *
 * A line is everything that changes somebody's points or pay; a sheet is only a sum of lines.
 * Each domain yields its lines by one plain SELECT with ?1 = the period's first moment, ?2 = the
 * first moment after, ?3 = now. `svc-NAME score` and svc-report run the same files.
 */
#ifndef SVC_SCORE_H
#define SVC_SCORE_H

#include "svc/call.h"
#include "svc/period.h"

/* Its fields are named as the columns are, in SQL, in files and in svc_line_columns. */
struct svc_line {
    char *dept, *person, *item, *clause, *subject;
    int64_t points, amount; /* hundredths, fen; signed */
    char *effect, *status, *source, *record, *occurred_at, *reason;
    char *done_at;          /* when what was late was done; NULL: not yet, or nothing was late */
    int64_t quantity;       /* by how many its leg was taken; 0: it is per nothing */
};
#define SVC_LINE_STATUSES "final|proposed|suspended|reversed"

/* True when one of the line's effects acts as this one on its day (words.h). */
bool svc_line_acts(const struct svc_line *line, const char *effect);

/* The assessment month of the line's fact; false for a line without a date. */
bool svc_line_month(const struct svc_line *line, struct svc_period *out);

struct svc_lines {
    struct svc_line *line;
    size_t count;
};

/* The lines of one domain (`complaint`), or of all with NULL, in one snapshot (the caller's read
 * transaction), ordered by department, person, item, clause, record. Where the responsible
 * person is also the head, only the larger of the two legs stands, with the effects of both. A case that
 * is not decided has no line of its own where the record that caused it has one under the clause. Of
 * records that are one fact (linked.h) the heavier line of each person or department stands, wherever the
 * others are dated: more money, else more points, else the stronger effect, else the earlier; a final
 * line fells those of other records that are lighter, which are `reversed` as long as it stands. Warns
 * about missed limits
 * that no department can be charged with. */
struct svc_lines svc_score_lines(struct svc_db *db, const char *name,
                                 const struct svc_period *period);
/* All lines of one record of a domain until now, as its statement yields them. */
struct svc_lines svc_score_record(struct svc_db *db, const char *name, const char *record);
void svc_lines_free(struct svc_lines *lines);

/* By department, person, item, clause, source, record: the order in which a domain's lines come. */
void svc_lines_sort(struct svc_lines *lines);

/* Appends a copy of a line; and the rows of a query, whose columns are a line's fields in any
 * order (done_at and quantity may be missing): another one, or a missing one, is a bug of the statement `name`. */
void svc_lines_add(struct svc_lines *lines, const struct svc_line *line);
void svc_lines_read(struct svc_lines *lines, struct svc_query *q, const char *name);

/* Order by the key of a line: source, record, clause, subject, department, person. */
int svc_line_compare(const struct svc_line *a, const struct svc_line *b);

/* What is wrong with the line's item or status, and in which column; NULL for nothing. The score
 * lines of a domain are right, or SVC_BUG. */
const char *svc_line_fault(const struct svc_line *line, const char **column);

/* A line as a table: period, dept, person, item, clause, subject, points, amount, effect, status,
 * source, record, occurred_at, reason. */
extern const struct svc_column svc_line_columns[];
void svc_line_values(const struct svc_line *line, const char *period, struct svc_value *values);

/* The line of such values: its texts are theirs, and an empty one is NULL. */
struct svc_line svc_line_of(const struct svc_value *values);

/* `score -m P` of a command: the lines of cmd/NAME/score.sql, NAME after `svc-`. */
int svc_score(struct svc_call *call);

#define SVC_STOCK_SCORE \
    { .name = "score", .run = svc_score, .options = svc_period_options, .need = SVC_NEED_READ, \
      .requires = "period", .help = "score lines of a period" }

#endif
