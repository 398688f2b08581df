/* svc-admin sql: what a SELECT finds, told to the audit chain before it is shown. */
#include "admin.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/text.h"

enum { LONGEST = 64 << 10 };

const struct svc_option admin_sql_options[] = {
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why, for the history" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static char *read_statement(void)
{
    struct svc_buf text = { 0 };
    char some[4096];
    ssize_t got;
    int fd = svc_file_read(NULL);
    while ((got = fd < 0 ? -1 : read(fd, some, sizeof some)) > 0) {
        svc_buf_add(&text, some, (size_t)got);
        if (text.len > LONGEST)
            svc_die(SVC_BADINPUT, "standard input: longer than a statement of 64 KiB");
    }
    if (got < 0)
        svc_die(SVC_BADINPUT, "standard input: %s", svc_lang_error(errno));
    svc_input_text(fd, svc_buf_text(&text), text.len);
    close(fd);
    if (text.len && memchr(text.data, '\0', text.len))
        svc_die(SVC_BADINPUT, "standard input: has a NUL");
    return svc_buf_take(&text);
}

/* A name or a telephone number that was looked for is personal data too, and an event stays for
 * ever: texts and long numbers are left out, the digest tells which statement it was. */
static void without_values(struct svc_buf *out, const char *sql)
{
    while (*sql) {
        if (*sql == '\'') {
            const char *end = strchr(sql + 1, '\'');
            svc_buf_puts(out, "'****'");
            sql = end ? end + 1 : sql + strlen(sql);
        } else {
            size_t len = strcspn(sql, "'");
            char *part = svc_strndup(sql, len);
            svc_text_unnumbered(out, part);
            free(part);
            sql += len;
        }
    }
}

static void tell(struct svc_call *call, const char *sql)
{
    struct svc_buf change = { 0 }, text = { 0 };
    char hex[SVC_DIGEST_HEX];
    without_values(&text, sql);
    svc_buf_puts(&change, "{\"sql\":");
    svc_buf_json(&change, svc_buf_text(&text), text.len);
    svc_buf_printf(&change, ",\"sha256\":\"%s\"}", svc_digest_whole(sql, strlen(sql), hex));
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    svc_buf_free(&change);
    svc_buf_free(&text);
}

/* The columns of the answer. Which hold numbers is told by the first row, which is there when
 * `any`. */
static struct svc_column *shape(struct svc_query *q, bool any)
{
    int count = svc_columns(q);
    struct svc_column *columns = svc_alloc(((size_t)count + 1) * sizeof *columns);
    for (int i = 0; i < count; i++) {
        columns[i].name = columns[i].label = svc_strdup(svc_column_name(q, i));
        columns[i].type = any && svc_is_int(q, i) ? SVC_TYPE_INT : SVC_TYPE_TEXT;
        columns[i].help = "";
        for (int n = 0; n < i; n++)
            if (strcmp(columns[n].name, columns[i].name) == 0)
                svc_die(SVC_USAGE, "two columns are called \"%s\"\nname them with AS",
                        columns[i].name);
    }
    return columns;
}

static struct svc_value cell(struct svc_query *q, int at, const struct svc_column *column)
{
    if (svc_is_null(q, at))
        return (struct svc_value){ .is = SVC_EMPTY };
    if (column->type == SVC_TYPE_INT) {
        if (!svc_is_int(q, at))
            svc_die(SVC_USAGE, "column \"%s\" has numbers and texts\nturn it into text: ||''",
                    column->name);
        return svc_value_number(svc_int(q, at));
    }
    struct svc_value value = { .is = SVC_IS_TEXT, .text = svc_text(q, at),
                               .len = svc_text_len(q, at) };
    if (svc_utf8_valid(value.text, value.len) != value.len)
        svc_die(SVC_USAGE, "column \"%s\" is no text\nshow it with hex()", column->name);
    return value;
}

static void print_rows(struct svc_call *call, struct svc_query *q)
{
    bool any = svc_next(q);
    struct svc_column *columns = shape(q, any);
    int count = svc_columns(q);
    struct svc_value *row = svc_alloc((size_t)count * sizeof *row);
    svc_print_begin(call, columns);
    for (; any; any = svc_next(q)) {
        for (int i = 0; i < count; i++)
            row[i] = cell(q, i, &columns[i]);
        svc_print_row(call, row);
    }
    free(row);
}

/* What this caller may not see: wages; personal data, and salts, digests and states of records, with which a
 * telephone number could be found by trying. NULL when all is free. */
static char *hidden_columns(struct svc_call *call)
{
    struct svc_buf names = { 0 };
    if (!svc_call_holds(call, ADMIN_PAYERS))
        svc_buf_puts(&names, "wage.gross;wage.digest;");
    if (!svc_mask_lifts(call)) {
        struct svc_query *q = svc_query(call->db, "SELECT tbl, col FROM personal", NULL);
        while (svc_next(q))
            svc_buf_printf(&names, "%s.%s;%s.digest;", svc_text(q, 0), svc_text(q, 1), svc_text(q, 0));
        svc_buf_puts(&names, "salt.salt;event.state;register_state.state;operation.digest");
    }
    return names.len ? svc_buf_take(&names) : NULL;
}

/* Two connections: the one that writes the event, and one that cannot write at all. */
int admin_sql(struct svc_call *call)
{
    const char *sql = admin_operand(call, "a SELECT, or - for standard input");
    if (strcmp(sql, "-") == 0)
        sql = read_statement();
    struct svc_db *reader = svc_db_open(svc_call_store(), SVC_DB_READ);
    char *hidden = hidden_columns(call);
    struct svc_query *q = svc_ask(reader, sql, hidden);
    tell(call, sql);
    svc_begin_read(reader);
    print_rows(call, q);
    svc_end_read(reader);
    svc_free(q);
    svc_db_close(reader);
    free(hidden);
    return svc_finish(call);
}
