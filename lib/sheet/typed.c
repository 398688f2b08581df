#include "svc/typed.h"

#include <string.h>

#include "svc/mem.h"

static void unescape(char *text)
{
    char *to = text;
    for (; *text; text++) {
        if (*text == '\\' && text[1])
            switch (*++text) {
            case 't': *text = '\t'; break;
            case 'n': *text = '\n'; break;
            case 'r': *text = '\r'; break;
            }
        *to++ = *text;
    }
    *to = '\0';
}

size_t svc_typed_part(char *line, char ***cell, size_t *room)
{
    size_t count = 0;
    for (char *text; (text = strsep(&line, "\t")); count++) {
        if (count == *room)
            *cell = svc_realloc(*cell, *room = 2 * *room + 8, sizeof **cell);
        unescape(text);
        (*cell)[count] = text;
    }
    return count;
}

int svc_typed_light(const char **text, size_t *len, const char **name)
{
    static const char *const words[SVC_LIGHTS] = { "green", "amber", "red" };
    *name = "";
    for (int i = 0; i < SVC_LIGHTS; i++) {
        size_t own = strlen(words[i]);
        if (*len < own || memcmp(*text, words[i], own) != 0 || (*len > own && (*text)[own] != ' '))
            continue;
        *name = words[i];
        size_t past = *len > own ? own + 1 : 0;
        *text += past;
        *len -= past;
        return i;
    }
    return -1;
}
