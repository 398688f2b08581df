#include "svc/each.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/closed.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/progress.h"
#include "svc/refusal.h"
#include "svc/text.h"

static const struct svc_register *register_of(const struct svc_register *const *of, const char *no)
{
    const struct svc_register *other = NULL;
    if (!of[1])
        return of[0];
    for (; *of; of++) {
        if ((*of)->prefix && svc_number_begins((*of)->prefix, no))
            return *of;
        if (!(*of)->prefix && !other)
            other = *of;
    }
    return other;
}

static void tell_unknown(const struct svc_register *const *of, const struct svc_register *reg,
                         const char *no)
{
    struct svc_buf names = { 0 };
    for (; !reg && *of; of++)
        svc_buf_printf(&names, "%s%s", names.len ? _(" or ") : "", svc_tr((*of)->one));
    svc_fail(SVC_UNKNOWN, "%s: no such %s", no, reg ? svc_tr(reg->one) : svc_buf_text(&names));
    svc_buf_free(&names);
}

/* A clock needs the moment of a step; what a file brings may be a date alone. */
static void check_moment(struct svc_call *call, const struct svc_register *reg)
{
    if (svc_shared.at.given && svc_shared.at.day && reg &&
        (svc_column_find(reg->columns, "undated") >= 0 ||
         svc_one_int(call->db, 0, "SELECT 1 FROM clock WHERE tbl = ?1", "s", reg->table)))
        svc_die(SVC_USAGE, "option --at: a date without a time of day\nwrite --at"
                " '2026-03-01 09:00'; where only the date is known, import it as it is");
}

void svc_each(struct svc_call *call, const struct svc_register *const *of, svc_when at,
              void (*one)(const struct svc_step *step), void *context)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    const struct svc_register *named = call->reg;
    svc_progress_begin("done", numbers.count);
    for (size_t i = 0; i < numbers.count; i++) {
        const struct svc_register *reg = register_of(of, numbers.no[i]);
        struct svc_record record = { 0 };
        svc_progress_step(i, i);
        check_moment(call, reg);
        call->reg = reg;
        if (!reg || !svc_record_read(call, numbers.no[i], &record)) {
            tell_unknown(of, reg, numbers.no[i]);
            continue;
        }
        struct svc_step step = { .call = call, .no = numbers.no[i], .values = record.values,
                                 .at = at, .context = context };
        svc_closed_record(call, reg, record.values);
        if (svc_may_move(call, step.no, step.values))
            one(&step);
        call->reg = reg;
        svc_record_free(call, &record);
    }
    call->reg = named;
    svc_progress_end();
}

int svc_each_verb(struct svc_call *call, const struct svc_register *const *of, svc_when at,
                  void (*one)(const struct svc_step *step), void *context)
{
    svc_call_numbers(call); /* of a verb with one operand too, before the lock */
    svc_call_begin(call);
    svc_each(call, of, at, one, context);
    svc_call_commit(call);
    return svc_finish(call);
}

const char *svc_step_text(const struct svc_step *step, int column)
{
    return step->values[column].text;
}

bool svc_in_order(const struct svc_step *step, const char *last)
{
    char text[SVC_WHEN_SIZE];
    if (!last || strcmp(svc_when_format(step->at, text), last) >= 0)
        return true;
    svc_refuse(step->call, SVC_REFUSED, step->no, "cannot %s before the step before it (%s)",
               step->call->verb->name, last);
    return false;
}

bool svc_stands(const struct svc_step *step, const char *states)
{
    return svc_stands_in(step->call, step->no, step->values, states);
}

bool svc_move(const struct svc_step *step, const char *sql, const char *types, ...)
{
    va_list args;
    struct svc_query *q = svc_prepare(step->call->db, sql);
    const char *state = step->values[svc_column_at(step->call->reg->columns, "state")].text;
    svc_bind_text(q, 2, state, strlen(state));
    va_start(args, types);
    svc_bind_list(q, 3, types, args);
    va_end(args);
    return svc_change_bound(step->call, step->no, q);
}

static const struct svc_column move_columns[] = {
    { .name = "verb", .type = SVC_TYPE_CODE, .label = "操作", .help = "the verb" },
    { .name = "from", .type = SVC_TYPE_CODE, .label = "原状态",
      .help = "the states in which it may be taken" },
    { .name = "to", .type = SVC_TYPE_CODE, .label = "新状态",
      .help = "the states to which it leads; empty: the state stays" },
    { 0 }
};

int svc_moves(struct svc_call *call)
{
    svc_print_begin(call, move_columns);
    for (const struct svc_move *move = call->reg->moves; move && move->verb; move++) {
        struct svc_value row[] = { svc_value_text(move->verb), svc_value_text(move->from),
                                   svc_value_text(move->to) };
        svc_print_row(call, row);
    }
    return svc_finish(call);
}
