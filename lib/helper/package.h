/* The parts of a workbook: a zip file whose parts are XML, each bounded in size and in how far it was
 * compressed. Whatever is wrong with it ends the program with SVC_BADINPUT. */
#ifndef SVC_HELPER_PACKAGE_H
#define SVC_HELPER_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "xml.h"

/* The file at this descriptor, which is closed with it. */
void package_open(int fd);
void package_close(void);

bool package_has(const char *part);

/* Parses a part, which must be there. */
void package_parse(const char *part, const struct xml_events *events, void *ctx);

/* Whether the bytes of the part hold this word somewhere, or it is in no encoding where one could tell. */
bool package_mentions(const char *part, const char *word);

#endif
