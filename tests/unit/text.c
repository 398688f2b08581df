#include "svc/text.h"

#include <string.h>

#include "tap.h"

/* How much of the text a day is that begins it. */
static void begins(const char *text, size_t len)
{
    is_int((long long)svc_text_day(text), (long long)len, text);
}

static void days_in_a_text(void)
{
    begins("2026-09-18", 10);
    begins("2026-09-18 10:00", 10);
    begins("2026年9月18日", strlen("2026年9月18日"));
    begins("2026年09月18日起", strlen("2026年09月18日"));
    begins("2026年9月", 0);
    begins("2026-09", 0);
    begins("2026-9-18", 0);
    begins("52-2580-0F92", 0); /* out of a chain's head */
    begins("1234-5678-90", 0);
    begins("2026-09-1", 0);
    begins("12026-09-18", 0);
    begins("", 0);
}

int main(void)
{
    days_in_a_text();
    return done_testing();
}
