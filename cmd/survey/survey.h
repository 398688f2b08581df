/* The files of svc-survey share the shapes of its registers, the book of one survey and the table that
 * is made of its answers. */
#ifndef SVC_CMD_SURVEY_H
#define SVC_CMD_SURVEY_H

#include "svc/csi.h"
#include "svc/each.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/rules.h"
#include "svc/text.h"

/* Positions of the columns: of a register, of its table, of a record's values. */
enum survey_column {
    S_NO, S_SOURCE, S_SOURCE_NO, S_CODE, S_TITLE, S_KIND, S_AGENCY, S_MODE, S_OPEN_FROM, S_OPEN_UNTIL,
    S_POPULATION, S_TARGET_N, S_ISSUED, S_RETURNED, S_RATE_QUESTION, S_SATISFIED, S_STATE, S_REVISION,
    S_OPENED_AT, S_CLOSED_AT, S_FROZEN_AT, S_REPORTED_AT, S_REPORT, S_RECORDED_AT, S_RECORDED_BY,
    S_DIGEST, S_EVENT, S_COLUMNS
};

enum question_column {
    Q_NO, Q_SURVEY, Q_QUESTION, Q_DIMENSION, Q_TEXT, Q_KIND, Q_SCALE_MIN, Q_SCALE_MAX, Q_DIRECTION,
    Q_WEIGHT, Q_PLACE, Q_RECORDED_AT, Q_RECORDED_BY, Q_DIGEST, Q_EVENT, Q_COLUMNS
};

enum dimension_column {
    D_NO, D_SURVEY, D_DIMENSION, D_WEIGHT, D_METHOD, D_SOURCE, D_PLACE, D_RECORDED_AT, D_RECORDED_BY,
    D_DIGEST, D_EVENT, D_COLUMNS
};

enum unit_column {
    U_NO, U_SURVEY, U_UNIT, U_PARENT, U_NAME, U_DEPT, U_CUSTOMERS, U_GAS_M3, U_PLACE, U_RECORDED_AT,
    U_RECORDED_BY, U_DIGEST, U_EVENT, U_COLUMNS
};

enum answer_column {
    A_NO, A_SURVEY, A_RESPONDENT, A_QUESTION, A_SCORE, A_UNIT, A_STRATUM, A_GRP, A_ANSWERED_AT,
    A_CHANNEL, A_RECORDED_AT, A_RECORDED_BY, A_DIGEST, A_EVENT, A_COLUMNS
};

enum expert_column {
    X_NO, X_SURVEY, X_EXPERT, X_DIMENSION, X_SCORE, X_RECORDED_AT, X_RECORDED_BY, X_DIGEST, X_EVENT,
    X_COLUMNS
};

enum index_column {
    N_NO, N_SURVEY, N_REVISION, N_FROZEN_AT, N_WHY, N_RESPONDENTS, N_CSI, N_ROLLED, N_TARGET, N_ANSWERS, N_RECORDED_AT,
    N_RECORDED_BY, N_DIGEST, N_EVENT, N_COLUMNS
};

extern const struct svc_register survey_surveys, survey_questions, survey_dimensions, survey_units,
    survey_answers, survey_experts, survey_indices;

/* Who keeps surveys, and who may see single respondents. */
#define SURVEY_KEEPERS "office;clerk;cron"
#define SURVEY_OFFICE "office"

/* -- the book of one survey: what is asked, how it is weighed (book.c) ------------------------ */

enum question_kind { SURVEY_SCALE, SURVEY_NPS, SURVEY_YES_NO, SURVEY_TEXT };

struct survey_question {
    char *code, *dimension, *text;
    enum question_kind kind;
    struct svc_scale scale;
    int64_t weight; /* millionths */
    size_t of;      /* its dimension's place among the book's */
};

struct survey_dimension {
    char *code;
    int64_t weight;
};

struct survey_unit {
    char *code, *parent, *name, *dept;
    int64_t customers, gas;
    bool leaf; /* no unit names it as parent */
};

struct survey_book {
    char *no, *title, *state, *open_from, *open_until;
    char *rate_question, *satisfied; /* NULL: no rate is agreed */
    int64_t revision;
    struct survey_question *question; /* by code */
    size_t question_count;
    size_t *order; /* the questions as they are printed: by dimension, and as they came */
    struct survey_dimension *dimension;
    size_t dimension_count;
    struct survey_unit *unit;
    size_t unit_count;
    int64_t least_n, least_cell; /* survey_min_n, survey_min_cell of the policy */
    int64_t complete;            /* survey_complete_min, hundredths */
    int64_t target;              /* satisfaction_target, hundredths */
    int64_t known_good, known_basic; /* knowledge_good_min, knowledge_basic_min: of 100, hundredths */
};

/* The survey's book; the tool ends where there is none (SVC_UNKNOWN). Kept for the process. */
struct survey_book *survey_book(struct svc_call *call, const char *no);

/* Tells what is wrong with its weights, scales and units as svc_fail does, or as rows of `check`; how
 * many faults there were. */
size_t survey_faults(struct svc_call *call, const struct survey_book *book,
                     void (*tell)(struct svc_call *call, const char *where, const char *what));

/* The same as a refusal of the record. */
void survey_refuse_fault(struct svc_call *call, const char *where, const char *what);

const struct survey_question *survey_find_question(const struct survey_book *book, const char *code);
const struct survey_unit *survey_find_unit(const struct survey_book *book, const char *code);

/* The question an option names; the tool ends where there is none, or it is of another kind. */
const struct survey_question *survey_asked_question(struct svc_call *call,
                                                    const struct survey_book *book, const char *code);

/* True for an answer that counts as satisfied: one of the ,- or ;-separated scores. */
bool survey_is_satisfied(const char *satisfied, int64_t score);

/* -- who answered (people.c) ------------------------------------------------------------------ */

/* One respondent: scores and whether they were given, by the book's questions. Borrowed. */
struct survey_person {
    const char *code, *unit, *stratum, *grp; /* all but the code may be NULL */
    const int64_t *score;
    const bool *given;
};

/* Each respondent of the survey, in order of their codes; the digest of all answers where it is not NULL.
 * Who answered nothing is passed over. */
void survey_people(struct svc_call *call, const struct survey_book *book,
                   void (*one)(void *ctx, const struct survey_person *person), void *ctx,
                   struct svc_digest *digest);

/* -- parts of a survey: the whole, or by unit, stratum or group (rate.c) ----------------------- */

struct survey_part {
    char *word;
    int64_t n, satisfied, promoters, detractors;
    int64_t good, known; /* scores of the better band, and of both */
    int64_t size; /* of a stratum; 0: not known */
};

struct survey_parts {
    const struct survey_book *book;
    const struct survey_question *question;
    const char *satisfied; /* which answers count; NULL: none */
    const char *by;        /* unit, stratum or grp; NULL: the whole, as one part */
    struct survey_part *part;
    size_t count;
};

/* Sets the question and the answers that count, the survey's own where none are given (a usage error
 * where it has none); and counts, by the words of the parts. */
void survey_asked_rate(struct svc_call *call, struct survey_parts *parts, const char *question,
                       const char *satisfied);
void survey_count_parts(struct svc_call *call, struct survey_parts *parts);

/* -- strata (sample.c) ------------------------------------------------------------------------- */

struct survey_strata {
    char **name;
    int64_t *size;
    size_t count;
};

/* What people head the columns stratum and size of a file, and such a file read. */
extern const char survey_stratum_titles[], survey_size_titles[];
struct survey_strata survey_read_strata(const char *file);

/* How many of `total` come from each; refused where that cannot be. The caller frees it. */
int64_t *survey_part_sample(struct svc_call *call, const struct survey_strata *strata, int64_t total,
                            int64_t least);

/* -- the table: what an index prints (tally.c, frozen.c) -------------------------------------- */

/* One line, as text; NULL where there is nothing to be said. */
enum { SURVEY_CELLS = 14 };
enum survey_cell {
    C_UNIT, C_LEVEL, C_DIMENSION, C_QUESTION, C_N, C_MEAN, C_SCORE, C_WEIGHT, C_CONTRIBUTION, C_SD, C_SE,
    C_LOW, C_HIGH, C_NOTE
};
struct survey_row {
    char *cell[SURVEY_CELLS];
};

struct survey_result {
    char *unit, *parent, *name, *dept; /* unit NULL: the whole */
    int64_t customers, gas, respondents;
    int64_t valid; /* of whom so many answered enough for a score of their own */
    int64_t csi; /* hundredths; -1: none */
    int64_t satisfied, asked;
    int64_t upper; /* hundredths of a percent; -1: none */
    int64_t promoters, detractors, advised;
    bool counts, shown, leaf;
};

struct survey_table {
    struct survey_row *row;
    size_t rows;
    struct survey_result *result; /* the whole first */
    size_t results;
    int64_t least_cell; /* of fewer respondents nothing is told */
    char answers[SVC_DIGEST_HEX]; /* of what was counted, where that was asked for */
};

/* The answers as they are now, `whole` with their digest; and as they were when the survey was frozen for
 * the n-th time. */
struct survey_table survey_count(struct svc_call *call, const struct survey_book *book, bool whole);
struct survey_table survey_frozen(struct svc_call *call, const struct survey_book *book,
                                  int64_t revision);

/* The one that a verb answers from: of a frozen survey what was frozen, the latest or --revision. */
struct survey_table survey_table(struct svc_call *call, const struct survey_book *book,
                                 int64_t revision);

/* The row of a unit's index (NULL: the whole); NULL where it has none. */
const struct survey_row *survey_index_row(const struct survey_table *table, const char *unit);

/* The products by which a unit of units, or the company (NULL), is rolled up (rollup.c). */
void survey_explain_rolled(struct svc_call *call, const struct survey_book *book,
                           const struct survey_table *table, const char *unit,
                           void (*say)(struct svc_call *call, const char *level, const char *what,
                                       const char *reckoned, const char *value));

/* The company's index rolled up from the units, hundredths, with how it came about; -1 where there are no
 * units, or they cannot be rolled up. */
int64_t survey_rolled(struct svc_call *call, const struct survey_table *table, struct svc_rolled *out);

/* How many were asked (-1: not told), came back, and answered enough (stats.c). */
struct survey_answered {
    int64_t issued, returned, valid;
};
struct survey_answered survey_answered(struct svc_call *call, const struct survey_book *book,
                                       const struct survey_table *table);

/* How a small group's size is told: <5. */
const char *survey_small(const struct survey_book *book);

/* A decimal number as text, kept for the process: in units of 10^-places, or rounded; never -0.00. */
char *survey_decimal(int64_t number, int places);
char *survey_rounded(double value, int places);

/* -- verbs ----------------------------------------------------------------------------------- */

extern const struct svc_option survey_import_options[], survey_index_options[],
    survey_explain_options[], survey_report_options[], survey_judge_options[], survey_rollup_options[],
    survey_check_options[], survey_weights_options[], survey_reliability_options[],
    survey_rate_options[], survey_known_options[], survey_nps_options[], survey_compare_options[],
    survey_sample_size_options[], survey_allocate_options[], survey_draw_options[], survey_due_options[], survey_stats_options[],
    survey_response_options[], survey_form_options[], survey_chart_options[];

int survey_add(struct svc_call *call);
int survey_import(struct svc_call *call);
int survey_set(struct svc_call *call);
void survey_take(struct svc_call *call, struct svc_import *in); /* take.c */
void survey_widen(struct svc_call *call, const char *blank);    /* wide.c */

int survey_check(struct svc_call *call);
int survey_open(struct svc_call *call);
int survey_close(struct svc_call *call);
int survey_freeze(struct svc_call *call);
int survey_report(struct svc_call *call);
int survey_judge(struct svc_call *call);
int survey_rollup(struct svc_call *call);
int survey_weights(struct svc_call *call);
int survey_reliability(struct svc_call *call);
int survey_rate(struct svc_call *call);
int survey_known(struct svc_call *call);
int survey_nps(struct svc_call *call);
int survey_compare(struct svc_call *call);
int survey_sample_size(struct svc_call *call);
int survey_allocate(struct svc_call *call);
int survey_draw(struct svc_call *call);
int survey_due(struct svc_call *call);
int survey_stats(struct svc_call *call);
int survey_response(struct svc_call *call);
int survey_form(struct svc_call *call);
int survey_chart(struct svc_call *call);
int survey_index(struct svc_call *call);
int survey_explain(struct svc_call *call);

#endif
