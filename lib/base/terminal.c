#include "svc/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

static struct {
    bool known, is[3];
    unsigned width;
} remembered;

static unsigned width(void)
{
    struct winsize window = { 0 };
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
}

bool svc_terminal(int fd)
{
    return remembered.known ? remembered.is[fd] : isatty(fd);
}

unsigned svc_terminal_width(void)
{
    return remembered.known ? remembered.width : width();
}

void svc_terminal_remember(void)
{
    for (int fd = 0; fd <= 2; fd++)
        remembered.is[fd] = isatty(fd);
    remembered.width = width();
    remembered.known = true;
}
