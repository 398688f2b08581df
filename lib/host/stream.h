/* Bytes that the front writes at the person's pace: nothing but a signal that ends it breaks off the wait. */
#ifndef SVC_HOST_STREAM_H
#define SVC_HOST_STREAM_H

#include <signal.h>

/* What the back prints by itself: from its pipe, -1 when that has ended, to a descriptor. */
struct svc_stream {
    int from, to;
    int error; /* of the first write that failed */
};

extern volatile sig_atomic_t svc_stream_asked; /* to end, by this signal */

/* Everything that is there. */
void svc_stream_drain(struct svc_stream *stream);

/* All to the end; 0, or the error. */
int svc_stream_copy(int from, int to);

#endif
