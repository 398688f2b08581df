/* server: a store that is no file but lies on a database server, as SVC_DB names it with a URL.
 *
 * postgresql://[USER[:PASSWORD]@][HOST][:PORT]/DATABASE[?host=/FOLDER], as libpq has it. The tables of a store
 * stand in a schema of the database, `svc` or the one that options=-csearch_path=NAME names. The engine is a plug-in,
 * svc-postgres.so, and is looked for when the first such store is opened.
 */
#ifndef SVC_SERVER_H
#define SVC_SERVER_H

#include <stdbool.h>

/* Whether the name of a store is a URL. Asks no server. */
bool svc_server_has(const char *where);

/* The name as it may be told to people, to be freed: a URL without its password. */
char *svc_server_told(const char *where);

/* How a plug-in's path is found by its name (svc_installed_program); to be told once, by main. */
void svc_server_plug_ins(char *(*find)(const char *name));

/* A store that is made beside its place and put there when it is whole: the name of one that does not exist
 * yet, to be opened with SVC_DB_CREATE, and gone with the process until svc_server_put has put it in the place
 * (which dies with SVC_CONFIG when there is one). */
const char *svc_server_beside(const char *where);
void svc_server_put(const char *beside, const char *where);

#endif
