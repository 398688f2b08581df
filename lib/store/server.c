#include "svc/server.h"

#include <string.h>

#include "svc/mem.h"

bool svc_server_has(const char *where)
{
    return strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
}

/* The values of what is, or may be, a password, the server's or that of a key (sslpassword): names may be written
 * with %. */
static void hide_parameters(char *url)
{
    static const char name[] = "password";
    for (char *at = strchr(url, '?'); at; at = strchr(at + 1, '&')) {
        size_t len = strcspn(at + 1, "=&");
        char *value = at + 1 + len;
        if (*value == '=' && (memchr(at + 1, '%', len) || (len >= strlen(name) &&
                              strncmp(value - strlen(name), name, strlen(name)) == 0)))
            memmove(value + 1, value + strcspn(value, "&"), strlen(value + strcspn(value, "&")) + 1);
    }
}

char *svc_server_told(const char *where)
{
    char *url = svc_strdup(where);
    if (!svc_server_has(where))
        return url;
    char *person = strstr(url, "//") + 2, *end = person + strcspn(person, "/");
    char *at = memrchr(person, '@', (size_t)(end - person));
    char *colon = at ? memchr(person, ':', (size_t)(at - person)) : NULL;
    if (colon)
        memmove(colon, at, strlen(at) + 1);
    hide_parameters(url);
    return url;
}
