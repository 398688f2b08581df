/* help: what a command and its verbs say of themselves, on standard output. */
#ifndef SVC_HELP_H
#define SVC_HELP_H

#include "svc/call.h"

void svc_help_command(const struct svc_command *command);

/* Of one verb, with the columns of `reg` where its options follow from them. */
void svc_help_verb(const struct svc_command *command, const struct svc_verb *verb,
                   const struct svc_register *reg);

/* True when one of the words before any `--` asks for it: --help, or -h, a letter that no option has. */
bool svc_help_asked(int argc, char **argv);

/* A command with several registers, or with verbs on anything else, has its register named. */
bool svc_names_registers(const struct svc_command *command);

#endif
