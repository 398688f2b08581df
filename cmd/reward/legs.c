/* The legs of a case: whom its clause is about, and how much inside its limits. */
#include "work.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/text.h"
#include "svc/words.h"

const struct rule *reward_rule(const struct work *work, const char *subject)
{
    for (size_t i = 0; i < work->rule_count; i++)
        if (strcmp(work->rule[i].subject, subject) == 0)
            return &work->rule[i];
    return NULL;
}

bool reward_has_effect(const struct work *work, const char *effect)
{
    svc_day day = SVC_WORDS_EVER;
    svc_day_parse(work->day, &day);
    for (size_t i = 0; i < work->rule_count; i++)
        if (svc_words_act("effect", work->rule[i].effect, effect, day))
            return true;
    return false;
}

/* -- who ---------------------------------------------------------------------------------- */

#define THERE " AND (joined IS NULL OR joined <= ?2) AND (left_on IS NULL OR left_on >= ?2)"

static bool named(struct work *work, const char *table, char **text)
{
    const struct svc_where where = { .dept = work->draft->dept, .day = work->day };
    const char *why = svc_named_text(work->call->db, table, &where, text);
    if (why)
        WRONG(work, SVC_UNKNOWN, "%s \"%s\" %s", table, *text, why);
    return !why;
}

/* A fact of a day on which somebody was not with the company is none of his: no sheet has a row
 * for it. */
static bool known(struct work *work, char **person)
{
    if (!named(work, "person", person))
        return false;
    bool there = svc_one_int(work->call->db, 0, "SELECT 1 FROM person WHERE person = ?1" THERE,
                             "ss", *person, work->day);
    if (!there)
        WRONG(work, SVC_REFUSED, "\"%s\" was not with the company on %s", *person, work->day);
    return there;
}

/* The department whose chain it is, the person's own unless another is named; and its head. */
void reward_find_dept(struct work *work)
{
    struct reward_draft *draft = work->draft;
    struct svc_db *db = work->call->db;
    if (draft->dept && !named(work, "dept", &draft->dept))
        return;
    if (draft->person && !known(work, &draft->person))
        return;
    if (!draft->dept && draft->person)
        draft->dept = svc_org_dept(db, draft->person, work->day);
    if (!draft->dept)
        WRONG(work, SVC_REFUSED, "no department is named\nadd --dept CODE");
    else
        work->head = svc_org_head(db, draft->dept, work->day);
}

/* -- how much ----------------------------------------------------------------------------- */

/* A value inside the range, the least of it where none was given; more of it for a reason. */
static int64_t pick(struct work *work, const char *what, int64_t given, int64_t min, int64_t max)
{
    char value[SVC_NUM_SIZE], least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    bool chosen = !work->draft->lines || strcmp(what, "annual_points") == 0; /* a line's was elsewhere */
    if (!given)
        return min;
    if (given > min && given <= max && chosen && !svc_shared.reason && !work->bad)
        WRONG(work, SVC_REFUSED, "more than the least %s, %s, is chosen with a reason\n"
              "add --reason TEXT", what, svc_hundredths_format(min, least));
    if (given >= min && given <= max)
        return given;
    if (max == 0)
        WRONG(work, SVC_REFUSED, "clause \"%s\" has no %s", work->draft->clause, what);
    else
        WRONG(work, SVC_REFUSED, "%s %s lies outside of %s to %s, which clause \"%s\" allows", what,
              svc_hundredths_format(given, value), svc_hundredths_format(min, least),
              svc_hundredths_format(max, most), work->draft->clause);
    return min;
}

static int64_t times(const struct work *work, const struct rule *rule)
{
    return rule->per ? work->draft->quantity : 1;
}

/* So many times; what is no number any more is told. */
static int64_t multiplied(struct work *work, const struct rule *rule, const char *what, int64_t value)
{
    int64_t product;
    if (svc_leg_times(value, times(work, rule), &product))
        return product;
    WRONG(work, SVC_REFUSED, "%s: so many of what clause \"%s\" is per are too large a sum", what,
          work->draft->clause);
    return 0;
}

/* The same for all of what the rule is per: a person gives the value for one, a score line that of all. */
static int64_t measured(struct work *work, const char *what, int64_t given, const struct rule *rule)
{
    bool points = strcmp(what, "points") == 0;
    char value[SVC_NUM_SIZE];
    if (work->draft->lines && given % times(work, rule) != 0)
        WRONG(work, SVC_REFUSED, "%s %s is not %lld times a value, as clause \"%s\" asks for", what,
              svc_hundredths_format(given, value), (long long)times(work, rule), work->draft->clause);
    given = work->draft->lines ? given / times(work, rule) : given;
    return multiplied(work, rule, what,
                      pick(work, what, given, points ? rule->points_min : rule->amount_min,
                           points ? rule->points_max : rule->amount_max));
}

/* Points given are the department's, or the person's under a clause that has none for it. */
static int64_t points_of(struct work *work, const struct rule *rule)
{
    bool dept = strcmp(rule->subject, "dept") == 0 || strcmp(rule->subject, "contractor") == 0;
    bool mine = dept || (strcmp(rule->subject, "person") == 0 && !reward_rule(work, "dept"));
    return measured(work, "points", mine ? work->draft->points : 0, rule);
}

static struct leg *put_leg(struct work *work, const struct rule *rule, const char *dept,
                           const char *person, int64_t points, int64_t amount)
{
    work->leg = svc_grow(work->leg, work->leg_count, sizeof *work->leg);
    struct leg *leg = &work->leg[work->leg_count++];
    *leg = (struct leg){ .rule = rule, .dept = svc_strdup(dept), .person = svc_strdup(person),
                         .points = points, .amount = amount, .first = { rule, points, amount },
                         .effect = svc_strdup(rule->effect) };
    return leg;
}

static struct leg *add_leg(struct work *work, const struct rule *rule, const char *dept,
                           const char *person, int64_t amount)
{
    return put_leg(work, rule, dept, person, points_of(work, rule), amount);
}

/* The leg of one who is named with others; false, and told, when there is none. */
static bool add_one(struct work *work, const struct rule *rule, const char *option, char **person,
                    int64_t amount, const char *why)
{
    if (why)
        WRONG(work, SVC_USAGE, "option --%s: \"%s\": %s", option, *person, why);
    if (why || !known(work, person))
        return false;
    for (size_t i = 0; i < work->leg_count; i++)
        if (strcmp(work->leg[i].person, *person) == 0)
            WRONG(work, SVC_USAGE, "option --%s: \"%s\" comes twice", option, *person);
    char *dept = svc_org_dept(work->call->db, *person, work->day);
    add_leg(work, rule, dept ? dept : work->draft->dept, *person, amount);
    free(dept);
    return true;
}

/* One `PERSON=YUAN` of --shares; 0 when it is none. */
static int64_t add_share(struct work *work, const struct rule *rule, const char *text, size_t len)
{
    char *share = svc_strndup(text, len), *equals = strchr(share, '=');
    int64_t amount = 0;
    if (equals)
        *equals = '\0';
    const char *why = equals ? svc_hundredths_parse(equals + 1, &amount) : "not PERSON=YUAN";
    if (!why && amount <= 0)
        why = _("not above zero");
    else if (!why && amount > multiplied(work, rule, "shares", rule->amount_max)) /* nor may their sum run over */
        why = _("more than all shares may be");
    if (!add_one(work, rule, "shares", &share, amount, why))
        amount = 0;
    free(share);
    return amount;
}

/* A reward of several persons: their shares are the whole of it. */
static void share_out(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    const char *list = draft->shares, *word;
    char sum_text[SVC_NUM_SIZE], amount_text[SVC_NUM_SIZE];
    int64_t sum = 0;
    size_t len;
    if (draft->person) {
        WRONG(work, SVC_REFUSED, "shares name the persons; leave out --person");
        return;
    }
    if (!rule->plus) {
        WRONG(work, SVC_REFUSED, "only a reward is shared");
        return;
    }
    while (svc_text_next(&list, ',', &word, &len))
        sum += add_share(work, rule, word, len);
    int64_t whole = multiplied(work, rule, "amount", draft->amount);
    if (draft->amount && sum != whole && !work->bad)
        WRONG(work, SVC_REFUSED, "the shares add up to %s, not to %s",
              svc_hundredths_format(sum, sum_text), svc_hundredths_format(whole, amount_text));
    draft->amount = pick(work, "amount", sum, multiplied(work, rule, "amount", rule->amount_min),
                         multiplied(work, rule, "amount", rule->amount_max));
}

/* Who answers for the fact beside the person: `NO`, or `NO=YUAN`, each with his own inside the
 * range. */
static void add_others(struct work *work, const struct rule *rule)
{
    const char *list = work->draft->with, *word;
    size_t len;
    if (list && rule->plus) {
        WRONG(work, SVC_REFUSED, "a reward of several is told by --shares");
        return;
    }
    if (list && strcmp(work->kind, "threshold") == 0) {
        WRONG(work, SVC_REFUSED, "what adds up over a year is one person's");
        return;
    }
    while (svc_text_next(&list, ',', &word, &len)) {
        char *other = svc_strndup(word, len), *equals = strchr(other, '=');
        int64_t amount = 0;
        if (equals)
            *equals = '\0';
        const char *why = equals ? svc_hundredths_parse(equals + 1, &amount) : NULL;
        if (!why && equals && amount <= 0)
            why = _("not above zero");
        add_one(work, rule, "with", &other,
                why ? 0 : measured(work, "amount", amount, rule), why);
        free(other);
    }
}

static void add_person(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    if (draft->shares) {
        share_out(work, rule);
    } else {
        draft->amount = measured(work, "amount", draft->amount, rule);
        add_leg(work, rule, draft->dept, draft->person, draft->amount);
        add_others(work, rule);
    }
}

static struct leg *leg_of(struct work *work, const char *person)
{
    for (size_t i = 0; person && i < work->leg_count; i++)
        if (work->leg[i].person && strcmp(work->leg[i].person, person) == 0)
            return &work->leg[i];
    return NULL;
}

/* The head's leg takes the place of his own where it is the larger. */
static void take_larger(struct work *work, struct leg *own, const struct rule *head)
{
    struct reward_draft *draft = work->draft;
    if (draft->head_amount <= own->amount) {
        draft->head_amount = 0;
        return;
    }
    if (draft->person && strcmp(own->person, draft->person) == 0)
        draft->amount = 0;
    own->rule = head;
    own->amount = draft->head_amount;
    own->points = points_of(work, head);
}

static void add_effects(struct leg *own, const char *effect)
{
    char *both = svc_text_union(own->effect, effect, ';');
    free(own->effect);
    own->effect = both;
}

/* The head of the department answers too; who is both gets the larger of the two legs, with the
 * effects of both. */
static void add_head(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    struct leg *own = leg_of(work, work->head);
    draft->head_amount = measured(work, "head_amount", draft->head_amount, rule);
    work->head_amount = work->head ? draft->head_amount : 0;
    work->head_points = work->head ? points_of(work, rule) : 0;
    if (!work->head) {
        svc_warn("department %s has no head of that day: clause \"%s\" is without that leg", draft->dept,
                 draft->clause);
        draft->head_amount = 0;
    } else if (!own) {
        add_leg(work, rule, draft->dept, work->head, draft->head_amount);
    } else {
        add_effects(own, rule->effect);
        take_larger(work, own, rule);
    }
}

/* The effect on the department's year, as far as somebody chose more than the least of its range:
 * the word then bears its points. */
static void measure(struct work *work, struct leg *leg)
{
    struct reward_draft *draft = work->draft;
    struct svc_buf out = { 0 };
    const char *list = leg->effect, *word;
    char points[SVC_NUM_SIZE];
    svc_day day = svc_when_day(draft->occurred_at);
    const struct svc_policy *policy = svc_rules_on(work->rules, day);
    int64_t least = svc_policy_number(policy, "annual_points_min", 0);
    size_t len;
    if (!svc_words_act("effect", leg->effect, "annual_points", day))
        return;
    draft->annual_points = pick(work, "annual_points", draft->annual_points, least,
                                svc_policy_number(policy, "annual_points_max", least));
    while (svc_text_next(&list, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        bool more = draft->annual_points > least &&
                    svc_words_act("effect", one, "annual_points", day);
        svc_buf_printf(&out, "%s%s%s%s", out.len ? ";" : "", one, more ? "=" : "",
                       more ? svc_hundredths_format(draft->annual_points, points) : "");
        free(one);
    }
    free(leg->effect);
    leg->effect = svc_buf_take(&out);
}

static void add_own(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    bool alone = !reward_rule(work, "person");
    int64_t amount = measured(work, "amount", alone ? draft->amount : 0, rule);
    if (alone)
        draft->amount = amount;
    struct leg *leg = add_leg(work, rule, draft->dept, NULL, amount);
    draft->points = leg->points;
    measure(work, leg);
}

/* -- who follows -------------------------------------------------------------------------- */

/* The leg of whoever follows: beside his own of another subject the larger stands, with the effects of
 * both; of several persons' he has the sum. */
static void place(struct work *work, const struct rule *rule, const char *person, int64_t points,
                  int64_t amount)
{
    struct reward_draft *draft = work->draft;
    struct leg *leg = leg_of(work, person);
    if (leg && leg->rule == rule && !rule->share)
        return; /* once, for however many */
    if (!leg) {
        put_leg(work, rule, draft->dept, person, points, amount);
    } else if (leg->rule == rule) {
        leg->points += points;
        leg->amount += amount;
        leg->first.points = leg->points;
        leg->first.amount = leg->amount;
    } else {
        add_effects(leg, rule->effect);
        if (amount <= leg->amount)
            return;
        if (draft->person && strcmp(person, draft->person) == 0)
            draft->amount = 0;
        leg->rule = rule;
        leg->points = points;
        leg->amount = amount;
    }
}

/* What follows a leg of so much in that department. */
static void follow(struct work *work, const struct rule *rule, const char *dept, int64_t points,
                   int64_t amount)
{
    bool head = strcmp(rule->subject, "head") == 0, own = strcmp(rule->subject, "dept") == 0;
    bool leader = strcmp(rule->subject, "leader") == 0;
    if (!leader)
        dept = work->draft->dept;
    char *who = own ? NULL : svc_leg_who(work->call->db, rule->subject, dept, work->day);
    points = rule->share ? svc_leg_share(rule->share, points) : rule->points_min;
    amount = rule->share ? svc_leg_share(rule->share, amount) : rule->amount_min;
    if (own || who)
        place(work, rule, who, points, amount);
    else
        svc_warn("department %s has no %s of that day%s: clause \"%s\" is without that leg", dept,
                 rule->subject, leader ? _(", or several") : "", work->draft->clause);
    if (head && who) {
        work->head_points += points;
        work->head_amount += amount;
    }
    free(who);
}

/* The legs that follow those of the rule's base, one for each of these. */
static void add_followers(struct work *work, const struct rule *rule)
{
    size_t count = work->leg_count;
    if (strcmp(rule->base, "head") == 0) {
        if (work->head)
            follow(work, rule, work->draft->dept, work->head_points, work->head_amount);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct leg leg = work->leg[i]; /* placing moves them */
        char *dept = svc_strdup(leg.dept);
        if (strcmp(leg.first.rule->subject, rule->base) == 0)
            follow(work, rule, dept, leg.first.points, leg.first.amount);
        free(dept);
    }
}

/* Those that follow a leg that is there, then those that follow them: a pack has no circle. */
static void add_following(struct work *work)
{
    bool done[RULES] = { false };
    for (size_t i = 0; i < work->rule_count; i++)
        done[i] = !work->rule[i].base;
    for (size_t round = 0; round < work->rule_count; round++)
        for (size_t i = 0; i < work->rule_count && !work->bad; i++) {
            const struct rule *base = work->rule[i].base ? reward_rule(work, work->rule[i].base) : NULL;
            if (done[i] || !base || !done[base - work->rule])
                continue;
            add_followers(work, &work->rule[i]);
            done[i] = true;
        }
}

/* The head's share is what it is: a score line has it, and nobody chooses another. */
static void check_head_share(struct work *work, int64_t given)
{
    struct reward_draft *draft = work->draft;
    const struct rule *head = reward_rule(work, "head");
    char text[SVC_NUM_SIZE], share[SVC_NUM_SIZE];
    if (!head || !head->base)
        return;
    const struct leg *leg = leg_of(work, work->head);
    draft->head_amount = leg && leg->rule == head ? leg->amount : 0;
    if (given && given != draft->head_amount)
        WRONG(work, SVC_REFUSED, "head_amount %s is not %s, the share that clause \"%s\" says",
              svc_hundredths_format(given, text), svc_hundredths_format(draft->head_amount, share),
              draft->clause);
}

/* -- what is asked for -------------------------------------------------------------------- */

/* How many: as a person says, else as the record does. */
void reward_check_quantity(struct work *work)
{
    struct reward_draft *draft = work->draft;
    const char *per = NULL;
    for (size_t i = 0; i < work->rule_count && !per; i++)
        per = work->rule[i].per;
    if (per && !draft->quantity && draft->source_no)
        draft->quantity = svc_leg_quantity(work->call->db, draft->source, draft->source_no, per);
    if (per && draft->quantity <= 0)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is per %s, and no quantity is named\n"
              "add --quantity N", draft->clause, per);
    else if (!per && draft->quantity && !draft->file)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is per nothing; leave out --quantity", draft->clause);
    else if (!per)
        draft->quantity = 0;
}

/* What the clause asks for and what it has no use for. Of many score lines, a suspension is meant
 * for those that suspend. */
void reward_check_unused(struct work *work)
{
    struct reward_draft *draft = work->draft;
    bool person = reward_rule(work, "person") != NULL;
    if (draft->with && !draft->person)
        WRONG(work, SVC_REFUSED, "--with names who answers beside --person NO");
    else if (person && !draft->person && !draft->shares)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about a person, and none is named\n"
              "add --person NO", draft->clause);
    if (!person && (draft->person || draft->shares))
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about the department alone", draft->clause);
    if (*draft->beside && (draft->head_amount || (draft->points && reward_rule(work, "dept"))))
        WRONG(work, SVC_REFUSED, "the legs of head and department are those of %s", draft->beside);
    if (draft->head_amount && !reward_rule(work, "head"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" has no head_amount", draft->clause);
    if (draft->points && !person && !reward_rule(work, "dept") && !reward_rule(work, "contractor"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" has no points", draft->clause);
    if (draft->lines && !reward_has_effect(work, "annual_points"))
        draft->annual_points = 0;
    if (draft->annual_points && (*draft->beside || !reward_has_effect(work, "annual_points")))
        WRONG(work, SVC_REFUSED, "clause \"%s\" takes nothing off the year", draft->clause);
    if (draft->lines && !reward_has_effect(work, "suspension"))
        draft->suspension = NULL;
    if (draft->suspension && !reward_has_effect(work, "suspension"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" suspends nobody", draft->clause);
}

void reward_build_legs(struct work *work)
{
    int64_t head_amount = work->draft->head_amount;
    for (size_t i = 0; i < work->rule_count && !work->bad; i++) {
        const struct rule *rule = &work->rule[i];
        if (rule->base || (*work->draft->beside && strcmp(rule->subject, "person") != 0))
            continue; /* the first case has these legs */
        if (strcmp(rule->subject, "person") == 0)
            add_person(work, rule);
        else if (strcmp(rule->subject, "head") == 0)
            add_head(work, rule);
        else
            add_own(work, rule);
    }
    if (!*work->draft->beside && !work->bad) {
        add_following(work);
        check_head_share(work, head_amount);
    }
}
