/* Which records of a file have in common what their intake looks back by. */
#include <string.h>

#include "inner.h"
#include "svc/change.h"
#include "svc/phones.h"
#include "svc/runs.h"
#include "svc/text.h"

/* Calls `each` for what the current record has in a column of looks_back, each of its numbers for itself. */
static bool any(const struct svc_import *in, bool (*each)(struct svc_twice *kin, const char *key, size_t len))
{
    static struct svc_buf key;
    for (size_t i = 0; i < sizeof in->kin_at / sizeof *in->kin_at && in->kin_at[i] >= 0; i++) {
        const struct svc_value *value = &in->input[in->kin_at[i]];
        bool phone = in->reg->columns[in->kin_at[i]].type == SVC_TYPE_PHONE;
        const char *list = value->is == SVC_IS_TEXT ? value->text : "", *one = list;
        size_t len = strlen(list);
        if (phone)
            list = svc_phones_of(list);
        while (phone ? svc_text_next(&list, ';', &one, &len) : len > 0) {
            svc_buf_clear(&key);
            svc_buf_putc(&key, (char)('0' + i));
            svc_buf_add(&key, one, len);
            if (each(in->kin, key.data, key.len))
                return true;
            len = 0;
        }
    }
    return false;
}

static bool note(struct svc_twice *kin, const char *key, size_t len)
{
    svc_twice_note(kin, key, len);
    return false;
}

static bool suspected(struct svc_twice *kin, const char *key, size_t len)
{
    return svc_twice_suspected(kin, key, len);
}

void svc_import_kin_begin(struct svc_import *in)
{
    const char *const *names = in->reg->looks_back;
    for (size_t i = 0; i < sizeof in->kin_at / sizeof *in->kin_at; i++)
        in->kin_at[i] = names[i] ? svc_column_at(in->reg->columns, names[i]) : -1;
    in->kin = svc_twice_new();
}

void svc_import_kin_note(struct svc_import *in)
{
    any(in, note);
}

void svc_import_kin_end(struct svc_import *in)
{
    svc_twice_suspects(in->kin);
}

bool svc_import_kinless(struct svc_import *in)
{
    if (in->kinless == SVC_UNASKED)
        in->kinless = in->kin && !any(in, suspected) ? SVC_KINLESS : SVC_AKIN;
    return in->kinless == SVC_KINLESS;
}

bool svc_import_is_first(struct svc_import *in)
{
    return in->empty && svc_import_kinless(in);
}

bool svc_import_spares(struct svc_import *in)
{
    return in->spared = in->unread && svc_import_is_first(in);
}

/* -- telephone numbers ---------------------------------------------------------------------- */

enum { PHONES_MEMORY = 2 << 20 };

static void put_off(struct svc_import *in, const char *no)
{
    static struct svc_buf both;
    const char *number;
    size_t len;
    if (!in->phones)
        in->phones = svc_runs_open(PHONES_MEMORY);
    for (size_t i = 0; i < in->columns; i++) {
        bool phone = in->reg->columns[i].type == SVC_TYPE_PHONE && in->values[i].is == SVC_IS_TEXT;
        const char *list = phone ? svc_phones_of(in->values[i].text) : NULL;
        while (svc_text_next(&list, ';', &number, &len)) {
            svc_buf_clear(&both);
            svc_buf_add(&both, number, len);
            svc_buf_add(&both, "", 1);
            svc_buf_puts(&both, no);
            svc_runs_add(in->phones, both.data, both.len + 1);
        }
    }
}

/* Whether the record has just the numbers that its row has: intake may give it those of another one. */
static bool has_own(const struct svc_import *in)
{
    bool own = true;
    for (size_t i = 0; i < in->columns; i++)
        if (in->reg->columns[i].type == SVC_TYPE_PHONE)
            own = own && svc_value_same(&in->input[i], &in->values[i]);
    return own;
}

void svc_import_phones(struct svc_import *in)
{
    if (in->spared)
        return;
    if (!in->stored && in->reg->looks_back[0] && has_own(in) && svc_import_kinless(in))
        put_off(in, in->values[0].text);
    else
        svc_change_phones(in->call, in->values[0].text, in->stored ? in->before : NULL, in->values);
}

void svc_import_phones_end(struct svc_import *in)
{
    const unsigned char *both;
    size_t len;
    if (!in->phones)
        return;
    struct svc_query *q = svc_prepare(in->call->db, svc_phones_add);
    svc_bind_text(q, 1, in->reg->table, strlen(in->reg->table));
    svc_runs_sort(in->phones);
    while ((both = svc_runs_next(in->phones, &len))) {
        const char *number = (const char *)both, *no = number + strlen(number) + 1;
        svc_bind_text(q, 2, number, strlen(number));
        svc_bind_text(q, 3, no, strlen(no));
        svc_try(q);
    }
    svc_free(q);
    svc_runs_close(in->phones);
}
