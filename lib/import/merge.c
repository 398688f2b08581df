/* What a record of the file means beside what is stored of it. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/phone.h"

/* A telephone number in another spelling is the same record. */
static void digest_text(struct svc_digest *digest, const struct svc_column *column,
                        const struct svc_value *v)
{
    static struct svc_buf numbers;
    if (column->type == SVC_TYPE_PHONE && svc_phone_numbers(v->text, v->len, &numbers))
        svc_digest_text(digest, numbers.data, numbers.len);
    else
        svc_digest_text(digest, v->text, v->len);
}

void svc_import_digest(const struct svc_import *in, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *v = &in->input[i];
        if (!svc_value_given(v))
            continue;
        const char *name = in->reg->columns[i].name;
        svc_digest_text(&digest, name, strlen(name));
        if (v->is == SVC_IS_NUMBER)
            svc_digest_int(&digest, v->number);
        else
            digest_text(&digest, &in->reg->columns[i], v);
    }
    svc_digest_end(&digest, bytes);
    svc_digest_hex(bytes, out);
}

/* A masked cell says nothing new when it is the stored value's own mask. */
static bool masked_same(const struct svc_import *in, size_t i)
{
    struct svc_buf mask = { 0 };
    const struct svc_value *cell = &in->input[i], *old = &in->before[i];
    if (!in->stored || old->is != SVC_IS_TEXT)
        return false;
    svc_mask(&mask, in->reg->columns[i].flags, old->text, old->len);
    bool same = mask.len == cell->len && memcmp(mask.data, cell->text, mask.len) == 0;
    svc_buf_free(&mask);
    return same;
}

int svc_import_merge(struct svc_import *in)
{
    int differs = -1;
    memcpy(in->values, in->stored ? in->before : in->none, in->columns * sizeof *in->values);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *cell = &in->input[i];
        if (!in->given[i] || cell->is == SVC_ABSENT)
            continue;
        unsigned flags = in->reg->columns[i].flags;
        if (in->stored && (int)i == in->key && !svc_value_given(cell))
            continue; /* found by its other key: the number stays */
        if (flags & SVC_PERSONAL && cell->is == SVC_IS_TEXT && svc_mask_in(cell->text, cell->len)) {
            if (!masked_same(in, i))
                svc_import_fault(in, "masked", in->reg->columns[i].name,
                                 "is masked, and not the stored value's mask");
            continue;
        }
        if (in->stored && svc_value_alike(&in->reg->columns[i], cell, &in->before[i]))
            continue;
        if (in->stored && differs < 0 && !(flags & SVC_COMPUTED))
            differs = (int)i;
        in->values[i] = *cell;
    }
    return differs;
}

static void check_required(struct svc_import *in)
{
    for (size_t i = 0; i < in->columns && !in->stored; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        if (column->flags & SVC_REQUIRED && !svc_value_given(&in->values[i]))
            svc_import_fault(in, "required", column->name, "is required");
    }
}

/* A company's word must be one of the fact's day. */
static void check_words(struct svc_import *in)
{
    svc_day day;
    char text[SVC_DAY_SIZE];
    const struct svc_column *column =
        svc_words_refused(in->reg, in->stored ? in->before : NULL, in->values, &day);
    if (!column)
        return;
    char *why = svc_format("no word of %s, %s", svc_day_format(day, text),
                           svc_value_choice(column, day, NULL, ""));
    svc_import_fault(in, "cell", column->name, why);
    free(why);
}

void svc_import_check(struct svc_import *in)
{
    check_required(in);
    check_words(in);
}
