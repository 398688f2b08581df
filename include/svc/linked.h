/* linked: which records are about one another, and which of them are one fact.
 *
 * A link joins two records: complaints, orders, call-backs, findings of inspections, cases. Every
 * command with such records has the verbs `link` and `unlink` from here; the register of all links is
 * listed by svc-complaint. What a column says already (a call-back's record, a case's source, a
 * repeat) is no link here.
 *
 * One fact are a complaint and the order of the visit that it is about, a finding and a case, and
 * whatever `link --same-fact` names: of the score lines of such records the heavier stands (score.h).
 * All other links are for reading.
 */
#ifndef SVC_LINKED_H
#define SVC_LINKED_H

#include "svc/call.h"

extern const struct svc_register svc_links;

int svc_link(struct svc_call *call);   /* the call's records with those that the options name */
int svc_unlink(struct svc_call *call); /* takes such links back; they stay in the register */
extern const struct svc_option svc_link_options[], svc_unlink_options[];

#define SVC_STOCK_LINK \
    { .name = "link", .operands = "NO...|-", .run = svc_link, .options = svc_link_options, \
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE ";deputy_gm;gm", .requires = "reason", \
      .help = "say that records are about one another, or one fact" }, \
    { .name = "unlink", .operands = "NO...|-", .run = svc_unlink, .options = svc_unlink_options, \
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_HANDLE ";deputy_gm;gm", .requires = "reason", \
      .help = "take links back that were wrong" }

/* A link that another step tells, unless it stands: `reopen`, a call-back that opened a complaint again. */
void svc_link_told(struct svc_call *call, const char *reg, const char *no, const char *with,
                   const char *other, const char *origin);

/* -- links of an import ----------------------------------------------------------------------- */

/* The links that the column of a file tells, kept until its records are written. */
struct svc_link_file {
    struct svc_call *call;
    const char *from, *to; /* register of the records, and of those that they name */
    char **pair;           /* number and number, one after the other; empty: no longer any */
    size_t count;
    struct svc_query *there; /* whether one of those that they name is there */
};
void svc_link_begin(struct svc_link_file *file, struct svc_call *call, const char *from,
                    const char *to);

/* The record `no` names another one in a column, by its number or by the source_no that one record
 * has, which said `before` (NULL: the record is new). NULL, or why it is none. */
const char *svc_link_column(struct svc_link_file *file, const char *no,
                            const struct svc_value *before, const struct svc_value *named);

/* Writes those whose record is there, under one event, and takes back what the file says no longer. */
void svc_link_end(struct svc_link_file *file);

#endif
