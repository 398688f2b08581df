/* What the files of printing share. */
#ifndef SVC_PRINT_INNER_H
#define SVC_PRINT_INNER_H

#include "svc/print.h"

struct svc_writer_options svc_print_wanted(const struct svc_call *call, const struct svc_sink *sink);

struct svc_print_how {
    struct svc_db *db;
    enum svc_language language; /* of statements */
    bool coloured; /* a light shows its colour beside its word */
    bool named;    /* persons and departments have their names beside their codes */
    bool dated;    /* days are as papers have them */
};

/* Appends a cell that is shown otherwise than it is stored; false: it is shown as it is. `words` are those
 * of its column, NULL where it is shown by its code. */
bool svc_print_cell(const struct svc_print_how *how, const struct svc_column *column, const char *words,
                    const char *text, size_t len, struct svc_buf *out);

/* The place of the column whose values get worksheets: any that has a heading, printed or not. */
int svc_print_split(const struct svc_column *columns);

/* What the verb prints, unless it says so itself: 2026年9月 投诉清单, or what its help says. To be freed. */
char *svc_print_own_title(const struct svc_call *call);

#endif
