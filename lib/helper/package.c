#include "package.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

enum { FREE_SIZE = 1024 * 1024, RATIO_MAX = 200, PIECE = 64 * 1024, WORD_MAX = 32 };
static const uint64_t PART_MAX = (uint64_t)4 << 30;

static zip_t *zip;

/* The part that is read. */
static struct {
    zip_file_t *file;
    const char *name;
    uint64_t packed, read;
} open_part;

static void close_part(void)
{
    if (open_part.file)
        zip_fclose(open_part.file);
    memset(&open_part, 0, sizeof open_part);
}

void package_close(void)
{
    close_part();
    if (zip)
        zip_discard(zip);
    zip = NULL;
}

void package_open(int fd)
{
    int error = 0;
    zip = zip_fdopen(fd, 0, &error);
    if (zip)
        return;
    close(fd);
    if (error == ZIP_ER_MEMORY)
        svc_die(SVC_BADINPUT, "a workbook of more parts than there is memory for");
    if (error == ZIP_ER_MULTIDISK)
        svc_die(SVC_BADINPUT, "a workbook in several pieces\nsave it as one .xlsx file");
    svc_die(SVC_BADINPUT, "a workbook that is cut off or damaged\nopen it in the program it comes from, and "
                          "save it again");
}

static int64_t find(const char *part)
{
    return zip_name_locate(zip, part, ZIP_FL_NOCASE);
}

bool package_has(const char *part)
{
    return find(part) >= 0;
}

_Noreturn static void broken(const char *part)
{
    svc_die(SVC_BADINPUT, "a workbook whose part %s is cut off or damaged\nopen it in the program it comes "
                          "from, and save it again", part);
}

static void begin(const char *part)
{
    struct zip_stat is;
    int64_t at = find(part);
    if (at < 0)
        svc_die(SVC_BADINPUT, "a workbook that lacks its part %s", part);
    if (zip_stat_index(zip, (zip_uint64_t)at, 0, &is) != 0 || !(is.valid & ZIP_STAT_COMP_SIZE))
        broken(part);
    if (is.valid & ZIP_STAT_ENCRYPTION_METHOD && is.encryption_method != ZIP_EM_NONE)
        svc_die(SVC_BADINPUT, "a workbook that is protected by a password\nsave it without one");
    open_part.name = part;
    open_part.packed = is.comp_size;
    open_part.file = zip_fopen_index(zip, (zip_uint64_t)at, 0);
    if (!open_part.file)
        broken(part);
}

/* A part of a few bytes that becomes gigabytes is a trap. */
static ssize_t read_part(void *from, void *to, size_t size)
{
    (void)from;
    zip_int64_t n = zip_fread(open_part.file, to, size);
    if (n < 0)
        broken(open_part.name);
    open_part.read += (uint64_t)n;
    bool large = open_part.read > FREE_SIZE && open_part.read / RATIO_MAX > open_part.packed;
    if (large || open_part.read > PART_MAX)
        svc_die(SVC_BADINPUT, "a workbook whose part %s unfolds to more than %s; nothing of it was taken",
                open_part.name, large ? _("200 times its size") : "4 GiB");
    return (ssize_t)n;
}

void package_parse(const char *part, const struct xml_events *events, void *ctx)
{
    char *what = svc_format(_("the workbook's part %s"), part);
    begin(part);
    xml_parse(what, NULL, read_part, NULL, events, ctx);
    close_part();
    free(what);
}

bool package_mentions(const char *part, const char *word)
{
    char piece[WORD_MAX + PIECE];
    size_t len = strlen(word), kept = 0;
    bool found = false, first = true;
    ssize_t n;
    begin(part);
    while ((n = read_part(NULL, piece + kept, PIECE)) > 0) {
        size_t all = kept + (size_t)n;
        unsigned char lead = (unsigned char)*piece;
        found = found || (first && (lead == 0xfe || lead == 0xff || !lead || (all > 1 && !piece[1]))) ||
                memmem(piece, all, word, len);
        first = false;
        kept = all < len - 1 ? all : len - 1;
        memmove(piece, piece + all - kept, kept);
    }
    close_part();
    return found;
}
