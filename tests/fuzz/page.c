/* page: a web page of any bytes becomes rows or is refused. */
#define main svc_html_read
int svc_html_read(int argc, char **argv);
#include "../../lib/helper/svc-html-read.c"
#undef main

#include "rows.h"

static void read_page_anew(const struct source *source)
{
    if (page.parser)
        htmlFreeParserCtxt(page.parser);
    svc_buf_free(&page.text);
    memset(&page, 0, sizeof page);
    read_tables(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return -1;
    const struct source source = { .encoding = data[0] & 1 ? "gb18030" : NULL };
    rows_run(data + 1, size - 1, read_page_anew, &source);
    return 0;
}
