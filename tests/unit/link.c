/* The link between the two sides of a tool on a host: what a forged side sends costs nothing, and the
 * socket that the person made has no say over the one that is used. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../lib/host/inner.h"
#include "tap.h"

/* A message of one byte with `count` descriptors, by hand: the tools send one at most. */
static bool send_many(int link, size_t count)
{
    enum { MOST = 16 };
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(MOST * sizeof(int))];
    } control = { .room = { 0 } };
    int fds[MOST];
    char byte = 'x';
    struct iovec whole = { &byte, 1 };
    struct msghdr message = { .msg_iov = &whole, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
    for (size_t i = 0; i < MOST; i++)
        fds[i] = STDIN_FILENO;
    control.head.cmsg_level = SOL_SOCKET;
    control.head.cmsg_type = SCM_RIGHTS;
    control.head.cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(&control.head), fds, count * sizeof(int));
    return sendmsg(link, &message, 0) == 1;
}

/* The next descriptor that this process would get. */
static int next_free(void)
{
    int fd = dup(STDIN_FILENO);
    close(fd);
    return fd;
}

static void receive(void)
{
    int ends[2], fd, on = 1;
    char byte;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        return;
    int before = next_free();
    for (size_t count = 2; count <= 16; count += count) {
        ok(send_many(ends[0], count) && svc_host_receive(ends[1], &byte, 1, &fd) == -1 &&
               errno == EPROTO && fd == -1,
           "more than one descriptor is no message");
        is_int(next_free(), before, "and none of them stays");
    }
    ok(send(ends[0], "xy", 2, 0) == 2 && svc_host_receive(ends[1], &byte, 1, &fd) == -1 &&
           errno == EPROTO,
       "nor is one that is too long");
    setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    ok(send_many(ends[0], 1) && svc_host_receive(ends[1], &byte, 1, &fd) == -1 &&
           errno == EPROTO && fd == -1 && next_free() == before,
       "nor is one that credentials push out of its room");
    on = 0;
    setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    ok(svc_host_send(ends[0], "x", 1, STDIN_FILENO) &&
           svc_host_receive(ends[1], &byte, 1, &fd) == 1 && fd == before,
       "one descriptor comes");
    ok(fcntl(fd, F_GETFD) & FD_CLOEXEC, "and no program inherits it");
    close(fd);
    ok(svc_host_send(ends[0], "x", 1, -1) && svc_host_receive(ends[1], &byte, 1, &fd) == 1 &&
           fd == -1,
       "so does none");
    close(ends[0]);
    is_int(svc_host_receive(ends[1], &byte, 1, &fd), 0, "the end is told");
    close(ends[1]);
}

/* The person has the kernel send SIGSTOP at whatever happens to any socket he has. */
static void interfere(int link)
{
    fcntl(link, F_SETSIG, SIGSTOP);
    fcntl(link, F_SETFL, O_ASYNC | O_NONBLOCK);
}

static void join(void)
{
    struct svc_host_request request;
    int ends[2], mine;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        return;
    int person = fcntl(ends[0], F_DUPFD, 10), kept = fcntl(ends[1], F_DUPFD, 10);
    close(ends[0]);
    close(ends[1]);
    dup2(kept, SVC_HOST_LINK);
    svc_host_join();
    ok(svc_host_joined(), "the store's side is there");
    ok(svc_host_receive(person, &request, sizeof request, &mine) > 0 &&
           request.wish == SVC_HOST_HERE && mine >= 0,
       "it has sent one end of a pair of its own");
    interfere(person);
    interfere(kept);
    interfere(mine);
    is_int(fcntl(SVC_HOST_LINK, F_GETSIG), 0, "no other signal comes of its own end");
    is_int(fcntl(SVC_HOST_LINK, F_GETOWN), getpid(), "which goes to itself");
    ok(!(fcntl(SVC_HOST_LINK, F_GETFL) & O_NONBLOCK), "nor does it stop waiting");
    ok(svc_host_send(mine, "x", 1, -1), "messages still come");
    ok(fcntl(SVC_HOST_LINK, F_GETFD) & FD_CLOEXEC, "no program inherits it");
}

int main(void)
{
    receive();
    join();
    return done_testing();
}
