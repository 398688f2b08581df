/* Feedback on the rule books and evaluations of their effect: recorded, and answered by somebody
 * else (rule book 001, 5.2.1.6). */
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/actor.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/refusal.h"
#include "svc/sign.h"
#include "svc/text.h"

static struct {
    const char *text, *by, *evidence;
} opt;

enum { F_NO, F_SOURCE, F_SOURCE_NO, F_BOOK, F_KIND, F_DEPT, F_PERSON, F_GIVEN_AT, F_TEXT, F_STATE,
       F_ANSWER, F_ANSWERED_AT, F_ANSWERED_BY, F_EVIDENCE, F_RECORDED_AT, F_RECORDED_BY, F_DIGEST,
       F_EVENT, F_COLUMNS };

static const struct svc_column columns[] = {
    [F_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought", NULL,
               NULL },
    [F_SOURCE] = { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL },
    [F_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source",
                      NULL, NULL },
    [F_BOOK] = { "book", SVC_TYPE_CODE, SVC_REQUIRED, "制度", "the rule book's code", NULL, NULL },
    [F_KIND] = { "kind", SVC_TYPE_WORD, 0, "类型",
                 "an opinion, or an evaluation of the effect; feedback unless said",
                 "feedback|evaluation", NULL },
    [F_DEPT] = { "dept", SVC_TYPE_CODE, SVC_REQUIRED, "反馈部门", "the department it comes from", NULL,
                 "dept" },
    [F_PERSON] = { "person", SVC_TYPE_CODE, 0, "反馈人", "who gave it; who records it unless said",
                   NULL, "person" },
    [F_GIVEN_AT] = { "given_at", SVC_TYPE_TIME, SVC_REQUIRED, "反馈时间", "when it was given", NULL,
                     NULL },
    [F_TEXT] = { "text", SVC_TYPE_TEXT, SVC_REQUIRED, "内容", "what was said", NULL, NULL },
    [F_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "open until it is answered",
                  "open|answered", NULL },
    [F_ANSWER] = { "answer", SVC_TYPE_TEXT, SVC_OWN, "答复", "the answer", NULL, NULL },
    [F_ANSWERED_AT] = { "answered_at", SVC_TYPE_TIME, SVC_OWN, "答复时间", "when it was answered", NULL,
                        NULL },
    [F_ANSWERED_BY] = { "answered_by", SVC_TYPE_CODE, SVC_OWN, "答复人", "who answered", NULL, NULL },
    [F_EVIDENCE] = { "evidence", SVC_TYPE_CODE, SVC_OWN, "答复凭据", "the paper, of an answer on paper",
                     NULL, NULL },
    [F_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded here",
                        NULL, NULL },
    [F_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL },
    [F_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [F_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [F_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register policy_feedback = {
    .name = "feedback", .one = "feedback", .help = "what is said of the rule books, and the answers",
    .table = "book_feedback", .letter = 'F', .fact = "given_at", .columns = columns
};

/* -- intake ------------------------------------------------------------------------------- */

static bool is_book(struct svc_call *call, const char *book, const char *on)
{
    return svc_one_int(call->db, 0,
        "SELECT 1 FROM policy_book b JOIN policy_version v ON v.version = b.version"
        " WHERE b.book = ?1 AND v.from_day <= ?2 AND v.until_day > ?2", "ss", book, on) == 1;
}

static void fill(struct svc_call *call, struct svc_import *in, struct svc_value *values)
{
    char now[SVC_WHEN_SIZE];
    if (!svc_value_given(&values[F_KIND]))
        values[F_KIND] = svc_value_text("feedback");
    if (!svc_value_given(&values[F_PERSON]))
        values[F_PERSON] = svc_value_text(call->actor.person);
    if (!svc_value_given(&values[F_STATE]))
        values[F_STATE] = svc_value_text("open");
    if (strcmp(values[F_STATE].text, "open") != 0)
        svc_import_reject(in, NULL, "was answered, and stays as it is");
    if (strcmp(values[F_GIVEN_AT].text, svc_when_format(svc_now(), now)) > 0)
        svc_import_reject(in, "given_at", "lies in the future");
    if (!is_book(call, values[F_BOOK].text, values[F_GIVEN_AT].text))
        svc_import_reject(in, "book", "no such book on that day; svc-policy books lists them");
}

static int take_in(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(call, in, values);
    return svc_import_close(in);
}

int policy_feedback_add(struct svc_call *call)
{
    return take_in(call, svc_import_one(call));
}

int policy_feedback_import(struct svc_call *call)
{
    return take_in(call, svc_import_open(call));
}

/* -- answer ------------------------------------------------------------------------------- */

const struct svc_option answer_options[] = {
    { "text", 0, SVC_OPT_TEXT, &opt.text, "TEXT", "the answer (required)" },
    { "by", 0, SVC_OPT_TEXT, &opt.by, "STAFF", "who answered on paper; needs --evidence" },
    { "evidence", 0, SVC_OPT_TEXT, &opt.evidence, "REF", "the paper, such as a document's number" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

/* The service office, the general office or the head of a department, on paper as in person. */
static const char *answerer(struct svc_call *call)
{
    const char *who = opt.by ? opt.by : call->actor.person;
    svc_call_person(call, opt.by);
    char *roles = svc_actor_roles(call->db, who);
    bool holds = roles && (svc_text_in(roles, ';', "office") ||
                           svc_text_in(roles, ';', "general_office") ||
                           svc_text_in(roles, ';', "dept_head"));
    free(roles);
    if (!holds)
        svc_deny(call, SVC_DENIED, NULL, "answer is given by one of the roles " POLICY_ANSWERERS
                "; \"%s\" holds none\nadd --by STAFF --evidence REF: who answered on paper", who);
    return who;
}

static void answer(struct svc_call *call, const char *no, const char *who, svc_when at)
{
    struct svc_record record;
    char text[SVC_WHEN_SIZE];
    if (!svc_sign_paper(call, no, opt.by))
        return;
    if (!svc_record_read(call, no, &record)) {
        svc_fail(SVC_UNKNOWN, "%s: no such feedback", no);
        return;
    }
    const char *given = record.values[F_GIVEN_AT].text;
    if (strcmp(who, record.values[F_PERSON].text) == 0)
        svc_refuse(call, SVC_REFUSED, no, "\"%s\" gave it and cannot answer it", who);
    else if (strcmp(svc_when_format(at, text), given) < 0)
        svc_fail(SVC_REFUSED, "%s: cannot answer before it was given (%s)", no, given);
    else
        svc_change(call, no,
                   "UPDATE book_feedback SET state = 'answered', answer = ?2, answered_at = ?3,"
                   " answered_by = ?4, evidence = ?5 WHERE no = ?1 AND state = 'open'",
                   "swss", opt.text, at, who, opt.evidence);
    svc_record_free(call, &record);
}

int policy_answer(struct svc_call *call)
{
    if (!opt.text)
        svc_die(SVC_USAGE, "no answer\nadd --text TEXT");
    if (opt.by && !opt.evidence)
        svc_die(SVC_USAGE, "--by needs the paper\nadd --evidence REF");
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_when at = svc_call_at(call);
    const char *who = answerer(call);
    svc_call_begin(call);
    for (size_t i = 0; i < numbers.count; i++)
        answer(call, numbers.no[i], who, at);
    svc_call_commit(call);
    return svc_finish(call);
}
