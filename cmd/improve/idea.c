/* Ideas: taken in, put in order, sent on one of the three routes. */
#include <string.h>

#include "improve.h"
#include "svc/lang.h"
#include "svc/org.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/when.h"

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
    { .name = "state", .type = SVC_OPT_TEXT, .to = &opt.state,
      .arg = "open|routed|adopted|closed|declined|all",
      .help = "ideas in this state (default: open)", .list = "improve.idea_state improve.any" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    { .name = "direction", .type = SVC_OPT_TEXT, .to = &opt.direction, .list = "improve.direction",
      .help = "this direction only" },
    { .name = "tree", .type = SVC_OPT_FLAG, .to = &opt.tree,
      .help = "each problem followed by its causes" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column rank_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the idea" },
    { .name = "score", .type = SVC_TYPE_INT, .label = "得分",
      .help = "impact x difficulty; empty while one is missing" },
    { .name = "impact", .type = SVC_TYPE_INT, .label = "影响范围", .help = "1 little to 5 wide" },
    { .name = "difficulty", .type = SVC_TYPE_INT, .label = "实施难度", .help = "1 easy to 5 hard" },
    { .name = "cross_dept", .type = SVC_TYPE_CODE, .label = "跨部门",
      .help = "takes several departments", .list = "verb.yes_no" },
    { .name = "systemic", .type = SVC_TYPE_CODE, .label = "系统性",
      .help = "takes a change of the system", .list = "verb.yes_no" },
    { .name = "direction", .type = SVC_TYPE_CODE, .label = "改进方向",
      .help = "which of the eight it is", .list = "improve.direction" },
    { .name = "depth", .type = SVC_TYPE_INT, .label = "层次",
      .help = "0 for a problem, 1 for its cause, and so on" },
    { .name = "root", .type = SVC_TYPE_CODE, .label = "根问题", .help = "the problem at the top" },
    { .name = "causes", .type = SVC_TYPE_INT, .label = "原因数",
      .help = "how many causes it has itself" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department concerned" },
    { .name = "source", .type = SVC_TYPE_CODE, .label = "信息来源", .help = "where it comes from",
      .list = "improve.source" },
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", .help = "the record there" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "how far it is",
      .list = "improve.idea_state" },
    { .name = "content", .type = SVC_TYPE_TEXT, .label = "问题或建议",
      .help = "the problem or the idea" },
    { 0 }
};

/* A cause under another problem keeps its place in the tree also when that one is not listed. */
int improve_rank(struct svc_call *call)
{
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
    { .name = "route", .type = SVC_OPT_TEXT, .to = &opt.route, .arg = "key|department|spot|none",
      .help = "key or department project, a fix on the spot, or none",
      .list = "improve.idea_route improve.none" },
    { .name = "resources", .type = SVC_OPT_TEXT, .to = &opt.resources, .arg = "TEXT",
      .help = "the inventory of what it takes; a key project needs it" },
    { .name = "owner", .type = SVC_OPT_TEXT, .to = &opt.owner, .arg = "NO",
      .help = "who fixes it on the spot", .table = "person" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

static void route(const struct svc_step *step)
{
    const struct svc_value *v = step->values;
    bool none = strcmp(opt.route, "none") == 0, key = strcmp(opt.route, "key") == 0;
    const char *cross = v[I_CROSS_DEPT].text, *systemic = v[I_SYSTEMIC].text;
    bool wide = (cross && strcmp(cross, "yes") == 0) || (systemic && strcmp(systemic, "yes") == 0);
    if (!svc_in_order(step, v[I_RAISED_AT].text))
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
    else if (svc_org_hands(step, opt.owner, v[I_DEPT].text))
        svc_move(step,
                 "UPDATE improve_idea SET state = CASE ?3 WHEN 'none' THEN 'declined'"
                 "                                        ELSE 'routed' END,"
                 " route = CASE ?3 WHEN 'none' THEN NULL ELSE ?3 END,"
                 " routed_at = ?4, why = ?5, resources = COALESCE(?6, resources), owner = ?7"
                 " WHERE no = ?1 AND state = ?2",
                 "swsss", opt.route, step->at, svc_shared.reason, opt.resources, opt.owner);
}

int improve_route(struct svc_call *call)
{
    bool spot = strcmp(opt.route, "spot") == 0;
    if (spot != (opt.owner != NULL))
        svc_die(SVC_USAGE, spot ? N_("who fixes it?\nadd --owner NO")
                                : N_("--owner goes with --route spot"));
    return svc_each_verb(call, SVC_OF(&improve_ideas), svc_call_at(call), route, NULL);
}
