#include "svc/stock.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/heading.h"
#include "svc/filter.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/say.h"
#include "svc/sql.h"
#include "svc/told.h"
#include "svc/word.h"

const struct svc_option svc_set_options[] = {
    { .name = "", .type = SVC_OPT_SETTABLE, .to = &svc_shared.values },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option svc_show_options[] = {
    SVC_OPTIONS_INCLUDE(svc_pii_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* The UPDATE of the columns given; a bad value is a usage error. */
static char *set_statement(struct svc_call *call, struct svc_value *values, struct svc_buf *rooms)
{
    const struct svc_column *columns = call->reg->columns;
    struct svc_buf sql = { 0 };
    if (!svc_shared.values.text)
        svc_die(SVC_USAGE, "nothing to set\nno column of %s may be changed", call->reg->name);
    svc_buf_printf(&sql, "UPDATE %s SET ", call->reg->table);
    size_t start = sql.len;
    for (size_t i = 0; columns[i].name; i++) {
        const char *text = svc_shared.values.text[i];
        if (!text)
            continue;
        const char *why = svc_value_read(&columns[i], SVC_WORDS_EVER, text, strlen(text), &values[i],
                                         &rooms[i]);
        if (!why && columns[i].flags & SVC_REQUIRED && !svc_value_given(&values[i]))
            why = _("is required");
        if (!why && svc_mask_in(text, strlen(text)))
            why = _("is a mask");
        if (why)
            svc_die(SVC_USAGE, "option --%s: %s%s", columns[i].name, why,
                    svc_value_choice(&columns[i], SVC_WORDS_EVER, text, "\n"));
        svc_buf_printf(&sql, "%s\"%s\" = ?%zu", sql.len > start ? ", " : "", columns[i].name,
                       i + 2);
    }
    if (sql.len == start)
        svc_die(SVC_USAGE, "nothing to set\nname a column: --COLUMN VALUE");
    svc_buf_printf(&sql, " WHERE \"%s\" = ?1", columns[0].name);
    return svc_buf_take(&sql);
}

/* What the record will say of the column. */
static const struct svc_value *becomes(const struct svc_value *given, const struct svc_record *row,
                                       int at)
{
    return at < 0 ? NULL : given[at].is != SVC_ABSENT ? &given[at] : &row->values[at];
}

/* Puts codes for the names of the columns that have this table; false, and told, when one names
 * nobody. */
static bool name_columns(struct svc_call *call, const char *no, const char *table,
                         const struct svc_where *where, struct svc_value *values,
                         struct svc_buf *rooms)
{
    const struct svc_column *columns = call->reg->columns;
    for (size_t i = 0; columns[i].name; i++) {
        const char *why = columns[i].table && strcmp(columns[i].table, table) == 0
                              ? svc_named_value(call->db, &columns[i], where, &values[i], &rooms[i])
                              : NULL;
        if (why)
            svc_fail(SVC_USAGE, "%s: option --%s: %s", no, columns[i].name, why);
        if (why)
            return false;
    }
    return true;
}

/* The names among the values given become the codes that they stand for in this record; false, and
 * told, when one stands for none. */
static bool name_values(struct svc_call *call, const char *no, const struct svc_record *row,
                        struct svc_value *values, struct svc_buf *rooms)
{
    const struct svc_register *reg = call->reg;
    struct svc_where where = { .dept = NULL };
    char day[SVC_DAY_SIZE];
    int fact = reg->fact ? svc_column_at(reg->columns, reg->fact) : -1;
    bool named = name_columns(call, no, "dept", &where, values, rooms);
    const struct svc_value *dept = becomes(values, row, svc_named_dept(reg));
    where.dept = dept ? dept->text : NULL;
    where.day = svc_named_day(becomes(values, row, fact), day);
    return named && name_columns(call, no, "person", &where, values, rooms);
}

/* Whoever may not see what stands there does not put another value in its place: that it is the same, or that it
 * was another one, would tell. Where nothing stands there is nothing to tell. */
static bool may_cover(struct svc_call *call, const char *no, const struct svc_record *row,
                      const struct svc_value *values)
{
    const struct svc_column *columns = call->reg->columns;
    size_t i = 0;
    while (columns[i].name && !(columns[i].flags & SVC_PERSONAL && values[i].is != SVC_ABSENT &&
                                svc_value_given(&row->values[i])))
        i++;
    if (!columns[i].name || svc_mask_lifts(call))
        return true;
    svc_refuse(call, SVC_DENIED, no, "set --%s needs one of the roles %s, without cron, where something stands"
               " there", columns[i].name, svc_worded("verb.role", SVC_MASK_SEERS));
    return false;
}

/* Sets the given values of one record, which the command may judge first. */
static void set_one(struct svc_call *call, const char *no, const char *sql,
                    struct svc_value *values, struct svc_buf *rooms, svc_setter *judge)
{
    struct svc_record row = { 0 };
    if (!svc_record_read(call, no, &row)) {
        svc_fail(SVC_UNKNOWN, "%s: no such %s", no, svc_tr(call->reg->one));
        return;
    }
    const struct svc_step step = { .call = call, .no = no, .values = row.values, .at = svc_now() };
    if (may_cover(call, no, &row, values) && name_values(call, no, &row, values, rooms) && (!judge || judge(&step, values)))
        svc_change_values(call, no, sql, values, svc_column_count(call->reg->columns));
    svc_record_free(call, &row);
}

int svc_set_judged(struct svc_call *call, svc_setter *judge)
{
    size_t count = svc_column_count(call->reg->columns);
    struct svc_value *given = svc_alloc(count * sizeof *given);
    struct svc_value *values = svc_alloc(count * sizeof *values);
    struct svc_buf *rooms = svc_alloc(count * sizeof *rooms);
    struct svc_numbers numbers = svc_call_numbers(call);
    char *sql = set_statement(call, given, rooms);
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++) {
        memcpy(values, given, count * sizeof *values);
        set_one(call, numbers.no[i], sql, values, rooms, judge);
    }
    svc_call_commit(call);
    free(given);
    free(sql);
    for (size_t i = 0; i < count; i++)
        svc_buf_free(&rooms[i]);
    free(rooms);
    free(values);
    return svc_finish(call);
}

int svc_set(struct svc_call *call)
{
    return svc_set_judged(call, NULL);
}

/* Every column keeps its place, and those that are not printed are not read. */
int svc_list(struct svc_call *call)
{
    struct svc_buf columns = { 0 };
    int *chosen = svc_print_chosen(call->reg->columns);
    for (int i = 0; call->reg->columns[i].name; i++) {
        bool shown = false;
        for (const int *at = chosen; *at >= 0 && !shown; at++)
            shown = *at == i;
        svc_buf_puts(&columns, i ? ", " : "");
        if (shown)
            svc_buf_printf(&columns, "\"%s\"", call->reg->columns[i].name);
        else
            svc_buf_puts(&columns, "NULL");
    }
    free(chosen);
    svc_print_query(call, call->reg->columns, svc_filter_query(call, columns.data));
    svc_buf_free(&columns);
    return svc_finish(call);
}

/* One line of `show`: the values differ in type, so they are shown as text. */
static const struct svc_column show_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    { .name = "column", .type = SVC_TYPE_CODE, .label = "字段", .help = "the column" },
    { .name = "label", .type = SVC_TYPE_CODE, .label = "名称", .help = "its Chinese heading" },
    { .name = "value", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what stands there" },
    { 0 }
};

void svc_show_line(struct svc_call *call, const char *no, const char *what, const char *label,
                   const char *text)
{
    struct svc_value row[] = { svc_value_text(no), svc_value_text(what), svc_value_text(label),
                               svc_value_text(text) };
    svc_print_row(call, row);
}

void svc_show_value(struct svc_call *call, const struct svc_column *column, struct svc_query *q, int at,
                    enum svc_language language, struct svc_buf *out)
{
    struct svc_buf room = { 0 };
    struct svc_value value = svc_value_text(svc_text(q, at));
    if (svc_kind_is_number(svc_column_kind(column)))
        value = svc_value_number(svc_int(q, at));
    const char *text = svc_value_show(column, &value, &room);
    const char *words = language == SVC_CHINESE ? svc_column_words(column, SVC_WORDS_EVER) : NULL;
    size_t before = out->len;
    if (column->flags & SVC_PERSONAL && !svc_shared.pii)
        svc_mask(out, column->flags, text, strlen(text));
    else if (column->flags & SVC_STATED)
        svc_say(call->db, language, text, out);
    else if (words)
        svc_word_labels(words, text, strlen(text), out);
    if (out->len == before)
        svc_buf_puts(out, text);
    svc_buf_free(&room);
}

static void show_value(struct svc_call *call, const char *no, const struct svc_column *column,
                       struct svc_query *q, int at)
{
    struct svc_buf shown = { 0 };
    svc_show_value(call, column, q, at, svc_print_language(call), &shown);
    svc_show_line(call, no, column->name, svc_column_label(column), svc_buf_text(&shown));
    svc_buf_free(&shown);
}

/* Its column `event` is the first event of the operation that brought it. */
struct svc_query *svc_history(struct svc_call *call, const char *no)
{
    const struct svc_register *reg = call->reg;
    const char *key = reg->columns[0].name;
    char *sql = svc_format(
        "SELECT DISTINCT c.no, e.seq, e.at, e.login, e.person, e.tool, e.verb, e.reason, e.change, e.tbl"
        "  FROM (SELECT \"%s\" AS no, event FROM %s WHERE \"%s\" = ?1) c"
        "  JOIN event e ON e.record = c.no OR (e.record IS NULL"
        "        AND e.op_id = (SELECT op_id FROM event WHERE seq = c.event)"
        "        AND e.login = (SELECT login FROM event WHERE seq = c.event))"
        " ORDER BY e.seq", key, reg->table, key);
    struct svc_query *q = svc_query(call->db, sql, "s", no);
    free(sql);
    return q;
}

/* What an event changed: sentences for a person, JSON for a machine. Borrowed from `room`, NULL for nothing. */
static const char *change_of(struct svc_call *call, struct svc_query *event, struct svc_buf *room)
{
    const char *change = svc_text(event, 8);
    if (!change || !svc_print_reads(call))
        return change;
    svc_buf_clear(room);
    svc_change_tell(call, svc_text(event, 9), change, svc_print_language(call), room);
    return svc_buf_text(room);
}

static void show_history(struct svc_call *call, const char *no)
{
    struct svc_buf room = { 0 }, told = { 0 };
    struct svc_query *q = svc_history(call, no);
    while (svc_next(q)) {
        svc_buf_clear(&told);
        svc_statement(&told, "history", "sssss", svc_text(q, 2), svc_text(q, 6), svc_text(q, 3), svc_text(q, 7),
                      change_of(call, q, &room));
        char *what = svc_said(call->db, svc_print_language(call), svc_buf_text(&told));
        svc_show_line(call, no, "event", "历史", what);
        free(what);
    }
    svc_buf_free(&room);
    svc_buf_free(&told);
}

static void show_links(struct svc_call *call, const char *no)
{
    struct svc_buf told = { 0 };
    struct svc_query *q = svc_query(call->db, svc_sql("report/links"), "s", no);
    while (svc_next(q)) {
        svc_buf_clear(&told);
        svc_statement(&told, "linked_record", "ssss", svc_text(q, 0), svc_text(q, 1), svc_text(q, 2),
                      svc_text(q, 3));
        char *what = svc_said(call->db, svc_print_language(call), svc_buf_text(&told));
        svc_show_line(call, no, "link", "关联", what);
        free(what);
    }
    svc_buf_free(&told);
}

int svc_show_more(struct svc_call *call, void (*more)(struct svc_call *call, const char *no))
{
    const struct svc_register *reg = call->reg;
    struct svc_numbers numbers = svc_call_numbers(call);
    char *sql = svc_register_select(reg, NULL);
    svc_print_begin(call, show_columns);
    for (size_t n = 0; n < numbers.count; n++) {
        struct svc_query *q = svc_query(call->db, sql, "s", numbers.no[n]);
        bool found = false; /* of what has several rows each is shown */
        for (; svc_next(q); found = true)
            for (int i = 0; reg->columns[i].name; i++)
                if (!(reg->columns[i].flags & SVC_INNER) && !svc_is_null(q, i))
                    show_value(call, numbers.no[n], &reg->columns[i], q, i);
        if (!found) {
            svc_fail(SVC_UNKNOWN, "%s: no such %s", numbers.no[n], svc_tr(reg->one));
            continue;
        }
        if (more)
            more(call, numbers.no[n]);
        if (reg->prefix)
            show_links(call, numbers.no[n]);
        show_history(call, numbers.no[n]);
    }
    free(sql);
    return svc_finish(call);
}

int svc_show(struct svc_call *call)
{
    return svc_show_more(call, NULL);
}

static const struct svc_column log_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    { .name = "seq", .type = SVC_TYPE_INT, .label = "序号",
      .help = "the event's number in the chain" },
    { .name = "at", .type = SVC_TYPE_TIME, .label = "时间", .help = "when it was recorded" },
    { .name = "login", .type = SVC_TYPE_CODE, .label = "登录名", .help = "who" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "the person behind the login" },
    { .name = "tool", .type = SVC_TYPE_CODE, .label = "工具", .help = "by which tool" },
    { .name = "verb", .type = SVC_TYPE_CODE, .label = "操作", .help = "what was done" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .label = "原因", .help = "the reason given" },
    { .name = "change", .type = SVC_TYPE_TEXT, .label = "变更", .help = "column: [old, new]" },
    { 0 }
};

static void log_one(struct svc_call *call, const char *no)
{
    enum { SEQ = 1, CHANGE = 8, COUNT };
    struct svc_value row[COUNT];
    struct svc_buf room = { 0 };
    struct svc_query *q = svc_history(call, no);
    while (svc_next(q)) {
        for (int i = 0; i < COUNT; i++)
            row[i] = i == SEQ ? svc_value_number(svc_int(q, i)) : svc_value_text(svc_text(q, i));
        row[CHANGE] = svc_value_text(change_of(call, q, &room));
        svc_print_row(call, row);
    }
    svc_buf_free(&room);
}

int svc_log(struct svc_call *call)
{
    const struct svc_register *reg = call->reg;
    struct svc_numbers numbers = svc_call_numbers(call);
    char *exists = svc_format("SELECT 1 FROM %s WHERE \"%s\" = ?1", reg->table,
                              reg->columns[0].name);
    svc_print_begin(call, log_columns);
    for (size_t n = 0; n < numbers.count; n++) {
        if (!svc_one_int(call->db, 0, exists, "s", numbers.no[n]))
            svc_fail(SVC_UNKNOWN, "%s: no such %s", numbers.no[n], svc_tr(reg->one));
        log_one(call, numbers.no[n]);
    }
    free(exists);
    return svc_finish(call);
}

static const struct svc_column columns_columns[] = {
    { .name = "column", .type = SVC_TYPE_CODE, .label = "字段",
      .help = "name: SQL column, header, option" },
    { .name = "label", .type = SVC_TYPE_CODE, .label = "名称", .help = "Chinese heading" },
    { .name = "type", .type = SVC_TYPE_CODE, .label = "类型", .help = "what it holds",
      .list = "verb.type" },
    { .name = "import", .type = SVC_TYPE_CODE, .label = "导入",
      .help = "required, optional, compared with what is computed, or kept by the tool",
      .list = "verb.import" },
    { .name = "values", .type = SVC_TYPE_CODE, .label = "取值", .help = "the words it may hold" },
    { .name = "meaning", .type = SVC_TYPE_CODE, .label = "含义", .help = "what it means" },
    { .name = "masked", .type = SVC_TYPE_CODE, .label = "脱敏",
      .help = "yes where it is personal data", .list = "verb.yes_no" },
    { .name = "words", .type = SVC_TYPE_CODE, .label = "取值名称",
      .help = "each word's label, and what may be written for it" },
    { .name = "also", .type = SVC_TYPE_CODE, .label = "也称", .help = "as what other systems' files may head it" },
    { 0 }
};

int svc_columns_verb(struct svc_call *call)
{
    if (call->count > 0)
        svc_die(SVC_USAGE, "\"%s\" has no columns here\n%s --help lists the registers",
                call->operand[0], call->command->name);
    struct svc_buf codes = { 0 };
    svc_print_begin(call, columns_columns);
    enum svc_language own = svc_print_speaks(call);
    for (const struct svc_column *c = call->reg->columns; c->name; c++) {
        if (c->flags & SVC_INNER)
            continue;
        const char *words = svc_column_words(c, svc_when_day(svc_now()));
        svc_buf_clear(&codes);
        svc_word_codes(words, &codes);
        struct svc_value row[] = {
            svc_value_text(c->name), svc_value_text(svc_column_label(c)), svc_value_text(svc_type_name(c->type)),
            svc_value_text(c->flags & SVC_OWN        ? "tool"
                           : c->flags & SVC_REQUIRED ? "required"
                           : c->flags & SVC_COMPUTED ? "compared"
                                                     : "optional"),
            svc_value_text(svc_buf_text(&codes)), svc_value_text(svc_tr(c->help)),
            svc_value_text(c->flags & SVC_PERSONAL ? "yes" : NULL),
            svc_value_text(words && strchr(words, ':') ? words : NULL),
            svc_value_text(svc_heading_others(call->reg, c->name))
        };
        svc_print_row(call, row);
    }
    svc_lang_in(own);
    svc_buf_free(&codes);
    return svc_finish(call);
}
