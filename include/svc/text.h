/* text: UTF-8 bytes, words in lists, and the width of what a terminal shows.
 * Nothing here depends on the user's locale. */
#ifndef SVC_TEXT_H
#define SVC_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

/* Length of the longest prefix of `text` that is well-formed UTF-8 (no overlong forms, no
 * surrogates, nothing above U+10FFFF). Equal to `len` when all of it is. A sequence cut short
 * by the end counts as ill-formed. */
size_t svc_utf8_valid(const char *text, size_t len);

/* Bytes of the sequence that a lead byte announces: 1 to 4, 0 for a byte that cannot lead. */
int svc_utf8_length(unsigned char lead);

/* Decodes one character of well-formed UTF-8 and stores its length in `*used`. */
unsigned svc_utf8_char(const char *text, size_t *used);

/* Why a text is refused wherever it comes from, as svc_decode refuses it in a file: ill-formed
 * UTF-8, or a control character other than a tab and the end of a line. NULL when it is good. */
const char *svc_text_refused(const char *text);

/* Appends `text` as a terminal may show it: control, bidirectional and other invisible
 * characters become \x1b or \u{202e}; newlines and tabs become spaces' escapes \n and \t. */
void svc_text_visible(struct svc_buf *out, const char *text, size_t len);

/* Columns that the text takes on a terminal (East Asian wide characters take two). */
size_t svc_text_width(const char *text, size_t len);

/* Bytes of the longest prefix that fits into `columns`. */
size_t svc_text_fit(const char *text, size_t len, size_t columns);

/* Order by bytes, and whether two are the same; NULL is as good as "". */
int svc_text_compare(const char *a, const char *b);
bool svc_text_same(const char *a, const char *b);

/* Puts a copy of `to` in the place of an allocated text; either may be NULL. */
void svc_text_set(char **text, const char *to);

/* True when `word` is one of the words of `list`, which `separator` parts. */
bool svc_text_in(const char *list, char separator, const char *word);

/* The next word of a list: sets `*word` and `*len`, moves `*list` on; false at the end. */
bool svc_text_next(const char **list, char separator, const char **word, size_t *len);

/* The words of one list, and those of the other that it lacks; NULL when there is none. */
char *svc_text_union(const char *one, const char *other, char separator);

/* Edits (insert, delete, replace, swap a character) that turn one word into the other; words over 63
 * characters are never close. Used for "did you mean". */
int svc_text_distance(const char *one, const char *other);

/* Appends it as HTML and its attributes have it. */
void svc_text_escape(struct svc_buf *out, const char *text, size_t len);

/* The length of a day that begins here, 2026-09-18 or 2026年9月18日; 0: none does. */
size_t svc_text_day(const char *text);

/* Appends a composed line with its days and months, 2026-09-18 and 2026-09, as papers have them: 2026年9月18日. */
void svc_text_dated(struct svc_buf *out, const char *line);

/* Appends what somebody wrote, with **** for seven digits and more, also where blanks, dashes or brackets part them
 * and where they are full-width: a telephone's, or somebody's number. Days and records' numbers stay. */
void svc_text_unnumbered(struct svc_buf *out, const char *text);

#endif
