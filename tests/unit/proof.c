/* A register proves itself against the store: whatever differs ends the tool with its name. */
#include "store.h"
#include "svc/proof.h"

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号" },
    { .name = "raised_at", .type = SVC_TYPE_TIME, .label = "时间" },
    { .name = "caller", .type = SVC_TYPE_CODE, .flags = SVC_NAME | SVC_SET, .label = "姓名" },
    { .name = "phone", .type = SVC_TYPE_PHONE, .flags = SVC_PHONE, .label = "电话" },
    { 0 }
};

static const struct svc_register things = { .name = "things", .one = "thing", .table = "thing",
                                            .columns = columns };

/* A register with a column of this name and type, and the store that goes with it. */
static void prove_typed(const char *name, enum svc_type type)
{
    struct svc_column named[] = {
        { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY, .label = "编号" },
        { .name = name, .type = type, .label = "名" },
        { 0 }
    };
    struct svc_register reg = { .name = "things", .one = "thing", .table = "thing",
                                .columns = named };
    char *sql = svc_format("CREATE TABLE thing (no {TEXT}, \"%s\" {TEXT}) {STRICT};"
                           "INSERT INTO register_state (tbl) VALUES ('thing');", name);
    struct svc_db *db = svc_db_open("p.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_script(db, "thing", sql);
    svc_register_prove(db, &reg);
    svc_rollback(db);
    free(sql);
}

static void prove_named(const char *name)
{
    prove_typed(name, SVC_TYPE_CODE);
}

static void prove_numbers(const char *name)
{
    prove_typed(name, SVC_TYPE_PHONE);
}

/* A store in which the table and what the schema says of it are made by `sql`. */
static void prove(const char *sql)
{
    struct svc_db *db = svc_db_open("p.db", SVC_DB_WRITE);
    svc_begin_write(db);
    svc_script(db, "thing", sql);
    svc_register_prove(db, &things);
    svc_rollback(db);
}

#define TABLE_OF(columns) "CREATE TABLE thing (" columns ") {STRICT};"
#define TABLE TABLE_OF("no {TEXT}, raised_at {TEXT}, caller {TEXT}, phone {TEXT}")
#define AUDITED "INSERT INTO register_state (tbl) VALUES ('thing');"
#define PERSONAL(key) \
    "INSERT INTO personal (tbl, key_col, col, old_col) VALUES" \
    " ('thing', '" key "', 'caller', 'raised_at'), ('thing', '" key "', 'phone', 'raised_at');"

int main(void)
{
    make_home();
    svc_err_tool("svc-test");
    make_store("p.db");
    is_int(in_child(prove, TABLE AUDITED PERSONAL("no")).code, 0, "as the store has it");
    dies(prove, AUDITED PERSONAL("no"), 70, "register \"things\": its table has no column \"no\"",
         "no table");
    dies(prove, TABLE_OF("no {TEXT}, raised_at {TEXT}, caller {TEXT}") AUDITED PERSONAL("no"), 70,
         "register \"things\": its table has no column \"phone\"", "a column that is missing");
    dies(prove, TABLE_OF("no {TEXT}, raised_at {TEXT}, phone {TEXT}, caller {TEXT}") AUDITED
         PERSONAL("no"), 70,
         "register \"things\": its table has column \"phone\" in the place of \"caller\"",
         "another order");
    dies(prove, TABLE "ALTER TABLE thing ADD COLUMN fax {TEXT};" AUDITED PERSONAL("no"), 70,
         "register \"things\": its table has column \"fax\" in the place of \"\"",
         "a column more");
    dies(prove, TABLE AUDITED PERSONAL("no")
         "DELETE FROM personal WHERE col = 'phone' AND tbl = 'thing';", 70,
         "register \"things\": a column has a mask and is not in table \"personal\"",
         "a telephone number that sql would show");
    dies(prove, TABLE AUDITED PERSONAL("no")
         "INSERT INTO personal VALUES ('thing', 'no', 'raised_at', 'never');", 70,
         "register \"things\": column \"raised_at\" is personal and has no mask",
         "personal data that a list would show");
    dies(prove, TABLE AUDITED PERSONAL("raised_at"), 70,
         "register \"things\": its key is \"no\", but for personal data \"raised_at\"",
         "another key");
    dies(prove, TABLE PERSONAL("no"), 70, "register \"things\": its table is not audited",
         "a table without a state");
    static const char *const good[] = { "grp", "why", "left_on", "plan", "action", "period" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        is_int(in_child(prove_named, good[i]).code, 0, good[i]);
    dies(prove_named, "reason", 70,
         "register \"things\": column \"reason\" bears a shared option's name", "of a step");
    dies(prove_named, "since", 70,
         "register \"things\": column \"since\" bears a shared option's name", "of a list");
    dies(prove_named, "year", 70,
         "register \"things\": column \"year\" bears a shared option's name", "of a report");
    dies(prove_named, "group", 70, "register \"things\": column \"group\" is a word of SQL",
         "a word that is to be quoted");
    dies(prove_named, "left", 70, "register \"things\": column \"left\" is a word of SQL",
         "a word that one engine lets pass");
    dies(prove_numbers, "fax", 70, "register \"things\": column \"fax\" has telephone numbers",
         "numbers that no check would compare");
    return done_testing();
}
