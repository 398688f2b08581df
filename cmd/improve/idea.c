/* Ideas: taken in, put in order, sent on one of the three routes. */
#include <stdlib.h>
#include <string.h>

#include "improve.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/text.h"
#include "svc/when.h"

#define SOURCES "callback|complaint|inspect|monitor|staff|survey|market"
#define DIRECTIONS "customer|staff|longstanding|conflict|efficiency|weakness|risk|brand"
#define MARKS "1|2|3|4|5"

static const struct svc_column idea_columns[] = {
    [I_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [I_SOURCE] = { "source", SVC_TYPE_WORD, 0, "信息来源", "where it comes from", SOURCES, NULL },
    [I_SOURCE_NO] = { "source_no", SVC_TYPE_CODE, 0, "来源编号", "the record there; key with source",
                      NULL, NULL },
    [I_RAISED_AT] = { "raised_at", SVC_TYPE_TIME, SVC_REQUIRED, "提出时间", "when it was raised", NULL,
                      NULL },
    [I_CONTENT] = { "content", SVC_TYPE_TEXT, SVC_REQUIRED, "问题或建议", "the problem or the idea",
                    NULL, NULL },
    [I_DIRECTION] = { "direction", SVC_TYPE_WORD, SVC_SET, "改进方向", "which of the eight it is",
                      DIRECTIONS, NULL },
    [I_IMPACT] = { "impact", SVC_TYPE_INT, SVC_SET, "影响范围", "1 little to 5 wide", MARKS, NULL },
    [I_DIFFICULTY] = { "difficulty", SVC_TYPE_INT, SVC_SET, "实施难度", "1 easy to 5 hard", MARKS,
                       NULL },
    [I_CROSS_DEPT] = { "cross_dept", SVC_TYPE_WORD, SVC_SET, "跨部门", "takes several departments",
                       "yes|no", NULL },
    [I_SYSTEMIC] = { "systemic", SVC_TYPE_WORD, SVC_SET, "系统性", "takes a change of the system",
                     "yes|no", NULL },
    [I_PARENT] = { "parent", SVC_TYPE_CODE, SVC_SET, "上级问题",
                   "the problem of which this is a cause", NULL, NULL },
    [I_DEPT] = { "dept", SVC_TYPE_CODE, SVC_SET, "部门", "department concerned", NULL, "dept" },
    [I_PERSON] = { "person", SVC_TYPE_CODE, SVC_SET, "提出人", "who raised it", NULL, "person" },
    [I_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "how far it is",
                  "open|routed|adopted|closed|declined", NULL },
    [I_ROUTE] = { "route", SVC_TYPE_WORD, SVC_OWN, "改进途径", "how it is carried out",
                  "key|department|spot", NULL },
    [I_ROUTED_AT] = { "routed_at", SVC_TYPE_TIME, SVC_OWN, "确定时间", "when that was chosen", NULL,
                      NULL },
    [I_WHY] = { "why", SVC_TYPE_TEXT, SVC_OWN, "确定理由", "the reason of the choice", NULL, NULL },
    [I_RESOURCES] = { "resources", SVC_TYPE_TEXT, SVC_OWN, "资源盘点", "what a key project would take",
                      NULL, NULL },
    [I_OWNER] = { "owner", SVC_TYPE_CODE, SVC_OWN, "改进人", "who fixes it on the spot", NULL, NULL },
    [I_RESULT] = { "result", SVC_TYPE_WORD, SVC_OWN, "跟踪结果", "of the fix on the spot",
                   "effective|partly|ineffective", NULL },
    [I_CHECKED_AT] = { "checked_at", SVC_TYPE_TIME, SVC_OWN, "跟踪时间", "when the office looked",
                       NULL, NULL },
    [I_EFFECT] = { "effect", SVC_TYPE_TEXT, SVC_OWN, "效果", "what the office saw", NULL, NULL },
    [I_RECORDED_AT] = { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded here",
                        NULL, NULL },
    [I_RECORDED_BY] = { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL,
                        NULL },
    [I_DIGEST] = { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL },
    [I_EVENT] = { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL },
    [I_COLUMNS] = { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

const struct svc_register improve_ideas = {
    .name = "ideas", .one = "idea", .help = "problems and ideas, wherever they come from",
    .table = "improve_idea", .letter = 'E', .fact = "raised_at", .columns = idea_columns
};

static struct {
    const char *state, *dept, *direction, *route, *resources, *owner;
    bool tree;
} opt;

/* -- intake ------------------------------------------------------------------------------- */

static void fill(struct svc_import *in, struct svc_call *call, struct svc_value *values)
{
    char now[SVC_WHEN_SIZE];
    const struct svc_value *parent = &values[I_PARENT];
    if (strcmp(values[I_RAISED_AT].text, svc_when_format(svc_now(), now)) > 0)
        svc_import_reject(in, "raised_at", "lies in the future");
    if (svc_value_given(parent) && svc_value_given(&values[I_NO]) &&
        svc_value_same(parent, &values[I_NO]))
        svc_import_reject(in, "parent", "is the idea itself");
    else if (svc_value_given(parent) &&
             !svc_one_int(call->db, 0, "SELECT 1 FROM improve_idea WHERE no = ?1", "s",
                          parent->text))
        svc_import_reject(in, "parent", "no such idea");
    if (!svc_value_given(&values[I_STATE]))
        values[I_STATE] = svc_value_text("open");
}

void improve_take_ideas(struct svc_call *call, struct svc_import *in)
{
    struct svc_value *values;
    while ((values = svc_import_next(in)))
        fill(in, call, values);
}

/* -- rank --------------------------------------------------------------------------------- */

const struct svc_option rank_options[] = {
    { "state", 0, SVC_OPT_TEXT, &opt.state, "open|routed|adopted|closed|declined|all",
      "ideas in this state (default: open)" },
    { "dept", 0, SVC_OPT_TEXT, &opt.dept, "CODE", "this department only" },
    { "direction", 0, SVC_OPT_TEXT, &opt.direction, DIRECTIONS, "this direction only" },
    { "tree", 0, SVC_OPT_FLAG, &opt.tree, NULL, "each problem followed by its causes" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    SVC_OPTIONS_END
};

static const struct svc_column rank_columns[] = {
    { "no", SVC_TYPE_CODE, 0, "编号", "the idea", NULL, NULL },
    { "score", SVC_TYPE_INT, 0, "得分", "impact x difficulty; empty while one is missing", NULL,
      NULL },
    { "impact", SVC_TYPE_INT, 0, "影响范围", "1 little to 5 wide", NULL, NULL },
    { "difficulty", SVC_TYPE_INT, 0, "实施难度", "1 easy to 5 hard", NULL, NULL },
    { "cross_dept", SVC_TYPE_CODE, 0, "跨部门", "takes several departments", NULL, NULL },
    { "systemic", SVC_TYPE_CODE, 0, "系统性", "takes a change of the system", NULL, NULL },
    { "direction", SVC_TYPE_CODE, 0, "改进方向", "which of the eight it is", NULL, NULL },
    { "depth", SVC_TYPE_INT, 0, "层次", "0 for a problem, 1 for its cause, and so on", NULL, NULL },
    { "root", SVC_TYPE_CODE, 0, "根问题", "the problem at the top", NULL, NULL },
    { "causes", SVC_TYPE_INT, 0, "原因数", "how many causes it has itself", NULL, NULL },
    { "dept", SVC_TYPE_CODE, 0, "部门", "department concerned", NULL, NULL },
    { "source", SVC_TYPE_CODE, 0, "信息来源", "where it comes from", NULL, NULL },
    { "source_no", SVC_TYPE_CODE, 0, "来源编号", "the record there", NULL, NULL },
    { "state", SVC_TYPE_CODE, 0, "状态", "how far it is", NULL, NULL },
    { "content", SVC_TYPE_TEXT, 0, "问题或建议", "the problem or the idea", NULL, NULL },
    { NULL, 0, 0, NULL, NULL, NULL, NULL }
};

/* A cause under another problem keeps its place in the tree also when that one is not listed. */
int improve_rank(struct svc_call *call)
{
    svc_call_dept(call, opt.dept);
    svc_print_query(call, rank_columns, svc_query(call->db,
        "WITH RECURSIVE tree (no, depth, root, path) AS ("
        "  SELECT no, 0, no, no FROM improve_idea WHERE parent IS NULL"
        "  UNION ALL"
        "  SELECT i.no, t.depth + 1, t.root, t.path || '/' || i.no"
        "    FROM improve_idea i JOIN tree t ON i.parent = t.no)"
        "SELECT i.no, i.impact * i.difficulty, i.impact, i.difficulty, i.cross_dept, i.systemic,"
        "       i.direction, t.depth, t.root,"
        "       (SELECT COUNT(*) FROM improve_idea c WHERE c.parent = i.no),"
        "       i.dept, i.source, i.source_no, i.state, i.content"
        "  FROM improve_idea i JOIN tree t ON t.no = i.no"
        " WHERE i.state = CASE ?1 WHEN 'all' THEN i.state ELSE ?1 END"
        "   AND COALESCE(i.dept, '') = COALESCE(?2, i.dept, '')"
        "   AND COALESCE(i.direction, '') = COALESCE(?3, i.direction, '')"
        " ORDER BY CASE ?4 WHEN 1 THEN t.path END, i.impact * i.difficulty DESC NULLS LAST,"
        "          i.impact DESC NULLS LAST, i.raised_at, i.no",
        "sssi", opt.state ? opt.state : "open", opt.dept, opt.direction, (int64_t)opt.tree));
    return svc_finish(call);
}

/* -- route -------------------------------------------------------------------------------- */

const struct svc_option route_options[] = {
    { "route", 0, SVC_OPT_TEXT, &opt.route, "key|department|spot|none",
      "key or department project, a fix on the spot, or none (required)" },
    { "resources", 0, SVC_OPT_TEXT, &opt.resources, "TEXT",
      "the inventory of what it takes; a key project needs it" },
    { "owner", 0, SVC_OPT_TEXT, &opt.owner, "NO", "who fixes it on the spot" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    SVC_OPTIONS_END
};

static void route(const struct improve_step *step)
{
    const struct svc_value *v = step->values;
    bool none = strcmp(opt.route, "none") == 0, key = strcmp(opt.route, "key") == 0;
    const char *cross = v[I_CROSS_DEPT].text, *systemic = v[I_SYSTEMIC].text;
    bool wide = (cross && strcmp(cross, "yes") == 0) || (systemic && strcmp(systemic, "yes") == 0);
    if (!improve_stands(step, "open|routed|declined") ||
        !improve_in_order(step, v[I_RAISED_AT].text))
        return;
    if (!none && (!svc_value_given(&v[I_IMPACT]) || !svc_value_given(&v[I_DIFFICULTY])))
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not scored yet\n"
                   "set its impact and difficulty: svc-improve set ideas");
    else if (!none && wide && !key)
        svc_refuse(step->call, SVC_REFUSED, step->no, "takes several departments or a change of"
                   " the system: that is a key project\nroute it as key, or correct cross_dept"
                   " and systemic");
    else if (key && !opt.resources && !svc_value_given(&v[I_RESOURCES]))
        svc_refuse(step->call, SVC_REFUSED, step->no, "a key project is chosen after an inventory"
                   " of what it takes\nadd --resources TEXT");
    else
        svc_change(step->call, step->no,
                   "UPDATE improve_idea SET state = CASE ?2 WHEN 'none' THEN 'declined'"
                   "                                        ELSE 'routed' END,"
                   " route = CASE ?2 WHEN 'none' THEN NULL ELSE ?2 END,"
                   " routed_at = ?3, why = ?4, resources = COALESCE(?5, resources), owner = ?6"
                   " WHERE no = ?1 AND state IN ('open', 'routed', 'declined')",
                   "swsss", opt.route, step->at, svc_shared.reason, opt.resources, opt.owner);
}

int improve_route(struct svc_call *call)
{
    if (!opt.route)
        svc_die(SVC_USAGE, "no route\nadd --route key, department, spot or none");
    if (!svc_shared.reason)
        svc_die(SVC_USAGE, "route needs a reason\nadd --reason TEXT");
    bool spot = strcmp(opt.route, "spot") == 0;
    if (spot != (opt.owner != NULL))
        svc_die(SVC_USAGE, spot ? "who fixes it?\nadd --owner NO"
                                : "--owner goes with --route spot");
    svc_call_person(call, opt.owner);
    return improve_each(call, OF_IDEAS, svc_call_at(call), route);
}
