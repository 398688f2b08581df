/* svc-inspect: inspections, what they find and how it is put right. The entry is at the bottom. */
#include "inspect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/form.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/score.h"
#include "svc/stock.h"
#include "svc/text.h"

#define SOURCE \
    { "source", SVC_TYPE_CODE, 0, "来源系统", "system the record came from", NULL, NULL }
#define SOURCE_NO \
    { "source_no", SVC_TYPE_CODE, 0, "来源编号", "its number there; key with source", NULL, NULL }
#define RECORDED_AT \
    { "recorded_at", SVC_TYPE_TIME, SVC_OWN, "登记时间", "when it was recorded", NULL, NULL }
#define RECORDED_BY \
    { "recorded_by", SVC_TYPE_CODE, SVC_OWN, "登记人", "who recorded it", NULL, NULL }
#define DIGEST { "digest", SVC_TYPE_CODE, SVC_INNER, "", "", NULL, NULL }
#define EVENT { "event", SVC_TYPE_INT, SVC_INNER, "", "", NULL, NULL }
#define END { NULL, 0, 0, NULL, NULL, NULL, NULL }

static const struct svc_column plan_columns[] = {
    [I_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [I_SOURCE] = SOURCE,
    [I_SOURCE_NO] = SOURCE_NO,
    [I_PLANNED_AT] = { "planned_at", SVC_TYPE_TIME, SVC_REQUIRED, "计划时间",
                       "when it is to be held", NULL, NULL },
    [I_LEVEL] = { "level", SVC_TYPE_WORD, SVC_REQUIRED, "检查级别", "who inspects",
                  "company|department|team", NULL },
    [I_KIND] = { "kind", SVC_TYPE_WORD, SVC_REQUIRED, "检查类型", "what kind of inspection",
                 "special|routine|surprise", NULL },
    [I_METHOD] = { "method", SVC_TYPE_WORDS, SVC_REQUIRED | SVC_SET, "检查方式",
                   "how, ;-separated", "callback|mystery|on_site|video|written|ledger", NULL },
    [I_PLAN_OF] = { "plan_of", SVC_TYPE_CODE, 0, "所属计划",
                    "the plan it stands in: 2026, 2026Q4 or 2026-10", NULL, NULL },
    [I_TITLE] = { "title", SVC_TYPE_CODE, SVC_SET, "主题", "one line", NULL, NULL },
    [I_SCOPE] = { "scope", SVC_TYPE_CODE, SVC_REQUIRED, "检查范围",
                  "departments, ;-separated; all: every one but contractors", NULL, NULL },
    [I_INSPECTORS] = { "inspectors", SVC_TYPE_CODE, SVC_REQUIRED, "检查小组成员",
                       "staff numbers, ;-separated; the first leads", NULL, NULL },
    [I_SCHEME] = { "scheme", SVC_TYPE_CODE, SVC_SET, "实施方案",
                   "the scheme's reference; needed before the check", NULL, NULL },
    [I_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "how far it is",
                  "planned|held|reported|filed|cancelled", NULL },
    [I_HELD_AT] = { "held_at", SVC_TYPE_TIME, SVC_OWN, "实施时间", "its first sheet", NULL, NULL },
    [I_SUMMARY] = { "summary", SVC_TYPE_TEXT, SVC_OWN, "小结", "summary to the committee", NULL,
                    NULL },
    [I_REPORT] = { "report", SVC_TYPE_CODE, SVC_OWN, "检查报告", "file of the report", NULL,
                   NULL },
    [I_REPORT_SHA256] = { "report_sha256", SVC_TYPE_CODE, SVC_OWN, "报告校验", "its SHA-256", NULL,
                          NULL },
    [I_REPORTED_AT] = { "reported_at", SVC_TYPE_TIME, SVC_OWN, "小结时间", "summary given", NULL,
                        NULL },
    [I_ROOM] = { "room", SVC_TYPE_CODE, SVC_OWN, "档案号", "where the archive room keeps it", NULL,
                 NULL },
    [I_FILED_AT] = { "filed_at", SVC_TYPE_TIME, SVC_OWN, "归档时间", "handed to the archive room",
                     NULL, NULL },
    [I_RECORDED_AT] = RECORDED_AT,
    [I_RECORDED_BY] = RECORDED_BY,
    [I_DIGEST] = DIGEST,
    [I_EVENT] = EVENT,
    [I_COLUMNS] = END
};

const struct svc_register inspect_plans = {
    .name = "inspections", .one = "inspection", .help = "planned, held, reported, filed",
    .table = "inspection", .letter = 'I', .fact = "planned_at", .columns = plan_columns
};

static const struct svc_column sheet_columns[] = {
    [K_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number", NULL, NULL },
    [K_INSPECTION] = { "inspection", SVC_TYPE_CODE, SVC_OWN, "检查编号",
                       "the inspection; empty for a contractor's sheet", NULL, NULL },
    [K_DEPT] = { "dept", SVC_TYPE_CODE, SVC_OWN, "被检查部门", "department inspected", NULL,
                 NULL },
    [K_QUARTER] = { "quarter", SVC_TYPE_CODE, SVC_OWN, "季度", "of a contractor's sheet", NULL,
                    NULL },
    [K_TEMPLATE] = { "template", SVC_TYPE_CODE, SVC_OWN, "检查项目", "where its items are from",
                     NULL, NULL },
    [K_CHECKED_AT] = { "checked_at", SVC_TYPE_TIME, SVC_OWN, "检查时间", "when it was checked",
                       NULL, NULL },
    [K_INSPECTORS] = { "inspectors", SVC_TYPE_CODE, SVC_OWN, "检查小组成员",
                       "staff numbers, ;-separated", NULL, NULL },
    [K_OPINION] = { "opinion", SVC_TYPE_TEXT, SVC_SET, "整改意见", "what must become better", NULL,
                    NULL },
    [K_ANSWER] = { "answer", SVC_TYPE_TEXT, SVC_SET, "被检查部门意见", "the department's answer",
                   NULL, NULL },
    [K_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "signed sheets never change",
                  "open|signed", NULL },
    [K_SIGNED_AT] = { "signed_at", SVC_TYPE_TIME, SVC_OWN, "签字时间",
                      "signed by the head inspected", NULL, NULL },
    [K_RECORDED_AT] = RECORDED_AT,
    [K_RECORDED_BY] = RECORDED_BY,
    [K_DIGEST] = DIGEST,
    [K_EVENT] = EVENT,
    [K_COLUMNS] = END
};

const struct svc_register inspect_sheets = {
    .name = "sheets", .one = "sheet", .help = "sheets, one for each department inspected",
    .table = "inspect_sheet", .letter = 'K', .fact = "checked_at", .columns = sheet_columns
};

static const struct svc_column item_columns[] = {
    [T_ITEM] = { "item", SVC_TYPE_CODE, SVC_KEY, "检查项", "its sheet and code", NULL, NULL },
    [T_SHEET] = { "sheet", SVC_TYPE_CODE, SVC_OWN, "检查表", "its sheet", NULL, NULL },
    [T_CODE] = { "code", SVC_TYPE_CODE, SVC_OWN, "项目代码", "its code on the sheet", NULL, NULL },
    [T_CONTENT] = { "content", SVC_TYPE_CODE, SVC_OWN, "检查内容", "the content it belongs to",
                    NULL, NULL },
    [T_TEXT] = { "text", SVC_TYPE_TEXT, SVC_OWN, "检查要求", "what is checked", NULL, NULL },
    [T_RESULT] = { "result", SVC_TYPE_WORD, 0, "结果", "unmarked until it is judged",
                   "unmarked|pass|fail|na", NULL },
    [T_OPINION] = { "opinion", SVC_TYPE_TEXT, 0, "整改意见", "of the inspectors", NULL, NULL },
    [T_ANSWER] = { "answer", SVC_TYPE_TEXT, 0, "被检查部门意见", "of the department", NULL, NULL },
    [T_MARKED_AT] = { "marked_at", SVC_TYPE_TIME, SVC_OWN, "评定时间", "when it was judged", NULL,
                      NULL },
    [T_MARKED_BY] = { "marked_by", SVC_TYPE_CODE, SVC_OWN, "评定人", "who judged it", NULL, NULL },
    [T_DIGEST] = DIGEST,
    [T_EVENT] = EVENT,
    [T_COLUMNS] = END
};

const struct svc_register inspect_items = {
    .name = "items", .one = "item", .help = "what the sheets ask, and the marks",
    .table = "inspect_item", .columns = item_columns
};

static const struct svc_column finding_columns[] = {
    [F_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [F_SOURCE] = SOURCE,
    [F_SOURCE_NO] = SOURCE_NO,
    [F_SHEET] = { "sheet", SVC_TYPE_CODE, SVC_REQUIRED, "检查表", "the sheet it stands on", NULL,
                  NULL },
    [F_ITEM] = { "item", SVC_TYPE_CODE, 0, "项目代码", "code of the item that failed", NULL,
                 NULL },
    [F_FOUND_AT] = { "found_at", SVC_TYPE_TIME, SVC_REQUIRED, "发现时间", "when it was found",
                     NULL, NULL },
    [F_SEVERITY] = { "severity", SVC_TYPE_WORD, SVC_REQUIRED, "程度", "how serious it is",
                     "minor|major", NULL },
    [F_DEPT] = { "dept", SVC_TYPE_CODE, 0, "责任部门", "department; the sheet's unless said", NULL,
                 "dept" },
    [F_PERSON] = { "person", SVC_TYPE_CODE, 0, "责任人", "person responsible", NULL, "person" },
    [F_FACTS] = { "facts", SVC_TYPE_TEXT, SVC_REQUIRED, "问题", "what was found", NULL, NULL },
    [F_ACTION] = { "action", SVC_TYPE_TEXT, SVC_SET, "即时措施", "what was done at once", NULL,
                   NULL },
    [F_DEADLINE] = { "deadline", SVC_TYPE_TIME, 0, "限期",
                     "fixed by then; a date alone is its last moment", NULL, NULL },
    [F_EVIDENCE] = { "evidence", SVC_TYPE_CODE, 0, "整改前证据", "file that shows it", NULL,
                     NULL },
    [F_EVIDENCE_SHA256] = { "evidence_sha256", SVC_TYPE_CODE, SVC_OWN, "整改前校验",
                            "SHA-256 of that file", NULL, NULL },
    [F_AFTER_EVIDENCE] = { "after_evidence", SVC_TYPE_CODE, 0, "整改后证据",
                           "file that shows it fixed", NULL, NULL },
    [F_AFTER_SHA256] = { "after_sha256", SVC_TYPE_CODE, SVC_OWN, "整改后校验",
                         "SHA-256 of that file", NULL, NULL },
    [F_FIXED_AT] = { "fixed_at", SVC_TYPE_TIME, 0, "整改时间", "fixed", NULL, NULL },
    [F_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "how far it is",
                  "open|noticed|fixed|cancelled", NULL },
    [F_DUE_AT] = { "due_at", SVC_TYPE_TIME, SVC_OWN, "整改时限", "the deadline in force", NULL,
                   NULL },
    [F_PROVISIONAL] = { "provisional", SVC_TYPE_CODE, SVC_OWN, "暂定时限",
                        "clocks that reach into a year without calendar", NULL, NULL },
    [F_RECORDED_AT] = RECORDED_AT,
    [F_RECORDED_BY] = RECORDED_BY,
    [F_DIGEST] = DIGEST,
    [F_EVENT] = EVENT,
    [F_COLUMNS] = END
};

const struct svc_register inspect_findings = {
    .name = "findings", .one = "finding", .help = "what was found",
    .table = "inspect_finding", .letter = 'Q', .fact = "found_at", .columns = finding_columns
};

static const struct svc_column notice_columns[] = {
    [N_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number", NULL, NULL },
    [N_FINDING] = { "finding", SVC_TYPE_CODE, SVC_OWN, "问题编号", "the finding", NULL, NULL },
    [N_DEPT] = { "dept", SVC_TYPE_CODE, SVC_OWN, "责任部门", "department that puts it right", NULL,
                 NULL },
    [N_PERSON] = { "person", SVC_TYPE_CODE, SVC_OWN, "责任人", "person responsible", NULL, NULL },
    [N_SEVERITY] = { "severity", SVC_TYPE_WORD, SVC_OWN, "程度", "of the finding", "minor|major",
                     NULL },
    [N_ISSUED_AT] = { "issued_at", SVC_TYPE_TIME, SVC_OWN, "下达时间", "issued", NULL, NULL },
    [N_DEMAND] = { "demand", SVC_TYPE_TEXT, SVC_OWN, "整改要求", "what is demanded", NULL, NULL },
    [N_ROUND] = { "round", SVC_TYPE_INT, SVC_OWN, "轮次", "1, and one more for each failure", NULL,
                  NULL },
    [N_OPENED_AT] = { "opened_at", SVC_TYPE_TIME, SVC_OWN, "本轮起点",
                      "where this round's clock runs from", NULL, NULL },
    [N_DEADLINE] = { "deadline", SVC_TYPE_TIME, SVC_OWN, "限期", "given for this round", NULL,
                     NULL },
    [N_DUE_AT] = { "due_at", SVC_TYPE_TIME, SVC_OWN, "整改时限", "the deadline in force", NULL,
                   NULL },
    [N_REPLIED_AT] = { "replied_at", SVC_TYPE_TIME, SVC_OWN, "回复时间", "rectified and reported",
                       NULL, NULL },
    [N_REPLIED_BY] = { "replied_by", SVC_TYPE_CODE, SVC_OWN, "回复人", "who reported it", NULL,
                       NULL },
    [N_REPLY] = { "reply", SVC_TYPE_TEXT, SVC_OWN, "整改情况", "what was done", NULL, NULL },
    [N_REPORT] = { "report", SVC_TYPE_CODE, SVC_OWN, "整改报告", "file of the report", NULL,
                   NULL },
    [N_REPORT_SHA256] = { "report_sha256", SVC_TYPE_CODE, SVC_OWN, "报告校验", "its SHA-256", NULL,
                          NULL },
    [N_STATE] = { "state", SVC_TYPE_WORD, SVC_OWN, "状态", "how far it is",
                  "issued|replied|passed|effective|cancelled", NULL },
    [N_PASSED_AT] = { "passed_at", SVC_TYPE_TIME, SVC_OWN, "验收时间", "verified and passed", NULL,
                      NULL },
    [N_EFFECT_ON] = { "effect_on", SVC_TYPE_TIME, SVC_OWN, "效果检查日",
                      "when the effect is to be checked", NULL, NULL },
    [N_EFFECT_DUE] = { "effect_due", SVC_TYPE_TIME, SVC_OWN, "效果检查时限",
                       "the deadline of that check", NULL, NULL },
    [N_EFFECT_AT] = { "effect_at", SVC_TYPE_TIME, SVC_OWN, "效果检查时间", "checked", NULL, NULL },
    [N_PROVISIONAL] = { "provisional", SVC_TYPE_CODE, SVC_OWN, "暂定时限",
                        "clocks that reach into a year without calendar", NULL, NULL },
    [N_RECORDED_AT] = RECORDED_AT,
    [N_RECORDED_BY] = RECORDED_BY,
    [N_DIGEST] = DIGEST,
    [N_EVENT] = EVENT,
    [N_COLUMNS] = END
};

const struct svc_register inspect_notices = {
    .name = "notices", .one = "notice", .help = "rectification notices",
    .table = "inspect_notice", .letter = 'N', .fact = "issued_at", .columns = notice_columns
};

static const struct svc_column praise_columns[] = {
    [P_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [P_SOURCE] = SOURCE,
    [P_SOURCE_NO] = SOURCE_NO,
    [P_OCCURRED_AT] = { "occurred_at", SVC_TYPE_TIME, SVC_REQUIRED, "发生时间", "when it happened",
                        NULL, NULL },
    [P_DEPT] = { "dept", SVC_TYPE_CODE, 0, "部门", "department; the person's unless said", NULL,
                 "dept" },
    [P_PERSON] = { "person", SVC_TYPE_CODE, SVC_REQUIRED, "工号", "who did it", NULL, "person" },
    [P_FACTS] = { "facts", SVC_TYPE_TEXT, SVC_REQUIRED | SVC_SET, "事迹", "the good deed", NULL,
                  NULL },
    [P_EVIDENCE] = { "evidence", SVC_TYPE_CODE, SVC_SET, "证据", "what shows it: letter, banner, …",
                     NULL, NULL },
    [P_INSPECTION] = { "inspection", SVC_TYPE_CODE, 0, "检查编号", "the inspection that saw it",
                       NULL, NULL },
    [P_CLAUSE] = { "clause", SVC_TYPE_CODE, SVC_SET, "奖励条款",
                   "clause it may be rewarded under; reward-3.1.1-1 unless said", NULL, NULL },
    [P_RECORDED_AT] = RECORDED_AT,
    [P_RECORDED_BY] = RECORDED_BY,
    [P_DIGEST] = DIGEST,
    [P_EVENT] = EVENT,
    [P_COLUMNS] = END
};

const struct svc_register inspect_praise = {
    .name = "praise", .one = "good deed", .help = "good deeds seen", .table = "praise",
    .letter = 'P', .fact = "occurred_at", .columns = praise_columns
};

static const struct svc_column walk_columns[] = {
    [W_NO] = { "no", SVC_TYPE_CODE, SVC_KEY, "编号", "number; given by the tool unless brought",
               NULL, NULL },
    [W_SOURCE] = SOURCE,
    [W_SOURCE_NO] = SOURCE_NO,
    [W_WALKED_AT] = { "walked_at", SVC_TYPE_TIME, SVC_REQUIRED, "巡查时间", "when", NULL, NULL },
    [W_ZONE] = { "zone", SVC_TYPE_CODE, SVC_REQUIRED, "区域", "where", NULL, NULL },
    [W_PERSON] = { "person", SVC_TYPE_CODE, SVC_REQUIRED, "工号", "who is marked", NULL,
                   "person" },
    [W_WALKER] = { "walker", SVC_TYPE_CODE, 0, "巡查人", "who marks; you unless said", NULL,
                   "person" },
    [W_SCORE] = { "score", SVC_TYPE_INT, SVC_REQUIRED, "得分", "1 to 5", "1|2|3|4|5", NULL },
    [W_REMARK] = { "remark", SVC_TYPE_TEXT, SVC_SET, "说明", "why", NULL, NULL },
    [W_RECORDED_AT] = RECORDED_AT,
    [W_RECORDED_BY] = RECORDED_BY,
    [W_DIGEST] = DIGEST,
    [W_EVENT] = EVENT,
    [W_COLUMNS] = END
};

const struct svc_register inspect_walks = {
    .name = "walks", .one = "mark", .help = "five-point marks of walk-rounds", .table = "walk",
    .letter = 'Z', .fact = "walked_at", .columns = walk_columns
};

/* -- steps -------------------------------------------------------------------------------- */

/* The register that a number's letter names; the main one for any other. */
static const struct svc_register *register_of(const char *no)
{
    static const struct svc_register *const lettered[] = {
        &inspect_sheets, &inspect_findings, &inspect_notices, &inspect_praise, &inspect_walks
    };
    for (size_t i = 0; i < sizeof lettered / sizeof *lettered; i++)
        if (no[0] == lettered[i]->letter)
            return lettered[i];
    return &inspect_plans;
}

void inspect_steps(struct svc_call *call, const struct svc_register *reg,
                   void (*one)(const struct inspect_step *step))
{
    struct svc_numbers numbers = svc_call_numbers(call);
    struct inspect_step step = { .call = call, .at = svc_call_at(call) };
    struct svc_record record;
    svc_call_begin(call);
    step.rules = svc_rules_open(call->db);
    for (size_t i = 0; i < numbers.count; i++) {
        step.no = numbers.no[i];
        call->reg = reg ? reg : register_of(step.no);
        if (!svc_record_read(call, step.no, &record)) {
            svc_fail(SVC_UNKNOWN, "%s: no such %s", step.no, call->reg->one);
            continue;
        }
        step.values = record.values;
        one(&step);
        svc_record_free(call, &record);
    }
    svc_rules_close(step.rules);
}

int inspect_each(struct svc_call *call, const struct svc_register *reg,
                 void (*one)(const struct inspect_step *step))
{
    inspect_steps(call, reg, one);
    svc_call_commit(call);
    return svc_finish(call);
}

bool inspect_in_order(const struct inspect_step *step, const char *last)
{
    char text[SVC_WHEN_SIZE];
    if (!last || strcmp(svc_when_format(step->at, text), last) >= 0)
        return true;
    svc_fail(SVC_REFUSED, "%s: cannot %s before the step before it (%s)", step->no,
             step->call->verb->name, last);
    return false;
}

/* -- who may ------------------------------------------------------------------------------ */

#define ENTERING "office;clerk"

bool inspect_may_mark(struct svc_call *call, const char *sheet)
{
    char *list = svc_one(call->db, "SELECT inspectors FROM inspect_sheet WHERE no = ?1", "s",
                         sheet);
    bool may = svc_call_holds(call, ENTERING) ||
               (list && svc_text_in(list, ';', call->actor.person));
    free(list);
    return may;
}

bool inspect_may_answer(struct svc_call *call, const char *dept)
{
    return svc_call_holds(call, ENTERING) ||
           svc_one_int(call->db, 0, "SELECT 1 FROM person WHERE person = ?1 AND dept = ?2", "ss",
                       call->actor.person, dept);
}

void inspect_paper(struct svc_call *call, const char *by)
{
    svc_call_person(call, by);
    if (by && strcmp(by, call->actor.person) != 0 && !svc_call_holds(call, ENTERING))
        svc_deny(call, SVC_DENIED, NULL,
                 "what \"%s\" did is entered by a clerk or the office; \"%s\" is neither", by,
                 call->actor.person);
}

/* -- numbers ------------------------------------------------------------------------------ */

const struct svc_option inspect_number_options[] = {
    { "format", 'f', SVC_OPT_TEXT, &svc_shared.format, "FORMAT",
      "csv, tsv, jsonl, table, xlsx, html or auto" },
    { "headless", 'H', SVC_OPT_FLAG, &svc_shared.headless, NULL, "no header line" },
    SVC_OPTIONS_END
};

void inspect_print_numbers(struct svc_call *call, char *const *numbers, size_t count)
{
    static const struct svc_column columns[] = {
        { "no", SVC_TYPE_CODE, 0, "编号", "the record", NULL, NULL }, END
    };
    if (svc_shared.dry_run || svc_worst() != SVC_OK)
        return;
    svc_print_begin(call, columns);
    for (size_t i = 0; i < count; i++) {
        struct svc_value no = svc_value_text(numbers[i]);
        svc_print_row(call, &no);
    }
}

/* -- files and deadlines ------------------------------------------------------------------ */

struct inspect_file inspect_file(const char *option, const char *path)
{
    struct stat file;
    if (!path || !*path)
        return (struct inspect_file){ NULL, NULL };
    bool waits = stat(path, &file) == 0 && !S_ISREG(file.st_mode); /* a FIFO would, for ever */
    int fd = waits ? -1 : svc_file_read(path);
    if (waits)
        svc_die(SVC_BADINPUT, "option --%s: \"%s\" is not a file; nothing was done", option, path);
    if (fd < 0 || fstat(fd, &file) != 0)
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, strerror(errno));
    char *hex = svc_alloc(SVC_DIGEST_HEX);
    if (!svc_file_digest(fd, hex))
        svc_die(SVC_BADINPUT, "option --%s: cannot read \"%s\": %s; nothing was done", option,
                path, strerror(errno));
    close(fd);
    return (struct inspect_file){ path, hex };
}

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
    { "add", "REGISTER ", inspect_add, svc_add_options, SVC_NEED_WRITE, TAKERS,
      "register one record: an inspection, a finding, praise, a walk-round's mark" },
    { "import", "REGISTER [FILE|-]", inspect_import, svc_import_options, SVC_NEED_WRITE, TAKERS,
      "register many records, all or none; marks of items too" },
    SVC_STOCK_LIST("REGISTER "),
    SVC_STOCK_SHOW("REGISTER "),
    { "set", "REGISTER NO...|-", inspect_set, svc_set_options, SVC_NEED_WRITE, TAKERS,
      "correct columns that may change; needs --reason" },
    SVC_STOCK_LOG("REGISTER "),
    SVC_STOCK_COLUMNS("REGISTER "),
    { "plan", "", inspect_plan, svc_add_options, SVC_NEED_WRITE, PLANNERS,
      "plan one inspection; prints its number" },
    { "sheet", "[NO...|-]", inspect_sheet, sheet_options, SVC_NEED_WRITE, INSPECTORS,
      "hold inspections: a sheet for each department, or a contractor's sheet of a quarter" },
    { "mark", "ITEM...|-", inspect_mark, mark_options, SVC_NEED_WRITE, INSPECTORS,
      "mark items of a sheet" },
    { "find", "SHEET", inspect_find, find_options, SVC_NEED_WRITE, INSPECTORS,
      "register what was found; prints its number" },
    { "fix", "NO...|-", inspect_fix, fix_options, SVC_NEED_WRITE, INSPECTORS,
      "record that findings without a notice are fixed" },
    { "sign", "NO...|-", inspect_sign, sign_options, SVC_NEED_WRITE, NULL,
      "sign sheets, as the head of the department inspected" },
    { "notice", "NO...|-", inspect_notice, notice_options, SVC_NEED_WRITE, ENTERING,
      "issue a rectification notice for each finding; prints their numbers" },
    { "reply", "NO...|-", inspect_reply, reply_options, SVC_NEED_WRITE, REPLIERS,
      "report that notices are rectified" },
    { "verify", "NO...|-", inspect_verify, verify_options, SVC_NEED_WRITE, INSPECTORS,
      "judge rectifications and their effect" },
    { "recheck", "NO...|-", inspect_recheck, svc_output_options, SVC_NEED_READ, NULL,
      "the failed items of inspections, as a template for new sheets" },
    { "summary", "NO...|-", inspect_summary, summary_options, SVC_NEED_WRITE, PLANNERS,
      "give the summary or report of inspections" },
    { "cancel", "NO...|-", inspect_cancel, svc_step_options, SVC_NEED_WRITE, "office;dept_head",
      "cancel inspections, findings or notices; needs --reason" },
    { "points", "NO...|-", inspect_points, points_options, SVC_NEED_WRITE, "office",
      "choose the points inside a clause's range; needs --reason" },
    { "due", NULL, inspect_due, due_options, SVC_NEED_READ, NULL,
      "inspections that are missing, deadlines that are past" },
    { "count", NULL, inspect_count, count_options, SVC_NEED_READ, NULL,
      "major notices of a year by department, with their numbers" },
    { "contractor", NULL, inspect_contractor, contractor_options, SVC_NEED_READ, NULL,
      "what contractors did not put right in time, and what it costs" },
    { "walks", NULL, inspect_walk_sums, walks_options, SVC_NEED_READ, NULL,
      "sums of the walk-rounds' marks by person" },
    { "archive", "[NO...|-]", inspect_archive, archive_options, SVC_NEED_READ, NULL,
      "the papers of inspections: which are there, which are missing" },
    { "file", "NO...|-", inspect_file_away, file_options, SVC_NEED_WRITE, ENTERING,
      "hand complete inspections to the archive room" },
    { "form", "NO...|-", inspect_form, svc_form_options, SVC_NEED_READ, NULL,
      "print sheets and notices to be signed" },
    { "stats", NULL, inspect_stats, stats_options, SVC_NEED_READ, NULL,
      "counts and rates of a period, each with its numerator and denominator" },
    SVC_STOCK_SCORE,
    { NULL, NULL, NULL, NULL, 0, NULL, NULL }
};

static const struct svc_register *const registers[] = {
    &inspect_plans, &inspect_sheets, &inspect_items, &inspect_findings, &inspect_notices,
    &inspect_praise, &inspect_walks, NULL
};

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-inspect", .summary = "inspections, what they find and how it is put right",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
