/* svc-admin init --company: a company out of the files that an office has, as they lie in one folder.
 *
 * Files are known by their names. Each is taken in by the tool of its register, as the caller would do it by hand,
 * into a store that nobody else has seen yet. */
#include "admin.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "svc/child.h"
#include "svc/err.h"
#include "svc/feed.h"
#include "svc/file.h"
#include "svc/heading.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/reload.h"
#include "svc/rules.h"
#include "svc/text.h"
#include "svc/tidy.h"
#include "svc/word.h"
#include "svc/words.h"

/* What a folder may hold, in the order in which it is taken in: names before what names them. */
static const struct kind {
    const char *code; /* a word of the list */
    const char *tool, *reg, *table;
} kinds[] = {
    { "depts", "svc-admin", "depts", "dept" },
    { "persons", "svc-admin", "persons", "person" },
    { "customers", "svc-tier", "customers", "customer" },
    { "contacts", "svc-tier", "contacts", "tier_contact" },
    { "wages", "svc-admin", "wages", "wage" },
    { "monitors", "svc-monitor", "monitors", "monitor" },
    { "complaints", "svc-complaint", "complaints", "complaint" },
    { "orders", "svc-order", NULL, "service_order" },
    { "callbacks", "svc-callback", "callbacks", "callback" },
    { 0 }
};

struct file {
    const char *name, *path;
    const char *code; /* what it is taken for, NULL: nothing */
    bool folder;
    int64_t records;
};

struct admin_company {
    const char *dir, *roles;
    struct file *file;
    size_t count;
    const char *policy; /* folder of the rule pack, NULL: the one that came with the tools */
    const char *params; /* file of parameters, NULL: none */
    struct svc_pack_given *given;
    size_t given_count;
};

/* -- what lies there ------------------------------------------------------------------------- */

/* What offices put before and behind the name of a thing: 2026年 … 一览表（最新）. */
static const char *const around[] = {
    "表", "名单", "清单", "台账", "档案", "信息", "资料", "花名册", "一览", "汇总", "导出", "明细", "年", "月", "最新", "-", "_", ".",
    " ", "(", ")", "（", "）", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL
};

static bool ends_with(const char *text, size_t len, const char *end, size_t end_len)
{
    return len >= end_len && memcmp(text + len - end_len, end, end_len) == 0;
}

/* The length without what stands behind. */
static size_t bare_length(const char *text, size_t len)
{
    bool shorter = true;
    while (shorter) {
        shorter = false;
        for (const char *const *word = around; *word && !shorter; word++) {
            shorter = len > strlen(*word) && ends_with(text, len, *word, strlen(*word));
            if (shorter)
                len -= strlen(*word);
        }
    }
    return len;
}

/* The longest word of a name that the text ends with, NULL for none: 某某燃气公司在职员工 are persons. */
static const char *ends_as(const char *words, const char *text, size_t len)
{
    struct svc_word word;
    const char *name, *found = NULL;
    size_t name_len, longest = 0;
    if (svc_word_find(words, text, len, &word))
        return svc_strndup(word.code, word.code_len);
    while (svc_word_next(&words, &word))
        for (const char *names = word.names; names < word.names + word.names_len; names = name + name_len + 1) {
            name = names;
            name_len = strcspn(name, ";|");
            if (name_len > (size_t)(word.names + word.names_len - name))
                name_len = (size_t)(word.names + word.names_len - name);
            if (name_len > longest && (unsigned char)*name >= 0x80 && ends_with(text, len, name, name_len)) {
                found = svc_strndup(word.code, word.code_len);
                longest = name_len;
            }
        }
    return found;
}

static bool is_table(const char *end)
{
    static const char *const ends[] = { ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xml", ".html", ".htm", ".jsonl",
                                        ".json", NULL };
    for (const char *const *e = ends; *e && end; e++)
        if (strcasecmp(*e, end) == 0)
            return true;
    return false;
}

/* What a file of this name is taken for; the word of the list, NULL for none. */
static const char *taken_as(const struct file *file)
{
    struct svc_buf room = { 0 };
    const char *words = svc_word_list("admin.company"), *dot = strrchr(file->name, '.');
    size_t len = file->folder || !dot ? strlen(file->name) : (size_t)(dot - file->name);
    if (!file->folder && !is_table(dot))
        return NULL;
    char *stem = svc_strndup(file->name, len);
    const char *name = svc_tidy_narrow(stem, &len, &room);
    const char *code = ends_as(words, name, len);
    if (!code)
        code = ends_as(words, name, bare_length(name, len));
    free(stem);
    svc_buf_free(&room);
    bool is_pack = code && strcmp(code, "policy") == 0;
    return code && is_pack == file->folder ? code : NULL;
}

static void only_one(const char **place, const struct file *file)
{
    if (*place)
        svc_die(SVC_BADINPUT, "\"%s\" and \"%s\" are taken for the same; no store was made\n"
                "keep one of them there", *place, file->path);
    *place = file->path;
}

struct admin_company *admin_company_look(const char *dir, const char *roles)
{
    struct admin_company *company = svc_alloc(sizeof *company);
    char **names = svc_file_names(dir, "", false);
    *company = (struct admin_company){ .dir = dir, .roles = roles };
    if (!names)
        svc_die(SVC_BADINPUT, "cannot read \"%s\": %s; no store was made", dir, svc_lang_error(errno));
    for (char **name = names; *name; name++) {
        struct stat st;
        if (**name == '.')
            continue;
        company->file = svc_grow(company->file, company->count, sizeof *company->file);
        struct file *file = &company->file[company->count++];
        *file = (struct file){ .name = svc_strdup(*name), .path = svc_format("%s/%s", dir, *name) };
        file->folder = stat(file->path, &st) == 0 && S_ISDIR(st.st_mode);
        file->code = strncmp(*name, "~$", 2) == 0 ? NULL : taken_as(file);
        if (file->code && strcmp(file->code, "policy") == 0)
            only_one(&company->policy, file);
        if (file->code && strcmp(file->code, "company") == 0)
            only_one(&company->params, file);
    }
    free(names);
    return company;
}

/* -- what the company is called, and its parameters -------------------------------------------- */

enum { PARAMETER, VALUE, COLUMNS };

static const struct svc_column company_columns[] = {
    [PARAMETER] = { .name = "parameter", .type = SVC_TYPE_LINE, .flags = SVC_KEY | SVC_REQUIRED, .label = "参数",
                    .help = "a parameter of the rule pack" },
    [VALUE] = { .name = "value", .type = SVC_TYPE_LINE, .label = "值", .help = "what it is in this company" },
    { 0 }
};

static const struct svc_register company_parameters = {
    .name = "company", .one = "parameter", .help = "what the company is called, and its parameters",
    .columns = company_columns
};

static void take_parameter(struct admin_company *company, const struct svc_row *row, const int *at)
{
    struct svc_buf room[COLUMNS] = { { 0 } };
    struct svc_value value[COLUMNS];
    struct svc_word word;
    for (int i = 0; i < COLUMNS; i++) {
        struct svc_cell cell = at[i] < (int)row->count ? row->cells[at[i]] : (struct svc_cell){ 0 };
        const char *why = svc_value_read(&company_columns[i], SVC_WORDS_EVER, cell.text, cell.len, &value[i], &room[i]);
        if (!why && i == PARAMETER && !svc_value_given(&value[i]))
            why = _("is required");
        if (why)
            svc_die(SVC_BADINPUT, "%s:%zu: column \"%s\": %s; no store was made", company->params, row->line,
                    company_columns[i].name, why);
    }
    const char *name = value[PARAMETER].text, *words = svc_word_list("admin.parameter");
    bool called = svc_word_find(words, name, strlen(name), &word);
    company->given = svc_grow(company->given, company->given_count, sizeof *company->given);
    company->given[company->given_count++] = (struct svc_pack_given){
        .name = called ? svc_strndup(word.code, word.code_len) : svc_strdup(name),
        .value = svc_strdup(svc_value_given(&value[VALUE]) ? value[VALUE].text : ""), .line = row->line
    };
    for (int i = 0; i < COLUMNS; i++)
        svc_buf_free(&room[i]);
}

static void read_parameters(struct admin_company *company)
{
    const struct svc_front front = { svc_heading_is, &company_parameters };
    const struct svc_reader_options how = { .front = &front };
    struct svc_feed feed;
    struct svc_row row;
    int at[COLUMNS] = { -1, -1 };
    svc_feed_open(&feed, company->params, &how);
    bool headed = svc_reader_header(feed.reader, &row);
    for (size_t i = 0; headed && i < row.count; i++) {
        int column = row.cells[i].text ? svc_heading_find(&company_parameters, row.cells[i].text, row.cells[i].len) : -1;
        if (column >= 0)
            at[column] = (int)i;
    }
    if (headed && (at[PARAMETER] < 0 || at[VALUE] < 0))
        svc_die(SVC_BADINPUT, "%s: has no columns parameter and value (参数, 值); no store was made", company->params);
    while (headed && svc_reader_next(feed.reader, &row))
        take_parameter(company, &row, at);
    if (svc_reader_error(feed.reader))
        svc_die(SVC_BADINPUT, "%s: %s; no store was made", company->params, svc_reader_error(feed.reader));
    svc_feed_close(&feed);
}

void admin_company_rules(struct svc_call *call, struct admin_company *company, const char *policy)
{
    if (policy && company->policy)
        svc_die(SVC_USAGE, "option --policy: \"%s\" has a rule pack of its own, \"%s\"; no store was made",
                company->dir, company->policy);
    if (company->params)
        read_parameters(company);
    const struct svc_pack_own own = { .dir = policy ? policy : company->policy, .file = company->params,
                                      .given = company->given, .count = company->given_count };
    struct svc_pack *pack = svc_pack_begun(&own, &svc_pack_aloud);
    if (pack->faults > 0)
        svc_die(SVC_CONFIG, "the pack was not loaded; no store was made");
    svc_rules_write(call, pack, NULL);
    svc_pack_free(pack);
}

/* -- what is taken in ------------------------------------------------------------------------- */

/* Posts that are called as a role is have that role; roles that rule the store itself are nobody's by a post. */
static char *roles_by_post(const char *more)
{
    static const char by_post[] = "agent|team_leader|dept_head|deputy_gm|gm|service_director|region_director";
    const char *words = svc_word_list("verb.role");
    struct svc_buf map = { 0 };
    struct svc_word word;
    svc_buf_puts(&map, "staff");
    while (svc_word_next(&words, &word)) {
        const char *name = word.names, *end = word.names + word.names_len;
        char *code = svc_strndup(word.code, word.code_len);
        for (size_t len; svc_text_in(by_post, '|', code) && name < end; name += len + 1) {
            len = strcspn(name, ";|");
            len = len < (size_t)(end - name) ? len : (size_t)(end - name);
            svc_buf_printf(&map, ",%.*s=%s", (int)len, name, code);
        }
        free(code);
    }
    svc_buf_printf(&map, "%s%s", more ? "," : "", more ? more : "");
    return svc_buf_take(&map);
}

/* Runs the tool on the file; it tells by itself what is wrong with it. */
static void take_in(const struct admin_company *company, const struct kind *kind, const struct file *file)
{
    char *folder = svc_installed_tools(), *tool = svc_format("%s/%s", folder ? folder : ".", kind->tool);
    char *roles = strcmp(kind->code, "persons") == 0 ? roles_by_post(company->roles) : NULL;
    const char *words[10] = { tool, "import" };
    int n = 2, ends[3] = { open("/dev/null", O_RDWR | O_CLOEXEC), -1, STDERR_FILENO };
    if (kind->reg)
        words[n++] = kind->reg;
    if (svc_call_talks())
        words[n++] = "-v";
    if (roles) {
        words[n++] = "--roles";
        words[n++] = roles;
    }
    words[n++] = "--";
    words[n++] = file->path;
    ends[1] = ends[0];
    int status = ends[0] < 0 ? -1 : svc_child_run((char *const *)words, ends, NULL);
    if (status < 0)
        svc_die(SVC_IO, "cannot run \"%s\": %s; no store was made", tool, svc_lang_error(errno));
    if (!WIFEXITED(status))
        svc_die(SVC_IO, "\"%s\" was ended by a signal; no store was made", tool);
    if (WEXITSTATUS(status) != 0)
        svc_die((enum svc_code)WEXITSTATUS(status), "\"%s\" was not taken in; no store was made\n"
                "mend what is told above, and run it again", file->path);
    close(ends[0]);
    free(folder);
    free(tool);
    free(roles);
}

static int64_t count_of(const char *store, const char *table)
{
    struct svc_db *db = svc_db_open(store, SVC_DB_READ);
    char *sql = svc_format("SELECT COUNT(*) FROM %s", table);
    int64_t count = svc_one_int(db, 0, sql, NULL);
    free(sql);
    svc_db_close(db);
    return count;
}

void admin_company_fill(struct admin_company *company, const char *store)
{
    char now[SVC_WHEN_SIZE];
    if (setenv("SVC_DB", store, 1) != 0 || (svc_now_is_fixed() && setenv("SVC_NOW", svc_when_format(svc_now(), now), 1) != 0))
        svc_die(SVC_IO, "out of memory");
    for (const struct kind *kind = kinds; kind->code; kind++)
        for (struct file *file = company->file; file < company->file + company->count; file++) {
            if (!file->code || strcmp(file->code, kind->code) != 0)
                continue;
            int64_t before = count_of(store, kind->table);
            take_in(company, kind, file);
            file->records = count_of(store, kind->table) - before;
        }
}

/* -- what is told ----------------------------------------------------------------------------- */

static const struct svc_column told_columns[] = {
    { .name = "found", .type = SVC_TYPE_WORD, .label = "情况", .help = "taken in, passed over, or missing",
      .list = "admin.company_found" },
    { .name = "what", .type = SVC_TYPE_WORD, .label = "内容", .help = "what it is taken for, or what is missing",
      .list = "admin.company admin.company_lack" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象", .help = "the file; or of whom it is missing" },
    { .name = "records", .type = SVC_TYPE_INT, .label = "条数", .help = "how many it brought, or are missing" },
    { .name = "command", .type = SVC_TYPE_CODE, .label = "补充办法", .help = "the command that adds it" },
    { 0 }
};

static void tell(struct svc_call *call, const char *found, const char *what, const char *subject, int64_t records,
                 const char *command)
{
    struct svc_value row[] = { svc_value_text(found), svc_value_text(what), svc_value_text(subject),
                               records < 0 ? (struct svc_value){ .is = SVC_EMPTY } : svc_value_number(records),
                               svc_value_text(command) };
    svc_print_row(call, row);
}

static bool has(const struct admin_company *company, const char *code)
{
    for (const struct file *file = company->file; file < company->file + company->count; file++)
        if (file->code && strcmp(file->code, code) == 0)
            return true;
    return false;
}

static void tell_files(struct svc_call *call, const struct admin_company *company)
{
    for (const struct file *file = company->file; file < company->file + company->count; file++) {
        bool params = file->code && strcmp(file->code, "company") == 0;
        if (file->code)
            tell(call, "taken", file->code, file->name,
                 file->folder ? -1 : params ? (int64_t)company->given_count : file->records, NULL);
    }
    for (const struct file *file = company->file; file < company->file + company->count; file++)
        if (!file->code)
            tell(call, "passed_over", NULL, file->name, -1, NULL);
}

/* Heads that the files name, and nobody is called so, are none. */
static void tell_heads(struct svc_call *call)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT dept, name FROM dept d WHERE kind <> 'contractor'"
        " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.person = d.head) ORDER BY dept", NULL);
    while (svc_next(q)) {
        char *command = svc_format("svc-admin set depts %s --head PERSON --reason TEXT", svc_text(q, 0));
        char *who = svc_format("%s %s", svc_text(q, 0), svc_text(q, 1));
        tell(call, "missing", "head", who, -1, command);
        free(command);
        free(who);
    }
}

/* Roles that a chain of the rules asks to sign, and nobody holds. */
static void tell_roles(struct svc_call *call)
{
    struct svc_buf roles = { 0 };
    const char *words = svc_word_list("verb.role");
    int64_t count = 0;
    struct svc_word word;
    struct svc_query *q = svc_query(call->db,
        "SELECT DISTINCT role FROM policy_chain c WHERE NOT EXISTS"
        " (SELECT 1 FROM person p WHERE ';' || p.roles || ';' LIKE '%;' || c.role || ';%') ORDER BY role", NULL);
    while (svc_next(q))
        if (svc_word_find(words, svc_text(q, 0), svc_text_len(q, 0), &word))
            svc_buf_printf(&roles, "%s%s", count++ ? ";" : "", svc_text(q, 0));
    if (count)
        tell(call, "missing", "signer", svc_words_told("verb.role", roles.data), count,
             "svc-admin role PERSON --roles ROLE --reason TEXT");
    svc_buf_free(&roles);
}

static void tell_rules(struct svc_call *call, const struct admin_company *company, bool own)
{
    char year[16];
    int unknown = svc_rules_unknown_year(call->db, svc_when_day(svc_now()));
    if (!company->policy && !own)
        tell(call, "missing", "policy", NULL, -1, "svc-policy new DIR; svc-policy load DIR --from DATE");
    if (unknown) {
        snprintf(year, sizeof year, "%d", unknown);
        tell(call, "missing", "calendar", year, -1, "svc-policy load DIR");
    }
}

static void tell_missing(struct svc_call *call, const struct admin_company *company, bool own_rules)
{
    char *called = svc_one(call->db, "SELECT value FROM policy_param WHERE name = 'company' AND value <> ''", NULL);
    int64_t persons = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM person WHERE dept IS NOT NULL", NULL);
    int64_t logins = svc_one_int(call->db, 0, "SELECT COUNT(*) FROM person WHERE login IS NULL", NULL);
    if (!called)
        tell(call, "missing", "company", NULL, -1, "svc-policy new DIR; svc-policy load DIR --from DATE");
    if (!has(company, "depts"))
        tell(call, "missing", "depts", NULL, -1, "svc-admin import depts FILE");
    if (!persons)
        tell(call, "missing", "persons", NULL, -1, "svc-admin import persons FILE --roles staff");
    if (!has(company, "customers"))
        tell(call, "missing", "customers", NULL, -1, "svc-tier import customers FILE");
    tell_rules(call, company, own_rules);
    tell_heads(call);
    if (persons)
        tell_roles(call);
    if (logins)
        tell(call, "missing", "login", NULL, logins, "svc-admin set persons PERSON --login LOGIN --reason TEXT");
    free(called);
}

void admin_company_tell(struct svc_call *call, const struct admin_company *company, bool own_rules)
{
    svc_print_begin(call, told_columns);
    tell_files(call, company);
    tell_missing(call, company, own_rules);
}
