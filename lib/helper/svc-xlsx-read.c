/* svc-xlsx-read: the cells of a workbook on standard input, as rows of CSV; see grid.h and source.h.
 *
 * It reads .xlsx, and the XML of 2003 that some systems call .xls. What is displayed is told: days and times by
 * the format of their cells, formulas by the value that was stored with them. */
#include <string.h>

#include "grid.h"
#include "svc/err.h"
#include "xlsx-read.h"

int main(int argc, char **argv)
{
    struct source source = { 0 };
    char head[4096];
    source_open(&source, argc, argv);
    size_t len = source_head(head, sizeof head);
    if (len >= 8 && memcmp(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
        old_workbook();
    if (sheetml_is(head, len))
        sheetml_read(&source);
    else
        xlsx_read(&source);
    grid_end();
    return SVC_OK;
}
