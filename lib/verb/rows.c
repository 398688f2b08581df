#include "svc/rows.h"

#include "svc/behind.h"
#include "svc/buf.h"

static void bind(struct svc_query *query, const struct svc_value *values, size_t count)
{
    svc_bind_nulls(query);
    for (size_t i = 0; i < count; i++) {
        const struct svc_value *v = &values[i];
        if (v->is == SVC_IS_TEXT)
            svc_bind_text(query, (int)i + 1, v->text, v->len);
        else if (v->is == SVC_IS_NUMBER)
            svc_bind_int(query, (int)i + 1, v->number);
    }
}

/* As svc_row_digest finds it when the row is read. */
static void digest_values(struct svc_names *names, const struct svc_value *values, struct svc_digest *sum)
{
    for (size_t i = 0; i < names->count; i++)
        names->name[i].given = svc_value_given(&values[names->name[i].at]);
    svc_names_begin(names, sum);
    for (size_t i = 0; i < names->count; i++) {
        const struct svc_value *v = &values[names->name[i].at];
        if (v->is == SVC_IS_TEXT)
            svc_digest_text(sum, v->text, v->len);
        else if (v->is == SVC_IS_NUMBER)
            svc_digest_int(sum, v->number);
    }
}

static void add(void *state, const unsigned char digest[SVC_DIGEST])
{
    svc_state_add(state, digest);
}

/* Adds the row to the state; a thousand rows are worth a second processor. */
static void add_row(struct svc_rows *rows, const struct svc_value *values)
{
    enum { MANY = 1000 };
    struct svc_digest sum;
    unsigned char digest[SVC_DIGEST];
    if (!rows->behind && rows->count > MANY)
        rows->behind = svc_behind_open(add, &rows->sum);
    if (rows->behind) {
        digest_values(&rows->names, values, svc_behind_digest(rows->behind));
        svc_behind_end(rows->behind);
        return;
    }
    digest_values(&rows->names, values, &sum);
    svc_digest_end(&sum, digest);
    svc_state_add(&rows->state, digest);
}

void svc_rows_begin(struct svc_rows *rows, struct svc_db *db, const char *table,
                    const char *const *columns, const char *tail)
{
    struct svc_buf sql = { 0 };
    size_t count = 0;
    svc_buf_printf(&sql, "INSERT INTO %s (", table);
    for (; columns[count]; count++)
        svc_buf_printf(&sql, "%s\"%s\"", count ? ", " : "", columns[count]);
    svc_buf_puts(&sql, ") VALUES (");
    for (size_t i = 1; i <= count; i++)
        svc_buf_printf(&sql, "%s?%zu", i > 1 ? ", " : "", i);
    svc_buf_printf(&sql, ")%s", tail);
    *rows = (struct svc_rows){ .db = db, .table = table, .columns = count,
                               .insert = svc_prepare(db, sql.data) };
    svc_names_sort(&rows->names, columns, count);
    svc_state_load(db, table, &rows->state);
    svc_buf_free(&sql);
}

int64_t svc_rows_put(struct svc_rows *rows, struct svc_query *query, const unsigned char *old,
                     const struct svc_value *values)
{
    bind(query, values, rows->columns);
    int64_t written = svc_try(query);
    if (written != 1)
        return written;
    rows->count++;
    if (rows->tries)
        return written;
    add_row(rows, values);
    if (old)
        svc_state_sub(&rows->state, old);
    return written;
}

int64_t svc_rows_add(struct svc_rows *rows, const struct svc_value *values)
{
    return svc_rows_put(rows, rows->insert, NULL, values);
}

void svc_rows_end(struct svc_rows *rows)
{
    if (rows->behind) {
        svc_behind_close(rows->behind);
        svc_state_add(&rows->state, rows->sum.sum);
    }
    if (rows->count > 0)
        svc_state_save(rows->db, rows->table, &rows->state);
    svc_names_free(&rows->names);
    svc_free(rows->insert);
}
