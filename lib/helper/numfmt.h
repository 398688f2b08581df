/* What a cell's number is by its format: a number, digits with leading zeros, a day, a time, a length of time;
 * and as which text it is told. */
#ifndef SVC_HELPER_NUMFMT_H
#define SVC_HELPER_NUMFMT_H

#include <stdbool.h>
#include <stdint.h>

enum numfmt_kind { NUMFMT_PLAIN, NUMFMT_DAY, NUMFMT_TIME, NUMFMT_MOMENT, NUMFMT_SPAN };

struct numfmt {
    unsigned char kind;
    unsigned char zeros;  /* of a plain one: at least so many digits */
    bool seconds;         /* of a time or span: it shows them */
};

/* Of a format's code, such as yyyy"年"m"月"d"日"; and of one that has a number alone. */
struct numfmt numfmt_of(const char *code);
struct numfmt numfmt_known(unsigned id);

enum { NUMFMT_SIZE = 400 };

/* Writes the number; `since_1904` is how the workbook counts days. NULL, or why it is none that can be told. */
const char *numfmt_write(double number, struct numfmt format, bool since_1904, char out[NUMFMT_SIZE]);

#endif
