#include "svc/say.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"
#include "svc/when.h"
#include "svc/word.h"

/* -- words ----------------------------------------------------------------------------------- */

/* The words of statements that are no column's. */
static const struct {
    const char *list, *words;
} lists[] = {
    { "clock", "respond:响应|solution:方案|close:办结|callback:回访|appeal:申诉|"
               "appeal_decide:申诉复核|appeal_decide_2:二次申诉复核|answer:问题答复|apply:受理|"
               "survey:查勘|notice:停气通知|arrive:到场|finish:完工|promise:承诺|dispatch:派工|"
               "enter:录入|rectify:整改|effect:效果检查" },
    { "matter", "complaint:投诉|callback_issue:回访问题|install:安装|gas_on:通气|pipe_change:改管|"
                "repair:维修|emergency:抢修|stop_notice:停气通知|restore:恢复供气|"
                "name_transfer:过户|auth_omitted_install:漏装补建承诺|auth_priority:优先处理派工|"
                "auth_frail:老弱病残下单|master_data:主数据创建|business_info:业务信息录入|"
                "customer_update:用户信息更新" },
    { "start", "accepted:受理|appealed:申诉|arrived:到场|closed:办结|confirmed:确认|determined:认定|"
               "install_ready:具备安装条件|papers_complete:手续完善|raised:提出|received:受理|"
               "stopped:停气|survey_ready:具备查勘条件|task_received:接到任务" },
    { "tier", "vip:VIP|key:关键客户|general:一般客户" },
    { "customer", "home:居民|business:非居民|person:个人|unit:单位" },
    { "basis", "seed:制度原文|external:外部规定|assumed:暂定" },
    { "passed", "names less:条件不及所用者具体|not the earlier one:到期较晚" },
    { "step", "runs from the moment:自该时刻起算|counted back from the moment:自该时刻倒算|"
              "the first day is not counted:次日起算|ends with its first day:当日截止|"
              "make-up working day:调休上班|weekend:周末不计|closed:非工作日不计|on hold:挂起中|"
              "on hold, not ended yet:挂起中|after working hours:下班时间不计|"
              "close of business:下班时间|in time:按时|missed:超时|"
              "missed, not done yet:超时未完成|open:未到期|"
              "a weekend day all the same:本为周末|"
              "the calendar of that year is not known yet:该年度尚无工作日历" },
    { "item", "complaint:投诉|callback:回访|inspect:服务检查|tier:服务分级|auth:授权|entry:信息录入|"
              "reward:奖惩|improve:服务改进|contractor:外委|order:工单|survey:满意度|adjust:更正" },
    { "severity", "minor:一般|major:重大" },
    { "verdict", "ok:合规|missing_condition:条件未证|expired_delegation:委托已过期|exceeded:越权|"
                 "false:虚假授权|missing_signature:缺签批|missing_duty:缺事后手续" },
    { "authority", "no_work_order:无派工单置换、维修、零星业务|name_change_at_gas_on:置换中户名更改|"
                   "frail_customer_help:老弱病残服务|indoor_rectification:户内安装问题现场整改|"
                   "network_cooperation:管道维护跨部门配合|"
                   "vip_maintenance_fee:VIP及关键客户维护费减免|"
                   "obstruction_waiver:阻工方建设费减免|omitted_installation:漏装项目补建|"
                   "priority_install:优先安装或置换|permission:权限授权|fee_waiver:费用减免授权|"
                   "compensation:费用补偿授权|cost_bearing:费用承担授权|priority:优先服务授权" },
    { "fact", "yes:是|no:否|tier:服务等级|vip:VIP|key:关键客户|general:一般客户|"
              "connection_fee_paid:已交初装费|installed:已安装完毕|work_matches:作业与凭证相符|"
              "order_added_after:补单|new_gas_on_customer:新置换用户|"
              "property_certificate:房产证|fee_receipt:初装费收据|work:作业类型|"
              "old_name_noted:原户名备注|frail:老弱病残|own_customer:本公司用户|"
              "appliance:报修项目|water_heater:热水器|stove:灶具|same_day_order:当日下单|"
              "reported_to_team_leader:已向维修班长汇报|work_order_filled:填写维修工单|"
              "customer_signed:用户签字|affects_supply_or_hazard:影响用气或存在安全隐患|"
              "needs_other_dept:需其他部门配合|contact_sheet:业务联系单|"
              "negotiation_failed:协调不成|contract_due_within:合同到期时限|"
              "households_affected:受影响户数|households_obstructing:阻工户数|"
              "stance_firm:阻工方态度坚决|omission_confirmed:确属漏装|settled:工程已结算|"
              "contractor_unreachable:施工队无法联系|no_responsible_party:无法确认责任人|"
              "cost_unborne:费用无人承担|contract_signed_and_paid:合同已签并付款|"
              "proof_of_need:提前施工证据|priority_slip:优先处理单|gas_on:通气|repair:维修|"
              "dispatch:派工|promise:承诺" },
    { "operator", "=:为|<=:不超过|>=:不少于|in:属于|before:早于" },
    { "unit", "household:户" },
    { "rank", "agent:坐席员|indoor_technician:户内维修员|repair_technician:维修员|"
              "team_leader:维修班长|network_head:管网运行部主任|market_head:市场部主任|"
              "engineering_head:工程部主任" },
    { "role", "handler:经办人|dept_head:部门主任|deputy_gm:部门主管领导|office:服务管理办公室|"
              "general_office:办公室|gm:公司总经理|committee:服务管理委员会|leadership:公司领导班子|"
              "region_director:大区总监|national_centre:全国中心|service_director:服务总监" },
    { "signer", "dept_head:部门主任|gm:公司总经理|market_head:市场部主任|"
                "engineering_head:工程部主任|the other department:其他部门" },
    { "class", "resident:居民|commercial:商业|industrial:工业|collective:集体|boiler:锅炉|"
               "direct-fired:直燃机|CNG:加气站|government:政府机关|media:新闻媒体|"
               "monitor:社会监督员" },
    { "worth", "usage:用气量|growth:增长|payment:缴费|cooperation:配合" },
    { "route", "key:重点改进|department:部门改进|spot:现场改进" },
    { "result", "effective:有效|partly:部分有效|ineffective:无效" },
    { "review", "stage:阶段评审|weekly:周例会|decision:决策评审|verify:效果验证|standard:标准固化|"
                "recheck:复查" },
    { "inspection", "routine:例行检查|special:专项检查|surprise:突击检查" },
    { "counted", "complaints:计入投诉|notices:重大问题通知" },
    { "effect", "grade_c:当月绩效考核为C|no_annual_award:取消年度评优|suspension:留用察看或待岗|"
                "notice:公司范围内通报|withdraw_rights:建议取消系统权限|"
                "committee:服务管理委员会处理|internal:部门内部处理|"
                "annual_points:扣减年度绩效考核分|employee_rules:按员工奖惩规定处理" }
};

static const char *words_of(const char *list)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].list, list) == 0)
            return lists[i].words;
    svc_die(SVC_BUG, "statements: no list of words \"%s\"", list);
}

/* One word or several, parted by `;` or `, `. */
static void put_words(const char *list, const char *codes, struct svc_buf *out)
{
    const char *words = words_of(list);
    for (bool first = true; *codes; first = false) {
        size_t len = strcspn(codes, ";,");
        svc_buf_puts(out, first ? "" : "、");
        svc_word_labels(words, codes, len, out);
        codes += len;
        codes += strspn(codes, ";, ");
    }
}

/* -- names ----------------------------------------------------------------------------------- */

static void put_person(struct svc_db *db, const char *person, struct svc_buf *out)
{
    char *name = svc_one(db, "SELECT name FROM person WHERE person = ?1", "s", person);
    if (name)
        svc_buf_printf(out, "%s（%s）", name, person);
    else
        svc_buf_puts(out, person);
    free(name);
}

static void put_dept(struct svc_db *db, const char *dept, struct svc_buf *out)
{
    char *name = svc_one(db, "SELECT name FROM dept WHERE dept = ?1", "s", dept);
    svc_buf_puts(out, name ? name : dept);
    free(name);
}

/* CODE or CODE@DAY. A clause that no policy of the day has is cited by the last that had it. */
static void put_clause(struct svc_db *db, const char *value, struct svc_buf *out)
{
    size_t len = strcspn(value, "@");
    char *clause = svc_strndup(value, len), today[SVC_DAY_SIZE];
    const char *day = value[len] ? value + len + 1 : svc_day_format(svc_when_day(svc_now()), today);
    struct svc_query *q = svc_query(db,
        "SELECT b.title, c.article FROM policy_clause c"
        "  JOIN policy_version v ON v.version = c.version"
        "  JOIN policy_book b ON b.version = c.version AND b.book = c.book"
        " WHERE c.clause = ?1"
        " ORDER BY CASE WHEN v.from_day <= ?2 AND v.until_day > ?2 THEN 0 ELSE 1 END,"
        "          v.version DESC LIMIT 1", "ss", clause, day);
    if (svc_next(q)) {
        svc_buf_printf(out, "《%s》%s", svc_text(q, 0), svc_text(q, 1));
        svc_done(q);
    } else {
        svc_buf_puts(out, clause);
    }
    free(clause);
}

/* A matter of the matrix by its short name, one of the company's own by what its policy says. */
static void put_matter(struct svc_db *db, const char *matter, struct svc_buf *out)
{
    struct svc_word word;
    char *text = NULL;
    if (!svc_word_find(words_of("authority"), matter, strlen(matter), &word))
        text = svc_one(db, "SELECT text FROM policy_authority WHERE matter = ?1"
                           " ORDER BY version DESC LIMIT 1", "s", matter);
    if (text)
        svc_buf_puts(out, text);
    else
        put_words("authority", matter, out);
    free(text);
}

static void put_name(void *db, const char *type, const char *value, struct svc_buf *out)
{
    if (strcmp(type, "person") == 0)
        put_person(db, value, out);
    else if (strcmp(type, "dept") == 0)
        put_dept(db, value, out);
    else if (strcmp(type, "clause") == 0)
        put_clause(db, value, out);
    else if (strcmp(type, "matter") == 0)
        put_matter(db, value, out);
    else if (strncmp(type, "words ", 6) == 0)
        put_words(type + 6, value, out);
    else if (strncmp(type, "word ", 5) == 0)
        svc_word_labels(words_of(type + 5), value, strlen(value), out);
    else
        svc_die(SVC_BUG, "statements: no type \"%s\"", type);
}

/* -- saying ---------------------------------------------------------------------------------- */

void svc_say(struct svc_db *db, enum svc_language language, const char *statement,
             struct svc_buf *out)
{
    const struct svc_namer namer = { db, put_name };
    const char *wrong = svc_statement_say(statement, language, &namer, out);
    if (wrong)
        svc_die(SVC_BUG, "the statement \"%s\" cannot be said: %s", statement, wrong);
}

char *svc_said(struct svc_db *db, enum svc_language language, const char *statement)
{
    struct svc_buf out = { 0 };
    svc_say(db, language, statement, &out);
    return svc_buf_take(&out);
}

bool svc_says(struct svc_db *db, const char *statement, const char *text)
{
    bool same = false;
    for (int language = 0; language < SVC_LANGUAGES && !same; language++) {
        char *said = svc_said(db, (enum svc_language)language, statement);
        same = strcmp(said, text) == 0;
        free(said);
    }
    return same;
}
