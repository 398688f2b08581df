/* Cases: facts and what a rule pack should make of them, read from files, tried in scratch stores. */
#ifndef SVC_CMD_POLICY_CASE_H
#define SVC_CMD_POLICY_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/call.h"
#include "svc/pack.h"
#include "svc/score.h"

/* A CSV in memory: row 0 is the header. */
struct sheet {
    char ***cell; /* NULL for an empty one */
    size_t *line;
    size_t rows, width;
};

/* What a row is loaded by: `svc-NOUN import [WORD]`, or the verb WORD of svc-NOUN. */
struct loader {
    char *name; /* as it is written: order, inspect findings, inspect notice */
    char *noun, *tool, *word; /* word: NULL for the main register */
    bool verb;
    bool listed;       /* its records can be looked up, by the first of the columns */
    struct sheet columns; /* of a register: column, label */
};

/* A column of a case file: a fact, or with `expects` what the register's column should be. */
struct heading {
    char *name, *option; /* option: of a verb, --name */
    char *noun;          /* whose column alone it is, NULL for anybody's */
    bool expects;
};

struct case_row {
    size_t line;
    const struct loader *loader;
    char **cell; /* by the file's columns */
    svc_when now; /* when it is loaded */
};

struct one_case {
    const char *name;
    struct case_row **row;
    size_t count;
    svc_when now; /* when it is judged */
};

struct case_file {
    const char *path;
    char *folder; /* whose company it is about */
    struct heading *heading;
    size_t width;
    struct one_case *one;
    size_t count;
};

struct cases {
    const char *dir; /* of the pack; NULL: the one that came with the tools */
    struct case_file *file;
    size_t count;
    svc_when first; /* the earliest moment of all */
};

/* The operands [DIR] [FILE...]; without a file those of the pack's own folder `cases`. What is wrong is
 * told, all of it, and ends the tool. */
struct cases cases_read(struct svc_call *call);

/* The pack, faultless, or the tool ends. */
struct svc_pack *cases_pack(const struct cases *cases);

/* Makes the store that holds the case's records: cases_store(). False when a record was refused, which is
 * told with its line. */
bool cases_load(const struct cases *cases, const struct case_file *file, const struct one_case *one);
const char *cases_store(void);

/* The store opened for the library, and now is when the case is judged. */
struct svc_db *cases_open(const struct one_case *one, enum svc_db_use use);

/* All score lines of that store, until now. */
struct svc_lines cases_lines(struct svc_db *db);

/* The records of a loader's register, as `list` prints them. */
struct sheet cases_list(const struct loader *loader, const struct one_case *one);

/* The value of a row's fact, NULL where it gives none. */
const char *case_fact(const struct case_file *file, const struct case_row *row, const char *name);

/* The row that says nothing but which record it is about. */
bool case_only_asks(const struct case_file *file, const struct case_row *row);

/* Where a row has no number of its own: what it is known by, source and number there. */
#define CASE_SOURCE "case"
char *case_source_no(const struct case_file *file, const struct case_row *row);

/* Finds the loader that a row names (kept for the process); NULL with `*why` when there is none such. */
const struct loader *loader_find(const char *name, const char **why);

/* The register's column of this name or label; NULL for none. */
const char *loader_column(const struct loader *loader, const char *name);

/* A sheet from a descriptor, at its first byte; `why` is what ended the reading, NULL for nothing. */
struct sheet sheet_read(int fd, const char *name, char **why);
void sheet_free(struct sheet *sheet);
int sheet_column(const struct sheet *sheet, const char *name); /* -1 for none */

#endif
