#include "svc/lang.h"

#include <errno.h>
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

enum svc_language svc_lang_in(enum svc_language one)
{
    enum svc_language before = language;
    language = one;
    return before;
}

const char *svc_tr(const char *english)
{
    return language == SVC_ENGLISH ? english : svc_chinese(english);
}

/* What the system says, in its own words: they stand here to have their Chinese. */
static const struct {
    int number;
    const char *text;
} errors[] = {
    { EPERM, N_("Operation not permitted") },
    { ENOENT, N_("No such file or directory") },
    { ESRCH, N_("No such process") },
    { EINTR, N_("Interrupted system call") },
    { EIO, N_("Input/output error") },
    { ENXIO, N_("No such device or address") },
    { E2BIG, N_("Argument list too long") },
    { ENOEXEC, N_("Exec format error") },
    { EBADF, N_("Bad file descriptor") },
    { ECHILD, N_("No child processes") },
    { EAGAIN, N_("Resource temporarily unavailable") },
    { ENOMEM, N_("Cannot allocate memory") },
    { EACCES, N_("Permission denied") },
    { EFAULT, N_("Bad address") },
    { EBUSY, N_("Device or resource busy") },
    { EEXIST, N_("File exists") },
    { EXDEV, N_("Invalid cross-device link") },
    { ENODEV, N_("No such device") },
    { ENOTDIR, N_("Not a directory") },
    { EISDIR, N_("Is a directory") },
    { EINVAL, N_("Invalid argument") },
    { ENFILE, N_("Too many open files in system") },
    { EMFILE, N_("Too many open files") },
    { ENOTTY, N_("Inappropriate ioctl for device") },
    { ETXTBSY, N_("Text file busy") },
    { EFBIG, N_("File too large") },
    { ENOSPC, N_("No space left on device") },
    { ESPIPE, N_("Illegal seek") },
    { EROFS, N_("Read-only file system") },
    { EMLINK, N_("Too many links") },
    { EPIPE, N_("Broken pipe") },
    { EDOM, N_("Numerical argument out of domain") },
    { ERANGE, N_("Numerical result out of range") },
    { EDEADLOCK, N_("Resource deadlock avoided") },
    { ENAMETOOLONG, N_("File name too long") },
    { ENOLCK, N_("No locks available") },
    { ENOSYS, N_("Function not implemented") },
    { ENOTEMPTY, N_("Directory not empty") },
    { ELOOP, N_("Too many levels of symbolic links") },
    { EPROTO, N_("Protocol error") },
    { EBADMSG, N_("Bad message") },
    { EOVERFLOW, N_("Value too large for defined data type") },
    { EILSEQ, N_("Invalid or incomplete multibyte or wide character") },
    { ENOTSOCK, N_("Socket operation on non-socket") },
    { EMSGSIZE, N_("Message too long") },
    { EPROTONOSUPPORT, N_("Protocol not supported") },
    { ENOTSUP, N_("Operation not supported") },
    { EAFNOSUPPORT, N_("Address family not supported by protocol") },
    { EADDRINUSE, N_("Address already in use") },
    { EADDRNOTAVAIL, N_("Cannot assign requested address") },
    { ENETDOWN, N_("Network is down") },
    { ENETUNREACH, N_("Network is unreachable") },
    { ECONNABORTED, N_("Software caused connection abort") },
    { ECONNRESET, N_("Connection reset by peer") },
    { ENOBUFS, N_("No buffer space available") },
    { EISCONN, N_("Transport endpoint is already connected") },
    { ENOTCONN, N_("Transport endpoint is not connected") },
    { ETIMEDOUT, N_("Connection timed out") },
    { ECONNREFUSED, N_("Connection refused") },
    { EHOSTDOWN, N_("Host is down") },
    { EHOSTUNREACH, N_("No route to host") },
    { ESTALE, N_("Stale file handle") },
    { EUCLEAN, N_("Structure needs cleaning") },
    { EREMOTEIO, N_("Remote I/O error") },
    { EDQUOT, N_("Disk quota exceeded") },
    { ENOMEDIUM, N_("No medium found") },
    { ECANCELED, N_("Operation canceled") },
    { ENOTRECOVERABLE, N_("State not recoverable") },
};

const char *svc_lang_error(int number)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].number == number)
            return svc_tr(errors[i].text);
    return strerror(number);
}
