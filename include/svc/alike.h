/* alike: codes that look the same and are not.
 *
 * A code is compared by its bytes. GD1 with a no-break space behind it, or written full-width, is
 * another one for the store and the same for every reader, so it is no code: refused is each
 * character that Unicode's compatibility composition (NFKC) changes or may change, and each that
 * cannot be seen. What people write in a line, names, addresses, evidence, is not compared in that
 * way: 和平路（东）３号楼 stays, and only what cannot be seen is refused.
 */
#ifndef SVC_ALIKE_H
#define SVC_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

/* Why not, naming the character: "holds U+00A0 no-break space", or that a code was rounded; NULL when
 * it is good. The text is well-formed UTF-8 with a NUL behind it; the answer holds until the next
 * call. */
const char *svc_code_refused(const char *text, size_t len);
const char *svc_line_refused(const char *text, size_t len);

/* Why not, for a number as a spreadsheet or a converter leaves it of a code: 1.38E+10, 138000000.0. */
const char *svc_code_rounded(const char *text);

/* What a character that cannot be seen is called; NULL for one that can, or is a space. */
const char *svc_char_unseen(unsigned c);

/* True when NFKC changes the character, or may where it follows another one. */
bool svc_char_composed(unsigned c);

#endif
