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
    const char *text;
} opt;

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
    { .name = "text", .type = SVC_OPT_TEXT, .to = &opt.text, .arg = "TEXT",
      .help = "the answer" },
    SVC_OPTIONS_INCLUDE(svc_paper_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* The service office, the general office or the head of a department, on paper as in person. */
static void check_answerer(struct svc_call *call)
{
    const char *who = svc_signer_person(call, &svc_signer);
    char *roles = svc_actor_roles(call->db, who);
    bool holds = roles && (svc_text_in(roles, ';', "office") ||
                           svc_text_in(roles, ';', "general_office") ||
                           svc_text_in(roles, ';', "dept_head"));
    free(roles);
    if (!holds)
        svc_deny(call, SVC_DENIED, NULL, "answer is given by one of the roles %s; \"%s\" holds none\n"
                 "add --by STAFF --evidence REF: who answered on paper", svc_worded("verb.role", POLICY_ANSWERERS), who);
}

static void answer(const struct svc_step *step)
{
    char at[SVC_WHEN_SIZE];
    const char *who = svc_signer_person(step->call, &svc_signer);
    const char *given = svc_step_text(step, F_GIVEN_AT);
    if (!svc_signer_may(step->call, &svc_signer, step->no))
        return;
    if (strcmp(who, svc_step_text(step, F_PERSON)) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" gave it and cannot answer it", who);
    else if (strcmp(svc_when_format(step->at, at), given) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot answer before it was given (%s)",
                   given);
    else
        svc_move(step,
                 "UPDATE book_feedback SET state = 'answered', answer = ?3, answered_at = ?4,"
                 " answered_by = ?5, evidence = ?6 WHERE no = ?1 AND state = ?2",
                 "swss", opt.text, step->at, who, svc_signer.evidence);
}

int policy_answer(struct svc_call *call)
{
    svc_signer_check(&svc_signer);
    check_answerer(call);
    return svc_each_verb(call, SVC_OF(&policy_feedback), svc_call_at(call), answer, NULL);
}
