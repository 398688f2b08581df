/* Which records of a file have in common what their intake looks back by. */
#include <string.h>

#include "inner.h"
#include "svc/phones.h"
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

bool svc_import_kinless(const struct svc_import *in)
{
    return in->kin && !any(in, suspected);
}
