/* below: what offices put below their records that is no record: sums and signatures. */
#ifndef SVC_BELOW_H
#define SVC_BELOW_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a row that begins so may be one of those: 合计, 制表人：李静. The words are the list verb.below. */
bool svc_below(const char *text, size_t len);

/* Whether the text is what stands in a row of sums: figures and their signs. */
bool svc_sum(const char *text, size_t len);

#endif
