/* statement: a sentence as it is stored, and as it is said in English or Chinese.
 *
 * What is kept is a key and its values, `missed|2026-09-16 17:30:00|2026-09-17 10:00:00|`, never
 * prose. In all values but the last `|` and `\` are written `\|` and `\\`; the last takes the rest as
 * it stands, so that SQL ends a statement with a text or another statement without more ado. What a
 * person wrote is the one value of the key `text`, whatever it looks like. The keys `all`, `list`
 * and `series` have any number of values, each a statement, all of them written with `\|` and `\\`.
 *
 * What a key says stands in lib/base/statements.csv: key, en, zh. `{2}` is the second value,
 * `{2:TYPE}` says it by its type; English says every value as it is:
 *
 *     time     2026-09-05 13:00               month    2026年9月, 2026年第3季度, 2026年
 *     after N  how long it is after value N   length   24小时, 5个工作日
 *     said     a statement                    if       nothing; for `[…]` alone
 *     person, dept, clause, matter, word LIST, words LIST: as the namer says
 *     typed    as it is: what a person typed, and a paper without free text leaves out
 *
 * `[…]` is said where every value in it is given, `[…|…]` says its second half otherwise; there is
 * none inside of another. A clause or matter is CODE@DAY where the rule of that day is meant.
 */
#ifndef SVC_STATEMENT_H
#define SVC_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

enum svc_language { SVC_ENGLISH, SVC_CHINESE };
enum { SVC_LANGUAGES = 2 };

/* Appends the statement; `types` names the values, one letter each. Not as many as the key has, or an
 * unknown key, is a bug.
 *   s  const char * (NULL is none)   i  int64_t   h  int64_t in hundredths
 *   w  svc_when, 0 is none           d  svc_day */
void svc_statement(struct svc_buf *out, const char *key, const char *types, ...);

/* How what a person typed is said from now on: as it is, without long numbers (text.h), or as …; returns how it
 * was before. */
enum svc_typed { SVC_TYPED_TOLD, SVC_TYPED_MASKED, SVC_TYPED_OUT };
enum svc_typed svc_statement_typed(enum svc_typed how);

/* Adds one more statement, or several, to those that are said together; a list begins as an empty
 * buffer, and one statement alone is itself. */
void svc_statement_join(struct svc_buf *list, const char *statement);
void svc_statement_list(struct svc_buf *list, const char *statement); /* parted by `;` alone */
void svc_statement_series(struct svc_buf *list, const char *statement); /* parted by `,` */

/* Says in Chinese what the language alone cannot: appends what stands for a value of the type. */
struct svc_namer {
    void *ctx;
    void (*name)(void *ctx, const char *type, const char *value, struct svc_buf *out);
};

/* Appends what the statement says. NULL when good, else what is wrong with it. */
const char *svc_statement_say(const char *statement, enum svc_language language,
                              const struct svc_namer *namer, struct svc_buf *out);

struct svc_template {
    char *key, *text[SVC_LANGUAGES];
    size_t values; /* the largest number that stands in it */
};

/* All of them, ended by a NULL key; read once, kept for the process. */
const struct svc_template *svc_templates(void);

extern const char svc_statements_csv[]; /* the file; generated at build */

#endif
