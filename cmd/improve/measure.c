/* measure: a rate before and after the improvement, and what the difference is worth. */
#include "improve.h"
#include "svc/compared.h"
#include "svc/lang.h"

static struct {
    const char *project, *what;
} opt;

const struct svc_option measure_options[] = {
    SVC_OPTIONS_INCLUDE(svc_compared_options),
    { .name = "project", .type = SVC_OPT_TEXT, .to = &opt.project, .arg = "NO",
      .help = "keep the counts with this project" },
    { .name = "what", .type = SVC_OPT_TEXT, .to = &opt.what, .arg = "TEXT",
      .help = "what was measured; goes with --project" },
    SVC_OPTIONS_INCLUDE(svc_write_output_options),
    { 0 }
};

static void keep(const struct svc_step *step)
{
    const struct svc_counts *before = svc_compared_group(0), *after = svc_compared_group(1);
    if (!svc_stands(step, "draft|signing|running|replanning|finished|summarised|closed|evaluated"))
        return;
    svc_change_insert(step->call, "improve_measure", step->no,
        "INSERT INTO improve_measure (no, measured_at, what, before_n, before_satisfied, after_n,"
        " after_satisfied, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING *", "swsiiiie",
        step->no, step->at, opt.what, before->n, before->low, after->n, after->low);
}

int improve_measure(struct svc_call *call)
{
    if ((opt.project != NULL) != (opt.what != NULL))
        svc_die(SVC_USAGE, "to keep it, give both --project NO and --what TEXT");
    if (opt.project && svc_compared_rounded())
        svc_die(SVC_USAGE, "a rounded rate is not kept\ngive the counts");
    svc_compared_take(call);
    if (opt.project) {
        improve_keeper(call, N_("keeping a measurement"));
        call->operand = (char **)&opt.project;
        call->count = 1;
        svc_call_begin(call);
        svc_each(call, SVC_OF(&improve_projects), svc_now(), keep, NULL);
        svc_call_commit(call);
    }
    if (svc_worst() == SVC_OK)
        svc_compared_print(call);
    return svc_finish(call);
}
