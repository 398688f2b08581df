/* record: the shape of a register, as data.
 *
 * A register (complaints, persons …) is described by its columns. The same word is the SQL
 * column, the CSV header and the option. From the description come the stock verbs, the import
 * template, the filters and the masks; everything interesting stays visible SQL in the command.
 */
#ifndef SVC_RECORD_H
#define SVC_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/write.h"

enum svc_type {
    SVC_TYPE_TEXT,   /* free text, several lines allowed */
    SVC_TYPE_LINE,   /* one line without surrounding spaces: names, addresses, evidence */
    SVC_TYPE_CODE,   /* the same, compared by its bytes: numbers of things (alike.h) */
    SVC_TYPE_PHONE,  /* telephone numbers, as phone.h reads them */
    SVC_TYPE_WORD,   /* one of `values` */
    SVC_TYPE_WORDS,  /* `;`-separated words of `values` */
    SVC_TYPE_INT,    /* a count: not negative, unless SVC_SIGNED */
    SVC_TYPE_POINTS, SVC_TYPE_MONEY, /* hundredths; fen */
    SVC_TYPE_TIME, SVC_TYPE_DAY,
    SVC_TYPE_MONTH, SVC_TYPE_PERIOD, SVC_TYPE_HOLDS, /* 2026-10; also 2026Q3 or 2026; holds.h */
    SVC_TYPE_LIGHT,  /* computed: green, amber, red */
    SVC_TYPE_RATE    /* computed: a decimal number as text, or what stands for none */
};

enum svc_column_flag {
    SVC_KEY = 1,       /* the record's number */
    SVC_REQUIRED = 2,  /* must be given */
    SVC_OWN = 4,       /* kept by the tool: shown, passed over by imports */
    SVC_INNER = 8,     /* kept by the tool and shown nowhere */
    SVC_NAME = 16,     /* personal data, masked as a name … */
    SVC_PHONE = 32,    /* … as a telephone number … */
    SVC_ADDRESS = 64,  /* … as an address */
    SVC_SET = 128,     /* `set` may change it */
    SVC_SECRET = 256,  /* its value stands in no event */
    SVC_STATED = 512,  /* TEXT, CODE: holds a statement (statement.h), printed as what it says */
    SVC_LIST = 1024,   /* several of `table`, ;-separated */
    SVC_LOOSE = 2048,  /* what is not in `table` stays as it was written: others judge it */
    SVC_COMPUTED = 4096, /* in no table, behind the others: its command computes and compares it */
    SVC_BACK = 8192,     /* WORDS: one may be measured, `word=3.00`, and taken back, `-word` */
    SVC_END = 16384,     /* TIME: a date alone is the end of its day, else its beginning */
    SVC_SIGNED = 32768,  /* INT, and numbers of a rule pack: may be below zero, which others must not */
    SVC_SUMMED = 65536, SVC_LEAD = 131072, SVC_CODED = 262144, /* on papers: summed up; first; left out beside its name */
    SVC_CALLED = 524288 /* LINE: what the company itself calls something */
};
enum { SVC_PERSONAL = SVC_NAME | SVC_PHONE | SVC_ADDRESS };

struct svc_column {
    const char *name;
    enum svc_type type;
    unsigned flags;
    const char *label;  /* Chinese heading; NULL: what the word of its name is called in `list` */
    const char *help;   /* what it means, in English */
    const char *values; /* WORD, WORDS, INT: the words with their labels (word.h), or … */
    const char *list;   /* … the lists that have them (words.h), blank-separated */
    const char *table;  /* CODE: whose key it must be, or NULL; of a dept or person the name will do (roll.h) */
};

/* What nearly every register has. */
#define SVC_COLUMN_SOURCE \
    { .name = "source", .type = SVC_TYPE_CODE, .label = "来源系统", \
      .help = "system the record came from" }
#define SVC_COLUMN_SOURCE_NO \
    { .name = "source_no", .type = SVC_TYPE_CODE, .label = "来源编号", \
      .help = "its number there; key with source" }
#define SVC_COLUMN_UNDATED { .name = "undated", .type = SVC_TYPE_CODE, .label = "仅有日期", \
                             .help = "which times were given as a date without a time" }
#define SVC_COLUMN_RECORDED_AT \
    { .name = "recorded_at", .type = SVC_TYPE_TIME, .flags = SVC_OWN, .label = "登记时间", \
      .help = "when it was recorded" }
#define SVC_COLUMN_RECORDED_BY \
    { .name = "recorded_by", .type = SVC_TYPE_CODE, .flags = SVC_OWN, .label = "登记人", \
      .help = "who recorded it", .table = "person" }
#define SVC_COLUMN_DIGEST { .name = "digest", .type = SVC_TYPE_CODE, .flags = SVC_INNER, .label = "", .help = "" }
#define SVC_COLUMN_EVENT { .name = "event", .type = SVC_TYPE_INT, .flags = SVC_INNER, .label = "", .help = "" }

/* What a verb does to a record's state, `|`-separated words of the column `state`; the verb is refused
 * in every other one. A table of them ends with { 0 }. */
struct svc_move {
    const char *verb, *from;
    const char *to; /* NULL: the state stays */
};

struct svc_register {
    const char *name;  /* plural, as operand: complaints */
    const char *one;   /* singular, in messages: complaint */
    const char *help;  /* what is registered, one line */
    const char *table;
    bool view;         /* the table is a view of audited ones */
    const char *prefix; /* of its numbers, C2026-000123: one or two letters; NULL where the key is given */
    const char *fact;  /* the column that dates the fact: --period, numbering; NULL for none */
    const struct svc_column *columns; /* first the key; ends with { 0 } */
    const struct svc_move *moves;     /* NULL for records without states of their own */
    const char *open_states, *open; /* `;`-separated: of what is not done; what is true of these alone, by index: SQL */
    const char *pair[3]; /* columns that name a record too; NULL: source and source_no, if any */
    const char *looks_back[2]; /* columns by which intake looks for earlier records; NULL for none */
    bool in_time; /* intake depends on earlier records: an import goes by `fact`, not by the file */
};
size_t svc_column_count(const struct svc_column *columns);
/* The names of those that are stored, ending with NULL: a list for the caller to free. */
const char **svc_column_names(const struct svc_column *columns);
/* Position of a column by its name or its Chinese heading, -1 when there is none. */
int svc_column_find(const struct svc_column *columns, const char *name);

/* The same for a column that the code names: a missing one is a bug and ends the tool. */
int svc_column_at(const struct svc_column *columns, const char *name);

/* The SELECT whose rows have the register's columns at their places, computed ones empty: where
 * `where` holds, NULL for the record with the key ?1. The caller frees it. */
char *svc_register_select(const struct svc_register *reg, const char *where);
enum svc_kind svc_column_kind(const struct svc_column *column); /* how it is printed and bound */
const char *svc_type_name(enum svc_type type); /* a code of the list verb.type */
bool svc_column_is_free(const struct svc_column *column); /* holds what people write */

#endif
