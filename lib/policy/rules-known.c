/* Rows that would never act: each word of a rule must be one that the tools, or the company's lists,
 * know. A command tells what it times in its lists `matter`, `clock` and `start`, and in `case` what of
 * its records a limit may name; a service order's matter is its business. */
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/rules.h"
#include "svc/text.h"
#include "svc/word.h"

const char *svc_check_list(const char *noun, const char *what)
{
    size_t len = strcspn(noun, ".");
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strncmp(list->name, noun, len) == 0 && list->name[len] == '.' &&
            strcmp(list->name + len + 1, what) == 0)
            return list->words;
    return "";
}

const char *svc_check_noun(const char *what, const char *code)
{
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++) {
        const char *dot = strchr(list->name, '.');
        if (dot && strcmp(dot + 1, what) == 0 && svc_check_is_code(list->words, code))
            return list->name;
    }
    return NULL;
}

bool svc_check_is_code(const char *words, const char *code)
{
    struct svc_word word;
    while (svc_word_next(&words, &word))
        if (strlen(code) == word.code_len && memcmp(code, word.code, word.code_len) == 0)
            return true;
    return false;
}

char *svc_check_near(const char *words, const char *text, const char *others)
{
    enum { MOST = 300 }; /* of a list that is told; a longer one is asked for */
    struct svc_word word;
    struct svc_buf codes = { 0 };
    svc_word_codes(words, &codes);
    if (codes.len > MOST) {
        svc_buf_clear(&codes);
        svc_buf_puts(&codes, others);
    }
    const char *all = svc_buf_text(&codes);
    char *near = svc_word_nearest(words, text, strlen(text), &word)
                     ? svc_format(_("; did you mean %.*s? One of %s"), (int)word.code_len, word.code, all)
                 : *all ? svc_format(_("; one of %s"), all)
                        : svc_strdup(_("; there is none"));
    svc_buf_free(&codes);
    return near;
}

void svc_check_unknown(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                       const char *column, const char *words, const char *text)
{
    char *near = svc_check_near(words, text, _("those that svc-policy vocabulary lists"));
    svc_check_fault(c, file, row->line, column, "no rule acts on \"%s\"%s", text, near);
    free(near);
}

void svc_check_absent(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                      const char *column, enum svc_pack_file other, const char *text)
{
    const struct svc_pack_shape *shape = c->pack->table[other].shape;
    struct svc_buf words = { 0 };
    if (other == SVC_PACK_CHAINS) /* beside them */
        svc_buf_puts(&words, "auto");
    EACH_ROW(c, other, r) {
        const char *code = svc_check_text(other, r, shape->columns[0].name);
        if (!words.len || !svc_text_in(words.data, '|', code)) /* a chain has a row for each stage */
            svc_buf_printf(&words, "%s%s", words.len ? "|" : "", code);
    }
    char *others = svc_format(_("those of %s.csv"), shape->name);
    char *near = svc_check_near(svc_buf_text(&words), text, others);
    svc_check_fault(c, file, row->line, column, "\"%s\" is not in %s.csv%s", text, shape->name, near);
    free(near);
    free(others);
    svc_buf_free(&words);
}

bool svc_check_is_built(const char *fact)
{
    size_t len = strcspn(fact, ".");
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strncmp(list->name, fact, len) == 0 && list->name[len] == '.')
            return true;
    return false;
}

void svc_check_built(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row)
{
    if (svc_check_text(file, row, "planned"))
        svc_check_fault(c, file, row->line, "planned", "the tool is there, the row acts: leave the cell empty");
}

/* The cell, where it is given, is a word of the company's list, a built-in one, or one beside them. */
static void check_word(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                       const char *column, const char *list, const char *beside)
{
    const char *text = svc_check_text(file, row, column);
    if (!text || svc_check_is_code(beside, text) || (list && svc_check_listed(c, list, text)))
        return;
    char *words = list ? svc_check_words_of(c, list, beside) : svc_strdup(beside);
    svc_check_unknown(c, file, row, column, words, text);
    free(words);
}

void svc_check_case(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row)
{
    static const struct { const char *column, *list, *beside; } cells[] = {
        { "level", "level", NULL }, { "business", "business", "callback.business" },
        { "category", "category", NULL }, { "channel", "channel", NULL }, { "class", "class", NULL },
        { "customer_kind", "customer_kind", "tier.kind" }, { "tier", NULL, "tier.tier" },
        { "severity", "severity", NULL },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        bool beside = cells[i].beside && /* a person or a unit is told apart by limits alone */
                      (file == SVC_PACK_LIMITS || strcmp(cells[i].beside, "tier.kind") != 0);
        if (svc_column_find(c->pack->table[file].shape->columns, cells[i].column) >= 0)
            check_word(c, file, row, cells[i].column, cells[i].list,
                       beside ? svc_word_list(cells[i].beside) : "");
    }
}

void svc_check_selectors(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                         const char *words, const char *among)
{
    static const char *const selectors[] = { "level", "business", "category", "channel", "class",
                                             "tier", "customer_kind", "severity" };
    for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++)
        if (svc_column_find(c->pack->table[file].shape->columns, selectors[i]) >= 0 &&
            svc_check_text(file, row, selectors[i]) && !svc_check_is_code(words, selectors[i]))
            svc_check_fault(c, file, row->line, selectors[i], "does not select among such %s", among);
}

/* Every matter: the businesses of service orders, and the commands' own. */
static char *matters(const struct svc_check *c)
{
    struct svc_buf words = { 0 };
    char *businesses = svc_check_words_of(c, "business", "");
    svc_buf_puts(&words, businesses);
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++) {
        const char *dot = strchr(list->name, '.');
        if (strcmp(dot, ".matter") == 0)
            svc_buf_printf(&words, "|%s", list->words);
    }
    free(businesses);
    return svc_buf_take(&words);
}

/* auth_X is what is due after the act in every delegated matter whose name begins with X. */
static bool delegated(const struct svc_check *c, const char *matter)
{
    if (strncmp(matter, "auth_", 5) != 0 || !matter[5])
        return false;
    EACH_ROW(c, SVC_PACK_AUTHORITY, row)
        if (strncmp(row->key, matter + 5, strlen(matter + 5)) == 0)
            return true;
    return false;
}

/* The moments that the clock can run from, `|` between; of a clock that no register keeps, such as an
 * appeal's, a list of the command tells them. The caller frees it. */
static char *starts_of(const struct svc_check *c, const char *noun, const char *matter,
                       const char *clock)
{
    const char *all = svc_check_list(noun, "start");
    struct svc_buf kept = { 0 };
    if (svc_clock_starts(c->db, matter, clock, &kept)) {
        if (svc_check_is_code(all, "before"))
            svc_buf_puts(&kept, "|before");
        return svc_buf_take(&kept);
    }
    char *name = svc_format("%s_start", clock);
    const char *list = svc_check_list(noun, name);
    free(name);
    return svc_strdup(*list ? list : all);
}

static void check_start(struct svc_check *c, const struct svc_pack_row *row, const char *noun)
{
    const char *clock = svc_check_text(SVC_PACK_LIMITS, row, "clock");
    const char *start = svc_check_text(SVC_PACK_LIMITS, row, "start");
    char *starts = starts_of(c, noun, svc_check_text(SVC_PACK_LIMITS, row, "matter"), clock);
    if (!svc_check_is_code(svc_check_list(noun, "start"), start)) {
        svc_check_unknown(c, SVC_PACK_LIMITS, row, "start", starts, start);
    } else if (!svc_check_is_code(starts, start)) {
        char *near = svc_check_near(starts, start, "");
        svc_check_fault(c, SVC_PACK_LIMITS, row->line, "start", "%s never runs from \"%s\"%s", clock,
                        start, near);
        free(near);
    }
    free(starts);
}

/* The command whose records are timed in this matter, NULL for none. */
static const char *noun_of(const struct svc_check *c, const char *matter)
{
    const char *noun = svc_check_noun("matter", matter);
    if (delegated(c, matter))
        return "auth";
    if (!noun)
        return svc_check_listed(c, "business", matter) ? "order" : NULL;
    return strncmp(noun, "auth.", 5) == 0 ? NULL : noun; /* there is no such matter */
}

static void check_limit(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *matter = svc_check_text(SVC_PACK_LIMITS, row, "matter");
    const char *clock = svc_check_text(SVC_PACK_LIMITS, row, "clock");
    const char *noun = noun_of(c, matter);
    if (!noun) {
        char *all = matters(c);
        svc_check_unknown(c, SVC_PACK_LIMITS, row, "matter", all, matter);
        free(all);
        return;
    }
    svc_check_selectors(c, SVC_PACK_LIMITS, row, svc_check_list(noun, "case"), "limits");
    if (svc_check_is_code(svc_check_list(noun, "clock"), clock))
        check_start(c, row, noun);
    else
        svc_check_unknown(c, SVC_PACK_LIMITS, row, "clock", svc_check_list(noun, "clock"), clock);
    svc_check_built(c, SVC_PACK_LIMITS, row);
}

/* What is due after an act has one limit: of two the later would never act. */
static void check_act(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *matter = svc_check_text(SVC_PACK_LIMITS, row, "matter");
    EACH_ROW(c, SVC_PACK_LIMITS, first)
        if (first < row && delegated(c, matter) &&
            strcmp(svc_check_text(SVC_PACK_LIMITS, first, "matter"), matter) == 0 &&
            strcmp(first->key, row->key) != 0)
            svc_check_fault(c, SVC_PACK_LIMITS, row->line, "matter",
                            "\"%s\" has its limit already, in line %zu", matter, first->line);
}

void svc_check_known(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_LIMITS, row)
        if (!svc_check_text(SVC_PACK_LIMITS, row, "planned") ||
            noun_of(c, svc_check_text(SVC_PACK_LIMITS, row, "matter"))) {
            check_limit(c, row);
            check_act(c, row);
            svc_check_case(c, SVC_PACK_LIMITS, row);
        }
    EACH_ROW(c, SVC_PACK_RATIOS, row)
        svc_check_case(c, SVC_PACK_RATIOS, row);
    bool rest = false;
    EACH_ROW(c, SVC_PACK_LEVELS, row) {
        const char *level = svc_check_text(SVC_PACK_LEVELS, row, "level");
        svc_check_case(c, SVC_PACK_LEVELS, row);
        char *all = svc_format("%s/*/*/*/*/*/*", level);
        rest = rest || strcmp(row->key, all) == 0;
        free(all);
    }
    if (!rest)
        svc_check_fault(c, SVC_PACK_LEVELS, 1, "level", "no row is for all the others: a level alone");
}
