#include "svc/decode.h"

#include <stdlib.h>

#include "tap.h"

#define MARK "\xef\xbb\xbf"
#define HINT "\nif the file comes from Excel or a Chinese system, add --encoding gb18030"
#define LONE_CR "a carriage return without a line feed\nconvert the line ends to LF or CRLF"

/* `out` is what was decoded before the error, if there is one. */
static const struct {
    const char *name, *encoding, *in;
    size_t len;
    const char *out, *error;
} cases[] = {
#define IN(text) text, sizeof text - 1
    { "empty", NULL, IN(""), "", NULL },
    { "ascii", NULL, IN("a,b\n1,2\n"), "a,b\n1,2\n", NULL },
    { "mark", NULL, IN(MARK "a\n"), "a\n", NULL },
    { "mark alone", NULL, IN(MARK), "", NULL },
    { "two marks", NULL, IN(MARK MARK "a"), MARK "a", NULL },
    { "mark inside", NULL, IN("a" MARK "b"), "a" MARK "b", NULL },
    { "utf-8 by name", "UTF-8", IN("中文 😀 é"), "中文 😀 é", NULL },
    { "tab and crlf", NULL, IN("a\tb\r\nc\n"), "a\tb\r\nc\n", NULL },
    { "a long line", NULL, IN("0123456789012345678901234567890123456789\x7f"),
      "0123456789012345678901234567890123456789", "line 1, byte 40: the control character U+007F" },
    { "bare continuation", NULL, IN("ab\ncd\x80"), "ab\ncd",
      "line 2, byte 5: not valid UTF-8" HINT },
    { "mark counts", NULL, IN(MARK "ab\xff"), "ab", "line 1, byte 5: not valid UTF-8" HINT },
    { "overlong slash", NULL, IN("a\xc0\xaf"), "a", "line 1, byte 1: not valid UTF-8" HINT },
    { "overlong three", NULL, IN("a\xe0\x80\xaf"), "a", "line 1, byte 1: not valid UTF-8" HINT },
    { "overlong NUL", NULL, IN("a\xc0\x80"), "a", "line 1, byte 1: not valid UTF-8" HINT },
    { "surrogate", NULL, IN("a\xed\xa0\x80"), "a", "line 1, byte 1: not valid UTF-8" HINT },
    { "beyond U+10FFFF", NULL, IN("a\xf4\x90\x80\x80"), "a",
      "line 1, byte 1: not valid UTF-8" HINT },
    { "cut off by the end", NULL, IN("ab\xe4\xb8"), "ab", "line 1, byte 2: not valid UTF-8" HINT },
    { "cut off by a letter", NULL, IN("\xe4\xb8x\n"), "", "line 1, byte 0: not valid UTF-8" HINT },
    { "NUL", NULL, IN("a\n\0b"), "a\n", "line 2, byte 2: a NUL byte" },
    { "escape", NULL, IN("a\x1b[31m"), "a", "line 1, byte 1: the control character U+001B" },
    { "form feed", NULL, IN("0123456789\f"), "0123456789",
      "line 1, byte 10: the control character U+000C" },
    { "C1", NULL, IN("中\xc2\x85"), "中", "line 1, byte 3: the control character U+0085" },
    { "C1, last", NULL, IN("\xc2\x9f"), "", "line 1, byte 0: the control character U+009F" },
    { "not C1", NULL, IN("\xc2\xa0\xc2\xbf"), "\xc2\xa0\xc2\xbf", NULL },
    { "lone CR", NULL, IN("a\rb\n"), "a", "line 1, byte 1: " LONE_CR },
    { "CR CR LF", NULL, IN("a\r\r\n"), "a", "line 1, byte 1: " LONE_CR },
    { "CR at the end", NULL, IN("a\n\r"), "a\n", "line 2, byte 2: " LONE_CR },
    { "CR before bad bytes", NULL, IN("a\r\xff"), "a", "line 1, byte 1: " LONE_CR },
    { "UTF-16 LE", NULL,
      IN("\xff\xfe"
         "a\0,\0"),
      "", "line 1, byte 0: UTF-16, not UTF-8\nadd --encoding utf-16" },
    { "UTF-16 BE", NULL, IN("\xfe\xff\0a"), "",
      "line 1, byte 0: UTF-16, not UTF-8\nadd --encoding utf-16" },
    { "half of UTF-16's mark", NULL, IN("\xff" "a"), "", "line 1, byte 0: not valid UTF-8" HINT },
    { "UTF-16 declared", "utf-16",
      IN("\xff\xfe"
         "a\0-N"),
      "a中", NULL },
    { "UTF-16, half a character", "utf-16le", IN("a\0b"), "a",
      "line 1, byte 2: not valid utf-16le" },
    { "gb18030", "gb18030", IN("\xd6\xd0,\xce\xc4\r\n"), "中,文\r\n", NULL },
    { "gb18030, four bytes", "gb18030", IN("\x94\x39\xda\x33"), "\xf0\x9f\x92\xa9", NULL },
    { "gb18030, its mark", "gb18030",
      IN("\x84\x31\x95\x33"
         "a"),
      "a", NULL },
    { "gb18030, ASCII alone", "gb18030", IN("a,b\n"), "a,b\n", NULL },
    { "gb18030, bad", "gb18030", IN("\xd6\xd0\n\xce\xc4\xff\n"), "中\n文",
      "line 2, byte 5: not valid gb18030" },
    { "gb18030, cut off", "gb18030", IN("\xd6\xd0\xce"), "中",
      "line 1, byte 2: not valid gb18030" },
    { "gb18030, control", "gb18030", IN("\xd6\xd0\n\x07"), "中\n",
      "line 2: the control character U+0007" },
    { "gb18030, lone CR", "gb18030", IN("\xd6\xd0\r\xce\xc4"), "中", "line 1: " LONE_CR },
    { "gb18030, UTF-8 up to a NUL alone", "gb18030", IN("\xc3\xa9\0\xff"), "茅", "line 1: a NUL byte" },
    { "gb18030 declared, UTF-8", "gb18030", IN("中文"), "涓\xee\x85\x9f枃",
      "the input is UTF-8, not gb18030\nleave out --encoding" },
    { "gb18030 declared, UTF-8 that breaks it", "gb18030", IN("中\n"), "涓",
      "the input is UTF-8, not gb18030\nleave out --encoding" },
    { "gb18030 declared, UTF-16", "gb18030",
      IN("\xff\xfe"
         "a\0"),
      "", "line 1, byte 0: UTF-16, not gb18030\nadd --encoding utf-16" },
};

static void run(size_t i, size_t chunk)
{
    struct svc_decoder *decoder = svc_decoder_open(cases[i].encoding);
    struct svc_buf out = { 0 };
    bool good = true;
    for (size_t at = 0; good && at < cases[i].len; at += chunk) {
        /* A copy without anything behind it, so that a sanitizer sees a step too far. */
        size_t len = cases[i].len - at < chunk ? cases[i].len - at : chunk;
        char *bytes = malloc(len);
        if (!bytes)
            abort();
        memcpy(bytes, cases[i].in + at, len);
        good = svc_decode(decoder, bytes, len, false, &out);
        free(bytes);
    }
    if (good)
        good = svc_decode(decoder, "", 0, true, &out);
    char name[100];
    snprintf(name, sizeof name, "%s by %zu", cases[i].name, chunk);
    is_str(svc_decoder_error(decoder), cases[i].error, name);
    is_str(svc_buf_text(&out), cases[i].out, name);
    ok(good == !cases[i].error, "%s: says so", name);
    svc_buf_free(&out);
    svc_decoder_close(decoder);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t chunk = 1; chunk <= cases[i].len + 1; chunk += chunk < 5 ? 1 : 7)
            run(i, chunk);
    ok(!svc_decoder_open("klingon"), "an unknown encoding");
    ok(!svc_decoder_open(""), "an encoding without a name");
    ok(!svc_decoder_open("iso-2022-cn-ext"), "one that iconv knows and no office writes");
    ok(!svc_decoder_open("gb18030//IGNORE"), "an encoding that would drop characters");
    return done_testing();
}
