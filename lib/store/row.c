#include "svc/row.h"

#include <stdlib.h>
#include <string.h>

#include "query.h"
#include "svc/mem.h"

static int by_text(const void *x, const void *y)
{
    return strcmp(((const struct svc_name *)x)->text, ((const struct svc_name *)y)->text);
}

void svc_names_sort(struct svc_names *names, const char *const *list, size_t count)
{
    *names = (struct svc_names){ count, svc_alloc(count * sizeof *names->name) };
    for (size_t i = 0; i < count; i++)
        names->name[i] = (struct svc_name){ (int)i, strlen(list[i]), svc_strdup(list[i]) };
    qsort(names->name, count, sizeof *names->name, by_text);
}

void svc_names_free(struct svc_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i].text);
    free(names->name);
    *names = (struct svc_names){ 0 };
}

static void sort_columns(struct svc_query *row)
{
    size_t count = (size_t)svc_columns(row);
    const char **list = svc_alloc(count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = svc_column_name(row, (int)i);
    svc_names_sort(&row->names, list, count);
    free(list);
}

void svc_row_digest(struct svc_query *row, unsigned char out[SVC_DIGEST])
{
    struct svc_digest digest;
    if (!row->names.name)
        sort_columns(row);
    svc_digest_begin(&digest);
    for (size_t i = 0; i < row->names.count; i++) {
        const struct svc_name *name = &row->names.name[i];
        if (svc_is_null(row, name->at))
            continue;
        svc_digest_text(&digest, name->text, name->len);
        if (svc_is_int(row, name->at))
            svc_digest_int(&digest, svc_int(row, name->at));
        else
            svc_digest_text(&digest, svc_text(row, name->at), svc_text_len(row, name->at));
    }
    svc_digest_end(&digest, out);
}
