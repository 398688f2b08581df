/* The command line of a verb: which of its words are options, their values and operands. */
#include "opt-inner.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/word.h"

static _Noreturn void unknown(const struct svc_flat_list *list, const char *word)
{
    struct svc_buf names = { 0 };
    char name[64] = { 0 };
    size_t len = strcspn(word, "=");
    memcpy(name, word, len < sizeof name ? len : sizeof name - 1);
    for (size_t i = 0; i < list->count; i++)
        svc_buf_printf(&names, "%s%s", i ? "|" : "", svc_opt_name(&list->item[i]));
    const char *near = strncmp(word, "--", 2) == 0 && name[2] ? svc_word_meant(svc_buf_text(&names), name + 2) : NULL;
    if (near)
        svc_die(SVC_USAGE, "unknown option \"%s\"\ndid you mean --%s?", name, near);
    svc_die(SVC_USAGE, "unknown option \"%s\"\ntry --help", name);
}

/* The tables as getopt_long wants them; `val` is the option's place + 1000. */
enum { FIRST_VAL = 1000 };

static struct option *long_options(const struct svc_flat_list *list, char *letters)
{
    struct option *out = svc_alloc((list->count + 1) * sizeof *out);
    char *p = letters;
    *p++ = '-'; /* operands in order, as option 1 */
    *p++ = ':'; /* a missing argument is ours to report */
    for (size_t i = 0; i < list->count; i++) {
        const struct svc_flat *f = &list->item[i];
        out[i] = (struct option){ svc_opt_name(f), svc_opt_valued(f) ? required_argument : no_argument,
                                  NULL, FIRST_VAL + (int)i };
        if (f->option->letter) {
            *p++ = f->option->letter;
            if (svc_opt_valued(f))
                *p++ = ':';
        }
    }
    *p = '\0';
    return out;
}

static struct svc_flat *by_letter(const struct svc_flat_list *list, int letter)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->item[i].option->letter == letter)
            return &list->item[i];
    return NULL;
}

/* getopt_long takes abbreviations; the whole word must stand in the argument. */
static bool whole_word(const char *arg, const char *name)
{
    size_t len = strlen(name);
    return strncmp(arg, "--", 2) == 0 && strncmp(arg + 2, name, len) == 0 &&
           (arg[2 + len] == '\0' || arg[2 + len] == '=');
}

/* Whether `typed`, up to its end or `=`, spells the name, with - for _ or without. */
static bool spells(const char *typed, const char *name)
{
    while (*name && (*typed == *name || (*typed == '-' && *name == '_'))) {
        typed++;
        name++;
    }
    return !*name && (!*typed || *typed == '=');
}

static const struct svc_flat *spelled(const struct svc_flat_list *list, const char *typed, bool exactly)
{
    for (const struct svc_flat *f = list->item; f < list->item + list->count; f++)
        if (exactly ? whole_word(typed, svc_opt_name(f)) : spells(typed + 2, svc_opt_name(f)))
            return f;
    return NULL;
}

/* The option as its name is written: --received-at is --received_at. What is one as it stands stays. */
static char *unified(const struct svc_flat_list *list, char *typed)
{
    if (strncmp(typed, "--", 2) != 0 || spelled(list, typed, true))
        return typed;
    const struct svc_flat *f = spelled(list, typed, false);
    return f ? svc_format("--%s%s", svc_opt_name(f), typed + 2 + strlen(svc_opt_name(f))) : typed;
}

/* True when the word is an option, or some letters, whose value is the next word. */
static bool takes_next(const struct svc_flat_list *list, const char *word)
{
    const struct svc_flat *f;
    if (strncmp(word, "--", 2) == 0) {
        f = spelled(list, word, true);
        f = f ? f : spelled(list, word, false);
        return f && svc_opt_valued(f) && !strchr(word, '=');
    }
    while (*++word)
        if ((f = by_letter(list, *word)) && svc_opt_valued(f))
            return !word[1];
    return false;
}

int svc_opt_operand(const struct svc_option *options, const struct svc_register *const *registers, int argc,
                    char **argv)
{
    struct svc_flat_list list = { NULL, 0 };
    int at = 0;
    svc_opt_spread(&list, options, NULL);
    for (; registers && *registers; registers++)
        svc_opt_spread(&list, options, *registers);
    while (at < argc && argv[at][0] == '-' && argv[at][1] && strcmp(argv[at], "--") != 0)
        at += takes_next(&list, argv[at]) ? 2 : 1;
    free(list.item);
    return at < argc ? at : argc;
}

static void prepare_columns(const struct svc_flat_list *list, const struct svc_register *reg)
{
    for (size_t i = 0; i < list->count; i++) {
        struct svc_opt_columns *columns = list->item[i].column ? list->item[i].option->to : NULL;
        if (columns && !columns->text)
            columns->text = svc_alloc((svc_column_count(reg->columns) + 1) * sizeof(char *));
    }
}

int svc_opt_parse(const struct svc_option *options, const struct svc_register *reg, int argc,
                  char **argv)
{
    struct svc_flat_list list = { NULL, 0 };
    svc_opt_spread(&list, options, reg);
    prepare_columns(&list, reg);
    char *letters = svc_alloc(2 * list.count + 3);
    struct option *longs = long_options(&list, letters);
    char **args = svc_alloc(((size_t)argc + 2) * sizeof *args); /* getopt wants a program name */
    memcpy(args + 1, argv, (size_t)argc * sizeof *args);
    int operands = 0, c;
    opterr = 0;
    optind = 1;
    for (;;) {
        int before = optind;
        if (optind <= argc)
            args[optind] = unified(&list, args[optind]);
        c = getopt_long(argc + 1, args, letters, longs, NULL);
        if (c == -1)
            break;
        if (c == 1) {
            argv[operands++] = optarg;
        } else if (c == ':') {
            if (optopt >= FIRST_VAL && !whole_word(args[before], svc_opt_name(&list.item[optopt - FIRST_VAL])))
                unknown(&list, args[before]);
            svc_die(SVC_USAGE, "option %s needs a value", args[before]);
        } else if (c == '?') {
            unknown(&list, args[before]);
        } else if (c >= FIRST_VAL) {
            struct svc_flat *f = &list.item[c - FIRST_VAL];
            if (!whole_word(args[before], svc_opt_name(f)))
                unknown(&list, args[before]);
            svc_opt_take(f, optarg);
        } else {
            svc_opt_take(by_letter(&list, c), optarg);
        }
    }
    while (optind < argc + 1)
        argv[operands++] = args[optind++];
    free(args);
    free(longs);
    free(letters);
    svc_opt_parsed = list;
    return operands;
}

