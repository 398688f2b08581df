#include "svc/chain.h"

#include <string.h>

#include "svc/lang.h"
#include "svc/text.h"

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* -- conditions --------------------------------------------------------------------------- */

static bool is_term(const char *word, size_t len, const char *term)
{
    return len == strlen(term) && memcmp(word, term, len) == 0;
}

static bool names_book(const char *word, size_t len)
{
    return len > 6 && memcmp(word, "book<>", 6) == 0;
}

const char *svc_chain_book(const char *term)
{
    return names_book(term, strlen(term)) ? term + 6 : NULL;
}

const char *svc_chain_condition(const char *condition)
{
    const char *word;
    size_t len;
    while (svc_text_next(&condition, ';', &word, &len))
        if (!is_term(word, len, "touches_other_dept") && !is_term(word, len, "filing") &&
            !is_term(word, len, "amount>0") && !names_book(word, len))
            return _("must be touches_other_dept, filing, amount>0 or book<>BOOK");
    return NULL;
}

/* A book that is filed outside goes through its whole chain, so `filing` always holds there. */
static bool holds(const struct svc_signing *signing, const char *word, size_t len)
{
    if (is_term(word, len, "touches_other_dept"))
        return signing->other_dept && !same(signing->other_dept, signing->own_dept);
    if (is_term(word, len, "amount>0"))
        return signing->amount > 0;
    if (is_term(word, len, "filing"))
        return signing->book != NULL;
    return !signing->book || !is_term(word + 6, len - 6, signing->book);
}

bool svc_chain_applies(const struct svc_signing *signing, const struct svc_stage *stage)
{
    const char *condition = stage->condition, *word;
    size_t len;
    while (svc_text_next(&condition, ';', &word, &len))
        if (!holds(signing, word, len))
            return false;
    return true;
}

/* -- the case ----------------------------------------------------------------------------- */

static const struct svc_signed *signature_of(const struct svc_signing *signing, int stage)
{
    for (size_t i = 0; i < signing->done_count; i++)
        if (signing->done[i].stage == stage)
            return &signing->done[i];
    return NULL;
}

static const struct svc_signed *signature_by(const struct svc_signing *signing, const char *person)
{
    for (size_t i = 0; i < signing->done_count; i++)
        if (strcmp(signing->done[i].person, person) == 0)
            return &signing->done[i];
    return NULL;
}

static const struct svc_stage *stage_at(const struct svc_signing *signing, int number)
{
    for (size_t i = 0; i < signing->stage_count; i++)
        if (signing->stages[i].stage == number)
            return &signing->stages[i];
    return NULL;
}

const struct svc_stage *svc_chain_next(const struct svc_signing *signing)
{
    for (size_t i = 0; i < signing->stage_count; i++)
        if (!signature_of(signing, signing->stages[i].stage) &&
            svc_chain_applies(signing, &signing->stages[i]))
            return &signing->stages[i];
    return NULL;
}

static bool is_subject(const struct svc_signing *signing, const char *person)
{
    for (size_t i = 0; i < signing->subject_count; i++)
        if (strcmp(signing->subjects[i], person) == 0)
            return true;
    return false;
}

/* -- who signs a stage -------------------------------------------------------------------- */

static const char *scope_dept(const struct svc_signing *signing, const char *scope)
{
    return strcmp(scope, "subject_dept") == 0 ? signing->subject_dept
           : strcmp(scope, "own_dept") == 0   ? signing->own_dept
           : strcmp(scope, "other_dept") == 0 ? signing->other_dept
                                              : NULL;
}

static bool about_dept(const char *scope)
{
    const char *end = strrchr(scope, '_');
    return end && strcmp(end, "_dept") == 0;
}

static bool holds_role(const struct svc_staff *staff, const char *role)
{
    return staff->roles && svc_text_in(staff->roles, ';', role);
}

/* Whether the stage of this role and scope is this person's own. */
static bool designated(const struct svc_company *company, const struct svc_signing *signing,
                       const char *role, const char *scope, const struct svc_staff *staff)
{
    const char *dept = scope_dept(signing, scope);
    bool head = strcmp(role, "dept_head") == 0, leader = strcmp(role, "deputy_gm") == 0;
    if (strcmp(role, "handler") == 0)
        return same(staff->person, signing->proposer);
    if (!about_dept(scope))
        return holds_role(staff, role);
    if (!head && !leader)
        return holds_role(staff, role) && same(staff->dept, dept);
    for (size_t i = 0; i < company->dept_count; i++)
        if (same(company->depts[i].dept, dept))
            return same(head ? company->depts[i].head : company->depts[i].leader, staff->person);
    return false;
}

/* How far a delegation by `grantor` to `person` reaches. */
static enum svc_verdict delegated(const struct svc_company *company,
                                  const struct svc_signing *signing, const char *grantor,
                                  const char *person)
{
    enum svc_verdict best = SVC_SIGN_ROLE;
    for (size_t i = 0; i < company->delegation_count; i++) {
        const struct svc_delegation *d = &company->delegations[i];
        if (strcmp(d->grantor, grantor) != 0 || strcmp(d->delegate, person) != 0 ||
            (strcmp(d->scope, "all") != 0 && strcmp(d->scope, signing->chain) != 0))
            continue;
        if (signing->day < d->from || signing->day > d->until)
            best = best == SVC_SIGN_ROLE ? SVC_SIGN_EXPIRED : best;
        else if (d->cap >= 0 && signing->amount > d->cap)
            best = SVC_SIGN_OVER_CAP;
        else
            return SVC_SIGN_MAY;
    }
    return best;
}

/* The subject whose delegate the person is here, for whatever amount; NULL for none. */
static const char *acts_for(const struct svc_company *company, const struct svc_signing *signing,
                            const char *person)
{
    for (size_t i = 0; i < signing->subject_count; i++) {
        enum svc_verdict reach = delegated(company, signing, signing->subjects[i], person);
        if (reach == SVC_SIGN_MAY || reach == SVC_SIGN_OVER_CAP)
            return signing->subjects[i];
    }
    return NULL;
}

static bool excluded(const struct svc_company *company, const struct svc_signing *signing,
                     const char *role, const struct svc_staff *staff)
{
    bool own = strcmp(role, "handler") == 0;
    return (!own && same(staff->person, signing->proposer)) ||
           is_subject(signing, staff->person) || acts_for(company, signing, staff->person) ||
           signature_by(signing, staff->person) || holds_role(staff, "cron");
}

const char *svc_chain_above(const char *role)
{
    static const char *const ladder[][2] = {
        { "team_leader", "dept_head" },     { "dept_head", "deputy_gm" },
        { "office", "deputy_gm" },          { "general_office", "deputy_gm" },
        { "service_director", "deputy_gm" }, { "deputy_gm", "gm" },
        { "gm", "leadership" },             { "leadership", "committee" }
    };
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++)
        if (strcmp(ladder[i][0], role) == 0)
            return ladder[i][1];
    return NULL;
}

/* Moves one level up. A department has a head and a leader; above them stands the company. */
static bool move_up(const char **role, const char **scope)
{
    *role = svc_chain_above(*role);
    if (*role && strcmp(*role, "dept_head") != 0 && strcmp(*role, "deputy_gm") != 0)
        *scope = "company";
    return *role;
}

/* Whether the stage falls to `person`, who is not excluded: as designated signer or delegate of one
 * who could sign, here or, where every designated signer is excluded, one level up. */
static struct svc_answer falls_to(const struct svc_company *company,
                                  const struct svc_signing *signing,
                                  const struct svc_stage *stage, const char *person)
{
    struct svc_answer answer = { .verdict = SVC_SIGN_ROLE, .stage = stage };
    const char *role = stage->role, *scope = stage->scope;
    bool open = false; /* somebody at this level can sign */
    do {
        for (size_t i = 0; i < company->staff_count; i++) {
            const struct svc_staff *staff = &company->staff[i];
            if (!designated(company, signing, role, scope, staff))
                continue;
            bool free = !excluded(company, signing, role, staff);
            open = open || free;
            if (free && strcmp(staff->person, person) == 0)
                return (struct svc_answer){ SVC_SIGN_MAY, stage, role, NULL };
            enum svc_verdict reach = delegated(company, signing, staff->person, person);
            if (reach == SVC_SIGN_MAY && free)
                return (struct svc_answer){ SVC_SIGN_MAY, stage, role, staff->person };
            if (reach == SVC_SIGN_MAY)
                reach = SVC_SIGN_GRANTOR;
            if (reach != SVC_SIGN_ROLE && answer.verdict == SVC_SIGN_ROLE)
                answer = (struct svc_answer){ reach, stage, role, staff->person };
        }
    } while (!open && move_up(&role, &scope));
    return answer;
}

/* -- the verdict -------------------------------------------------------------------------- */

static struct svc_answer say(enum svc_verdict verdict, const struct svc_stage *stage,
                             const char *person)
{
    return (struct svc_answer){ .verdict = verdict, .stage = stage, .person = person };
}

/* Why it is not this person's turn: another stage, a delegation that falls short, or nothing. */
static struct svc_answer why_not(const struct svc_company *company,
                                 const struct svc_signing *signing, const struct svc_staff *staff,
                                 struct svc_answer next)
{
    if (next.verdict != SVC_SIGN_ROLE)
        return next;
    for (size_t i = signing->done_count; i-- > 0;) {
        struct svc_signing before = *signing; /* as it was when that stage was open */
        const struct svc_signed *done = &signing->done[i];
        const struct svc_stage *stage = stage_at(signing, done->stage);
        before.done_count = i;
        if (stage && falls_to(company, &before, stage, staff->person).verdict == SVC_SIGN_MAY)
            return say(SVC_SIGN_TAKEN, stage, done->person);
    }
    for (size_t i = 0; i < signing->stage_count; i++) {
        const struct svc_stage *stage = &signing->stages[i];
        if (stage->stage > next.stage->stage && svc_chain_applies(signing, stage) &&
            falls_to(company, signing, stage, staff->person).verdict == SVC_SIGN_MAY)
            return say(SVC_SIGN_EARLY, stage, NULL);
    }
    return say(holds_role(staff, next.stage->role) ? SVC_SIGN_DEPT : SVC_SIGN_ROLE, next.stage,
               NULL);
}

struct svc_answer svc_chain_judge(const struct svc_company *company,
                                  const struct svc_signing *signing, const char *person)
{
    const struct svc_stage *next = svc_chain_next(signing);
    const struct svc_signed *mine = signature_by(signing, person);
    const struct svc_staff *staff = NULL;
    for (size_t i = 0; i < company->staff_count && !staff; i++)
        if (strcmp(company->staff[i].person, person) == 0)
            staff = &company->staff[i];
    if (!next)
        return say(SVC_SIGN_COMPLETE, NULL, NULL);
    if (!staff)
        return say(SVC_SIGN_ABSENT, next, NULL);
    if (holds_role(staff, "cron"))
        return say(SVC_SIGN_CRON, next, NULL);
    if (mine)
        return say(SVC_SIGN_TWICE, stage_at(signing, mine->stage), NULL);
    if (is_subject(signing, person))
        return say(SVC_SIGN_SUBJECT, next, NULL);
    if (same(person, signing->proposer) && strcmp(next->role, "handler") != 0)
        return say(SVC_SIGN_PROPOSER, next, NULL);
    if (acts_for(company, signing, person))
        return say(SVC_SIGN_DELEGATE, next, acts_for(company, signing, person));
    struct svc_answer answer = falls_to(company, signing, next, person);
    return answer.verdict == SVC_SIGN_MAY ? answer : why_not(company, signing, staff, answer);
}
