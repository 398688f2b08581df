/* The messages between the two sides of a tool on a host, each with at most one descriptor. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "inner.h"

union control {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
};

bool svc_host_send(int link, const void *bytes, size_t len, int fd)
{
    union control control = { .room = { 0 } };
    struct iovec whole = { (void *)bytes, len };
    struct msghdr message = { .msg_iov = &whole, .msg_iovlen = 1 };
    if (fd >= 0) {
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(head), &fd, sizeof fd);
    }
    ssize_t sent;
    while ((sent = sendmsg(link, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        continue;
    return sent == (ssize_t)len;
}

/* The first descriptor of all that came; the others are closed. How many came. */
static size_t take(struct msghdr *message, int *fd)
{
    size_t came = 0;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head; head = CMSG_NXTHDR(message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof *fd;
        for (size_t i = 0; i < count; i++, came++) {
            int one;
            memcpy(&one, CMSG_DATA(head) + i * sizeof one, sizeof one);
            if (came == 0)
                *fd = one;
            else
                close(one);
        }
    }
    return came;
}

ssize_t svc_host_receive(int link, void *bytes, size_t size, int *fd)
{
    union control control = { .room = { 0 } };
    struct iovec whole = { bytes, size };
    struct msghdr message = { .msg_iov = &whole, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = sizeof control.room };
    ssize_t len;
    *fd = -1;
    while ((len = recvmsg(link, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    if (len < 0 || (take(&message, fd) <= 1 && !(message.msg_flags & (MSG_CTRUNC | MSG_TRUNC))))
        return len;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = EPROTO;
    return -1;
}
