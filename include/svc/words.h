/* words: the lists of words that columns and options name.
 *
 * A list is built in when its name has a dot (complaint.state, see word.h). The others are the
 * company's own (channel, category, business …): rows of the rule pack's words.csv, by version. A
 * fact takes its words from the version in force on its day; a word that was withdrawn stays
 * readable. A list without words in the pack leaves its column free.
 *
 * A company's word may act as a built-in one (`wechat` as web): rules compare the built-in one, in
 * SQL through the view `acting`.
 */
#ifndef SVC_WORDS_H
#define SVC_WORDS_H

#include "svc/db.h"
#include "svc/record.h"
#include "svc/when.h"
#include "svc/word.h"

/* Instead of a day: the words of all versions, the newest first. */
enum { SVC_WORDS_EVER = INT32_MIN };

/* The words of these lists (blank-separated) on the day, as one text (word.h); kept for the process.
 * Before a store is opened a company's are those that came with the tools. */
const char *svc_words(const char *lists, svc_day day);

/* Those of a column, built in or not; NULL for one that is free. */
const char *svc_column_words(const struct svc_column *column, svc_day day);

/* Finds a word of such a list as svc_word_find does (word.h); quick where the same text comes again and again. */
bool svc_words_find(const char *words, const char *text, size_t len, struct svc_word *out);

/* The store whose words these are. */
void svc_words_open(struct svc_db *db);

/* True when one of the lists is the company's, so that a store is needed to read its words. */
bool svc_words_are_own(const char *lists);

/* The built-in word that a word acts as on the day, mostly itself; kept for the process. */
const char *svc_word_acting(const char *list, const char *code, svc_day day);

/* True when one of the `;`-separated words (NULL: none) acts as the built-in one on the day, or, of one
 * ending in _, as one that begins so. */
bool svc_words_act(const char *list, const char *words, const char *built_in, svc_day day);

/* The code of the word that acts as the built-in one on the day, itself if it is there; else of the
 * one that acts as `other`, of levels the mildest; else the built-in one. Kept for the process. */
const char *svc_word_acted(const char *list, const char *built_in, svc_day day);

/* A column's Chinese heading; kept for the process. */
const char *svc_column_label(const struct svc_column *column);

struct svc_value;

/* The first column of a record whose word is a company's and none of the fact's day, today where
 * the register dates none; NULL when all are. What stood there `before` (NULL: a new record) stays. */
const struct svc_column *svc_words_refused(const struct svc_register *reg,
                                           const struct svc_value *before,
                                           const struct svc_value *values, svc_day *day);

/* Appends the label of a code, of several `;`-separated: of the newest version that has it. */
void svc_words_label(const char *lists, const char *codes, struct svc_buf *out);

/* The same as a text, kept for the process; NULL for NULL. */
const char *svc_words_text(const char *lists, const char *codes);

/* `;`-separated codes as a message names them in the language of now: as they are, or in Chinese by their
 * labels, parted by 、. Kept for the process. */
const char *svc_words_told(const char *lists, const char *codes);

#endif
