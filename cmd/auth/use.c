/* use, done, assess: an exercise of authority on record, what was due after it, and what the
 * office decides about it. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/lang.h"
#include "svc/missing.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/word.h"

static struct {
    const char *person, *dept, *behalf, *handler, *customer, *record, *facts, *evidence, *amount,
        *units, *other_dept, *damage, *harm, *remark, *exceeded, *duty, *points, *false_use;
} opt;

const struct svc_option auth_use_options[] = {
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "who exercised it (default: you)", .table = "person" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department (default: the person's)", .table = "dept" },
    { .name = "behalf", .type = SVC_OPT_TEXT, .to = &opt.behalf, .arg = "NO",
      .help = "whose authority a delegate used", .table = "person" },
    { .name = "handler", .type = SVC_OPT_TEXT, .to = &opt.handler, .arg = "NO",
      .help = "signs the slip first (default: you)", .table = "person" },
    { .name = "customer", .type = SVC_OPT_TEXT, .to = &opt.customer, .arg = "NO",
      .help = "customer number" },
    { .name = "record", .type = SVC_OPT_TEXT, .to = &opt.record, .arg = "NO",
      .help = "order or other record it belongs to" },
    { .name = "facts", .type = SVC_OPT_TEXT, .to = &opt.facts, .arg = "KEY=VALUE,...",
      .help = "what is shown of the conditions" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "KEY=REF,...",
      .help = "the papers for it" },
    { .name = "amount", .type = SVC_OPT_TEXT, .to = &opt.amount, .arg = "YUAN",
      .help = "money waived or borne; needs the slip" },
    { .name = "units", .type = SVC_OPT_TEXT, .to = &opt.units, .arg = "N",
      .help = "how many of the cap's unit, where no fact says it" },
    { .name = "other_dept", .type = SVC_OPT_TEXT, .to = &opt.other_dept, .arg = "CODE",
      .help = "other department it touches", .table = "dept" },
    { .name = "damage", .type = SVC_OPT_TEXT, .to = &opt.damage, .arg = "YUAN",
      .help = "damage it did" },
    { .name = "harm", .type = SVC_OPT_TEXT, .to = &opt.harm, .arg = "TEXT",
      .help = "harm it did to the company's name" },
    { .name = "remark", .type = SVC_OPT_TEXT, .to = &opt.remark, .arg = "TEXT",
      .help = "a remark" },
    { .name = "exceeded", .type = SVC_OPT_TEXT, .to = &opt.exceeded, .arg = "TEXT",
      .help = "it happened beyond authority: record it, with why" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option auth_done_options[] = {
    { .name = "duty", .type = SVC_OPT_TEXT, .to = &opt.duty, .arg = "KEY,...",
      .help = "the duties, as matrix prints them under procedure" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "KEY=REF,...",
      .help = "the papers for it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option auth_assess_options[] = {
    { .name = "false_use", .type = SVC_OPT_TEXT, .to = &opt.false_use, .arg = "yes|no",
      .help = "the authority claimed was none", .list = "verb.yes_no" },
    { .name = "damage", .type = SVC_OPT_TEXT, .to = &opt.damage, .arg = "YUAN",
      .help = "damage it did" },
    { .name = "harm", .type = SVC_OPT_TEXT, .to = &opt.harm, .arg = "TEXT",
      .help = "harm it did to the company's name" },
    { .name = "points", .type = SVC_OPT_TEXT, .to = &opt.points, .arg = "N",
      .help = "points to deduct, inside the range of the clause that is fired" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

/* -- use ---------------------------------------------------------------------------------- */

/* The options as values of the register's columns, so that they are read as an import's are. */
static void give_values(struct svc_call *call, svc_when at)
{
    static char moment[SVC_WHEN_SIZE];
    const char **text = svc_alloc(A_COLUMNS * sizeof *text);
    const struct {
        enum auth_column column;
        const char *text;
    } given[] = {
        { A_USED_AT, svc_when_format(at, moment) }, { A_MATTER, call->operand[0] },
        { A_PERSON, opt.person ? opt.person : call->actor.person },
        { A_DEPT, opt.dept }, { A_BEHALF, opt.behalf },
        { A_HANDLER, opt.handler ? opt.handler : call->actor.person },
        { A_CUSTOMER, opt.customer }, { A_RECORD, opt.record }, { A_FACTS, opt.facts },
        { A_EVIDENCE, opt.evidence }, { A_AMOUNT, opt.amount }, { A_UNITS, opt.units },
        { A_OTHER_DEPT, opt.other_dept }, { A_DAMAGE, opt.damage }, { A_HARM, opt.harm },
        { A_REMARK, opt.exceeded ? opt.exceeded : opt.remark }
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        text[given[i].column] = given[i].text;
    svc_shared.values.text = text;
}

/* What does not hold, and what the slip lacks. */
static char *beyond_in(enum svc_language language, struct svc_call *call, const struct auth_case *of)
{
    enum { MOST = 400 }; /* a message is no report */
    enum svc_language own = svc_lang_in(language);
    struct svc_buf why = { 0 };
    if (of->finding.len)
        svc_say(call->db, language, of->finding.data, &why);
    if (of->lacks.len)
        svc_buf_printf(&why, _("%sthe slip does not reach %s; add --amount or --other_dept"),
                       why.len ? "; " : "", of->lacks.data);
    char *text = svc_format(_("%.*s\nif it happened all the same, add --exceeded with the reason"),
                            (int)svc_utf8_valid(why.data, why.len < MOST ? why.len : MOST), why.data);
    svc_lang_in(own);
    svc_buf_free(&why);
    return text;
}

/* True when it was told why the use must not be. */
static bool refused(struct svc_call *call, const struct auth_case *of)
{
    bool beyond = of->finding.len > 0 || of->lacks.len > 0;
    if (opt.exceeded && !beyond)
        svc_die(SVC_USAGE, "nothing is exceeded\nleave --exceeded out");
    if (beyond && !opt.exceeded)
        svc_refuse_both(call, SVC_REFUSED, call->operand[0], beyond_in(SVC_ENGLISH, call, of),
                        beyond_in(svc_lang(), call, of));
    return beyond && !opt.exceeded;
}

int auth_use(struct svc_call *call)
{
    struct auth_case of = { .matter = NULL };
    const char *column;
    bool no = false;
    if (call->count != 1)
        svc_die(SVC_USAGE, "use takes one matter\nsvc-auth matrix lists them");
    if (opt.exceeded && opt.remark)
        svc_die(SVC_USAGE, "--exceeded is the remark; leave --remark out");
    if (svc_class_find(call->operand[0]) < 0 &&
        !svc_one_int(call->db, 0, "SELECT 1 FROM policy_authority WHERE matter = ?1", "s",
                     call->operand[0]))
        svc_die(SVC_UNKNOWN, "no such matter: \"%s\"; nothing was done%s\nsvc-auth matrix lists them", call->operand[0],
                svc_near(call->db, "SELECT DISTINCT matter, NULL FROM policy_authority", call->operand[0]));
    give_values(call, svc_call_at(call));
    struct svc_import *in = svc_import_one(call);
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    struct svc_value *values = svc_import_next(in);
    const char *why = auth_fill(call, matrix, values, NULL, &of, &column);
    if (why)
        svc_import_reject(in, column, "%s", why);
    else if (!(no = refused(call, &of)) && of.slip)
        auth_begin_slip(call, values);
    svc_matrix_close(matrix);
    if (no) { /* nothing is written; the commit keeps the refusal */
        svc_call_commit(call);
        return svc_finish(call);
    }
    svc_import_next(in);
    int code = svc_import_close(in);
    auth_case_free(&of);
    return code;
}

/* -- steps -------------------------------------------------------------------------------- */

/* What they share is the matrix. */
static int use_each(struct svc_call *call, svc_when at, void (*one)(const struct svc_step *step))
{
    svc_call_begin(call);
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    svc_each(call, SVC_OF(&auth_uses), at, one, matrix);
    svc_matrix_close(matrix);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- done --------------------------------------------------------------------------------- */

/* What falls to the other department is done by its head once he has signed that he takes it over;
 * a clerk or the office writes down what he did. */
static bool may_do(const struct svc_step *step, const struct svc_matter *matter,
                   const struct svc_duty *duty)
{
    struct svc_call *call = step->call;
    char day[SVC_DAY_SIZE];
    const char *other = svc_step_text(step, A_OTHER_DEPT);
    if (!other || !svc_use_falls_to_other(matter, duty))
        return true;
    char *head = svc_org_head(call->db, other, svc_day_format(svc_when_day(step->at), day));
    bool own = head && strcmp(head, call->actor.person) == 0;
    bool taken = svc_one_int(call->db, 0,
        "SELECT 1 FROM signing_stage WHERE tbl = 'authority_use' AND no = ?1"
        "   AND scope = 'other_dept' AND decision = 'signed'", "s", step->no) == 1;
    bool may = own || svc_call_holds(call, SVC_ROLES_ENTER);
    if (!may && head)
        svc_refuse(call, SVC_DENIED, step->no, "%s falls to the head of department %s, %s; \"%s\" is"
                   " neither that nor a clerk", duty->key, other, head, call->actor.person);
    else if (!may)
        svc_refuse(call, SVC_DENIED, step->no, "%s falls to the head of department %s, whom nobody named;"
                   " \"%s\" is no clerk", duty->key, other, call->actor.person);
    else if (!taken)
        svc_refuse(call, SVC_REFUSED, step->no, "the head of department %s has not signed that it is"
                   " taken over", other);
    free(head);
    return (own || svc_call_holds(call, SVC_ROLES_ENTER)) && taken;
}

/* Takes one duty into the facts; told when it is none or was done already. */
static void take_duty(const struct svc_step *step, const struct svc_matter *matter,
                      const struct svc_duty *duties, size_t count, const char *key,
                      struct svc_facts *facts)
{
    char moment[SVC_WHEN_SIZE];
    struct svc_buf known = { 0 }, words = { 0 };
    const char *was = svc_facts_get(facts, key);
    const struct svc_duty *is = NULL;
    for (size_t i = 0; i < count; i++) {
        svc_buf_word(&known, duties[i].key);
        svc_buf_printf(&words, "%s%s", i ? "|" : "", duties[i].key);
        is = strcmp(duties[i].key, key) == 0 ? &duties[i] : is;
    }
    if (!is)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" is no duty of it%s\nit owes %s", key,
                   svc_word_hint(svc_buf_text(&words), key), count ? svc_buf_text(&known) : _("nothing"));
    else if (was && strcmp(was, "no") != 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s was done already (%s)", key, was);
    else if (may_do(step, matter, is))
        svc_facts_set(facts, key, svc_when_format(step->at, moment));
    svc_buf_free(&known);
}

static void take_duties(const struct svc_step *step, const struct svc_matter *matter,
                        svc_when used, struct svc_facts *facts)
{
    struct svc_duty *duties;
    const struct svc_policy *policy = svc_matrix_policy(step->context, svc_when_day(used));
    const char *list = opt.duty, *word;
    size_t len, count = svc_matter_duties(policy, matter, used, &duties);
    while (svc_text_next(&list, ',', &word, &len)) {
        char *key = svc_strndup(word, len);
        take_duty(step, matter, duties, count, key, facts);
        free(key);
    }
    free(duties);
}

static void add_papers(const struct svc_step *step, const struct svc_matter *matter,
                       svc_when used, struct svc_facts *papers)
{
    struct svc_facts more;
    struct svc_buf fault = { 0 };
    const char *why = auth_facts(svc_matrix_policy(step->context, svc_when_day(used)), matter, used,
                                 opt.evidence, true, &more, &fault);
    if (why)
        svc_fail(SVC_USAGE, "%s: option --evidence: %s", step->no, why);
    for (size_t i = 0; i < more.count && !why; i++)
        svc_facts_set(papers, more.fact[i].key, more.fact[i].value);
    svc_facts_free(&more);
    svc_buf_free(&fault);
}

static void done(const struct svc_step *step)
{
    struct svc_facts facts, papers;
    struct svc_buf shown = { 0 }, kept = { 0 };
    svc_when used = 0;
    const char *bad = svc_when_parse(step->values[A_USED_AT].text, &used);
    const struct svc_matter *matter = svc_matrix_find(step->context, svc_when_day(used),
                                                      step->values[A_MATTER].text);
    if (bad || !matter) {
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "owes nothing: its matter is not in the matrix of its day");
        return;
    }
    if (step->at < used) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot be done before the act (%s)",
                   step->values[A_USED_AT].text);
        return;
    }
    svc_facts_read(step->values[A_FACTS].text, &facts);
    svc_facts_read(step->values[A_EVIDENCE].text, &papers);
    take_duties(step, matter, used, &facts);
    add_papers(step, matter, used, &papers);
    svc_facts_write(&facts, &shown);
    svc_facts_write(&papers, &kept);
    if (svc_worst() == SVC_OK)
        svc_change(step->call, step->no,
                   "UPDATE authority_use SET facts = ?2, evidence = ?3 WHERE no = ?1", "ss",
                   shown.data, kept.data);
    svc_facts_free(&facts);
    svc_facts_free(&papers);
    svc_buf_free(&shown);
    svc_buf_free(&kept);
}

int auth_done(struct svc_call *call)
{
    return use_each(call, svc_call_at(call), done);
}

/* -- assess ------------------------------------------------------------------------------- */

static int64_t points = -1, damage = -1; /* -1: not given */

/* What the clause allows on the day of the use. */
static bool in_range(const struct svc_step *step, const char *verdict)
{
    char least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    bool good = true;
    if (points < 0)
        return true;
    if (!svc_text_in("false|exceeded|expired_delegation", '|', verdict)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "nothing to deduct for, it is judged %s",
                   verdict);
        return false;
    }
    struct svc_query *q = svc_query(step->call->db,
        "SELECT points_min, points_max, clause FROM fired"
        " WHERE event = ?2 AND subject = 'person' AND points_min IS NOT NULL"
        "   AND from_day <= substr(?1, 1, 10) AND until_day > substr(?1, 1, 10) ORDER BY clause",
        "ss", step->values[A_USED_AT].text,
        strcmp(verdict, "false") == 0 ? "auth.false" : "auth.exceeded");
    bool known = svc_next(q);
    if (!known) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "the policy of its day takes no points for that");
        return false;
    }
    if (points < svc_int(q, 0) || points > svc_int(q, 1)) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "%s allows %s to %s points", svc_text(q, 2),
                   svc_hundredths_format(svc_int(q, 0), least),
                   svc_hundredths_format(svc_int(q, 1), most));
        good = false;
    }
    svc_done(q);
    return good;
}

static bool charged(const char *verdict)
{
    return !svc_text_in("ok|missing_condition", '|', verdict);
}

static void assess(const struct svc_step *step)
{
    struct svc_buf why[SVC_JUDGEMENTS] = { { 0 } }, finding = { 0 };
    struct svc_value *values = step->values;
    const char *decided = opt.false_use ? opt.false_use : values[A_FALSE_USE].text;
    struct svc_query *q = svc_query(step->call->db,
        "SELECT " SVC_USE_ROW " FROM authority_use WHERE no = ?1", "s", step->no);
    if (!svc_next(q))
        return;
    const char *verdict = svc_judgements[svc_matrix_judge(step->context, q, why)];
    svc_done(q);
    if (strcmp(decided, "yes") == 0)
        verdict = "false";
    auth_reasons(why, &finding);
    bool kept = points < 0 && svc_value_given(&values[A_POINTS]) && charged(verdict);
    int64_t own = kept ? values[A_POINTS].number : points;
    if (in_range(step, verdict))
        svc_change(step->call, step->no,
                   "UPDATE authority_use SET false_use = ?2, verdict = ?3, finding = ?4,"
                   " points = NULLIF(?5, -1), damage = CASE ?6 WHEN -1 THEN damage ELSE ?6 END,"
                   " harm = COALESCE(?7, harm) WHERE no = ?1",
                   "sssiis", decided, verdict, finding.len ? finding.data : NULL, own, damage,
                   opt.harm);
    for (int i = 0; i < SVC_JUDGEMENTS; i++)
        svc_buf_free(&why[i]);
    svc_buf_free(&finding);
}

static void read_amount(const char *option, const char *text, int64_t *out)
{
    const char *why = text ? svc_hundredths_parse(text, out) : NULL;
    if (why || (text && *out < 0))
        svc_die(SVC_USAGE, "option --%s: %s", option, why ? why : _("must not be negative"));
}

int auth_assess(struct svc_call *call)
{
    read_amount("points", opt.points, &points);
    read_amount("damage", opt.damage, &damage);
    return use_each(call, svc_now(), assess);
}
