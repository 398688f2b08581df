/* svc-policy: the rules as data: loaded, checked, compared, shown. The entry is at the bottom. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/closed.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/reload.h"
#include "svc/stock.h"

struct svc_opt_time policy_on;

static struct {
    struct svc_opt_time from;
} opt;

svc_day policy_day(void)
{
    return svc_when_day(policy_on.given ? policy_on.when : svc_now());
}

int64_t policy_version(struct svc_call *call, svc_day day)
{
    char text[SVC_DAY_SIZE];
    int64_t version = svc_one_int(call->db, 0,
        "SELECT version FROM policy_version WHERE from_day <= ?1 AND until_day > ?1", "d", day);
    if (!version)
        svc_die(SVC_CONFIG, "no policy is in force on %s", svc_day_format(day, text));
    return version;
}

static const char *only_operand(const struct svc_call *call)
{
    if (call->count > 1)
        svc_die(SVC_USAGE, "%s takes one directory: \"%s\"", call->verb->name, call->operand[1]);
    return call->count ? call->operand[0] : NULL;
}

/* -- load --------------------------------------------------------------------------------- */

static const struct svc_option load_options[] = {
    { .name = "from", .type = SVC_OPT_TIME, .to = &opt.from, .arg = "DATE",
      .help = "in force from this day on" },
    POLICY_STRICT(N_("refuse what is assumed")),
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
    { 0 }
};

static const struct svc_column moved_columns[] = {
    { .name = "register", .type = SVC_TYPE_CODE, .label = "台账", .help = "the table" },
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
    { .name = "clock", .type = SVC_TYPE_CODE, .label = "时限", .help = "which of its clocks" },
    { .name = "old", .type = SVC_TYPE_TIME, .label = "原期限", .help = "the deadline before" },
    { .name = "new", .type = SVC_TYPE_TIME, .label = "新期限", .help = "the deadline from now on" },
    { .name = "provisional", .type = SVC_TYPE_CODE, .label = "暂定",
      .help = "yes: it reaches into a year without a calendar", .list = "verb.yes_no" },
    { .name = "outcome", .type = SVC_TYPE_CODE, .label = "结果变化",
      .help = "in_time or late, where that changed", .list = "policy.outcome" },
    { 0 }
};

/* What a load moved, as it is told. */
struct moves {
    struct svc_call *call;
    size_t count, outcomes;
};

static void note_month(struct svc_call *call, const char *due)
{
    svc_when at;
    if (due && !svc_when_parse(due, &at))
        svc_closed_span(call, at, at + 1);
}

static void tell_moved(void *ctx, const struct svc_moved *moved)
{
    struct moves *moves = ctx;
    struct svc_value row[] = {
        svc_value_text(moved->table), svc_value_text(moved->no), svc_value_text(moved->clock),
        svc_value_text(moved->old), svc_value_text(moved->due),
        svc_value_text(moved->provisional ? "yes" : NULL), svc_value_text(moved->outcome)
    };
    svc_print_row(moves->call, row);
    if (moved->outcome) { /* a line comes or goes in the month of either */
        note_month(moves->call, moved->old);
        note_month(moves->call, moved->due);
    }
    moves->count++;
    moves->outcomes += moved->outcome != NULL;
}

static void say_moved(const struct moves *moves)
{
    if (moves->count > 0)
        svc_warn("deadlines moved: %zu, with another outcome: %zu", moves->count, moves->outcomes);
}

/* A pack that is in force on its first day already changes nothing: the same load twice is one. */
static bool in_force_already(struct svc_call *call, const struct svc_pack *pack, svc_day from)
{
    int64_t version = svc_one_int(call->db, 0,
        "SELECT version FROM policy_version WHERE from_day <= ?1 AND until_day > ?1"
        " AND digest = ?2", "ds", from, pack->digest);
    if (version && svc_call_talks())
        svc_warn("the same pack is in force as version %lld; nothing was done",
                 (long long)version);
    return version != 0;
}

static void say_assumed(void *ctx, const char *path, size_t line, const char *column,
                        const char *why)
{
    (void)ctx;
    svc_fail(SVC_BADINPUT, "%s:%zu: %s: %s", path, line, column, why);
}

/* The pack without a fault and, with --strict, without an assumption; all are told. */
static struct svc_pack *read_faultless(const char *dir)
{
    static const struct svc_pack_ear assumed = { say_assumed, NULL };
    struct svc_pack *pack = svc_pack_read(dir, &svc_pack_aloud);
    size_t count = policy_strict ? svc_pack_strict(pack, &assumed) : 0;
    if (pack->faults > 0)
        svc_die(SVC_CONFIG, "faults of the pack: %zu; nothing was loaded", pack->faults);
    if (count > 0)
        svc_die(SVC_BADINPUT, "assumed values of the pack: %zu; nothing was loaded\n"
                "give each its source, seed or external, or load without --strict", count);
    return pack;
}

/* The first month that ends under the version, where its closing day is another one. */
static void say_months(svc_day from)
{
    struct svc_period month;
    char day[SVC_DAY_SIZE], last[SVC_DAY_SIZE];
    svc_day_format(from, day)[strlen("2026-10")] = '\0';
    if (svc_period_parse(day, &month) || !svc_period_odd(&month))
        return;
    svc_warn("%s is an odd month, %s to %s: the day that months close on changes", month.name,
             svc_day_format(svc_when_day(month.from), day),
             svc_day_format(svc_when_day(month.until) - 1, last));
}

/* The days of calendar.csv hold whatever version judges. */
static int load_calendar(struct svc_call *call, const struct svc_pack *pack)
{
    struct moves moves = { .call = call };
    svc_print_begin(call, moved_columns);
    svc_call_begin(call);
    struct svc_rules *was = svc_rules_open(call->db);
    int64_t revision = svc_rules_calendar(call, pack);
    if (revision)
        svc_rules_move(call, was, NULL, tell_moved, &moves);
    svc_rules_close(was);
    if (svc_call_talks() && revision)
        svc_warn(svc_shared.dry_run ? N_("would load revision %lld of the calendar")
                                    : N_("loaded revision %lld of the calendar"), (long long)revision);
    else if (svc_call_talks())
        svc_warn("these days are known; nothing was done");
    say_moved(&moves);
    svc_call_commit(call);
    return svc_finish(call);
}

static int load(struct svc_call *call)
{
    const char *dir = only_operand(call);
    struct moves moves = { .call = call };
    struct svc_pack *pack = NULL;
    if (!opt.from.given) {
        pack = read_faultless(dir);
        if (!pack->alone)
            svc_die(SVC_USAGE, "load needs --from\n"
                    "add --from DATE; a folder with calendar.csv alone does without");
        return load_calendar(call, pack);
    }
    svc_day from = svc_when_day(opt.from.when);
    if (svc_day_start(from) != opt.from.when)
        svc_die(SVC_USAGE, "option --from: a version begins with a day, without a time");
    if (from >= svc_day_of(9999, 12, 31))
        svc_die(SVC_USAGE, "option --from: no day would be left for the version");
    pack = read_faultless(dir);
    if (pack->alone)
        svc_die(SVC_USAGE, "option --from: days are known at once, whatever version judges\n"
                "load a folder with calendar.csv alone without it");
    svc_print_begin(call, moved_columns);
    svc_call_begin(call);
    if (!in_force_already(call, pack, from)) {
        struct svc_rules *was = svc_rules_open(call->db);
        int64_t version = svc_rules_write(call, pack, &from);
        svc_rules_move(call, was, &from, tell_moved, &moves);
        svc_rules_close(was);
        if (svc_call_talks()) {
            svc_warn(svc_shared.dry_run ? N_("would load version %lld") : N_("loaded version %lld"),
                     (long long)version);
            say_months(from);
        }
        say_moved(&moves);
    }
    svc_call_commit(call);
    svc_pack_free(pack);
    return svc_finish(call);
}

/* -- check -------------------------------------------------------------------------------- */

static const struct svc_option check_options[] = {
    POLICY_STRICT(N_("what is assumed is found, too")),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column fault_columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the file" },
    { .name = "line", .type = SVC_TYPE_INT, .label = "行", .help = "its line" },
    { .name = "column", .type = SVC_TYPE_CODE, .label = "列",
      .help = "the column; empty: the whole row" },
    { .name = "finding", .type = SVC_TYPE_TEXT, .label = "发现", .help = "what is wrong" },
    { 0 }
};

static void tell_fault(void *ctx, const char *path, size_t line, const char *column,
                       const char *why)
{
    struct svc_value row[] = { svc_value_text(path), svc_value_number((int64_t)line),
                               svc_value_text(column), svc_value_text(why) };
    svc_print_row(ctx, row);
}

/* The State Council announces a year in the November before it. */
static void warn_of_year(const struct svc_pack *pack)
{
    const struct svc_pack_table *calendar = &pack->table[SVC_PACK_CALENDAR];
    int year, month, mday;
    svc_day_split(svc_when_day(svc_now()), &year, &month, &mday);
    for (int last = year + (month >= 11); year <= last; year++) {
        bool known = false;
        char from[16], until[16];
        snprintf(from, sizeof from, "%d-01-01", year);
        snprintf(until, sizeof until, "%d-12-01", year);
        for (size_t i = 0; i < calendar->count && !known; i++)
            known = calendar->row[i].whole && strcmp(calendar->row[i].key, from) >= 0 &&
                    strcmp(calendar->row[i].key, until) < 0 &&
                    strcmp(svc_pack_cell(SVC_PACK_CALENDAR, &calendar->row[i], "kind")->text, "off") == 0;
        if (!known)
            svc_warn("%s: has no holidays of %d: limits that reach into it are provisional\n"
                     "add its days when they are announced, and load them", calendar->path, year);
    }
}

static int check(struct svc_call *call)
{
    const char *dir = only_operand(call);
    struct svc_pack_ear ear = { tell_fault, call };
    svc_print_begin(call, fault_columns);
    enum svc_language own = svc_print_speaks(call);
    struct svc_pack *pack = svc_pack_read(dir, &ear);
    bool found = pack->faults > 0;
    if (policy_strict && svc_pack_strict(pack, &ear) > 0)
        found = true;
    svc_lang_in(own);
    warn_of_year(pack);
    svc_pack_free(pack);
    int code = svc_finish(call);
    return code == SVC_OK && found ? SVC_NO : code;
}

/* -- diff --------------------------------------------------------------------------------- */

static const struct svc_column diff_columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the pack's file" },
    { .name = "key", .type = SVC_TYPE_CODE, .label = "键",
      .help = "which row; * where a cell of its key is blank" },
    { .name = "change", .type = SVC_TYPE_CODE, .label = "变化", .help = "added, removed, changed",
      .list = "policy.change" },
    { .name = "column", .type = SVC_TYPE_CODE, .label = "列",
      .help = "which cell; empty: the whole row" },
    { .name = "old", .type = SVC_TYPE_TEXT, .label = "原值", .help = "in A" },
    { .name = "new", .type = SVC_TYPE_TEXT, .label = "新值", .help = "in B" },
    { 0 }
};

/* A side of the comparison is a version's number, or a directory. */
static bool is_version(const char *name, int64_t *version)
{
    return isdigit((unsigned char)*name) && !svc_int_parse(name, version);
}

/* Directories are read before the store is asked, and no lock waits for a file. */
static void read_sides(struct svc_call *call, struct svc_pack *sides[2])
{
    int64_t version;
    svc_call_wait(call, true);
    for (int i = 0; i < 2; i++) {
        if (is_version(call->operand[i], &version))
            continue;
        sides[i] = svc_pack_read(call->operand[i], &svc_pack_aloud);
        if (sides[i]->faults > 0)
            svc_die(SVC_CONFIG, "the pack in \"%s\" has faults; nothing was compared",
                    call->operand[i]);
    }
    svc_call_wait(call, false);
    for (int i = 0; i < 2; i++) {
        if (sides[i] || !is_version(call->operand[i], &version))
            continue;
        if (!call->db)
            svc_die(SVC_CONFIG, "version %s is of a store, and there is none\nsee SVC_DB in svc(7)",
                    call->operand[i]);
        sides[i] = svc_pack_stored(call->db, version);
        if (!sides[i])
            svc_die(SVC_UNKNOWN, "no such version: \"%s\"\nsvc-policy in-force tells today's",
                    call->operand[i]);
    }
}

static void tell_change(struct svc_call *call, const struct svc_pack_shape *shape, const char *key,
                        const char *change, const char *column, const char *old, const char *new)
{
    struct svc_value row[] = { svc_value_text(shape->name), svc_value_text(key),
                               svc_value_text(change), svc_value_text(column),
                               svc_value_text(old), svc_value_text(new) };
    svc_print_row(call, row);
}

/* A whole row as text: its filled cells, name=value. */
static void tell_row(struct svc_call *call, const struct svc_pack_shape *shape,
                     const struct svc_pack_row *row, bool added)
{
    struct svc_buf text = { 0 }, room = { 0 };
    for (size_t i = 0; shape->columns[i].name; i++)
        if (svc_value_given(&row->values[i]))
            svc_buf_printf(&text, "%s%s=%s", text.len ? "; " : "", shape->columns[i].name,
                           svc_value_show(&shape->columns[i], &row->values[i], &room));
    tell_change(call, shape, row->key, added ? "added" : "removed", NULL,
                added ? NULL : text.data, added ? text.data : NULL);
    svc_buf_free(&text);
    svc_buf_free(&room);
}

static size_t tell_cells(struct svc_call *call, const struct svc_pack_shape *shape,
                         const struct svc_pack_row *a, const struct svc_pack_row *b)
{
    struct svc_buf old = { 0 }, new = { 0 };
    size_t count = 0;
    for (size_t i = 0; shape->columns[i].name; i++) {
        if (svc_value_same(&a->values[i], &b->values[i]))
            continue;
        tell_change(call, shape, a->key, "changed", shape->columns[i].name,
                    svc_value_show(&shape->columns[i], &a->values[i], &old),
                    svc_value_show(&shape->columns[i], &b->values[i], &new));
        count++;
    }
    svc_buf_free(&old);
    svc_buf_free(&new);
    return count;
}

/* Both tables in order of key, side by side. */
static size_t diff_table(struct svc_call *call, const struct svc_pack_table *a,
                         const struct svc_pack_table *b)
{
    size_t i = 0, j = 0, count = 0;
    while (i < a->count || j < b->count) {
        const struct svc_pack_row *old = i < a->count ? &a->row[a->by_key[i]] : NULL;
        const struct svc_pack_row *new = j < b->count ? &b->row[b->by_key[j]] : NULL;
        int order = !old ? 1 : !new ? -1 : strcmp(old->key, new->key);
        if (order == 0) {
            count += tell_cells(call, a->shape, old, new);
        } else {
            tell_row(call, a->shape, order < 0 ? old : new, order > 0);
            count++;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return count;
}

static int diff(struct svc_call *call)
{
    size_t count = 0;
    if (call->count != 2)
        svc_die(SVC_USAGE, "diff compares two packs\n"
                "name two of: a version, a directory");
    struct svc_pack *sides[2] = { NULL, NULL };
    read_sides(call, sides);
    svc_print_begin(call, diff_columns);
    bool alone = sides[0]->alone || sides[1]->alone;
    for (int i = 0; i < SVC_PACK_FILES; i++)
        if (!alone || i == SVC_PACK_CALENDAR)
            count += diff_table(call, &sides[0]->table[i], &sides[1]->table[i]);
    svc_pack_free(sides[0]);
    svc_pack_free(sides[1]);
    int code = svc_finish(call);
    return code == SVC_OK && count > 0 ? SVC_NO : code;
}

/* -- the command -------------------------------------------------------------------------- */

#define GIVERS "agent;staff;team_leader;dept_head;office;general_office;clerk;admin"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = policy_feedback_add,
      .options = svc_add_options, .need = SVC_NEED_WRITE, .roles = GIVERS,
      .help = "register one feedback on a rule book; prints its number" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = policy_feedback_import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = GIVERS,
      .help = "register many, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    { .name = "show", .operands = "feedback NO...|- | clause CODE... | score [NAME...]", .run = policy_show,
      .options = svc_show_options, .need = SVC_NEED_READ,
      .help = "feedback whole, with its history; what fires a clause and what it does; score files" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "load", .operands = "[DIR]", .run = load, .options = load_options,
      .need = SVC_NEED_WRITE, .roles = "admin;office",
      .help = "make a pack the policy in force from a day on, or learn the calendar's days; prints the"
              " deadlines moved" },
    { .name = "check", .operands = "[DIR]", .run = check, .options = check_options,
      .need = SVC_NEED_NOTHING, .help = "say everything that load would refuse; exit 1 if found" },
    { .name = "tune", .operands = "LIMIT", .run = policy_tune, .options = tune_options,
      .need = SVC_NEED_READ, .requires = "period;from;to",
      .help = "what each of several lengths of a limit would have meant for a month" },
    { .name = "test", .operands = "[DIR] [FILE...]", .run = policy_test, .options = test_options,
      .need = SVC_NEED_NOTHING,
      .help = "facts in, expected deadlines and lines out: what a pack makes of cases; exit 1 if"
              " different" },
    { .name = "coverage", .operands = "[DIR] [FILE...]", .run = policy_coverage,
      .options = coverage_options, .need = SVC_NEED_NOTHING,
      .help = "limits, triggers and legs of a pack that no case touches; exit 1 if any" },
    { .name = "new", .operands = "DIR", .run = policy_new, .options = svc_output_options,
      .need = SVC_NEED_NOTHING, .makes = true, .help = "write a pack to start from, its columns told in it" },
    { .name = "vocabulary", .run = policy_vocabulary, .options = svc_output_options,
      .need = SVC_NEED_WORDS,
      .help = "every word a pack may use: events, what is counted, selects, clocks, starts, parameters" },
    { .name = "diff", .operands = "A B", .run = diff, .options = svc_output_options,
      .need = SVC_NEED_WORDS,
      .help = "rows added, removed, changed between two packs; exit 1 if different" },
    { .name = "in-force", .run = policy_in_force, .options = in_force_options,
      .need = SVC_NEED_READ, .help = "which version is in force on a day" },
    { .name = "clauses", .run = policy_clauses, .options = clauses_options, .need = SVC_NEED_READ,
      .help = "the clauses and what each does to whom" },
    { .name = "calendar", .operands = "[explain TIME LENGTH]", .run = policy_calendar,
      .options = calendar_options, .need = SVC_NEED_READ,
      .help = "days that differ from the plain week; explain: a limit counted day by day" },
    { .name = "books", .run = policy_books, .options = books_options, .need = SVC_NEED_READ,
      .help = "the rule books and how far each is" },
    { .name = "contents", .operands = "[BOOK]", .run = policy_contents, .options = contents_options,
      .need = SVC_NEED_READ, .help = "what a rule book must contain, and where it does" },
    { .name = "advance", .operands = "BOOK", .run = policy_advance, .options = advance_options,
      .need = SVC_NEED_WRITE,
      .roles = "admin;office;general_office;dept_head;region_director;national_centre;clerk",
      .help = "bring a rule book to its next stage" },
    { .name = "answer", .operands = "NO...|-", .run = policy_answer, .options = answer_options,
      .need = SVC_NEED_WRITE, .roles = POLICY_ANSWERERS ";clerk", .requires = "text",
      .help = "answer feedback on rule books" },
    { 0 }
};

static const struct svc_register *const registers[] = { &policy_feedback, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-policy", .summary = "the rules as data: loaded, checked, compared, shown",
        .registers = registers, .name_register = true, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
