/* flush: included before every file of a build for coverage. What leaves by _exit, or ends itself by a
 * signal, counts too; exec is seen to by the compiler, and what another process kills is lost. */
#ifndef COVERAGE_FLUSH_H
#define COVERAGE_FLUSH_H

#include <signal.h>
#include <unistd.h>

void __gcov_dump(void);
void __gcov_reset(void);
#define _exit(code) (__gcov_dump(), _exit(code))
#define raise(signal_no) (__gcov_dump(), __gcov_reset(), raise(signal_no))

#endif
