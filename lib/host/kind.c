/* Files of records that are no tables yet: known by their first bytes, made into rows by the programs beside the
 * tools. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inner.h"
#include "svc/child.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

enum { PIECE = 64 * 1024, SAID_MAX = 3000 };

/* -- which kind it is --------------------------------------------------------------------------- */

static bool holds(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (; *text; text++)
        if (strncasecmp(text, word, len) == 0)
            return true;
    return false;
}

static bool begins(const struct svc_host_head *head, const char *mark)
{
    return head->len >= 2 && memcmp(head->bytes, mark, 2) == 0;
}

/* Text whose mark says that it is UTF-16 is looked at as ASCII, any other character as one that is of no kind. */
static const char *text_of(const struct svc_host_head *head, char *room)
{
    bool small = begins(head, "\xff\xfe"), big = begins(head, "\xfe\xff");
    size_t n = 0;
    if (!small && !big)
        return head->bytes;
    for (size_t i = 2; i + 1 < head->len; i += 2)
        room[n++] = head->bytes[i + small] ? '?' : head->bytes[i + big];
    room[n] = '\0';
    return room;
}

/* Whether so few bytes leave it open; then there is more to read. What is text shows with its first letter. */
static bool is_open(const struct svc_host_head *head, const char **program)
{
    static const char *const pages[] = { "<html", "<table", "<!doctype html", "<meta", "<body", "<tr" };
    char room[sizeof head->bytes];
    const char *text = text_of(head, room);
    *program = NULL;
    if (*text == 'P' || *text == '\xd0') {
        const char *mark = *text == 'P' ? "PK\3\4" : "\xd0\xcf\x11\xe0";
        bool same = strncmp(text, mark, head->len < 4 ? head->len : 4) == 0;
        *program = same && head->len >= 4 ? "svc-xlsx-read" : NULL;
        return same && head->len < 4;
    }
    text += head->len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    text += strspn(text, " \t\r\n");
    if (*text == '{')
        *program = "svc-json-read";
    if (*text != '<')
        return !*text || (head->len < 3 && strchr("\xef\xff\xfe", *head->bytes));
    if (strncmp(text, "<?xml", 5) == 0 && holds(text, "workbook"))
        *program = "svc-xlsx-read";
    for (size_t i = 0; !*program && i < sizeof pages / sizeof *pages; i++)
        if (holds(text, pages[i]))
            *program = "svc-html-read";
    return !*program;
}

void svc_host_head(int fd, struct svc_host_head *head, bool (*ready)(int fd))
{
    ssize_t n = 1;
    memset(head, 0, sizeof *head);
    if (isatty(fd))
        return;
    while (head->len < sizeof head->bytes - 1 && is_open(head, &head->program) && (!ready || ready(fd))) {
        n = read(fd, head->bytes + head->len, sizeof head->bytes - 1 - head->len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        head->len += (size_t)n;
    }
    is_open(head, &head->program);
}

/* -- making rows of it -------------------------------------------------------------------------- */

int svc_host_whole(int fd, const struct svc_host_head *head, bool (*ready)(int fd), uint64_t most)
{
    char piece[PIECE];
    struct stat st;
    ssize_t n;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) == (off_t)head->len)
        return fd;
    int copy = svc_temporary();
    bool good = svc_write_all(copy, head->bytes, head->len);
    uint64_t len = head->len;
    while (good && (!ready || ready(fd)) && (n = read(fd, piece, sizeof piece)) != 0) {
        len += n > 0 ? (uint64_t)n : 0;
        errno = len > most ? EFBIG : errno;
        good = len <= most && (n > 0 ? svc_write_all(copy, piece, (size_t)n) : errno == EINTR);
    }
    int error = errno;
    close(fd);
    if (good)
        return copy;
    close(copy);
    errno = error;
    return -1;
}

/* What it said, each message behind the name of the program, the remedy of each on a line of its own. */
static char *said(int fd)
{
    char *text = svc_alloc(SAID_MAX + 1);
    ssize_t n = pread(fd, text, SAID_MAX, 0);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

/* The next message: `what`, and its remedy with the newline before it, "" for none. */
static bool next_message(char **text, const char **what, const char **remedy)
{
    static const char lead[] = "svc-";
    char *colon = strncmp(*text, lead, sizeof lead - 1) == 0 ? strstr(*text, ": ") : NULL;
    *what = colon ? colon + 2 : *text;
    *remedy = "";
    if (!**text)
        return false;
    char *end = (char *)*what + strcspn(*what, "\n");
    if (*end && strncmp(end + 1, "  ", 2) == 0) {
        char *to = end + 1, *rest = end + 3;
        size_t len = strcspn(rest, "\n");
        *end = '\0';
        memmove(to + 1, rest, len);
        *to = '\n';
        to[1 + len] = '\0';
        *remedy = to;
        *text = rest[len] ? rest + len + 1 : rest + len;
    } else {
        *text = *end ? end + 1 : end;
        *end = '\0';
    }
    return true;
}

/* Nothing of the person's but the language, and where temporary files lie. */
static int run(const char *program, int ends[3], const struct svc_file_kind *kind)
{
    char *path = svc_installed_program(program);
    char *language = svc_format("SVC_LANG=%s", svc_lang() == SVC_ENGLISH ? "en" : "zh_CN");
    char *folder = svc_format("TMPDIR=%s", svc_temporary_folder());
    const char *asan = getenv("ASAN_OPTIONS");
    char *sanitizer = asan ? svc_format("ASAN_OPTIONS=%s", asan) : NULL;
    char *words[8] = { path, svc_strdup("--named") };
    size_t n = 2;
    if (kind->worksheet) {
        words[n++] = svc_strdup("--worksheet");
        words[n++] = svc_strdup(kind->worksheet);
    }
    if (kind->encoding) {
        words[n++] = svc_strdup("--encoding");
        words[n++] = svc_strdup(kind->encoding);
    }
    int status = svc_child_run(words, ends, (char *[]){ svc_strdup("PATH=/usr/bin:/bin"), language, folder,
                                                        sanitizer, NULL });
    if (status == -1)
        svc_die(SVC_CONFIG, "cannot run \"%s\": %s\ninstall svc whole, or give the table as CSV", path,
                svc_lang_error(errno));
    free(sanitizer);
    free(folder);
    free(language);
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    return status;
}

static int file_of(const char *text)
{
    int fd = svc_temporary();
    if (!svc_write_all(fd, text, strlen(text)))
        svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
    return fd;
}

enum svc_host_table svc_host_make(int fd, const char *name, const struct svc_file_kind *kind, int *made)
{
    struct svc_host_head head;
    int rows = svc_temporary(), errors = svc_temporary();
    const char *what, *remedy;
    lseek(fd, 0, SEEK_SET);
    svc_host_head(fd, &head, NULL);
    lseek(fd, 0, SEEK_SET);
    int status = run(head.program ? head.program : "svc-xlsx-read", (int[]){ fd, rows, errors }, kind);
    bool good = status == 0;
    char *all = said(errors), *at = all;
    while (good && next_message(&at, &what, &remedy))
        svc_warn("%s: %s%s", name, what, remedy);
    if (!good) {
        char *why = WIFSIGNALED(status) ? svc_format(_("reading it was ended by signal %d"), WTERMSIG(status))
                    : next_message(&at, &what, &remedy) ? svc_format(_("%s; nothing was done%s"), what, remedy)
                                                        : svc_strdup(_("it cannot be read; nothing was done"));
        close(rows);
        rows = file_of(why);
        free(why);
    }
    lseek(rows, 0, SEEK_SET);
    free(all);
    close(errors);
    *made = rows;
    return good ? SVC_HOST_MADE : SVC_HOST_UNMADE;
}
