/* A case in the making: what its clause does to whom, inside which limits, and the rules that
 * forbid it. */
#include "work.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/fact.h"
#include "svc/lang.h"
#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/named.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/sign.h"
#include "svc/text.h"
#include "svc/threshold.h"

void reward_wrong(const struct reward_draft *draft, enum svc_code code, const char *fmt, ...)
{
    static int64_t count;
    char what[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, svc_tr(fmt), args);
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


const char *reward_proposer(struct svc_call *call, const char *by)
{
    if (!by || strcmp(by, call->actor.person) == 0)
        return call->actor.person;
    if (!svc_call_holds(call, SVC_ROLES_ENTER))
        svc_deny(call, SVC_DENIED, NULL, "what somebody proposed on paper is entered by a clerk or the"
                 " office; \"%s\" is neither", call->actor.person);
    char *roles = svc_actor_roles(call->db, by);
    struct svc_call theirs = { .actor = { .roles = roles } };
    if (!roles)
        svc_deny(call, SVC_REFUSED, NULL, "\"%s\" is not with the company today", by);
    if (!*roles)
        svc_deny(call, SVC_DENIED, NULL, "%s needs one of the roles %s; \"%s\" holds none", call->verb->name,
                 svc_worded("verb.role", call->verb->roles), by);
    if (!svc_call_holds(&theirs, call->verb->roles) || svc_text_in(roles, ';', "cron"))
        svc_deny(call, SVC_DENIED, NULL, "%s needs one of the roles %s; \"%s\" holds %s", call->verb->name,
                 svc_worded("verb.role", call->verb->roles), by, svc_worded("verb.role", roles));
    free(roles);
    return by;
}

/* -- the clause --------------------------------------------------------------------------- */

static struct svc_query *ask_rules(struct work *work)
{
    return svc_query(work->call->db,
        "SELECT CASE WHEN c.clause IN (SELECT t.gives FROM policy_threshold t"
        "                              WHERE t.version = c.version) THEN 'threshold' ELSE c.kind END,"
        "       l.subject, l.sign, COALESCE(l.points_min, 0), COALESCE(l.points_max, 0),"
        "       COALESCE(l.amount_min, 0), COALESCE(l.amount_max, 0), l.effect, l.approval, l.per,"
        "       l.share_of, l.share, l.loss_from, l.loss_to"
        "  FROM policy_version v JOIN policy_clause c ON c.version = v.version"
        "  LEFT JOIN policy_leg l ON l.version = c.version AND l.clause = c.clause"
        "   AND l.approval <> 'auto'"
        " WHERE v.from_day <= ?2 AND v.until_day > ?2 AND c.clause = ?1"
        " ORDER BY CASE l.subject WHEN 'person' THEN 1 WHEN 'head' THEN 2 WHEN 'dept' THEN 3"
        "          ELSE 4 END, l.subject, COALESCE(l.loss_from, 0)", "ss", work->draft->clause, work->day);
}

static struct rule read_rule(struct svc_query *q)
{
    return (struct rule){
        .subject = svc_strdup(svc_text(q, 1)), .plus = strcmp(svc_text(q, 2), "+") == 0,
        .points_min = svc_int(q, 3), .points_max = svc_int(q, 4), .amount_min = svc_int(q, 5),
        .amount_max = svc_int(q, 6), .effect = svc_strdup(svc_text(q, 7)),
        .per = svc_strdup(svc_text(q, 9)),
        .base = svc_strdup(svc_leg_base(svc_text(q, 1), svc_text(q, 10))),
        .share = svc_strdup(svc_text(q, 11)), .banded = !svc_is_null(q, 12) || !svc_is_null(q, 13),
        .loss_from = svc_int(q, 12), .loss_to = svc_is_null(q, 13) ? INT64_MAX : svc_int(q, 13) };
}

static void free_rule(const struct rule *rule)
{
    char *const texts[] = { rule->subject, rule->effect, rule->per, rule->base, rule->share };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

static bool has_loss(const struct work *work, const struct rule *rule)
{
    return !rule->banded || (rule->loss_from <= work->draft->loss && work->draft->loss < rule->loss_to);
}

/* Takes the leg in; of a ladder the band of the loss, the lowest until that is known. */
static void add_rule(struct work *work, struct rule rule)
{
    struct rule *last = work->rule_count ? &work->rule[work->rule_count - 1] : NULL;
    if (rule.banded) {
        bool first = work->loss_least == work->loss_most;
        work->loss_least = first || rule.loss_from < work->loss_least ? rule.loss_from : work->loss_least;
        work->loss_most = first || rule.loss_to > work->loss_most ? rule.loss_to : work->loss_most;
        work->in_band |= has_loss(work, &rule);
    }
    if (!last || strcmp(last->subject, rule.subject) != 0) {
        work->rule[work->rule_count++] = rule;
    } else if (has_loss(work, &rule)) {
        free_rule(last);
        *last = rule;
    } else {
        free_rule(&rule);
    }
}

/* A subject whose ladder does not reach the loss of the case has no leg. */
static void drop_bands(struct work *work)
{
    size_t kept = 0;
    for (size_t i = 0; i < work->rule_count; i++)
        if (!work->in_band || has_loss(work, &work->rule[i]))
            work->rule[kept++] = work->rule[i];
        else
            free_rule(&work->rule[i]);
    work->rule_count = kept;
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
        add_rule(work, read_rule(q));
        if (!draft->chain)
            draft->chain = svc_strdup(svc_text(q, 8));
        else if (strcmp(draft->chain, svc_text(q, 8)) != 0 && !work->bad)
            WRONG(work, SVC_CONFIG, "the legs of clause \"%s\" need different approvals",
                  draft->clause);
    }
    drop_bands(work);
    if (!work->kind)
        WRONG(work, SVC_UNKNOWN, "no clause \"%s\" is in force on %s\n"
              "svc-policy clauses lists them", draft->clause, work->day);
    else if (work->rule_count == 0 && !draft->lines)
        WRONG(work, SVC_REFUSED, "clause \"%s\" counts by itself and needs no case",
              draft->clause);
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

/* -- what forbids it ---------------------------------------------------------------------- */

/* A clause with a ladder is about a loss inside of it. */
static void check_loss(struct work *work)
{
    const struct reward_draft *draft = work->draft;
    char yuan[SVC_NUM_SIZE];
    if (work->loss_least == work->loss_most || work->in_band)
        return;
    if (!draft->loss)
        WRONG(work, SVC_REFUSED, "clause \"%s\" is about a loss, and none is named\n"
              "add --loss YUAN", draft->clause);
    else if (draft->loss < work->loss_least)
        WRONG(work, SVC_REFUSED, "a loss under %s yuan has no clause here",
              svc_hundredths_format(work->loss_least, yuan));
    else
        WRONG(work, SVC_REFUSED, "a loss from %s yuan on has no clause here",
              svc_hundredths_format(work->loss_most, yuan));
}

/* Cases that stand, and of them the legs of the same person or department (?1, ?2). */
#define STANDING \
    "SELECT c.no FROM reward_case c JOIN reward_leg l ON l.no = c.no" \
    " WHERE c.reverses IS NULL AND c.state IN ('proposed', 'approved')" \
    "   AND COALESCE(l.person, '') = COALESCE(?1, '') AND (l.person IS NOT NULL OR l.dept = ?2)"
#define ONCE \
    "   AND NOT EXISTS (SELECT 1 FROM policy_threshold k WHERE k.gives = c.clause)"
#define FIRST " ORDER BY c.no LIMIT 1"

/* The case that sanctions the same fact of this leg's person or department; NULL for none. Two
 * records are two facts. Where one of the two cases has no record of its own, the same day and
 * words are one fact, and for the one whom it is about the same day and clause are. */
static char *sanctioned(const struct work *work, const struct leg *leg)
{
    const struct reward_draft *draft = work->draft;
    struct svc_db *db = work->call->db;
    bool main = strcmp(leg->rule->subject, "person") == 0 || !reward_rule(work, "person");
    char *no = svc_one(db, STANDING ONCE " AND c.source = ?3 AND c.source_no = ?4" FIRST, "ssss",
                       leg->person, leg->dept, draft->source, draft->source_no);
    return no ? no : svc_one(db, STANDING ONCE
        "   AND c.occurred_at BETWEEN ?3 || ' 00:00:00' AND ?3 || ' 23:59:59'"
        "   AND (c.source_no = c.no OR COALESCE(?4, '') = '')"
        "   AND (c.facts = ?5 OR (c.clause = ?6 AND l.subject = ?7 AND ?8 = 1))" FIRST,
        "sssssssi", leg->person, leg->dept, work->day, draft->source_no, draft->facts,
        draft->clause, leg->rule->subject, (int64_t)main);
}

/* The same by a case of a record that is one fact with this one's. The lines of a file need none of
 * that: of them the heavier stands by itself. */
static char *linked(const struct work *work, const struct leg *leg)
{
    const struct reward_draft *draft = work->draft;
    char *no = NULL;
    if (draft->lines || !draft->source_no)
        return NULL;
    struct svc_fact_record *others = svc_fact_others(work->call->db, draft->source, draft->source_no);
    for (size_t i = 0; others[i].source; i++) {
        if (!no && strcmp(others[i].source, "case") != 0)
            no = svc_one(work->call->db, STANDING ONCE " AND c.source = ?3"
                         "   AND (c.source_no = ?4 OR (c.source_no > ?4 || '/' AND c.source_no < ?4 || '0'))"
                         FIRST, "ssss", leg->person, leg->dept, others[i].source, others[i].no);
        free(others[i].source);
        free(others[i].no);
    }
    free(others);
    return no;
}

/* What accumulated over a period is a fact of its own: once a period. */
static char *accumulated(const struct work *work, const struct leg *leg)
{
    struct svc_period period;
    svc_threshold_period(work->call->db, work->draft->clause, svc_when_day(work->draft->occurred_at),
                         &period);
    return svc_one(work->call->db, STANDING " AND c.clause = ?3"
        "   AND c.occurred_at >= ?4 AND c.occurred_at < ?5" FIRST, "sssww", leg->person, leg->dept,
        work->draft->clause, period.from, period.until);
}

/* A limit that was missed is a fact of its own, beside what the record is about. */
static bool is_missed(const struct svc_line *line)
{
    const char *key = svc_leg_reason(line->reason ? line->reason : "");
    size_t len = strcspn(key, "|"), word = strlen("missed");
    return len >= word && strncmp(key + len - word, "missed", word) == 0;
}

static bool took(const struct svc_line *line, const struct leg *leg)
{
    const char *person = line->person ? line->person : "";
    int64_t value = line->points ? line->points : line->amount;
    return svc_text_in("final|suspended", '|', line->status) && value != 0 && !is_missed(line) &&
           (value > 0) == leg->rule->plus && strcmp(line->item, REWARD_OWN) != 0 &&
           strcmp(person, leg->person ? leg->person : "") == 0 &&
           (leg->person || strcmp(line->dept, leg->dept) == 0);
}

/* The clause under which the record itself took points or yuan from this leg's person or department,
 * which the case would take once more; NULL for none, and where the record has its own line under the
 * case's clause, so that both are meant. */
static const char *charged(const struct work *work, const struct leg *leg)
{
    static struct svc_lines lines;
    static const char *source, *record;
    const struct reward_draft *draft = work->draft;
    const char *clause = NULL;
    if (draft->lines || !draft->source_no || strcmp(draft->source, REWARD_OWN) == 0)
        return NULL;
    if (!source || strcmp(source, draft->source) != 0 || strcmp(record, draft->source_no) != 0) {
        source = svc_strdup(draft->source);
        record = svc_strdup(draft->source_no);
        lines = svc_score_record(work->call->db, source, record);
    }
    for (size_t i = 0; i < lines.count; i++) {
        if (strcmp(lines.line[i].clause, draft->clause) == 0)
            return NULL;
        if (took(&lines.line[i], leg))
            clause = lines.line[i].clause;
    }
    return clause;
}

static void check_once(struct work *work)
{
    bool threshold = strcmp(work->kind, "threshold") == 0;
    for (size_t i = 0; i < work->leg_count && !work->draft->also && !work->bad; i++) {
        const struct leg *leg = &work->leg[i];
        if (threshold && !leg->person && work->draft->person)
            continue; /* a department may have it for one person and for another */
        char *other = threshold ? accumulated(work, leg) : sanctioned(work, leg);
        other = other || threshold ? other : linked(work, leg);
        if (other)
            WRONG(work, SVC_REFUSED, "%s %s is sanctioned for this fact already, by %s\n"
                  "one fact, one sanction; --also REASON allows another",
                  leg->person ? "person" : "department", leg->person ? leg->person : leg->dept,
                  other);
        free(other);
        const char *clause = work->bad || threshold ? NULL : charged(work, leg);
        if (clause)
            WRONG(work, SVC_REFUSED, "%s %s was charged for %s under clause \"%s\" already\n"
                  "one fact, one sanction; --also REASON allows another",
                  leg->person ? "person" : "department", leg->person ? leg->person : leg->dept,
                  work->draft->source_no, clause);
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

/* The case of the fact that stands about somebody else: by hand another person may have one beside
 * it. */
static bool beside(struct work *work, const char *no, const char *state)
{
    struct reward_draft *draft = work->draft;
    if (draft->file || !draft->person || !svc_text_in("proposed|approved", '|', state) ||
        svc_one_int(work->call->db, 0, "SELECT 1 FROM reward_leg WHERE no = ?1 AND person = ?2",
                    "ss", no, draft->person))
        return false;
    snprintf(draft->beside, sizeof draft->beside, "%s", no);
    return true;
}

/* A fact of a file that has its case is unchanged, however the case ended; only a withdrawn one
 * lets it come back. By hand it may be tried again after the end, for a reason. */
static bool has_case(struct work *work)
{
    struct reward_draft *draft = work->draft;
    if (!draft->source_no)
        return false;
    struct svc_query *q = svc_query(work->call->db,
        "SELECT no, state FROM reward_case WHERE source = ?1 AND source_no = ?2 AND clause = ?3"
        "   AND reverses IS NULL AND state <> 'withdrawn' AND (beside IS NULL OR person = ?4)"
        " ORDER BY CASE WHEN beside IS NULL THEN 1 ELSE 0 END, event DESC LIMIT 1",
        "ssss", draft->source, draft->source_no, draft->clause, draft->person);
    if (!svc_next(q))
        return false;
    bool open = svc_text_in("proposed|approved", '|', svc_text(q, 1));
    bool again = !draft->file && ((!open && draft->also) ||
                                  beside(work, svc_text(q, 0), svc_text(q, 1)));
    if (!draft->file && !again)
        WRONG(work, SVC_REFUSED, "%s %s has its case under clause \"%s\": %s, which is %s%s",
              draft->source, draft->source_no, draft->clause, svc_text(q, 0), svc_text(q, 1),
              open ? "" : _("\n--also REASON tries again"));
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
        " amount, head_amount, points, annual_points, loss, quantity, suspension, occurred_at, chain,"
        " proposer, state,"
        " beside, also_reason, recorded_at, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULLIF(?9, 0), NULLIF(?10, 0), NULLIF(?11, 0),"
        " NULLIF(?12, 0), NULLIF(?13, 0), NULLIF(?22, 0), ?14, ?15, ?16, ?17, 'proposed',"
        " NULLIF(?18, ''), ?19, ?20, ?21) RETURNING *", "ssssssssiiiiiswsssswei", draft->no, draft->source, draft->source_no, draft->clause,
        draft->dept, draft->person, draft->facts, draft->evidence, draft->amount,
        draft->head_amount, draft->points, draft->annual_points, draft->loss, draft->suspension,
        draft->occurred_at,
        draft->chain, draft->proposer, draft->beside, draft->also, svc_now(), draft->quantity);
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
        sign * leg->points, sign * leg->amount, leg->effect);
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
    char *proposer = svc_one(call->db, "SELECT proposer FROM reward_case WHERE no = ?1", "s", no);
    svc_when_parse(fact, &start.fact);
    start.chain = chain;
    start.subject_dept = dept;
    start.proposer = proposer;
    start.subjects = (const char *const *)subjects;
    svc_sign_begin(call, &start);
    for (size_t i = 0; i < start.subject_count; i++)
        free(subjects[i]);
    free(subjects);
    free(chain);
    free(dept);
    free(fact);
    free(proposer);
}

static void write_case(struct work *work)
{
    struct reward_draft *draft = work->draft;
    int year = svc_day_year(svc_when_day(draft->occurred_at));
    svc_number_next(work->call->db, reward_register.prefix, year, draft->no);
    insert_case(work);
    for (size_t i = 0; i < work->leg_count; i++)
        insert_leg(work, i);
    reward_begin(work->call, draft->no);
}

static void free_work(struct work *work)
{
    for (size_t i = 0; i < work->rule_count; i++)
        free_rule(&work->rule[i]);
    for (size_t i = 0; i < work->leg_count; i++) {
        free(work->leg[i].dept);
        free(work->leg[i].person);
        free(work->leg[i].effect);
    }
    free(work->leg);
    free(work->kind);
    free(work->head);
}

/* Each check speaks only when the one before it was content. */
static enum reward_end judge(struct work *work)
{
    static void (*const checks[])(struct work *work) = {
        reward_check_unused, check_record, check_loss, reward_check_quantity, reward_find_dept,
        reward_build_legs, check_once, check_cap
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
