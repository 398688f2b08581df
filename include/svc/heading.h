/* heading: what the columns of a register are called in the files of others.
 *
 * A column is called by its name, by its Chinese heading, and by what dispatch systems, hotlines and
 * personnel lists call it: the list heading_REGISTER of a command's words.csv, whose codes are columns. A
 * heading of the code `none` there, and those of the list verb.heading, such as 序号, are no column of
 * ours and passed over. Headings are compared without blanks, line breaks and the star of what is required,
 * whichever width their signs have.
 */
#ifndef SVC_HEADING_H
#define SVC_HEADING_H

#include "svc/read.h"
#include "svc/record.h"

enum { SVC_HEADING_UNKNOWN = -1, SVC_HEADING_NONE = -2 };

/* The column of the register that a heading means, SVC_HEADING_NONE for one to pass over, else
 * SVC_HEADING_UNKNOWN. A name or heading of a column wins over what others call it. */
int svc_heading_find(const struct svc_register *reg, const char *text, size_t len);

/* The same for the reader that looks for the heading row; `reg` is a register. */
enum svc_heading svc_heading_is(const void *reg, const char *text, size_t len);

/* Which of the two a heading is, in Chinese characters or without any. */
enum svc_heading svc_heading_kind(const char *text, size_t len);

/* Whether two headings are the same but for blanks, stars and widths. */
bool svc_heading_same(const char *one, size_t len, const char *other);

/* What others call the column, `;`-separated; NULL for nothing. Kept for the process. */
const char *svc_heading_others(const struct svc_register *reg, const char *column);

/* What the register's column most like the heading is called, `name 标题`; NULL where none is near. Kept
 * for the process. */
const char *svc_heading_near(const struct svc_register *reg, const char *text);

/* The name of the one of some columns that is most like the text, by its name or heading; NULL where none is
 * near. Kept for the process. */
const char *svc_column_near(const struct svc_column *columns, const char *text);

/* A usage error about --sort by a column that is none, with the nearest. */
_Noreturn void svc_sort_refuse(const struct svc_column *columns, const char *name);

#endif
