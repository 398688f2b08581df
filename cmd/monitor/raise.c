/* raise: what monitors said as other registers take it over, each of them by its own import. What was
 * taken over is used (table made_of), so that nothing is raised twice. */
#include <string.h>

#include "monitor.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/words.h"

static struct {
    const char *as, *field, *error;
} opt;

const struct svc_option raise_options[] = {
    { .name = "as", .type = SVC_OPT_TEXT, .to = &opt.as, .arg = "complaint|improve|inspect|entry",
      .list = "monitor.raise",
      .help = "complaints, ideas, good deeds, or slips of data entry" },
    { .name = "field", .type = SVC_OPT_TEXT, .to = &opt.field, .arg = "CODE",
      .help = "of a slip: the field that is wrong" },
    { .name = "error", .type = SVC_OPT_TEXT, .to = &opt.error, .arg = "CODE",
      .help = "of a slip: what is wrong with it" },
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "of opinions raised in the period" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

/* -- what is taken over -------------------------------------------------------------------- */

/* The names that the registers import it by. */
#define SOURCE \
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", .help = "who raised it" }, \
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", .help = "the opinion" }

static const struct svc_column complaint_columns[] = {
    SOURCE,
    { .name = "received_at", .type = SVC_TYPE_TIME, .label = "受理时间",
      .help = "when the monitor said so" },
    { .name = "channel", .type = SVC_TYPE_CODE, .label = "渠道", .help = "monitor",
      .list = "channel" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
      .help = "the monitor as a customer" },
    { .name = "category", .type = SVC_TYPE_CODE, .label = "类别", .help = "other unless known",
      .list = "category" },
    { .name = "content", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what was said" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department concerned" },
    { 0 }
};

static const struct svc_column idea_columns[] = {
    SOURCE,
    { .name = "raised_at", .type = SVC_TYPE_TIME, .label = "提出时间",
      .help = "when the monitor said so" },
    { .name = "content", .type = SVC_TYPE_TEXT, .label = "问题或建议", .help = "what was said" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department concerned" },
    { 0 }
};

static const struct svc_column praise_columns[] = {
    SOURCE,
    { .name = "occurred_at", .type = SVC_TYPE_TIME, .label = "发生时间",
      .help = "when the monitor said so" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department concerned" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "工号", .help = "who did it" },
    { .name = "facts", .type = SVC_TYPE_TEXT, .label = "事迹", .help = "what was said" },
    { 0 }
};

static const struct svc_column entry_columns[] = {
    SOURCE,
    { .name = "found_at", .type = SVC_TYPE_TIME, .label = "发现时间",
      .help = "when the monitor said so" },
    { .name = "customer", .type = SVC_TYPE_CODE, .label = "客户号",
      .help = "the monitor as a customer" },
    { .name = "field", .type = SVC_TYPE_CODE, .label = "字段", .help = "the field that is wrong" },
    { .name = "error", .type = SVC_TYPE_CODE, .label = "差错类型",
      .help = "what is wrong with it" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "department concerned" },
    { 0 }
};

/* By the words of --as: what of it is raised where no opinion is named (NULL: nothing). */
static const struct raised {
    const char *as, *source, *kind;
    const struct svc_column *columns;
} raised[] = {
    { "complaint", "svc-monitor", "complaint", complaint_columns },
    { "improve", "monitor", "suggestion", idea_columns },
    { "inspect", "svc-monitor", "praise", praise_columns },
    { "entry", "svc-monitor", NULL, entry_columns },
};

/* -- one opinion --------------------------------------------------------------------------- */

enum { NO, KIND, RAISED_AT, CATEGORY, CONTENT, DEPT, PERSON, CUSTOMER, USE, USE_NO, STATE };
#define OPINION                                                                                  \
    "SELECT o.no, o.kind, o.raised_at, o.category, o.content, o.dept, o.person, m.customer, o.use," \
    "       o.use_no, o.state"                                                                   \
    "  FROM monitor_opinion o JOIN monitor m ON m.monitor = o.monitor"

static void print(struct svc_call *call, const struct raised *to, struct svc_query *q)
{
    svc_day day = svc_when_day(svc_moment(q, RAISED_AT));
    struct svc_value source = svc_value_text(to->source), no = svc_value_text(svc_text(q, NO));
    struct svc_value at = svc_value_text(svc_text(q, RAISED_AT));
    struct svc_value content = svc_value_text(svc_text(q, CONTENT));
    struct svc_value dept = svc_value_text(svc_text(q, DEPT));
    struct svc_value person = svc_value_text(svc_text(q, PERSON));
    struct svc_value customer = svc_value_text(svc_text(q, CUSTOMER));
    const char *category = svc_is_null(q, CATEGORY) ? svc_word_acted("category", "other", day)
                                                    : svc_text(q, CATEGORY);
    if (to->columns == complaint_columns)
        svc_print_row(call, (struct svc_value[]){
            source, no, at, svc_value_text(svc_word_acted("channel", "monitor", day)), customer,
            svc_value_text(category), content, dept });
    else if (to->columns == idea_columns)
        svc_print_row(call, (struct svc_value[]){ source, no, at, content, dept });
    else if (to->columns == praise_columns)
        svc_print_row(call, (struct svc_value[]){ source, no, at, dept, person, content });
    else
        svc_print_row(call, (struct svc_value[]){ source, no, at, customer,
                                                  svc_value_text(opt.field),
                                                  svc_value_text(opt.error), dept });
}

/* One that was named must be there, not taken back, and not used. */
static void print_named(struct svc_call *call, const struct raised *to, const char *no)
{
    struct svc_query *q = svc_query(call->db, OPINION " WHERE o.no = ?1", "s", no);
    if (!svc_next(q)) {
        svc_fail(SVC_UNKNOWN, "%s: no such opinion", no);
        return;
    }
    if (!svc_is_null(q, USE))
        svc_refuse(call, SVC_REFUSED, no, "is used as %s%s%s already", svc_text(q, USE),
                   svc_is_null(q, USE_NO) ? "" : " ", svc_is_null(q, USE_NO) ? "" : svc_text(q, USE_NO));
    else if (strcmp(svc_text(q, STATE), "withdrawn") == 0)
        svc_refuse(call, SVC_REFUSED, no, "was withdrawn");
    else
        print(call, to, q);
    svc_done(q);
}

static void print_all(struct svc_call *call, const struct raised *to)
{
    const struct svc_period all = { .from = svc_day_start(svc_day_of(1900, 1, 1)),
                                    .until = svc_day_start(svc_day_of(9999, 12, 31)) };
    const struct svc_period *period = svc_shared.period.given ? svc_call_period(false) : &all;
    struct svc_query *q = svc_query(call->db,
        OPINION " WHERE o.kind = ?1 AND o.use IS NULL AND o.state <> 'withdrawn'"
        "   AND o.raised_at >= ?2 AND o.raised_at < ?3 ORDER BY o.raised_at, o.no", "sww", to->kind,
        period->from, period->until);
    while (svc_next(q))
        print(call, to, q);
}

int monitor_raise(struct svc_call *call)
{
    const struct raised *to = raised;
    while (strcmp(to->as, opt.as) != 0)
        to++;
    bool slip = to->columns == entry_columns;
    if (slip != (opt.field != NULL) || slip != (opt.error != NULL))
        svc_die(SVC_USAGE, slip ? _("which field, and what is wrong with it?\nadd --field CODE --error CODE")
                                : _("--field and --error go with --as entry"));
    if (slip && call->count == 0)
        svc_die(SVC_USAGE, "which opinions tell of a slip of data entry?\nname them");
    if (call->count > 0 && svc_shared.period.given)
        svc_die(SVC_USAGE, "numbers or a period, not both");
    struct svc_numbers numbers = { NULL, 0 };
    if (call->count > 0)
        numbers = svc_call_numbers(call);
    svc_print_begin(call, to->columns);
    for (size_t i = 0; i < numbers.count; i++)
        print_named(call, to, numbers.no[i]);
    if (call->count == 0)
        print_all(call, to);
    return svc_finish(call);
}
