#include "svc/sql.h"

#include <string.h>

#include "svc/err.h"

const char *svc_sql(const char *name)
{
    const struct svc_sql_file *file = svc_sql_files;
    while (file->name && strcmp(file->name, name) != 0)
        file++;
    if (!file->name)
        svc_die(SVC_BUG, "there is no statement \"%s\"", name);
    return file->sql;
}

const struct svc_sql_file *svc_sql_next(const struct svc_sql_file *file, const char *what)
{
    for (file = file ? file + 1 : svc_sql_files; file->name; file++) {
        const char *slash = strchr(file->name, '/');
        if (strncmp(slash + 1, what, strlen(what)) == 0)
            return file;
    }
    return NULL;
}
