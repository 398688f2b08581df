/* What of a file is no cell of a record: offices put sums and signatures below their records, date and time
 * in two columns. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/below.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/tidy.h"

/* The cell without what is put around it; false for one of nothing. */
static bool filled(const struct svc_cell *cell, const char **text, size_t *len)
{
    static struct svc_buf room;
    *len = cell->len;
    *text = cell->len ? svc_tidy(cell->text, len, &room) : "";
    return *len > 0;
}

/* Below a ledger stand how many records it has, when it was made and of what: a text alone in the row, in the
 * column of the row numbers. */
static bool is_foot(const struct svc_row *row)
{
    for (size_t i = 1; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return row->cells[0].len && !svc_sum(row->cells[0].text, row->cells[0].len);
}

static bool is_needed(const struct svc_import *in, int at)
{
    return at >= 0 && (in->reg->columns[at].flags & SVC_REQUIRED || at == in->key || at == in->pair[0] ||
                       at == in->pair[1] || at == in->pair[2]);
}

bool svc_import_passes_over(const struct svc_import *in, const struct svc_import_input *file,
                            const struct svc_row *row)
{
    const char *text = "";
    size_t len = 0, first = 0;
    while (first < row->count && !filled(&row->cells[first], &text, &len))
        first++;
    if (in->ledger && is_foot(row))
        return true;
    if (first == row->count || !svc_below(text, len))
        return false;
    for (size_t i = 0; i < row->count && i < file->width; i++)
        if (is_needed(in, file->meaning[i]) && filled(&row->cells[i], &text, &len) && !svc_sum(text, len) &&
            !svc_below(text, len))
            return false;
    return true;
}

bool svc_import_fits(const struct svc_import_input *file, const struct svc_row *row)
{
    const char *text;
    size_t len;
    for (size_t i = file->width; i < row->count; i++)
        if (filled(&row->cells[i], &text, &len))
            return false;
    return row->count >= file->width;
}

struct svc_cell svc_import_cell(struct svc_taken *taken, const struct svc_row *row)
{
    const char *text;
    size_t len;
    if (taken->count == 1)
        return row->cells[taken->cells[0]];
    svc_buf_clear(&taken->joint);
    for (size_t i = 0; i < taken->count; i++) {
        const struct svc_cell *cell = &row->cells[taken->cells[i]];
        if (taken->either && filled(cell, &text, &len))
            return *cell;
        if (!taken->either && cell->len)
            svc_buf_printf(&taken->joint, "%s%s", taken->joint.len ? " " : "", cell->text);
    }
    return (struct svc_cell){ taken->joint.len ? svc_buf_text(&taken->joint) : NULL, taken->joint.len };
}

void svc_import_nameless(struct svc_import *in, size_t at, const struct svc_cell *cell)
{
    const char *text;
    size_t len;
    if (!filled(cell, &text, &len))
        return;
    char *why = svc_format(_("cell %zu stands below no heading"), at + 1);
    svc_import_fault(in, "unknown", NULL, why);
    free(why);
}
