/* band: what a row of bands.csv measures.
 *
 * An indicator is a measure (svc/measure.h), or `imported:CODE`, an indicator of svc-report whose
 * values are taken in. With `most:` or `least:` before it the value is the department's place among all
 * that have one, 1 for the largest, or the smallest; equal values share a place.
 */
#ifndef SVC_BAND_H
#define SVC_BAND_H

#include <stdbool.h>
#include <stdint.h>

struct svc_indicator {
    enum { SVC_VALUE, SVC_MOST, SVC_LEAST } place;
    bool imported;
    const char *code; /* of the measure or the indicator; borrowed from the text */
};
struct svc_indicator svc_indicator_of(const char *text);

/* What a measure's fraction is multiplied by: N where its name says per_N, else 100 for percent. */
int64_t svc_measure_times(const char *measure);

/* Whether departments have values of a measure: of what is counted per customers, and of what a survey says
 * of all, the company alone has one, for these are no department's. */
bool svc_measure_by_dept(const char *measure);

/* Bounds and steps, in hundredths, reach so far: with them no product is too large. */
enum { SVC_BAND_MOST = 100000000 };

#endif
