/* What the files of printing share. */
#ifndef SVC_PRINT_INNER_H
#define SVC_PRINT_INNER_H

#include "svc/print.h"

struct svc_writer_options svc_print_wanted(const struct svc_call *call, const struct svc_sink *sink);

#endif
