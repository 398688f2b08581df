/* The engine's temporary files, without a name from the beginning. It makes each with one, and removes
 * that at once: a process that is killed in between, or a folder that does not let go of it, would leave
 * a file with records of the store. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite.h"
#include "svc/mem.h"

/* What the engine calls such files; a library that calls them otherwise makes them as it always did. */
#define PREFIX "etilqs_"

/* The folder of a temporary file that is to be made, to be freed; NULL for any other file. */
static char *folder_of(const char *path, int flags)
{
    const char *slash = strrchr(path, '/');
    bool made = (flags & O_EXCL) && slash && strncmp(slash + 1, PREFIX, strlen(PREFIX)) == 0;
    return made ? svc_strndup(path, (size_t)(slash - path) + 1) : NULL;
}

static int why; /* the last file could not be opened; 0: it could */

/* Where the file system knows no files without names, it gets one as ever. */
static int open_file(const char *path, int flags, int mode)
{
    char *folder = folder_of(path, flags);
    int before = errno; /* of a call that failed earlier, which the engine asks for later */
    int fd = folder ? open(folder, (flags & ~(O_CREAT | O_EXCL)) | O_TMPFILE, mode) : -1;
    if (!folder || (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)))
        fd = open(path, flags, mode);
    why = fd < 0 ? errno : 0;
    errno = fd < 0 ? why : before;
    free(folder);
    return fd;
}

int svc_sqlite_open_error(void)
{
    return why;
}

void svc_sqlite_unname_temporaries(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    if (vfs && vfs->iVersion >= 3 && vfs->xSetSystemCall)
        vfs->xSetSystemCall(vfs, "open", (sqlite3_syscall_ptr)open_file);
}
