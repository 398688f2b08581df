#include "confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/sanitized.h"

#if defined(__x86_64__)
enum { MACHINE = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { MACHINE = AUDIT_ARCH_AARCH64 };
#endif

enum { MEMORY = 64 * 1024 * 1024, SECONDS = 900 };
static const rlim_t OUTPUT = (rlim_t)9 << 30;

static void limit(enum __rlimit_resource what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) != 0)
        svc_die(SVC_IO, "cannot limit this program: %s", svc_lang_error(errno));
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > most)
        now.rlim_max = most;
    now.rlim_cur = now.rlim_cur == RLIM_INFINITY || now.rlim_cur > now.rlim_max ? now.rlim_max : now.rlim_cur;
    if (setrlimit(what, &now) != 0)
        svc_die(SVC_IO, "cannot limit this program: %s", svc_lang_error(errno));
}

/* Calls by the numbers of another machine are refused as well. A kernel that filters no calls leaves the other
 * limits. */
static void filter(void)
{
#if defined(__x86_64__) || defined(__aarch64__)
#define CALL(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (name), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
    static struct sock_filter calls[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        CALL(SYS_socket), CALL(SYS_socketpair), CALL(SYS_connect), CALL(SYS_bind), CALL(SYS_listen),
        CALL(SYS_accept), CALL(SYS_accept4), CALL(SYS_sendto), CALL(SYS_sendmsg), CALL(SYS_sendmmsg),
        CALL(SYS_execve), CALL(SYS_execveat), CALL(SYS_clone), CALL(SYS_clone3), CALL(SYS_ptrace),
        CALL(SYS_process_vm_writev), CALL(SYS_kill), CALL(SYS_tkill), CALL(SYS_io_uring_setup),
        CALL(SYS_renameat2), CALL(SYS_fchmodat), CALL(SYS_linkat), CALL(SYS_symlinkat),
#if defined(__x86_64__)
        CALL(SYS_fork), CALL(SYS_vfork), CALL(SYS_rename), CALL(SYS_chmod), CALL(SYS_link), CALL(SYS_symlink),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
    };
    struct sock_fprog program = { .len = sizeof calls / sizeof *calls, .filter = calls };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        svc_die(SVC_IO, "cannot limit this program: %s", svc_lang_error(errno));
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

void confine(void)
{
    if (!SVC_SANITIZED)
        limit(RLIMIT_DATA, MEMORY);
    limit(RLIMIT_CPU, SECONDS);
    limit(RLIMIT_FSIZE, OUTPUT);
    limit(RLIMIT_CORE, 0);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    filter();
}
