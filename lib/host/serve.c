/* The person's side of a tool on a host: it opens, names and shows what the person asked for. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/pager.h"
#include "svc/place.h"
#include "svc/sink.h"

struct side {
    int link;
    char *const *words;          /* of the command line */
    struct svc_sink *file[SVC_HOST_FILES];
    struct svc_pager pager;
};

static bool ends_with(const char *word, const char *path, size_t len)
{
    size_t all = strlen(word);
    return all >= len && memcmp(word + all - len, path, len) == 0;
}

/* Whether the command line names the path, as a word or behind an option, or for reading the
 * directory that it is in, or that this is the folder `score` of: a pack's. Nothing else is opened,
 * whoever asks. */
static bool is_named(const struct side *side, const char *path, bool reading)
{
    const char *slash = strrchr(path, '/');
    size_t len = strlen(path), in = reading && slash ? (size_t)(slash - path) : 0;
    size_t around = in > 6 && strncmp(path + in - 6, "/score", 6) == 0 ? in - 6 : 0;
    if (len == 0)
        return false;
    for (char *const *word = side->words; *word; word++)
        if (ends_with(*word, path, len) || (in > 0 && ends_with(*word, path, in)) ||
            (around > 0 && ends_with(*word, path, around)))
            return true;
    return false;
}

static void answer(const struct side *side, int error, int value, int fd)
{
    struct svc_host_reply reply = { .error = error, .value = value };
    /* A side that has gone is noticed by the next receive. */
    svc_host_send(side->link, &reply, sizeof reply, fd);
}

/* A descriptor for the other side alone, or errno. */
static void hand(const struct side *side, int fd)
{
    answer(side, fd < 0 ? errno : 0, 0, fd);
    if (fd >= 0)
        close(fd);
}

/* What an open sink will replace is not read, and what is read is not replaced. */
static void open_input(const struct side *side, const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC | flags);
    if (fd >= 0 && !svc_sink_spare(fd)) {
        close(fd);
        errno = ETXTBSY;
        fd = -1;
    }
    hand(side, fd);
}

static void open_file(struct side *side, const char *path, bool new)
{
    int n = 0;
    while (n < SVC_HOST_FILES && side->file[n])
        n++;
    if (n == SVC_HOST_FILES) {
        answer(side, EMFILE, 0, -1);
        return;
    }
    side->file[n] = new ? svc_sink_open_new(path) : svc_sink_open(path);
    answer(side, side->file[n] ? 0 : errno, n, side->file[n] ? svc_sink_fd(side->file[n]) : -1);
}

static void name_file(struct side *side, int file)
{
    bool good = svc_sink_close(side->file[file]);
    int error = errno;
    side->file[file] = NULL;
    answer(side, good ? 0 : error, 0, -1);
}

static void start_pager(struct side *side)
{
    int to = -1;
    if (!svc_pager_start(&side->pager, &to))
        errno = ENOENT;
    hand(side, to);
}

/* The file is the person's own, or what came from there through a pipe. Its reader hears of the end of the other
 * side when it has done. */
static void make_rows(const struct side *side, const struct svc_host_request *request, int fd)
{
    const char *words[SVC_HOST_WORDS];
    svc_host_words(request, words);
    struct svc_file_kind kind = { .worksheet = words[1], .encoding = words[2] };
    int made = -1;
    enum svc_host_table is = svc_host_make(fd, words[0] ? words[0] : _("standard input"), &kind, &made);
    answer(side, 0, (int)is, made);
    close(made);
}

static void fulfil(struct side *side, const struct svc_host_request *request, int fd)
{
    const char *path = request->path;
    bool reading = request->wish == SVC_HOST_READ || request->wish == SVC_HOST_PLAIN;
    bool pages = request->wish == SVC_HOST_PAGE || request->wish == SVC_HOST_PAGED;
    int file = request->file >= 0 && request->file < SVC_HOST_FILES && side->file[request->file]
                   ? request->file : -1;
    bool needs_file = request->wish == SVC_HOST_NAME;
    bool needs_path = !pages && request->wish != SVC_HOST_NAME && request->wish != SVC_HOST_ARGUMENTS;
    if (request->wish == SVC_HOST_MAKE && fd >= 0) {
        make_rows(side, request, fd);
        return;
    }
    if ((needs_file && file < 0) || (needs_path && !is_named(side, path, reading))) {
        answer(side, EPERM, 0, -1);
        return;
    }
    switch ((enum svc_host_wish)request->wish) {
    case SVC_HOST_ARGUMENTS: hand(side, svc_host_words_file(side->words)); break;
    case SVC_HOST_READ: open_input(side, path, 0); break;
    case SVC_HOST_PLAIN: open_input(side, path, O_NONBLOCK); break;
    case SVC_HOST_WRITE: open_file(side, path, false); break;
    case SVC_HOST_NEW: open_file(side, path, true); break;
    case SVC_HOST_THERE: hand(side, svc_place_standing(path)); break;
    case SVC_HOST_FIFO: hand(side, open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)); break;
    case SVC_HOST_NAME: name_file(side, file); break;
    case SVC_HOST_PAGE: start_pager(side); break;
    case SVC_HOST_PAGED: answer(side, 0, svc_pager_end(&side->pager), -1); break;
    case SVC_HOST_HERE:
    case SVC_HOST_MAKE:
    case SVC_HOST_TABLE:
    case SVC_HOST_INPUT:
    case SVC_HOST_LIST:
    case SVC_HOST_SEND:
    case SVC_HOST_SHOW: answer(side, EPERM, 0, -1); break;
    }
}

bool svc_host_serve(int link, char *const *words)
{
    struct side side = { .link = link, .words = words };
    struct svc_host_request request = { 0 };
    bool here = false;
    ssize_t len;
    int fd;
    while ((len = svc_host_receive(side.link, &request, sizeof request, &fd)) >
           (ssize_t)offsetof(struct svc_host_request, path)) {
        ((char *)&request)[len - 1] = '\0';
        if (!here && request.wish == SVC_HOST_HERE && fd >= 0) {
            here = true;
            close(side.link);
            side.link = fd;
            continue;
        }
        if (here)
            fulfil(&side, &request, fd);
        if (fd >= 0)
            close(fd);
        if (!here)
            break;
        memset(&request, 0, sizeof request);
    }
    svc_pager_end(&side.pager); /* the person reads on, whatever became of the other side */
    close(side.link);
    return here;
}
