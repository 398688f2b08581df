#include "svc/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inner.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/folder.h"
#include "svc/host.h"
#include "svc/input.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/place.h"
#include "svc/terminal.h"

/* A sink whose file the front has: one that the person's side has opened and will name, or
 * standard output. */
struct theirs {
    struct svc_sink *sink;
    int file;
    struct theirs *next;
};

static struct theirs *all;

static struct theirs *find(const struct svc_sink *sink)
{
    struct theirs *at = all;
    while (at && at->sink != sink)
        at = at->next;
    return at;
}

static struct svc_sink *keep(int file, bool terminal)
{
    struct theirs *at = svc_alloc(sizeof *at);
    *at = (struct theirs){ .sink = svc_sink_wait(terminal), .file = file, .next = all };
    all = at;
    return at->sink;
}

/* Without its other side this process has no files of a person's. */
static void need_person(void)
{
    if (!svc_host_joined())
        svc_die(SVC_DENIED, "no file is opened here: this program acts for another user\n"
                            "run %s itself, without sudo", svc_tool());
}

/* NULL with errno set. */
static struct svc_sink *open_there(const char *path, enum svc_host_wish wish)
{
    struct svc_host_answer file;
    if (!path || strcmp(path, "-") == 0)
        return keep(SVC_HOST_OUTPUT, svc_terminal(STDOUT_FILENO));
    need_person();
    return svc_host_ask(wish, -1, path, &file) ? keep(file.is.value, file.is.terminal) : NULL;
}

int svc_file_shipped(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        svc_input_begin(fd, path);
    return fd;
}

char *svc_file_shipped_text(const char *path)
{
    enum { PIECE = 4096 };
    struct svc_buf text = { 0 };
    ssize_t n;
    int fd = svc_file_shipped(path);
    while (fd >= 0 && (n = read(fd, svc_buf_reserve(&text, PIECE), PIECE)) > 0)
        text.len += (size_t)n;
    if (fd >= 0)
        close(fd);
    svc_buf_putc(&text, '\0');
    return svc_buf_take(&text);
}

/* What is known of the input that was opened last. */
static struct {
    uint64_t size;
    bool terminal;
} input;

static int stand_in = -1; /* for standard input */

void svc_file_stand_in(int fd)
{
    stand_in = fd;
}

/* -1 with errno set; EINVAL where a plain file is wanted and it is none: nobody waits for a FIFO. */
static int read_here(const char *path, bool plain)
{
    struct stat st;
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | (plain ? O_NONBLOCK : 0))
                  : fcntl(stand_in < 0 ? STDIN_FILENO : stand_in, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (fd < 0)
        return fd;
    bool is_plain = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if ((plain && !is_plain) || (path && !svc_sink_spare(fd))) {
        close(fd);
        errno = plain && !is_plain ? EINVAL : ETXTBSY;
        return -1;
    }
    input.terminal = isatty(fd);
    input.size = is_plain ? (uint64_t)st.st_size : 0;
    return fd;
}

/* -1 with errno set. */
static int read_there(const char *path, bool plain)
{
    struct svc_host_answer file;
    if (path)
        need_person();
    if (!svc_host_ask(plain ? SVC_HOST_PLAIN : path ? SVC_HOST_READ : SVC_HOST_INPUT, -1, path, &file))
        return -1;
    input.terminal = file.is.terminal;
    input.size = (uint64_t)file.is.size;
    return file.fd;
}

static int read_any(const char *path, bool plain)
{
    bool here = !svc_host_acts() || (!path && stand_in >= 0);
    int fd = here ? read_here(path, plain) : read_there(path, plain);
    if (fd < 0 && errno == ETXTBSY)
        svc_die(SVC_USAGE, "\"%s\" is to be read, and to be written by the same run; it is as it"
                           " was\nname another file for the output", path);
    if (fd >= 0 && (path || stand_in < 0))
        svc_input_begin(fd, path);
    return fd;
}

bool svc_file_there(const char *path, char digest[SVC_DIGEST_HEX])
{
    struct svc_host_answer file = { .fd = -1 };
    *digest = '\0';
    if (svc_host_acts())
        svc_host_ask(SVC_HOST_THERE, -1, path, &file);
    int fd = svc_host_acts() ? file.fd : svc_place_standing(path);
    bool stands = fd >= 0 || errno == EEXIST;
    if ((fd < 0 && !stands && errno != ENOENT) || (fd >= 0 && !svc_file_digest(fd, digest)))
        svc_die(SVC_IO, "cannot read \"%s\": %s", path, svc_lang_error(errno));
    if (fd >= 0)
        close(fd);
    return stands;
}

int svc_file_read(const char *path)
{
    return read_any(path, false);
}

/* -- files of records ------------------------------------------------------------------------- */

/* All that is left, of what is no longer than a message. */
static char *read_text(int fd)
{
    struct svc_buf text = { 0 };
    ssize_t n;
    while ((n = read(fd, svc_buf_reserve(&text, 4096), 4096)) > 0 || (n < 0 && errno == EINTR))
        text.len += n > 0 ? (size_t)n : 0;
    close(fd);
    *svc_buf_reserve(&text, 1) = '\0';
    return svc_buf_take(&text);
}

/* The rows follow a line that says where they stand: the first one's number, a tab, the worksheet's name. */
static void take_made(struct svc_file_table *table)
{
    struct svc_buf text = { 0 };
    char *end = NULL;
    ssize_t n = 1;
    while (!end && n != 0) {
        n = read(table->fd, svc_buf_reserve(&text, 4097), 4096);
        if (n < 0 && errno != EINTR)
            svc_die(SVC_IO, "cannot read a temporary file: %s", svc_lang_error(errno));
        text.len += n > 0 ? (size_t)n : 0;
        end = memchr(text.data, '\n', text.len);
    }
    if (!end || text.len < 2 || text.data[1] != '\t')
        svc_die(SVC_IO, "the rows of a file broke off");
    table->made = true;
    table->first = *text.data == '1';
    table->worksheet = end == text.data + 2 ? NULL : svc_strndup(text.data + 2, (size_t)(end - text.data - 2));
    table->head_len = text.len - (size_t)(end + 1 - text.data);
    table->head = svc_alloc(table->head_len + 1);
    memcpy(table->head, end + 1, table->head_len);
    svc_buf_free(&text);
}

static const char *name_of(const char *path)
{
    return path ? path : _("standard input");
}

_Noreturn static void unmade(const char *path, int fd)
{
    svc_die(SVC_BADINPUT, "%s: %s", name_of(path), read_text(fd));
}

static struct svc_file_table table_here(const char *path, const struct svc_file_kind *kind)
{
    struct svc_file_table table = { .fd = svc_file_read(path) };
    struct svc_host_head head;
    if (table.fd < 0 || kind->plain)
        return table;
    svc_host_head(table.fd, &head, NULL);
    if (!head.program) {
        table.head = svc_alloc(head.len + 1);
        memcpy(table.head, head.bytes, head.len);
        table.head_len = head.len;
        return table;
    }
    svc_input_end(table.fd, NULL); /* its cells tell */
    int whole = svc_host_whole(table.fd, &head, NULL, UINT64_MAX);
    if (whole < 0)
        return (struct svc_file_table){ .fd = -1 };
    if (svc_host_make(whole, name_of(path), kind, &table.fd) == SVC_HOST_UNMADE)
        unmade(path, table.fd);
    close(whole);
    input.size = 0;
    take_made(&table);
    return table;
}

static struct svc_file_table table_there(const char *path, const struct svc_file_kind *kind)
{
    struct svc_file_table table = { .fd = -1 };
    struct svc_host_answer file;
    if (path)
        need_person();
    if (!svc_host_ask_words(SVC_HOST_TABLE, (const char *[]){ path, kind->worksheet, kind->encoding }, -1, &file))
        return table;
    if (file.is.value == SVC_HOST_UNMADE)
        unmade(path, file.fd);
    table.fd = file.fd;
    input.terminal = file.is.terminal;
    input.size = file.is.value == SVC_HOST_MADE ? 0 : (uint64_t)file.is.size;
    if (file.is.value == SVC_HOST_MADE)
        take_made(&table);
    return table;
}

struct svc_file_table svc_file_table(const char *path, const struct svc_file_kind *kind)
{
    bool there = svc_host_acts() && (path || stand_in < 0) && !kind->plain;
    struct svc_file_table table = there ? table_there(path, kind) : table_here(path, kind);
    if (table.fd >= 0 && (there || table.made))
        svc_input_begin(table.fd, path);
    return table;
}

bool svc_file_is_typed(void)
{
    return input.terminal;
}

uint64_t svc_file_size(void)
{
    return input.size;
}

/* False with errno set. */
static bool list_there(const char *path, struct svc_buf *list)
{
    struct svc_host_answer names;
    ssize_t n;
    need_person();
    if (!svc_host_ask(SVC_HOST_LIST, -1, path, &names))
        return false;
    while ((n = read(names.fd, svc_buf_reserve(list, 4096), 4096)) > 0)
        list->len += (size_t)n;
    close(names.fd);
    return n == 0;
}

char **svc_file_names(const char *path, const char *end, bool shipped)
{
    struct svc_buf list = { 0 };
    bool there = svc_host_acts() && !shipped;
    int fd = there ? -1 : open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (there ? !list_there(path, &list) : fd < 0 || !svc_folder_list(fd, &list))
        return NULL;
    char **names = svc_folder_names(&list, end);
    svc_buf_free(&list);
    return names;
}

bool svc_file_digest(int fd, char out[SVC_DIGEST_HEX])
{
    char piece[64 * 1024];
    unsigned char bytes[SVC_DIGEST];
    struct svc_digest sum;
    ssize_t n;
    svc_digest_begin(&sum);
    while ((n = read(fd, piece, sizeof piece)) > 0)
        svc_digest_bytes(&sum, piece, (size_t)n);
    svc_digest_end(&sum, bytes);
    svc_digest_hex(bytes, out);
    svc_input_end(fd, out);
    return n == 0;
}

static struct svc_sink *written(struct svc_sink *sink, const char *path)
{
    if (!sink && errno == ETXTBSY)
        svc_die(SVC_USAGE, "\"%s\" is a file that this run reads or writes; it is as it was\n"
                           "name another file for the output", path);
    if (!sink)
        svc_die(SVC_IO, "cannot write \"%s\": %s", path, svc_lang_error(errno));
    return sink;
}

struct svc_sink *svc_file_write(const char *path)
{
    return written(svc_host_acts() ? open_there(path, SVC_HOST_WRITE) : svc_sink_open(path), path);
}

struct svc_sink *svc_file_write_new(const char *path)
{
    return written(svc_host_acts() ? open_there(path, SVC_HOST_NEW) : svc_sink_open_new(path), path);
}

bool svc_file_close(struct svc_sink *sink)
{
    struct theirs *at = find(sink);
    if (!at)
        return svc_sink_close(sink);
    bool good = svc_host_pour(SVC_HOST_SEND, at->file, sink, NULL) &&
                (at->file == SVC_HOST_OUTPUT || svc_host_ask(SVC_HOST_NAME, at->file, NULL, NULL));
    int error = errno;
    svc_sink_drop(sink);
    svc_sink_close(sink);
    at->sink = NULL;
    errno = error;
    return good;
}

struct svc_file_named svc_file_named(const char *option, const char *path)
{
    if (!path || !*path)
        return (struct svc_file_named){ NULL, NULL };
    int fd = read_any(path, true);
    if (fd < 0 && errno == EINVAL)
        svc_die(SVC_BADINPUT, "option --%s: \"%s\" is not a file; nothing was done", option, path);
    if (fd < 0)
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, svc_lang_error(errno));
    char *hex = svc_alloc(SVC_DIGEST_HEX);
    if (!svc_file_digest(fd, hex))
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, svc_lang_error(errno));
    close(fd);
    return (struct svc_file_named){ path, hex };
}
