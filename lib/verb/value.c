#include "svc/value.h"

#include <stdlib.h>
#include <string.h>

#include "svc/alike.h"
#include "svc/holds.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/phone.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/period.h"
#include "svc/word.h"

struct svc_value svc_value_text(const char *text)
{
    if (!text || !*text)
        return (struct svc_value){ .is = SVC_EMPTY };
    return (struct svc_value){ .is = SVC_IS_TEXT, .text = text, .len = strlen(text) };
}

struct svc_value svc_value_number(int64_t number)
{
    return (struct svc_value){ .is = SVC_IS_NUMBER, .number = number };
}

bool svc_value_same(const struct svc_value *a, const struct svc_value *b)
{
    if (!svc_value_given(a) || !svc_value_given(b))
        return !svc_value_given(a) && !svc_value_given(b);
    if (a->is != b->is)
        return false;
    if (a->is == SVC_IS_NUMBER)
        return a->number == b->number;
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

bool svc_value_alike(const struct svc_column *column, const struct svc_value *a,
                     const struct svc_value *b)
{
    static struct svc_buf one, other;
    if (a->is != SVC_IS_TEXT || b->is != SVC_IS_TEXT)
        return svc_value_same(a, b);
    if (column->type != SVC_TYPE_PHONE) {
        size_t len = a->len, more = b->len; /* a text of before may be padded */
        const char *text = svc_tidy(a->text, &len, &one), *before = svc_tidy(b->text, &more, &other);
        return len == more && memcmp(text, before, len) == 0;
    }
    return svc_phone_numbers(a->text, a->len, &one) && svc_phone_numbers(b->text, b->len, &other)
               ? strcmp(one.data, other.data) == 0
               : svc_value_same(a, b);
}

/* `refused` is what holds of the type's characters. */
static const char *check_line(const char *text, size_t len,
                              const char *(*refused)(const char *text, size_t len))
{
    if (svc_utf8_valid(text, len) != len)
        return _("not valid UTF-8");
    if (strpbrk(text, "\n\r\t"))
        return _("has more than one line or a tab");
    return refused(text, len);
}

/* The name of a department or a person may stand for its code, and is none: whose it is the roll
 * tells. */
static const char *check_code(const struct svc_column *column, const char *text, size_t len)
{
    bool named = column->table && svc_text_in("dept|person", '|', column->table);
    return check_line(text, len, named ? svc_line_refused : svc_code_refused);
}

static const char *check_phone(const char *text, size_t len)
{
    static struct svc_buf numbers;
    const char *why = svc_code_rounded(text);
    if (why)
        return why;
    return svc_phone_numbers(text, len, &numbers) ? NULL : _("not a phone number");
}

static void keep(struct svc_value *out, struct svc_buf *room)
{
    *out = (struct svc_value){ .is = SVC_IS_TEXT, .text = room->data, .len = room->len };
}

/* The word's code, whichever of its names was given. */
static const char *read_word(const char *words, const char *text, size_t len,
                             struct svc_value *out, struct svc_buf *room)
{
    struct svc_word word;
    if (!svc_words_find(words, text, len, &word))
        return _("an unknown word");
    if (word.code_len == len && memcmp(word.code, text, len) == 0)
        return NULL;
    svc_buf_add(room, word.code, word.code_len);
    keep(out, room);
    return NULL;
}

static const char *read_words(const char *words, bool back, const char *text,
                              struct svc_value *out, struct svc_buf *room)
{
    struct svc_word word;
    const char *one;
    size_t len;
    while (svc_text_next(&text, ';', &one, &len)) {
        size_t sign = back ? svc_word_back(one, len) : 0, whole = len - sign;
        size_t name = back ? svc_word_measured(one + sign, whole) : whole;
        if (!svc_word_find(words, one + sign, name, &word))
            return _("an unknown word");
        char *code = svc_format("%s%.*s%.*s", sign ? "-" : "", (int)word.code_len, word.code,
                                (int)(whole - name), one + sign + name);
        bool twice = room->len && svc_text_in(svc_buf_text(room), ';', code);
        svc_buf_printf(room, "%s%s", room->len ? ";" : "", code);
        free(code);
        if (twice)
            return _("a word comes twice");
    }
    keep(out, room);
    return NULL;
}

/* One of some numbers, or what one of them is called. */
static const char *read_choice(const char *words, const char *text, size_t len,
                               struct svc_value *out, struct svc_buf *room)
{
    struct svc_word word;
    *out = svc_value_number(0);
    const char *why = svc_int_parse(text, &out->number);
    svc_buf_int(room, out->number);
    if (!why && svc_words_find(words, svc_buf_text(room), room->len, &word))
        return NULL;
    svc_buf_clear(room);
    if (why && svc_word_find(words, text, len, &word)) {
        svc_buf_add(room, word.code, word.code_len);
        return svc_int_parse(svc_buf_text(room), &out->number);
    }
    return why ? why : _("out of range");
}

static const char *read_count(const struct svc_column *column, const char *text, struct svc_value *out)
{
    *out = svc_value_number(0);
    const char *why = svc_int_parse(text, &out->number);
    return !why && out->number < 0 && !(column->flags & SVC_SIGNED) ? _("must not be negative") : why;
}

/* Whether a time or day that could be read is written as the store writes it, with no zone and no blank in the place
 * of a figure. */
static bool canonical(const char *text, size_t len, bool day)
{
    static const char shape[] = "0000-00-00 00:00:00";
    if (len != (day ? SVC_DAY_SIZE : SVC_WHEN_SIZE) - 1)
        return false;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return true;
}

/* `*out` is the text as it was given. */
static const char *read_time(const struct svc_column *column, const char *text,
                             struct svc_value *out, struct svc_buf *room)
{
    char shown[SVC_WHEN_SIZE];
    svc_when when;
    svc_day day;
    bool alone = column->type == SVC_TYPE_DAY;
    const char *why = alone ? svc_day_parse(text, &day) : svc_when_parse(text, &when);
    if (why && alone && !svc_when_parse(text, &when) && when == svc_day_start(svc_when_day(when))) {
        why = NULL; /* a system's day has the time of midnight */
        day = svc_when_day(when);
    }
    if (why || canonical(text, out->len, alone))
        return why;
    bool dated = !alone && !svc_day_parse(text, &day);
    if (dated && column->flags & SVC_END)
        when = svc_day_start(day + 1) - 1;
    svc_buf_puts(room, alone ? svc_day_format(day, shown) : svc_when_format(when, shown));
    keep(out, room);
    out->alone = dated;
    return NULL;
}

bool svc_value_alone(const char *undated, const char *column)
{
    return undated && svc_text_in(undated, ';', column);
}

struct svc_value svc_value_undated(const struct svc_column *columns,
                                   const struct svc_value *values)
{
    static struct svc_buf left;
    int at = svc_column_at(columns, "undated");
    svc_buf_clear(&left);
    for (int i = 0; svc_value_given(&values[at]) && columns[i].name; i++)
        if (svc_value_given(&values[i]) && svc_value_alone(values[at].text, columns[i].name))
            svc_buf_printf(&left, "%s%s", left.len ? ";" : "", columns[i].name);
    return svc_value_text(svc_buf_text(&left));
}

const char *svc_value_earliest(const struct svc_column *columns, const struct svc_value *values,
                               int at, char *room)
{
    const char *text = values[at].text;
    if (!svc_value_given(&values[at]) || strcmp(text + SVC_DAY_SIZE - 1, " 23:59:59") != 0)
        return text; /* as mostly: a date alone is kept as one end of its day */
    int undated = svc_column_find(columns, "undated");
    if (undated < 0 ||
        !svc_value_alone(svc_value_given(&values[undated]) ? values[undated].text : NULL,
                         columns[at].name))
        return text;
    memcpy(room, text, SVC_DAY_SIZE - 1);
    memcpy(room + SVC_DAY_SIZE - 1, " 00:00:00", SVC_WHEN_SIZE - SVC_DAY_SIZE + 1);
    return room;
}

static const char *read_period(const struct svc_column *column, const char *text,
                               struct svc_value *out, struct svc_buf *room)
{
    struct svc_period period;
    bool month = column->type == SVC_TYPE_MONTH;
    if (*text < '0' || *text > '9' || /* last-month would be another one tomorrow */
        svc_period_parse(text, &period) ||
        (month ? period.kind != SVC_MONTH : period.kind == SVC_SPAN))
        return month ? _("not a month; write 2026-10") : _("not a period; write 2026-W37, 2026-09, 2026Q3 or 2026");
    svc_buf_puts(room, period.name);
    keep(out, room);
    return NULL;
}

static const char *read_holds(const char *text, struct svc_value *out, struct svc_buf *room)
{
    static struct svc_holds holds;
    const char *why = svc_holds_parse(text, &holds);
    if (why)
        return why;
    svc_holds_format(&holds, room);
    keep(out, room);
    return NULL;
}

static bool has_chinese(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text;
}

/* The words as whoever wrote the text reads them. */
static void add_choice(struct svc_buf *out, const char *words, bool chinese)
{
    struct svc_word word;
    const char *lead = "";
    for (const char *rest = words; svc_word_next(&rest, &word); lead = "|") {
        if (svc_word_again(words, &word))
            continue;
        svc_buf_puts(out, lead);
        svc_buf_add(out, chinese ? word.label : word.code, chinese ? word.label_len : word.code_len);
    }
}

const char *svc_value_choice(const struct svc_column *column, svc_day day, const char *text,
                             const char *lead)
{
    struct svc_buf out = { 0 };
    struct svc_word near;
    const char *words = svc_column_words(column, day);
    if (!words)
        return "";
    if (text && svc_word_nearest(words, text, strlen(text), &near))
        svc_buf_printf(&out, _("%sdid you mean %.*s=%.*s? It must be one of "), lead, (int)near.label_len, near.label,
                       (int)near.code_len, near.code);
    else
        svc_buf_printf(&out, _("%smust be one of "), lead);
    add_choice(&out, words, text && has_chinese(text));
    return svc_buf_take(&out);
}

/* What a person writes is told as it was written, whatever it looks like. */
static const char *read_stated(const struct svc_column *column, const char *text, size_t len,
                               struct svc_value *out, struct svc_buf *room)
{
    svc_statement(room, "text", "s", text);
    keep(out, room);
    return column->type == SVC_TYPE_CODE   ? check_code(column, text, len)
           : column->type == SVC_TYPE_LINE ? check_line(text, len, svc_line_refused)
                                           : NULL;
}

/* A word's code, or a text of the column's own where the company lists no words. */
static const char *read_listed(const struct svc_column *column, svc_day day, const char *text,
                               size_t len, struct svc_value *out, struct svc_buf *room)
{
    const char *words = svc_column_words(column, day);
    if (column->type == SVC_TYPE_INT)
        return words ? read_choice(words, text, len, out, room) : read_count(column, text, out);
    if (!words)
        return check_code(column, text, len);
    return column->type == SVC_TYPE_WORD ? read_word(words, text, len, out, room)
                                         : read_words(words, column->flags & SVC_BACK, text, out,
                                                      room);
}

/* A code that may be one of some words: by any of its names, or as it is written. */
static const char *read_called(const struct svc_column *column, svc_day day, const char *text,
                               size_t len, struct svc_value *out, struct svc_buf *room)
{
    struct svc_word word;
    const char *words = column->list ? svc_column_words(column, day) : NULL;
    return words && svc_word_find(words, text, len, &word)
               ? read_word(words, text, len, out, room) : check_code(column, text, len);
}

static const char *read_typed(const struct svc_column *column, svc_day day, const char *text,
                              size_t len, struct svc_value *out, struct svc_buf *room)
{
    *out = (struct svc_value){ .is = SVC_IS_TEXT, .text = text, .len = len };
    if (column->flags & SVC_PERSONAL && svc_mask_in(text, len))
        return NULL; /* judged against what is stored */
    if (column->flags & SVC_STATED)
        return read_stated(column, text, len, out, room);
    switch (column->type) {
    case SVC_TYPE_TEXT: return NULL;
    case SVC_TYPE_LINE: return check_line(text, len, svc_line_refused);
    case SVC_TYPE_CODE: return read_called(column, day, text, len, out, room);
    case SVC_TYPE_PHONE: return check_phone(text, len);
    case SVC_TYPE_WORD:
    case SVC_TYPE_WORDS:
    case SVC_TYPE_INT: return read_listed(column, day, text, len, out, room);
    case SVC_TYPE_TIME:
    case SVC_TYPE_DAY: return read_time(column, text, out, room);
    case SVC_TYPE_MONTH:
    case SVC_TYPE_PERIOD: return read_period(column, text, out, room);
    case SVC_TYPE_HOLDS: return read_holds(text, out, room);
    case SVC_TYPE_POINTS:
    case SVC_TYPE_MONEY:
        *out = svc_value_number(0);
        return svc_hundredths_parse(text, &out->number);
    case SVC_TYPE_LIGHT:
    case SVC_TYPE_RATE: break; /* computed, never read */
    }
    return _("of an unknown type");
}

/* What dates, numbers and words are compared by has one width; a text has what its author gave it. */
static bool is_narrowed(const struct svc_column *column)
{
    switch (column->type) {
    case SVC_TYPE_TEXT:
    case SVC_TYPE_LINE:
    case SVC_TYPE_CODE:
    case SVC_TYPE_PHONE: return false;
    default: return true;
    }
}

const char *svc_value_read(const struct svc_column *column, svc_day day, const char *text,
                           size_t len, struct svc_value *out, struct svc_buf *room)
{
    static struct svc_buf bare, narrow;
    const char *given = text;
    svc_buf_clear(room);
    *out = (struct svc_value){ .is = SVC_EMPTY };
    if (!text || len == 0)
        return NULL;
    text = svc_tidy(text, &len, &bare);
    if (is_narrowed(column))
        text = svc_tidy_narrow(text, &len, &narrow);
    if (len == 0)
        return NULL;
    const char *why = read_typed(column, day, text, len, out, room);
    if (out->is == SVC_IS_TEXT && out->text == text && text != given) {
        svc_buf_clear(room); /* what a failure left */
        svc_buf_add(room, text, len);
        keep(out, room);
    }
    return why;
}

const char *svc_value_show(const struct svc_column *column, const struct svc_value *value,
                           struct svc_buf *room)
{
    char digits[SVC_NUM_SIZE];
    if (!svc_value_given(value))
        return "";
    if (value->is == SVC_IS_TEXT)
        return value->text;
    svc_buf_clear(room);
    if (svc_column_kind(column) == SVC_KIND_HUNDRED)
        svc_buf_puts(room, svc_hundredths_format(value->number, digits));
    else
        svc_buf_int(room, value->number);
    return room->data;
}
