/* archive, file: the papers that an inspection must leave behind, and the archive room. */
#include <stdlib.h>

#include "inspect.h"
#include "svc/err.h"
#include "svc/print.h"
#include "svc/refusal.h"

static const char *room;

const struct svc_option archive_options[] = {
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "without numbers: inspections planned in PERIOD (default: all)" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

const struct svc_option file_options[] = {
    { .name = "room", .type = SVC_OPT_TEXT, .to = &room, .arg = "REF",
      .help = "where the archive room keeps it" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* One row for each paper of each inspection: how many are needed, how many are there. A surprise
 * stands in no plan; a special inspection ends with a report, the others with a summary. What was
 * answered to a notice is its report (6.3) by the file alone. */
#define PAPERS \
    "SELECT i.no, 1 AS place, 'plan' AS paper," \
    "       CASE i.kind WHEN 'surprise' THEN 0 ELSE 1 END AS needed," \
    "       CASE WHEN i.plan_of IS NULL THEN 0 ELSE 1 END AS there FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 2, 'scheme', 1, CASE WHEN i.scheme IS NULL THEN 0 ELSE 1 END" \
    "  FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 3, 'sheets', LENGTH(i.scope) - LENGTH(REPLACE(i.scope, ';', '')) + 1," \
    "       (SELECT COUNT(*) FROM inspect_sheet s" \
    "         WHERE s.inspection = i.no AND s.state = 'signed') FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 4, 'notices'," \
    "       (SELECT COUNT(*) FROM inspect_finding f JOIN inspect_sheet s ON s.no = f.sheet" \
    "          JOIN finding_severity g ON g.no = f.no" \
    "         WHERE s.inspection = i.no AND f.state <> 'cancelled'" \
    "           AND (g.severity = 'major' OR i.kind = 'special'))," \
    "       (SELECT COUNT(*) FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding" \
    "          JOIN inspect_sheet s ON s.no = f.sheet JOIN finding_severity g ON g.no = f.no" \
    "         WHERE s.inspection = i.no AND n.state <> 'cancelled'" \
    "           AND (g.severity = 'major' OR i.kind = 'special')) FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 5, 'rectifications'," \
    "       (SELECT COUNT(*) FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding" \
    "          JOIN inspect_sheet s ON s.no = f.sheet" \
    "         WHERE s.inspection = i.no AND n.state <> 'cancelled')," \
    "       (SELECT COUNT(*) FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding" \
    "          JOIN inspect_sheet s ON s.no = f.sheet" \
    "         WHERE s.inspection = i.no AND n.state IN ('passed', 'effective')" \
    "           AND n.report IS NOT NULL)" \
    "  FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 6, 'violations'," \
    "       (SELECT COUNT(*) FROM inspect_finding f JOIN inspect_sheet s ON s.no = f.sheet" \
    "         WHERE s.inspection = i.no AND f.state <> 'cancelled')," \
    "       (SELECT COUNT(*) FROM inspect_finding f JOIN inspect_sheet s ON s.no = f.sheet" \
    "         WHERE s.inspection = i.no AND f.state = 'fixed') FROM inspection i" \
    " UNION ALL " \
    "SELECT i.no, 7, CASE i.kind WHEN 'special' THEN 'report' ELSE 'summary' END, 1," \
    "       CASE WHEN CASE i.kind WHEN 'special' THEN i.report ELSE i.summary END IS NULL" \
    "            THEN 0 ELSE 1 END FROM inspection i"

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "检查编号", .help = "the inspection" },
    { .name = "paper", .type = SVC_TYPE_CODE, .label = "材料",
      .help = "what the archive must hold", .list = "inspect.paper" },
    { .name = "needed", .type = SVC_TYPE_INT, .label = "应有", .help = "how many" },
    { .name = "there", .type = SVC_TYPE_INT, .label = "已有", .help = "how many are there" },
    { .name = "complete", .type = SVC_TYPE_CODE, .label = "是否齐全", .help = "yes or no",
      .list = "verb.yes_no" },
    { .name = "room", .type = SVC_TYPE_CODE, .label = "档案号",
      .help = "where the archive room keeps it" },
    { .name = "filed_at", .type = SVC_TYPE_TIME, .label = "归档时间",
      .help = "handed to the archive room" },
    { 0 }
};

static void print_papers(struct svc_call *call, const char *no, svc_when from, svc_when until)
{
    svc_print_query(call, columns, svc_query(call->db,
        "SELECT p.no, p.paper, p.needed, p.there,"
        "       CASE WHEN p.there >= p.needed THEN 'yes' ELSE 'no' END, i.room, i.filed_at"
        "  FROM (" PAPERS ") AS p JOIN inspection i ON i.no = p.no"
        " WHERE i.no = COALESCE(?1, i.no) AND i.planned_at >= ?2 AND i.planned_at < ?3"
        "   AND (i.state <> 'cancelled' OR i.no = ?1)"
        " ORDER BY p.no, p.place", "sww", no, from, until));
}

int inspect_archive(struct svc_call *call)
{
    const struct svc_period *period = &svc_shared.period.period;
    svc_when ever = svc_day_start(svc_day_of(1900, 1, 1));
    svc_when never = svc_day_start(svc_day_of(9999, 12, 31));
    struct svc_numbers numbers = { NULL, 0 };
    if (call->count)
        numbers = svc_call_numbers(call);
    svc_print_begin(call, columns);
    if (!call->count)
        print_papers(call, NULL, svc_shared.period.given ? period->from : ever,
                     svc_shared.period.given ? period->until : never);
    for (size_t i = 0; i < numbers.count; i++) {
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM inspection WHERE no = ?1", "s",
                         numbers.no[i]))
            svc_fail(SVC_UNKNOWN, "%s: no such inspection", numbers.no[i]);
        print_papers(call, numbers.no[i], ever, never);
    }
    return svc_finish(call);
}

/* -- file --------------------------------------------------------------------------------- */

static void file_away(const struct svc_step *step)
{
    char *missing = svc_one(step->call->db,
        "SELECT p.paper FROM (" PAPERS ") AS p WHERE p.no = ?1 AND p.there < p.needed"
        " ORDER BY p.place LIMIT 1", "s", step->no);
    if (missing)
        svc_refuse(step->call, SVC_REFUSED, step->no,
                   "cannot be filed, its papers are not complete: %s\n"
                   "svc-inspect archive %s shows what is missing", missing, step->no);
    else if (svc_in_order(step, svc_step_text(step, I_REPORTED_AT)))
        svc_move(step,
                 "UPDATE inspection SET room = ?3, filed_at = ?4, state = 'filed'"
                 " WHERE no = ?1 AND state = ?2", "sw", room, step->at);
    free(missing);
}

int inspect_file_away(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_plans), svc_call_at(call), file_away, NULL);
}
