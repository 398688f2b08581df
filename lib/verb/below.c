#include "svc/below.h"

#include <string.h>

#include "svc/word.h"

/* 合计, 制表人：李静: a word of the list, which are Chinese, up to the end or a colon. */
bool svc_below(const char *text, size_t len)
{
    static const char colon[] = "：";
    static const char *words;
    struct svc_word word;
    if ((unsigned char)*text < 0x80)
        return false; /* as most records begin */
    if (!words)
        words = svc_word_list("verb.below");
    const char *end = memmem(text, len, colon, sizeof colon - 1), *ascii = memchr(text, ':', len);
    if (!end || (ascii && ascii < end))
        end = ascii;
    return svc_word_find(words, text, end ? (size_t)(end - text) : len, &word);
}

bool svc_sum(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr("0123456789.,-+% ", text[i]))
            return false;
    return true;
}
