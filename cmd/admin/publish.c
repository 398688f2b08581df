/* svc-admin publish: the registers as views for analysts, masked, in a file of their own. */
#include "admin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/frame.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/linked.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/period.h"
#include "svc/published.h"
#include "svc/registered.h"
#include "svc/say.h"
#include "svc/score.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

enum { MONTHS_BACK = 60 };

static bool with_text; /* what people wrote, too */

const struct svc_option admin_publish_options[] = {
    { .name = "text", .type = SVC_OPT_FLAG, .to = &with_text,
      .help = "what people wrote as well, digits of seven and more masked" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

/* -- what is published -------------------------------------------------------------------- */

/* A register, and its views: v_complaint, v_投诉. */
struct view {
    const struct svc_column *columns;
    const char *table;  /* in the file, with t_ before it */
    char *english, *chinese;
};

static bool is_published(const struct svc_column *column)
{
    return !(column->flags & (SVC_INNER | SVC_COMPUTED)) && (with_text || !svc_column_is_free(column));
}

/* A column of codes or of a statement has what it is called, or says, beside it. */
static bool is_told(const struct svc_column *column)
{
    const char *words = svc_column_words(column, SVC_WORDS_EVER);
    return column->flags & SVC_STATED || (words && strchr(words, ':'));
}

/* Wages and the like are nobody's to analyse. */
static bool is_secret(const struct svc_column *columns)
{
    while (columns->name && !(columns->flags & SVC_SECRET))
        columns++;
    return columns->name;
}

static struct svc_buf seen; /* names of views, `;`-separated */

/* Two registers that are called the same in Chinese are told apart by their English names. */
static char *view_name(const char *one, const char *table)
{
    char *name = svc_format("v_%s", one);
    if (svc_text_in(svc_buf_text(&seen), ';', name)) {
        free(name);
        name = svc_format("v_%s_%s", one, table);
    }
    svc_buf_printf(&seen, "%s%s", seen.len ? ";" : "", name);
    return name;
}

static struct view view_of(const struct svc_column *columns, const char *table, const char *called)
{
    return (struct view){ columns, table, view_name(table, table), view_name(called, table) };
}

/* -- making the views --------------------------------------------------------------------- */

static void put_shown(struct svc_buf *sql, const struct svc_column *column, bool chinese, const char *comma)
{
    const char *name = column->name;
    bool hundredths = svc_column_kind(column) == SVC_KIND_HUNDRED;
    svc_buf_printf(sql, "%s\"%s%s\"%s AS \"%s\"", comma, name, chinese && is_told(column) ? "_zh" : "",
                   hundredths && !(chinese && is_told(column)) ? " / 100.0" : "",
                   chinese ? svc_column_label(column) : name);
}

static void make_view(struct svc_published *to, const struct view *view)
{
    struct svc_buf table = { 0 }, english = { 0 }, chinese = { 0 };
    const char *comma = "";
    svc_buf_printf(&table, "CREATE TABLE \"t_%s\" (", view->table);
    svc_buf_printf(&english, "CREATE VIEW \"%s\" AS SELECT ", view->english);
    svc_buf_printf(&chinese, "CREATE VIEW \"%s\" AS SELECT ", view->chinese);
    for (const struct svc_column *c = view->columns; c->name; c++) {
        if (!is_published(c))
            continue;
        svc_buf_printf(&table, "%s\"%s\" %s%s%s%s", comma, c->name,
                       svc_kind_is_number(svc_column_kind(c)) ? "INTEGER" : "TEXT",
                       is_told(c) ? ", \"" : "", is_told(c) ? c->name : "", is_told(c) ? "_zh\" TEXT" : "");
        put_shown(&english, c, false, comma);
        put_shown(&chinese, c, true, comma);
        comma = ", ";
    }
    svc_buf_puts(&table, ")");
    svc_buf_printf(&english, " FROM \"t_%s\"", view->table);
    svc_buf_printf(&chinese, " FROM \"t_%s\"", view->table);
    svc_published_script(to, svc_buf_text(&table));
    svc_published_script(to, svc_buf_text(&english));
    svc_published_script(to, svc_buf_text(&chinese));
    svc_buf_free(&table);
    svc_buf_free(&english);
    svc_buf_free(&chinese);
}

/* -- what they mean ----------------------------------------------------------------------- */

static void put_words(struct svc_published *to, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (texts[i] && *texts[i])
            svc_published_text(to, (int)i + 1, texts[i], strlen(texts[i]));
    svc_published_row(to);
}

static void describe(struct svc_published *to, const struct view *view)
{
    svc_published_into(to, "INSERT INTO \"columns\" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    for (const struct svc_column *c = view->columns; c->name; c++) {
        if (!is_published(c))
            continue;
        const char *const texts[] = { view->english, c->name, view->chinese, svc_column_label(c),
                                      svc_type_name(c->type), c->flags & SVC_PERSONAL ? "yes" : NULL,
                                      c->help, c->help && *c->help ? svc_chinese(c->help) : NULL };
        put_words(to, texts, sizeof texts / sizeof *texts);
    }
}

/* -- rows --------------------------------------------------------------------------------- */

static void put_told(struct svc_call *call, struct svc_published *to, int at, const struct svc_column *column,
                     const char *text)
{
    static struct svc_buf label;
    svc_buf_clear(&label);
    if (column->flags & SVC_STATED)
        svc_say(call->db, SVC_CHINESE, text, &label);
    else
        svc_word_labels(svc_column_words(column, SVC_WORDS_EVER), text, strlen(text), &label);
    svc_published_text(to, at, svc_buf_text(&label), label.len);
}

static void put_text(struct svc_call *call, struct svc_published *to, int at, const struct svc_column *column,
                     const char *text)
{
    static struct svc_buf shown;
    svc_buf_clear(&shown);
    if (column->flags & SVC_PERSONAL)
        svc_mask(&shown, column->flags, text, strlen(text));
    else if (column->flags & SVC_STATED)
        svc_say(call->db, SVC_ENGLISH, text, &shown);
    else if (svc_column_is_free(column))
        svc_text_unnumbered(&shown, text);
    else
        svc_buf_puts(&shown, text);
    svc_published_text(to, at, svc_buf_text(&shown), shown.len);
}

static void put_row(struct svc_call *call, struct svc_published *to, const struct view *view,
                    const struct svc_value *values)
{
    int at = 0;
    for (size_t i = 0; view->columns[i].name; i++) {
        const struct svc_column *c = &view->columns[i];
        struct svc_buf room = { 0 };
        if (!is_published(c))
            continue;
        at++;
        if (values[i].is == SVC_IS_NUMBER)
            svc_published_int(to, at, values[i].number);
        else if (values[i].is == SVC_IS_TEXT)
            put_text(call, to, at, c, values[i].text);
        if (is_told(c) && svc_value_given(&values[i]))
            put_told(call, to, ++at, c, values[i].is == SVC_IS_TEXT ? values[i].text : svc_value_show(c, &values[i], &room));
        else
            at += is_told(c);
        svc_buf_free(&room);
    }
    svc_published_row(to);
}

static void begin_rows(struct svc_published *to, const struct view *view)
{
    struct svc_buf sql = { 0 };
    int count = 0;
    for (const struct svc_column *c = view->columns; c->name; c++)
        count += is_published(c) ? 1 + is_told(c) : 0;
    svc_buf_printf(&sql, "INSERT INTO \"t_%s\" VALUES (", view->table);
    for (int i = 1; i <= count; i++)
        svc_buf_printf(&sql, "%s?%d", i > 1 ? ", " : "", i);
    svc_buf_puts(&sql, ")");
    svc_published_into(to, svc_buf_text(&sql));
    svc_buf_free(&sql);
}

/* The columns of the query are those of the view. */
static void put_rows(struct svc_call *call, struct svc_published *to, const struct view *view, struct svc_query *q)
{
    size_t count = svc_column_count(view->columns);
    struct svc_value *row = svc_alloc((count + 1) * sizeof *row);
    while (svc_next(q)) {
        for (size_t i = 0; i < count; i++)
            row[i] = svc_is_null(q, (int)i) ? svc_value_text(NULL)
                     : svc_kind_is_number(svc_column_kind(&view->columns[i])) ? svc_value_number(svc_int(q, (int)i))
                                                                              : svc_value_text(svc_text(q, (int)i));
        put_row(call, to, view, row);
    }
    free(row);
}

static void publish_register(struct svc_call *call, struct svc_published *to, const struct svc_register *reg)
{
    if (is_secret(reg->columns))
        return;
    struct view view = view_of(reg->columns, reg->table, svc_chinese(reg->one));
    char *sql = svc_register_select(reg, "1 = 1");
    make_view(to, &view);
    describe(to, &view);
    begin_rows(to, &view);
    put_rows(call, to, &view, svc_query(call->db, sql, NULL));
    free(sql);
    free(view.english);
    free(view.chinese);
}

/* -- score lines -------------------------------------------------------------------------- */

/* The month of the oldest fact that is registered. */
static bool first_month(struct svc_call *call, struct svc_period *month)
{
    svc_when oldest = svc_now(), at;
    bool any = false;
    for (const struct svc_registered *r = svc_registered; r->reg; r++) {
        if (!r->reg->fact || !r->reg->prefix)
            continue;
        char *sql = svc_format("SELECT MIN(\"%s\") FROM %s", r->reg->fact, r->reg->table);
        char *fact = svc_one(call->db, sql, NULL);
        if (fact && !svc_when_parse(fact, &at) && at < oldest) {
            oldest = at;
            any = true;
        }
        free(fact);
        free(sql);
    }
    svc_period_month(svc_when_day(oldest), month);
    return any;
}

static void put_lines(struct svc_call *call, struct svc_published *to, const struct view *view,
                      const struct svc_period *month)
{
    enum { COLUMNS = 32 };
    struct svc_value row[COLUMNS];
    int64_t revision = svc_one_int(call->db, 0, "SELECT MAX(revision) FROM month_close WHERE period = ?1", "s",
                                   month->name);
    if (revision) {
        put_rows(call, to, view, svc_query(call->db,
            "SELECT period, dept, person, item, clause, subject, points, amount, effect,"
            "       CASE carried WHEN 1 THEN 'carried' ELSE status END, source, record, occurred_at, reason"
            "  FROM month_line WHERE period = ?1 AND revision = ?2 ORDER BY place", "si", month->name, revision));
        return;
    }
    struct svc_lines lines = svc_score_lines(call->db, NULL, month);
    for (size_t i = 0; i < lines.count; i++) {
        svc_line_values(&lines.line[i], month->name, row);
        put_row(call, to, view, row);
    }
    svc_lines_free(&lines);
}

static void publish_lines(struct svc_call *call, struct svc_published *to)
{
    struct view view = view_of(svc_line_columns, "score_line", "考核明细");
    struct svc_period month, oldest;
    make_view(to, &view);
    describe(to, &view);
    begin_rows(to, &view);
    svc_period_month(svc_when_day(svc_now()), &month);
    svc_period_shift(&month, -MONTHS_BACK, &oldest);
    if (first_month(call, &month)) {
        if (month.from < oldest.from)
            month = oldest;
        for (; month.from <= svc_now(); svc_period_shift(&month, 1, &month))
            put_lines(call, to, &view, &month);
    }
    free(view.english);
    free(view.chinese);
}

/* -- the verb ----------------------------------------------------------------------------- */

static void describe_file(struct svc_call *call, struct svc_published *to)
{
    char now[SVC_WHEN_SIZE];
    char *company = svc_company(call->db, NULL);
    struct svc_head_mark head = svc_event_head(call->db);
    const char *const about[][2] = { { "published_at", svc_when_format(svc_now(), now) }, { "head", head.mark },
                                     { "tool", SVC_VERSION }, { "company", company },
                                     { "text", with_text ? "yes" : "no" } };
    svc_published_into(to, "INSERT INTO about VALUES (?1, ?2)");
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        put_words(to, about[i], 2);
    free(company);
}

static void fill(struct svc_call *call, struct svc_published *to)
{
    enum svc_typed typed = svc_statement_typed(with_text ? SVC_TYPED_MASKED : SVC_TYPED_OUT);
    svc_published_script(to, "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);"
                             "CREATE TABLE \"columns\" (view TEXT, \"column\" TEXT, view_zh TEXT, column_zh TEXT,"
                             " type TEXT, masked TEXT, meaning TEXT, meaning_zh TEXT)");
    describe_file(call, to);
    for (const struct svc_registered *r = svc_registered; r->reg; r++)
        publish_register(call, to, r->reg);
    publish_register(call, to, &svc_links);
    publish_lines(call, to);
    svc_statement_typed(typed);
}

static void tell(struct svc_call *call, const char *file)
{
    struct svc_buf change = { 0 };
    svc_buf_puts(&change, "{\"file\":");
    svc_buf_json(&change, file, strlen(file));
    svc_buf_printf(&change, ",\"text\":\"%s\"}", with_text ? "yes" : "no");
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    svc_buf_free(&change);
}

int admin_publish(struct svc_call *call)
{
    const char *file = admin_operand(call, _("the file"));
    struct stat st;
    if (svc_host_acts())
        svc_die(SVC_USAGE, "a file for analysts is written by a job of the store's own user alone");
    if (lstat(file, &st) == 0 && !svc_published_is(file))
        svc_die(SVC_USAGE, "\"%s\" is there and was not published\nname another file", file);
    char *beside = admin_temporary(file);
    tell(call, file);
    struct svc_published *to = svc_published_open(beside);
    svc_begin_read(call->db);
    fill(call, to);
    svc_end_read(call->db);
    svc_published_close(to);
    if (rename(beside, file) != 0)
        svc_die(SVC_IO, "cannot write \"%s\": %s", file, svc_lang_error(errno));
    admin_sync_directory(file);
    return svc_finish(call);
}
