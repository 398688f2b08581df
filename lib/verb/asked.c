#include "svc/asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opt-inner.h"
#include "svc/digest.h"
#include "svc/input.h"
#include "svc/mem.h"

/* What is known before the verb runs, which may change its options and operands. */
static struct {
    struct svc_digest sum;
    char **operand;
    size_t operands;
} known;

/* True where the option is one of the table, by itself and not by its name alone. */
static void look(void *ctx, const struct svc_option *option)
{
    const struct svc_option **wanted = ctx;
    if (*wanted == option)
        *wanted = NULL;
}

static bool is_of(const struct svc_option *table, const struct svc_option *option)
{
    svc_opt_each(table, look, &option);
    return !option;
}

/* Whether it bears on what is stored: told by where its value goes, for some verbs have options of the
 * same meaning in tables of their own. What undoes the guards of a spreadsheet in a file has the place of
 * what sets them in an answer. */
static bool matters(const struct svc_flat *f)
{
    static const void *const no[] = {
        &svc_shared.format, &svc_shared.headless, &svc_shared.header, &svc_shared.output,
        &svc_shared.output_encoding, &svc_shared.no_pager, &svc_shared.columns, &svc_shared.words,
        &svc_shared.sheets, &svc_shared.verbose, &svc_shared.dry_run, &svc_shared.op_id,
        &svc_shared.max_errors
    };
    const struct svc_option *o = f->option;
    bool answer = o->written || (o->to == &svc_shared.excel && is_of(svc_output_options, o));
    for (size_t i = 0; !f->column && i < sizeof no / sizeof *no; i++)
        answer = answer || o->to == no[i];
    return !answer;
}

static char *meaning(const struct svc_flat *f)
{
    const struct svc_option *o = f->option;
    char at[SVC_WHEN_SIZE];
    if (f->column)
        return svc_strdup(((struct svc_opt_columns *)o->to)->text[f->position]);
    switch (o->type) {
    case SVC_OPT_TEXT: return svc_strdup(*(const char **)o->to);
    case SVC_OPT_INT: return svc_format("%lld", (long long)*(int64_t *)o->to);
    case SVC_OPT_TIME: {
        const struct svc_opt_time *time = o->to;
        return svc_format("%s%s", svc_when_format(time->when, at), time->day ? " day" : "");
    }
    case SVC_OPT_PERIOD:
    case SVC_OPT_MONTH: {
        const struct svc_opt_period *period = o->to;
        return svc_format("%s@%lld", period->period.name, (long long)period->revision);
    }
    default: return svc_strdup("yes");
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The options by their names, so that it does not matter in which order a version lists them. */
static void add_options(struct svc_digest *sum)
{
    char **pairs = svc_alloc((svc_opt_parsed.count + 1) * sizeof *pairs);
    size_t count = 0;
    for (const struct svc_flat *f = svc_opt_parsed.item; f < svc_opt_parsed.item + svc_opt_parsed.count; f++)
        if (f->given && matters(f)) {
            char *value = meaning(f);
            pairs[count++] = svc_format("%s=%s", svc_opt_name(f), value);
            free(value);
        }
    qsort(pairs, count, sizeof *pairs, compare);
    for (size_t i = 0; i < count; i++) {
        svc_digest_text(sum, pairs[i], strlen(pairs[i]));
        free(pairs[i]);
    }
    svc_digest_int(sum, (int64_t)count);
    free(pairs);
}

void svc_asked_begin(const struct svc_call *call)
{
    const char *parts[] = { call->command->name, call->verb->name, call->reg ? call->reg->table : "" };
    svc_digest_begin(&known.sum);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        svc_digest_text(&known.sum, parts[i], strlen(parts[i]));
    add_options(&known.sum);
    known.operands = (size_t)call->count;
    known.operand = svc_alloc((known.operands + 1) * sizeof *known.operand);
    for (size_t i = 0; i < known.operands; i++)
        known.operand[i] = svc_strdup(call->operand[i]);
}

static void add_operands(struct svc_digest *sum)
{
    for (size_t i = 0; i < known.operands; i++)
        if (strcmp(known.operand[i], "-") != 0 && !svc_input_named(known.operand[i]))
            svc_digest_text(sum, known.operand[i], strlen(known.operand[i]));
}

void svc_asked_end(struct svc_call *call)
{
    static char hex[SVC_DIGEST_HEX];
    struct svc_digest sum = known.sum;
    unsigned char bytes[SVC_DIGEST];
    if (call->numbers)
        for (size_t i = 0; i < call->numbers->count; i++)
            svc_digest_text(&sum, call->numbers->no[i], strlen(call->numbers->no[i]));
    else
        add_operands(&sum);
    svc_digest_int(&sum, 0); /* where the operands end */
    svc_input_sum(&sum);
    svc_digest_end(&sum, bytes);
    call->op_digest = svc_shared.op_id ? svc_digest_hex(bytes, hex) : NULL;
}
