/* Which texts a spreadsheet would take for something else. */
#include "inner.h"

#include <regex.h>
#include <string.h>

#include "svc/err.h"
#include "svc/text.h"

/* What a spreadsheet makes a number, a day or a time of, after its own loose fashion; compared
 * without case and after `narrow`. */
#define NUMBER "[(]?[$]? ?([0-9][0-9,]*[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)? ?%?[)]?"
#define FRACTION "[0-9]+ [0-9]+/[0-9]+"
#define MONTH                                                                                      \
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|"           \
    "oct(ober)?|nov(ember)?|dec(ember)?)"
#define DAY                                                                                        \
    "([0-9]{1,4}[-/.][0-9]{1,4}([-/.][0-9]{1,4})?|[0-9]{1,2}[- ]?" MONTH                           \
    "([- ,]+[0-9]{1,4})?|" MONTH                                                                   \
    "[- ,]*[0-9]{1,4}([ ,]+[0-9]{1,4})?|[0-9]{1,4}年([0-9]{1,2}月)?([0-9]{1,2}日)?|"            \
    "[0-9]{1,2}月([0-9]{1,2}日)?)"
#define CLOCK                                                                                      \
    "((上午|下午)?[0-9]+:[0-9]+(:[0-9]+([.][0-9]*)?)?( ?[ap]m?)?|[0-9]{1,2} [ap]m?|"           \
    "(上午|下午)?[0-9]{1,2}(时|時)([0-9]{1,2}分([0-9]{1,2}秒)?)?)"
#define LOOKS_LIKE "^ *(" NUMBER "|" FRACTION "|" DAY "([ t]*" CLOCK "z?)?|" CLOCK ") *$"

enum { GUARD_MAX = 255 }; /* no longer cell is ever a number */

/* Copies a cell with its full-width forms made ASCII and every currency sign a dollar, since a
 * spreadsheet set to Chinese reads those the same. False when it is too long for a number. */
static bool narrow(const char *text, size_t len, char out[GUARD_MAX + 1])
{
    size_t n = 0;
    for (size_t i = 0, used; i < len; i += used) {
        unsigned c = svc_utf8_char(text + i, &used);
        if (n + used > GUARD_MAX)
            return false;
        if (c >= 0xff01 && c <= 0xff5e)
            out[n++] = (char)(c - 0xff01 + '!');
        else if (c == 0x3000 || c == 0xa0)
            out[n++] = ' ';
        else if (c == 0xffe5 || c == 0xa5 || c == 0xa3 || c == 0x20ac)
            out[n++] = '$';
        else
            for (size_t k = 0; k < used; k++)
                out[n++] = text[i + k];
    }
    out[n] = '\0';
    return true;
}

static bool looks_like(const char *text)
{
    static regex_t pattern;
    static bool compiled;
    if (!compiled && regcomp(&pattern, LOOKS_LIKE, REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0)
        svc_die(SVC_BUG, "the pattern of guarded cells does not compile");
    compiled = true;
    return regexec(&pattern, text, 0, NULL, 0) == 0;
}

bool svc_sheet_guards(const char *text, size_t len)
{
    size_t used;
    char out[GUARD_MAX + 1];
    svc_utf8_char(text, &used);
    narrow(text, used, out);
    return strchr("'=+-@\t\r", out[0]) || (narrow(text, len, out) && looks_like(out));
}
