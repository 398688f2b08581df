/* shared: the options that many verbs share, and what was given for them. */
#ifndef SVC_SHARED_H
#define SVC_SHARED_H

#include <stdbool.h>
#include <stdint.h>

#include "svc/opt.h"

/* Bytes of what a caller says freely and every event of his keeps. */
enum { SVC_REASON_MAX = 2000, SVC_OP_ID_MAX = 200 };

/* The values of the options that many verbs share. */
struct svc_shared {
    const char *format, *output, *output_encoding, *header, *words, *columns, *sort, *sheets;
    const char *input_format, *encoding, *delimiter, *worksheet, *map, *set, *ignore, *rejects, *receipt;
    const char *profile, *save_profile;
    const char *pii, *reason, *late_reason, *op_id;
    int64_t limit, max_errors, year, heading_row;
    bool excel, headless, update, keep_good, dry_run, verbose, no_pager;
    struct svc_opt_period period;
    struct svc_opt_time since, until, as_of, at;
    struct svc_opt_columns values, filters;
};
extern struct svc_shared svc_shared;

/* Shared options, for inclusion. Every table includes one of these but the format's and pii. */
extern const struct svc_option svc_base_options[];   /* --as-of --help --verbose */
extern const struct svc_option svc_format_options[]; /* -f -H --header: of a number answered */
extern const struct svc_option svc_output_options[]; /* base, format, -o -c --excel … */
extern const struct svc_option svc_period_options[]; /* output, --period, that must be given */
extern const struct svc_option svc_year_options[];   /* output, --year */
extern const struct svc_option svc_write_options[];  /* base, --dry-run --reason --op-id */
extern const struct svc_option svc_step_options[];   /* write, --at --late-reason */
extern const struct svc_option svc_write_output_options[]; /* write and output … */
extern const struct svc_option svc_step_output_options[];  /* … step and output: prints rows, too */
extern const struct svc_option svc_list_options[];   /* output, filters, pii, --sort -n … */
extern const struct svc_option svc_add_options[];    /* write, values, format */
extern const struct svc_option svc_pii_options[];    /* --pii --reason */
extern const struct svc_option svc_import_options[]; /* write, -i --encoding --map --set … */

/* Whether a verb that lists, writes, imports, takes a step or answers for a period has an option of
 * this name for itself. */
bool svc_shared_option(const char *name);

#endif
