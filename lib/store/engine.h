/* engine: what a database must offer to carry a store. One table of functions per engine; db.c
 * is the only caller. Functions return false (or NULL) on failure and leave the reason in
 * `error`; codes are those of err.h. */
#ifndef SVC_STORE_ENGINE_H
#define SVC_STORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/db.h"
#include "svc/err.h"

/* Why the last call failed. */
struct svc_db_error {
    enum svc_code code;
    char text[512];       /* a message for the user, remedy on a second line */
    char constraint[128]; /* the constraint that refused, else empty */
};

enum svc_engine_step { SVC_ENGINE_ROW, SVC_ENGINE_DONE, SVC_ENGINE_FAILED, SVC_ENGINE_REFUSED };

struct svc_engine {
    const char *name;
    void *(*open)(const char *where, enum svc_db_use use, struct svc_db_error *error);
    void (*close)(void *conn);
    bool (*begin)(void *conn, bool write, struct svc_db_error *error); /* write: queues first */
    bool (*commit)(void *conn, struct svc_db_error *error);
    void (*rollback)(void *conn);
    bool (*script)(void *conn, const char *sql, struct svc_db_error *error);
    void *(*prepare)(void *conn, const char *sql, struct svc_db_error *error);
    void (*bind_text)(void *stmt, int parameter, const char *text, size_t len);
    void (*bind_int)(void *stmt, int parameter, int64_t number);
    void (*bind_null)(void *stmt, int parameter);
    enum svc_engine_step (*step)(void *stmt, struct svc_db_error *error);
    void (*reset)(void *stmt);
    void (*finalize)(void *stmt);
    int64_t (*changes)(void *conn);
    int (*columns)(void *stmt);
    const char *(*column_name)(void *stmt, int column);
    const char *(*column_text)(void *stmt, int column, size_t *len);
    int64_t (*column_int)(void *stmt, int column);
    bool (*column_is_int)(void *stmt, int column);
    void (*bulk)(void *conn, bool on);
    void (*check)(void *conn, void (*found)(void *ctx, const char *what), void *ctx);
};

extern const struct svc_engine svc_sqlite;

#endif
