#include "svc/refusal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/journal.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/words.h"

static struct refusal {
    char *no, *what;
} *kept;
static size_t count;

/* The attempt is kept in English, whatever the person is told. */
static void keep(const char *no, const char *what)
{
    kept = svc_grow(kept, count, sizeof *kept);
    kept[count++] = (struct refusal){ svc_strdup(no), svc_strndup(what, strcspn(what, "\n")) };
}

/* -- sentences ------------------------------------------------------------------------------- */

enum { WHAT = 1024 };

/* An argument whose codes are told by their words is its number here between two characters that no text of a
 * person has. */
enum { BEGIN = '\x01', END = '\x02' };
static struct worded {
    const char *lists, *codes;
} *worded;
static size_t worded_count;

const char *svc_worded(const char *lists, const char *codes)
{
    worded = svc_grow(worded, worded_count, sizeof *worded);
    worded[worded_count] = (struct worded){ lists, svc_strdup(codes ? codes : "") };
    return svc_format("%c%zu%c", BEGIN, worded_count++, END);
}

/* Each of them as its codes, or as it is told in the language of now. */
static void settle(char text[WHAT], bool told)
{
    struct svc_buf out = { 0 };
    const char *p = text;
    for (const char *begin; (begin = strchr(p, BEGIN));) {
        char *end;
        size_t number = strtoul(begin + 1, &end, 10);
        svc_buf_add(&out, p, (size_t)(begin - p));
        p = *end == END ? end + 1 : begin + 1;
        if (*end == END && number < worded_count)
            svc_buf_puts(&out, told ? svc_words_told(worded[number].lists, worded[number].codes)
                                    : worded[number].codes);
    }
    svc_buf_puts(&out, p);
    snprintf(text, WHAT, "%s", svc_buf_text(&out));
    svc_buf_free(&out);
}

static void __attribute__((format(printf, 3, 0))) compose(char what[WHAT], char said[WHAT],
                                                          const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    vsnprintf(what, WHAT, fmt, args);
    vsnprintf(said, WHAT, svc_tr(fmt), again);
    va_end(again);
    settle(what, false);
    settle(said, true);
}

/* -- one record ------------------------------------------------------------------------------ */

void svc_refuse(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
{
    char what[WHAT], said[WHAT];
    va_list args;
    va_start(args, fmt);
    compose(what, said, fmt, args);
    va_end(args);
    svc_fail(code, "%s: %s", no, said);
    if (call->op_id)
        keep(no, what);
}

void svc_refuse_both(struct svc_call *call, enum svc_code code, const char *no, char *english, char *told)
{
    svc_fail(code, "%s: %s", no, told);
    if (call->op_id)
        keep(no, english);
    free(english);
    free(told);
}

static char *by_store(struct svc_query *query, enum svc_language language)
{
    enum svc_language own = svc_lang_in(language);
    char *text = svc_format(_("refused by the store: %s"), svc_refusal_told(query));
    svc_lang_in(own);
    return text;
}

void svc_refuse_by_store(struct svc_call *call, const char *no, struct svc_query *query)
{
    svc_refuse_both(call, SVC_REFUSED, no, by_store(query, SVC_ENGLISH), by_store(query, svc_lang()));
}

/* The operation's own name stays free: a refused operation may be tried again under it. */
static void write_events(struct svc_call *call)
{
    struct svc_buf json = { 0 };
    const char *op_id = call->op_id;
    char *refused = svc_format("%s refused", op_id);
    call->op_id = refused;
    svc_begin_write(call->db);
    for (size_t i = 0; i < count; i++) {
        svc_buf_clear(&json);
        svc_buf_puts(&json, "{\"refused\":");
        svc_buf_json(&json, kept[i].what, strlen(kept[i].what));
        svc_buf_putc(&json, '}');
        svc_change_event(call, NULL, kept[i].no, json.data);
    }
    svc_commit(call->db, call->actor.login, refused);
    call->op_id = op_id;
    free(refused);
    svc_buf_free(&json);
}

void svc_refusals_keep(struct svc_call *call)
{
    if (count == 0 || svc_shared.dry_run)
        return;
    write_events(call);
    for (size_t i = 0; i < count; i++) {
        free(kept[i].no);
        free(kept[i].what);
    }
    count = 0;
}

static _Noreturn void deny(struct svc_call *call, enum svc_code code, const char *no, const char *what,
                           const char *said)
{
    keep(no, what);
    svc_err_keep(true); /* nobody keeps the attempt out of the audit by not listening */
    if (call->db)
        svc_rollback(call->db); /* whatever was begun is not done */
    if (call->op_id) /* a try that is denied is one too */
        write_events(call);
    svc_die(code, "%s%s%s", no ? no : "", no ? ": " : "", said);
}

void svc_deny(struct svc_call *call, enum svc_code code, const char *no, const char *fmt, ...)
{
    char what[WHAT], said[WHAT];
    va_list args;
    va_start(args, fmt);
    compose(what, said, fmt, args);
    va_end(args);
    deny(call, code, no, what, said);
}

void svc_deny_both(struct svc_call *call, enum svc_code code, const char *no, char *english, char *told)
{
    deny(call, code, no, english, told);
}

void svc_deny_by_store(struct svc_call *call, const char *no, struct svc_query *query)
{
    deny(call, SVC_REFUSED, no, by_store(query, SVC_ENGLISH), by_store(query, svc_lang()));
}

static const char stranger_id[] = "stranger refused";

static bool denied_today(struct svc_call *call)
{
    char today[SVC_DAY_SIZE];
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM event WHERE op_id = ?1 AND login = ?2 AND at >= ?3 LIMIT 1", "sss", stranger_id,
        call->actor.login, svc_day_format(svc_when_day(svc_now()), today)) == 1;
}

void svc_deny_stranger(struct svc_call *call)
{
    svc_err_keep(true);
    svc_rollback(call->db);
    svc_journal_tell(svc_format("refused: %s %s, login %s, uid %lld, unknown in %s", call->command->name,
                                call->verb->name, call->actor.login, (long long)call->actor.uid,
                                svc_db_where(call->db)));
    if (call->op_id && !denied_today(call)) {
        call->op_id = stranger_id;
        svc_shared.reason = NULL;
        svc_begin_write(call->db);
        if (!denied_today(call))
            svc_change_event(call, NULL, NULL, "{\"refused\":\"stranger\"}");
        svc_commit(call->db, call->actor.login, call->op_id);
    }
    svc_die(SVC_DENIED, "\"%s\" is no person of this store\nan admin registers it with svc-admin add persons",
            call->actor.login);
}
