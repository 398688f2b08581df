/* A pack as a company begins with it: its own files and parameters, over what came with the tools. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "rules-check.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/reload.h"

/* Lines of the company's own file, among those of params.csv. */
enum { OWN = 1 << 24 };

struct hearing {
    const struct svc_pack_own *own;
    const struct svc_pack_ear *ear;
};

/* What is wrong with a value that stands in the company's file is told of that file. */
static void hear(void *ctx, const char *path, size_t line, const char *column, const char *why)
{
    const struct hearing *h = ctx;
    bool own = line > OWN;
    h->ear->fault(h->ear->ctx, own ? h->own->file : path, own ? line - OWN : line, column, why);
}

/* The parameters that there are, `|` between. */
static char *names_of(const struct svc_pack_table *params)
{
    struct svc_buf names = { 0 };
    for (const struct svc_pack_row *row = params->row; row < params->row + params->count; row++)
        if (row->whole)
            svc_buf_printf(&names, "%s%s", names.len ? "|" : "",
                           svc_check_text(SVC_PACK_PARAMS, row, "name"));
    return svc_buf_take(&names);
}

/* A value is the row's own. */
static void put(struct svc_value *value, const char *text)
{
    if (value->is == SVC_IS_TEXT)
        free((char *)value->text);
    *value = *text ? svc_value_text(svc_strdup(text)) : (struct svc_value){ .is = SVC_EMPTY };
}

static void give(struct svc_check *c, const struct svc_pack_own *own, const struct svc_pack_given *given)
{
    struct svc_pack_table *params = &c->pack->table[SVC_PACK_PARAMS];
    const struct svc_column *columns = params->shape->columns;
    int value = svc_column_at(columns, "value"), basis = svc_column_at(columns, "basis");
    const struct svc_pack_row *found = svc_pack_find(c->pack, SVC_PACK_PARAMS, given->name, false);
    if (!found) {
        char *names = names_of(params), *near = svc_check_near(names, given->name, _("params.csv of the pack"));
        char *why = svc_format(_("\"%s\" is no parameter of the pack%s"), given->name, near);
        c->ear->fault(c->ear->ctx, own->file, given->line, "parameter", why);
        c->pack->faults++;
        free(why);
        free(near);
        free(names);
        return;
    }
    struct svc_pack_row *row = &params->row[found - params->row];
    row->line = OWN + given->line;
    put(&row->values[value], given->value);
    put(&row->values[basis], "external");
}

void svc_pack_sum(struct svc_pack *pack, struct svc_digest *sum)
{
    unsigned char bytes[SVC_DIGEST];
    svc_digest_end(sum, bytes);
    svc_digest_hex(bytes, pack->digest);
}

struct svc_pack *svc_pack_begun(const struct svc_pack_own *own, const struct svc_pack_ear *ear)
{
    struct hearing hearing = { own, ear };
    const struct svc_pack_ear mine = { hear, &hearing };
    struct svc_digest sum;
    struct svc_check c = { svc_pack_files(own->dir, true, &mine, &sum), &mine, NULL };
    for (const struct svc_pack_given *g = own->given; g < own->given + own->count; g++) {
        give(&c, own, g);
        svc_digest_text(&sum, g->name, strlen(g->name));
        svc_digest_text(&sum, g->value, strlen(g->value));
    }
    svc_pack_sum(c.pack, &sum);
    svc_pack_check(c.pack, &mine);
    return c.pack;
}
