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

static bool tell(enum svc_host_wish wish, int file, const char *path)
{
    struct svc_host_request request = { .wish = (int32_t)wish, .file = file };
    size_t len = path ? strlen(path) : 0;
    if (len >= sizeof request.path) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (path)
        memcpy(request.path, path, len);
    len += offsetof(struct svc_host_request, path) + 1;
    ssize_t sent;
    while ((sent = send(SVC_HOST_LINK, &request, len, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        continue;
    return sent == (ssize_t)len;
}

void svc_host_join(void)
{
    joined = is_link() && fcntl(SVC_HOST_LINK, F_SETFD, FD_CLOEXEC) == 0 &&
             tell(SVC_HOST_HERE, -1, NULL);
    if (!joined)
        return;
    struct sigaction act = { .sa_handler = notice, .sa_flags = SA_RESTART };
    sigemptyset(&act.sa_mask);
    sigaction(SIGIO, &act, NULL);
    fcntl(SVC_HOST_LINK, F_SETOWN, getpid());
    follow_its_end(true);
}

bool svc_host_joined(void)
{
    return joined;
}

/* One answer with at most one descriptor; false when none that makes sense has come. */
static bool hear(struct svc_host_reply *reply, int *fd)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { .room = { 0 } };
    struct iovec bytes = { reply, sizeof *reply };
    struct msghdr message = { .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = sizeof control.room };
    ssize_t len;
    while ((len = recvmsg(SVC_HOST_LINK, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    *fd = -1;
    struct cmsghdr *head = len >= 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(head), sizeof *fd);
    if (len == (ssize_t)sizeof *reply)
        return true;
    errno = len < 0 && errno == EAGAIN ? ETIMEDOUT : EPIPE;
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
    bool heard = tell(wish, file, path) && hear(&reply, &came);
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
