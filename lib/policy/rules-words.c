/* The company's words: what they are called, what they act as, and who names them. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/grade.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"
#include "svc/word.h"

/* What the tools themselves reason about, so that a company's word may act as it; and the built-in
 * lists that stand in one column with the company's. */
static const struct list {
    const char *name, *built_in, *beside;
} lists[] = {
    { .name = "channel",
      .built_in = "hotline|counter|letter|web|12345|regulator|media|monitor|internal" },
    { .name = "category",
      .built_in = "conduct|billing|installation|gas_on|repair|safety_check|supply|information|"
                  "online|other" },
    { .name = "business",
      .built_in = "install|gas_on|repair|pipe_change|emergency|safety_check|name_transfer|"
                  "stop_notice|restore|other",
      .beside = "callback.business tier.business" },
    { .name = "class",
      .built_in = "resident|commercial|industrial|collective|boiler|direct-fired|CNG|government|"
                  "media|monitor" },
    { .name = "customer_kind", .built_in = "home|business" },
    { .name = "cause", .built_in = "" },
    { .name = "effect",
      .built_in = "grade_c|no_annual_award|suspension|notice|withdraw_rights|committee|internal|"
                  "annual_points|employee_rules" },
    { .name = "severity", .built_in = "minor|major" },
    { .name = "item", .built_in = SVC_ITEMS, .beside = "report.sheet" },
    { .name = "grade", .built_in = "" },
    { .name = "level", .built_in = "1|2|3" },
    { .name = "monitor_group", .built_in = "" },
    { 0 }
};

static const struct list *list_of(const char *name)
{
    const struct list *list = lists;
    while (list->name && strcmp(list->name, name) != 0)
        list++;
    return list;
}

bool svc_check_listed(const struct svc_check *c, const char *list, const char *code)
{
    char *key = svc_format("%s/%s", list, code);
    bool listed = svc_pack_find(c->pack, SVC_PACK_WORDS, key, false) != NULL ||
                  svc_text_in(list_of(list)->built_in, '|', code) ||
                  !svc_pack_find(c->pack, SVC_PACK_WORDS, list, true);
    free(key);
    return listed;
}

char *svc_check_items(const struct svc_check *c)
{
    struct svc_buf items = { 0 };
    EACH_ROW(c, SVC_PACK_WORDS, row)
        if (strcmp(svc_check_text(SVC_PACK_WORDS, row, "list"), "item") == 0 &&
            !svc_check_text(SVC_PACK_WORDS, row, "acts_as"))
            svc_buf_printf(&items, "%s%s", items.len ? "|" : "",
                           svc_check_text(SVC_PACK_WORDS, row, "code"));
    return svc_buf_take(&items);
}

char *svc_check_words_of(const struct svc_check *c, const char *list, const char *beside)
{
    const char *built_in = list_of(list)->built_in, *one;
    size_t len;
    struct svc_buf words = { 0 };
    EACH_ROW(c, SVC_PACK_WORDS, row)
        if (strcmp(svc_check_text(SVC_PACK_WORDS, row, "list"), list) == 0)
            svc_buf_printf(&words, "%s%s", words.len ? "|" : "",
                           svc_check_text(SVC_PACK_WORDS, row, "code"));
    while (svc_text_next(&built_in, '|', &one, &len)) {
        char *code = svc_strndup(one, len);
        if (!svc_text_in(svc_buf_text(&words), '|', code))
            svc_buf_printf(&words, "%s%s", words.len ? "|" : "", code);
        free(code);
    }
    if (*beside)
        svc_buf_printf(&words, "%s%s", words.len ? "|" : "", beside);
    return svc_buf_take(&words);
}

/* -- one word ------------------------------------------------------------------------------- */

/* A code stands in files, options and shells; what else has a meaning in a list would part it. */
static void check_code(struct svc_check *c, const struct svc_pack_row *row, const struct list *list)
{
    enum { LONGEST = 24 };
    const char *code = svc_check_text(SVC_PACK_WORDS, row, "code");
    bool level = strcmp(list->name, "level") == 0;
    if (strlen(code) > LONGEST ||
        code[strspn(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
        svc_check_fault(c, SVC_PACK_WORDS, row->line, "code",
                        "\"%s\" is not %d of the characters a-z A-Z 0-9 _ -, or fewer", code, LONGEST);
    else if (level && (strlen(code) != 1 || *code < '1' || *code > '9'))
        svc_check_fault(c, SVC_PACK_WORDS, row->line, "code", "a level is a number of 1 to 9");
}

static void check_acting(struct svc_check *c, const struct svc_pack_row *row, const struct list *list)
{
    const char *code = svc_check_text(SVC_PACK_WORDS, row, "code");
    const char *as = svc_check_text(SVC_PACK_WORDS, row, "acts_as");
    if (!as)
        return;
    bool forces = strcmp(list->name, "effect") == 0 &&
                  strncmp(as, SVC_GRADE_EFFECT, strlen(SVC_GRADE_EFFECT)) == 0;
    if (!forces && !svc_text_in(list->built_in, '|', as))
        svc_check_unknown(c, SVC_PACK_WORDS, row, "acts_as", list->built_in, as);
    else if (svc_text_in(list->built_in, '|', code))
        svc_check_fault(c, SVC_PACK_WORDS, row->line, "acts_as",
                        "\"%s\" is built in and acts as itself", code);
}

/* -- names ---------------------------------------------------------------------------------- */

/* What a word answers to. */
struct name {
    char *list, *text;
    const struct svc_pack_row *row;
};

struct names {
    struct name *name;
    size_t count;
};

static void add_name(struct names *names, const struct svc_pack_row *row, const char *text,
                     size_t len)
{
    names->name = svc_grow(names->name, names->count, sizeof *names->name);
    names->name[names->count++] =
        (struct name){ svc_strdup(svc_check_text(SVC_PACK_WORDS, row, "list")),
                       svc_strndup(text, len), row };
}

static int by_name(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int order = strcmp(x->list, y->list);
    order = order ? order : strcmp(x->text, y->text);
    return order ? order : x->row->line < y->row->line ? -1 : x->row->line > y->row->line;
}

/* Names that a list parts at, or that a built-in word beside the company's has already. */
static void check_name(struct svc_check *c, const struct svc_pack_row *row, const char *column,
                       const char *text, size_t len)
{
    const char *beside = list_of(svc_check_text(SVC_PACK_WORDS, row, "list"))->beside, *name;
    struct svc_word word;
    size_t name_len;
    for (size_t i = 0; i < len; i++)
        if (strchr("|:,;", text[i])) {
            svc_check_fault(c, SVC_PACK_WORDS, row->line, column, "a name has none of | : , ;");
            return;
        }
    while (beside && svc_text_next(&beside, ' ', &name, &name_len)) {
        char *list = svc_strndup(name, name_len);
        if (svc_word_find(svc_word_list(list), text, len, &word))
            svc_check_fault(c, SVC_PACK_WORDS, row->line, column,
                            "\"%.*s\" is what %s calls its built-in %.*s", (int)len, text, list,
                            (int)word.code_len, word.code);
        free(list);
    }
}

static void take_names(struct svc_check *c, const struct svc_pack_row *row, struct names *names)
{
    const char *code = svc_check_text(SVC_PACK_WORDS, row, "code");
    const char *label = svc_check_text(SVC_PACK_WORDS, row, "label");
    const char *list = svc_check_text(SVC_PACK_WORDS, row, "synonyms"), *one;
    size_t len;
    check_name(c, row, "code", code, strlen(code));
    check_name(c, row, "label", label, strlen(label));
    add_name(names, row, code, strlen(code));
    if (strcmp(label, code) != 0)
        add_name(names, row, label, strlen(label));
    while (list && svc_text_next(&list, ';', &one, &len)) {
        check_name(c, row, "synonyms", one, len);
        add_name(names, row, one, len);
    }
}

/* No text may mean two words of a list. */
static void check_unique(struct svc_check *c, struct names *names)
{
    if (names->count)
        qsort(names->name, names->count, sizeof *names->name, by_name);
    for (size_t i = 1; i < names->count; i++) {
        const struct name *first = &names->name[i - 1], *again = &names->name[i];
        if (strcmp(first->list, again->list) == 0 && strcmp(first->text, again->text) == 0)
            svc_check_fault(c, SVC_PACK_WORDS, again->row->line, "synonyms",
                            "\"%s\" stands already in line %zu", again->text, first->row->line);
    }
    for (size_t i = 0; i < names->count; i++) {
        free(names->name[i].list);
        free(names->name[i].text);
    }
    free(names->name);
}

/* -- who names them ------------------------------------------------------------------------- */

static void must_have(struct svc_check *c, const char *list, const char *codes)
{
    const char *one;
    size_t len;
    while (svc_text_next(&codes, '|', &one, &len)) {
        char *key = svc_format("%s/%.*s", list, (int)len, one);
        if (!svc_pack_find(c->pack, SVC_PACK_WORDS, key, false))
            svc_check_fault(c, SVC_PACK_WORDS, 1, NULL, "the list %s lacks \"%.*s\"", list, (int)len,
                            one);
        free(key);
    }
}

void svc_check_each(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                    const char *column, const char *list)
{
    const char *words = svc_check_text(file, row, column), *one;
    size_t len;
    while (words && svc_text_next(&words, ';', &one, &len)) {
        char *code = svc_strndup(one, len), *all = svc_check_words_of(c, list, "");
        if (!svc_check_listed(c, list, code))
            svc_check_unknown(c, file, row, column, all, code);
        free(all);
        free(code);
    }
}

static bool names_level(const struct svc_check *c, const char *code)
{
    EACH_ROW(c, SVC_PACK_LIMITS, row) {
        const char *level = svc_check_text(SVC_PACK_LIMITS, row, "level");
        if (level && strcmp(level, code) == 0)
            return true;
    }
    return false;
}

/* A level of the company's own that no limit names and that acts as none has no deadline. */
static void check_levels(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_WORDS, row) {
        const char *code = svc_check_text(SVC_PACK_WORDS, row, "code");
        bool limited = strcmp(svc_check_text(SVC_PACK_WORDS, row, "list"), "level") != 0 ||
                       svc_text_in(list_of("level")->built_in, '|', code) ||
                       svc_check_text(SVC_PACK_WORDS, row, "acts_as");
        if (!limited && !names_level(c, code))
            svc_check_fault(c, SVC_PACK_WORDS, row->line, "code",
                            "level \"%s\" has no row in limits.csv and acts as none", code);
    }
}

void svc_check_words(struct svc_check *c)
{
    struct names names = { 0 };
    EACH_ROW(c, SVC_PACK_WORDS, row) {
        const struct list *list = list_of(svc_check_text(SVC_PACK_WORDS, row, "list"));
        check_code(c, row, list);
        check_acting(c, row, list);
        take_names(c, row, &names);
    }
    check_unique(c, &names);
    check_levels(c);
    must_have(c, "item", list_of("item")->built_in);
    must_have(c, "level", "1");
    EACH_ROW(c, SVC_PACK_LEGS, row)
        svc_check_each(c, SVC_PACK_LEGS, row, "effect", "effect");
}
