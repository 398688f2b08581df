/* check7653, visits: the items of the 7653 standard that a visit kept or broke. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/refusal.h"
#include "svc/text.h"

static struct {
    const char *kept, *broken;
} opt;

const struct svc_option check7653_options[] = {
    { .name = "kept", .type = SVC_OPT_TEXT, .to = &opt.kept, .arg = "ITEM,...",
      .help = "items that were kept; all for every one" },
    { .name = "broken", .type = SVC_OPT_TEXT, .to = &opt.broken, .arg = "ITEM,...",
      .help = "items that were broken" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- check7653 ---------------------------------------------------------------------------- */

/* The items in the order of the standard, with the answer of this call; NULL for none. */
struct items {
    struct item {
        char *item;
        const char *answer;
    } *item;
    size_t count;
};

static struct items load_items(struct svc_call *call)
{
    struct items items = { NULL, 0 };
    struct svc_query *q = svc_query(call->db, "SELECT item FROM check_item ORDER BY place", NULL);
    while (svc_next(q)) {
        items.item = svc_grow(items.item, items.count, sizeof *items.item);
        items.item[items.count++] = (struct item){ svc_strdup(svc_text(q, 0)), NULL };
    }
    return items;
}

/* Gives each item of the list its answer; an unknown one, or one with both, is a usage error. */
static void answer(struct items *items, const char *option, const char *list, const char *as)
{
    const char *word;
    size_t len;
    while (svc_text_next(&list, ',', &word, &len)) {
        bool known = false;
        for (size_t i = 0; i < items->count; i++) {
            struct item *item = &items->item[i];
            if (strlen(item->item) != len || memcmp(item->item, word, len) != 0)
                continue;
            if (item->answer && item->answer != as)
                svc_die(SVC_USAGE, "item \"%s\" is given as kept and as broken", item->item);
            item->answer = as;
            known = true;
        }
        if (!known)
            svc_die(SVC_USAGE, "option --%s: no item \"%.*s\" in the 7653 standard\n"
                    "svc-order visits lists the items", option, (int)len, word);
    }
}

static struct items answers_given(struct svc_call *call)
{
    struct items items = load_items(call);
    if (!(opt.kept && *opt.kept) && !(opt.broken && *opt.broken))
        svc_die(SVC_USAGE, "nothing to record\nadd --kept or --broken with the items");
    answer(&items, "broken", opt.broken, "broken");
    if (opt.kept && strcmp(opt.kept, "all") != 0)
        answer(&items, "kept", opt.kept, "kept");
    for (size_t i = 0; opt.kept && strcmp(opt.kept, "all") == 0 && i < items.count; i++)
        if (!items.item[i].answer)
            items.item[i].answer = "kept";
    return items;
}

/* Records one answer. The same again changes nothing; another one needs its reason. */
static void record(const struct svc_step *step, const struct item *item)
{
    struct svc_call *call = step->call;
    const char *no = step->no;
    char *before = svc_one(call->db,
        "SELECT answer FROM order_check WHERE no = ?1 AND item = ?2 ORDER BY event DESC LIMIT 1",
        "ss", no, item->item);
    if (before && strcmp(before, item->answer) != 0 && !(svc_shared.reason && *svc_shared.reason))
        svc_refuse(call, SVC_REFUSED, no,
                   "\"%s\" was found %s before\nadd --reason TEXT to correct it", item->item,
                   before);
    else if (!before || strcmp(before, item->answer) != 0)
        svc_change_insert(call, "order_check", no,
            "INSERT INTO order_check (no, item, answer, checked_at, checked_by, reason, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "ssswsse", no, item->item,
            item->answer, step->at, call->actor.person, svc_shared.reason);
    free(before);
}

/* An order that was cancelled may have been visited before. */
static void check_visit(const struct svc_step *step)
{
    const struct items *items = step->context;
    const char *arrived = svc_step_text(step, O_ARRIVED_AT);
    const char *visit = arrived ? arrived : svc_step_text(step, O_FINISHED_AT);
    char text[SVC_WHEN_SIZE];
    if (!visit)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot check7653, nobody has been there");
    else if (strcmp(svc_when_format(step->at, text), visit) < 0)
        svc_refuse(step->call, SVC_REFUSED, step->no, "cannot check7653 before the visit (%s)",
                   visit);
    else
        for (size_t i = 0; i < items->count; i++)
            if (items->item[i].answer)
                record(step, &items->item[i]);
}

int order_check7653(struct svc_call *call)
{
    struct items items = answers_given(call);
    int code = svc_each_verb(call, SVC_OF(&order_register), svc_call_at(call), check_visit, &items);
    for (size_t i = 0; i < items.count; i++)
        free(items.item[i].item);
    free(items.item);
    return code;
}

/* -- visits ------------------------------------------------------------------------------- */

static const struct svc_column columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号",
      .help = "the order; empty for the list of items" },
    { .name = "item", .type = SVC_TYPE_CODE, .label = "检查项", .help = "the item",
      .list = "callback.item" },
    { .name = "part", .type = SVC_TYPE_CODE, .label = "部分",
      .help = "visit, reception or conduct", .list = "order.part" },
    { .name = "answer", .type = SVC_TYPE_CODE, .label = "结果", .help = "kept, broken, or empty",
      .list = "order.answer" },
    { .name = "checked_at", .type = SVC_TYPE_TIME, .label = "检查时间",
      .help = "when it was found" },
    { .name = "checked_by", .type = SVC_TYPE_CODE, .label = "检查人", .help = "who recorded it" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .label = "说明",
      .help = "why an answer was corrected" },
    { 0 }
};

int order_visits(struct svc_call *call)
{
    struct svc_numbers numbers = { NULL, 0 };
    if (call->count > 0)
        numbers = svc_call_numbers(call);
    svc_print_begin(call, columns);
    if (call->count == 0)
        svc_print_query(call, columns, svc_query(call->db,
            "SELECT NULL, item, part, NULL, NULL, NULL, NULL FROM check_item ORDER BY place",
            NULL));
    for (size_t n = 0; n < numbers.count; n++) {
        if (!svc_one_int(call->db, 0, "SELECT 1 FROM service_order WHERE no = ?1", "s",
                         numbers.no[n]))
            svc_fail(SVC_UNKNOWN, "%s: no such order", numbers.no[n]);
        svc_print_query(call, columns, svc_query(call->db,
            "SELECT o.no, i.item, i.part, k.answer, k.checked_at, k.checked_by, k.reason"
            "  FROM service_order o JOIN check_item i ON 1 = 1"
            "  LEFT JOIN order_check k ON k.no = o.no AND k.item = i.item AND k.event ="
            "       (SELECT MAX(event) FROM order_check l WHERE l.no = o.no AND l.item = i.item)"
            " WHERE o.no = ?1 ORDER BY i.place", "s", numbers.no[n]));
    }
    return svc_finish(call);
}
