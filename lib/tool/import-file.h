/* The two halves of an import share this: import-file.c reads and checks the file without a
 * lock, import.c applies what it spooled. */
#ifndef SVC_TOOL_IMPORT_FILE_H
#define SVC_TOOL_IMPORT_FILE_H

#include "svc/import.h"
#include "svc/read.h"
#include "svc/spool.h"
#include "svc/twice.h"

struct svc_import {
    struct svc_call *call;
    const struct svc_register *reg;
    size_t columns;
    bool single; /* one record from options: faults are usage errors */
    const char *file;
    struct svc_spool *spool;
    char digest[65]; /* of the raw input */

    bool *given;              /* by column: the file or --set brings it */
    struct svc_value *input;  /* the current record as the file has it */
    struct svc_value *values; /* merged with what is stored, and completed */
    struct svc_value *before; /* what is stored */
    bool stored;              /* `before` holds a record */
    size_t line, record;      /* of the current record */
    bool current, rejected;

    size_t read, added, updated, unchanged, refused;

    int key, source, source_no; /* positions, -1 for none */
    struct svc_import_sql *sql;
};

enum { SVC_PASSED_OVER = -1 };

/* What the file's columns mean and what the reading keeps between rows. */
struct svc_import_input {
    struct svc_reader *reader;
    int *meaning; /* by file column: the register's column, or SVC_PASSED_OVER */
    size_t width;
    struct svc_value *constant; /* by column: what --set gives */
    struct svc_buf *room;       /* by column: canonical text of the current row */
    void **known;               /* by column: tsearch tree of a referenced table's keys */
    struct svc_buf packed, key;
    struct svc_twice *twice;
};

/* Reads the header, maps it, takes --set; dies with the list of known columns on a wrong one. */
void svc_import_header(struct svc_import *in, struct svc_import_input *file);

/* Reads the operand or standard input to its end and spools the good records. */
void svc_import_file(struct svc_import *in);

/* Spools one record from the options of `add`. */
void svc_import_options_record(struct svc_import *in);

/* Fills in->input from the spool; false after the last record. */
bool svc_import_unspool(struct svc_import *in);

/* Reports a fault of a record; counts it once per record. */
void svc_import_fault(struct svc_import *in, size_t line, size_t record, const char *column,
                      const char *why);

#endif
