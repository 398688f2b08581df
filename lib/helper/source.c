#include "source.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/spool.h"

enum { PIECE = 64 * 1024 };

ssize_t source_read(void *none, void *to, size_t size)
{
    ssize_t n;
    (void)none;
    do
        n = read(STDIN_FILENO, to, size);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
    return n;
}

size_t source_head(char *to, size_t size)
{
    size_t len = 0;
    ssize_t n;
    while (len < size && (n = pread(STDIN_FILENO, to + len, size - len, (off_t)len)) > 0)
        len += (size_t)n;
    return len;
}

/* What comes through a pipe cannot be read twice. */
static void keep_input(void)
{
    char piece[PIECE];
    ssize_t n;
    if (lseek(STDIN_FILENO, 0, SEEK_SET) == 0)
        return;
    int fd = svc_temporary();
    while ((n = source_read(NULL, piece, sizeof piece)) > 0)
        if (!svc_write_all(fd, piece, (size_t)n))
            svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
    if (dup2(fd, STDIN_FILENO) < 0 || lseek(fd, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
    close(fd);
}

void source_open(struct source *source, int argc, char **argv)
{
    static const struct option known[] = { { "named", no_argument, NULL, 'n' },
                                           { "worksheet", required_argument, NULL, 'w' },
                                           { "encoding", required_argument, NULL, 'e' },
                                           { 0 } };
    int letter;
    svc_err_tool(argc > 0 ? argv[0] : "svc-read");
    svc_lang_begin(svc_installed);
    confine();
    while ((letter = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (letter) {
        case 'n': source->named = true; break;
        case 'w': source->worksheet = optarg; break;
        case 'e': source->encoding = optarg; break;
        default:
            svc_die(SVC_USAGE, "usage: %s [--named] [--worksheet NAME] [--encoding NAME] <FILE >ROWS", svc_tool());
        }
    }
    keep_input();
}

/* The names of those that are to be seen, or of those among them that have something but for one. */
static size_t list(struct svc_buf *names, const struct source_sheet *sheets, size_t count, size_t but,
                   bool (*there)(void *ctx, size_t at), void *ctx)
{
    enum { MOST = 20 };
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (sheets[i].hidden || i == but || (there && !there(ctx, i)))
            continue;
        if (n++ < MOST)
            svc_buf_printf(names, "%s%s", names->len ? ", " : "", sheets[i].name);
    }
    if (n > MOST)
        svc_buf_puts(names, ", ...");
    return n;
}

size_t source_choose(const struct source *source, const struct source_sheet *sheets, size_t count,
                     bool (*there)(void *ctx, size_t at), void *ctx)
{
    struct svc_buf names = { 0 };
    size_t first = count;
    for (size_t i = 0; i < count && source->worksheet; i++)
        if (strcmp(sheets[i].name, source->worksheet) == 0)
            return i;
    if (source->worksheet) {
        list(&names, sheets, count, count, NULL, NULL);
        svc_die(SVC_BADINPUT, "no worksheet \"%s\"\nthere are: %s", source->worksheet, svc_buf_text(&names));
    }
    for (size_t i = count; i-- > 0;)
        first = sheets[i].hidden ? first : i;
    if (first == count)
        svc_die(SVC_BADINPUT, "no worksheet that is to be seen\n--worksheet NAME reads a hidden one");
    for (size_t i = first; i < count; i++)
        if (!sheets[i].hidden && there(ctx, i)) {
            if (list(&names, sheets, count, i, there, ctx))
                svc_warn("worksheet \"%s\" was read, and no other\n--worksheet NAME reads one of: %s",
                         sheets[i].name, svc_buf_text(&names));
            svc_buf_free(&names);
            return i;
        }
    return first;
}
