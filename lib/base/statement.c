#include "svc/statement.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/period.h"

enum { VALUES = 16 }; /* of one statement */

/* -- the file of templates ------------------------------------------------------------------- */

/* One cell of the CSV; true while the record goes on. */
static bool take_cell(const char **text, char **out)
{
    struct svc_buf cell = { 0 };
    const char *p = *text;
    bool quoted = *p == '"';
    for (p += quoted; *p; p++) {
        if (quoted ? *p == '"' && p[1] != '"' : *p == ',' || *p == '\n')
            break;
        p += quoted && *p == '"';
        svc_buf_putc(&cell, *p);
    }
    p += quoted && *p == '"';
    *out = svc_buf_take(&cell);
    *text = p + (*p != '\0');
    return *p == ',';
}

static size_t count_values(const char *text)
{
    size_t most = 0;
    while ((text = strchr(text, '{'))) {
        size_t number = (size_t)strtoul(++text, NULL, 10);
        most = number > most ? number : most;
    }
    return most;
}

const struct svc_template *svc_templates(void)
{
    static struct svc_template *all;
    const char *text = svc_statements_csv;
    size_t count = 0;
    if (all)
        return all;
    text = strchr(text, '\n') + 1; /* the heading */
    while (*text) {
        struct svc_template one = { 0 };
        if (!take_cell(&text, &one.key) || !take_cell(&text, &one.text[SVC_ENGLISH]) ||
            take_cell(&text, &one.text[SVC_CHINESE]))
            svc_die(SVC_BUG, "statements: \"%s\" has not three cells", one.key);
        one.values = count_values(one.text[SVC_ENGLISH]);
        all = svc_grow(all, count, sizeof *all);
        all[count++] = one;
    }
    all = svc_grow(all, count, sizeof *all);
    all[count] = (struct svc_template){ .key = NULL };
    return all;
}

static const struct svc_template *find(const char *key, size_t len)
{
    const struct svc_template *t = svc_templates();
    while (t->key && (strncmp(t->key, key, len) != 0 || t->key[len]))
        t++;
    return t->key ? t : NULL;
}

/* -- making ---------------------------------------------------------------------------------- */

static void put_escaped(struct svc_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|' || *text == '\\')
            svc_buf_putc(out, '\\');
        svc_buf_putc(out, *text);
    }
}

/* The value as text; `room` is for what is made. */
static const char *value_text(char type, va_list *args, char room[SVC_WHEN_SIZE + SVC_NUM_SIZE])
{
    const char *text;
    svc_when when;
    switch (type) {
    case 's':
        text = va_arg(*args, const char *);
        return text ? text : "";
    case 'i':
        snprintf(room, SVC_WHEN_SIZE + SVC_NUM_SIZE, "%lld", (long long)va_arg(*args, int64_t));
        return room;
    case 'h':
        return svc_hundredths_format(va_arg(*args, int64_t), room);
    case 'w':
        when = va_arg(*args, svc_when);
        return when ? svc_when_format(when, room) : "";
    case 'd':
        return svc_day_format(va_arg(*args, svc_day), room);
    default:
        svc_die(SVC_BUG, "no type '%c' of a statement's value", type);
    }
}

void svc_statement(struct svc_buf *out, const char *key, const char *types, ...)
{
    const struct svc_template *t = find(key, strlen(key));
    char room[SVC_WHEN_SIZE + SVC_NUM_SIZE];
    va_list args;
    if (!t || t->values != strlen(types))
        svc_die(SVC_BUG, "no statement \"%s\" with %zu values", key, strlen(types));
    svc_buf_puts(out, key);
    va_start(args, types);
    for (; *types; types++) {
        const char *text = value_text(*types, &args, room);
        svc_buf_putc(out, '|');
        if (types[1])
            put_escaped(out, text);
        else
            svc_buf_puts(out, text);
    }
    va_end(args);
}

/* What is between statements that are said together. */
static const struct joint {
    const char *key, *between[SVC_LANGUAGES];
} joints[] = { { "all", { "; ", "；" } }, { "list", { ";", "；" } },
               { "series", { ",", "，" } } };
enum { JOINTS = sizeof joints / sizeof *joints };

/* The joint of a list, NULL for any other statement. */
static const struct joint *joint_of(const char *statement)
{
    size_t len = strcspn(statement, "|");
    for (const struct joint *joint = joints; joint < joints + JOINTS; joint++)
        if (strlen(joint->key) == len && strncmp(joint->key, statement, len) == 0)
            return joint;
    return NULL;
}

static void join(struct svc_buf *list, const char *key, const char *statement)
{
    if (!list->len) {
        svc_buf_puts(list, statement);
        return;
    }
    if (!joint_of(svc_buf_text(list))) {
        char *first = svc_buf_take(list);
        svc_buf_printf(list, "%s|", key);
        put_escaped(list, first);
        free(first);
    }
    svc_buf_putc(list, '|');
    if (joint_of(statement))
        svc_buf_puts(list, strchr(statement, '|') + 1);
    else
        put_escaped(list, statement);
}

void svc_statement_join(struct svc_buf *list, const char *statement)
{
    join(list, "all", statement);
}

void svc_statement_list(struct svc_buf *list, const char *statement)
{
    join(list, "list", statement);
}

void svc_statement_series(struct svc_buf *list, const char *statement)
{
    join(list, "series", statement);
}

/* -- taking apart ---------------------------------------------------------------------------- */

/* The values of a statement in one buffer, each ended by NUL. */
struct values {
    struct svc_buf text;
    size_t at[VALUES], count;
};

/* Takes one value that ends at `|`; the text behind it, NULL behind the last. */
static const char *take_value(struct values *values, const char *text)
{
    values->at[values->count++] = values->text.len;
    for (; *text && *text != '|'; text++) {
        text += *text == '\\' && text[1];
        svc_buf_putc(&values->text, *text);
    }
    svc_buf_putc(&values->text, '\0');
    return *text ? text + 1 : NULL;
}

static const char *take_values(struct values *values, const char *text, size_t count)
{
    while (text && values->count + 1 < count)
        text = take_value(values, text);
    if (count && !text)
        return _("fewer values than its key has");
    if (!count)
        return text ? _("more values than its key has") : NULL;
    values->at[values->count++] = values->text.len;
    svc_buf_puts(&values->text, text);
    svc_buf_putc(&values->text, '\0');
    return NULL;
}

static const char *value_of(const struct values *values, size_t number)
{
    return values->text.data + values->at[number - 1];
}

/* -- saying ---------------------------------------------------------------------------------- */

struct saying {
    const struct values *values;
    enum svc_language language;
    const struct svc_namer *namer;
    struct svc_buf *out;
};

/* 2026-09-05 13:00:00 as 2026-09-05 13:00; what is no moment as it is. */
static void say_time(struct svc_buf *out, const char *text)
{
    bool whole = strlen(text) == SVC_WHEN_SIZE - 1 && text[16] == ':';
    svc_buf_add(out, text, whole ? strlen("2026-09-05 13:00") : strlen(text));
}

/* How long it is from one moment to the other, to the minute. */
static void say_after(struct svc_buf *out, const char *text, const char *from)
{
    svc_when a, b;
    if (svc_when_parse(from, &a) || svc_when_parse(text, &b) || b < a)
        return;
    long long minutes = (long long)(b - a) / 60;
    if (minutes >= 24 * 60)
        svc_buf_printf(out, "%lld天", minutes / (24 * 60));
    if (minutes / 60 % 24)
        svc_buf_printf(out, "%lld小时", minutes / 60 % 24);
    if (minutes < 24 * 60 && (minutes % 60 || !minutes))
        svc_buf_printf(out, "%lld分钟", minutes % 60);
}

/* 1d by 21:00, by 21:00: the length, and the hour of its last day. */
static void say_length(struct svc_buf *out, const char *text)
{
    static const char *const units[][2] = {
        { "min", "分钟" }, { "h", "小时" },     { "d", "天" },       { "month", "个月" },
        { "y", "年" },     { "wh", "工作小时" }, { "wd", "个工作日" }, { "eod", "当日内" }
    };
    const char *by = strstr(text, "by ");
    size_t len = !by ? strlen(text) : by > text ? (size_t)(by - text) - 1 : 0;
    size_t digits = strspn(text, "0123456789");
    if (by == text)
        svc_buf_puts(out, "当日");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strlen(units[i][0]) == len - digits && strncmp(units[i][0], text + digits, len - digits) == 0) {
            svc_buf_add(out, text, digits);
            svc_buf_puts(out, units[i][1]);
            len = 0;
        }
    svc_buf_add(out, text, len); /* no length that we know */
    if (by)
        svc_buf_printf(out, "%s%s前", by > text ? "，末日" : "", by + strlen("by "));
}

static enum svc_typed typed;

enum svc_typed svc_statement_typed(enum svc_typed how)
{
    enum svc_typed was = typed;
    typed = how;
    return was;
}

/* One value by its type (`after 1`, `word tier`; "" for none). */
static const char *say_value(const struct saying *s, const char *type, const char *value)
{
    char period[SVC_PERIOD_SIZE];
    bool plain = s->language == SVC_ENGLISH || !*type || !*value;
    if (strcmp(type, "if") == 0)
        return NULL;
    if (strcmp(type, "typed") == 0) {
        if (typed == SVC_TYPED_OUT)
            svc_buf_puts(s->out, *value ? "…" : "");
        else if (typed == SVC_TYPED_MASKED)
            svc_text_unnumbered(s->out, value);
        else
            svc_buf_puts(s->out, value);
        return NULL;
    }
    if (strcmp(type, "said") == 0)
        return *value ? svc_statement_say(value, s->language, s->namer, s->out) : NULL;
    if (plain && (strcmp(type, "clause") == 0 || strcmp(type, "matter") == 0))
        svc_buf_add(s->out, value, strcspn(value, "@"));
    else if (plain)
        svc_buf_puts(s->out, value);
    else if (strcmp(type, "time") == 0)
        say_time(s->out, value);
    else if (strcmp(type, "month") == 0)
        svc_buf_puts(s->out, svc_period_label(value, period));
    else if (strncmp(type, "after ", 6) == 0)
        say_after(s->out, value, value_of(s->values, (size_t)(type[6] - '0')));
    else if (strcmp(type, "length") == 0)
        say_length(s->out, value);
    else
        s->namer->name(s->namer->ctx, type, value, s->out);
    return NULL;
}

/* Says a part of a template that has no `[` in it. */
static const char *say_plain(const struct saying *s, const char *text, const char *end)
{
    const char *wrong = NULL;
    while (text < end && !wrong) {
        const char *open = memchr(text, '{', (size_t)(end - text));
        svc_buf_add(s->out, text, (size_t)((open ? open : end) - text));
        if (!open)
            break;
        char *type, *rest;
        size_t number = (size_t)strtoul(open + 1, &rest, 10);
        const char *close = strchr(open, '}');
        type = svc_strndup(rest + (*rest == ':'), (size_t)(close - rest - (*rest == ':')));
        wrong = say_value(s, type, value_of(s->values, number));
        free(type);
        text = close + 1;
    }
    return wrong;
}

/* Whether every value that the part names is given. */
static bool is_given(const struct saying *s, const char *text, const char *end)
{
    for (; text < end; text++)
        if (*text == '{' && !*value_of(s->values, (size_t)strtoul(text + 1, NULL, 10)))
            return false;
    return true;
}

static const char *say_template(const struct saying *s, const char *text)
{
    const char *wrong = NULL;
    while (*text && !wrong) {
        size_t plain = strcspn(text, "[");
        wrong = say_plain(s, text, text + plain);
        text += plain;
        if (!*text || wrong)
            break;
        const char *end = strchr(++text, ']'), *half = memchr(text, '|', (size_t)(end - text));
        if (is_given(s, text, half ? half : end))
            wrong = say_plain(s, text, half ? half : end);
        else if (half)
            wrong = say_plain(s, half + 1, end);
        text = end + 1;
    }
    return wrong;
}

/* Statements that are said together, one behind the other. */
static const char *say_all(const struct joint *joint, const char *text,
                           enum svc_language language, const struct svc_namer *namer,
                           struct svc_buf *out)
{
    const char *wrong = NULL;
    for (bool first = true; text && !wrong; first = false) {
        struct values one = { .count = 0 };
        text = take_value(&one, text);
        svc_buf_puts(out, first ? "" : joint->between[language]);
        wrong = svc_statement_say(one.text.data, language, namer, out);
        svc_buf_free(&one.text);
    }
    return wrong;
}

const char *svc_statement_say(const char *statement, enum svc_language language,
                              const struct svc_namer *namer, struct svc_buf *out)
{
    struct values values = { .count = 0 };
    size_t len = strcspn(statement, "|");
    const char *rest = statement[len] ? statement + len + 1 : NULL;
    const struct svc_template *t = find(statement, len);
    if (!t)
        return _("an unknown key");
    if (joint_of(statement))
        return say_all(joint_of(statement), rest, language, namer, out);
    const char *wrong = take_values(&values, rest, t->values);
    struct saying s = { &values, language, namer, out };
    if (!wrong)
        wrong = say_template(&s, t->text[language]);
    svc_buf_free(&values.text);
    return wrong;
}
