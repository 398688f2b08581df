/* forge: a person's side of a host's tool that means harm, for tests/story/host.bats.
 *
 *     forge HOW USER TOOL [WORD...]
 *
 * Runs TOOL through sudo as USER, as a tool does, with pipes that nobody reads as its output and
 * standard input as it is, hands over the words, unless HOW begins with `early-`, and then does to it what HOW
 * says: `silent` never answers, `signals` has the
 * kernel send SIGSTOP at whatever happens to any descriptor of its own, `flood` sends messages that
 * nobody asked for until no more fit, `many` answers with two descriptors, `cut` has credentials push
 * the descriptor out of its room, `stop` stops everything that it may; or the tool is started in a way that
 * means harm: `starved` of everything that a person can take from it, under the tightest limits that it takes,
 * at the lowest priority, with every signal ignored and blocked, `unasked` with an input that nobody writes to,
 * `full` with outputs that are full. It ends when its standard error
 * is closed by whoever started it, or the tool has ended. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINK = 3 };

static void interfere(int fd)
{
    fcntl(fd, F_SETSIG, SIGSTOP);
    fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK);
}

/* One message that brings `count` descriptors, and an answer without an error. */
static ssize_t give(int link, size_t count, int fd)
{
    enum { MOST = 4 };
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(MOST * sizeof(int))];
    } control = { .room = { 0 } };
    char bytes[24] = { 0 };
    int fds[MOST] = { fd, fd, fd, fd };
    struct iovec whole = { bytes, sizeof bytes };
    struct msghdr message = { .msg_iov = &whole, .msg_iovlen = 1 };
    if (count) {
        message.msg_control = control.room;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        control.head.cmsg_level = SOL_SOCKET;
        control.head.cmsg_type = SCM_RIGHTS;
        control.head.cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(&control.head), fds, count * sizeof(int));
    }
    return sendmsg(link, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* The next message; the descriptor that it brings, else -1. */
static int take(int link, ssize_t *len)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { .room = { 0 } };
    char bytes[8192];
    int fd = -1;
    struct iovec whole = { bytes, sizeof bytes };
    struct msghdr message = { .msg_iov = &whole, .msg_iovlen = 1, .msg_control = control.room,
                              .msg_controllen = sizeof control.room };
    *len = recvmsg(link, &message, 0);
    if (*len > 0 && message.msg_controllen >= CMSG_LEN(sizeof fd))
        memcpy(&fd, CMSG_DATA(&control.head), sizeof fd);
    return fd;
}

/* What the first question asks for: the words in a file, each with its NUL. */
static void give_words(int link, char *const *words)
{
    int fd = memfd_create("words", 0);
    for (; *words; words++)
        if (write(fd, *words, strlen(*words) + 1) < 0)
            return;
    give(link, 1, fd);
    close(fd);
}

static void harm(const char *how, int link, const int mine[], size_t count)
{
    int on = 1;
    if (strcmp(how, "signals") == 0) {
        interfere(link);
        for (size_t i = 0; i < count; i++)
            interfere(mine[i]);
    }
    while (strcmp(how, "flood") == 0 && give(link, 1, STDERR_FILENO) > 0)
        continue;
    if (strcmp(how, "many") == 0)
        give(link, 2, STDERR_FILENO);
    if (strcmp(how, "cut") == 0) {
        setsockopt(link, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
        give(link, 4, STDERR_FILENO);
    }
    if (strcmp(how, "stop") == 0)
        kill(-1, SIGSTOP); /* but for this process */
}

static void limit(enum __rlimit_resource of, rlim_t to)
{
    setrlimit(of, &(struct rlimit){ to, to });
}

/* Of the process that becomes sudo; what is refused it is asked for elsewhere. */
static void starve(void)
{
    sigset_t all;
    int score = open("/proc/self/oom_score_adj", O_WRONLY);
    if (score >= 0 && write(score, "1000", 4) == 4)
        close(score);
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_IGN);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    umask(0777);
    prctl(PR_SET_TIMERSLACK, 1000000000UL);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_STACK, 1 << 20);
    limit(RLIMIT_SIGPENDING, 0);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
    limit(RLIMIT_CORE, 0);
}

static void start_badly(const char *how, int idle)
{
    if (strcmp(how, "starved") == 0)
        starve();
    if (strcmp(how, "unasked") == 0)
        dup2(idle, STDIN_FILENO);
    if (strcmp(how, "full") == 0) {
        dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
        dup2(STDOUT_FILENO, STDERR_FILENO);
    }
}

int main(int argc, char **argv)
{
    int ends[2], out[2], err[2], idle[2];
    ssize_t len;
    if (argc < 4 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0 || pipe(out) != 0 || pipe(err) != 0 ||
        pipe(idle) != 0)
        return 2;
    pid_t tool = fork();
    if (tool == 0) {
        char *words[] = { "sudo", "-n", "-C", "4", "-u", argv[2], "--", argv[3], NULL };
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        int link = fcntl(ends[1], F_DUPFD, 10);
        start_badly(argv[1], idle[0]);
        dup2(link, LINK);
        execvp("sudo", words);
        _exit(127);
    }
    int link = take(ends[0], &len);
    const int mine[] = { STDIN_FILENO, out[0], out[1], err[0], err[1], ends[0], ends[1] };
    if (link < 0)
        return 3;
    bool early = strncmp(argv[1], "early-", 6) == 0;
    const char *how = early ? argv[1] + 6 : argv[1];
    if (!early && take(link, &len) < 0)
        give_words(link, argv + 4);
    harm(how, link, mine, sizeof mine / sizeof *mine);
    fprintf(stderr, "forged\n");
    for (struct pollfd told = { .fd = STDERR_FILENO };;) {
        if (waitpid(tool, NULL, WNOHANG) == tool || (poll(&told, 1, 50) > 0 && told.revents & (POLLERR | POLLHUP)))
            return 0;
        if (poll(&(struct pollfd){ .fd = link, .events = POLLIN }, 1, 0) > 0) {
            int fd = take(link, &len);
            if (fd >= 0)
                close(fd);
            if (len > 0)
                harm(how, link, mine, sizeof mine / sizeof *mine);
        }
    }
}
