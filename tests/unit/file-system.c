/* Which file systems may hold a store: the judgement alone, since nothing here can be mounted. */
#include <stdio.h>
#include <string.h>

#include "../../lib/store/sqlite.h"
#include "svc/db.h"
#include "tap.h"

struct kind {
    uint32_t type; /* as the kernel's linux/magic.h has it */
    const char *name;
};

static const struct kind refused[] = {
    { 0x6969, "NFS" },      { 0x517b, "SMB" },      { 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB2" },
    { 0x00c36400, "Ceph" }, { 0x5346414f, "AFS" },  { 0x6b414653, "AFS" },  { 0x73757245, "Coda" }
};
static const struct kind doubted[] = { { 0x65735546, "FUSE" }, { 0x01021997, "9p" } };
static const struct kind taken[] = {
    { 0xef53, "ext4" },          { 0x58465342, "xfs" },     { 0x9123683e, "btrfs" },
    { 0x01021994, "tmpfs" },     { 0x794c7630, "overlay" }, { 0x2fc12fc1, "zfs" },
    { 0x858458f6, "ramfs" },     { 0x52654973, "reiserfs" }, { 0x3153464a, "jfs" },
    { 0xf2f52010, "f2fs" },      { 0xca451a4e, "bcachefs" }
};
#define COUNT(list) (sizeof list / sizeof *list)

static char *named(const char *name, const char *what)
{
    static char text[80];
    snprintf(text, sizeof text, "%s %s", name, what);
    return text;
}

static void test_refused(const struct kind *kind)
{
    char want[160];
    struct svc_sqlite conn = { .path = NULL };
    struct svc_db_error error = { .code = SVC_OK };
    snprintf(want, sizeof want, "\"/mnt/svc.db\" is on %s, where locks do not hold\n"
                                "keep the store on a local disk", kind->name);
    ok(!svc_sqlite_file_system(&conn, "/mnt/svc.db", kind->type, &error), "%s",
       named(kind->name, "is refused"));
    is_int(error.code, SVC_CONFIG, named(kind->name, "with 78"));
    is_str(error.text, want, named(kind->name, "with its name and the remedy"));
    svc_db_trust_filesystem(true);
    ok(!svc_sqlite_file_system(&conn, "/mnt/svc.db", kind->type, &error), "%s",
       named(kind->name, "is refused also when trust is asked for"));
    svc_db_trust_filesystem(false);
}

static void test_doubted(const struct kind *kind)
{
    char path[] = "/mnt/svc.db", want[160];
    struct svc_sqlite conn = { .path = path };
    struct svc_db_error error = { .code = SVC_OK };
    snprintf(want, sizeof want,
             "\"/mnt/svc.db\" is on %s, whose locks are unknown\n"
             "keep the store on a local disk, or see svc-admin init --trust-filesystem",
             kind->name);
    ok(svc_sqlite_file_system(&conn, path, kind->type, &error), "%s",
       named(kind->name, "is not refused for its type"));
    is_str(conn.doubt, kind->name, named(kind->name, "needs trust"));
    ok(!svc_sqlite_trusted(&conn, "local", NULL, &error), "%s",
       named(kind->name, "is refused without it"));
    is_int(error.code, SVC_CONFIG, named(kind->name, "with 78"));
    is_str(error.text, want, named(kind->name, "with its name and the remedy"));
    ok(!svc_sqlite_trusted(&conn, "local", "0", &error), "%s",
       named(kind->name, "is refused when the store says no"));
    ok(svc_sqlite_trusted(&conn, "local", "1", &error), "%s",
       named(kind->name, "is taken when the store says so"));
    svc_db_trust_filesystem(true);
    ok(svc_sqlite_trusted(&conn, NULL, NULL, &error), "%s",
       named(kind->name, "is taken when its making says so"));
    svc_db_trust_filesystem(false);
}

static void test_taken(const struct kind *kind)
{
    char path[] = "/var/svc.db";
    struct svc_sqlite conn = { .path = path };
    struct svc_db_error error = { .code = SVC_OK };
    ok(svc_sqlite_file_system(&conn, path, kind->type, &error) && !conn.doubt &&
           svc_sqlite_trusted(&conn, "local", NULL, &error),
       "%s", named(kind->name, "is taken"));
}

int main(void)
{
    for (size_t i = 0; i < COUNT(refused); i++)
        test_refused(&refused[i]);
    for (size_t i = 0; i < COUNT(doubted); i++)
        test_doubted(&doubted[i]);
    for (size_t i = 0; i < COUNT(taken); i++)
        test_taken(&taken[i]);
    return done_testing();
}
