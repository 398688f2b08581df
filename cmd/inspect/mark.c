/* Items are marked, sheets are signed, and what failed is checked again. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/import.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/sign.h"

static struct {
    const char *result, *opinion, *answer;
} opt;

const struct svc_option mark_options[] = {
    { .name = "result", .type = SVC_OPT_TEXT, .to = &opt.result, .arg = "pass|fail|na",
      .help = "the mark", .list = "inspect.result" },
    { .name = "opinion", .type = SVC_OPT_TEXT, .to = &opt.opinion, .arg = "TEXT",
      .help = "of the inspectors" },
    { .name = "answer", .type = SVC_OPT_TEXT, .to = &opt.answer, .arg = "TEXT",
      .help = "of the department" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option sign_options[] = {
    { .name = "opinion", .type = SVC_OPT_TEXT, .to = &opt.opinion, .arg = "TEXT",
      .help = "of the inspectors, for the whole sheet" },
    { .name = "answer", .type = SVC_OPT_TEXT, .to = &opt.answer, .arg = "TEXT",
      .help = "of the department, for the whole sheet" },
    SVC_OPTIONS_INCLUDE(svc_sign_options),
    { 0 }
};

/* -- mark --------------------------------------------------------------------------------- */

/* Why an item of the sheet cannot be given the mark; NULL when it can. */
static char *why_not(struct svc_call *call, const char *sheet, const char *code,
                     const char *result)
{
    char *finding = NULL, *why = NULL;
    if (svc_one_int(call->db, 0, "SELECT 1 FROM inspect_sheet WHERE no = ?1 AND state = 'signed'",
                    "s", sheet))
        return svc_format(_("the sheet %s is signed"), sheet);
    if (strcmp(result, "fail") != 0)
        finding = svc_one(call->db,
            "SELECT no FROM inspect_finding WHERE sheet = ?1 AND item = ?2"
            " AND state <> 'cancelled' ORDER BY no LIMIT 1", "ss", sheet, code);
    if (finding)
        why = svc_format(_("finding %s stands against it"), finding);
    free(finding);
    return why;
}

static char *refusal_in(enum svc_language language, const struct svc_step *step)
{
    enum svc_language own = svc_lang_in(language);
    char *why = why_not(step->call, step->values[T_SHEET].text, step->values[T_CODE].text, opt.result);
    char *text = svc_format(_("cannot be marked, %s"), why);
    svc_lang_in(own);
    free(why);
    return text;
}

static void mark(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const char *sheet = step->values[T_SHEET].text;
    char *why = why_not(call, sheet, step->values[T_CODE].text, opt.result);
    if (why)
        svc_refuse_both(step->call, SVC_REFUSED, step->no, refusal_in(SVC_ENGLISH, step),
                        refusal_in(svc_lang(), step));
    else if (!inspect_may_mark(call, sheet))
        svc_refuse(call, SVC_DENIED, step->no, "\"%s\" is no inspector of the sheet",
                   call->actor.person);
    else
        svc_change(call, step->no,
                   "UPDATE inspect_item SET result = ?2, opinion = COALESCE(?3, opinion),"
                   " answer = COALESCE(?4, answer), marked_at = ?5, marked_by = ?6"
                   " WHERE item = ?1", "sssws", opt.result, opt.opinion, opt.answer, step->at,
                   call->actor.person);
    free(why);
}

int inspect_mark(struct svc_call *call)
{
    return svc_each_verb(call, SVC_OF(&inspect_items), svc_call_at(call), mark, NULL);
}

/* A list of items, marked in a spreadsheet, comes back with --update. */
int inspect_take_items(struct svc_call *call)
{
    char now[SVC_WHEN_SIZE];
    struct svc_value *values;
    svc_when_format(svc_now(), now);
    struct svc_import *in = svc_import_open(call);
    while ((values = svc_import_next(in))) {
        const struct svc_value *before = svc_import_before(in);
        if (!before) {
            svc_import_reject(in, "item", "stands on no sheet");
            continue;
        }
        if (!svc_value_given(&values[T_RESULT]))
            values[T_RESULT] = svc_value_text("unmarked");
        char *why = why_not(call, before[T_SHEET].text, before[T_CODE].text,
                            values[T_RESULT].text);
        if (why)
            svc_import_reject(in, "result", "cannot be marked, %s", why);
        else if (!inspect_may_mark(call, before[T_SHEET].text))
            svc_import_reject(in, "item", "stands on a sheet that you do not inspect");
        bool marked = strcmp(values[T_RESULT].text, "unmarked") != 0;
        if (!marked || !svc_value_same(&before[T_RESULT], &values[T_RESULT])) {
            values[T_MARKED_AT] = svc_value_text(marked ? now : NULL);
            values[T_MARKED_BY] = svc_value_text(marked ? call->actor.person : NULL);
        }
        free(why);
    }
    return svc_import_close(in);
}

/* -- sign --------------------------------------------------------------------------------- */

/* False, and said, while an item has no mark. */
static bool all_marked(const struct svc_step *step)
{
    struct svc_query *q = svc_query(step->call->db,
        "SELECT MIN(code), COUNT(*) FROM inspect_item WHERE sheet = ?1 AND result = 'unmarked'"
        " HAVING COUNT(*) > 0", "s", step->no);
    if (!svc_next(q))
        return true;
    long long count = (long long)svc_int(q, 1);
    svc_refuse(step->call, SVC_REFUSED, step->no,
               "cannot be signed, unmarked items: %lld, such as %s/%s\n"
               "svc-inspect mark %s/%s --result pass, fail or na", count, step->no, svc_text(q, 0),
               step->no, svc_text(q, 0));
    svc_done(q);
    return false;
}

static void sign(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    if (opt.opinion && !inspect_may_mark(call, step->no)) {
        svc_refuse(call, SVC_DENIED, step->no, "the opinion is the inspectors'; \"%s\" is none",
                   call->actor.person);
        return;
    }
    if (!all_marked(step) || !svc_in_order(step, svc_step_text(step, K_CHECKED_AT)))
        return;
    enum svc_sign_end end = svc_sign(step->context, step->no, "department", 1, false);
    if (end != SVC_SIGN_REFUSED)
        svc_move(step,
                 "UPDATE inspect_sheet SET opinion = COALESCE(?3, opinion),"
                 " answer = COALESCE(?4, answer), signed_at = ?5, state = ?6"
                 " WHERE no = ?1 AND state = ?2", "ssws", opt.opinion, opt.answer,
                 end == SVC_SIGN_ENDED ? step->at : 0, end == SVC_SIGN_ENDED ? "signed" : "open");
}

int inspect_sign(struct svc_call *call)
{
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_desk *desk = svc_desk_open(call, at, &svc_signer);
    svc_each(call, SVC_OF(&inspect_sheets), at, sign, desk);
    svc_desk_close(desk);
    svc_call_commit(call);
    return svc_finish(call);
}

/* -- recheck ------------------------------------------------------------------------------ */

static const struct svc_column recheck_columns[] = {
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "被检查部门",
      .help = "department inspected" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "项目代码",
      .help = "the code for the new sheet" },
    { .name = "content", .type = SVC_TYPE_CODE, .label = "检查内容",
      .help = "the content it belongs to" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "检查要求", .help = "what is checked" },
    { .name = "failed", .type = SVC_TYPE_CODE, .label = "原检查项",
      .help = "the item that failed" },
    { .name = "opinion", .type = SVC_TYPE_TEXT, .label = "整改意见",
      .help = "what the inspectors said then" },
    { 0 }
};

int inspect_recheck(struct svc_call *call)
{
    struct svc_numbers numbers = svc_call_numbers(call);
    svc_print_begin(call, recheck_columns);
    for (size_t i = 0; i < numbers.count; i++) {
        const char *no = numbers.no[i];
        if (!svc_one_int(call->db, 0,
                         "SELECT 1 FROM inspection WHERE no = ?1"
                         " UNION SELECT 1 FROM inspect_sheet WHERE no = ?1", "s", no))
            svc_fail(SVC_UNKNOWN, "%s: no such inspection or sheet", no);
        svc_print_query(call, recheck_columns, svc_query(call->db,
            "SELECT s.dept, i.code, i.content, i.\"text\", i.item, i.opinion"
            "  FROM inspect_sheet s JOIN inspect_item i ON i.sheet = s.no"
            " WHERE (s.no = ?1 OR s.inspection = ?1) AND i.result = 'fail'"
            " ORDER BY s.dept, i.code", "s", no));
    }
    return svc_finish(call);
}
