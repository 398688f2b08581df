/* svc-report close: a month is frozen once and answers from what was stored. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book.h"
#include "svc/again.h"
#include "svc/anchor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/event.h"
#include "svc/file.h"
#include "svc/host.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rows.h"
#include "svc/say.h"
#include "svc/word.h"
#include "svc/words.h"

static struct {
    const char *folder;
    bool yes; /* must be said, that is all */
    bool carry, strict, revise;
} opt;

const struct svc_option report_close_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "MONTH", .help = "the month, which must be over" },
    { .name = "yes", .type = SVC_OPT_FLAG, .to = &opt.yes,
      .help = "really: a closed month is never opened again" },
    { .name = "carry-pending", .type = SVC_OPT_FLAG, .to = &opt.carry,
      .help = "hand lines that wait for signatures or an appeal on to the next month" },
    { .name = "strict", .type = SVC_OPT_FLAG, .to = &opt.strict,
      .help = "refuse lines whose value is only assumed" },
    { .name = "revise", .type = SVC_OPT_FLAG, .to = &opt.revise,
      .help = "close a closed month once more; the earlier revision stays readable; needs --reason" },
    { .name = "output", .letter = 'o', .type = SVC_OPT_TEXT, .to = &opt.folder, .arg = "DIR",
      .written = true,
      .help = "write sheets, lines and manifest to DIR/MONTH" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* -- what may be closed ------------------------------------------------------------------- */

static bool waits(const struct svc_line *line)
{
    return strcmp(line->status, "proposed") == 0 || strcmp(line->status, "suspended") == 0;
}

static bool is_assumed(struct svc_call *call, const struct svc_line *line)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM policy_leg l JOIN policy_version v ON v.version = l.version"
        " WHERE l.clause = ?1 AND l.subject = ?2 AND l.basis = 'assumed'"
        "   AND v.from_day <= ?3 AND v.until_day > ?3"
        " UNION ALL SELECT 1 FROM band_basis b JOIN policy_version v ON v.version = b.version"
        " WHERE b.clause = ?1 AND b.basis = 'assumed' AND substr(?4, 1, length(b.lead)) = b.lead"
        "   AND v.from_day <= ?3 AND v.until_day > ?3",
        "ssss", line->clause, line->subject, line->occurred_at, line->record) == 1;
}

static void check_lines(struct svc_call *call, const struct svc_period *month,
                        const struct svc_lines *lines)
{
    size_t pending = 0, assumed = 0, first_pending = 0, first_assumed = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct svc_line *line = &lines->line[i];
        if (waits(line) && pending++ == 0)
            first_pending = i;
        else if (opt.strict && strcmp(line->status, "final") == 0 && is_assumed(call, line) &&
                 assumed++ == 0)
            first_assumed = i;
    }
    if (pending && !opt.carry)
        svc_deny(call, SVC_REFUSED, NULL,
                 "%s cannot be closed: %zu lines wait for signatures or an appeal,"
                 " such as %s %s\ndecide them, or add --carry-pending to hand them on to the next"
                 " month", month->name, pending, lines->line[first_pending].record,
                 lines->line[first_pending].clause);
    if (assumed)
        svc_deny(call, SVC_REFUSED, NULL,
                 "%s cannot be closed with --strict: the values of %zu lines are only"
                 " assumed, such as %s %s\nload a policy with values of your own", month->name,
                 assumed, lines->line[first_assumed].record, lines->line[first_assumed].clause);
}

/* The closed month that counts a line which this one handed on, NULL for none; to be freed. */
static char *taker_of(struct svc_call *call, const struct svc_period *month, int64_t revision)
{
    return svc_one(call->db,
        "SELECT l.period FROM month_line h JOIN month_line l ON l.period > h.period"
        "   AND l.source = h.source AND l.record = h.record AND l.clause = h.clause"
        "   AND l.subject = h.subject AND l.dept = h.dept"
        "   AND COALESCE(l.person, '') = COALESCE(h.person, '') AND l.item <> 'adjust'"
        " WHERE h.period = ?1 AND h.revision = ?2 AND h.carried = 1"
        "   AND l.revision = (SELECT MAX(c.revision) FROM month_close c WHERE c.period = l.period)"
        " ORDER BY l.period LIMIT 1", "si", month->name, revision);
}

static void check_month(struct svc_call *call, const struct svc_period *month, int64_t revision)
{
    if (month->until > svc_now())
        svc_deny(call, SVC_REFUSED, NULL, "%s is not over", month->name);
    if (opt.revise && !revision)
        svc_deny(call, SVC_REFUSED, NULL, "%s is not closed, so there is nothing to revise",
                 month->name);
    if (opt.revise && (!svc_shared.reason || !*svc_shared.reason))
        svc_die(SVC_USAGE, "--revise needs a reason\nadd --reason TEXT");
    if (opt.revise && svc_one_int(call->db, 0, "SELECT 1 FROM adjustment WHERE from_period = ?1"
                                               " LIMIT 1", "s", month->name))
        svc_deny(call, SVC_REFUSED, NULL,
                 "the difference of %s was settled in a later month already;"
                 " a revision would count it twice", month->name);
    char *later = opt.revise ? taker_of(call, month, revision) : NULL;
    if (later)
        svc_deny(call, SVC_REFUSED, NULL,
                 "lines that %s handed on are counted in %s; a revision would count them"
                 " twice\nsettle the difference in an open month with svc-report adjust",
                 month->name, later);
}

/* -- storing ------------------------------------------------------------------------------ */

/* Rows of one table, written under a single event. */
static void keep_row(struct svc_rows *rows, const struct svc_value *values)
{
    if (svc_rows_add(rows, values) != 1)
        svc_die(SVC_BUG, "cannot store a row of \"%s\": %s", rows->table,
                svc_refusal(rows->insert));
}

static void keep_end(struct svc_call *call, struct svc_rows *rows, const char *period)
{
    char change[64];
    snprintf(change, sizeof change, "{\"rows\":[null,%zu]}", rows->count);
    svc_rows_end(rows);
    if (rows->count)
        svc_change_event(call, rows->table, period, change);
}

struct line_keeper {
    struct svc_call *call;
    struct svc_rows rows;
    int64_t revision;
    bool carried;
};

/* What is stored of a line besides its own columns: the sentence in each language, and the label of
 * each word. */
enum { SAID_EN, SAID_ZH, SAID };
static const char *const line_words[] = { "item", "subject", "effect", "status", "source" };
enum { LINE_WORDS = sizeof line_words / sizeof *line_words };

static char *label_of(const struct svc_column *column, const struct svc_value *value)
{
    struct svc_buf label = { 0 };
    if (value->is != SVC_IS_TEXT)
        return NULL;
    svc_word_labels(svc_column_words(column, SVC_WORDS_EVER), value->text, value->len, &label);
    return svc_buf_take(&label);
}

/* A line's columns become a row: period, revision, place, the line, what it says, carried. */
static void keep_line(void *ctx, const struct svc_value *values)
{
    struct line_keeper *k = ctx;
    const struct svc_column *columns = report_explain_columns();
    const struct svc_value *reason = &values[svc_column_at(columns, "reason")];
    struct svc_value row[3 + REPORT_LINE_COLUMNS - 1 + SAID + LINE_WORDS + 1];
    char *texts[SAID + LINE_WORDS] = { NULL };
    size_t n = 0;
    for (int l = 0; l < SAID && reason->is == SVC_IS_TEXT; l++)
        texts[l] = svc_said(k->call->db, l == SAID_ZH ? SVC_CHINESE : SVC_ENGLISH, reason->text);
    for (int w = 0; w < LINE_WORDS; w++) {
        int at = svc_column_at(columns, line_words[w]);
        texts[SAID + w] = label_of(&columns[at], &values[at]);
    }
    row[n++] = values[0];
    row[n++] = svc_value_number(k->revision);
    row[n++] = svc_value_number((int64_t)k->rows.count + 1);
    memcpy(row + n, values + 1, (REPORT_LINE_COLUMNS - 1) * sizeof *row);
    n += REPORT_LINE_COLUMNS - 1;
    for (int t = 0; t < SAID + LINE_WORDS; t++)
        row[n++] = svc_value_text(texts[t]);
    row[n] = svc_value_number(k->carried);
    keep_row(&k->rows, row);
    for (int t = 0; t < SAID + LINE_WORDS; t++)
        free(texts[t]);
}

static void keep_lines(struct svc_call *call, const char *period, int64_t revision,
                       const struct svc_lines *lines)
{
    static const char *const names[] = {
        "period", "revision", "place", "dept", "person", "item", "clause", "subject", "points",
        "amount", "effect", "status", "source", "record", "occurred_at", "reason", "article",
        "text", "basis", "policy", "reason_en", "reason_zh", "item_zh", "subject_zh", "effect_zh",
        "status_zh", "source_zh", "carried", NULL };
    struct line_keeper k = { .call = call, .revision = revision };
    svc_rows_begin(&k.rows, call->db, "month_line", names, "");
    for (size_t i = 0; i < lines->count; i++) {
        k.carried = waits(&lines->line[i]);
        report_explain_values(call, &lines->line[i], period, keep_line, &k);
    }
    keep_end(call, &k.rows, period);
}

struct roster_keeper {
    struct svc_rows rows;
    const char *period;
    int64_t revision;
};

static void keep_person(void *ctx, const char *person, const char *name, const char *dept)
{
    struct roster_keeper *k = ctx;
    struct svc_value row[] = { svc_value_text(k->period), svc_value_number(k->revision),
                               svc_value_text(person), svc_value_text(name),
                               svc_value_text(dept) };
    keep_row(&k->rows, row);
}

static void keep_roster(struct svc_call *call, const struct svc_period *month, int64_t revision,
                        const struct svc_lines *lines)
{
    static const char *const names[] = { "period", "revision", "person", "name", "dept", NULL };
    struct roster_keeper k = { .period = month->name, .revision = revision };
    svc_rows_begin(&k.rows, call->db, "month_roster", names, "");
    report_roster(call, month, lines, keep_person, &k);
    keep_end(call, &k.rows, month->name);
}

static void keep_sheet_row(void *csv, const struct svc_column *columns, const struct svc_value *values)
{
    (void)columns; /* that the text began with */
    report_csv_row(csv, values);
}

/* Renders and stores one sheet in one language. */
static void keep_sheet(struct svc_call *call, const struct svc_period *month, int64_t revision,
                       const struct svc_lines *lines, bool persons, enum svc_language language,
                       struct svc_rows *rows, char digest[SVC_DIGEST_HEX])
{
    struct report_csv csv;
    report_csv_open(&csv, report_sheet_columns(call, month, lines), language);
    report_sheet_rows(call, month, lines, persons, NULL, keep_sheet_row, &csv);
    report_csv_close(&csv, digest);
    struct svc_value row[] = { svc_value_text(month->name), svc_value_number(revision),
                               svc_value_text(persons ? "person" : "dept"),
                               svc_value_text(language == SVC_CHINESE ? "zh" : "code"),
                               svc_value_text(svc_buf_text(&csv.text)) };
    keep_row(rows, row);
    svc_buf_free(&csv.text);
}

/* Both sheets of the lines that count, in both languages. */
static void keep_sheets(struct svc_call *call, const struct svc_period *month, int64_t revision,
                        struct report_manifest *manifest)
{
    static const char *const names[] = { "period", "revision", "kind", "words", "csv", NULL };
    struct svc_rows rows;
    char chinese[SVC_DIGEST_HEX]; /* among the words' */
    struct svc_lines lines = report_stored_lines(call, month->name, revision, false);
    svc_rows_begin(&rows, call->db, "month_sheet", names, "");
    for (int persons = 0; persons < 2; persons++) {
        keep_sheet(call, month, revision, &lines, persons, SVC_ENGLISH, &rows,
                   persons ? manifest->sheet_person : manifest->sheet_dept);
        keep_sheet(call, month, revision, &lines, persons, SVC_CHINESE, &rows, chinese);
    }
    keep_end(call, &rows, month->name);
    svc_lines_free(&lines);
}

/* The pages of its book, of the lines that count. */
static void keep_pages(struct svc_call *call, const struct svc_period *month, int64_t revision)
{
    static const char *const names[] = { "period", "revision", "name", "title", "text", NULL };
    const struct report_month of = { month, revision };
    struct svc_lines lines = report_stored_lines(call, month->name, revision, false);
    struct svc_book book = { .title = NULL };
    struct svc_rows rows;
    report_make_book(&(struct report_making){ .call = call, .month = &of, .lines = &lines, .book = &book });
    svc_rows_begin(&rows, call->db, "month_page", names, "");
    for (size_t i = 0; i < book.count; i++) {
        struct svc_value row[] = { svc_value_text(month->name), svc_value_number(revision),
                                   svc_value_text(book.page[i]->name), svc_value_text(book.page[i]->title),
                                   svc_value_text(svc_buf_text(&book.page[i]->text)) };
        keep_row(&rows, row);
    }
    keep_end(call, &rows, month->name);
    svc_book_free(&book);
    svc_lines_free(&lines);
}

/* The manifest, once everything that it vouches for is stored. */
static void keep_close(struct svc_call *call, const char *period, int64_t revision,
                       const struct report_manifest *manifest, const char *head)
{
    svc_change_insert(call, "month_close", period,
        "INSERT INTO month_close (period, revision, closed_at, closed_by, reason, versions, policy,"
        " calendar, lines, sheet_dept, sheet_person, words, pages, tool, head, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
        " RETURNING *", "siwsssssssssssse", period, revision, svc_now(), call->actor.person,
        opt.revise ? svc_shared.reason : NULL, manifest->versions, manifest->policy,
        manifest->calendar, manifest->lines, manifest->sheet_dept, manifest->sheet_person,
        manifest->words, manifest->pages, SVC_VERSION, head);
}

static void freeze(struct svc_call *call, const struct svc_period *month, int64_t revision)
{
    struct report_csv csv;
    struct report_manifest manifest = { .versions = report_versions(call, month) };
    struct svc_head_mark head = svc_event_head(call->db);
    struct svc_lines lines = report_lines(call, month);
    check_lines(call, month, &lines);
    report_sort_by_weight(&lines);
    keep_lines(call, month->name, revision, &lines);
    keep_roster(call, month, revision, &lines);
    keep_sheets(call, month, revision, &manifest);
    report_lines_csv(call, month->name, revision, &csv, manifest.lines);
    report_policy_digests(call, manifest.versions, &manifest);
    report_words_digest(call, month->name, revision, manifest.words);
    keep_pages(call, month, revision);
    report_pages_digest(call, month->name, revision, manifest.pages);
    keep_close(call, month->name, revision, &manifest, head.mark);
    svc_buf_free(&csv.text);
    svc_lines_free(&lines);
    free(manifest.versions);
}

/* -- files -------------------------------------------------------------------------------- */

static _Noreturn void not_written(const char *what, const char *path)
{
    svc_die(SVC_IO, "cannot %s \"%s\": %s\nrun close again, without --revise, to write it", what, path,
            svc_lang_error(errno));
}

static void write_file(const char *folder, const char *name, const char *text, size_t len,
                       struct svc_buf *sums)
{
    char digest[SVC_DIGEST_HEX];
    char *path = svc_format("%s/%s", folder, name);
    struct svc_sink *sink = svc_file_write_new(path);
    svc_sink_put(sink, text, len);
    if (!svc_file_close(sink) || chmod(path, 0644) != 0)
        not_written("write", path);
    svc_digest_whole(text, len, digest);
    if (sums)
        svc_buf_printf(sums, "%s  %s\n", digest, name);
    free(path);
}

void report_put_value(struct svc_buf *out, const char *name, const char *value)
{
    bool quoted = value && strpbrk(value, ",\"\n");
    svc_buf_printf(out, "%s,%s", name, quoted ? "\"" : "");
    for (const char *p = value ? value : ""; *p; p++)
        svc_buf_puts(out, *p == '"' ? "\"\"" : (char[]){ *p, '\0' });
    svc_buf_puts(out, quoted ? "\"\n" : "\n");
}

static void write_manifest(struct svc_call *call, const struct report_month *month,
                           const char *folder, struct svc_buf *sums)
{
    static const char *const names[] = { "period", "revision", "closed_at", "closed_by", "reason",
                                         "versions", "policy", "calendar", "lines", "sheet_dept",
                                         "sheet_person", "words", "pages", "tool", "head" };
    struct svc_buf text = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT period, revision, closed_at, closed_by, reason, versions, policy, calendar, lines,"
        "       sheet_dept, sheet_person, words, pages, tool, head"
        "  FROM month_close WHERE period = ?1 AND revision = ?2", "si", month->period->name,
        month->revision);
    svc_buf_puts(&text, "name,value\n");
    while (svc_next(q))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            report_put_value(&text, names[i], svc_text(q, (int)i));
    write_file(folder, "manifest.csv", text.data, text.len, sums);
    svc_buf_free(&text);
}

/* The digest of a file that was just written. */
static void add_sum(const char *path, const char *name, struct svc_buf *sums)
{
    char digest[SVC_DIGEST_HEX];
    int fd = svc_file_read(path);
    if (fd < 0 || !svc_file_digest(fd, digest))
        not_written("read", path);
    close(fd);
    svc_buf_printf(sums, "%s  %s\n", digest, name);
}

/* A sheet as the verb `sheet` prints it; the name's end says in which format. */
static void print_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                        const char *folder, const char *name, struct svc_buf *sums)
{
    char *path = svc_format("%s/%s", folder, name);
    svc_shared.output = path;
    report_print_sheet(call, month, persons, NULL);
    svc_print_end(call, true);
    svc_shared.output = NULL;
    if (svc_worst() >= SVC_IO)
        svc_die(SVC_IO, "a sheet is missing\nrun close again, without --revise, to write it");
    if (chmod(path, 0644) != 0)
        not_written("write", path);
    add_sum(path, name, sums);
    free(path);
}

static void write_files(struct svc_call *call, const struct report_month *month,
                        const char *folder)
{
    struct report_csv lines;
    struct svc_buf sums = { 0 };
    char digest[SVC_DIGEST_HEX];
    char *dept = report_stored_csv(call, month, "dept", SVC_ENGLISH);
    char *person = report_stored_csv(call, month, "person", SVC_ENGLISH);
    report_lines_csv(call, month->period->name, month->revision, &lines, digest);
    write_file(folder, "sheet-dept.csv", dept, strlen(dept), &sums);
    write_file(folder, "sheet-person.csv", person, strlen(person), &sums);
    print_sheet(call, month, false, folder, "sheet-dept.xlsx", &sums);
    print_sheet(call, month, true, folder, "sheet-person.xlsx", &sums);
    print_sheet(call, month, false, folder, "sheet-dept.html", &sums);
    print_sheet(call, month, true, folder, "sheet-person.html", &sums);
    write_file(folder, "lines.csv", svc_buf_text(&lines.text), lines.text.len, &sums);
    write_manifest(call, month, folder, &sums);
    write_file(folder, "SHA256SUMS", sums.data, sums.len, NULL);
    svc_buf_free(&lines.text);
    svc_buf_free(&sums);
    free(dept);
    free(person);
}

static char *half; /* the folder that is not finished */

/* With whatever a killed run left in it; never what a link of that name points to. */
static void remove_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    for (const struct dirent *file; dir && (file = readdir(dir));)
        unlinkat(fd, file->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(folder);
}

static void remove_half(void)
{
    if (half)
        remove_folder(half);
}

/* A new folder, whole or not at all: written under another name and renamed. One at a time, so what
 * stands under that name is of a run that was killed. Where folders cannot be locked it stays, and
 * is told. */
static void write_folder(struct svc_call *call, const struct report_month *month)
{
    char *name = month->revision > 1
        ? svc_format("%s/%s@%lld", opt.folder, month->period->name, (long long)month->revision)
        : svc_format("%s/%s", opt.folder, month->period->name);
    char *unfinished = svc_format("%s/.svc-%s", opt.folder, month->period->name);
    svc_err_fate("the month is closed; its folder is not written");
    int lock = open(opt.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0 && flock(lock, LOCK_EX) == 0)
        remove_folder(unfinished);
    char *sums = svc_format("%s/SHA256SUMS", name);
    if (access(sums, F_OK) == 0) {
        if (svc_call_talks())
            svc_warn("\"%s\" is there already and was left alone", name);
    } else if (access(name, F_OK) == 0) {
        svc_die(SVC_IO, "\"%s\" is there and is not what a close writes\n"
                        "remove it, then run close again, without --revise", name);
    } else if (atexit(remove_half) != 0 || mkdir(unfinished, 0755) != 0) {
        svc_die(SVC_IO, "cannot make \"%s\": %s\n"
                        "remove it if it is there, then run close again, without --revise",
                unfinished, svc_lang_error(errno));
    } else {
        half = unfinished;
        write_files(call, month, half);
        if (rename(half, name) != 0)
            not_written("make", name);
    }
    half = NULL;
    svc_err_fate("the month is closed");
    free(sums);
    free(unfinished);
    free(name);
    if (lock >= 0)
        close(lock);
}

/* -- close -------------------------------------------------------------------------------- */

static void say_closed(struct svc_call *call, const struct report_month *month)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT closed_at, closed_by FROM month_close WHERE period = ?1 AND revision = ?2", "si",
        month->period->name, month->revision);
    while (svc_next(q))
        svc_warn("%s is closed already, revision %lld of %s by %s; nothing was changed",
                 month->period->name, (long long)month->revision, svc_text(q, 0), svc_text(q, 1));
}

/* The revision that the operation made: its folder may be missing. */
static int64_t revision_of(struct svc_call *call, const char *period)
{
    int64_t revision = svc_one_int(call->db, 0,
        "SELECT MAX(m.revision) FROM month_close m JOIN event e ON e.seq = m.event"
        " WHERE m.period = ?1 AND e.op_id = ?2 AND e.login = ?3", "sss", period, call->op_id,
        call->actor.login);
    if (revision == 0)
        svc_deny(call, SVC_REFUSED, NULL, "operation \"%s\" did not close %s; nothing was applied\n"
                                          "give this one another --op-id", call->op_id, period);
    return revision;
}

static void close_month(struct svc_call *call, struct report_month *month)
{
    svc_call_begin(call);
    month->revision = report_closed(call, month->period->name);
    check_month(call, month->period, month->revision);
    if (month->revision && !opt.revise) {
        say_closed(call, month);
        svc_rollback(call->db);
        svc_err_fate("the month is closed");
    } else {
        freeze(call, month->period, ++month->revision);
        svc_call_anchor(call, month->period->name);
        svc_call_commit(call);
        if (!svc_shared.dry_run)
            svc_err_fate("the month is closed");
    }
}

int report_close(struct svc_call *call)
{
    struct report_month month = { svc_call_period(true), 0 };
    if (opt.folder && svc_host_acts())
        svc_die(SVC_USAGE, "a folder is written by a job of the store's own user alone\n"
                           "leave out --output and print the sheets with svc-report sheet -o FILE");
    if (opt.folder && access(opt.folder, W_OK | X_OK) != 0)
        svc_die(SVC_IO, "cannot write into \"%s\": %s", opt.folder, svc_lang_error(errno));
    if (svc_again(call)) {
        month.revision = revision_of(call, month.period->name);
        svc_err_fate("the month is closed");
    } else {
        close_month(call, &month);
    }
    /* What is closed never changes, so the folder needs no snapshot: its disk may be slow. */
    if (opt.folder && !svc_shared.dry_run)
        write_folder(call, &month);
    svc_begin_read(call->db);
    report_tell_differences(call, month.period);
    svc_end_read(call->db);
    return svc_finish(call);
}
