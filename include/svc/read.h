/* read: rows out of CSV and TSV.
 *
 * A reader pulls bytes from a descriptor, decodes them (decode.h) and hands out one row after the
 * other. In CSV, libcsv parts every record that has quotes; one without is split at its commas,
 * which gives the same for a fraction of the time. The reader owns what libcsv lacks: line
 * numbers, limits, blank lines, TSV, and the knowledge of why reading ended. The first row is the
 * header in force; a later row equal to it is passed over, so concatenated files read as one.
 *
 * Blank lines are passed over, except in TSV with one column, where each is an empty cell. No
 * cell ever holds a CR without LF, whichever format it came from.
 *
 * Bad bytes, a quoting error or a broken limit end the reading, since nothing can resynchronise;
 * a row with too few or too many cells is only marked `ragged` and reading goes on.
 */
#ifndef SVC_READ_H
#define SVC_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SVC_FIELD_MAX = 64 * 1024,    /* bytes of one cell */
    SVC_RECORD_MAX = 1024 * 1024, /* bytes of one record */
    SVC_COLUMNS_MAX = 200
};

enum svc_input_kind { SVC_INPUT_AUTO, SVC_INPUT_CSV, SVC_INPUT_TSV };

struct svc_reader;

/* One cell: NUL-terminated text; an empty cell, quoted or not, has text NULL and len 0. */
struct svc_cell {
    const char *text;
    size_t len;
};

struct svc_row {
    const struct svc_cell *cells; /* borrowed until the next row */
    size_t count;
    size_t line;   /* where the row begins, from 1 */
    size_t record; /* 1 = the first row after the header, headers passed over not counted */
    bool ragged;   /* not as many cells as the header has */
};

/* What a cell of a heading row is. */
enum svc_heading { SVC_NO_HEADING, SVC_ASCII_HEADING, SVC_CHINESE_HEADING };

/* Who knows what the columns of a file may be called lets the reader find their heading: the first of the
 * first 30 rows in which two cells or more, and half of what is not empty, are headings. What stands above
 * it, such as a title, is passed over, and so are rows of empty cells below. With the heading it is found
 * with which separator the file is written and whether, without an encoding given, it is GB18030: only
 * where Chinese headings are recognised in that reading. Without a heading the first row is it. */
struct svc_front {
    enum svc_heading (*heading)(const void *of, const char *text, size_t len);
    const void *of;
};

struct svc_reader_options {
    enum svc_input_kind format; /* AUTO: a TAB and no comma in the header line means TSV */
    char separator;        /* of CSV, 0: a comma, or as the heading is found with */
    const struct svc_front *front; /* NULL: the first row is the heading */
    size_t heading_row;    /* the line on which it stands; 0: to be found */
    const char *encoding;  /* NULL, "utf-8" or a name iconv knows (gb18030); NULL takes UTF-16 by its mark */
    bool excel;            /* undo the guard: one leading TAB of a cell is dropped, or one ' of an older file */
    bool headless;         /* no header row: the first row is data, nothing is ragged */
    const char *head;      /* what was read of `fd` already, borrowed until the first row … */
    size_t head_len;
    bool rows;             /* it was made of rows (svc_file_table): a record counts as one line, whatever it
                            * holds, and one that is shorter than the header ends in empty cells … */
    size_t first;          /* … the first one has this number */
};

/* What a reader settled and passed over so far. */
struct svc_reader_seen {
    const char *encoding; /* NULL: UTF-8 */
    size_t heading;       /* the line on which it was found; 0: it was not */
    size_t above, blank;  /* rows above the heading; rows of empty cells */
};
const struct svc_reader_seen *svc_reader_seen(const struct svc_reader *reader);

/* Reads from `fd` (not closed here); `name` is the file's name in messages. Both option strings
 * are borrowed. An unknown encoding is a usage error. */
struct svc_reader *svc_reader_open(int fd, const char *name, const struct svc_reader_options *opt);

/* The header's row; false when the input is empty or unreadable (ask svc_reader_error). */
bool svc_reader_header(struct svc_reader *reader, struct svc_row *row);

/* The next row; false at the end or at an error. */
bool svc_reader_next(struct svc_reader *reader, struct svc_row *row);

/* NULL after a clean end, else what ended the reading: "line 7: …", with the remedy on a second
 * line where there is one. Never quotes the data itself. Borrowed. */
const char *svc_reader_error(const struct svc_reader *reader);

/* What the reader was told and has seen: the name, the bytes read so far, and after the end the
 * SHA-256 of the raw input in hex. */
const char *svc_reader_name(const struct svc_reader *reader);
uint64_t svc_reader_bytes(const struct svc_reader *reader);
const char *svc_reader_digest(struct svc_reader *reader);

/* Tells what was read of an input (input.h), too. */
void svc_reader_close(struct svc_reader *reader);

#endif
