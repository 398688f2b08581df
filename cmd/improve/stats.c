/* stats: what came in, what was done in time, what it brought. */
#include <stdio.h>
#include <string.h>

#include "improve.h"
#include "svc/num.h"
#include "svc/print.h"

static struct {
    const char *by;
} opt;

const struct svc_option stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "dept|route|source|direction|month",
      .help = "one row for each", .list = "improve.by" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

/* The group's words are those of the column that --by names. */
static struct svc_column columns[] = {
    { .name = "group", .type = SVC_TYPE_CODE, .label = "分组",
      .help = "of the column named by --by" },
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标", .help = "what is measured",
      .list = "improve.measure" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子",
      .help = "how many; yuan of a benefit" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母", .help = "of how many" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "percent, or yuan; none for an empty denominator" },
    { 0 }
};

/* Each fact once: 1 of 1, 0 of 1, or an amount. `place` is the order of the measures. A deadline
 * counts once it is met or past. */
#define FACTS \
    "SELECT 1 AS place, 'ideas' AS measure, 1 AS num, NULL AS den, raised_at AS at, dept, route," \
    "       source, direction FROM improve_idea" \
    " UNION ALL " \
    "SELECT 2, 'carried_out', CASE WHEN state IN ('adopted', 'closed') THEN 1 ELSE 0 END, 1," \
    "       raised_at, dept, route, source, direction FROM improve_idea" \
    " UNION ALL " \
    "SELECT 3, 'approved', 1, NULL, p.approved_at, p.dept, p.route, i.source, i.direction" \
    "  FROM improve_project p LEFT JOIN improve_idea i ON i.no = p.idea" \
    " WHERE p.approved_at IS NOT NULL" \
    " UNION ALL " \
    "SELECT 4, 'milestones_in_time', CASE WHEN m.missed = 0 AND m.done_at <= m.due_at THEN 1" \
    "                                     ELSE 0 END, 1," \
    "       m.due_at, m.dept, p.route, i.source, i.direction" \
    "  FROM (SELECT project, due_on || ' 23:59:59' AS due_at, dept, done_at, 0 AS missed" \
    "          FROM improve_milestone" \
    "        UNION ALL" \
    "        SELECT o.project, l.due_on || ' 23:59:59', o.dept, NULL, 1" \
    "          FROM improve_slip l JOIN improve_milestone o ON o.no = l.no" \
    "         WHERE l.passed = 1) m" \
    "  JOIN improve_project p ON p.no = m.project AND p.approved_at IS NOT NULL" \
    "   AND m.due_at < COALESCE(p.stopped_at, '9999')" \
    "  LEFT JOIN improve_idea i ON i.no = p.idea" \
    " WHERE m.done_at IS NOT NULL OR m.due_at < ?4" \
    " UNION ALL " \
    "SELECT 5, 'finished_in_time', CASE WHEN p.finished_at <= p.ends_on || ' 23:59:59'" \
    "            AND NOT EXISTS (SELECT 1 FROM improve_slip l" \
    "                             WHERE l.no = p.no AND l.passed = 1) THEN 1 ELSE 0 END, 1," \
    "       p.ends_on || ' 23:59:59', p.dept, p.route, i.source, i.direction" \
    "  FROM improve_project p LEFT JOIN improve_idea i ON i.no = p.idea" \
    " WHERE p.approved_at IS NOT NULL AND p.stopped_at IS NULL" \
    "   AND (p.finished_at IS NOT NULL OR p.ends_on || ' 23:59:59' < ?4)" \
    " UNION ALL " \
    "SELECT 6, 'effective', CASE WHEN p.result = 'effective' THEN 1 ELSE 0 END, 1," \
    "       p.evaluated_at, p.dept, p.route, i.source, i.direction" \
    "  FROM improve_project p LEFT JOIN improve_idea i ON i.no = p.idea" \
    " WHERE p.result IS NOT NULL" \
    " UNION ALL " \
    "SELECT 7, 'tangible_benefit', s.tangible, NULL, p.finished_at, p.dept, p.route, i.source," \
    "       i.direction" \
    "  FROM improve_project p JOIN improve_summary s ON s.no = p.no" \
    "   AND s.round = (SELECT MAX(o.round) FROM improve_summary o WHERE o.no = p.no)" \
    "  LEFT JOIN improve_idea i ON i.no = p.idea" \
    " WHERE p.state IN ('closed', 'evaluated', 'archived') AND p.finished_at IS NOT NULL"

/* Percent with two decimals, half up, in integers. */
static const char *share(int64_t num, int64_t den, char out[32])
{
    int64_t hundredths = (2 * 10000 * num + den) / (2 * den);
    snprintf(out, 32, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
    return out;
}

static void print(struct svc_call *call, struct svc_query *q)
{
    char text[32];
    bool money = strcmp(svc_text(q, 1), "tangible_benefit") == 0;
    bool plain = svc_is_null(q, 3);
    int64_t num = svc_int(q, 2);
    struct svc_value row[] = {
        svc_value_text(svc_text(q, 0)), svc_value_text(svc_text(q, 1)),
        svc_value_number(money ? num / 100 : num),
        plain ? svc_value_text(NULL) : svc_value_number(svc_int(q, 3)),
        svc_value_text(money   ? svc_hundredths_format(num, text)
                       : plain ? NULL
                               : share(num, svc_int(q, 3), text))
    };
    svc_print_row(call, row);
}

/* What the groups are words of; NULL for departments and months. */
static const char *group_words(void)
{
    static const char *const lists[][2] = { { "route", "improve.idea_route" },
                                            { "source", "improve.source" },
                                            { "direction", "improve.direction" } };
    for (size_t i = 0; opt.by && i < sizeof lists / sizeof *lists; i++)
        if (strcmp(opt.by, lists[i][0]) == 0)
            return lists[i][1];
    return NULL;
}

int improve_stats(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    columns[0].list = group_words();
    svc_print_begin(call, columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT word, measure, SUM(num), SUM(den) FROM"
        " (SELECT place, measure, num, den,"
        "         COALESCE(CASE ?3 WHEN 'dept' THEN dept WHEN 'route' THEN route"
        "                          WHEN 'source' THEN source WHEN 'direction' THEN direction"
        "                          WHEN 'month' THEN (SELECT s.month FROM assessment_month s"
        "                                              WHERE s.from_day <= at"
        "                                              ORDER BY s.from_day DESC LIMIT 1)"
        "                          END, '') AS word"
        "    FROM (" FACTS ") fact WHERE at >= ?1 AND at < ?2) one"
        " GROUP BY word, place, measure ORDER BY word, place", "wwsw", period->from,
        period->until, opt.by ? opt.by : "", svc_now());
    while (svc_next(q))
        print(call, q);
    return svc_finish(call);
}
