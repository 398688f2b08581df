/* stats: the tiers in numbers, every rate with its numerator and denominator. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tier.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/tier.h"

static const struct svc_column columns[] = {
    { .name = "measure", .type = SVC_TYPE_CODE, .label = "指标",
      .help = "vip, key: at the period's end; changes; kept, proven: promises that fell due; added, "
      "deducted: spot checks",
      .list = "tier.measure" },
    { .name = "word", .type = SVC_TYPE_CODE, .label = "分类",
      .help = "kind, change, duty or department; empty: all",
      .list = "tier.kind tier.change tier.duty" },
    { .name = "numerator", .type = SVC_TYPE_INT, .label = "分子", .help = "the count" },
    { .name = "denominator", .type = SVC_TYPE_INT, .label = "分母",
      .help = "of how many; empty for a plain count" },
    { .name = "value", .type = SVC_TYPE_RATE, .label = "数值",
      .help = "the count, or a percentage" },
    { 0 }
};

static void print_count(struct svc_call *call, const char *measure, const char *word, int64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)n);
    struct svc_value row[] = { svc_value_text(measure), svc_value_text(word), svc_value_number(n),
                               svc_value_text(NULL), svc_value_text(text) };
    svc_print_row(call, row);
}

static void print_rate(struct svc_call *call, const char *measure, const char *word, int64_t n,
                       int64_t of)
{
    char text[32];
    const char *value = svc_print_none(call);
    if (of > 0) {
        int64_t hundredths = (20000 * n + of) / (2 * of);
        snprintf(text, sizeof text, "%lld.%02lld", (long long)(hundredths / 100),
                 (long long)(hundredths % 100));
        value = text;
    }
    struct svc_value row[] = { svc_value_text(measure), svc_value_text(word), svc_value_number(n),
                               svc_value_number(of), svc_value_text(value) };
    svc_print_row(call, row);
}

static void print_counts(struct svc_call *call, struct svc_query *q)
{
    while (svc_next(q))
        print_count(call, svc_text(q, 0), svc_text(q, 1), svc_int(q, 2));
}

/* -- promises ----------------------------------------------------------------------------- */

/* What fell due, by duty; the first line is of all. */
struct tally {
    struct {
        char *duty; /* NULL: all */
        int64_t due, kept, done;
    } *line;
    size_t count;
};

static void add(struct tally *tally, const char *duty, enum tier_verdict verdict)
{
    size_t i = 0;
    while (i < tally->count && (duty ? !tally->line[i].duty || strcmp(tally->line[i].duty, duty)
                                     : tally->line[i].duty != NULL))
        i++;
    if (i == tally->count) {
        tally->line = svc_grow(tally->line, tally->count, sizeof *tally->line);
        memset(&tally->line[tally->count++], 0, sizeof *tally->line);
        tally->line[i].duty = svc_strdup(duty);
    }
    tally->line[i].due++;
    tally->line[i].kept += verdict == TIER_KEPT;
    tally->line[i].done += verdict == TIER_KEPT || verdict == TIER_NOT_PROVEN;
}

/* What is still open is neither kept nor missed. */
static void count_due(void *ctx, const struct tier_due *due)
{
    if (due->verdict == TIER_OPEN)
        return;
    add(ctx, NULL, due->verdict);
    add(ctx, due->duty->name, due->verdict);
}

static void print_promises(struct svc_call *call, const struct svc_period *period)
{
    struct tally tally = { NULL, 0 };
    tier_each_due(call, period, true, count_due, &tally);
    if (tally.count == 0)
        print_rate(call, "kept", NULL, 0, 0);
    for (size_t i = 0; i < tally.count; i++) {
        print_rate(call, "kept", tally.line[i].duty, tally.line[i].kept, tally.line[i].due);
        print_rate(call, "proven", tally.line[i].duty, tally.line[i].kept, tally.line[i].done);
        free(tally.line[i].duty);
    }
    free(tally.line);
}

int tier_stats(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    svc_day from = svc_when_day(period->from), last = svc_when_day(period->until) - 1;
    svc_print_begin(call, columns);
    print_counts(call, svc_query(call->db,
        "SELECT t.tier, c.kind, COUNT(*) FROM (" SVC_TIERS_ON_1 ") AS t"
        "  JOIN customer c ON c.customer = t.customer GROUP BY t.tier, c.kind"
        " ORDER BY t.tier DESC, c.kind", "d", last));
    print_counts(call, svc_query(call->db,
        "SELECT 'changes', h.was || '>' || h.tier AS change, COUNT(*) FROM tier_change h"
        "  JOIN tier_review r ON r.no = h.review AND r.state = 'signed'"
        " WHERE h.from_day >= ?1 AND h.from_day <= ?2 AND h.was <> h.tier"
        " GROUP BY change ORDER BY change", "dd", from, last));
    print_promises(call, period);
    print_counts(call, svc_query(call->db,
        "SELECT CASE WHEN s.sign < 0 THEN 'deducted' ELSE 'added' END AS measure, k.dept, COUNT(*)"
        "  FROM tier_check k"
        "  JOIN sanction s ON s.clause = k.clause AND s.subject = 'dept'"
        "                 AND s.from_day <= substr(k.checked_at, 1, 10)"
        "                 AND s.until_day > substr(k.checked_at, 1, 10)"
        " WHERE k.checked_at >= ?1 AND k.checked_at < ?2 AND k.state = 'signed'"
        " GROUP BY measure, k.dept ORDER BY measure, k.dept", "ww", period->from, period->until));
    return svc_finish(call);
}
