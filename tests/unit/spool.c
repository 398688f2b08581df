#include "svc/spool.h"

#include <errno.h>

#include "sheet-file.h"
#include "tap.h"

/* Fills a spool with the numbers from 0 and takes them out again in pieces of another size. */
static void test_numbers(size_t memory, size_t piece, const char *name)
{
    enum { COUNT = 50000 };
    struct svc_spool *spool = svc_spool_open(memory);
    for (uint32_t i = 0; i < COUNT; i++)
        svc_spool_add(spool, &i, sizeof i);
    is_int((long long)svc_spool_size(spool), COUNT * sizeof(uint32_t), name);
    for (int turn = 0; turn < 2; turn++) {
        svc_spool_rewind(spool);
        uint32_t next = 0;
        size_t same = 0;
        const char *bytes;
        while ((bytes = svc_spool_take(spool, piece * sizeof next))) {
            for (size_t i = 0; i < piece; i++, next++)
                same += memcmp(bytes + i * sizeof next, &next, sizeof next) == 0;
        }
        is_int((long long)same, COUNT / (long long)piece * (long long)piece, name);
        is_int((long long)svc_spool_size(spool), COUNT * sizeof(uint32_t), name);
    }
    ok(svc_spool_take(spool, COUNT % piece * sizeof(uint32_t)) != NULL, "%s: the rest", name);
    ok(svc_spool_take(spool, 1) == NULL, "%s: no more", name);

    int fd = file_of("", 0);
    ok(svc_spool_send(spool, fd), "%s: sent", name);
    is_int(lseek(fd, 0, SEEK_CUR), COUNT * sizeof(uint32_t), name);
    close(fd);
    svc_spool_close(spool);
}

static void test_edges(void)
{
    struct svc_spool *spool = svc_spool_open(10);
    svc_spool_add(spool, "", 0);
    svc_spool_rewind(spool);
    ok(svc_spool_take(spool, 1) == NULL, "an empty spool has nothing");
    svc_spool_close(spool);

    spool = svc_spool_open(10);
    svc_spool_add(spool, "0123456789", 10);
    svc_spool_add(spool, "abc", 3);
    svc_spool_add(spool, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 26);
    svc_spool_add(spool, "z", 1);
    is_int((long long)svc_spool_size(spool), 40, "the size while adding");
    svc_spool_rewind(spool);
    const char *all = svc_spool_take(spool, 40);
    ok(all && memcmp(all, "0123456789abcABCDEFGHIJKLMNOPQRSTUVWXYZz", 40) == 0,
       "pieces below, at and above the limit stay in order");
    svc_spool_close(spool);
}

static void test_failures(void)
{
    struct svc_spool *spool = svc_spool_open(100);
    svc_spool_add(spool, "x", 1);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    ok(!svc_spool_send(spool, full) && errno == ENOSPC, "a full disk is told");
    close(full);
    svc_spool_close(spool);

    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("TMPDIR", "/nonexistent", 1);
        close(STDERR_FILENO);
        spool = svc_spool_open(1);
        svc_spool_add(spool, "two", 3);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 74,
           "no temporary directory: ends with 74");
}

/* A pipe that nobody may wait for takes everything all the same. */
static void test_nonblocking(void)
{
    enum { SIZE = 1000000 };
    char *bytes = calloc(1, SIZE);
    int ends[2];
    fflush(stdout);
    if (!bytes || pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
        abort();
    pid_t reader = fork();
    if (reader == 0) {
        close(ends[1]);
        usleep(10000);
        size_t total = 0;
        for (ssize_t n; (n = read(ends[0], bytes, 1000)) > 0;)
            total += (size_t)n;
        _exit(total == SIZE ? 0 : 1);
    }
    close(ends[0]);
    ok(svc_write_all(ends[1], bytes, SIZE), "a non-blocking pipe");
    close(ends[1]);
    int status;
    waitpid(reader, &status, 0);
    is_int(status, 0, "everything arrived");
    free(bytes);
}

int main(void)
{
    test_numbers(1 << 20, 1, "in memory");
    test_numbers(1 << 20, 777, "in memory, large pieces");
    test_numbers(64, 1, "in a file");
    test_numbers(64, 777, "in a file, large pieces");
    test_numbers(64, 30001, "in a file, pieces over the window");
    test_edges();
    test_failures();
    test_nonblocking();
    return done_testing();
}
