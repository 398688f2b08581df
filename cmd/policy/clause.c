/* What `show` shows beside feedback: of one clause what it says, what fires it, and what it does to whom;
 * score files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/near.h"
#include "svc/num.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/stock.h"
#include "svc/word.h"

static const struct svc_column columns[] = {
    { .name = "clause", .type = SVC_TYPE_CODE, .label = "条款", .help = "its code" },
    { .name = "line", .type = SVC_TYPE_CODE, .label = "类型",
      .help = "text, trigger: what fires it, threshold: what adds up, band: the rate that gives it, leg: what it does", .list = "policy.line" },
    { .name = "event", .type = SVC_TYPE_CODE, .label = "事件", .help = "what the tools notice; of a threshold what is counted, of a band its indicator",
      .list = "complaint.counted inspect.counted complaint.event callback.event order.event inspect.event improve.event tier.event"
              " auth.event reward.event report.measure" },
    { .name = "only", .type = SVC_TYPE_CODE, .label = "限于",
      .help = "of which records alone: level, business, category, channel, class, tier, severity;"
              " of a threshold how it counts, of a band where it lies" },
    { .name = "subject", .type = SVC_TYPE_CODE, .label = "对象", .help = "whom the leg reaches",
      .list = "paper.subject" },
    { .name = "points", .type = SVC_TYPE_CODE, .label = "分值", .help = "the range, with its sign" },
    { .name = "amount", .type = SVC_TYPE_CODE, .label = "金额", .help = "yuan, likewise" },
    { .name = "per", .type = SVC_TYPE_CODE, .label = "计量单位", .help = "they are for each of these",
      .list = "paper.late complaint.quantity auth.quantity reward.quantity" },
    { .name = "loss", .type = SVC_TYPE_CODE, .label = "损失", .help = "of such a loss, yuan: from..below" },
    { .name = "share_of", .type = SVC_TYPE_CODE, .label = "按谁分担",
      .help = "instead a share of what this subject has", .list = "paper.subject" },
    { .name = "share", .type = SVC_TYPE_CODE, .label = "分担比例", .help = "which share" },
    { .name = "effect", .type = SVC_TYPE_CODE, .label = "效果", .help = "what else it does",
      .list = "effect" },
    { .name = "approval", .type = SVC_TYPE_CODE, .label = "审批",
      .help = "auto, or the chain that signs", .list = "policy.approval" },
    { .name = "basis", .type = SVC_TYPE_CODE, .label = "依据", .help = "where the row is from",
      .list = "policy.basis" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "条文", .help = "article and text" },
    { 0 }
};

enum { CLAUSE, LINE, EVENT, ONLY, SUBJECT, POINTS, AMOUNT, PER, LOSS, SHARE_OF, SHARE, EFFECT, APPROVAL,
       BASIS, TEXT, COLUMNS };

/* A row that has its clause and what it is, and nothing else yet. */
static void begin_row(struct svc_value row[COLUMNS], const char *clause, const char *line)
{
    for (int i = 0; i < COLUMNS; i++)
        row[i] = svc_value_text(NULL);
    row[CLAUSE] = svc_value_text(clause);
    row[LINE] = svc_value_text(line);
}

/* `-1.00`, `-1.00..-5.00`, or nothing where the pack gives none. */
static struct svc_value range(struct svc_query *q, int min, char *room, size_t size)
{
    char least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    const char *sign = strcmp(svc_text(q, 4), "-") == 0 ? "-" : "+";
    if (svc_is_null(q, min))
        return svc_value_text(NULL);
    svc_hundredths_format(svc_int(q, min), least);
    svc_hundredths_format(svc_int(q, min + 1), most);
    if (strcmp(least, most) == 0)
        snprintf(room, size, "%s%s", sign, least);
    else
        snprintf(room, size, "%s%s..%s%s", sign, least, sign, most);
    return svc_value_text(room);
}

static void show_text(struct svc_call *call, struct svc_query *q, const char *clause)
{
    char *text = svc_format("%s %s", svc_text(q, 0), svc_text(q, 1));
    struct svc_value row[COLUMNS];
    begin_row(row, clause, "text");
    row[BASIS] = svc_value_text(svc_text(q, 2));
    row[TEXT] = svc_value_text(text);
    svc_print_row(call, row);
    free(text);
}

static void show_triggers(struct svc_call *call, int64_t version, const char *clause)
{
    static const char *const names[] = { "level", "business", "category", "channel", "class",
                                         "tier", "severity" };
    struct svc_buf only = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT event, level, business, category, channel, class, tier, severity, basis"
        "  FROM policy_trigger WHERE version = ?1 AND clause = ?2"
        " ORDER BY event, level, business, category, channel, class, tier, severity", "is", version,
        clause);
    while (svc_next(q)) {
        svc_buf_clear(&only);
        for (int i = 0; i < 7; i++)
            if (!svc_is_null(q, i + 1))
                svc_buf_printf(&only, "%s%s=%s", only.len ? "; " : "", names[i], svc_text(q, i + 1));
        struct svc_value row[COLUMNS];
        begin_row(row, clause, "trigger");
        row[EVENT] = svc_value_text(svc_text(q, 0));
        row[ONLY] = svc_value_text(only.len ? only.data : NULL);
        row[BASIS] = svc_value_text(svc_text(q, 8));
        svc_print_row(call, row);
    }
    svc_buf_free(&only);
}

/* What gives the clause, and what its lines count for. */
static void show_thresholds(struct svc_call *call, int64_t version, const char *clause)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT COALESCE(event, clause, item), measure, period, n, gives, first_free, subject, basis"
        "  FROM policy_threshold"
        " WHERE version = ?1 AND (gives = ?2 OR ';' || clause || ';' LIKE '%;' || ?2 || ';%')"
        " ORDER BY event, clause, item, subject, measure, period, gives", "is", version, clause);
    while (svc_next(q)) {
        struct svc_buf how = { 0 };
        svc_buf_printf(&how, "%s; period=%s", svc_text(q, 1), svc_text(q, 2));
        if (!svc_is_null(q, 3))
            svc_buf_printf(&how, "; n=%s; gives=%s", svc_text(q, 3), svc_text(q, 4));
        if (!svc_is_null(q, 5))
            svc_buf_printf(&how, "; first_free=%s", svc_text(q, 5));
        struct svc_value row[COLUMNS];
        begin_row(row, clause, "threshold");
        row[EVENT] = svc_value_text(svc_text(q, 0));
        row[ONLY] = svc_value_text(how.data);
        row[SUBJECT] = svc_value_text(svc_text(q, 6));
        row[BASIS] = svc_value_text(svc_text(q, 7));
        svc_print_row(call, row);
        svc_buf_free(&how);
    }
}

/* `300.00..1000.00`, from the one on to below the other; an end that is open is left out. */
static struct svc_value band(struct svc_query *q, int from, struct svc_buf *room)
{
    char least[SVC_NUM_SIZE], most[SVC_NUM_SIZE];
    svc_buf_clear(room);
    if (svc_is_null(q, from) && svc_is_null(q, from + 1))
        return svc_value_text(NULL);
    svc_buf_printf(room, "%s..%s",
                   svc_is_null(q, from) ? "" : svc_hundredths_format(svc_int(q, from), least),
                   svc_is_null(q, from + 1) ? "" : svc_hundredths_format(svc_int(q, from + 1), most));
    return svc_value_text(svc_buf_text(room));
}

/* The rates that give the clause: bands.csv. */
static void show_bands(struct svc_call *call, int64_t version, const char *clause)
{
    struct svc_buf where = { 0 }, room = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT indicator, \"group\", \"by\", COALESCE(period, 'month'), \"from\", until, points, step, cap,"
        "       item, basis FROM policy_band WHERE version = ?1 AND clause = ?2"
        " ORDER BY \"group\", indicator, COALESCE(\"from\", -1)", "is", version, clause);
    while (svc_next(q)) {
        static const char *const more[] = { "step", "cap" };
        char number[SVC_NUM_SIZE], points[SVC_NUM_SIZE];
        svc_buf_clear(&where);
        svc_buf_printf(&where, "group=%s; by=%s; period=%s; item=%s", svc_text(q, 1), svc_text(q, 2),
                       svc_text(q, 3), svc_text(q, 9));
        if (band(q, 4, &room).is == SVC_IS_TEXT && room.len)
            svc_buf_printf(&where, "; %s", room.data);
        for (int i = 0; i < 2; i++)
            if (!svc_is_null(q, 7 + i))
                svc_buf_printf(&where, "; %s=%s", more[i], svc_hundredths_format(svc_int(q, 7 + i), number));
        struct svc_value row[COLUMNS];
        begin_row(row, clause, "band");
        row[EVENT] = svc_value_text(svc_text(q, 0));
        row[ONLY] = svc_value_text(where.data);
        row[SUBJECT] = svc_value_text("dept");
        row[POINTS] = svc_value_text(svc_is_null(q, 6) ? NULL : svc_hundredths_format(svc_int(q, 6), points));
        row[BASIS] = svc_value_text(svc_text(q, 10));
        svc_print_row(call, row);
    }
    svc_buf_free(&where);
    svc_buf_free(&room);
}

static void show_legs(struct svc_call *call, int64_t version, const char *clause)
{
    struct svc_buf loss = { 0 };
    struct svc_query *q = svc_query(call->db,
        "SELECT subject, effect, approval, basis, sign, points_min, points_max, amount_min, amount_max,"
        "       per, loss_from, loss_to, share_of, share"
        "  FROM policy_leg WHERE version = ?1 AND clause = ?2"
        " ORDER BY subject, COALESCE(loss_from, 0)", "is", version, clause);
    while (svc_next(q)) {
        char points[64], amount[64];
        struct svc_value row[COLUMNS];
        begin_row(row, clause, "leg");
        row[SUBJECT] = svc_value_text(svc_text(q, 0));
        row[POINTS] = range(q, 5, points, sizeof points);
        row[AMOUNT] = range(q, 7, amount, sizeof amount);
        row[PER] = svc_value_text(svc_text(q, 9));
        row[LOSS] = band(q, 10, &loss);
        row[SHARE_OF] = svc_value_text(svc_text(q, 12));
        row[SHARE] = svc_value_text(svc_text(q, 13));
        row[EFFECT] = svc_value_text(svc_text(q, 1));
        row[APPROVAL] = svc_value_text(svc_text(q, 2));
        row[BASIS] = svc_value_text(svc_text(q, 3));
        svc_print_row(call, row);
    }
    svc_buf_free(&loss);
}

/* No such clause; the one that is nearest, where one is. */
static void miss(struct svc_call *call, int64_t version, const char *clause)
{
    struct svc_buf all = { 0 };
    struct svc_word near;
    struct svc_query *q = svc_query(call->db, "SELECT clause FROM policy_clause WHERE version = ?1"
                                    " ORDER BY clause", "i", version);
    while (svc_next(q))
        svc_buf_printf(&all, "%s%s", all.len ? "|" : "", svc_text(q, 0));
    if (svc_word_nearest(svc_buf_text(&all), clause, strlen(clause), &near))
        svc_fail(SVC_UNKNOWN, "%s: no such clause is in force; did you mean %.*s?\nsvc-policy clauses lists them",
                 clause, (int)near.code_len, near.code);
    else
        svc_fail(SVC_UNKNOWN, "%s: no such clause is in force\nsvc-policy clauses lists them", clause);
    svc_buf_free(&all);
}

static void show_clause(struct svc_call *call, int64_t version, const char *clause)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT article, text, basis FROM policy_clause WHERE version = ?1 AND clause = ?2", "is",
        version, clause);
    if (!svc_next(q)) {
        miss(call, version, clause);
        return;
    }
    show_text(call, q, clause);
    svc_done(q);
    show_triggers(call, version, clause);
    show_thresholds(call, version, clause);
    show_bands(call, version, clause);
    show_legs(call, version, clause);
}

static const struct svc_column score_columns[] = {
    { .name = "score", .type = SVC_TYPE_CODE, .label = "计分文件", .help = "the score file, without .sql" },
    { .name = "line", .type = SVC_TYPE_INT, .label = "行", .help = "a line of it" },
    { .name = "text", .type = SVC_TYPE_TEXT, .label = "内容", .help = "what stands there" },
    { 0 }
};

/* The file line by line, so that it is read in every format. */
static void show_lines(struct svc_call *call, const char *name, const char *text)
{
    for (int64_t line = 1; *text; line++) {
        size_t len = strcspn(text, "\n");
        char *one = svc_strndup(text, len);
        struct svc_value row[] = { svc_value_text(name), svc_value_number(line), svc_value_text(one) };
        svc_print_row(call, row);
        free(one);
        text += len + (text[len] == '\n');
    }
}

/* The score files of the version in force today, all of them or those named. */
static int show_scores(struct svc_call *call)
{
    int64_t version = policy_version(call, svc_when_day(svc_now()));
    svc_print_begin(call, score_columns);
    for (int i = 0; i < call->count || i == 0; i++) {
        const char *name = call->count ? call->operand[i] : NULL;
        bool any = false;
        struct svc_query *q = svc_query(call->db,
            "SELECT name, text FROM policy_score WHERE version = ?1 AND name = COALESCE(?2, name)"
            " ORDER BY name", "is", version, name);
        for (; svc_next(q); any = true)
            show_lines(call, svc_text(q, 0), svc_text(q, 1));
        if (name && !any)
            svc_fail(SVC_UNKNOWN, "%s: no such score file is in force%s\n"
                     "svc-policy show score shows them all", name,
                     svc_near(call->db, "SELECT DISTINCT name, NULL FROM policy_score", name));
    }
    return svc_finish(call);
}

int policy_show(struct svc_call *call)
{
    const char *what = call->count ? call->operand[0] : "";
    bool clauses = strcmp(what, "clause") == 0 || strcmp(what, "clauses") == 0;
    bool scores = strcmp(what, svc_pack_shapes[SVC_PACK_SCORES].name) == 0;
    if (!clauses && !scores && strcmp(what, policy_feedback.name) != 0)
        svc_die(SVC_USAGE, "show what?\nsvc-policy show feedback NO, show clause CODE, or show score");
    call->operand++;
    call->count--;
    if (scores)
        return show_scores(call);
    if (!clauses)
        return svc_show(call);
    if (!call->count)
        svc_die(SVC_USAGE, "which clause?\nsvc-policy clauses lists them");
    svc_print_begin(call, columns);
    for (int i = 0; i < call->count; i++)
        show_clause(call, policy_version(call, svc_when_day(svc_now())), call->operand[i]);
    return svc_finish(call);
}
