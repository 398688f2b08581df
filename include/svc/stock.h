/* stock: the verbs every register has, from its description alone; those that write new records
 * stand in import.h. */
#ifndef SVC_STOCK_H
#define SVC_STOCK_H

#include "svc/call.h"

int svc_list(struct svc_call *call);    /* selected records */
int svc_show(struct svc_call *call);    /* records, one value a line */
int svc_set(struct svc_call *call);     /* columns that may change, with a reason */
int svc_log(struct svc_call *call);     /* who changed a record, when, what */
int svc_columns_verb(struct svc_call *call); /* the register's columns: the import template */

/* The lines of a verb table. `reg` is "REGISTER " where the command has several, else "". */
#define SVC_STOCK_LIST(reg) \
    { .name = "list", .operands = reg, .run = svc_list, .options = svc_list_options, \
      .need = SVC_NEED_READ, .help = "list records" }
#define SVC_STOCK_SHOW(reg) \
    { .name = "show", .operands = reg "NO...|-", .run = svc_show, .options = svc_show_options, \
      .need = SVC_NEED_READ, \
      .help = "show records whole, one value a line, and their history" }
#define SVC_STOCK_SET(reg, roles_) \
    { .name = "set", .operands = reg "NO...|-", .run = svc_set, .options = svc_set_options, \
      .need = SVC_NEED_WRITE, .roles = roles_, .requires = "reason", \
      .help = "correct columns that may change" }
#define SVC_STOCK_LOG(reg) \
    { .name = "log", .operands = reg "NO...|-", .run = svc_log, .options = svc_output_options, \
      .need = SVC_NEED_READ, .help = "who changed a record, when and what" }
#define SVC_STOCK_COLUMNS(reg) \
    { .name = "columns", .operands = reg, .run = svc_columns_verb, \
      .options = svc_output_options, .need = SVC_NEED_WORDS, \
      .help = "the register's columns: what an import may bring" }

extern const struct svc_option svc_set_options[];  /* values, write */
extern const struct svc_option svc_show_options[]; /* output, --pii --reason */

#endif
