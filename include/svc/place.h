/* place: which file a path means, so that what a run reads is never what it writes.
 *
 * Two paths are one place when device and inode are the same, whatever links lead there; where
 * nothing is there yet, when folder and name are. Only regular files have a place: a device, FIFO
 * or terminal may be read and written at once.
 *
 * What is kept is looked up by every sink that would take the place of a file (svc/sink.h), and by
 * the verb's options and operands before anything is read (svc/outputs.h).
 */
#ifndef SVC_PLACE_H
#define SVC_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

struct svc_place {
    dev_t device; /* of the file, or of the folder it would be in */
    ino_t inode;
    char *name;   /* NULL: the file is there; the caller's to free (svc_place_free) */
};

/* False when the path leads to no place. */
bool svc_place_find(const char *path, struct svc_place *place);
bool svc_place_of(int fd, struct svc_place *place);
bool svc_place_same(const struct svc_place *a, const struct svc_place *b);
void svc_place_free(struct svc_place *place);

/* What has this name already, for reading: a plain file; -1 with ENOENT for nothing, with EEXIST for
 * what is no file, a link among them. */
int svc_place_standing(const char *path);

/* For the rest of the process no sink takes this place; `what` it is, for messages, borrowed for
 * as long. A place given up by svc_place_find stays free. */
void svc_place_keep(const char *path, const char *what);
void svc_place_keep_open(int fd, const char *what);

/* What is kept there, NULL for nothing. */
const char *svc_place_kept(const struct svc_place *place);

#endif
