/* ledger, award, archive: the projects of a year, who may be honoured, what a file lacks. */
#include <stdlib.h>

#include "improve.h"
#include "svc/lang.h"
#include "svc/ledger.h"
#include "svc/print.h"
#include "svc/refusal.h"

static struct {
    const char *dept, *papers, *images, *room;
} opt;

/* -- ledger: form 3 ----------------------------------------------------------------------- */

const struct svc_option ledger_options[] = {
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_year_options),
    { 0 }
};

int improve_ledger(struct svc_call *call)
{
    svc_ledger_print(call, "improve", svc_call_year(), opt.dept);
    return svc_finish(call);
}

/* -- award -------------------------------------------------------------------------------- */

/* The latest summary of each project. */
#define SUMMARY \
    " LEFT JOIN improve_summary s ON s.no = p.no" \
    "   AND s.round = (SELECT MAX(o.round) FROM improve_summary o WHERE o.no = p.no)"

/* How many dates of the project were missed, for good or by a milestone as it stands. */
#define MISSED \
    "(SELECT COUNT(*) FROM improve_milestone m WHERE m.project = p.no" \
    "    AND m.due_on || ' 23:59:59' < COALESCE(m.done_at, ?3)" \
    "    AND m.due_on || ' 23:59:59' < COALESCE(p.stopped_at, '9999'))" \
    " + (SELECT COUNT(*) FROM improve_slip l JOIN improve_milestone m ON m.no = l.no" \
    "     WHERE m.project = p.no AND l.passed = 1)"

static const struct svc_column award_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the project" },
    { .name = "title", .type = SVC_TYPE_CODE, .label = "项目名称", .help = "what it is called" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类型", .help = "project or circle",
      .list = "improve.kind" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "团队", .help = "department" },
    { .name = "owner", .type = SVC_TYPE_CODE, .label = "责任人", .help = "person responsible" },
    { .name = "members", .type = SVC_TYPE_CODE, .label = "成员", .help = "the others" },
    { .name = "raiser", .type = SVC_TYPE_CODE, .label = "建议人", .help = "who had the idea" },
    { .name = "result", .type = SVC_TYPE_CODE, .label = "评价结果",
      .help = "the office's judgement", .list = "improve.result" },
    { .name = "tangible", .type = SVC_TYPE_MONEY, .label = "有形收益(元)", .help = "as summed up" },
    { .name = "filing", .type = SVC_TYPE_CODE, .label = "备案号",
      .help = "the region's reference" },
    { .name = "late", .type = SVC_TYPE_INT, .label = "逾期节点", .help = "dates that were missed" },
    { .name = "eligible", .type = SVC_TYPE_CODE, .label = "可评优", .help = "yes, or no",
      .list = "verb.yes_no" },
    { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因", .help = "why not" },
    { 0 }
};

/* Honoured is what worked: an effective result. The list decides nothing; people do. */
int improve_award(struct svc_call *call)
{
    const struct svc_period *year = svc_call_year();
    svc_print_query(call, award_columns, svc_query(call->db,
        "SELECT no, title, kind, dept, owner, members, raiser, result, tangible, filing, late,"
        "       CASE WHEN why IS NULL THEN 'yes' ELSE 'no' END, why"
        "  FROM (SELECT p.no, p.title, p.kind, p.dept, p.owner, p.members, i.person AS raiser,"
        "               p.result, s.tangible, p.filing, " MISSED " AS late,"
        "               CASE WHEN p.result IS NULL THEN 'result_not_judged'"
        "                    WHEN p.result <> 'effective' THEN 'result_judged|' || p.result END AS why"
        "          FROM improve_project p LEFT JOIN improve_idea i ON i.no = p.idea" SUMMARY
        "         WHERE p.finished_at >= ?1 AND p.finished_at < ?2 AND p.stopped_at IS NULL) a"
        " ORDER BY CASE WHEN why IS NULL THEN 0 ELSE 1 END, tangible DESC NULLS LAST, late, no",
        "www", year->from, year->until, svc_now()));
    svc_print_foot(call, year->name, NULL);
    return svc_finish(call);
}

/* -- archive ------------------------------------------------------------------------------ */

const struct svc_option archive_options[] = {
    { .name = "papers", .type = SVC_OPT_TEXT, .to = &opt.papers, .arg = "REF",
      .help = "where the process files are" },
    { .name = "images", .type = SVC_OPT_TEXT, .to = &opt.images, .arg = "REF",
      .help = "where the pictures are" },
    { .name = "room", .type = SVC_OPT_TEXT, .to = &opt.room, .arg = "REF",
      .help = "file it away there; it must be complete" },
    SVC_OPTIONS_INCLUDE(svc_step_output_options),
    { 0 }
};

static const struct svc_column archive_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the project" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "资料", .help = "what the file holds",
      .list = "improve.file" },
    { .name = "there", .type = SVC_TYPE_CODE, .label = "齐全", .help = "yes or no",
      .list = "verb.yes_no" },
    { .name = "what", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "说明",
      .help = "when, where or how many" },
    { 0 }
};

/* The archive list (rule book 8.2): what a project of its kind and end must have left behind. */
#define ARCHIVE \
    "SELECT p.no AS no, 1 AS place, 'scheme' AS item," \
    "       CASE WHEN p.approved_at IS NULL THEN 'no' ELSE 'yes' END AS there," \
    "       'moment|' || p.approved_at AS what FROM improve_project p" \
    " WHERE p.no = ?1 AND (p.approved_at IS NOT NULL OR p.stopped_at IS NULL)" \
    " UNION ALL " \
    "SELECT p.no, 2, 'milestones'," \
    "       CASE WHEN COUNT(m.no) = COUNT(m.done_at) THEN 'yes' ELSE 'no' END," \
    "       'count_of|' || COUNT(m.done_at) || '|' || COUNT(m.no)" \
    "  FROM improve_project p JOIN improve_milestone m ON m.project = p.no" \
    " WHERE p.no = ?1 AND p.stopped_at IS NULL GROUP BY p.no" \
    " UNION ALL " \
    "SELECT p.no, 3, 'reviews'," \
    "       CASE WHEN COUNT(DISTINCT m.no) = COUNT(DISTINCT r.milestone) THEN 'yes'" \
    "            ELSE 'no' END," \
    "       'count_of|' || COUNT(DISTINCT r.milestone) || '|' || COUNT(DISTINCT m.no)" \
    "  FROM improve_project p JOIN improve_milestone m ON m.project = p.no" \
    "  LEFT JOIN improve_review r ON r.milestone = m.no AND r.result = 'good'" \
    " WHERE p.no = ?1 AND p.route = 'key' AND p.stopped_at IS NULL GROUP BY p.no" \
    " UNION ALL " \
    "SELECT p.no, 4, 'summary'," \
    "       CASE WHEN p.state IN ('closed', 'evaluated', 'archived') THEN 'yes' ELSE 'no' END," \
    "       (SELECT 'moment|' || MAX(s.written_at) FROM improve_summary s WHERE s.no = p.no)" \
    "  FROM improve_project p WHERE p.no = ?1 AND p.route = 'key' AND p.stopped_at IS NULL" \
    " UNION ALL " \
    "SELECT p.no, 4, 'followups', CASE WHEN COUNT(DISTINCT r.kind) = 3 THEN 'yes' ELSE 'no' END," \
    "       'count_of|' || COUNT(DISTINCT r.kind) || '|3'" \
    "  FROM improve_project p LEFT JOIN improve_review r ON r.no = p.no AND r.result = 'good'" \
    "   AND r.kind IN ('verify', 'standard', 'recheck')" \
    " WHERE p.no = ?1 AND p.kind = 'circle' AND p.stopped_at IS NULL GROUP BY p.no" \
    " UNION ALL " \
    "SELECT p.no, 5, 'evaluation', CASE WHEN p.result IS NULL THEN 'no' ELSE 'yes' END," \
    "       'result|' || p.result FROM improve_project p" \
    " WHERE p.no = ?1 AND p.stopped_at IS NULL" \
    " UNION ALL " \
    "SELECT p.no, 6, 'filing', CASE WHEN p.filed_at IS NULL THEN 'no' ELSE 'yes' END," \
    "       'text|' || p.filing FROM improve_project p" \
    " WHERE p.no = ?1 AND p.result = 'effective'" \
    " UNION ALL " \
    "SELECT p.no, 7, 'papers', CASE WHEN p.papers IS NULL THEN 'no' ELSE 'yes' END," \
    "       'text|' || p.papers" \
    "  FROM improve_project p WHERE p.no = ?1" \
    " UNION ALL " \
    "SELECT p.no, 8, 'images', CASE WHEN p.images IS NULL THEN 'no' ELSE 'yes' END," \
    "       'text|' || p.images" \
    "  FROM improve_project p WHERE p.no = ?1 AND p.stopped_at IS NULL"

static int print_archive(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_print_begin(call, archive_columns);
    svc_begin_read(call->db);
    for (size_t i = 0; i < numbers.count; i++) {
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM improve_project WHERE no = ?1", "s",
                         numbers.no[i]))
            svc_fail(SVC_UNKNOWN, "%s: no such project", numbers.no[i]);
        svc_print_query(call, archive_columns, svc_query(call->db,
            "SELECT no, item, there, what FROM (" ARCHIVE ") list ORDER BY place", "s",
            numbers.no[i]));
    }
    svc_end_read(call->db);
    return svc_finish(call);
}

static void archive(const struct svc_step *step)
{
    const char *stopped_at = svc_step_text(step, P_STOPPED_AT);
    if (!svc_in_order(step, svc_step_text(step, P_APPROVED_AT)))
        return;
    if ((opt.papers || opt.images) &&
        !svc_move(step,
                  "UPDATE improve_project SET papers = COALESCE(?3, papers),"
                  " images = COALESCE(?4, images) WHERE no = ?1 AND state = ?2", "ss", opt.papers,
                  opt.images))
        return;
    char *lacks = opt.room ? svc_one(step->call->db,
        "SELECT item FROM (" ARCHIVE ") list WHERE there = 'no' ORDER BY place LIMIT 1", "s",
        step->no) : NULL;
    if (lacks)
        svc_refuse(step->call, SVC_REFUSED, step->no, "its file lacks the %s", lacks);
    else if (opt.room && svc_stands(step, "evaluated|stopped") &&
             svc_in_order(step, stopped_at ? stopped_at : svc_step_text(step, P_EVALUATED_AT)))
        svc_move(step,
                 "UPDATE improve_project SET state = 'archived', room = ?3, archived_at = ?4"
                 " WHERE no = ?1 AND state = ?2", "sw", opt.room, step->at);
    free(lacks);
}

int improve_archive(struct svc_call *call)
{
    if (!opt.papers && !opt.images && !opt.room)
        return print_archive(call);
    improve_keeper(call, N_("keeping a file"));
    if (opt.room)
        improve_office(call, N_("filing away"));
    return svc_each_verb(call, SVC_OF(&improve_projects), svc_call_at(call), archive, NULL);
}
