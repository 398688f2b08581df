/* form: the rule book's forms 1 (scheme) and 2 (summary), and the year's plan, for paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "improve.h"
#include "svc/missing.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/who.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/words.h"

static struct {
    const char *kind;
} opt;

/* True for four digits: the key of a plan. */
static bool is_year(const char *no)
{
    return strlen(no) == 4 && strspn(no, "0123456789") == 4;
}

const struct svc_option form_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind, .arg = "scheme|summary",
      .help = "of a project: which form (default: scheme)", .list = "improve.form" },
    SVC_OPTIONS_INCLUDE(svc_form_options),
    { 0 }
};

/* One box for each stage of the round: filled once it is signed. Before the round began the
 * stages are those in force today. */
static void boxes(struct svc_call *call, struct svc_form *form, const struct svc_register *reg,
                  const char *no, const char *chain, int64_t round)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT c.role, s.who, s.signed_at, s.decision, s.reason, s.behalf,"
        "       s.evidence"
        "  FROM policy_chain c"
        "  JOIN policy_version v ON v.version = c.version"
        "  LEFT JOIN signing g ON g.tbl = ?5 AND g.no = ?1 AND g.chain = c.chain"
        "   AND g.round = ?3"
        "  LEFT JOIN signer s ON s.tbl = g.tbl AND s.no = g.no AND s.chain = g.chain"
        "   AND s.round = g.round AND s.stage = c.stage"
        " WHERE c.chain = ?2 AND c.version = COALESCE("
        "       (SELECT g2.version FROM signing g2 WHERE g2.tbl = ?5 AND g2.no = ?1"
        "           AND g2.chain = ?2 AND g2.round = ?3),"
        "       (SELECT n.version FROM policy_version n"
        "         WHERE n.from_day <= substr(?4, 1, 10) AND n.until_day > substr(?4, 1, 10)))"
        " ORDER BY c.stage", "ssiws", no, chain, round, svc_now(), reg->table);
    while (svc_next(q)) {
        const char *decision = svc_text(q, 3), *reason = svc_text(q, 4);
        const char *paper = svc_text(q, 6);
        char *behalf = svc_who_on_paper(call->db, svc_text(q, 5));
        char *note = !decision ? NULL
                     : svc_format("%s%s%s%s%s%s%s", svc_words_text("sign.decision", decision),
                                  reason ? "：" : "", reason ? reason : "",
                                  behalf ? "　代 " : "", behalf ? behalf : "",
                                  paper ? "　书面签批，存档号 " : "", paper ? paper : "");
        svc_form_sign(form, svc_words_text("improve.box verb.role", svc_text(q, 0)),
                      svc_text(q, 1), svc_text(q, 2), note);
        free(behalf);
        free(note);
    }
}

enum { YUAN = SVC_NUM_SIZE + 8 };

static const char *yuan(struct svc_query *q, int column, char out[YUAN])
{
    if (svc_is_null(q, column))
        return NULL;
    char number[SVC_NUM_SIZE];
    snprintf(out, YUAN, "%s 元", svc_hundredths_format(svc_int(q, column), number));
    return out;
}

/* The part of the head that both forms have: columns title, starts, ends, dept, owner from 0. */
static void head(struct svc_form *form, struct svc_query *q, const char *day)
{
    char *days = svc_format("%s\n至%s", svc_form_date(svc_text(q, 1), false), svc_form_date(svc_text(q, 2), false));
    const struct svc_form_cell title[] = { { "项目名称", 2, true }, { svc_text(q, 0), 10, false } };
    svc_form_pair(form, "填单日期", svc_form_date(day, false), "改进周期", days);
    svc_form_row(form, title, 2);
    svc_form_pair(form, "责任组织", svc_text(q, 3), "责任人", svc_text(q, 4));
    free(days);
}

#define HEAD \
    "SELECT p.title, p.starts_on, p.ends_on, p.dept || ' ' || d.name, p.owner || ' ' || o.name,"

/* The plan with its dates and standards, one milestone a line. */
static char *measures(struct svc_call *call, const char *no)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT due_on, title, standard, dept, person FROM improve_milestone WHERE project = ?1"
        " ORDER BY due_on, no", "s", no);
    while (svc_next(q)) {
        char *dept = svc_who_depts(call->db, svc_text(q, 3));
        char *person = svc_who_on_paper(call->db, svc_text(q, 4));
        svc_buf_printf(&out, "%s%s　%s（标准：%s；责任：%s%s%s）", out.len ? "\n" : "",
                       svc_form_date(svc_text(q, 0), false), svc_text(q, 1), svc_text(q, 2), dept, person ? "，" : "",
                       person ? person : "");
        free(dept);
        free(person);
    }
    return svc_buf_take(&out);
}

static void put_circle(struct svc_call *call, struct svc_form *form, const char *members,
                       const char *adviser)
{
    char *team = svc_who_on_paper(call->db, members);
    char *guide = svc_who_on_paper(call->db, adviser);
    svc_form_pair(form, "组员", team, "辅导员", guide);
    free(team);
    free(guide);
}

static void scheme(struct svc_call *call, struct svc_form *form, const char *no)
{
    char cost[YUAN], benefit[YUAN];
    struct svc_query *q = svc_query(call->db,
        HEAD " p.proposed_on, p.situation, p.goal, p.cost, p.benefit, p.method, p.route, p.round,"
        "     p.resources, p.kind, p.adviser, p.members"
        "  FROM improve_project p JOIN dept d ON d.dept = p.dept"
        "  JOIN person o ON o.person = p.owner WHERE p.no = ?1", "s", no);
    if (!svc_next(q))
        return;
    char *plan = measures(call, no);
    svc_form_page(form, "项目改进方案", no);
    head(form, q, svc_text(q, 5));
    if (strcmp(svc_text(q, 14), "circle") == 0)
        put_circle(call, form, svc_text(q, 16), svc_text(q, 15));
    svc_form_area(form, "现状描述", svc_text(q, 6), 3);
    svc_form_area(form, "改进目标", svc_text(q, 7), 3);
    svc_form_pair(form, "成本预估", yuan(q, 8, cost), "收益预估", yuan(q, 9, benefit));
    svc_form_area(form, "资源盘点", svc_text(q, 13), 2);
    svc_form_area(form, "改进计划及具体措施", plan, 4);
    svc_form_area(form, "效果评估方式", svc_text(q, 10), 2);
    boxes(call, form, &improve_projects, no, improve_chain(svc_text(q, 11)), svc_int(q, 12));
    free(plan);
    svc_done(q);
}

/* What was measured, under what was reached. */
static char *reached(struct svc_call *call, const char *no, const char *effect)
{
    struct svc_buf out = { 0 };
    svc_buf_puts(&out, effect);
    struct svc_query *q = svc_query(call->db,
        "SELECT what, before_satisfied, before_n, after_satisfied, after_n FROM improve_measure"
        " WHERE no = ?1 ORDER BY event", "s", no);
    while (svc_next(q))
        svc_buf_printf(&out, "\n%s：%s / %s → %s / %s", svc_text(q, 0), svc_text(q, 1),
                       svc_text(q, 2), svc_text(q, 3), svc_text(q, 4));
    return svc_buf_take(&out);
}

static bool summary(struct svc_call *call, struct svc_form *form, const char *no)
{
    char cost[YUAN], tangible[YUAN];
    struct svc_query *q = svc_query(call->db,
        HEAD " substr(s.written_at, 1, 10), s.before, s.effect, s.deviation, s.verification,"
        "     s.cost, s.tangible, s.data, s.intangible, s.lessons, s.round"
        "  FROM improve_project p JOIN dept d ON d.dept = p.dept"
        "  JOIN person o ON o.person = p.owner"
        "  JOIN improve_summary s ON s.no = p.no"
        " WHERE p.no = ?1 ORDER BY s.round DESC LIMIT 1", "s", no);
    if (!svc_next(q))
        return false;
    char *effect = reached(call, no, svc_text(q, 7));
    yuan(q, 11, tangible);
    char *money = svc_format("%s%s%s", tangible, svc_is_null(q, 12) ? "" : "\n",
                             svc_is_null(q, 12) ? "" : svc_text(q, 12));
    svc_form_page(form, "项目总结报告", no);
    head(form, q, svc_text(q, 5));
    svc_form_area(form, "改进前情况描述", svc_text(q, 6), 3);
    svc_form_area(form, "效果达成描述", effect, 3);
    svc_form_area(form, "偏差分析及处理计划", svc_text(q, 8), 2);
    svc_form_area(form, "效果验证计划", svc_text(q, 9), 2);
    svc_form_field(form, "实际成本", yuan(q, 10, cost));
    svc_form_area(form, "有形收益", money, 2);
    svc_form_area(form, "无形收益", svc_text(q, 13), 2);
    svc_form_area(form, "经验教训", svc_text(q, 14), 2);
    boxes(call, form, &improve_projects, no, "improve_summary", svc_int(q, 15));
    free(effect);
    free(money);
    svc_done(q);
    return true;
}

/* The projects that begin in the year are its work. */
static char *year_work(struct svc_call *call, const char *year)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT p.starts_on, p.ends_on, p.title, d.name, o.name, p.no FROM improve_project p"
        "  JOIN dept d ON d.dept = p.dept JOIN person o ON o.person = p.owner"
        " WHERE substr(p.starts_on, 1, 4) = ?1 AND p.stopped_at IS NULL"
        " ORDER BY p.starts_on, p.no", "s", year);
    while (svc_next(q))
        svc_buf_printf(&out, "%s%s至%s　%s（%s %s，%s）", out.len ? "\n" : "",
                       svc_form_date(svc_text(q, 0), false), svc_form_date(svc_text(q, 1), false), svc_text(q, 2), svc_text(q, 3), svc_text(q, 4),
                       svc_text(q, 5));
    return svc_buf_take(&out);
}

static bool year_plan(struct svc_call *call, struct svc_form *form, const char *year)
{
    char due[SVC_DAY_SIZE];
    struct svc_rules *rules;
    struct svc_query *q = svc_query(call->db,
        "SELECT goal, duties, incentives, round, substr(submitted_at, 1, 10), adjustment,"
        "       substr(adjusted_at, 1, 10), filing, substr(recorded_at, 1, 10)"
        "  FROM improve_plan WHERE \"year\" = ?1", "s", year);
    if (!svc_next(q))
        return false;
    rules = svc_rules_open(call->db);
    svc_day_format(svc_plan_due(rules, (int)strtol(year, NULL, 10)), due);
    svc_rules_close(rules);
    char *work = year_work(call, year);
    svc_form_page(form, "年度服务改进计划", year);
    svc_form_pair(form, "编制日期", svc_form_date(svc_text(q, 8), false), "递交期限",
                  svc_form_date(due, false));
    svc_form_area(form, "年度目标", svc_text(q, 0), 3);
    svc_form_area(form, "组织职责及分工", svc_text(q, 1), 3);
    svc_form_area(form, "重点工作计划", work, 4);
    svc_form_area(form, "激励办法", svc_text(q, 2), 2);
    boxes(call, form, &improve_plans, year, "improve_plan", svc_int(q, 3));
    svc_form_field(form, "递交日期", svc_form_date(svc_text(q, 4), false));
    svc_form_area(form, "年中调整", svc_text(q, 5), 2);
    svc_form_pair(form, "调整日期", svc_form_date(svc_text(q, 6), false), "报备", svc_text(q, 7));
    free(work);
    svc_done(q);
    return true;
}

int improve_form(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    bool sums = opt.kind && strcmp(opt.kind, "summary") == 0;
    for (size_t i = 0; i < numbers.count; i++) {
        const char *no = numbers.no[i];
        if (is_year(no) && !year_plan(call, form, no))
            svc_fail(SVC_UNKNOWN, "%s: no such plan", no);
        else if (is_year(no))
            continue;
        else if (!svc_one_int(call->db, 0, "SELECT 1 FROM improve_project WHERE no = ?1", "s", no))
            svc_fail(SVC_UNKNOWN, "%s: no such project", no);
        else if (!sums)
            scheme(call, form, no);
        else if (!summary(call, form, no))
            svc_refuse(call, SVC_REFUSED, no, "has no summary");
    }
    if (svc_worst() == SVC_OK)
        svc_form_close(form);
    return svc_finish(call);
}
