/* Byte strings sorted outside of memory: in order, all of them, whatever the memory. */
#include "svc/runs.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { MANY = 20000 };

static uint32_t state = 7;

static uint32_t below(uint32_t n)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % n;
}

/* Random strings of 0 to 40 bytes, many of which begin alike, any byte in them. */
static size_t make(unsigned char *out)
{
    size_t len = below(41), alike = below(12);
    for (size_t i = 0; i < len; i++)
        out[i] = i < alike ? 'a' : (unsigned char)below(256);
    return len;
}

static int compare(const unsigned char *a, size_t a_len, const unsigned char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

static void test_order(size_t memory, int count)
{
    struct svc_runs *runs = svc_runs_open(memory);
    unsigned char bytes[64], last[64] = { 0 };
    uint64_t sum = 0, lengths = 0, got_sum = 0, got_lengths = 0;
    size_t len, last_len = 0;
    int got = 0;
    bool ordered = true;
    for (int i = 0; i < count; i++) {
        len = make(bytes);
        lengths += len;
        for (size_t k = 0; k < len; k++)
            sum += (k + 1) * bytes[k];
        svc_runs_add(runs, bytes, len);
    }
    svc_runs_sort(runs);
    for (const unsigned char *next; (next = svc_runs_next(runs, &len)); got++) {
        ordered = ordered && compare(last, last_len, next, len) <= 0;
        memcpy(last, next, len);
        last_len = len;
        got_lengths += len;
        for (size_t k = 0; k < len; k++)
            got_sum += (k + 1) * next[k];
    }
    ok(ordered && got == count && got_sum == sum && got_lengths == lengths,
       "%d strings in %zu bytes of memory come in order, none lost", count, memory);
    ok(!svc_runs_next(runs, &len), "and behind the last is none");
    svc_runs_close(runs);
}

/* A string longer than the memory, and longer than a window. */
static void test_long(void)
{
    enum { LONG = 700000 };
    struct svc_runs *runs = svc_runs_open(1000);
    unsigned char *bytes = malloc(LONG);
    size_t len;
    memset(bytes, 'x', LONG);
    for (int i = 0; i < 5; i++) {
        bytes[0] = (unsigned char)('e' - i);
        svc_runs_add(runs, bytes, (size_t)(LONG - i));
        svc_runs_add(runs, "m", 1);
    }
    svc_runs_sort(runs);
    bool good = true;
    for (int i = 0; i < 5; i++) {
        const unsigned char *next = svc_runs_next(runs, &len);
        good = good && next && next[0] == 'a' + i && len == (size_t)(LONG - 4 + i) && next[len - 1] == 'x';
    }
    for (int i = 0; i < 5; i++) {
        const unsigned char *next = svc_runs_next(runs, &len);
        good = good && next && len == 1 && *next == 'm';
    }
    ok(good && !svc_runs_next(runs, &len), "strings longer than the memory are sorted, too");
    svc_runs_close(runs);
    free(bytes);
}

int main(void)
{
    test_order(1 << 20, 0);
    test_order(1 << 20, 1);
    test_order(1 << 24, MANY);
    test_order(1 << 14, MANY);
    test_order(100, 3000);
    test_long();
    return done_testing();
}
