/* The files of svc-report share what a month is: its lines and its sheet, of an open month as the
 * records stand today, of a closed one as they were stored. */
#ifndef SVC_CMD_REPORT_H
#define SVC_CMD_REPORT_H

#include "svc/call.h"
#include "svc/digest.h"
#include "svc/import.h"
#include "svc/rates.h"
#include "svc/rules.h"
#include "svc/score.h"
#include "svc/statement.h"

/* The month that --period asks for, MONTH or MONTH@REVISION; it must have begun. */
struct report_month {
    const struct svc_period *period;
    int64_t revision; /* of the close that answers; 0 while the month is open */
};
struct report_month report_month(struct svc_call *call);
extern const struct svc_option report_month_options[];

/* The policy of the month's last day; of a closed month as it was at the close. */
const struct svc_policy *report_policy(struct svc_call *call, struct svc_rules *rules,
                                       const struct report_month *month);

/* The last revision of a month's close, 0 while it is open. */
int64_t report_closed(struct svc_call *call, const char *period);

/* The lines of an open month: of every domain, and those that the month before handed over. */
struct svc_lines report_lines(struct svc_call *call, const struct svc_period *month);

/* Other lines than the records', from a file or standard input (`-`), for a sheet of what if. Bad
 * ones are all told, and end the tool with SVC_BADINPUT. */
struct svc_lines report_read_lines(struct svc_call *call, const struct svc_period *month,
                                   const char *path);

/* The lines of a closed month that count or waited; `carried` tells which were handed on. */
struct svc_lines report_stored_lines(struct svc_call *call, const char *period, int64_t revision,
                                     bool carried);

/* The columns of a month's sheet: its own, and between them the items of the pack in force on the month's
 * last day, in its list's order, with whatever else the lines have. A column of that name; whether it is
 * an item. Names and labels are kept for the process. */
const struct svc_column *report_sheet_columns(struct svc_call *call, const struct svc_period *month,
                                              const struct svc_lines *lines);
struct svc_column report_sheet_column(const char *name);
bool report_is_item(const struct svc_column *column);

/* A sheet's rows go wherever they are wanted, in order of code. */
typedef void report_row(void *ctx, const struct svc_value *values);
typedef void report_sheet_row(void *ctx, const struct svc_column *columns, const struct svc_value *values);
void report_sheet_rows(struct svc_call *call, const struct svc_period *month,
                       const struct svc_lines *lines, bool persons, const char *dept,
                       report_sheet_row *row, void *ctx);

/* The same, printed in whatever format is asked for. That of a closed month has the audit chain's
 * head of its close below it, so that it is the same file whenever it is printed. */
void report_print_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                        const char *dept);

/* Everybody who has a row on the month's sheet by person: who was there with a department, and
 * whoever else a line is about, for what is handed on or settled may be of somebody who left. */
typedef void report_person(void *ctx, const char *person, const char *name, const char *dept);
void report_roster(struct svc_call *call, const struct svc_period *month,
                   const struct svc_lines *lines, report_person *one, void *ctx);

/* A line with what its clause says, for explain and for good. */
enum { REPORT_LINE_COLUMNS = 18 };
const struct svc_column *report_explain_columns(void);
void report_explain_values(struct svc_call *call, const struct svc_line *line, const char *period,
                           report_row *row, void *ctx);
void report_sort_by_weight(struct svc_lines *lines);

/* Rows rendered as CSV into memory, with the digest of the text; in Chinese words are labels. */
struct report_csv {
    enum svc_language language;
    struct svc_writer *writer;
    struct svc_sink *sink;
    struct svc_buf text;
    const struct svc_column *columns;
    struct svc_head *heads;
};
void report_csv_open(struct report_csv *csv, const struct svc_column *columns,
                     enum svc_language language);
void report_csv_row(void *csv, const struct svc_value *values);
void report_csv_close(struct report_csv *csv, char digest[SVC_DIGEST_HEX]); /* the text stays */

/* What a close fixes, and the digest of each part. */
struct report_manifest {
    char *versions;
    char policy[SVC_DIGEST_HEX], calendar[SVC_DIGEST_HEX], lines[SVC_DIGEST_HEX];
    char sheet_dept[SVC_DIGEST_HEX], sheet_person[SVC_DIGEST_HEX], words[SVC_DIGEST_HEX];
    char pages[SVC_DIGEST_HEX];
};

/* The versions of the policy that judged a day of the month. */
char *report_versions(struct svc_call *call, const struct svc_period *month);

/* The content of these versions, and the days of the newest calendar. */
void report_policy_digests(struct svc_call *call, const char *versions,
                           struct report_manifest *manifest);

/* The stored lines as CSV, those that were handed on included. */
void report_lines_csv(struct svc_call *call, const char *period, int64_t revision,
                      struct report_csv *csv, char digest[SVC_DIGEST_HEX]);

/* What is stored in Chinese of a month, and the statements that it says. */
void report_words_digest(struct svc_call *call, const char *period, int64_t revision,
                         char digest[SVC_DIGEST_HEX]);

/* The stored pages of the month's book. */
void report_pages_digest(struct svc_call *call, const char *period, int64_t revision,
                         char digest[SVC_DIGEST_HEX]);

/* A stored sheet (`dept` or `person`) as it was printed, to be freed; and its rows, of one department
 * where `dept` is given. */
char *report_stored_csv(struct svc_call *call, const struct report_month *month, const char *kind,
                        enum svc_language language);
struct svc_column *report_stored_columns(struct svc_call *call,
                                         const struct report_month *month); /* as of then */
void report_stored_sheet(struct svc_call *call, const struct report_month *month, bool persons,
                         const char *dept, enum svc_language language, report_sheet_row *row, void *ctx);

/* Indicators, their imported values, self scores: indicator.c, review.c. Each
 * completes and judges a record that is taken in. */
extern const struct svc_register report_indicators, report_values, report_selfscore;
void report_take_indicator(struct svc_call *call, struct svc_import *in, struct svc_value *values);
void report_take_value(struct svc_call *call, struct svc_import *in, struct svc_value *values);
void report_take_selfscore(struct svc_call *call, struct svc_import *in, struct svc_value *values);

/* How long a period is: month, quarter or year. */
const char *report_kind(const struct svc_period *period);

/* The rows of a month's sheet, open or closed; of a closed one words are in that language. */
void report_month_rows(struct svc_call *call, const struct report_month *month, bool persons,
                       const char *dept, enum svc_language language, report_sheet_row *row, void *ctx);

/* What complaints came to in a month, of one department where `dept` is
 * given: how many (numerator), and for the rates of how many. See report/complaint-month.sql. */
enum report_count {
    REPORT_RECEIVED, REPORT_CLOSED, REPORT_VERIFIED, REPORT_RESPOND, REPORT_CLOSE,
    REPORT_SATISFIED, REPORT_COUNTS
};
struct report_counts {
    struct svc_fraction of[REPORT_COUNTS];
};
struct report_counts report_counts(struct svc_call *call, const struct svc_period *month,
                                   const char *dept);

/* Prints the months of a year side by side, of departments or persons. */
void report_print_year(struct svc_call *call, const struct svc_period *period, bool persons);

/* Prints the indicators of a period. */
void report_print_kpi(struct svc_call *call, const struct svc_period *period);

/* What complaints of the period are about, most first, and how many: by `category`, or `cause`, whose unknown
 * ones stand last; of one department where `dept` is given. */
struct svc_query *report_causes(struct svc_call *call, const struct svc_period *period, const char *by,
                                const char *dept);

/* Tells which closed months before this one differ from what their records would give. */
void report_tell_differences(struct svc_call *call, const struct svc_period *before);

/* A month under a draft of the rules, with other days or without records: --policy, --calendar, --without.
 * True when that is asked for. What is now stands beside what would be; with --then the latter is printed
 * alone, as ever. Of a closed month, too, its records are judged. */
extern const struct svc_option report_rehearsal_options[];
typedef bool report_wanted(const struct svc_line *line);
bool report_rehearses(void);
void report_rehearse_sheet(struct svc_call *call, const struct svc_period *month, bool persons,
                           const char *dept);
void report_rehearse_lines(struct svc_call *call, const struct svc_period *month,
                           report_wanted *wanted);

/* The sheet of these lines, printed; and those of them that are wanted, worst first, each with what its
 * clause says. */
void report_print_rows(struct svc_call *call, const struct svc_period *month,
                       const struct svc_lines *lines, bool persons, const char *dept);
void report_print_lines(struct svc_call *call, const struct svc_period *month,
                        struct svc_lines *lines, report_wanted *wanted);

/* A line of the manifest of a folder; NULL for an empty value. */
void report_put_value(struct svc_buf *out, const char *name, const char *value);

/* Each file of the book of a closed month in a folder: its digest as the store would make it, "" for one that is
 * no book's, and as it is there, "" where it is missing, "-" where a stranger cannot be read. */
typedef void report_file(void *ctx, const char *name, const char *made, const char *there);
void report_check_book(struct svc_call *call, const struct report_month *month, const char *folder, report_file *one,
                       void *ctx);

/* Verbs: svc-report-NAME.c; verify stands beside close, adjust beside diff, note beside review. */
int report_sheet(struct svc_call *call);
int report_explain(struct svc_call *call);
int report_close(struct svc_call *call);
int report_verify(struct svc_call *call);
int report_diff(struct svc_call *call);
int report_adjust(struct svc_call *call);
int report_year(struct svc_call *call);
int report_ledger(struct svc_call *call);
int report_kpi(struct svc_call *call);
int report_review(struct svc_call *call);
int report_note(struct svc_call *call);
int report_chart(struct svc_call *call);
int report_digest(struct svc_call *call);
int report_book(struct svc_call *call);
extern const struct svc_option report_sheet_options[], report_explain_options[],
    report_close_options[], report_adjust_options[], report_year_options[],
    report_ledger_options[], report_kpi_options[], report_review_options[],
    report_note_options[], report_chart_options[], report_digest_options[],
    report_book_options[];
extern const struct svc_option report_closed_options[], report_verify_options[];

/* The columns of indicators, of their imported values, of self scores. */
enum { D_INDICATOR, D_NAME, D_GROUP, D_SCOPE, D_KIND, D_UNIT, D_TIMES, D_DIRECTION, D_TARGET,
       D_AMBER, D_MEASURE };
enum { L_NO, L_INDICATOR, L_PERIOD, L_DEPT, L_NUMERATOR, L_DENOMINATOR, L_SOURCE, L_STARTS_ON };
enum { H_NO, H_PERIOD, H_DEPT, H_ITEM, H_POINTS };

#endif
