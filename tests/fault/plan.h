/* plan: what the driver tells the preloaded library, and what that tells back. It lies in a file that
 * both map, so that the children of a program count on where it was. */
#ifndef FAULT_PLAN_H
#define FAULT_PLAN_H

enum fault_kind { FAULT_MEMORY, FAULT_WRITE, FAULT_SYNC, FAULT_NAME, FAULT_OPEN, FAULT_KINDS };

/* One call; that one and all behind it; done, but reported as failed; the process is killed. */
enum fault_way { FAULT_ONCE, FAULT_FOR_GOOD, FAULT_REPORTED, FAULT_KILL, FAULT_WAYS };

struct fault_plan {
    enum fault_kind kind;
    enum fault_way way;
    int error;             /* the errno */
    int at;                /* which call of the kind, from 1; 0: none fails */
    int seen[FAULT_KINDS]; /* how many there were */
    unsigned random;       /* what random numbers are made of, the same in every run */
};

#endif
