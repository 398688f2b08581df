/* folder: the names that are in one, and one that is made whole.
 *
 *     struct svc_folder *folder = svc_folder_begin("/srv/book", "book.csv");
 *     good = folder && svc_folder_put(folder, "index.html", text, len) && … && svc_folder_end(folder);
 *
 * It is built beside the one that has its name, under `.svc-NAME`, and takes its place at once, so that nobody
 * sees half of it. A file that says what it said is the file that is there, with its time. Files are for their
 * owner alone, 0600 in a folder of 0700. One run at a time makes folders beside each other; what a killed one
 * left is removed by the next. In case of false errno is set, and svc_folder_drop leaves all as it was.
 */
#ifndef SVC_FOLDER_H
#define SVC_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "svc/buf.h"

/* Each with a NUL behind it, of the open folder, which is closed; false with errno set. */
bool svc_folder_list(int fd, struct svc_buf *out);

/* Those of such a list that end so, without the end and in the order of bytes; a NULL behind them. All of
 * it is to be freed. */
char **svc_folder_names(const struct svc_buf *list, const char *end);

struct svc_folder;

/* NULL with errno set: EEXIST where something else than such a folder, with files alone, has the name. `mark` is the name of a file
 * that every folder of that kind has. */
struct svc_folder *svc_folder_begin(const char *path, const char *mark);
bool svc_folder_put(struct svc_folder *folder, const char *name, const char *bytes, size_t len);
bool svc_folder_end(struct svc_folder *folder);  /* either of these two … */
void svc_folder_drop(struct svc_folder *folder); /* … frees it */

#endif
