#include "linked-inner.h"

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
#include "svc/sql.h"
#include "svc/text.h"

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
    .table = "link", .prefix = "U", .fact = "linked_at", .columns = columns
};

/* -- ends ------------------------------------------------------------------------------------- */

static struct {
    const char *to[5];
    bool same_fact;
} opt;

static const struct svc_link_kind ends[] = {
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

const struct svc_link_kind *svc_link_kind(const char *name)
{
    const struct svc_link_kind *end = ends;
    while (strcmp(end->name, name) != 0)
        end++;
    return end;
}

/* The register of the command's own records among those that can be linked. */
static const struct svc_register *own_register(const struct svc_command *command,
                                               const struct svc_link_kind **end)
{
    for (const struct svc_register *const *reg = command->registers; *reg; reg++)
        for (*end = ends; *end < ends + ENDS; ++*end)
            if (strcmp((*end)->table, (*reg)->table) == 0)
                return *reg;
    svc_die(SVC_BUG, "%s has no records that can be linked", command->name);
}

/* True when the record charges the person, or that one handles it. */
static bool is_about(struct svc_db *db, const struct svc_link_kind *end, const char *no, const char *person)
{
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1 AND ?2 IN (%s)", end->table, end->whose);
    bool about = person && svc_one_int(db, 0, sql, "ss", no, person) == 1;
    free(sql);
    return about;
}

static bool is_there(struct svc_db *db, const struct svc_link_kind *end, const char *no)
{
    char *sql = svc_format("SELECT 1 FROM %s WHERE no = ?1", end->table);
    bool there = svc_one_int(db, 0, sql, "s", no) == 1;
    free(sql);
    return there;
}

struct svc_link_pair svc_link_pair(const struct svc_link_kind *a, const char *no,
                                   const struct svc_link_kind *b, const char *other)
{
    bool first = a < b || (a == b && strcmp(no, other) <= 0);
    return first ? (struct svc_link_pair){ { a, b }, { no, other } }
                 : (struct svc_link_pair){ { b, a }, { other, no } };
}

bool svc_link_is_fact(const struct svc_link_pair *pair)
{
    static const char *const facts[][2] = { { "complaint", "order" }, { "finding", "case" } };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (strcmp(pair->end[0]->name, facts[i][0]) == 0 &&
            strcmp(pair->end[1]->name, facts[i][1]) == 0)
            return true;
    return false;
}

static char *standing(struct svc_db *db, const struct svc_link_pair *pair)
{
    return svc_one(db, "SELECT no" SVC_LINKED, "ssss", pair->end[0]->name, pair->no[0],
                   pair->end[1]->name, pair->no[1]);
}

void svc_link_note(struct svc_call *call, struct svc_query *times, const struct svc_link_pair *pair)
{
    for (int i = 0; i < 2; i++) {
        const char *name = strcmp(pair->end[i]->name, "finding") == 0 ? "inspect" : pair->end[i]->name;
        svc_bind_text(times, 1, name, strlen(name));
        svc_bind_text(times, 2, pair->no[i], strlen(pair->no[i]));
        while (svc_next(times))
            for (int c = 0; c < svc_columns(times); c++)
                svc_closed_fact(call, svc_text(times, c));
        svc_rewind(times);
        if (strcmp(name, "case") != 0)
            continue;
        char *fact = svc_one(call->db, "SELECT occurred_at FROM reward_case WHERE no = ?1", "s",
                             pair->no[i]);
        svc_closed_fact(call, fact);
        free(fact);
    }
}

static void note_both(struct svc_call *call, const struct svc_link_pair *pair)
{
    struct svc_query *times = svc_prepare(call->db, svc_sql("report/fact-times"));
    svc_link_note(call, times, pair);
    svc_free(times);
}

/* -- link --------------------------------------------------------------------------------------- */

/* Of one fact the lighter sanction falls, so nobody says so of his own, and the office says so where
 * the records do not. */
static bool may_say(const struct svc_step *step, const struct svc_link_pair *pair)
{
    struct svc_call *call = step->call;
    bool own = false;
    for (int i = 0; i < 2; i++)
        own |= is_about(call->db, pair->end[i], pair->no[i], call->actor.person);
    if (own)
        svc_refuse(call, SVC_DENIED, step->no, "is about \"%s\", who cannot say what is one fact"
                   " with it", call->actor.person);
    else if (!svc_link_is_fact(pair) && !svc_call_holds(call, SVC_ROLES_ENTER))
        svc_refuse(call, SVC_DENIED, step->no, "that two records are one fact is said by the"
                   " office or a clerk");
    else
        return true;
    return false;
}

static void insert_link(struct svc_call *call, const struct svc_link_pair *pair, bool one_fact,
                        const char *origin)
{
    char no[SVC_NUMBER_SIZE];
    svc_number_next(call->db, svc_links.prefix, svc_day_year(svc_when_day(svc_now())), no);
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
    struct svc_link_pair pair = svc_link_pair(svc_link_kind(reg), no, svc_link_kind(with), other);
    char *known = standing(call->db, &pair);
    if (!known)
        insert_link(call, &pair, svc_link_is_fact(&pair), origin);
    free(known);
}

static void link_pair(const struct svc_step *step, const struct svc_link_pair *pair)
{
    struct svc_db *db = step->call->db;
    bool one_fact = opt.same_fact || svc_link_is_fact(pair);
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

void svc_link_take_back(struct svc_call *call, const char *no)
{
    const struct svc_register *reg = call->reg;
    call->reg = &svc_links;
    svc_change(call, no,
        "UPDATE link SET state = 'unlinked', unlinked_at = ?2, unlinked_by = ?3, unlink_why = ?4"
        " WHERE no = ?1 AND state = 'linked'", "wss", svc_now(), call->actor.person, svc_shared.reason);
    call->reg = reg;
}

static void unlink_pair(const struct svc_step *step, const struct svc_link_pair *pair)
{
    struct svc_db *db = step->call->db;
    char *no = standing(db, pair);
    bool one_fact = no && svc_one_int(db, 0, "SELECT 1 FROM link WHERE no = ?1"
                                      " AND same_fact = 'yes'", "s", no) == 1;
    if (!no)
        svc_refuse(step->call, SVC_REFUSED, step->no, "is not linked with %s",
                   strcmp(pair->no[0], step->no) == 0 ? pair->no[1] : pair->no[0]);
    else if (!one_fact || may_say(step, pair))
        svc_link_take_back(step->call, no);
    if (one_fact)
        note_both(step->call, pair);
    free(no);
}

/* -- the verbs ------------------------------------------------------------------------------------ */

struct linking {
    const struct svc_link_kind *end;
    void (*pair)(const struct svc_step *step, const struct svc_link_pair *pair);
};

/* One record with each of those that were named. */
static void one_record(const struct svc_step *step)
{
    const struct linking *linking = step->context;
    for (int i = 0; i < ENDS; i++) {
        const char *other = opt.to[i];
        if (!other)
            continue;
        struct svc_link_pair pair = svc_link_pair(linking->end, step->no, &ends[i], other);
        if (!is_there(step->call->db, &ends[i], other))
            svc_fail(SVC_UNKNOWN, "no such %s: %s", ends[i].name, other);
        else if (linking->end == &ends[i] && strcmp(step->no, other) == 0)
            svc_refuse(step->call, SVC_REFUSED, step->no, "is the record itself");
        else
            linking->pair(step, &pair);
    }
}

static int each_record(struct svc_call *call,
                       void (*pair)(const struct svc_step *step, const struct svc_link_pair *pair))
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
