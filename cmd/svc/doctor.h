/* svc doctor [--host] [-v]: one line for each thing that is wrong on this machine, with what to do about it. */
#ifndef DOCTOR_H
#define DOCTOR_H

/* The words behind `doctor`. Returns the status to end with. */
int doctor(int count, char **words);

#endif
