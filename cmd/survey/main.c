/* svc-survey: satisfaction surveys, from the questions to the index. The entry is at the bottom. */
#include "survey.h"

#include "svc/score.h"
#include "svc/stock.h"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = survey_add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_KEEPERS, .help = "register one record" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = survey_import,
      .options = survey_import_options, .need = SVC_NEED_WRITE, .roles = SURVEY_KEEPERS,
      .help = "register many records, all or none" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { .name = "set", .operands = "REGISTER NO...|-", .run = survey_set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_KEEPERS, .requires = "reason",
      .help = "correct columns that may change" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "open", .operands = "NO...|-", .run = survey_open, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_OFFICE,
      .help = "take answers from now on; weights and scales must fit" },
    { .name = "close", .operands = "NO...|-", .run = survey_close, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_OFFICE, .help = "take no more answers" },
    { .name = "freeze", .operands = "NO...|-", .run = survey_freeze, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_OFFICE,
      .help = "store the index for good; once more with --reason: another revision" },
    { .name = "report", .operands = "NO...|-", .run = survey_report, .options = survey_report_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_OFFICE, .requires = "report",
      .help = "record that the report was handed in" },
    { .name = "judge", .operands = "NO...|-", .run = survey_judge, .options = survey_judge_options,
      .need = SVC_NEED_WRITE, .roles = SURVEY_OFFICE, .requires = "unit;outcome;reason",
      .help = "say whether a unit's miss counts that its interval leaves open" },
    { .name = "index", .run = survey_index, .options = survey_index_options, .need = SVC_NEED_READ,
      .requires = "survey", .help = "the satisfaction index and what it is made of" },
    { .name = "explain", .operands = "[UNIT]", .run = survey_explain,
      .options = survey_explain_options, .need = SVC_NEED_READ, .requires = "survey",
      .help = "every product of the index" },
    { .name = "rollup", .operands = "[FILE|-]", .run = survey_rollup, .options = survey_rollup_options,
      .need = SVC_NEED_READ, .help = "the company's index from its units, by customers and gas" },
    { .name = "check", .operands = "[NO...|-]", .run = survey_check, .options = survey_check_options,
      .need = SVC_NEED_READ, .help = "what does not fit in a survey, or in bands of points" },
    { .name = "weights", .operands = "[export]", .run = survey_weights,
      .options = survey_weights_options, .need = SVC_NEED_READ, .requires = "survey",
      .help = "weights from experts' scores; export: the answers as a matrix, for R" },
    { .name = "reliability", .run = survey_reliability, .options = survey_reliability_options,
      .need = SVC_NEED_READ, .requires = "survey", .help = "Cronbach's alpha of a survey's questions" },
    { .name = "rate", .run = survey_rate, .options = survey_rate_options, .need = SVC_NEED_READ,
      .requires = "survey", .help = "the satisfaction rate with its interval, beside the target" },
    { .name = "known", .run = survey_known, .options = survey_known_options, .need = SVC_NEED_READ,
      .requires = "survey", .help = "how many know it, by the bands of the policy" },
    { .name = "nps", .run = survey_nps, .options = survey_nps_options, .need = SVC_NEED_READ,
      .requires = "survey", .help = "the net promoter score with its interval" },
    { .name = "compare", .operands = "[FILE|- [FILE]]", .run = survey_compare,
      .options = survey_compare_options, .need = SVC_NEED_READ,
      .help = "two groups, two surveys, or each part beside the others: what a difference is worth" },
    { .name = "sample-size", .run = survey_sample_size, .options = survey_sample_size_options,
      .need = SVC_NEED_NOTHING, .requires = "error", .help = "how many answers are needed" },
    { .name = "allocate", .operands = "N", .run = survey_allocate, .options = survey_allocate_options,
      .need = SVC_NEED_READ, .requires = "strata", .help = "how many of a sample come from each stratum" },
    { .name = "draw", .operands = "[FILE|-]", .run = survey_draw, .options = survey_draw_options,
      .need = SVC_NEED_READ, .requires = "survey",
      .help = "draw customers for a survey, the same ones every time" },
    { .name = "due", .run = survey_due, .options = survey_due_options, .need = SVC_NEED_READ,
      .help = "what surveys wait for, and which the year lacks" },
    { .name = "stats", .run = survey_stats, .options = survey_stats_options, .need = SVC_NEED_READ,
      .help = "the scores of the questions, the low ones for improvement" },
    { .name = "response", .run = survey_response, .options = survey_response_options,
      .need = SVC_NEED_READ, .requires = "survey",
      .help = "how many of those asked answered, and enough" },
    { .name = "form", .operands = "NO...|-", .run = survey_form, .options = survey_form_options,
      .need = SVC_NEED_READ, .help = "the report, the table of indices, the questionnaire, the parts of the sample" },
    { .name = "chart", .operands = "units|matrix", .run = survey_chart, .options = survey_chart_options,
      .need = SVC_NEED_READ, .requires = "survey",
      .help = "units: their indices with intervals; matrix: importance and satisfaction" },
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = {
    &survey_surveys, &survey_questions, &survey_dimensions, &survey_units, &survey_answers,
    &survey_experts, &survey_indices, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-survey", .summary = "satisfaction surveys, from the questions to the index",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
