/* The audit chain: what it says is what happened, and whatever is changed by hand is found. */

#include "store.h"
#include "svc/event.h"
#include "svc/operation.h"
#include "svc/row.h"

static const char register_sql[] =
    "CREATE TABLE thing (no {TEXT} PRIMARY KEY NOT NULL, n {INT}, note {TEXT}) {STRICT};"
    "INSERT INTO register_state (tbl) VALUES ('thing');";

static const struct svc_actor actor = { 1000, "liu", "0001", "agent;clerk" };

/* A row written and its event, as a tool does it. */
static void write_thing(struct svc_db *db, const char *no, int64_t n, const char *op_id)
{
    unsigned char digest[SVC_DIGEST];
    struct svc_state state;
    struct svc_event event = { .tool = "svc-test", .verb = "add", .table = "thing", .record = no,
                               .op_id = op_id, .change = "{\"n\":[null,1]}" };
    svc_begin_write(db);
    svc_state_load(db, "thing", &state);
    struct svc_query *q = svc_query(db, "SELECT * FROM thing WHERE no = ?1", "s", no);
    while (svc_next(q)) {
        svc_row_digest(q, digest);
        svc_state_sub(&state, digest);
    }
    svc_run(db, "INSERT INTO thing VALUES (?1, ?2, NULL)"
                " ON CONFLICT (no) DO UPDATE SET n = excluded.n", "si", no, n);
    q = svc_query(db, "SELECT * FROM thing WHERE no = ?1", "s", no);
    while (svc_next(q)) {
        svc_row_digest(q, digest);
        svc_state_add(&state, digest);
    }
    svc_state_save(db, "thing", &state);
    svc_event_add(db, &actor, &event);
    svc_commit(db, actor.login, op_id);
}

static void make_chain(const char *path)
{
    struct svc_db *db = svc_db_open(path, SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    /* Other registers have rows of their own from the start; this test keeps to its one. */
    svc_run(db, "DELETE FROM register_state WHERE tbl <> 'event'", NULL);
    svc_script(db, "thing", register_sql);
    svc_commit(db, NULL, NULL);
    write_thing(db, "T1", 1, "op-1");
    write_thing(db, "T2", -5, "op-2");
    write_thing(db, "T1", 2, "op-3");
    write_thing(db, "T3", 3, "op-4");
    svc_db_close(db);
}

static void collect(void *ctx, const char *what)
{
    svc_buf_printf(ctx, "%s\n", what);
}

/* One test: what verification says after `sql` by hand. */
static void found(const char *sql, const char *want, const char *name)
{
    struct svc_buf said = { 0 };
    unlink("c.db");
    make_chain("c.db");
    by_hand("c.db", "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
                    "DROP TRIGGER event_in_order");
    by_hand("c.db", sql);
    struct svc_db *db = svc_db_open("c.db", SVC_DB_READ);
    bool good = svc_event_verify(db, collect, &said);
    is_str(svc_buf_text(&said), want, name);
    ok(good == (*want == '\0'), "the answer is %s", good ? "yes" : "no");
    svc_db_close(db);
    svc_buf_free(&said);
}

static void test_digest(void)
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    char hex[SVC_DIGEST_HEX];
    svc_digest_begin(&digest);
    svc_digest_bytes(&digest, "abc", 3);
    svc_digest_end(&digest, bytes);
    is_str(svc_digest_hex(bytes, hex),
           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of abc");
    svc_digest_begin(&digest);
    for (int i = 0; i < 1000000; i += 8)
        svc_digest_bytes(&digest, "aaaaaaaa", 8);
    svc_digest_end(&digest, bytes);
    is_str(svc_digest_hex(bytes, hex),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
           "SHA-256 of a million a");
}

/* In pieces of every size, against the library at one go. */
static void test_pieces(void)
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST], want[SVC_DIGEST], text[1500];
    int wrong = 0;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (unsigned char)(i * 7);
    for (size_t len = 0; len <= sizeof text; len++) {
        svc_digest_begin(&digest);
        for (size_t from = 0, step = len % 71 + 1; from < len; from += step)
            svc_digest_bytes(&digest, text + from, len - from < step ? len - from : step);
        svc_digest_end(&digest, bytes);
        struct sha256_ctx whole;
        sha256_init(&whole);
        sha256_update(&whole, len, text);
        sha256_digest(&whole, sizeof want, want);
        wrong += memcmp(bytes, want, sizeof want) != 0;
    }
    is_int(wrong, 0, "SHA-256 of every length to 1500 in pieces is that of the whole");
}

static void digest_of(struct svc_db *db, const char *sql, unsigned char out[SVC_DIGEST])
{
    struct svc_query *q = svc_query(db, sql, NULL);
    svc_next(q);
    svc_row_digest(q, out);
    svc_done(q);
}

static void test_values(void)
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST], again[SVC_DIGEST];
    struct svc_db *db = svc_db_open("c.db", SVC_DB_READ);
    digest_of(db, "SELECT * FROM thing WHERE no = 'T2'", bytes);
    svc_digest_begin(&digest);
    svc_digest_text(&digest, "n", 1);
    svc_digest_text(&digest, "no", 2);
    svc_digest_int(&digest, -5);
    svc_digest_text(&digest, "T2", 2);
    svc_digest_end(&digest, again);
    ok(memcmp(bytes, again, SVC_DIGEST) == 0, "a row's digest is the one of its names, then its values");
    static const char *const other_order = "SELECT NULL AS a, note, no, n, NULL AS z FROM thing"
                                           " WHERE no = 'T2'";
    digest_of(db, other_order, again);
    ok(memcmp(bytes, again, SVC_DIGEST) == 0, "wherever they stand, and beside what is empty");
    static const char *const differ[] = {
        "SELECT NULL AS a, 'a' AS b", "SELECT '' AS a, 'a' AS b", "SELECT 'a' AS a, '' AS b",
        "SELECT 'a' AS a, NULL AS b", "SELECT 1 AS a", "SELECT '1' AS a", "SELECT 'ab' AS a",
        "SELECT 'b' AS aa", "SELECT 'a' AS a, 'b' AS b", "SELECT 'b' AS a, 'a' AS b" };
    enum { DIFFER = sizeof differ / sizeof *differ };
    unsigned char all[DIFFER][SVC_DIGEST];
    int same = 0;
    for (int i = 0; i < DIFFER; i++) {
        digest_of(db, differ[i], all[i]);
        for (int j = 0; j < i; j++)
            same += memcmp(all[i], all[j], SVC_DIGEST) == 0;
    }
    is_int(same, 0, "values that look alike have different digests");
    svc_db_close(db);

    struct svc_state state = { { 0 } }, zero = { { 0 } };
    svc_state_sub(&state, bytes);
    svc_state_sub(&state, all[0]);
    svc_state_add(&state, bytes);
    svc_state_add(&state, all[0]);
    ok(memcmp(&state, &zero, sizeof zero) == 0, "sums go down and up again, past zero");
}

static void test_chain(void)
{
    struct svc_db *db = svc_db_open("c.db", SVC_DB_READ);
    struct svc_head_mark head = svc_event_head(db);
    is_int(head.seq, 4, "four events");
    is_int((long long)strlen(head.hash), 64, "the head's hash");
    is_int(svc_one_int(db, 0, "SELECT ?2 - ?1 + ?3", "iei", (int64_t)1, (int64_t)2), 6,
           "the coming event as a parameter, which takes no value");
    ok(strncmp(head.mark, "#4 ", 3) == 0 && strlen(head.mark) == 17 && head.mark[7] == '-',
       "its mark for people: %s", head.mark);
    struct svc_query *q = svc_query(db, "SELECT * FROM event WHERE seq = 1", NULL);
    static const char *want[] = { "1", NULL, "1", "1000", "liu", "0001", "agent;clerk",
                                  "svc-test", "add", "thing", "T1", "op-1", NULL,
                                  "{\"n\":[null,1]}" };
    svc_next(q);
    for (int i = 0; i < 14; i++)
        if (i != 1)
            is_str(svc_text(q, i), want[i], svc_column_name(q, i));
    is_str(svc_text(q, 1), "2026-05-01 00:00:00", "at");
    svc_done(q);
    ok(svc_operation_applied(db, "liu", "op-3") && !svc_operation_applied(db, "liu", "op-9") &&
           !svc_operation_applied(db, "wang", "op-3"), "operations are known, each person's own");
    svc_db_close(db);
}

static void by_tool(const char *sql)
{
    struct svc_db *db = svc_db_open("c.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_run(db, sql, NULL);
    svc_commit(db, NULL, NULL);
}

static void test_append_only(void)
{
    dies(by_tool, "UPDATE event SET reason = 'x' WHERE seq = 1", 4, "event_append_only",
         "no event is changed");
    dies(by_tool, "DELETE FROM event WHERE seq = 4", 4, "event_append_only", "nor removed");
    dies(by_tool, "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 4", 4, "event_",
         "nor replaced");
    dies(by_tool, "INSERT INTO event SELECT 6, at, fixed, uid, login, person, roles, tool, verb,"
                  " tbl, record, op_id, reason, change, state, hash, hash FROM event WHERE seq = 4",
         4, "event_in_order", "no number is left out");
    dies(by_tool, "INSERT INTO event SELECT 5, at, fixed, uid, login, person, roles, tool, verb,"
                  " tbl, record, op_id, reason, change, state, prev, hash FROM event WHERE seq = 4",
         4, "event_in_order", "a new one follows the last");
}

static void test_verify(void)
{
    found("SELECT 1", "", "an honest store");
    found("UPDATE event SET login = 'wang' WHERE seq = 2", "event 2 was changed\n", "changed");
    found("UPDATE event SET reason = '' WHERE seq = 2", "event 2 was changed\n",
          "NULL changed to empty");
    found("UPDATE event SET person = 'liu', login = '0001' WHERE seq = 3",
          "event 3 was changed\n", "two fields exchanged");
    found("UPDATE event SET hash = prev WHERE seq = 2",
          "event 2 was changed\nevent 3 does not follow event 2\n", "a hash changed");
    found("DELETE FROM event WHERE seq = 2", "event 2 is missing\n", "one removed");
    found("DELETE FROM event WHERE seq < 3", "events 1 to 2 are missing\n", "the first removed");
    found("DELETE FROM event WHERE seq = 4",
          "event 4 is missing\nthe state of table \"thing\" is not the one of its last event\n", "the last removed");
    found("UPDATE event SET seq = 99 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 2;"
          "UPDATE event SET seq = 2 WHERE seq = 99",
          "event 1 does not begin the chain\nevent 1 was changed\n"
          "event 2 does not follow event 1\nevent 2 was changed\n"
          "event 3 does not follow event 2\n", "two exchanged");
    found("UPDATE event SET seq = seq + 10 WHERE seq > 2; UPDATE event SET seq = seq - 9"
          " WHERE seq > 2; INSERT INTO event SELECT 3, at, fixed, uid, login, person, roles, tool,"
          " verb, tbl, record, 'x', reason, change, state, prev, hash FROM event WHERE seq = 4",
          "event 3 was changed\nevent 4 does not follow event 3\nevent 4 was changed\n"
          "event 5 was changed\nevent 5 was added behind the last that was written, 4\n"
          "the state of table \"thing\" is not the one of its last event\n", "one put in between");
    found("INSERT INTO event SELECT 0, at, fixed, uid, login, person, roles, tool, verb, tbl,"
          " record, op_id, reason, change, state, prev, hash FROM event WHERE seq = 4",
          "event 0 was inserted\nevent 0 was changed\nevent 1 does not begin the chain\n",
          "one put before");
    found("UPDATE thing SET n = 9 WHERE no = 'T2'",
          "table \"thing\" was changed outside the tools\n", "a record changed");
    found("DELETE FROM thing WHERE no = 'T2'", "table \"thing\" was changed outside the tools\n",
          "a record removed");
    found("UPDATE thing SET note = '' WHERE no = 'T2'",
          "table \"thing\" was changed outside the tools\n", "NULL made empty");
    found("DROP TABLE thing", "table \"thing\" is missing\n", "the table removed");
    found("UPDATE register_state SET tbl = 'thing; DELETE FROM meta' WHERE tbl = 'thing'",
          "table \"thing; DELETE FROM meta\" is missing\n", "a name that is none");
    found("UPDATE register_state SET seq = 3 WHERE tbl = 'event'",
          "event 4 was added behind the last that was written, 3\n", "the number of the last moved");
    found("UPDATE register_state SET state = (SELECT prev FROM event WHERE seq = 4) WHERE tbl = 'event'",
          "event 4 is not the one that was written last\n", "its hash moved");
    found("DELETE FROM event WHERE seq > 1;"
          "UPDATE register_state SET seq = 1, state = (SELECT state FROM event) WHERE tbl = 'thing'",
          "events 2 to 4 are missing\ntable \"thing\" was changed outside the tools\n",
          "the end cut off with its state");
}

static void write_another(const char *sql)
{
    unlink("c.db");
    make_chain("c.db");
    by_hand("c.db", "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
                    "DROP TRIGGER event_in_order");
    by_hand("c.db", sql);
    write_thing(svc_db_open("c.db", SVC_DB_WRITE), "T9", 9, "op-9");
}

/* A write that would build on damage hides it. */
static void test_refuse(void)
{
    dies(write_another, "DELETE FROM event WHERE seq = 4", 78, "not the one of its last event",
         "the last event of the table is missing");
    dies(write_another, "DELETE FROM event WHERE seq = 4; UPDATE register_state SET seq = 3,"
                        " state = (SELECT state FROM event WHERE seq = 3) WHERE tbl = 'thing'", 78,
         "ends with event 3, but the last that was written is 4", "the last event is missing");
    dies(write_another, "UPDATE event SET login = 'x' WHERE seq = 4", 78,
         "event 4, the last of the audit chain, was changed", "the last event was changed");
    dies(write_another, "UPDATE event SET seq = 5 WHERE seq = 4", 78, "nothing was written",
         "the last event was moved");
    dies(write_another, "UPDATE register_state SET state = (SELECT prev FROM event WHERE seq = 1)"
                        " WHERE tbl = 'thing'", 78, "the state of table \"thing\"",
         "a state was put back");
    dies(write_another, "UPDATE register_state SET state = 'x' WHERE tbl = 'thing'", 78,
         "svc-admin verify", "a state is unreadable");
}

static void unaudited(const char *table)
{
    struct svc_state state;
    svc_state_load(svc_db_open("c.db", SVC_DB_READ), table, &state);
}

int main(void)
{
    svc_when now;
    make_home();
    svc_err_tool("svc-test");
    svc_when_parse("2026-05-01", &now);
    svc_now_set(now);
    make_chain("c.db");
    test_digest();
    test_pieces();
    test_values();
    test_chain();
    test_append_only();
    dies(unaudited, "counter", 70, "not audited", "a table without a state is a bug");
    test_verify();
    test_refuse();
    return done_testing();
}
