/* svc-json-read: JSON lines on standard input, an object each, as rows of CSV; see grid.h and source.h.
 *
 * Keys are the heading, in the order in which they first come; the file is read once for them, once for what
 * they hold. A line's row has the line's number. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grid.h"
#include "numfmt.h"
#include "source.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"

static struct {
    char *text; /* of the line at hand */
    size_t room;
    uint32_t line;
    json_t *places; /* by key: its column, from 1 */
    char **keys;
    uint32_t count;
} file;

/* -- a line ------------------------------------------------------------------------------------- */

_Noreturn static void refuse(const char *key, const char *why)
{
    if (key)
        svc_die(SVC_BADINPUT, "line %u, \"%.60s\": %s", file.line, key, why);
    svc_die(SVC_BADINPUT, "line %u: %s", file.line, why);
}

/* The next line that is not blank, without its end; -1 behind the last. A line of any length is read in bounded
 * memory. */
static ssize_t next_line(void)
{
    if (!file.text)
        file.text = svc_realloc(NULL, file.room = 4096, 1);
    for (;;) {
        size_t len = 0;
        int c;
        while ((c = getc_unlocked(stdin)) != EOF && c != '\n') {
            if (len + 1 >= file.room)
                file.text = svc_realloc(file.text, file.room *= 2, 1);
            file.text[len++] = (char)c;
            if (len > GRID_RECORD) {
                file.line++;
                refuse(NULL, _("the line is larger than 1 MiB"));
            }
        }
        if (ferror(stdin))
            svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
        if (c == EOF && !len)
            return -1;
        if (++file.line >= GRID_ROWS)
            refuse(NULL, _("more lines than a worksheet has rows"));
        size_t from = file.line == 1 && len >= 3 && memcmp(file.text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        memmove(file.text, file.text + from, len -= from);
        file.text[len] = '\0';
        if (strspn(file.text, " \t\r") < len)
            return (ssize_t)len;
    }
}

static json_t *next_object(void)
{
    json_error_t error;
    ssize_t len = next_line();
    if (len < 0)
        return NULL;
    json_t *object = json_loadb(file.text, (size_t)len, JSON_REJECT_DUPLICATES, &error);
    if (!object && json_error_code(&error) == json_error_duplicate_key)
        refuse(NULL, _("the same key comes twice"));
    if (!object && json_error_code(&error) == json_error_numeric_overflow)
        refuse(NULL, _("a number that is too large\nput it in quotes"));
    if (!object && svc_utf8_valid(file.text, (size_t)len) != (size_t)len)
        refuse(NULL, _("not valid UTF-8\nif the file comes from Excel or a Chinese system, add --encoding gb18030"));
    if (!object)
        refuse(NULL, _("no JSON object\nwrite one object a line: {\"no\":\"C2026-000001\",\"level\":3}"));
    if (!json_is_object(object))
        refuse(NULL, _("a list, where an object is wanted\nwrite one object a line: {\"no\":\"C2026-000001\",\"level\":3}"));
    return object;
}

/* -- all of them -------------------------------------------------------------------------------- */

static void note_keys(json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (json_is_object(value) || json_is_array(value))
            refuse(key, _("an object or list inside of the object\nwrite plain values alone"));
        if (json_object_get(file.places, key))
            continue;
        if (file.count == GRID_COLUMNS)
            refuse(NULL, _("more keys than a worksheet has columns"));
        file.keys = svc_grow(file.keys, file.count, sizeof *file.keys);
        file.keys[file.count++] = svc_strdup(key);
        json_object_set_new(file.places, key, json_integer(file.count));
    }
}

static void put_value(uint32_t column, const char *key, json_t *value)
{
    char out[NUMFMT_SIZE];
    switch (json_typeof(value)) {
    case JSON_STRING: grid_cell(column, json_string_value(value), json_string_length(value)); return;
    case JSON_TRUE: grid_cell(column, "yes", 3); return;
    case JSON_FALSE: grid_cell(column, "no", 2); return;
    case JSON_INTEGER:
        snprintf(out, sizeof out, "%lld", (long long)json_integer_value(value));
        break;
    case JSON_REAL: {
        const char *why = numfmt_write(json_real_value(value), (struct numfmt){ 0 }, false, out);
        if (why)
            refuse(key, _("a number of more than 15 digits\nput it in quotes"));
        break;
    }
    case JSON_NULL:
    case JSON_OBJECT:
    case JSON_ARRAY: return;
    }
    grid_cell(column, out, strlen(out));
}

/* In the order of the columns. The heading stands above the first line, in a row of its own. */
static void put_object(json_t *object)
{
    grid_row(file.line + 1);
    for (uint32_t i = 0; i < file.count; i++) {
        json_t *value = json_object_get(object, file.keys[i]);
        if (value)
            put_value(i + 1, file.keys[i], value);
    }
}

static void read_objects(const struct source *source)
{
    json_t *object;
    if (source->worksheet)
        svc_die(SVC_BADINPUT, "no worksheet \"%s\": JSON lines have none\nleave out --worksheet", source->worksheet);
    source_utf8(source);
    json_object_seed(0);
    file.places = json_object();
    while ((object = next_object())) {
        note_keys(object);
        json_decref(object);
    }
    if (fseek(stdin, 0, SEEK_SET) != 0)
        svc_die(SVC_IO, "cannot read: %s", svc_lang_error(errno));
    file.line = 0;
    grid_begin(source->named, NULL, true);
    grid_row(1);
    for (uint32_t i = 0; i < file.count; i++)
        grid_cell(i + 1, file.keys[i], strlen(file.keys[i]));
    while ((object = next_object())) {
        put_object(object);
        json_decref(object);
    }
    grid_end();
}

int main(int argc, char **argv)
{
    struct source source = { 0 };
    source_open(&source, argc, argv);
    read_objects(&source);
    return SVC_OK;
}
