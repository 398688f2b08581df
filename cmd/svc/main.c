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

/* The nouns, a line each, with what stands before and behind each. */
static void list_nouns(const char *before, const char *behind)
{
    struct dirent **tools;
    char *folder = svc_installed_tools();
    int count = folder ? scandir(folder, &tools, is_tool, alphasort) : 0;
    for (int i = 0; i < count; i++)
        printf("%s%s%s\n", before, tools[i]->d_name + 4, behind);
}

static int told(void)
{
    if (fflush(stdout) != 0 || fclose(stdout) != 0)
        svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
    return SVC_OK;
}

static int help(void)
{
    fputs(_("usage: svc NOUN VERB [OPERAND...] [options]\n"
            "service management of a city-gas company\n\nnouns:\n"), stdout);
    list_nouns("  ", "");
    fputs(_("\nsvc NOUN --help tells its verbs; svc doctor what is missing; man svc the whole story\n"), stdout);
    return told();
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
    if ((strcmp(argv[1], "help") == 0 && argc > 2) || (strcmp(argv[1], "--complete") == 0 && argc > 3)) {
        char *noun = argv[2]; /* svc help complaint due is svc complaint help due */
        argv[2] = argv[1];
        argv[1] = noun;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return help();
    if (strcmp(argv[1], "--version") == 0) {
        printf("svc %s\n", SVC_VERSION);
        return told();
    }
    if (strcmp(argv[1], "--complete") == 0 && argc <= 3) { /* what begins otherwise the shell leaves out */
        list_nouns("", "\t");
        return told();
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
