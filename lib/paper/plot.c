#include "svc/plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/child.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/spool.h"
#include "svc/terminal.h"
#include "svc/text.h"

enum {
    WIDEST = 20,                            /* columns of a text in a picture */
    WIDTH = 1000, HEIGHT = 600, PLACE = 76, MARGINS = 200, /* of a picture, and of one bar with its number */
    UPRIGHT = 6,                            /* names beside each other that have room */
    WIDEST_PAGE = 1270, TALL = 800, CLOSE = 19 /* on A4 across type 13 of a wider one has not 8 points */
};

const struct svc_option svc_plot_options[] = {
    { .name = "format", .letter = 'f', .type = SVC_OPT_TEXT, .to = &svc_shared.format,
      .arg = "svg|png|script", .help = "what to write (default: svg)" },
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &svc_shared.output,
      .arg = "FILE", .written = true,
      .help = "write to FILE, all or nothing; .svg, .png and .gp choose the format" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

static const char *format; /* svg, png or script */

/* -- the script --------------------------------------------------------------------------- */

static const char *wanted_format(void)
{
    static const char *const known[][2] = { { ".svg", "svg" }, { ".png", "png" },
                                            { ".gp", "script" } };
    const char *file = svc_shared.output ? strrchr(svc_shared.output, '/') : NULL;
    const char *dot = svc_shared.output ? strrchr(file ? file : svc_shared.output, '.') : NULL;
    if (svc_shared.format)
        return svc_shared.format;
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
        if (strcmp(dot, known[i][0]) == 0)
            return known[i][1];
    if (dot)
        svc_die(SVC_USAGE, "no picture for a file that ends in \"%s\"\n"
                "use .svg, .png or .gp, or say which with --format", dot);
    return "svg";
}

static void put_terminal(struct svc_buf *script, size_t width, int height)
{
    svc_buf_printf(script,
        "set terminal %s size %zu,%d noenhanced background '#ffffff'"
        " font 'Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,WenQuanYi Zen Hei,sans-serif,13'\n",
        strcmp(format, "png") == 0 ? "pngcairo" : "svg", width, height);
}

void svc_plot_begin(struct svc_buf *script)
{
    bool here = !svc_shared.output || strcmp(svc_shared.output, "-") == 0;
    format = wanted_format();
    if (strcmp(format, "png") == 0 && here && svc_terminal(STDOUT_FILENO))
        svc_die(SVC_USAGE, "a PNG does not go to a terminal\nadd -o FILE");
    svc_buf_puts(script, "set encoding utf8\n");
    put_terminal(script, WIDTH, HEIGHT);
    svc_buf_puts(script, "set datafile separator tab\n"
                         "set datafile commentschars ''\n"
                         "set border 3\n"
                         "set tics nomirror\n");
}

const char *svc_plot_places(struct svc_buf *script, size_t count)
{
    size_t width = PLACE * count + MARGINS;
    if (width > WIDEST_PAGE) {
        width = CLOSE * count + MARGINS;
        put_terminal(script, width < WIDEST_PAGE ? WIDEST_PAGE : width, TALL);
        svc_buf_puts(script, "set xtics rotate by 90 right\n");
        return "rotate by 90 left offset 0,0.5";
    }
    if (width > WIDTH)
        put_terminal(script, width, HEIGHT);
    if (count > UPRIGHT)
        svc_buf_puts(script, "set xtics rotate by -40\n");
    return NULL;
}

/* A percent sign in the label of a tic begins a format. */
void svc_plot_text(struct svc_buf *script, const char *text)
{
    static const char *const wide[128] = { ['"'] = "＂", ['\''] = "＇", ['\\'] = "＼",
                                           ['`'] = "｀", ['%'] = "％" };
    struct svc_buf shown = { 0 };
    svc_text_visible(&shown, text, strlen(text));
    const char *from = svc_buf_text(&shown);
    size_t fits = svc_text_fit(from, shown.len, WIDEST);
    for (size_t i = 0; i < fits; i++) {
        unsigned char c = (unsigned char)from[i];
        if (c < 128 && wide[c])
            svc_buf_puts(script, wide[c]);
        else
            svc_buf_putc(script, from[i]);
    }
    svc_buf_puts(script, fits < shown.len ? "…" : "");
    svc_buf_free(&shown);
}

/* -- drawing ------------------------------------------------------------------------------ */

/* Runs gnuplot; its status. It gets nothing of the environment but where it finds its own. With -d it
 * reads nobody's start-up file. */
static int run(int input, int output, int messages)
{
    static char name[] = "gnuplot", plain[] = "-d", from[] = "/dev/stdin",
                utf8[] = "LC_ALL=C.UTF-8";
    const char *home = getenv("HOME"), *path = getenv("PATH");
    char *const environment[] = { utf8, svc_format("PATH=%s", path ? path : "/usr/bin:/bin"),
                                  home ? svc_format("HOME=%s", home) : NULL, NULL };
    int status = svc_child_run((char *[]){ name, plain, from, NULL },
                               (int[]){ input, output, messages }, environment);
    if (status == -1)
        svc_die(SVC_CONFIG, "cannot run gnuplot: %s\ninstall gnuplot-nox, or use -f script",
                svc_lang_error(errno));
    free(environment[1]);
    free(environment[2]);
    return status;
}

/* Everything in the file, which is closed. */
static struct svc_buf take(int fd)
{
    struct svc_buf all = { 0 };
    ssize_t n = 1;
    bool good = lseek(fd, 0, SEEK_SET) == 0;
    while (good && n > 0 && (n = read(fd, svc_buf_reserve(&all, 65536), 65536)) > 0)
        all.len += (size_t)n;
    if (!good || n < 0)
        svc_die(SVC_IO, "cannot read what gnuplot drew: %s", svc_lang_error(errno));
    close(fd);
    return all;
}

/* The last line that says anything. */
static const char *last_line(struct svc_buf *messages)
{
    while (messages->len && strchr("\n ", messages->data[messages->len - 1]))
        messages->data[--messages->len] = '\0';
    const char *text = svc_buf_text(messages), *line = strrchr(text, '\n');
    return line ? line + 1 : text;
}

/* Files in memory: neither side ever waits for the other. */
static struct svc_buf draw(const struct svc_buf *script)
{
    int input = svc_memory_file(script->data, script->len);
    int output = svc_memory_file(NULL, 0), told = svc_memory_file(NULL, 0);
    int status = run(input, output, told);
    struct svc_buf picture = take(output), messages = take(told);
    close(input);
    if (status != 0 || picture.len == 0)
        svc_die(SVC_IO, "gnuplot failed: %s\nnothing was written",
                messages.len ? last_line(&messages) : "it drew nothing");
    svc_buf_free(&messages);
    return picture;
}

void svc_plot_end(struct svc_call *call, struct svc_buf *script)
{
    if (strcmp(format, "script") != 0) {
        svc_call_wait(call, true);
        struct svc_buf picture = draw(script);
        svc_call_wait(call, false);
        svc_buf_free(script);
        *script = picture;
    }
    svc_print_bytes(call, script->data, script->len);
    svc_buf_free(script);
}
