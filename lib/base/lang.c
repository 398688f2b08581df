#include "svc/lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


static char *(*catalogues)(const char *name); /* finds their folder */
static enum svc_language language = SVC_ENGLISH;
static bool open = true; /* nothing has named one that wins over the store's */

/* glibc looks for a catalogue under any locale but C, in the languages of LANGUAGE, and C.UTF-8 is always
 * there. The codeset keeps it from turning UTF-8 into what LC_CTYPE says. */
static bool has_chinese(void)
{
    static enum { UNKNOWN, THERE, MISSING } state;
    if (state == UNKNOWN)
        state = catalogues && setlocale(LC_MESSAGES, "C.UTF-8") && setenv("LANGUAGE", "zh_CN", 1) == 0 &&
                bindtextdomain("svc", catalogues("locale")) && bind_textdomain_codeset("svc", "UTF-8")
                ? THERE : MISSING;
    return state == THERE;
}

static void speak(enum svc_language one)
{
    language = one == SVC_CHINESE && has_chinese() ? SVC_CHINESE : SVC_ENGLISH;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* `C`, `POSIX`, `C.UTF-8` name none. */
static bool names_one(const char *name)
{
    return name && *name && strcmp(name, "POSIX") != 0 && strcmp(name, "C") != 0 && !begins(name, "C.");
}

static void take(const char *name)
{
    speak(begins(name, "zh") ? SVC_CHINESE : SVC_ENGLISH);
}

/* The programs that this one starts, the store's side of a host among them, speak as it does. */
static void take_for_all(const char *name)
{
    take(name);
    setenv("SVC_LANG", language == SVC_CHINESE ? "zh_CN" : "en", 1); /* else they choose for themselves */
}

/* The one of the locale's variables that counts, as setlocale has it. */
static const char *locale_name(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

/* A host's own; "" where it has none. */
static void read_machine(char name[32])
{
    FILE *file = fopen("/etc/svc/language", "re");
    *name = '\0';
    if (!file)
        return;
    if (!fgets(name, 32, file))
        *name = '\0';
    fclose(file);
    name[strcspn(name, " \t\r\n")] = '\0';
}

void svc_lang_begin(char *(*find)(const char *name))
{
    char machine[32];
    const char *own = getenv("SVC_LANG"), *locale = locale_name();
    catalogues = find;
    open = false;
    if (own && *own) {
        take_for_all(own);
    } else if (names_one(locale)) {
        take_for_all(locale);
    } else {
        read_machine(machine);
        take(machine); /* until a store says another */
        open = true;
    }
}

bool svc_lang_open(void)
{
    return open;
}

void svc_lang_stored(const char *name)
{
    if (open && name && *name)
        take_for_all(name);
}

enum svc_language svc_lang(void)
{
    return language;
}

const char *svc_chinese(const char *english)
{
    return *english && has_chinese() ? dgettext("svc", english) : english;
}

const char *svc_tr(const char *english)
{
    return language == SVC_ENGLISH ? english : svc_chinese(english);
}

const char *svc_lang_error(int number)
{
    const char *english = strerrordesc_np(number);
    return english ? svc_tr(english) : strerror(number);
}
