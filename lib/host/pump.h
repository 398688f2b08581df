/* An input that the front reads for the back, from the person's descriptor into a pipe made here: no
 * further than the back reads it, and no longer than it wants. */
#ifndef SVC_HOST_PUMP_H
#define SVC_HOST_PUMP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct svc_pump {
    char *name;   /* NULL: there is none */
    int from, to; /* `to` never waits */
    size_t at, len;
    char piece[64 * 1024];
};

/* Takes `from` over, of which these bytes, no more than `piece` holds, were read already, and returns the end that is read; -1 with errno set, and `from` is the caller's. */
int svc_pump_begin(struct svc_pump *pump, int from, const char *name, const void *head, size_t len);

/* How many bytes all of them have brought. */
uint64_t svc_pump_came(void);

/* What it waits for, and what it does when that has come: false with errno set when the input cannot
 * be read. */
void svc_pump_watch(const struct svc_pump *pump, struct pollfd at[2]);
bool svc_pump_step(struct svc_pump *pump, const struct pollfd at[2]);

#endif
