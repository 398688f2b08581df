/* The calendar's revisions: what is known of holidays and make-up days, whoever judges by it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/reload.h"
#include "svc/rows.h"
#include "svc/text.h"

/* The columns of calendar.csv. */
enum { DAY, KIND, NAME, COLUMNS };

/* The days of a revision, in order. */
struct days {
    struct one {
        char day[SVC_DAY_SIZE], *kind, *name;
    } *one;
    size_t count;
};

int64_t svc_rules_revision(struct svc_db *db)
{
    return svc_one_int(db, 0, "SELECT MAX(revision) FROM calendar_revision", NULL);
}

static void add(struct days *days, const char *day, const char *kind, const char *name)
{
    days->one = svc_grow(days->one, days->count, sizeof *days->one);
    struct one *one = &days->one[days->count++];
    snprintf(one->day, sizeof one->day, "%s", day);
    one->kind = svc_strdup(kind);
    one->name = svc_strdup(name);
}

static struct days days_of(struct svc_db *db, int64_t revision)
{
    struct days days = { 0 };
    struct svc_query *q = svc_query(db,
        "SELECT day, kind, name FROM calendar_day WHERE revision = ?1 ORDER BY day", "i", revision);
    while (svc_next(q))
        add(&days, svc_text(q, DAY), svc_text(q, KIND), svc_text(q, NAME));
    return days;
}

static void forget(struct days *days)
{
    for (size_t i = 0; i < days->count; i++) {
        free(days->one[i].kind);
        free(days->one[i].name);
    }
    free(days->one);
}

static const char *cell(const struct svc_pack_row *row, int at)
{
    return row->values[at].is == SVC_IS_TEXT ? row->values[at].text : NULL;
}

/* Whether the file tells of the year of this day: it has a day of it before December, in which the
 * schedule of the year after may begin. */
static bool contains(const struct svc_pack_table *table, const char *day)
{
    char key[8];
    snprintf(key, sizeof key, "%.4s-12", day);
    for (size_t i = 0; i < table->count; i++)
        if (strncmp(cell(&table->row[i], DAY), key, 5) == 0 &&
            strncmp(cell(&table->row[i], DAY), key, 7) < 0)
            return true;
    return false;
}

/* What was known, with the years and days that the file has in the place of theirs. */
static struct days merged(const struct days *old, const struct svc_pack_table *table)
{
    struct days days = { 0 };
    char year[5] = "";
    bool inside = false;
    size_t n = 0;
    for (size_t i = 0; i <= old->count; i++) {
        const struct one *one = i < old->count ? &old->one[i] : NULL;
        for (int order = -1; n < table->count; n++) {
            const struct svc_pack_row *row = &table->row[table->by_key[n]];
            order = one ? strcmp(cell(row, DAY), one->day) : -1;
            if (order > 0)
                break;
            add(&days, cell(row, DAY), cell(row, KIND), cell(row, NAME));
            if (order == 0)
                one = NULL;
        }
        if (!one)
            continue;
        if (strncmp(year, one->day, 4) != 0)
            inside = contains(table, one->day);
        memcpy(year, one->day, 4);
        if (!inside)
            add(&days, one->day, one->kind, one->name);
    }
    return days;
}

static bool same(const struct days *a, const struct days *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = strcmp(a->one[i].day, b->one[i].day) == 0 &&
               strcmp(a->one[i].kind, b->one[i].kind) == 0 &&
               svc_text_same(a->one[i].name, b->one[i].name);
    return same;
}

static void write_days(struct svc_db *db, int64_t revision, const struct days *days)
{
    static const char *const names[] = { "revision", "day", "kind", "name", NULL };
    struct svc_value row[COLUMNS + 1] = { svc_value_number(revision) };
    struct svc_rows rows;
    svc_rows_begin(&rows, db, "calendar_day", names, "");
    for (size_t i = 0; i < days->count; i++) {
        row[1 + DAY] = svc_value_text(days->one[i].day);
        row[1 + KIND] = svc_value_text(days->one[i].kind);
        row[1 + NAME] = svc_value_text(days->one[i].name);
        if (svc_rows_add(&rows, row) != 1)
            svc_die(SVC_BUG, "calendar_day refused %s", days->one[i].day);
    }
    svc_rows_end(&rows);
}

void svc_rules_days(struct svc_call *call, const struct svc_pack *pack)
{
    struct svc_db *db = call->db;
    int64_t last = svc_rules_revision(db);
    struct days old = days_of(db, last), new = merged(&old, &pack->table[SVC_PACK_CALENDAR]);
    svc_run(db, "INSERT INTO calendar_revision (revision, loaded_at, loaded_by, event)"
                " VALUES (?1, ?2, ?3, 0)", "iws", last + 1, svc_now(), call->actor.person);
    write_days(db, last + 1, &new);
    forget(&old);
    forget(&new);
}

int64_t svc_rules_calendar(struct svc_call *call, const struct svc_pack *pack)
{
    struct svc_db *db = call->db;
    int64_t last = svc_rules_revision(db), revision = last + 1;
    struct days old = days_of(db, last), new = merged(&old, &pack->table[SVC_PACK_CALENDAR]);
    if (last && same(&old, &new)) {
        revision = 0;
    } else {
        svc_change_insert(call, "calendar_revision", NULL,
            "INSERT INTO calendar_revision (revision, loaded_at, loaded_by, event)"
            " VALUES (?1, ?2, ?3, ?4) RETURNING *", "iwse", revision, svc_now(),
            call->actor.person);
        write_days(db, revision, &new);
        svc_change_event(call, "calendar_day", NULL, NULL);
    }
    forget(&old);
    forget(&new);
    return revision;
}

int svc_rules_unknown_year(struct svc_db *db, svc_day today)
{
    int year, month, mday;
    svc_day_split(today, &year, &month, &mday);
    for (int last = year + (month >= 11); year <= last; year++) {
        char from[SVC_DAY_SIZE], until[SVC_DAY_SIZE];
        svc_day_format(svc_day_of(year, 1, 1), from);
        svc_day_format(svc_day_of(year, 12, 1), until);
        if (!svc_one_int(db, 0, "SELECT 1 FROM calendar_day WHERE revision ="
                                " (SELECT MAX(revision) FROM calendar_revision)"
                                " AND kind = 'off' AND day >= ?1 AND day < ?2", "ss", from, until))
            return year;
    }
    return 0;
}
