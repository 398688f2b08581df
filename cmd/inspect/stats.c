/* stats, walks: what a period's inspections and walk-rounds come to. */
#include <stdio.h>
#include <string.h>

#include "inspect.h"
#include "svc/print.h"
#include "svc/rates.h"

static struct {
    const char *by, *dept;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "dept, level, kind, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

const struct svc_option walks_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "person|zone",
      .help = "one row per person (default), or per person and zone", .list = "inspect.by" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "persons of this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

/* -- stats -------------------------------------------------------------------------------- */

static const struct svc_column stats_columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "level", .type = SVC_TYPE_CODE, .label = "检查级别",
      .help = "who inspects, with --by level", .list = "inspect.level" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "检查类型",
      .help = "kind of inspection, with --by kind", .list = "inspect.kind" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "inspect.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "how many" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母",
      .help = "of how many; empty for a count" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "the count, or percent; none for an empty denominator" },
    { 0 }
};
enum { DIMENSIONS = 4 };

/* Each fact with its dimensions, the measure and its share of numerator and denominator. ?1 and
 * ?2 bound the period, ?3 is now. */
#define FACTS \
    "SELECT NULL AS dept, i.level, i.kind, i.held_at AS at, 1 AS place," \
    "       'inspections' AS measure, 1 AS n, NULL AS d" \
    "  FROM inspection i WHERE i.held_at >= ?1 AND i.held_at < ?2" \
    " UNION ALL " \
    "SELECT s.dept, s.level, s.kind, s.checked_at, 2, 'sheets_signed'," \
    "       CASE s.state WHEN 'signed' THEN 1 ELSE 0 END, 1 FROM sheets s" \
    " WHERE s.checked_at >= ?1 AND s.checked_at < ?2" \
    " UNION ALL " \
    "SELECT s.dept, s.level, s.kind, s.checked_at, 3, 'items_failed'," \
    "       CASE t.result WHEN 'fail' THEN 1 ELSE 0 END, 1" \
    "  FROM sheets s JOIN inspect_item t ON t.sheet = s.no" \
    " WHERE t.result IN ('pass', 'fail') AND s.checked_at >= ?1 AND s.checked_at < ?2" \
    " UNION ALL " \
    "SELECT f.dept, s.level, s.kind, f.found_at, 4, 'findings', 1, NULL" \
    "  FROM inspect_finding f JOIN sheets s ON s.no = f.sheet" \
    " WHERE f.state <> 'cancelled' AND f.found_at >= ?1 AND f.found_at < ?2" \
    " UNION ALL " \
    "SELECT f.dept, s.level, s.kind, f.found_at, 5, 'major'," \
    "       CASE g.severity WHEN 'major' THEN 1 ELSE 0 END, 1" \
    "  FROM inspect_finding f JOIN sheets s ON s.no = f.sheet" \
    "  JOIN finding_severity g ON g.no = f.no" \
    " WHERE f.state <> 'cancelled' AND f.found_at >= ?1 AND f.found_at < ?2" \
    " UNION ALL " \
    "SELECT f.dept, s.level, s.kind, f.found_at, 6, 'fixed_on_the_spot'," \
    "       CASE WHEN f.fixed_at = f.found_at THEN 1 ELSE 0 END, 1" \
    "  FROM inspect_finding f JOIN sheets s ON s.no = f.sheet" \
    " WHERE f.state <> 'cancelled' AND f.found_at >= ?1 AND f.found_at < ?2" \
    " UNION ALL " \
    "SELECT n.dept, s.level, s.kind, n.issued_at, 7, 'notices', 1, NULL" \
    "  FROM notices n JOIN sheets s ON s.no = n.sheet" \
    " WHERE n.issued_at >= ?1 AND n.issued_at < ?2" \
    " UNION ALL " \
    "SELECT n.dept, s.level, s.kind, n.due_at, 8, 'rectified_in_time'," \
    "       CASE WHEN n.replied_at <= n.due_at THEN 1 ELSE 0 END, 1" \
    "  FROM (SELECT n.dept, n.sheet, n.due_at, n.replied_at FROM notices n UNION ALL" \
    "        SELECT n.dept, n.sheet, c.due_at, c.replied_at FROM inspect_check c" \
    "          JOIN notices n ON n.no = c.no AND n.round > c.round WHERE c.stage = 'rectify')" \
    "       AS n JOIN sheets s ON s.no = n.sheet" \
    " WHERE n.due_at >= ?1 AND n.due_at < ?2 AND (n.due_at < ?3 OR n.replied_at <= ?3)" \
    " UNION ALL " \
    "SELECT n.dept, s.level, s.kind, c.checked_at, 9, 'passed_at_once'," \
    "       CASE c.result WHEN 'pass' THEN 1 ELSE 0 END, 1" \
    "  FROM inspect_check c JOIN notices n ON n.no = c.no JOIN sheets s ON s.no = n.sheet" \
    " WHERE c.round = 1 AND c.stage = 'rectify' AND c.checked_at >= ?1 AND c.checked_at < ?2"

static bool asked(int dimension)
{
    return svc_by_names(opt.by, &stats_columns[dimension]);
}

/* Without --by every measure has its row, also when nothing happened. */
static struct svc_query *ask(struct svc_call *call, const struct svc_period *period)
{
    return svc_query(call->db,
        "WITH sheets AS (SELECT s.no, s.dept, s.state, s.checked_at,"
        "       i.level, COALESCE(i.kind, 'contractor') AS kind"
        "  FROM inspect_sheet s LEFT JOIN inspection i ON i.no = s.inspection),"
        " notices AS (SELECT n.no, n.dept, n.issued_at, n.round, n.due_at, n.replied_at, f.sheet"
        "  FROM inspect_notice n JOIN inspect_finding f ON f.no = n.finding"
        " WHERE n.state <> 'cancelled'),"
        " facts AS (" FACTS " UNION ALL "
        "SELECT NULL, NULL, NULL, NULL, column1, column2, 0, column3 FROM (VALUES"
        " (1, 'inspections', NULL), (2, 'sheets_signed', 0), (3, 'items_failed', 0),"
        " (4, 'findings', NULL), (5, 'major', 0), (6, 'fixed_on_the_spot', 0),"
        " (7, 'notices', NULL), (8, 'rectified_in_time', 0), (9, 'passed_at_once', 0)) AS every"
        " WHERE ?4 + ?5 + ?6 + ?7 = 0)"
        "SELECT dept, level, kind, month, measure, SUM(n), SUM(d) FROM ("
        "SELECT CASE ?4 WHEN 1 THEN dept END AS dept, CASE ?5 WHEN 1 THEN level END AS level,"
        "       CASE ?6 WHEN 1 THEN kind END AS kind,"
        "       CASE ?7 WHEN 1 THEN (SELECT m.month FROM assessment_month m WHERE m.from_day <= facts.at"
        "                             ORDER BY m.from_day DESC LIMIT 1) END AS month,"
        "       place, measure, n, d FROM facts) AS picked"
        " GROUP BY dept, level, kind, month, place, measure"
        " ORDER BY dept NULLS FIRST, level NULLS FIRST, kind NULLS FIRST, month NULLS FIRST,"
        "          place",
        "wwwiiii", period->from, period->until, svc_now(), (int64_t)asked(0), (int64_t)asked(1),
        (int64_t)asked(2), (int64_t)asked(3));
}

int inspect_stats(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    char value[32];
    svc_by_check(opt.by, stats_columns, DIMENSIONS);
    svc_print_begin(call, stats_columns);
    struct svc_query *q = ask(call, period);
    while (svc_next(q)) {
        struct svc_value row[DIMENSIONS + 4];
        bool plain = svc_is_null(q, DIMENSIONS + 2);
        int64_t n = svc_int(q, DIMENSIONS + 1), d = svc_int(q, DIMENSIONS + 2);
        for (int i = 0; i <= DIMENSIONS; i++)
            row[i] = svc_value_text(svc_text(q, i));
        row[DIMENSIONS + 1] = svc_value_number(n);
        row[DIMENSIONS + 2] = plain ? svc_value_text(NULL) : svc_value_number(d);
        if (plain)
            snprintf(value, sizeof value, "%lld", (long long)n);
        row[DIMENSIONS + 3] = svc_value_text(
            plain ? value
                  : svc_rate_text((struct svc_fraction){ n, d }, 100, svc_print_none(call), value));
        svc_print_row(call, row);
    }
    return svc_finish(call);
}

/* -- walks -------------------------------------------------------------------------------- */

static const struct svc_column walk_columns[] = {
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "who was marked" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "姓名", .help = "the person's name" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the person's department" },
    { .name = "zone", .type = SVC_TYPE_CODE, .label = "区域", .help = "the zone, with --by zone" },
    { .name = "marks", .type = SVC_TYPE_INT, .label = "次数", .help = "how many marks" },
    { .name = "sum", .type = SVC_TYPE_INT, .label = "合计", .help = "their sum" },
    { .name = "mean", .type = SVC_TYPE_RATE, .label = "平均", .help = "their mean" },
    { .name = "least", .type = SVC_TYPE_INT, .label = "最低", .help = "the least of them" },
    { 0 }
};

int inspect_walk_sums(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    char mean[32];
    svc_print_begin(call, walk_columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT person, name, dept, zone, COUNT(*), SUM(score), MIN(score) FROM ("
        "SELECT w.person, p.name, p.dept, CASE ?3 WHEN 1 THEN w.zone END AS zone, w.score"
        "  FROM walk w JOIN person_span p ON p.person = w.person"
        "   AND p.from_day <= substr(w.walked_at, 1, 10) AND p.until_day > substr(w.walked_at, 1, 10)"
        " WHERE w.walked_at >= ?1 AND w.walked_at < ?2"
        "   AND COALESCE(p.dept, '') = COALESCE(?4, p.dept, '')) AS marks"
        " GROUP BY person, name, dept, zone ORDER BY person, zone",
        "wwis", period->from, period->until,
        (int64_t)(opt.by && strcmp(opt.by, "zone") == 0), opt.dept);
    while (svc_next(q)) {
        struct svc_value row[] = {
            svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
            svc_value_text(svc_text(q, 2)), svc_value_text(svc_text(q, 3)),
            svc_value_number(svc_int(q, 4)), svc_value_number(svc_int(q, 5)),
            svc_value_text(svc_rate_text((struct svc_fraction){ svc_int(q, 5), svc_int(q, 4) }, 1,
                                         svc_print_none(call), mean)),
            svc_value_number(svc_int(q, 6))
        };
        svc_print_row(call, row);
    }
    return svc_finish(call);
}
