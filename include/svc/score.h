#ifndef SVC_SCORE_H
#define SVC_SCORE_H
struct svc_sql_file { const char *name; const char *sql; };
extern const struct svc_sql_file svc_sql_files[];
#endif
