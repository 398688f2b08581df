/* reconcile: receipts, money and the system's report held against each other (rule book 001, entry 6.2).
 *
 * The three files are read, checked and sorted outside of memory; then they are walked side by side, key
 * by key. Of a key the amounts are compared one by one, not their sum: two slips that cancel out are two
 * differences. No store is opened unless the result is kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "entry.h"
#include "party.h"
#include "sorted.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/refusal.h"
#include "svc/say.h"
#include "svc/sign.h"
#include "svc/text.h"

#define SAVERS SVC_ROLES_HANDLE ";auditor;cron" /* who may keep a reconciliation */

enum { RECEIPT, CASH, SYSTEM };
enum { BY_KEY, BY_GROUP, SHAPES };

static struct {
    const char *key, *amount, *quantity, *by, *cash_by, *tolerance, *maps[PARTIES], *only, *summary;
    const char *dept, *day_from, *day_to;
    bool net, allow_empty, reject;
} opt;

bool entry_saves;

const struct svc_option reconcile_options[] = {
    { .name = "key", .type = SVC_OPT_TEXT, .to = &opt.key, .arg = "COLUMN,...",
      .help = "what tells one payment from another (default: receipt_no)" },
    { .name = "amount", .type = SVC_OPT_TEXT, .to = &opt.amount, .arg = "COLUMN",
      .help = "the column of amounts (default: amount)" },
    { .name = "quantity", .type = SVC_OPT_TEXT, .to = &opt.quantity, .arg = "COLUMN",
      .help = "of consumables: this is compared, too" },
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COLUMN,...",
      .help = "compare the sums of groups instead of single payments" },
    { .name = "cash-by", .type = SVC_OPT_TEXT, .to = &opt.cash_by, .arg = "COLUMN,...",
      .help = "the money is a sum of each group; receipts and system are compared by key" },
    { .name = "tolerance", .type = SVC_OPT_TEXT, .to = &opt.tolerance, .arg = "YUAN",
      .help = "amounts that differ by no more are the same (default: 0.00)" },
    { .name = "net", .type = SVC_OPT_FLAG, .to = &opt.net,
      .help = "leave out keys whose amounts cancel out in every file" },
    { .name = "map", .type = SVC_OPT_TEXT, .to = &svc_shared.map, .arg = "OLD=NEW,...",
      .help = "what columns are called, in all three files" },
    { .name = "map-receipt", .type = SVC_OPT_TEXT, .to = &opt.maps[RECEIPT], .arg = "OLD=NEW,...",
      .help = "in the receipts alone" },
    { .name = "map-cash", .type = SVC_OPT_TEXT, .to = &opt.maps[CASH], .arg = "OLD=NEW,...",
      .help = "in the money's file alone" },
    { .name = "map-system", .type = SVC_OPT_TEXT, .to = &opt.maps[SYSTEM], .arg = "OLD=NEW,...",
      .help = "in the system's report alone" },
    { .name = "input-format", .letter = 'i', .type = SVC_OPT_TEXT, .to = &svc_shared.input_format,
      .arg = "csv|tsv|auto", .help = "of the files (default: auto)" },
    { .name = "worksheet", .type = SVC_OPT_TEXT, .to = &svc_shared.worksheet, .arg = "NAME",
      .help = "of a workbook (default: the first one that holds something)" },
    { .name = "encoding", .type = SVC_OPT_TEXT, .to = &svc_shared.encoding, .arg = "NAME[,NAME,NAME]",
      .help = "of the files, or of each of them" },
    { .name = "only", .type = SVC_OPT_TEXT, .to = &opt.only, .arg = "diff",
      .help = "print what differs alone" },
    { .name = "allow-empty", .type = SVC_OPT_FLAG, .to = &opt.allow_empty,
      .help = "three files without a record agree" },
    { .name = "limit", .letter = 'n', .type = SVC_OPT_INT, .to = &svc_shared.limit, .arg = "N",
      .help = "print the first N rows; all are compared" },
    { .name = "sort", .type = SVC_OPT_TEXT, .to = &svc_shared.sort, .arg = "COL[:desc],...",
      .help = "order of the rows (default: the keys by their bytes)" },
    { .name = "summary", .type = SVC_OPT_TEXT, .to = &opt.summary, .arg = "FILE",
      .help = "write counts, sums and digests there, name and value a line", .written = true },
    { .name = "save", .type = SVC_OPT_FLAG, .to = &entry_saves,
      .help = "keep the result as a reconciliation, to be signed; needs --dept, --day_from and --reason" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "with --save: department that took the money", .table = "dept" },
    { .name = "day_from", .type = SVC_OPT_TEXT, .to = &opt.day_from, .arg = "DAY",
      .help = "with --save: the day, or the first of several" },
    { .name = "day_to", .type = SVC_OPT_TEXT, .to = &opt.day_to, .arg = "DAY",
      .help = "with --save: the last day" },
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
    { 0 }
};

const struct svc_option entry_sign_options[] = {
    { .name = "reject", .type = SVC_OPT_FLAG, .to = &opt.reject,
      .help = "turn them down; needs --reason" },
    SVC_OPTIONS_INCLUDE(svc_sign_options),
    { 0 }
};

#define PARTY(name_, label_)                                                                   \
    { .name = name_ "_count", .type = SVC_TYPE_INT, .label = label_ "笔数", .help = "how many payments it has" }, \
    { .name = name_ "_amount", .type = SVC_TYPE_MONEY, .label = label_ "金额", .help = "sum of their amounts" }
#define LINE(name_, label_)                                                                    \
    { .name = name_ "_line", .type = SVC_TYPE_INT, .label = label_ "行号", .help = "line of the first" }
#define QUANTITY(name_, label_)                                                                \
    { .name = name_ "_quantity", .type = SVC_TYPE_POINTS, .label = label_ "数量",              \
      .help = "sum of the quantities, with --quantity" }

static struct svc_column columns[] = {
    { .name = "key", .type = SVC_TYPE_CODE, .label = "核对项", .help = "what was compared" },
    { .name = "verdict", .type = SVC_TYPE_WORD, .label = "核对结果", .help = "how it came out",
      .list = "entry.verdict" },
    PARTY("receipt", "单据"), PARTY("cash", "钱款"),
    PARTY("system", "系统"),
    { .name = "cash_minus_receipt", .type = SVC_TYPE_MONEY, .label = "钱款减单据",
      .help = "amount of the money less that of the receipts" },
    { .name = "system_minus_receipt", .type = SVC_TYPE_MONEY, .label = "系统减单据",
      .help = "amount of the system less that of the receipts" },
    LINE("receipt", "单据"), LINE("cash", "钱款"), LINE("system", "系统"),
    QUANTITY("receipt", "单据"), QUANTITY("cash", "钱款"), QUANTITY("system", "系统"),
    { 0 }
};
enum { PLAIN_COLUMNS = 13, ALL_COLUMNS = 16 };

/* -- one key ------------------------------------------------------------------------------ */

struct side {
    int64_t count, amount, quantity, line;
};

static struct party party[PARTIES];
static int64_t tolerance;
static struct {
    int64_t keys, matched, missing[PARTIES], netted, printed;
} total;

static void add_to(struct side *side, const struct party_record *record)
{
    if (__builtin_add_overflow(side->amount, record->amount, &side->amount) ||
        __builtin_add_overflow(side->quantity, record->quantity, &side->quantity))
        svc_die(SVC_BADINPUT, "the sum of a key is larger than can be held; nothing was done");
    if (side->count++ == 0 || record->line < side->line)
        side->line = record->line;
}

static bool near(int64_t a, int64_t b)
{
    int64_t apart;
    return !__builtin_sub_overflow(a, b, &apart) && apart <= tolerance && apart >= -tolerance;
}

/* Takes what the parties (a bit each) have of the key: how much, and whether it is the same one by one. */
static bool take_key(unsigned which, size_t shape, const char *key, struct side side[PARTIES])
{
    bool same = true;
    for (bool more = true; more;) {
        const struct party_record *first = NULL;
        more = false;
        for (int p = 0; p < PARTIES; p++) {
            struct party_record *at = &party[p].at;
            bool here = which >> p & 1 && at->key && strcmp(at->key, key) == 0;
            if (here) {
                same = same && (!first || (near(at->amount, first->amount) &&
                                           at->quantity == first->quantity));
                first = first ? first : at;
                add_to(&side[p], at);
            }
            more = more || here;
        }
        for (int p = 0; p < PARTIES && more; p++)
            if (which >> p & 1 && party[p].at.key && strcmp(party[p].at.key, key) == 0)
                party_next(&party[p], shape);
    }
    return same;
}

static const char *verdict_of(unsigned which, const struct side side[PARTIES], bool same, bool grouped)
{
    static const char *const missing[] = { "missing_receipt", "missing_cash", "missing_system" };
    static const char *const only[] = { "only_receipt", "only_cash", "only_system" };
    const struct side *first = NULL;
    int there = 0, gone = 0, wanted = 0, lacks = 0, has = 0;
    bool counts = true, sums = true;
    for (int p = 0; p < PARTIES; p++) {
        if (!(which >> p & 1))
            continue;
        wanted++;
        if (side[p].count == 0) {
            gone++;
            lacks = p;
            continue;
        }
        there++;
        has = p;
        counts = counts && (!first || side[p].count == first->count);
        sums = sums && (!first || (near(side[p].amount, first->amount) &&
                                   side[p].quantity == first->quantity));
        first = first ? first : &side[p];
    }
    if (there == 1)
        return only[has];
    if (gone > 0 && wanted > 0)
        return missing[lacks];
    if (grouped)
        return sums ? "match" : "amount_differs";
    return !counts ? "count_differs" : same ? "match" : "amount_differs";
}

static bool cancels(const struct side side[PARTIES])
{
    for (int p = 0; p < PARTIES; p++)
        if (side[p].amount != 0 || side[p].quantity != 0)
            return false;
    return true;
}

static void count_key(const char *verdict)
{
    static const char *const names[] = { "receipt", "cash", "system" };
    const char *what = strchr(verdict, '_');
    total.keys++;
    total.matched += strcmp(verdict, "match") == 0;
    for (int p = 0; what && p < PARTIES; p++) {
        bool named = strcmp(what + 1, names[p]) == 0;
        if (strncmp(verdict, "missing", 7) == 0)
            total.missing[p] += named;
        else if (strncmp(verdict, "only", 4) == 0)
            total.missing[p] += !named;
    }
}

static struct sorted *sorted; /* with --sort */

static void print_key(struct svc_call *call, unsigned which, const char *key, const char *verdict,
                      const struct side side[PARTIES])
{
    struct svc_value row[ALL_COLUMNS], *v = row;
    *v++ = svc_value_text(key);
    *v++ = svc_value_text(verdict);
    for (int p = 0; p < PARTIES; p++) {
        bool asked = which >> p & 1;
        *v++ = asked ? svc_value_number(side[p].count) : svc_value_text(NULL);
        *v++ = asked ? svc_value_number(side[p].amount) : svc_value_text(NULL);
    }
    *v++ = which >> CASH & 1 ? svc_value_number(side[CASH].amount - side[RECEIPT].amount)
                             : svc_value_text(NULL);
    *v++ = svc_value_number(side[SYSTEM].amount - side[RECEIPT].amount);
    for (int p = 0; p < PARTIES; p++)
        *v++ = side[p].count ? svc_value_number(side[p].line) : svc_value_text(NULL);
    for (int p = 0; p < PARTIES; p++)
        *v++ = which >> p & 1 ? svc_value_number(side[p].quantity) : svc_value_text(NULL);
    if (sorted)
        sorted_add(sorted, row);
    else if (total.printed++ < svc_shared.limit)
        svc_print_row(call, row);
}

/* -- the walk ----------------------------------------------------------------------------- */

/* The least of the keys at hand, NULL at the end of all. */
static const char *least_key(unsigned which)
{
    const char *least = NULL;
    for (int p = 0; p < PARTIES; p++)
        if (which >> p & 1 && party[p].at.key && (!least || strcmp(party[p].at.key, least) < 0))
            least = party[p].at.key;
    return least;
}

static void walk(struct svc_call *call, unsigned which, size_t shape, bool grouped)
{
    struct svc_buf key = { 0 };
    bool diff = opt.only != NULL;
    for (int p = 0; p < PARTIES; p++)
        if (which >> p & 1)
            party_next(&party[p], shape);
    for (const char *least; (least = least_key(which));) {
        struct side side[PARTIES] = { { 0 } };
        svc_buf_clear(&key);
        svc_buf_puts(&key, least);
        bool same = take_key(which, shape, key.data, side);
        const char *verdict = verdict_of(which, side, same, grouped);
        bool match = strcmp(verdict, "match") == 0;
        if (opt.net && !match && cancels(side)) {
            total.netted++;
            continue;
        }
        count_key(verdict);
        if (!diff || !match)
            print_key(call, which, key.data, verdict, side);
    }
    svc_buf_free(&key);
}

/* -- what is asked ------------------------------------------------------------------------ */

static void check_files(struct svc_call *call)
{
    struct stat file[PARTIES];
    int inputs = 0;
    if (call->count != PARTIES)
        svc_die(SVC_USAGE, "reconcile takes three files: receipts, money, system");
    for (int p = 0; p < PARTIES; p++) {
        party[p].path = call->operand[p];
        party[p].map = opt.maps[p];
        inputs += strcmp(party[p].path, "-") == 0;
        if (stat(party[p].path, &file[p]) != 0)
            file[p].st_ino = 0;
        for (int o = 0; o < p; o++)
            if (file[p].st_ino && file[o].st_ino == file[p].st_ino && file[o].st_dev == file[p].st_dev)
                svc_die(SVC_USAGE, "\"%s\" and \"%s\" are one file", party[o].path, party[p].path);
    }
    if (inputs > 1)
        svc_die(SVC_USAGE, "standard input is one file, not two");
}

static void check_given(void)
{
    const char *why = opt.tolerance ? svc_hundredths_parse(opt.tolerance, &tolerance) : NULL;
    if (why || tolerance < 0)
        svc_die(SVC_USAGE, "option --tolerance: %s", why ? why : _("must not be below 0"));
    if (opt.by && opt.key)
        svc_die(SVC_USAGE, "--by and --key: groups are compared, or single payments");
    if (opt.by && opt.cash_by)
        svc_die(SVC_USAGE, "--by and --cash-by: all of the files are grouped, or the money alone");
    if (opt.only && strcmp(opt.only, "diff") != 0)
        svc_die(SVC_USAGE, "option --only: it is diff");
    if (entry_saves && (!opt.dept || !opt.day_from || !svc_shared.reason))
        svc_die(SVC_USAGE, "to keep it, give --dept, --day_from and --reason");
    if (!entry_saves && (opt.dept || opt.day_from || opt.day_to))
        svc_die(SVC_USAGE, "--dept, --day_from and --day_to go with --save");
}

/* One encoding for all, or one for each. */
static void take_encodings(void)
{
    const char *list = svc_shared.encoding, *word;
    size_t len, count = 0;
    while (list && svc_text_next(&list, ',', &word, &len)) {
        if (count == PARTIES)
            svc_die(SVC_USAGE, "option --encoding: one name, or three");
        party[count++].encoding = svc_strndup(word, len);
    }
    if (count == 2)
        svc_die(SVC_USAGE, "option --encoding: one name, or three");
    for (int p = 1; count == 1 && p < PARTIES; p++)
        party[p].encoding = party[0].encoding;
}

static void read_all(void)
{
    const char *key = opt.key ? opt.key : "receipt_no", *amount = opt.amount ? opt.amount : "amount";
    for (int p = 0; p < PARTIES; p++)
        party_open(&party[p]);
    for (int p = 0; p < PARTIES; p++) {
        const struct party_shape shapes[SHAPES] = {
            { opt.by ? opt.by : opt.cash_by && p == CASH ? NULL : key, amount, opt.quantity },
            { opt.cash_by, amount, opt.quantity }
        };
        party_read(&party[p], shapes, opt.cash_by ? SHAPES : 1);
    }
    if (svc_worst() != SVC_OK)
        exit((int)svc_worst());
    if (!opt.allow_empty && party[RECEIPT].rows + party[CASH].rows + party[SYSTEM].rows == 0)
        svc_die(SVC_BADINPUT, "none of the three files has a record; nothing was done\n"
                "--allow-empty if that is as it should be");
}

/* -- the summary -------------------------------------------------------------------------- */

static void say_total(struct svc_call *call)
{
    char share[SVC_RATE_SIZE];
    const struct svc_fraction agreed = { total.matched, total.keys };
    struct svc_buf told = { 0 };
    svc_statement(&told, "reconciled", "iisi", total.keys, total.matched, svc_rate_text(agreed, 100, "–", share),
                  total.keys - total.matched);
    char *text = svc_said(call->db, svc_print_language(call), svc_buf_text(&told));
    svc_print_footer(call, text);
    free(text);
    svc_buf_free(&told);
}

static void put_line(struct svc_sink *sink, const char *name, const char *value)
{
    char *line = svc_format("%s,%s\n", name, value);
    svc_sink_put(sink, line, strlen(line));
    free(line);
}

static void put_count(struct svc_sink *sink, const char *name, int64_t count)
{
    char digits[SVC_NUM_SIZE];
    digits[svc_int_digits(count, digits)] = '\0';
    put_line(sink, name, digits);
}

static void put_party(struct svc_sink *sink, const char *name, const struct party *of)
{
    char money[SVC_NUM_SIZE];
    char *rows = svc_format("%s_rows", name), *sum = svc_format("%s_sum", name);
    char *digest = svc_format("%s_sha256", name);
    put_count(sink, rows, of->rows);
    put_line(sink, sum, svc_hundredths_format(of->sum, money));
    put_line(sink, digest, of->sha256);
    free(rows);
    free(sum);
    free(digest);
}

static void write_summary(void)
{
    char money[SVC_NUM_SIZE];
    struct svc_sink *sink = svc_file_write(opt.summary);
    put_line(sink, "name", "value");
    put_count(sink, "keys", total.keys);
    put_count(sink, "matched", total.matched);
    put_count(sink, "differing", total.keys - total.matched);
    put_count(sink, "missing_receipt", total.missing[RECEIPT]);
    put_count(sink, "missing_cash", total.missing[CASH]);
    put_count(sink, "missing_system", total.missing[SYSTEM]);
    put_count(sink, "netted", total.netted);
    put_party(sink, "receipt", &party[RECEIPT]);
    put_party(sink, "cash", &party[CASH]);
    put_party(sink, "system", &party[SYSTEM]);
    put_line(sink, "cash_minus_receipt",
             svc_hundredths_format(party[CASH].sum - party[RECEIPT].sum, money));
    put_line(sink, "system_minus_receipt",
             svc_hundredths_format(party[SYSTEM].sum - party[RECEIPT].sum, money));
    if (!svc_file_close(sink))
        svc_die(SVC_IO, "cannot write \"%s\"", opt.summary);
}

/* -- kept --------------------------------------------------------------------------------- */

static const char *day_given(const char *option, const char *text, char out[SVC_DAY_SIZE])
{
    svc_day day;
    const char *why = svc_day_parse(text, &day);
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", option, why);
    if (day > svc_when_day(svc_now()))
        svc_die(SVC_USAGE, "option --%s: lies in the future", option);
    return svc_day_format(day, out);
}

/* The folder that a file lay in says nothing to who signs. */
static const char *file_of(int p)
{
    const char *slash = strrchr(party[p].file, '/');
    return slash ? slash + 1 : party[p].file;
}

static void save(struct svc_call *call)
{
    char no[SVC_NUMBER_SIZE], from[SVC_DAY_SIZE], to[SVC_DAY_SIZE];
    svc_when now = svc_now();
    day_given("day_from", opt.day_from, from);
    day_given("day_to", opt.day_to ? opt.day_to : opt.day_from, to);
    if (strcmp(from, to) > 0)
        svc_die(SVC_USAGE, "option --day_to: lies before the first day");
    if (!svc_call_holds(call, SAVERS))
        svc_deny(call, SVC_DENIED, NULL, "reconcile --save needs one of the roles %s; \"%s\" holds none",
                 svc_worded("verb.role", SAVERS), call->actor.person);
    call->reg = &entry_reconciliations;
    svc_call_begin(call);
    svc_number_next(call->db, entry_reconciliations.prefix, svc_day_year(svc_when_day(now)), no);
    svc_change_insert(call, "entry_reconciliation", no,
        "INSERT INTO entry_reconciliation (no, run_at, day_from, day_to, dept, kind, receipt_file,"
        " receipt_sha256, receipt_rows, receipt_sum, cash_file, cash_sha256, cash_rows, cash_sum,"
        " system_file, system_sha256, system_rows, system_sum, keys, matched, differing,"
        " missing_receipt, missing_cash, missing_system, netted, why, state, recorded_at, recorded_by,"
        " event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
        " ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, 'open', ?2, ?27, ?28) RETURNING *",
        "swssss" "ssii" "ssii" "ssii" "iiiiiii" "sse", no, now, from, to, opt.dept,
        opt.quantity ? "consumables" : "money", file_of(RECEIPT), party[RECEIPT].sha256,
        party[RECEIPT].rows, party[RECEIPT].sum, file_of(CASH), party[CASH].sha256, party[CASH].rows,
        party[CASH].sum, file_of(SYSTEM), party[SYSTEM].sha256, party[SYSTEM].rows,
        party[SYSTEM].sum, total.keys, total.matched, total.keys - total.matched,
        total.missing[RECEIPT], total.missing[CASH], total.missing[SYSTEM], total.netted,
        svc_shared.reason, call->actor.person);
    svc_sign_begin(call, &(struct svc_sign_start){ .no = no, .chain = "reconcile", .round = 1, .fact = now,
                                                   .proposer = call->actor.person,
                                                   .subject_dept = opt.dept, .own_dept = opt.dept });
    svc_call_commit(call);
    if (svc_call_talks())
        svc_warn("kept as %s", no);
}

int entry_reconcile(struct svc_call *call)
{
    const unsigned all = 1u << RECEIPT | 1u << CASH | 1u << SYSTEM;
    if (svc_shared.limit < 0)
        svc_shared.limit = INT64_MAX;
    check_given();
    check_files(call);
    take_encodings();
    if (!opt.quantity)
        columns[PLAIN_COLUMNS].name = NULL;
    if (svc_shared.sort)
        sorted = sorted_open(columns, svc_shared.sort);
    read_all();
    svc_print_title(call, "单据、钱款、系统报表三方核对");
    svc_print_begin(call, columns);
    walk(call, opt.cash_by ? all & ~(1u << CASH) : all, BY_KEY, opt.by != NULL);
    if (opt.cash_by)
        walk(call, all, BY_GROUP, true);
    if (sorted)
        sorted_print(sorted, call, svc_shared.limit);
    say_total(call);
    if (opt.summary)
        write_summary();
    if (entry_saves)
        save(call);
    for (int p = 0; p < PARTIES; p++)
        party_close(&party[p]);
    int code = svc_finish(call);
    return code == SVC_OK && total.keys > total.matched ? SVC_NO : code;
}

/* -- sign --------------------------------------------------------------------------------- */

static void sign_one(const struct svc_step *step)
{
    if (svc_sign(step->context, step->no, "reconcile", 1, opt.reject) == SVC_SIGN_ENDED)
        svc_move(step, "UPDATE entry_reconciliation SET state = ?3 WHERE no = ?1 AND state = ?2", "s",
                 opt.reject ? "rejected" : "signed");
}

int entry_sign(struct svc_call *call)
{
    call->reg = &entry_reconciliations;
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
    svc_each(call, SVC_OF(&entry_reconciliations), at, sign_one, desk);
    svc_desk_close(desk);
    svc_call_commit(call);
    return svc_finish(call);
}
