/* What stands in a version: clauses, calendar, and which version it is. */
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/statement.h"

bool policy_strict;

/* -- in-force ----------------------------------------------------------------------------- */

const struct svc_option in_force_options[] = {
    POLICY_ON,
    POLICY_STRICT(N_("list instead what is assumed: a strict load would refuse it")),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column version_columns[] = {
    { .name = "version", .type = SVC_TYPE_INT, .label = "版本", .help = "the version" },
    { .name = "from", .type = SVC_TYPE_DAY, .label = "起始日",
      .help = "its first day; empty: since ever" },
    { .name = "until", .type = SVC_TYPE_DAY, .label = "截止日",
      .help = "the first day after; empty: not yet" },
    { .name = "digest", .type = SVC_TYPE_CODE, .label = "摘要",
      .help = "SHA-256 over the pack's files" },
    { .name = "loaded_at", .type = SVC_TYPE_TIME, .label = "载入时间",
      .help = "when it was loaded" },
    { .name = "loaded_by", .type = SVC_TYPE_CODE, .label = "载入人", .help = "who loaded it" },
    { .name = "assumed", .type = SVC_TYPE_INT, .label = "设定数",
      .help = "how many of its rows rest on an assumption" },
    { 0 }
};

static const struct svc_column assumed_columns[] = {
    { .name = "file", .type = SVC_TYPE_CODE, .label = "文件", .help = "the pack's file" },
    { .name = "key", .type = SVC_TYPE_CODE, .label = "键", .help = "which row" },
    { .name = "column", .type = SVC_TYPE_CODE, .label = "列",
      .help = "basis, or effect_basis for an effect" },
    { 0 }
};

static void tell_assumed(void *ctx, const struct svc_pack_table *table,
                         const struct svc_pack_row *row, const char *column)
{
    struct svc_value line[] = { svc_value_text(table->shape->name), svc_value_text(row->key),
                                svc_value_text(column) };
    svc_print_row(ctx, line);
}

int policy_in_force(struct svc_call *call)
{
    int64_t version = policy_version(call, policy_day());
    struct svc_pack *pack = svc_pack_stored(call->db, version);
    if (policy_strict) {
        svc_print_begin(call, assumed_columns);
        svc_pack_assumed(pack, tell_assumed, call);
    } else {
        svc_print_query(call, version_columns, svc_query(call->db,
            "SELECT version, NULLIF(from_day, '0001-01-01'), NULLIF(until_day, '9999-12-31'),"
            " digest, loaded_at, loaded_by, ?2"
            "  FROM policy_version WHERE version = ?1",
            "ii", version, (int64_t)svc_pack_assumed(pack, NULL, NULL)));
    }
    svc_pack_free(pack);
    return svc_finish(call);
}

/* -- clauses ------------------------------------------------------------------------------ */

const struct svc_option clauses_options[] = {
    POLICY_ON,
    POLICY_STRICT(N_("only those that rest on an assumption: a strict load would refuse them")),
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column clause_columns[] = {
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "its code" },
    { .name = "book", .type = SVC_TYPE_CODE, .label = "制度", .help = "the rule book" },
    { .name = "article", .type = SVC_TYPE_CODE, .label = "条文号", .help = "the article" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类别",
      .help = "score, threshold, penalty, reward, internal", .list = "policy.clause" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "条文", .help = "what it says" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据", .help = "where the clause is from",
      .list = "policy.basis" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象",
      .help = "person, head, leader, deputy, dept, contractor", .list = "paper.subject" },
    { .name = "sign", .type = SVC_TYPE_CODE, .label = "奖罚", .help = "+ or -",
      .list = "policy.sign" },
    { .name = "points_min", .type = SVC_TYPE_POINTS, .label = "最低分", .help = "fewest points" },
    { .name = "points_max", .type = SVC_TYPE_POINTS, .label = "最高分", .help = "most points" },
    { .name = "amount_min", .type = SVC_TYPE_MONEY, .label = "最低金额", .help = "least yuan" },
    { .name = "amount_max", .type = SVC_TYPE_MONEY, .label = "最高金额", .help = "most yuan" },
    { .name = "value_basis", .type = SVC_TYPE_CODE, .label = "数值依据",
      .help = "where points and yuan are from", .list = "policy.basis" },
    { .name = "effect", .type = SVC_TYPE_CODE, .label = "效果", .help = "what else it does",
      .list = "effect" },
    { .name = "effect_basis", .type = SVC_TYPE_CODE, .label = "效果依据",
      .help = "where the effect is from", .list = "policy.basis" },
    { .name = "approval", .type = SVC_TYPE_CODE, .label = "审批",
      .help = "auto, or the chain that signs", .list = "policy.approval" },
    { .name = "per", .type = SVC_TYPE_CODE, .label = "计量单位", .help = "points and yuan are for each of these",
      .list = "paper.late complaint.quantity auth.quantity reward.quantity" },
    { .name = "loss_from", .type = SVC_TYPE_MONEY, .label = "损失下限", .help = "from this loss on" },
    { .name = "loss_to", .type = SVC_TYPE_MONEY, .label = "损失上限", .help = "to below this loss" },
    { .name = "share_of", .type = SVC_TYPE_CODE, .label = "按谁分担",
      .help = "a share of what this subject has", .list = "paper.subject" },
    { .name = "share", .type = SVC_TYPE_CODE, .label = "分担比例", .help = "which share" },
    { 0 }
};

int policy_clauses(struct svc_call *call)
{
    svc_print_query(call, clause_columns, svc_query(call->db,
        "SELECT c.clause, c.book, c.article, c.kind, c.text, c.basis, l.subject, l.sign,"
        " l.points_min, l.points_max, l.amount_min, l.amount_max, l.basis, l.effect,"
        " l.effect_basis, l.approval, l.per, l.loss_from, l.loss_to, l.share_of, l.share"
        "  FROM policy_clause c"
        "  LEFT JOIN policy_leg l ON l.version = c.version AND l.clause = c.clause"
        " WHERE c.version = ?1"
        "   AND (?2 = 0 OR c.basis = 'assumed' OR l.basis = 'assumed'"
        "        OR l.effect_basis = 'assumed')"
        " ORDER BY c.clause, l.subject NULLS FIRST, COALESCE(l.loss_from, 0)",
        "ii", policy_version(call, policy_day()), (int64_t)policy_strict));
    return svc_finish(call);
}

/* -- calendar ----------------------------------------------------------------------------- */

const struct svc_option calendar_options[] = {
    POLICY_ON,
    { .name = "period", .letter = 'm', .type = SVC_OPT_PERIOD, .to = &svc_shared.period,
      .arg = "PERIOD", .help = "days of 2026, 2026-10, ..." },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column day_columns[] = {
    { .name = "day", .type = SVC_TYPE_CODE, .label = "日期",
      .help = "the day, or a year that is unknown" },
    { .name = "weekday", .type = SVC_TYPE_CODE, .label = "星期", .help = "its weekday",
      .list = "base.weekday" },
    { .name = "kind", .type = SVC_TYPE_CODE, .label = "类别",
      .help = "off, work (a make-up working day), unknown", .list = "policy.day" },
    { .name = "name", .type = SVC_TYPE_CODE, .label = "名称", .help = "the holiday" },
    { .name = "note", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "说明",
      .help = "what it means" },
    { 0 }
};

static void tell_day(struct svc_call *call, const char *day, svc_day of, const char *kind,
                     const char *name, const char *note)
{
    struct svc_value row[] = {
        svc_value_text(day), svc_value_text(kind[0] == 'u' ? NULL : svc_weekday_name(of)),
        svc_value_text(kind), svc_value_text(name), svc_value_text(note)
    };
    svc_print_row(call, row);
}

/* The days of the period that differ, and its years that nobody has announced yet. Without a
 * period: every day, and the years up to the one after this. */
static void list_days(struct svc_call *call, const struct svc_calendar *calendar)
{
    char from[SVC_DAY_SIZE] = "0001-01-01", until[SVC_DAY_SIZE] = "9999-12-31";
    int last = svc_day_year(policy_day()) + 1, first = last - 1;
    if (svc_shared.period.given) {
        const struct svc_period *period = &svc_shared.period.period;
        first = svc_day_year(svc_when_day(period->from));
        last = svc_day_year(svc_when_day(period->until - 1));
        svc_day_format(svc_when_day(period->from), from);
        svc_day_format(svc_when_day(period->until), until);
    }
    svc_print_begin(call, day_columns);
    struct svc_query *q = svc_query(call->db,
        "SELECT day, kind, name FROM calendar_day"
        " WHERE revision = (SELECT MAX(revision) FROM calendar_revision)"
        "   AND day >= ?1 AND day < ?2 ORDER BY day", "ss", from, until);
    while (svc_next(q)) {
        svc_day day;
        const char *kind = svc_text(q, 1);
        if (svc_day_parse(svc_text(q, 0), &day) == NULL)
            tell_day(call, svc_text(q, 0), day, kind, svc_text(q, 2),
                     kind[0] == 'w'        ? "step|make-up working day"
                     : svc_weekday(day) > 5 ? "step|a weekend day all the same"
                                            : NULL);
    }
    for (int year = first; year <= last; year++) {
        char *text = svc_format("%d", year);
        if (!svc_calendar_knows(calendar, year))
            tell_day(call, text, 0, "unknown", NULL, "no_calendar");
        free(text);
    }
}

static const struct svc_column step_columns[] = {
    { .name = "step", .type = SVC_TYPE_CODE, .label = "步骤",
      .help = "start, counted, skipped, due, provisional", .list = "paper.step" },
    { .name = "at", .type = SVC_TYPE_CODE, .label = "日期", .help = "the day, or the moment" },
    { .name = "weekday", .type = SVC_TYPE_CODE, .label = "星期", .help = "its weekday",
      .list = "base.weekday" },
    { .name = "count", .type = SVC_TYPE_INT, .label = "计数",
      .help = "which unit of the limit the day is" },
    { .name = "note", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "说明", .help = "why" },
    { 0 }
};

static void tell_step(struct svc_call *call, const char *step, svc_when at, bool moment,
                      int count, const char *word)
{
    char text[SVC_WHEN_SIZE], hour[SVC_HOUR_SIZE];
    struct svc_buf note = { 0 };
    bool by = count > 0 && strcmp(step, "due") == 0; /* the hour that the limit names */
    if (by)
        svc_statement(&note, "due_by", "s", svc_hour_format(count, hour));
    else if (word)
        svc_statement(&note, "step", "s", word);
    if (moment)
        svc_when_format(at, text);
    else
        svc_day_format(svc_when_day(at), text);
    struct svc_value row[] = {
        svc_value_text(step), svc_value_text(text),
        svc_value_text(svc_weekday_name(svc_when_day(at))),
        count && !by ? svc_value_number(count) : svc_value_text(NULL), svc_value_text(note.data)
    };
    svc_print_row(call, row);
    svc_buf_free(&note);
}

/* A limit counted from a moment, by the calendar and rules of the start's day. */
static void explain(struct svc_call *call, struct svc_rules *rules, const char *time,
                    const char *text)
{
    static const char *const names[] = { "start", "counted", "skipped", "held", "moved", "due" };
    struct svc_limit limit = { .length = NULL };
    struct svc_clock_step *steps;
    svc_when start;
    size_t count;
    const char *why = svc_when_parse(time, &start);
    if (why)
        svc_die(SVC_USAGE, "\"%s\": %s", time, why);
    why = svc_limit_parse(text, &limit.parsed);
    if (why)
        svc_die(SVC_USAGE, "\"%s\": %s", text, why);
    const struct svc_policy *policy =
        svc_rules_on(rules, policy_on.given ? policy_day() : svc_when_day(start));
    struct svc_clock clock = svc_policy_clock(policy, &limit, start, NULL, 0);
    struct svc_deadline deadline = svc_clock_due(&clock, &steps, &count);
    svc_print_begin(call, step_columns);
    for (size_t i = 0; i < count; i++)
        tell_step(call, names[steps[i].kind], steps[i].at,
                  steps[i].kind == SVC_STEP_START || steps[i].kind == SVC_STEP_DUE,
                  steps[i].count, steps[i].why);
    if (deadline.provisional)
        tell_step(call, "provisional", deadline.due, true, 0,
                  "the calendar of that year is not known yet");
    free(steps);
}

int policy_calendar(struct svc_call *call)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    if (call->count == 3 && strcmp(call->operand[0], "explain") == 0) {
        explain(call, rules, call->operand[1], call->operand[2]);
    } else if (call->count > 0) {
        svc_die(SVC_USAGE, "calendar takes no such operands\n"
                "calendar alone lists the days; calendar explain TIME LENGTH counts a limit");
    } else {
        const struct svc_policy *policy = svc_rules_on(rules, policy_day());
        list_days(call, policy->calendar);
    }
    svc_rules_close(rules);
    return svc_finish(call);
}
