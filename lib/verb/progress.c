#include "svc/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/terminal.h"

enum { PATIENCE = 2000, PAUSE = 200, ROWS_PER_LOOK = 64 }; /* milliseconds, milliseconds, rows */

static struct {
    bool on;    /* somebody might look */
    bool shown; /* the line is on the terminal */
    int to;     /* the terminal, for writing without waiting; -1 where that cannot be */
    const char *what;
    uint64_t whole, begun, next; /* `next`: when to draw again */
    struct svc_buf line;
} bar;

static uint64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void svc_progress_begin(const char *what, uint64_t whole)
{
    svc_progress_end();
    bar.on = svc_terminal(STDERR_FILENO);
    if (!bar.on)
        return;
    bar.to = svc_err_terminal();
    bar.what = what;
    bar.whole = whole;
    bar.begun = milliseconds();
    bar.next = bar.begun + PATIENCE;
}

void svc_progress_line(struct svc_buf *out, const char *what, uint64_t rows, uint64_t done,
                       uint64_t whole, uint64_t elapsed)
{
    svc_buf_printf(out, "%s %" PRIu64 " rows, %" PRIu64 " a second", what, rows,
                   rows * 1000 / (elapsed ? elapsed : 1));
    if (whole)
        svc_buf_printf(out, ", %" PRIu64 "%%", done < whole ? done * 100 / whole : 100);
}

/* A terminal may be stopped, and somebody may wait for this process: a line that does not fit is not
 * drawn. */
static void draw(const char *bytes, size_t len)
{
    if (bar.to >= 0)
        bar.shown = write(bar.to, bytes, len) > 0;
    else if ((bar.shown = !svc_err_waits()))
        svc_err_write(bytes, len);
}

/* The cursor stays at the line's beginning, so that a message of a tool that dies covers it. */
void svc_progress_step(uint64_t rows, uint64_t done)
{
    if (!bar.on || rows % ROWS_PER_LOOK)
        return;
    uint64_t now = milliseconds();
    if (now < bar.next)
        return;
    bar.next = now + PAUSE;
    svc_buf_clear(&bar.line);
    svc_buf_puts(&bar.line, "\r\033[K");
    svc_progress_line(&bar.line, bar.what, rows, done, bar.whole, now - bar.begun);
    svc_buf_putc(&bar.line, '\r');
    draw(bar.line.data, bar.line.len);
}

void svc_progress_hide(void)
{
    if (bar.shown)
        draw("\r\033[K", 4);
    bar.shown = false;
}

void svc_progress_end(void)
{
    svc_progress_hide();
    if (bar.on && bar.to >= 0)
        close(bar.to);
    bar.on = false;
    svc_buf_free(&bar.line);
}
