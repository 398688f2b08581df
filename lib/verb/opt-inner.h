/* What the parts of opt share: opt-line.c parses the command line, opt.c reads values and tells what there
 * is, opt-aside.c takes options from elsewhere. */
#ifndef SVC_VERB_OPT_INNER_H
#define SVC_VERB_OPT_INNER_H

#include "svc/opt.h"

/* One option after inclusions and columns are spread out. */
struct svc_flat {
    const struct svc_option *option;
    const struct svc_column *column; /* of the register, else NULL */
    size_t position;
    bool given;
};

struct svc_flat_list {
    struct svc_flat *item;
    size_t count;
};

/* Kept for the process: what the verb takes, and what was given. */
extern struct svc_flat_list svc_opt_parsed;

void svc_opt_spread(struct svc_flat_list *list, const struct svc_option *options,
                    const struct svc_register *reg);
const char *svc_opt_name(const struct svc_flat *flat);
bool svc_opt_valued(const struct svc_flat *flat);

/* Puts the text where the option's value goes; a usage error where it is none. */
void svc_opt_take(struct svc_flat *flat, const char *text);

#endif
