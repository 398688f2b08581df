/* fuzz: what the harnesses share.
 *
 * libFuzzer calls LLVMFuzzerTestOneInput with bytes of its own making, again and again in one process.
 * A harness gives them to a part of the library and holds what comes of it to what the part's header
 * promises: MUST ends the process as a finding. err.c and input.c stand in for what would end the
 * process or ask the system.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition) ((condition) ? (void)0 : fuzz_found(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_found(const char *file, int line, const char *what);

/* Where svc_die comes back to. `if (fuzz_begin()) { … fuzz_end(); } else …`: the other branch runs
 * after a refusal. A refusal outside of both is a finding, and so is one that owns up to a bug. */
extern jmp_buf fuzz_refused;
extern bool fuzz_within;
#define fuzz_begin() (fuzz_within = true, setjmp(fuzz_refused) == 0)
#define fuzz_end() ((void)(fuzz_within = false))

/* The bytes that read(2) and svc_file_read give; see input.c. `pieces` not 0: in pieces that follow
 * from it, some of them a byte long. The bytes are borrowed. */
int fuzz_file(const void *bytes, size_t len, unsigned pieces);
extern int (*fuzz_open)(const char *path); /* a descriptor of fuzz_file, or -1 with errno set */
void fuzz_forget_files(void);

/* A number that follows from `*state` alone, and the next state. */
static inline unsigned fuzz_next(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

#endif
