#include "stream.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

volatile sig_atomic_t svc_stream_asked;

/* False with errno set. The person may have said that his descriptors do not wait. */
static bool put(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n >= 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            errno = EINTR;
            if (poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1) < 0 && svc_stream_asked)
                return false;
        } else if (errno != EINTR || svc_stream_asked) {
            return false;
        }
    }
    return true;
}

static void end_stream(struct svc_stream *stream)
{
    close(stream->from);
    stream->from = -1;
}

void svc_stream_drain(struct svc_stream *stream)
{
    char piece[PIECE];
    ssize_t n = 1;
    while (stream->from >= 0 && n != 0) {
        n = read(stream->from, piece, sizeof piece);
        if (n < 0 && errno != EINTR)
            return;
        if (n > 0 && !put(stream->to, piece, (size_t)n)) {
            stream->error = errno;
            n = 0;
        }
    }
    if (stream->from >= 0)
        end_stream(stream);
}

int svc_stream_copy(int from, int to)
{
    char piece[PIECE];
    ssize_t n;
    while ((n = read(from, piece, sizeof piece)) != 0)
        if (n > 0 ? !put(to, piece, (size_t)n) : errno != EINTR || svc_stream_asked)
            return errno;
    return 0;
}
