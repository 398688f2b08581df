#include "svc/salt.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/operation.h"
#include "svc/text.h"

char *svc_salt_hash(const char *salt, const char *column, const char *text, size_t len,
                    char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    svc_digest_bytes(&digest, salt, strlen(salt));
    svc_digest_bytes(&digest, "\n", 1);
    svc_digest_bytes(&digest, column, strlen(column));
    svc_digest_bytes(&digest, "\n", 1);
    svc_digest_bytes(&digest, text, len);
    svc_digest_end(&digest, bytes);
    return svc_digest_hex(bytes, out);
}

static char *new_salt(void)
{
    unsigned char bytes[(SVC_SALT_SIZE - 1) / 2];
    struct svc_buf salt = { 0 };
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        svc_die(SVC_IO, "no random numbers: %s", svc_lang_error(errno));
    for (size_t i = 0; i < sizeof bytes; i++)
        svc_buf_printf(&salt, "%02x", bytes[i]);
    return svc_buf_take(&salt);
}

char *svc_salt_commit(struct svc_db *db, const char *table, const char *column, const char *text,
                      size_t len, char out[SVC_DIGEST_HEX])
{
    char *salt = svc_one(db, "SELECT salt FROM salt WHERE seq = ?1", "e");
    if (!salt) {
        salt = new_salt();
        svc_run(db, "INSERT INTO salt (seq, tbl, salt) VALUES (?1, ?2, ?3)", "ess", table, salt);
    }
    svc_salt_hash(salt, column, text, len, out);
    free(salt);
    return out;
}

int64_t svc_salt_erase(struct svc_db *db, const char *table, const char *no)
{
    svc_operation_erase(db, no);
    return svc_run(db,
        "DELETE FROM salt WHERE tbl = ?1 AND seq IN (SELECT seq FROM event WHERE record = ?2)",
        "ss", table, no);
}

int64_t svc_salt_erase_look_ups(struct svc_db *db, const char *before)
{
    return svc_run(db,
        "DELETE FROM salt WHERE seq IN (SELECT seq FROM event WHERE record IS NULL AND at < ?1)", "s", before);
}

char *svc_salt_columns(struct svc_db *db, const char *table)
{
    struct svc_buf names = { 0 };
    struct svc_query *q =
        svc_query(db, "SELECT col FROM personal WHERE tbl = ?1 ORDER BY col", "s", table);
    while (svc_next(q))
        svc_buf_printf(&names, "%s%s", names.len ? ";" : "", svc_text(q, 0));
    return svc_buf_take(&names);
}

/* -- verification ---------------------------------------------------------------------------- */

struct verify {
    struct svc_db *db;
    void (*found)(void *ctx, const char *what);
    void *ctx;
};

/* Texts in an event have their quotes escaped, so these words stand for commitments alone. */
#define COMMITS "(e.change LIKE '%[\"salted:%' OR e.change LIKE '%,\"salted:%')"

/* One finding for each row of the query, which yields a number to put in the words. */
static void each(const struct verify *v, const char *sql, const char *before, const char *after)
{
    struct svc_query *q = svc_query(v->db, sql, NULL);
    while (svc_next(q)) {
        char *what = svc_format("%s%lld%s", before, (long long)svc_int(q, 0), after);
        v->found(v->ctx, what);
        free(what);
    }
}

/* What the event says of the column's new value: its commitment, "" for none; NULL when the event
 * says nothing of the column. In an event with a salt both values are commitments or null. */
static const char *new_value(const char *change, const char *column, char out[SVC_DIGEST_HEX])
{
    static const char salted[] = "\"salted:";
    char *head = svc_format("\"%s\":[", column);
    const char *at = change ? strstr(change, head) : NULL;
    const char *new = at ? strchr(at + strlen(head), ',') : NULL;
    free(head);
    if (!new)
        return NULL;
    new++;
    out[0] = '\0';
    if (strncmp(new, salted, sizeof salted - 1) == 0 &&
        strlen(new) >= sizeof salted - 1 + SVC_DIGEST_HEX) {
        memcpy(out, new + sizeof salted - 1, SVC_DIGEST_HEX - 1);
        out[SVC_DIGEST_HEX - 1] = '\0';
    }
    return out;
}

/* Whether the stored value is the one committed to; a side table has several rows of a record. */
static bool fits(struct svc_query *stored, const char *no, const char *salt, const char *column,
                 const char *commitment)
{
    char hash[SVC_DIGEST_HEX];
    bool fits = false;
    svc_bind_text(stored, 1, no, strlen(no));
    while (svc_next(stored)) {
        const char *text = svc_text(stored, 0);
        fits |= text ? strcmp(svc_salt_hash(salt, column, text, svc_text_len(stored, 0), hash),
                              commitment) == 0
                     : *commitment == '\0';
    }
    svc_rewind(stored);
    return fits;
}

/* The events with salts of one table, the newest of each record first: the first that speaks of
 * the column tells what must be stored. */
static void verify_column(const struct verify *v, const char *table, const char *key,
                          const char *column)
{
    char hash[SVC_DIGEST_HEX], *last = svc_strdup("");
    char *sql = svc_format("SELECT \"%s\" FROM %s WHERE \"%s\" = ?1", column, table, key);
    struct svc_query *stored = svc_prepare(v->db, sql);
    struct svc_query *q = svc_query(v->db,
        "SELECT e.record, e.seq, e.change, s.salt FROM salt s JOIN event e ON e.seq = s.seq"
        " WHERE s.tbl = ?1 AND e.record IS NOT NULL ORDER BY e.record, e.seq DESC", "s", table);
    while (svc_next(q)) {
        const char *no = svc_text(q, 0);
        const char *new = strcmp(no, last) != 0 ? new_value(svc_text(q, 2), column, hash) : NULL;
        if (!new)
            continue;
        if (!fits(stored, no, svc_text(q, 3), column, new)) {
            char *what = svc_format(_("table \"%s\": the %s of %s is not the one of event %lld"),
                                    table, column, no, (long long)svc_int(q, 1));
            v->found(v->ctx, what);
            free(what);
        }
        free(last);
        last = svc_strdup(no);
    }
    svc_free(stored);
    free(sql);
    free(last);
}

/* Whether the table, a name that came out of the store itself, has the column. */
static bool has_column(struct svc_db *db, const char *table, const char *column)
{
    return table[strspn(table, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
           svc_db_has(db, table, column);
}

static void verify_place(const struct verify *v, const char *table, const char *key,
                         const char *column)
{
    if (has_column(v->db, table, key) && has_column(v->db, table, column)) {
        verify_column(v, table, key, column);
        return;
    }
    char *what = svc_format(_("personal data of \"%s\": there is no column \"%s\""), table, column);
    v->found(v->ctx, what);
    free(what);
}

void svc_salt_verify(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    struct verify v = { db, found, ctx };
    each(&v, "SELECT s.seq FROM salt s LEFT JOIN event e ON e.seq = s.seq"
             " WHERE CASE WHEN " COMMITS " THEN 1 ELSE 0 END = 0 ORDER BY s.seq",
         _("the salt of event "), _(" belongs to no commitment"));
    each(&v, "SELECT e.seq FROM event e LEFT JOIN salt s ON s.seq = e.seq"
             " WHERE s.seq IS NULL AND " COMMITS
             "   AND NOT EXISTS (SELECT 1 FROM event r WHERE r.record = e.record"
             "     AND r.tool = 'svc-admin' AND r.verb = 'retire' AND r.seq > e.seq)"
             "   AND NOT (e.record IS NULL AND EXISTS (SELECT 1 FROM event r WHERE r.record IS NULL"
             "     AND r.tool = 'svc-admin' AND r.verb = 'retire' AND r.seq > e.seq"
             "     AND r.change LIKE '{\"before\":\"%' AND SUBSTR(r.change, 12, 10) > e.at))"
             " ORDER BY e.seq",
         _("the salt of event "), _(" is missing"));
    struct svc_query *q = svc_query(db,
        "SELECT tbl, key_col, col FROM personal ORDER BY tbl, col", NULL);
    while (svc_next(q))
        verify_place(&v, svc_text(q, 0), svc_text(q, 1), svc_text(q, 2));
}
