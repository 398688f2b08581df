/* host: many persons, one store that belongs to a system user.
 *
 * On a host the store lies in the home of a system user and is closed to everybody else. A tool
 * that meets it starts itself again through sudo as that user, and stays behind as the person's
 * side: with the person's own rights it opens what the person names, gives files their names and
 * runs the pager. The other one, the store's side, works as ever but opens nothing that a person
 * names: it asks the person's side, which passes descriptors. Output, messages and the exit code
 * come through as they are. The words of the command line go over the link: what sudo and the store's side
 * are started with, which everybody can see, is the program's name.
 *
 * The system user's name is the one line of the file `host` in the folder libexec/svc, whose
 * programs sudo may start; `make install-host` writes it. Stores are the files NAME.db in that
 * user's home. Where there is no such folder nothing here has any effect.
 */
#ifndef SVC_HOST_H
#define SVC_HOST_H

#include <stdbool.h>
#include <sys/types.h>

/* Finds out which side this process is. The words are kept as they stand: parsing moves them. On the store's
 * side they become those that the person's side was started with. */
void svc_host_begin(int *argc, char ***argv);

/* True on the store's side: this process acts for the person `svc_host_person`. */
bool svc_host_acts(void);
uid_t svc_host_person(void);

/* Called with the path of the store before it is opened. On the person's side it does not return:
 * the tool runs on the other side, and ends as that ends. On the store's side it refuses every
 * file that is no host's store. `now` is the fixed time of SVC_NOW that goes along, NULL or "" for
 * none. */
void svc_host_enter(const char *store, char *now);

/* True when a store with this path is a host's and this process may make it: it is run by the
 * system user, whose home the directory is. */
bool svc_host_keeps(const char *store);

/* The path of a file or folder that came with the tools, to be freed: beside the program's folder,
 * else where it was to be installed. */
char *svc_installed(const char *name);

/* The folders in which what people may add to the tools is looked for, the person's own first, on a host only those
 * of the host, in the end what came with the tools: the n-th of SVC_CONFIGURED for files of that kind, to be freed;
 * "" where there is none. */
enum { SVC_CONFIGURED = 3 };
char *svc_configured(const char *kind, size_t n);

/* The same for a program that no person runs by himself. */
char *svc_installed_program(const char *name);

/* The folder that this program stands in, with the other tools beside it, to be freed; NULL when it
 * cannot be told. */
char *svc_installed_tools(void);

/* What a host on this machine lacks: a sentence of what is wrong and what to do about it, and whatever was looked
 * at. It takes root to see all of it. */
struct svc_host_report {
    void (*wrong)(const char *what);
    void (*looked)(const char *at);
};
void svc_host_examine(const struct svc_host_report *report);

#endif
