/* What the parts of links share: linked.c has the register and its verbs, linked-file.c what files tell. */
#ifndef SVC_LINKED_INNER_H
#define SVC_LINKED_INNER_H

#include "svc/linked.h"

enum { L_NO, L_REGISTER, L_RECORD, L_WITH_REGISTER, L_WITH_RECORD, L_SAME_FACT, L_ORIGIN,
       L_LINKED_AT, L_LINKED_BY, L_WHY, L_STATE, L_UNLINKED_AT, L_UNLINKED_BY, L_UNLINK_WHY,
       L_EVENT, L_COLUMNS };

/* What can be linked, in the order in which the two ends of a link stand. `whose` are the columns of the
 * persons whom the record is about. */
struct svc_link_kind {
    const char *name, *table, *whose;
};
const struct svc_link_kind *svc_link_kind(const char *name);

/* A link that joins two records: its ends in their order. */
struct svc_link_pair {
    const struct svc_link_kind *end[2];
    const char *no[2];
};
struct svc_link_pair svc_link_pair(const struct svc_link_kind *a, const char *no,
                                   const struct svc_link_kind *b, const char *other);

/* A complaint and the order of its visit, a finding and a case: nobody need say so. */
bool svc_link_is_fact(const struct svc_link_pair *pair);

/* The link that joins ?1 ?2 with ?3 ?4. */
#define SVC_LINKED \
    " FROM link WHERE register = ?1 AND record = ?2 AND with_register = ?3 AND with_record = ?4" \
    "   AND state = 'linked'"

/* Takes the link back, as the call does. */
void svc_link_take_back(struct svc_call *call, const char *no);

/* Whatever these records cost may change: their facts of closed months are told. `times` is
 * report/fact-times. */
void svc_link_note(struct svc_call *call, struct svc_query *times, const struct svc_link_pair *pair);

#endif
