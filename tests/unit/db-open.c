/* Opening a store: what is made, what is set, and everything that is refused with its remedy. */
#include <errno.h>
#include <sys/resource.h>

#include "store.h"

static void open_read(const char *path)
{
    svc_db_close(svc_db_open(path, SVC_DB_READ));
}

/* The machine has no descriptor left for it: not a matter of setting something right. */
static void open_in_need(const char *path)
{
    const struct rlimit none = { 3, 3 };
    must(setrlimit(RLIMIT_NOFILE, &none));
    open_read(path);
}

static void open_write(const char *path)
{
    svc_db_close(svc_db_open(path, SVC_DB_WRITE));
}

static void open_upgrade(const char *path)
{
    svc_db_close(svc_db_open(path, SVC_DB_UPGRADE));
}

static void create(const char *path)
{
    svc_db_close(svc_db_open(path, SVC_DB_CREATE));
}

static void create_and_die(const char *path)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_die(SVC_REFUSED, "changed my mind");
}

static int mode_of(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1;
}

/* The first value of a query by hand, as a number. */
static int raw(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    sqlite3_open(path, &db);
    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    sqlite3_step(stmt);
    int n = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static void test_making(void)
{
    char *path = svc_format("%s/a/b/svc.db", home);
    mode_t old = umask(0);
    struct svc_db *db = svc_db_open("a/b/svc.db", SVC_DB_CREATE);
    umask(old);
    is_str(svc_db_where(db), path, "a relative path is made absolute");
    is_int(mode_of("a"), 0700, "missing directories are 0700");
    is_int(mode_of("a/b"), 0700, "all of them");
    is_int(mode_of("a/b/svc.db"), 0600, "the file is 0600 whatever the umask");
    is_int(svc_db_schema(db), -1, "it has no schema");
    svc_migrate(db);
    is_int(svc_migrate(db), 0, "it is applied once");
    is_int(svc_db_schema(db), svc_schema_known(), "it has this version's schema");
    svc_db_close(db);
    is_int(raw("a/b/svc.db", "PRAGMA page_size"), 16384, "pages of 16 KiB");
    is_int(raw("a/b/svc.db", "PRAGMA application_id"), 0x53564331, "it says whose it is");
    ok(!exists("a/b/svc.db-journal"), "no journal is left");

    open_read("a/b/svc.db");
    open_write(path);
    ok(true, "it opens for reading and writing");
    dies(create, "a/b/svc.db", 78, "nothing is ever overwritten", "an existing file is refused");
    is_int(raw("a/b/svc.db", "SELECT count(*) FROM meta"), 2, "and left alone");

    dies(create_and_die, "a/b/new.db", 4, "changed my mind", "the making is broken off");
    ok(!exists("a/b/new.db") && !exists("a/b/new.db-journal") && !exists("a/b/new.db.lock"),
       "nothing is left of it");
    free(path);
}

static void test_paths(void)
{
    dies(open_read, "none.db", 78, "run svc-admin init first", "a missing store");
    dies(open_read, "no/where.db", 78, "run svc-admin init first", "a missing directory");
    dies(open_read, "", 78, "give the path", "an empty path");
    dies(open_read, "a/", 78, "give the path", "a directory's path");
    dies(open_read, "a", 78, "not a regular file", "a directory");
    dies(open_read, "file:a/b/svc.db", 78, "is a URI, not a path", "a URI");
    dies(create, "file:x.db?mode=memory", 78, "is a URI, not a path", "a URI for a new store");
    dies(open_read, "postgresql://host/svc", 69, "is not installed", "PostgreSQL without its plug-in");
    ok(!exists("none.db") && !exists("no"), "a refused open makes nothing");

    must(mkfifo("fifo.db", 0600));
    dies(open_read, "fifo.db", 78, "not a regular file", "a FIFO");
    must(symlink("a/b/svc.db", "link.db"));
    dies(open_read, "link.db", 78, "is a symbolic link", "a symbolic link");
    dies(create, "link.db", 78, "exists already", "a symbolic link where a store shall be made");
    must(symlink("a/b", "way"));
    open_read("way/svc.db");
    ok(true, "a symbolic link to the directory is good");
    dies(open_in_need, "a/b/svc.db", 74, "Too many open files", "a machine without descriptors");
}

static void test_owner_and_mode(void)
{
    const char *path = "a/b/svc.db";
    must(link(path, "a/b/second.db"));
    dies(open_read, path, 78, "remove the other name", "a hard link");
    unlink("a/b/second.db");
    must(chmod(path, 0640));
    dies(open_read, path, 78, "run chmod 600", "a file others can read");
    must(chmod(path, 0600));
    must(chmod("a/b", 0770));
    dies(open_read, path, 78, "run chmod go-w", "a directory the group can write");
    dies(create, "a/b/c.db", 78, "run chmod go-w", "also for a new store");
    must(chmod("a/b", 01777));
    dies(open_read, path, 78, "a directory of your own", "a sticky directory like /tmp");
    must(chmod("a/b", 0755));
    open_read(path);
    ok(true, "a directory others can read is good");
    if (geteuid() != 0) {
        skip("another owner", "needs root");
        return;
    }
    must(chown(path, 65534, (gid_t)-1));
    dies(open_read, path, 78, "run this as the store's owner", "another owner's file");
    must(chown(path, 0, (gid_t)-1));
    must(chown("a/b", 65534, (gid_t)-1));
    dies(open_read, path, 78, "belongs to another user", "another owner's directory");
    must(chown("a/b", 0, (gid_t)-1));
}

static void test_content(void)
{
    FILE *f = fopen("text.db", "w");
    for (int i = 0; i < 1000; i++)
        fputs("no,received_at\n", f);
    fclose(f);
    must(chmod("text.db", 0600));
    dies(open_read, "text.db", 78, "is not a store of svc", "a text file");
    by_hand("other.db", "CREATE TABLE meta (name TEXT, value TEXT)");
    must(chmod("other.db", 0600));
    dies(open_read, "other.db", 78, "is not a store of svc", "somebody else's database");
    close(open("empty.db", O_CREAT | O_WRONLY, 0600));
    dies(open_read, "empty.db", 78, "remove it and run svc-admin init", "an empty file");

    char *known = svc_format("UPDATE meta SET value = %d WHERE name = 'schema'",
                             svc_schema_known());
    by_hand("a/b/svc.db", "UPDATE meta SET value = 9999 WHERE name = 'schema'");
    dies(open_read, "a/b/svc.db", 78, "made by a newer svc", "a newer schema, for reading");
    dies(open_upgrade, "a/b/svc.db", 78, "made by a newer svc", "and for an upgrade");
    by_hand("a/b/svc.db", known);
    open_write("a/b/svc.db");
    free(known);

    by_hand("a/b/svc.db", "INSERT INTO meta VALUES ('mode', 'host')");
    dies(open_read, "a/b/svc.db", 78, "run chmod 700", "a host's store in an open directory");
    must(chmod("a/b", 0700));
    open_read("a/b/svc.db");
    ok(true, "in a closed one it is good");
    by_hand("a/b/svc.db", "PRAGMA journal_mode = WAL; PRAGMA user_version = 1");
    open_read("a/b/svc.db");
    is_int(raw("a/b/svc.db", "SELECT 1 FROM pragma_journal_mode WHERE journal_mode = 'delete'"), 1,
           "a store turned to WAL by hand is turned back");
}

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    test_making();
    test_paths();
    test_owner_and_mode();
    test_content();
    return done_testing();
}
