/* The link between two processes of a tool on a host: the one asks, the other answers. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"

static bool joined;

/* -- the other one's end ---------------------------------------------------------------------- */

static bool has_hung_up(void)
{
    struct pollfd link = { .fd = SVC_HOST_LINK };
    return poll(&link, 1, 0) > 0 && link.revents & POLLHUP;
}

/* The signal tells of whatever happens to the link; only its end ends this process. */
static void notice(int signal_no)
{
    int kept = errno;
    if (has_hung_up()) {
        signal(signal_no, SIG_DFL);
        raise(signal_no); /* once this has returned */
    }
    errno = kept;
}

/* It is off while an answer is awaited, which arrives in the same manner. */
static void notice_end(bool on)
{
    fcntl(SVC_HOST_LINK, F_SETFL, on ? O_ASYNC : 0);
    if (on && has_hung_up())
        raise(SIGIO);
}

void svc_host_follow(void)
{
    sigset_t end;
    struct sigaction act = { .sa_handler = notice, .sa_flags = SA_RESTART };
    sigemptyset(&act.sa_mask);
    sigaction(SIGIO, &act, NULL);
    sigemptyset(&end);
    sigaddset(&end, SIGIO);
    sigprocmask(SIG_UNBLOCK, &end, NULL); /* whatever the person has started it with */
    fcntl(SVC_HOST_LINK, F_SETOWN, getpid());
    notice_end(true);
}

/* -- asking ------------------------------------------------------------------------------------ */

/* The words one behind the other, each with its NUL. */
static bool tell_words(enum svc_host_wish wish, int file, const char *const *words, size_t count, int fd)
{
    struct svc_host_request request = { .wish = (int32_t)wish, .file = file };
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = words[i] ? strlen(words[i]) : 0;
        if (len >= sizeof request.path - at) {
            errno = ENAMETOOLONG;
            return false;
        }
        if (len)
            memcpy(request.path + at, words[i], len);
        at += len + 1;
    }
    return svc_host_send(SVC_HOST_LINK, &request, offsetof(struct svc_host_request, path) + at, fd);
}

static bool tell(enum svc_host_wish wish, int file, const char *path, int fd)
{
    return tell_words(wish, file, &path, 1, fd);
}

void svc_host_words(const struct svc_host_request *request, const char *words[SVC_HOST_WORDS])
{
    const char *at = request->path, *end = request->path + sizeof request->path;
    for (size_t i = 0; i < SVC_HOST_WORDS; i++) {
        size_t len = at < end ? strnlen(at, (size_t)(end - at)) : 0;
        words[i] = len && at + len < end ? at : NULL;
        at += at < end ? len + 1 : 0;
    }
}

/* One answer; its error is errno, also where none that makes sense has come. */
static bool hear(struct svc_host_answer *answer)
{
    ssize_t len = svc_host_receive(SVC_HOST_LINK, &answer->is, sizeof answer->is, &answer->fd);
    if (len == (ssize_t)sizeof answer->is && answer->is.error == 0)
        return true;
    int error = len < 0 ? errno : len == (ssize_t)sizeof answer->is ? answer->is.error : EPIPE;
    if (answer->fd >= 0)
        close(answer->fd);
    answer->fd = -1;
    errno = error;
    return false;
}

static bool ask(enum svc_host_wish wish, int file, const char *const *words, size_t count, int fd,
                struct svc_host_answer *answer)
{
    answer->fd = -1;
    notice_end(false);
    bool done = tell_words(wish, file, words, count, fd) && hear(answer);
    int error = errno;
    notice_end(true);
    errno = error;
    return done;
}

bool svc_host_ask(enum svc_host_wish wish, int file, const char *path,
                  struct svc_host_answer *answer)
{
    struct svc_host_answer none;
    bool done = ask(wish, file, &path, 1, -1, answer ? answer : &none);
    int error = errno;
    if (!answer && none.fd >= 0)
        close(none.fd);
    errno = error;
    return done;
}

bool svc_host_ask_words(enum svc_host_wish wish, const char *const words[SVC_HOST_WORDS], int fd,
                        struct svc_host_answer *answer)
{
    return ask(wish, -1, words, SVC_HOST_WORDS, fd, answer);
}

/* What waits goes into a pipe whose other end the other one has. A reader who goes early is none of
 * this process's business: the answer tells. */
bool svc_host_pour(enum svc_host_wish wish, int file, struct svc_sink *sink, int *value)
{
    struct svc_host_answer answer = { .fd = -1 };
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    void (*broken)(int) = signal(SIGPIPE, SIG_IGN);
    notice_end(false);
    bool told = tell(wish, file, NULL, ends[0]);
    close(ends[0]);
    bool poured = told && (svc_sink_send(sink, ends[1]) || errno == EPIPE);
    close(ends[1]);
    bool done = told && hear(&answer) && poured;
    int error = errno;
    notice_end(true);
    signal(SIGPIPE, broken);
    if (answer.fd >= 0)
        close(answer.fd);
    if (value)
        *value = done ? answer.is.value : 0;
    errno = error;
    return done;
}

/* -- the person's side ------------------------------------------------------------------------- */

static bool is_link(void)
{
    int domain = 0, type = 0;
    socklen_t size = sizeof domain;
    return getsockopt(SVC_HOST_LINK, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
           getsockopt(SVC_HOST_LINK, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           domain == AF_UNIX && type == SOCK_SEQPACKET;
}

/* A socket's flags, signal and owner belong to whoever has a copy of it: the person's side keeps one
 * of the socket that it made. So a pair made here takes its place, of which one end goes there and
 * the other nowhere. */
static bool make_private(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    bool told = tell(SVC_HOST_HERE, -1, NULL, ends[1]);
    close(ends[1]);
    told = told && dup3(ends[0], SVC_HOST_LINK, O_CLOEXEC) == SVC_HOST_LINK;
    close(ends[0]);
    return told;
}

void svc_host_join(void)
{
    joined = is_link() && make_private();
    if (joined)
        svc_host_follow();
}

bool svc_host_joined(void)
{
    return joined;
}
