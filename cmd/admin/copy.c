/* svc-admin backup, and what it shares with restore and upgrade: checked copies of a store. */
#include "admin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/beside.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/litter.h"
#include "svc/mem.h"
#include "svc/place.h"
#include "svc/refusal.h"
#include "svc/server.h"
#include "svc/shape.h"

/* -- files beside files ---------------------------------------------------------------------- */

static char *temporary;
static pid_t owner;

static void remove_temporary(void)
{
    if (owner != getpid())
        return;
    static const char *const ends[] = { "", ".lock", "-journal" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *file = svc_format("%s%s", temporary, ends[i]);
        unlink(file);
        free(file);
    }
}

char *admin_temporary(const char *file)
{
    if (temporary)
        svc_die(SVC_BUG, "a second temporary file");
    svc_litter_sweep(file);
    temporary = svc_litter_name(file, 0);
    owner = getpid();
    if (atexit(remove_temporary) != 0)
        svc_die(SVC_IO, "out of memory");
    return temporary;
}

void admin_sync_directory(const char *file)
{
    const char *slash = strrchr(file, '/');
    char *dir = slash ? svc_strndup(file, (size_t)(slash - file) + 1) : svc_strdup(".");
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        svc_die(SVC_IO, "cannot write directory \"%s\": %s", dir, svc_lang_error(errno));
    close(fd);
    free(dir);
}

void admin_name(const char *from, const char *file)
{
    if (link(from, file) != 0 || unlink(from) != 0)
        svc_die(SVC_CONFIG, "cannot make \"%s\": %s", file, svc_lang_error(errno));
    admin_sync_directory(file);
}

char *admin_free_name(const char *store, const char *what)
{
    struct stat st;
    char *name = svc_format("%s.%s", store, what);
    for (int i = 2; lstat(name, &st) == 0; i++) {
        free(name);
        name = svc_format("%s.%s-%d", store, what, i);
    }
    return name;
}

/* Whether both files have the same bytes. */
static bool is_same(const char *one, const char *other)
{
    char sums[2][SVC_DIGEST_HEX] = { "", "" };
    const char *const files[] = { one, other };
    bool read = true;
    for (int i = 0; i < 2 && read; i++) {
        int fd = svc_place_standing(files[i]);
        read = fd >= 0 && svc_file_digest(fd, sums[i]);
        if (fd >= 0)
            close(fd);
    }
    return read && strcmp(sums[0], sums[1]) == 0;
}

char *admin_keep(const char *copy, const char *store, const char *what)
{
    char *first = svc_format("%s.%s", store, what);
    if (is_same(copy, first)) {
        unlink(copy);
        return first;
    }
    free(first);
    char *name = admin_free_name(store, what);
    admin_name(copy, name);
    return name;
}

/* What puts files into places. */
void admin_needs_file(const struct svc_call *call, const char *store)
{
    if (svc_server_has(store))
        svc_die(SVC_CONFIG, "\"%s\" is on a database server, where %s does nothing yet; nothing was done\n"
                "back up and restore by what the server has for it: pg_dump, or pgBackRest",
                svc_server_told(store), call->verb->name);
}

const char *admin_operand(const struct svc_call *call, const char *what)
{
    if (call->count != 1)
        svc_die(SVC_USAGE, "%s takes one operand, %s", call->verb->name, what);
    return call->operand[0];
}

/* On a host a person names no path for the system user to write or read: backups have names, and
 * lie together beside the store. */
const char *admin_backup_file(const struct svc_call *call, const char *what)
{
    const char *name = admin_operand(call, what), *store = svc_call_store();
    if (!svc_host_acts())
        return name;
    if (!*name || *name == '.' || strchr(name, '/'))
        svc_die(SVC_USAGE, "\"%s\" is no plain name\n"
                "on a host backups are kept in the folder backup of the store, by name", name);
    return svc_format("%.*s/backup/%s", (int)(strrchr(store, '/') - store), store, name);
}

void admin_needs_admin(struct svc_call *call)
{
    if (!svc_call_holds(call, "admin"))
        svc_deny(call, SVC_DENIED, NULL,
                 "%s needs the role %s; \"%s\" holds %s\nnothing was done", call->verb->name,
                 svc_worded("verb.role", "admin"), call->actor.login,
                 svc_worded("verb.role", call->actor.roles));
}

/* -- copies ---------------------------------------------------------------------------------- */

enum { ENGINE, EVIDENCE, LOOKS }; /* at a copy */

static void look(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx)
{
    (void)ctx;
    if (i == ENGINE)
        svc_db_check(db, svc_beside_tell, told);
    else
        svc_store_verify(db, svc_beside_tell, told);
}

static void damaged(void *ctx, const char *what)
{
    (void)ctx;
    svc_die(SVC_CONFIG, "the copy is damaged: %s\nrun svc-admin check", what);
}

static void unfit(void *ctx, const char *what)
{
    (void)ctx;
    svc_fail(SVC_CONFIG, "the copy is made, but as in the store %s", what);
}

void admin_copy(struct svc_db *db, const char *to)
{
    struct svc_spool *told[LOOKS];
    char *trust = svc_one(db, "SELECT value FROM meta WHERE name = 'trust_filesystem'", NULL);
    svc_db_trust_filesystem(trust && strcmp(trust, "1") == 0);
    svc_db_copy(db, to);
    struct svc_db *copy = svc_db_open(to, SVC_DB_UPGRADE); /* which takes an older one, too */
    svc_beside(copy, LOOKS, look, NULL, told);
    svc_beside_each(told[ENGINE], damaged, NULL);
    svc_beside_each(told[EVIDENCE], unfit, NULL);
    for (int i = 0; i < LOOKS; i++)
        svc_spool_close(told[i]);
    svc_db_close(copy);
    free(trust);
}

/* -- backup ---------------------------------------------------------------------------------- */

const struct svc_option admin_backup_options[] = {
    { .name = "reason", .type = SVC_OPT_TEXT, .to = &svc_shared.reason, .arg = "TEXT", .most = SVC_REASON_MAX,
      .help = "why, for the history" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    { 0 }
};

/* A directory that is not there is a slip of the fingers: only a store's own is ever made. */
static void check_directory(const char *file)
{
    const char *slash = strrchr(file, '/');
    char *dir = slash ? svc_strndup(file, (size_t)(slash - file) + 1) : svc_strdup(".");
    struct stat st;
    if (stat(dir, &st) != 0)
        svc_die(SVC_IO, "cannot write \"%s\": %s", file, svc_lang_error(errno));
    free(dir);
}

/* The event comes first, so that the copy tells of its own making. */
int admin_backup(struct svc_call *call)
{
    const char *file = admin_backup_file(call, _("the new file"));
    struct svc_buf change = { 0 };
    struct stat st;
    if (lstat(file, &st) == 0)
        svc_die(SVC_USAGE, "\"%s\" exists already\n"
                           "name another file; nothing is ever overwritten", file);
    check_directory(file);
    char *beside = admin_temporary(file);
    svc_buf_puts(&change, "{\"file\":");
    svc_buf_json(&change, file, strlen(file));
    svc_buf_putc(&change, '}');
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    admin_copy(call->db, beside);
    admin_name(beside, file);
    if (svc_call_talks() && stat(file, &st) == 0)
        svc_warn("copied the store to \"%s\": %lld bytes, head %s", file, (long long)st.st_size,
                 svc_event_head(call->db).mark);
    svc_buf_free(&change);
    return svc_finish(call);
}
