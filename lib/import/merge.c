/* What a record of the file means beside what is stored of it. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/db.h"
#include "svc/lang.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/phone.h"
#include "svc/text.h"

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

bool svc_import_veiled(const struct svc_import *in, size_t column)
{
    const struct svc_value *cell = &in->input[column];
    return in->veiled && in->stored && in->reg->columns[column].flags & SVC_PERSONAL &&
           !(cell->is == SVC_IS_TEXT && svc_mask_in(cell->text, cell->len));
}

void svc_import_count_veiled(struct svc_import *in)
{
    for (size_t i = 0; in->veiled && i < in->columns; i++)
        in->not_compared += in->given[i] && in->input[i].is != SVC_ABSENT && svc_import_veiled(in, i);
}

void svc_import_digest(const struct svc_import *in, char out[SVC_DIGEST_HEX])
{
    struct svc_digest digest;
    unsigned char bytes[SVC_DIGEST];
    svc_digest_begin(&digest);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *v = svc_import_veiled(in, i) ? &in->before[i] : &in->input[i];
        if (!svc_value_given(v))
            continue;
        const char *name = in->reg->columns[i].name;
        svc_digest_text(&digest, name, strlen(name));
        if (v->is == SVC_IS_NUMBER)
            svc_digest_int(&digest, v->number);
        else
            digest_text(&digest, &in->reg->columns[i], v);
        if (v->alone)
            svc_digest_text(&digest, "date", 4);
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

/* A date says nothing new of a moment of that day. */
static bool same_day(const struct svc_import *in, size_t i)
{
    const struct svc_value *cell = &in->input[i], *old = &in->before[i];
    return cell->alone && in->stored && old->is == SVC_IS_TEXT &&
           strncmp(cell->text, old->text, SVC_DAY_SIZE - 1) == 0;
}

static bool was_alone(const struct svc_import *in, size_t i)
{
    return in->stored && svc_value_given(&in->before[i]) &&
           svc_value_given(&in->before[in->undated]) &&
           svc_value_alone(in->before[in->undated].text, in->reg->columns[i].name);
}

/* Which times of the merged record are dates alone: those that are brought so, or named so, and
 * those of before that nobody gave a time. */
static void note_alone(struct svc_import *in, int *differs)
{
    const struct svc_column *columns = in->reg->columns;
    const struct svc_value *named = &in->input[in->undated];
    const char *list = in->given[in->undated] && svc_value_given(named) ? named->text : NULL;
    const char *rest = list, *word;
    size_t len;
    svc_buf_clear(&in->alone);
    while (svc_text_next(&rest, ';', &word, &len)) {
        char *name = svc_strndup(word, len);
        int at = svc_column_find(columns, name);
        if (at < 0 || columns[at].type != SVC_TYPE_TIME || columns[at].flags & SVC_OWN)
            svc_import_fault(in, "cell", "undated", _("names what is no time of the record"));
        free(name);
    }
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *cell = &in->input[i];
        bool brought = in->given[i] && cell->is != SVC_ABSENT && !same_day(in, i);
        bool alone = brought ? cell->alone || svc_value_alone(list, columns[i].name)
                             : was_alone(in, i);
        if (columns[i].type == SVC_TYPE_TIME && alone && svc_value_given(&in->values[i]))
            svc_buf_printf(&in->alone, "%s%s", in->alone.len ? ";" : "", columns[i].name);
    }
    in->values[in->undated] = svc_value_text(svc_buf_text(&in->alone));
    if (in->stored && *differs < 0 &&
        !svc_value_same(&in->values[in->undated], &in->before[in->undated]))
        *differs = in->undated;
}

int svc_import_merge(struct svc_import *in)
{
    int differs = -1, cleared = -1; /* an empty cell says less: its command may have filled it */
    memcpy(in->values, in->stored ? in->before : in->none, in->columns * sizeof *in->values);
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_value *cell = &in->input[i];
        if (!in->given[i] || cell->is == SVC_ABSENT)
            continue;
        unsigned flags = in->reg->columns[i].flags;
        if (in->stored && (int)i == in->key && !svc_value_given(cell))
            continue; /* found by its other key: the number stays */
        if (svc_import_veiled(in, i))
            continue;
        if (flags & SVC_PERSONAL && cell->is == SVC_IS_TEXT && svc_mask_in(cell->text, cell->len)) {
            if (!masked_same(in, i))
                svc_import_fault(in, "masked", in->reg->columns[i].name,
                                 _("is masked, and not the stored value's mask"));
            continue;
        }
        if ((int)i == in->undated || same_day(in, i))
            continue;
        if (in->stored && svc_value_alike(&in->reg->columns[i], cell, &in->before[i]))
            continue;
        int *which = svc_value_given(cell) ? &differs : &cleared;
        if (in->stored && *which < 0 && !(flags & SVC_COMPUTED))
            *which = (int)i;
        in->values[i] = *cell;
    }
    differs = differs < 0 ? cleared : differs;
    if (in->undated >= 0)
        note_alone(in, &differs);
    return differs;
}

static void check_required(struct svc_import *in)
{
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        bool lacked = in->stored && !svc_value_given(&in->before[i]);
        if (column->flags & SVC_REQUIRED && !lacked && !svc_value_given(&in->values[i]))
            svc_import_fault(in, "required", column->name, _("is required"));
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
    char *why = svc_format(_("no word of %s, %s"), svc_day_format(day, text),
                           svc_value_choice(column, day, NULL, ""));
    svc_import_fault(in, "cell", column->name, why);
    free(why);
}

void svc_import_check(struct svc_import *in)
{
    check_required(in);
    check_words(in);
}

bool svc_import_may_want(const struct svc_import *in, int column)
{
    return !in->single && column != in->key && in->pair[0] < 0 && !in->reg->prefix;
}

void svc_import_wants(struct svc_import *in)
{
    const struct svc_value *key = &in->input[in->key];
    for (size_t i = 0; i < in->columns; i++) {
        const struct svc_column *column = &in->reg->columns[i];
        if (!(column->flags & SVC_REQUIRED) || in->input[i].is != SVC_EMPTY || (int)i == in->key)
            continue;
        char *sql = svc_format("SELECT 1 FROM %s WHERE \"%s\" = ?1 AND \"%s\" IS NULL", in->reg->table,
                               in->reg->columns[in->key].name, column->name);
        if (key->is != SVC_IS_TEXT || !svc_one_int(in->call->db, 0, sql, "s", key->text))
            svc_import_fault(in, "required", column->name, _("is required"));
        free(sql);
    }
}
