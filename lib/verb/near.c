#include "svc/near.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/word.h"

/* A name may hold the signs that part words. */
static void add(struct svc_buf *words, const char *name)
{
    for (; *name; name++)
        if (!strchr(":;|", *name))
            svc_buf_putc(words, *name);
}

const char *svc_near(struct svc_db *db, const char *sql, const char *text)
{
    struct svc_buf words = { 0 };
    struct svc_query *q = svc_query(db, sql, NULL);
    while (svc_next(q)) {
        svc_buf_puts(&words, words.len ? "|" : "");
        add(&words, svc_text(q, 0));
        svc_buf_putc(&words, ':');
        add(&words, svc_text(q, svc_is_null(q, 1) ? 0 : 1));
    }
    const char *hint = svc_word_hint(svc_buf_text(&words), text);
    svc_buf_free(&words);
    return hint;
}

/* The customers whose codes are one edit away from the text. There may be millions of them: each edit is
 * looked up, and none is read in vain. */
struct near {
    struct svc_query *known;
    char **code;
    size_t count;
};

static void try_edit(struct near *near, const char *text, size_t keep, const char *put, size_t skip)
{
    char *code = svc_format("%.*s%s%s", (int)keep, text, put, text + keep + skip);
    svc_bind_text(near->known, 1, code, strlen(code));
    bool known = svc_next(near->known);
    svc_rewind(near->known);
    if (!known) {
        free(code);
        return;
    }
    near->code = svc_grow(near->code, near->count, sizeof *near->code);
    near->code[near->count++] = code;
}

static void try_edits(struct near *near, const char *text, size_t len)
{
    static const char signs[] = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i <= len; i++) {
        if (i < len)
            try_edit(near, text, i, "", 1);
        if (i + 1 < len)
            try_edit(near, text, i, (char[]){ text[i + 1], text[i], '\0' }, 2);
        for (const char *sign = signs; *sign; sign++) {
            const char put[] = { *sign, '\0' };
            try_edit(near, text, i, put, 0);
            if (i < len)
                try_edit(near, text, i, put, 1);
        }
    }
}

static int by_code(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

const char *svc_near_customers(struct svc_db *db, const char *text)
{
    enum { SHORT = 3, LONG = 24, MOST = 3 };
    static struct svc_buf told;
    struct near near = { .count = 0 };
    size_t len = strlen(text), found = 0;
    svc_buf_clear(&told);
    if (len < SHORT || len > LONG)
        return "";
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80) /* no edit of a byte */
            return "";
    near.known = svc_prepare(db, "SELECT 1 FROM customer WHERE customer = ?1");
    try_edits(&near, text, len);
    svc_free(near.known);
    if (near.count > 1)
        qsort(near.code, near.count, sizeof *near.code, by_code);
    for (size_t i = 0; i < near.count; i++) {
        bool again = i && strcmp(near.code[i], near.code[i - 1]) == 0;
        if (!again && found++ < MOST)
            svc_buf_printf(&told, "%s%s", told.len ? _(", ") : "", near.code[i]);
    }
    for (size_t i = 0; i < near.count; i++)
        free(near.code[i]);
    free(near.code);
    return svc_buf_text(&told);
}
