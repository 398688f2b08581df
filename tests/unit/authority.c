/* The matrix of authority as values: facts, conditions, ranks, caps, duties, the judgement. */
#include "svc/authority.h"
#include "svc/statement.h"

#include <stdlib.h>

#include "svc/mem.h"
#include "svc/text.h"

#include "tap.h"

static struct svc_policy policy;
static svc_when at; /* 2026-10-12 09:00 */

static void make_policy(void)
{
    static struct svc_param params[] = {
        { (char *)"grantee_market_head", (char *)"04;Market" },
        { (char *)"grantee_nobody", NULL },
        { (char *)"grantee_technician", (char *)"fitter;senior fitter" },
    };
    static struct svc_limit limits[] = {
        { .matter = (char *)"auth_frail", .clock = (char *)"dispatch", .length = (char *)"eod" },
        { .matter = (char *)"auth_", .clock = (char *)"none", .length = (char *)"1h" },
        { .matter = (char *)"frail", .clock = (char *)"none", .length = (char *)"1h" },
        { .matter = (char *)"auth_omitted", .clock = (char *)"promise", .length = (char *)"7d" },
    };
    for (size_t i = 0; i < 4; i++)
        svc_length_parse(limits[i].length, &limits[i].parsed);
    policy = (struct svc_policy){ .calendar = svc_calendar_new(), .limits = limits,
                                  .limit_count = 4, .params = params, .param_count = 3 };
    svc_calendar_hours(policy.calendar, "08:30-12:00;14:00-17:30");
    svc_when_parse("2026-10-12 09:00", &at);
}

/* -- facts -------------------------------------------------------------------------------- */

static void reads(const char *text, const char *again)
{
    struct svc_facts facts;
    struct svc_buf out = { 0 };
    const char *why = svc_facts_read(text, &facts);
    svc_facts_write(&facts, &out);
    ok(!why && strcmp(svc_buf_text(&out), again) == 0, "facts \"%s\"", text ? text : "");
    if (why)
        fprintf(stderr, "#   %s\n", why);
    svc_facts_free(&facts);
    svc_buf_free(&out);
}

static void refuses(const char *text, const char *because)
{
    struct svc_facts facts;
    is_str(svc_facts_read(text, &facts), because, text);
    svc_facts_free(&facts);
}

static void test_facts(void)
{
    struct svc_facts facts;
    reads(NULL, "");
    reads("", "");
    reads("a=1", "a=1");
    reads("a=1,b=x=y", "a=1,b=x=y");
    reads("\"a=1,2\",b=\xe6\x98\xaf", "\"a=1,2\",b=\xe6\x98\xaf");
    reads("\"a=say \"\"yes\"\"\"", "\"a=say \"\"yes\"\"\"");
    reads("\"a=1\"", "a=1");
    refuses("a", "is not KEY=VALUE,...");
    refuses("=1", "is not KEY=VALUE,...");
    refuses("a=", "is not KEY=VALUE,...");
    refuses("a=1,", "a comma at the end");
    refuses("a=1,,b=2", "is not KEY=VALUE,...");
    refuses("a=1,a=2", "names a key twice");
    refuses("\"a=1", "a quote that is not closed");
    refuses("\"a=1\"x", "text behind a closing quote");
    refuses("a=\"1", "a quote inside an unquoted pair");
    svc_facts_read("a=1,b=2", &facts);
    svc_facts_set(&facts, "a", "3");
    is_str(svc_facts_get(&facts, "a"), "3", "a fact is replaced");
    is_str(svc_facts_get(&facts, "c"), NULL, "a fact that is none");
    svc_facts_free(&facts);
}

/* -- conditions --------------------------------------------------------------------------- */

static struct svc_condition condition(const char *op, const char *value)
{
    return (struct svc_condition){ (char *)"key", (char *)op, (char *)value, (char *)"", (char *)"" };
}

static void test_conditions(void)
{
    static const struct {
        const char *op, *value, *given;
        enum svc_met met;
    } cases[] = {
        { "=", "yes", "yes", SVC_MET_YES },       { "=", "yes", "no", SVC_MET_NO },
        { "=", "yes", NULL, SVC_MET_UNSHOWN },    { "=", "gas", "gas", SVC_MET_YES },
        { "in", "vip;key", "key", SVC_MET_YES },  { "in", "vip;key", "vi", SVC_MET_NO },
        { "in", "vip;key", "vip;key", SVC_MET_NO }, { "in", "vip", NULL, SVC_MET_UNSHOWN },
        { ">=", "30", "30", SVC_MET_YES },        { ">=", "30", "29", SVC_MET_NO },
        { ">=", "30", "29.99", SVC_MET_NO },      { "<=", "3", "3", SVC_MET_YES },
        { "<=", "3", "4", SVC_MET_NO },           { "<=", "3", NULL, SVC_MET_UNSHOWN },
        { "<=", "1month", "20d", SVC_MET_YES },   { "<=", "1month", "31d", SVC_MET_YES },
        { "<=", "1month", "32d", SVC_MET_NO },    { "<=", "1month", "1month", SVC_MET_YES },
        { "<=", "1month", "2026-11-12", SVC_MET_YES },
        { "<=", "1month", "2026-11-13", SVC_MET_NO },
        { "<=", "1month", "2026-10-12", SVC_MET_YES },
        { "<=", "1month", "2026-10-11", SVC_MET_NO }, /* is past, does not become due */
        { "<=", "1month", "soon", SVC_MET_NO },   { "<=", "a while", "3d", SVC_MET_NO },
        { ">=", "30", "many", SVC_MET_NO },       { "<=", "few", "3", SVC_MET_NO },
        { ">=", "7d", "7d", SVC_MET_YES },        { ">=", "7d", "6d", SVC_MET_NO },
        { "after", "yes", NULL, SVC_MET_DUTY },   { "after", "yes", "yes", SVC_MET_DUTY },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct svc_condition c = condition(cases[i].op, cases[i].value);
        ok(svc_condition_test(&policy, &c, cases[i].given, at) == cases[i].met, "%s %s: %s",
           cases[i].op, cases[i].value, cases[i].given ? cases[i].given : "not shown");
    }
}

static void test_faults(void)
{
    static const struct {
        const char *op, *value, *given, *fault;
    } cases[] = {
        { "=", "yes", "maybe", "must be yes or no" }, { "=", "yes", "no", NULL },
        { "=", "gas", "oil", NULL },                  { "in", "a;b", "c", NULL },
        { ">=", "30", "many", "must be a number" },   { ">=", "30", "31", NULL },
        { "<=", "1month", "soon", "must be a limit such as 20d, or a day" },
        { "<=", "1month", "20d", NULL },              { "<=", "1month", "2026-11-01", NULL },
        { "after", "yes", "later", "must be yes, no, or when it was done" },
        { "after", "yes", "2026-10-13 10:00", NULL }, { "after", "yes", "no", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct svc_condition c = condition(cases[i].op, cases[i].value);
        is_str(svc_condition_fault(&c, cases[i].given), cases[i].fault, cases[i].given);
    }
}

static void test_ranks(void)
{
    ok(svc_rank_held(&policy, "agent", "agent;desk"), "a role of that name");
    ok(svc_rank_held(&policy, "technician", "staff;fitter"), "a post of the parameter");
    ok(svc_rank_held(&policy, "agent;technician", "staff;fitter"), "one of several ranks");
    ok(svc_rank_held(&policy, "market_head", "dept_head;04;Sales"), "head of the department's code");
    ok(svc_rank_held(&policy, "market_head", "dept_head;07;Market"), "head of the one so called");
    ok(!svc_rank_held(&policy, "technician", "staff"), "neither");
    ok(!svc_rank_held(&policy, "technician", "staff;fit"), "half a word");
    ok(!svc_rank_held(&policy, "nobody", "nobody else"), "a parameter without value");
    ok(!svc_rank_held(&policy, "unknown", "staff"), "a rank without parameter");
    ok(!svc_rank_held(&policy, "technician", ""), "no standing at all");
}

/* -- duties ------------------------------------------------------------------------------- */

static struct svc_condition frail[] = {
    { (char *)"frail", (char *)"=", (char *)"yes", (char *)"", (char *)"" },
    { (char *)"order", (char *)"after", (char *)"yes", (char *)"ordered", (char *)"" }
};

static struct svc_matter matter_of(const char *name, size_t conditions)
{
    return (struct svc_matter){ .matter = (char *)name, .grantee = (char *)"technician",
                                .text = (char *)"what it is", .cap = -1, .conditions = frail,
                                .condition_count = conditions };
}

static void test_duties(void)
{
    struct svc_duty *duties;
    char text[SVC_WHEN_SIZE];
    svc_when now = at + 86400;
    struct svc_matter m = matter_of("frail_customer", 2);
    is_int((long long)svc_matter_duties(&policy, &m, at, &duties), 1, "the condition after the act");
    is_str(duties[0].key, "order", "by its key");
    is_str(svc_when_format(duties[0].due, text), "2026-10-12 23:59:59", "due by the matter's limit");
    ok(svc_duty_kept(&duties[0], NULL, at), "not yet due");
    ok(!svc_duty_kept(&duties[0], NULL, now), "overdue");
    ok(!svc_duty_kept(&duties[0], "no", now), "said not to be done");
    ok(svc_duty_kept(&duties[0], "yes", now), "done, nobody says when");
    ok(svc_duty_kept(&duties[0], "2026-10-12", now), "done on the day");
    ok(!svc_duty_kept(&duties[0], "2026-10-13", now), "done a day late");
    free(duties);
    m = matter_of("omitted_installation", 1);
    is_int((long long)svc_matter_duties(&policy, &m, at, &duties), 1, "without such a condition");
    is_str(duties[0].key, "promise", "the limit itself is owed");
    is_str(svc_when_format(duties[0].due, text), "2026-10-19 23:59:59", "within seven days");
    free(duties);
    m = matter_of("other", 2);
    is_int((long long)svc_matter_duties(&policy, &m, at, &duties), 1, "a duty without a limit");
    ok(!svc_duty_kept(&duties[0], NULL, at), "is open until it is done");
    ok(svc_duty_kept(&duties[0], "2027-01-01", at), "whenever that is");
    free(duties);
    m = matter_of("other", 1);
    is_int((long long)svc_matter_duties(&policy, &m, at, &duties), 0, "nothing is owed");
}

/* -- the judgement ------------------------------------------------------------------------ */

static void judges(const char *name, const struct svc_exercise *use, const struct svc_delegation *grants,
                   size_t count, enum svc_judgement want, const char *reason)
{
    struct svc_buf why[SVC_JUDGEMENTS] = { { 0 } };
    enum svc_judgement is = svc_authority_judge(&policy, use, grants, count, why);
    is_str(svc_judgements[is], svc_judgements[want], name);
    struct svc_buf said = { 0 };
    if (why[want].len)
        svc_statement_say(why[want].data, SVC_ENGLISH, NULL, &said);
    is_str(svc_buf_text(&said), reason, "... with its reason");
    svc_buf_free(&said);
    for (int i = 0; i < SVC_JUDGEMENTS; i++)
        svc_buf_free(&why[i]);
}

static void test_judgement(void)
{
    struct svc_matter m = matter_of("help", 2);
    struct svc_facts facts, none = { NULL, 0 };
    struct svc_exercise use = { .matter = &m, .at = at, .person = "1", .standing = "fitter",
                                .units = 1, .facts = &facts };
    svc_facts_read("frail=yes", &facts);
    judges("all holds", &use, NULL, 0, SVC_AUTH_OK, "");
    use.facts = &none;
    judges("nothing shown", &use, NULL, 0, SVC_AUTH_MISSING, "frail is not shown");
    svc_facts_set(&facts, "frail", "no");
    use.facts = &facts;
    judges("does not hold", &use, NULL, 0, SVC_AUTH_EXCEEDED, "frail is no, not = yes");
    svc_facts_set(&facts, "frail", "yes");
    use.standing = "clerk";
    judges("wrong rank", &use, NULL, 0, SVC_AUTH_EXCEEDED, "1 is no technician");
    use.standing = "fitter";
    m.cap = 20000;
    use.amount = 20001;
    judges("over the cap", &use, NULL, 0, SVC_AUTH_EXCEEDED, "200.01 is over the cap of 200.00");
    use.units = 2;
    judges("a cap without a unit counts once", &use, NULL, 0, SVC_AUTH_EXCEEDED,
           "200.01 is over the cap of 200.00");
    m.unit = (char *)"household";
    use.units = 1;
    judges("with its unit", &use, NULL, 0, SVC_AUTH_EXCEEDED,
           "200.01 is over the cap of 200.00 for 1 household");
    use.units = 2;
    judges("more units", &use, NULL, 0, SVC_AUTH_OK, "");
    svc_facts_set(&facts, "household", "1.99");
    judges("the fact counts, whole units", &use, NULL, 0, SVC_AUTH_EXCEEDED,
           "200.01 is over the cap of 200.00 for 1 household");
    svc_facts_set(&facts, "household", "2");
    use.units = 1;
    judges("whatever was given beside it", &use, NULL, 0, SVC_AUTH_OK, "");
    use.matter = NULL;
    judges("no matter", &use, NULL, 0, SVC_AUTH_EXCEEDED,
           "no matter is listed; refused until the company configures one");
    svc_facts_free(&facts);
}

static void test_grants(void)
{
    struct svc_matter m = matter_of("help", 0);
    svc_day day = svc_when_day(at);
    struct svc_delegation grants[] = {
        { (char *)"9", (char *)"1", (char *)"help", 5000, day - 5, day },
        { (char *)"9", (char *)"2", (char *)"all", -1, day + 1, day + 2 },
        { (char *)"9", (char *)"3", (char *)"other", -1, day, day },
    };
    struct svc_exercise use = { .matter = &m, .at = at, .person = "1", .behalf = "9",
                                .standing = "fitter", .amount = 5000, .units = 1 };
    judges("a delegate, on the last day and up to the cap", &use, grants, 3, SVC_AUTH_OK, "");
    use.amount = 5001;
    judges("over the delegate's cap", &use, grants, 3, SVC_AUTH_EXCEEDED,
           "over the cap of the delegation by 9");
    use.person = "2";
    judges("a day too early", &use, grants, 3, SVC_AUTH_EXPIRED,
           "the delegation by 9 does not cover that day");
    use.person = "3";
    judges("for something else", &use, grants, 3, SVC_AUTH_EXCEEDED,
           "9 delegated nothing of this to 3");
    use.person = "1";
    use.amount = 0;
    use.standing = "clerk";
    judges("the grantor has no such rank", &use, grants, 3, SVC_AUTH_EXCEEDED,
           "9 is no technician");
}

int main(void)
{
    make_policy();
    test_facts();
    test_conditions();
    test_faults();
    test_ranks();
    test_duties();
    test_judgement();
    test_grants();
    svc_calendar_free(policy.calendar);
    return done_testing();
}
