/* value: what stands in one cell, read and shown by its column's type. */
#ifndef SVC_VALUE_H
#define SVC_VALUE_H

#include "svc/buf.h"
#include "svc/record.h"
#include "svc/words.h"

/* A value of one cell. Text is borrowed. */
struct svc_value {
    enum { SVC_ABSENT, SVC_EMPTY, SVC_IS_TEXT, SVC_IS_NUMBER } is;
    int64_t number;
    const char *text;
    size_t len;
    bool alone; /* a time that was given as a date alone: its day begins, or ends (SVC_END) */
};

/* What a cell of the column may hold on the day, for the end of a message, behind `lead`: the
 * codes, or the labels where the text that was refused is Chinese, and first the nearest as
 * label=code, if any is near. "" where it is not one of some words. Kept for the process. */
const char *svc_value_choice(const struct svc_column *column, svc_day day, const char *text,
                             const char *lead);

/* Reads a cell by its column's type into its canonical value: times and days as text, points and
 * yuan as hundredths, words by the lists of the day (SVC_WORDS_EVER: of any). `room` receives what
 * the text needs and is cleared first. NULL when good, else why not ("not a phone number"): never
 * quotes the data. */
const char *svc_value_read(const struct svc_column *column, svc_day day, const char *text,
                           size_t len, struct svc_value *out, struct svc_buf *room);

struct svc_value svc_value_text(const char *text); /* NULL: empty */
struct svc_value svc_value_number(int64_t number);
bool svc_value_same(const struct svc_value *a, const struct svc_value *b);

/* The same, and telephone numbers however they are written. */
bool svc_value_alike(const struct svc_column *column, const struct svc_value *a,
                     const struct svc_value *b);

/* Neither absent nor empty. */
static inline bool svc_value_given(const struct svc_value *value)
{
    return value->is == SVC_IS_TEXT || value->is == SVC_IS_NUMBER;
}

/* Which of a record's times are dates alone: whether the list has the column; and the time as text
 * that compares, from the beginning of its day where it is in the list (`room`: SVC_WHEN_SIZE). */
bool svc_value_alone(const char *undated, const char *column);
struct svc_value svc_value_undated(const struct svc_column *columns,
                                   const struct svc_value *values); /* of those still given */
const char *svc_value_earliest(const struct svc_column *columns, const struct svc_value *values,
                               int at, char *room);

/* The value as the person would type it; borrowed from `room` or from the value. */
const char *svc_value_show(const struct svc_column *column, const struct svc_value *value,
                           struct svc_buf *room);

#endif
