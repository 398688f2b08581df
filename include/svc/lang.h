/* lang: the language that people are spoken to in, English or Chinese, and what a text of the code is in
 * it. Messages and help stand in the code in English; what they are in Chinese stands beside them, in the
 * zh_CN.po of each room and command. What is stored, and what programs read, is the same in both.
 *
 * Chosen by SVC_LANG; else by the locale where that names a language (LC_ALL, LC_MESSAGES, LANG); else by
 * what the store says once it is open; else by the first line of /etc/svc/language; else it is English.
 * No locale has to have been generated, and LC_CTYPE stays what it is: all text is UTF-8.
 */
#ifndef SVC_LANG_H
#define SVC_LANG_H

#include "svc/statement.h"

/* What the environment says, before anything is told. `find` finds the folder of the catalogues, when
 * one is needed. */
void svc_lang_begin(char *(*find)(const char *name));

/* Whether that was silent, so that the store is to be asked. */
bool svc_lang_open(void);

/* What the store says, NULL or "" where it says nothing: `zh_CN` or `en`. */
void svc_lang_stored(const char *name);

enum svc_language svc_lang(void);

/* Speaks this one for a while: English, where something is composed that is kept or that programs read. With
 * what it returned it speaks as before. */
enum svc_language svc_lang_in(enum svc_language one);

/* The text in the language of now; itself where it has no other. Borrowed, for good. */
const char *svc_tr(const char *english) __attribute__((format_arg(1)));

/* The text in Chinese, as papers are, whatever the language of now. Borrowed, for good. */
const char *svc_chinese(const char *english) __attribute__((format_arg(1)));

/* What the system says of an error number, in the language of now. Borrowed, for good. */
const char *svc_lang_error(int number);

/* A text that is printed: _ where it stands, N_ where it is kept and translated when it is printed. */
#define _(english) svc_tr(english)
#define N_(english) english

#endif
