/* svc-admin: what departments and persons were, and from which day they are something else.
 *
 * The register holds what was decided last, the past what held before; each day has one answer. A
 * change counts from its day on, until the next change of the same column that is known already. */
#include "admin.h"

#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/closed.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/stock.h"
#include "svc/word.h"

/* The columns of a register that have a past, and the table that keeps it. */
struct past {
    const char *table;
    const char *columns[4];
};

enum { MOST = 4 };

static const struct past persons_past = { "person_past", { "name", "dept", "post", "roles" } };
static const struct past depts_past = { "dept_past", { "name", "leader", "head" } };

static const struct past *past_of(const struct svc_register *reg)
{
    return reg == &admin_persons ? &persons_past : reg == &admin_depts ? &depts_past : NULL;
}

bool admin_has_past(const struct svc_register *reg, int column)
{
    const struct past *past = past_of(reg);
    for (int i = 0; i < MOST && past->columns[i]; i++)
        if (strcmp(past->columns[i], reg->columns[column].name) == 0)
            return true;
    return false;
}

/* What held on the days until before `until`; NULL is nothing. */
struct span {
    char *until;
    char *text[MOST];
};

/* The spans of one record in their order, the last of which is the register's own. */
struct spans {
    struct span *span;
    size_t count;
};

static const char END[] = "9999-12-31";

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_span(const struct span *a, const struct span *b)
{
    bool same = true;
    for (int i = 0; i < MOST; i++)
        same = same && same_text(a->text[i], b->text[i]);
    return same;
}

static struct span copy(const struct span *of, const char *until)
{
    struct span span = { svc_strdup(until), { NULL } };
    for (int i = 0; i < MOST; i++)
        span.text[i] = of->text[i] ? svc_strdup(of->text[i]) : NULL;
    return span;
}

static void drop(struct span *span)
{
    free(span->until);
    for (int i = 0; i < MOST; i++)
        free(span->text[i]);
}

static void drop_all(struct spans *spans)
{
    for (size_t i = 0; i < spans->count; i++)
        drop(&spans->span[i]);
    free(spans->span);
}

static void insert(struct spans *spans, size_t at, struct span span)
{
    spans->span = svc_grow(spans->span, spans->count, sizeof *spans->span);
    memmove(spans->span + at + 1, spans->span + at, (spans->count - at) * sizeof *spans->span);
    spans->span[at] = span;
    spans->count++;
}

static void take_out(struct spans *spans, size_t at)
{
    drop(&spans->span[at]);
    spans->count--;
    memmove(spans->span + at, spans->span + at + 1, (spans->count - at) * sizeof *spans->span);
}

/* -- the store ----------------------------------------------------------------------------- */

static char *text_of(const struct svc_value *value)
{
    return svc_value_given(value) ? svc_strndup(value->text, value->len) : NULL;
}

static struct spans read_past(struct svc_call *call, const struct past *past, const char *no)
{
    struct spans spans = { 0 };
    const char *const *c = past->columns;
    char *sql = svc_format("SELECT until_day, %s, %s, %s, %s FROM %s WHERE %s = ?1 ORDER BY until_day",
                           c[0], c[1], c[2], c[3] ? c[3] : "NULL", past->table,
                           call->reg->columns[0].name);
    struct svc_query *q = svc_query(call->db, sql, "s", no);
    while (svc_next(q)) {
        struct span span = { svc_strdup(svc_text(q, 0)), { NULL } };
        for (int i = 0; i < MOST; i++)
            span.text[i] = svc_is_null(q, i + 1) ? NULL : svc_strdup(svc_text(q, i + 1));
        insert(&spans, spans.count, span);
    }
    free(sql);
    return spans;
}

static bool holds(const struct spans *spans, const struct span *sought)
{
    for (size_t i = 0; i < spans->count; i++)
        if (strcmp(spans->span[i].until, sought->until) == 0 && same_span(&spans->span[i], sought))
            return true;
    return false;
}

/* Brings the stored past to what it is now known to have been. */
static void write_past(struct svc_call *call, const struct past *past, const char *no,
                       const struct spans *was, const struct spans *is)
{
    const char *const *c = past->columns;
    const char *key = call->reg->columns[0].name;
    char *take = svc_format("DELETE FROM %s WHERE %s = ?1 AND until_day = ?2 RETURNING *",
                            past->table, key);
    char *add = svc_format("INSERT INTO %s (%s, until_day, event, %s, %s, %s%s%s)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6%s) RETURNING *", past->table, key, c[0],
                           c[1], c[2], c[3] ? ", " : "", c[3] ? c[3] : "", c[3] ? ", ?7" : "");
    for (size_t i = 0; i < was->count; i++)
        if (!holds(is, &was->span[i]))
            svc_change_delete(call, past->table, no, take, "ss", no, was->span[i].until);
    for (size_t i = 0; i + 1 < is->count; i++) {
        char *const *text = is->span[i].text;
        if (!holds(was, &is->span[i]))
            svc_change_insert(call, past->table, no, add, c[3] ? "ssessss" : "ssesss", no,
                              is->span[i].until, text[0], text[1], text[2], text[3]);
    }
    free(take);
    free(add);
}

/* -- changes ------------------------------------------------------------------------------- */

/* The place of the span that begins on the day; one is parted where need be. */
static size_t split(struct spans *spans, const char *day)
{
    size_t at = 0;
    while (strcmp(spans->span[at].until, day) <= 0)
        at++;
    if (at > 0 && strcmp(spans->span[at - 1].until, day) == 0)
        return at;
    insert(spans, at, copy(&spans->span[at], day));
    return at + 1;
}

/* Puts the text into the column from the day on. What the register has to say of it afterwards is the
 * last span's; a change that is known to follow is told. */
static void put(struct spans *spans, const struct svc_register *reg, const char *no, int column,
                const char *name, const char *text, const char *day)
{
    size_t at = split(spans, day);
    char *old = spans->span[at].text[column] ? svc_strdup(spans->span[at].text[column]) : NULL;
    for (; at < spans->count && same_text(spans->span[at].text[column], old); at++) {
        free(spans->span[at].text[column]);
        spans->span[at].text[column] = text ? svc_strdup(text) : NULL;
    }
    if (at < spans->count && !same_text(spans->span[at].text[column], text))
        svc_warn("%s %s: the %s counts until %s, from when another one is known\n"
                 "svc-admin show %s %s tells them all", reg->one, no, name,
                 spans->span[at - 1].until, reg->name, no);
    free(old);
}

/* Neighbours that say the same are one. */
static void join(struct spans *spans)
{
    for (size_t i = 0; i + 1 < spans->count;)
        if (same_span(&spans->span[i], &spans->span[i + 1]))
            take_out(spans, i);
        else
            i++;
}

void admin_change(struct svc_call *call, const char *no, const struct svc_value *before,
                  struct svc_value *after, const char *day)
{
    const struct svc_register *reg = call->reg;
    const struct past *past = past_of(reg);
    struct spans was = read_past(call, past, no), is = read_past(call, past, no);
    struct span now = { svc_strdup(END), { NULL } };
    static struct svc_buf room[MOST];
    for (int i = 0; i < MOST && past->columns[i]; i++)
        now.text[i] = text_of(&before[svc_column_at(reg->columns, past->columns[i])]);
    insert(&is, is.count, now);
    for (int i = 0; i < MOST && past->columns[i]; i++) {
        const struct svc_value *said = &after[svc_column_at(reg->columns, past->columns[i])];
        char *text = said->is == SVC_ABSENT ? NULL : text_of(said);
        if (said->is != SVC_ABSENT)
            put(&is, reg, no, i, past->columns[i], text, day);
        free(text);
    }
    for (int i = 0; i < MOST && past->columns[i]; i++) {
        struct svc_value *said = &after[svc_column_at(reg->columns, past->columns[i])];
        const char *last = is.span[is.count - 1].text[i];
        svc_buf_clear(&room[i]);
        svc_buf_puts(&room[i], last ? last : "");
        if (said->is != SVC_ABSENT)
            *said = last ? svc_value_text(svc_buf_text(&room[i]))
                         : (struct svc_value){ .is = SVC_EMPTY };
    }
    join(&is);
    write_past(call, past, no, &was, &is);
    drop_all(&was);
    drop_all(&is);
}

/* -- the day ------------------------------------------------------------------------------- */

static struct svc_opt_time from;

const struct svc_option admin_from_options[] = {
    { .name = "from", .type = SVC_OPT_TIME, .to = &from, .arg = "DAY",
      .help = "the day from which what is changed counts; today unless said" },
    { 0 }
};

/* A day that is over may have decided pay, so it is the office that says so, and why. */
static void check_past(struct svc_call *call)
{
    if (!svc_call_holds(call, "office"))
        svc_deny(call, SVC_DENIED, NULL, "the office alone changes what held on a day that is over;"
                 " nothing was done\nleave out --from, or let the office say it");
    if (!svc_shared.reason)
        svc_die(SVC_USAGE, "a change from a day that is over needs a reason\nadd --reason TEXT");
    svc_closed_span(call, from.when, svc_now());
}

const char *admin_from_day(struct svc_call *call, bool tomorrow)
{
    static char day[SVC_DAY_SIZE];
    svc_day today = svc_when_day(svc_now());
    if (!from.given)
        return svc_day_format(today + tomorrow, day);
    if (!from.day)
        svc_die(SVC_USAGE, "option --from: a day, such as 2026-10-15, without a time");
    svc_day_format(svc_when_day(from.when), day);
    if (tomorrow && svc_when_day(from.when) <= today)
        svc_die(SVC_USAGE, "option --from: roles count from tomorrow on at the earliest");
    if (svc_when_day(from.when) < today)
        check_past(call);
    return day;
}

/* -- what is shown ------------------------------------------------------------------------- */

void admin_show_past(struct svc_call *call, const char *no)
{
    const struct past *past = past_of(call->reg);
    struct spans spans = past ? read_past(call, past, no) : (struct spans){ 0 };
    bool chinese = svc_print_language(call) == SVC_CHINESE;
    struct svc_buf line = { 0 };
    for (size_t i = 0; i < spans.count; i++) {
        svc_buf_clear(&line);
        svc_buf_printf(&line, chinese ? "至 %s 前：" : "until %s: ", spans.span[i].until);
        const char *part = "";
        for (int c = 0; c < MOST && past->columns[c]; c++) {
            const struct svc_column *column =
                &call->reg->columns[svc_column_at(call->reg->columns, past->columns[c])];
            const char *text = spans.span[i].text[c];
            const char *words = chinese ? svc_column_words(column, SVC_WORDS_EVER) : NULL;
            if (!text)
                continue;
            svc_buf_printf(&line, "%s%s ", part, chinese ? svc_column_label(column) : column->name);
            if (words)
                svc_word_labels(words, text, strlen(text), &line);
            else
                svc_buf_puts(&line, text);
            part = chinese ? "，" : ", ";
        }
        svc_show_line(call, no, "past", "以往", svc_buf_text(&line));
    }
    svc_buf_free(&line);
    drop_all(&spans);
}

/* -- the history as rows ------------------------------------------------------------------- */

static const struct svc_column person_history[] = {
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "staff number" },
    { .name = "from_day", .type = SVC_TYPE_DAY, .label = "起始日期",
      .help = "the first day; none: ever" },
    { .name = "until_day", .type = SVC_TYPE_DAY, .label = "截止日期",
      .help = "the day before which it ended; none: it lasts" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "姓名", .help = "name" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department" },
    { .name = "post", .type = SVC_TYPE_CODE, .label = "岗位", .help = "post" },
    { .name = "roles", .type = SVC_TYPE_WORDS, .label = "角色", .help = "roles, ;-separated",
      .list = "verb.role" },
    { 0 }
};

static const struct svc_column dept_history[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department code" },
    { .name = "from_day", .type = SVC_TYPE_DAY, .label = "起始日期",
      .help = "the first day; none: ever" },
    { .name = "until_day", .type = SVC_TYPE_DAY, .label = "截止日期",
      .help = "the day before which it ended; none: it lasts" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "its name" },
    { .name = "leader", .type = SVC_TYPE_CODE, .label = "分管领导",
      .help = "person no of the supervising deputy GM" },
    { .name = "head", .type = SVC_TYPE_CODE, .label = "负责人", .help = "person no of its head" },
    { 0 }
};

#define DAYS "NULLIF(from_day, '0001-01-01'), NULLIF(until_day, '9999-12-31')"

int admin_history(struct svc_call *call)
{
    bool persons = call->reg == &admin_persons;
    if (!past_of(call->reg))
        svc_die(SVC_USAGE, "%s have no history\nsvc-admin history persons, or depts",
                call->reg->name);
    svc_print_query(call, persons ? person_history : dept_history, svc_query(call->db,
        persons ? "SELECT person, " DAYS ", name, dept, post, roles FROM person_span"
                  " ORDER BY person, from_day"
                : "SELECT dept, " DAYS ", name, leader, head FROM dept_span"
                  " ORDER BY dept, from_day", NULL));
    return svc_finish(call);
}
