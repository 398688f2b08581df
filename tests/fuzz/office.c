/* office: a workbook of any bytes becomes rows or is refused. Its first byte says what the others are: a zip file,
 * the XML of 2003, the parts of a workbook, which are put into one (its sheet, its texts, its styles and what it
 * says of sheets, a byte 1 between them), or the format of a number and the number. */
#include <math.h>
#include <zlib.h>

#include "../../lib/helper/cells.h"
#include "../../lib/helper/numfmt.h"
#include "../../lib/helper/package.h"
#include "../../lib/helper/xlsx-read.h"
#include "../../lib/helper/xml.h"
#include "rows.h"
#include "svc/when.h"

enum { ZIP, SHEETML, PARTS, NUMBER, KINDS };

static void read_anew(const struct source *source)
{
    xml_forget();
    package_close();
    cells_forget();
    xlsx_read(source);
}

static void read_sheetml_anew(const struct source *source)
{
    xml_forget();
    sheetml_read(source);
}

/* -- parts into a workbook, stored as they are ---------------------------------------------------- */

static void put(struct svc_buf *out, uint32_t value, size_t bytes)
{
    for (; bytes; bytes--, value >>= 8)
        svc_buf_putc(out, (char)value);
}

static void put_head(struct svc_buf *out, const char *name, const void *bytes, size_t len)
{
    uint32_t sum = (uint32_t)crc32(0, bytes, (uInt)len);
    put(out, 20, 2);
    put(out, 0, 4); /* flags, how it was packed */
    put(out, 0, 4); /* when */
    put(out, sum, 4);
    put(out, (uint32_t)len, 4);
    put(out, (uint32_t)len, 4);
    put(out, (uint32_t)strlen(name), 2);
    put(out, 0, 2);
}

static void put_part(struct svc_buf *out, struct svc_buf *list, const char *name, const void *bytes, size_t len)
{
    uint32_t at = (uint32_t)out->len;
    svc_buf_add(out, "PK\3\4", 4);
    put_head(out, name, bytes, len);
    svc_buf_puts(out, name);
    svc_buf_add(out, bytes, len);
    svc_buf_add(list, "PK\1\2\24\0", 6);
    put_head(list, name, bytes, len);
    put(list, 0, 10);
    put(list, at, 4);
    svc_buf_puts(list, name);
}

static void put_workbook(struct svc_buf *out, const uint8_t *data, size_t size)
{
    static const char relations[] =
        "<Relationships><Relationship Id='s' Type='/worksheet' Target='s.xml'/>"
        "<Relationship Id='t' Type='/sharedStrings' Target='t.xml'/>"
        "<Relationship Id='f' Type='/styles' Target='f.xml'/></Relationships>";
    static const char usual[] = "<workbook><sheets><sheet name='a' r:id='s'/></sheets></workbook>";
    static const char *const names[] = { "xl/s.xml", "xl/t.xml", "xl/f.xml", "xl/workbook.xml" };
    struct svc_buf list = { 0 };
    size_t count = 0;
    put_part(out, &list, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    for (; count < 4; count++) {
        const uint8_t *end = size && count < 3 ? memchr(data, 1, size) : NULL;
        size_t len = end ? (size_t)(end - data) : size;
        bool none = count == 3 && !len;
        put_part(out, &list, names[count], none ? (const void *)usual : data, none ? sizeof usual - 1 : len);
        data += end ? len + 1 : len;
        size -= end ? len + 1 : len;
    }
    uint32_t at = (uint32_t)out->len;
    svc_buf_add(out, svc_buf_text(&list), list.len);
    svc_buf_add(out, "PK\5\6\0\0\0\0", 8);
    put(out, (uint32_t)count + 1, 2);
    put(out, (uint32_t)count + 1, 2);
    put(out, (uint32_t)list.len, 4);
    put(out, at, 4);
    put(out, 0, 2);
    svc_buf_free(&list);
}

/* -- numbers ------------------------------------------------------------------------------------ */

/* What is told of a day reads back as that day; a plain number as the same number, to fifteen digits. */
static void check_number(const uint8_t *data, size_t size)
{
    char out[NUMFMT_SIZE], *end;
    double number;
    if (size < sizeof number)
        return;
    memcpy(&number, data, sizeof number);
    char *code = strndup((const char *)data + sizeof number, size - sizeof number);
    struct numfmt is = *code == 1 ? numfmt_known((unsigned char)code[1]) : numfmt_of(code);
    const char *why = numfmt_write(number, is, data[0] & 1, out);
    MUST(why || (*out && strlen(out) < NUMFMT_SIZE && !svc_text_refused(out)));
    if (!why && is.kind == NUMFMT_PLAIN) {
        double read_back = strtod(out, &end);
        MUST(!*end && fabs(read_back - number) <= fabs(number) * 1e-14);
        MUST(!strpbrk(out, "eEnN"));
    }
    svc_when when;
    if (!why && (is.kind == NUMFMT_DAY || is.kind == NUMFMT_MOMENT))
        MUST(!svc_when_parse(out, &when));
    free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct source source = { .named = false };
    struct svc_buf workbook = { 0 };
    if (size < 1)
        return -1;
    switch (data[0] % KINDS) {
    case ZIP: rows_run(data + 1, size - 1, read_anew, &source); break;
    case SHEETML: rows_run(data + 1, size - 1, read_sheetml_anew, &source); break;
    case NUMBER: check_number(data + 1, size - 1); break;
    case PARTS:
        put_workbook(&workbook, data + 1, size - 1);
        rows_run(workbook.data, workbook.len, read_anew, &source);
        svc_buf_free(&workbook);
        break;
    }
    return 0;
}
