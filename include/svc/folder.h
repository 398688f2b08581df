/* folder: the names that are in one. */
#ifndef SVC_FOLDER_H
#define SVC_FOLDER_H

#include <stdbool.h>

#include "svc/buf.h"

/* Each with a NUL behind it, of the open folder, which is closed; false with errno set. */
bool svc_folder_list(int fd, struct svc_buf *out);

/* Those of such a list that end so, without the end and in the order of bytes; a NULL behind them. All of
 * it is to be freed. */
char **svc_folder_names(const struct svc_buf *list, const char *end);

#endif
