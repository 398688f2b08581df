#include "source.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "confine.h"
#include "svc/buf.h"
#include "svc/decode.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"
#include "svc/word.h"

enum { PIECE = 64 * 1024, HEAD = 4096 };

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

static void rewind_input(void)
{
    if (lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
}

static void put(int fd, const char *bytes, size_t len)
{
    if (!svc_write_all(fd, bytes, len))
        svc_die(SVC_IO, "cannot write a temporary file: %s", svc_lang_error(errno));
}

/* The file takes the place of standard input, and is closed as itself. */
static void become_input(int fd)
{
    if (dup2(fd, STDIN_FILENO) < 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
    close(fd);
    rewind_input();
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
        put(fd, piece, (size_t)n);
    become_input(fd);
}

/* -- its encoding --------------------------------------------------------------------------------- */

/* What stands behind the word, in small letters; GB 2312 is written with characters of what came after it. NULL:
 * nothing. */
static const char *behind(const char *word, const char *head, size_t len)
{
    static char name[32];
    size_t word_len = strlen(word), n = 0;
    const char *from = head, *end = head + len;
    while (from + word_len < end && strncasecmp(from, word, word_len) != 0)
        from++;
    if (from + word_len >= end)
        return NULL;
    from += word_len;
    from += *from == '"' || *from == '\'';
    for (; from < end && n < sizeof name - 1 && (isalnum((unsigned char)*from) || *from == '-' || *from == '_'); from++)
        name[n++] = (char)tolower((unsigned char)*from);
    name[n] = '\0';
    if (strcmp(name, "gb2312") == 0 || strcmp(name, "gbk") == 0 || strcmp(name, "x-gbk") == 0)
        return "gb18030";
    return *name ? name : NULL;
}

/* What XML says in its first line, and a page somewhere at its beginning. */
static const char *declared(const char *head, size_t len)
{
    static const char xml[] = "<?xml";
    size_t from = strspn(head, " \t\r\n"), first = strcspn(head, ">");
    if (head[from] != '<')
        return NULL;
    const char *name = strncmp(head + from, xml, sizeof xml - 1) == 0 ? behind("encoding=", head, first) : NULL;
    return name ? name : behind("charset=", head, len);
}

/* NULL: UTF-8, as far as anybody says. */
static const char *encoding_of(const struct source *source)
{
    char head[HEAD + 1];
    size_t len = source_head(head, HEAD);
    head[len] = '\0';
    bool marked = len >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 || memcmp(head, "\xfe\xff", 2) == 0);
    const char *name = source->encoding ? source->encoding : marked ? "utf-16" : declared(head, len);
    return name && strcasecmp(name, "utf-8") != 0 && strcasecmp(name, "utf8") != 0 ? name : NULL;
}

/* Brings all of standard input to `fd` (-1: nowhere), out of this encoding; NULL or why that cannot be, which is
 * the caller's to free. */
static char *convert(const char *encoding, int fd)
{
    struct svc_decoder *decoder = svc_decoder_open(encoding);
    struct svc_buf text = { 0 };
    char piece[PIECE], *why = NULL;
    ssize_t n;
    if (!decoder)
        svc_die(SVC_BADINPUT, "it is in the encoding \"%s\", which is unknown here", encoding);
    do {
        n = source_read(NULL, piece, sizeof piece);
        if (!svc_decode(decoder, piece, (size_t)n, n == 0, &text))
            why = svc_strdup(svc_decoder_error(decoder));
        else if (fd >= 0)
            put(fd, svc_buf_text(&text), text.len);
        svc_buf_clear(&text);
    } while (n && !why);
    svc_decoder_close(decoder);
    svc_buf_free(&text);
    rewind_input();
    return why;
}

void source_utf8(const struct source *source)
{
    const char *encoding = encoding_of(source);
    char *why = encoding ? convert(NULL, -1) : NULL;
    if (!why)
        return;
    free(why);
    int fd = svc_temporary();
    why = convert(encoding, fd);
    if (why)
        svc_die(SVC_BADINPUT, "%s", why);
    become_input(fd);
}

/* -- the call ------------------------------------------------------------------------------------- */

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

/* -- worksheets ----------------------------------------------------------------------------------- */

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
        struct svc_buf words = { 0 };
        for (size_t i = 0; i < count; i++)
            svc_buf_printf(&words, "%s%s", i ? "|" : "", sheets[i].hidden || strpbrk(sheets[i].name, ":;|") ? "" : sheets[i].name);
        list(&names, sheets, count, count, NULL, NULL);
        svc_die(SVC_BADINPUT, "no worksheet \"%s\"%s\nthere are: %s", source->worksheet,
                svc_word_hint(svc_buf_text(&words), source->worksheet), svc_buf_text(&names));
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
