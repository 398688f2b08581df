/* What the parts of an import share: stage.c reads and checks the file without a lock (its
 * header in header.c, what is said of its columns in said.c and profile.c, names in names.c), import.c applies what it spooled, rejects.c keeps the records
 * that were turned down, receipt.c counts. */
#ifndef SVC_IMPORT_INNER_H
#define SVC_IMPORT_INNER_H

#include "svc/digest.h"
#include "svc/feed.h"
#include "svc/import.h"
#include "svc/read.h"
#include "svc/sink.h"
#include "svc/spool.h"
#include "svc/twice.h"
#include "svc/when.h"

struct svc_runs;

struct svc_import {
    struct svc_call *call;
    const struct svc_register *reg;
    size_t columns;
    bool single; /* one record from options: faults are usage errors */
    const char *path, *file; /* the input as the call names it, and with its worksheet */
    struct svc_spool *spool;
    char digest[65]; /* of the raw input */
    const char *encoding; /* … and what it is in; NULL: UTF-8 */

    bool *given;              /* by column: the file or --set brings it */
    const char *assumes, *assumed; /* a column and its value, where nobody brings it; NULL: none */
    bool assuming;                 /* … and that was so */
    struct svc_value *input;  /* the current record as the file has it */
    struct svc_value *values; /* merged with what is stored, and completed */
    struct svc_value *before; /* what is stored */
    struct svc_value *none;   /* all empty: what a new record begins with */
    bool stored;              /* `before` holds a record */
    size_t line, record;      /* of the current record */
    bool current, rejected;
    struct svc_piece *pieces; /* of the spool by fact, where the register is taken in so, else NULL */
    bool arranged;     /* … and that is not their order in the file */
    struct svc_faults *faults; /* what is wrong, until it is told */
    size_t spooled;    /* records that wait to be applied … */
    size_t applied;    /* … and how many did not have to wait longer */
    struct svc_rejects *rejects; /* with --keep-good, else NULL */
    const char *raw;             /* … the current record's cells as they stood, borrowed … */
    size_t raw_len;              /* … else 0 */
    struct svc_sink *receipt;    /* with --receipt, else NULL */
    struct svc_said *said;       /* of the file; NULL: it is one record from options */

    size_t read, added, updated, unchanged, refused;
    bool veiled;            /* who imports may not see personal data … */
    size_t not_compared;    /* … and how many cells of stored records were left as they are */
    struct svc_passed { /* what of the file is no record: rows above its heading, of nothing, of sums and
                         * signatures; columns without a heading and those that nobody has a use for */
        size_t above, blank, totals, columns;
    } passed;
    bool again;             /* what was applied before is answered; nothing is applied … */
    struct svc_recalled {   /* … what its event tells of it */
        char input[SVC_DIGEST_HEX], at[SVC_WHEN_SIZE];
        size_t read, added, updated, unchanged, refused, not_compared;
    } recalled;

    int key, pair[3]; /* positions, -1 for none … */
    int fact, dept;   /* … of what dates the record, and of its department */
    char day[SVC_DAY_SIZE]; /* the current record's: its fact's, else today; of a month the month */
    int undated; /* the column that names times given as dates alone; -1 for none … */
    struct svc_buf alone; /* … and what it says of the current record */
    bool ledger;   /* it is one, which shows what is stored: what is required of new records may be missing */
    bool computed; /* what is computed was brought: the command compares it in all records */
    bool same;     /* the current record says nothing new beside it */
    bool empty;  /* the table had no row when applying began: nothing to look up … */
    bool unread; /* … and nothing will be later: it is a dry run … */
    enum { SVC_UNASKED, SVC_KINLESS, SVC_AKIN } kinless; /* svc_import_kinless of the current record */
    struct svc_runs *phones; /* numbers and records, for which nobody looks until the end; NULL: none yet */
    bool spared; /* … and the current record needs no row for its intake either */
    struct svc_twice *kin; /* of a file: what intake looks back by … */
    int kin_at[2];         /* … in these columns, -1 for none */
    bool late; /* names of some records wait for what is stored */
    struct svc_made *made; /* what records of the register may be made of; NULL: nothing */
    struct svc_import_sql *sql;
};

enum {
    SVC_PASSED_OVER = -1,
    SVC_NO_COLUMN = -2 /* no heading: nothing may stand below it */
};

/* A column of the register that the file brings, and in which of its own: mostly one. */
struct svc_taken {
    int column;
    size_t *cells, count;
    bool either; /* of several the first one that holds something, else one behind the other … */
    struct svc_buf joint; /* … and room for them */
};

/* What the file's columns mean and what the reading keeps between rows. */
struct svc_import_input {
    struct svc_feed feed;
    struct svc_reader *reader; /* its */
    int *meaning; /* by file column: the register's column, or SVC_PASSED_OVER */
    size_t width;
    struct svc_taken *taken; /* what is brought, in the order in which it is read: the fact, the department … */
    size_t taken_count;
    bool wanting;  /* the current row has nothing where a stored record may have nothing, too */
    bool named;    /* --set names persons, whom each row has to find */
    struct svc_value *constant; /* by column: what --set gives */
    struct svc_buf *room;       /* by column: canonical text of the current row */
    struct svc_buf packed, key;
    struct svc_twice *twice;
};

/* Reads the header, maps it, takes --set; dies with the list of known columns on a wrong one. */
void svc_import_header(struct svc_import *in, struct svc_import_input *file);

/* Whether the headings are those of a ledger of this register, whose columns get their meanings: what it shows
 * of other records is passed over. One of another register, or a page of one, ends the tool, with the list to read instead; so does a paper of
 * counts or scores, some of whose headings are known as such. In printed.c. */
bool svc_import_ledger(struct svc_import *in, struct svc_import_input *file, const struct svc_row *header);
void svc_import_paper(const struct svc_import *in, const struct svc_row *header);

/* One more column of the register is brought, by this cell; who has several adds them. */
struct svc_taken *svc_import_takes(struct svc_import_input *file, int column, size_t cell);

/* Ends the tool: what --set or the profile gives the column is refused. */
_Noreturn void svc_import_set_refused(const struct svc_import *in, int column, const char *why);

/* Tells that a row is no record but sums or signatures below the records, or that nothing stands in it that
 * is asked for; in over.c. */
bool svc_import_passes_over(const struct svc_import *in, const struct svc_import_input *file,
                            const struct svc_row *row);

/* Whether the row has as many cells as the heading; cells of nothing behind it do not count. */
bool svc_import_fits(const struct svc_import_input *file, const struct svc_row *row);

/* The cell of what is brought, out of one or of several of the row; borrowed until the next row. */
struct svc_cell svc_import_cell(struct svc_taken *taken, const struct svc_row *row);

/* -- what is said of the file's columns and cells, in said.c and profile.c --------------------- */

/* One thing that --map, --set or --ignore says, or a row of the profile. Texts are "" where none is said. */
struct svc_said_row {
    enum svc_said_kind { SVC_SAID_MAP, SVC_SAID_SET, SVC_SAID_IGNORE, SVC_SAID_VALUE, SVC_SAID_KEEP,
                         SVC_SAID_DROP, SVC_SAID_KINDS } kind;
    char *reg, *heading, *column, *value, *word;
    bool other;     /* it is about another register, and kept to be saved with these */
    bool beaten;    /* an option says otherwise */
    size_t line;    /* of the profile; 0: an option says it */
    int at;         /* the register's column, -1: none, or unknown yet */
    size_t *cells, count; /* of a condition: where in the file it looks */
    size_t left_out;      /* … and how many rows it left out */
};
struct svc_said {
    const char *profile; /* the file, NULL: none was named */
    char digest[SVC_DIGEST_HEX];
    struct svc_said_row *row;
    size_t count;
    bool valued, choosy; /* there are rows of values; there are conditions */
    struct svc_sink *save; /* with --save-profile, else NULL */
};

/* What the options say, then what the profile says and no option beats. A fault ends the tool: of an option
 * with SVC_USAGE, of the profile with SVC_BADINPUT, its file and line told. */
struct svc_said *svc_said_open(const struct svc_register *reg);
struct svc_said_row *svc_said_add(struct svc_said *said, enum svc_said_kind kind, size_t line);
void svc_profile_read(struct svc_said *said, const struct svc_register *reg);

/* The word of a kind, as a profile has it. */
const char *svc_said_kind(enum svc_said_kind kind);

/* Whether the heading is one that a row of this kind names; SVC_SAID_KINDS: of any kind. */
const struct svc_said_row *svc_said_names(const struct svc_said *said, enum svc_said_kind kind, const char *heading,
                                          size_t len);

/* For the reader that looks for the heading row: `in` is an import. */
enum svc_heading svc_said_heading(const void *in, const char *text, size_t len);

/* Where in the file each condition looks; a file that has none of its headings ends the tool. */
void svc_said_look(const struct svc_import *in, const struct svc_row *header);

/* Whether a condition leaves the row out, which is counted. */
bool svc_said_leaves_out(const struct svc_import *in, const struct svc_row *row);

/* What the profile has for the cell of a column: its word, else the cell itself. Borrowed. */
struct svc_cell svc_said_value(const struct svc_import *in, size_t column, const struct svc_cell *cell);

/* Appends the profile's digest and the rows left out, by the lines of the profile, as members of a JSON
 * object; tells the counts on standard error; and how many there are in all. */
void svc_said_json(const struct svc_said *said, struct svc_buf *out);
void svc_said_tell(const struct svc_import *in);
size_t svc_said_left_out(const struct svc_said *said);

/* After the commit: writes the file of --save-profile. */
void svc_said_save(const struct svc_import *in);

/* Something in a column without a heading is a fault of the current record. */
void svc_import_nameless(struct svc_import *in, size_t at, const struct svc_cell *cell);

/* Reads the operand or standard input to its end and spools the good records. */
void svc_import_file(struct svc_import *in);

/* Spools one record from the options of `add`. */
void svc_import_options_record(struct svc_import *in);

/* Fills in->input from the spool; false after the last record. */
bool svc_import_unspool(struct svc_import *in);

/* Reports a fault of the current record; counts it once per record. `code` is a word for the file
 * of rejects: cell, required, unknown, ragged, twice, conflict, masked, rule, store. */
void svc_import_fault(struct svc_import *in, const char *code, const char *column,
                      const char *why);

/* The same with what the cell holds, which is told where the column is one of words or codes and not personal. */
void svc_import_fault_of(struct svc_import *in, const char *code, const struct svc_column *column,
                         const char *why, const char *text, size_t len);

/* Tells the faults since it was called last, in the order of the file: those that are the same once, with
 * their count and lines. Of the whole file so many are told as --max-errors says. */
void svc_import_tell(struct svc_import *in);

/* -- names, in names.c ---------------------------------------------------------------------- */

/* Readies a file, whose header is read, for names: in which order its cells are taken, who is called
 * what. What --set names must be somebody. */
void svc_import_names(struct svc_import *in, struct svc_import_input *file);

/* The day of the current record, once its fact is read. */
void svc_import_date(struct svc_import *in);

/* Puts the code of what the current record's cell names into its place; NULL, or why there is
 * none. Where the file lacks what decides it, a name waits for what is stored. */
const char *svc_import_name(struct svc_import *in, size_t at, struct svc_buf *room);

/* Those that waited, when `before` is known; faults are reported. */
void svc_import_names_late(struct svc_import *in);

/* -- what a file's records have in common, in kin.c ---------------------------------------- */

/* While the file is read each record is noted. Afterwards: whether the current one has nothing in common with
 * another of the file in a column that its intake looks back by. */
void svc_import_kin_begin(struct svc_import *in);
void svc_import_kin_note(struct svc_import *in);
void svc_import_kin_end(struct svc_import *in);
bool svc_import_kinless(struct svc_import *in);

/* Keeps the telephone numbers of the current record, written: those that none of the file shares at the end,
 * all together in their own order. */
void svc_import_phones(struct svc_import *in);
void svc_import_phones_end(struct svc_import *in);

/* -- what records were made of, in made.c -------------------------------------------------- */

/* Reads what the register's records may be made of; tells that of the current record, new and written,
 * what became of it. */
void svc_import_made_begin(struct svc_import *in);
void svc_import_made(struct svc_import *in);

/* -- merging, in import-merge.c ------------------------------------------------------------- */

/* The digest of what the file says of a record: given, non-empty input columns by name. */
void svc_import_digest(const struct svc_import *in, char out[SVC_DIGEST_HEX]);

/* Merges input over what is stored; the position of a column that differs, -1 for none. */
int svc_import_merge(struct svc_import *in);

/* Who may not see personal data is not told either whether a stored record has what the file says: this cell
 * is left out of all comparing, and what is stored stays. A mask is no question. */
bool svc_import_veiled(const struct svc_import *in, size_t column);

/* Counts such cells of the current record. */
void svc_import_count_veiled(struct svc_import *in);

/* Reports what the merged record lacks, and words that are none of its day. */
void svc_import_check(struct svc_import *in);

/* Whether a record of this register may lack a column that is required of those to come, as the person who
 * made the store has no department; and the faults of the current record that is no such one. */
bool svc_import_may_want(const struct svc_import *in, int column);
void svc_import_wants(struct svc_import *in);

/* Tells what was wrong so far and ends the tool because the input cannot be read (on): nothing is applied. */
_Noreturn void svc_import_unreadable(struct svc_import *in, const char *why);

/* -- rejects: what --keep-good leaves out, in rejects.c ------------------------------ */

struct svc_rejects;

/* When a record was turned down: read, found to be a double, or applied. */
enum svc_reject_time { SVC_REJECT_READ, SVC_REJECT_TWICE, SVC_REJECT_APPLY, SVC_REJECT_TIMES };

/* NULL without --keep-good; a wrong use of the options ends the tool, and a place that cannot be written. */
struct svc_rejects *svc_rejects_open(void);
void svc_rejects_header(struct svc_rejects *rejects, const struct svc_row *row);

/* The row's cells in one piece, each with a NUL; borrowed until the next row. */
const char *svc_rejects_raw(struct svc_rejects *rejects, const struct svc_row *row, size_t *len);

/* One more fault of the record at hand; and its end, with all its faults. */
void svc_rejects_fault(struct svc_rejects *rejects, const char *code, const char *column,
                       const char *why);
void svc_import_settle(struct svc_import *in, enum svc_reject_time time);

/* Under the lock: what the file will hold; ends the tool when another file has its name. After the
 * commit: the file, whole and synced; when that fails, what was done is told. */
void svc_rejects_fill(struct svc_rejects *rejects);
void svc_rejects_write(const struct svc_import *in);
void svc_rejects_close(struct svc_rejects *rejects);

/* -- receipt: what became of the records, in receipt.c ------------------------------- */

/* Opens the file, before anything is read. */
void svc_receipt_open(struct svc_import *in);

/* What the event of the import says, as JSON. */
void svc_receipt_json(const struct svc_import *in, struct svc_buf *out);

/* An operation that was applied before is gone through once more for the files that a failure left out,
 * and applied no more: what it took in is unchanged, what it turned down is so again. Refused when it
 * took in another file; where nothing was to be turned down, the tool ends here. */
void svc_import_again(struct svc_import *in);

/* Under the lock: the line on standard error, and what the file of rejects will hold. After the commit:
 * what the person named, unless all of it was refused. */
void svc_import_files_fill(struct svc_import *in);
void svc_import_files_write(struct svc_import *in);

#endif
