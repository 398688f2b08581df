#include "svc/named.h"

#include <stdlib.h>
#include <string.h>

#include "svc/alike.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/roll.h"
#include "svc/text.h"

/* -- cells -------------------------------------------------------------------------------- */

/* The code for one text of a cell, the text itself where it may stay; NULL and why not. */
static const char *code_of(const struct svc_roll *roll, const struct svc_column *column,
                           const struct svc_where *where, const char *text, const char **why)
{
    struct svc_sought sought = { .text = text };
    if (!where->later) {
        sought.dept = where->dept;
        sought.day = where->day;
    }
    if (svc_roll_find(roll, &sought) && (!where->later || strcmp(sought.code, text) == 0))
        return sought.code;
    if (sought.unknown ? column->flags & SVC_LOOSE : where->later) {
        bool code = sought.unknown && column->type == SVC_TYPE_CODE; /* which nobody has yet */
        *why = code ? svc_code_refused(text, strlen(text)) : NULL;
        return *why ? NULL : text;
    }
    *why = sought.why;
    if (sought.unknown) {
        static struct svc_buf near;
        const char *names = svc_roll_near(roll, text);
        svc_buf_clear(&near);
        svc_buf_printf(&near, "%s%s%s", sought.why, *names ? _("; near it: ") : "", names);
        *why = svc_buf_text(&near);
    }
    return NULL;
}

/* Each of a list, which else stays as it is. */
static const char *several(const struct svc_roll *roll, const struct svc_column *column,
                           const struct svc_where *where, struct svc_value *value,
                           struct svc_buf *room)
{
    struct svc_buf codes = { 0 };
    const char *list = value->text, *word, *why = NULL;
    bool changed = false;
    size_t len, n = 0;
    while (!why && svc_text_next(&list, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        const char *code = code_of(roll, column, where, one, &why);
        svc_buf_printf(&codes, "%s%s", n++ ? ";" : "", code ? code : "");
        changed = changed || (code && strcmp(code, one) != 0);
        free(one);
    }
    if (value->text[value->len - 1] == ';')
        svc_buf_putc(&codes, ';');
    if (changed) {
        svc_buf_clear(room);
        svc_buf_add(room, codes.data, codes.len);
        *value = svc_value_text(svc_buf_text(room));
    }
    if (why) {
        static struct svc_buf told;
        svc_buf_clear(&told);
        svc_buf_printf(&told, _("number %zu of the list %s"), n, why);
        why = svc_buf_text(&told);
    }
    svc_buf_free(&codes);
    return why;
}

const char *svc_named_value(struct svc_db *db, const struct svc_column *column,
                            const struct svc_where *where, struct svc_value *value,
                            struct svc_buf *room)
{
    const char *why = NULL;
    if (!column->table || value->is != SVC_IS_TEXT)
        return NULL;
    const struct svc_roll *roll = svc_roll(db, column->table);
    if (column->flags & SVC_LIST)
        return several(roll, column, where, value, room);
    const char *code = code_of(roll, column, where, value->text, &why);
    if (code && code != value->text)
        *value = svc_value_text(code);
    return why;
}

const char *svc_named_text(struct svc_db *db, const char *table, const struct svc_where *where,
                           char **text)
{
    const struct svc_column column = { .name = table, .table = table };
    struct svc_value value = svc_value_text(*text);
    const char *why = svc_named_value(db, &column, where, &value, NULL);
    if (!why && svc_value_given(&value) && value.text != *text) {
        free(*text);
        *text = svc_strdup(value.text);
    }
    return why;
}

const char *svc_named_day(const struct svc_value *fact, char out[SVC_DAY_SIZE])
{
    if (!fact || fact->is != SVC_IS_TEXT)
        return svc_day_format(svc_when_day(svc_now()), out);
    size_t len = strnlen(fact->text, SVC_DAY_SIZE - 1); /* of a moment its day */
    memcpy(out, fact->text, len);
    out[len] = '\0';
    return out;
}

const char *svc_named_table(const struct svc_register *reg, size_t at)
{
    const char *name = reg->columns[at].name;
    bool own = at == 0 && (strcmp(name, "dept") == 0 || strcmp(name, "person") == 0);
    return own ? name : reg->columns[at].table;
}

int svc_named_dept(const struct svc_register *reg)
{
    int at = svc_column_find(reg->columns, "dept");
    return at >= 0 && reg->columns[at].table ? at : -1;
}

/* -- options ------------------------------------------------------------------------------ */

static const char *what(const char *table)
{
    return strcmp(table, "dept") == 0 ? _("department") : strcmp(table, "person") == 0 ? _("person") : table;
}

const char *svc_named_code(struct svc_call *call, const char *table, const char *text,
                           const struct svc_where *where)
{
    const struct svc_roll *roll = svc_roll(call->db, table);
    struct svc_sought sought = { .text = text, .dept = where ? where->dept : NULL,
                                 .day = where ? where->day : NULL };
    if (svc_roll_find(roll, &sought))
        return sought.code;
    if (!sought.unknown)
        svc_die(SVC_USAGE, "\"%s\" %s; nothing was done", text, sought.why);
    const char *near = svc_roll_near(roll, text);
    const char *why = svc_code_refused(text, strlen(text));
    svc_die(SVC_UNKNOWN, "no such %s: \"%s\"%s%s; nothing was done%s%s", what(table), text,
            why ? _(", which ") : "", why ? why : "", *near ? _("\nnear it: ") : "", near);
}

static const char *list_of(struct svc_call *call, const struct svc_option *option,
                           const char *text, const struct svc_where *where)
{
    struct svc_buf codes = { 0 };
    const char *word;
    size_t len;
    while (svc_text_next(&text, option->separator, &word, &len)) {
        char *one = svc_strndup(word, len);
        if (codes.len)
            svc_buf_putc(&codes, option->separator);
        svc_buf_puts(&codes, svc_named_code(call, option->table, one, where));
        free(one);
    }
    return svc_buf_take(&codes);
}

/* The options of this table; the department that they name. */
static void take(struct svc_call *call, const char *table, struct svc_where *where)
{
    const struct svc_option *option;
    for (size_t at = 0; (option = svc_opt_given(&at));) {
        if (!option->table || strcmp(option->table, table) != 0)
            continue;
        const char **text = option->to;
        *text = option->separator ? list_of(call, option, *text, where)
                             : svc_named_code(call, table, *text, where);
        if (strcmp(option->name, "dept") == 0)
            where->dept = *text;
    }
}

/* A step is done by those who are there on its day; who asks may ask for all who ever were. */
void svc_named_options(struct svc_call *call)
{
    char day[SVC_DAY_SIZE];
    struct svc_where where = { .dept = NULL };
    if (call->verb->need == SVC_NEED_WRITE)
        where.day = svc_day_format(svc_when_day(svc_shared.at.given ? svc_shared.at.when
                                                                    : svc_now()), day);
    take(call, "dept", &where);
    take(call, "person", &where);
}
