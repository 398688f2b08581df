/* svc-admin restore: a checked backup in the store's place, the store kept beside it. */
#include "admin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mem.h"
#include "svc/shape.h"

static void refuse(void *ctx, const char *what)
{
    const char *file = ctx;
    svc_die(SVC_CONFIG, "\"%s\" does not fit: %s\nrestore another backup; nothing was done", file,
            what);
}

static void not_sound(void *ctx, const char *what)
{
    (void)ctx;
    (void)what;
    _exit(SVC_CONFIG);
}

/* Opens the present store as an admin, or ends the process. */
static void enter_present(struct svc_call *call, const char *store, bool whole)
{
    call->db = svc_db_open(store, SVC_DB_WRITE);
    if (whole)
        svc_db_check(call->db, not_sound, NULL);
    call->actor = svc_actor_known(call->db, true);
    admin_needs_admin(call);
    svc_db_close(call->db);
    call->db = NULL;
}

/* A store that still works has the say who may replace it; one that is missing or broken has
 * none, and then the backup has. A child tries, because a broken store ends the process. Opening
 * it also rolls back what a killed writer left. */
static bool asks_present(struct svc_call *call, const char *store)
{
    int status, null;
    pid_t child = fork();
    if (child < 0)
        svc_die(SVC_IO, "cannot start a process: %s", svc_lang_error(errno));
    if (child == 0) {
        null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (null < 0 || dup2(null, STDERR_FILENO) < 0)
            _exit(SVC_IO);
        enter_present(call, store, true);
        _exit(SVC_OK);
    }
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return false;
    switch (WEXITSTATUS(status)) {
    case SVC_OK:
    case SVC_DENIED:
    case SVC_BUSY:
        enter_present(call, store, false); /* which says why not */
        return true;
    default:
        return false;
    }
}

/* The backup, checked like a store that is opened, and then whole. In a host's place a store of
 * another mode would let nobody in. */
static struct svc_db *open_backup(const char *file, const char *store)
{
    struct svc_db *db = svc_db_open(file, SVC_DB_READ);
    char *mode = svc_one(db, "SELECT value FROM meta WHERE name = 'mode'", NULL);
    if (svc_host_keeps(store) && !(mode && strcmp(mode, "host") == 0))
        svc_die(SVC_CONFIG, "\"%s\" is the backup of no host's store; nothing was done", file);
    free(mode);
    svc_db_check(db, refuse, (void *)file);
    svc_store_verify(db, refuse, (void *)file);
    return db;
}

static void refuse_itself(const char *file, const char *store)
{
    struct stat a, b;
    if (stat(file, &a) == 0 && stat(store, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        svc_die(SVC_USAGE, "\"%s\" is the store itself\nname a backup", file);
}

/* The event of the restored store: from which file, what it was, where the old store is kept. */
static void tell(struct svc_call *call, const char *file, const char *kept)
{
    struct svc_buf change = { 0 };
    struct svc_head_mark head = svc_event_head(call->db);
    svc_buf_puts(&change, "{\"file\":");
    svc_buf_json(&change, file, strlen(file));
    svc_buf_printf(&change, ",\"head\":\"%s\",\"kept\":", head.mark);
    svc_buf_json(&change, kept, kept ? strlen(kept) : 0);
    svc_buf_putc(&change, '}');
    call->op_id = svc_format("restore-%s", head.hash);
    svc_call_begin(call);
    svc_change_event(call, NULL, NULL, change.data);
    svc_call_commit(call);
    svc_err_fate("nothing was applied"); /* but to the copy */
    svc_buf_free(&change);
}

/* What a writer that was cut off left beside the old store belongs to it and to no other. */
static void move_rest(const char *store, const char *kept)
{
    static const char *const ends[] = { "-journal", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char *from = svc_format("%s%s", store, ends[i]), *to = svc_format("%s%s", kept, ends[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            svc_die(SVC_IO, "cannot move \"%s\": %s", from, svc_lang_error(errno));
        free(from);
        free(to);
    }
}

/* The two change places at once, so there is no moment without a store; where the file system
 * cannot do that, one after the other. The old store never has a name that is swept. */
static void exchange(const char *beside, const char *store, const char *kept, bool there)
{
    move_rest(store, kept);
    bool named = there && rename(beside, kept) == 0;
    bool done = named && renameat2(AT_FDCWD, kept, AT_FDCWD, store, RENAME_EXCHANGE) == 0;
    if ((named && !done && rename(kept, beside) != 0) ||
        (!done && ((there && rename(store, kept) != 0) || rename(beside, store) != 0))) {
        svc_die(SVC_IO, "cannot put the backup in the place of \"%s\": %s", store,
                svc_lang_error(errno));
    }
    svc_err_fate("the backup is restored");
    admin_sync_directory(store);
}

static char *kept_name(const char *store)
{
    char when[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), when);
    char *what = svc_format("before-restore-%.4s%.2s%.2s-%.2s%.2s%.2s", when, when + 5, when + 8,
                            when + 11, when + 14, when + 17);
    char *name = admin_free_name(store, what);
    free(what);
    return name;
}

int admin_restore(struct svc_call *call)
{
    const char *file = admin_backup_file(call, _("the backup"));
    const char *store = svc_call_store();
    struct stat st;
    int lock;
    svc_err_fate("nothing was applied");
    admin_needs_file(call, store);
    refuse_itself(file, store);
    bool present = asks_present(call, store);
    char *beside = admin_temporary(store);
    struct svc_db *backup = open_backup(file, store);
    if (!present) {
        call->actor = svc_actor_known(backup, true);
        admin_needs_admin(call);
    }
    admin_copy(backup, beside);
    svc_db_close(backup);
    if (!svc_lock_enter(store, &lock))
        svc_die(errno == EAGAIN ? SVC_BUSY : SVC_CONFIG, "cannot lock \"%s.lock\": %s", store,
                errno == EAGAIN ? _("another writer holds the store\ntry again") : svc_lang_error(errno));
    char *kept = kept_name(store);
    bool there = lstat(store, &st) == 0;
    call->db = svc_db_open(beside, SVC_DB_WRITE);
    if (!present)
        call->actor = svc_actor_known(call->db, true);
    tell(call, file, there ? kept : NULL);
    svc_db_close(call->db);
    call->db = NULL;
    exchange(beside, store, kept, there);
    svc_lock_leave(lock);
    if (svc_call_talks() && there)
        svc_warn("restored \"%s\"; the store before is kept as \"%s\"", file, kept);
    else if (svc_call_talks())
        svc_warn("restored \"%s\"", file);
    free(kept);
    return svc_finish(call);
}
