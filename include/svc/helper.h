/* helper: the programs beside the tools that make a file of another kind of a typed sheet.
 *
 * svc-xlsx and svc-html stand in libexec/svc. They are run when a sheet is whole, outside of any
 * transaction; what they make is complete before a byte of it goes on.
 */
#ifndef SVC_HELPER_H
#define SVC_HELPER_H

#include "svc/err.h"
#include "svc/sink.h"

/* Runs svc-NAME over the sheet that waits in `from` (svc_sink_wait), and puts what it made into
 * `to`. The helper says itself on stderr what is wrong; its code comes back, and nothing was put. */
enum svc_code svc_helper_run(const char *name, struct svc_sink *from, struct svc_sink *to);

#endif
