#include "svc/outputs.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/opt.h"
#include "svc/place.h"

/* An output that was looked at already. */
struct output {
    struct svc_place place;
    char *name;
    struct output *next;
};

static void keep_store(const char *store)
{
    static const struct {
        const char *end, *what;
    } files[] = { { "", N_("the store") },           { ".lock", N_("the lock of the store") },
                  { "-journal", N_("the store's journal") }, { "-wal", N_("the store's journal") },
                  { "-shm", N_("the store's journal") } };
    for (size_t i = 0; store && i < sizeof files / sizeof *files; i++) {
        char *path = svc_format("%s%s", store, files[i].end);
        svc_place_keep(path, _(files[i].what));
        free(path);
    }
}

static bool names_files(const char *operands)
{
    return operands && (strstr(operands, "FILE") || strstr(operands, "DIR"));
}

static void keep_inputs(const struct svc_call *call)
{
    const struct svc_option *o;
    size_t at = 0;
    svc_place_keep_open(STDIN_FILENO, N_("the input"));
    if (names_files(call->verb->operands) && !call->verb->makes)
        for (int i = 0; i < call->count; i++)
            svc_place_keep(call->operand[i], N_("the input"));
    while ((o = svc_opt_given(&at)))
        if (svc_opt_is_file(o) && !o->written)
            svc_place_keep(*(const char **)o->to, N_("the input"));
}

/* `name` as a message says it: an option or the operand. */
static void look(struct output **all, char *name, const char *path)
{
    struct output *one = svc_alloc(sizeof *one);
    if (strcmp(path, "-") == 0 || !svc_place_find(path, &one->place)) {
        free(one);
        return;
    }
    const char *what = svc_place_kept(&one->place);
    if (what)
        svc_die(SVC_USAGE, "%s and %s are the same file, \"%s\"; nothing was done\n"
                           "name another file", name, _(what), path);
    for (const struct output *other = *all; other; other = other->next)
        if (svc_place_same(&other->place, &one->place))
            svc_die(SVC_USAGE, "%s and %s name the same file, \"%s\"; nothing was done\n"
                               "name another file", other->name, name, path);
    one->name = name;
    one->next = *all;
    *all = one;
}

/* What the shell opened: a message behind the store's pages would be as bad as an answer. */
static void look_at_streams(void)
{
    struct svc_place place;
    const char *error = svc_place_of(STDERR_FILENO, &place) ? svc_place_kept(&place) : NULL;
    const char *answer = svc_place_of(STDOUT_FILENO, &place) ? svc_place_kept(&place) : NULL;
    int null = error ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    if (error && (null < 0 || dup2(null, STDERR_FILENO) < 0))
        _exit(SVC_USAGE);
    if (error || answer)
        svc_die(SVC_USAGE, "standard %s goes to %s; nothing was done\nlet it go to another file",
                error ? _("error") : _("output"), _(error ? error : answer));
}

void svc_outputs_check(const struct svc_call *call, const char *store)
{
    const struct svc_option *o;
    struct output *all = NULL;
    size_t at = 0;
    if (svc_host_acts())
        return;
    keep_store(store);
    look_at_streams();
    keep_inputs(call);
    if (call->verb->makes && call->count > 0)
        look(&all, svc_strdup(call->verb->operands), call->operand[0]);
    while ((o = svc_opt_given(&at)))
        if (o->written)
            look(&all, svc_format("--%s", o->name), *(const char **)o->to);
}
