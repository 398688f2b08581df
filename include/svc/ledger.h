/* ledger: the registers as people hand them in and file them (台帐), with the columns of the rule
 * books' own forms.
 *
 * A ledger is one file, cmd/NOUN/ledger-NAME.sql; a new one needs nothing else. It begins with a
 * comment that tells what is printed, and goes on with one plain SELECT:
 *
 *     -- title: 客户问题授权处理台帐     what stands above it
 *     -- about: what its lines are, in English
 *     -- period: what of a line lies in the period, in English
 *     -- column: ID TYPE 标题          one for each column of the SELECT, in order and by name
 *
 * TYPE is text, code, int, points, money, time, day; or name, phone, address: personal data, masked
 * as in every list; or person, dept: codes that where people read have their names beside them. A
 * code whose words a list has (word.h) is told by that list, complaint.state, a number by both,
 * int/level; more lists stand behind a further stroke. Parameters: ?1 the period's first moment, ?2
 * the first moment after, ?3 now, ?4 a department or NULL; and where it is used ?5, the last day of
 * the period, today while that is to come. The running number 序号 (seq) comes first in every ledger
 * and is not selected.
 */
#ifndef SVC_LEDGER_H
#define SVC_LEDGER_H

#include "svc/call.h"

struct svc_ledger {
    const char *name; /* auth; NULL ends the list */
    const char *title, *about, *period;
    struct svc_column *columns; /* seq first */
    const char *sql;
};

/* Every ledger, in order of name; borrowed. */
const struct svc_ledger *svc_ledgers(void);

/* Prints a ledger and its foot: title, period, number of lines, who made it. Without `period` it is
 * that of this year; `dept` is a department's lines alone (NULL: all). The name may be its
 * title; an unknown one is a usage error that lists the known ones. */
void svc_ledger_print(struct svc_call *call, const char *name, const struct svc_period *period,
                      const char *dept);

#endif
