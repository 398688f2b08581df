/* The writers' queue: it lets one in, hands on, tells who waits, gives up, and dies with its
 * process. */
#include <errno.h>
#include <signal.h>
#include <sys/file.h>

#include "store.h"
#include "svc/lock.h"

static void take_and_die(const char *store)
{
    int fd;
    if (svc_lock_enter(store, &fd))
        kill(getpid(), SIGKILL);
}

static void wait_long(const char *store)
{
    int fd;
    if (!svc_lock_wait(store, 10, 5000, &fd))
        exit(9);
    svc_lock_leave(fd);
}

static void give_up_soon(const char *store)
{
    int fd;
    exit(svc_lock_wait(store, 10, 400, &fd) ? 1 : errno == EAGAIN ? 75 : 2);
}

static void give_up_quietly(const char *store)
{
    int fd;
    exit(svc_lock_wait(store, 50, 20, &fd) ? 1 : 75);
}

static void put_into(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        exit(1);
    close(fd);
}

/* A child that was born with the descriptor must not keep the queue closed. */
static void hold_a_copy(const char *unused)
{
    (void)unused;
    pause();
}

int main(void)
{
    int fd, again, spare;
    struct stat st;
    make_home();

    svc_lock_sign("zhang", NULL);
    svc_lock_sign(NULL, "svc-complaint import");
    ok(svc_lock_enter("s", &fd), "the lock is free");
    ok(lstat("s.lock", &st) == 0 && (st.st_mode & 07777) == 0600, "its file has mode 0600");
    ok(fcntl(fd, F_GETFD) & FD_CLOEXEC, "no program run meanwhile inherits it");

    char *who = svc_format("waiting for the store: pid %ld (zhang, svc-complaint import) since ",
                           (long)getpid());
    dies(give_up_soon, "s", 75, who, "a second writer hears for whom it waits, and gives up");
    free(who);
    struct outcome often = in_child(give_up_soon, "s");
    is_int(strchr(often.err, '\n') == strrchr(often.err, '\n'), 1, "once, however long it waits");
    put_into("s.lock", "pid 7 (\033]0;x) since 09:00:05\n");
    dies(give_up_soon, "s", 75, "waiting for another writer…", "a line that is none is not printed");
    put_into("s.lock", "pid 7 (zh");
    dies(give_up_soon, "s", 75, "waiting for another writer…", "nor is half of one");
    put_into("s.lock", "");
    dies(give_up_soon, "s", 75, "waiting for another writer…", "nor nothing");
    struct outcome quiet = in_child(give_up_quietly, "s");
    is_int(quiet.code, 75, "a limit before the notice holds too");
    is_str(quiet.err, "", "and then nothing is said");

    struct child waiting = start_child(wait_long, "s");
    char first;
    bool told = read(waiting.err, &first, 1) == 1; /* it says that it waits */
    ok(told && waitpid(waiting.pid, NULL, WNOHANG) == 0, "the second writer waits");
    struct child copy = start_child(hold_a_copy, "");
    svc_lock_leave(fd);
    is_int(end_child(waiting).code, 0, "it is let in when the first leaves");
    ok(lstat("s.lock", &st) == 0 && st.st_size == 0, "nobody is named who holds it no more");
    kill(copy.pid, SIGKILL);
    end_child(copy);

    is_int(in_child(take_and_die, "s").code, -1, "a writer is killed");
    ok(svc_lock_wait("s", 10, 20, &again), "its lock went with it");
    svc_lock_leave(again);

    ok(symlink("s.lock", "link.lock") == 0 && !svc_lock_enter("link", &fd) && errno == ELOOP,
       "a symbolic link is no lock");
    ok(link("s.lock", "two.lock") == 0 && !svc_lock_enter("two", &fd) && errno == EINVAL,
       "nor is a file with another name, which would be written over");
    unlink("two.lock");
    ok(mkfifo("fifo.lock", 0600) == 0 && !svc_lock_enter("fifo", &fd) && errno == EINVAL,
       "nor is a FIFO");
    ok(!svc_lock_enter("nowhere/s", &fd) && errno == ENOENT, "a missing directory is told");
    spare = open(".", O_RDONLY);
    is_int(spare, again, "no descriptor is lost");
    return done_testing();
}
