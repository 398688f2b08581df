/* measure COMMAND...: runs it with its output thrown away, prints seconds of wall time, the peak memory in KiB
 * and the seconds of the processor, its own and the system's for it. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval of)
{
    return (double)of.tv_sec + (double)of.tv_usec / 1e6;
}

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
    fprintf(stderr, "%.6f %ld %.6f\n",
            (double)(until.tv_sec - from.tv_sec) + (double)(until.tv_nsec - from.tv_nsec) / 1e9,
            usage.ru_maxrss, seconds(usage.ru_utime) + seconds(usage.ru_stime));
    return WEXITSTATUS(status);
}
