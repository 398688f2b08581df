/* A ledger is printed from a register, and read back into it: its comment (cmd/NOUN/ledger-NAME.sql) tells what
 * its headings mean, of which register it is, and which list has the same when it is of none or of several. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/err.h"
#include "svc/heading.h"
#include "svc/mem.h"
#include "svc/sql.h"
#include "svc/text.h"
#include "svc/word.h"

/* The next line of a ledger's comment that begins so, what stands behind it; NULL after the last. */
static const char *next_line(const char **at, const char *lead, size_t *len)
{
    const char *line;
    size_t n = strlen(lead), all;
    while (svc_text_next(at, '\n', &line, &all) && all >= 2 && memcmp(line, "--", 2) == 0)
        if (all > n && memcmp(line, lead, n) == 0) {
            *len = all - n;
            return line + n;
        }
    return NULL;
}

/* Its one line of this kind; NULL where it has none. The caller's. */
static char *line_of(const struct svc_sql_file *file, const char *lead)
{
    const char *at = file->sql;
    size_t len;
    const char *text = next_line(&at, lead, &len);
    return text ? svc_strndup(text, len) : NULL;
}

/* The names of its columns, where they are the headings of the file, one for one; the caller's, else NULL. On a
 * page those are missing that are empty: `rest` is how many of the ledger's the file lacks. */
static char **names_of(const struct svc_sql_file *file, const struct svc_row *header, size_t *rest)
{
    const char *at = file->sql, *line;
    size_t len, i = 0;
    char **names = svc_alloc((header->count + 1) * sizeof *names);
    *rest = 0;
    const char *first = header->count && header->cells[0].text ? header->cells[0].text : "";
    if (svc_heading_same("seq", 3, first) || svc_heading_same("序号", strlen("序号"), first))
        names[i++] = svc_strdup("seq");
    while ((line = next_line(&at, "-- column: ", &len))) {
        const char *type = memchr(line, ' ', len), *label = type ? memchr(type + 1, ' ', len - (size_t)(type + 1 - line)) : NULL;
        const char *cell = i < header->count && header->cells[i].text ? header->cells[i].text : "";
        if (label && i < header->count &&
            (svc_heading_same(line, (size_t)(type - line), cell) ||
             svc_heading_same(label + 1, len - (size_t)(label + 1 - line), cell)))
            names[i++] = svc_strndup(line, (size_t)(type - line));
        else
            ++*rest;
    }
    if (i == header->count && i > 2 * *rest && strcmp(names[0], "seq") == 0)
        return names;
    for (size_t n = 0; n < i; n++)
        free(names[n]);
    free(names);
    return NULL;
}

static void take_names(struct svc_import *in, struct svc_import_input *file, const struct svc_row *header, char **names)
{
    for (size_t i = 0; i < header->count; i++) {
        int at = svc_column_find(in->reg->columns, names[i]);
        if (at >= 0 && !(in->reg->columns[at].flags & (SVC_INNER | SVC_OWN))) {
            file->meaning[i] = at;
            in->given[at] = true;
            svc_import_takes(file, at, i);
        } else {
            in->passed.columns++;
        }
        free(names[i]);
    }
}

bool svc_import_ledger(struct svc_import *in, struct svc_import_input *file, const struct svc_row *header)
{
    const struct svc_sql_file *ledger = NULL;
    char **names = NULL;
    size_t rest = 0;
    while (!names && header->count && (ledger = svc_sql_next(ledger, "ledger-")))
        names = names_of(ledger, header, &rest);
    if (!names)
        return false;
    char *table = line_of(ledger, "-- table: "), *title = line_of(ledger, "-- title: ");
    if (!table || rest || strcmp(table, in->reg->table) != 0)
        svc_die(SVC_BADINPUT, "%s: is the ledger \"%s\", which %s do not take; nothing was read further\n"
                "its records are exported by %s", in->file, title, in->reg->name, line_of(ledger, "-- list: "));
    take_names(in, file, header, names);
    in->ledger = true;
    free(title);
    free(table);
    free(names);
    return true;
}

void svc_import_paper(const struct svc_import *in, const struct svc_row *header)
{
    enum { TELLING = 2 };
    struct svc_word word;
    size_t found = 0;
    for (size_t i = 0; i < header->count; i++) {
        const struct svc_cell *cell = &header->cells[i];
        found += cell->len && svc_word_find(svc_word_list("import.paper"), cell->text, cell->len, &word) &&
                 svc_heading_find(in->reg, cell->text, cell->len) == SVC_HEADING_UNKNOWN;
    }
    if (found >= TELLING)
        svc_die(SVC_BADINPUT, "%s: is a paper made of records, which nothing reads back; nothing was read further\n"
                "the records are exported by %s list %s", in->file, in->call->command->name, in->reg->name);
}
