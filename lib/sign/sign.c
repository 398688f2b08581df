#include "svc/sign.h"

#include <stdlib.h>
#include <string.h>

#include "enter.h"
#include "objection.h"
#include "svc/actor.h"
#include "svc/anchor.h"
#include "svc/chain.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/refusal.h"

struct svc_signer svc_signer;

const struct svc_option svc_paper_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &svc_signer.by, .arg = "NO",
      .help = "who signed it on paper (default: you)", .table = "person" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &svc_signer.evidence, .arg = "REF",
      .help = "the paper, such as its number" },
    { 0 }
};

const struct svc_option svc_sign_options[] = {
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    { .name = "stage", .type = SVC_OPT_INT, .to = &svc_signer.stage, .arg = "N",
      .help = "sign only if this stage is the next" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

struct svc_desk {
    struct svc_call *call;
    svc_when at;
    const struct svc_signer *signer; /* NULL: nobody signs here */
    struct svc_company company;
};

/* What of a case was allocated. */
struct file {
    struct svc_signing signing;
    struct svc_stage *stages;
    char **subjects;
    struct svc_signed *done;
    char *proposer, *subject_dept, *own_dept, *other_dept;
    char *signed_at; /* of the last signature; NULL without */
};

/* -- the signer --------------------------------------------------------------------------- */

void svc_signer_check(const struct svc_signer *signer)
{
    if ((signer->by != NULL) != (signer->evidence != NULL))
        svc_die(SVC_USAGE, "a signature on paper needs both --by NO and --evidence REF");
}

const char *svc_signer_person(const struct svc_call *call, const struct svc_signer *signer)
{
    return signer->by ? signer->by : call->actor.person;
}

bool svc_signer_may(struct svc_call *call, const struct svc_signer *signer, const char *no)
{
    bool may = !signer->by || svc_call_holds(call, SVC_ROLES_ENTER);
    if (!may)
        svc_refuse(call, SVC_DENIED, no, "a signature on paper is recorded by a clerk or the"
                   " office; \"%s\" is neither", call->actor.person);
    return may;
}

/* -- beginning ---------------------------------------------------------------------------- */

void svc_sign_begin(struct svc_call *call, const struct svc_sign_start *start)
{
    char day[SVC_DAY_SIZE];
    const char *table = call->reg->table;
    svc_day_format(svc_when_day(start->fact), day);
    int64_t version = svc_one_int(call->db, 0,
        "SELECT v.version FROM policy_version v WHERE v.from_day <= ?1 AND v.until_day > ?1"
        "   AND EXISTS (SELECT 1 FROM policy_chain c WHERE c.version = v.version AND c.chain = ?2)",
        "ss", day, start->chain);
    if (!version)
        svc_die(SVC_CONFIG, "the policy in force on %s has no chain \"%s\"", day, start->chain);
    svc_change_insert(call, "signing", start->no,
        "INSERT INTO signing (tbl, no, chain, round, version, proposer, subject_dept, own_dept,"
        " other_dept, amount, begun_at, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING *",
        "sssiissssiwe", table, start->no, start->chain, (int64_t)start->round, version,
        start->proposer, start->subject_dept, start->own_dept, start->other_dept, start->amount,
        svc_now());
    for (size_t i = 0; i < start->subject_count; i++)
        svc_change_insert(call, "signing_subject", start->no,
            "INSERT INTO signing_subject (tbl, no, chain, round, person, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING *",
            "sssise", table, start->no, start->chain, (int64_t)start->round, start->subjects[i]);
}

/* -- the company -------------------------------------------------------------------------- */

static void load_staff(struct svc_desk *desk, const char *day)
{
    struct svc_staff *staff = NULL;
    size_t n = 0;
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT p.person, " SVC_PERSON_ON("dept", "?1") ", " SVC_ROLES_ON("?1") " FROM person p"
        " WHERE (p.joined IS NULL OR p.joined <= ?1) AND (p.left_on IS NULL OR p.left_on >= ?1)"
        " ORDER BY p.person", "s", day);
    while (svc_next(q)) {
        staff = svc_grow(staff, n, sizeof *staff);
        staff[n++] = (struct svc_staff){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)),
                                         svc_strdup(svc_text(q, 2)) };
    }
    desk->company.staff = staff;
    desk->company.staff_count = n;
}

/* True of the person in `column` who wrote himself there on the day ?1 or since. */
#define MADE_HIMSELF(column) \
    "EXISTS (SELECT 1 FROM event e WHERE e.record = d.dept AND e.tool = 'svc-admin'" \
    "    AND e.person = d." column " AND substr(e.at, 1, 10) >= ?1" \
    "    AND e.change LIKE '%\"" column "\":[%')"

/* Nobody makes himself the head or leader of a department for today, as with roles. */
static void load_depts(struct svc_desk *desk, const char *day)
{
    struct svc_dept *depts = NULL;
    size_t n = 0;
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT d.dept, CASE WHEN " MADE_HIMSELF("head") " THEN NULL ELSE d.head END,"
        "       CASE WHEN " MADE_HIMSELF("leader") " THEN NULL ELSE d.leader END"
        "  FROM dept_span d WHERE d.from_day <= ?1 AND d.until_day > ?1 ORDER BY d.dept", "s", day);
    while (svc_next(q)) {
        depts = svc_grow(depts, n, sizeof *depts);
        depts[n++] = (struct svc_dept){ svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)),
                                        svc_strdup(svc_text(q, 2)) };
    }
    desk->company.depts = depts;
    desk->company.dept_count = n;
}

static void load_delegations(struct svc_desk *desk)
{
    struct svc_delegation *list = NULL;
    size_t n = 0;
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT grantor, delegate, scope, cap, from_day, until_day FROM delegation_given ORDER BY no",
        NULL);
    while (svc_next(q)) {
        struct svc_delegation d = { svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)),
                                    svc_strdup(svc_text(q, 2)),
                                    svc_is_null(q, 3) ? -1 : svc_int(q, 3), 0, 0 };
        if (svc_day_parse(svc_text(q, 4), &d.from) || svc_day_parse(svc_text(q, 5), &d.until))
            svc_die(SVC_CONFIG, "a delegation's days are unreadable\nrun svc-admin check");
        list = svc_grow(list, n, sizeof *list);
        list[n++] = d;
    }
    desk->company.delegations = list;
    desk->company.delegation_count = n;
}

struct svc_desk *svc_desk_open(struct svc_call *call, svc_when at, const struct svc_signer *signer)
{
    struct svc_desk *desk = svc_alloc(sizeof *desk);
    char day[SVC_DAY_SIZE];
    *desk = (struct svc_desk){ .call = call, .at = at, .signer = signer };
    if (signer)
        svc_signer_check(signer);
    load_staff(desk, svc_day_format(svc_when_day(at), day));
    load_depts(desk, day);
    load_delegations(desk);
    return desk;
}

/* The values are read-only to the rules; they were allocated here. */
static void drop(const char *text)
{
    free((char *)text);
}

void svc_desk_close(struct svc_desk *desk)
{
    const struct svc_company *c = &desk->company;
    for (size_t i = 0; i < c->staff_count; i++) {
        drop(c->staff[i].person);
        drop(c->staff[i].dept);
        drop(c->staff[i].roles);
    }
    for (size_t i = 0; i < c->dept_count; i++) {
        drop(c->depts[i].dept);
        drop(c->depts[i].head);
        drop(c->depts[i].leader);
    }
    for (size_t i = 0; i < c->delegation_count; i++) {
        drop(c->delegations[i].grantor);
        drop(c->delegations[i].delegate);
        drop(c->delegations[i].scope);
    }
    free((struct svc_staff *)c->staff);
    free((struct svc_dept *)c->depts);
    free((struct svc_delegation *)c->delegations);
    free(desk);
}

/* -- the case ----------------------------------------------------------------------------- */

static bool load_signing(struct svc_desk *desk, const char *no, const char *chain, int round,
                         struct file *file, int64_t *version)
{
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT version, proposer, subject_dept, own_dept, other_dept, amount FROM signing"
        " WHERE tbl = ?1 AND no = ?2 AND chain = ?3 AND round = ?4",
        "sssi", desk->call->reg->table, no, chain, (int64_t)round);
    if (!svc_next(q))
        return false;
    *version = svc_int(q, 0);
    file->proposer = svc_strdup(svc_text(q, 1));
    file->subject_dept = svc_strdup(svc_text(q, 2));
    file->own_dept = svc_strdup(svc_text(q, 3));
    file->other_dept = svc_strdup(svc_text(q, 4));
    file->signing.amount = svc_int(q, 5);
    svc_done(q);
    return true;
}

static void load_stages(struct svc_desk *desk, const char *chain, int64_t version,
                        struct file *file)
{
    size_t n = 0;
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT stage, role, scope, condition FROM policy_chain"
        " WHERE version = ?1 AND chain = ?2 ORDER BY stage", "is", version, chain);
    while (svc_next(q)) {
        file->stages = svc_grow(file->stages, n, sizeof *file->stages);
        file->stages[n++] = (struct svc_stage){ (int)svc_int(q, 0), svc_strdup(svc_text(q, 1)),
                                                svc_strdup(svc_text(q, 2)),
                                                svc_strdup(svc_text(q, 3)) };
    }
    file->signing.stages = file->stages;
    file->signing.stage_count = n;
}

static void load_people(struct svc_desk *desk, const char *no, const char *chain, int round,
                        struct file *file)
{
    struct svc_signing *signing = &file->signing;
    struct svc_query *q = svc_query(desk->call->db,
        "SELECT person FROM signing_subject"
        " WHERE tbl = ?1 AND no = ?2 AND chain = ?3 AND round = ?4 ORDER BY person",
        "sssi", desk->call->reg->table, no, chain, (int64_t)round);
    while (svc_next(q)) {
        file->subjects = svc_grow(file->subjects, signing->subject_count, sizeof *file->subjects);
        file->subjects[signing->subject_count++] = svc_strdup(svc_text(q, 0));
    }
    q = svc_query(desk->call->db,
        "SELECT stage, person, signed_at FROM signature"
        " WHERE tbl = ?1 AND no = ?2 AND chain = ?3 AND round = ?4 ORDER BY stage",
        "sssi", desk->call->reg->table, no, chain, (int64_t)round);
    while (svc_next(q)) {
        file->done = svc_grow(file->done, signing->done_count, sizeof *file->done);
        file->done[signing->done_count++] =
            (struct svc_signed){ (int)svc_int(q, 0), svc_strdup(svc_text(q, 1)) };
        free(file->signed_at);
        file->signed_at = svc_strdup(svc_text(q, 2));
    }
    signing->subjects = (const char *const *)file->subjects;
    signing->done = file->done;
}

static bool load_file(struct svc_desk *desk, const char *no, const char *chain, int round,
                      struct file *file)
{
    int64_t version;
    *file = (struct file){ .signing = { .chain = chain, .day = svc_when_day(desk->at) } };
    if (!load_signing(desk, no, chain, round, file, &version))
        return false;
    load_stages(desk, chain, version, file);
    load_people(desk, no, chain, round, file);
    file->signing.proposer = file->proposer;
    file->signing.subject_dept = file->subject_dept;
    file->signing.own_dept = file->own_dept;
    file->signing.other_dept = file->other_dept;
    return true;
}

static void free_file(struct file *file)
{
    char *const texts[] = { file->proposer, file->subject_dept, file->own_dept, file->other_dept,
                            file->signed_at };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    for (size_t i = 0; i < file->signing.stage_count; i++) {
        drop(file->stages[i].role);
        drop(file->stages[i].scope);
        drop(file->stages[i].condition);
    }
    for (size_t i = 0; i < file->signing.subject_count; i++)
        free(file->subjects[i]);
    for (size_t i = 0; i < file->signing.done_count; i++)
        drop(file->done[i].person);
    free(file->stages);
    free(file->subjects);
    free(file->done);
}

/* -- who waits ---------------------------------------------------------------------------- */

static void waiting(const struct svc_desk *desk, const struct svc_signing *signing,
                    struct svc_buf *out)
{
    const struct svc_stage *next = svc_chain_next(signing);
    if (!next)
        return;
    svc_buf_printf(out, "%d %s", next->stage, next->role);
    for (size_t i = 0; i < desk->company.staff_count; i++) {
        const char *person = desk->company.staff[i].person;
        if (svc_chain_judge(&desk->company, signing, person).verdict == SVC_SIGN_MAY)
            svc_buf_printf(out, " %s", person);
    }
}

void svc_desk_waiting(struct svc_desk *desk, const char *no, const char *chain, int round,
                      struct svc_buf *out)
{
    struct file file;
    if (!load_file(desk, no, chain, round, &file))
        return;
    waiting(desk, &file.signing, out);
    free_file(&file);
}

bool svc_desk_may(struct svc_desk *desk, const char *no, const char *chain, int round,
                  const char *person)
{
    struct file file;
    if (!load_file(desk, no, chain, round, &file))
        return false;
    bool may = svc_chain_judge(&desk->company, &file.signing, person).verdict == SVC_SIGN_MAY;
    free_file(&file);
    return may;
}

/* -- signing ------------------------------------------------------------------------------ */

static void refuse(struct svc_desk *desk, const char *no, const struct svc_answer *answer,
                   const struct file *file, const char *person)
{
    bool denied = answer->verdict == SVC_SIGN_ROLE || answer->verdict == SVC_SIGN_CRON ||
                  answer->verdict == SVC_SIGN_ABSENT;
    struct svc_buf remedy = { 0 };
    waiting(desk, &file->signing, &remedy);
    const char *waits = svc_buf_text(&remedy);
    const struct sign_last last = {
        file->signing.done_count ? file->done[file->signing.done_count - 1].person : "-", file->signed_at };
    svc_refuse_both(desk->call, denied ? SVC_DENIED : SVC_REFUSED, no,
                    svc_sign_explain(SVC_ENGLISH, answer, &last, person, waits),
                    svc_sign_explain(svc_lang(), answer, &last, person, waits));
    svc_buf_free(&remedy);
}

/* False, and told, when the stage that is next is not the signer's. */
static bool may_sign(struct svc_desk *desk, const char *no, const struct svc_answer *answer,
                     const struct file *file, const char *person)
{
    int64_t stage = desk->signer->stage;
    if (answer->verdict != SVC_SIGN_MAY)
        refuse(desk, no, answer, file, person);
    else if (stage && stage != answer->stage->stage)
        svc_refuse(desk->call, SVC_REFUSED, no, "the next stage is %d, not %lld",
                   answer->stage->stage, (long long)stage);
    else
        return true;
    return false;
}

enum svc_sign_end svc_sign(struct svc_desk *desk, const char *no, const char *chain, int round,
                           bool reject)
{
    struct file file;
    struct svc_call *call = desk->call;
    const char *person = svc_signer_person(call, desk->signer);
    if (reject && !svc_shared.reason)
        svc_die(SVC_USAGE, "%s needs a reason\nadd --reason TEXT", call->verb->name);
    if (!svc_signer_may(call, desk->signer, no))
        return SVC_SIGN_REFUSED;
    if (!load_file(desk, no, chain, round, &file)) {
        svc_refuse(call, SVC_REFUSED, no, "there is nothing to sign");
        return SVC_SIGN_REFUSED;
    }
    struct svc_answer answer = svc_chain_judge(&desk->company, &file.signing, person);
    bool signs = may_sign(desk, no, &answer, &file, person) && svc_paper_taken(call, no, desk->signer->by, desk->at) &&
                 svc_enterer_may(call, no, chain, round, desk->signer->by, desk->at);
    if (signs)
        svc_change_insert(call, "signature", no,
            "INSERT INTO signature (tbl, no, chain, round, stage, role, person, behalf,"
            " entered_by, evidence, decision, reason, signed_at, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING *",
            "sssiissssssswe", call->reg->table, no, chain, (int64_t)round,
            (int64_t)answer.stage->stage, answer.role, person, answer.person, call->actor.person,
            desk->signer->evidence, reject ? "rejected" : "signed", svc_shared.reason, desk->at);
    free_file(&file);
    if (!signs)
        return SVC_SIGN_REFUSED;
    svc_call_anchor(call, no);
    if (!load_file(desk, no, chain, round, &file))
        return SVC_SIGN_REFUSED;
    bool more = svc_chain_next(&file.signing) != NULL;
    free_file(&file);
    return reject || !more ? SVC_SIGN_ENDED : SVC_SIGN_WAITS;
}
