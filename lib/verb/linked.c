#include "svc/linked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/change.h"
#include "svc/closed.h"
#include "svc/each.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/number.h"
#include "svc/refusal.h"
#include "svc/rows.h"
#include "svc/sql.h"
#include "svc/text.h"

enum { L_NO, L_REGISTER, L_RECORD, L_WITH_REGISTER, L_WITH_RECORD, L_SAME_FACT, L_ORIGIN,
       L_LINKED_AT, L_LINKED_BY, L_WHY, L_STATE, L_UNLINKED_AT, L_UNLINKED_BY, L_UNLINK_WHY,
       L_EVENT, L_COLUMNS };

static const struct svc_column columns[] = {
    [L_NO] = { .name = "no", .type = SVC_TYPE_CODE, .flags = SVC_KEY | SVC_OWN, .label = "编号",
               .help = "number; given by the tool" },
    [L_REGISTER] = { .name = "register", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "台账",
                     .help = "where the one record stands", .list = "verb.linked" },
    [L_RECORD] = { .name = "record", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "关联单号",
                   .help = "its number" },
    [L_WITH_REGISTER] = { .name = "with_register", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                          .label = "对方台账", .help = "where the other record stands",
                          .list = "verb.linked" },
    [L_WITH_RECORD] = { .name = "with_record", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "对方单号", .help = "its number" },
    [L_SAME_FACT] = { .name = "same_fact", .type = SVC_TYPE_WORD, .flags = SVC_OWN,
                      .label = "同一事实", .help = "the two are one fact", .list = "verb.yes_no" },
    [L_ORIGIN] = { .name = "origin", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "关联途径",
                   .help = "who told it: hand, import, reopen", .list = "verb.link_origin" },
    [L_LINKED_AT] = { .name = "linked_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                      .label = "关联时间", .help = "when it was told" },
    [L_LINKED_BY] = { .name = "linked_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                      .label = "关联人", .help = "who told it", .table = "person" },
    [L_WHY] = { .name = "why", .type = SVC_TYPE_TEXT, .flags = SVC_OWN, .label = "原因",
                .help = "the reason given" },
    [L_STATE] = { .name = "state", .type = SVC_TYPE_WORD, .flags = SVC_OWN, .label = "状态",
                  .help = "linked, or unlinked again", .list = "verb.link_state" },
    [L_UNLINKED_AT] = { .name = "unlinked_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN,
                        .label = "撤销时间", .help = "when it was taken back" },
    [L_UNLINKED_BY] = { .name = "unlinked_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN,
                        .label = "撤销人", .help = "who took it back", .table = "person" },
    [L_UNLINK_WHY] = { .name = "unlink_why", .type = SVC_TYPE_TEXT, .flags = SVC_OWN,
                       .label = "撤销原因", .help = "why" },
    [L_EVENT] = SVC_COLUMN_EVENT,
    [L_COLUMNS] = { 0 }
};

const struct svc_register svc_links = {
    .name = "links", .one = "link", .help = "which records are about one another, or one fact",
    .table = "link", .letter = 'U', .fact = "linked_at", .columns = columns
};

/* -- ends ------------------------------------------------------------------------------------- */

static struct {
    const char *to[5];
    bool same_fact;
} opt;

/* What can be linked, in the order in which the two ends of a link stand. `whose` are the columns of the
 * persons whom the record is about. */
static const struct end {
    const char *name, *table, *whose;
} ends[] = {
    { "complaint", "complaint", "person, responsible_person" },
    { "order", "service_order", "person" },
    { "callback", "callback", "caller" },
    { "finding", "inspect_finding", "person" },
    { "case", "reward_case", "person" },
};
enum { ENDS = sizeof ends / sizeof *ends };

#define TO_OPTIONS                                                                              \
    { .name = "complaint", .type = SVC_OPT_TEXT, .to = &opt.to[0], .arg = "NO",                 \
      .help = "the complaint at the other end" },                                               \
    { .name = "order", .type = SVC_OPT_TEXT, .to = &opt.to[1], .arg = "NO",                     \
      .help = "the order at the other end" },                                                   \
    { .name = "callback", .type = SVC_OPT_TEXT, .to = &opt.to[2], .arg = "NO",                  \
      .help = "the call-back at the other end" },                                               \
    { .name = "finding", .type = SVC_OPT_TEXT, .to = &opt.to[3], .arg = "NO",                   \
      .help = "the finding of an inspection at the other end" },                                \
    { .name = "case", .type = SVC_OPT_TEXT, .to = &opt.to[4], .arg = "NO",                      \
      .help = "the case of a reward or penalty at the other end" }

const struct svc_option svc_link_options[] = {
    TO_OPTIONS,
    { .name = "same-fact", .type = SVC_OPT_FLAG, .to = &opt.same_fact,
      .help = "they are one fact: of their sanctions the heavier stands" },
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

const struct svc_option svc_unlink_options[] = {
    TO_OPTIONS,
    SVC_OPTIONS_INCLUDE(svc_write_options),
    { 0 }
};

static const struct end *end_named(const char *name)
{
    const struct end *end = ends;
    while (strcmp(end->name, name) != 0)
        end++;
    return end;
}

/* The register of the command's own records among those that can be linked. */
static const struct svc_register *own_register(const struct svc_command *command,
                                               const struct end **end)
{
    for (const struct svc_register *const *reg = command->registers; *reg; reg++)
        for (*end = ends; *end < ends + ENDS; ++*end)
            if (strcmp((*end)->table, (*reg)->table) == 0)
                return *reg;
    svc_die(SVC_BUG, "%s has no records that can be linked", command->name);
}

/* True when the record charges the person, or that one handles it. */
static bool is_about(struct svc_db *db, const struct end *end, const char *no, const char *person)
{
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1 AND ?2 IN (%s)", end->table, end->whose);
    bool about = person && svc_one_int(db, 0, sql, "ss", no, person) == 1;
    free(sql);
    return about;
}

static bool is_there(struct svc_db *db, const struct end *end, const char *no)
{
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1", end->table);
    bool there = svc_one_int(db, 0, sql, "s", no) == 1;
    free(sql);
    return there;
}

/* A link that joins these two: its ends in their order. */
struct pair {
    const struct end *end[2];
    const char *no[2];
};

static struct pair pair_of(const struct end *a, const char *no, const struct end *b,
                           const char *other)
{
    bool first = a < b || (a == b && strcmp(no, other) <= 0);
    return first ? (struct pair){ { a, b }, { no, other } }
                 : (struct pair){ { b, a }, { other, no } };
}

/* A complaint and the order of its visit, a finding and a case: nobody need say so. */
static bool is_one_fact(const struct pair *pair)
{
    static const char *const facts[][2] = { { "complaint", "order" }, { "finding", "case" } };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (strcmp(pair->end[0]->name, facts[i][0]) == 0 &&
            strcmp(pair->end[1]->name, facts[i][1]) == 0)
            return true;
    return false;
}

#define LINKED \
    " FROM link WHERE register = ?1 AND record = ?2 AND with_register = ?3 AND with_record = ?4" \
    "   AND state = 'linked'"

static char *standing(struct svc_db *db, const struct pair *pair)
{
    return svc_one(db, "SELECT no" LINKED, "ssss", pair->end[0]->name, pair->no[0],
                   pair->end[1]->name, pair->no[1]);
}

/* Whatever this record costs may change: its facts of closed months are told. */
static void note_closed(struct svc_call *call, const struct end *end, const char *no)
{
    bool case_ = strcmp(end->name, "case") == 0;
    struct svc_query *q = case_
        ? svc_query(call->db, "SELECT occurred_at FROM reward_case WHERE no = ?1", "s", no)
        : svc_query(call->db, svc_sql("report/fact-times"), "ss",
                    strcmp(end->name, "finding") == 0 ? "inspect" : end->name, no);
    while (svc_next(q))
        for (int i = 0; i < svc_columns(q); i++)
            svc_closed_fact(call, svc_text(q, i));
}

static void note_both(struct svc_call *call, const struct pair *pair)
{
    for (int i = 0; i < 2; i++)
        note_closed(call, pair->end[i], pair->no[i]);
}

/* -- link --------------------------------------------------------------------------------------- */

/* Of one fact the lighter sanction falls, so nobody says so of his own, and the office says so where
 * the records do not. */
static bool may_say(const struct svc_step *step, const struct pair *pair)
{
    struct svc_call *call = step->call;
    bool own = false;
    for (int i = 0; i < 2; i++)
        own |= is_about(call->db, pair->end[i], pair->no[i], call->actor.person);
    if (own)
        svc_refuse(call, SVC_DENIED, step->no, "is about \"%s\", who cannot say what is one fact"
                   " with it", call->actor.person);
    else if (!is_one_fact(pair) && !svc_call_holds(call, SVC_ROLES_ENTER))
        svc_refuse(call, SVC_DENIED, step->no, "that two records are one fact is said by the"
                   " office or a clerk");
    else
        return true;
    return false;
}

static void insert_link(struct svc_call *call, const struct pair *pair, bool one_fact,
                        const char *origin)
{
    char no[SVC_NUMBER_SIZE];
    svc_number_next(call->db, svc_links.letter, svc_day_year(svc_when_day(svc_now())), no);
    svc_change_insert(call, "link", no,
        "INSERT INTO link (no, register, record, with_register, with_record, same_fact, origin,"
        " linked_at, linked_by, why, state, event)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?11, ?7, ?8, ?9, 'linked', ?10) RETURNING *",
        "ssssss" "wsses", no, pair->end[0]->name, pair->no[0], pair->end[1]->name, pair->no[1],
        one_fact ? "yes" : "no", svc_now(), call->actor.person, svc_shared.reason, origin);
}

void svc_link_told(struct svc_call *call, const char *reg, const char *no, const char *with,
                   const char *other, const char *origin)
{
    struct pair pair = pair_of(end_named(reg), no, end_named(with), other);
    char *known = standing(call->db, &pair);
    if (!known)
        insert_link(call, &pair, is_one_fact(&pair), origin);
    free(known);
}

static void link_pair(const struct svc_step *step, const struct pair *pair)
{
    struct svc_db *db = step->call->db;
    bool one_fact = opt.same_fact || is_one_fact(pair);
    char *no = standing(db, pair);
    bool known = no && svc_one_int(db, 0, "SELECT CASE same_fact WHEN 'yes' THEN 1 ELSE 0 END"
                                   "  FROM link WHERE no = ?1", "s", no) == one_fact;
    if (no && !known)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is linked with %s otherwise, by %s\n"
                   "unlink it first", strcmp(pair->no[0], step->no) == 0 ? pair->no[1] : pair->no[0],
                   no);
    else if (!no && (!one_fact || may_say(step, pair)))
        insert_link(step->call, pair, one_fact, "hand");
    if (!no && one_fact)
        note_both(step->call, pair);
    free(no);
}

/* -- unlink ------------------------------------------------------------------------------------- */

static void take_back(struct svc_call *call, const char *no, const char *why)
{
    const struct svc_register *reg = call->reg;
    call->reg = &svc_links;
    svc_change(call, no,
        "UPDATE link SET state = 'unlinked', unlinked_at = ?2, unlinked_by = ?3, unlink_why = ?4"
        " WHERE no = ?1 AND state = 'linked'", "wss", svc_now(), call->actor.person, why);
    call->reg = reg;
}

static void unlink_pair(const struct svc_step *step, const struct pair *pair)
{
    struct svc_db *db = step->call->db;
    char *no = standing(db, pair);
    bool one_fact = no && svc_one_int(db, 0, "SELECT 1 FROM link WHERE no = ?1"
                                      " AND same_fact = 'yes'", "s", no) == 1;
    if (!no)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not linked with %s",
                   strcmp(pair->no[0], step->no) == 0 ? pair->no[1] : pair->no[0]);
    else if (!one_fact || may_say(step, pair))
        take_back(step->call, no, svc_shared.reason);
    if (one_fact)
        note_both(step->call, pair);
    free(no);
}

/* -- the verbs ------------------------------------------------------------------------------------ */

struct linking {
    const struct end *end;
    void (*pair)(const struct svc_step *step, const struct pair *pair);
};

/* One record with each of those that were named. */
static void one_record(const struct svc_step *step)
{
    const struct linking *linking = step->context;
    for (int i = 0; i < ENDS; i++) {
        const char *other = opt.to[i];
        if (!other)
            continue;
        struct pair pair = pair_of(linking->end, step->no, &ends[i], other);
        if (!is_there(step->call->db, &ends[i], other))
            svc_fail(SVC_UNKNOWN, "no such %s: %s", ends[i].name, other);
        else if (linking->end == &ends[i] && strcmp(step->no, other) == 0)
            svc_refuse(step->call, SVC_REFUSED, step->no, "is the record itself");
        else
            linking->pair(step, &pair);
    }
}

static int each_record(struct svc_call *call,
                       void (*pair)(const struct svc_step *step, const struct pair *pair))
{
    struct linking linking = { .pair = pair };
    const struct svc_register *reg = own_register(call->command, &linking.end);
    bool named = false;
    for (int i = 0; i < ENDS; i++)
        named |= opt.to[i] != NULL;
    if (!named)
        svc_die(SVC_USAGE, "no record at the other end\n"
                "add --complaint, --order, --callback, --finding or --case NO");
    call->reg = reg;
    return svc_each_verb(call, SVC_OF(reg), svc_now(), one_record, &linking);
}

int svc_link(struct svc_call *call)
{
    return each_record(call, link_pair);
}

int svc_unlink(struct svc_call *call)
{
    return each_record(call, unlink_pair);
}

/* -- links of an import --------------------------------------------------------------------------- */

void svc_link_begin(struct svc_link_file *file, struct svc_call *call, const char *from,
                    const char *to)
{
    *file = (struct svc_link_file){ .call = call, .from = from, .to = to };
}

/* The number of the record that the text names; NULL for none, or for several. */
static char *find(struct svc_db *db, const struct end *end, const char *text)
{
    if (is_there(db, end, text))
        return svc_strdup(text);
    char *sql = svc_format("SELECT CASE WHEN COUNT(*) = 1 THEN MIN(no) END FROM %s"
                           " WHERE source_no = ?1", end->table);
    char *no = svc_one(db, sql, "s", text);
    free(sql);
    return no;
}

const char *svc_link_column(struct svc_link_file *file, const char *no,
                            const struct svc_value *before, const struct svc_value *named)
{
    static char why[64];
    bool given = svc_value_given(named);
    if (before ? svc_value_same(before, named) : !given)
        return NULL;
    char *other = given ? find(file->call->db, end_named(file->to), named->text) : NULL;
    snprintf(why, sizeof why, "no such %s, or several have that source_no", file->to);
    for (int i = 0; (other || !given) && i < 2; i++) {
        file->pair = svc_grow(file->pair, file->count, sizeof *file->pair);
        file->pair[file->count++] = i ? other : svc_strdup(no);
    }
    return other || !given ? NULL : why;
}

/* What files said of the record before. */
static void take_back_others(struct svc_link_file *file, const struct end *own,
                             const struct end *to, const char *no, const char *other)
{
    struct svc_db *db = file->call->db;
    char *old;
    const char *sql = own < to
        ? "SELECT no FROM link WHERE register = ?1 AND record = ?2 AND with_register = ?3"
          "   AND with_record <> COALESCE(?4, '') AND origin = 'import' AND state = 'linked' LIMIT 1"
        : "SELECT no FROM link WHERE with_register = ?1 AND with_record = ?2 AND register = ?3"
          "   AND record <> COALESCE(?4, '') AND origin = 'import' AND state = 'linked' LIMIT 1";
    while ((old = svc_one(db, sql, "ssss", own->name, no, to->name, other))) {
        take_back(file->call, old, svc_shared.reason);
        free(old);
    }
}

void svc_link_end(struct svc_link_file *file)
{
    struct svc_call *call = file->call;
    const struct end *own = end_named(file->from), *to = end_named(file->to);
    const char **names = svc_column_names(columns);
    char now[SVC_WHEN_SIZE], number[SVC_NUMBER_SIZE];
    struct svc_rows rows;
    for (size_t i = 0; i < file->count; i += 2)
        if (is_there(call->db, own, file->pair[i]))
            take_back_others(file, own, to, file->pair[i], file->pair[i + 1]);
    svc_rows_begin(&rows, call->db, "link", names, "");
    int64_t event = svc_event_head(call->db).seq + 1;
    bool closed = svc_one_int(call->db, 0, "SELECT 1 FROM month_close LIMIT 1", NULL) == 1;
    svc_when_format(svc_now(), now);
    for (size_t i = 0; i < file->count; i += 2) {
        const char *no = file->pair[i], *other = file->pair[i + 1];
        struct svc_value values[L_COLUMNS] = { { .is = SVC_EMPTY } };
        struct pair pair = pair_of(own, no, to, other ? other : "");
        char *known = other ? standing(call->db, &pair) : NULL;
        if (other && !known && is_there(call->db, own, no)) {
            svc_number_next(call->db, svc_links.letter, svc_day_year(svc_when_day(svc_now())),
                            number);
            const char *const texts[] = {
                [L_NO] = number, [L_REGISTER] = pair.end[0]->name, [L_RECORD] = pair.no[0],
                [L_WITH_REGISTER] = pair.end[1]->name, [L_WITH_RECORD] = pair.no[1],
                [L_SAME_FACT] = is_one_fact(&pair) ? "yes" : "no", [L_ORIGIN] = "import",
                [L_LINKED_AT] = now, [L_LINKED_BY] = call->actor.person,
                [L_WHY] = svc_shared.reason, [L_STATE] = "linked", [L_UNLINK_WHY] = NULL
            };
            for (size_t c = 0; c < sizeof texts / sizeof *texts; c++)
                values[c] = svc_value_text(texts[c]);
            values[L_EVENT] = svc_value_number(event);
            svc_rows_add(&rows, values);
            if (closed)
                note_both(call, &pair);
        }
        free(known);
        free(file->pair[i]);
        free(file->pair[i + 1]);
    }
    svc_rows_end(&rows);
    if (rows.count) {
        char *change = svc_format("{\"linked\":%zu}", rows.count);
        svc_change_event(call, "link", NULL, change);
        free(change);
    }
    free(names);
    free(file->pair);
}
