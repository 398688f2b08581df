/* What makes a pack usable as a whole: rules that span rows and files. Cells that could not be
 * read were reported while reading; their rows are left out here. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/actor.h"
#include "svc/calendar.h"
#include "svc/chain.h"
#include "svc/clock.h"
#include "svc/guarded.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/policy.h"
#include "svc/text.h"
#include "svc/word.h"

void svc_check_fault(struct svc_check *c, enum svc_pack_file file, size_t line, const char *column,
                     const char *fmt, ...)
{
    char why[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, svc_tr(fmt), args);
    va_end(args);
    c->ear->fault(c->ear->ctx, c->pack->table[file].path, line, column, why);
    c->pack->faults++;
}

const char *svc_check_text(enum svc_pack_file file, const struct svc_pack_row *row,
                           const char *column)
{
    const struct svc_value *value = svc_pack_cell(file, row, column);
    return value->is == SVC_IS_TEXT ? value->text : NULL;
}

/* -- keys --------------------------------------------------------------------------------- */

static void say_twice(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *first,
                      const struct svc_pack_row *again)
{
    size_t line = first->line;
    if (file == SVC_PACK_LIMITS) {
        svc_check_fault(c, file, again->line, NULL,
              "is as specific as the limit in line %zu: both apply to the same case", line);
    } else if (file == SVC_PACK_CALENDAR) {
        bool same = strcmp(svc_check_text(file, first, "kind"), svc_check_text(file, again, "kind")) == 0;
        if (same)
            svc_check_fault(c, file, again->line, "day", "%s is listed already in line %zu", again->key,
                  line);
        else
            svc_check_fault(c, file, again->line, "kind", "%s is \"%s\" already in line %zu: a day is off or "
                  "worked, not both", again->key, svc_check_text(file, first, "kind"), line);
    } else {
        svc_check_fault(c, file, again->line, c->pack->table[file].shape->columns[0].name,
              "\"%s\" is there already, in line %zu", again->key, line);
    }
}

static void check_keys(struct svc_check *c)
{
    for (enum svc_pack_file file = 0; file < SVC_PACK_FILES; file++) {
        const struct svc_pack_table *table = &c->pack->table[file];
        const struct svc_pack_row *first = NULL;
        for (size_t i = 0; i < table->count; i++) {
            const struct svc_pack_row *row = &table->row[table->by_key[i]];
            if (!row->whole)
                continue;
            if (first && strcmp(first->key, row->key) == 0)
                say_twice(c, file, first, row);
            else
                first = row;
        }
    }
}

/* -- codes that name something else ------------------------------------------------------ */

static void must_be_in(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                       const char *column, enum svc_pack_file other, bool under)
{
    const char *code = svc_check_text(file, row, column);
    if (!svc_pack_find(c->pack, other, code, under))
        svc_check_absent(c, file, row, column, other, code);
}

/* Every word of a list, parted by `separator`, must be one of `words`. */
static void must_be_word(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                         const char *column, char separator, const char *words)
{
    const char *list = svc_check_text(file, row, column), *word;
    size_t len;
    while (list && svc_text_next(&list, separator, &word, &len)) {
        char *one = svc_strndup(word, len);
        if (!svc_check_is_code(words, one))
            svc_check_unknown(c, file, row, column, words, one);
        free(one);
    }
}

/* Who is granted a matter, or signs it: a role, or a rank that a parameter grantee_RANK tells; of signers
 * a head alone. */
static void check_ranks(struct svc_check *c, const struct svc_pack_row *row)
{
    struct svc_buf grantees = { 0 }, signers = { 0 };
    svc_buf_puts(&grantees, "handler" SVC_OR_ROLES);
    svc_buf_puts(&signers, "handler" SVC_OR_ROLES);
    EACH_ROW(c, SVC_PACK_PARAMS, param) {
        size_t len = strlen(param->key);
        if (strncmp(param->key, SVC_GRANTEE, strlen(SVC_GRANTEE)) != 0)
            continue;
        const char *rank = param->key + strlen(SVC_GRANTEE);
        svc_buf_printf(&grantees, "|%s", rank);
        if (len > 5 && strcmp(param->key + len - 5, "_head") == 0)
            svc_buf_printf(&signers, "|%s", rank);
    }
    must_be_word(c, SVC_PACK_AUTHORITY, row, "grantee", ';', grantees.data);
    must_be_word(c, SVC_PACK_AUTHORITY, row, "signers", ';', signers.data);
    svc_buf_free(&grantees);
    svc_buf_free(&signers);
}

static void check_codes(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_BOOKS, row)
        must_be_word(c, SVC_PACK_BOOKS, row, "approval", '>', "company|region|national");
    EACH_ROW(c, SVC_PACK_CLAUSES, row)
        must_be_in(c, SVC_PACK_CLAUSES, row, "book", SVC_PACK_BOOKS, false);
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        must_be_in(c, SVC_PACK_LEGS, row, "clause", SVC_PACK_CLAUSES, false);
        if (strcmp(svc_check_text(SVC_PACK_LEGS, row, "approval"), "auto") != 0)
            must_be_in(c, SVC_PACK_LEGS, row, "approval", SVC_PACK_CHAINS, true);
    }
    EACH_ROW(c, SVC_PACK_CHAINS, row) {
        must_be_word(c, SVC_PACK_CHAINS, row, "role", ';', "handler" SVC_OR_ROLES);
        must_be_word(c, SVC_PACK_CHAINS, row, "scope", ';',
                     "own_dept|subject_dept|other_dept|company|region|national");
    }
    EACH_ROW(c, SVC_PACK_AUTHORITY, row) {
        must_be_word(c, SVC_PACK_AUTHORITY, row, "class", ';',
                     "permission|fee_waiver|compensation|cost_bearing|priority");
        check_ranks(c, row);
    }
    EACH_ROW(c, SVC_PACK_CONDITIONS, row)
        must_be_in(c, SVC_PACK_CONDITIONS, row, "matter", SVC_PACK_AUTHORITY, false);
}

/* -- ranges ------------------------------------------------------------------------------- */

static void check_range(struct svc_check *c, const struct svc_pack_row *row, const char *low,
                        const char *high)
{
    const struct svc_value *from = svc_pack_cell(SVC_PACK_LEGS, row, low);
    const struct svc_value *to = svc_pack_cell(SVC_PACK_LEGS, row, high);
    if (svc_value_given(from) != svc_value_given(to))
        svc_check_fault(c, SVC_PACK_LEGS, row->line, svc_value_given(from) ? high : low,
              "is missing: a range has both ends");
    else if (svc_value_given(from) && from->number > to->number)
        svc_check_fault(c, SVC_PACK_LEGS, row->line, low, "is above its maximum");
}

/* Whether a condition asks for a number, which may count something. */
static bool asks_number(const struct svc_pack_row *condition)
{
    int64_t number;
    return svc_text_in("<=|>=", '|', svc_check_text(SVC_PACK_CONDITIONS, condition, "op")) &&
           !svc_hundredths_parse(svc_check_text(SVC_PACK_CONDITIONS, condition, "value"), &number);
}

/* A cap for each of something: a condition of the matter that asks for a number counts them. */
static void check_unit(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *unit = svc_check_text(SVC_PACK_AUTHORITY, row, "amount_unit");
    const char *matter = svc_check_text(SVC_PACK_AUTHORITY, row, "matter");
    struct svc_buf counted = { 0 };
    if (!unit)
        return;
    if (!svc_value_given(svc_pack_cell(SVC_PACK_AUTHORITY, row, "amount_cap")))
        svc_check_fault(c, SVC_PACK_AUTHORITY, row->line, "amount_cap", "is required with amount_unit");
    EACH_ROW(c, SVC_PACK_CONDITIONS, condition)
        if (strcmp(svc_check_text(SVC_PACK_CONDITIONS, condition, "matter"), matter) == 0 &&
            asks_number(condition))
            svc_buf_printf(&counted, "%s%s", counted.len ? "|" : "",
                           svc_check_text(SVC_PACK_CONDITIONS, condition, "key"));
    if (!svc_text_in(svc_buf_text(&counted), '|', unit)) {
        char *near = svc_check_near(svc_buf_text(&counted), unit, "");
        svc_check_fault(c, SVC_PACK_AUTHORITY, row->line, "amount_unit",
                        "\"%s\" is no condition of the matter that asks for a number%s", unit, near);
        free(near);
    }
    svc_buf_free(&counted);
}

/* What is compared with the fact: facts are a company's own but for the tier, which the store tells. */
static void check_wanted(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *value = svc_check_text(SVC_PACK_CONDITIONS, row, "value");
    const char *op = svc_check_text(SVC_PACK_CONDITIONS, row, "op");
    if (svc_text_in("<=|>=", '|', op)) {
        struct svc_length length;
        int64_t number;
        if (svc_length_parse(value, &length) && svc_hundredths_parse(value, &number))
            svc_check_fault(c, SVC_PACK_CONDITIONS, row->line, "value", "is neither a number nor a limit");
    } else if (strcmp(op, "after") == 0) {
        if (strcmp(value, "yes") != 0)
            svc_check_fault(c, SVC_PACK_CONDITIONS, row->line, "value", "must be yes: what is due after the act is done");
    } else if (strcmp(svc_check_text(SVC_PACK_CONDITIONS, row, "key"), "tier") == 0) {
        must_be_word(c, SVC_PACK_CONDITIONS, row, "value", ';', svc_word_list("tier.tier"));
    }
}

/* A cell as a time limit; -1 for a blank or bad one. Rough minutes, to compare two of them. */
static int64_t minutes(struct svc_check *c, const struct svc_pack_row *row, const char *column)
{
    static const int64_t unit[] = { [SVC_UNIT_MIN] = 1, [SVC_UNIT_H] = 60, [SVC_UNIT_D] = 1440,
                                    [SVC_UNIT_MONTH] = 43200, [SVC_UNIT_Y] = 525600,
                                    [SVC_UNIT_WH] = 60, [SVC_UNIT_WD] = 1440,
                                    [SVC_UNIT_EOD] = 1440 };
    const char *text = svc_check_text(SVC_PACK_RATIOS, row, column);
    struct svc_length length;
    const char *why = text ? svc_length_parse(text, &length) : NULL;
    if (why)
        svc_check_fault(c, SVC_PACK_RATIOS, row->line, column, "%s", why);
    return !text || why ? -1 : length.count * unit[length.unit];
}

/* A share written as a decimal, 0 to 1: 0.3, 0.333, 1. */
bool svc_check_share(const char *text)
{
    const char *digits = *text == '1' ? "0" : "0123456789";
    if (*text != '0' && *text != '1')
        return false;
    if (text[1] == '\0')
        return true;
    return text[1] == '.' && text[2] && text[2 + strspn(text + 2, digits)] == '\0';
}

/* What must be done so long before a moment is counted in minutes, hours or days alone. */
static void check_back(struct svc_check *c, const struct svc_pack_row *row)
{
    struct svc_length length;
    if (strcmp(svc_check_text(SVC_PACK_LIMITS, row, "start"), "before") != 0 ||
        svc_limit_parse(svc_check_text(SVC_PACK_LIMITS, row, "length"), &length))
        return;
    if (length.unit != SVC_UNIT_MIN && length.unit != SVC_UNIT_H && length.unit != SVC_UNIT_D &&
        length.unit != SVC_UNIT_WD)
        svc_check_fault(c, SVC_PACK_LIMITS, row->line, "length",
              "a limit before something is in min, h, d or wd");
}

static void check_ranges(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_LIMITS, row)
        check_back(c, row);
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        check_range(c, row, "points_min", "points_max");
        check_range(c, row, "amount_min", "amount_max");
    }
    EACH_ROW(c, SVC_PACK_RATIOS, row) {
        int64_t from = minutes(c, row, "window_from"), to = minutes(c, row, "window_to");
        if (from >= 0 && to >= 0 && from > to)
            svc_check_fault(c, SVC_PACK_RATIOS, row->line, "window_from", "is later than window_to");
        if (!svc_check_share(svc_check_text(SVC_PACK_RATIOS, row, "ratio")))
            svc_check_fault(c, SVC_PACK_RATIOS, row->line, "ratio", "is not a share of 0 to 1");
    }
    EACH_ROW(c, SVC_PACK_CONDITIONS, row)
        check_wanted(c, row);
    EACH_ROW(c, SVC_PACK_AUTHORITY, row)
        check_unit(c, row);
    EACH_ROW(c, SVC_PACK_BOOKS, row)
        if (svc_value_given(svc_pack_cell(SVC_PACK_BOOKS, row, "trial_from")) &&
            !svc_value_given(svc_pack_cell(SVC_PACK_BOOKS, row, "trial_months")))
            svc_check_fault(c, SVC_PACK_BOOKS, row->line, "trial_months", "is required with trial_from");
}

/* -- chains: asked for, stages 1 to n, known conditions ------------------------------------ */

/* The chains that the commands ask for, and what legs are approved by. The caller frees it. */
static char *asked_chains(const struct svc_check *c)
{
    struct svc_buf all = { 0 };
    for (const struct svc_word_lists *list = svc_word_lists; list->name; list++)
        if (strcmp(strchr(list->name, '.'), ".chain") == 0)
            svc_buf_printf(&all, "%s%s", all.len ? "|" : "", list->words);
    EACH_ROW(c, SVC_PACK_LEGS, row) {
        const char *chain = svc_check_text(SVC_PACK_LEGS, row, "approval");
        if (strcmp(chain, "auto") != 0 && !svc_check_is_code(all.data, chain))
            svc_buf_printf(&all, "|%s", chain);
    }
    return svc_buf_take(&all);
}

static void check_asked(struct svc_check *c)
{
    char *all = asked_chains(c);
    EACH_ROW(c, SVC_PACK_CHAINS, row) {
        const char *chain = svc_check_text(SVC_PACK_CHAINS, row, "chain");
        if (!svc_check_is_code(all, chain))
            svc_check_unknown(c, SVC_PACK_CHAINS, row, "chain", all, chain);
    }
    free(all);
}

/* book<>BOOK: there is such a book. */
static void check_condition(struct svc_check *c, const struct svc_pack_row *row)
{
    const char *list = svc_check_text(SVC_PACK_CHAINS, row, "condition"), *one;
    const char *why = svc_chain_condition(list);
    size_t len;
    if (why)
        svc_check_fault(c, SVC_PACK_CHAINS, row->line, "condition", "%s", why);
    while (!why && svc_text_next(&list, ';', &one, &len)) {
        char *term = svc_strndup(one, len);
        const char *book = svc_chain_book(term);
        if (book && !svc_pack_find(c->pack, SVC_PACK_BOOKS, book, false))
            svc_check_absent(c, SVC_PACK_CHAINS, row, "condition", SVC_PACK_BOOKS, book);
        free(term);
    }
}

static bool has_stage(const struct svc_check *c, const char *chain, int64_t stage)
{
    char *key = svc_format("%s/%lld", chain, (long long)stage);
    bool found = svc_pack_find(c->pack, SVC_PACK_CHAINS, key, false) != NULL;
    free(key);
    return found;
}

static void check_chains(struct svc_check *c)
{
    EACH_ROW(c, SVC_PACK_CHAINS, row) {
        int64_t stage = svc_pack_cell(SVC_PACK_CHAINS, row, "stage")->number;
        const char *chain = svc_check_text(SVC_PACK_CHAINS, row, "chain");
        check_condition(c, row);
        if (stage < 1)
            svc_check_fault(c, SVC_PACK_CHAINS, row->line, "stage", "must be 1 or more");
        else if (stage > 1 && !has_stage(c, chain, stage - 1))
            svc_check_fault(c, SVC_PACK_CHAINS, row->line, "stage",
                  "chain \"%s\" has no stage %lld before it", chain, (long long)stage - 1);
    }
}

void svc_pack_check(struct svc_pack *pack, const struct svc_pack_ear *ear)
{
    static struct svc_db *empty; /* one serves every pack that a process checks */
    struct svc_check c = { pack, ear, NULL };
    check_keys(&c);
    if (pack->alone)
        return;
    c.db = empty = empty ? empty : svc_db_scratch();
    check_codes(&c);
    check_ranges(&c);
    check_asked(&c);
    check_chains(&c);
    svc_check_known(&c);
    svc_check_triggers(&c);
    svc_check_legs(&c);
    svc_check_thresholds(&c);
    svc_check_words(&c);
    svc_check_formula(&c);
    svc_check_bands(&c);
    svc_check_params(&c);
    svc_check_scores(&c);
}
