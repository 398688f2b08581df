#include "xlsx-read.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cells.h"
#include "grid.h"
#include "package.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "workbook.h"

/* Both are the same container: what it holds has its name there, in UTF-16. */
void old_workbook(void)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char piece[64 * 1024 + sizeof encrypted];
    size_t kept = 0;
    ssize_t n;
    lseek(STDIN_FILENO, 0, SEEK_SET);
    while ((n = source_read(NULL, piece + kept, sizeof piece - kept)) > 0) {
        size_t all = kept + (size_t)n;
        if (memmem(piece, all, encrypted, sizeof encrypted))
            svc_die(SVC_BADINPUT, "a workbook that is protected by a password\nsave it without one");
        kept = all < sizeof encrypted ? all : sizeof encrypted;
        memmove(piece, piece + all - kept, kept);
    }
    svc_die(SVC_BADINPUT, "a workbook of the kind that was written before 2007 (.xls, .et)\nsave it as .xlsx");
}

/* What has no cells, such as a chart's sheet, is as good as hidden. */
static struct source_sheet *sheets_of(const struct workbook *book)
{
    struct source_sheet *sheets = svc_alloc((book->count + 1) * sizeof *sheets);
    for (size_t i = 0; i < book->count; i++) {
        const struct workbook_sheet *sheet = &book->sheets[i];
        sheets[i] = (struct source_sheet){ sheet->name, sheet->hidden || !sheet->part || !package_has(sheet->part) };
    }
    return sheets;
}

static bool there(void *ctx, size_t at)
{
    const struct workbook *book = ctx;
    return cells_there(&book->sheets[at]);
}

void xlsx_read(const struct source *source)
{
    static struct workbook book;
    workbook_forget(&book);
    package_open(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    workbook_open(&book);
    struct source_sheet *sheets = sheets_of(&book);
    size_t at = source_choose(source, sheets, book.count, there, &book);
    free(sheets);
    if (!book.sheets[at].part)
        svc_die(SVC_BADINPUT, "worksheet \"%s\" has no cells", book.sheets[at].name);
    workbook_read(&book);
    grid_begin(source->named, book.sheets[at].name, false);
    cells_read(&book, &book.sheets[at]);
    package_close();
}
