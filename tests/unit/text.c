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

static void shows(const char *text, const char *without)
{
    struct svc_buf out = { 0 };
    svc_text_unnumbered(&out, text);
    is_str(svc_buf_text(&out), without, text);
    svc_buf_free(&out);
}

static void long_numbers(void)
{
    shows("电话13912345678。", "电话****。");
    shows("139 1234 5678", "****");
    shows("139-1234-5678", "****");
    shows("+86 139 1234 5678", "+****");
    shows("(010)62345678", "(****");
    shows("１３９１２３４５６７８", "****");
    shows("１３９　１２３４－５６７８号", "****号");
    shows("tel139-1234-5678", "tel****");
    shows("T139-1234-5678", "T****");
    shows("8812 345", "****");
    shows("881 234", "881 234");
    shows("2026-09-18 10:00 前后", "2026-09-18 10:00 前后");
    shows("2026年9月18日", "2026年9月18日");
    shows("2026-09-18 13912345678", "2026-09-18 ****");
    shows("1391-23-45678", "****");
    shows("见C2026-000123、EA2026-000001", "见C2026-000123、EA2026-000001");
    shows("C2026-0001234", "C****");
    shows("2026-000123", "****");
    shows("1 - 2345678", "1 - ****");
    shows("", "");
}

int main(void)
{
    days_in_a_text();
    long_numbers();
    return done_testing();
}
