/* The process in front: it has the descriptors that the person made, and reads, prints and waits at the
 * person's pace, so that the one at the back never does. It holds no lock and knows no store. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inner.h"
#include "pump.h"
#include "stream.h"
#include "svc/err.h"
#include "svc/folder.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

enum { PUMPS = 8 };

static struct front {
    pid_t back;
    int end, link;             /* tells the back's end; hears it */
    struct svc_stream said, print; /* its standard error, its standard output */
    struct svc_pump pump[PUMPS];
    struct {
        int fd;     /* -1: none, or a FIFO */
        char *fifo; /* its path */
    } file[SVC_HOST_FILES];
} front;

/* -- signals ----------------------------------------------------------------------------------- */

static volatile sig_atomic_t paging;

/* The back is in a session of its own: it is for the front to tell it. It rolls back what is not
 * committed, and ends. While the person reads, ^C is the pager's. */
static void pass_on(int signal_no)
{
    int kept = errno;
    if (!paging || (signal_no != SIGINT && signal_no != SIGQUIT)) {
        svc_stream_asked = signal_no;
        pidfd_send_signal(front.end, signal_no, NULL, 0);
    }
    errno = kept;
}

/* What the person told it to ignore stays so. */
static void take_ends(void (*handler)(int))
{
    static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
    struct sigaction act = { .sa_handler = handler }, now; /* and writing gives up */
    sigemptyset(&act.sa_mask);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaction(ends[i], &act, NULL);
}

static void take_signals(void)
{
    sigset_t none;
    take_ends(pass_on);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* -- bytes for the person ---------------------------------------------------------------------- */

/* What was said before the output comes before it, as the back waits for the end of its output. */
static void drain_both(void)
{
    svc_stream_drain(&front.said);
    svc_stream_drain(&front.print);
}

/* An input that breaks off must not look like one that has ended: who reads it reads no more of it. */
static void end_back(void)
{
    pidfd_send_signal(front.end, SIGKILL, NULL, 0);
    take_ends(SIG_DFL);
    while (waitpid(front.back, NULL, 0) < 0 && errno == EINTR)
        continue;
    drain_both();
}

/* All input is read before anything is applied. */
_Noreturn static void too_much(const char *name)
{
    end_back();
    svc_die(SVC_BADINPUT, "\"%s\" is more than the %llu bytes that one run may bring here; nothing was applied\n"
                          "bring it in parts, or an administrator raises SVC_SPOOL_MAX in the file \"host\"",
            name, (unsigned long long)svc_host_most());
}

/* -- what the back asks for -------------------------------------------------------------------- */

static void answer(int error, const struct svc_host_answer *what)
{
    struct svc_host_reply reply = { .error = error };
    if (what && !error)
        reply = what->is;
    svc_host_send(front.link, &reply, sizeof reply, what && !error ? what->fd : -1);
    if (what && what->fd >= 0)
        close(what->fd);
}

/* Of a file that has come; -1: it has not, and errno is why. `head` is what was read of it, NULL: nothing. */
static void hand_file(int from, const char *name, const struct svc_host_head *head, enum svc_host_table value)
{
    struct svc_host_answer out = { .fd = -1, .is.value = (int32_t)value };
    struct svc_pump *pump = front.pump;
    struct stat st;
    while (pump < front.pump + PUMPS && pump->name)
        pump++;
    int error = from < 0 ? errno : pump == front.pump + PUMPS ? EMFILE : 0;
    if (!error && read(from, pump->piece, 0) < 0) /* a folder, or it is open for writing */
        error = errno;
    out.is.size = !error && fstat(from, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : 0;
    out.is.terminal = from >= 0 && isatty(from);
    if (!error && (out.fd = svc_pump_begin(pump, from, name, head ? head->bytes : NULL, head ? head->len : 0)) < 0)
        error = errno;
    if (error && from >= 0)
        close(from);
    answer(error, &out);
}

static void read_file(enum svc_host_wish wish, const char *path)
{
    struct svc_host_answer theirs;
    struct stat st;
    if (svc_host_ask(wish, -1, path, &theirs) && theirs.fd < 0)
        errno = EBADF;
    if (wish != SVC_HOST_READ && theirs.fd >= 0 && (fstat(theirs.fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(theirs.fd);
        theirs.fd = -1;
        errno = EINVAL;
    }
    hand_file(theirs.fd, path, NULL, SVC_HOST_AS_IT_IS);
}

static void list_folder(const char *path)
{
    struct svc_host_answer theirs, out = { .fd = -1 };
    struct svc_buf list = { 0 };
    bool good = svc_host_ask(SVC_HOST_READ, -1, path, &theirs) && theirs.fd >= 0 &&
                svc_folder_list(theirs.fd, &list);
    int error = errno;
    if (good)
        out.fd = svc_memory_file(svc_buf_text(&list), list.len);
    answer(good ? 0 : error, &out);
    svc_buf_free(&list);
}

/* NULL: standard input; -1 with errno set. */
static int open_theirs(const char *path)
{
    struct svc_host_answer theirs;
    if (!path)
        return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, SVC_HOST_LINK + 1);
    if (svc_host_ask(SVC_HOST_READ, -1, path, &theirs) && theirs.fd < 0)
        errno = EBADF;
    return theirs.fd;
}

/* A slow input keeps nobody from ending, nor from hearing that the back has. */
static bool ready(int fd)
{
    struct pollfd at[] = { { .fd = fd, .events = POLLIN }, { .fd = front.end, .events = POLLIN } };
    int n;
    while ((n = poll(at, 2, -1)) < 0 && errno == EINTR && !svc_stream_asked)
        continue;
    return n > 0 && !svc_stream_asked && !at[1].revents;
}

/* Of a workbook and the like the person's side makes the rows: this one reads no more of it than its kind. */
static void read_table(const struct svc_host_request *request)
{
    const char *words[SVC_HOST_WORDS];
    svc_host_words(request, words);
    const char *name = words[0] ? words[0] : _("standard input");
    struct svc_host_head head = { .program = NULL };
    struct svc_host_answer made = { .fd = -1 };
    int from = open_theirs(words[0]);
    if (from >= 0)
        svc_host_head(from, &head, ready);
    if (from < 0 || !head.program) {
        hand_file(from, name, &head, SVC_HOST_AS_IT_IS);
        return;
    }
    int whole = svc_host_whole(from, &head, ready, svc_host_most());
    if (whole < 0 && errno == EFBIG)
        too_much(name);
    if (whole >= 0 && svc_host_ask_words(SVC_HOST_MAKE, words, whole, &made) && made.fd < 0)
        errno = EBADF;
    if (whole >= 0)
        close(whole);
    hand_file(made.fd, name, NULL, made.is.value == SVC_HOST_MADE ? SVC_HOST_MADE : SVC_HOST_UNMADE);
}

static void forget(int file)
{
    if (front.file[file].fd >= 0)
        close(front.file[file].fd);
    free(front.file[file].fifo);
    front.file[file].fd = -1;
    front.file[file].fifo = NULL;
}

/* What must be new is a plain file: nothing else is ever given a name. */
static void write_file(enum svc_host_wish wish, const char *path)
{
    struct svc_host_answer theirs, out = { .fd = -1 };
    struct stat st;
    if (!svc_host_ask(wish, -1, path, &theirs)) {
        answer(errno, NULL);
        return;
    }
    int file = theirs.is.value;
    bool good = file >= 0 && file < SVC_HOST_FILES &&
                (wish == SVC_HOST_WRITE ||
                 (theirs.fd >= 0 && fstat(theirs.fd, &st) == 0 && S_ISREG(st.st_mode)));
    if (!good) {
        answer(EPERM, NULL);
        if (theirs.fd >= 0)
            close(theirs.fd);
        return;
    }
    forget(file);
    front.file[file].fd = theirs.fd;
    front.file[file].fifo = theirs.fd < 0 ? svc_strdup(path) : NULL;
    out.is.value = file;
    out.is.terminal = theirs.fd >= 0 && isatty(theirs.fd);
    answer(0, &out);
}

/* 0, or the error. A FIFO gets its reader now. */
static int open_fifo(int file)
{
    struct svc_host_answer theirs;
    if (!front.file[file].fifo)
        return EBADF;
    if (!svc_host_ask(SVC_HOST_FIFO, -1, front.file[file].fifo, &theirs))
        return errno;
    front.file[file].fd = theirs.fd;
    return theirs.fd < 0 ? EBADF : 0;
}

static int send_file(int file, int pipe)
{
    if (file == SVC_HOST_OUTPUT)
        return svc_stream_copy(pipe, STDOUT_FILENO);
    if (file < 0 || file >= SVC_HOST_FILES)
        return EBADF;
    int error = front.file[file].fd < 0 ? open_fifo(file) : 0;
    if (!error)
        error = svc_stream_copy(pipe, front.file[file].fd);
    if (front.file[file].fd >= 0 && close(front.file[file].fd) != 0 && !error)
        error = errno;
    front.file[file].fd = -1;
    return error;
}

static bool show(int pipe)
{
    struct svc_host_answer pager, shown = { .fd = -1 };
    if (!svc_host_joined() || !svc_host_ask(SVC_HOST_PAGE, -1, NULL, &pager) || pager.fd < 0)
        return false;
    paging = true;
    svc_stream_copy(pipe, pager.fd); /* it may end before it has read everything */
    close(pager.fd);
    bool there = svc_host_ask(SVC_HOST_PAGED, -1, NULL, &shown) && shown.is.value;
    paging = false;
    return there;
}

static void fulfil(const struct svc_host_request *request, int pipe)
{
    struct svc_host_answer shown = { .fd = -1 };
    switch ((enum svc_host_wish)request->wish) {
    case SVC_HOST_READ:
    case SVC_HOST_PLAIN:
    case SVC_HOST_THERE: read_file((enum svc_host_wish)request->wish, request->path); break;
    case SVC_HOST_INPUT: hand_file(open_theirs(NULL), _("standard input"), NULL, SVC_HOST_AS_IT_IS); break;
    case SVC_HOST_TABLE: read_table(request); break;
    case SVC_HOST_LIST: list_folder(request->path); break;
    case SVC_HOST_WRITE:
    case SVC_HOST_NEW: write_file((enum svc_host_wish)request->wish, request->path); break;
    case SVC_HOST_SEND: answer(send_file(request->file, pipe), NULL); break;
    case SVC_HOST_NAME:
        answer(svc_host_ask(SVC_HOST_NAME, request->file, NULL, NULL) ? 0 : errno, NULL);
        break;
    case SVC_HOST_SHOW:
        shown.is.value = show(pipe);
        answer(0, &shown);
        break;
    case SVC_HOST_HERE:
    case SVC_HOST_ARGUMENTS:
    case SVC_HOST_MAKE:
    case SVC_HOST_FIFO:
    case SVC_HOST_PAGE:
    case SVC_HOST_PAGED: answer(EPERM, NULL); break;
    }
}

static void hear(void)
{
    struct svc_host_request request = { 0 };
    int pipe;
    ssize_t len = svc_host_receive(front.link, &request, sizeof request, &pipe);
    if (len <= (ssize_t)offsetof(struct svc_host_request, path)) {
        close(front.link); /* it has ended */
        front.link = -1;
        return;
    }
    ((char *)&request)[len - 1] = '\0';
    drain_both();
    fulfil(&request, pipe);
    if (pipe >= 0)
        close(pipe);
}

/* -- its end ----------------------------------------------------------------------------------- */

_Noreturn static void end_by(int signal_no)
{
    signal(signal_no, SIG_DFL);
    raise(signal_no);
    exit(128 + signal_no);
}

_Noreturn static void end(void)
{
    int status;
    take_ends(SIG_DFL); /* nobody is left to be told */
    while (waitpid(front.back, &status, 0) < 0 && errno == EINTR)
        continue;
    int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    bool known = by && (by == svc_stream_asked || by == SIGPIPE);
    svc_stream_asked = 0;
    drain_both();
    if (by && by != SIGPIPE && known && svc_fate())
        svc_warn("interrupted; %s", svc_tr(svc_fate()));
    if (known || front.print.error == EPIPE)
        end_by(known ? by : SIGPIPE);
    if (by)
        svc_die(SVC_IO, "ended by signal %d", by);
    int error = close(STDOUT_FILENO) == 0 || errno == EBADF ? front.print.error : errno;
    if (error && WEXITSTATUS(status) == 0)
        svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(error));
    exit(WEXITSTATUS(status));
}

/* -- waiting for all of it --------------------------------------------------------------------- */

_Noreturn static void break_off(const struct svc_pump *pump)
{
    int error = errno;
    end_back();
    svc_die(SVC_IO, "cannot read \"%s\": %s", pump->name, svc_lang_error(error));
}

enum { END, LINK, SAID, PRINT, FIRST_PUMP, WATCHED = FIRST_PUMP + 2 * PUMPS };

static void turn(void)
{
    struct pollfd at[WATCHED] = { [END] = { .fd = front.end, .events = POLLIN },
                                  [LINK] = { .fd = front.link, .events = POLLIN },
                                  [SAID] = { .fd = front.said.from, .events = POLLIN },
                                  [PRINT] = { .fd = front.print.from, .events = POLLIN } };
    for (size_t i = 0; i < PUMPS; i++)
        svc_pump_watch(&front.pump[i], &at[FIRST_PUMP + 2 * i]);
    if (poll(at, WATCHED, -1) <= 0) {
        if (errno != EINTR)
            svc_die(SVC_IO, "cannot wait for a process: %s", svc_lang_error(errno));
        return;
    }
    if (at[SAID].revents || at[PRINT].revents)
        drain_both();
    if (at[END].revents)
        end();
    for (size_t i = 0; i < PUMPS; i++) {
        if (!svc_pump_step(&front.pump[i], &at[FIRST_PUMP + 2 * i]))
            break_off(&front.pump[i]);
        if (svc_pump_came() > svc_host_most())
            too_much(front.pump[i].name);
    }
    if (at[LINK].revents)
        hear();
}

void svc_host_front(const struct svc_host_back *back)
{
    front.back = back->pid;
    front.end = pidfd_open(back->pid, 0);
    front.link = back->link;
    front.said = (struct svc_stream){ .from = back->error, .to = STDERR_FILENO };
    front.print = (struct svc_stream){ .from = back->output, .to = STDOUT_FILENO };
    for (int i = 0; i < SVC_HOST_FILES; i++)
        front.file[i].fd = -1;
    if (front.end < 0)
        svc_die(SVC_IO, "cannot watch a process: %s", svc_lang_error(errno));
    fcntl(front.said.from, F_SETFL, O_NONBLOCK);
    fcntl(front.print.from, F_SETFL, O_NONBLOCK);
    take_signals();
    for (;;)
        turn();
}
