/* child: another program, run between open files and waited for. */
#ifndef SVC_CHILD_H
#define SVC_CHILD_H

/* Runs words[0], looked for in PATH unless it holds a slash, with these as its standard input,
 * output and error and with this environment (NULL: the own one). Returns its status as waitpid
 * tells it; -1 with errno set when it could not be started. */
int svc_child_run(char *const words[], const int ends[3], char *const environment[]);

#endif
