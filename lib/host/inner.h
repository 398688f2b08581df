/* What passes between the processes of a tool on a host. The person's side has the person's rights:
 * serve.c. The store's side is two: one in front, front.c, which has all that the person made, and one at
 * the back, back.c, which works on the store and has nothing of it. The back asks the front, the front
 * asks the person's side: link.c. message.c is what all of them say, host.c finds out which this
 * process is and starts the others. */
#ifndef SVC_HOST_INNER_H
#define SVC_HOST_INNER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "svc/file.h"
#include "svc/sink.h"

/* The descriptor of the socket to whoever is asked, in the front and in the back; sudo closes whatever
 * lies above. Through the one that the person's side has made, and could have the kernel send signals
 * by, passes a single message: HERE, with an end of a pair that the store's side has made. */
enum { SVC_HOST_LINK = 3 };

enum { SVC_HOST_FILES = 8, SVC_HOST_OUTPUT = -1 }; /* what may be written; standard output is no file of them */

/* Of a file of records: its name, NULL for standard input; worksheet; encoding. */
enum { SVC_HOST_WORDS = 3 };

enum svc_host_wish {
    SVC_HOST_HERE,  /* the store's side runs, and this is the link from now on; no answer */
    SVC_HOST_ARGUMENTS, /* the words of the command line, in a file */
    SVC_HOST_READ,  /* open `path` for reading */
    SVC_HOST_PLAIN, /* the same without waiting: of what is no plain file the front hands on nothing */
    SVC_HOST_WRITE, /* open what will be `path`: its descriptor, none for a FIFO, and its number */
    SVC_HOST_NEW,   /* the same for a file that must be new */
    SVC_HOST_THERE, /* the plain file that has the name of the new one, for reading; EEXIST: it is none */
    SVC_HOST_FIFO,  /* open the FIFO `path`, waiting for its reader */
    SVC_HOST_NAME,  /* file `file` is written: sync it and give it its name */
    SVC_HOST_PAGE,  /* start the pager: where it reads from */
    SVC_HOST_PAGED, /* wait for its end: was it there? */
    SVC_HOST_MAKE,  /* the rows of the open file that comes along, or the reason why there are none */
    /* The front alone is asked for these. It hands on no descriptor of the person's: what is read comes
     * through a pipe of its own, what is to be written goes through one of the back's. */
    SVC_HOST_INPUT, /* standard input */
    SVC_HOST_TABLE, /* a file of records as svc_file_table has it, `path` or standard input: is it made of
                     * another, or the reason why it cannot be? */
    SVC_HOST_LIST,  /* the names in folder `path`, each with a NUL behind it, in a file */
    SVC_HOST_SEND,  /* all that comes out of this pipe, into file `file` */
    SVC_HOST_SHOW   /* the same, into a pager: was it there? */
};

struct svc_host_request {
    int32_t wish, file;
    char path[PATH_MAX];
};

struct svc_host_reply {
    int32_t error;    /* errno, 0 when it was done */
    int32_t value;    /* a file's number, or yes and no */
    int32_t terminal; /* whether the file is one */
    int64_t size;     /* of a plain file that is read, else 0 */
};

struct svc_host_answer {
    struct svc_host_reply is;
    int fd; /* that came with it, else -1 */
};

/* -- all of them ------------------------------------------------------------------------------- */

/* One message, with a descriptor unless it is -1; false with errno set. */
bool svc_host_send(int link, const void *bytes, size_t len, int fd);

/* Its length, 0 at the end of the other side, -1 with errno set; EPROTO for one that brings more than
 * one descriptor, or is cut off: nothing of it is kept. `*fd` is the descriptor, else -1. */
ssize_t svc_host_receive(int link, void *bytes, size_t size, int *fd);

/* -- who asks ---------------------------------------------------------------------------------- */

/* Looks for the socket, and tells the person's side that the tool runs. Whether it is there. */
void svc_host_join(void);
bool svc_host_joined(void);

/* From now on this process ends, by SIGIO, when the other end of its link does. */
void svc_host_follow(void);

/* False with errno set when it was not done, or nobody is there to ask; `answer` may be NULL. */
bool svc_host_ask(enum svc_host_wish wish, int file, const char *path,
                  struct svc_host_answer *answer);

/* Asks for SEND or SHOW, of what waits in the sink; `value` may be NULL. */
bool svc_host_pour(enum svc_host_wish wish, int file, struct svc_sink *sink, int *value);

/* A wish about a file of records, TABLE or MAKE, with its descriptor unless it is -1: the words go along, NULL as
 * "". As svc_host_ask. */
bool svc_host_ask_words(enum svc_host_wish wish, const char *const words[SVC_HOST_WORDS], int fd,
                        struct svc_host_answer *answer);

/* What came so, NULL for "". */
void svc_host_words(const struct svc_host_request *request, const char *words[SVC_HOST_WORDS]);

/* -- the command line, in arguments.c ---------------------------------------------------------------- */

/* The words in a file, each with a NUL behind it. */
int svc_host_words_file(char *const *words);

/* Asks for them: the program's name and what has come, `*count` of them, NULL behind. Dies where none do. */
char **svc_host_words_ask(char *program, int *count);

/* -- files of records, in kind.c ----------------------------------------------------------------- */

enum svc_host_table { SVC_HOST_AS_IT_IS, SVC_HOST_MADE, SVC_HOST_UNMADE };

/* The first bytes of the file, and which program makes rows of it, NULL: it is a table as it stands. */
struct svc_host_head {
    char bytes[4096];
    size_t len;
    const char *program;
};

/* Reads them. Of what a person types, and of what cannot be read, there are none. `ready` (NULL: it may take its
 * time) waits until there is something to read, and says whether it is worth while. */
void svc_host_head(int fd, struct svc_host_head *head, bool (*ready)(int fd));

/* The file as one that can be read anew from its beginning, a copy of it if need be; -1 with errno set, EFBIG for
 * a copy of more than `most` bytes. `fd` is closed. */
int svc_host_whole(int fd, const struct svc_host_head *head, bool (*ready)(int fd), uint64_t most);

/* Runs the program over the whole file, with the rights of this process: its rows, or the message that there are
 * none, from the beginning of `*made`, a file without a name. What else it has to say of `name` is said here. */
enum svc_host_table svc_host_make(int fd, const char *name, const struct svc_file_kind *kind, int *made);

/* -- the person's side ------------------------------------------------------------------------- */

/* Answers until the other side has ended. Hands over the words, and opens only what they name. False when the other
 * side never came to run. */
bool svc_host_serve(int link, char *const *words);

/* -- the store's side -------------------------------------------------------------------------- */

/* Of this installation, as its file `host` says; NULL where none is laid out, or not whole. */
struct svc_host_system {
    char *name, *home;
    uid_t uid;
    const char *tools; /* the folder of what sudo may start */
    uint64_t most;     /* bytes that one run may bring */
};
const struct svc_host_system *svc_host_system(void);

/* What the file `host` allows: how many bytes one run may bring. */
uint64_t svc_host_most(void);

/* What the front knows of the back: its process, the other end of its link, and the pipes that are its
 * standard output and error. */
struct svc_host_back {
    pid_t pid;
    int link, output, error;
};

/* Parts this process in two. It returns in the back alone; the front ends as the back ends. */
void svc_host_part(void);

/* Serves the back until its end. */
_Noreturn void svc_host_front(const struct svc_host_back *back);

#endif
