/* The book of one survey: its questions, dimensions and units, and whether they fit together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/say.h"
#include "svc/when.h"

/* -- reading -------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    enum question_kind kind;
} kinds[] = { { "scale", SURVEY_SCALE }, { "nps", SURVEY_NPS }, { "yes_no", SURVEY_YES_NO },
              { "text", SURVEY_TEXT } };

static enum question_kind kind_of(const char *word)
{
    size_t i = 0;
    while (strcmp(kinds[i].word, word) != 0)
        i++;
    return kinds[i].kind;
}

/* What the store holds was parsed before. */
static int64_t weight_of(const char *text)
{
    int64_t weight = 0;
    svc_weight_parse(text, &weight);
    return weight;
}

static size_t dimension_of(struct survey_book *book, const char *code)
{
    size_t at = 0;
    while (at < book->dimension_count && strcmp(book->dimension[at].code, code) != 0)
        at++;
    return at;
}

static void read_dimensions(struct survey_book *book, struct svc_db *db)
{
    struct svc_query *q = svc_query(db,
        "SELECT dimension, weight FROM survey_dimension WHERE survey = ?1 ORDER BY place", "s",
        book->no);
    while (svc_next(q)) {
        book->dimension = svc_grow(book->dimension, book->dimension_count, sizeof *book->dimension);
        book->dimension[book->dimension_count++] =
            (struct survey_dimension){ svc_strdup(svc_text(q, 0)), weight_of(svc_text(q, 1)) };
    }
}

static void read_questions(struct survey_book *book, struct svc_db *db)
{
    struct svc_query *q = svc_query(db,
        "SELECT question, dimension, text, kind, scale_min, scale_max, direction, weight"
        "  FROM survey_question WHERE survey = ?1 ORDER BY question", "s", book->no);
    while (svc_next(q)) {
        book->question = svc_grow(book->question, book->question_count, sizeof *book->question);
        book->question[book->question_count++] = (struct survey_question){
            .code = svc_strdup(svc_text(q, 0)), .dimension = svc_strdup(svc_text(q, 1)),
            .text = svc_strdup(svc_text(q, 2)), .kind = kind_of(svc_text(q, 3)),
            .scale = { svc_int(q, 4), svc_int(q, 5), strcmp(svc_text(q, 6), "down") == 0 },
            .weight = weight_of(svc_text(q, 7)), .of = dimension_of(book, svc_text(q, 1)) };
    }
    q = svc_query(db,
        "SELECT q.question FROM survey_question q"
        "  LEFT JOIN survey_dimension d ON d.survey = q.survey AND d.dimension = q.dimension"
        " WHERE q.survey = ?1 ORDER BY COALESCE(d.place, 1000000), q.dimension, q.place", "s",
        book->no);
    book->order = svc_alloc((book->question_count + 1) * sizeof *book->order);
    for (size_t i = 0; svc_next(q); i++)
        book->order[i] = (size_t)(survey_find_question(book, svc_text(q, 0)) - book->question);
}

static void read_units(struct survey_book *book, struct svc_db *db)
{
    struct svc_query *q = svc_query(db,
        "SELECT u.unit, u.parent, u.name, u.dept, u.customers, u.gas_m3,"
        "       NOT EXISTS (SELECT 1 FROM survey_unit c WHERE c.survey = u.survey AND c.parent = u.unit)"
        "  FROM survey_unit u WHERE u.survey = ?1 ORDER BY u.place", "s", book->no);
    while (svc_next(q)) {
        book->unit = svc_grow(book->unit, book->unit_count, sizeof *book->unit);
        book->unit[book->unit_count++] = (struct survey_unit){
            .code = svc_strdup(svc_text(q, 0)), .parent = svc_strdup(svc_text(q, 1)),
            .name = svc_strdup(svc_text(q, 2)), .dept = svc_strdup(svc_text(q, 3)),
            .customers = svc_int(q, 4), .gas = svc_int(q, 5), .leaf = svc_int(q, 6) == 1 };
    }
}

/* What the policy in force on the survey's last day says. */
static void read_policy(struct survey_book *book, struct svc_db *db)
{
    svc_day day;
    struct svc_rules *rules = svc_rules_open(db);
    if (svc_day_parse(book->open_until, &day))
        svc_die(SVC_BUG, "survey %s ends on no day", book->no);
    const struct svc_policy *policy = svc_rules_on(rules, day);
    book->least_n = svc_policy_number(policy, "survey_min_n", 3000) / 100;
    book->least_cell = svc_policy_number(policy, "survey_min_cell", 500) / 100;
    book->complete = svc_policy_number(policy, "survey_complete_min", 80);
    book->target = svc_policy_number(policy, "satisfaction_target", 90);
    book->known_good = svc_policy_number(policy, "knowledge_good_min", 8000);
    book->known_basic = svc_policy_number(policy, "knowledge_basic_min", 6000);
    svc_rules_close(rules);
}

struct survey_book *survey_book(struct svc_call *call, const char *no)
{
    static struct survey_book **books;
    static size_t count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(books[i]->no, no) == 0)
            return books[i];
    struct svc_query *q = svc_query(call->db,
        "SELECT title, state, open_from, open_until, rate_question, satisfied, revision FROM survey"
        " WHERE no = ?1", "s", no);
    if (!svc_next(q))
        svc_die(SVC_UNKNOWN, "%s: no such survey", no);
    struct survey_book *book = svc_alloc(sizeof *book);
    *book = (struct survey_book){
        .no = svc_strdup(no), .title = svc_strdup(svc_text(q, 0)), .state = svc_strdup(svc_text(q, 1)),
        .open_from = svc_strdup(svc_text(q, 2)), .open_until = svc_strdup(svc_text(q, 3)),
        .rate_question = svc_strdup(svc_text(q, 4)), .satisfied = svc_strdup(svc_text(q, 5)),
        .revision = svc_int(q, 6) };
    svc_done(q);
    read_dimensions(book, call->db);
    read_questions(book, call->db);
    read_units(book, call->db);
    read_policy(book, call->db);
    books = svc_grow(books, count, sizeof *books);
    books[count++] = book;
    return book;
}

/* -- finding -------------------------------------------------------------------------------- */

const struct survey_question *survey_find_question(const struct survey_book *book, const char *code)
{
    size_t from = 0, until = book->question_count;
    while (from < until) {
        size_t middle = (from + until) / 2;
        int order = strcmp(code, book->question[middle].code);
        if (order == 0)
            return &book->question[middle];
        if (order < 0)
            until = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const struct survey_unit *survey_find_unit(const struct survey_book *book, const char *code)
{
    static size_t last;
    if (last < book->unit_count && strcmp(book->unit[last].code, code) == 0)
        return &book->unit[last];
    for (size_t i = 0; i < book->unit_count; i++) {
        if (strcmp(book->unit[i].code, code) == 0) {
            last = i;
            return &book->unit[i];
        }
    }
    return NULL;
}

const struct survey_question *survey_asked_question(struct svc_call *call,
                                                    const struct survey_book *book, const char *code)
{
    const struct survey_question *question = survey_find_question(book, code);
    if (!question) {
        struct svc_buf known = { 0 };
        for (size_t i = 0; i < book->question_count; i++)
            svc_buf_word(&known, book->question[book->order[i]].code);
        svc_die(SVC_UNKNOWN, "%s: no question \"%s\"\nit asks: %s", book->no, code,
                svc_buf_text(&known));
    }
    if (question->kind == SURVEY_TEXT)
        svc_deny(call, SVC_REFUSED, book->no, "%s: question \"%s\" is answered in words", book->no, code);
    return question;
}

bool survey_is_satisfied(const char *satisfied, int64_t score)
{
    for (const char *p = satisfied; *p;) {
        char *end;
        if (strtoll(p, &end, 10) == score)
            return true;
        p = *end ? end + 1 : end;
    }
    return false;
}

/* -- what does not fit ------------------------------------------------------------------------ */

struct faults {
    struct svc_call *call;
    void (*tell)(struct svc_call *call, const char *where, const char *what);
    size_t count;
};

/* `statement` is emptied. */
static void fault(struct faults *faults, const char *where, struct svc_buf *statement)
{
    faults->tell(faults->call, where, svc_buf_text(statement));
    faults->count++;
    svc_buf_free(statement);
}

static void sum_fault(struct faults *faults, const char *where, int64_t sum)
{
    char text[SVC_WEIGHT_SIZE];
    struct svc_buf what = { 0 };
    if (sum == SVC_WEIGHT_ONE)
        return;
    svc_statement(&what, "survey_weights", "s", svc_weight_format(sum, text));
    fault(faults, where, &what);
}

static void check_weights(struct faults *faults, const struct survey_book *book)
{
    int64_t all = 0;
    for (size_t d = 0; d < book->dimension_count; d++) {
        int64_t sum = 0;
        char *where = svc_format("%s/%s", book->no, book->dimension[d].code);
        for (size_t i = 0; i < book->question_count; i++)
            sum += book->question[i].of == d ? book->question[i].weight : 0;
        if (sum > 0 || book->dimension[d].weight > 0)
            sum_fault(faults, where, sum);
        all += book->dimension[d].weight;
        free(where);
    }
    sum_fault(faults, book->no, all);
}

static void check_questions(struct faults *faults, const struct survey_book *book)
{
    struct svc_buf what = { 0 };
    for (size_t i = 0; i < book->question_count; i++) {
        const struct survey_question *question = &book->question[i];
        char *where = svc_format("%s/%s", book->no, question->code);
        if (question->of == book->dimension_count && question->weight > 0) {
            svc_statement(&what, "survey_dimension", "s", question->dimension);
            fault(faults, where, &what);
        }
        free(where);
    }
    const struct survey_question *rated =
        book->rate_question ? survey_find_question(book, book->rate_question) : NULL;
    if (book->rate_question && !rated) {
        svc_statement(&what, "survey_no_question", "s", book->rate_question);
        fault(faults, book->no, &what);
    }
    for (const char *p = rated ? book->satisfied : ""; *p;) {
        char *end;
        int64_t score = strtoll(p, &end, 10);
        if (score < rated->scale.min || score > rated->scale.max) {
            svc_statement(&what, "survey_scale", "iii", score, rated->scale.min, rated->scale.max);
            fault(faults, book->no, &what);
        }
        p = *end ? end + 1 : end;
    }
}

/* A unit's way up to the company ends; what a unit of units has is what they have. */
static void check_units(struct faults *faults, const struct survey_book *book)
{
    for (size_t i = 0; i < book->unit_count; i++) {
        const struct survey_unit *unit = &book->unit[i];
        char *where = svc_format("%s/%s", book->no, unit->code);
        int64_t customers = 0, gas = 0;
        struct svc_buf what = { 0 };
        if (unit->parent && !survey_find_unit(book, unit->parent)) {
            svc_statement(&what, "survey_no_unit", "s", unit->parent);
            fault(faults, where, &what);
        }
        if (unit->customers == 0) {
            svc_statement(&what, "survey_no_customers", "");
            fault(faults, where, &what);
        }
        for (size_t c = 0; c < book->unit_count; c++) {
            bool own = book->unit[c].parent && strcmp(book->unit[c].parent, unit->code) == 0;
            customers += own ? book->unit[c].customers : 0;
            gas += own ? book->unit[c].gas : 0;
        }
        if (!unit->leaf && (customers != unit->customers || gas != unit->gas)) {
            svc_statement(&what, "survey_units", "iiii", customers, gas, unit->customers, unit->gas);
            fault(faults, where, &what);
        }
        free(where);
    }
}

size_t survey_faults(struct svc_call *call, const struct survey_book *book,
                     void (*tell)(struct svc_call *call, const char *where, const char *what))
{
    struct faults faults = { call, tell, 0 };
    struct svc_buf what = { 0 };
    if (book->question_count == 0) {
        svc_statement(&what, "survey_empty", "");
        fault(&faults, book->no, &what);
    }
    check_weights(&faults, book);
    check_questions(&faults, book);
    check_units(&faults, book);
    return faults.count;
}

void survey_refuse_fault(struct svc_call *call, const char *where, const char *what)
{
    svc_refuse_both(call, SVC_REFUSED, where, svc_said(call->db, SVC_ENGLISH, what),
                    svc_said(call->db, svc_lang(), what));
}
