/* shared: the options that many verbs share, and what was given for them. */
#ifndef SVC_SHARED_H
#define SVC_SHARED_H

#include <stdbool.h>
#include <stdint.h>

#include "svc/opt.h"

/* The values of the options that many verbs share. */
struct svc_shared {
    const char *format, *output, *output_encoding, *header, *columns, *sort, *sheets;
    const char *input_format, *encoding, *map, *set, *ignore, *rejects, *receipt;
    const char *pii, *reason, *late_reason, *op_id;
    int64_t limit, max_errors;
    bool excel, headless, update, keep_good, dry_run, verbose, no_pager;
    struct svc_opt_period period;
    struct svc_opt_time since, until, as_of, at;
    struct svc_opt_columns values, filters;
};
extern struct svc_shared svc_shared;

/* Shared options, for inclusion. Every table includes one of these. */
extern const struct svc_option svc_base_options[];   /* --as-of --help --verbose */
extern const struct svc_option svc_output_options[]; /* base, -f -o -c --header -H --excel */
extern const struct svc_option svc_write_options[];  /* base, keep */
extern const struct svc_option svc_step_options[];   /* write, when */
extern const struct svc_option svc_list_options[];   /* output, filters, pii, --sort -n … */
extern const struct svc_option svc_add_options[];    /* write, values, -f -H */
extern const struct svc_option svc_import_options[]; /* write, -i --encoding --map --set … */

/* What other tables have in common, without the base. */
extern const struct svc_option svc_keep_options[];   /* --dry-run --reason --op-id */
extern const struct svc_option svc_when_options[];   /* --at --late-reason */
extern const struct svc_option svc_period_options[]; /* --period; a verb that needs it says so */
extern const struct svc_option svc_pii_options[];    /* --pii --reason */

#endif
