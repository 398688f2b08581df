/* matrix: the matrix of authority from the store, and what a use of it needs to be judged.
 *
 * The matters of a version of the policy are loaded once, when a day of it is asked for. A use is
 * always judged by the matrix in force on its day.
 */
#ifndef SVC_MATRIX_H
#define SVC_MATRIX_H

#include "svc/authority.h"
#include "svc/rules.h"

struct svc_matrix;

struct svc_matrix *svc_matrix_open(struct svc_db *db);
void svc_matrix_close(struct svc_matrix *matrix);

/* The matters in force on a day, in order of class and name; borrowed. */
const struct svc_matter *svc_matrix_on(struct svc_matrix *matrix, svc_day day, size_t *count);
const struct svc_matter *svc_matrix_find(struct svc_matrix *matrix, svc_day day, const char *name);
const struct svc_policy *svc_matrix_policy(struct svc_matrix *matrix, svc_day day);

/* The five classes: position of a word, -1 for any other. */
enum { SVC_CLASSES = 5 };
extern const char *const svc_classes[SVC_CLASSES];
int svc_class_find(const char *word);

/* What the person is on that day: roles, post, headed departments by code and name; `;`-separated,
 * to be freed. Roles are those of the day, the rest is as it stands now. */
char *svc_standing(struct svc_db *db, const char *person, svc_day day);

/* Every delegation, by number; borrowed until the matrix is closed. */
const struct svc_delegation *svc_matrix_grants(struct svc_matrix *matrix, size_t *count);

/* Judges one recorded use, a row of SELECT SVC_USE_ROW FROM authority_use; reasons as in
 * svc_authority_judge. False use, which somebody decided, is not judged here. */
#define SVC_USE_ROW \
    "no, used_at, matter, person, behalf, standing, amount, units, facts, false_use, verdict"
enum { SVC_USE_COLUMNS = 11 };
enum svc_judgement svc_matrix_judge(struct svc_matrix *matrix, struct svc_query *row,
                                    struct svc_buf why[SVC_JUDGEMENTS]);

/* Judges every use again: calls `found` for each whose kept verdict is another. */
void svc_matrix_check(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx);

#endif
