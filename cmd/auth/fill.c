/* A use while it is recorded: its facts, whose authority it is, whether it needs a slip, and what
 * the matrix of its day says to it. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/actor.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/org.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

/* -- facts -------------------------------------------------------------------------------- */

/* The condition with that key; duties that come from a limit have none. */
static const struct svc_condition *condition_of(const struct svc_matter *matter, const char *key)
{
    for (size_t i = 0; i < matter->condition_count; i++)
        if (strcmp(matter->conditions[i].key, key) == 0)
            return &matter->conditions[i];
    return NULL;
}

static const char *unknown_key(const struct svc_matter *matter, const struct svc_duty *duties,
                               size_t count, const char *key, struct svc_buf *fault)
{
    struct svc_buf known = { 0 }, words = { 0 };
    for (size_t i = 0; i < matter->condition_count; i++)
        svc_buf_word(&known, matter->conditions[i].key);
    for (size_t i = 0; i < count; i++)
        if (!condition_of(matter, duties[i].key))
            svc_buf_word(&known, duties[i].key);
    for (const char *c = svc_buf_text(&known); *c; c++)
        svc_buf_putc(&words, (char)(*c == ' ' ? '|' : *c));
    svc_buf_printf(fault, _("\"%s\" is no condition of %s%s\nknown: %s"), key, matter->matter,
                   svc_word_hint(svc_buf_text(&words), key), svc_buf_text(&known));
    svc_buf_free(&words);
    svc_buf_free(&known);
    return fault->data;
}

static const char *judge_pair(const struct svc_matter *matter, const struct svc_duty *duties,
                              size_t count, const struct svc_fact *fact, bool paper,
                              struct svc_buf *fault)
{
    static const struct svc_condition after = { .op = (char *)"after", .value = (char *)"yes" };
    const struct svc_condition *condition = condition_of(matter, fact->key);
    for (size_t i = 0; i < count && !condition; i++)
        if (strcmp(duties[i].key, fact->key) == 0)
            condition = &after;
    if (!condition)
        return unknown_key(matter, duties, count, fact->key, fault);
    const char *why = paper ? NULL : svc_condition_fault(condition, fact->value);
    if (!why)
        return NULL;
    svc_buf_printf(fault, "%s %s", fact->key, why);
    return fault->data;
}

/* What the papers print for it is taken for it. */
static void fold(char **text, const char *lists)
{
    struct svc_word word;
    if (!svc_word_find(svc_words(lists, SVC_WORDS_EVER), *text, strlen(*text), &word))
        return;
    free(*text);
    *text = svc_strndup(word.code, word.code_len);
}

const char *auth_facts(const struct svc_policy *policy, const struct svc_matter *matter,
                       svc_when at, const char *text, bool papers, struct svc_facts *out,
                       struct svc_buf *fault)
{
    struct svc_duty *duties = NULL;
    svc_buf_clear(fault);
    const char *why = svc_facts_read(text, out);
    for (size_t i = 0; i < out->count; i++) {
        fold(&out->fact[i].key, "base.fact");
        if (!papers)
            fold(&out->fact[i].value, "base.fact tier.tier verb.yes_no business");
    }
    size_t count = matter ? svc_matter_duties(policy, matter, at, &duties) : 0;
    for (size_t i = 0; i < out->count && matter && !why; i++)
        why = judge_pair(matter, duties, count, &out->fact[i], papers, fault);
    free(duties);
    return why;
}

/* A part of a unit is none. */
static bool whole(const char *text)
{
    int64_t number;
    return !svc_hundredths_parse(text, &number) && number >= 100 && number % 100 == 0;
}

const char *auth_units(const struct svc_matter *matter, int64_t given, struct svc_facts *facts,
                       struct svc_buf *fault)
{
    char text[SVC_NUM_SIZE];
    const char *shown = matter->unit ? svc_facts_get(facts, matter->unit) : NULL;
    svc_buf_clear(fault);
    if (!matter->unit && given) {
        svc_buf_printf(fault, _("counts nothing: %s has no cap for each"), matter->matter);
    } else if (shown && !whole(shown)) {
        svc_buf_printf(fault, _("follows from %s, which must be a whole number of 1 or more"),
                       matter->unit);
    } else if (shown && given && given != svc_matter_units(matter, facts, 0)) {
        svc_buf_printf(fault, "contradicts %s=%s", matter->unit, shown);
    } else if (!shown && given) {
        text[svc_int_digits(given, text)] = '\0';
        svc_facts_set(facts, matter->unit, text);
    }
    return fault->len ? fault->data : NULL;
}

/* A paper for a condition that asks for a plain value says that it holds. */
static void imply(const struct svc_matter *matter, const struct svc_facts *papers,
                  struct svc_facts *facts)
{
    for (size_t i = 0; i < papers->count; i++) {
        const char *key = papers->fact[i].key;
        const struct svc_condition *c = condition_of(matter, key);
        if (!svc_facts_get(facts, key) && (!c || svc_text_in("=|after", '|', c->op)))
            svc_facts_set(facts, key, c ? c->value : "yes");
    }
}

/* -- one use ------------------------------------------------------------------------------ */

static const char *text_of(const struct svc_value *value)
{
    return svc_value_given(value) ? value->text : NULL;
}

static int64_t number_of(const struct svc_value *value, int64_t otherwise)
{
    return value->is == SVC_IS_NUMBER ? value->number : otherwise;
}

static bool has_matters(struct svc_matrix *matrix, svc_day day, const char *class)
{
    size_t count;
    const struct svc_matter *matters = svc_matrix_on(matrix, day, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(matters[i].class, class) == 0)
            return true;
    return false;
}

/* The matter of the day. What no matrix ever listed is no matter at all; a class without any
 * matter can be named instead, so that a use of it is on record. */
static const char *find_matter(struct svc_call *call, struct svc_matrix *matrix, svc_day day,
                               struct svc_value *values, struct auth_case *of)
{
    static char class[16];
    const char *name = values[A_MATTER].text;
    int place = svc_class_find(name);
    of->matter = svc_matrix_find(matrix, day, name);
    if (!of->matter && place >= 0 && has_matters(matrix, day, name))
        return _("is a class; name one of its matters");
    char *known = svc_one(call->db, "SELECT class FROM policy_authority WHERE matter = ?1"
                                    " ORDER BY version DESC LIMIT 1", "s", name);
    const char *word = of->matter ? of->matter->class : known ? known : place < 0 ? NULL : name;
    if (!word)
        return _("is no matter of authority; svc-auth matrix lists them");
    size_t len = strlen(word) < sizeof class ? strlen(word) : sizeof class - 1;
    memcpy(class, word, len);
    class[len] = '\0';
    values[A_CLASS] = svc_value_text(class);
    free(known);
    return NULL;
}

/* What the register of customers knows needs not be told, and is not told otherwise. */
static void take_tier(struct svc_call *call, const struct svc_value *values,
                      const struct svc_matter *matter, struct svc_facts *facts)
{
    if (!matter || !condition_of(matter, "tier") || !svc_value_given(&values[A_CUSTOMER]))
        return;
    char *tier = svc_one(call->db,
        "SELECT tier FROM customer WHERE customer = ?1 AND (tier_since IS NULL OR tier_since <= ?2)", "ss",
        values[A_CUSTOMER].text, values[A_USED_AT].text);
    if (tier)
        svc_facts_set(facts, "tier", tier);
    free(tier);
}

/* A duty that was recorded as done stays done, whatever a file says again of the act. */
static void keep_done(const struct svc_policy *policy, const struct svc_matter *matter,
                      svc_when at, const struct svc_value *stored, struct svc_facts *facts)
{
    struct svc_facts before;
    struct svc_duty *duties = NULL;
    svc_facts_read(text_of(stored), &before);
    size_t count = matter ? svc_matter_duties(policy, matter, at, &duties) : 0;
    for (size_t i = 0; i < count; i++) {
        const char *done = svc_facts_get(&before, duties[i].key);
        if (done && !svc_facts_get(facts, duties[i].key))
            svc_facts_set(facts, duties[i].key, done);
    }
    free(duties);
    svc_facts_free(&before);
}

/* What followed from the fact before follows from it again. */
static const char *take_units(struct svc_value *values, const struct svc_value *before,
                              struct svc_facts *facts, struct auth_case *of)
{
    bool stale = before && svc_value_same(&values[A_UNITS], &before[A_UNITS]);
    int64_t given = stale ? 0 : number_of(&values[A_UNITS], 0);
    const char *why = auth_units(of->matter, given, facts, &of->fault);
    if (of->matter->unit && svc_facts_get(facts, of->matter->unit))
        values[A_UNITS] = svc_value_number(svc_matter_units(of->matter, facts, 0));
    return why;
}

static const char *read_facts(struct svc_call *call, const struct svc_policy *policy,
                              struct svc_value *values, const struct svc_value *before,
                              svc_when at, struct svc_facts *facts, struct auth_case *of,
                              const char **column)
{
    struct svc_facts papers = { NULL, 0 };
    *column = "facts";
    const char *why = auth_facts(policy, of->matter, at, text_of(&values[A_FACTS]), false, facts,
                                 &of->fault);
    if (!why) {
        *column = "evidence";
        why = auth_facts(policy, of->matter, at, text_of(&values[A_EVIDENCE]), true, &papers,
                         &of->fault);
    }
    if (before) {
        keep_done(policy, of->matter, at, &before[A_FACTS], facts);
        keep_done(policy, of->matter, at, &before[A_EVIDENCE], &papers);
    }
    if (!why && of->matter)
        imply(of->matter, &papers, facts);
    take_tier(call, values, of->matter, facts);
    if (!why && of->matter) {
        *column = "units";
        why = take_units(values, before, facts, of);
    }
    svc_buf_clear(&of->facts);
    svc_buf_clear(&of->evidence);
    svc_facts_write(facts, &of->facts);
    svc_facts_write(&papers, &of->evidence);
    values[A_FACTS] = svc_value_text(svc_buf_text(&of->facts));
    values[A_EVIDENCE] = svc_value_text(svc_buf_text(&of->evidence));
    svc_facts_free(&papers);
    return why;
}

/* Whoever lacks the rank acts for somebody who has it, where there is a delegation: the one that
 * covers the day, else the last one, which then has expired. */
static void find_behalf(struct svc_call *call, struct svc_matrix *matrix, svc_day day,
                        struct svc_value *values, struct auth_case *of)
{
    size_t count;
    bool covers = false;
    const struct svc_policy *policy = svc_matrix_policy(matrix, day);
    const struct svc_delegation *grants = svc_matrix_grants(matrix, &count);
    for (size_t i = 0; i < count && !covers; i++) {
        const struct svc_delegation *g = &grants[i];
        if (strcmp(g->delegate, values[A_PERSON].text) != 0 ||
            (strcmp(g->scope, "all") != 0 && strcmp(g->scope, of->matter->matter) != 0))
            continue;
        char *standing = svc_standing(call->db, g->grantor, day);
        if (svc_rank_held(policy, of->matter->grantee, standing)) {
            covers = day >= g->from && day <= g->until;
            free(of->behalf);
            of->behalf = svc_strdup(g->grantor);
        }
        free(standing);
    }
    values[A_BEHALF] = svc_value_text(of->behalf);
}

/* What followed from the person before follows from the new one again. */
static void forget_person(struct svc_value *values, const struct svc_value *before)
{
    static const enum auth_column follows[] = { A_DEPT, A_BEHALF, A_HANDLER };
    if (!before || svc_value_same(&values[A_PERSON], &before[A_PERSON]))
        return;
    for (size_t i = 0; i < sizeof follows / sizeof *follows; i++)
        if (svc_value_same(&values[follows[i]], &before[follows[i]]))
            values[follows[i]] = svc_value_text(NULL);
}

/* Department, and whose authority it is with what he or she is on that day. */
static void find_person(struct svc_call *call, struct svc_matrix *matrix, svc_day day,
                        struct svc_value *values, struct auth_case *of)
{
    char text[SVC_DAY_SIZE];
    const struct svc_policy *policy = svc_matrix_policy(matrix, day);
    if (!svc_value_given(&values[A_DEPT])) {
        of->dept = svc_org_dept(call->db, values[A_PERSON].text, svc_day_format(day, text));
        values[A_DEPT] = svc_value_text(of->dept);
    }
    if (!svc_value_given(&values[A_HANDLER]))
        values[A_HANDLER] = values[A_PERSON];
    of->standing = svc_standing(call->db, values[A_PERSON].text, day);
    if (!svc_value_given(&values[A_BEHALF]) && of->matter &&
        !svc_rank_held(policy, of->matter->grantee, of->standing))
        find_behalf(call, matrix, day, values, of);
    if (svc_value_given(&values[A_BEHALF])) {
        free(of->standing);
        of->standing = svc_standing(call->db, values[A_BEHALF].text, day);
    }
    values[A_STANDING] = svc_value_text(of->standing);
}

/* -- the slip ----------------------------------------------------------------------------- */

/* A head among a matter's signers signs as head of the department or of the other one: the
 * parameter says which departments are meant, the first that there is where none is told. */
static bool head_reached(struct svc_call *call, const struct svc_policy *policy,
                         const char *signer, struct svc_value *values, struct auth_case *of)
{
    bool reached = false;
    char *found = NULL, *name = svc_format(SVC_GRANTEE "%s", signer);
    const char *dept = text_of(&values[A_DEPT]), *other = text_of(&values[A_OTHER_DEPT]);
    const char *list = svc_policy_param(policy, name), *word;
    size_t len;
    while (svc_text_next(&list, ';', &word, &len)) {
        char *one = svc_strndup(word, len);
        char *code = svc_one(call->db, "SELECT dept FROM dept WHERE head IS NOT NULL"
                                       "   AND (dept = ?1 OR name = ?1) ORDER BY dept LIMIT 1", "s",
                             one);
        reached = reached || (code && ((dept && strcmp(code, dept) == 0) ||
                                       (other && strcmp(code, other) == 0)));
        found = found ? found : svc_strdup(code);
        free(code);
        free(one);
    }
    free(name);
    if (reached || other || !found) {
        free(found);
        return reached;
    }
    of->other_dept = found;
    values[A_OTHER_DEPT] = svc_value_text(found);
    return true;
}

/* A role signs where one of the chain's stages is its, and applies. */
static bool role_reached(struct svc_call *call, const char *role, const struct svc_value *values)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM policy_chain c JOIN policy_version v ON v.version = c.version"
        " WHERE c.chain = '" AUTH_CHAIN "' AND c.role = ?1"
        "   AND v.from_day <= ?2 AND v.until_day > substr(?2, 1, 10)"
        "   AND " AUTH_STAGE_APPLIES("?3", "?4", "?5"),
        "ssiss", role, values[A_USED_AT].text, number_of(&values[A_AMOUNT], 0),
        text_of(&values[A_DEPT]), text_of(&values[A_OTHER_DEPT])) == 1;
}

static void lack(struct auth_case *of, const char *signer)
{
    svc_buf_printf(&of->lacks, "%s%s", of->lacks.len ? ", " : "", signer);
}

/* A matter that holds only where another department is needed touches it, whichever that is. */
static void reach_other(const struct svc_value *values, struct auth_case *of)
{
    struct svc_facts facts;
    svc_facts_read(text_of(&values[A_FACTS]), &facts);
    const char *needs = svc_facts_get(&facts, "needs_other_dept");
    if (needs && strcmp(needs, "yes") == 0 && !svc_value_given(&values[A_OTHER_DEPT]))
        lack(of, "other_dept");
    svc_facts_free(&facts);
}

/* Heads first: they may add the other department. */
void auth_reach(struct svc_call *call, const struct svc_policy *policy, struct svc_value *values,
                struct auth_case *of)
{
    for (int heads = 1; heads >= 0; heads--) {
        const char *list = of->matter ? of->matter->signers : NULL, *word;
        size_t len;
        while (svc_text_next(&list, ';', &word, &len)) {
            char *signer = svc_strndup(word, len);
            bool head = len > 5 && strcmp(signer + len - 5, "_head") == 0 &&
                        strcmp(signer, "dept_head") != 0;
            if (head == (heads == 1) &&
                !(head ? head_reached(call, policy, signer, values, of)
                       : role_reached(call, signer, values)))
                lack(of, signer);
            free(signer);
        }
    }
    reach_other(values, of);
}

static bool needs_slip(const struct svc_value *values, const struct auth_case *of)
{
    const char *dept = text_of(&values[A_DEPT]), *other = text_of(&values[A_OTHER_DEPT]);
    return number_of(&values[A_AMOUNT], 0) > 0 ||
           (other && (!dept || strcmp(other, dept) != 0)) || (of->matter && of->matter->signers);
}

void auth_begin_slip(struct svc_call *call, const struct svc_value *values)
{
    struct svc_sign_start start = {
        .no = values[A_NO].text, .chain = AUTH_CHAIN, .round = 1,
        .proposer = values[A_HANDLER].text, .own_dept = text_of(&values[A_DEPT]),
        .other_dept = text_of(&values[A_OTHER_DEPT]), .amount = number_of(&values[A_AMOUNT], 0)
    };
    if (!svc_when_parse(values[A_USED_AT].text, &start.fact))
        svc_sign_begin(call, &start);
}

/* -- judging ------------------------------------------------------------------------------ */

void auth_reasons(struct svc_buf *const why, struct svc_buf *out)
{
    for (int i = SVC_JUDGEMENTS - 1; i > 0; i--)
        if (why[i].len)
            svc_statement_join(out, why[i].data);
}

static void judge(struct svc_matrix *matrix, svc_when at, struct svc_value *values,
                  const struct svc_facts *facts, struct auth_case *of)
{
    size_t count;
    const struct svc_delegation *grants = svc_matrix_grants(matrix, &count);
    struct svc_exercise use = {
        .matter = of->matter, .at = at, .person = values[A_PERSON].text,
        .behalf = text_of(&values[A_BEHALF]),
        .standing = values[A_STANDING].text ? values[A_STANDING].text : "",
        .amount = number_of(&values[A_AMOUNT], 0), .units = number_of(&values[A_UNITS], 1),
        .facts = facts
    };
    of->judgement = svc_authority_judge(svc_matrix_policy(matrix, svc_when_day(at)), &use, grants,
                                        count, of->why);
    auth_reasons(of->why, &of->finding);
    bool decided = svc_value_given(&values[A_FALSE_USE]) && values[A_FALSE_USE].text[0] == 'y';
    if (!svc_value_given(&values[A_FALSE_USE]))
        values[A_FALSE_USE] = svc_value_text("no");
    if (!decided && of->judgement < SVC_AUTH_EXPIRED)
        values[A_POINTS] = svc_value_text(NULL);
    values[A_VERDICT] = svc_value_text(decided ? "false" : svc_judgements[of->judgement]);
    values[A_FINDING] = svc_value_text(svc_buf_text(&of->finding));
}

/* What is on its way through signatures stays as it was put forward. */
static const char *changed_slip(const struct svc_value *values, const struct svc_value *before)
{
    static const enum auth_column fixed[] = { A_USED_AT, A_MATTER, A_PERSON, A_DEPT, A_HANDLER,
                                              A_AMOUNT, A_OTHER_DEPT };
    if (!before || strcmp(before[A_STATE].text, "recorded") == 0)
        return NULL;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (!svc_value_same(&values[fixed[i]], &before[fixed[i]]))
            return auth_uses.columns[fixed[i]].name;
    return NULL;
}

void auth_case_free(struct auth_case *of)
{
    struct svc_buf *const bufs[] = { &of->lacks, &of->facts, &of->evidence, &of->finding,
                                     &of->fault };
    for (int i = 0; i < SVC_JUDGEMENTS; i++)
        svc_buf_free(&of->why[i]);
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        svc_buf_free(bufs[i]);
    free(of->dept);
    free(of->behalf);
    free(of->other_dept);
    free(of->standing);
    *of = (struct auth_case){ .matter = NULL };
}

static const char *check_values(const struct svc_value *values, svc_when at, const char **column)
{
    static const enum auth_column numbers[] = { A_AMOUNT, A_UNITS, A_DAMAGE };
    *column = "used_at";
    if (at > svc_now())
        return _("lies in the future");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        *column = auth_uses.columns[numbers[i]].name;
        if (number_of(&values[numbers[i]], 1) < (numbers[i] == A_UNITS))
            return numbers[i] == A_UNITS ? _("must be 1 or more") : _("must not be negative");
    }
    *column = "behalf";
    return svc_value_same(&values[A_BEHALF], &values[A_PERSON]) ? _("is the person") : NULL;
}

/* Whose use it was, of what and when is not changed any more once it was judged to be charged, but
 * by a file of the office or of another system; and never by the person. The attempt is kept. */
static void check_charged(struct svc_call *call, const struct svc_value *values,
                          const struct svc_value *before)
{
    static const enum auth_column fixed[] = { A_PERSON, A_BEHALF, A_MATTER, A_USED_AT };
    const char *verdict = before ? before[A_VERDICT].text : NULL;
    if (!verdict || !svc_text_in("exceeded|expired_delegation|false", '|', verdict))
        return;
    bool own = strcmp(before[A_PERSON].text, call->actor.person) == 0;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        const char *name = auth_uses.columns[fixed[i]].name;
        if (svc_value_same(&before[fixed[i]], &values[fixed[i]]))
            continue;
        if (own || !svc_call_holds(call, SVC_ROLES_CORRECT))
            svc_refuse(call, SVC_DENIED, before[A_NO].text,
                       "is judged %s; \"%s\" cannot change its %s", verdict, call->actor.person,
                       name);
    }
}

const char *auth_fill(struct svc_call *call, struct svc_matrix *matrix, struct svc_value *values,
                      const struct svc_value *before, struct auth_case *of, const char **column)
{
    struct svc_facts facts = { NULL, 0 };
    svc_when at;
    auth_case_free(of);
    check_charged(call, values, before);
    *column = "used_at";
    const char *why = svc_when_parse(values[A_USED_AT].text, &at);
    if (!why)
        why = check_values(values, at, column);
    if (!why) {
        *column = "matter";
        why = find_matter(call, matrix, svc_when_day(at), values, of);
    }
    if (why)
        return why;
    const struct svc_policy *policy = svc_matrix_policy(matrix, svc_when_day(at));
    forget_person(values, before);
    if (!before || !svc_value_same(&values[A_PERSON], &before[A_PERSON]) ||
        !svc_value_same(&values[A_BEHALF], &before[A_BEHALF]) ||
        !svc_value_same(&values[A_USED_AT], &before[A_USED_AT]))
        find_person(call, matrix, svc_when_day(at), values, of);
    why = read_facts(call, policy, values, before, at, &facts, of, column);
    auth_reach(call, policy, values, of);
    judge(matrix, at, values, &facts, of);
    svc_facts_free(&facts);
    if (!why && (*column = changed_slip(values, before)))
        return _("is on the slip, which is on its way");
    of->slip = needs_slip(values, of) && (!before || strcmp(before[A_STATE].text, "recorded") == 0);
    if (!before || of->slip)
        values[A_STATE] = svc_value_text(of->slip ? "signing" : "recorded");
    return why;
}
