#include "svc/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "opt-inner.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/file.h"
#include "svc/help.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/period.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"
#include "svc/write.h"

enum { MOST = 200 }; /* records that are offered, the newest first */

static bool begins(const char *text, size_t len, const char *with)
{
    size_t own = strlen(with);
    return len >= own && memcmp(text, with, own) == 0;
}

/* What was typed of a list before the part that is completed, `no,` of `no,sta`. */
static struct { const char *text; size_t len; } kept;

/* A description is one line. */
static void offer(const char *text, size_t len, const char *about)
{
    printf("%.*s%.*s\t%.*s\n", (int)kept.len, kept.text, (int)len, text, (int)strcspn(about, "\n\t"), about);
}

static void offer_if(const char *name, const char *about, const char *typed)
{
    if (begins(name, strlen(name), typed))
        offer(name, strlen(name), about);
}

/* A word by its code, or by its name for those who type that. */
static void offer_words(const char *words, const char *typed)
{
    struct svc_word word;
    while (svc_word_next(&words, &word)) {
        char *label = svc_strndup(word.label, word.label_len), *code = svc_strndup(word.code, word.code_len);
        if (begins(code, word.code_len, typed))
            offer(code, word.code_len, strcmp(label, code) == 0 ? "" : label);
        else if (begins(label, word.label_len, typed))
            offer(label, word.label_len, code);
        free(code);
        free(label);
    }
}

/* -- from the store ---------------------------------------------------------------------------- */

/* Whoever completes a line asks as whoever reads; where there is no store, nothing is offered from it. */
static bool open_store(struct svc_call *call)
{
    static const struct svc_verb reads = { .name = "--complete" };
    if (call->db)
        return true;
    if (!svc_call_named() || access(svc_call_store(), R_OK) != 0)
        return false;
    call->verb = &reads;
    call->db = svc_db_open(svc_call_store(), SVC_DB_READ);
    svc_words_open(call->db);
    svc_begin_read(call->db);
    svc_actor_judge(call, false);
    return true;
}

static void offer_roll(struct svc_call *call, const char *table, const char *typed)
{
    if (!open_store(call))
        return;
    char *sql = svc_format("SELECT %s, name FROM %s ORDER BY 1", table, table);
    struct svc_query *q = svc_query(call->db, sql, NULL);
    while (svc_next(q)) {
        const char *name = svc_text(q, 1);
        if (begins(svc_text(q, 0), svc_text_len(q, 0), typed))
            offer(svc_text(q, 0), svc_text_len(q, 0), name);
        else if (begins(name, strlen(name), typed))
            offer(name, strlen(name), svc_text(q, 0));
    }
    free(sql);
}

static const struct svc_register *register_of(const struct svc_command *command, const struct svc_verb *verb,
                                              const struct svc_register *named)
{
    for (const struct svc_register *const *r = command->registers; !named && r && *r; r++)
        if (svc_move_of(*r, verb->name))
            return *r;
    return named || !command->registers ? named : command->registers[0];
}

/* Records in a state from which the verb leads on. */
static void offer_records(struct svc_call *call, const struct svc_register *reg, const char *verb, const char *typed)
{
    const struct svc_move *move = svc_move_of(reg, verb);
    const char *states = move ? move->from : NULL, *state, *key = reg->columns[0].name;
    const char *about = svc_column_find(reg->columns, "state") >= 0 ? "state" : key;
    struct svc_buf sql = { 0 };
    size_t len;
    if (reg->columns[0].flags & SVC_PERSONAL || !open_store(call))
        return;
    svc_buf_printf(&sql, "SELECT \"%s\", \"%s\" FROM %s WHERE \"%s\" >= ?1 AND \"%s\" < ?1 || ?2", key, about,
                   reg->table, key, key);
    for (const char *next = states; svc_text_next(&next, '|', &state, &len);)
        svc_buf_printf(&sql, "%s'%.*s'", state == states ? " AND state IN (" : ", ", (int)len, state);
    svc_buf_printf(&sql, "%s ORDER BY 1 DESC LIMIT %d", states ? ")" : "", (int)MOST);
    struct svc_query *q = svc_query(call->db, svc_buf_text(&sql), "ss", typed, "\xf4\x8f\xbf\xbf"); /* behind any sign */
    while (svc_next(q)) {
        const char *word = svc_text(q, 1);
        int at = svc_column_find(reg->columns, about);
        offer(svc_text(q, 0), svc_text_len(q, 0),
              at > 0 && reg->columns[at].list ? svc_words_told(reg->columns[at].list, word) : "");
    }
    svc_buf_free(&sql);
}

/* -- columns ------------------------------------------------------------------------------------ */

/* A column's heading, in the other language what it means. */
static const char *about_column(const struct svc_column *column)
{
    return svc_lang() == SVC_CHINESE ? svc_column_label(column) : column->help;
}

static void offer_columns(const struct svc_register *reg, const char *typed)
{
    for (const struct svc_column *c = reg ? reg->columns : NULL; c && c->name; c++)
        if (!(c->flags & SVC_INNER))
            offer_if(c->name, about_column(c), typed);
}

/* -- an option's argument ---------------------------------------------------------------------- */

static void offer_profiles(const char *typed)
{
    for (size_t n = 0; n < SVC_CONFIGURED; n++) {
        char *where = svc_configured("profile", n);
        char **names = *where ? svc_file_names(where, ".csv", true) : NULL;
        for (size_t i = 0; names && names[i]; i++) {
            offer_if(names[i], where, typed);
            free(names[i]);
        }
        free(names);
        free(where);
    }
}

static void offer_argument(struct svc_call *call, const struct svc_flat *flat, const struct svc_register *reg,
                           const char *typed)
{
    const struct svc_option *o = flat->option;
    const struct svc_column *c = flat->column;
    const char *table = c ? c->table : o->table, *list = c ? c->list : o->list, *comma = strrchr(typed, ',');
    if (comma && o->arg && strchr(o->arg, ',')) {
        kept.text = typed;
        kept.len = (size_t)(comma + 1 - typed);
        typed = comma + 1;
    }
    if (list && svc_words_are_own(list) && !open_store(call))
        return;
    if (o->type == SVC_OPT_PERIOD || o->type == SVC_OPT_MONTH) {
        offer_words(SVC_PERIOD_WORDS, typed);
    } else if (!c && (o->to == &svc_shared.columns || o->to == &svc_shared.sort)) {
        offer_columns(reg, typed);
    } else if (!c && o->to == &svc_shared.format) {
        offer_words(SVC_FORMAT_WORDS, typed);
    } else if (!c && o->to == &svc_shared.profile) {
        offer_profiles(typed);
        printf("\tfile\n");
    } else if (svc_opt_is_file(o)) {
        printf("\t%s\n", strcmp(o->arg, "DIR") == 0 ? "folder" : "file");
    } else if (table && (strcmp(table, "dept") == 0 || strcmp(table, "person") == 0)) {
        offer_roll(call, table, typed);
    } else if (c || list) {
        const char *words = c ? svc_column_words(c, SVC_WORDS_EVER) : svc_words(list, SVC_WORDS_EVER);
        if (words)
            offer_words(words, typed);
    } else if (o->arg && strchr(o->arg, '|')) {
        offer_words(o->arg, typed);
    }
}

/* -- the line ---------------------------------------------------------------------------------- */

static const struct svc_flat *find_option(const struct svc_flat_list *list, const char *word)
{
    if (word[0] != '-' || !word[1])
        return NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct svc_flat *f = &list->item[i];
        if (word[1] == '-' ? strcmp(word + 2, svc_opt_name(f)) == 0
                           : !word[2] && f->option->letter && word[1] == f->option->letter)
            return f;
    }
    return NULL;
}

static void offer_options(const struct svc_flat_list *list, const char *typed)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct svc_flat *f = &list->item[i];
        char *name = svc_format("--%s", svc_opt_name(f));
        offer_if(name, f->column ? about_column(f->column) : svc_tr(f->option->help), typed);
        free(name);
    }
    offer_if("--help", _("this help"), typed);
}

/* What the usage line says of operands: registers, records, files, words to choose from. */
static void offer_operands(struct svc_call *call, const struct svc_verb *verb, const struct svc_register *named,
                           bool may_name, const char *typed)
{
    const char *operands = verb->operands ? verb->operands : "";
    const struct svc_register *reg = register_of(call->command, verb, named);
    for (const struct svc_register *const *r = call->command->registers; may_name && r && *r; r++)
        offer_if((*r)->name, svc_tr((*r)->help), typed);
    for (size_t len; *(operands += strspn(operands, "[] .|-")); operands += len) {
        char word[32];
        len = strcspn(operands, "[] .|-");
        snprintf(word, sizeof word, "%.*s", (int)len, operands);
        if (strcmp(word, "REGISTER") == 0)
            continue;
        if (strcmp(word, "NO") == 0 && reg)
            offer_records(call, reg, verb->name, typed);
        else if (strcmp(word, "PERSON") == 0)
            offer_roll(call, "person", typed);
        else if (strcmp(word, "FILE") == 0 || strcmp(word, "DIR") == 0)
            printf("\t%s\n", *word == 'D' ? "folder" : "file");
        else if (*word >= 'a' && *word <= 'z')
            offer_if(word, "", typed);
    }
}

static void complete_verb(struct svc_call *call, const struct svc_verb *verb, int count, char **words)
{
    struct svc_flat_list list = { 0 };
    const struct svc_command *command = call->command;
    const struct svc_register *named = NULL;
    const char *typed = words[count - 1];
    bool takes = verb->operands && strncmp(verb->operands, "REGISTER ", strlen("REGISTER ")) == 0 &&
                 svc_names_registers(command);
    for (int i = 0; i < count - 1 && takes && !named; i++)
        for (const struct svc_register *const *r = command->registers; *r && !named; r++)
            named = strcmp((*r)->name, words[i]) == 0 ? *r : NULL;
    const struct svc_register *reg = named || !command->registers ? named : command->registers[0];
    svc_opt_spread(&list, verb->options, reg);
    const struct svc_flat *before = count > 1 ? find_option(&list, words[count - 2]) : NULL;
    if (before && svc_opt_valued(before))
        offer_argument(call, before, reg, typed);
    else if (*typed == '-')
        offer_options(&list, typed);
    else
        offer_operands(call, verb, named, takes && !named, typed);
    free(list.item);
}

int svc_complete(struct svc_call *call, int count, char **words)
{
    const struct svc_command *command = call->command;
    if (count == 1) {
        for (const struct svc_verb *v = command->verbs; v->name; v++)
            offer_if(v->name, svc_tr(v->help), words[0]);
        offer_if("help", _("this list, or the options of one verb"), words[0]);
        offer_if("--help", _("this help"), *words[0] ? words[0] : "?");
        offer_if("--version", "", *words[0] ? words[0] : "?");
    }
    for (const struct svc_verb *v = command->verbs; count > 1 && v->name; v++) {
        if (strcmp(v->name, words[0]) == 0)
            complete_verb(call, v, count - 1, words + 1);
        else if (strcmp(words[0], "help") == 0 && count == 2)
            offer_if(v->name, svc_tr(v->help), words[1]);
    }
    if (call->db)
        svc_end_read(call->db);
    return svc_finish(call);
}
