#include "svc/event.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/row.h"
#include "svc/salt.h"

/* The hashed columns, in the table's order; the hash itself follows. */
#define HASHED "seq, at, fixed, uid, login, person, roles, tool, verb, tbl, record, op_id," \
               " reason, change, state, prev"
enum { SEQ = 0, PREV = 15, FIELDS = 16, HASH = 16 };

/* -- states ---------------------------------------------------------------------------------- */

void svc_state_add(struct svc_state *state, const unsigned char digest[SVC_DIGEST])
{
    unsigned carry = 0;
    for (int i = SVC_DIGEST - 1; i >= 0; i--) {
        carry += (unsigned)state->sum[i] + digest[i];
        state->sum[i] = (unsigned char)carry;
        carry >>= 8;
    }
}

void svc_state_sub(struct svc_state *state, const unsigned char digest[SVC_DIGEST])
{
    int borrow = 0;
    for (int i = SVC_DIGEST - 1; i >= 0; i--) {
        int left = state->sum[i] - digest[i] - borrow;
        state->sum[i] = (unsigned char)left;
        borrow = left < 0;
    }
}

static bool from_hex(const char *hex, unsigned char out[SVC_DIGEST])
{
    for (int i = 0; i < 2 * SVC_DIGEST; i++) {
        int value = hex[i] >= '0' && hex[i] <= '9'   ? hex[i] - '0'
                    : hex[i] >= 'a' && hex[i] <= 'f' ? hex[i] - 'a' + 10
                                                     : -1;
        if (value < 0)
            return false;
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] << 4 | value : value);
    }
    return hex[2 * SVC_DIGEST] == '\0';
}

static char *stored_state(struct svc_db *db, const char *table)
{
    return svc_one(db, "SELECT state FROM register_state WHERE tbl = ?1", "s", table);
}

/* What is built on damage would hide it. */
static _Noreturn void damaged(const char *what)
{
    svc_die(SVC_CONFIG, "%s; nothing was written\nsvc-admin verify tells what else does not fit,"
            " svc-admin restore puts a sound backup in its place", what);
}

void svc_state_load(struct svc_db *db, const char *table, struct svc_state *state)
{
    struct svc_query *q = svc_query(db,
        "SELECT r.state, CASE r.seq WHEN 0 THEN ?2 ELSE e.state END"
        "  FROM register_state r LEFT JOIN event e ON e.seq = r.seq AND e.tbl = r.tbl"
        " WHERE r.tbl = ?1", "ss", table, SVC_EVENT_NONE);
    if (!svc_next(q))
        svc_die(SVC_BUG, "table \"%s\" is not audited", table);
    const char *told = svc_text(q, 1);
    if (!told || strcmp(told, svc_text(q, 0)) != 0 || !from_hex(told, state->sum))
        damaged(svc_format(_("the state of table \"%s\" is not the one of its last event"), table));
    svc_done(q);
}

void svc_state_save(struct svc_db *db, const char *table, const struct svc_state *state)
{
    char hex[SVC_DIGEST_HEX];
    if (svc_run(db, "UPDATE register_state SET state = ?2 WHERE tbl = ?1", "ss", table,
                svc_digest_hex(state->sum, hex)) != 1)
        svc_die(SVC_BUG, "table \"%s\" is not audited", table);
}

/* -- the chain ------------------------------------------------------------------------------- */

static const char *text_of(struct svc_query *q, int column)
{
    const char *text = svc_text(q, column);
    return text ? text : "";
}

/* A field of the hash: 8 bytes of length, little-endian, then the text; numbers are decimal text
 * and NULL is the length of all ones. */
static void hash_field(struct svc_digest *digest, const char *text, size_t len)
{
    uint64_t count = text ? len : UINT64_MAX;
    unsigned char head[8];
    for (int i = 0; i < 8; i++)
        head[i] = (unsigned char)(count >> (8 * i));
    svc_digest_bytes(digest, head, sizeof head);
    if (text)
        svc_digest_bytes(digest, text, len);
}

static void end_hash(struct svc_digest *digest, char hex[SVC_DIGEST_HEX])
{
    unsigned char bytes[SVC_DIGEST];
    svc_digest_end(digest, bytes);
    svc_digest_hex(bytes, hex);
}

static const char *decimal(int64_t number, char out[SVC_NUM_SIZE])
{
    out[svc_int_digits(number, out)] = '\0';
    return out;
}

char *svc_event_code(const char *hash, char out[SVC_EVENT_CODE])
{
    snprintf(out, SVC_EVENT_CODE, "%.4s-%.4s-%.4s", hash, hash + 4, hash + 8);
    for (char *c = out; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return out;
}

struct svc_head_mark svc_event_head(struct svc_db *db)
{
    struct svc_head_mark head = { 0 };
    char code[SVC_EVENT_CODE];
    memcpy(head.hash, SVC_EVENT_NONE, sizeof head.hash);
    struct svc_query *q =
        svc_query(db, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", NULL);
    if (svc_next(q)) {
        head.seq = svc_int(q, 0);
        snprintf(head.hash, sizeof head.hash, "%s", svc_text(q, 1));
        svc_done(q);
    }
    snprintf(head.mark, sizeof head.mark, "#%lld %s", (long long)head.seq,
             svc_event_code(head.hash, code));
    return head;
}

static bool same_hash(struct svc_query *q)
{
    struct svc_digest digest;
    char hash[SVC_DIGEST_HEX];
    svc_digest_begin(&digest);
    for (int i = 0; i < FIELDS; i++)
        hash_field(&digest, svc_text(q, i), svc_text_len(q, i));
    end_hash(&digest, hash);
    return strcmp(hash, text_of(q, HASH)) == 0;
}

/* The head, as long as it is the event that was written last, and as it was written. */
static struct svc_head_mark trusted_head(struct svc_db *db)
{
    struct svc_head_mark head = svc_event_head(db);
    int64_t last = 0;
    bool same = false;
    struct svc_query *q = svc_query(db, "SELECT seq, state FROM register_state WHERE tbl = 'event'",
                                    NULL);
    if (svc_next(q)) {
        last = svc_int(q, 0);
        same = last == head.seq && strcmp(text_of(q, 1), head.hash) == 0;
        svc_done(q);
    }
    if (!same)
        damaged(svc_format(_("the audit chain ends with event %lld, but the last that was written is %lld"),
                           (long long)head.seq, (long long)last));
    q = svc_query(db, "SELECT " HASHED ", hash FROM event WHERE seq = ?1", "i", head.seq);
    if (svc_next(q)) {
        if (!same_hash(q))
            damaged(svc_format(_("event %lld, the last of the audit chain, was changed"),
                               (long long)head.seq));
        svc_done(q);
    }
    return head;
}

/* A machine's clock that was set back is told once, by the first event behind it. Times that were given
 * (`fixed`) say nothing of a clock: the last event is looked for that has one of its own. */
static void compare_clock(struct svc_db *db, const char *at)
{
    struct svc_query *q = svc_query(db,
        "SELECT seq, at FROM event WHERE fixed = 0 ORDER BY seq DESC LIMIT 1", NULL);
    if (!svc_next(q))
        return;
    if (strcmp(at, svc_text(q, 1)) < 0)
        svc_warn("the clock runs behind the last event: it is %s, event %lld is of %s; what was written"
                 " has the earlier time\nset the clock of this machine; svc-admin check clock finds the"
                 " events", at, (long long)svc_int(q, 0), svc_text(q, 1));
    svc_done(q);
}

/* What the next write is held to: the chain's last event, and that of the table. */
static void keep_last(struct svc_db *db, int64_t seq, const char *hash, const char *table)
{
    svc_run(db, "UPDATE register_state SET seq = ?1, state = CASE tbl WHEN 'event' THEN ?2 ELSE state END"
                " WHERE tbl IN ('event', ?3)", "iss", seq, hash, table);
}

void svc_event_add(struct svc_db *db, const struct svc_actor *actor, const struct svc_event *event)
{
    struct svc_head_mark head = trusted_head(db);
    struct svc_digest digest;
    char seq[SVC_NUM_SIZE], uid[SVC_NUM_SIZE], at[SVC_WHEN_SIZE], hash[SVC_DIGEST_HEX];
    bool fixed = svc_now_is_fixed();
    char *state = event->table ? stored_state(db, event->table) : NULL;
    svc_when_format(svc_now(), at);
    if (!fixed)
        compare_clock(db, at);
    const char *fields[FIELDS] = {
        decimal(head.seq + 1, seq), at, fixed ? "1" : "0", decimal(actor->uid, uid), actor->login,
        actor->person, actor->roles, event->tool, event->verb, event->table, event->record,
        event->op_id, event->reason, event->change, state, head.hash
    };
    svc_digest_begin(&digest);
    for (int i = 0; i < FIELDS; i++)
        hash_field(&digest, fields[i], fields[i] ? strlen(fields[i]) : 0);
    end_hash(&digest, hash);
    svc_run(db,
            "INSERT INTO event (" HASHED ", hash) VALUES"
            " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            "isiisssssssssssss", head.seq + 1, at, (int64_t)fixed, actor->uid, actor->login,
            actor->person, actor->roles, event->tool, event->verb, event->table, event->record,
            event->op_id, event->reason, event->change, state, head.hash, hash);
    keep_last(db, head.seq + 1, hash, event->table);
    free(state);
}

/* -- verification ---------------------------------------------------------------------------- */

struct verify {
    void (*found)(void *ctx, const char *what);
    void *ctx;
    bool good;
};

__attribute__((format(printf, 2, 3)))
static void complain(struct verify *v, const char *fmt, ...)
{
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, svc_tr(fmt), args);
    va_end(args);
    v->good = false;
    v->found(v->ctx, what);
}

static void complain_of_gap(struct verify *v, long long from, long long to)
{
    if (from == to)
        complain(v, "event %lld is missing", from);
    else
        complain(v, "events %lld to %lld are missing", from, to);
}

/* The chain ends with the event that was written last; a store without that row is told of by shape.c. */
static void verify_end(struct svc_db *db, struct verify *v, int64_t last, const char *hash)
{
    struct svc_query *q = svc_query(db, "SELECT seq, state FROM register_state WHERE tbl = 'event'",
                                    NULL);
    if (!svc_next(q))
        return;
    int64_t written = svc_int(q, 0);
    if (written > last)
        complain_of_gap(v, last + 1, written);
    else if (written < last)
        complain(v, "event %lld was added behind the last that was written, %lld", (long long)last,
                 (long long)written);
    else if (strcmp(text_of(q, 1), hash) != 0)
        complain(v, "event %lld is not the one that was written last", (long long)last);
    svc_done(q);
}

/* From the event `first` on; of one that is not the chain's own first what it follows is not looked at. */
static void verify_chain(struct svc_db *db, struct verify *v, int64_t first)
{
    char prev[SVC_DIGEST_HEX];
    int64_t last = first - 1;
    memcpy(prev, SVC_EVENT_NONE, sizeof prev);
    struct svc_query *q = svc_query(db, "SELECT " HASHED ", hash FROM event WHERE seq >= ?1 ORDER BY seq",
                                    "i", first > 1 ? first : INT64_MIN);
    while (svc_next(q)) {
        if (svc_int(q, SEQ) == first && first > 1)
            snprintf(prev, sizeof prev, "%s", text_of(q, PREV));
        long long seq = svc_int(q, SEQ), before = last;
        if (seq < before + 1)
            complain(v, "event %lld was inserted", seq);
        else if (seq > before + 1)
            complain_of_gap(v, before + 1, seq - 1);
        else if (strcmp(text_of(q, PREV), prev) != 0 && seq == 1)
            complain(v, "event 1 does not begin the chain");
        else if (strcmp(text_of(q, PREV), prev) != 0)
            complain(v, "event %lld does not follow event %lld", seq, before);
        if (!same_hash(q))
            complain(v, "event %lld was changed", seq);
        snprintf(prev, sizeof prev, "%s", text_of(q, HASH));
        last = seq;
    }
    verify_end(db, v, last, prev);
}

bool svc_event_verify_since(struct svc_db *db, int64_t seq, void (*found)(void *ctx, const char *what),
                            void *ctx)
{
    struct verify v = { found, ctx, true };
    verify_chain(db, &v, seq);
    return v.good;
}
