#include "svc/heading.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/word.h"
#include "svc/words.h"

/* The heading as it is compared. */
static void bare(const char *text, size_t len, struct svc_buf *out)
{
    static struct svc_buf narrow;
    const char *p = svc_tidy_narrow(text, &len, &narrow);
    size_t used;
    svc_buf_clear(out);
    for (const char *end = p + len; p < end; p += used) {
        struct svc_buf none = { 0 };
        size_t left = used = (size_t)svc_utf8_length((unsigned char)*p);
        if (!used || used > (size_t)(end - p))
            left = used = 1;
        else
            svc_tidy(p, &left, &none); /* a blank of any kind has nothing left */
        if (left && *p != '*')
            svc_buf_add(out, p, used);
        svc_buf_free(&none);
    }
    svc_buf_add(out, "", 0);
}

bool svc_heading_same(const char *one, size_t len, const char *other)
{
    static struct svc_buf a, b;
    bare(one, len, &a);
    bare(other, strlen(other), &b);
    return a.len == b.len && strcmp(svc_buf_text(&a), svc_buf_text(&b)) == 0;
}

/* A register's columns as they are compared, and what others call them. */
struct known {
    const struct svc_register *reg;
    char **label;
    const char *words; /* NULL: nothing */
};

static const char *words_of(const struct svc_register *reg)
{
    char *name = svc_format(".heading_%s", reg->name ? reg->name : "");
    const char *words = NULL;
    for (const struct svc_word_lists *list = svc_word_lists; list->name && !words; list++) {
        const char *dot = strchr(list->name, '.');
        words = dot && strcmp(dot, name) == 0 ? list->words : NULL;
    }
    free(name);
    return words;
}

static const struct known *known_of(const struct svc_register *reg)
{
    static struct known *all;
    static size_t count;
    for (size_t i = 0; i < count; i++)
        if (all[i].reg == reg)
            return &all[i];
    struct svc_buf label = { 0 };
    size_t columns = svc_column_count(reg->columns);
    all = svc_grow(all, count, sizeof *all);
    struct known *one = &all[count++];
    *one = (struct known){ .reg = reg, .words = words_of(reg), .label = svc_alloc((columns + 1) * sizeof(char *)) };
    for (size_t i = 0; i < columns; i++) {
        const char *text = svc_column_label(&reg->columns[i]);
        bare(text, strlen(text), &label);
        one->label[i] = svc_buf_take(&label);
    }
    return one;
}

/* The column that one of the words is the name of; words are written as they are compared. */
static int called(const struct svc_register *reg, const char *words, const struct svc_buf *text)
{
    struct svc_word word;
    if (!words || !svc_word_find(words, svc_buf_text(text), text->len, &word))
        return SVC_HEADING_UNKNOWN;
    for (int i = 0; reg->columns[i].name; i++)
        if (strlen(reg->columns[i].name) == word.code_len &&
            memcmp(reg->columns[i].name, word.code, word.code_len) == 0)
            return i;
    return SVC_HEADING_NONE;
}

int svc_heading_find(const struct svc_register *reg, const char *text, size_t len)
{
    static struct svc_buf heading;
    const struct known *known = known_of(reg);
    bare(text, len, &heading);
    if (!heading.len)
        return SVC_HEADING_UNKNOWN;
    for (int i = 0; reg->columns[i].name; i++)
        if (strcmp(reg->columns[i].name, svc_buf_text(&heading)) == 0 ||
            strcmp(known->label[i], svc_buf_text(&heading)) == 0)
            return i;
    int at = called(reg, known->words, &heading);
    return at == SVC_HEADING_UNKNOWN ? called(reg, svc_word_list("verb.heading"), &heading) : at;
}

enum svc_heading svc_heading_kind(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return SVC_CHINESE_HEADING;
    return SVC_ASCII_HEADING;
}

enum svc_heading svc_heading_is(const void *of, const char *text, size_t len)
{
    return svc_heading_find(of, text, len) == SVC_HEADING_UNKNOWN ? SVC_NO_HEADING : svc_heading_kind(text, len);
}

const char *svc_heading_others(const struct svc_register *reg, const char *column)
{
    const char *words = known_of(reg)->words;
    struct svc_word word;
    while (words && svc_word_next(&words, &word))
        if (word.code_len == strlen(column) && memcmp(word.code, column, word.code_len) == 0)
            return svc_strndup(word.names, word.names_len);
    return NULL;
}

/* Short words are soon like each other: a Chinese heading is near one with which it shares a character, another
 * one that is not the smaller part of it. */
static bool shares(const char *text, const struct svc_word *word)
{
    size_t used;
    bool chinese = false;
    for (const char *p = text; *p; p += used) {
        used = (size_t)svc_utf8_length((unsigned char)*p);
        used = used ? used : 1;
        chinese = chinese || used > 1;
        if (used > 1 && memmem(word->label, word->label_len, p, used))
            return true;
    }
    return !chinese && 2 * word->code_len >= strlen(text);
}

/* Among those without any of the flags, of the whole table where `text` is like one. */
static const char *near_column(const struct svc_column *columns, unsigned without, const char *text, bool heading)
{
    struct svc_buf words = { 0 };
    struct svc_word word;
    const char *near = NULL;
    for (const struct svc_column *c = columns; c->name; c++)
        if (!(c->flags & without))
            svc_buf_printf(&words, "%s%s:%s", words.len ? "|" : "", c->name, svc_column_label(c));
    if (svc_word_nearest(svc_buf_text(&words), text, strlen(text), &word) && shares(text, &word))
        near = svc_format("%.*s%s%.*s", (int)word.code_len, word.code, heading ? " " : "",
                          heading ? (int)word.label_len : 0, word.label);
    svc_buf_free(&words);
    return near;
}

const char *svc_heading_near(const struct svc_register *reg, const char *text)
{
    return near_column(reg->columns, SVC_INNER | SVC_OWN, text, true);
}

const char *svc_column_near(const struct svc_column *columns, const char *text)
{
    return near_column(columns, SVC_INNER, text, false);
}

void svc_sort_refuse(const struct svc_column *columns, const char *name)
{
    const char *near = svc_column_near(columns, name);
    if (near)
        svc_die(SVC_USAGE, "option --sort: no column \"%s\"\ndid you mean %s?", name, near);
    svc_die(SVC_USAGE, "option --sort: no column \"%s\"", name);
}
