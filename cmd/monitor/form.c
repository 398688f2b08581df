/* form, feedback: letters of appointment, the roster, an opinion's slip, the letter that tells a monitor
 * what became of it, minutes. Names are masked unless --pii full. */
#include <stdlib.h>
#include <string.h>

#include "monitor.h"
#include "svc/err.h"
#include "svc/form.h"
#include "svc/frame.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/who.h"
#include "svc/words.h"

static struct {
    const char *kind;
} opt;

const struct svc_option form_options[] = {
    { .name = "kind", .type = SVC_OPT_TEXT, .to = &opt.kind, .arg = "letter|roster|feedback",
      .list = "monitor.form",
      .help = "of monitors: a letter of appointment (default), the roster, a letter of feedback" },
    SVC_OPTIONS_INCLUDE(svc_pii_options),
    SVC_OPTIONS_INCLUDE(svc_form_options),
    { 0 }
};

/* -- what the pages share ------------------------------------------------------------------ */

/* A monitor's name as it may be shown, to be freed; empty where it was retired. */
static char *shown(const char *name)
{
    struct svc_buf out = { 0 };
    if (name && svc_shared.pii)
        svc_buf_puts(&out, name);
    else if (name)
        svc_mask(&out, SVC_NAME, name, strlen(name));
    return svc_buf_take(&out);
}

static const char *word(const char *list, struct svc_query *q, int column)
{
    return svc_is_null(q, column) ? NULL : svc_words_text(list, svc_text(q, column));
}

/* What it was used as, with the record: 服务改进 E2026-000003. To be freed. */
static char *used(struct svc_query *q, int use, int no)
{
    return svc_is_null(q, use) ? NULL
           : svc_format("%s%s%s", svc_words_text("monitor.use", svc_text(q, use)),
                        svc_is_null(q, no) ? "" : " ", svc_is_null(q, no) ? "" : svc_text(q, no));
}

/* -- letters of appointment, the roster ---------------------------------------------------- */

#define MONITOR \
    "SELECT monitor, name, grp, district, appointed_on, ends_on, term, letter_no FROM monitor"
enum { MONITOR_NO, NAME, GRP, DISTRICT, APPOINTED_ON, ENDS_ON, TERM, LETTER_NO };

static void letter(struct svc_call *call, struct svc_form *form, struct svc_query *q)
{
    char *company = svc_company(call->db, svc_text(q, APPOINTED_ON));
    char *name = shown(svc_text(q, NAME));
    char *from = svc_strdup(svc_form_date(svc_text(q, APPOINTED_ON), false));
    char *until = svc_strdup(svc_form_date(svc_text(q, ENDS_ON), false));
    char *text = svc_format("%s 同志：\n　　为广泛听取社会各界对燃气服务工作的意见和建议，接受社会监督，兹聘请您为"
                            "我公司社会监督员（%s，%s），任期自%s起至%s止。", name ? name : "",
                            word("monitor_group", q, GRP), svc_text(q, DISTRICT), from, until);
    char *term = svc_format("第 %s 届", svc_text(q, TERM));
    svc_form_page(form, "聘书", svc_text(q, LETTER_NO));
    svc_form_text(form, text);
    svc_form_pair(form, "监督员编号", svc_text(q, MONITOR_NO), "届次", term);
    svc_form_seal(form, *company ? company : "公司", svc_text(q, APPOINTED_ON));
    free(company);
    free(name);
    free(from);
    free(until);
    free(text);
    free(term);
}

/* Who is in office today, by group and district. */
static void roster(struct svc_call *call, struct svc_form *form)
{
    enum { CELLS = 6 };
    static const int spans[CELLS] = { 1, 2, 2, 1, 3, 3 }; /* a date stands on one line */
    static const char *const heads[CELLS] = { "编号", "姓名", "所属群体", "所在片区", "聘任日期", "届满日期" };
    struct svc_form_cell cells[CELLS];
    for (size_t i = 0; i < CELLS; i++)
        cells[i] = (struct svc_form_cell){ heads[i], spans[i], true };
    svc_form_page(form, "社会监督员名册", NULL);
    svc_form_row(form, cells, CELLS);
    struct svc_query *q = svc_query(call->db,
        MONITOR " WHERE state = 'active' AND appointed_on <= ?1 AND ends_on >= ?1"
        " ORDER BY grp, district, monitor", "d", svc_when_day(svc_now()));
    while (svc_next(q)) {
        char *name = shown(svc_text(q, NAME));
        const char *const texts[CELLS] = { svc_text(q, MONITOR_NO), name, word("monitor_group", q, GRP),
                                           svc_text(q, DISTRICT),
                                           svc_form_date(svc_text(q, APPOINTED_ON), false),
                                           svc_form_date(svc_text(q, ENDS_ON), false) };
        for (size_t i = 0; i < CELLS; i++)
            cells[i] = (struct svc_form_cell){ texts[i], spans[i], false };
        svc_form_row(form, cells, CELLS);
        free(name);
    }
}

/* -- an opinion's slip --------------------------------------------------------------------- */

/* What was answered before and not borne out, a round a line. */
static char *rounds(struct svc_call *call, const char *no)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT round, answered_at, answer, why FROM monitor_round WHERE no = ?1 ORDER BY round", "s",
        no);
    while (svc_next(q))
        svc_buf_printf(&out, "%s第%s轮　%s 答复：%s；核实不符%s%s", out.len ? "\n" : "", svc_text(q, 0),
                       svc_form_date(svc_text(q, 1), false), svc_text(q, 2), svc_is_null(q, 3) ? "" : "：",
                       svc_is_null(q, 3) ? "" : svc_text(q, 3));
    return svc_buf_take(&out);
}

static void verification(struct svc_call *call, struct svc_form *form, struct svc_query *q, int at)
{
    const char *verified = word("verb.yes_no", q, at), *when = svc_text(q, at + 2);
    char *who = svc_is_null(q, at + 3) ? (when ? svc_strdup("监督员本人") : NULL)
                                       : svc_who_on_paper(call->db, svc_text(q, at + 3));
    svc_form_pair(form, "核实属实", verified, "是否满意", word("monitor.satisfied", q, at + 1));
    svc_form_sign(form, "核实人", who, when, NULL);
    free(who);
}

static void slip(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT o.monitor, m.name, m.grp, o.raised_at, o.kind, o.category, o.content, o.dept, o.person,"
        "       o.assigned_at, o.answer_due, o.answer, o.answered_at, o.answered_by, o.verified,"
        "       o.satisfied, o.verified_at, o.verified_by, o.use, o.use_no, o.used_at"
        "  FROM monitor_opinion o JOIN monitor m ON m.monitor = o.monitor WHERE o.no = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such opinion", no);
        return;
    }
    char *name = shown(svc_text(q, 1)), *earlier = rounds(call, no), *use = used(q, 18, 19);
    char *who = svc_format("%s　%s", svc_text(q, 0), name ? name : "");
    char *dept = svc_who_depts(call->db, svc_text(q, 7)), *person = svc_who_on_paper(call->db, svc_text(q, 8));
    char *by = svc_who_on_paper(call->db, svc_text(q, 13));
    svc_form_page(form, "社会监督意见处理单", no);
    svc_form_pair(form, "监督员", who, "所属群体", word("monitor_group", q, 2));
    svc_form_pair(form, "提出时间", svc_form_date(svc_text(q, 3), true), "意见类型",
                  word("monitor.kind", q, 4));
    svc_form_area(form, "意见内容", svc_text(q, 6), 3);
    svc_form_pair(form, svc_column_label(&monitor_opinions.columns[O_CATEGORY]), word("category", q, 5),
                  "转办时间", svc_form_date(svc_text(q, 9), true));
    svc_form_pair(form, "承办部门", dept, "处理人", person);
    svc_form_field(form, "答复时限", svc_is_null(q, 10) ? NULL : svc_form_date(svc_text(q, 10), true));
    if (earlier && *earlier)
        svc_form_area(form, "以往答复", earlier, 1);
    svc_form_area(form, "部门答复", svc_text(q, 11), 3);
    svc_form_sign(form, "承办部门", by, svc_text(q, 12), NULL);
    verification(call, form, q, 14);
    svc_form_field(form, "结果应用", use);
    svc_form_sign(form, "服务管理办公室", NULL, NULL, NULL);
    char *const texts[] = { name, earlier, use, who, dept, person, by };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    svc_done(q);
}

/* -- what a monitor is told ---------------------------------------------------------------- */

#define TOLD \
    "SELECT o.no, o.raised_at, o.kind, o.content, d.name, o.answered_at, o.answer, o.verified," \
    "       o.use, o.use_no, o.state" \
    "  FROM monitor_opinion o LEFT JOIN dept d ON d.dept = o.dept" \
    " WHERE o.monitor = ?1 AND o.state <> 'withdrawn' ORDER BY o.raised_at, o.no"

static void told(struct svc_call *call, struct svc_form *form, struct svc_query *monitor)
{
    char *name = shown(svc_text(monitor, NAME));
    char *text = svc_format("尊敬的社会监督员 %s：\n　　感谢您对燃气服务工作的关心与监督。现将您所提意见的办理和应用"
                            "情况反馈如下，如有异议请与服务管理办公室联系。", name ? name : "");
    struct svc_query *q = svc_query(call->db, TOLD, "s", svc_text(monitor, MONITOR_NO));
    svc_form_page(form, "社会监督意见反馈函", svc_text(monitor, MONITOR_NO));
    svc_form_text(form, text);
    while (svc_next(q)) {
        char *use = used(q, 8, 9);
        char *answer = svc_is_null(q, 6) ? NULL
                       : svc_format("%s（%s，%s）", svc_text(q, 6), svc_is_null(q, 4) ? "" : svc_text(q, 4),
                                    svc_form_date(svc_text(q, 5), false));
        char *head = svc_format("%s　%s　%s提出　%s", svc_text(q, 0), word("monitor.kind", q, 2),
                                svc_form_date(svc_text(q, 1), false), word("monitor.opinion_state", q, 10));
        svc_form_row(form, &(struct svc_form_cell){ head, 12, true }, 1);
        svc_form_field(form, "意见内容", svc_text(q, 3));
        svc_form_field(form, "答复", answer);
        svc_form_field(form, "结果应用", use);
        free(head);
        free(answer);
        free(use);
    }
    svc_form_seal(form, "服务管理办公室", NULL);
    free(name);
    free(text);
}

static const struct svc_column feedback_columns[] = {
    { .name = "monitor", .type = SVC_TYPE_CODE, .label = "监督员编号", .help = "the monitor" },
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the opinion" },
    { .name = "raised_at", .type = SVC_TYPE_TIME, .label = "提出时间", .help = "when it was raised" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "意见类型", .help = "kind of opinion",
      .list = "monitor.kind" },
    { .name = "content", .type = SVC_TYPE_TEXT, .label = "意见内容", .help = "what was said" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "承办部门", .help = "who answered" },
    { .name = "answered_at", .type = SVC_TYPE_TIME, .label = "答复时间", .help = "when" },
    { .name = "answer", .type = SVC_TYPE_TEXT, .label = "答复内容", .help = "the answer" },
    { .name = "verified", .type = SVC_TYPE_CODE, .label = "核实结果", .help = "was it borne out",
      .list = "verb.yes_no" },
    { .name = "use", .type = SVC_TYPE_CODE, .label = "结果应用", .help = "what it was used as",
      .list = "monitor.use" },
    { .name = "use_no", .type = SVC_TYPE_CODE, .label = "应用单号", .help = "the record made of it" },
    { .name = "state", .type = SVC_TYPE_CODE, .label = "状态", .help = "how far it is",
      .list = "monitor.opinion_state" },
    { 0 }
};

static bool is_monitor(struct svc_call *call, const char *no)
{
    bool is = svc_one_int(call->db, 0, "SELECT 1 FROM monitor WHERE monitor = ?1", "s", no) == 1;
    if (!is)
        svc_fail(SVC_UNKNOWN, "%s: no such monitor", no);
    return is;
}

/* Each monitor's own opinions alone; of customers nothing. */
int monitor_feedback(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_print_begin(call, feedback_columns);
    for (size_t i = 0; i < numbers.count; i++)
        if (is_monitor(call, numbers.no[i]))
            svc_print_query(call, feedback_columns, svc_query(call->db,
                "SELECT o.monitor, o.no, o.raised_at, o.kind, o.content, o.dept, o.answered_at, o.answer,"
                "       o.verified, o.use, o.use_no, o.state"
                "  FROM monitor_opinion o WHERE o.monitor = ?1 AND o.state <> 'withdrawn'"
                " ORDER BY o.raised_at, o.no", "s", numbers.no[i]));
    return svc_finish(call);
}

/* -- minutes ------------------------------------------------------------------------------- */

/* Who came, with names as they may be shown. */
static char *guests(struct svc_call *call, const char *list)
{
    struct svc_buf out = { 0 };
    const char *one;
    size_t len;
    while (svc_text_next(&list, ';', &one, &len)) {
        char *no = svc_strndup(one, len);
        char *name = svc_one(call->db, "SELECT name FROM monitor WHERE monitor = ?1", "s", no);
        char *as = shown(name);
        svc_buf_printf(&out, "%s%s %s", out.len ? "、" : "", no, as ? as : "");
        free(no);
        free(name);
        free(as);
    }
    return svc_buf_take(&out);
}

/* What those who came said on that day, each with its number. */
static char *said_there(struct svc_call *call, const char *held_at, const char *list)
{
    struct svc_buf out = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT no, monitor, content FROM monitor_opinion"
        " WHERE raised_at >= substr(?1, 1, 10) AND raised_at <= substr(?1, 1, 10) || ' 23:59:59'"
        "   AND ';' || ?2 || ';' LIKE '%;' || monitor || ';%' ORDER BY raised_at, no", "ss", held_at,
        list ? list : "");
    while (svc_next(q))
        svc_buf_printf(&out, "%s%s　%s：%s", out.len ? "\n" : "", svc_text(q, 0), svc_text(q, 1),
                       svc_text(q, 2));
    return svc_buf_take(&out);
}

static void minutes(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT held_at, kind, place, chair, monitors, topics, minutes, minutes_sha256, recorded_by"
        "  FROM monitor_meeting WHERE no = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such meeting", no);
        return;
    }
    char *title = svc_format("社会监督员%s纪要", word("monitor.meeting", q, 1));
    char *who = guests(call, svc_text(q, 4)), *said = said_there(call, svc_text(q, 0), svc_text(q, 4));
    char *chair = svc_who_on_paper(call->db, svc_text(q, 3)), *writer = svc_who_on_paper(call->db, svc_text(q, 8));
    char *file = svc_is_null(q, 6) ? NULL
                 : svc_format("%s%s%s", svc_text(q, 6), svc_is_null(q, 7) ? "" : "\n校验 ",
                              svc_is_null(q, 7) ? "" : svc_text(q, 7));
    svc_form_page(form, title, no);
    svc_form_pair(form, "时间", svc_form_date(svc_text(q, 0), true), "地点", svc_text(q, 2));
    svc_form_field(form, "主持人", chair);
    svc_form_area(form, "参加监督员", who, 2);
    svc_form_area(form, "议题", svc_text(q, 5), 3);
    svc_form_area(form, "意见和建议", said, 5);
    svc_form_field(form, "纪要文件", file);
    svc_form_sign(form, "主持人", NULL, NULL, NULL);
    svc_form_sign(form, "记录人", NULL, NULL, writer);
    char *const texts[] = { title, who, said, chair, writer, file };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    svc_done(q);
}

/* -- form ---------------------------------------------------------------------------------- */

static void monitor_page(struct svc_call *call, struct svc_form *form, const char *no)
{
    struct svc_query *q = svc_query(call->db, MONITOR " WHERE monitor = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such monitor, opinion or meeting", no);
        return;
    }
    if (opt.kind && strcmp(opt.kind, "feedback") == 0)
        told(call, form, q);
    else
        letter(call, form, q);
    svc_done(q);
}

int monitor_form(struct svc_call *call)
{
    bool all = opt.kind && strcmp(opt.kind, "roster") == 0;
    if (all != (call->count == 0))
        svc_die(SVC_USAGE, all ? _("the roster is of all monitors in office")
                               : _("of which record?\nname its number, or add --kind roster"));
    struct svc_numbers numbers = { NULL, 0 };
    if (!all)
        numbers = svc_call_numbers(call);
    struct svc_form *form = svc_form_open(call);
    if (all)
        roster(call, form);
    for (size_t i = 0; i < numbers.count; i++) {
        const char *no = numbers.no[i];
        if (svc_number_begins(monitor_opinions.prefix, no))
            slip(call, form, no);
        else if (svc_number_begins(monitor_meetings.prefix, no))
            minutes(call, form, no);
        else
            monitor_page(call, form, no);
    }
    if (svc_worst() == SVC_OK)
        svc_form_close(form);
    return svc_finish(call);
}
