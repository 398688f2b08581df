#include "svc/record.h"
#include "svc/words.h"

#include <string.h>

#include "svc/buf.h"
#include "svc/err.h"
#include "svc/mem.h"

size_t svc_column_count(const struct svc_column *columns)
{
    size_t n = 0;
    while (columns[n].name)
        n++;
    return n;
}

const char **svc_column_names(const struct svc_column *columns)
{
    size_t count = svc_column_count(columns);
    const char **names = svc_alloc((count + 1) * sizeof *names);
    for (size_t i = 0; i < count && !(columns[i].flags & SVC_COMPUTED); i++)
        names[i] = columns[i].name;
    return names;
}

int svc_column_find(const struct svc_column *columns, const char *name)
{
    for (int i = 0; columns[i].name; i++)
        if (strcmp(columns[i].name, name) == 0 || strcmp(svc_column_label(&columns[i]), name) == 0)
            return i;
    return -1;
}

int svc_column_at(const struct svc_column *columns, const char *name)
{
    int at = svc_column_find(columns, name);
    if (at < 0)
        svc_die(SVC_BUG, "no column \"%s\"", name);
    return at;
}

char *svc_register_select(const struct svc_register *reg, const char *where)
{
    struct svc_buf sql = { 0 };
    for (size_t i = 0; reg->columns[i].name; i++)
        svc_buf_printf(&sql, "%s%s\"%s\"", i ? ", " : "SELECT ",
                       reg->columns[i].flags & SVC_COMPUTED ? "NULL AS " : "",
                       reg->columns[i].name);
    svc_buf_printf(&sql, " FROM %s WHERE ", reg->table);
    if (where)
        svc_buf_puts(&sql, where);
    else
        svc_buf_printf(&sql, "\"%s\" = ?1", reg->columns[0].name);
    return svc_buf_take(&sql);
}

const char *svc_type_name(enum svc_type type)
{
    static const char *const types[] = {
        [SVC_TYPE_TEXT] = "text",     [SVC_TYPE_LINE] = "line",     [SVC_TYPE_CODE] = "code",
        [SVC_TYPE_PHONE] = "phone",   [SVC_TYPE_WORD] = "word",     [SVC_TYPE_WORDS] = "words",
        [SVC_TYPE_INT] = "integer",   [SVC_TYPE_POINTS] = "points", [SVC_TYPE_MONEY] = "money",
        [SVC_TYPE_TIME] = "time",     [SVC_TYPE_DAY] = "day",       [SVC_TYPE_MONTH] = "month",
        [SVC_TYPE_PERIOD] = "period", [SVC_TYPE_HOLDS] = "holds",   [SVC_TYPE_LIGHT] = "light",
        [SVC_TYPE_RATE] = "rate"
    };
    return types[type];
}

bool svc_column_is_free(const struct svc_column *column)
{
    return (column->type == SVC_TYPE_TEXT || column->type == SVC_TYPE_LINE) &&
           !(column->flags & (SVC_PERSONAL | SVC_STATED | SVC_CALLED));
}

enum svc_kind svc_column_kind(const struct svc_column *column)
{
    switch (column->type) {
    case SVC_TYPE_INT: return SVC_KIND_INT;
    case SVC_TYPE_POINTS:
    case SVC_TYPE_MONEY: return SVC_KIND_HUNDRED;
    case SVC_TYPE_DAY: return SVC_KIND_DAY;
    case SVC_TYPE_TIME: return SVC_KIND_TIME;
    case SVC_TYPE_LIGHT: return SVC_KIND_LIGHT;
    case SVC_TYPE_RATE: return SVC_KIND_RATE;
    case SVC_TYPE_TEXT: return SVC_KIND_TEXT;
    default: return SVC_KIND_CODE;
    }
}
