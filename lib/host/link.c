/* The store's side of a tool on a host: it asks the person's side. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"

/* Seconds to wait for an answer that needs nobody else: a person who stopped the tool holds up
 * nobody who waits for the store. */
enum { PATIENCE = 10 };

static bool joined;

static bool has_hung_up(void)
{
    struct pollfd link = { .fd = SVC_HOST_LINK };
    return poll(&link, 1, 0) > 0 && link.revents & POLLHUP;
}

/* The signal tells of whatever happens to the link; only its end ends this side. */
static void notice(int signal_no)
{
    int kept = errno;
    if (has_hung_up()) {
        signal(signal_no, SIG_DFL);
        raise(signal_no); /* once this has returned */
    }
    errno = kept;
}

/* When the person's side is gone, killed or timed out, this one goes the same way, by SIGIO. It
 * is off while an answer is awaited, which arrives in the same manner. */
static void follow_its_end(bool on)
{
    fcntl(SVC_HOST_LINK, F_SETFL, on ? O_ASYNC : 0);
    if (on && has_hung_up())
        raise(SIGIO);
}

static bool is_link(void)
{
    int domain = 0, type = 0;
    socklen_t size = sizeof domain;
    return getsockopt(SVC_HOST_LINK, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
           getsockopt(SVC_HOST_LINK, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           domain == AF_UNIX && type == SOCK_SEQPACKET;
}

static bool tell(enum svc_host_wish wish, int file, const char *path, int fd)
{
    struct svc_host_request request = { .wish = (int32_t)wish, .file = file };
    size_t len = path ? strlen(path) : 0;
    if (len >= sizeof request.path) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (path)
        memcpy(request.path, path, len);
    return svc_host_send(SVC_HOST_LINK, &request,
                         offsetof(struct svc_host_request, path) + len + 1, fd);
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
    sigset_t end;
    joined = is_link() && make_private();
    if (!joined)
        return;
    struct sigaction act = { .sa_handler = notice, .sa_flags = SA_RESTART };
    sigemptyset(&act.sa_mask);
    sigaction(SIGIO, &act, NULL);
    sigemptyset(&end);
    sigaddset(&end, SIGIO);
    sigprocmask(SIG_UNBLOCK, &end, NULL); /* whatever the person has started it with */
    fcntl(SVC_HOST_LINK, F_SETOWN, getpid());
    follow_its_end(true);
}

bool svc_host_joined(void)
{
    return joined;
}

/* One answer; false when none that makes sense has come. */
static bool hear(struct svc_host_reply *reply, int *fd)
{
    ssize_t len = svc_host_receive(SVC_HOST_LINK, reply, sizeof *reply, fd);
    if (len == (ssize_t)sizeof *reply)
        return true;
    errno = len >= 0 ? EPIPE : errno == EAGAIN ? ETIMEDOUT : errno;
    return false;
}

bool svc_host_ask(enum svc_host_wish wish, int file, const char *path, int *answer, int *fd)
{
    bool waits = wish == SVC_HOST_READ || wish == SVC_HOST_FIFO || wish == SVC_HOST_PAGED;
    struct timeval limit = { .tv_sec = waits ? 0 : PATIENCE };
    struct svc_host_reply reply = { .error = EPIPE };
    int came = -1;
    if (!joined)
        svc_die(SVC_DENIED, "no file is opened here: this program acts for another user\n"
                            "run %s itself, without sudo", svc_tool());
    follow_its_end(false);
    setsockopt(SVC_HOST_LINK, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    bool heard = tell(wish, file, path, -1) && hear(&reply, &came);
    int error = heard ? reply.error : errno;
    follow_its_end(true);
    if (error && came >= 0)
        close(came);
    if (answer)
        *answer = reply.answer;
    if (fd)
        *fd = error ? -1 : came;
    errno = error;
    return error == 0;
}
