/* What the parts of rules share: rules.c loads the versions, rules-clock.c runs the clocks,
 * rules-row.c reads and checks those of stored records. */
#ifndef SVC_POLICY_RULES_INNER_H
#define SVC_POLICY_RULES_INNER_H

#include "svc/judged.h"

enum { SVC_MOST_CLOCKS = 8, SVC_MET_COLUMNS = 4, SVC_MOST_STARTS = 16, /* the last two of one */
       SVC_MOST_MOMENTS = 64 };

/* Positions of a clock's columns in its register, or in a row of svc_rules_select; -1 for none. */
struct svc_clock_places {
    int matter, start, taken, due, bound, agreed, met[SVC_MET_COLUMNS], starts[SVC_MOST_STARTS];
};

struct svc_rules {
    struct svc_db *db;
    struct svc_policy *versions; /* newest first day first; content when `calendar` is set */
    char (*loaded)[SVC_WHEN_SIZE]; /* beside it: when it was loaded */
    size_t count;
    int64_t revision; /* of the calendar: the newest */
    struct svc_revised {
        int64_t revision;
        struct svc_policy as; /* a version with the days of that revision */
    } **revised;
    size_t revised_count;
    struct svc_clock_set {
        char *table, *done; /* done: its states of clock_done, `;`-separated */
        struct svc_clock_columns *clock;
        size_t count;
        const struct svc_register *reg; /* whose positions these are */
        struct svc_clock_places *at;
        int state, level, tier, customer_kind, nature, channel, category, class;
        int recorded, provisional, undated;
        struct svc_rules_columns { /* of svc_rules_select, and the row at hand */
            char **name;
            size_t count;
            struct svc_field *cell;
            svc_when *moment; /* 0: not read yet */
            struct svc_clock_places *at;
        } row;
    } *sets;
    size_t set_count;
    struct svc_start starts[SVC_MOST_STARTS]; /* of the clock at hand */
    struct svc_start late[SVC_MOST_STARTS];   /* and at the ends of their days */
    char level[2];
    char due[SVC_MOST_CLOCKS][SVC_WHEN_SIZE];
    struct svc_buf provisional;
    bool alike;        /* the clocks are those of one record, whose moments are read once: by column */
    struct { bool known; svc_when at; } moment[SVC_MOST_MOMENTS];
    bool moved_clocks; /* the store has a hold or an extension at all */
    struct svc_hold *holds;
    size_t hold_count;
};

/* The version with what stands in it, loaded when it is first asked for. */
const struct svc_policy *svc_rules_content(struct svc_rules *rules, struct svc_policy *policy);

/* A date set from outside binds what ran on it, not a clock that began later: then NULL. */
const char *svc_rules_bound(const char *bound, svc_when start);

/* The same with the days of an earlier revision of the calendar. */
const struct svc_policy *svc_rules_revised(struct svc_rules *rules, struct svc_policy *policy,
                                           int64_t revision);

void svc_rules_forget_clocks(struct svc_rules *rules);

/* Completes a clock that is read. Notes what was given as a date alone: the record's list, whether
 * start_col and taken_col are the same, and which of the columns met it (-1: none); and no start lies
 * before the round. */
void svc_rules_complete(const struct svc_clock_columns *clock, const char *undated, bool taken, int met,
                     struct svc_start *starts, struct svc_running *running);

/* -- stored records, in rules-row.c --------------------------------------------------------- */

/* The first columns of svc_rules_select; those of the clocks follow, each once. */
enum svc_clock_row { SVC_ROW_NO, SVC_ROW_DONE, SVC_ROW_RECORDED, SVC_ROW_PROVISIONAL, SVC_ROW_LEVEL,
                     SVC_ROW_TIER, SVC_ROW_KIND, SVC_ROW_NATURE, SVC_ROW_CHANNEL, SVC_ROW_CATEGORY,
                     SVC_ROW_CLASS, SVC_ROW_UNDATED, SVC_ROW_STATE, SVC_ROW_CLOCKS };

/* `SELECT … FROM table`, with everything that the deadlines of its records follow from; ?1 is the
 * table's name. SVC_ROW_DONE is 1 for a record that is done. */
void svc_rules_select(struct svc_rules *rules, const char *table, struct svc_buf *sql);

/* The next row of such a query, as svc_next; and clock number `i` of it, with the deadline that is kept;
 * false while its start is missing. Texts are borrowed until the next row. */
bool svc_rules_next(struct svc_rules *rules, const char *table, struct svc_query *q);
bool svc_rules_row(struct svc_rules *rules, const char *table, struct svc_query *q, size_t i,
                   struct svc_running *out, const char **due);
void svc_rules_forget_row(struct svc_rules_columns *row);
struct svc_clock_set *svc_rules_set(struct svc_rules *rules, const char *table);

/* The tables that have clocks, in order; the caller frees the names and the array. */
char **svc_rules_tables(struct svc_db *db, size_t *count);

/* A column where the table has it, else the word NULL: one statement serves every register. */
const char *svc_rules_column(struct svc_db *db, const char *table, const char *column);

/* in_time or late, by a deadline and what met it, or now; NULL without a deadline. */
const char *svc_rules_outcome(const struct svc_running *running, const char *due);

/* Adds the one row of the query to the table's state, or takes it away before it changes; ends the query. A
 * row that is gone is a bug. */
void svc_rules_add_row(struct svc_query *q, const char *what, struct svc_state *state, bool after);

/* What the sheet is made by, in rules-sheet.c: grades and items of the version. */
void svc_rules_load_sheet(struct svc_db *db, struct svc_policy *policy);
void svc_rules_free_sheet(struct svc_policy *policy);

/* The rounds of records that were opened again, in rules-rounds.c: part of svc_rules_move. */
struct svc_moved;
void svc_rules_move_rounds(struct svc_call *call, struct svc_rules *was, struct svc_rules *is,
                           void (*moved)(void *ctx, const struct svc_moved *moved), void *ctx);

/* -- rehearsals --------------------------------------------------------------------------------- */

/* Computes every deadline of a private copy anew, and what was kept of misses: of one clock, or of all
 * (NULL). `was`, opened before the days changed, tells which version judged each; NULL: the one in force
 * on its day. */
void svc_rules_anew(struct svc_rules *rules, struct svc_rules *was, const char *clock);

/* The running clocks of each round, and behind them the round itself, its clock NULL. */
struct svc_round {
    const char *no, *provisional, *recorded, *due;
    int64_t number;
    const struct svc_clock_columns *clock;
    struct svc_running running;
};
void svc_rules_rounds(struct svc_rules *rules, const char *of, const char *table,
                      void (*one)(void *ctx, const struct svc_round *round), void *ctx);

/* One clock under another deadline: keeps of its misses those that the entries, made when they were made,
 * would have wiped under this one. */
struct svc_anew {
    const char *table, *no, *met, *due; /* NULL: not met, no deadline */
    int64_t round;
    const struct svc_clock_columns *clock;
};
void svc_rules_anew_misses(struct svc_db *db, const struct svc_anew *anew);

/* Takes a record out of a private copy, with what would not be there without it; adds the complaints that
 * repeated it. */
void svc_rules_without(struct svc_call *call, const char *no, struct svc_numbers *repeats);

#endif
