/* What the halves of checking a pack share: rules-check.c checks rows and what they name,
 * rules-params.c the single values. */
#ifndef SVC_POLICY_RULES_CHECK_H
#define SVC_POLICY_RULES_CHECK_H

#include "svc/pack.h"
#include "svc/read.h"

struct svc_check {
    struct svc_pack *pack;
    const struct svc_pack_ear *ear;
    struct svc_db *db; /* an empty store: it tells what the registers have */
};

/* The next row that is neither a comment, whose first cell begins with #, nor one of nothing; without cells of
 * nothing behind the width. */
bool svc_pack_next(struct svc_reader *reader, struct svc_row *row, size_t width);

/* The shape's column of this heading, its name or what it is called; -1 for none. */
int svc_pack_column(const struct svc_pack_shape *shape, const char *heading);

/* The shape's column that is near this name, to be told behind it (svc_word_hint). */
const char *svc_pack_near(const struct svc_pack_shape *shape, const char *name);

/* Tells one fault of a cell. */
void svc_check_fault(struct svc_check *c, enum svc_pack_file file, size_t line, const char *column,
                     const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* A new row of a table, whose cells are to be filled; `line` as in its file. */
struct svc_pack_row *svc_pack_add(struct svc_pack_table *table, size_t line);

/* What the files of a pack say, unchecked, and the sum over them: what the folder lacks is read of the pack
 * that came with the tools where that completes it. The pack's digest is told by the sum, when all is in it. */
struct svc_pack *svc_pack_files(const char *dir, bool completes, const struct svc_pack_ear *ear,
                                struct svc_digest *sum);
void svc_pack_sum(struct svc_pack *pack, struct svc_digest *sum);

/* Reads the pack's folder of score files, where it has one, and adds what they hold to the sum. */
void svc_pack_scores(struct svc_pack *pack, const char *dir, bool shipped,
                     const struct svc_pack_ear *ear, struct svc_digest *sum);

/* The score files as statements that an empty store would run; whether one names the clause. */
void svc_check_scores(struct svc_check *c);
bool svc_check_scored(const struct svc_check *c, const char *clause);

/* A cell's text, NULL for a blank one. */
const char *svc_check_text(enum svc_pack_file file, const struct svc_pack_row *row,
                           const char *column);

/* True for a decimal number of 0 to 1. */
bool svc_check_share(const char *text);

/* True for a word of a company's list, or a built-in one that some may act as; a list without rows has
 * every word. */
bool svc_check_listed(const struct svc_check *c, const char *list, const char *code);

/* Every `;`-separated word of the cell must be one. */
void svc_check_each(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                    const char *column, const char *list);

/* The words of the list NOUN.WHAT, "" where the command has none; `noun` may be the name of another of
 * its lists. The first list called NOUN.WHAT that has the code, NULL for none. */
const char *svc_check_list(const char *noun, const char *what);
const char *svc_check_noun(const char *what, const char *code);

/* True when it is the code, not the label, of a word. */
bool svc_check_is_code(const char *words, const char *code);

/* The words of a company's list, the built-in ones and what may stand beside them, `|` between; the
 * caller frees it. */
char *svc_check_words_of(const struct svc_check *c, const char *list, const char *beside);

/* The items of the sheet, `|` between; the caller frees it. */
char *svc_check_items(const struct svc_check *c);

/* What is near and what there is, to be appended: `; did you mean vip? One of vip|key|general`. Of very
 * many `others` tells where they are found. The caller frees it. */
char *svc_check_near(const char *words, const char *text, const char *others);

/* Tells that a cell's word is none of these, or that no row of another file has it; and which is near. */
void svc_check_absent(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                      const char *column, enum svc_pack_file other, const char *text);
void svc_check_unknown(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                       const char *column, const char *words, const char *text);

/* Whether the tool is there whose fact this would be: the one of complaint.close.missed is. */
bool svc_check_is_built(const char *fact);

/* Tells a row that says it is for a tool that is still to come, where there is one. */
void svc_check_built(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row);

/* The cells of a row that say which records it is for: level, business, tier … */
void svc_check_case(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row);

/* Tells each of those cells that is given and none of these words: the records have no such column. */
void svc_check_selectors(struct svc_check *c, enum svc_pack_file file, const struct svc_pack_row *row,
                         const char *words, const char *among);

/* Rows of limits and ratios that would never act. */
void svc_check_known(struct svc_check *c);

/* What fires each clause: events, what selects among them, and that every clause with a leg has one. */
void svc_check_triggers(struct svc_check *c);

/* Legs that are per something, bands of a loss, or shares. */
void svc_check_legs(struct svc_check *c);

/* What adds up; and whether the clause is one that a threshold gives. */
void svc_check_thresholds(struct svc_check *c);
bool svc_check_given(const struct svc_check *c, const char *clause);

/* The company's words: what they are called, and what they act as. */
void svc_check_words(struct svc_check *c);

/* What indicators give. True for a clause of such a row. */
void svc_check_bands(struct svc_check *c);
bool svc_check_banded(const struct svc_check *c, const char *clause);

/* The grades of the sheet and what effects force, and its items. */
void svc_check_formula(struct svc_check *c);

/* The parameters: values that the tools read, duties, bands, weights. */
void svc_check_params(struct svc_check *c);

#define EACH_ROW(c, file, r) \
    for (const struct svc_pack_row *r = (c)->pack->table[file].row, \
                                   *end_ = r + (c)->pack->table[file].count; r < end_; r++) \
        if (r->whole)

#endif
