#include "svc/tsv.h"

#include <string.h>

#include "svc/lang.h"

const char *svc_tsv_unescape(char *text, size_t *len, const char **at)
{
    static const char codes[] = "tnr\\", chars[] = "\t\n\r\\";
    char *to = text;
    for (const char *from = text, *end = text + *len; from < end; from++) {
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        *at = from;
        const char *code = ++from < end ? memchr(codes, *from, sizeof codes - 1) : NULL;
        if (!code)
            return _("a backslash that is not \\t, \\n, \\r or \\\\\n"
                     "write it twice, or read the input as CSV");
        if (*code == 'r' && (end - from < 3 || from[1] != '\\' || from[2] != 'n'))
            return _("\\r without \\n");
        *to++ = chars[code - codes];
    }
    *to = '\0';
    *len = (size_t)(to - text);
    return NULL;
}

void svc_tsv_escape(struct svc_buf *out, const char *text, size_t len)
{
    char *from = svc_buf_reserve(out, 2 * len), *to = from;
    for (size_t i = 0; i < len; i++) {
        static const char chars[] = "\t\n\r\\", codes[] = "tnr\\";
        const char *found = memchr(chars, text[i], sizeof chars - 1);
        if (found)
            *to++ = '\\';
        *to++ = found ? codes[found - chars] : text[i];
    }
    out->len += (size_t)(to - from);
}
