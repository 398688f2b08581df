#include "svc/json.h"

#include <string.h>

bool svc_json_takes(struct svc_json *in, char c)
{
    bool there = *in->p == c;
    in->p += there;
    return there;
}

void svc_json_must(struct svc_json *in, char c)
{
    in->bad = !svc_json_takes(in, c) || in->bad;
}

static void take_escape(struct svc_json *in, struct svc_buf *out)
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

bool svc_json_value(struct svc_json *in, struct svc_buf *out)
{
    if (!svc_json_takes(in, '"')) {
        size_t len = strspn(in->p, "-+.0123456789abcdefghijklmnopqrstuvwxyzE");
        in->bad = in->bad || len == 0;
        if (strncmp(in->p, "null", len) != 0)
            svc_buf_add(out, in->p, len);
        in->p += len;
        return false;
    }
    while (*in->p && *in->p != '"') {
        if (svc_json_takes(in, '\\'))
            take_escape(in, out);
        else
            svc_buf_putc(out, *in->p++);
    }
    svc_json_must(in, '"');
    return true;
}
