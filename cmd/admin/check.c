/* svc-admin check, verify, head: what does not fit in a store. */
#include "admin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "svc/anchor.h"
#include "svc/beside.h"
#include "svc/buf.h"
#include "svc/closing.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/lang.h"
#include "svc/matrix.h"
#include "svc/mem.h"
#include "svc/pack.h"
#include "svc/print.h"
#include "svc/rules.h"
#include "svc/say.h"
#include "svc/shape.h"
#include "svc/sign.h"
#include "svc/since.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

const struct svc_column admin_finding_columns[] = {
    { .name = "check", .type = SVC_TYPE_CODE, .label = "检查项", .help = "which check",
      .list = "admin.check" },
    { .name = "finding", .type = SVC_TYPE_TEXT, .label = "发现", .help = "what does not fit" },
    { 0 }
};

void admin_found(void *ctx, const char *what)
{
    struct admin_findings *findings = ctx;
    if (findings->told) {
        svc_beside_tell(findings->told, what);
        return;
    }
    struct svc_value row[] = { svc_value_text(findings->check), svc_value_text(what) };
    svc_print_row(findings->call, row);
    findings->count++;
}

void admin_found_said(struct admin_findings *findings, const char *sql)
{
    struct svc_query *q = svc_query(findings->call->db, sql, NULL);
    while (svc_next(q)) {
        char *why = svc_said(findings->call->db, svc_lang(), svc_text(q, 1));
        char *what = svc_format(_("%s: %s"), svc_text(q, 0), why);
        admin_found(findings, what);
        free(what);
        free(why);
    }
}

/* Found means 1; the findings themselves are the message. */
int admin_findings_end(struct svc_call *call, const struct admin_findings *findings)
{
    int code = svc_finish(call);
    return code == SVC_OK && findings->count ? SVC_NO : code;
}

/* A pack may name departments that are registered later, and one that is not names nobody to charge. */
static void check_charged(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT p.version, p.name, p.value FROM policy_param p"
        " WHERE p.name IN ('intake_dept', 'callback_dept') AND COALESCE(p.value, '') <> ''"
        "   AND NOT EXISTS (SELECT 1 FROM dept d WHERE d.dept = p.value)"
        " ORDER BY p.version, p.name", NULL);
    while (svc_next(q)) {
        char *what = svc_format(_("policy version %lld: %s is \"%s\", no department"),
                                (long long)svc_int(q, 0), svc_text(q, 1), svc_text(q, 2));
        admin_found(findings, what);
        free(what);
    }
}

/* Persons that departments name may be loaded later; until then they are open. */
static void check_references(struct svc_call *call, struct admin_findings *findings)
{
    check_charged(call, findings);
    struct svc_query *q = svc_query(call->db,
        "SELECT d.dept, 0 AS leads, d.head FROM dept d LEFT JOIN person p ON p.person = d.head"
        " WHERE d.head IS NOT NULL AND p.person IS NULL"
        " UNION ALL "
        "SELECT d.dept, 1, d.leader FROM dept d LEFT JOIN person p ON p.person = d.leader"
        " WHERE d.leader IS NOT NULL AND p.person IS NULL ORDER BY 1, 2", NULL);
    while (svc_next(q)) {
        char *what = svc_format(svc_int(q, 1)
                                    ? _("department %s names leader \"%s\", who is not registered")
                                    : _("department %s names head \"%s\", who is not registered"),
                                svc_text(q, 0), svc_text(q, 2));
        admin_found(findings, what);
        free(what);
    }
}

/* The columns that the store's own rows name are there: `sql` yields a table, a `,`-separated list
 * of its columns, each perhaps behind `WORD:`, and the clock that they are for, NULL for personal data. */
static void check_named(struct svc_call *call, struct admin_findings *findings, const char *sql)
{
    struct svc_query *q = svc_query(call->db, sql, NULL);
    while (svc_next(q)) {
        const char *list = svc_text(q, 1), *name;
        size_t len;
        char *columns = svc_db_columns(call->db, svc_text(q, 0));
        while (svc_text_next(&list, ',', &name, &len)) {
            const char *colon = memchr(name, ':', len);
            size_t word = colon ? (size_t)(colon + 1 - name) : 0;
            char *column = svc_strndup(name + word, len - word);
            char *what = svc_is_null(q, 2)
                ? svc_format(_("personal data of table \"%s\": there is no column \"%s\""), svc_text(q, 0), column)
                : svc_format(_("clock %s of table \"%s\": there is no column \"%s\""), svc_text(q, 2),
                             svc_text(q, 0), column);
            if (!svc_text_in(columns, ';', column))
                admin_found(findings, what);
            free(what);
            free(column);
        }
        free(columns);
    }
}

static void check_columns(struct svc_call *call, struct admin_findings *findings)
{
    check_named(call, findings,
        "SELECT tbl, key_col || ',' || col || CASE old_col WHEN 'never' THEN ''"
        "       ELSE ',state,' || old_col END, NULL FROM personal ORDER BY tbl, col");
    check_named(call, findings,
        "SELECT tbl, start_col || ',' || due_col || COALESCE(',' || met_cols, '')"
        "       || COALESCE(',' || bound_col, '') || COALESCE(',' || matter_col, '')"
        "       || COALESCE(',' || start_cols, '') || COALESCE(',' || agreed_col, '')"
        "       || CASE WHEN void_state IS NULL THEN '' ELSE ',state' END,"
        "       clock FROM clock ORDER BY tbl, place");
    struct svc_query *q = svc_query(call->db,
        "SELECT DISTINCT p.tbl FROM personal p LEFT JOIN clock_done d ON d.tbl = p.tbl"
        " WHERE p.old_col <> 'never' AND d.tbl IS NULL ORDER BY p.tbl", NULL);
    while (svc_next(q)) {
        char *what = svc_format(_("personal data of table \"%s\": no state of a record ends it"),
                                svc_text(q, 0));
        admin_found(findings, what);
        free(what);
    }
}

static void check_store(struct svc_call *call, struct admin_findings *findings)
{
    svc_db_check(call->db, admin_found, findings);
}

static void check_deadlines(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_rules *rules = svc_rules_open(call->db);
    svc_rules_check(rules, admin_found, findings);
    svc_rules_close(rules);
}

static void check_audit(struct svc_call *call, struct admin_findings *findings)
{
    svc_store_verify(call->db, admin_found, findings);
}

/* True when the audited table has numbers of its own kind, C2026-000123, in its first column. */
static bool is_numbered(struct svc_call *call, const char *table)
{
    char *columns = svc_db_columns(call->db, table);
    bool numbered = strncmp(columns, "no;", 3) == 0;
    free(columns);
    return numbered;
}

/* The numbers in use of all tables that have some: prefix, year, last. What belongs to a record is called by its
 * number, a slash and more. */
static char *numbers_in_use(struct svc_call *call)
{
    struct svc_buf sql = { 0 };
    struct svc_query *q = svc_query(call->db, "SELECT tbl FROM register_state ORDER BY tbl", NULL);
    svc_buf_puts(&sql, "SELECT prefix, year, MAX(last) AS last FROM (");
    for (size_t begun = sql.len; svc_next(q);)
        if (is_numbered(call, svc_text(q, 0)))
            svc_buf_printf(&sql,
                "%sSELECT SUBSTR(no, 1, len) AS prefix, CAST(SUBSTR(no, len + 1, 4) AS BIGINT) AS year,"
                " MAX(CAST(SUBSTR(no, len + 6) AS BIGINT)) AS last FROM (SELECT no,"
                " CASE WHEN SUBSTR(no, 2, 1) BETWEEN '0' AND '9' THEN 1 ELSE 2 END AS len FROM %s"
                " WHERE no NOT LIKE '%%/%%') p GROUP BY 1, 2",
                sql.len > begun ? " UNION ALL " : "", svc_text(q, 0));
    svc_buf_puts(&sql, ") t GROUP BY prefix, year");
    return svc_buf_take(&sql);
}

/* A counter behind a number in use would give that number a second time; one ahead of it has numbers
 * that no record has: records are never removed, and one that is turned down gives its number back. */
static void check_counters(struct svc_call *call, struct admin_findings *findings)
{
    char *used = numbers_in_use(call);
    char *sql = svc_format(
        "WITH n AS MATERIALIZED (%s)" /* else all numbers are read twice */
        " SELECT n.prefix, n.year, COALESCE(c.last, 0), n.last FROM n"
        "  LEFT JOIN counter c ON c.prefix = n.prefix AND c.year = n.year"
        " WHERE COALESCE(c.last, 0) <> n.last"
        " UNION ALL "
        "SELECT c.prefix, c.year, c.last, 0 FROM counter c"
        "  LEFT JOIN n ON n.prefix = c.prefix AND n.year = c.year"
        " WHERE n.prefix IS NULL AND c.last <> 0 ORDER BY 1, 2", used);
    struct svc_query *q = svc_query(call->db, sql, NULL);
    while (svc_next(q)) {
        long long stands = svc_int(q, 2), last = svc_int(q, 3);
        char *what = svc_format(stands < last ? _("the counter of %s%lld stands at %lld, behind %lld")
                                              : _("the counter of %s%lld stands at %lld, ahead of %lld"),
                                svc_text(q, 0), (long long)svc_int(q, 1), stands, last);
        admin_found(findings, what);
        free(what);
    }
    free(sql);
    free(used);
}

/* Where the machine's own clock went back between two events; times that were given say nothing of it. */
static void check_clock(struct svc_call *call, struct admin_findings *findings)
{
    long long before = 0;
    char last[SVC_WHEN_SIZE] = "";
    struct svc_query *q = svc_query(call->db, "SELECT seq, at FROM event WHERE fixed = 0 ORDER BY seq",
                                    NULL);
    while (svc_next(q)) {
        if (strcmp(svc_text(q, 1), last) < 0) {
            char *what = svc_format(_("event %lld is of %s, before that of event %lld, %s"),
                                    (long long)svc_int(q, 0), svc_text(q, 1), before, last);
            admin_found(findings, what);
            free(what);
        }
        before = svc_int(q, 0);
        snprintf(last, sizeof last, "%s", svc_text(q, 1));
    }
}

/* A complaint's state is the last of its times; one that stands with a department is assigned
 * whether or not the moment is known. */
static void check_states(struct svc_call *call, struct admin_findings *findings)
{
    admin_found_said(findings,
        "SELECT no, 'complaint_times|' || state || '|' || should FROM (SELECT no, state, CASE"
        "    WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'"
        "    WHEN closed_at IS NOT NULL THEN 'closed'"
        "    WHEN solution_at IS NOT NULL THEN 'proposed'"
        "    WHEN responded_at IS NOT NULL THEN 'responded'"
        "    WHEN state = 'assigned' THEN 'assigned' ELSE 'open' END AS should FROM complaint) c"
        " WHERE state <> should ORDER BY no");
    struct svc_query *q = svc_query(call->db,
        "SELECT no FROM complaint WHERE assigned_at < received_at OR responded_at < received_at"
        "    OR solution_at < received_at OR closed_at < received_at OR withdrawn_at < received_at"
        "    OR responded_at > closed_at OR solution_at > closed_at ORDER BY no", NULL);
    while (svc_next(q)) {
        char *what = svc_format(_("%s: its times are out of order"), svc_text(q, 0));
        admin_found(findings, what);
        free(what);
    }
}

static void check_authority(struct svc_call *call, struct admin_findings *findings)
{
    svc_matrix_check(call->db, admin_found, findings);
}

/* Links name records that are there. */
static void check_links(struct svc_call *call, struct admin_findings *findings)
{
    (void)call;
    admin_found_said(findings,
        "SELECT e.no, 'link_lost|' || e.register || '|' || e.record FROM ("
        "    SELECT no, register, record FROM link"
        "    UNION ALL SELECT no, with_register, with_record FROM link) e"
        "  LEFT JOIN complaint c ON e.register = 'complaint' AND c.no = e.record"
        "  LEFT JOIN service_order o ON e.register = 'order' AND o.no = e.record"
        "  LEFT JOIN callback b ON e.register = 'callback' AND b.no = e.record"
        "  LEFT JOIN inspect_finding f ON e.register = 'finding' AND f.no = e.record"
        "  LEFT JOIN reward_case r ON e.register = 'case' AND r.no = e.record"
        " WHERE COALESCE(c.no, o.no, b.no, f.no, r.no) IS NULL ORDER BY 1, 2");
}

/* What SQL groups by month is what the versions of the policy say. */
static void check_months(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_period month;
    char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE], next[SVC_DAY_SIZE] = "1970";
    struct svc_query *q = svc_query(call->db, "SELECT month, from_day, until_day"
                                    "  FROM assessment_month ORDER BY from_day", NULL);
    while (svc_next(q)) {
        if (svc_period_parse(svc_text(q, 0), &month))
            month = (struct svc_period){ .kind = SVC_SPAN };
        svc_day_format(svc_when_day(month.from), from);
        svc_day_format(svc_when_day(month.until), until);
        if (month.kind != SVC_MONTH || strcmp(svc_text(q, 1), from) != 0 ||
            strcmp(svc_text(q, 2), until) != 0 || (next[4] && strcmp(next, from) != 0)) {
            char *what = svc_format(_("assessment_month: %s is not the days that the policy gives it"),
                                    svc_text(q, 0));
            admin_found(findings, what);
            free(what);
        }
        memcpy(next, until, sizeof next);
    }
    if (strcmp(next, "2099-12") < 0)
        admin_found(findings, _("assessment_month: months are missing"));
}

/* What a rule pack calls `event` is a word, not a number. */
static bool is_of_pack(const char *table)
{
    for (size_t i = 0; i < SVC_PACK_FILES; i++)
        if (strcmp(svc_pack_shapes[i].table, table) == 0)
            return true;
    return false;
}

/* SQL of the rows of an audited table whose event is not of the operation that wrote them: that one has
 * an event about the table, and about a record that the row begins with or, as an import, about no
 * single one. A row names the first event of its operation, mostly that very one; what is rare is
 * looked for last. NULL for a table without the column. */
static char *astray(struct svc_call *call, const char *table)
{
    enum { KEYS = 4 }; /* so many columns may name the record */
    struct svc_buf keys = { 0 };
    char *columns = svc_db_columns(call->db, table), *sql = NULL;
    char *shown = svc_strndup(columns, strcspn(columns, ";"));
    const char *list = columns, *name;
    size_t len, count = 0;
    while (count < KEYS && svc_text_next(&list, ';', &name, &len))
        svc_buf_printf(&keys, "%sCOALESCE(CAST(r.\"%.*s\" AS TEXT), '')", count++ ? ", " : "", (int)len, name);
    if (svc_text_in(columns, ';', "undone")) /* what it confirms it names by number */
        svc_buf_puts(&keys, ", (SELECT u.no FROM miss_undone u WHERE u.event = r.undone)");
    if (svc_text_in(columns, ';', "event"))
        sql = svc_format(
            "SELECT CAST(r.\"%s\" AS TEXT), r.event, b.seq IS NOT NULL FROM %s r"
            "  LEFT JOIN event b ON b.seq = r.event"
            " WHERE b.seq IS NULL"
            "    OR ((b.tbl IS NULL OR b.tbl <> '%s' OR b.record NOT IN (%s))"
            "        AND NOT EXISTS (SELECT 1 FROM event e WHERE e.record IN (%s)"
            "                           AND e.tbl = '%s' AND e.op_id = b.op_id AND e.login = b.login)"
            "        AND NOT EXISTS (SELECT 1 FROM event e WHERE e.op_id = b.op_id AND e.login = b.login"
            "                           AND e.tbl = '%s' AND e.record IS NULL))"
            " ORDER BY 1, 2", svc_text_in(columns, ';', "no") ? "no" : shown, table, table, keys.data, keys.data, table, table);
    svc_buf_free(&keys);
    free(shown);
    free(columns);
    return sql;
}

/* Every row names the change that wrote it. */
static void check_events(struct svc_call *call, struct admin_findings *findings)
{
    struct svc_query *tables = svc_query(call->db, "SELECT tbl FROM register_state ORDER BY tbl", NULL);
    while (svc_next(tables)) {
        const char *table = svc_text(tables, 0);
        char *sql = is_of_pack(table) ? NULL : astray(call, table);
        struct svc_query *q = sql ? svc_query(call->db, sql, NULL) : NULL;
        while (q && svc_next(q)) {
            char *what = svc_format(svc_int(q, 2)
                                        ? _("table \"%s\": %s names event %lld, which is about something else")
                                        : _("table \"%s\": %s names event %lld, which is none"),
                                    table, svc_text(q, 0), (long long)svc_int(q, 1));
            admin_found(findings, what);
            free(what);
        }
        free(sql);
    }
}

static const struct {
    const char *name;
    void (*run)(struct svc_call *call, struct admin_findings *findings);
} checks[] = {
    { "store", check_store },         { "columns", check_columns },
    { "references", check_references }, { "deadlines", check_deadlines },
    { "audit", check_audit },         { "counters", check_counters },
    { "states", check_states },       { "signatures", admin_check_signatures },
    { "cases", admin_check_cases },         { "authority", check_authority },
    { "links", check_links },         { "months", check_months },
    { "clock", check_clock },         { "phones", admin_check_phones },
    { "events", check_events },       { "papers", admin_check_papers },
};

enum { CHECKS = sizeof checks / sizeof *checks };

/* The checks that are asked for, in their order. */
struct asked {
    struct svc_call *call;
    size_t check[CHECKS], count;
};

static bool is_asked(const struct svc_call *call, size_t n)
{
    bool named = false;
    for (int i = 0; i < call->count; i++)
        named |= strcmp(call->operand[i], checks[n].name) == 0;
    /* Where one person keeps the store he enters all that is on paper. */
    return named || (call->count == 0 && (checks[n].run != admin_check_papers || svc_signer_of_host(call->db)));
}

/* The first ones take longest; the store is that of whichever process does it. */
static void run_one(struct svc_db *db, size_t i, struct svc_spool *told, void *ctx)
{
    struct asked *asked = ctx;
    struct admin_findings findings = { .call = asked->call, .told = told };
    if (asked->call->db != db) {
        asked->call->db = db;
        svc_words_open(db);
        svc_closings_open(db);
    }
    checks[asked->check[i]].run(asked->call, &findings);
}

/* All of them, or those named, always in the same order. */
int admin_check(struct svc_call *call)
{
    struct admin_findings findings = { .call = call };
    struct asked asked = { .call = call };
    struct svc_spool *told[CHECKS];
    for (int i = 0; i < call->count; i++)
        if (!svc_text_in(ADMIN_CHECKS, '|', call->operand[i]))
            svc_die(SVC_USAGE, "unknown check \"%s\"%s\none of %s", call->operand[i],
                    svc_word_hint(ADMIN_CHECKS, call->operand[i]), ADMIN_CHECKS);
    for (size_t n = 0; n < CHECKS; n++)
        if (is_asked(call, n))
            asked.check[asked.count++] = n;
    svc_bulk(call->db, true);
    svc_print_begin(call, admin_finding_columns);
    enum svc_language own = svc_print_speaks(call);
    svc_beside(call->db, asked.count, run_one, &asked, told);
    for (size_t i = 0; i < asked.count; i++) {
        findings.check = checks[asked.check[i]].name;
        svc_beside_each(told[i], admin_found, &findings);
        svc_spool_close(told[i]);
    }
    svc_lang_in(own);
    return admin_findings_end(call, &findings);
}
