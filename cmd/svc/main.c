/* svc: runs `svc NOUN VERB …` as svc-NOUN, from beside itself or from PATH. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/word.h"

static int is_tool(const struct dirent *entry)
{
    return strncmp(entry->d_name, "svc-", 4) == 0;
}

static int help(void)
{
    struct dirent **tools;
    char *folder = svc_installed_tools();
    int count = folder ? scandir(folder, &tools, is_tool, alphasort) : 0;
    fputs(_("usage: svc NOUN VERB [OPERAND...] [options]\n"
            "service management of a city-gas company\n\nnouns:\n"), stdout);
    for (int i = 0; i < count; i++)
        printf("  %s\n", tools[i]->d_name + 4);
    fputs(_("\nsvc NOUN --help tells its verbs; svc doctor what is missing; man svc the whole story\n"), stdout);
    if (fflush(stdout) != 0 || fclose(stdout) != 0)
        svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
    return SVC_OK;
}

static _Noreturn void unknown(const char *noun)
{
    struct dirent **tools;
    struct svc_buf nouns = { 0 };
    char *folder = svc_installed_tools();
    int count = folder ? scandir(folder, &tools, is_tool, alphasort) : 0;
    for (int i = 0; i < count; i++)
        svc_buf_printf(&nouns, "%s%s", i ? "|" : "", tools[i]->d_name + 4);
    const char *near = svc_word_meant(svc_buf_text(&nouns), noun);
    if (near)
        svc_die(SVC_USAGE, "unknown noun \"%s\"\ndid you mean svc %s?", noun, near);
    svc_die(SVC_USAGE, "unknown noun \"%s\"\ntry svc --help", noun);
}

int main(int argc, char **argv)
{
    svc_err_tool("svc");
    svc_lang_begin(svc_installed);
    if (argc < 2)
        svc_die(SVC_USAGE, "no noun\ntry svc --help");
    if (strcmp(argv[1], "help") == 0 && argc > 2) {
        char *noun = argv[2]; /* svc help complaint due is svc complaint help due */
        argv[2] = argv[1];
        argv[1] = noun;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        return help();
    if (strcmp(argv[1], "--version") == 0) {
        printf("svc %s\n", SVC_VERSION);
        if (fflush(stdout) != 0 || fclose(stdout) != 0)
            svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
        return SVC_OK;
    }
    if (strcmp(argv[1], "doctor") == 0)
        return doctor(argc - 2, argv + 2);
    if (strchr(argv[1], '/') || argv[1][0] == '-')
        unknown(argv[1]);
    char *name = svc_format("svc-%s", argv[1]);
    char *folder = svc_installed_tools();
    char *beside = svc_format("%s/%s", folder ? folder : ".", name);
    execv(beside, argv + 1);
    argv[1] = name;
    execvp(name, argv + 1);
    unknown(name + 4);
}
