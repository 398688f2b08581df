#include "svc/call.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "svc/actor.h"
#include "svc/again.h"
#include "svc/asked.h"
#include "svc/change.h"
#include "svc/closed.h"
#include "svc/closing.h"
#include "svc/complete.h"
#include "svc/err.h"
#include "svc/help.h"
#include "svc/host.h"
#include "svc/journal.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/look-up.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/number.h"
#include "svc/operation.h"
#include "svc/outputs.h"
#include "svc/parameter.h"
#include "svc/print.h"
#include "svc/proof.h"
#include "svc/record.h"
#include "svc/refusal.h"
#include "svc/server.h"
#include "svc/sink.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

static bool in_read, in_write, committed;
static bool within; /* a verb that runs as a step of another one's transaction */

/* A closed descriptor 0–2 would be given to the first file opened, the store among them. Data
 * for a closed standard output has nowhere to go: that is told before anything is done. */
static void fill_descriptors(void)
{
    bool closed = fcntl(STDOUT_FILENO, F_GETFD) < 0;
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY) != fd)
            _exit(SVC_IO);
    if (closed)
        svc_die(SVC_IO, "standard output is closed");
}

const char *svc_call_named(void)
{
    const char *where = getenv("SVC_DB");
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (where && *where)
        return where;
    if (access("/var/lib/svc", F_OK) == 0)
        return "/var/lib/svc/svc.db";
    if (data && *data)
        return svc_format("%s/svc/svc.db", data);
    return home && *home ? svc_format("%s/.local/share/svc/svc.db", home) : NULL;
}

const char *svc_call_store(void)
{
    static const char *store;
    if (!store) {
        store = svc_call_named();
        if (!store)
            svc_die(SVC_CONFIG, "no store is named\nset SVC_DB to the path of the store");
        svc_host_enter(store, svc_shared.as_of.given ? NULL : getenv("SVC_NOW"));
    }
    return store;
}

static void fix_now(void)
{
    const char *text = getenv("SVC_NOW");
    svc_when when;
    if (text && *text) {
        const char *why = svc_when_parse(text, &when);
        if (why)
            svc_die(SVC_USAGE, "SVC_NOW: %s", why);
        svc_now_set(when);
    }
}

/* -- the verb --------------------------------------------------------------------------- */

static const struct svc_verb *find_verb(const struct svc_command *command, const char *name)
{
    struct svc_buf names = { 0 };
    for (const struct svc_verb *v = command->verbs; v->name; v++) {
        if (strcmp(v->name, name) == 0)
            return v;
        svc_buf_printf(&names, "%s%s", names.len ? "|" : "", v->name);
    }
    const char *near = svc_word_meant(svc_buf_text(&names), name);
    if (near)
        svc_die(SVC_USAGE, "unknown verb \"%s\"\ndid you mean %s?", name, near);
    svc_die(SVC_USAGE, "unknown verb \"%s\"\ntry %s --help", name, command->name);
}

/* -- the register at hand ---------------------------------------------------------------- */

static const struct svc_register *named_register(const struct svc_command *command, const char *name)
{
    for (const struct svc_register *const *r = command->registers; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return *r;
    return NULL;
}

static _Noreturn void no_register(const struct svc_register *const *r, const char *verb, const char *name)
{
    struct svc_buf names = { 0 }, list = { 0 };
    for (; *r; r++) {
        svc_buf_word(&names, (*r)->name);
        svc_buf_printf(&list, "%s%s:%s", list.len ? "|" : "", (*r)->name, svc_chinese((*r)->one));
    }
    const char *near = name ? svc_word_meant(svc_buf_text(&list), name) : NULL;
    if (near)
        svc_die(SVC_USAGE, "no register \"%s\"; did you mean %s?\nname one of: %s", name, near, names.data);
    if (name)
        svc_die(SVC_USAGE, "no register \"%s\"\nname one of: %s", name, names.data);
    svc_die(SVC_USAGE, "%s needs a register\nname one of: %s", verb, names.data);
}

/* Takes the register's name, the first operand, out of the arguments, behind options or before them. Verbs
 * of their own (no REGISTER among their operands) work on the main register. */
static const struct svc_register *take_register(const struct svc_command *command, const struct svc_verb *verb,
                                                int *argc, char **argv)
{
    if (!svc_names_registers(command))
        return command->registers ? command->registers[0] : NULL;
    bool takes = verb->operands && strncmp(verb->operands, "REGISTER ", 9) == 0;
    int at = takes ? svc_opt_operand(verb->options, command->registers, *argc, argv) : *argc;
    const struct svc_register *reg = at < *argc ? named_register(command, argv[at]) : NULL;
    if (reg)
        memmove(argv + at, argv + at + 1, (size_t)(--*argc - at) * sizeof *argv);
    if (reg)
        return reg;
    if (takes && command->name_register)
        no_register(command->registers, verb->name, at < *argc ? argv[at] : NULL);
    return command->registers[0];
}

/* -- running ----------------------------------------------------------------------------- */

bool svc_call_holds(const struct svc_call *call, const char *roles)
{
    char role[64];
    const char *word;
    size_t len;
    while (svc_text_next(&roles, ';', &word, &len)) {
        memcpy(role, word, len < sizeof role ? len : sizeof role - 1);
        role[len < sizeof role ? len : sizeof role - 1] = '\0';
        if (call->actor.roles && svc_text_in(call->actor.roles, ';', role))
            return true;
    }
    return false;
}

/* Personal data is shown whole to some roles, for a reason, and never unrecorded: the event is
 * committed before the first byte goes out. */
static void grant_personal(struct svc_call *call)
{
    svc_mask_judge(call);
    if (!svc_shared.reason || !*svc_shared.reason)
        svc_die(SVC_USAGE, "--pii full needs a reason\nadd --reason TEXT");
    svc_begin_write(call->db);
    svc_actor_judge(call, true);
    svc_change_event(call, NULL, NULL, "{\"pii\":\"full\"}");
    svc_commit(call->db, call->actor.login, call->op_id);
}

static void begin_reading(struct svc_call *call)
{
    svc_begin_read(call->db);
    in_read = true;
}

void svc_call_wait(struct svc_call *call, bool waits)
{
    if (in_read && waits)
        svc_end_read(call->db);
    if (!in_read || waits)
        return;
    svc_begin_read(call->db);
    svc_actor_judge(call, svc_shared.pii != NULL); /* who waited may have left meanwhile */
    svc_mask_judge(call);
}

/* Every register of the command, in one snapshot. */
static void prove_registers(struct svc_call *call)
{
    const struct svc_register *const *reg = call->command->registers;
    svc_begin_read(call->db);
    for (; reg && *reg; reg++)
        svc_register_prove(call->db, *reg);
    svc_end_read(call->db);
}

/* Where nobody has chosen a language, the company has. */
static void take_language(struct svc_db *db)
{
    if (!svc_lang_open())
        return;
    char *name = svc_parameter(db, "language", NULL);
    svc_lang_stored(name);
    free(name);
}

/* A template is for anybody, with the store's words or those of the pack that came with the tools. */
static void open_words(struct svc_call *call)
{
    const char *store = svc_call_named() ? svc_call_store() : NULL;
    if (!store || (!svc_server_has(store) && access(store, R_OK) != 0))
        return;
    call->db = svc_db_open(store, SVC_DB_READ);
    take_language(call->db);
    svc_words_open(call->db);
    svc_closings_open(call->db);
}

static void open_store(struct svc_call *call)
{
    const struct svc_verb *verb = call->verb;
    bool personal = svc_shared.pii != NULL;
    bool reads = verb->need != SVC_NEED_WRITE, asked = svc_look_up_asked(call);
    call->db = svc_db_open(svc_call_store(), reads && !personal && !asked ? SVC_DB_READ : SVC_DB_WRITE);
    if (asked)
        svc_look_up_queue(call);
    if (reads && !personal) /* who asks is read in the same snapshot as what is asked for */
        begin_reading(call);
    take_language(call->db);
    if (!verb->doubts)
        prove_registers(call);
    svc_words_open(call->db);
    svc_closings_open(call->db);
    svc_opt_settle();
    svc_actor_judge(call, !reads || personal);
    if (personal)
        grant_personal(call);
    if (asked)
        svc_look_up_judge(call);
    if (!reads)
        signal(SIGPIPE, SIG_IGN);
    else if (personal)
        begin_reading(call);
    svc_named_options(call);
}

static const char *random_id(void)
{
    unsigned char bytes[8];
    struct svc_buf id = { 0 };
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        svc_die(SVC_IO, "no random numbers: %s", svc_lang_error(errno));
    for (size_t i = 0; i < sizeof bytes; i++)
        svc_buf_printf(&id, "%02x", bytes[i]);
    return svc_buf_take(&id);
}

/* Help is about the register that is named anywhere behind the verb, else about the main one. */
static const struct svc_register *help_register(const struct svc_command *command, int argc,
                                                char **argv)
{
    const struct svc_register *reg = NULL;
    for (int i = 0; i < argc && !reg && command->registers; i++)
        reg = named_register(command, argv[i]);
    return reg || !command->registers ? reg : command->registers[0];
}

static int run(const struct svc_command *command, const struct svc_verb *verb, int argc,
               char **argv)
{
    static struct svc_call call;
    call = (struct svc_call){ .command = command, .verb = verb };
    svc_lock_sign(NULL, svc_format("%s %s", command->name, verb->name));
    svc_err_fate(verb->need == SVC_NEED_WRITE ? "nothing was applied" : NULL);
    if (svc_help_asked(argc, argv)) {
        svc_help_verb(command, verb, help_register(command, argc, argv));
        return svc_finish(&call);
    }
    if (verb->need == SVC_NEED_WRITE)
        svc_sink_all_wait();
    call.reg = take_register(command, verb, &argc, argv);
    call.count = svc_opt_parse(verb->options, call.reg, argc, argv);
    svc_opt_require(verb->name, verb->requires);
    if (verb->saves && *verb->saves) {
        static struct svc_verb saving;
        saving = *verb;
        saving.need = SVC_NEED_WRITE;
        call.verb = verb = &saving;
        svc_err_fate("nothing was applied");
    }
    call.operand = argv;
    const char *takes = verb->operands ? verb->operands : "";
    if (call.count > 0 && (!*takes || strcmp(takes, "REGISTER ") == 0))
        svc_die(SVC_USAGE, "%s takes no operand: \"%s\"", verb->name, call.operand[0]);
    svc_outputs_check(&call, svc_call_named());
    if (svc_shared.as_of.given)
        svc_now_set(svc_shared.as_of.when);
    if (svc_shared.pii && strcmp(svc_shared.pii, "masked") == 0)
        svc_shared.pii = NULL;
    if (verb->need == SVC_NEED_WRITE || svc_shared.pii || svc_look_up_asked(&call))
        call.op_id = svc_shared.op_id ? svc_shared.op_id : random_id();
    if (verb->need == SVC_NEED_WORDS)
        open_words(&call);
    else if (verb->need != SVC_NEED_NOTHING)
        open_store(&call);
    svc_opt_periods();
    svc_asked_begin(&call);
    return verb->run(&call);
}

int svc_main(int argc, char **argv, const struct svc_command *command)
{
    svc_err_tool(command->name);
    svc_lang_begin(svc_installed);
    svc_server_plug_ins(svc_installed_program);
    svc_err_fate("nothing was applied"); /* until the verb is one that only reads */
    fill_descriptors();
    svc_host_begin(&argc, &argv);
    fix_now();
    if (argc < 2)
        svc_die(SVC_USAGE, "no verb\ntry %s --help", command->name);
    bool help = svc_help_asked(1, argv + 1) || strcmp(argv[1], "help") == 0;
    struct svc_call none = { .command = command };
    if (strcmp(argv[1], "--version") == 0) {
        printf("%s %s\n", command->name, SVC_VERSION);
        return svc_finish(&none);
    }
    if (help && argc > 2 && !svc_help_asked(1, argv + 2) && strcmp(argv[2], "help") != 0) {
        const struct svc_verb *verb = find_verb(command, argv[2]);
        svc_help_verb(command, verb, help_register(command, argc - 3, argv + 3));
        return svc_finish(&none);
    }
    if (help) {
        svc_help_command(command);
        return svc_finish(&none);
    }
    if (strcmp(argv[1], "--complete") == 0)
        return svc_complete(&none, argc - 2, argv + 2);
    if (argv[1][0] == '-')
        svc_die(SVC_USAGE, "a verb comes first, not \"%s\"\ntry %s --help", argv[1],
                command->name);
    return run(command, find_verb(command, argv[1]), argc - 2, argv + 2);
}

void svc_call_step(struct svc_call *call, const struct svc_verb *verb, char *no)
{
    struct svc_numbers numbers = { .no = &no, .count = 1 };
    struct svc_call step = *call;
    step.verb = verb;
    step.numbers = &numbers;
    step.count = 1;
    step.operand = &no;
    within = true;
    svc_named_options(&step);
    verb->run(&step);
    within = false;
}

int svc_finish(struct svc_call *call)
{
    if (within)
        return (int)svc_worst();
    if (in_read)
        svc_end_read(call->db);
    in_read = false;
    svc_look_up_keep_first(call);
    svc_print_end(call, committed);
    svc_look_up_keep(call);
    call->db = NULL; /* closed at exit */
    if (fflush(stdout) != 0 || ferror(stdout) || (close(STDOUT_FILENO) != 0 && errno != EBADF))
        svc_fail(SVC_IO, "cannot write the output: %s", svc_lang_error(errno));
    return (int)svc_worst();
}

/* It is answered as it was. */
static void replay(struct svc_call *call)
{
    svc_again_tell(call);
    svc_rollback(call->db);
    begin_reading(call);
    svc_again_answer(call);
    exit(svc_finish(call));
}

void svc_call_begin(struct svc_call *call)
{
    static bool begun; /* a later transaction of this very operation finds its own event */
    if (within)
        return;
    const char *takes = call->verb->operands;
    if (takes && *takes != '[' && strstr(takes, "...|-"))
        svc_call_numbers(call); /* no lock is held while standard input is waited for */
    svc_asked_end(call);
    svc_print_ready();
    svc_begin_write(call->db);
    if (call->actor.person) /* who may have left while an input, an answer or the lock was waited for */
        svc_actor_judge(call, true);
    if (!begun && call->op_digest && svc_operation_applied(call->db, call->actor.login, call->op_id))
        replay(call);
    begun = true;
    in_write = true;
}

void svc_call_commit(struct svc_call *call)
{
    if (!in_write || within)
        return;
    in_write = false;
    svc_err_keep(true); /* what follows the commit does not wait for a person who reads */
    bool bad = svc_worst() != SVC_OK && svc_worst() != SVC_PARTLY;
    bool applies = !bad && !svc_shared.dry_run;
    if (applies) {
        signal(SIGPIPE, SIG_IGN); /* of verbs, too, that open the store themselves */
        svc_number_save(call->db);
        if (call->op_digest)
            svc_operation_keep(call->db, call->actor.login, call->op_id, call->op_digest);
        svc_commit(call->db, call->actor.login, call->op_id);
        svc_err_fate("the change itself was applied");
    } else {
        svc_rollback(call->db);
    }
    committed = committed || applies;
    svc_closed_end(call, !bad);
    if (bad)
        svc_warn("nothing was applied");
    if (applies)
        svc_journal_send();
    else
        svc_refusals_keep(call);
    svc_err_keep(false);
}
