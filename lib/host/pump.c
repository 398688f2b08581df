#include "pump.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "svc/mem.h"

static uint64_t came;

uint64_t svc_pump_came(void)
{
    return came;
}

static void end(struct svc_pump *pump)
{
    close(pump->from);
    close(pump->to);
    free(pump->name);
    pump->name = NULL;
}

static bool fill(struct svc_pump *pump)
{
    ssize_t n = read(pump->from, pump->piece, sizeof pump->piece);
    if (n == 0)
        end(pump);
    pump->len = n > 0 ? (size_t)n : 0;
    came += pump->len;
    return n >= 0 || errno == EINTR || errno == EAGAIN;
}

static void pour(struct svc_pump *pump)
{
    ssize_t n = write(pump->to, pump->piece + pump->at, pump->len - pump->at);
    if (n < 0 && errno != EINTR && errno != EAGAIN) {
        end(pump); /* nobody reads it any more */
        return;
    }
    pump->at += n > 0 ? (size_t)n : 0;
    if (pump->at == pump->len)
        pump->at = pump->len = 0;
}

int svc_pump_begin(struct svc_pump *pump, int from, const char *name, const void *head, size_t len)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    pump->name = svc_strdup(name);
    pump->from = from;
    pump->to = ends[1];
    pump->at = 0;
    pump->len = len;
    came += len;
    if (len)
        memcpy(pump->piece, head, len);
    return ends[0];
}

/* Its source when it is empty, else its sink; that the sink's reader goes, at any time. */
void svc_pump_watch(const struct svc_pump *pump, struct pollfd at[2])
{
    at[0] = (struct pollfd){ .fd = pump->name && !pump->len ? pump->from : -1, .events = POLLIN };
    at[1] = (struct pollfd){ .fd = pump->name ? pump->to : -1, .events = pump->len ? POLLOUT : 0 };
}

bool svc_pump_step(struct svc_pump *pump, const struct pollfd at[2])
{
    if (at[1].revents & POLLERR)
        end(pump);
    else if (at[1].revents)
        pour(pump);
    else if (at[0].revents)
        return fill(pump);
    return true;
}
