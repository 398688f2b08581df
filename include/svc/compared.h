/* compared: two groups of whom some were satisfied, from options or files, as one row for people: the
 * shares, what they differ by, and what the difference is worth.
 *
 *     svc_compared_take(call);      the groups, or a usage error
 *     svc_compared_print(call);
 */
#ifndef SVC_COMPARED_H
#define SVC_COMPARED_H

#include "svc/call.h"
#include "svc/stat.h"

/* --before-n … --after-rate, --column, --value and how files are read; no output options. */
extern const struct svc_option svc_compared_options[];

/* True when one of --before-n … --after-rate was given. */
bool svc_compared_given(void);

/* Fills both groups from the options or the operands. Of a rate that was rounded the counts are a range:
 * that is told on standard error. */
void svc_compared_take(const struct svc_call *call);

/* The group before (0) and after (1); from whom else they come. */
const struct svc_counts *svc_compared_group(int which);
void svc_compared_set(int which, struct svc_counts counts);

/* A rate of the command line was rounded. */
bool svc_compared_rounded(void);

/* Prints the row of the two groups. */
void svc_compared_print(struct svc_call *call);

/* A probability as it is told, from its log10: 0.0350, 3.2e-07, 10^-8021.9, and never 0; and whole
 * decimals, never -0.00. `out` has SVC_COMPARED_TEXT bytes. Both return `out`. */
enum { SVC_COMPARED_TEXT = 64 };
const char *svc_chance_text(double log10_p, char *out);
const char *svc_decimal_text(double value, int digits, char *out);

/* Below this expected count of a cell Fisher's exact test is told first, and chi-square is marked. */
enum { SVC_EXPECTED_LEAST = 5 };

#endif
