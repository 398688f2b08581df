/* What the parts of a reader share, and what a writer asks of a spreadsheet: read.c hands out rows, split.c finds and parts them, sniff.c settles
 * from the beginning of the input in which encoding and with which separator it is, and where its heading
 * stands. */
#ifndef SVC_SHEET_INNER_H
#define SVC_SHEET_INNER_H

#include <csv.h>

#include "svc/buf.h"
#include "svc/decode.h"
#include "svc/digest.h"
#include "svc/read.h"

enum { SVC_READ_SIZE = 64 * 1024 };

/* `text` is the decoded input that was not handed out yet. A record is found first, `start` to
 * `end`, and parted afterwards: at its separators when there is no quote in it, by libcsv when
 * there is. Most records have none, and parting those costs a tenth of what libcsv takes. */
struct svc_reader {
    int fd;
    const char *name;
    struct svc_reader_options opt;
    bool tsv;
    char separator;
    bool begun;
    bool ended; /* no more input will come */
    char *error;
    struct svc_decoder *decoder;
    struct svc_buf text;
    uint64_t dropped; /* decoded bytes before text.data[0] */
    size_t start;     /* of the record at hand */
    size_t end;       /* where its line end begins */
    size_t next;      /* where the next record begins */
    size_t scanned;   /* the search for the end came so far */
    size_t opened;    /* where the last quoted cell begins */
    bool quoted;      /* the record has quotes */
    bool guarded;     /* … one of them as ="…" */
    bool inside;      /* … and the search is between two */
    size_t line;      /* on which the record begins */
    size_t record;
    struct csv_parser csv;
    struct svc_buf bare;   /* a record without the signs of its guards */
    struct svc_buf parsed; /* the text of libcsv's cells */
    struct svc_cell cells[SVC_COLUMNS_MAX];
    size_t count;
    struct svc_cell *header;
    size_t header_count;
    size_t header_line;
    char *header_text;
    struct svc_reader_seen seen;
    struct svc_buf held; /* the beginning of the input, looked at before it is read … */
    size_t front;        /* … how much of it was looked at … */
    size_t used;         /* … and how much was read */
    bool drained;        /* the input has no more than what is held */
    uint64_t bytes;
    struct svc_digest sum;
    char digest[SVC_DIGEST_HEX];
    char raw[SVC_READ_SIZE];
};

/* Reads on: decodes one more piece behind the unfinished record, which moves to the front. */
void svc_reader_fill(struct svc_reader *r);

/* The next record, whatever it is; false at the end and at an error. */
bool svc_reader_record(struct svc_reader *r, struct svc_row *row);

/* Finds the next record that is no blank line, from `start` to `end`, and leaves it there. */
bool svc_reader_find(struct svc_reader *r);

/* Holds the beginning of the input and settles what is not given: decoder, separator, and the line of the
 * heading (0: the first row). */
size_t svc_reader_front(struct svc_reader *r);

/* Whether a spreadsheet would see something else in this text: a formula, a number, a time. What begins as
 * a guard does is guarded, too, so that reading drops exactly one; an apostrophe was one once. */
bool svc_sheet_guards(const char *text, size_t len);

#endif
