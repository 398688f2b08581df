/* A pack to start from: the one that came with the tools, with its columns told. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/word.h"

/* What a column is called; where two files mean different things by one name, the file stands before it. */
static void tell_label(const char *file, const char *column, struct svc_buf *line)
{
    const char *labels = svc_word_list("policy.column");
    char *own = svc_format("%s.%s", file, column);
    struct svc_word word;
    const char *code = svc_word_find(labels, own, strlen(own), &word) ? own : column;
    svc_word_labels(labels, code, strlen(code), line);
    free(own);
}

/* What each column holds, as lines that a reader of packs passes over. */
static void tell_columns(struct svc_sink *sink, const struct svc_pack_shape *shape)
{
    struct svc_buf line = { 0 };
    for (const struct svc_column *c = shape->columns; c->name; c++) {
        svc_buf_clear(&line);
        svc_buf_printf(&line, "# %s ", c->name);
        tell_label(shape->name, c->name, &line);
        svc_buf_printf(&line, ": %s%s%s\n", _(c->help), c->values ? _("; one of ") : "",
                       c->values ? c->values : "");
        svc_sink_put(sink, line.data, line.len);
    }
    svc_buf_free(&line);
}

static void copy(struct svc_sink *sink, const char *from)
{
    char bytes[4096];
    ssize_t got = -1;
    int fd = svc_file_shipped(from);
    while (fd >= 0 && (got = read(fd, bytes, sizeof bytes)) > 0)
        svc_sink_put(sink, bytes, (size_t)got);
    if (got < 0)
        svc_die(SVC_IO, "cannot read \"%s\": %s", from, svc_lang_error(errno));
    close(fd);
}

static const struct svc_column columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the file written" },
    { 0 }
};

/* One file of the new pack, `name` as in the one that came with the tools; its columns told in it. */
static void write_file(struct svc_call *call, const char *dir, const char *name,
                       const struct svc_pack_shape *shape)
{
    char *shipped = svc_installed("policy");
    char *to = svc_format("%s/%s", dir, name), *from = svc_format("%s/%s", shipped, name);
    struct svc_sink *sink = svc_file_write(to);
    if (shape)
        tell_columns(sink, shape);
    copy(sink, from);
    if (!svc_file_close(sink))
        svc_die(SVC_IO, "cannot write \"%s\": %s; what is in \"%s\" is not whole", to,
                svc_lang_error(errno), dir);
    struct svc_value row = svc_value_text(to);
    svc_print_row(call, &row);
    free(shipped);
    free(to);
    free(from);
}

static void make(const char *dir)
{
    if (mkdir(dir, 0777) != 0)
        svc_die(SVC_IO, "cannot make \"%s\": %s; nothing was written", dir, svc_lang_error(errno));
}

int policy_new(struct svc_call *call)
{
    if (call->count != 1)
        svc_die(SVC_USAGE, "new takes the directory to make\nsvc-policy new DIR");
    const char *dir = call->operand[0];
    svc_print_begin(call, columns);
    make(dir);
    for (int i = 0; i < SVC_PACK_FILES; i++) {
        const struct svc_pack_shape *shape = &svc_pack_shapes[i];
        char *name = svc_format(i == SVC_PACK_SCORES ? "%s/example.sql.txt" : "%s.csv", shape->name);
        char *folder = svc_format("%s/%s", dir, shape->name);
        if (i == SVC_PACK_SCORES)
            make(folder);
        write_file(call, dir, name, i == SVC_PACK_SCORES ? NULL : shape);
        free(name);
        free(folder);
    }
    return svc_finish(call);
}
