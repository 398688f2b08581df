/* told: STORE.snapshot, in which writers keep what pages were for those who read on without a lock. */
#ifndef STORE_TOLD_H
#define STORE_TOLD_H

#include "sqlite.h"

/* What the store's file was at a moment. */
struct state {
    int64_t changed; /* nanoseconds */
    uint32_t counter;
};

/* What stands in the file: a page follows its head. What a commit was cut off in is undone by whoever comes:
 * he tells no pages, for the one who was cut off told them. */
struct told {
    uint64_t store; /* the inode: after svc-admin restore another file has the name */
    uint64_t at, len;
    struct state state;
    enum told_kind { PAGE, BEGUN, UNDOING, ENDED } kind;
};

/* Behind the engine's own description of an open file. */
struct snapshot {
    const sqlite3_io_methods *real; /* the engine's own */
    char *store, *path; /* the files' names */
    int fd;             /* of STORE.snapshot, -1 when nobody needs it */
    int level;          /* of the lock that the engine believes to have */

    /* of a writer that tells */
    uint64_t inode;
    unsigned char *told; /* by page: done in this transaction */
    uint64_t size;       /* of the store when it began; what is behind is nobody's */
    unsigned char *page;
    bool undoing;

    /* of a reader */
    int64_t since, looked; /* milliseconds: when it took its lock, when it last looked who waits */
    bool away;             /* it has a snapshot and no lock */
    bool lost;             /* … which nobody kept */
    uint64_t read;         /* so much of STORE.snapshot is known */
    uint64_t *was;         /* by page: where in it the page stands, 0: it is as it was */
    uint32_t pages, page_size;
    struct state last;   /* that was told */
    uint32_t began;      /* the change counter of its own state */
    bool begun, undone;  /* somebody began to write, to undo, and did not tell that he ended */
};

/* The state of the store now; of a file that has lost its name to another one nobody changes anything. */
bool svc_told_ask(sqlite3_file *file, const struct snapshot *s, struct state *state);
bool svc_told_same(const struct state *a, const struct state *b);

/* The file behind the name, as long as that is the one that is open. */
bool svc_told_identify(sqlite3_file *file, struct snapshot *s);

/* STORE.snapshot, opened for both sides, and shut. */
int svc_told_open(const struct snapshot *s, int flags);
void svc_told_shut(struct snapshot *s);

/* Of a writer: from the exclusive lock on, before each page that it writes, before it gives the lock back;
 * and without a word. */
void svc_told_begin(sqlite3_file *file, struct snapshot *s);
void svc_told_page(sqlite3_file *file, struct snapshot *s, uint64_t at, size_t len);
void svc_told_end(sqlite3_file *file, struct snapshot *s);
void svc_told_stop(struct snapshot *s);

#endif
