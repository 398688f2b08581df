/* published: a database for whoever reads with other programs: one SQLite file, made whole.
 *
 *     struct svc_published *to = svc_published_open(beside);      // a new file, 0600
 *     svc_published_script(to, "CREATE TABLE t (a TEXT, b INTEGER)");
 *     svc_published_into(to, "INSERT INTO t VALUES (?1, ?2)");
 *     svc_published_text(to, 1, "x", 1);                           // what is not given is NULL
 *     svc_published_int(to, 2, 7);
 *     svc_published_row(to);
 *     svc_published_close(to);                                     // and on the disk
 *
 * It is no store: nothing of ours reads it. Whatever fails ends the process with SVC_IO.
 */
#ifndef SVC_PUBLISHED_H
#define SVC_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct svc_published;

struct svc_published *svc_published_open(const char *path);
void svc_published_script(struct svc_published *to, const char *sql);
void svc_published_into(struct svc_published *to, const char *insert);
void svc_published_text(struct svc_published *to, int at, const char *text, size_t len);
void svc_published_int(struct svc_published *to, int at, int64_t number);
void svc_published_row(struct svc_published *to);
void svc_published_close(struct svc_published *to);

/* Whether the file is such a one, which another may take the place of. */
bool svc_published_is(const char *path);

#endif
