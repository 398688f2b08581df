/* Record numbers: a prefix of one or two letters, of which each has a counter of its own. */

#include "store.h"
#include "svc/number.h"

static void test_begins(void)
{
    static const struct {
        const char *prefix, *no;
        bool begins;
    } cases[] = {
        { "E", "E2026-000001", true },   { "E", "EA2026-000001", false },
        { "EA", "EA2026-000001", true }, { "EA", "E2026-000001", false },
        { "EA", "EF2026-000001", false }, { "E", "", false },
        { "E", "E", false },             { "EA", "EA", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ok(svc_number_begins(cases[i].prefix, cases[i].no) == cases[i].begins, "%s %s %s",
           cases[i].no, cases[i].begins ? "begins with" : "does not begin with", cases[i].prefix);
}

static void test_next(struct svc_db *db)
{
    char no[SVC_NUMBER_SIZE];
    svc_begin_write(db);
    is_str(svc_number_next(db, "E", 2026, no), "E2026-000001", "the first of one letter");
    is_str(svc_number_next(db, "EA", 2026, no), "EA2026-000001", "two letters count for themselves");
    is_str(svc_number_next(db, "EA", 2025, no), "EA2025-000001", "and so does each year");
    is_str(svc_number_next(db, "EA", 2026, no), "EA2026-000002", "the next of two letters");
    svc_number_undo();
    is_str(svc_number_next(db, "EA", 2026, no), "EA2026-000002", "what was turned down gives its number back");
    svc_number_save(db);
    svc_commit(db, NULL, NULL);
    svc_begin_write(db);
    is_str(svc_number_next(db, "EA", 2026, no), "EA2026-000003", "the store remembers");
    is_str(svc_number_next(db, "E", 2026, no), "E2026-000002", "of each prefix");
    svc_number_save(db);
    svc_commit(db, NULL, NULL);
}

static void test_keep(struct svc_db *db)
{
    char no[SVC_NUMBER_SIZE];
    static const char *const bad[] = { "E2026-000009", "EF2026-000009", "EA2026-00009", "EA26-000009",
                                       "EA2026000009", "EA20a6-000009", "EA2026-00000x", "EA", "" };
    svc_begin_write(db);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        is_str(svc_number_keep(db, "EA", bad[i], 2026),
               "not a number of this register, such as EA2026-000123", bad[i]);
    is_str(svc_number_keep(db, "E", "EA2026-000009", 2026),
       "not a number of this register, such as E2026-000123", "nor is EA's one of E");
    is_str(svc_number_keep(db, "EA", "EA2025-000009", 2026), "of another year than the fact", "of its year");
    ok(!svc_number_keep(db, "EA", "EA2026-000009", 2026), "one that is given is kept");
    is_str(svc_number_next(db, "EA", 2026, no), "EA2026-000010", "and the counter never falls behind it");
    svc_number_save(db);
    svc_commit(db, NULL, NULL);
}

int main(void)
{
    make_home();
    struct svc_db *db = svc_db_open("t.db", SVC_DB_CREATE);
    svc_begin_write(db);
    svc_migrate(db);
    svc_commit(db, NULL, NULL);
    test_begins();
    test_next(db);
    test_keep(db);
    svc_db_close(db);
    return done_testing();
}
