#include "svc/word.h"

#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/text.h"
#include "svc/period.h"

const char *svc_word_list(const char *name)
{
    const struct svc_word_lists *list = svc_word_lists;
    while (list->name && strcmp(list->name, name) != 0)
        list++;
    if (!list->name)
        svc_die(SVC_BUG, "there is no list of words \"%s\"", name);
    return list->words;
}

bool svc_word_next(const char **words, struct svc_word *out)
{
    const char *one;
    size_t len;
    if (!*words || !svc_text_next(words, '|', &one, &len))
        return false;
    const char *sign = memchr(one, ':', len);
    out->code = one;
    out->code_len = sign ? (size_t)(sign - one) : len;
    out->names = sign ? sign + 1 : one;
    out->names_len = sign ? len - out->code_len - 1 : len;
    const char *end = memchr(out->names, ';', out->names_len);
    out->label = out->names;
    out->label_len = end ? (size_t)(end - out->names) : out->names_len;
    return true;
}

static bool is_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static bool has_name(const struct svc_word *word, const char *text, size_t len)
{
    const char *name = word->names, *end = name + word->names_len;
    while (name < end) {
        const char *stop = memchr(name, ';', (size_t)(end - name));
        size_t name_len = (size_t)((stop ? stop : end) - name);
        if (is_same(name, name_len, text, len))
            return true;
        name += name_len + 1;
    }
    return false;
}

bool svc_word_find(const char *words, const char *text, size_t len, struct svc_word *out)
{
    const char *list = words;
    while (svc_word_next(&list, out)) /* a code is never another word's name */
        if (is_same(out->code, out->code_len, text, len) || has_name(out, text, len))
            return true;
    return false;
}

enum { LONGEST = 64 };

/* Edits from one name to the other, bytes for ASCII and thrice as many for Chinese, by LONGEST; one that
 * is a part of the other is near, and nearer the less it lacks. */
static int edits(const char *name, size_t name_len, const char *text, size_t len)
{
    char a[LONGEST], b[LONGEST];
    if (name_len >= sizeof a || len >= sizeof b)
        return LONGEST * LONGEST;
    memcpy(a, name, name_len);
    memcpy(b, text, len);
    a[name_len] = b[len] = '\0';
    int distance = svc_text_distance(a, b);
    return strstr(a, b) || strstr(b, a) ? LONGEST + distance : LONGEST * distance;
}

bool svc_word_nearest(const char *words, const char *text, size_t len, struct svc_word *out)
{
    struct svc_word word;
    int least = (int)(len + 1) / 2 * LONGEST;
    bool found = false;
    while (svc_word_next(&words, &word)) {
        const char *end = word.names + word.names_len, *name = word.names;
        int far = edits(word.code, word.code_len, text, len);
        for (const char *stop; name < end; name = stop + 1) {
            stop = memchr(name, ';', (size_t)(end - name));
            stop = stop ? stop : end;
            int one = edits(name, (size_t)(stop - name), text, len);
            far = one < far ? one : far;
        }
        if (far < least) {
            least = far;
            *out = word;
            found = true;
        }
    }
    return found;
}

const char *svc_word_meant(const char *words, const char *text)
{
    struct svc_word word;
    return svc_word_nearest(words, text, strlen(text), &word) ? svc_strndup(word.code, word.code_len) : NULL;
}

/* Short words in Chinese are soon like each other: those that share a character are. */
static bool shares(const struct svc_word *word, const char *text)
{
    bool chinese = false;
    size_t used;
    for (; *text; text += used) {
        used = (size_t)svc_utf8_length((unsigned char)*text);
        used = used ? used : 1;
        chinese = chinese || used > 1;
        if (used > 1 && (memmem(word->code, word->code_len, text, used) || memmem(word->names, word->names_len, text, used)))
            return true;
    }
    return !chinese;
}

const char *svc_word_hint(const char *words, const char *text)
{
    struct svc_word word;
    if (!svc_word_nearest(words, text, strlen(text), &word) || !shares(&word, text))
        return "";
    return svc_format(_("; did you mean %.*s?"), (int)word.code_len, word.code);
}

bool svc_word_again(const char *words, const struct svc_word *word)
{
    struct svc_word one;
    while (svc_word_next(&words, &one) && one.code != word->code)
        if (is_same(one.code, one.code_len, word->code, word->code_len))
            return true;
    return false;
}

void svc_word_codes(const char *words, struct svc_buf *out)
{
    struct svc_word word;
    const char *lead = "";
    for (const char *rest = words; svc_word_next(&rest, &word);) {
        if (svc_word_again(words, &word))
            continue;
        svc_buf_puts(out, lead);
        svc_buf_add(out, word.code, word.code_len);
        lead = "|";
    }
}

#define BACK "撤销"

size_t svc_word_back(const char *text, size_t len)
{
    if (len > 1 && *text == '-')
        return 1;
    return len > strlen(BACK) && memcmp(text, BACK, strlen(BACK)) == 0 ? strlen(BACK) : 0;
}

size_t svc_word_measured(const char *text, size_t len)
{
    const char *equals = memchr(text, '=', len);
    if (!equals || equals + 1 == text + len)
        return len;
    for (const char *p = equals + 1; p < text + len; p++)
        if (!strchr("0123456789.", *p))
            return len;
    return (size_t)(equals - text);
}

/* The label of `[-]code[@MONTH]`; false when there is no such code. */
static bool add_label(const char *words, const char *text, size_t len, struct svc_buf *out)
{
    struct svc_word word;
    char month[SVC_PERIOD_SIZE], label[SVC_PERIOD_SIZE];
    size_t back = svc_word_back(text, len);
    const char *code = text + back, *at = memchr(code, '@', len - back);
    size_t whole = at ? (size_t)(at - code) : len - back;
    size_t month_len = at ? len - back - whole - 1 : 0, code_len = svc_word_measured(code, whole);
    bool known = false;
    while (!known && svc_word_next(&words, &word))
        known = is_same(word.code, word.code_len, code, code_len);
    if (!known || month_len >= sizeof month)
        return false;
    svc_buf_puts(out, back ? BACK : "");
    svc_buf_add(out, word.label, word.label_len);
    svc_buf_add(out, code + code_len, whole - code_len);
    if (at) {
        memcpy(month, at + 1, month_len);
        month[month_len] = '\0';
        svc_buf_printf(out, "（%s）", svc_period_label(month, label));
    }
    return true;
}

void svc_word_labels(const char *words, const char *codes, size_t len, struct svc_buf *out)
{
    const char *end = codes + len;
    for (bool first = true; codes < end; first = false) {
        const char *stop = memchr(codes, ';', (size_t)(end - codes));
        size_t one = (size_t)((stop ? stop : end) - codes);
        svc_buf_puts(out, first ? "" : ";");
        if (!add_label(words, codes, one, out))
            svc_buf_add(out, codes, one);
        codes += one + 1;
    }
}
