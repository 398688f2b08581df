/* Intake: what a file or the options say of a survey, its questions, units, answers and experts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survey.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/phone.h"
#include "svc/refusal.h"
#include "svc/stock.h"
#include "svc/when.h"

static struct {
    bool wide;
    const char *blank;
} opt;

const struct svc_option survey_import_options[] = {
    { .name = "wide", .type = SVC_OPT_FLAG, .to = &opt.wide,
      .help = "answers: one row a respondent, a column for each question" },
    { .name = "blank", .type = SVC_OPT_TEXT, .to = &opt.blank, .arg = "WORD",
      .help = "with --wide: what stands where nothing was answered, such as N/A" },
    SVC_OPTIONS_INCLUDE(svc_import_options),
    { 0 }
};

static void default_to(struct svc_value *value, const char *text)
{
    if (!svc_value_given(value))
        *value = svc_value_text(text);
}

/* -- what belongs to a survey --------------------------------------------------------------- */

/* The state of the survey, NULL where there is none; the same one is mostly asked again. */
static const char *state_of(struct svc_call *call, const char *survey)
{
    static char *known, *state;
    if (known && strcmp(known, survey) == 0)
        return state;
    free(known);
    free(state);
    known = svc_strdup(survey);
    state = svc_one(call->db, "SELECT state FROM survey WHERE no = ?1", "s", survey);
    return state;
}

/* False, and told, where the survey is not there or its index stands. */
static bool may_change(struct svc_import *in, struct svc_call *call, const char *survey)
{
    const char *state = state_of(call, survey);
    if (!state)
        svc_import_reject(in, "survey", "no such survey");
    else if (strcmp(state, "frozen") == 0)
        svc_import_reject(in, "survey", "is frozen; set corrects a record, with a reason, and freeze"
                                        " makes another revision");
    else
        return true;
    return false;
}

/* The key made of the survey's number and one or two codes. */
static struct svc_value key_of(const struct svc_value *survey, const struct svc_value *one,
                               const struct svc_value *other)
{
    static struct svc_buf key;
    svc_buf_clear(&key);
    svc_buf_printf(&key, "%s/%s", survey->text, one->text);
    if (other)
        svc_buf_printf(&key, "/%s", other->text);
    return svc_value_text(key.data);
}

/* The next place among those of the survey. */
static struct svc_value next_place(struct svc_call *call, const char *table, const char *survey)
{
    char *sql = svc_format("SELECT COALESCE(MAX(place), 0) + 1 FROM %s WHERE survey = ?1", table);
    int64_t place = svc_one_int(call->db, 1, sql, "s", survey);
    free(sql);
    return svc_value_number(place);
}

/* A weight becomes the shortest text that says it. NULL when good, else why not. */
static const char *take_weight(struct svc_value *value)
{
    static char text[SVC_WEIGHT_SIZE];
    int64_t weight;
    const char *why = svc_weight_parse(value->text, &weight);
    if (!why)
        *value = svc_value_text(svc_weight_format(weight, text));
    return why;
}

/* -- surveys -------------------------------------------------------------------------------- */

/* Whole numbers, parted by ; or , with a ; between them once they are taken. */
static const char *take_scores(struct svc_value *value)
{
    static struct svc_buf list;
    svc_buf_clear(&list);
    for (const char *p = value->text; *p;) {
        size_t sign = *p == '-', digits = strspn(p + sign, "0123456789");
        size_t len = sign + digits;
        if (digits == 0 || digits > 4 || (p[len] && !strchr(";,", p[len])) || (p[len] && !p[len + 1]))
            return _("not a list of scores; write 9;10");
        svc_buf_printf(&list, "%s%.*s", list.len ? ";" : "", (int)len, p);
        p += len + (p[len] != '\0');
    }
    *value = svc_value_text(list.data);
    return NULL;
}

/* A code is used once a year. */
static bool code_taken(struct svc_call *call, const struct svc_value *values)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM survey WHERE code = ?1 AND substr(open_from, 1, 4) = substr(?2, 1, 4)"
        " AND no <> COALESCE(?3, '')", "sss", values[S_CODE].text, values[S_OPEN_FROM].text,
        svc_value_given(&values[S_NO]) ? values[S_NO].text : NULL) == 1;
}

static void take_survey(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    if (code_taken(call, values))
        svc_import_reject(in, "code", "another survey of the year has it");
    const char *why = svc_value_given(&values[S_SATISFIED]) ? take_scores(&values[S_SATISFIED]) : NULL;
    if (why)
        svc_import_reject(in, "satisfied", "%s", why);
    if (strcmp(values[S_OPEN_UNTIL].text, values[S_OPEN_FROM].text) < 0)
        svc_import_reject(in, "open_until", "lies before the first day");
    if (svc_value_given(&values[S_RATE_QUESTION]) != svc_value_given(&values[S_SATISFIED]))
        svc_import_reject(in, "satisfied", "rate_question and satisfied go together");
    if (svc_value_given(&values[S_RETURNED]) &&
        (!svc_value_given(&values[S_ISSUED]) || values[S_RETURNED].number > values[S_ISSUED].number))
        svc_import_reject(in, "returned", "more came back than were issued");
    default_to(&values[S_STATE], "draft");
    if (!svc_value_given(&values[S_REVISION]))
        values[S_REVISION] = svc_value_number(0);
}

/* -- questions, dimensions, units, experts ---------------------------------------------------- */

static void take_scale(struct svc_import *in, struct svc_value *values)
{
    const char *kind = values[Q_KIND].text;
    bool scale = strcmp(kind, "scale") == 0;
    int64_t most = strcmp(kind, "nps") == 0 ? 10 : 1;
    if (scale && (!svc_value_given(&values[Q_SCALE_MIN]) || !svc_value_given(&values[Q_SCALE_MAX]))) {
        svc_import_reject(in, "scale_min", "a scale needs scale_min and scale_max");
        return;
    }
    if (!svc_value_given(&values[Q_SCALE_MIN]))
        values[Q_SCALE_MIN] = svc_value_number(0);
    if (!svc_value_given(&values[Q_SCALE_MAX]))
        values[Q_SCALE_MAX] = svc_value_number(most);
    if (!scale && (values[Q_SCALE_MIN].number != 0 || values[Q_SCALE_MAX].number != most))
        svc_import_reject(in, "scale_max", "a question of the kind %s is asked on 0 to %lld", kind,
                          (long long)most);
    if (values[Q_SCALE_MAX].number <= values[Q_SCALE_MIN].number ||
        values[Q_SCALE_MAX].number > 1000)
        svc_import_reject(in, "scale_max", "must be more than scale_min, and 1000 at most");
    if (values[Q_SCALE_MIN].number < -1000)
        svc_import_reject(in, "scale_min", "must be -1000 at least");
}

static void take_question(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    default_to(&values[Q_KIND], "scale");
    default_to(&values[Q_DIRECTION], "up");
    take_scale(in, values);
    const char *why = take_weight(&values[Q_WEIGHT]);
    if (why)
        svc_import_reject(in, "weight", "%s", why);
    else if (strcmp(values[Q_KIND].text, "text") == 0 && strcmp(values[Q_WEIGHT].text, "0") != 0)
        svc_import_reject(in, "weight", "what is answered in words has no score: its weight is 0");
    if (svc_import_before(in))
        return;
    values[Q_NO] = key_of(&values[Q_SURVEY], &values[Q_QUESTION], NULL);
    values[Q_PLACE] = next_place(call, "survey_question", values[Q_SURVEY].text);
}

static void take_dimension(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    const char *why = take_weight(&values[D_WEIGHT]);
    if (why)
        svc_import_reject(in, "weight", "%s", why);
    default_to(&values[D_METHOD], "agreed");
    if (svc_import_before(in))
        return;
    values[D_NO] = key_of(&values[D_SURVEY], &values[D_DIMENSION], NULL);
    values[D_PLACE] = next_place(call, "survey_dimension", values[D_SURVEY].text);
}

static bool has_answers(struct svc_call *call, const char *survey, const char *unit)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM survey_answer WHERE survey = ?1 AND unit = ?2 LIMIT 1", "ss", survey, unit) == 1;
}

static void take_unit(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    const struct svc_value *parent = &values[U_PARENT];
    if (svc_value_given(parent) && strcmp(parent->text, values[U_UNIT].text) == 0)
        svc_import_reject(in, "parent", "is the unit itself");
    else if (svc_value_given(parent) && has_answers(call, values[U_SURVEY].text, parent->text))
        svc_import_reject(in, "parent", "has answers of its own; a unit is asked or rolled up, not both");
    if (svc_import_before(in))
        return;
    values[U_NO] = key_of(&values[U_SURVEY], &values[U_UNIT], NULL);
    values[U_PLACE] = next_place(call, "survey_unit", values[U_SURVEY].text);
}

static void take_expert(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    if (!svc_one_int(call->db, 0,
            "SELECT 1 FROM survey_question WHERE survey = ?1 AND dimension = ?2 LIMIT 1", "ss",
            values[X_SURVEY].text, values[X_DIMENSION].text))
        svc_import_reject(in, "dimension", "no question of the survey asks about it");
    if (!svc_import_before(in))
        values[X_NO] = key_of(&values[X_SURVEY], &values[X_EXPERT], &values[X_DIMENSION]);
}

/* -- answers -------------------------------------------------------------------------------- */

/* A letter beyond ASCII: Chinese, as far as codes go. */
static bool beyond_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text;
}

/* Why the text is no code of a respondent but tells who it is: a mobile or long-distance number, an
 * identity card, a mail address, or a name without any digit. */
static const char *tells_who(const char *text)
{
    size_t len = strlen(text), digits = strspn(text, "0123456789");
    static struct svc_buf numbers;
    bool card = len == 18 && (digits == 18 || (digits == 17 && strchr("Xx", text[17])));
    bool phone = svc_phone_numbers(text, len, &numbers) &&
                 ((numbers.len == 11 && numbers.data[0] == '1' && numbers.data[1] >= '3') ||
                  (numbers.len >= 10 && numbers.data[0] == '0'));
    if (phone || card || strchr(text, '@'))
        return _("looks like a telephone number, an identity card or an address; give a code");
    if ((beyond_ascii(text) || strchr(text, ' ')) && strcspn(text, "0123456789") == len)
        return "looks like a name; give a code";
    return NULL;
}

static void take_score(struct svc_import *in, const struct survey_question *question,
                       const struct svc_value *score)
{
    if (!svc_value_given(score))
        return;
    if (question->kind == SURVEY_TEXT)
        svc_import_reject(in, "score", "the question is answered in words, which are not kept");
    else if (score->number < question->scale.min || score->number > question->scale.max)
        svc_import_reject(in, "score", "must be %lld to %lld", (long long)question->scale.min,
                          (long long)question->scale.max);
}

/* Why an answer cannot be of this unit; NULL when it can. */
static const char *unit_fault(const struct survey_book *book, const struct svc_value *value)
{
    const struct survey_unit *unit =
        svc_value_given(value) ? survey_find_unit(book, value->text) : NULL;
    return !svc_value_given(value) ? book->unit_count ? _("is required: the survey has units") : NULL
           : !unit                 ? _("no such unit in the survey")
           : !unit->leaf           ? _("is rolled up from other units; answers are theirs")
                                   : NULL;
}

/* A respondent is of one unit. What the last row of the same one had is mostly asked again. */
static bool another_unit(struct svc_call *call, const struct svc_value *values)
{
    static struct svc_buf last, unit;
    struct svc_buf key = { 0 };
    const char *here = svc_value_given(&values[A_UNIT]) ? values[A_UNIT].text : "";
    svc_buf_printf(&key, "%s/%s", values[A_SURVEY].text, values[A_RESPONDENT].text);
    bool same = last.len && strcmp(last.data, key.data) == 0;
    if (!same) {
        char *known = svc_one(call->db,
            "SELECT COALESCE(unit, '') FROM survey_answer WHERE survey = ?1 AND respondent = ?2"
            " ORDER BY question LIMIT 1", "ss", values[A_SURVEY].text, values[A_RESPONDENT].text);
        svc_buf_clear(&unit);
        svc_buf_puts(&unit, known ? known : here);
        free(known);
    }
    svc_buf_free(&last);
    last = key;
    return strcmp(svc_buf_text(&unit), here) != 0;
}

static void take_answer(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    char day[SVC_DAY_SIZE];
    const struct svc_value *before = svc_import_before(in);
    const char *state = state_of(call, values[A_SURVEY].text);
    const char *who = tells_who(values[A_RESPONDENT].text);
    if (!state || strcmp(state, "open") != 0) {
        svc_import_reject(in, "survey", state ? "is %s; answers are taken while it is open"
                                              : "no such survey", state);
        return;
    }
    const struct survey_book *book = survey_book(call, values[A_SURVEY].text);
    const struct survey_question *question = survey_find_question(book, values[A_QUESTION].text);
    snprintf(day, sizeof day, "%.10s", values[A_ANSWERED_AT].text);
    if (who)
        svc_import_reject(in, "respondent", "%s", who);
    if (strcmp(day, book->open_from) < 0 || strcmp(day, book->open_until) > 0)
        svc_import_reject(in, "answered_at", "lies outside of %s to %s", book->open_from,
                          book->open_until);
    if (question)
        take_score(in, question, &values[A_SCORE]);
    else
        svc_import_reject(in, "question", "no such question in the survey");
    const char *unit = unit_fault(book, &values[A_UNIT]);
    if (unit)
        svc_import_reject(in, "unit", "%s", unit);
    else if (!before && another_unit(call, values))
        svc_import_reject(in, "unit", "another one than in the respondent's other answers");
}

/* -- the verbs ------------------------------------------------------------------------------ */

void survey_take(struct svc_call *call, struct svc_import *in)
{
    static void (*const parts[])(struct svc_import *in, struct svc_call *call,
                                 struct svc_value *values) = { take_question, take_dimension, take_unit,
                                                               take_expert };
    static const struct svc_register *const of[] = { &survey_questions, &survey_dimensions,
                                                     &survey_units, &survey_experts };
    struct svc_value *values;
    while ((values = svc_import_next(in))) {
        if (call->reg == &survey_surveys)
            take_survey(in, call, values);
        else if (call->reg == &survey_answers)
            take_answer(in, call, values);
        for (size_t i = 0; i < sizeof of / sizeof *of; i++)
            if (call->reg == of[i] && may_change(in, call, values[Q_SURVEY].text))
                parts[i](in, call, values);
    }
}

static void only_taken(const struct svc_call *call)
{
    if (call->reg == &survey_indices)
        svc_die(SVC_USAGE, "indices are made by freeze");
}

int survey_add(struct svc_call *call)
{
    only_taken(call);
    struct svc_import *in = svc_import_one(call);
    survey_take(call, in);
    return svc_import_close(in);
}

int survey_import(struct svc_call *call)
{
    only_taken(call);
    if ((opt.wide || opt.blank) && call->reg != &survey_answers)
        svc_die(SVC_USAGE, "--wide and --blank are for answers");
    if (opt.blank && !opt.wide)
        svc_die(SVC_USAGE, "--blank goes with --wide");
    if (opt.wide)
        survey_widen(call, opt.blank);
    struct svc_import *in = svc_import_open(call);
    survey_take(call, in);
    return svc_import_close(in);
}

/* -- set ------------------------------------------------------------------------------------ */

static const char *judge_survey(const struct svc_step *step, struct svc_value *given)
{
    struct svc_value *satisfied = &given[S_SATISFIED];
    const char *why = svc_value_given(satisfied) ? take_scores(satisfied) : NULL;
    if (!why && svc_value_given(&given[S_RATE_QUESTION]) &&
        !svc_one_int(step->call->db, 0,
                     "SELECT 1 FROM survey_question WHERE survey = ?1 AND question = ?2", "ss",
                     step->no, given[S_RATE_QUESTION].text))
        why = _("no such question in the survey");
    return why;
}

static const char *judge_weight(struct svc_value *weight)
{
    return svc_value_given(weight) ? take_weight(weight) : NULL;
}

static const char *judge_unit(const struct svc_step *step, const struct svc_value *given)
{
    return svc_value_given(&given[U_PARENT]) &&
                   has_answers(step->call, svc_step_text(step, U_SURVEY), given[U_PARENT].text)
               ? _("the parent has answers of its own") : NULL;
}

static const char *judge_answer(const struct svc_step *step, const struct svc_value *given)
{
    const struct survey_book *book = survey_book(step->call, svc_step_text(step, A_SURVEY));
    const struct survey_question *question =
        survey_find_question(book, svc_step_text(step, A_QUESTION));
    const struct svc_value *score = &given[A_SCORE];
    if (svc_value_given(score) && question &&
        (question->kind == SURVEY_TEXT || score->number < question->scale.min ||
         score->number > question->scale.max))
        return _("the score lies outside of the question's scale");
    return given[A_UNIT].is != SVC_ABSENT ? unit_fault(book, &given[A_UNIT]) : NULL;
}

static bool judge(const struct svc_step *step, struct svc_value *given)
{
    const struct svc_register *reg = step->call->reg;
    const char *why = reg == &survey_surveys      ? judge_survey(step, given)
                      : reg == &survey_questions  ? judge_weight(&given[Q_WEIGHT])
                      : reg == &survey_dimensions ? judge_weight(&given[D_WEIGHT])
                      : reg == &survey_units      ? judge_unit(step, given)
                      : reg == &survey_answers    ? judge_answer(step, given)
                                                  : NULL;
    if (why)
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s", why);
    return !why;
}

int survey_set(struct svc_call *call)
{
    return svc_set_judged(call, judge);
}
