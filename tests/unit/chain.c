/* Signature chains: the cases one by one, and a million random attempts against a small model
 * that knows the company as sets of bits and shares nothing with the rule. */
#include "svc/chain.h"

#include <stdint.h>
#include <stdlib.h>

#include "tap.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* -- the example company ------------------------------------------------------------------ */

static const struct svc_staff staff[] = {
    { "1001", "06", "gm" },         { "1002", "06", "deputy_gm" }, { "1003", "06", "deputy_gm" },
    { "1101", "01", "dept_head" },  { "1102", "01", "agent" },     { "1201", "02", "dept_head" },
    { "1202", "02", "team_leader" }, { "1601", "06", "office" },   { "1602", "06", "clerk" },
    { "1701", "06", "office" },     { "1801", "06", "leadership" }, { "bot", "06", "office;cron" }
};
static const struct svc_dept depts[] = {
    { "01", "1101", "1002" }, { "02", "1201", "1003" }, { "03", NULL, "1003" },
    { "06", "1601", "1001" }
};
static const struct svc_delegation delegations[] = {
    { "1201", "1202", "reward", 30000, 20000, 20010 },
    { "1003", "1102", "all", -1, 20000, 20010 },
    { "1202", "1602", "reward", -1, 20000, 20010 }, /* delegated again: worth nothing */
};
static const struct svc_company company = { staff, COUNT(staff), depts, COUNT(depts), delegations,
                                            COUNT(delegations) };
static const struct svc_stage reward[] = { { 1, "dept_head", "subject_dept", NULL },
                                           { 2, "deputy_gm", "subject_dept", NULL },
                                           { 3, "office", "company", NULL },
                                           { 4, "gm", "company", NULL } };
static const struct svc_stage slip[] = { { 1, "handler", "own_dept", NULL },
                                         { 2, "dept_head", "own_dept", NULL },
                                         { 3, "dept_head", "other_dept", "touches_other_dept" },
                                         { 4, "gm", "company", "amount>0" } };

static struct svc_signing penalty(const char *proposer, const char *subject)
{
    static const char *subjects[1];
    subjects[0] = subject;
    return (struct svc_signing){ .chain = "reward", .stages = reward,
                                 .stage_count = COUNT(reward), .proposer = proposer,
                                 .subjects = subjects, .subject_count = 1, .subject_dept = "02",
                                 .amount = 20000, .day = 20005 };
}

static void is_verdict(const struct svc_signing *signing, const char *person,
                       enum svc_verdict verdict, const char *what)
{
    is_int(svc_chain_judge(&company, signing, person).verdict, verdict, what);
}

static void test_plain(void)
{
    struct svc_signed done[4] = { { 1, "1201" }, { 2, "1003" }, { 3, "1601" }, { 4, "1001" } };
    struct svc_signing s = penalty("1602", "1202");
    is_verdict(&s, "1201", SVC_SIGN_MAY, "the head signs first");
    is_verdict(&s, "1101", SVC_SIGN_DEPT, "another department's head does not");
    is_verdict(&s, "1003", SVC_SIGN_EARLY, "the leader waits for the head");
    is_verdict(&s, "1602", SVC_SIGN_PROPOSER, "the proposer never signs");
    is_verdict(&s, "1202", SVC_SIGN_SUBJECT, "the subject never signs");
    is_verdict(&s, "9999", SVC_SIGN_ABSENT, "nor somebody unknown");
    is_verdict(&s, "bot", SVC_SIGN_CRON, "nor cron");
    s.done = done;
    s.done_count = 1;
    is_verdict(&s, "1201", SVC_SIGN_TWICE, "nobody signs two stages");
    is_verdict(&s, "1002", SVC_SIGN_DEPT, "the other department's leader does not");
    is_verdict(&s, "1003", SVC_SIGN_MAY, "the leader signs second");
    s.done_count = 3;
    is_verdict(&s, "1701", SVC_SIGN_TAKEN, "the second of two officers comes too late");
    s.done_count = 4;
    is_verdict(&s, "1001", SVC_SIGN_COMPLETE, "a complete chain takes no signature");
}

static void test_level_up(void)
{
    struct svc_signed done[3] = { { 1, "1003" }, { 2, "1001" }, { 3, "1601" } };
    struct svc_signing s = penalty("1201", "1202");
    struct svc_answer answer = svc_chain_judge(&company, &s, "1003");
    is_int(answer.verdict, SVC_SIGN_MAY, "the head proposed: his stage moves to the leader");
    is_str(answer.role, "deputy_gm", "in the leader's role");
    s.done = done;
    s.done_count = 1;
    is_verdict(&s, "1001", SVC_SIGN_MAY, "the leader signed for the head: the GM signs for him");
    s.done_count = 3;
    is_verdict(&s, "1801", SVC_SIGN_MAY, "and the leadership for the GM");
    s = penalty("1602", "1201");
    is_verdict(&s, "1003", SVC_SIGN_MAY, "the head is a subject: his stage moves up");
    s.subject_dept = "03";
    is_verdict(&s, "1003", SVC_SIGN_MAY, "a department without head: the leader signs");
}

static void test_delegates(void)
{
    struct svc_signing s = penalty("1602", "1102");
    struct svc_answer answer = svc_chain_judge(&company, &s, "1202");
    is_int(answer.verdict, SVC_SIGN_MAY, "a delegate signs");
    is_str(answer.person, "1201", "for the head");
    s.amount = 30001;
    is_verdict(&s, "1202", SVC_SIGN_OVER_CAP, "not above the cap");
    s.amount = 30000;
    s.day = 20010;
    is_verdict(&s, "1202", SVC_SIGN_MAY, "up to the cap, on the last day");
    s.day = 20011;
    is_verdict(&s, "1202", SVC_SIGN_EXPIRED, "not a day later");
    s = penalty("1701", "1102");
    is_verdict(&s, "1602", SVC_SIGN_ROLE, "what was delegated is not delegated again");
    s = penalty("1201", "1101");
    is_verdict(&s, "1202", SVC_SIGN_GRANTOR, "nor does a delegate sign for a head who proposed");
    s = penalty("1602", "1201");
    is_verdict(&s, "1202", SVC_SIGN_DELEGATE, "nor for a head who is a subject");
    is_verdict(&s, "1003", SVC_SIGN_MAY, "whose stage moves up");
    s = penalty("1602", "1003");
    is_verdict(&s, "1201", SVC_SIGN_MAY, "the leader is a subject: the head signs first");
    struct svc_signed head[1] = { { 1, "1201" } };
    s.done = head;
    s.done_count = 1;
    is_verdict(&s, "1102", SVC_SIGN_DELEGATE, "his delegate signs nothing");
    is_verdict(&s, "1001", SVC_SIGN_MAY, "the GM signs for the leader");
    s = penalty("1202", "1102");
    is_verdict(&s, "1202", SVC_SIGN_PROPOSER, "a delegate who proposed does not sign");
}

static void test_conditions(void)
{
    struct svc_signed done[2] = { { 1, "1202" }, { 2, "1201" } };
    struct svc_signing s = { .chain = "auth_slip", .stages = slip, .stage_count = COUNT(slip),
                             .proposer = "1202", .own_dept = "02", .other_dept = "01",
                             .amount = 100, .day = 20005 };
    is_verdict(&s, "1202", SVC_SIGN_MAY, "the handler signs the own stage");
    is_verdict(&s, "1201", SVC_SIGN_EARLY, "nobody before");
    s.done = done;
    s.done_count = 2;
    is_verdict(&s, "1101", SVC_SIGN_MAY, "the other department's head, when it is touched");
    s.other_dept = "02";
    is_verdict(&s, "1001", SVC_SIGN_MAY, "the own department is no other one");
    s.amount = 0;
    is_verdict(&s, "1001", SVC_SIGN_COMPLETE, "without money no GM");
    struct svc_stage filing = { 3, "national_centre", "national", "filing;book<>callback" };
    s.book = "complaint";
    ok(svc_chain_applies(&s, &filing), "a book is filed");
    s.book = "callback";
    ok(!svc_chain_applies(&s, &filing), "the call-back book is not");
    ok(!svc_chain_condition("amount>0;book<>x") && svc_chain_condition("amount>1") &&
           svc_chain_condition("book<>"),
       "unknown conditions are told");
}

/* -- the model ---------------------------------------------------------------------------- */

enum { PEOPLE = 9, DEPTS = 3, ROLES = 7, STAGES = 5, STEPS = 1000000, ATTEMPTS = 40 };
enum { M_HANDLER, M_HEAD, M_LEADER, M_OFFICE, M_GM, M_LEADERSHIP, M_COMMITTEE };

static const char *const role_names[ROLES] = { "handler", "dept_head", "deputy_gm", "office", "gm",
                                               "leadership", "committee" };
static const char *const dept_names[DEPTS] = { "A", "B", "C" };
static const char *const person_names[PEOPLE] = { "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7",
                                                  "p8" };

/* One random company and case, as bits. */
struct model {
    unsigned holders[ROLES], cron, subjects, signed_by;
    int head[DEPTS], leader[DEPTS]; /* -1 for nobody */
    unsigned delegates[PEOPLE];     /* those who may sign for a person today, within the cap */
    unsigned named[PEOPLE];         /* the same for any amount */
    int proposer, dept;
    int stages, role[STAGES];
    bool company_wide[STAGES], skipped[STAGES];
    int next;
};

static uint64_t seed = 88172645463325252u;

static int dice(int sides)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)((seed >> 33) % (unsigned)sides);
}

static unsigned bit(int person)
{
    return person < 0 ? 0 : 1u << person;
}

/* Whose stage it is, before anybody is left out. */
static unsigned whose(const struct model *m, int role, bool wide)
{
    if (role == M_HANDLER)
        return bit(m->proposer);
    if (wide || role > M_LEADER)
        return m->holders[role];
    return bit(role == M_HEAD ? m->head[m->dept] : m->leader[m->dept]);
}

static bool model_may(const struct model *m, int person)
{
    static const int above[ROLES] = { -1, M_LEADER, M_GM, M_LEADER, M_LEADERSHIP, M_COMMITTEE, -1 };
    if (m->next == m->stages)
        return false;
    int role = m->role[m->next];
    unsigned never = m->subjects | m->signed_by | m->cron;
    for (int p = 0; p < PEOPLE; p++)
        if (m->subjects & bit(p))
            never |= m->named[p];
    bool wide = m->company_wide[m->next] || role > M_LEADER;
    if ((never | (role == M_HANDLER ? 0 : bit(m->proposer))) & bit(person))
        return false;
    for (; role >= 0; role = above[role]) {
        unsigned own = whose(m, role, wide);
        unsigned can = own & ~never & ~(role == M_HANDLER ? 0 : bit(m->proposer));
        for (int p = 0; p < PEOPLE; p++)
            if (can & bit(p) && m->delegates[p] & bit(person))
                return true;
        if (can & bit(person))
            return true;
        if (can)
            return false;
    }
    return false;
}

static void pass_skipped(struct model *m)
{
    while (m->next < m->stages && m->skipped[m->next])
        m->next++;
}

/* -- the same company and case as values -------------------------------------------------- */

struct world {
    struct model m;
    char roles[PEOPLE][96];
    struct svc_staff staff[PEOPLE];
    struct svc_dept depts[DEPTS];
    struct svc_delegation delegations[PEOPLE];
    struct svc_stage stages[STAGES];
    const char *subjects[PEOPLE];
    struct svc_signed done[STAGES];
    struct svc_company company;
    struct svc_signing signing;
};

static const char *name_of(int person)
{
    return person < 0 ? NULL : person_names[person];
}

static void make_company(struct world *w)
{
    struct model *m = &w->m;
    for (int p = 0; p < PEOPLE; p++) {
        size_t len = 0;
        w->roles[p][0] = '\0';
        for (int r = M_HEAD; r < ROLES; r++)
            if (dice(5) == 0) {
                m->holders[r] |= bit(p);
                len += (size_t)snprintf(w->roles[p] + len, sizeof w->roles[p] - len, "%s%s",
                                        len ? ";" : "", role_names[r]);
            }
        if (dice(20) == 0) {
            m->cron |= bit(p);
            snprintf(w->roles[p] + len, sizeof w->roles[p] - len, "%scron", len ? ";" : "");
        }
        w->staff[p] = (struct svc_staff){ person_names[p], dept_names[dice(DEPTS)], w->roles[p] };
    }
    for (int d = 0; d < DEPTS; d++) {
        m->head[d] = dice(PEOPLE + 1) - 1;
        m->leader[d] = dice(PEOPLE + 1) - 1;
        w->depts[d] = (struct svc_dept){ dept_names[d], name_of(m->head[d]),
                                         name_of(m->leader[d]) };
    }
    int n = dice(4);
    for (int i = 0; i < n; i++) {
        int from = dice(PEOPLE), to = dice(PEOPLE), first = 100 + dice(3), last = first + dice(3);
        bool ours = dice(3) > 0, capped = dice(2) == 0;
        w->delegations[i] = (struct svc_delegation){
            person_names[from], person_names[to], ours ? dice(2) ? "all" : "x" : "y",
            capped ? 4 + dice(3) : -1, first, last };
        if (!ours || first > 102 || last < 102)
            continue;
        m->named[from] |= bit(to);
        if (!capped || w->delegations[i].cap >= 5)
            m->delegates[from] |= bit(to);
    }
    w->company = (struct svc_company){ w->staff, PEOPLE, w->depts, DEPTS, w->delegations,
                                       (size_t)n };
}

static void make_case(struct world *w)
{
    static const char *const scopes[] = { "subject_dept", "own_dept", "other_dept" };
    struct model *m = &w->m;
    const char *scope = scopes[dice(3)];
    m->proposer = dice(PEOPLE);
    m->dept = dice(DEPTS);
    m->stages = 1 + dice(STAGES);
    size_t subjects = 0;
    for (int p = 0; p < PEOPLE; p++)
        if (dice(6) == 0) {
            m->subjects |= bit(p);
            w->subjects[subjects++] = person_names[p];
        }
    for (int i = 0; i < m->stages; i++) {
        m->role[i] = dice(ROLES);
        m->company_wide[i] = dice(2) == 0;
        m->skipped[i] = dice(6) == 0;
        w->stages[i] = (struct svc_stage){ i + 1, role_names[m->role[i]],
                                           m->company_wide[i] || m->role[i] > M_LEADER ? "company"
                                                                                       : scope,
                                           m->skipped[i] ? "filing" : dice(2) ? "amount>0" : NULL };
    }
    w->signing = (struct svc_signing){
        .chain = "x", .stages = w->stages, .stage_count = (size_t)m->stages,
        .proposer = person_names[m->proposer], .subjects = w->subjects, .subject_count = subjects,
        .subject_dept = dept_names[m->dept], .own_dept = dept_names[m->dept],
        .other_dept = dept_names[m->dept], .amount = 5, .day = 102, .done = w->done };
    pass_skipped(m);
}

/* What must hold of the signatures of any case, said without a model. */
static bool sound(const struct world *w)
{
    for (size_t i = 0; i < w->signing.done_count; i++) {
        const struct svc_signed *s = &w->done[i];
        bool own = w->m.role[s->stage - 1] == M_HANDLER;
        if (!own && strcmp(s->person, w->signing.proposer) == 0)
            return false;
        for (size_t n = 0; n < w->signing.subject_count; n++)
            if (strcmp(s->person, w->subjects[n]) == 0)
                return false;
        for (size_t n = 0; n < PEOPLE; n++)
            if (w->m.subjects & bit((int)n) && w->m.named[n] & bit(s->person[1] - '0'))
                return false;
        for (size_t n = 0; n < i; n++)
            if (w->done[n].stage >= s->stage || strcmp(w->done[n].person, s->person) == 0)
                return false;
    }
    return true;
}

static void test_walk(void)
{
    static struct world w;
    long differ = 0, unsound = 0, signatures = 0, complete = 0;
    for (long step = 0; step < STEPS; step++) {
        if (step % ATTEMPTS == 0) {
            w = (struct world){ .m.next = 0 };
            make_company(&w);
            make_case(&w);
        }
        int person = dice(PEOPLE);
        struct svc_answer answer = svc_chain_judge(&w.company, &w.signing, person_names[person]);
        bool may = model_may(&w.m, person);
        differ += may != (answer.verdict == SVC_SIGN_MAY);
        differ += (w.m.next == w.m.stages) != (answer.verdict == SVC_SIGN_COMPLETE);
        if (!may)
            continue;
        differ += answer.stage && answer.stage->stage != w.m.next + 1;
        w.done[w.signing.done_count++] = (struct svc_signed){ w.m.next + 1, person_names[person] };
        w.m.signed_by |= bit(person);
        w.m.next++;
        pass_skipped(&w.m);
        unsound += !sound(&w);
        signatures++;
        complete += w.m.next == w.m.stages;
    }
    is_int(differ, 0, "a million attempts: the rule and the model agree");
    is_int(unsound, 0, "no signature by proposer, subject or a subject's delegate, none twice, none out of order");
    ok(signatures > 30000 && complete > 8000, "the walk signs: %ld signatures, %ld complete",
       signatures, complete);
}

int main(void)
{
    test_plain();
    test_level_up();
    test_delegates();
    test_conditions();
    test_walk();
    return done_testing();
}
