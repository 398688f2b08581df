/* libcsv FILE: a bare parse, for comparison: counts fields and rows, checks nothing. */
#include <csv.h>
#include <stdio.h>

static void field(void *text, size_t len, void *count)
{
    (void)text;
    (void)len;
    ++*(size_t *)count;
}

static void row(int end, void *count)
{
    (void)end;
    (void)count;
}

int main(int argc, char **argv)
{
    static char bytes[65536];
    struct csv_parser parser;
    size_t len, fields = 0;
    FILE *file = fopen(argc > 1 ? argv[1] : "", "r");
    if (!file || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return 1;
    while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
        if (csv_parse(&parser, bytes, len, field, row, &fields) != len)
            return 1;
    csv_fini(&parser, field, row, &fields);
    csv_free(&parser);
    fclose(file);
    printf("%zu\n", fields);
    return 0;
}
