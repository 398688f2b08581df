#include "svc/behind.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "svc/mem.h"

/* A ring of digests, filled by the caller and emptied by the thread; each is woken when it has much to do. */
enum { RING = 256, MUCH = 64 };

struct svc_behind {
    void (*add)(void *ctx, const unsigned char digest[SVC_DIGEST]);
    void *ctx;
    struct svc_digest ring[RING];
    size_t filled; /* by the caller, who alone changes it … */
    size_t told;   /* … and as far as the thread may go; under the lock … */
    size_t ended;  /* … as is how far it came */
    bool running, closing;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more, room;
};

static void end(struct svc_behind *b, size_t at)
{
    unsigned char digest[SVC_DIGEST];
    svc_digest_end(&b->ring[at % RING], digest);
    b->add(b->ctx, digest);
}

static void *work(void *behind)
{
    struct svc_behind *b = behind;
    pthread_mutex_lock(&b->lock);
    for (;;) {
        while (b->ended == b->told && !b->closing)
            pthread_cond_wait(&b->more, &b->lock);
        size_t from = b->ended, until = b->told;
        if (from == until)
            break;
        pthread_mutex_unlock(&b->lock);
        for (size_t at = from; at < until; at++)
            end(b, at);
        pthread_mutex_lock(&b->lock);
        b->ended = until;
        pthread_cond_signal(&b->room);
    }
    pthread_mutex_unlock(&b->lock);
    return NULL;
}

/* Signals are the caller's to take. */
static void run(struct svc_behind *b)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    b->running = pthread_create(&b->thread, NULL, work, b) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct svc_behind *svc_behind_open(void (*add)(void *ctx, const unsigned char digest[SVC_DIGEST]), void *ctx)
{
    struct svc_behind *b = svc_alloc(sizeof *b);
    b->add = add;
    b->ctx = ctx;
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->more, NULL);
    pthread_cond_init(&b->room, NULL);
    run(b);
    return b;
}

struct svc_digest *svc_behind_digest(struct svc_behind *b)
{
    return &b->ring[b->filled % RING];
}

/* Tells the thread how far it may go, and waits while the next MUCH would not fit. */
static void tell(struct svc_behind *b)
{
    pthread_mutex_lock(&b->lock);
    b->told = b->filled;
    pthread_cond_signal(&b->more);
    while (b->filled - b->ended > RING - MUCH)
        pthread_cond_wait(&b->room, &b->lock);
    pthread_mutex_unlock(&b->lock);
}

void svc_behind_end(struct svc_behind *b)
{
    if (!b->running)
        end(b, b->filled);
    b->filled++;
    if (b->running && b->filled - b->told >= MUCH)
        tell(b);
}

void svc_behind_close(struct svc_behind *b)
{
    if (b->running) {
        pthread_mutex_lock(&b->lock);
        b->told = b->filled;
        b->closing = true;
        pthread_cond_signal(&b->more);
        pthread_mutex_unlock(&b->lock);
        pthread_join(b->thread, NULL);
    }
    pthread_cond_destroy(&b->room);
    pthread_cond_destroy(&b->more);
    pthread_mutex_destroy(&b->lock);
    free(b);
}
