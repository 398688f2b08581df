/* leaf: forms on pages of A4, as HTML. What a form has is collected, and laid out when the form ends: in
 * the largest type in which it is one page, else row by row on as many as it takes, each with the number of
 * the paper, of the page, and of how many. No row is parted, and none stands apart from its heading. */
#ifndef SVC_PAPER_LEAF_H
#define SVC_PAPER_LEAF_H

#include "svc/form.h"

enum { LEAF_GRID = 12 };

struct leaf_form; /* one form, from its title to its last page */

/* The texts are copied. `company` and `no` may be "" and NULL. */
struct leaf_form *leaf_begin(const char *company, const char *title);
void leaf_reference(struct leaf_form *form, const char *reference);
void leaf_row(struct leaf_form *form, const struct svc_form_cell *cells, size_t count, int lines, bool sign);
void leaf_text(struct leaf_form *form, const char *text);
void leaf_seal(struct leaf_form *form, const char *whose, const char *when);

/* Appends the form's pages, with `foot` on each, and frees it. */
void leaf_end(struct leaf_form *form, const char *foot, struct svc_buf *out);

/* What stands before the first form and behind the last. */
void leaf_head(const char *title, struct svc_buf *out);
void leaf_tail(struct svc_buf *out);

#endif
