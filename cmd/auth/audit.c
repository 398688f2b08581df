/* audit: each use judged again by the matrix of its day. stats: how many, and how much. */
#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/rates.h"
#include "svc/sign.h"
#include "svc/statement.h"
#include "svc/text.h"

static struct {
    const char *verdict, *dept, *by;
} opt;

const struct svc_option auth_audit_options[] = {
    { .name = "verdict", .type = SVC_OPT_TEXT, .to = &opt.verdict, .arg = "WORD,...",
      .help = "only uses that were found so: ok, false, exceeded, expired_delegation, missing_condition, "
              "missing_signature, missing_duty", .list = "auth.verdict auth.lack" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "this department only", .table = "dept" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

const struct svc_option auth_stats_options[] = {
    { .name = "by", .type = SVC_OPT_TEXT, .to = &opt.by, .arg = "COL,...",
      .help = "class, matter, dept, month" },
    SVC_OPTIONS_INCLUDE(svc_period_options),
    { 0 }
};

/* -- audit -------------------------------------------------------------------------------- */

/* The columns' names are read by other tools. */
static const struct svc_column audit_columns[] = {
    { .name = "no", .type = SVC_TYPE_CODE, .label = "编号", .help = "the use" },
    { .name = "used_at", .type = SVC_TYPE_TIME, .label = "授权行使时间",
      .help = "when it was exercised" },
    { .name = "matter", .type = SVC_TYPE_CODE, .label = "授权事项", .help = "the matter",
      .list = "base.authority" },
    { .name = "person", .type = SVC_TYPE_CODE, .label = "被授权人", .help = "who exercised it" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门", .help = "the department" },
    { .name = "verdict", .type = SVC_TYPE_CODE, .label = "判定结论", .help = "the verdict",
      .list = "auth.verdict auth.lack" },
    { .name = "reason", .type = SVC_TYPE_TEXT, .flags = SVC_STATED, .label = "原因", .help = "why" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "授权金额",
      .help = "yuan waived or borne" },
    { .name = "damage", .type = SVC_TYPE_MONEY, .label = "损失金额",
      .help = "yuan of damage done" },
    { .name = "harm", .type = SVC_TYPE_TEXT, .label = "不良影响",
      .help = "harm done to the company's name" },
    { 0 }
};

/* Columns of the row after SVC_USE_ROW. */
enum { DEPT = SVC_USE_COLUMNS, DAMAGE, HARM, STATE, OTHER_DEPT };
enum { NO, USED_AT, MATTER, PERSON, AMOUNT = 6, FACTS = 8, FALSE_USE, VERDICT };

struct audit {
    struct svc_call *call;
    struct svc_matrix *matrix;
    struct svc_desk *desk;
    struct svc_query *row;
    bool found; /* something about the present use */
};

static struct svc_value money(struct svc_query *row, int column)
{
    return svc_is_null(row, column) ? svc_value_text(NULL) : svc_value_number(svc_int(row, column));
}

static void tell(struct audit *audit, const char *verdict, const char *reason)
{
    struct svc_query *q = audit->row;
    if (strcmp(verdict, "ok") != 0)
        audit->found = true;
    if (opt.verdict && !svc_text_in(opt.verdict, ',', verdict))
        return;
    struct svc_value row[] = {
        svc_value_text(svc_text(q, NO)), svc_value_text(svc_text(q, USED_AT)),
        svc_value_text(svc_text(q, MATTER)), svc_value_text(svc_text(q, PERSON)),
        svc_value_text(svc_text(q, DEPT)), svc_value_text(verdict), svc_value_text(reason),
        money(q, AMOUNT), money(q, DAMAGE), svc_value_text(svc_text(q, HARM))
    };
    svc_print_row(audit->call, row);
}

/* What was judged when the use was recorded, judged again. */
static void audit_judgement(struct audit *audit)
{
    struct svc_query *q = audit->row;
    struct svc_buf why[SVC_JUDGEMENTS] = { { 0 } };
    enum svc_judgement is = svc_matrix_judge(audit->matrix, q, why);
    bool decided = strcmp(svc_text(q, FALSE_USE), "yes") == 0;
    if (decided)
        tell(audit, "false", "decided_false");
    for (int i = SVC_JUDGEMENTS - 1; i > 0; i--) {
        if (why[i].len)
            tell(audit, svc_judgements[i], why[i].data);
        svc_buf_free(&why[i]);
    }
    const char *now = decided ? "false" : svc_judgements[is];
    if (strcmp(now, svc_text(q, VERDICT)) != 0)
        svc_warn("%s: was judged %s when it was recorded, and is %s by the matrix of its day\n"
                 "svc-auth assess brings it up to date", svc_text(q, NO), svc_text(q, VERDICT),
                 now);
}

/* `the slip waits for stage 1 dept_head 1201 1203`, by whoever may sign next. */
static void add_waiting(struct audit *audit, struct svc_buf *why)
{
    struct svc_buf who = { 0 }, statement = { 0 };
    svc_desk_waiting(audit->desk, svc_text(audit->row, NO), AUTH_CHAIN, 1, &who);
    char *rest = svc_buf_take(&who), *text = rest;
    const char *stage = strsep(&rest, " "), *role = strsep(&rest, " ");
    svc_statement(&statement, "slip_waits", "sss", stage, role, rest);
    svc_statement_join(why, statement.data);
    svc_buf_free(&statement);
    free(text);
}

/* The slip: whom it waits for, who rejected it, and which signers of the matter it never
 * reached. */
static void audit_signatures(struct audit *audit, const struct svc_matter *matter, svc_when at)
{
    struct svc_query *q = audit->row;
    struct svc_value values[A_COLUMNS] = { { 0 } };
    struct auth_case of = { .matter = matter };
    struct svc_buf why = { 0 };
    const char *state = svc_text(q, STATE);
    values[A_DEPT] = svc_value_text(svc_text(q, DEPT));
    values[A_OTHER_DEPT] = svc_value_text(svc_text(q, OTHER_DEPT));
    values[A_AMOUNT] = svc_value_number(svc_int(q, AMOUNT));
    values[A_USED_AT] = svc_value_text(svc_text(q, USED_AT));
    values[A_FACTS] = svc_value_text(svc_text(q, FACTS));
    auth_reach(audit->call, svc_matrix_policy(audit->matrix, svc_when_day(at)), values, &of);
    if (strcmp(state, "signing") == 0) {
        add_waiting(audit, &why);
    } else if (strcmp(state, "rejected") == 0) {
        svc_statement_join(&why, "slip_rejected");
    }
    if (of.lacks.len) {
        struct svc_buf lacks = { 0 };
        svc_statement(&lacks, "slip_lacks", "s", of.lacks.data);
        svc_statement_join(&why, lacks.data);
        svc_buf_free(&lacks);
    }
    if (why.len)
        tell(audit, "missing_signature", why.data);
    auth_case_free(&of);
    svc_buf_free(&why);
}

static void audit_duties(struct audit *audit, const struct svc_matter *matter, svc_when at)
{
    struct svc_facts facts;
    struct svc_duty *duties;
    struct svc_buf why = { 0 };
    svc_facts_read(svc_text(audit->row, FACTS), &facts);
    size_t count = svc_matter_duties(svc_matrix_policy(audit->matrix, svc_when_day(at)), matter,
                                     at, &duties);
    for (size_t i = 0; i < count; i++) {
        const char *fact = svc_facts_get(&facts, duties[i].key);
        if (svc_duty_kept(&duties[i], fact, svc_now()))
            continue;
        struct svc_buf one = { 0 };
        svc_statement(&one, "duty_missed", "sws", duties[i].key, duties[i].due,
                      fact && strcmp(fact, "no") != 0 ? fact : NULL);
        svc_statement_join(&why, one.data);
        svc_buf_free(&one);
    }
    if (why.len)
        tell(audit, "missing_duty", why.data);
    free(duties);
    svc_facts_free(&facts);
    svc_buf_free(&why);
}

static void audit_use(struct audit *audit)
{
    svc_when at = svc_moment(audit->row, USED_AT);
    const struct svc_matter *matter = svc_matrix_find(audit->matrix, svc_when_day(at),
                                                      svc_text(audit->row, MATTER));
    audit->found = false;
    audit_judgement(audit);
    audit_signatures(audit, matter, at);
    if (matter)
        audit_duties(audit, matter, at);
    if (!audit->found)
        tell(audit, "ok", NULL);
}

int auth_audit(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    struct audit audit = { .call = call, .matrix = svc_matrix_open(call->db),
                           .desk = svc_desk_open(call, svc_now(), NULL) };
    svc_print_begin(call, audit_columns);
    audit.row = svc_query(call->db,
        "SELECT " SVC_USE_ROW ", dept, damage, harm, state, other_dept"
        "  FROM authority_use WHERE used_at >= ?1 AND used_at < ?2"
        "   AND COALESCE(dept, '') = COALESCE(?3, dept, '') ORDER BY used_at, no",
        "wws", period->from, period->until, opt.dept);
    while (svc_next(audit.row))
        audit_use(&audit);
    svc_desk_close(audit.desk);
    svc_matrix_close(audit.matrix);
    return svc_finish(call);
}

/* -- stats -------------------------------------------------------------------------------- */

static const struct svc_column stats_columns[] = {
    { .name = "class", .type = SVC_TYPE_CODE, .label = "授权种类",
      .help = "class, with --by class", .list = "auth.class" },
    { .name = "matter", .type = SVC_TYPE_CODE, .label = "授权事项",
      .help = "matter, with --by matter", .list = "base.authority" },
    { .name = "dept", .type = SVC_TYPE_CODE, .label = "部门",
      .help = "department, with --by dept" },
    { .name = "month", .type = SVC_TYPE_CODE, .label = "月份", .help = "month, with --by month" },
    { .name = "uses", .type = SVC_TYPE_INT, .label = "次数", .help = "how many" },
    { .name = "amount", .type = SVC_TYPE_MONEY, .label = "金额", .help = "yuan waived or borne" },
    { .name = "signing", .type = SVC_TYPE_INT, .label = "签批中", .help = "whose slip waits" },
    { .name = "authorised", .type = SVC_TYPE_INT, .label = "已签批",
      .help = "whose slip is signed" },
    { .name = "rejected", .type = SVC_TYPE_INT, .label = "被退回",
      .help = "whose slip was rejected" },
    { .name = "missing", .type = SVC_TYPE_INT, .label = "条件未证",
      .help = "with a condition that nobody showed" },
    { .name = "beyond", .type = SVC_TYPE_INT, .label = "越权",
      .help = "beyond authority, or by an expired delegation" },
    { .name = "false", .type = SVC_TYPE_INT, .label = "虚假授权", .help = "decided to be false" },
    { .name = "damage", .type = SVC_TYPE_MONEY, .label = "损失金额", .help = "yuan of damage" },
    { 0 }
};

enum { DIMENSIONS = 4 };

static int64_t asked(int dimension)
{
    return svc_by_names(opt.by, &stats_columns[dimension]);
}

int auth_stats(struct svc_call *call)
{
    const struct svc_period *period = svc_call_period(false);
    svc_by_check(opt.by, stats_columns, DIMENSIONS);
    svc_print_query(call, stats_columns, svc_query(call->db,
        "SELECT class, matter, dept, month, COUNT(*), SUM(amount), SUM(signing), SUM(authorised),"
        "       SUM(rejected), SUM(missing), SUM(beyond), SUM(falsely), SUM(damage)"
        "  FROM (SELECT CASE ?3 WHEN 1 THEN class ELSE '' END AS class,"
        "               CASE ?4 WHEN 1 THEN matter ELSE '' END AS matter,"
        "               CASE ?5 WHEN 1 THEN COALESCE(dept, '') ELSE '' END AS dept,"
        "               CASE ?6 WHEN 1 THEN (SELECT m.month FROM assessment_month m"
        "                                     WHERE m.from_day <= used_at"
        "                                     ORDER BY m.from_day DESC LIMIT 1)"
        "                       ELSE '' END AS month,"
        "               COALESCE(amount, 0) AS amount, COALESCE(damage, 0) AS damage,"
        "               CASE state WHEN 'signing' THEN 1 ELSE 0 END AS signing,"
        "               CASE state WHEN 'authorised' THEN 1 ELSE 0 END AS authorised,"
        "               CASE state WHEN 'rejected' THEN 1 ELSE 0 END AS rejected,"
        "               CASE verdict WHEN 'missing_condition' THEN 1 ELSE 0 END AS missing,"
        "               CASE WHEN verdict IN ('exceeded', 'expired_delegation')"
        "                    THEN 1 ELSE 0 END AS beyond,"
        "               CASE verdict WHEN 'false' THEN 1 ELSE 0 END AS falsely"
        "          FROM authority_use WHERE used_at >= ?1 AND used_at < ?2) counted"
        " GROUP BY class, matter, dept, month ORDER BY class, matter, dept, month",
        "wwiiii", period->from, period->until, asked(0), asked(1), asked(2), asked(3)));
    return svc_finish(call);
}
