/* svc-inspect: inspections, what they find and how it is put right. The entry is at the bottom. */
#include "inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/org.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/linked.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/text.h"

/* -- who may ------------------------------------------------------------------------------ */

bool inspect_may_mark(struct svc_call *call, const char *sheet)
{
    char *list = svc_one(call->db, "SELECT inspectors FROM inspect_sheet WHERE no = ?1", "s",
                         sheet);
    bool may = svc_call_holds(call, SVC_ROLES_ENTER) ||
               (list && svc_text_in(list, ';', call->actor.person));
    free(list);
    return may;
}

bool inspect_may_answer(struct svc_call *call, const char *dept)
{
    char today[SVC_DAY_SIZE];
    return svc_call_holds(call, SVC_ROLES_ENTER) ||
           svc_org_in(call->db, call->actor.person, dept,
                      svc_day_format(svc_when_day(svc_now()), today));
}

void inspect_paper(struct svc_call *call, const char *by)
{
    if (by && strcmp(by, call->actor.person) != 0 && !svc_call_holds(call, SVC_ROLES_ENTER))
        svc_deny(call, SVC_DENIED, NULL,
                 "what \"%s\" did is entered by a clerk or the office; \"%s\" is neither", by,
                 call->actor.person);
}

/* -- numbers ------------------------------------------------------------------------------ */

void inspect_print_numbers(struct svc_call *call, char *const *numbers, size_t count)
{
    static const struct svc_column columns[] = {
        { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the record" },
        { 0 }
    };
    if (svc_shared.dry_run || svc_worst() != SVC_OK)
        return;
    svc_print_begin(call, columns);
    for (size_t i = 0; i < count; i++) {
        struct svc_value no = svc_value_text(numbers[i]);
        svc_print_row(call, &no);
    }
}

/* -- deadlines ---------------------------------------------------------------------------- */

const char *inspect_deadline(const struct svc_opt_time *given, char out[SVC_WHEN_SIZE])
{
    if (!given->given)
        return NULL;
    return svc_when_format(given->when + (given->day ? SVC_DAY_SECONDS - 1 : 0), out);
}

char *inspect_quarter(svc_day day, char out[QUARTER_SIZE])
{
    int year, month, first;
    svc_day_split(day, &year, &month, &first);
    snprintf(out, QUARTER_SIZE, "%04dQ%d", year, (month + 2) / 3);
    return out;
}

/* -- the command -------------------------------------------------------------------------- */

#define PLANNERS "office;dept_head;team_leader;clerk"
#define INSPECTORS "office;deputy_gm;gm;dept_head;team_leader;staff;clerk"
#define TAKERS "office;deputy_gm;gm;dept_head;team_leader;staff;agent;clerk;cron"
#define REPLIERS "office;dept_head;team_leader;staff;agent;clerk"

static const struct svc_verb verbs[] = {
    { .name = "add", .operands = "REGISTER ", .run = inspect_add, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = TAKERS,
      .help = "register one record: an inspection, a finding, praise, a walk-round's mark, a patrol" },
    { .name = "import", .operands = "REGISTER [FILE|-]", .run = inspect_import,
      .options = svc_import_options, .need = SVC_NEED_WRITE, .roles = TAKERS,
      .help = "register many records, all or none; marks of items too" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { .name = "set", .operands = "REGISTER NO...|-", .run = inspect_set, .options = svc_set_options,
      .need = SVC_NEED_WRITE, .roles = TAKERS, .requires = "reason",
      .help = "correct columns that may change" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    SVC_STOCK_MOVES("REGISTER "),
    { .name = "plan", .operands = "", .run = inspect_plan, .options = svc_add_options,
      .need = SVC_NEED_WRITE, .roles = PLANNERS, .help = "plan one inspection; prints its number" },
    { .name = "sheet", .operands = "[NO...|-]", .run = inspect_sheet, .options = sheet_options,
      .need = SVC_NEED_WRITE, .roles = INSPECTORS,
      .help = "hold inspections: a sheet for each department, or a contractor's of a quarter" },
    { .name = "mark", .operands = "ITEM...|-", .run = inspect_mark, .options = mark_options,
      .need = SVC_NEED_WRITE, .roles = INSPECTORS, .requires = "result",
      .help = "mark items of a sheet" },
    { .name = "find", .operands = "SHEET", .run = inspect_find, .options = find_options,
      .need = SVC_NEED_WRITE, .roles = INSPECTORS, .requires = "severity;facts",
      .help = "register what was found; prints its number" },
    { .name = "fix", .operands = "NO...|-", .run = inspect_fix, .options = fix_options,
      .need = SVC_NEED_WRITE, .roles = INSPECTORS,
      .help = "record that findings without a notice are fixed" },
    { .name = "sign", .operands = "NO...|-", .run = inspect_sign, .options = sign_options,
      .need = SVC_NEED_WRITE, .help = "sign sheets, as the head of the department inspected" },
    { .name = "notice", .operands = "NO...|-", .run = inspect_notice, .options = notice_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_ENTER, .requires = "demand",
      .help = "issue a rectification notice for each finding; prints their numbers" },
    { .name = "reply", .operands = "NO...|-", .run = inspect_reply, .options = reply_options,
      .need = SVC_NEED_WRITE, .roles = REPLIERS, .requires = "reply|report",
      .help = "report that notices are rectified, or add the report's file" },
    { .name = "excuse", .operands = "NO...|-", .run = inspect_excuse, .options = excuse_options,
      .need = SVC_NEED_WRITE, .roles = "office", .requires = "approver;evidence;reason",
      .help = "excuse a rectification that came late; its line stays, reversed" },
    { .name = "confirm", .operands = "NO...|-", .run = inspect_confirm,
      .options = svc_step_options, .need = SVC_NEED_WRITE, .roles = "office", .requires = "reason",
      .help = "confirm what was recorded after a deadline and dated before it" },
    { .name = "verify", .operands = "NO...|-", .run = inspect_verify, .options = verify_options,
      .need = SVC_NEED_WRITE, .roles = INSPECTORS, .requires = "result",
      .help = "judge rectifications and their effect" },
    { .name = "recheck", .operands = "NO...|-", .run = inspect_recheck,
      .options = svc_output_options, .need = SVC_NEED_READ,
      .help = "the failed items of inspections, as a template for new sheets" },
    { .name = "summary", .operands = "NO...|-", .run = inspect_summary, .options = summary_options,
      .need = SVC_NEED_WRITE, .roles = PLANNERS, .requires = "summary|report",
      .help = "give the summary or report of inspections, or add the report's file" },
    { .name = "cancel", .operands = "NO...|-", .run = inspect_cancel, .options = svc_step_options,
      .need = SVC_NEED_WRITE, .roles = "office;dept_head",
      .requires = "reason", .help = "cancel inspections, findings or notices" },
    { .name = "points", .operands = "NO...|-", .run = inspect_points, .options = points_options,
      .need = SVC_NEED_WRITE, .roles = "office",
      .requires = "clause;points;reason",
      .help = "choose the points inside a clause's range" },
    { .name = "due", .run = inspect_due, .options = due_options, .need = SVC_NEED_READ,
      .help = "inspections that are missing, deadlines that are past" },
    { .name = "count", .run = inspect_count, .options = count_options, .need = SVC_NEED_READ,
      .help = "major notices of a year by department, with their numbers" },
    { .name = "contractor", .run = inspect_contractor, .options = contractor_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "what contractors did not put right in time, and what it costs" },
    { .name = "walks", .run = inspect_walk_sums, .options = walks_options, .need = SVC_NEED_READ,
      .requires = "period", .help = "sums of the walk-rounds' marks by person" },
    { .name = "patrols", .run = inspect_patrol_days, .options = contractor_options,
      .need = SVC_NEED_READ, .requires = "period",
      .help = "the working days on which contractors' premises were patrolled, and those missing" },
    { .name = "archive", .operands = "[NO...|-]", .run = inspect_archive,
      .options = archive_options, .need = SVC_NEED_READ,
      .help = "the papers of inspections: which are there, which are missing" },
    { .name = "file", .operands = "NO...|-", .run = inspect_file_away, .options = file_options,
      .need = SVC_NEED_WRITE, .roles = SVC_ROLES_ENTER, .requires = "room",
      .help = "hand complete inspections to the archive room" },
    { .name = "form", .operands = "NO...|-", .run = inspect_form, .options = svc_form_options,
      .need = SVC_NEED_READ, .help = "print sheets and notices to be signed" },
    { .name = "stats", .run = inspect_stats, .options = stats_options, .need = SVC_NEED_READ,
      .requires = "period",
      .help = "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_LINK,
    SVC_STOCK_SCORE,
    { 0 }
};

static const struct svc_register *const registers[] = {
    &inspect_plans, &inspect_sheets, &inspect_items, &inspect_findings, &inspect_notices,
    &inspect_praise, &inspect_walks, &inspect_patrols, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-inspect", .summary = "inspections, what they find and how it is put right",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
