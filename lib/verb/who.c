#include "svc/who.h"

#include <stdlib.h>
#include <string.h>

#include "svc/buf.h"
#include "svc/mem.h"
#include "svc/text.h"

/* Without `all` a code for which nothing is found is left out. */
static char *named(struct svc_db *db, const char *sql, const char *codes, bool all)
{
    struct svc_buf out = { 0 };
    const char *word;
    size_t len;
    if (!codes)
        return NULL;
    while (svc_text_next(&codes, ';', &word, &len)) {
        char *code = svc_strndup(word, len), *name = svc_one(db, sql, "s", code);
        bool known = name && strcmp(name, code) != 0;
        if (name || all)
            svc_buf_printf(&out, "%s%s%s%s", out.len ? "、" : "", code, known ? " " : "",
                           known ? name : "");
        free(name);
        free(code);
    }
    return svc_buf_take(&out);
}

char *svc_who_persons(struct svc_db *db, const char *persons)
{
    return named(db, "SELECT name FROM person WHERE person = ?1", persons, true);
}

char *svc_who_on_paper(struct svc_db *db, const char *persons)
{
    char *names = named(db, "SELECT CASE WHEN name = person THEN NULL ELSE COALESCE(name, person) END"
                            "  FROM person WHERE person = ?1", persons, false);
    if (names && *names)
        return names;
    free(names);
    return NULL;
}

char *svc_who_depts(struct svc_db *db, const char *depts)
{
    return named(db, "SELECT name FROM dept WHERE dept = ?1", depts, true);
}
