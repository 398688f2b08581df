#include "workbook.h"

#include <stdlib.h>
#include <string.h>

#include "grid.h"
#include "package.h"
#include "spill.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"

enum {
    SHEETS_MAX = 10000, FORMATS_MAX = 65536, STYLES_MAX = 65536,
    TEXTS_MEMORY = 12 * 1024 * 1024, ENDS_MEMORY = 4 * 1024 * 1024
};

/* -- which parts there are ------------------------------------------------------------------------ */

/* What the part that is read lists of others: `Target` is beside `folder`. */
struct relations {
    const char *folder;
    struct workbook *book; /* NULL: of the package itself, which names the workbook … */
    char *found;           /* … here */
};

/* A path from one part to another as a name: without `.` and `..`, from the top. */
static char *resolve(const char *folder, const char *target)
{
    struct svc_buf path = { 0 };
    if (*target != '/')
        svc_buf_puts(&path, folder);
    while (*target) {
        size_t len = strcspn(target, "/");
        if (len == 2 && strncmp(target, "..", 2) == 0) {
            char *slash = path.len ? strrchr(path.data, '/') : NULL;
            path.len = slash ? (size_t)(slash - path.data) : 0;
            if (path.data)
                path.data[path.len] = '\0';
        } else if (len && !(len == 1 && *target == '.')) {
            svc_buf_puts(&path, path.len ? "/" : "");
            svc_buf_add(&path, target, len);
        }
        target += len + (target[len] == '/');
    }
    return svc_buf_take(&path);
}

static bool is_type(const char *type, const char *word)
{
    const char *slash = type ? strrchr(type, '/') : NULL;
    return slash && strcmp(slash + 1, word) == 0;
}

/* Until now the part of a sheet is the name of its relation. */
static void relate(struct workbook *book, const char *id, const char *type, char *target)
{
    for (size_t i = 0; i < book->count && id; i++) {
        struct workbook_sheet *sheet = &book->sheets[i];
        if (!sheet->part || *sheet->part != '\n' || strcmp(sheet->part + 1, id) != 0)
            continue;
        free(sheet->part);
        sheet->part = is_type(type, "worksheet") ? svc_strdup(target) : NULL;
    }
    if (is_type(type, "styles") && !book->styles)
        book->styles = svc_strdup(target);
    if (is_type(type, "sharedStrings") && !book->strings)
        book->strings = svc_strdup(target);
}

static void relation(void *ctx, const char *name, const char **attributes)
{
    struct relations *from = ctx;
    const char *type = xml_attribute(attributes, "Type"), *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !target || (mode && strcmp(mode, "External") == 0))
        return;
    char *path = resolve(from->folder, target);
    if (from->book)
        relate(from->book, xml_attribute(attributes, "Id"), type, path);
    else if (is_type(type, "officeDocument") && !from->found)
        from->found = svc_strdup(path);
    free(path);
}

static void no_end(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
}

static void sheet(void *ctx, const char *name, const char **attributes)
{
    struct workbook *book = ctx;
    if (strcmp(name, "workbookPr") == 0) {
        const char *since = xml_attribute(attributes, "date1904");
        book->since_1904 = since && (strcmp(since, "1") == 0 || strcmp(since, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0)
        return;
    const char *called = xml_attribute(attributes, "name"), *state = xml_attribute(attributes, "state");
    const char *id = NULL;
    for (const char **a = attributes; *a; a += 2)
        if (strchr(a[0], ':') && strcmp(xml_local(a[0]), "id") == 0)
            id = a[1];
    if (book->count == SHEETS_MAX)
        svc_die(SVC_BADINPUT, "a workbook of more than %d worksheets", SHEETS_MAX);
    book->sheets = svc_grow(book->sheets, book->count, sizeof *book->sheets);
    book->sheets[book->count++] = (struct workbook_sheet){
        .name = svc_strdup(called ? called : ""), .part = svc_format("\n%s", id ? id : ""),
        .hidden = state && strcmp(state, "visible") != 0 };
}

/* Zip files are many things. */
_Noreturn static void no_workbook(void)
{
    if (package_has("xl/workbook.bin"))
        svc_die(SVC_BADINPUT, "a binary workbook (.xlsb)\nsave it as .xlsx");
    if (package_has("content.xml"))
        svc_die(SVC_BADINPUT, "an OpenDocument file (.ods)\nsave it as .xlsx");
    if (package_has("word/document.xml"))
        svc_die(SVC_BADINPUT, "a text document (.docx), no workbook\ncopy its table into a workbook");
    svc_die(SVC_BADINPUT, "a zip file that is no workbook\nunpack it, and name a file that it held");
}

void workbook_open(struct workbook *book)
{
    static const struct xml_events relations = { relation, no_end, NULL }, sheets = { sheet, no_end, NULL };
    struct relations top = { .folder = "" };
    if (package_has("_rels/.rels"))
        package_parse("_rels/.rels", &relations, &top);
    char *part = top.found && package_has(top.found) ? top.found : svc_strdup("xl/workbook.xml");
    size_t len = strlen(part);
    if (!package_has(part) || (len > 4 && strcmp(part + len - 4, ".bin") == 0))
        no_workbook();
    package_parse(part, &sheets, book);
    char *slash = strrchr(part, '/');
    char *folder = svc_strndup(part, slash ? (size_t)(slash - part) : 0);
    char *list = svc_format("%s%s_rels/%s.rels", folder, *folder ? "/" : "", slash ? slash + 1 : part);
    struct relations own = { .folder = folder, .book = book };
    if (package_has(list))
        package_parse(list, &relations, &own);
    for (size_t i = 0; i < book->count; i++)
        if (book->sheets[i].part && *book->sheets[i].part == '\n') {
            free(book->sheets[i].part);
            book->sheets[i].part = NULL;
        }
    free(list);
    free(folder);
    free(part);
}

/* -- formats ------------------------------------------------------------------------------------ */

static struct {
    struct { unsigned long id; struct numfmt is; } *own;
    size_t own_count;
    struct numfmt *styles;
    size_t count;
    bool within; /* the list of styles that cells name */
} formats;

static unsigned long number_of(const char *text)
{
    return text ? strtoul(text, NULL, 10) : 0;
}

static struct numfmt format_of(unsigned long id)
{
    for (size_t i = 0; i < formats.own_count; i++)
        if (formats.own[i].id == id)
            return formats.own[i].is;
    return numfmt_known(id < 256 ? (unsigned)id : 0);
}

static void style(void *ctx, const char *name, const char **attributes)
{
    (void)ctx;
    if (strcmp(name, "cellXfs") == 0)
        formats.within = true;
    if (strcmp(name, "numFmt") == 0 && formats.own_count < FORMATS_MAX) {
        const char *code = xml_attribute(attributes, "formatCode");
        formats.own = svc_grow(formats.own, formats.own_count, sizeof *formats.own);
        formats.own[formats.own_count].id = number_of(xml_attribute(attributes, "numFmtId"));
        formats.own[formats.own_count++].is = numfmt_of(code ? code : "");
    }
    if (formats.within && strcmp(name, "xf") == 0 && formats.count < STYLES_MAX) {
        formats.styles = svc_grow(formats.styles, formats.count, sizeof *formats.styles);
        formats.styles[formats.count++] = format_of(number_of(xml_attribute(attributes, "numFmtId")));
    }
}

static void style_end(void *ctx, const char *name)
{
    (void)ctx;
    if (strcmp(name, "cellXfs") == 0)
        formats.within = false;
}

struct numfmt workbook_format(unsigned long style_no)
{
    return style_no < formats.count ? formats.styles[style_no] : (struct numfmt){ 0 };
}

/* -- shared texts ------------------------------------------------------------------------------- */

static struct {
    struct spill *texts, *ends; /* ends: where each ends in texts */
    uint64_t count;
    struct svc_buf text;
    bool within;      /* a text … */
    unsigned aside;   /* … but in how it is pronounced */
} shared;

static void string(void *ctx, const char *name, const char **attributes)
{
    (void)ctx;
    (void)attributes;
    if (strcmp(name, "rPh") == 0)
        shared.aside++;
    else if (strcmp(name, "t") == 0)
        shared.within = !shared.aside;
}

static void string_text(void *ctx, const char *text, int len)
{
    (void)ctx;
    if (!shared.within)
        return;
    svc_buf_add(&shared.text, text, (size_t)len);
    if (shared.text.len > 2 * GRID_TEXT)
        svc_die(SVC_BADINPUT, "shared text %llu of the workbook is larger than 64 KiB",
                (unsigned long long)shared.count + 1);
}

static void string_end(void *ctx, const char *name)
{
    (void)ctx;
    if (strcmp(name, "t") == 0)
        shared.within = false;
    else if (strcmp(name, "rPh") == 0 && shared.aside)
        shared.aside--;
    else if (strcmp(name, "si") == 0) {
        struct svc_buf plain = { 0 };
        if (memmem(svc_buf_text(&shared.text), shared.text.len, "_x", 2))
            workbook_text(&plain, shared.text.data, shared.text.len);
        const struct svc_buf *text = plain.len ? &plain : &shared.text;
        spill_add(shared.texts, svc_buf_text(text), text->len);
        uint64_t end = spill_size(shared.texts);
        spill_add(shared.ends, &end, sizeof end);
        shared.count++;
        svc_buf_free(&plain);
        svc_buf_clear(&shared.text);
    }
}

bool workbook_string(uint64_t no, struct svc_buf *text)
{
    uint64_t at[2] = { 0 };
    if (no >= shared.count)
        return false;
    if (no == 0)
        spill_read(shared.ends, 0, &at[1], sizeof at[1]);
    else
        spill_read(shared.ends, (no - 1) * sizeof *at, at, sizeof at);
    size_t len = (size_t)(at[1] - at[0]);
    svc_buf_clear(text);
    spill_read(shared.texts, at[0], svc_buf_reserve(text, len), len);
    text->len = len;
    return true;
}

void workbook_read(const struct workbook *book)
{
    static const struct xml_events styles = { style, style_end, NULL },
                                   strings = { string, string_end, string_text };
    shared.texts = spill_new(TEXTS_MEMORY);
    shared.ends = spill_new(ENDS_MEMORY);
    if (book->styles && package_has(book->styles))
        package_parse(book->styles, &styles, NULL);
    if (book->strings && package_has(book->strings))
        package_parse(book->strings, &strings, NULL);
}

/* -- texts -------------------------------------------------------------------------------------- */

/* The character that _xHHHH_ stands for, -1 where there is no such thing. */
static int escaped(const char *text, const char *end)
{
    int value = 0;
    if (end - text < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = text[i] ? strchr(digits, text[i] | (text[i] >= 'A' ? 0x20 : 0)) : NULL;
        if (!digit)
            return -1;
        value = value * 16 + (int)(digit - digits);
    }
    return value;
}

void workbook_text(struct svc_buf *out, const char *text, size_t len)
{
    for (const char *end = text + len; text < end;) {
        int c = *text == '_' ? escaped(text, end) : -1;
        if (c > 0 && c < 0x80) {
            svc_buf_putc(out, (char)c);
            text += 7;
        } else {
            svc_buf_putc(out, *text++);
        }
    }
}

void workbook_forget(struct workbook *book)
{
    for (size_t i = 0; i < book->count; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].part);
    }
    free(book->sheets);
    free(book->styles);
    free(book->strings);
    memset(book, 0, sizeof *book);
    free(formats.own);
    free(formats.styles);
    memset(&formats, 0, sizeof formats);
    spill_free(shared.texts);
    spill_free(shared.ends);
    svc_buf_free(&shared.text);
    memset(&shared, 0, sizeof shared);
}
