/* What the files of printing share. */
#ifndef SVC_PRINT_INNER_H
#define SVC_PRINT_INNER_H

#include "svc/print.h"

struct svc_writer_options svc_print_wanted(const struct svc_call *call, const struct svc_sink *sink);

/* What the verb prints, unless it says so itself: 2026年9月 投诉清单, or what its help says. To be freed. */
char *svc_print_own_title(const struct svc_call *call);

#endif
