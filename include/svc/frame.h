/* frame: what stands around a table that is handed in and filed: the company, whose it is, the period and
 * the unit above it; who made it, who checks and who approves it, and the day, below.
 */
#ifndef SVC_FRAME_H
#define SVC_FRAME_H

#include "svc/call.h"

struct svc_frame {
    const char *dept;        /* who hands it in, a code; NULL: that of who asks */
    const char *period;      /* as people read it */
    const char *until;       /* its last day, on which the company was called so; NULL: today */
    const char *made_by;     /* a person, as people read it; NULL: who asks */
    const char *made_on;     /* a day or a moment; NULL: today */
    bool points, money;      /* what it tells */
    size_t keys;             /* columns that tell which row it is */
    bool table;              /* a table on a terminal is one, too, whatever language messages have */
};

/* Before svc_print_begin: what is printed is such a paper, where people read it. */
void svc_frame(struct svc_call *call, const struct svc_frame *frame);

/* What the company is called on papers, by the policy of that day (2026-09-30; NULL: today's): its
 * parameter `company`, "" where it has none. The caller frees it. */
char *svc_company(struct svc_db *db, const char *day);

#endif
