#include "svc/steps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "steps-inner.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/digest.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/progress.h"
#include "svc/refusal.h"
#include "svc/spool.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

static bool taking; /* a verb is at a step of a file */

/* -- one step ----------------------------------------------------------------------------- */

static size_t next_row(struct svc_steps *steps, size_t i)
{
    size_t line;
    const char *p = svc_spool_take(steps->spool, steps->pieces[i].len);
    memcpy(&line, p, sizeof line);
    p += sizeof line;
    memset(steps->cell, 0, steps->count * sizeof *steps->cell);
    for (size_t c = 0; c < steps->width; c++, p += strlen(p) + 1)
        if (steps->meaning[c] >= 0 && *p)
            steps->cell[steps->meaning[c]] = p;
    return line;
}

/* The number of the row's record, kept for the process; NULL, and told, when there is none. */
static char *record_of(struct svc_steps *steps)
{
    const char *const *cell = steps->cell;
    const struct svc_register *reg = steps->call->reg;
    if (cell[STEP_NO])
        return svc_strdup(cell[STEP_NO]);
    if (!cell[STEP_SOURCE] || !cell[STEP_SOURCE_NO]) {
        svc_fail(SVC_BADINPUT, "names no record\ngive no, or source and source_no");
        return NULL;
    }
    char *sql = svc_format("SELECT no FROM %s WHERE source = ?1 AND source_no = ?2", reg->table);
    char *no = svc_one(steps->call->db, sql, "ss", cell[STEP_SOURCE], cell[STEP_SOURCE_NO]);
    free(sql);
    if (!no)
        svc_fail(SVC_UNKNOWN, "no such %s: %s %s", svc_tr(reg->one), cell[STEP_SOURCE], cell[STEP_SOURCE_NO]);
    return no;
}

static const struct svc_verb *verb_of(struct svc_steps *steps)
{
    const char *name = steps->cell[STEP_VERB] ? steps->cell[STEP_VERB] : steps->verb;
    struct svc_word word;
    if (name && svc_word_find(svc_word_list("verb.step"), name, strlen(name), &word))
        name = svc_strndup(word.code, word.code_len);
    for (const struct svc_verb *verb = steps->call->command->verbs; name && verb->name; verb++)
        if (strcmp(verb->name, name) == 0 && svc_steps_takes(verb))
            return verb;
    svc_fail(SVC_BADINPUT, name ? N_("column \"verb\": \"%s\" takes no step")
                                : N_("column \"verb\": is required"), name);
    return NULL;
}

static bool may(struct svc_steps *steps, const struct svc_verb *verb, const char *no)
{
    struct svc_call *call = steps->call;
    if (!verb->roles || svc_call_holds(call, verb->roles) ||
        (svc_call_holds(call, "cron;clerk") && steps->shared.reason))
        return true;
    svc_refuse(call, SVC_DENIED, no, "%s needs one of the roles %s%s", verb->name,
               svc_worded("verb.role", verb->roles),
               svc_call_holds(call, "cron;clerk") ? _("\nor give the file a reason: --reason TEXT") : "");
    return false;
}

/* A word is the same by whichever of its names. */
static void digest_cell(struct svc_digest *digest, const struct svc_column *column, const char *text)
{
    const char *words = svc_column_words(column, SVC_WORDS_EVER);
    struct svc_word word;
    bool found = words && svc_word_find(words, text, strlen(text), &word);
    svc_digest_text(digest, found ? word.code : text, found ? word.code_len : strlen(text));
}

static void digest_row(const struct svc_steps *steps, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    for (size_t i = STEP_FIXED; i < steps->count; i++)
        if (steps->cell[i]) {
            svc_digest_text(&digest, steps->columns[i].name, strlen(steps->columns[i].name));
            digest_cell(&digest, &steps->columns[i], steps->cell[i]);
        }
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, out);
}

/* True when the step was brought before; with other values that is a conflict. */
static bool brought(struct svc_steps *steps, const struct svc_brought *step)
{
    char *old = svc_brought_as(steps->call, step);
    if (old && strcmp(old, step->digest) != 0)
        svc_refuse(steps->call, SVC_BADINPUT, step->no, "%s at %s was brought with other values",
                   step->verb, step->at);
    else if (old)
        steps->unchanged++;
    free(old);
    return old != NULL;
}

bool svc_steps_taking(void)
{
    return taking;
}

bool svc_steps_first(const struct svc_call *call, const char *no)
{
    return taking && svc_call_holds(call, SVC_ROLES_CORRECT) &&
           svc_one_int(call->db, 0, "SELECT 1 FROM event WHERE record = ?1"
                                    " AND (op_id <> ?2 OR login <> ?3)"
                                    " AND verb <> 'import' AND change NOT LIKE '{\"refused\":%'",
                       "sss", no, call->op_id, call->actor.login) == 0;
}

static void give_options(struct svc_steps *steps, const struct svc_verb *verb)
{
    svc_shared = steps->shared;
    svc_shared.op_id = NULL;
    if (!svc_shared.late_reason)
        svc_shared.late_reason = steps->shared.reason;
    svc_opt_begin(verb->options, steps->call->reg);
    svc_opt_give(verb->name, "at", steps->cell[STEP_AT]);
    for (size_t i = STEP_FIXED; i < steps->count; i++)
        if (steps->cell[i])
            svc_opt_give(verb->name, steps->columns[i].name, steps->cell[i]);
    svc_opt_require(verb->name, verb->requires);
    svc_opt_settle();
}

/* The verb takes its step with the row's options. */
static bool take(struct svc_steps *steps, const struct svc_verb *verb, char *no, const char *at)
{
    char digest[SVC_DIGEST_HEX];
    size_t wrong = svc_err_count();
    digest_row(steps, digest);
    const struct svc_brought step = { verb->name, no, at, digest };
    if (brought(steps, &step))
        return svc_err_count() == wrong;
    if (!may(steps, verb, no))
        return false;
    give_options(steps, verb);
    taking = true;
    svc_call_step(steps->call, verb, no);
    taking = false;
    svc_opt_end();
    svc_shared = steps->shared;
    if (svc_err_count() != wrong)
        return false;
    svc_brought_keep(steps->call, &step);
    steps->taken++;
    return true;
}

static bool has_failed(const struct svc_steps *steps, const char *no)
{
    for (size_t i = 0; i < steps->failed_count; i++)
        if (strcmp(steps->failed[i], no) == 0)
            return true;
    return false;
}

static void take_step(struct svc_steps *steps, size_t i)
{
    char at[SVC_WHEN_SIZE];
    size_t line = next_row(steps, i);
    char *place = svc_format("%s:%zu", steps->file, line);
    svc_err_place(place);
    const struct svc_verb *verb = verb_of(steps);
    char *no = record_of(steps);
    if (no && !has_failed(steps, no) &&
        (!verb || !take(steps, verb, no, svc_when_format(steps->pieces[i].place, at)))) {
        steps->failed = svc_grow(steps->failed, steps->failed_count, sizeof *steps->failed);
        steps->failed[steps->failed_count++] = svc_strdup(no);
    }
    svc_err_place(NULL);
    free(place);
    free(no);
}

/* One event for the register that the file was read into, one for the steps that were brought. */
static void file_events(struct svc_steps *steps)
{
    char *change = svc_format("{\"input\":\"%s\",\"read\":%zu,\"steps\":%zu}", steps->digest,
                              steps->read, steps->taken);
    svc_change_event(steps->call, steps->call->reg->table, NULL, change);
    svc_brought_end(steps->call, change);
    free(change);
}

int svc_steps_import(struct svc_call *call, const char *verb)
{
    struct svc_steps steps = { .call = call, .verb = verb, .shared = svc_shared };
    if (svc_shared.update || svc_shared.keep_good || svc_shared.set || svc_shared.profile || svc_shared.save_profile)
        svc_die(SVC_USAGE, "steps are taken all or none, as the file has them\n"
                           "leave out --update, --keep-good, --set, --profile and --save-profile");
    svc_steps_find_columns(&steps);
    svc_steps_read(&steps);
    steps.cell = svc_alloc(steps.count * sizeof *steps.cell);
    svc_call_begin(call);
    svc_progress_begin("done", steps.read);
    for (size_t i = 0; i < steps.read && svc_err_count() <= (size_t)svc_shared.max_errors; i++) {
        svc_progress_step(i, i);
        take_step(&steps, i);
    }
    svc_progress_end();
    if (steps.taken)
        file_events(&steps);
    if (svc_call_talks() || svc_worst() != SVC_OK)
        svc_warn("%s: read %zu: %zu taken, %zu unchanged; sha256 %s", steps.file, steps.read,
                 steps.taken, steps.unchanged, steps.digest);
    svc_call_commit(call);
    svc_spool_close(steps.spool);
    return svc_finish(call);
}
