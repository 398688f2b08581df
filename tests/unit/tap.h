/* tap: what a unit test needs to speak TAP. Include it once per program; end main with
 * `return done_testing();`. */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

/* One test line; a failure is told again on stderr. Returns `pass`. */
__attribute__((format(printf, 2, 3)))
static inline bool ok(bool pass, const char *fmt, ...)
{
    char name[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(name, sizeof name, fmt, args);
    va_end(args);
    tap_run++;
    printf("%s %d - %s\n", pass ? "ok" : "not ok", tap_run, name);
    if (!pass) {
        tap_failed++;
        fflush(stdout);
        fprintf(stderr, "# failed: %s\n", name);
    }
    return pass;
}

/* Equal numbers, equal texts (NULL equals only NULL). */
static inline bool is_int(long long got, long long want, const char *name)
{
    return ok(got == want, "%s", name) ||
           (fprintf(stderr, "#   got %lld, want %lld\n", got, want), false);
}

static inline bool is_str(const char *got, const char *want, const char *name)
{
    return ok(got && want ? strcmp(got, want) == 0 : got == want, "%s", name) ||
           (fprintf(stderr, "#   got \"%s\", want \"%s\"\n", got ? got : "(null)",
                    want ? want : "(null)"), false);
}

/* A test that is left out, and why. */
static inline void skip(const char *name, const char *why)
{
    printf("ok %d - %s # SKIP %s\n", ++tap_run, name, why);
}

/* Prints the plan; the exit code of main. */
static inline int done_testing(void)
{
    printf("1..%d\n", tap_run);
    return tap_failed > 0;
}

#endif
