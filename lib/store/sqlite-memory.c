/* The engine's memory. A schema is read into tens of thousands of small pieces before anything is asked, and most
 * commands end soon after: pieces are cut from blocks, kept by their size when they are given back, and go with
 * the process. Large ones, such as pages, are the system's. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "sqlite.h"
#include "svc/sanitized.h"

enum { STEP = 16, LARGEST = 2048 }; /* bytes of a piece, its head included */
enum { FIRST = 1 << 20, BLOCK = 256 << 10 };

/* Before each piece: its bytes without this; of one that was given back, the next one of its size. */
struct head {
    size_t len;
};

struct given {
    struct head head;
    struct given *next;
};

static struct given *given[LARGEST / STEP + 1];
static char *block;
static size_t left;

/* The first block is taken at once: a fault for each of its pages would cost more than the pages. */
static bool new_block(void)
{
    size_t size = block ? BLOCK : FIRST;
    void *more = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | (block ? 0 : MAP_POPULATE), -1, 0);
    if (more == MAP_FAILED)
        return false;
    block = more;
    left = size;
    return true;
}

static void *take(int n)
{
    size_t size = ((size_t)n + sizeof(struct head) + STEP - 1) / STEP * STEP;
    struct given **list = size <= LARGEST ? &given[size / STEP] : NULL;
    struct head *head = NULL;
    if (!list) {
        head = malloc(size);
    } else if (*list) {
        head = &(*list)->head;
        *list = (*list)->next;
    } else if (left >= size || new_block()) {
        head = (struct head *)(void *)block;
        block += size;
        left -= size;
    }
    if (!head)
        return NULL;
    head->len = size - sizeof *head;
    return head + 1;
}

static int length(void *piece)
{
    return (int)((struct head *)piece - 1)->len;
}

static void give_back(void *piece)
{
    struct head *head = (struct head *)piece - 1;
    size_t size = head->len + sizeof *head;
    if (size > LARGEST) {
        free(head);
        return;
    }
    struct given *one = (struct given *)(void *)head;
    one->next = given[size / STEP];
    given[size / STEP] = one;
}

static void *resize(void *piece, int n)
{
    int had = length(piece);
    if (n <= had)
        return piece;
    void *new = take(n);
    if (new) {
        memcpy(new, piece, (size_t)had);
        give_back(piece);
    }
    return new;
}

static int round_up(int n)
{
    return (int)(((size_t)n + sizeof(struct head) + STEP - 1) / STEP * STEP - sizeof(struct head));
}

static int begin(void *ctx)
{
    (void)ctx;
    return SQLITE_OK;
}

static void end(void *ctx)
{
    (void)ctx;
}

void svc_sqlite_memory(void)
{
    static const sqlite3_mem_methods methods = { take, give_back, resize, length, round_up, begin, end, NULL };
    if (!SVC_SANITIZED)
        sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}
