/* After a load: the deadlines that follow otherwise from the new version, or from the calendar. */
#include <stdlib.h>
#include <string.h>

#include "rules-inner.h"
#include "svc/change.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/refusal.h"
#include "svc/reload.h"
#include "svc/row.h"
#include "svc/text.h"

/* One record whose deadlines, or what is provisional among them, come out otherwise. The cells
 * are by clock, and `provisional` comes after the last. */
struct record {
    char *no;
    struct cell {
        bool moves, guess; /* guess: reaches into an unknown year */
        char *old, *new;   /* NULL: none */
        const char *outcome; /* in_time or late, where that changed; else NULL */
    } cell[SVC_MOST_CLOCKS + 1];
};

struct move {
    struct svc_call *call;
    struct svc_rules *was, *is;
    svc_when from;  /* of the version */
    bool calendar; /* another one is known */
    const char *table, *provisional; /* the column, "NULL" where the table has none */
    const struct svc_clock_columns *clock;
    size_t clocks;
    struct record *record;
    size_t count;
};

const char *svc_rules_outcome(const struct svc_running *running, const char *due)
{
    char now[SVC_WHEN_SIZE];
    if (!due)
        return NULL;
    return strcmp(due, running->met ? running->met : svc_when_format(svc_now(), now)) < 0 ? "late"
                                                                                        : "in_time";
}

static void note(struct cell *cell, const struct svc_running *running, const char *stored,
                 const char *due)
{
    const char *old = svc_rules_outcome(running, stored);
    const char *new = svc_rules_outcome(running, due);
    *cell = (struct cell){ .moves = true, .guess = cell->guess, .old = svc_strdup(stored),
                           .new = svc_strdup(due), .outcome = svc_text_same(old, new) ? NULL : new };
}

/* A clock of a decided record: what was provisional follows the calendar, under the version that
 * judged it. */
static bool look_at_done(const struct move *m, struct svc_query *q, size_t i,
                         const struct svc_running *running, const char *stored, struct cell *cell)
{
    char after[SVC_WHEN_SIZE];
    const char *provisional = svc_text(q, SVC_ROW_PROVISIONAL);
    if (!m->calendar || !provisional || !svc_text_in(provisional, ';', m->clock[i].clock))
        return false;
    cell->guess = true;
    const struct svc_policy *by =
        svc_rules_kept(m->was, running, svc_text(q, SVC_ROW_RECORDED), stored);
    for (size_t v = 0; by && v < m->is->count; v++) {
        struct svc_policy *policy = &m->is->versions[v];
        if (policy->version != by->version)
            continue;
        cell->guess = false;
        const char *due = svc_rules_under(m->is, svc_rules_content(m->is, policy), running, after,
                                          &cell->guess);
        if (!svc_text_same(stored, due))
            note(cell, running, stored, due);
        return true;
    }
    return false;
}

/* Looks at one clock of the row; true when it may have moved. A deadline that is not the one its
 * version gave before was decided otherwise and stays. */
static bool look(const struct move *m, struct svc_query *q, size_t i, struct record *record)
{
    char before[SVC_WHEN_SIZE], after[SVC_WHEN_SIZE];
    struct svc_running running;
    const char *stored;
    struct cell *cell = &record->cell[i];
    if (!svc_rules_row(m->is, m->table, q, i, &running, &stored))
        return false;
    if (svc_int(q, SVC_ROW_DONE))
        return look_at_done(m, q, i, &running, stored, cell);
    const char *due = svc_rules_running(m->is, &running, after, &cell->guess);
    if (running.start < m->from && !m->calendar)
        return false;
    if (!svc_text_same(stored, due) &&
        svc_text_same(stored, svc_rules_running(m->was, &running, before, NULL)))
        note(cell, &running, stored, due);
    return true;
}

static void look_at_record(struct move *m, struct svc_query *q)
{
    struct record record = { 0 };
    struct svc_buf unknown = { 0 };
    bool moves = false, starts = false;
    for (size_t i = 0; i < m->clocks; i++) {
        starts |= look(m, q, i, &record);
        moves |= record.cell[i].moves;
        if (record.cell[i].guess)
            svc_buf_printf(&unknown, "%s%s", unknown.len ? ";" : "", m->clock[i].clock);
    }
    const char *provisional = svc_text(q, SVC_ROW_PROVISIONAL);
    if (starts && strcmp(m->provisional, "NULL") != 0 &&
        !svc_text_same(provisional, svc_buf_text(&unknown))) {
        record.cell[m->clocks] = (struct cell){
            .moves = true, .old = svc_strdup(provisional),
            .new = unknown.len ? svc_strdup(unknown.data) : NULL };
        moves = true;
    }
    if (moves) {
        record.no = svc_strdup(svc_text(q, SVC_ROW_NO));
        m->record = svc_grow(m->record, m->count, sizeof record);
        m->record[m->count++] = record;
    }
    svc_buf_free(&unknown);
}

/* Every record that is not done and has a clock that starts on the day or later; where the calendar
 * changed all of them, and those with a provisional deadline. */
static void find_records(struct move *m)
{
    struct svc_buf sql = { 0 };
    struct svc_db *db = m->call->db;
    char from[SVC_WHEN_SIZE];
    svc_rules_select(m->is, m->table, &sql);
    svc_buf_printf(&sql, " WHERE CASE WHEN %s IN (SELECT d.state FROM clock_done d"
                   " WHERE d.tbl = ?1) THEN 1 ELSE 0 END = 0 AND (?3 = 1",
                   svc_rules_column(db, m->table, "state"));
    for (size_t i = 0; i < m->clocks; i++)
        svc_buf_printf(&sql, " OR %s >= ?2", m->clock[i].start_col);
    svc_buf_printf(&sql, ") OR (?3 = 1 AND %s <> '') ORDER BY no", m->provisional);
    struct svc_query *q = svc_query(db, sql.data, "ssi", m->table, svc_when_format(m->from, from),
                                    (int64_t)m->calendar);
    while (svc_rules_next(m->is, m->table, q))
        look_at_record(m, q);
    svc_buf_free(&sql);
}

void svc_rules_add_row(struct svc_query *q, const char *what, struct svc_state *state, bool after)
{
    unsigned char digest[SVC_DIGEST];
    if (!svc_next(q))
        svc_die(SVC_BUG, "%s is gone", what);
    svc_row_digest(q, digest);
    svc_done(q);
    if (after)
        svc_state_add(state, digest);
    else
        svc_state_sub(state, digest);
}

static void add_digest(struct move *m, const char *no, struct svc_state *state, bool after)
{
    char *sql = svc_format("SELECT * FROM %s WHERE no = ?1", m->table);
    svc_rules_add_row(svc_query(m->call->db, sql, "s", no), no, state, after);
    free(sql);
}

static void json_text(struct svc_buf *json, const char *text)
{
    svc_buf_json(json, text, text ? strlen(text) : 0);
}

/* The statement that changes the record, with its cells from ?2 on, and the event's change. */
static void tell_cells(const struct move *m, const struct record *record, struct svc_buf *sql,
                       struct svc_buf *json)
{
    int n = 1;
    svc_buf_printf(sql, "UPDATE %s SET ", m->table);
    for (size_t i = 0; i <= m->clocks; i++) {
        const char *column = i < m->clocks ? m->clock[i].due_col : m->provisional;
        if (!record->cell[i].moves)
            continue;
        svc_buf_printf(sql, "%s%s = ?%d", n > 1 ? ", " : "", column, n + 1);
        svc_buf_printf(json, "%s\"%s\":[", n > 1 ? "," : "{", column);
        json_text(json, record->cell[i].old);
        svc_buf_putc(json, ',');
        json_text(json, record->cell[i].new);
        svc_buf_putc(json, ']');
        n++;
    }
    svc_buf_puts(sql, " WHERE no = ?1");
    svc_buf_putc(json, '}');
}

/* Changes one record, with its table's state and its event. */
static void write_record(struct move *m, const struct record *record)
{
    struct svc_db *db = m->call->db;
    struct svc_buf sql = { 0 }, json = { 0 };
    struct svc_state state;
    int parameter = 1;
    tell_cells(m, record, &sql, &json);
    struct svc_query *q = svc_prepare(db, sql.data);
    svc_bind_text(q, parameter, record->no, strlen(record->no));
    for (size_t i = 0; i <= m->clocks; i++) {
        const char *new = record->cell[i].new;
        if (record->cell[i].moves && new)
            svc_bind_text(q, ++parameter, new, strlen(new));
        else if (record->cell[i].moves)
            svc_bind_null(q, ++parameter);
    }
    svc_state_load(db, m->table, &state);
    add_digest(m, record->no, &state, false);
    if (svc_try(q) != 1)
        svc_deny_by_store(m->call, record->no, q);
    svc_free(q);
    add_digest(m, record->no, &state, true);
    svc_state_save(db, m->table, &state);
    svc_change_event(m->call, m->table, record->no, json.data);
    svc_buf_free(&sql);
    svc_buf_free(&json);
}

static void move_table(struct move *m, void (*moved)(void *ctx, const struct svc_moved *moved),
                       void *ctx)
{
    m->clocks = svc_rules_clocks(m->is, m->table, &m->clock);
    m->provisional = svc_rules_column(m->call->db, m->table, "provisional");
    m->count = 0;
    find_records(m);
    for (size_t r = 0; r < m->count; r++) {
        struct record *record = &m->record[r];
        write_record(m, record);
        for (size_t i = 0; i <= m->clocks; i++) {
            struct cell *cell = &record->cell[i];
            struct svc_moved one = { m->table, record->no,
                                     i < m->clocks ? m->clock[i].clock : NULL, cell->old,
                                     cell->new, cell->guess, cell->outcome };
            if (cell->moves && one.clock)
                moved(ctx, &one);
            free(cell->old);
            free(cell->new);
        }
        free(record->no);
    }
}

void svc_rules_move(struct svc_call *call, struct svc_rules *was, const svc_day *from,
                    void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx)
{
    struct move m = { .call = call, .was = was, .is = svc_rules_open(call->db),
                      .from = svc_day_start(from ? *from : svc_day_of(9999, 12, 31)) };
    m.calendar = m.is->revision != was->revision;
    size_t count;
    char **tables = svc_rules_tables(call->db, &count);
    for (size_t i = 0; i < count; i++) {
        m.table = tables[i];
        move_table(&m, moved, ctx);
        free(tables[i]);
    }
    free(tables);
    if (m.calendar)
        svc_rules_move_rounds(call, was, m.is, moved, ctx);
    free(m.record);
    svc_rules_close(m.is);
}
