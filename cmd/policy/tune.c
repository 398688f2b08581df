/* svc-policy tune: what a month would be with each of several lengths of one limit. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rehearse.h"
#include "svc/score.h"
#include "svc/text.h"

enum { MOST = 366 };

static struct {
    const char *from, *to;
} opt;

const struct svc_option tune_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_MONTH, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the month that is judged" },
    { .name = "from", .type = SVC_OPT_TEXT, .to = &opt.from, .arg = "LENGTH",
      .help = "the shortest, such as 1wd" },
    { .name = "to", .type = SVC_OPT_TEXT, .to = &opt.to, .arg = "LENGTH",
      .help = "the longest, in the same unit" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column tune_columns[] = {
    { .name = "limit", .type = SVC_TYPE_CODE, .label = "时限", .help = "the length" },
    { .name = "now", .type = SVC_TYPE_CODE, .label = "现行", .help = "yes: the one in force",
      .list = "verb.yes_no" },
    { .name = "missed", .type = SVC_TYPE_INT, .label = "超时数",
      .help = "how many that it decides would have missed it in the month" },
    { .name = "points", .type = SVC_TYPE_POINTS, .label = "分值",
      .help = "of the lines of these, but those that are reversed" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan, likewise" },
    { 0 }
};

/* -- which limit -------------------------------------------------------------------------- */

/* The cells that name a limit, in the order of the operand. */
static const char *const cells[] = { "matter", "clock", "level", "tier", "customer_kind", "channel",
                                     "category", "class" };
enum { CELLS = sizeof cells / sizeof *cells };

static const char *cell(const struct svc_pack_row *row, int i)
{
    const struct svc_value *value = svc_pack_cell(SVC_PACK_LIMITS, row, cells[i]);
    return svc_value_given(value) ? value->text : "";
}

/* The given cells, blank behind the last. */
static void split(const char *operand, char *given[CELLS])
{
    char *copy = svc_strdup(operand), *rest = copy, *word;
    int count = 0;
    for (; (word = strsep(&rest, ",")); count++) {
        if (count == CELLS)
            svc_die(SVC_USAGE, "\"%s\" has more than %d parts\n"
                               "give MATTER,CLOCK and what the limit names behind them", operand, CELLS);
        given[count] = svc_strdup(word);
    }
    if (count < 2)
        svc_die(SVC_USAGE, "\"%s\" is no limit\ngive MATTER,CLOCK, such as complaint,close,3", operand);
    while (count < CELLS)
        given[count++] = svc_strdup("");
    free(copy);
}

/* Tells the first cell that no limit has behind those before it, and what is near. */
_Noreturn static void unknown(const struct svc_pack_table *limits, char *const given[CELLS])
{
    const char *near = NULL;
    int at = 0, least = 0;
    for (bool any = true; any && at < CELLS; at += any) {
        any = false;
        near = NULL;
        for (size_t i = 0; i < limits->count && !any; i++) {
            int same = 0;
            while (same <= at && strcmp(cell(&limits->row[i], same), given[same]) == 0)
                same++;
            int distance = same == at ? svc_text_distance(cell(&limits->row[i], at), given[at]) : 0;
            any = same > at;
            if (same == at && (!near || distance < least)) {
                near = cell(&limits->row[i], at);
                least = distance;
            }
        }
    }
    const char *column = cells[at < CELLS ? at : CELLS - 1];
    svc_die(SVC_UNKNOWN, "no limit has the %s \"%s\"%s%s%s%s%s\n"
                         "svc-policy vocabulary lists the words of limits", column,
            given[at < CELLS ? at : CELLS - 1], at ? _(" behind ") : "", at ? given[0] : "",
            near && *near ? _("; did you mean ") : "", near ? near : "", near && *near ? "?" : "");
}

static const struct svc_pack_row *find_limit(const struct svc_pack *pack, char *const given[CELLS])
{
    const struct svc_pack_table *limits = &pack->table[SVC_PACK_LIMITS];
    for (size_t i = 0; i < limits->count; i++) {
        int same = 0;
        while (same < CELLS && strcmp(cell(&limits->row[i], same), given[same]) == 0)
            same++;
        if (same == CELLS)
            return &limits->row[i];
    }
    unknown(limits, given);
}

/* -- which lengths ------------------------------------------------------------------------ */

static struct svc_length length_of(const char *option, const char *text)
{
    struct svc_length length;
    const char *why = svc_length_parse(text, &length);
    if (why || !isdigit((unsigned char)*text))
        svc_die(SVC_USAGE, "option --%s: \"%s\": %s", option, text, why ? why : _("has no number"));
    return length;
}

static struct svc_length check_lengths(int *last)
{
    struct svc_length from = length_of("from", opt.from), to = length_of("to", opt.to);
    if (from.unit != to.unit)
        svc_die(SVC_USAGE, "--from %s and --to %s are of different units", opt.from, opt.to);
    if (from.count > to.count)
        svc_die(SVC_USAGE, "--from %s is longer than --to %s", opt.from, opt.to);
    if (to.count - from.count >= MOST)
        svc_die(SVC_USAGE, "from %s to %s are %d lengths, at most %d are tried", opt.from, opt.to,
                to.count - from.count + 1, MOST);
    *last = to.count;
    return from;
}

/* -- one length --------------------------------------------------------------------------- */

struct breach {
    char *record, *due;
    bool counts;
};

struct trial {
    struct breach *breach;
    size_t count;
    int64_t points, amount;
};

static void add_breach(void *ctx, const struct svc_missed *missed)
{
    struct trial *trial = ctx;
    trial->breach = svc_grow(trial->breach, trial->count, sizeof *trial->breach);
    trial->breach[trial->count++] = (struct breach){ svc_strdup(missed->record),
                                                     svc_strdup(missed->due), !missed->unsure };
}

static int in_order(const void *a, const void *b)
{
    const struct breach *x = a, *y = b;
    int order = strcmp(x->record, y->record);
    return order ? order : strcmp(x->due, y->due);
}

static void add_line(struct trial *trial, const struct svc_line *line)
{
    const struct breach key = { .record = line->record, .due = line->occurred_at };
    struct breach *found = trial->count && strcmp(line->status, "reversed") != 0
        ? bsearch(&key, trial->breach, trial->count, sizeof key, in_order) : NULL;
    if (!found)
        return;
    found->counts = true;
    trial->points += line->points;
    trial->amount += line->amount;
}

static int64_t judge(struct svc_call *call, const struct svc_limit *limit,
                     const struct svc_period *month, struct trial *trial)
{
    int64_t missed = 0;
    struct svc_lines lines = svc_score_lines(call->db, NULL, month);
    svc_rehearse_missed(call, limit, month, add_breach, trial);
    if (trial->count > 1)
        qsort(trial->breach, trial->count, sizeof *trial->breach, in_order);
    for (size_t i = 0; i < lines.count; i++)
        add_line(trial, &lines.line[i]);
    for (size_t i = 0; i < trial->count; i++) {
        missed += trial->breach[i].counts;
        free(trial->breach[i].record);
        free(trial->breach[i].due);
    }
    free(trial->breach);
    svc_lines_free(&lines);
    return missed;
}

static void try_length(struct svc_call *call, const struct svc_limit *limit, const char *length,
                       bool now, const struct svc_period *month)
{
    struct trial trial = { .breach = NULL };
    svc_rehearse_limit(call, limit, length);
    int64_t missed = judge(call, limit, month, &trial);
    struct svc_value row[] = { svc_value_text(length), svc_value_text(now ? "yes" : NULL),
                               svc_value_number(missed), svc_value_number(trial.points),
                               svc_value_number(trial.amount) };
    svc_print_row(call, row);
}

static struct svc_limit limit_of(char *const given[CELLS])
{
    char *text[CELLS];
    for (int i = 0; i < CELLS; i++)
        text[i] = *given[i] ? given[i] : NULL;
    return (struct svc_limit){ .matter = text[0], .clock = text[1], .level = text[2], .tier = text[3],
                               .customer_kind = text[4], .channel = text[5], .category = text[6],
                               .class = text[7] };
}

int policy_tune(struct svc_call *call)
{
    const struct svc_period *asked = svc_call_period(true);
    struct svc_period month;
    char *given[CELLS];
    int last;
    if (call->count != 1)
        svc_die(SVC_USAGE, "tune takes one limit, such as complaint,close,3");
    split(call->operand[0], given);
    struct svc_length length = check_lengths(&last), in_force;
    if (asked->from > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s has not begun", asked->name);
    struct svc_pack *pack =
        svc_pack_stored(call->db, policy_version(call, svc_when_day(asked->until) - 1));
    const struct svc_pack_row *row = find_limit(pack, given);
    const char *stands = svc_pack_cell(SVC_PACK_LIMITS, row, "length")->text;
    const char *unit = opt.from + strspn(opt.from, "0123456789");
    bool known = svc_length_parse(stands, &in_force) == NULL;
    struct svc_limit limit = limit_of(given);
    svc_print_begin(call, tune_columns);
    svc_rehearse_begin(call);
    svc_rehearse(call, &(struct svc_rehearsal){ .pack = pack });
    svc_period_parse(asked->name, &month);
    for (; length.count <= last; length.count++) {
        char *text = svc_format("%d%s", length.count, unit);
        bool now = known && in_force.unit == length.unit && in_force.count == length.count;
        try_length(call, &limit, text, now, &month);
        free(text);
    }
    svc_rehearse_end(call);
    svc_pack_free(pack);
    return svc_finish(call);
}
