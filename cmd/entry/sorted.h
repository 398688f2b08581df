/* sorted: rows printed in the order that --sort asks for, as many as there may be.
 *
 * They wait outside of memory (svc/runs.h). An empty cell comes last, up or down; what is equal stays in
 * the order in which it came. */
#ifndef SVC_CMD_ENTRY_SORTED_H
#define SVC_CMD_ENTRY_SORTED_H

#include <stdint.h>

#include "svc/call.h"
#include "svc/value.h"

struct sorted;

/* `by` is COL[:asc|:desc],…: another one, or an unknown column, is a usage error. `columns` is borrowed. */
struct sorted *sorted_open(const struct svc_column *columns, const char *by);

/* One row, all columns in order: empty cells, texts and numbers. */
void sorted_add(struct sorted *sorted, const struct svc_value *row);

/* Prints the first `limit` of them, and ends it. */
void sorted_print(struct sorted *sorted, struct svc_call *call, int64_t limit);

#endif
