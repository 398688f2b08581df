/* A case in the making: what its clause does to whom, inside which limits, and the rules that
 * forbid it. */
#include "reward.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/sign.h"
#include "svc/text.h"

/* The one clause that is about a loss in yuan; the others are about what was done. */
#define LOSS_CLAUSE "reward-3.2.4-1"

/* What the pack says of one leg that needs approval; a range is 0 to 0 where it gives none. */
struct rule {
    char *subject, *effect;
    bool plus;
    int64_t points_min, points_max, amount_min, amount_max;
};

struct leg {
    const struct rule *rule;
    char *dept, *person; /* person NULL: the department's own leg */
    int64_t points, amount; /* without sign */
};

enum { RULES = 4 }; /* one for each subject */

/* A draft while it is judged. */
struct work {
    struct svc_call *call;
    struct svc_rules *rules;
    struct reward_draft *draft;
    char day[SVC_DAY_SIZE], *kind, *head;
    struct rule rule[RULES];
    size_t rule_count;
    struct leg *leg;
    size_t leg_count;
    bool bad;
};

void reward_wrong(const struct reward_draft *draft, enum svc_code code, const char *fmt, ...)
{
    static int64_t count;
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    if (!draft->file) {
        svc_fail(code, "%s", what);
        return;
    }
    if (code == SVC_USAGE || code == SVC_UNKNOWN)
        code = SVC_BADINPUT;
    if (++count <= svc_shared.max_errors)
        svc_fail(code, "%s:%zu: %s", draft->file, draft->line, what);
    else if (count == svc_shared.max_errors + 1)
        svc_fail(code, "%s: more bad records follow", draft->file);
}

#define WRONG(work, ...) ((work)->bad = true, reward_wrong((work)->draft, __VA_ARGS__))

/* -- the clause --------------------------------------------------------------------------- */

static struct svc_query *ask_rules(struct work *work)
{
    return svc_query(work->call->db,
        "SELECT c.kind, l.subject, l.sign, COALESCE(l.points_min, 0), COALESCE(l.points_max, 0),"
        "       COALESCE(l.amount_min, 0), COALESCE(l.amount_max, 0), l.effect, l.approval"
        "  FROM policy_version v JOIN policy_clause c ON c.version = v.version"
        "  LEFT JOIN policy_leg l ON l.version = c.version AND l.clause = c.clause"
        "   AND l.approval <> 'auto'"
        " WHERE v.from_day <= ?2 AND v.until_day > ?2 AND c.clause = ?1"
        " ORDER BY CASE l.subject WHEN 'person' THEN 1 WHEN 'head' THEN 2 WHEN 'dept' THEN 3"
        "          ELSE 4 END", "ss", work->draft->clause, work->day);
}

/* Loads the legs that need approval, in the order person, head, department. */
static void load_rules(struct work *work)
{
    struct reward_draft *draft = work->draft;
    struct svc_query *q = ask_rules(work);
    while (svc_next(q)) {
        if (!work->kind)
            work->kind = svc_strdup(svc_text(q, 0));
        if (svc_is_null(q, 1))
            continue;
        work->rule[work->rule_count++] = (struct rule){
            .subject = svc_strdup(svc_text(q, 1)), .plus = strcmp(svc_text(q, 2), "+") == 0,
            .points_min = svc_int(q, 3), .points_max = svc_int(q, 4), .amount_min = svc_int(q, 5),
            .amount_max = svc_int(q, 6), .effect = svc_strdup(svc_text(q, 7)) };
        if (!draft->chain)
            draft->chain = svc_strdup(svc_text(q, 8));
        else if (strcmp(draft->chain, svc_text(q, 8)) != 0 && !work->bad)
            WRONG(work, SVC_CONFIG, "the legs of clause \"%s\" need different approvals",
                  draft->clause);
    }
    if (!work->kind)
        WRONG(work, SVC_UNKNOWN, "no clause \"%s\" is in force on %s\n"
              "svc-policy clauses lists them", draft->clause, work->day);
    else if (work->rule_count == 0 && !draft->lines)
        WRONG(work, SVC_REFUSED, "clause \"%s\" counts by itself and needs no case",
              draft->clause);
}

static const struct rule *rule_of(const struct work *work, const char *subject)
{
    for (size_t i = 0; i < work->rule_count; i++)
        if (strcmp(work->rule[i].subject, subject) == 0)
            return &work->rule[i];
    return NULL;
}

static bool has_effect(const struct work *work, const char *effect)
{
    svc_day day = SVC_WORDS_EVER;
    svc_day_parse(work->day, &day);
    for (size_t i = 0; i < work->rule_count; i++)
        if (svc_words_act("effect", work->rule[i].effect, effect, day))
            return true;
    return false;
}

/* -- the record --------------------------------------------------------------------------- */

/* Where the domain is known the record must be there; a later round is NO/ROUND. */
static void check_record(struct work *work)
{
    const struct reward_draft *draft = work->draft;
    struct svc_db *db = work->call->db;
    bool missing = false;
    if (draft->source_no && strcmp(draft->source, "complaint") == 0) {
        char *no = svc_strndup(draft->source_no, strcspn(draft->source_no, "/"));
        missing = !svc_one_int(db, 0, "SELECT 1 FROM complaint WHERE no = ?1", "s", no);
        free(no);
    } else if (draft->source_no && strcmp(draft->source, REWARD_OWN) == 0) {
        missing = !svc_one_int(db, 0, "SELECT 1 FROM reward_case WHERE no = ?1", "s",
                               draft->source_no);
    }
    if (missing)
        WRONG(work, SVC_UNKNOWN, "no such record: %s \"%s\"", draft->source, draft->source_no);
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
static void find_dept(struct work *work)
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

/* A value inside the range, the least of it where none was given. */
static int64_t pick(struct work *work, const char *what, int64_t given, int64_t min, int64_t max)
{
    char value[SVC_NUM_SIZE], least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    if (!given)
        return min;
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

/* Points given are the department's, or the person's under a clause that has none for it. */
static int64_t points_of(struct work *work, const struct rule *rule)
{
    bool dept = strcmp(rule->subject, "dept") == 0 || strcmp(rule->subject, "contractor") == 0;
    bool mine = dept || (strcmp(rule->subject, "person") == 0 && !rule_of(work, "dept"));
    return pick(work, "points", mine ? work->draft->points : 0, rule->points_min,
                rule->points_max);
}

static struct leg *add_leg(struct work *work, const struct rule *rule, const char *dept,
                           const char *person, int64_t amount)
{
    work->leg = svc_grow(work->leg, work->leg_count, sizeof *work->leg);
    struct leg *leg = &work->leg[work->leg_count++];
    *leg = (struct leg){ .rule = rule, .dept = svc_strdup(dept), .person = svc_strdup(person),
                         .points = points_of(work, rule), .amount = amount };
    return leg;
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
        why = "not above zero";
    else if (!why && amount > rule->amount_max) /* nor may their sum run over */
        why = "more than all shares may be";
    if (why) {
        WRONG(work, SVC_USAGE, "option --shares: \"%s\": %s", share, why);
        amount = 0;
    } else if (known(work, &share)) {
        char *dept = svc_org_dept(work->call->db, share, work->day);
        for (size_t i = 0; i < work->leg_count; i++)
            if (strcmp(work->leg[i].person, share) == 0)
                WRONG(work, SVC_USAGE, "option --shares: \"%s\" comes twice", share);
        add_leg(work, rule, dept ? dept : work->draft->dept, share, amount);
        free(dept);
    }
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
    if (!rule->plus || draft->person) {
        WRONG(work, SVC_REFUSED, draft->person ? "shares name the persons; leave out --person"
                                               : "only a reward is shared");
        return;
    }
    while (svc_text_next(&list, ',', &word, &len))
        sum += add_share(work, rule, word, len);
    if (draft->amount && sum != draft->amount && !work->bad)
        WRONG(work, SVC_REFUSED, "the shares add up to %s, not to %s",
              svc_hundredths_format(sum, sum_text),
              svc_hundredths_format(draft->amount, amount_text));
    draft->amount = pick(work, "amount", sum, rule->amount_min, rule->amount_max);
}

static void add_person(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    if (draft->shares) {
        share_out(work, rule);
    } else {
        draft->amount = pick(work, "amount", draft->amount, rule->amount_min, rule->amount_max);
        add_leg(work, rule, draft->dept, draft->person, draft->amount);
    }
}

/* The head of the department answers too; who is both gets the larger of the two legs. */
static void add_head(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    bool both = work->head && draft->person && strcmp(work->head, draft->person) == 0;
    draft->head_amount = pick(work, "head_amount", draft->head_amount, rule->amount_min,
                              rule->amount_max);
    if (!work->head) {
        svc_warn("department %s has no head of that day: clause \"%s\" is without that leg", draft->dept,
                 draft->clause);
        draft->head_amount = 0;
    } else if (!both || work->leg_count == 0) {
        add_leg(work, rule, draft->dept, work->head, draft->head_amount);
    } else if (draft->head_amount > draft->amount) {
        work->leg[0].rule = rule;
        work->leg[0].amount = draft->head_amount;
        work->leg[0].points = points_of(work, rule);
        draft->amount = 0;
    } else {
        draft->head_amount = 0;
    }
}

static void add_own(struct work *work, const struct rule *rule)
{
    struct reward_draft *draft = work->draft;
    bool alone = !rule_of(work, "person");
    int64_t amount = pick(work, "amount", alone ? draft->amount : 0, rule->amount_min,
                          rule->amount_max);
    if (alone)
        draft->amount = amount;
    draft->points = add_leg(work, rule, draft->dept, NULL, amount)->points;
}

/* What the clause asks for and what it has no use for. Of many score lines, a suspension is meant
 * for those that suspend. */
static void check_unused(struct work *work)
{
    struct reward_draft *draft = work->draft;
    bool person = rule_of(work, "person") != NULL;
    if (person && !draft->person && !draft->shares)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about a person, and none is named\n"
              "add --person NO", draft->clause);
    if (!person && (draft->person || draft->shares))
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about the department alone", draft->clause);
    if (draft->head_amount && !rule_of(work, "head"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" has no head_amount", draft->clause);
    if (draft->points && !person && !rule_of(work, "dept") && !rule_of(work, "contractor"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" has no points", draft->clause);
    if (draft->lines && !has_effect(work, "suspension"))
        draft->suspension = NULL;
    if (draft->suspension && !has_effect(work, "suspension"))
        WRONG(work, SVC_REFUSED, "clause \"%s\" suspends nobody", draft->clause);
}

static void build_legs(struct work *work)
{
    for (size_t i = 0; i < work->rule_count && !work->bad; i++) {
        const struct rule *rule = &work->rule[i];
        if (strcmp(rule->subject, "person") == 0)
            add_person(work, rule);
        else if (strcmp(rule->subject, "head") == 0)
            add_head(work, rule);
        else
            add_own(work, rule);
    }
}

/* -- what forbids it ---------------------------------------------------------------------- */

/* A loss has its clause from the one number to below the other, both in the pack. */
static void check_loss(struct work *work)
{
    const struct reward_draft *draft = work->draft;
    char yuan[SVC_NUM_SIZE];
    svc_day day = svc_when_day(draft->occurred_at);
    const struct svc_policy *policy = svc_rules_on(work->rules, day);
    int64_t min = svc_policy_number(policy, "loss_suspension_min", 0);
    int64_t max = svc_policy_number(policy, "loss_suspension_max", INT64_MAX);
    if (strcmp(draft->clause, LOSS_CLAUSE) != 0)
        return;
    if (!draft->loss)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about a loss, and none is named\n"
              "add --loss YUAN", draft->clause);
    else if (draft->loss < min)
        WRONG(work, SVC_REFUSED, "a loss under %s yuan has no clause here",
              svc_hundredths_format(min, yuan));
    else if (draft->loss >= max)
        WRONG(work, SVC_REFUSED, "a loss from %s yuan on has no clause here",
              svc_hundredths_format(max, yuan));
}

/* Cases that stand, and of them the legs of the same person or department (?1, ?2). */
#define STANDING \
    "SELECT c.no FROM reward_case c JOIN reward_leg l ON l.no = c.no" \
    " WHERE c.reverses IS NULL AND c.state IN ('proposed', 'approved')" \
    "   AND COALESCE(l.person, '') = COALESCE(?1, '') AND (l.person IS NOT NULL OR l.dept = ?2)"
#define ONCE \
    "   AND NOT EXISTS (SELECT 1 FROM policy_clause k" \
    "                    WHERE k.clause = c.clause AND k.kind = 'threshold')"
#define FIRST " ORDER BY c.no LIMIT 1"

/* The case that sanctions the same fact of this leg's person or department; NULL for none. Two
 * records are two facts. Where one of the two cases has no record of its own, the same day and
 * words are one fact, and for the one whom it is about the same day and clause are. */
static char *sanctioned(const struct work *work, const struct leg *leg)
{
    const struct reward_draft *draft = work->draft;
    struct svc_db *db = work->call->db;
    bool main = strcmp(leg->rule->subject, "person") == 0 || !rule_of(work, "person");
    char *no = svc_one(db, STANDING ONCE " AND c.source = ?3 AND c.source_no = ?4" FIRST, "ssss",
                       leg->person, leg->dept, draft->source, draft->source_no);
    return no ? no : svc_one(db, STANDING ONCE
        "   AND c.occurred_at BETWEEN ?3 || ' 00:00:00' AND ?3 || ' 23:59:59'"
        "   AND (c.source_no = c.no OR COALESCE(?4, '') = '')"
        "   AND (c.facts = ?5 OR (c.clause = ?6 AND l.subject = ?7 AND ?8 = 1))" FIRST,
        "sssssssi", leg->person, leg->dept, work->day, draft->source_no, draft->facts,
        draft->clause, leg->rule->subject, (int64_t)main);
}

/* What accumulated over a year is a fact of its own: once a year. */
static char *accumulated(const struct work *work, const struct leg *leg)
{
    char *year = svc_strndup(work->day, 4);
    char *no = svc_one(work->call->db, STANDING " AND c.clause = ?3"
        "   AND c.occurred_at BETWEEN ?4 || '-01-01 00:00:00' AND ?4 || '-12-31 23:59:59'" FIRST,
        "ssss", leg->person, leg->dept, work->draft->clause, year);
    free(year);
    return no;
}

static void check_once(struct work *work)
{
    bool threshold = strcmp(work->kind, "threshold") == 0;
    for (size_t i = 0; i < work->leg_count && !work->draft->also && !work->bad; i++) {
        const struct leg *leg = &work->leg[i];
        if (threshold && !leg->person && work->draft->person)
            continue; /* a department may have it for one person and for another */
        char *other = threshold ? accumulated(work, leg) : sanctioned(work, leg);
        if (other)
            WRONG(work, SVC_REFUSED, "%s %s is sanctioned for this fact already, by %s\n"
                  "one fact, one sanction; --also REASON allows another",
                  leg->person ? "person" : "department", leg->person ? leg->person : leg->dept,
                  other);
        free(other);
    }
}

static void check_cap(struct work *work)
{
    char fact[SVC_WHEN_SIZE], month[SVC_MONTH_SIZE];
    svc_when_format(work->draft->occurred_at, fact);
    for (size_t i = 0; i < work->leg_count && !work->bad; i++) {
        const struct leg *leg = &work->leg[i];
        if (leg->person && !leg->rule->plus && leg->amount > 0 &&
            reward_over_cap(work->call, work->rules, leg->person, fact, leg->amount))
            WRONG(work, SVC_REFUSED, "the penalties of %s in %s exceed the cap of the pay law",
                  leg->person, svc_month_of(svc_when_day(work->draft->occurred_at), month));
    }
}

/* -- the case that is there already ------------------------------------------------------- */

/* A fact of a file that has its case is unchanged, however the case ended; only a withdrawn one
 * lets it come back. By hand it may be tried again after the end, for a reason. */
static bool has_case(struct work *work)
{
    struct reward_draft *draft = work->draft;
    if (!draft->source_no)
        return false;
    struct svc_query *q = svc_query(work->call->db,
        "SELECT no, state FROM reward_case WHERE source = ?1 AND source_no = ?2 AND clause = ?3"
        "   AND reverses IS NULL AND state <> 'withdrawn' ORDER BY event DESC LIMIT 1",
        "sss", draft->source, draft->source_no, draft->clause);
    if (!svc_next(q))
        return false;
    bool open = svc_text_in("proposed|approved", '|', svc_text(q, 1));
    bool again = !draft->file && !open && draft->also;
    if (!draft->file && !again)
        WRONG(work, SVC_REFUSED, "%s %s has its case under clause \"%s\": %s, which is %s%s",
              draft->source, draft->source_no, draft->clause, svc_text(q, 0), svc_text(q, 1),
              open ? "" : "\n--also REASON tries again");
    snprintf(draft->no, sizeof draft->no, "%s", svc_text(q, 0));
    svc_done(q);
    return !again;
}

/* -- writing ------------------------------------------------------------------------------ */

static void insert_case(struct work *work)
{
    struct reward_draft *draft = work->draft;
    struct svc_call *call = work->call;
    if (!draft->source_no) {
        draft->source = svc_strdup(REWARD_OWN);
        draft->source_no = svc_strdup(draft->no);
    }
    svc_change_insert(call, "reward_case", draft->no,
        "INSERT INTO reward_case (no, source, source_no, clause, dept, person, facts, evidence,"
        " amount, head_amount, points, loss, suspension, occurred_at, chain, proposer, state,"
        " also_reason, recorded_at, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULLIF(?9, 0), NULLIF(?10, 0), NULLIF(?11, 0),"
        " NULLIF(?12, 0), ?13, ?14, ?15, ?16, 'proposed', ?17, ?18, ?19) RETURNING *",
        "ssssssssiiiiswssswe", draft->no, draft->source, draft->source_no, draft->clause,
        draft->dept, draft->person, draft->facts, draft->evidence, draft->amount,
        draft->head_amount, draft->points, draft->loss, draft->suspension, draft->occurred_at,
        draft->chain, call->actor.person, draft->also, svc_now());
}

static void insert_leg(struct work *work, size_t i)
{
    struct svc_call *call = work->call;
    const struct leg *leg = &work->leg[i];
    int64_t sign = leg->rule->plus ? 1 : -1;
    svc_change_insert(call, "reward_leg", work->draft->no,
        "INSERT INTO reward_leg (no, leg, subject, dept, person, points, amount, effect, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING *",
        "sisssiise", work->draft->no, (int64_t)i + 1, leg->rule->subject, leg->dept, leg->person,
        sign * leg->points, sign * leg->amount, leg->rule->effect);
}

void reward_begin(struct svc_call *call, const char *no)
{
    struct svc_sign_start start = { .no = no, .round = 1 };
    char **subjects = NULL;
    struct svc_query *q = svc_query(call->db,
        "SELECT person FROM reward_leg WHERE no = ?1 AND person IS NOT NULL ORDER BY leg", "s",
        no);
    while (svc_next(q)) {
        subjects = svc_grow(subjects, start.subject_count, sizeof *subjects);
        subjects[start.subject_count++] = svc_strdup(svc_text(q, 0));
    }
    start.amount = svc_one_int(call->db, 0,
                               "SELECT SUM(ABS(amount)) FROM reward_leg WHERE no = ?1", "s", no);
    char *chain = svc_one(call->db, "SELECT chain FROM reward_case WHERE no = ?1", "s", no);
    char *dept = svc_one(call->db, "SELECT dept FROM reward_case WHERE no = ?1", "s", no);
    char *fact = svc_one(call->db, "SELECT occurred_at FROM reward_case WHERE no = ?1", "s", no);
    svc_when_parse(fact, &start.fact);
    start.chain = chain;
    start.subject_dept = dept;
    start.proposer = call->actor.person;
    start.subjects = (const char *const *)subjects;
    svc_sign_begin(call, &start);
    for (size_t i = 0; i < start.subject_count; i++)
        free(subjects[i]);
    free(subjects);
    free(chain);
    free(dept);
    free(fact);
}

static void write_case(struct work *work)
{
    struct reward_draft *draft = work->draft;
    int year = svc_day_year(svc_when_day(draft->occurred_at));
    svc_number_next(work->call->db, reward_register.letter, year, draft->no);
    insert_case(work);
    for (size_t i = 0; i < work->leg_count; i++)
        insert_leg(work, i);
    reward_begin(work->call, draft->no);
}

static void free_work(struct work *work)
{
    for (size_t i = 0; i < work->rule_count; i++) {
        free(work->rule[i].subject);
        free(work->rule[i].effect);
    }
    for (size_t i = 0; i < work->leg_count; i++) {
        free(work->leg[i].dept);
        free(work->leg[i].person);
    }
    free(work->leg);
    free(work->kind);
    free(work->head);
}

/* Each check speaks only when the one before it was content. */
static enum reward_end judge(struct work *work)
{
    static void (*const checks[])(struct work *work) = {
        check_unused, check_record, find_dept, build_legs, check_loss, check_once, check_cap
    };
    if (has_case(work))
        return work->bad ? REWARD_BAD : REWARD_SAME;
    if (!work->bad)
        load_rules(work);
    if (!work->bad && work->rule_count == 0)
        return REWARD_PASSED;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && !work->bad; i++)
        checks[i](work);
    return work->bad ? REWARD_BAD : REWARD_NEW;
}

enum reward_end reward_write(struct svc_call *call, struct svc_rules *rules,
                             struct reward_draft *draft)
{
    struct work work = { .call = call, .rules = rules, .draft = draft };
    svc_day_format(svc_when_day(draft->occurred_at), work.day);
    enum reward_end end = judge(&work);
    if (end == REWARD_NEW)
        write_case(&work);
    free_work(&work);
    return end;
}
