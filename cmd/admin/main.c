/* svc-admin: the store, its departments, persons and wages. The entry is at the bottom. */
#include "admin.h"

#include <unistd.h>

#include "svc/account.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/migrate.h"
#include "svc/refusal.h"
#include "svc/reload.h"
#include "svc/server.h"
#include "svc/stock.h"
#include "svc/words.h"

/* -- init --------------------------------------------------------------------------------- */

static bool trust;
static const char *first_admin; /* of a host's store, else NULL */
static const char *policy;      /* folder of the pack; NULL: the one that came with the tools */
static const char *folder;      /* the files of a company, or NULL … */
static const char *posts;       /* … and which roles posts bring */

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
        "sssse", login, roles, now, call->actor.person);
}

/* Nobody makes himself the admin of a host's store: it is made by root, or by a job of the system
 * user. Its place tells a host's store from the caller's own. */
static void check_place(struct svc_call *call, const char *where)
{
    bool host = svc_host_keeps(where);
    if (host && svc_host_acts() && svc_host_person() != 0)
        svc_deny(call, SVC_DENIED, NULL, "a host's store is made by root alone; nothing was done");
    if (host && !first_admin)
        svc_die(SVC_USAGE, "a host's store needs its first admin\nadd --admin LOGIN");
    if (first_admin && !host)
        svc_die(SVC_USAGE, "\"%s\" is no place of a host's store; nothing was done\n"
                "see make install-host, or leave out --admin", where);
    if (first_admin && !svc_account_named(first_admin))
        svc_die(SVC_USAGE, "option --admin: no login \"%s\" on this machine", first_admin);
    if (host && svc_now_is_fixed())
        svc_die(SVC_USAGE, "a host's store is written at no other time than now; nothing was done\n"
                "leave out --as-of and unset SVC_NOW");
}

/* What the store is, in its first event: the schema's own facts are rows of the same table. */
static void tell_facts(struct svc_call *call)
{
    struct svc_state state;
    struct svc_buf change = { 0 };
    struct svc_query *q = svc_query(call->db, "SELECT name, value FROM meta ORDER BY name", NULL);
    while (svc_next(q)) {
        svc_buf_puts(&change, change.len ? "," : "{");
        svc_buf_json(&change, svc_text(q, 0), svc_text_len(q, 0));
        svc_buf_puts(&change, ":[null,");
        svc_buf_json(&change, svc_text(q, 1), svc_text_len(q, 1));
        svc_buf_putc(&change, ']');
    }
    svc_buf_putc(&change, '}');
    svc_state_sum(call->db, "meta", &state);
    svc_state_save(call->db, "meta", &state);
    svc_change_event(call, "meta", NULL, change.data);
    svc_buf_free(&change);
}

static void make(struct svc_call *call, const char *beside, struct admin_company *company)
{
    char now[SVC_WHEN_SIZE];
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
    tell_facts(call);
    register_first(call);
    if (company)
        admin_company_rules(call, company, policy);
    else
        svc_rules_load(call, policy, NULL);
    svc_call_commit(call);
    svc_db_close(call->db);
    call->db = NULL;
}

/* The other tools take the files in, and what they have not brought is told. */
static void fill(struct svc_call *call, const char *beside, struct admin_company *company)
{
    admin_company_fill(company, beside);
    call->db = svc_db_open(beside, SVC_DB_READ);
    svc_words_open(call->db);
    admin_company_tell(call, company, policy != NULL);
    svc_db_close(call->db);
    call->db = NULL;
}

/* The store is made whole beside its place and linked there: nobody ever opens half of one. */
static int init(struct svc_call *call)
{
    const char *where = svc_call_store();
    check_place(call, where);
    if (posts && !folder)
        svc_die(SVC_USAGE, "option --roles goes with --company");
    if (folder && first_admin)
        svc_die(SVC_USAGE, "option --company makes a store of one's own; nothing was done\n"
                "make the host's store with --admin alone, then let its admin import the files");
    bool server = svc_server_has(where);
    if (!server && access(where, F_OK) == 0)
        svc_die(SVC_CONFIG, "there is a store at \"%s\" already; nothing was done", where);
    struct admin_company *company = folder ? admin_company_look(folder, posts) : NULL;
    const char *beside = server ? svc_server_beside(where) : admin_temporary(where);
    make(call, beside, company);
    if (company)
        fill(call, beside, company);
    (server ? svc_server_put : admin_name)(beside, where);
    if (svc_call_talks())
        svc_warn("made the store \"%s\"", svc_server_told(where));
    return svc_finish(call);
}

/* -- the command -------------------------------------------------------------------------- */

#define KEEPERS "admin;office"

static const struct svc_option init_options[] = {
    { .name = "admin", .type = SVC_OPT_TEXT, .to = &first_admin, .arg = "LOGIN",
      .help = "make the host's store, with this user as the first admin" },
    { .name = "policy", .type = SVC_OPT_TEXT, .to = &policy, .arg = "DIR",
      .help = "the rule pack in force since ever (default: the one that came with the tools)" },
    { .name = "trust-filesystem", .type = SVC_OPT_FLAG, .to = &trust,
      .help = "take FUSE and 9p, whose locks are unknown; kept in the store" },
    { .name = "company", .type = SVC_OPT_TEXT, .to = &folder, .arg = "DIR",
      .help = "take in the departments, persons, customers and rules that lie there" },
    { .name = "roles", .type = SVC_OPT_TEXT, .to = &posts, .arg = "POST=ROLE,...",
      .help = "with --company: what roles a post brings, where the persons' file has none" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_verb verbs[] = {
    { .name = "init", .run = init, .options = init_options, .need = SVC_NEED_NOTHING,
      .help = "make a store, its caller the first admin" },
    { .name = "add", .operands = "REGISTER ", .run = admin_add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = KEEPERS, .help = "register one record" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = admin_import,
      .options = admin_import_options, .need = SVC_NEED_WRITE, .roles = KEEPERS,
      .help = "register many records, all or none" },
    { .name = "list", .operands = "REGISTER ", .run = admin_list, .options = svc_list_options,
      .need = SVC_NEED_READ, .help = "list records" },
    { .name = "show", .operands = "REGISTER NO...|-", .run = admin_show,
      .options = svc_show_options, .need = SVC_NEED_READ,
      .help = "show records whole, one value a line, and their history" },
    { .name = "set", .operands = "REGISTER NO...|-", .run = admin_set,
      .options = admin_set_options, .need = SVC_NEED_WRITE, .roles = KEEPERS, .requires = "reason",
      .help = "change columns that may change, from a day on" },
    SVC_STOCK_LOG("REGISTER "),
    { .name = "history", .operands = "REGISTER ", .run = admin_history,
      .options = svc_output_options, .need = SVC_NEED_READ,
      .help = "what departments and persons were, and on which days" },
    SVC_STOCK_COLUMNS("REGISTER "),
    { .name = "whoami", .run = admin_whoami, .options = svc_output_options, .need = SVC_NEED_READ,
      .help = "who the kernel says is acting, and the roles" },
    { .name = "role", .operands = "PERSON...|-", .run = admin_role, .options = admin_role_options,
      .need = SVC_NEED_WRITE, .roles = "admin", .requires = "roles;reason",
      .help = "give persons other roles, from tomorrow on" },
    { .name = "check", .operands = "[" ADMIN_CHECKS "...]", .run = admin_check,
      .options = svc_output_options, .need = SVC_NEED_READ, .doubts = true,
      .help = "look for anything that does not fit; exit 1 if found" },
    { .name = "verify", .run = admin_verify, .options = admin_verify_options, .need = SVC_NEED_READ,
      .doubts = true,
      .help = "recompute the audit chain and the registers' states; exit 1 if they differ" },
    { .name = "head", .run = admin_head, .options = svc_output_options, .need = SVC_NEED_READ,
      .help = "the head of the audit chain, to be kept elsewhere" },
    { .name = "sql", .operands = "SELECT|-", .run = admin_sql, .options = admin_sql_options,
      .need = SVC_NEED_WRITE, .roles = "admin;auditor", .requires = "reason",
      .help = "print what a SELECT finds" },
    { .name = "publish", .operands = "FILE", .run = admin_publish, .options = admin_publish_options,
      .need = SVC_NEED_WRITE, .roles = "office;auditor;gm", .makes = true,
      .help = "the registers as masked views for analysts, in an SQLite file of their own" },
    { .name = "backup", .operands = "FILE", .run = admin_backup, .options = admin_backup_options,
      .need = SVC_NEED_WRITE, .roles = "admin;cron", .makes = true,
      .help = "copy the store into a new file, checked" },
    { .name = "restore", .operands = "FILE", .run = admin_restore, .options = admin_backup_options,
      .need = SVC_NEED_NOTHING, .roles = "admin",
      .help = "put a checked backup in the store's place" },
    { .name = "upgrade", .run = admin_upgrade, .options = admin_upgrade_options,
      .need = SVC_NEED_NOTHING, .roles = "admin",
      .help = "bring an older store to this version, after a backup" },
    { .name = "retire", .run = admin_retire, .options = admin_retire_options,
      .need = SVC_NEED_WRITE, .roles = "admin", .requires = "reason",
      .help = "remove personal data of old closed records" },
    { 0 }
};

static const struct svc_register *const registers[] = { &admin_depts, &admin_persons, &admin_wages,
                                                        NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-admin", .summary = "the store, its departments, persons and wages",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
