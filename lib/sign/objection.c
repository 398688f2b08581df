#include "objection.h"

#include <stdlib.h>

#include "svc/lang.h"
#include "svc/mem.h"

/* What is wrong, in words; the code says whether it is a rule or a missing right. */
static char *explain(const struct svc_answer *answer, const struct sign_last *last, const char *person)
{
    int stage = answer->stage ? answer->stage->stage : 0;
    const char *role = answer->stage ? answer->stage->role : "";
    switch (answer->verdict) {
    case SVC_SIGN_COMPLETE:
        return svc_format(_("every stage is signed, the last by %s at %s"),
                          last->person,
                          last->at ? last->at : _("no time"));
    case SVC_SIGN_ABSENT:
        return svc_format(_("\"%s\" was not with the company on that day"), person);
    case SVC_SIGN_CRON:
        return svc_format(_("\"%s\" holds the role cron, which never signs"), person);
    case SVC_SIGN_PROPOSER:
        return svc_format(_("\"%s\" proposed it and cannot sign it"), person);
    case SVC_SIGN_SUBJECT:
        return svc_format(_("\"%s\" is a subject of it and cannot sign it"), person);
    case SVC_SIGN_DELEGATE:
        return svc_format(_("\"%s\" acts for \"%s\", a subject of it"), person, answer->person);
    case SVC_SIGN_TWICE:
        return svc_format(_("\"%s\" signed stage %d already; every stage needs another person"),
                          person, stage);
    case SVC_SIGN_EARLY:
        return svc_format(_("it is not yet the turn of stage %d, which \"%s\" could sign"), stage,
                          person);
    case SVC_SIGN_TAKEN:
        return svc_format(_("stage %d was signed by %s already, the last signature is of %s"), stage,
                          answer->person, last->at);
    case SVC_SIGN_EXPIRED:
    case SVC_SIGN_OVER_CAP:
        return svc_format(answer->verdict == SVC_SIGN_EXPIRED
                              ? _("the delegation of \"%s\" to \"%s\" does not cover that day")
                              : _("the delegation of \"%s\" to \"%s\" does not cover this amount"),
                          answer->person, person);
    case SVC_SIGN_GRANTOR:
        return svc_format(_("\"%s\", for whom \"%s\" signs, cannot sign it"), answer->person, person);
    case SVC_SIGN_DEPT:
        return svc_format(_("stage %d is signed by the %s of the department concerned, not by \"%s\""),
                          stage, role, person);
    default:
        return svc_format(_("stage %d is signed by the %s, and \"%s\" is none"), stage, role, person);
    }
}

char *svc_sign_explain(enum svc_language language, const struct svc_answer *answer,
                       const struct sign_last *last, const char *person, const char *waits)
{
    enum svc_language own = svc_lang_in(language);
    char *why = explain(answer, last, person);
    char *whole = *waits ? svc_format(_("%s\nit waits for stage %s"), why, waits) : svc_strdup(why);
    svc_lang_in(own);
    free(why);
    return whole;
}
