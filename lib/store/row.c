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
    *names = (struct svc_names){ .count = count,
                                 .name = svc_alloc(count * sizeof *names->name) };
    for (size_t i = 0; i < count; i++)
        names->name[i] = (struct svc_name){ .at = (int)i, .text = svc_strdup(list[i]) };
    qsort(names->name, count, sizeof *names->name, by_text);
}

void svc_names_free(struct svc_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i].text);
    free(names->name);
    *names = (struct svc_names){ 0 };
}

void svc_names_begin(struct svc_names *names, struct svc_digest *digest)
{
    bool same = names->any;
    for (size_t i = 0; i < names->count && same; i++)
        same = names->name[i].given == names->name[i].begun;
    if (same) {
        svc_digest_resume(digest, &names->kept);
        return;
    }
    svc_digest_begin(digest);
    for (size_t i = 0; i < names->count; i++) {
        struct svc_name *name = &names->name[i];
        name->begun = name->given;
        if (name->given)
            svc_digest_text(digest, name->text, strlen(name->text));
    }
    svc_digest_keep(digest, &names->kept);
    names->any = true;
}

static void sort_columns(struct svc_query *row)
{
    size_t count = (size_t)svc_columns(row);
    const char **list = svc_alloc(count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = svc_column_name(row, (int)i);
    svc_names_sort(&row->names, list, count);
    free(list);
    row->cells = svc_alloc(count * sizeof *row->cells);
    for (size_t i = 0; i < count; i++)
        row->cells[i] = (struct svc_field){ .column = row->names.name[i].at, .stored = true };
}

void svc_row_digest(struct svc_query *row, unsigned char out[SVC_DIGEST])
{
    struct svc_digest digest;
    if (!row->names.name)
        sort_columns(row);
    svc_cells(row, row->cells, row->names.count);
    for (size_t i = 0; i < row->names.count; i++)
        row->names.name[i].given = !row->cells[i].null;
    svc_names_begin(&row->names, &digest);
    for (const struct svc_field *cell = row->cells; cell < row->cells + row->names.count; cell++) {
        if (cell->null)
            continue;
        if (cell->numeric)
            svc_digest_int(&digest, cell->number);
        else
            svc_digest_text(&digest, cell->text, cell->len);
    }
    svc_digest_end(&digest, out);
}
