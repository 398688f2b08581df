/* What svc-xlsx-read makes of its input. */
#ifndef SVC_HELPER_XLSX_READ_H
#define SVC_HELPER_XLSX_READ_H

#include "source.h"

/* A workbook as it is written today: a zip file, read from standard input. */
void xlsx_read(const struct source *source);

/* One in XML of 2003. */
void sheetml_read(const struct source *source);

/* Whether this is the beginning of one. */
bool sheetml_is(const char *head, size_t len);

/* Ends the program with the sentence that a workbook of before 2007, or one with a password, deserves. */
_Noreturn void old_workbook(void);

#endif
