/* A verb's options given from elsewhere than the command line, and what its table has. */
#include "opt-inner.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/mem.h"

/* What a verb's options held before they were given from elsewhere. */
static struct svc_flat_list aside;
static struct kept {
    void *to;
    size_t size;
    unsigned char was[sizeof(struct svc_opt_time)];
} *kept;
static size_t kept_count;

static size_t size_of(enum svc_opt_type type)
{
    switch (type) {
    case SVC_OPT_FLAG: return sizeof(bool);
    case SVC_OPT_TEXT: return sizeof(const char *);
    case SVC_OPT_INT: return sizeof(int64_t);
    case SVC_OPT_TIME: return sizeof(struct svc_opt_time);
    default: return 0;
    }
}

void svc_opt_begin(const struct svc_option *options, const struct svc_register *reg)
{
    aside = svc_opt_parsed;
    svc_opt_parsed = (struct svc_flat_list){ NULL, 0 };
    svc_opt_spread(&svc_opt_parsed, options, reg);
    kept_count = 0;
    for (size_t i = 0; i < svc_opt_parsed.count; i++) {
        const struct svc_option *o = svc_opt_parsed.item[i].option;
        kept = svc_grow(kept, kept_count, sizeof *kept);
        kept[kept_count] = (struct kept){ .to = o->to, .size = size_of(o->type) };
        memcpy(kept[kept_count].was, o->to, kept[kept_count].size);
        kept_count++;
    }
}

void svc_opt_give(const char *verb, const char *name, const char *text)
{
    for (struct svc_flat *f = svc_opt_parsed.item; f < svc_opt_parsed.item + svc_opt_parsed.count; f++)
        if (strcmp(svc_opt_name(f), name) == 0) {
            if (svc_opt_valued(f) || strcmp(text, "yes") == 0)
                svc_opt_take(f, text);
            return;
        }
    svc_die(SVC_USAGE, "column \"%s\": %s takes none", name, verb);
}

void svc_opt_end(void)
{
    for (size_t i = 0; i < kept_count; i++)
        memcpy(kept[i].to, kept[i].was, kept[i].size);
    free(svc_opt_parsed.item);
    svc_opt_parsed = aside;
}

void svc_opt_each(const struct svc_option *options,
                  void (*one)(void *ctx, const struct svc_option *option), void *ctx)
{
    for (const struct svc_option *o = options; o && o->name; o++)
        if (o->type == SVC_OPT_INCLUDE)
            svc_opt_each(o->to, one, ctx);
        else if (size_of(o->type))
            one(ctx, o);
}

bool svc_opt_has(const struct svc_option *options, const char *name)
{
    for (const struct svc_option *o = options; o && o->name; o++)
        if (o->type == SVC_OPT_INCLUDE ? svc_opt_has(o->to, name) : strcmp(o->name, name) == 0)
            return true;
    return false;
}
