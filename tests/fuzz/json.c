/* json: JSON lines of any bytes become rows or are refused. */
#define main svc_json_read
int svc_json_read(int argc, char **argv);
#include "../../lib/helper/svc-json-read.c"
#undef main

#include "rows.h"

static void read_lines_anew(const struct source *source)
{
    for (uint32_t i = 0; i < file.count; i++)
        free(file.keys[i]);
    free(file.keys);
    free(file.text);
    json_decref(file.places);
    memset(&file, 0, sizeof file);
    rewind(stdin);
    read_objects(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct source source = { .named = false };
    rows_run(data, size, read_lines_anew, &source);
    return 0;
}
