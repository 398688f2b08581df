/* svc-report sheet and explain under a draft of the rules, another calendar, or without a record: what is
 * now beside what would be. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rehearse.h"
#include "svc/text.h"
#include "svc/words.h"

static struct {
    const char *policy, *calendar, *without;
    bool then;
} opt;

const struct svc_option report_rehearsal_options[] = {
    { .name = "policy", .type = SVC_OPT_TEXT, .to = &opt.policy, .arg = "DIR",
      .help = "beside it as this draft of a pack would judge, loading nothing" },
    { .name = "calendar", .type = SVC_OPT_TEXT, .to = &opt.calendar, .arg = "FILE",
      .help = "beside it as it would be with the days of this calendar.csv" },
    { .name = "without", .type = SVC_OPT_TEXT, .to = &opt.without, .arg = "NO[,NO]...",
      .help = "beside it as it would be if these records were not there" },
    { .name = "then", .type = SVC_OPT_FLAG, .to = &opt.then,
      .help = "only as it would be, printed as ever" },
    { 0 }
};

bool report_rehearses(void)
{
    bool asked = opt.policy || opt.calendar || opt.without;
    if (opt.then && !asked)
        svc_die(SVC_USAGE, "option --then goes with --policy, --calendar or --without");
    if (asked && svc_shared.period.revision)
        svc_die(SVC_USAGE, "a rehearsal judges the records as they stand, not what a close stored\n"
                           "leave out @%lld", (long long)svc_shared.period.revision);
    return asked;
}

/* -- what is otherwise -------------------------------------------------------------------- */

static struct svc_pack *faultless(struct svc_pack *pack)
{
    if (pack->faults > 0)
        svc_die(SVC_CONFIG, "faults of the pack: %zu; nothing was judged", pack->faults);
    return pack;
}

/* Files are read before anything is asked of the store, and no lock waits for them. */
static struct svc_rehearsal read_draft(struct svc_call *call)
{
    struct svc_pack *pack = NULL, *calendar = NULL;
    char **without = NULL;
    const char *word, *list = opt.without;
    size_t len, count = 0;
    svc_call_wait(call, true);
    if (opt.policy)
        pack = faultless(svc_pack_read(opt.policy, &svc_pack_aloud));
    if (opt.calendar)
        calendar = faultless(svc_pack_days(opt.calendar, &svc_pack_aloud));
    svc_call_wait(call, false);
    if (pack && pack->alone)
        svc_die(SVC_USAGE, "option --policy: \"%s\" has calendar.csv and no other file of a pack\n"
                           "give that file with --calendar", opt.policy);
    while (svc_text_next(&list, ',', &word, &len)) {
        without = svc_grow(without, count, sizeof *without);
        without[count++] = svc_strndup(word, len);
    }
    without = svc_grow(without, count, sizeof *without);
    without[count] = NULL;
    return (struct svc_rehearsal){ pack, calendar, without };
}

static void free_draft(struct svc_rehearsal *draft)
{
    svc_pack_free((struct svc_pack *)draft->pack);
    svc_pack_free((struct svc_pack *)draft->calendar);
    for (char *const *no = draft->without; *no; no++)
        free(*no);
    free((char **)draft->without);
}

typedef void take_side(struct svc_call *call, const struct svc_period *month, bool then, void *ctx);

/* Both sides, each in the days that its rules give the month. */
static void rehearse(struct svc_call *call, const struct svc_period *month, take_side *side,
                     void *ctx)
{
    struct svc_rehearsal draft = read_draft(call);
    struct svc_period then;
    svc_rehearse_begin(call);
    if (!opt.then)
        side(call, month, false, ctx);
    svc_rehearse(call, &draft);
    svc_period_parse(month->name, &then);
    side(call, &then, true, ctx);
    svc_rehearse_end(call);
    free_draft(&draft);
}

/* -- the sheet ---------------------------------------------------------------------------- */

/* What is compared of a row: what names it once, the rest on both sides. */
enum sort { ONCE, BOTH, MORE }; /* more: and the difference */

struct compared {
    const char *name;
    enum sort sort;
};

static void add_column(struct svc_column *all, size_t *count, const struct svc_column *of,
                       const char *tail, const char *before, const char *after, const char *help)
{
    struct svc_column *column = &all[(*count)++];
    *column = *of;
    column->name = svc_format("%s%s", of->name, tail);
    column->label = svc_format("%s%s%s", before, svc_column_label(of), after);
    column->help = svc_format("%s%s", _(of->help), help);
}

/* Such columns of the table's, kept for the process. */
static struct svc_column *columns_of(const struct svc_column *table, const struct compared *compared,
                                     const struct svc_column *first)
{
    struct svc_column *all = svc_alloc(64 * sizeof *all);
    size_t count = 0;
    if (first)
        all[count++] = *first;
    for (; compared->name; compared++) {
        const struct svc_column *of = &table[svc_column_at(table, compared->name)];
        if (compared->sort == ONCE) {
            all[count++] = *of;
            continue;
        }
        add_column(all, &count, of, "_now", "现", "", _(", now"));
        add_column(all, &count, of, "_then", "拟", "", _(", as it would be"));
        if (compared->sort == MORE)
            add_column(all, &count, of, "_difference", "", "差", _(", then less now"));
    }
    return all;
}

static const struct compared of_sheet[] = {
    { "subject", ONCE }, { "name", ONCE }, { "score", MORE }, { "grade", BOTH },
    { "forced_grade", BOTH }, { "final_grade", BOTH }, { "reward_amount", MORE },
    { "penalty_amount", MORE }, { "pending_lines", MORE }, { NULL, ONCE }
};
enum { NAMES = 2, COMPARED = sizeof of_sheet / sizeof *of_sheet - 1 - NAMES };

/* One subject on both sides; a value that is not there is blank. */
struct subject {
    char *code, *name;
    struct svc_value of[2][COMPARED];
};

struct sheet {
    struct subject *row;
    size_t count;
    bool persons, then; /* then: the side at hand */
    const char *dept;
};

static struct svc_value kept(const struct svc_value *value)
{
    return value->is == SVC_IS_TEXT ? svc_value_text(svc_strndup(value->text, value->len)) : *value;
}

static struct subject *subject_of(struct sheet *sheet, const struct svc_value *values)
{
    size_t at = 0;
    while (at < sheet->count && strcmp(sheet->row[at].code, values[0].text) < 0)
        at++;
    if (at < sheet->count && strcmp(sheet->row[at].code, values[0].text) == 0)
        return &sheet->row[at];
    sheet->row = svc_grow(sheet->row, sheet->count, sizeof *sheet->row);
    memmove(&sheet->row[at + 1], &sheet->row[at], (sheet->count - at) * sizeof *sheet->row);
    sheet->count++;
    sheet->row[at] = (struct subject){ .code = svc_strdup(values[0].text),
                                       .name = svc_strdup(values[1].text) };
    return &sheet->row[at];
}

static void take_subject(void *ctx, const struct svc_column *columns, const struct svc_value *values)
{
    struct sheet *sheet = ctx;
    struct subject *row = subject_of(sheet, values);
    for (int i = 0; i < COMPARED; i++)
        row->of[sheet->then][i] = kept(&values[svc_column_at(columns, of_sheet[NAMES + i].name)]);
}

static void take_sheet(struct svc_call *call, const struct svc_period *month, bool then, void *ctx)
{
    struct sheet *sheet = ctx;
    struct svc_lines lines = report_lines(call, month);
    sheet->then = then;
    if (opt.then)
        report_print_rows(call, month, &lines, sheet->persons, sheet->dept);
    else
        report_sheet_rows(call, month, &lines, sheet->persons, sheet->dept, take_subject, sheet);
    svc_lines_free(&lines);
}

static void print_subject(struct svc_call *call, struct subject *row)
{
    struct svc_value v[NAMES + 3 * COMPARED];
    size_t n = 0;
    v[n++] = svc_value_text(row->code);
    v[n++] = svc_value_text(row->name);
    for (int i = 0; i < COMPARED; i++) {
        const struct svc_value *now = &row->of[0][i], *then = &row->of[1][i];
        v[n++] = *now;
        v[n++] = *then;
        if (of_sheet[NAMES + i].sort == MORE)
            v[n++] = svc_value_number((then->is == SVC_IS_NUMBER ? then->number : 0) -
                                      (now->is == SVC_IS_NUMBER ? now->number : 0));
    }
    svc_print_row(call, v);
    for (int i = 0; i < 2 * COMPARED; i++)
        if (row->of[i / COMPARED][i % COMPARED].is == SVC_IS_TEXT)
            free((char *)row->of[i / COMPARED][i % COMPARED].text);
    free(row->code);
    free(row->name);
}

void report_rehearse_sheet(struct svc_call *call, const struct svc_period *month, bool persons,
                           const char *dept)
{
    struct sheet sheet = { .persons = persons, .dept = dept };
    char title[SVC_PERIOD_SIZE];
    svc_print_title(call, "%s 试算", svc_period_title(month, title));
    rehearse(call, month, take_sheet, &sheet);
    if (opt.then)
        return;
    const struct svc_lines none = { NULL, 0 };
    svc_print_begin(call, columns_of(report_sheet_columns(call, month, &none), of_sheet, NULL));
    for (size_t i = 0; i < sheet.count; i++)
        print_subject(call, &sheet.row[i]);
    free(sheet.row);
}

/* -- the lines ---------------------------------------------------------------------------- */

static const struct svc_column change = {
    .name = "change", .type = SVC_TYPE_WORD, .label = "变化",
    .help = "now or then: there alone; or changed", .list = "report.rehearsed"
};

/* The reason is that of what would be, of a line that is gone what it was. */
static const struct compared of_lines[] = {
    { "dept", ONCE }, { "person", ONCE }, { "item", ONCE }, { "clause", ONCE }, { "subject", ONCE },
    { "source", ONCE }, { "record", ONCE }, { "occurred_at", BOTH }, { "points", BOTH },
    { "amount", BOTH }, { "effect", BOTH }, { "status", BOTH }, { "reason", ONCE }, { NULL, ONCE }
};

struct sides {
    struct svc_lines of[2];
    report_wanted *wanted;
};

static void take_lines(struct svc_call *call, const struct svc_period *month, bool then, void *ctx)
{
    struct sides *sides = ctx;
    sides->of[then] = report_lines(call, month);
    if (opt.then)
        report_print_lines(call, month, &sides->of[then], sides->wanted);
}

static int in_order(const void *a, const void *b)
{
    const struct svc_line *x = a, *y = b;
    int order = svc_line_compare(x, y);
    return order ? order : strcmp(x->occurred_at, y->occurred_at);
}

static void sort(struct svc_lines *lines)
{
    if (lines->count > 1)
        qsort(lines->line, lines->count, sizeof *lines->line, in_order);
}

static bool same(const struct svc_line *a, const struct svc_line *b)
{
    return a->points == b->points && a->amount == b->amount && svc_text_same(a->effect, b->effect) &&
           svc_text_same(a->status, b->status) && svc_text_same(a->item, b->item) &&
           svc_text_same(a->occurred_at, b->occurred_at) && svc_text_same(a->reason, b->reason);
}

static struct svc_value number_of(const struct svc_line *line, int64_t number)
{
    return line ? svc_value_number(number) : svc_value_text(NULL);
}

static void print_pair(struct svc_call *call, const struct svc_line *now, const struct svc_line *then)
{
    const struct svc_line *line = then ? then : now;
    struct svc_value row[] = {
        svc_value_text(!then ? "now" : !now ? "then" : "changed"), svc_value_text(line->dept),
        svc_value_text(line->person), svc_value_text(line->item), svc_value_text(line->clause),
        svc_value_text(line->subject), svc_value_text(line->source), svc_value_text(line->record),
        svc_value_text(now ? now->occurred_at : NULL), svc_value_text(then ? then->occurred_at : NULL),
        number_of(now, now ? now->points : 0), number_of(then, then ? then->points : 0),
        number_of(now, now ? now->amount : 0), number_of(then, then ? then->amount : 0),
        svc_value_text(now ? now->effect : NULL), svc_value_text(then ? then->effect : NULL),
        svc_value_text(now ? now->status : NULL), svc_value_text(then ? then->status : NULL),
        svc_value_text(line->reason)
    };
    svc_print_row(call, row);
}

/* The lines of one key on both sides: those that are the same are passed over, then each takes the next
 * of the other side. */
static void print_group(struct svc_call *call, const struct svc_line *now, size_t nows,
                        const struct svc_line *then, size_t thens)
{
    bool *done = svc_alloc((nows + thens) * sizeof *done);
    size_t n = 0;
    for (size_t i = 0; i < nows; i++)
        for (size_t j = 0; j < thens && !done[i]; j++)
            if (!done[nows + j] && same(&now[i], &then[j]))
                done[i] = done[nows + j] = true;
    for (size_t i = 0; i < nows; i++) {
        if (done[i])
            continue;
        while (n < thens && done[nows + n])
            n++;
        print_pair(call, &now[i], n < thens ? &then[n] : NULL);
        n += n < thens;
    }
    for (; n < thens; n++)
        if (!done[nows + n])
            print_pair(call, NULL, &then[n]);
    free(done);
}

/* How many lines from `first` on have its key. */
static size_t run_of(const struct svc_lines *lines, size_t first, const struct svc_line *key)
{
    size_t count = 0;
    while (first + count < lines->count && svc_line_compare(&lines->line[first + count], key) == 0)
        count++;
    return count;
}

static void print_changes(struct svc_call *call, const struct sides *sides)
{
    const struct svc_lines *now = &sides->of[false], *then = &sides->of[true];
    size_t i = 0, j = 0;
    while (i < now->count || j < then->count) {
        const struct svc_line *a = i < now->count ? &now->line[i] : NULL;
        const struct svc_line *b = j < then->count ? &then->line[j] : NULL;
        const struct svc_line *key = !b || (a && svc_line_compare(a, b) <= 0) ? a : b;
        size_t nows = run_of(now, i, key), thens = run_of(then, j, key);
        if (sides->wanted(key))
            print_group(call, now->line + i, nows, then->line + j, thens);
        i += nows;
        j += thens;
    }
}

void report_rehearse_lines(struct svc_call *call, const struct svc_period *month,
                           report_wanted *wanted)
{
    struct sides sides = { .wanted = wanted };
    rehearse(call, month, take_lines, &sides);
    if (!opt.then) {
        sort(&sides.of[false]);
        sort(&sides.of[true]);
        svc_print_begin(call, columns_of(svc_line_columns, of_lines, &change));
        print_changes(call, &sides);
    }
    svc_lines_free(&sides.of[false]);
    svc_lines_free(&sides.of[true]);
}
