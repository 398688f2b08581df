/* svc doctor [--host] [-v]: one line for each thing that is wrong on this machine, with what to do about it. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include <stdbool.h>

/* The words behind `doctor`. Returns the status to end with. */
int doctor(int count, char **words);

/* A line of what is wrong, and with -v one of what was looked at. */
void doctor_wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void doctor_looked(const char *at);

/* What a program prints, NULL where it failed; the first line of why is then in `*why`. Both are to be freed. */
char *doctor_run(char *const words[], char **why);

/* Looks for the jobs of this machine that keep the store. */
void doctor_jobs(const char *store);

#endif
