/* word: the words of a column, each a code with its Chinese label and synonyms.
 *
 * Words that the program reasons about stand in cmd/NOUN/words.csv and lib/ROOM/words.csv, with the
 * columns list, code, label, synonyms; they are embedded at build as the lists NOUN.list. A
 * company's own stand in its rule pack (words.h).
 *
 * A list of words is one text: `open:待派单;待分派|assigned:已派单;已分派|…`. What stands before the
 * `:` is the code, which alone is stored and which machines read; the first behind it is the label,
 * which people read; the others are what they may write as well. A word without a label (`1|2|3`) is
 * its own. No two words of a list share a label or synonym (the tests hold every column to it).
 */
#ifndef SVC_WORD_H
#define SVC_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

/* The lists, the last one nameless; generated at build. */
struct svc_word_lists {
    const char *name, *words;
};
extern const struct svc_word_lists svc_word_lists[];

/* Borrowed from the list; none ends with a NUL. */
struct svc_word {
    const char *code, *label, *names; /* `names`: label and synonyms, `;`-separated */
    size_t code_len, label_len, names_len;
};

/* The next word of the list; false behind the last. */
bool svc_word_next(const char **words, struct svc_word *out);

/* The word that the text is the code, the label or a synonym of; false when it is none. */
bool svc_word_find(const char *words, const char *text, size_t len, struct svc_word *out);

/* The list of this name, such as complaint.state; there must be one. */
const char *svc_word_list(const char *name);

/* The word whose code, label or synonym is most like the text; false when none is near. */
bool svc_word_nearest(const char *words, const char *text, size_t len, struct svc_word *out);

/* The code of that word, kept for the process; NULL when none is near. Of names that are no words of a
 * column, such as verbs, the list is `one|other`. */
const char *svc_word_meant(const char *words, const char *text);

/* The same to be told behind what was typed: `; did you mean vip?` in the language of now, "" when none is near. */
const char *svc_word_hint(const char *words, const char *text);

/* True when an earlier one of the list has the same code, as one that was renamed does. */
bool svc_word_again(const char *words, const struct svc_word *word);

/* Appends the codes alone, `open|assigned`, as messages and --help tell them. */
void svc_word_codes(const char *words, struct svc_buf *out);

/* A word may be measured, `annual_points=3.00`: the length of its code, or all of it where no number
 * follows to the end. */
size_t svc_word_measured(const char *text, size_t len);

/* What stands before a word that is taken back, `-` or in Chinese, in bytes; 0: it is not. */
size_t svc_word_back(const char *text, size_t len);

/* Appends for each `;`-separated code its label, joined by `;`; one that is taken back (`-code`) or is
 * of another month (`code@2026-09`) by its label too. What is no code of the list stays as it is, for a
 * word that was withdrawn stays readable. */
void svc_word_labels(const char *words, const char *codes, size_t len, struct svc_buf *out);

#endif
