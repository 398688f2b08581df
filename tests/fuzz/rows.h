/* rows: what the harnesses of the programs that read an office's files share. The file is standard input, the rows
 * are standard output; both are files in memory. */
#ifndef FUZZ_ROWS_H
#define FUZZ_ROWS_H

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../lib/helper/grid.h"
#include "../../lib/helper/source.h"
#include "fuzz.h"
#include "svc/buf.h"
#include "svc/read.h"
#include "svc/text.h"

static void rows_file(int fd, const void *bytes, size_t len)
{
    static int made[2] = { -1, -1 };
    if (made[fd] < 0)
        made[fd] = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(dup2(made[fd], fd) == fd); /* which another file may have taken */
    MUST(ftruncate(made[fd], 0) == 0 && pwrite(made[fd], bytes, len, 0) == (ssize_t)len);
    MUST(lseek(fd, 0, SEEK_SET) == 0);
}

static void rows_take(struct svc_buf *out)
{
    off_t len = lseek(STDOUT_FILENO, 0, SEEK_END);
    MUST(len >= 0 && len < INT32_MAX);
    svc_buf_clear(out);
    MUST(pread(STDOUT_FILENO, svc_buf_reserve(out, (size_t)len + 1), (size_t)len, 0) == len);
    out->len = (size_t)len;
    out->data[len] = '\0';
}

/* They are CSV that the reader takes, one record for each row, unless there are more columns than it has. */
static void rows_check(const struct svc_buf *out)
{
    const struct svc_reader_options opt = { .format = SVC_INPUT_CSV, .rows = true, .first = 1, .headless = true };
    struct svc_row row;
    size_t line = 0;
    int fd = fuzz_file(out->data, out->len, 0);
    struct svc_reader *reader = svc_reader_open(fd, "rows", &opt);
    while (svc_reader_next(reader, &row)) {
        MUST(row.line > line && row.line <= GRID_ROWS);
        line = row.line;
        for (size_t i = 0; i < row.count; i++)
            MUST(!row.cells[i].len || !svc_text_refused(row.cells[i].text));
        MUST(row.count == 0 || row.cells[row.count - 1].len);
    }
    const char *error = svc_reader_error(reader);
    MUST(!error || strstr(error, "more than 200 columns"));
    svc_reader_close(reader);
    fuzz_forget_files();
}

/* Reads the bytes twice: both times the same comes of it. */
static void rows_run(const void *bytes, size_t len, void (*read_file)(const struct source *source),
                     const struct source *source)
{
    static struct svc_buf first, again;
    bool taken[2];
    for (int i = 0; i < 2; i++) {
        rows_file(STDIN_FILENO, bytes, len);
        rows_file(STDOUT_FILENO, "", 0);
        taken[i] = false;
        grid_forget();
        if (fuzz_begin()) {
            read_file(source);
            grid_end();
            fuzz_end();
            taken[i] = true;
        }
        rows_take(i ? &again : &first);
    }
    MUST(taken[0] == taken[1]);
    MUST(first.len == again.len && memcmp(first.data, again.data, first.len) == 0);
    if (taken[0])
        rows_check(&first);
}

#endif
