/* svc-admin: the store, its departments and persons. The entry is at the bottom. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/mem.h"
#include "svc/migrate.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/stock.h"

#define ROLES \
    "agent|staff|team_leader|dept_head|deputy_gm|gm|office|general_office|leadership|committee|" \
    "service_director|region_director|national_centre|clerk|auditor|admin|cron"

static const struct svc_column dept_columns[] = {
    { "dept", SVC_TYPE_CODE, SVC_KEY | SVC_REQUIRED, "部门", "department code", NULL, NULL },
    { "name", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "名称", "its name", NULL, NULL },
    { "kind", SVC_TYPE_WORD, SVC_SET, "类型", "what it is; business unless said",
      "business|support|contractor", NULL },
    { "leader", SVC_TYPE_CODE, SVC_SET, "分管领导", "person no of the supervising deputy GM", NULL,
      NULL },
    { "head", SVC_TYPE_CODE, SVC_SET, "负责人", "person no of its head", NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_column person_columns[] = {
    { "person", SVC_TYPE_CODE, SVC_KEY | SVC_REQUIRED, "工号", "staff number", NULL, NULL },
    { "name", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "姓名", "name", NULL, NULL },
    { "dept", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "部门", "department", NULL, "dept" },
    { "post", SVC_TYPE_CODE, SVC_SET, "岗位", "post", NULL, NULL },
    { "title", SVC_TYPE_CODE, SVC_SET, "职称", "professional title", NULL, NULL },
    { "roles", SVC_TYPE_WORDS, SVC_REQUIRED, "角色", "roles, ;-separated", ROLES, NULL },
    { "login", SVC_TYPE_CODE, SVC_SET, "登录名", "login name of the machine", NULL, NULL },
    { "joined", SVC_TYPE_DAY, SVC_SET, "入职日期", "first day", NULL, NULL },
    { "left", SVC_TYPE_DAY, SVC_SET, "离职日期", "last day", NULL, NULL },
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL },
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_register depts = {
    .name = "depts", .one = "department", .help = "departments", .table = "dept",
    .columns = dept_columns
};

static const struct svc_register persons = {
    .name = "persons", .one = "person", .help = "persons, their roles and logins",
    .table = "person", .columns = person_columns
};

/* -- init --------------------------------------------------------------------------------- */

/* A store is made whole beside its place and linked there, so nobody ever opens half of one. */
static char *unfinished;

static void remove_unfinished(void)
{
    char *lock = svc_format("%s.lock", unfinished);
    unlink(unfinished);
    unlink(lock);
    free(lock);
}

/* The caller, with every role a small company needs at once. */
static void register_caller(struct svc_call *call)
{
    static const char roles[] = "admin;office;clerk";
    char now[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    call->actor.person = call->actor.login;
    call->actor.roles = roles;
    svc_change_insert(call, "person", call->actor.login,
        "INSERT INTO person (person, name, roles, login, recorded_at, recorded_by, digest, event)"
        " VALUES (?1, ?1, ?2, ?1, ?3, ?1, '', ?4) RETURNING *",
        "sssi", call->actor.login, roles, now, svc_event_head(call->db).seq + 1);
}

static int init(struct svc_call *call)
{
    const char *where = svc_call_store();
    char now[SVC_WHEN_SIZE];
    if (access(where, F_OK) == 0)
        svc_die(SVC_CONFIG, "there is a store at \"%s\" already; nothing was done", where);
    char *beside = svc_format("%s.new-%ld", where, (long)getpid());
    call->db = svc_db_open(beside, SVC_DB_CREATE);
    unfinished = beside;
    atexit(remove_unfinished);
    svc_migrate(call->db);
    call->actor = svc_actor_login();
    call->op_id = "init";
    svc_call_begin(call);
    svc_run(call->db, "INSERT INTO meta (name, value) VALUES ('mode', 'local'), ('created_at', ?1),"
                      " ('created_by', ?2)",
            "ss", svc_when_format(svc_now(), now), SVC_VERSION);
    register_caller(call);
    svc_rules_load(call, NULL, NULL);
    svc_call_commit(call);
    svc_db_close(call->db);
    call->db = NULL;
    if (link(beside, where) != 0)
        svc_die(SVC_CONFIG, "cannot make the store \"%s\": %s", where, strerror(errno));
    if (svc_call_talks())
        svc_warn("made the store \"%s\"", where);
    return svc_finish(call);
}

/* -- whoami ------------------------------------------------------------------------------- */

static const struct svc_column whoami_columns[] = {
    { "uid", SVC_TYPE_INT, 0, "用户号", "user id, from the kernel", NULL, NULL },
    { "login", SVC_TYPE_CODE, 0, "登录名", "its login name", NULL, NULL },
    { "person", SVC_TYPE_CODE, 0, "工号", "the person with that login", NULL, NULL },
    { "name", SVC_TYPE_CODE, 0, "姓名", "the person's name", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "the person's department", NULL, NULL },
    { "roles", SVC_TYPE_CODE, 0, "角色", "roles held", NULL, NULL },
    { "mode", SVC_TYPE_CODE, 0, "模式", "local: identity not isolated", NULL, NULL },
    { "store", SVC_TYPE_CODE, 0, "数据库", "the store asked", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static int whoami(struct svc_call *call)
{
    svc_print_query(call, whoami_columns, svc_query(call->db,
        "SELECT ?1, p.login, p.person, p.name, p.dept, p.roles, m.value, ?2"
        "  FROM person p LEFT JOIN meta m ON m.name = 'mode' WHERE p.person = ?3",
        "iss", call->actor.uid, svc_db_where(call->db), call->actor.person));
    return svc_finish(call);
}

/* -- check, verify ------------------------------------------------------------------------ */

static const struct svc_column finding_columns[] = {
    { "check", SVC_TYPE_CODE, 0, "检查项", "which check", NULL, NULL },
    { "finding", SVC_TYPE_TEXT, 0, "发现", "what does not fit", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* Where the checks leave what they find. */
struct findings {
    struct svc_call *call;
    const char *check;
    size_t count;
};

static void find(void *ctx, const char *what)
{
    struct findings *findings = ctx;
    struct svc_value row[] = { svc_value_text(findings->check), svc_value_text(what) };
    svc_print_row(findings->call, row);
    findings->count++;
}

/* Found means 1; the findings themselves are the message. */
static int finish_findings(struct svc_call *call, const struct findings *findings)
{
    int code = svc_finish(call);
    return code == SVC_OK && findings->count ? SVC_NO : code;
}

/* Persons that departments name may be loaded later; until then they are open. */
static void check_references(struct svc_call *call, struct findings *findings)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT d.dept, 'head', d.head FROM dept d LEFT JOIN person p ON p.person = d.head"
        " WHERE d.head IS NOT NULL AND p.person IS NULL"
        " UNION ALL "
        "SELECT d.dept, 'leader', d.leader FROM dept d LEFT JOIN person p ON p.person = d.leader"
        " WHERE d.leader IS NOT NULL AND p.person IS NULL ORDER BY 1, 2", NULL);
    while (svc_next(q)) {
        char *what = svc_format("department %s names %s \"%s\", who is not registered",
                                svc_text(q, 0), svc_text(q, 1), svc_text(q, 2));
        find(findings, what);
        free(what);
    }
}

/* The registers of this command have exactly their tables' columns, in order. */
static void check_shape(struct svc_call *call, struct findings *findings)
{
    for (const struct svc_register *const *r = call->command->registers; *r; r++) {
        char *sql = svc_format("SELECT * FROM %s LIMIT 0", (*r)->table);
        struct svc_query *q = svc_prepare(call->db, sql);
        int count = (int)svc_column_count((*r)->columns);
        bool same = svc_columns(q) == count;
        for (int i = 0; same && i < count; i++)
            same = strcmp(svc_column_name(q, i), (*r)->columns[i].name) == 0;
        if (!same)
            find(findings, (*r)->table);
        svc_free(q);
        free(sql);
    }
}

static int check(struct svc_call *call)
{
    struct findings findings = { call, "store", 0 };
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_print_begin(call, finding_columns);
    svc_db_check(call->db, find, &findings);
    findings.check = "columns";
    check_shape(call, &findings);
    findings.check = "references";
    check_references(call, &findings);
    findings.check = "deadlines";
    svc_rules_check(rules, find, &findings);
    findings.check = "audit";
    svc_event_verify(call->db, find, &findings);
    svc_rules_close(rules);
    return finish_findings(call, &findings);
}

static int verify(struct svc_call *call)
{
    struct findings findings = { call, "audit", 0 };
    svc_print_begin(call, finding_columns);
    svc_event_verify(call->db, find, &findings);
    if (findings.count == 0 && svc_shared.verbose)
        svc_warn("the chain and every register's state fit; head %s", svc_event_head(call->db).mark);
    return finish_findings(call, &findings);
}

/* -- departments: the kind has a default -------------------------------------------------- */

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    int kind = call->reg == &depts ? svc_column_at(dept_columns, "kind") : -1;
    while ((values = svc_import_next(in)))
        if (kind >= 0 && !svc_value_given(&values[kind]))
            values[kind] = svc_value_text("business");
    return svc_import_close(in);
}

static int add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

static int import(struct svc_call *call)
{
    return take_in(call, svc_import_open(call));
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "admin;office"

static const struct svc_option init_options[] = {
    SVC_OPTIONS_INCLUDE(svc_base_options),
    SVC_OPTIONS_END
};

static const struct svc_verb verbs[] = {
    { "init", NULL, init, init_options, SVC_NEED_NOTHING, NULL,
      "make a store, its caller the first admin" },
    { "add", "REGISTER ", add, svc_add_options, SVC_NEED_WRITE, KEEPERS, "register one record" },
    { "import", "REGISTER [FILE|-]", import, svc_import_options, SVC_NEED_WRITE, KEEPERS,
      "register many records, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "whoami", NULL, whoami, svc_output_options, SVC_NEED_READ, NULL,
      "who the kernel says is acting, and the roles" },
    { "check", NULL, check, svc_output_options, SVC_NEED_READ, NULL,
      "look for anything that does not fit; exit 1 if found" },
    { "verify", NULL, verify, svc_output_options, SVC_NEED_READ, NULL,
      "recompute the audit chain and the registers' states; exit 1 if they differ" },
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &depts, &persons, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-admin", .summary = "the store, its departments and persons",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
