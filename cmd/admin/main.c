/* svc-admin: the store, its departments, persons and wages. The entry is at the bottom. */
#include "admin.h"

#include <pwd.h>
#include <unistd.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/migrate.h"
#include "svc/rules.h"
#include "svc/stock.h"

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
    [P_PERSON] = { "person", SVC_TYPE_CODE, SVC_KEY | SVC_REQUIRED, "工号", "staff number", NULL,
                   NULL },
    [P_NAME] = { "name", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "姓名", "name", NULL, NULL },
    [P_DEPT] = { "dept", SVC_TYPE_CODE, SVC_REQUIRED | SVC_SET, "部门", "department", NULL, "dept" },
    [P_POST] = { "post", SVC_TYPE_CODE, SVC_SET, "岗位", "post", NULL, NULL },
    [P_TITLE] = { "title", SVC_TYPE_CODE, SVC_SET, "职称", "professional title", NULL, NULL },
    [P_ROLES] = { "roles", SVC_TYPE_WORDS, SVC_REQUIRED, "角色", "roles, ;-separated", SVC_ROLES, NULL },
    [P_LOGIN] = { "login", SVC_TYPE_CODE, SVC_SET, "登录名", "login name of the machine", NULL, NULL },
    [P_JOINED] = { "joined", SVC_TYPE_DAY, SVC_SET, "入职日期", "first day", NULL, NULL },
    [P_LEFT] = { "left", SVC_TYPE_DAY, SVC_SET, "离职日期", "last day", NULL, NULL },
    [P_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded",
                        NULL, NULL },
    [P_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [P_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [P_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [P_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

static const struct svc_register depts = {
    .name = "depts", .one = "department", .help = "departments", .table = "dept",
    .columns = dept_columns
};

const struct svc_register admin_persons = {
    .name = "persons", .one = "person", .help = "persons, their roles and logins",
    .table = "person", .columns = person_columns
};

/* -- init --------------------------------------------------------------------------------- */

static bool trust;
static const char *first_admin; /* of a host's store, else NULL */

/* The first person: on a host the one that was named, else the caller, with every role a small
 * company needs at once. */
static void register_first(struct svc_call *call)
{
    const char *login = first_admin ? first_admin : call->actor.login;
    const char *roles = first_admin ? "admin" : "admin;office;clerk";
    char now[SVC_WHEN_SIZE];
    svc_when_format(svc_now(), now);
    if (!first_admin) {
        call->actor.person = login;
        call->actor.roles = roles;
    }
    svc_change_insert(call, "person", login,
        "INSERT INTO person (person, name, roles, login, recorded_at, recorded_by, digest, event)"
        " VALUES (?1, ?1, ?2, ?1, ?3, ?4, '', ?5) RETURNING *",
        "ssssi", login, roles, now, call->actor.person, svc_event_head(call->db).seq + 1);
}

/* Nobody makes himself the admin of a host's store: it is made by root, or by a job of the system
 * user. Its place tells a host's store from the caller's own. */
static void check_place(const char *where)
{
    bool host = svc_host_keeps(where);
    if (host && svc_host_acts() && svc_host_person() != 0)
        svc_die(SVC_DENIED, "a host's store is made by root alone; nothing was done");
    if (host && !first_admin)
        svc_die(SVC_USAGE, "a host's store needs its first admin\nadd --admin LOGIN");
    if (first_admin && !host)
        svc_die(SVC_USAGE, "\"%s\" is no place of a host's store; nothing was done\n"
                "see make install-host, or leave out --admin", where);
    if (first_admin && !getpwnam(first_admin))
        svc_die(SVC_USAGE, "option --admin: no login \"%s\" on this machine", first_admin);
    if (host && svc_now_is_fixed())
        svc_die(SVC_USAGE, "a host's store is written at no other time than now; nothing was done\n"
                "leave out --as-of and unset SVC_NOW");
}

/* The store is made whole beside its place and linked there: nobody ever opens half of one. */
static int init(struct svc_call *call)
{
    const char *where = svc_call_store();
    char now[SVC_WHEN_SIZE];
    check_place(where);
    if (access(where, F_OK) == 0)
        svc_die(SVC_CONFIG, "there is a store at \"%s\" already; nothing was done", where);
    char *beside = admin_temporary(where);
    svc_db_trust_filesystem(trust);
    call->db = svc_db_open(beside, SVC_DB_CREATE);
    svc_migrate(call->db);
    call->actor = svc_actor_login();
    call->op_id = "init";
    svc_call_begin(call);
    svc_run(call->db, "INSERT INTO meta (name, value) VALUES ('mode', ?1), ('created_at', ?2),"
                      " ('created_by', ?3)",
            "sss", first_admin ? "host" : "local", svc_when_format(svc_now(), now), SVC_VERSION);
    if (trust)
        svc_run(call->db, "INSERT INTO meta (name, value) VALUES ('trust_filesystem', '1')", NULL);
    register_first(call);
    svc_rules_load(call, NULL, NULL);
    svc_call_commit(call);
    svc_db_close(call->db);
    call->db = NULL;
    admin_name(beside, where);
    if (svc_call_talks())
        svc_warn("made the store \"%s\"", where);
    return svc_finish(call);
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "admin;office"

static const struct svc_option init_options[] = {
    { "admin", 0, SVC_OPT_TEXT, &first_admin, "LOGIN",
      "make the host's store, with this user as the first admin" },
    { "trust-filesystem", 0, SVC_OPT_FLAG, &trust, NULL,
      "take FUSE and 9p, whose locks are unknown; kept in the store" },
    SVC_OPTIONS_INCLUDE(svc_base_options),
    SVC_OPTIONS_END
};

static const struct svc_verb verbs[] = {
    { "init", NULL, init, init_options, SVC_NEED_NOTHING, NULL,
      "make a store, its caller the first admin" },
    { "add", "REGISTER ", admin_add, svc_add_options, SVC_NEED_WRITE, KEEPERS,
      "register one record" },
    { "import", "REGISTER [FILE|-]", admin_import, svc_import_options, SVC_NEED_WRITE, KEEPERS,
      "register many records, all or none" },
    { "list", "REGISTER ", admin_list, svc_list_options, SVC_NEED_READ, NULL, "list records" },
    { "show", "REGISTER NO...|-", admin_show, svc_show_options, SVC_NEED_READ, NULL,
      "show records whole, one value a line, and their history" },
    SVC_STOCK_SET("REGISTER ", KEEPERS),
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "whoami", NULL, admin_whoami, svc_output_options, SVC_NEED_READ, NULL,
      "who the kernel says is acting, and the roles" },
    { "role", "PERSON...|-", admin_role, admin_role_options, SVC_NEED_WRITE, "admin",
      "give persons other roles, from tomorrow on; needs --reason" },
    { "check", "[" ADMIN_CHECKS "...]", admin_check, svc_output_options, SVC_NEED_READ, NULL,
      "look for anything that does not fit; exit 1 if found" },
    { "verify", NULL, admin_verify, admin_verify_options, SVC_NEED_READ, NULL,
      "recompute the audit chain and the registers' states; exit 1 if they differ" },
    { "head", NULL, admin_head, svc_output_options, SVC_NEED_READ, NULL,
      "the head of the audit chain, to be kept elsewhere" },
    { "sql", "SELECT|-", admin_sql, admin_sql_options, SVC_NEED_WRITE, "admin;auditor",
      "print what a SELECT finds; needs --reason" },
    { "backup", "FILE", admin_backup, admin_backup_options, SVC_NEED_WRITE, "admin;cron",
      "copy the store into a new file, checked" },
    { "restore", "FILE", admin_restore, admin_restore_options, SVC_NEED_NOTHING, "admin",
      "put a checked backup in the store's place" },
    { "upgrade", NULL, admin_upgrade, admin_upgrade_options, SVC_NEED_NOTHING, "admin",
      "bring an older store to this version, after a backup" },
    { "retire", NULL, admin_retire, admin_retire_options, SVC_NEED_WRITE, "admin",
      "remove personal data of old closed records; needs --reason" },
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = { &depts, &admin_persons, &admin_wages, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-admin", .summary = "the store, its departments, persons and wages",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
