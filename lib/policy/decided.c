#include "svc/decided.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/holds.h"
#include "svc/mem.h"
#include "svc/text.h"

bool svc_decided_by(struct svc_call *call)
{
    return svc_shared.reason && svc_call_holds(call, "office");
}

static const char *text_of(const struct svc_value *value)
{
    return svc_value_given(value) ? value->text : NULL;
}

/* True when neither of the two times has come. */
static bool is_ahead(const struct svc_value *before, const struct svc_value *now_says)
{
    char now[SVC_WHEN_SIZE];
    const char *was = text_of(before), *becomes = text_of(now_says);
    svc_when_format(svc_now(), now);
    return was && becomes && strcmp(now, was) < 0 && strcmp(now, becomes) < 0;
}

static void keep_former(struct svc_call *call, const char *table, const char *no, const char *column,
                        const struct svc_value *was, const struct svc_value *becomes)
{
    svc_change_insert(call, "former_time", no,
        "INSERT INTO former_time (tbl, no, col, was, becomes, reason, changed_at, changed_by, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING *", "ssssssws" "e", table, no,
        column, text_of(was), text_of(becomes), svc_shared.reason, svc_now(), call->actor.person);
}

/* The same asked for again, and not answered, is no news. */
static void keep_asked(struct svc_call *call, const char *table, const char *no, const char *column,
                       const struct svc_value *asked)
{
    if (svc_one_int(call->db, 0, "SELECT 1 FROM asked_open WHERE tbl = ?1 AND no = ?2 AND col = ?3"
                                 "   AND COALESCE(asked, '') = COALESCE(?4, '')", "ssss", table, no,
                    column, text_of(asked)))
        return;
    svc_change_insert(call, "asked_time", no,
        "INSERT INTO asked_time (tbl, no, col, asked, asked_at, asked_by, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "ssssws" "e", table, no, column,
        text_of(asked), svc_now(), call->actor.person);
}

/* A time that was put back is again the date alone that it was. */
static void mark_again(const struct svc_register *reg, const bool *back,
                       const struct svc_value *before, struct svc_value *values)
{
    static struct svc_buf list;
    int undated = svc_column_find(reg->columns, "undated");
    svc_buf_clear(&list);
    for (size_t i = 0; undated >= 0 && reg->columns[i].name; i++)
        if (svc_value_alone(text_of(back[i] ? &before[undated] : &values[undated]),
                            reg->columns[i].name))
            svc_buf_printf(&list, "%s%s", list.len ? ";" : "", reg->columns[i].name);
    if (undated >= 0)
        values[undated] = svc_value_text(svc_buf_text(&list));
}

/* True when what was on hold is on hold as it was, and the list goes on behind it. */
static bool goes_on(const struct svc_value *before, const struct svc_value *values)
{
    static struct svc_holds was, is;
    const char *now_says = text_of(values);
    return now_says && !svc_holds_parse(before->text, &was) && !svc_holds_parse(now_says, &is) &&
           svc_holds_go_on(&was, &is);
}

/* True when the value was put back. */
static bool guard_column(struct svc_call *call, const struct svc_register *reg, int at, bool agreed,
                         const struct svc_value *before, struct svc_value *values)
{
    const char *column = reg->columns[at].name, *no = before[0].text;
    if (!svc_value_given(&before[at]) || svc_value_same(&before[at], &values[at]))
        return false;
    if (reg->columns[at].type == SVC_TYPE_HOLDS && goes_on(&before[at], &values[at]))
        return false;
    if (svc_decided_by(call) || (agreed && is_ahead(&before[at], &values[at]))) {
        keep_former(call, reg->table, no, column, &before[at], &values[at]);
        return false;
    }
    keep_asked(call, reg->table, no, column, &values[at]);
    values[at] = before[at];
    return true;
}

/* `part`, one for each column: 'c' decides, 'a' was agreed, 0 for what may change. */
static void guard_parts(struct svc_call *call, const struct svc_register *reg, const char *part,
                        const struct svc_value *before, struct svc_value *values)
{
    size_t columns = svc_column_count(reg->columns);
    bool *back = svc_alloc((columns + 1) * sizeof *back);
    for (size_t at = 0; at < columns; at++)
        if ((part[at] && !(reg->columns[at].flags & SVC_OWN)) ||
            reg->columns[at].type == SVC_TYPE_HOLDS)
            back[at] = guard_column(call, reg, (int)at, part[at] == 'a', before, values);
    mark_again(reg, back, before, values);
    free(back);
}

void svc_decided_columns(struct svc_call *call, const struct svc_register *reg, const char *columns,
                         const char *agreed, const struct svc_value *before,
                         struct svc_value *values)
{
    size_t count = svc_column_count(reg->columns);
    char *part = svc_alloc(count + 1);
    for (size_t at = 0; at < count; at++)
        part[at] = svc_text_in(agreed, ';', reg->columns[at].name)    ? 'a'
                   : svc_text_in(columns, ';', reg->columns[at].name) ? 'c' : '\0';
    guard_parts(call, reg, part, before, values);
    free(part);
}

void svc_decided_guard(struct svc_call *call, struct svc_rules *rules,
                       const struct svc_register *reg, const struct svc_value *before,
                       struct svc_value *values)
{
    size_t columns = svc_column_count(reg->columns);
    char *part = svc_alloc(columns + 1); /* of a clock; 'a': agreed */
    const struct svc_clock_columns *clocks;
    size_t count = svc_rules_clocks(rules, reg->table, &clocks);
    for (size_t i = 0; i < count; i++) {
        const char *named[] = { clocks[i].start_col, clocks[i].taken_col, clocks[i].bound_col,
                                clocks[i].agreed_col };
        for (size_t n = 0; n < sizeof named / sizeof *named; n++)
            if (named[n])
                part[svc_column_at(reg->columns, named[n])] = n == 3 ? 'a' : 'c';
        for (size_t n = 0; n < clocks[i].start_count; n++) {
            char *start = &part[svc_column_at(reg->columns, clocks[i].start_names[n])];
            if (!*start && svc_rules_starts(rules, reg, before, i, clocks[i].starts[n].word))
                *start = 'c';
        }
        for (size_t n = 0; n < clocks[i].met_count; n++)
            part[svc_column_at(reg->columns, clocks[i].mets[n])] = 'c';
    }
    guard_parts(call, reg, part, before, values);
    free(part);
}
