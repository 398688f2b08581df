/* typed: the lines of a typed sheet (write.h), for whoever reads them again. */
#ifndef SVC_TYPED_H
#define SVC_TYPED_H

#include <stddef.h>

/* Parts a line at its tabs and undoes what is escaped, where it stands. `*cell` has room for `*room` of them and grows,
 * the first tells what the line is; how many there are. */
size_t svc_typed_part(char *line, char ***cell, size_t *room);

/* The place of a light among green, amber and red, -1 for any other word, and its name, "" for none. The text moves
 * on to what it is called, if that is said: `green 达标`. */
enum { SVC_LIGHTS = 3 };
int svc_typed_light(const char **text, size_t *len, const char **name);

#endif
