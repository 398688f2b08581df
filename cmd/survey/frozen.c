/* A survey's life: opened, closed, its index frozen, its report handed in. What was frozen is stored as
 * it was printed and stays so; a correction is another revision beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/change.h"
#include "svc/event.h"
#include "svc/number.h"
#include "svc/refusal.h"
#include "svc/rows.h"
#include "svc/when.h"

static struct {
    const char *report, *unit, *outcome;
} opt;

const struct svc_option survey_report_options[] = {
    { .name = "report", .type = SVC_OPT_TEXT, .to = &opt.report, .arg = "TEXT",
      .help = "where the report lies, such as its number" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- open and close ------------------------------------------------------------------------- */

static void open_one(const struct svc_step *step)
{
    if (survey_faults(step->call, survey_book(step->call, step->no), survey_refuse_fault) == 0)
        svc_move(step, "UPDATE survey SET state = 'open', opened_at = ?3 WHERE no = ?1 AND state = ?2",
                 "w", step->at);
}

int survey_open(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&survey_surveys), svc_call_at(call), open_one, NULL);
}

static void close_one(const struct svc_step *step)
{
    if (svc_in_order(step, svc_step_text(step, S_OPENED_AT)))
        svc_move(step,
                 "UPDATE survey SET state = 'closed', closed_at = ?3 WHERE no = ?1 AND state = ?2",
                 "w", step->at);
}

int survey_close(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&survey_surveys), svc_call_at(call), close_one, NULL);
}

/* -- freeze --------------------------------------------------------------------------------- */

static const char *const row_names[] = { "no", "place", "unit", "level", "dimension", "question", "n",
                                         "mean", "score", "weight", "contribution", "sd", "se", "low",
                                         "high", "note", "event", NULL };

static const char *const result_names[] = { "no", "place", "unit", "parent", "name", "dept",
                                            "customers", "gas_m3", "respondents", "valid", "csi",
                                            "satisfied", "asked", "upper", "promoters", "detractors", "advised",
                                            "counts", "shown", "event", NULL };

static struct svc_value number_or_none(int64_t number)
{
    return number < 0 ? svc_value_text(NULL) : svc_value_number(number);
}

static void keep_rows(struct svc_call *call, const char *no, const struct survey_table *table)
{
    struct svc_rows rows;
    int64_t event = svc_event_head(call->db).seq + 1;
    svc_rows_begin(&rows, call->db, "survey_index_row", row_names, "");
    for (size_t i = 0; i < table->rows; i++) {
        struct svc_value values[2 + SURVEY_CELLS + 1] = { svc_value_text(no),
                                                          svc_value_number((int64_t)i) };
        for (size_t c = 0; c < SURVEY_CELLS; c++)
            values[2 + c] = svc_value_text(table->row[i].cell[c]);
        values[2 + SURVEY_CELLS] = svc_value_number(event);
        svc_rows_add(&rows, values);
    }
    svc_rows_end(&rows);
    svc_change_event(call, "survey_index_row", no, "{}");
}

static void keep_results(struct svc_call *call, const char *no, const struct survey_table *table)
{
    struct svc_rows rows;
    int64_t event = svc_event_head(call->db).seq + 1;
    svc_rows_begin(&rows, call->db, "survey_result", result_names, "");
    for (size_t i = 0; i < table->results; i++) {
        const struct survey_result *r = &table->result[i];
        struct svc_value values[] = {
            svc_value_text(no), svc_value_number((int64_t)i), svc_value_text(r->unit),
            svc_value_text(r->parent), svc_value_text(r->name), svc_value_text(r->dept),
            r->unit ? svc_value_number(r->customers) : svc_value_text(NULL),
            r->unit ? svc_value_number(r->gas) : svc_value_text(NULL),
            svc_value_number(r->respondents), svc_value_number(r->valid), number_or_none(r->csi),
            svc_value_number(r->satisfied),
            svc_value_number(r->asked), number_or_none(r->upper), svc_value_number(r->promoters),
            svc_value_number(r->detractors), svc_value_number(r->advised),
            svc_value_number(r->counts), svc_value_number(r->shown), svc_value_number(event) };
        svc_rows_add(&rows, values);
    }
    svc_rows_end(&rows);
    svc_change_event(call, "survey_result", no, "{}");
}

/* A digest of the record itself, as imports give theirs. */
static void digest_of(const struct survey_table *table, const char *no, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    svc_digest_text(&digest, no, strlen(no));
    svc_digest_text(&digest, table->answers, strlen(table->answers));
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, out);
}

static void keep_index(const struct svc_step *step, const struct survey_table *table, const char *no,
                       int64_t revision, int64_t target)
{
    char digest[SVC_DIGEST_HEX];
    const struct survey_result *whole = &table->result[0];
    struct svc_rolled how;
    int64_t rolled = survey_rolled(step->call, table, &how);
    digest_of(table, no, digest);
    svc_change_insert(step->call, "survey_index", no,
        "INSERT INTO survey_index (no, survey, revision, frozen_at, why, respondents, csi, rolled,"
        " target, answers, recorded_at, recorded_by, digest, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?7, -1), NULLIF(?8, -1), ?9, ?10, ?11, ?12, ?13, ?14)"
        " RETURNING *",
        "ssiwsiiiiswsse", no, step->no, revision, step->at, revision > 1 ? svc_shared.reason : NULL,
        whole->respondents, whole->shown ? whole->csi : -1, rolled, target, table->answers, svc_now(),
        step->call->actor.person, digest);
}

/* The first time it is done, later it is a correction, which says why. */
static void freeze_one(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    char no[SVC_NUMBER_SIZE];
    const struct survey_book *book = survey_book(call, step->no);
    int64_t revision = book->revision + 1;
    if (!svc_in_order(step, svc_step_text(step, S_CLOSED_AT)))
        return;
    if (revision > 1 && !svc_shared.reason) {
        svc_refuse(call, SVC_REFUSED, step->no, "is frozen; a correction makes revision %lld and needs"
                   " --reason", (long long)revision);
        return;
    }
    if (survey_faults(call, book, survey_refuse_fault) > 0)
        return;
    struct survey_table table = survey_count(call, book, true);
    if (table.result[0].respondents == 0) {
        svc_refuse(call, SVC_REFUSED, step->no, "nobody answered");
        return;
    }
    if (!svc_move(step, "UPDATE survey SET state = 'frozen', revision = ?3,"
                        " frozen_at = COALESCE(frozen_at, ?4) WHERE no = ?1 AND state = ?2",
                  "iw", revision, step->at))
        return;
    svc_number_next(call->db, survey_indices.prefix, svc_day_year(svc_when_day(step->at)), no);
    keep_index(step, &table, no, revision, book->target);
    keep_rows(call, no, &table);
    keep_results(call, no, &table);
}

int survey_freeze(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&survey_surveys), svc_call_at(call), freeze_one, NULL);
}

/* -- report --------------------------------------------------------------------------------- */

static void report_one(const struct svc_step *step)
{
    if (svc_in_order(step, svc_step_text(step, S_FROZEN_AT)))
        svc_move(step,
                 "UPDATE survey SET reported_at = ?3, report = ?4 WHERE no = ?1 AND state = ?2", "ws",
                 step->at, opt.report);
}

int survey_report(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&survey_surveys), svc_call_at(call), report_one, NULL);
}

/* -- judge ---------------------------------------------------------------------------------- */

const struct svc_option survey_judge_options[] = {
    { .name = "unit", .type = SVC_OPT_TEXT, .to = &opt.unit, .arg = "CODE",
      .help = "the unit whose rate is below the target" },
    { .name = "outcome", .type = SVC_OPT_TEXT, .to = &opt.outcome, .arg = "upheld|dropped",
      .help = "the points stand, or fall", .list = "survey.outcome" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

static void judge_one(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    if (!svc_one_int(call->db, 0,
            "SELECT 1 FROM survey_index i JOIN survey_result r ON r.no = i.no"
            " WHERE i.survey = ?1 AND i.revision = ?2 AND r.unit = ?3 AND r.dept IS NOT NULL", "sis",
            step->no, step->values[S_REVISION].number, opt.unit))
        svc_refuse(call, SVC_REFUSED, step->no, "the unit is no department's that was frozen");
    else if (svc_in_order(step, svc_step_text(step, S_FROZEN_AT)))
        svc_change_insert(call, "survey_judged", step->no,
            "INSERT INTO survey_judged (no, unit, outcome, reason, judged_at, judged_by, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "sssswse", step->no, opt.unit,
            opt.outcome, svc_shared.reason, step->at, call->actor.person);
}

int survey_judge(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&survey_surveys), svc_call_at(call), judge_one, NULL);
}

/* -- reading back --------------------------------------------------------------------------- */

static void read_rows(struct svc_call *call, const char *no, struct survey_table *table)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT unit, level, dimension, question, n, mean, score, weight, contribution, sd, se, low,"
        "       high, note FROM survey_index_row WHERE no = ?1 ORDER BY place", "s", no);
    while (svc_next(q)) {
        table->row = svc_grow(table->row, table->rows, sizeof *table->row);
        struct survey_row *row = &table->row[table->rows++];
        for (int c = 0; c < SURVEY_CELLS; c++)
            row->cell[c] = svc_strdup(svc_text(q, c));
    }
}

static int64_t known_or_none(struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? -1 : svc_int(q, column);
}

static void read_results(struct svc_call *call, const char *no, struct survey_table *table)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT r.unit, r.parent, r.name, r.dept, r.customers, r.gas_m3, r.respondents, r.csi,"
        "       r.satisfied, r.asked, r.upper, r.promoters, r.detractors, r.advised, r.shown,"
        "       NOT EXISTS (SELECT 1 FROM survey_result c WHERE c.no = r.no AND c.parent = r.unit),"
        "       r.valid, r.counts"
        "  FROM survey_result r WHERE r.no = ?1 ORDER BY r.place", "s", no);
    while (svc_next(q)) {
        table->result = svc_grow(table->result, table->results, sizeof *table->result);
        table->result[table->results++] = (struct survey_result){
            .unit = svc_strdup(svc_text(q, 0)), .parent = svc_strdup(svc_text(q, 1)),
            .name = svc_strdup(svc_text(q, 2)), .dept = svc_strdup(svc_text(q, 3)),
            .customers = svc_int(q, 4), .gas = svc_int(q, 5), .respondents = svc_int(q, 6),
            .csi = known_or_none(q, 7), .satisfied = svc_int(q, 8), .asked = svc_int(q, 9),
            .upper = known_or_none(q, 10), .promoters = svc_int(q, 11),
            .detractors = svc_int(q, 12), .advised = svc_int(q, 13), .shown = svc_int(q, 14) == 1,
            .leaf = svc_int(q, 15) == 1, .valid = svc_int(q, 16), .counts = svc_int(q, 17) == 1 };
    }
}

struct survey_table survey_frozen(struct svc_call *call, const struct survey_book *book,
                                  int64_t revision)
{
    struct survey_table table = { .least_cell = book->least_cell };
    char *no = svc_one(call->db, "SELECT no FROM survey_index WHERE survey = ?1 AND revision = ?2",
                       "si", book->no, revision);
    if (!no)
        svc_die(SVC_UNKNOWN, "%s: no revision %lld; it was frozen %lld time%s", book->no,
                (long long)revision, (long long)book->revision, book->revision == 1 ? "" : "s");
    read_rows(call, no, &table);
    read_results(call, no, &table);
    free(no);
    return table;
}

struct survey_table survey_table(struct svc_call *call, const struct survey_book *book,
                                 int64_t revision)
{
    if (revision > 0 || book->revision > 0)
        return survey_frozen(call, book, revision > 0 ? revision : book->revision);
    return survey_count(call, book, false);
}
