/* import: records taken in, all or none, or the good ones.
 *
 *     struct svc_import *in = svc_import_open(call);
 *     while ((values = svc_import_next(in)))
 *         …own columns that follow from the given ones…
 *     return svc_import_close(in);
 *
 * Open reads standard input or the operand to its end, decodes, maps and checks every cell with
 * no lock held, and spools what it read; only then it takes the writer lock. Next yields each
 * record that is new or changed, merged with what is stored; unchanged ones are passed over.
 * Close writes the rest, one event, the receipt, and commits, or reports every bad record and
 * applies nothing (SVC_BADINPUT). With --keep-good it writes the bad records to a file of their
 * own before it commits the others (SVC_PARTLY).
 *
 * Idempotent by natural key: `no`, or the register's pair, such as `source` + `source_no`. A record
 * keeps the SHA-256 of its canonical input columns: the same digest, or the same values, is
 * unchanged; anything else is a conflict unless --update.
 *
 * A name in the place of a department's or a person's code becomes the code (roll.h), before next.
 * Where a file brings a column that is computed, next yields unchanged records, too: the command
 * compares it and empties it.
 */
#ifndef SVC_IMPORT_H
#define SVC_IMPORT_H

#include <stdbool.h>

#include "svc/call.h"

struct svc_import;

struct svc_import *svc_import_open(struct svc_call *call); /* from a file or standard input */
struct svc_import *svc_import_one(struct svc_call *call);  /* from the options of `add` */

/* The first with a value for the column, as if by --set, where neither the file nor an option brings it; and
 * whether that was so. */
struct svc_import *svc_import_assuming(struct svc_call *call, const char *column, const char *value);
bool svc_import_assumed(const struct svc_import *in);

/* The command itself finds stored records of the register by this column alone, so that a dry run
 * into an empty table needs no other index: what stands twice in the file was found before. */
void svc_import_finds_by(struct svc_import *in, const char *column);

/* The values of one record, by the register's columns, to be completed in place; texts put there
 * must live until the next call. NULL at the end. */
struct svc_value *svc_import_next(struct svc_import *in);

/* What is stored of the current record before this import; NULL for a new one. */
const struct svc_value *svc_import_before(const struct svc_import *in);

/* Whether nothing came before the current record that has a value of it in a column of the register's
 * looks_back: the table was empty, and in the file they are its own. */
bool svc_import_is_first(struct svc_import *in);

/* For such a record in a dry run into an empty table, of which the command knows that the store would refuse
 * nothing and nobody asks for its number: its row is spared, with all that stands beside it. Whether it is. */
bool svc_import_spares(struct svc_import *in);

/* True when the file, or --set, brings the column at this place; the cell may be empty. */
bool svc_import_brings(const struct svc_import *in, int column);

/* Rejects the current record; `column` may be NULL. With --keep-good the transaction goes on, and
 * what the command changed since next gave the record is undone. The reason never quotes the
 * data. */
void svc_import_reject(struct svc_import *in, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Where the current record stands in the file; and the rejection of one that was passed on and turns
 * out bad by what came after it. With --keep-good nothing may be left to be told so late. */
struct svc_import_place {
    size_t line, record;
};
struct svc_import_place svc_import_place(const struct svc_import *in);
void svc_import_reject_at(struct svc_import *in, struct svc_import_place at, const char *column,
                          const char *why);

int svc_import_close(struct svc_import *in);

/* The stock verbs: one record from options, whose number is printed; many from CSV or TSV. */
int svc_add(struct svc_call *call);
int svc_import(struct svc_call *call);

#define SVC_STOCK_ADD(reg, roles_) \
    { .name = "add", .operands = reg, .run = svc_add, .options = svc_add_options, \
      .need = SVC_NEED_WRITE, .roles = roles_, .help = "register one record" }
#define SVC_STOCK_IMPORT(reg, roles_) \
    { .name = "import", .operands = reg "[FILE|-]", .run = svc_import, \
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = roles_, \
      .help = "register many records, all or none" }

#endif
