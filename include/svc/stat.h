/* stat: what a rate of a few says about all, in integers. */
#ifndef SVC_STAT_H
#define SVC_STAT_H

#include <stdint.h>

/* Wilson's interval of 95 % (z = 1.96) around `in` of `of`, without continuity correction, in
 * hundredths of a percent, rounded to the nearest. `of` lies between 1 and 40 million. */
void svc_wilson(int64_t in, int64_t of, int64_t *low, int64_t *high);

#endif
