/* matrix, can: what is delegated on a day, and whether somebody may. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/print.h"
#include "svc/statement.h"

#define NOT_SAID INT64_MIN

static struct {
    struct svc_opt_time on;
    const char *person, *facts, *amount;
    int64_t units;
} opt = { .units = NOT_SAID };

#define ON \
    { .name = "on", .type = SVC_OPT_TIME, .to = &opt.on, .arg = "DATE", \
      .help = "as it stands on DATE (default: now)" }

const struct svc_option auth_matrix_options[] = {
    ON,
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option auth_can_options[] = {
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "who would (default: you)", .table = "person" },
    { .name = "facts", .type = SVC_OPT_TEXT, .to = &opt.facts, .arg = "KEY=VALUE,...",
      .help = "what is shown of the conditions" },
    { .name = "amount", .type = SVC_OPT_TEXT, .to = &opt.amount, .arg = "YUAN",
      .help = "how much money it is about" },
    { .name = "units", .type = SVC_OPT_INT, .to = &opt.units, .arg = "N",
      .help = "how many of the cap's unit, where no fact says it" },
    ON,
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static svc_when asked(void)
{
    return opt.on.given ? opt.on.when : svc_now();
}

/* -- matrix ------------------------------------------------------------------------------- */

static const struct svc_column matrix_columns[] = {
    { .name = "class", .type = SVC_TYPE_CODE, .label = "授权种类", .help = "class of the matter",
      .list = "auth.class" },
    { .name = "matter", .type = SVC_TYPE_CODE, .label = "事项代码",
      .help = "the matter; empty: none is listed", .list = "base.authority" },
    { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "授权事项",
      .help = "what it is" },
    { .name = "grantee", .type = SVC_TYPE_CODE, .label = "被授权岗位", .help = "ranks that may",
      .list = "base.rank verb.role" },
    { .name = "conditions", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "授权标准",
      .help = "all of them must hold" },
    { .name = "procedure", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "处理程序",
      .help = "what is due after the act, and by when" },
    { .name = "signers", .type = SVC_TYPE_CODE, .label = "签批", .help = "who signs",
      .list = "base.signer verb.role sign.role" },
    { .name = "amount_cap", .type = SVC_TYPE_MONEY, .label = "金额上限", .help = "yuan at most" },
    { .name = "amount_unit", .type = SVC_TYPE_CODE, .label = "单位", .help = "for each of these",
      .list = "base.fact" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据",
      .help = "seed, external or assumed", .list = "policy.basis" },
    { .name = "policy", .type = SVC_TYPE_INT, .label = "制度版本", .help = "policy version" },
    { 0 }
};

/* One statement more behind the others; `one` is emptied. */
static void add(struct svc_buf *out, struct svc_buf *one)
{
    svc_statement_series(out, svc_buf_text(one));
    svc_buf_clear(one);
}

static void add_conditions(const struct svc_matter *matter, struct svc_buf *out)
{
    struct svc_buf one = { 0 };
    struct svc_length length;
    for (size_t i = 0; i < matter->condition_count; i++) {
        const struct svc_condition *c = &matter->conditions[i];
        if (strcmp(c->op, "after") == 0)
            continue;
        if (strcmp(c->op, "in") == 0)
            svc_statement(&one, "condition_one_of", "ss", c->key, c->value);
        else
            svc_statement(&one, svc_length_parse(c->value, &length) ? "condition" : "condition_length", "sss",
                          c->key, c->op, c->value);
        add(out, &one);
    }
    svc_buf_free(&one);
}

/* The statement of a limit: one that is a length is kept within it, one that names an hour or the day's end
 * by it. */
static const char *wanted_by(const char *length)
{
    return strncmp(length, "by ", 3) == 0 ? "wanted_at" : strcmp(length, "eod") == 0 ? "wanted_by" : "wanted_within";
}

static void add_duties(const struct svc_policy *policy, const struct svc_matter *matter,
                       struct svc_buf *out)
{
    struct svc_buf one = { 0 }, when = { 0 };
    struct svc_duty *duties;
    size_t count = svc_matter_duties(policy, matter, asked(), &duties);
    for (size_t i = 0; i < count; i++) {
        if (duties[i].limit)
            svc_statement(&when, wanted_by(duties[i].limit->length), "s", duties[i].limit->length);
        svc_statement(&one, "duty", "ss", duties[i].key, when.data);
        add(out, &one);
        svc_buf_clear(&when);
    }
    svc_buf_free(&one);
    svc_buf_free(&when);
    free(duties);
}

static void print_matter(struct svc_call *call, const struct svc_policy *policy,
                         const struct svc_matter *m)
{
    struct svc_buf conditions = { 0 }, duties = { 0 }, text = { 0 };
    svc_statement(&text, "text", "s", m->text);
    add_conditions(m, &conditions);
    add_duties(policy, m, &duties);
    struct svc_value row[] = {
        svc_value_text(m->class), svc_value_text(m->matter), svc_value_text(text.data),
        svc_value_text(m->grantee), svc_value_text(conditions.data), svc_value_text(duties.data),
        svc_value_text(m->signers),
        m->cap < 0 ? svc_value_text(NULL) : svc_value_number(m->cap), svc_value_text(m->unit),
        svc_value_text(m->basis), svc_value_number(policy->version)
    };
    svc_print_row(call, row);
    svc_buf_free(&text);
    svc_buf_free(&conditions);
    svc_buf_free(&duties);
}

/* The classes in the order of the rule book; one without a matter says so. */
int auth_matrix(struct svc_call *call)
{
    size_t count;
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    svc_day day = svc_when_day(asked());
    const struct svc_policy *policy = svc_matrix_policy(matrix, day);
    const struct svc_matter *matters = svc_matrix_on(matrix, day, &count);
    svc_print_begin(call, matrix_columns);
    for (int c = 0; c < SVC_CLASSES; c++) {
        size_t listed = 0;
        for (size_t i = 0; i < count; i++) {
            if (strcmp(matters[i].class, svc_classes[c]) != 0)
                continue;
            print_matter(call, policy, &matters[i]);
            listed++;
        }
        if (listed)
            continue;
        struct svc_value row[] = { svc_value_text(svc_classes[c]), { 0 },
                                   svc_value_text(SVC_NO_MATTER), { 0 }, { 0 }, { 0 }, { 0 }, { 0 },
                                   { 0 }, { 0 }, svc_value_number(policy->version) };
        svc_print_row(call, row);
    }
    svc_matrix_close(matrix);
    return svc_finish(call);
}

/* -- can ---------------------------------------------------------------------------------- */

static const struct svc_column can_columns[] = {
    { .name = "matter", .type = SVC_TYPE_CODE, .label = "事项代码", .help = "the matter",
      .list = "base.authority" },
    { .name = "check", .type = SVC_TYPE_CODE, .label = "条件",
      .help = "rank, cap, or the condition's key", .list = "auth.check base.fact tier.tier" },
    { .name = "wanted", .type = SVC_TYPE_CODE, .flags = SVC_STATED, .label = "要求", .help = "what must be" },
    { .name = "given", .type = SVC_TYPE_CODE, .flags = SVC_STATED, .label = "实际",
      .help = "what is; empty: not shown" },
    { .name = "answer", .type = SVC_TYPE_CODE, .label = "结论",
      .help = "yes, no, or duty: due after the act", .list = "auth.answer" },
    { .name = "text", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "条文", .help = "what the rule says" },
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款",
      .help = "where it stands in the policy" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据",
      .help = "seed, external or assumed", .list = "policy.basis" },
    { .name = "policy", .type = SVC_TYPE_INT, .label = "制度版本", .help = "policy version" },
    { 0 }
};

struct question {
    struct svc_call *call;
    const struct svc_policy *policy;
    const struct svc_matter *matter;
    bool no;
};

/* `wanted`, `given` and `said` are statements. */
static void answer_as(struct question *q, const char *check, const char *wanted, const char *given,
                      const char *verdict, const char *said, const char *clause,
                      const char *basis)
{
    struct svc_value row[] = {
        svc_value_text(q->matter->matter), svc_value_text(check), svc_value_text(wanted),
        svc_value_text(given), svc_value_text(verdict), svc_value_text(said),
        svc_value_text(clause), svc_value_text(basis), svc_value_number(q->policy->version)
    };
    svc_print_row(q->call, row);
    q->no |= strcmp(verdict, "no") == 0;
}

/* The same with what the policy says, in its own words. */
static void answer(struct question *q, const char *check, const char *wanted, const char *given,
                   const char *verdict, const char *text, const char *clause, const char *basis)
{
    struct svc_buf said = { 0 };
    svc_statement(&said, "text", "s", text);
    answer_as(q, check, wanted, given, verdict, said.data, clause, basis);
    svc_buf_free(&said);
}

/* The rank, by the person's own standing or as somebody's delegate. */
static void answer_rank(struct question *q, struct svc_matrix *matrix, const char *person,
                        int64_t amount)
{
    size_t count;
    svc_day day = svc_when_day(asked());
    const struct svc_matter *m = q->matter;
    const struct svc_delegation *grants = svc_matrix_grants(matrix, &count);
    char *standing = svc_standing(q->call->db, person, day);
    bool may = svc_rank_held(q->policy, m->grantee, standing);
    struct svc_buf wanted = { 0 }, given = { 0 }, one = { 0 };
    svc_statement(&wanted, "ranks", "s", m->grantee);
    if (*standing)
        svc_statement(&given, "ranks", "s", standing);
    for (size_t i = 0; i < count && !may; i++) {
        const struct svc_delegation *g = &grants[i];
        if (strcmp(g->delegate, person) != 0 || day < g->from || day > g->until ||
            (g->cap >= 0 && amount > g->cap) ||
            (strcmp(g->scope, "all") != 0 && strcmp(g->scope, m->matter) != 0))
            continue;
        char *other = svc_standing(q->call->db, g->grantor, day);
        may = svc_rank_held(q->policy, m->grantee, other);
        svc_statement(&one, "ranks_for", "ss", g->grantor, other);
        svc_statement_join(&given, svc_buf_text(&one));
        svc_buf_clear(&one);
        free(other);
    }
    char *clause = svc_format("authority.csv %s", m->matter);
    answer(q, "rank", svc_buf_text(&wanted), given.data, may ? "yes" : "no", m->text, clause,
           m->basis);
    free(clause);
    svc_buf_free(&wanted);
    svc_buf_free(&given);
    svc_buf_free(&one);
    free(standing);
}

static void answer_cap(struct question *q, int64_t amount, const struct svc_facts *facts)
{
    const struct svc_matter *m = q->matter;
    char most[SVC_NUM_SIZE], given[SVC_NUM_SIZE];
    int64_t cap = svc_matter_cap(m, svc_matter_units(m, facts, 1));
    if (cap < 0)
        return;
    struct svc_buf wanted = { 0 }, is = { 0 };
    svc_statement(&wanted, "wanted_cap", "s", svc_hundredths_format(cap, most));
    svc_statement(&is, "text", "s", svc_hundredths_format(amount, given));
    char *clause = svc_format("authority.csv %s,amount_cap", m->matter);
    answer(q, "cap", svc_buf_text(&wanted), svc_buf_text(&is), amount > cap ? "no" : "yes",
           m->text, clause, m->basis);
    svc_buf_free(&wanted);
    svc_buf_free(&is);
    free(clause);
}

static void answer_conditions(struct question *q, const struct svc_facts *facts)
{
    static const char *const words[] = { [SVC_MET_YES] = "yes", [SVC_MET_NO] = "no",
                                         [SVC_MET_UNSHOWN] = "no", [SVC_MET_DUTY] = "duty" };
    struct svc_length length;
    for (size_t i = 0; i < q->matter->condition_count; i++) {
        const struct svc_condition *c = &q->matter->conditions[i];
        const char *given = svc_facts_get(facts, c->key);
        enum svc_met met = svc_condition_test(q->policy, c, given, asked());
        struct svc_buf wanted = { 0 }, is = { 0 };
        svc_statement(&wanted, svc_length_parse(c->value, &length) ? "wanted_is" : "wanted_length", "ss", c->op,
                      c->value);
        if (given)
            svc_statement(&is, "given_is", "s", given);
        char *clause = svc_format("authority_conditions.csv %s,%s", q->matter->matter, c->key);
        answer(q, c->key, svc_buf_text(&wanted), is.data, words[met], c->text, clause, c->basis);
        svc_buf_free(&wanted);
        svc_buf_free(&is);
        free(clause);
    }
}

/* Duties that come from a limit and are no condition. */
static void answer_limits(struct question *q)
{
    struct svc_duty *duties;
    size_t count = svc_matter_duties(q->policy, q->matter, asked(), &duties);
    for (size_t i = 0; i < count; i++) {
        const struct svc_limit *limit = duties[i].limit;
        if (!limit || strcmp(duties[i].key, limit->clock) != 0)
            continue;
        struct svc_buf wanted = { 0 };
        svc_statement(&wanted, wanted_by(limit->length), "s", limit->length);
        char *clause = svc_format("limits.csv %s,%s", limit->matter, limit->clock);
        answer(q, duties[i].key, svc_buf_text(&wanted), NULL, "duty", duties[i].text, clause, limit->basis);
        svc_buf_free(&wanted);
        free(clause);
    }
    free(duties);
}

/* A word that is no matter of the day: a class without any answers no; a class with some, and
 * anything else, is a wrong question. */
static int no_matter(struct svc_call *call, struct svc_matrix *matrix, const char *name)
{
    size_t count, listed = 0;
    struct svc_buf known = { 0 };
    svc_day day = svc_when_day(asked());
    const struct svc_matter *matters = svc_matrix_on(matrix, day, &count);
    bool class = svc_class_find(name) >= 0;
    for (size_t i = 0; i < count; i++) {
        if (class && strcmp(matters[i].class, name) != 0)
            continue;
        svc_buf_word(&known, matters[i].matter);
        listed++;
    }
    if (!class)
        svc_die(SVC_UNKNOWN, "no such matter: \"%s\"%s\nknown: %s", name,
                svc_near(call->db, "SELECT DISTINCT matter, NULL FROM policy_authority", name), svc_buf_text(&known));
    if (listed)
        svc_die(SVC_USAGE, "\"%s\" is a class\nname one of its matters: %s", name, known.data);
    struct svc_matter none = { .matter = (char *)name };
    struct question q = { call, svc_matrix_policy(matrix, day), &none, false };
    svc_print_begin(call, can_columns);
    answer_as(&q, "matter", NULL, NULL, "no", SVC_NO_MATTER, "authority.csv", NULL);
    svc_matrix_close(matrix);
    return SVC_NO;
}

static int ask(struct svc_call *call, struct svc_matrix *matrix, const struct svc_matter *matter,
               int64_t amount)
{
    struct svc_facts facts;
    struct svc_buf fault = { 0 };
    const struct svc_policy *policy = svc_matrix_policy(matrix, svc_when_day(asked()));
    struct question q = { call, policy, matter, false };
    const char *why = auth_facts(policy, matter, asked(), opt.facts, false, &facts, &fault);
    if (why)
        svc_die(SVC_USAGE, "option --facts: %s", why);
    why = auth_units(matter, opt.units == NOT_SAID ? 0 : opt.units, &facts, &fault);
    if (why)
        svc_die(SVC_USAGE, "option --units: %s", why);
    svc_print_begin(call, can_columns);
    answer_rank(&q, matrix, opt.person ? opt.person : call->actor.person, amount);
    answer_cap(&q, amount, &facts);
    answer_conditions(&q, &facts);
    answer_limits(&q);
    svc_facts_free(&facts);
    svc_buf_free(&fault);
    svc_matrix_close(matrix);
    return q.no ? SVC_NO : SVC_OK;
}

int auth_can(struct svc_call *call)
{
    int64_t amount = 0;
    const char *why = opt.amount ? svc_hundredths_parse(opt.amount, &amount) : NULL;
    if (why || amount < 0)
        svc_die(SVC_USAGE, "option --amount: %s", why ? why : _("must not be negative"));
    if (opt.units != NOT_SAID && opt.units < 1)
        svc_die(SVC_USAGE, "option --units: must be 1 or more");
    if (call->count != 1)
        svc_die(SVC_USAGE, "can takes one matter\nsvc-auth matrix lists them");
    struct svc_matrix *matrix = svc_matrix_open(call->db);
    const struct svc_matter *matter = svc_matrix_find(matrix, svc_when_day(asked()),
                                                      call->operand[0]);
    int no = matter ? ask(call, matrix, matter, amount) : no_matter(call, matrix, call->operand[0]);
    int code = svc_finish(call);
    return code == SVC_OK ? no : code;
}
