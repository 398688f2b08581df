#include "svc/near.h"

#include <string.h>

#include "svc/buf.h"
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
