#include "svc/look-up.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/lock.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/parameter.h"
#include "svc/phone.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/salt.h"
#include "svc/text.h"
#include "svc/when.h"
#include "svc/words.h"

enum { HOUR = 3600, PATIENCE_MS = 30000, TICKS = 50 };

static bool passed; /* there is something to keep */
static int alone = -1;

/* What the filter of a personal column asks for; NULL: nothing, or for those that have nothing there. */
static const char *asked_of(const struct svc_call *call, size_t at)
{
    const char *const *texts = (const char *const *)svc_shared.filters.text;
    bool personal = call->reg->columns[at].flags & SVC_PERSONAL;
    return personal && texts && texts[at] && *texts[at] ? texts[at] : NULL;
}

/* The first personal column that --sort names. */
static const struct svc_column *sorted_by(const struct svc_call *call)
{
    const char *list = svc_shared.sort, *word;
    size_t len;
    while (list && svc_text_next(&list, ',', &word, &len)) {
        char *name = svc_strndup(word, strcspn(word, ":") < len ? strcspn(word, ":") : len);
        int at = svc_column_find(call->reg->columns, name);
        free(name);
        if (at >= 0 && call->reg->columns[at].flags & SVC_PERSONAL)
            return &call->reg->columns[at];
    }
    return NULL;
}

bool svc_look_up_asked(const struct svc_call *call)
{
    if (!call->reg || call->verb->need != SVC_NEED_READ)
        return false;
    for (size_t i = 0; call->reg->columns[i].name; i++)
        if (asked_of(call, i))
            return true;
    return sorted_by(call) != NULL;
}

void svc_look_up_queue(const struct svc_call *call)
{
    int64_t login = svc_host_acts() ? svc_host_person() : getuid();
    alone = svc_lock_alone(svc_db_where(call->db), login, PATIENCE_MS);
    if (alone < 0 && errno == EAGAIN)
        svc_die(SVC_BUSY, "another look-up of yours has not ended, and waits to be counted\n"
                          "try again later");
}

/* So that who reads on in a pager keeps none of his own waiting. */
static void let_others(void)
{
    if (alone >= 0)
        close(alone);
    alone = -1;
}

static bool is_one(const struct svc_column *column, const char *text)
{
    struct svc_buf numbers = { 0 };
    bool one = !strchr(text, ',');
    if (one && column->type == SVC_TYPE_PHONE && svc_phone_numbers(text, strlen(text), &numbers))
        one = !strchr(numbers.data, ';');
    svc_buf_free(&numbers);
    return one;
}

/* Whom the login has looked up within the last hour is counted by rows of their own. */
static void judge_count(struct svc_call *call)
{
    char since[SVC_WHEN_SIZE];
    int64_t most = 0;
    char *text = svc_parameter(call->db, "personal_lookups", NULL);
    int64_t had = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM look_up WHERE login = ?1 AND at > ?2", "ss",
                              call->actor.login, svc_when_format(svc_now() - HOUR, since));
    if (text && *text && !svc_int_parse(text, &most) && had >= most)
        svc_die(SVC_DENIED, "you have looked up %lld times by personal data within an hour, which is the most\n"
                "wait, or ask somebody with one of the roles %s", (long long)had,
                svc_words_told("verb.role", SVC_MASK_SEERS));
    free(text);
}

void svc_look_up_judge(struct svc_call *call)
{
    if (svc_mask_lifts(call)) {
        let_others();
        return;
    }
    const struct svc_column *sort = sorted_by(call);
    if (sort)
        svc_deny(call, SVC_DENIED, NULL, "--sort %s needs one of the roles %s, without cron\nit would tell what"
                 " the masks hide", sort->name, svc_worded("verb.role", SVC_MASK_SEERS));
    for (size_t i = 0; call->reg->columns[i].name; i++) {
        const char *text = asked_of(call, i);
        if (text && !is_one(&call->reg->columns[i], text))
            svc_deny(call, SVC_DENIED, NULL, "--%s with several values needs one of the roles %s, without cron\n"
                     "give one value", call->reg->columns[i].name, svc_worded("verb.role", SVC_MASK_SEERS));
        passed |= text != NULL;
    }
    if (passed)
        judge_count(call);
    else
        let_others();
}

/* A number is committed to in its one spelling, which whoever checks it knows. */
static void put_asked(struct svc_call *call, size_t at, const char *text, struct svc_buf *json)
{
    struct svc_buf numbers = { 0 };
    char hex[SVC_DIGEST_HEX];
    const struct svc_column *column = &call->reg->columns[at];
    if (column->type == SVC_TYPE_PHONE && svc_phone_numbers(text, strlen(text), &numbers))
        text = numbers.data;
    svc_buf_printf(json, ",\"%s\":[\"salted:%s\"]", column->name,
                   svc_salt_commit(call->db, call->reg->table, column->name, text, strlen(text), hex));
    svc_buf_free(&numbers);
}

/* What ends this process on a host when its person does something, or reads no more, waits while `on`. */
static void hold_ends(bool on)
{
    static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGIO, SIGPIPE };
    sigset_t all;
    sigemptyset(&all);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        sigaddset(&all, ends[i]);
    if (svc_host_acts())
        sigprocmask(on ? SIG_BLOCK : SIG_UNBLOCK, &all, NULL);
}

void svc_look_up_keep_first(struct svc_call *call)
{
    const struct timespec tick = { .tv_nsec = 10 * 1000000 };
    if (!passed)
        return;
    for (int i = 0; i < TICKS && svc_lock_taken(svc_db_where(call->db)); i++)
        nanosleep(&tick, NULL);
    if (svc_lock_taken(svc_db_where(call->db)))
        hold_ends(true);
    else
        svc_look_up_keep(call);
}

void svc_look_up_keep(struct svc_call *call)
{
    char now[SVC_WHEN_SIZE], since[SVC_WHEN_SIZE];
    struct svc_buf json = { 0 };
    if (!passed)
        return;
    passed = false;
    svc_begin_write(call->db);
    svc_buf_printf(&json, "{\"looked_up\":\"%s\"", call->reg->table);
    for (size_t i = 0; call->reg->columns[i].name; i++)
        if (asked_of(call, i))
            put_asked(call, i, asked_of(call, i), &json);
    svc_buf_putc(&json, '}');
    svc_change_event(call, NULL, NULL, json.data);
    svc_run(call->db, "DELETE FROM look_up WHERE login = ?1 AND at <= ?2", "ss", call->actor.login,
             svc_when_format(svc_now() - HOUR, since));
    svc_run(call->db, "INSERT INTO look_up (login, at, seq) SELECT ?1, ?2, MAX(seq) FROM event", "ss",
             call->actor.login, svc_when_format(svc_now(), now));
    svc_commit(call->db, call->actor.login, call->op_id);
    svc_buf_free(&json);
    let_others();
    hold_ends(false);
}
