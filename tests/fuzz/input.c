/* Files without a file system: the harnesses are linked with --wrap=read, --wrap=close and
 * --wrap=svc_file_read, so that what the library reads comes out of memory. */
#include "fuzz.h"
#include "svc/file.h"

#include <errno.h>
#include <sys/types.h>

enum { FIRST = 100000, MOST = 64 };

static struct {
    const char *bytes;
    size_t len;
    unsigned pieces;
} files[MOST];
static int count;

int (*fuzz_open)(const char *path);

int fuzz_file(const void *bytes, size_t len, unsigned pieces)
{
    MUST(count < MOST);
    files[count].bytes = bytes;
    files[count].len = len;
    files[count].pieces = pieces;
    return FIRST + count++;
}

void fuzz_forget_files(void)
{
    count = 0;
}

ssize_t __real_read(int fd, void *to, size_t size);
ssize_t __wrap_read(int fd, void *to, size_t size);
ssize_t __wrap_read(int fd, void *to, size_t size)
{
    if (fd < FIRST)
        return __real_read(fd, to, size);
    MUST(fd < FIRST + count);
    size_t n = files[fd - FIRST].len < size ? files[fd - FIRST].len : size;
    unsigned *pieces = &files[fd - FIRST].pieces, piece = *pieces ? fuzz_next(pieces) : 0;
    if (piece && n)
        n = 1 + piece % (piece & 0x100 ? 3 : 64) % n;
    if (n)
        memcpy(to, files[fd - FIRST].bytes, n);
    files[fd - FIRST].bytes += n;
    files[fd - FIRST].len -= n;
    return (ssize_t)n;
}

int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
    return fd < FIRST ? __real_close(fd) : 0;
}

int __real_svc_file_read(const char *path);
int __wrap_svc_file_read(const char *path);
int __wrap_svc_file_read(const char *path)
{
    return fuzz_open ? fuzz_open(path) : __real_svc_file_read(path);
}
