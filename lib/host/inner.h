/* What passes between the two sides of a tool on a host, over one socket: host.c finds out which
 * side this process is and starts the other, link.c is the store's side asking, serve.c
 * the person's side answering, message.c what both say. */
#ifndef SVC_HOST_INNER_H
#define SVC_HOST_INNER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The socket's descriptor on the store's side; sudo closes whatever lies above. Through the one that
 * the person's side has made, and could have the kernel send signals by, passes a single message:
 * HERE, with an end of a pair that the store's side has made. */
enum { SVC_HOST_LINK = 3 };

enum svc_host_wish {
    SVC_HOST_HERE,  /* the store's side runs, and this is the link from now on; no answer */
    SVC_HOST_READ,  /* open `path` for reading */
    SVC_HOST_WRITE, /* open what will be `path`: its descriptor, none for a FIFO, and its number */
    SVC_HOST_NEW,   /* the same for a file that must be new */
    SVC_HOST_THERE, /* the file that has the name of the new one, for reading; EEXIST: no file */
    SVC_HOST_FIFO,  /* open the FIFO `path`, waiting for its reader */
    SVC_HOST_NAME,  /* file `file` is written: sync it and give it its name */
    SVC_HOST_PAGE,  /* start the pager: where it reads from */
    SVC_HOST_PAGED  /* wait for its end: was it there? */
};

struct svc_host_request {
    int32_t wish, file;
    char path[PATH_MAX];
};

struct svc_host_reply {
    int32_t error;  /* errno, 0 when it was done */
    int32_t answer; /* a file's number, or yes and no */
};

/* -- both sides ------------------------------------------------------------------------------- */

/* One message, with a descriptor unless it is -1; false with errno set. */
bool svc_host_send(int link, const void *bytes, size_t len, int fd);

/* Its length, 0 at the end of the other side, -1 with errno set; EPROTO for one that brings more than
 * one descriptor, or is cut off: nothing of it is kept. `*fd` is the descriptor, else -1. */
ssize_t svc_host_receive(int link, void *bytes, size_t size, int *fd);

/* -- the store's side ------------------------------------------------------------------------ */

/* Looks for the socket, and tells the other side that the tool runs. */
void svc_host_join(void);
bool svc_host_joined(void);

/* Asks; false with errno set when it was not done, or nobody is there to ask. A descriptor that
 * comes back is in `fd`, else -1; `fd` and `answer` may be NULL. */
bool svc_host_ask(enum svc_host_wish wish, int file, const char *path, int *answer, int *fd);

/* -- the person's side ------------------------------------------------------------------------ */

/* Answers until the other side has ended. Opens only what the words name. False when the other
 * side never came to run. */
bool svc_host_serve(int link, char *const *words);

#endif
