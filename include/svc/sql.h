/* sql: the statements that stand in files of their own.
 *
 * cmd/NOUN/WHAT.sql and lib/report/WHAT.sql are embedded at build as NOUN/WHAT and report/WHAT:
 * score lines (NOUN/score), ledgers (NOUN/ledger-NAME), what is due (NOUN/due), and what several
 * reports ask.
 */
#ifndef SVC_SQL_H
#define SVC_SQL_H

struct svc_sql_file {
    const char *name;
    const char *sql;
};

/* All of them, by name; ends with a NULL name. Generated at build. */
extern const struct svc_sql_file svc_sql_files[];

/* The text of one, such as order/due; there must be such a file. */
const char *svc_sql(const char *name);

/* The next one behind `file` (NULL: the first) whose name goes on with `what` behind its slash;
 * NULL when that was the last. */
const struct svc_sql_file *svc_sql_next(const struct svc_sql_file *file, const char *what);

#endif
