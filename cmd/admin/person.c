/* svc-admin: persons, their roles, and who is acting. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/host.h"
#include "svc/import.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/stock.h"
#include "svc/text.h"
#include "svc/tidy.h"

/* -- employment ---------------------------------------------------------------------------- */

static const char *state_on(const struct svc_value *values, const char *day)
{
    const struct svc_value *joined = &values[P_JOINED], *left = &values[P_LEFT];
    return svc_value_given(left) && strcmp(left->text, day) < 0       ? "left"
           : svc_value_given(joined) && strcmp(joined->text, day) > 0 ? "coming"
                                                                      : "active";
}

/* The same of the row `p`; of those who have gone the last day counts, whenever they came. */
#define STATE_ON(day)                                                                        \
    "CASE WHEN p.left_on < " day " THEN 'left' WHEN p.joined > " day " THEN 'coming'"        \
    " ELSE 'active' END"

/* Who lists persons says what they are; the days say since when. */
static void compare_state(struct svc_import *in, struct svc_value *values, const char *today)
{
    struct svc_value *said = &values[P_STATE];
    const char *is = state_on(values, today);
    if (!svc_value_given(said) || strcmp(said->text, is) == 0)
        *said = (struct svc_value){ .is = SVC_EMPTY };
    else if (strcmp(said->text, "left") == 0 && !svc_value_given(&values[P_LEFT]))
        svc_import_reject(in, "state", "says that the person has left, and there is no last day; "
                                       "give it in the column left_on (离职日期)");
    else if (strcmp(said->text, "left") == 0)
        svc_import_reject(in, "state", "says that the person has left, and the last day, %s, is "
                                       "not over; correct left_on, or leave the state out",
                          values[P_LEFT].text);
    else if (strcmp(is, "left") == 0)
        svc_import_reject(in, "state", "says that the person has not left, and the last day was "
                                       "%s; correct left_on, or leave the state out",
                          values[P_LEFT].text);
    else
        svc_import_reject(in, "state", "does not fit the first day; correct joined, or leave the "
                                       "state out");
}

/* A new code that is somebody's name would take that name away from its bearer; and lists of persons
 * are parted at commas and semicolons. */
static void check_called(struct svc_import *in, struct svc_call *call, const struct svc_value *values)
{
    enum { CODE, NAME };
    const char *table = call->reg->table;
    if (svc_column_find(call->reg->columns, "name") != NAME || !svc_value_given(&values[CODE]) || !svc_value_given(&values[NAME]))
        return;
    if (strpbrk(values[NAME].text, ";,"))
        svc_import_reject(in, "name", "has a comma or semicolon, which part names in lists");
    char *sql = svc_format("SELECT 1 FROM %s WHERE name = ?1 AND %s <> ?1", table, table);
    if (!svc_import_before(in) && svc_one_int(call->db, 0, sql, "s", values[CODE].text))
        svc_import_reject(in, table, "is a name that is borne already, under another code");
    free(sql);
}

/* -- roles by posts ------------------------------------------------------------------------ */

static const char *roles_of; /* --roles, NULL: the file has the roles */

/* One of its parts, POST=ROLE or the ROLE of all others; roles are parted by semicolons. */
struct post {
    char *post, *roles;
};
static struct post *post;
static size_t post_count;

static char *narrow(const char *text, size_t len)
{
    struct svc_buf blank = { 0 }, wide = { 0 };
    text = svc_tidy(text, &len, &blank);
    char *out = svc_strndup(svc_tidy_narrow(text, &len, &wide), len);
    svc_buf_free(&blank);
    svc_buf_free(&wide);
    return out;
}

static void read_post(const char *part, size_t len)
{
    const struct svc_column *column = &admin_persons.columns[P_ROLES];
    const char *sign = memchr(part, '=', len), *roles = sign ? sign + 1 : part;
    struct svc_value value;
    struct svc_buf room = { 0 };
    char *said = svc_strndup(roles, len - (size_t)(roles - part));
    const char *why = svc_value_read(column, SVC_WORDS_EVER, said, strlen(said), &value, &room);
    if (!why && !svc_value_given(&value))
        why = _("is no POST=ROLE");
    if (why)
        svc_die(SVC_USAGE, "option --roles: \"%.*s\": %s%s", (int)len, part, why,
                svc_value_choice(column, SVC_WORDS_EVER, said, "\n"));
    post = svc_grow(post, post_count, sizeof *post);
    post[post_count++] = (struct post){ sign ? narrow(part, (size_t)(sign - part)) : NULL,
                                        svc_strndup(value.text, value.len) };
    free(said);
    svc_buf_free(&room);
}

static void read_posts(void)
{
    const char *rest = roles_of, *part;
    size_t len;
    while (rest && svc_text_next(&rest, ',', &part, &len))
        read_post(part, len);
}

/* What was said last holds; whoever has another post has the roles of all others, staff unless said. */
static const char *roles_by_post(const struct svc_value *of)
{
    const char *roles = NULL, *others = "staff";
    char *own = svc_value_given(of) ? narrow(of->text, of->len) : NULL;
    for (size_t i = 0; i < post_count; i++) {
        if (!post[i].post)
            others = post[i].roles;
        else if (own && strcmp(post[i].post, own) == 0)
            roles = post[i].roles;
    }
    free(own);
    return roles ? roles : others;
}

/* -- who heads a department ------------------------------------------------------------------ */

/* Departments come first and name their heads and leaders as people do. Once the persons are there, it is told
 * by their codes: one of the department's own comes first; a name that several bear, or nobody, stays. */
static void settle_names(struct svc_call *call, const char *column)
{
    char *find = svc_format(
        "SELECT d.dept, COALESCE(MIN(CASE WHEN p.dept = d.dept THEN p.person END), MIN(p.person))"
        " FROM dept d JOIN person p ON p.name = d.%1$s AND p.left_on IS NULL"
        " WHERE NOT EXISTS (SELECT 1 FROM person q WHERE q.person = d.%1$s) GROUP BY d.dept"
        " HAVING COUNT(*) = 1 OR SUM(CASE WHEN p.dept = d.dept THEN 1 ELSE 0 END) = 1 ORDER BY d.dept", column);
    char *set = svc_format("UPDATE dept SET %s = ?2 WHERE dept = ?1 RETURNING *", column);
    struct svc_buf found = { 0 };
    struct svc_query *q = svc_query(call->db, find, NULL);
    while (svc_next(q)) {
        svc_buf_add(&found, svc_text(q, 0), svc_text_len(q, 0) + 1);
        svc_buf_add(&found, svc_text(q, 1), svc_text_len(q, 1) + 1);
    }
    for (const char *dept = found.data; dept && dept < found.data + found.len;) {
        const char *person = dept + strlen(dept) + 1;
        svc_change_of(call, "dept", dept, set, "s", person);
        dept = person + strlen(person) + 1;
    }
    svc_buf_free(&found);
    free(find);
    free(set);
}

/* -- intake ---------------------------------------------------------------------------------- */

/* Departments have a kind unless said otherwise. The roles of a stored person change by `role`
 * alone, because they count from the next day. */
static int take_in(struct svc_call *call, struct svc_import *in)
{
    char today[SVC_DAY_SIZE];
    struct svc_value *values;
    bool persons = call->reg == &admin_persons, lasts = persons || call->reg == &admin_depts;
    int kind = svc_column_find(call->reg->columns, "kind");
    const char *day = lasts ? admin_from_day(call, false) : NULL;
    svc_day_format(svc_when_day(svc_now()), today);
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (kind >= 0 && !svc_value_given(&values[kind]))
            values[kind] = svc_value_text("business");
        if (persons && svc_import_assumed(in))
            values[P_ROLES] = before ? before[P_ROLES] : svc_value_text(roles_by_post(&values[P_POST]));
        bool roles = persons && before && !svc_value_same(&before[P_ROLES], &values[P_ROLES]);
        if (roles)
            svc_import_reject(in, "roles", "differs from the stored roles; svc-admin role "
                                           "changes them, from the next day on");
        check_called(in, call, values);
        if (persons)
            compare_state(in, values, today);
        if (before && lasts && !roles)
            admin_change(call, values[0].text, before, values, day);
    }
    if (persons) {
        settle_names(call, "head");
        settle_names(call, "leader");
    }
    return svc_import_close(in);
}

int admin_add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

int admin_import(struct svc_call *call)
{
    if (roles_of && call->reg != &admin_persons)
        svc_die(SVC_USAGE, "option --roles: %s have none", call->reg->name);
    read_posts();
    return take_in(call, roles_of ? svc_import_assuming(call, "roles", "staff") : svc_import_open(call));
}

const struct svc_option admin_import_options[] = {
    { .name = "roles", .type = SVC_OPT_TEXT, .to = &roles_of, .arg = "POST=ROLE,...",
      .help = "of persons, where the file has none: by their posts; ROLE alone is that of all others" },
    SVC_OPTIONS_INCLUDE(admin_from_options),
    SVC_OPTIONS_INCLUDE(svc_import_options),
    { 0 }
};

const struct svc_option admin_set_options[] = {
    SVC_OPTIONS_INCLUDE(admin_from_options),
    SVC_OPTIONS_INCLUDE(svc_set_options),
    { 0 }
};

static const char *from_day;

static bool set_one(const struct svc_step *step, struct svc_value *given)
{
    admin_change(step->call, step->no, step->values, given, from_day);
    return true;
}

int admin_set(struct svc_call *call)
{
    if (call->reg != &admin_persons && call->reg != &admin_depts)
        return svc_set(call);
    from_day = admin_from_day(call, false);
    return svc_set_judged(call, set_one);
}

/* -- roles --------------------------------------------------------------------------------- */

/* The day of the first change of roles still to come, NULL for none, and the roles from that day on. */
#define NEXT_FROM(day)                                                                       \
    "(SELECT MIN(c.until_day) FROM person_past c"                                            \
    "  WHERE c.person = p.person AND c.until_day > " day                                     \
    "    AND c.roles <> " SVC_ROLES_ON("c.until_day") ")"
#define NEXT_ROLES(day)                                                                      \
    "CASE WHEN " NEXT_FROM(day) " IS NOT NULL THEN " SVC_ROLES_ON(NEXT_FROM(day)) " END"

/* The register as it is today: selected, sorted and printed as if it stood in its table; `coming` adds
 * which roles a person has next. The caller frees the text. */
static char *table_today(const struct svc_register *reg, bool coming)
{
    char day[SVC_DAY_SIZE];
    struct svc_buf from = { 0 };
    const char *table = reg->table;
    svc_day_format(svc_when_day(svc_now()), day);
    svc_buf_puts(&from, "(SELECT ");
    for (int i = 0; reg->columns[i].name; i++) {
        svc_buf_puts(&from, i ? ", " : "");
        if (reg->columns[i].flags & SVC_COMPUTED)
            svc_buf_printf(&from, STATE_ON("'%1$s'") " AS state", day);
        else
            svc_buf_printf(&from, "%s.\"%s\"", admin_has_past(reg, i) ? "h" : "p",
                           reg->columns[i].name);
    }
    if (coming)
        svc_buf_printf(&from, ", " NEXT_ROLES("'%s'") " AS next_roles, " NEXT_FROM("'%s'")
                       " AS next_from", day, day, day);
    svc_buf_printf(&from, " FROM %s p JOIN %s_span h ON h.%s = p.%s AND h.from_day <= '%s'"
                   " AND h.until_day > '%s') today", table, table, table, table, day, day);
    return svc_buf_take(&from);
}

int admin_list(struct svc_call *call)
{
    const struct svc_register *reg = call->reg;
    struct svc_register today = *reg;
    admin_guard_wages(call);
    if (reg == &admin_wages)
        return svc_list(call);
    char *table = table_today(reg, false);
    today.table = table;
    call->reg = &today;
    int code = svc_list(call);
    free(table);
    return code;
}

static void show_past(struct svc_call *call, const char *no)
{
    const struct svc_register *today = call->reg;
    call->reg = strcmp(today->name, admin_persons.name) == 0 ? &admin_persons : &admin_depts;
    admin_show_past(call, no);
    call->reg = today;
}

int admin_show(struct svc_call *call)
{
    static const struct svc_column next[] = {
        { .name = "next_roles", .type = SVC_TYPE_WORDS, .flags = SVC_OWN, .label = "将任角色",
          .help = "roles from next_from on", .list = "verb.role" },
        { .name = "next_from", .type = SVC_TYPE_DAY, .flags = SVC_OWN, .label = "变更日期",
          .help = "the day from which they count" },
        { 0 }
    };
    const struct svc_register *reg = call->reg;
    struct svc_column columns[P_COLUMNS + 3];
    struct svc_register today = *reg;
    admin_guard_wages(call);
    if (reg == &admin_wages)
        return svc_show(call);
    memcpy(columns, admin_persons.columns, P_COLUMNS * sizeof *columns);
    columns[P_STATE].flags = SVC_OWN; /* it stands in what is read */
    memcpy(columns + P_COLUMNS, next, sizeof next);
    char *table = table_today(reg, reg == &admin_persons);
    today.table = table;
    if (reg == &admin_persons)
        today.columns = columns;
    call->reg = &today;
    int code = svc_show_more(call, show_past);
    free(table);
    return code;
}

static const struct svc_column whoami_columns[] = {
    { .name = "uid", .type = SVC_TYPE_INT, .label = "用户号", .help = "user id, from the kernel" },
    { .name = "login", .type = SVC_TYPE_CODE, .label = "登录名", .help = "its login name" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号",
      .help = "the person with that login" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "姓名", .help = "the person's name" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the person's department" },
    { .name = "roles", .type = SVC_TYPE_CODE, .label = "角色", .help = "roles held today",
      .list = "verb.role" },
    { .name = "mode", .type = SVC_TYPE_CODE, .label = "模式",
      .help = "local: identity not isolated; host: by user", .list = "admin.mode" },
    { .name = "store", .type = SVC_TYPE_CODE, .label = "数据库", .help = "the store asked" },
    { .name = "next_roles", .type = SVC_TYPE_CODE, .label = "次日角色",
      .help = "roles that were decided for a day to come", .list = "verb.role" },
    { .name = "next_from", .type = SVC_TYPE_DAY, .label = "变更日期",
      .help = "the day from which they count" },
    { .name = "through", .type = SVC_TYPE_CODE, .label = "身份来源",
      .help = "kernel: this process's user; sudo: the one who ran sudo", .list = "admin.through" },
    { 0 }
};

int admin_whoami(struct svc_call *call)
{
    char day[SVC_DAY_SIZE];
    svc_print_query(call, whoami_columns, svc_query(call->db,
        "SELECT ?1, p.login, p.person, p.name, p.dept, ?4, m.value, ?2, " NEXT_ROLES("?5") ", "
        NEXT_FROM("?5") ", ?6"
        "  FROM person p LEFT JOIN meta m ON m.name = 'mode' WHERE p.person = ?3",
        "isssss", call->actor.uid, svc_db_where(call->db), call->actor.person, call->actor.roles,
        svc_day_format(svc_when_day(svc_now()), day), svc_host_acts() ? "sudo" : "kernel"));
    return svc_finish(call);
}

static const char *new_roles;

const struct svc_option admin_role_options[] = {
    { .name = "roles", .type = SVC_OPT_TEXT, .to = &new_roles, .arg = "A;B",
      .help = "the roles from tomorrow on, all of them" },
    SVC_OPTIONS_INCLUDE(admin_from_options),
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* The roles that persons shall have, and the day from which they count. */
struct roles {
    const char *new, *from;
};

static void change_roles(const struct svc_step *step)
{
    const struct roles *roles = step->context;
    struct svc_value after[P_COLUMNS] = { { .is = SVC_ABSENT } };
    if (strcmp(svc_step_text(step, P_ROLES), roles->new) == 0) {
        svc_warn("%s: has these roles already", step->no);
        return;
    }
    after[P_ROLES] = svc_value_text(roles->new);
    admin_change(step->call, step->no, step->values, after, roles->from);
    svc_change(step->call, step->no, "UPDATE person SET roles = ?2 WHERE person = ?1", "s",
               after[P_ROLES].text);
}

int admin_role(struct svc_call *call)
{
    const struct svc_column *column = &admin_persons.columns[P_ROLES];
    struct svc_value value;
    struct svc_buf room = { 0 };
    struct roles roles;
    const char *why = svc_value_read(column, SVC_WORDS_EVER, new_roles, strlen(new_roles), &value,
                                     &room);
    if (why)
        svc_die(SVC_USAGE, "option --roles: %s%s", why, svc_value_choice(column, SVC_WORDS_EVER, new_roles, "\n"));
    char *text = svc_strndup(value.text, value.len);
    roles.new = text;
    roles.from = admin_from_day(call, true);
    call->reg = &admin_persons;
    int code = svc_each_verb(call, SVC_OF(&admin_persons), svc_now(), change_roles, &roles);
    free(text);
    svc_buf_free(&room);
    return code;
}
