/* Which engine a store has, and the plug-ins. */
#include "engine.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "query.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/server.h"
#include "svc/spool.h"

bool svc_engine_error(struct svc_db_error *error, enum svc_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    vsnprintf(error->text, sizeof error->text, svc_tr(fmt), args);
    va_end(args);
    error->code = code;
    error->constraint[0] = '\0';
    return false;
}

/* -- plug-ins -------------------------------------------------------------------------------- */

static const char plug_in[] = "svc-postgres.so";
static char *(*finder)(const char *name);

/* A plug-in asks the program for these, so that each must have them. */
__attribute__((used)) static struct svc_spool *(*const asked)(size_t memory) = svc_spool_open;

void svc_server_plug_ins(char *(*find)(const char *name))
{
    finder = find;
}

static const struct svc_engine *load(void)
{
    char *path = finder ? finder(plug_in) : svc_strdup(plug_in);
    if (access(path, R_OK) != 0)
        svc_die(SVC_NOSERVER, "the plug-in for PostgreSQL, \"%s\", is not installed\n"
                "install the package libpq-dev, then run make and make install again", path);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        svc_die(SVC_NOSERVER, "the plug-in for PostgreSQL cannot be used: %s\ninstall the package libpq5", dlerror());
    const struct svc_plug_in *found = dlsym(library, "svc_plug_in");
    if (!found || strcmp(found->version, SVC_VERSION) != 0)
        svc_die(SVC_NOSERVER, "\"%s\" is of another version than this program\nrun make install again", path);
    free(path);
    return found->engine;
}

const struct svc_engine *svc_engine_of(const char *where)
{
    static const struct svc_engine *loaded;
    if (!svc_server_has(where))
        return &svc_sqlite;
    loaded = loaded ? loaded : load();
    return loaded;
}

/* -- made beside ------------------------------------------------------------------------------ */

static char *made;
static pid_t maker;

static void discard(void)
{
    if (made && maker == getpid())
        svc_engine_of(made)->discard(made);
}

const char *svc_server_beside(const char *where)
{
    made = svc_engine_of(where)->beside(where);
    maker = getpid();
    if (atexit(discard) != 0)
        svc_die(SVC_IO, "out of memory");
    return made;
}

void svc_server_put(const char *beside, const char *where)
{
    struct svc_db_error error;
    if (!svc_engine_of(where)->put(beside, where, &error))
        svc_db_give_up(NULL, &error);
    free(made);
    made = NULL;
}
