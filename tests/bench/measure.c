/* measure COMMAND...: runs it with its output thrown away, prints seconds of wall time and the
 * peak memory in KiB. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct timespec from, until;
    struct rusage usage;
    int status;
    if (argc < 2)
        return 2;
    clock_gettime(CLOCK_MONOTONIC, &from);
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status))
        return 1;
    clock_gettime(CLOCK_MONOTONIC, &until);
    fprintf(stderr, "%.6f %ld\n",
            (double)(until.tv_sec - from.tv_sec) + (double)(until.tv_nsec - from.tv_nsec) / 1e9,
            usage.ru_maxrss);
    return WEXITSTATUS(status);
}
