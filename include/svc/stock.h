/* stock: the verbs every register has, from its description alone; those that write new records
 * stand in import.h. */
#ifndef SVC_STOCK_H
#define SVC_STOCK_H

#include "svc/each.h"
#include "svc/statement.h"

int svc_list(struct svc_call *call);    /* selected records */
int svc_show(struct svc_call *call);    /* records, one value a line */
int svc_set(struct svc_call *call);     /* columns that may change, with a reason */

/* What becomes of one record under `set`: the step has what is stored, `given` what was said, each
 * value absent where nothing was; a value may be put back to what is stored. False, and told, when it
 * must not be. */
typedef bool svc_setter(const struct svc_step *step, struct svc_value *given);

/* The same as svc_set where a command has something to say about it, or to keep beside it. */
int svc_set_judged(struct svc_call *call, svc_setter *judge);

/* The same as svc_show with lines of the command's own behind the columns, each by svc_show_line:
 * what it is, in English and Chinese, and what stands there. */
int svc_show_more(struct svc_call *call, void (*more)(struct svc_call *call, const char *no));
void svc_show_line(struct svc_call *call, const char *no, const char *what, const char *label,
                   const char *text);

/* Appends what stands in a column of such a row, as `show` tells it. */
void svc_show_value(struct svc_call *call, const struct svc_column *column, struct svc_query *q, int at,
                    enum svc_language language, struct svc_buf *out);

/* A record's own events, and the import that brought it, oldest first: no, seq, at, login, person, tool, verb,
 * reason, change, tbl. The record is one of call->reg. */
struct svc_query *svc_history(struct svc_call *call, const char *no);

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
