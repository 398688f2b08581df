/* registered: every register of every command.
 *
 * A register is data (record.h). The descriptions of all commands are linked into those programs that ask for
 * them here, so that what crosses the registers (a book's pages of records, views for analysts) needs no list of
 * its own: a new command is found by its register.c.
 */
#ifndef SVC_REGISTERED_H
#define SVC_REGISTERED_H

#include "svc/record.h"

struct svc_registered {
    const char *noun;               /* of the command: svc-NOUN, and its lists of words */
    const struct svc_register *reg; /* NULL ends the list */
};

/* By noun, and within one as its file has them; generated at build. */
extern const struct svc_registered svc_registered[];

/* That of the record with this number, by its prefix; NULL for a number of none. */
const struct svc_registered *svc_registered_of(const char *no);

#endif
