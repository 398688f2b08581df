/* What came of a project: its summary (form 2) and the office's judgement. */
#include <string.h>

#include "improve.h"
#include "svc/lang.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/when.h"

static struct {
    const char *before, *effect, *deviation, *verification, *cost, *tangible, *data, *intangible,
        *lessons, *result, *text, *filed, *promoted;
    int64_t yuan_cost, yuan_tangible;
} opt;

/* -- summary ------------------------------------------------------------------------------ */

const struct svc_option summary_options[] = {
    { .name = "before", .type = SVC_OPT_TEXT, .to = &opt.before, .arg = "TEXT",
      .help = "how it was" },
    { .name = "effect", .type = SVC_OPT_TEXT, .to = &opt.effect, .arg = "TEXT",
      .help = "what was reached" },
    { .name = "deviation", .type = SVC_OPT_TEXT, .to = &opt.deviation, .arg = "TEXT",
      .help = "where it fell short, and what is done about it" },
    { .name = "verification", .type = SVC_OPT_TEXT, .to = &opt.verification, .arg = "TEXT",
      .help = "how the effect will be verified" },
    { .name = "intangible", .type = SVC_OPT_TEXT, .to = &opt.intangible, .arg = "TEXT",
      .help = "what customers, the brand and safety gained" },
    { .name = "cost", .type = SVC_OPT_TEXT, .to = &opt.cost, .arg = "YUAN",
      .help = "what it did cost" },
    { .name = "tangible", .type = SVC_OPT_TEXT, .to = &opt.tangible, .arg = "YUAN",
      .help = "what it saved or earned" },
    { .name = "data", .type = SVC_OPT_TEXT, .to = &opt.data, .arg = "TEXT",
      .help = "the figures behind that" },
    { .name = "lessons", .type = SVC_OPT_TEXT, .to = &opt.lessons, .arg = "TEXT",
      .help = "what was learned" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* Written again after a rejection: another round. */
static void summarise(const struct svc_step *step)
{
    if (!svc_in_order(step, svc_step_text(step, P_FINISHED_AT)))
        return;
    svc_change_insert(step->call, "improve_summary", step->no,
        "INSERT INTO improve_summary (no, round, before, effect, deviation, verification, cost,"
        " tangible, data, intangible, lessons, written_at, event)"
        " SELECT ?1, COALESCE(MAX(round), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12"
        "   FROM improve_summary WHERE no = ?1 RETURNING *", "sssssiissswe", step->no, opt.before,
        opt.effect, opt.deviation, opt.verification, opt.yuan_cost, opt.yuan_tangible, opt.data,
        opt.intangible, opt.lessons, step->at);
    svc_move(step, "UPDATE improve_project SET state = 'summarised' WHERE no = ?1 AND state = ?2",
             "");
}

static int64_t yuan(const char *option, const char *text)
{
    int64_t fen = 0;
    const char *why = svc_hundredths_parse(text, &fen);
    if (!why && fen < 0)
        why = _("must not be negative");
    if (why)
        svc_die(SVC_USAGE, "option --%s: %s", option, why);
    return fen;
}

int improve_summary(struct svc_call *call)
{
    opt.yuan_cost = yuan("cost", opt.cost);
    opt.yuan_tangible = yuan("tangible", opt.tangible);
    if (call->count > 1)
        svc_die(SVC_USAGE, "one project at a time has this summary");
    return svc_each_verb(call, SVC_OF(&improve_projects), svc_call_at(call), summarise, NULL);
}

/* -- evaluate ----------------------------------------------------------------------------- */

const struct svc_option evaluate_options[] = {
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.result,
      .arg = "effective|partly|ineffective", .help = "the judgement", .list = "improve.result" },
    { .name = "text", .type = SVC_OPT_TEXT, .to = &opt.text, .arg = "TEXT",
      .help = "the judgement in words; needed with --result" },
    { .name = "filed", .type = SVC_OPT_TEXT, .to = &opt.filed, .arg = "REF",
      .help = "filed with the region under REF" },
    { .name = "promoted", .type = SVC_OPT_TEXT, .to = &opt.promoted, .arg = "TEXT",
      .help = "where the result was made known or taken over" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* A fix on the spot is looked after, and with that done. */
static void evaluate_idea(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    bool spot = svc_value_given(&v[I_ROUTE]) && strcmp(v[I_ROUTE].text, "spot") == 0;
    if (opt.filed || opt.promoted || !spot)
        svc_refuse(step->call, SVC_REFUSED, step->no, spot ? N_("only a project is filed or promoted")
                   : N_("is no fix on the spot; its project is judged"));
    else if (strcmp(v[I_OWNER].text, step->call->actor.person) == 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" fixed it and cannot judge it",
                   v[I_OWNER].text);
    else if (svc_in_order(step, v[I_ROUTED_AT].text))
        svc_move(step,
                 "UPDATE improve_idea SET state = 'closed', result = ?3, effect = ?4,"
                 " checked_at = ?5 WHERE no = ?1 AND state = ?2", "ssw", opt.result, opt.text,
                 step->at);
}

/* A key project is judged after its summary is approved, a department's when it is done. */
static bool judge(const struct svc_step *step)
{
    struct svc_value *v = step->values;
    bool key = strcmp(v[P_ROUTE].text, "key") == 0;
    if (!svc_stands(step, key ? "closed" : "finished|closed") ||
        !svc_in_order(step, v[P_FINISHED_AT].text))
        return false;
    if (strcmp(v[P_OWNER].text, step->call->actor.person) == 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "\"%s\" owns it and cannot judge it",
                   v[P_OWNER].text);
        return false;
    }
    bool judged = svc_move(step,
        "UPDATE improve_project SET state = 'evaluated', result = ?3, evaluation = ?4,"
        " evaluated_at = ?5 WHERE no = ?1 AND state = ?2", "ssw", opt.result, opt.text, step->at);
    v[P_STATE] = svc_value_text("evaluated");
    return judged;
}

static void evaluate(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    if (step->call->reg == &improve_ideas) {
        evaluate_idea(step);
        return;
    }
    if (opt.result && !judge(step))
        return;
    const char *result = opt.result ? opt.result : v[P_RESULT].text;
    if (!result) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not judged yet\nadd --result and --text");
    } else if ((opt.filed || opt.promoted) && strcmp(result, "effective") != 0) {
        svc_refuse(step->call, SVC_REFUSED, step->no, "is judged %s; only an effective result is"
                   " filed or promoted", result);
    } else if (opt.filed || opt.promoted) {
        if (!svc_in_order(step, v[P_EVALUATED_AT].text))
            return;
        svc_move(step,
                 "UPDATE improve_project SET filing = COALESCE(?3, filing),"
                 " filed_at = CASE WHEN ?3 IS NULL THEN filed_at ELSE ?5 END,"
                 " promotion = COALESCE(?4, promotion),"
                 " promoted_at = CASE WHEN ?4 IS NULL THEN promoted_at ELSE ?5 END"
                 " WHERE no = ?1 AND state = ?2", "ssw", opt.filed, opt.promoted, step->at);
    }
}

int improve_evaluate(struct svc_call *call)
{
    if ((opt.result != NULL) != (opt.text != NULL))
        svc_die(SVC_USAGE, "a judgement needs both --result and --text");
    if (!opt.result && !opt.filed && !opt.promoted)
        svc_die(SVC_USAGE, "nothing to record\nadd --result, --filed or --promoted");
    return svc_each_verb(call, SVC_OF(&improve_projects, &improve_ideas), svc_call_at(call),
                         evaluate, NULL);
}
