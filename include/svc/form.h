/* form: a sheet of paper to be signed, as plain text or as one self-contained HTML page for A4.
 *
 *     struct svc_form *form = svc_form_open(call);
 *     svc_form_page(form, "奖惩审批表", "R2026-000012");
 *     svc_form_pair(form, "部门", "维修抢险部", "日期", "2026-09-03");
 *     svc_form_area(form, "事实", facts, 4);
 *     svc_form_sign(form, "部门主任", "1201 马志强", "2026-09-04 09:00:00", NULL);
 *     svc_form_close(form);
 *     return svc_finish(call);
 *
 * A page is a grid of twelve columns. Texts may hold several lines; NULL is an empty cell. Each
 * page ends with the head of the audit chain, and in local mode with what identity is worth there.
 * `-f html`, or an output file that ends in .html, gives HTML; else it is text, wrapped by display
 * width, a page per form feed.
 */
#ifndef SVC_FORM_H
#define SVC_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/call.h"

struct svc_form;

struct svc_form_cell {
    const char *text;
    int span;   /* of the twelve columns; those of a row sum to 12 */
    bool label; /* a heading, set apart from what is filled in */
};

struct svc_form *svc_form_open(struct svc_call *call);

/* Begins a page under the company's name; `no` is what the paper is about, NULL for none. */
void svc_form_page(struct svc_form *form, const char *title, const char *no);

/* Under the title of a paper that bears no number of a record: its own mark, such as 服管通〔2026〕12号. */
void svc_form_reference(struct svc_form *form, const char *reference);

void svc_form_row(struct svc_form *form, const struct svc_form_cell *cells, size_t count);
void svc_form_field(struct svc_form *form, const char *label, const char *value);
void svc_form_pair(struct svc_form *form, const char *label, const char *value,
                   const char *label2, const char *value2);

/* A field with room for at least so many lines. */
void svc_form_area(struct svc_form *form, const char *label, const char *text, int lines);

/* Where the company's seal belongs: who issues it and the day, to the right, with room for the seal. */
void svc_form_seal(struct svc_form *form, const char *issuer, const char *time);

/* Fen as papers have them, kept for the process: 60.00元（人民币陆拾元整）. */
const char *svc_form_money(int64_t fen);

/* A moment as papers have it, kept for the process: 2026年9月21日, with minutes 2026年9月21日 23:59;
 * for NULL room to write it in. */
const char *svc_form_date(const char *time, bool minutes);

/* A box to sign in: empty while `who` is NULL, dated to the day; `note` is the paper, or for whom it was signed. */
void svc_form_sign(struct svc_form *form, const char *role, const char *who, const char *when,
                   const char *note);

/* A paragraph across the page, outside of the grid (the text of a notice). */
void svc_form_text(struct svc_form *form, const char *text);

/* Hands the pages over to be written by svc_finish: all of them, or none when a record failed. */
void svc_form_close(struct svc_form *form);

/* --format text|html, --output, and the base options. */
extern const struct svc_option svc_form_options[];

#endif
