#include "svc/help.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/words.h"

static void say_all(const struct svc_buf *text)
{
    fwrite(text->data, 1, text->len, stdout);
    if (fflush(stdout) != 0)
        svc_die(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
}

void svc_help_verb(const struct svc_command *command, const struct svc_verb *verb,
                   const struct svc_register *reg)
{
    struct svc_buf out = { 0 };
    const char *operands = verb->operands ? verb->operands : "";
    size_t len = strlen(operands);
    while (len > 0 && operands[len - 1] == ' ')
        len--;
    svc_buf_printf(&out, _("usage: %s %s%s%.*s"), command->name, verb->name, len ? " " : "", (int)len,
                   operands);
    svc_opt_usage(verb->options, verb->requires, reg, &out);
    svc_buf_printf(&out, _(" [options]\n%s\n"), svc_tr(verb->help));
    if (verb->roles)
        svc_buf_printf(&out, _("needs one of the roles %s\n"), svc_words_told("verb.role", verb->roles));
    svc_buf_puts(&out, _("\noptions:\n"));
    svc_opt_help(verb->options, verb->requires, reg, &out);
    say_all(&out);
    svc_buf_free(&out);
}

bool svc_help_asked(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

bool svc_names_registers(const struct svc_command *command)
{
    return command->registers && command->registers[0] &&
           (command->registers[1] || command->name_register);
}

void svc_help_command(const struct svc_command *command)
{
    struct svc_buf out = { 0 };
    svc_buf_printf(&out, _("usage: %s VERB [OPERAND...] [options]\n%s\n\nverbs:\n"), command->name,
                   svc_tr(command->summary));
    for (const struct svc_verb *v = command->verbs; v->name; v++)
        svc_buf_printf(&out, "  %-14s %s\n", v->name, svc_tr(v->help));
    svc_buf_printf(&out, "  %-14s %s\n", "help", _("this list, or the options of one verb"));
    if (svc_names_registers(command)) {
        svc_buf_puts(&out, _("\nregisters:\n"));
        for (const struct svc_register *const *r = command->registers; *r; r++)
            svc_buf_printf(&out, "  %-14s %s\n", (*r)->name, svc_tr((*r)->help));
    }
    svc_buf_printf(&out, _("\n%s VERB --help tells a verb's options; man %s the whole story\n"),
                   command->name, command->name);
    say_all(&out);
    svc_buf_free(&out);
}
