#include "opt-inner.h"

#include <stdlib.h>
#include <string.h>

#include "svc/alike.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/read.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

struct svc_flat_list svc_opt_parsed;

void svc_opt_spread(struct svc_flat_list *list, const struct svc_option *options,
                   const struct svc_register *reg)
{
    for (const struct svc_option *o = options; o && o->name; o++) {
        if (o->type == SVC_OPT_INCLUDE) {
            svc_opt_spread(list, o->to, reg);
            continue;
        }
        if (o->type != SVC_OPT_VALUES && o->type != SVC_OPT_SETTABLE &&
            o->type != SVC_OPT_FILTERS) {
            list->item = svc_grow(list->item, list->count, sizeof *list->item);
            list->item[list->count++] = (struct svc_flat){ .option = o };
            continue;
        }
        unsigned hidden = o->type == SVC_OPT_FILTERS ? SVC_INNER : SVC_INNER | SVC_OWN;
        for (size_t i = 0; reg && reg->columns[i].name; i++) {
            unsigned flags = reg->columns[i].flags;
            if (flags & hidden || (o->type == SVC_OPT_SETTABLE && !(flags & SVC_SET)))
                continue;
            /* --period selects by the fact, which may be a column of that very name. */
            if (o->type == SVC_OPT_FILTERS && strcmp(reg->columns[i].name, "period") == 0)
                continue;
            list->item = svc_grow(list->item, list->count, sizeof *list->item);
            list->item[list->count++] = (struct svc_flat){
                .option = o, .column = &reg->columns[i], .position = i
            };
        }
    }
}

const char *svc_opt_name(const struct svc_flat *flat)
{
    return flat->column ? flat->column->name : flat->option->name;
}

bool svc_opt_valued(const struct svc_flat *flat)
{
    return flat->option->type != SVC_OPT_FLAG;
}

/* A period; a month may be MONTH@REVISION. */
static const char *read_period(const struct svc_option *o, struct svc_opt_period *period)
{
    const char *text = period->text;
    if (o->type == SVC_OPT_PERIOD)
        return svc_period_parse(text, &period->period);
    size_t len = strcspn(text, "@");
    char *month = svc_strndup(text, len);
    const char *why = svc_period_parse(month, &period->period);
    free(month);
    if (!why && text[len] == '@' &&
        (svc_int_parse(text + len + 1, &period->revision) || period->revision < 1))
        why = _("not a revision; write 2026-10@1");
    return why;
}

/* What is written into a record must be text; the name of a file or folder is the machine's business. */
bool svc_opt_is_file(const struct svc_option *option)
{
    return option->arg && svc_text_in("FILE|DIR", '|', option->arg);
}

/* What is told apart by its bytes, and a reference that people read; a code of the roll may be given
 * by its name. */
static const char *refused(const struct svc_option *o, const char *text)
{
    const char *arg = o->arg ? o->arg : "";
    if (svc_text_in("CODE|NO|ID|LOGIN", '|', arg) && !o->table)
        return svc_code_refused(text, strlen(text));
    return svc_text_in("REF|CODE", '|', arg) ? svc_line_refused(text, strlen(text)) : NULL;
}

/* The words that an option is one of, NULL where it is free; a company's need the store. */
static const char *words_of(const struct svc_option *o)
{
    const char *words = o->list ? svc_words(o->list, SVC_WORDS_EVER) : NULL;
    if (words)
        return *words ? words : NULL;
    return o->arg && strchr(o->arg, '|') ? o->arg : NULL;
}

static bool needs_store(const struct svc_option *o)
{
    return o->list && svc_words_are_own(o->list);
}

static const char *codes_of(const char *words)
{
    struct svc_buf out = { 0 };
    svc_word_codes(words, &out);
    return svc_buf_take(&out);
}

/* The argument as --help and messages tell it, kept for the process; of words their codes, but a
 * company's are told by the verb `columns`. */
static const char *told(const struct svc_flat *f)
{
    const struct svc_option *o = f->option;
    if (f->column && f->column->list && svc_words_are_own(f->column->list))
        return "WORD";
    if (f->column)
        return codes_of(svc_column_words(f->column, SVC_WORDS_EVER));
    if (o->arg)
        return strchr(o->arg, '|') ? codes_of(o->arg) : o->arg;
    return o->list ? codes_of(words_of(o)) : NULL;
}

/* The code of the word that was given by any of its names, kept for the process. Of a list an
 * option may take some alone, which `arg` names. */
static const char *read_word(const struct svc_option *o, const char *text, size_t len)
{
    struct svc_word word, near;
    const char *words = words_of(o), *some = o->arg && strchr(o->arg, '|') ? o->arg : words;
    if (svc_word_find(words, text, len, &word)) {
        const char *code = svc_strndup(word.code, word.code_len);
        if (svc_word_find(some, code, word.code_len, &word))
            return code;
    }
    if (svc_word_nearest(some, text, len, &near))
        svc_die(SVC_USAGE, "option --%s must be one of %s\ndid you mean %.*s?", o->name,
                codes_of(some), (int)near.code_len, near.code);
    svc_die(SVC_USAGE, "option --%s must be one of %s", o->name, codes_of(some));
}

/* The same of each of some, where the option takes them: `WORD,...`. */
static const char *read_words(const struct svc_option *option, const char *text)
{
    struct svc_buf out = { 0 };
    const char *one;
    size_t len;
    if (!option->arg || !strchr(option->arg, ','))
        return read_word(option, text, strlen(text));
    while (svc_text_next(&text, ',', &one, &len))
        svc_buf_printf(&out, "%s%s", out.len ? "," : "", read_word(option, one, len));
    return svc_buf_take(&out);
}

void svc_opt_settle(void)
{
    for (const struct svc_flat *f = svc_opt_parsed.item; f < svc_opt_parsed.item + svc_opt_parsed.count; f++)
        if (f->given && !f->column && needs_store(f->option) && words_of(f->option)) {
            const char **to = f->option->to;
            *to = read_words(f->option, *to);
        }
}

void svc_opt_periods(void)
{
    for (const struct svc_flat *f = svc_opt_parsed.item; f < svc_opt_parsed.item + svc_opt_parsed.count; f++) {
        const struct svc_option *o = f->option;
        bool period = o->type == SVC_OPT_PERIOD || o->type == SVC_OPT_MONTH;
        const char *why = f->given && period ? read_period(o, o->to) : NULL;
        if (why)
            svc_die(SVC_USAGE, "option --%s: %s", o->name, why);
    }
}

void svc_opt_take(struct svc_flat *flat, const char *text)
{
    const struct svc_option *o = flat->option;
    const char *why = svc_opt_valued(flat) && !svc_opt_is_file(o) ? svc_text_refused(text) : NULL;
    if (svc_opt_valued(flat) && !why)
        why = refused(o, text);
    if (svc_opt_valued(flat) && strlen(text) > SVC_FIELD_MAX)
        why = _("is larger than 64 KiB"); /* no file could bring it back */
    if (o->most && strlen(text) > o->most)
        svc_die(SVC_USAGE, "option --%s: is longer than %u bytes", svc_opt_name(flat), o->most);
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", svc_opt_name(flat), why);
    bool again = flat->given;
    flat->given = true;
    switch (o->type) {
    case SVC_OPT_FLAG: *(bool *)o->to = true; break;
    case SVC_OPT_TEXT:
        if (!needs_store(o) && words_of(o))
            text = read_words(o, text);
        if (o->joins && again && *text)
            text = svc_format("%s,%s", *(const char **)o->to, text);
        if (!*text) /* a text that is asked for and not there would be taken for one */
            why = _("is empty");
        *(const char **)o->to = text;
        break;
    case SVC_OPT_INT:
        why = svc_int_parse(text, o->to);
        if (!why && *(int64_t *)o->to < 0)
            why = _("must not be negative");
        break;
    case SVC_OPT_TIME: {
        struct svc_opt_time *time = o->to;
        time->given = true;
        svc_day day;
        time->day = !svc_day_parse(text, &day);
        why = svc_when_read(text, &time->when);
        break;
    }
    case SVC_OPT_PERIOD:
    case SVC_OPT_MONTH: {
        struct svc_opt_period *period = o->to;
        period->given = true;
        period->text = text;
        why = read_period(o, period);
        break;
    }
    case SVC_OPT_VALUES:
    case SVC_OPT_SETTABLE:
    case SVC_OPT_FILTERS: ((struct svc_opt_columns *)o->to)->text[flat->position] = text; break;
    case SVC_OPT_INCLUDE: break;
    }
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", o->name, why);
}

const struct svc_option *svc_opt_given(size_t *at)
{
    while (*at < svc_opt_parsed.count) {
        const struct svc_flat *f = &svc_opt_parsed.item[(*at)++];
        if (f->given)
            return f->option;
    }
    return NULL;
}

/* The next of the options parted by `;` or, where another will do as well, by `|`, which the list must
 * have; NULL behind the last. `*or_next` tells whether the one behind it will do. */
static const struct svc_flat *next_of(const struct svc_flat_list *list, const char **names, bool *or_next)
{
    const char *word = *names;
    size_t len = word ? strcspn(word, ";|") : 0;
    if (!len)
        return NULL;
    *or_next = word[len] == '|';
    *names = word[len] ? word + len + 1 : NULL;
    for (const struct svc_flat *f = list->item; f < list->item + list->count; f++)
        if (strlen(svc_opt_name(f)) == len && memcmp(svc_opt_name(f), word, len) == 0)
            return f;
    svc_die(SVC_BUG, "an option is required that the verb lacks: %s", word);
}

/* What stands before the name in a sentence: an option that is no noun is told as it is written. */
static const char *article(const struct svc_flat *f)
{
    static const char no_nouns[] = "before|from|intangible|tangible|told";
    const char *name = svc_opt_name(f);
    if (!svc_opt_valued(f) || strchr(name, '-') || svc_text_in(no_nouns, '|', name))
        return "--";
    return name[strlen(name) - 1] == 's' ? "" : strchr("aeiou", *name) ? "an " : "a ";
}

void svc_opt_require(const char *verb, const char *requires)
{
    const struct svc_flat *f, *first = NULL;
    bool more, given = false;
    while ((f = next_of(&svc_opt_parsed, &requires, &more))) {
        first = first ? first : f;
        given = given || f->given;
        if (more)
            continue;
        if (!given)
            svc_die(SVC_USAGE, "%s needs %s%s\nadd --%s%s%s: %s", verb, article(first),
                    svc_opt_name(first), svc_opt_name(first), svc_opt_valued(first) ? " " : "",
                    svc_opt_valued(first) ? told(first) : "", svc_tr(first->option->help));
        first = NULL;
        given = false;
    }
}

void svc_opt_usage(const struct svc_option *options, const char *requires,
                   const struct svc_register *reg, struct svc_buf *out)
{
    const struct svc_flat *f;
    struct svc_flat_list list = { NULL, 0 };
    bool other = false, more;
    svc_opt_spread(&list, options, reg);
    for (; (f = next_of(&list, &requires, &more)); other = more)
        svc_buf_printf(out, "%s--%s%s%s", other ? "|" : " ", svc_opt_name(f), svc_opt_valued(f) ? " " : "",
                       svc_opt_valued(f) ? told(f) : "");
    free(list.item);
}

void svc_opt_help(const struct svc_option *options, const char *requires,
                  const struct svc_register *reg, struct svc_buf *out)
{
    enum { HELP_COLUMN = 32 };
    struct svc_flat_list list = { NULL, 0 };
    svc_opt_spread(&list, options, reg);
    for (size_t i = 0; i < list.count; i++) {
        const struct svc_flat *f = &list.item[i];
        size_t start = out->len;
        if (f->option->letter)
            svc_buf_printf(out, "  -%c, --%s", f->option->letter, svc_opt_name(f));
        else
            svc_buf_printf(out, "      --%s", svc_opt_name(f));
        const char *arg = told(f);
        if (svc_opt_valued(f))
            svc_buf_printf(out, " %s", arg && *arg ? arg : "VALUE");
        if (out->len - start > HELP_COLUMN - 2)
            svc_buf_printf(out, "\n%*s", HELP_COLUMN, "");
        else
            svc_buf_printf(out, "%*s", (int)(HELP_COLUMN - (out->len - start)), "");
        bool required = requires && svc_text_in(requires, ';', svc_opt_name(f));
        svc_buf_printf(out, "%s%s\n", svc_tr(f->column ? f->column->help : f->option->help),
                       required ? _(" (required)") : "");
    }
    free(list.item);
}
