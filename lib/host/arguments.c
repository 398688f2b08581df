/* The words of the command line: they come over the link, since everybody can read those that a process is started
 * with. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inner.h"
#include "svc/buf.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/spool.h"

enum { MOST = 8 * 1024 * 1024 }; /* more than the kernel takes */

int svc_host_words_file(char *const *words)
{
    struct svc_buf text = { 0 };
    for (; *words; words++)
        svc_buf_add(&text, *words, strlen(*words) + 1);
    int fd = svc_memory_file(svc_buf_text(&text), text.len);
    svc_buf_free(&text);
    return fd;
}

/* What is in the file now, as much as it had when it was looked at: the other end may change it at any time. NULL:
 * it is no such file. */
static char *read_all(int fd, size_t *len)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0 || st.st_size > MOST)
        return NULL;
    char *text = svc_alloc((size_t)st.st_size + 1);
    ssize_t n = 1;
    for (*len = 0; *len < (size_t)st.st_size && n > 0; *len += n > 0 ? (size_t)n : 0)
        while ((n = pread(fd, text + *len, (size_t)st.st_size - *len, (off_t)*len)) < 0 && errno == EINTR)
            continue;
    if (n > 0 && (*len == 0 || text[*len - 1] == '\0'))
        return text;
    free(text);
    return NULL;
}

char **svc_host_words_ask(char *program, int *count)
{
    struct svc_host_answer answer;
    size_t len = 0, n = 1;
    char *text = svc_host_ask(SVC_HOST_ARGUMENTS, -1, NULL, &answer) && answer.fd >= 0 ? read_all(answer.fd, &len) : NULL;
    if (!text)
        svc_die(SVC_DENIED, "the words of the command line did not come; nothing was done");
    close(answer.fd);
    for (size_t i = 0; i < len; i++)
        n += text[i] == '\0';
    char **words = svc_alloc((n + 1) * sizeof *words);
    *count = (int)n;
    words[0] = program;
    for (size_t i = 1, at = 0; i < n; i++, at += strlen(text + at) + 1)
        words[i] = text + at;
    words[n] = NULL;
    return words;
}
