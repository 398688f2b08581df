#include "svc/told.h"

#include <string.h>

#include "svc/lang.h"
#include "svc/text.h"
#include "svc/word.h"
#include "svc/words.h"

/* A reader of what svc_buf_json and the tools write: one object of texts, numbers and pairs of them. */
struct reading {
    const char *p;
    bool bad;
};

static bool takes(struct reading *in, char c)
{
    bool there = *in->p == c;
    in->p += there;
    return there;
}

static void must(struct reading *in, char c)
{
    in->bad = !takes(in, c) || in->bad;
}

static void take_escape(struct reading *in, struct svc_buf *out)
{
    static const char hex[] = "0123456789abcdef";
    char c = *in->p;
    if (c)
        in->p++;
    if (c == 'u' && strlen(in->p) >= 4) {
        const char *high = strchr(hex, in->p[2]), *low = strchr(hex, in->p[3]);
        in->p += 4;
        in->bad = in->bad || !high || !low;
        if (high && low)
            svc_buf_putc(out, (char)((high - hex) * 16 + (low - hex)));
    } else {
        svc_buf_putc(out, c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
    }
}

/* A text, a number, true or null, for which nothing is appended. */
static void take_value(struct reading *in, struct svc_buf *out)
{
    if (!takes(in, '"')) {
        size_t len = strspn(in->p, "-+.0123456789abcdefghijklmnopqrstuvwxyzE");
        in->bad = in->bad || len == 0;
        if (strncmp(in->p, "null", len) != 0)
            svc_buf_add(out, in->p, len);
        in->p += len;
        return;
    }
    while (*in->p && *in->p != '"') {
        if (takes(in, '\\'))
            take_escape(in, out);
        else
            svc_buf_putc(out, *in->p++);
    }
    must(in, '"');
}

struct telling {
    const struct svc_register *reg;
    bool chinese;
};

static void tell_value(const struct telling *of, const struct svc_column *column, const struct svc_buf *value,
                       struct svc_buf *out)
{
    const char *words = of->chinese && column ? svc_column_words(column, SVC_WORDS_EVER) : NULL;
    if (words && strchr(words, ':'))
        svc_word_labels(words, svc_buf_text(value), value->len, out);
    else
        svc_buf_add(out, svc_buf_text(value), value->len);
}

static void tell_one(struct reading *in, const struct telling *of, const char *key, struct svc_buf *out)
{
    struct svc_buf old = { 0 }, new = { 0 };
    int at = of->reg ? svc_column_find(of->reg->columns, key) : -1;
    const struct svc_column *column = at >= 0 ? &of->reg->columns[at] : NULL;
    bool pair = takes(in, '[');
    if (pair) {
        take_value(in, &old);
        must(in, ',');
    }
    take_value(in, &new);
    if (pair)
        must(in, ']');
    const char *label = !of->chinese ? key : column ? svc_column_label(column) : svc_words_text("verb.told", key);
    svc_buf_printf(out, "%s%s%s", out->len ? of->chinese ? "；" : "; " : "", label, of->chinese ? "：" : ": ");
    tell_value(of, column, &old, out);
    svc_buf_puts(out, old.len ? " → " : "");
    if (new.len)
        tell_value(of, column, &new, out);
    else
        svc_buf_puts(out, of->chinese ? svc_words_text("verb.told", "none") : "none");
    svc_buf_free(&old);
    svc_buf_free(&new);
}

void svc_change_tell(const struct svc_register *reg, const char *change, enum svc_language language,
                     struct svc_buf *out)
{
    struct reading in = { .p = change };
    const struct telling of = { reg, language == SVC_CHINESE };
    struct svc_buf told = { 0 }, key = { 0 };
    must(&in, '{');
    while (!in.bad && *in.p != '}') {
        svc_buf_clear(&key);
        take_value(&in, &key);
        must(&in, ':');
        tell_one(&in, &of, svc_buf_text(&key), &told);
        takes(&in, ',');
    }
    must(&in, '}');
    svc_buf_puts(out, in.bad || *in.p ? change : svc_buf_text(&told));
    svc_buf_free(&told);
    svc_buf_free(&key);
}
