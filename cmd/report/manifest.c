/* svc-report verify: what a close fixed, and the digest of each part. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/row.h"

static const char *book; /* the folder of one, NULL: what the close stored is verified */

const struct svc_option report_verify_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    { .name = "book", .type = SVC_OPT_TEXT, .to = &book, .arg = "DIR",
      .help = "instead the files of this book of the month" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option report_closed_options[] = {
    SVC_OPTIONS_INCLUDE(report_month_options),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- digests ------------------------------------------------------------------------------ */

/* Over every column of every row that the query finds. */
static void add_rows(struct svc_query *q, struct svc_buf *all)
{
    unsigned char bytes[SVC_DIGEST];
    while (svc_next(q)) {
        svc_row_digest(q, bytes);
        svc_buf_add(all, bytes, sizeof bytes);
    }
}

static void digest_rows(struct svc_query *q, char out[SVC_DIGEST_HEX])
{
    struct svc_buf all = { 0 };
    add_rows(q, &all);
    svc_digest_whole(svc_buf_text(&all), all.len, out);
    svc_buf_free(&all);
}

char *report_versions(struct svc_call *call, const struct svc_period *month)
{
    struct svc_buf versions = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT version FROM policy_version WHERE from_day < ?2 AND until_day > ?1"
        " ORDER BY version", "dd", svc_when_day(month->from), svc_when_day(month->until));
    while (svc_next(q))
        svc_buf_printf(&versions, "%s%lld", versions.len ? ";" : "", (long long)svc_int(q, 0));
    return svc_buf_take(&versions);
}

/* Over the days of one revision of the calendar. */
static void calendar_digest(struct svc_call *call, int64_t revision, char out[SVC_DIGEST_HEX])
{
    digest_rows(svc_query(call->db, "SELECT day, kind, name FROM calendar_day WHERE revision = ?1"
                                    " ORDER BY day", "i", revision), out);
}

/* The days that a month was closed by are still there: those of one revision come to the digest. */
static void find_calendar(struct svc_call *call, const char *stored, char now[SVC_DIGEST_HEX])
{
    char digest[SVC_DIGEST_HEX];
    int64_t last = svc_one_int(call->db, 0, "SELECT MAX(revision) FROM calendar_revision", NULL);
    for (int64_t revision = last; revision > 0; revision--) {
        calendar_digest(call, revision, digest);
        if (strcmp(digest, stored) == 0)
            memcpy(now, digest, sizeof digest);
    }
}

void report_policy_digests(struct svc_call *call, const char *versions,
                           struct report_manifest *manifest)
{
    digest_rows(svc_query(call->db,
        "SELECT version, digest FROM policy_version"
        " WHERE ';' || ?1 || ';' LIKE '%;' || version || ';%' ORDER BY version",
        "s", versions), manifest->policy);
    calendar_digest(call, svc_one_int(call->db, 0, "SELECT MAX(revision) FROM calendar_revision",
                                      NULL), manifest->calendar);
}

void report_words_digest(struct svc_call *call, const char *period, int64_t revision,
                         char digest[SVC_DIGEST_HEX])
{
    struct svc_buf all = { 0 };
    add_rows(svc_query(call->db,
        "SELECT place, reason, reason_zh, item_zh, subject_zh, effect_zh, status_zh, source_zh"
        "  FROM month_line WHERE period = ?1 AND revision = ?2 ORDER BY place", "si", period,
        revision), &all);
    add_rows(svc_query(call->db,
        "SELECT kind, csv FROM month_sheet"
        " WHERE period = ?1 AND revision = ?2 AND words = 'zh' ORDER BY kind", "si", period,
        revision), &all);
    svc_digest_whole(svc_buf_text(&all), all.len, digest);
    svc_buf_free(&all);
}

void report_pages_digest(struct svc_call *call, const char *period, int64_t revision,
                         char digest[SVC_DIGEST_HEX])
{
    digest_rows(svc_query(call->db,
        "SELECT name, title, text FROM month_page WHERE period = ?1 AND revision = ?2 ORDER BY name", "si",
        period, revision), digest);
}

void report_lines_csv(struct svc_call *call, const char *period, int64_t revision,
                      struct report_csv *csv, char digest[SVC_DIGEST_HEX])
{
    struct svc_value values[REPORT_LINE_COLUMNS];
    const struct svc_column *columns = report_explain_columns();
    struct svc_query *q = svc_query(call->db,
        "SELECT period, dept, person, item, clause, subject, points, amount, effect,"
        "       CASE carried WHEN 1 THEN 'carried' ELSE status END, source, record, occurred_at,"
        "       reason_en, article, text, basis, policy"
        "  FROM month_line WHERE period = ?1 AND revision = ?2 ORDER BY place",
        "si", period, revision);
    report_csv_open(csv, columns, SVC_ENGLISH);
    while (svc_next(q)) {
        for (int i = 0; i < REPORT_LINE_COLUMNS; i++)
            values[i] = svc_kind_is_number(svc_column_kind(&columns[i])) && !svc_is_null(q, i)
                            ? svc_value_number(svc_int(q, i))
                            : svc_value_text(svc_text(q, i));
        report_csv_row(csv, values);
    }
    report_csv_close(csv, digest);
}

/* -- verify ------------------------------------------------------------------------------- */

static const struct svc_column verify_columns[] = {
    { .name = "part", .type = SVC_TYPE_CODE, .label = "部分", .help = "what is vouched for",
      .list = "report.part" },
    { .name = "stored", .type = SVC_TYPE_CODE, .label = "封存值", .help = "as the close kept it" },
    { .name = "now", .type = SVC_TYPE_CODE, .label = "现值", .help = "as recomputed" },
    { .name = "same", .type = SVC_TYPE_WORD, .label = "一致", .help = "yes or no",
      .list = "report.same" },
    { 0 }
};

static void recompute(struct svc_call *call, const struct report_month *month,
                      const char *versions, struct report_manifest *now)
{
    struct report_csv csv;
    char *dept = report_stored_csv(call, month, "dept", SVC_ENGLISH);
    char *person = report_stored_csv(call, month, "person", SVC_ENGLISH);
    svc_digest_whole(dept, strlen(dept), now->sheet_dept);
    svc_digest_whole(person, strlen(person), now->sheet_person);
    report_lines_csv(call, month->period->name, month->revision, &csv, now->lines);
    report_policy_digests(call, versions, now);
    report_words_digest(call, month->period->name, month->revision, now->words);
    report_pages_digest(call, month->period->name, month->revision, now->pages);
    svc_buf_free(&csv.text);
    free(dept);
    free(person);
}

struct verifying {
    struct svc_call *call;
    size_t differ;
};

static void print_part(void *ctx, const char *part, const char *stored, const char *now)
{
    struct verifying *v = ctx;
    bool same = strcmp(stored, now) == 0;
    struct svc_value row[] = { svc_value_text(part), svc_value_text(stored), svc_value_text(now),
                               svc_value_text(same ? "yes" : "no") };
    svc_print_row(v->call, row);
    v->differ += !same;
}

static void verify_parts(struct verifying *v, const struct report_month *month)
{
    static const char *const parts[] = { "policy", "calendar", "lines", "sheet_dept", "sheet_person", "words", "pages" };
    enum { PARTS = sizeof parts / sizeof *parts };
    struct report_manifest now;
    struct svc_query *q = svc_query(v->call->db,
        "SELECT policy, calendar, lines, sheet_dept, sheet_person, words, pages, versions FROM month_close"
        " WHERE period = ?1 AND revision = ?2", "si", month->period->name, month->revision);
    while (svc_next(q)) {
        recompute(v->call, month, svc_text(q, PARTS), &now);
        find_calendar(v->call, svc_text(q, 1), now.calendar);
        const char *const is[] = { now.policy, now.calendar, now.lines, now.sheet_dept, now.sheet_person, now.words,
                                   now.pages };
        for (int i = 0; i < PARTS; i++)
            print_part(v, parts[i], svc_text(q, i), is[i]);
    }
}

int report_verify(struct svc_call *call)
{
    struct report_month month = report_month(call);
    struct verifying v = { .call = call };
    if (!month.revision)
        svc_deny(call, SVC_REFUSED, NULL, "%s is open, there is nothing to verify",
                 month.period->name);
    svc_print_begin(call, verify_columns);
    if (book)
        report_check_book(call, &month, book, print_part, &v);
    else
        verify_parts(&v, &month);
    int code = svc_finish(call);
    return code == SVC_OK && v.differ ? SVC_NO : code;
}
