/* opt: options declared once, as a table of typed destinations.
 *
 * getopt_long, --help and the man-page test all read the same table. Long options are taken only
 * as whole words, with - for _ where one likes; a short letter means one thing in the whole toolkit. Options and operands may
 * mix; `--` ends options. A usage error ends the tool with SVC_USAGE before anything is read.
 */
#ifndef SVC_OPT_H
#define SVC_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/record.h"
#include "svc/period.h"

enum svc_opt_type {
    SVC_OPT_FLAG,    /* bool */
    SVC_OPT_TEXT,    /* const char *, never empty */
    SVC_OPT_INT,     /* int64_t, not negative */
    SVC_OPT_TIME,    /* struct svc_opt_time */
    SVC_OPT_PERIOD,  /* struct svc_opt_period */
    SVC_OPT_MONTH,   /* the same: a month, or MONTH@REVISION of its close */
    SVC_OPT_INCLUDE, /* `to` is another table */
    SVC_OPT_SETTABLE, /* each column that `set` may change: struct svc_opt_columns */
    SVC_OPT_VALUES,  /* each column of the register, to be given: struct svc_opt_columns */
    SVC_OPT_FILTERS  /* each column of the register, to select by: struct svc_opt_columns */
};

struct svc_opt_time {
    bool given;
    bool day; /* a date alone */
    svc_when when;
};

struct svc_opt_period {
    bool given;
    const char *text; /* as it was written */
    struct svc_period period;
    int64_t revision; /* 0: not said */
};

/* What was given for the register's columns, by the column's position; NULL where nothing. */
struct svc_opt_columns {
    const char **text;
};

/* A table of them ends with { 0 }. An INCLUDE has no name of its own but "". */
struct svc_option {
    const char *name;
    char letter; /* 0 for none */
    enum svc_opt_type type;
    void *to;
    const char *arg;  /* the argument's name in --help; `|`-separated words are checked */
    const char *list; /* the lists of words it is one of (words.h); built-in ones are told as arg */
    const char *help;
    const char *table; /* TEXT: "dept" or "person", one of which it is, by code or name; or NULL */
    char separator;    /* what parts several of them; 0: it is one */
    bool written;      /* TEXT with FILE or DIR as argument: what is written, not what is read */
    unsigned most;     /* TEXT: bytes at most; 0: as many as a cell has */
    bool joins;        /* TEXT, a list parted by commas: given again it goes on */
};

#define SVC_OPTIONS_INCLUDE(table) { .name = "", .type = SVC_OPT_INCLUDE, .to = (void *)(table) }

/* Parses argv[0 … argc-1] (operands and options, no verb) against the table; `reg` may be NULL.
 * Operands are moved to the front of argv in their order; returns how many. */
int svc_opt_parse(const struct svc_option *options, const struct svc_register *reg, int argc,
                  char **argv);

/* The place of the first operand in argv, argc when there is none: options, of whichever of the registers,
 * may stand before it. */
int svc_opt_operand(const struct svc_option *options, const struct svc_register *const *registers, int argc,
                    char **argv);

/* A verb taken with options from elsewhere than the command line: begin puts aside what was parsed,
 * give says an option (a usage error where the verb has none such, or cannot take the text), end
 * brings back everything as it was. */
void svc_opt_begin(const struct svc_option *options, const struct svc_register *reg);
void svc_opt_give(const char *verb, const char *name, const char *text);
void svc_opt_end(void);

/* True when the verb's table has the option; calls `one` for each of the table's own. */
bool svc_opt_has(const struct svc_option *options, const char *name);
void svc_opt_each(const struct svc_option *options,
                  void (*one)(void *ctx, const struct svc_option *option), void *ctx);

/* Once the store is open: what was given for a company's words becomes their codes. */
void svc_opt_settle(void);

/* Once now is fixed, and the days that months close on are known: what each period given is. */
void svc_opt_periods(void);

/* True when what the option takes is the name of a file or folder. */
bool svc_opt_is_file(const struct svc_option *option);

/* The next of the options that were given, by their table; NULL behind the last. `*at` begins at 0. */
const struct svc_option *svc_opt_given(size_t *at);

/* A usage error when one of the `;`-separated options was not given, of `one|other` neither; after
 * svc_opt_parse. */
void svc_opt_require(const char *verb, const char *requires);

/* Appends what must be given, as a usage line has it: ` --dept CODE`. */
void svc_opt_usage(const struct svc_option *options, const char *requires,
                   const struct svc_register *reg, struct svc_buf *out);

/* Appends one line per option, as --help prints them. */
void svc_opt_help(const struct svc_option *options, const char *requires,
                  const struct svc_register *reg, struct svc_buf *out);

#endif
