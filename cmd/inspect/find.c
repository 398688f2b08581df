/* What was found: registered with its evidence, fixed on the spot or by a deadline; and the points
 * that the office chooses inside a clause's range. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "svc/change.h"
#include "svc/decided.h"
#include "svc/err.h"
#include "svc/file.h"
#include "svc/import.h"
#include "svc/mem.h"
#include "svc/misses.h"
#include "svc/num.h"
#include "svc/refusal.h"
#include "svc/text.h"

static struct {
    const char *item, *severity, *facts, *action, *dept, *person, *evidence, *after, *deadline;
    const char *clause, *points;
    bool fixed;
} opt;

/* The files named, read before the writer lock. */
static struct svc_file_named before_file, after_file;

const struct svc_option find_options[] = {
    { .name = "severity", .type = SVC_OPT_TEXT, .to = &opt.severity, .arg = "WORD",
      .list = "severity",
      .help = "how serious it is" },
    { .name = "facts", .type = SVC_OPT_TEXT, .to = &opt.facts, .arg = "TEXT",
      .help = "what was found" },
    { .name = "item", .type = SVC_OPT_TEXT, .to = &opt.item, .arg = "CODE",
      .help = "the item that failed; it is marked so" },
    { .name = "dept", .type = SVC_OPT_TEXT, .to = &opt.dept, .arg = "CODE",
      .help = "department; the sheet's unless said", .table = "dept" },
    { .name = "person", .type = SVC_OPT_TEXT, .to = &opt.person, .arg = "NO",
      .help = "person responsible", .table = "person" },
    { .name = "action", .type = SVC_OPT_TEXT, .to = &opt.action, .arg = "TEXT",
      .help = "what was done at once" },
    { .name = "evidence", .type = SVC_OPT_TEXT, .to = &opt.evidence, .arg = "FILE",
      .help = "shows it; kept with its SHA-256" },
    { .name = "after_evidence", .type = SVC_OPT_TEXT, .to = &opt.after, .arg = "FILE",
      .help = "shows it fixed; kept with its SHA-256" },
    { .name = "fixed", .type = SVC_OPT_FLAG, .to = &opt.fixed, .help = "fixed on the spot" },
    { .name = "deadline", .type = SVC_OPT_TEXT, .to = &opt.deadline, .arg = "TIME",
      .help = "fixed by then; a date alone is its last moment" },
    SVC_OPTIONS_INCLUDE(svc_format_options),
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option fix_options[] = {
    { .name = "action", .type = SVC_OPT_TEXT, .to = &opt.action, .arg = "TEXT",
      .help = "what was done" },
    { .name = "after_evidence", .type = SVC_OPT_TEXT, .to = &opt.after, .arg = "FILE",
      .help = "shows it fixed; kept with its SHA-256" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

const struct svc_option points_options[] = {
    { .name = "clause", .type = SVC_OPT_TEXT, .to = &opt.clause, .arg = "CODE",
      .help = "the clause that the finding, or what is late, has fired" },
    { .name = "points", .type = SVC_OPT_TEXT, .to = &opt.points, .arg = "POINTS",
      .help = "inside the clause's range, without sign" },
    SVC_OPTIONS_INCLUDE(svc_step_options),
    { 0 }
};

/* -- a finding ---------------------------------------------------------------------------- */

/* What its sheet says about a finding. */
struct ground {
    char *dept, *checked_at, *quarter;
    bool known, sealed, special;
};

static struct ground look(struct svc_call *call, const char *sheet)
{
    struct ground ground = { .known = false };
    struct svc_query *q = svc_query(call->db,
        "SELECT s.dept, s.checked_at, s.quarter, s.state, i.kind"
        "  FROM inspect_sheet s LEFT JOIN inspection i ON i.no = s.inspection WHERE s.no = ?1",
        "s", sheet);
    if (!svc_next(q))
        return ground;
    ground = (struct ground){
        .dept = svc_strdup(svc_text(q, 0)), .checked_at = svc_strdup(svc_text(q, 1)),
        .quarter = svc_strdup(svc_text(q, 2)), .known = true,
        .sealed = strcmp(svc_text(q, 3), "signed") == 0,
        .special = svc_text(q, 4) && strcmp(svc_text(q, 4), "special") == 0
    };
    svc_done(q);
    return ground;
}

static void forget(struct ground *ground)
{
    free(ground->dept);
    free(ground->checked_at);
    free(ground->quarter);
}

static void check_times(struct svc_import *in, const struct svc_value *values,
                        const struct ground *ground)
{
    char now[SVC_WHEN_SIZE], room[SVC_WHEN_SIZE];
    struct svc_period quarter;
    svc_when found;
    const char *at = values[F_FOUND_AT].text;
    const char *undated = svc_value_given(&values[F_UNDATED]) ? values[F_UNDATED].text : NULL;
    bool alone = svc_value_alone(undated, "found_at");
    svc_when_format(svc_now(), now);
    if (strcmp(at, now) > 0)
        svc_import_reject(in, "found_at", "lies in the future");
    if (strncmp(at, ground->checked_at, (alone ? SVC_DAY_SIZE : SVC_WHEN_SIZE) - 1) < 0)
        svc_import_reject(in, "found_at", "lies before the check (%s)", ground->checked_at);
    if (ground->quarter && !svc_period_calendar(ground->quarter, &quarter) &&
        !svc_when_parse(at, &found) && (found < quarter.from || found >= quarter.until))
        svc_import_reject(in, "found_at", "lies outside of the sheet's quarter");
    if (svc_value_given(&values[F_FIXED_AT]) &&
        strcmp(svc_value_earliest(inspect_findings.columns, values, F_FIXED_AT, room), now) > 0)
        svc_import_reject(in, "fixed_at", "lies in the future");
    if (svc_value_given(&values[F_FIXED_AT]) && strcmp(values[F_FIXED_AT].text, at) < 0)
        svc_import_reject(in, "fixed_at", "lies before it was found");
    if (svc_value_given(&values[F_DEADLINE]) && strcmp(values[F_DEADLINE].text, at) < 0)
        svc_import_reject(in, "deadline", "lies before it was found");
}

/* A contractor's item is open once: found again while it is, it is the same matter; found again
 * after that, it recurs. */
static void check_item(struct svc_import *in, struct svc_call *call,
                       const struct svc_value *values, const struct ground *ground)
{
    const char *sheet = values[F_SHEET].text, *item = values[F_ITEM].text;
    if (!svc_value_given(&values[F_ITEM])) {
        if (ground->quarter)
            svc_import_reject(in, "item", "is required on a contractor's sheet");
        return;
    }
    if (!svc_one_int(call->db, 0, "SELECT 1 FROM inspect_item WHERE sheet = ?1 AND code = ?2",
                     "ss", sheet, item))
        svc_import_reject(in, "item", "stands not on the sheet");
    if (ground->quarter && !svc_import_before(in) &&
        svc_one_int(call->db, 0, "SELECT 1 FROM inspect_finding WHERE sheet = ?1 AND item = ?2"
                                 " AND state = 'open'", "ss", sheet, item))
        svc_import_reject(in, "item", "has a finding that is still open");
}

/* Files are read by find and fix alone, before any lock: an import cannot bring one. */
static void take_files(struct svc_import *in, struct svc_value *values)
{
    const struct svc_value *before = svc_import_before(in);
    const struct { enum finding_column path, sum; const struct svc_file_named *file; } files[] = {
        { F_EVIDENCE, F_EVIDENCE_SHA256, &before_file },
        { F_AFTER_EVIDENCE, F_AFTER_SHA256, &after_file }
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct svc_value *path = &values[files[i].path];
        bool same = before && svc_value_same(&before[files[i].path], path);
        if (!svc_value_given(path) || same)
            continue;
        if (!files[i].file->path)
            svc_import_reject(in, inspect_findings.columns[files[i].path].name,
                              "is taken by the verbs find and fix alone");
        values[files[i].sum] = svc_value_text(files[i].file->sha256);
    }
}

/* The item stands as failed on the sheet. */
static void fail_item(struct svc_call *call, const struct svc_value *values)
{
    const struct svc_register *reg = call->reg;
    char *item = svc_format("%s/%s", values[F_SHEET].text, values[F_ITEM].text);
    call->reg = &inspect_items;
    if (svc_one_int(call->db, 0, "SELECT 1 FROM inspect_item WHERE item = ?1"
                                 " AND result <> 'fail'", "s", item))
        svc_change(call, item,
                   "UPDATE inspect_item SET result = 'fail', marked_at = ?2, marked_by = ?3"
                   " WHERE item = ?1", "ss", values[F_FOUND_AT].text, call->actor.person);
    call->reg = reg;
    free(item);
}

static bool is_major(const char *severity, const char *found_at)
{
    svc_when found;
    return !svc_when_parse(found_at, &found) &&
           svc_words_act("severity", severity, "major", svc_when_day(found));
}

static void complete(struct svc_import *in, struct svc_call *call, struct svc_rules *rules,
                     struct svc_value *values, const struct ground *ground)
{
    const struct svc_value *before = svc_import_before(in);
    bool fixed = svc_value_given(&values[F_FIXED_AT]);
    bool noticed = !ground->quarter && (ground->special ||
                                        is_major(values[F_SEVERITY].text, values[F_FOUND_AT].text));
    if (!svc_value_given(&values[F_DEPT]))
        values[F_DEPT] = svc_value_text(ground->dept);
    if (ground->sealed)
        svc_import_reject(in, "sheet", "is signed");
    if (!inspect_may_mark(call, values[F_SHEET].text))
        svc_import_reject(in, "sheet", "is one that you do not inspect");
    if (ground->quarter && strcmp(values[F_DEPT].text, ground->dept) != 0)
        svc_import_reject(in, "dept", "is not the contractor of the sheet");
    check_times(in, values, ground);
    check_item(in, call, values, ground);
    take_files(in, values);
    if (!before || svc_text_in("open|fixed", '|', before[F_STATE].text))
        values[F_STATE] = svc_value_text(fixed ? "fixed" : "open");
    svc_rules_deadlines(rules, &inspect_findings, values);
    if (!fixed && !noticed && !svc_value_given(&values[F_DUE_AT]))
        svc_import_reject(in, "deadline", "is required, unless it is fixed on the spot or gets a"
                                          " notice");
}

int inspect_take_findings(struct svc_call *call, bool one)
{
    static struct ground ground; /* the values name its texts until the next record */
    struct svc_value *values;
    struct svc_import *in = one ? svc_import_one(call) : svc_import_open(call);
    struct svc_rules *rules = svc_rules_open(call->db);
    while ((values = svc_import_next(in))) {
        forget(&ground);
        ground = look(call, values[F_SHEET].text);
        if (!ground.known) {
            svc_import_reject(in, "sheet", "is not registered");
            continue;
        }
        const struct svc_value *before = svc_import_before(in);
        if (before)
            svc_decided_guard(call, rules, &inspect_findings, before, values);
        complete(in, call, rules, values, &ground);
        if (before)
            svc_misses_keep(call, rules, &inspect_findings, before, values,
                            svc_decided_by(call) ? SVC_DECIDED_ANEW : SVC_ENTERED_LATE);
        if (svc_value_given(&values[F_ITEM]) && !ground.sealed)
            fail_item(call, values);
    }
    int code = svc_import_close(in); /* the values still name texts of the rules */
    svc_rules_close(rules);
    return code;
}

/* What the options can say before anything is read or locked; the import judges it once more. */
static void check_options(struct svc_call *call, svc_when at)
{
    const char *sheet = call->operand[0];
    struct svc_rules *rules = svc_rules_open(call->db);
    struct svc_case limit = { .matter = "inspect", .clock = "fix" };
    char due[SVC_WHEN_SIZE];
    struct ground ground = look(call, sheet);
    if (!ground.known)
        svc_die(SVC_UNKNOWN, "%s: no such sheet; nothing was done", sheet);
    if (!inspect_may_mark(call, sheet))
        svc_deny(call, SVC_DENIED, sheet, "\"%s\" is no inspector of it", call->actor.person);
    if (ground.sealed)
        svc_deny(call, SVC_REFUSED, sheet, "is signed, nothing more is found on it");
    if (opt.item && !svc_one_int(call->db, 0,
                                 "SELECT 1 FROM inspect_item WHERE sheet = ?1 AND code = ?2",
                                 "ss", sheet, opt.item))
        svc_die(SVC_UNKNOWN, "%s: has no item \"%s\"; nothing was done", sheet, opt.item);
    bool noticed = !ground.quarter && (ground.special || svc_words_act("severity", opt.severity, "major",
                                                                        svc_when_day(at)));
    if (!opt.fixed && !opt.deadline && !noticed && !svc_rules_due(rules, &limit, at, due, NULL))
        svc_die(SVC_USAGE, "no deadline\nadd --fixed, or --deadline TIME");
    forget(&ground);
    svc_rules_close(rules);
}

/* The same as `add findings`, for one sheet and now. */
int inspect_find(struct svc_call *call)
{
    static char found[SVC_WHEN_SIZE];
    const char **text = svc_alloc((F_COLUMNS + 1) * sizeof *text);
    svc_when at = svc_call_at(call);
    if (call->count != 1)
        svc_die(SVC_USAGE, "find takes one sheet\ngive its number");
    check_options(call, at);
    before_file = svc_file_named("evidence", opt.evidence);
    after_file = svc_file_named("after_evidence", opt.after);
    svc_when_format(at, found);
    text[F_SHEET] = call->operand[0];
    text[F_ITEM] = opt.item;
    text[F_FOUND_AT] = found;
    text[F_SEVERITY] = opt.severity;
    text[F_DEPT] = opt.dept;
    text[F_PERSON] = opt.person;
    text[F_FACTS] = opt.facts;
    text[F_ACTION] = opt.action;
    text[F_DEADLINE] = opt.deadline;
    text[F_EVIDENCE] = before_file.path;
    text[F_AFTER_EVIDENCE] = after_file.path;
    text[F_FIXED_AT] = opt.fixed ? found : NULL;
    svc_shared.values.text = text;
    call->reg = &inspect_findings;
    return inspect_take_findings(call, true);
}

/* -- fix ---------------------------------------------------------------------------------- */

static void fix(const struct svc_step *step)
{
    struct svc_call *call = step->call;
    const struct svc_value *values = step->values;
    if (!inspect_may_answer(call, values[F_DEPT].text) &&
        !inspect_may_mark(call, values[F_SHEET].text))
        svc_refuse(call, SVC_DENIED, step->no,
                   "\"%s\" is neither of department %s nor inspected it", call->actor.person,
                   values[F_DEPT].text);
    else if (svc_in_order(step, values[F_FOUND_AT].text))
        svc_move(step,
                 "UPDATE inspect_finding SET fixed_at = ?3, state = 'fixed',"
                 " \"action\" = COALESCE(?4, \"action\"),"
                 " after_evidence = COALESCE(?5, after_evidence),"
                 " after_sha256 = CASE WHEN ?5 <> '' THEN ?6 ELSE after_sha256 END"
                 " WHERE no = ?1 AND state = ?2", "wsss", step->at, opt.action, after_file.path,
                 after_file.sha256);
}

int inspect_fix(struct svc_call *call)
{
    after_file = svc_file_named("after_evidence", opt.after);
    return inspect_each_timed(call, &inspect_findings, fix);
}

/* -- points ------------------------------------------------------------------------------- */

/* The day by whose policy the record falls under the clause; NULL when it does not. A notice's
 * later round is NO/ROUND. */
static char *fact_day(struct svc_call *call, const char *record)
{
    const char *slash = strchr(record, '/');
    int64_t round = 1;
    char *no = svc_strndup(record, slash ? (size_t)(slash - record) : strlen(record));
    if (slash && (svc_int_parse(slash + 1, &round) || round < 2))
        round = 0;
    char *day = svc_one(call->db,
        "SELECT substr(f.found_at, 1, 10) FROM inspect_finding f"
        "  JOIN finding_severity g ON g.no = f.no"
        "  JOIN inspect_sheet s ON s.no = f.sheet JOIN inspection i ON i.no = s.inspection"
        "  JOIN fired t ON t.clause = ?2 AND (t.severity IS NULL OR t.severity IN (g.severity, f.severity))"
        "   AND t.event = CASE i.kind WHEN 'special' THEN 'inspect.special.finding'"
        "                             ELSE 'inspect.finding' END"
        "   AND t.from_day <= substr(f.found_at, 1, 10) AND t.until_day > substr(f.found_at, 1, 10)"
        " WHERE f.no = ?1", "ss", record, opt.clause);
    if (!day)
        day = svc_one(call->db,
            "SELECT substr(r.due_at, 1, 10) FROM (SELECT no, 1 AS round, due_at FROM inspect_finding"
            " UNION ALL SELECT no, round, due_at FROM inspect_notice"
            " UNION ALL SELECT no, round, due_at FROM inspect_check) AS r"
            "  JOIN fired t ON t.clause = ?3"
            "   AND t.event IN ('inspect.notice.late', 'inspect.notice.failed')"
            "   AND t.from_day <= substr(r.due_at, 1, 10) AND t.until_day > substr(r.due_at, 1, 10)"
            " WHERE r.no = ?1 AND r.round = ?2", "sis", no, round, opt.clause);
    free(no);
    return day;
}

/* The range of the clause on the day; false when it has none. */
static bool range_of(struct svc_call *call, const char *day, int64_t *least, int64_t *most)
{
    struct svc_query *q = svc_query(call->db,
        "SELECT points_min, points_max FROM sanction"
        " WHERE clause = ?1 AND points_min IS NOT NULL AND from_day <= ?2 AND until_day > ?2"
        " ORDER BY subject", "ss", opt.clause, day);
    if (!svc_next(q))
        return false;
    *least = svc_int(q, 0);
    *most = svc_int(q, 1);
    svc_done(q);
    return true;
}

static bool is_known(struct svc_call *call, const char *record)
{
    return svc_one_int(call->db, 0,
                       "SELECT 1 FROM inspect_finding WHERE no = ?1"
                       " UNION SELECT 1 FROM inspect_notice WHERE no = ?1", "s", record);
}

static void choose(struct svc_call *call, const char *record, int64_t points, svc_when at)
{
    char low[SVC_NUM_SIZE], high[SVC_NUM_SIZE];
    int64_t least = 0, most = 0;
    char *day = fact_day(call, record);
    bool falls = day && range_of(call, day, &least, &most);
    if (!falls && !is_known(call, record))
        svc_fail(SVC_UNKNOWN, "%s: no such finding or notice", record);
    else if (!falls)
        svc_refuse(call, SVC_REFUSED, record, "no finding or notice that falls under %s",
                   opt.clause);
    else if (points < least || points > most)
        svc_refuse(call, SVC_REFUSED, record, "%s takes %s to %s points", opt.clause,
                   svc_hundredths_format(least, low), svc_hundredths_format(most, high));
    else
        svc_change_insert(call, "inspect_points", record,
            "INSERT INTO inspect_points (record, clause, points, reason, set_at, set_by, event)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING *", "ssiswse", record, opt.clause,
            points, svc_shared.reason, at, call->actor.person);
    free(day);
}

int inspect_points(struct svc_call *call)
{
    int64_t points = 0;
    const char *why = svc_hundredths_parse(opt.points, &points);
    if (why)
        svc_die(SVC_USAGE, "option --points: %s", why);
    svc_call_begin(call);
    svc_when at = svc_call_at(call);
    struct svc_numbers numbers = svc_call_numbers(call);
    for (size_t i = 0; i < numbers.count; i++)
        choose(call, numbers.no[i], points, at);
    svc_call_commit(call);
    return svc_finish(call);
}
