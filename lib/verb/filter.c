#include "svc/filter.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/heading.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/phone.h"
#include "svc/roll.h"
#include "svc/text.h"

/* The SQL being built and the values bound to it. */
struct selection {
    struct svc_buf sql;
    struct svc_value *bound;
    char **texts;
    size_t count;
    bool few; /* an index finds all that is selected: it shall not be one of an order that is asked for */
};

static void bind(struct selection *s, struct svc_value value, char *text)
{
    if (s->count == SVC_BOUND_MOST)
        svc_die(SVC_USAGE, "more than %d values to select by\ngive fewer at once", SVC_BOUND_MOST);
    s->texts = svc_grow(s->texts, s->count, sizeof *s->texts);
    s->bound = svc_grow(s->bound, s->count, sizeof *s->bound);
    s->texts[s->count] = text;
    s->bound[s->count++] = value;
    svc_buf_printf(&s->sql, "?%zu", s->count);
}

static void bind_text(struct selection *s, char *text)
{
    bind(s, svc_value_text(text), text);
}

static const char *joint(const struct selection *s)
{
    return s->count ? " AND " : " WHERE ";
}

/* All who bear the name, those who have left among them. */
static void bind_codes(struct selection *s, const struct svc_roll *roll,
                       const struct svc_column *column, const char *text)
{
    const char *code = svc_roll_bearer(roll, text, 0);
    struct svc_sought sought = { .text = text };
    if (!code && (svc_roll_find(roll, &sought) || column->flags & (SVC_LOOSE | SVC_LIST)))
        code = sought.code ? sought.code : text;
    if (!code && sought.unknown) {
        const char *near = svc_roll_near(roll, text);
        if (*near)
            svc_die(SVC_UNKNOWN, "option --%s: \"%s\" is not registered\nnear it: %s", column->name, text, near);
        svc_die(SVC_UNKNOWN, "option --%s: \"%s\" is not registered", column->name, text);
    }
    if (!code)
        svc_die(SVC_USAGE, "option --%s: \"%s\": %s", column->name, text, sought.why);
    bind_text(s, svc_strdup(code));
    for (size_t n = 1; (code = svc_roll_bearer(roll, text, n)); n++) {
        svc_buf_puts(&s->sql, ", ");
        bind_text(s, svc_strdup(code));
    }
}

/* A customer need not be registered to have records; one that has none and is not registered is none. */
static void prove_customer(struct svc_call *call, const char *text)
{
    char *sql = svc_format("SELECT EXISTS (SELECT 1 FROM customer WHERE customer = ?1)"
                           " OR EXISTS (SELECT 1 FROM %s WHERE customer = ?1)", call->reg->table);
    bool known = svc_one_int(call->db, 0, sql, "s", text) != 0;
    free(sql);
    if (known)
        return;
    const char *near = svc_near_customers(call->db, text);
    if (*near)
        svc_die(SVC_UNKNOWN, "option --%s: \"%s\" is not registered\nnear it: %s", "customer", text, near);
    svc_die(SVC_UNKNOWN, "option --%s: \"%s\" is not registered", "customer", text);
}

enum { MOST_NEAR = 2000 }; /* among which what is near is sought */

/* A record that is named by its own key has to be there: none of them is no answer, but a slip. */
static void prove_key(const struct svc_call *call, const char *text)
{
    const struct svc_register *reg = call->reg;
    const struct svc_column *key = &reg->columns[0];
    char *sql = svc_format("SELECT 1 FROM %s WHERE \"%s\" = ?1", reg->table, key->name);
    if (!(key->flags & SVC_KEY) || svc_one_int(call->db, 0, sql, "s", text)) {
        free(sql);
        return;
    }
    free(sql);
    sql = svc_format("SELECT \"%s\", NULL FROM %s LIMIT %d", key->name, reg->table, MOST_NEAR);
    svc_die(SVC_UNKNOWN, "option --%s: no such %s: \"%s\"%s", key->name, svc_tr(reg->one), text,
            reg->prefix ? "" : svc_near(call->db, sql, text));
}

static bool is_customer(const struct svc_column *column)
{
    return strcmp(column->table ? column->table : column->name, "customer") == 0;
}

/* Customers have codes alone and are too many to read them for their names. */
static const char *named_table(const struct svc_register *reg, size_t at)
{
    return is_customer(&reg->columns[at]) ? NULL : svc_named_table(reg, at);
}

/* What is open is found by the index of it: states that are all open say so. */
static void say_open(struct selection *s, const struct svc_register *reg, size_t from)
{
    bool open = reg->open != NULL;
    for (size_t i = from; open && i < s->count; i++)
        open = svc_text_in(reg->open_states, ';', s->bound[i].text);
    if (open)
        svc_buf_printf(&s->sql, " AND %s", reg->open);
    s->few = s->few || open;
}

/* `--col a,b` selects the rows whose column is one of the words; an empty value those without. */
static void filter_column(struct selection *s, struct svc_call *call, size_t at, const char *list)
{
    const struct svc_column *column = &call->reg->columns[at];
    const char *table = named_table(call->reg, at);
    const char *word;
    size_t len, had = s->count;
    struct svc_buf room = { 0 };
    if (!*list) {
        /* Counts as a bound value so that the next filter is joined by AND. */
        svc_buf_printf(&s->sql, "%s(\"%s\" IS NULL OR ", joint(s), column->name);
        bind(s, svc_value_number(0), NULL);
        svc_buf_puts(&s->sql, " = 1)");
        return;
    }
    svc_buf_printf(&s->sql, "%s\"%s\" IN (", joint(s), column->name);
    for (bool first = true; svc_text_next(&list, ',', &word, &len); first = false) {
        struct svc_value value;
        char *text = svc_strndup(word, len);
        const char *why = svc_value_read(column, SVC_WORDS_EVER, text, len, &value, &room);
        if (why && column->flags & SVC_PERSONAL) /* which no message ever quotes */
            svc_die(SVC_USAGE, "option --%s: %s", column->name, why);
        if (why)
            svc_die(SVC_USAGE, "option --%s: \"%s\": %s%s", column->name, text, why,
                    svc_value_choice(column, SVC_WORDS_EVER, text, "\n"));
        svc_buf_puts(&s->sql, first ? "" : ", ");
        if (table) {
            bind_codes(s, svc_roll(call->db, table), column, text);
            free(text);
        } else if (value.is == SVC_IS_TEXT) {
            char *kept = svc_strndup(value.text, value.len);
            free(text);
            if (at > 0 && is_customer(column))
                prove_customer(call, kept);
            if (at == 0)
                prove_key(call, kept);
            bind_text(s, kept);
        } else {
            bind(s, value, text);
        }
    }
    svc_buf_putc(&s->sql, ')');
    if (strcmp(column->name, "state") == 0)
        say_open(s, call->reg, had);
    svc_buf_free(&room);
}

/* A telephone number selects every spelling of it that the store has, and cells in which it stands
 * beside another one: table phone_number has them all. */
static void filter_phone(struct selection *s, struct svc_call *call,
                         const struct svc_column *column, const char *list)
{
    struct svc_buf wanted = { 0 };
    const char *rest, *number, *lead = "";
    size_t len;
    if (!svc_phone_numbers(list, strlen(list), &wanted))
        svc_die(SVC_USAGE, "option --%s: not a phone number", column->name);
    svc_buf_printf(&s->sql, "%s\"%s\" IN (SELECT p.no FROM phone_number p WHERE p.tbl = ", joint(s),
                   call->reg->columns[0].name);
    bind_text(s, svc_strdup(call->reg->table));
    svc_buf_puts(&s->sql, " AND p.number IN (");
    for (rest = wanted.data; svc_text_next(&rest, ';', &number, &len); lead = ", ") {
        svc_buf_puts(&s->sql, lead);
        bind_text(s, svc_strndup(number, len));
    }
    svc_buf_puts(&s->sql, "))");
    s->few = true;
    svc_buf_free(&wanted);
}

static void filter_by(struct selection *s, struct svc_call *call, size_t at, const char *list)
{
    const struct svc_column *column = &call->reg->columns[at];
    if (column->type == SVC_TYPE_PHONE && *list)
        filter_phone(s, call, column, list);
    else
        filter_column(s, call, at, list);
}

/* The fact may be a moment, a day or a month: texts that begin alike. */
static void filter_moment(struct selection *s, const struct svc_column *fact, const char *op,
                          svc_when when)
{
    char *text = svc_alloc(SVC_WHEN_SIZE);
    if (fact->type == SVC_TYPE_MONTH)
        svc_month_of(svc_when_day(when), text);
    else if (fact->type == SVC_TYPE_DAY)
        svc_day_format(svc_when_day(when), text);
    else
        svc_when_format(when, text);
    svc_buf_printf(&s->sql, "%s\"%s\" %s ", joint(s), fact->name, op);
    bind_text(s, text);
}

static void filter_fact(struct selection *s, const struct svc_register *reg)
{
    bool asked = svc_shared.period.given || svc_shared.since.given || svc_shared.until.given;
    if (asked && !reg->fact)
        svc_die(SVC_USAGE, "%s have no fact date to select by", reg->name);
    if (!asked)
        return;
    const struct svc_column *fact = &reg->columns[svc_column_at(reg->columns, reg->fact)];
    if (svc_shared.period.given) {
        filter_moment(s, fact, ">=", svc_shared.period.period.from);
        filter_moment(s, fact, "<=", svc_shared.period.period.until - 1);
    }
    if (svc_shared.since.given)
        filter_moment(s, fact, ">=", svc_shared.since.when);
    if (svc_shared.until.given)
        filter_moment(s, fact, "<=", svc_shared.until.when +
                                              (svc_shared.until.day ? SVC_DAY_SECONDS - 1 : 0));
}

/* With --as-of what was recorded later is not there; a day is whole. */
static void filter_recorded(struct selection *s, const struct svc_register *reg)
{
    char *text = svc_alloc(SVC_WHEN_SIZE);
    if (!svc_shared.as_of.given)
        return;
    svc_when_format(svc_shared.as_of.when + (svc_shared.as_of.day ? SVC_DAY_SECONDS - 1 : 0), text);
    if (svc_column_find(reg->columns, "recorded_at") >= 0)
        svc_buf_printf(&s->sql, "%srecorded_at <= ", joint(s));
    else if (svc_column_find(reg->columns, "event") >= 0)
        svc_buf_printf(&s->sql, "%s(SELECT e.at FROM event e WHERE e.seq = %s.event) <= ", joint(s),
                       reg->table);
    else
        svc_die(SVC_USAGE, "%s do not tell when they were recorded\nleave out --as-of", reg->name);
    bind_text(s, text);
}

static void order(struct selection *s, const struct svc_register *reg)
{
    const char *list = svc_shared.sort, *word;
    size_t len;
    svc_buf_puts(&s->sql, " ORDER BY ");
    while (list && svc_text_next(&list, ',', &word, &len)) {
        char *name = svc_strndup(word, len);
        char *colon = strchr(name, ':');
        bool down = colon && strcmp(colon, ":desc") == 0;
        if (colon && !down && strcmp(colon, ":asc") != 0)
            svc_die(SVC_USAGE, "option --sort: \"%s\" is not COL or COL:desc", name);
        if (colon)
            *colon = '\0';
        int at = svc_column_find(reg->columns, name);
        if (at < 0 || reg->columns[at].flags & SVC_INNER)
            svc_sort_refuse(reg->columns, name);
        svc_buf_printf(&s->sql, s->few ? "COALESCE(\"%s\", NULL)%s NULLS LAST, " : "\"%s\"%s NULLS LAST, ",
                       reg->columns[at].name, down ? " DESC" : "");
        free(name);
    }
    svc_buf_printf(&s->sql, "\"%s\"", reg->columns[0].name);
    if (svc_shared.limit >= 0) {
        svc_buf_puts(&s->sql, " LIMIT ");
        bind(s, svc_value_number(svc_shared.limit), NULL);
    }
}

struct svc_query *svc_filter_query(struct svc_call *call, const char *columns)
{
    const struct svc_register *reg = call->reg;
    struct selection s = { .count = 0 };
    svc_buf_printf(&s.sql, "SELECT %s FROM %s", columns, reg->table);
    for (size_t i = 0; reg->columns[i].name; i++)
        if (svc_shared.filters.text && svc_shared.filters.text[i])
            filter_by(&s, call, i, svc_shared.filters.text[i]);
    filter_fact(&s, reg);
    filter_recorded(&s, reg);
    order(&s, reg);
    struct svc_query *q = svc_prepare(call->db, s.sql.data);
    for (size_t i = 0; i < s.count; i++) {
        if (s.bound[i].is == SVC_IS_NUMBER)
            svc_bind_int(q, (int)i + 1, s.bound[i].number);
        else
            svc_bind_text(q, (int)i + 1, s.bound[i].text, s.bound[i].len);
    }
    svc_buf_free(&s.sql);
    free(s.bound);
    free(s.texts); /* the texts themselves stay: they are bound */
    return q;
}
