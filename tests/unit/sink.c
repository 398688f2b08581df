#include "svc/sink.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>

#include "sheet-file.h"
#include "tap.h"

static char folder[] = "/tmp/svc-sink-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *content, mode_t mode)
{
    int fd = open(in_folder(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, content, strlen(content)) < 0 || fchmod(fd, mode) != 0)
        abort();
    close(fd);
}

static void is_file(const char *name, const char *want, mode_t mode)
{
    struct svc_buf got = { 0 };
    struct stat st = { 0 };
    int fd = open(in_folder(name), O_RDONLY | O_CLOEXEC);
    load(fd, &got);
    fstat(fd, &st);
    close(fd);
    is_str(svc_buf_text(&got), want, name);
    ok((st.st_mode & 07777) == mode, "%s: mode %04o", name, (unsigned)st.st_mode & 07777);
    svc_buf_free(&got);
}

static int entries(void)
{
    int n = 0;
    DIR *dir = opendir(folder);
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n - 2;
}

static void write_file(const char *name, const char *content)
{
    struct svc_sink *sink = svc_sink_open(in_folder(name));
    ok(!svc_sink_is_terminal(sink), "%s is no terminal", name);
    svc_sink_put(sink, content, strlen(content));
    ok(svc_sink_close(sink), "%s is written", name);
}

/* A sink takes no place that another one will take, nor one that is read. */
static void test_places(void)
{
    put("input", "read", 0600);
    put("output", "was", 0600);
    /* both stay open to the end: the inode of a file that is gone is given to the next one */
    static int fd, again, fresh;
    fd = open(in_folder("input"), O_RDONLY | O_CLOEXEC);
    struct svc_sink *sink = svc_sink_open(in_folder("output"));
    ok(svc_sink_spare(fd), "an input beside an output");
    ok(!svc_sink_open(in_folder("input")) && errno == ETXTBSY, "no sink for an input");
    ok(!svc_sink_open_new(in_folder("input")) && errno == ETXTBSY, "nor a new one");
    ok(!svc_sink_open(in_folder("./output")) && errno == ETXTBSY, "nor a second for an output");
    again = open(in_folder("output"), O_RDONLY | O_CLOEXEC);
    ok(!svc_sink_spare(again), "what will be replaced is not read");
    svc_sink_put(sink, "is", 2);
    ok(svc_sink_close(sink), "output is written");
    is_file("output", "is", 0600);
    is_file("input", "read", 0600);
    sink = svc_sink_open(in_folder("fresh"));
    ok(!svc_sink_open_new(in_folder("fresh")) && errno == ETXTBSY, "nor a second for a new file");
    ok(svc_sink_close(sink) && svc_sink_open(in_folder("fresh")), "one after the other is none");
    fresh = open(in_folder("fresh"), O_RDONLY | O_CLOEXEC);
    ok(fresh >= 0, "the new file is there");
    unlink(in_folder("input"));
    unlink(in_folder("output"));
    unlink(in_folder("fresh"));
}

static void test_files(void)
{
    umask(027);
    write_file("new", "one\n");
    is_file("new", "one\n", 0640);

    put("old", "old\n", 0604);
    struct svc_sink *sink = svc_sink_open(in_folder("old"));
    svc_sink_put(sink, "new\n", 4);
    is_file("old", "old\n", 0604);
    ok(svc_sink_close(sink), "old is replaced");
    is_file("old", "new\n", 0604);

    if (symlink("old", in_folder("link")) != 0)
        abort();
    write_file("link", "through\n");
    struct stat st;
    ok(lstat(in_folder("link"), &st) == 0 && S_ISLNK(st.st_mode), "a link stays a link");
    is_file("old", "through\n", 0604);

    sink = svc_sink_open(in_folder("large"));
    size_t size = 0;
    for (size_t i = 0; i < 100; i++, size += 10007) {
        char bytes[10007];
        memset(bytes, 'x', sizeof bytes);
        svc_sink_put(sink, bytes, sizeof bytes);
    }
    char *block = calloc(1, 600000);
    svc_sink_put(sink, block, 600000);
    free(block);
    ok(svc_sink_close(sink), "large is written");
    ok(stat(in_folder("large"), &st) == 0 && (size_t)st.st_size == size + 600000, "all of it");
    is_int(entries(), 4, "nothing else is left");
}

/* Runs in a child what does not come back; returns how it ended. */
static int ended(void (*run)(const char *), const char *name)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
        dup2(null, STDERR_FILENO);
        run(name);
        exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct svc_sink *volatile abandoned; /* so that no leak is seen */

static void abandon(const char *name)
{
    abandoned = svc_sink_open(in_folder(name));
    svc_sink_put(abandoned, "half", 4);
    exit(3);
}

static void open_only(const char *name)
{
    if (geteuid() == 0 && setuid(65534) != 0)
        exit(99);
    exit(svc_sink_open(in_folder(name)) ? 0 : 74);
}

static void test_refusals(void)
{
    put("kept", "kept\n", 0600);
    is_int(ended(abandon, "kept"), 3, "ended before the close");
    is_int(ended(abandon, "never"), 3, "ended before the close");
    is_file("kept", "kept\n", 0600);
    ok(access(in_folder("never"), F_OK) != 0, "no file where none was");

    put("readonly", "", 0444);
    chmod(folder, 0777);
    is_int(ended(open_only, "readonly"), 74, "a file that may not be written");
    is_int(ended(open_only, "none/file"), 74, "no such directory");
    is_int(ended(open_only, "kept/file"), 74, "not a directory");
    is_int(ended(open_only, "."), 74, "a directory");
    chmod(folder, 0700);
    is_int(entries(), 6, "nothing is left");

    struct svc_sink *sink = svc_sink_open(in_folder("gone"));
    svc_sink_put(sink, "x", 1);
    if (mkdir(in_folder("gone"), 0700) != 0)
        abort();
    ok(!svc_sink_close(sink) && errno == EISDIR, "the place was taken meanwhile");
    rmdir(in_folder("gone"));
    is_int(entries(), 6, "nothing is left");
}

static void test_fifo(void)
{
    if (mkfifo(in_folder("fifo"), 0600) != 0)
        abort();
    struct svc_sink *sink = svc_sink_open(in_folder("fifo"));
    svc_sink_put(sink, "through the fifo", 16);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char bytes[100] = "";
        int fd = open(in_folder("fifo"), O_RDONLY | O_CLOEXEC);
        ssize_t n = read(fd, bytes, sizeof bytes);
        _exit(n == 16 && strcmp(bytes, "through the fifo") == 0 ? 0 : 1);
    }
    ok(svc_sink_close(sink), "a FIFO is written");
    int status;
    waitpid(child, &status, 0);
    is_int(status, 0, "and its reader has it");
    struct stat st;
    ok(stat(in_folder("fifo"), &st) == 0 && S_ISFIFO(st.st_mode), "it stays a FIFO");
}

/* Puts `size` bytes on a standard output that is `fd`; the errno of the close, 0 if good. */
static int print(int fd, size_t size)
{
    char *bytes = calloc(1, size + 1);
    replace_stdout(fd);
    struct svc_sink *sink = svc_sink_open(NULL);
    for (size_t i = 0; i < size; i += 1000)
        svc_sink_put(sink, bytes + i, size - i < 1000 ? size - i : 1000);
    bool good = svc_sink_close(sink);
    int error = errno;
    restore_stdout();
    free(bytes);
    return good ? 0 : error;
}

static void test_stdout(void)
{
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    is_int(print(full, 1), ENOSPC, "a full disk");
    is_int(print(full, 3000000), ENOSPC, "a full disk, at once");
    is_int(print(full, 0), 0, "nothing fits a full disk");
    close(full);
    struct svc_sink *sink = svc_sink_open("/dev/full");
    svc_sink_put(sink, "x", 1);
    ok(!svc_sink_close(sink) && errno == ENOSPC, "a full device by name");

    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    replace_stdout(ends[1]);
    sink = svc_sink_open("-");
    char block[9000] = { 0 };
    for (int i = 0; i < 1000; i++)
        svc_sink_put(sink, block, sizeof block);
    int waiting = -1;
    ioctl(ends[0], FIONREAD, &waiting);
    pid_t child = fork();
    if (child == 0) {
        size_t total = 0;
        close(ends[1]);
        close(STDOUT_FILENO);
        close(real_stdout);
        for (ssize_t n; (n = read(ends[0], block, sizeof block)) > 0;)
            total += (size_t)n;
        _exit(total == 1000 * sizeof block ? 0 : 1);
    }
    bool good = svc_sink_close(sink);
    restore_stdout();
    close(ends[1]);
    is_int(waiting, 0, "a pipe gets nothing before the close");
    ok(good, "then it gets all");
    int status;
    waitpid(child, &status, 0);
    is_int(status, 0, "really all");
    close(ends[0]);

    signal(SIGPIPE, SIG_IGN);
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    close(ends[0]);
    is_int(print(ends[1], 10), EPIPE, "nobody reads");
    close(ends[1]);

    int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
    fflush(stdout);
    close(STDOUT_FILENO);
    sink = svc_sink_open(NULL);
    svc_sink_put(sink, "x", 1);
    good = svc_sink_close(sink);
    int error = errno;
    dup2(copy, STDOUT_FILENO);
    close(copy);
    ok(!good && error == EBADF, "a closed standard output");
}

/* Writes a file that must be new; the errno of the close. */
static int put_new(const char *name, const char *text)
{
    struct svc_sink *sink = svc_sink_open_new(in_folder(name));
    svc_sink_put(sink, text, strlen(text));
    return svc_sink_close(sink) ? 0 : errno;
}

static void abandon_new(const char *name)
{
    abandoned = svc_sink_open_new(in_folder(name));
    svc_sink_put(abandoned, "half", 4);
    exit(3);
}

static void open_new_only(const char *name)
{
    exit(svc_sink_open_new(in_folder(name)) ? 0 : 74);
}

static void test_new(void)
{
    umask(0);
    is_int(put_new("first", "one\n"), 0, "a new file");
    is_file("first", "one\n", 0600);
    is_int(put_new("first", "one\n"), 0, "the same bytes again");
    is_int(put_new("first", "one\ntwo\n"), EEXIST, "more bytes");
    is_int(put_new("first", "on"), EEXIST, "fewer bytes");
    is_int(put_new("first", ""), EEXIST, "no bytes");
    is_int(put_new("first", "onE\n"), EEXIST, "other bytes");
    is_file("first", "one\n", 0600);
    is_int(put_new(".", "x"), EEXIST, "a folder");
    if (symlink("nowhere", in_folder("dangling")) != 0)
        abort();
    is_int(put_new("dangling", "x"), EEXIST, "a link to nothing");
    ok(access(in_folder("nowhere"), F_OK) != 0, "it is not followed");
    if (mkfifo(in_folder("pipe"), 0600) != 0)
        abort();
    is_int(put_new("pipe", "x"), EEXIST, "a FIFO, and nobody waits for a writer");
    is_int(ended(abandon_new, "second"), 3, "ended before the close");
    ok(access(in_folder("second"), F_OK) != 0, "then there is no file");
    is_int(ended(open_new_only, "none/file"), 74, "no such directory");
    unlink(in_folder("first"));
    unlink(in_folder("dangling"));
    unlink(in_folder("pipe"));
    umask(022);
}

/* What waits for a reader can go elsewhere, again and again, and then be dropped. */
static void test_send(void)
{
    int ends[2];
    struct svc_buf out = { 0 };
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    replace_stdout(ends[1]);
    struct svc_sink *sink = svc_sink_open(NULL);
    svc_sink_put(sink, "waits", 5);
    int fd = file_of("", 0);
    bool sent = svc_sink_send(sink, fd) && svc_sink_send(sink, fd);
    svc_sink_drop(sink);
    bool closed = svc_sink_close(sink);
    restore_stdout();
    close(ends[1]);
    ok(sent && closed, "sent elsewhere and dropped");
    lseek(fd, 0, SEEK_SET);
    load(fd, &out);
    is_str(svc_buf_text(&out), "waitswaits", "it went there");
    svc_buf_clear(&out);
    load(ends[0], &out);
    is_str(svc_buf_text(&out), "", "and nowhere else");
    svc_buf_free(&out);
    close(fd);
    close(ends[0]);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_places();
    test_files();
    test_new();
    test_send();
    test_refusals();
    test_fifo();
    test_stdout();
    static const char *const left[] = { "new", "old", "link", "large", "kept", "readonly", "fifo" };
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        unlink(in_folder(left[i]));
    ok(rmdir(folder) == 0, "the folder is empty");
    return done_testing();
}
