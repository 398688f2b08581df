/* Holds as text: what is one, in which ways it may be written, and what goes on with another. */
#include "svc/holds.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

static const char *read_as(const char *text)
{
    static struct svc_holds holds;
    static struct svc_buf out;
    const char *why = svc_holds_parse(text, &holds);
    svc_buf_clear(&out);
    svc_holds_format(&holds, &out);
    return why ? why : svc_buf_text(&out);
}

static bool goes_on(const char *was, const char *is)
{
    struct svc_holds a = { 0 }, b = { 0 };
    bool both = !svc_holds_parse(was, &a) && !svc_holds_parse(is, &b);
    both = both && svc_holds_go_on(&a, &b);
    free(a.hold);
    free(b.hold);
    return both;
}

/* An end with who allowed it, in so many signs. */
static bool holds_approver(size_t signs)
{
    struct svc_buf text = { 0 };
    struct svc_holds holds = { 0 };
    svc_buf_puts(&text, "2026-10-09 10:00/2026-10-10 09:00/");
    for (size_t i = 0; i < signs; i++)
        svc_buf_puts(&text, "9");
    bool whole = !svc_holds_parse(svc_buf_text(&text), &holds) && strlen(holds.hold[0].approver) == signs;
    free(holds.hold);
    svc_buf_free(&text);
    return whole;
}

int main(void)
{
    static const char one[] = "2026-10-09 10:00:00/2026-10-10 09:00:00";
    static const char two[] = "2026-10-09 10:00:00/2026-10-10 09:00:00;2026-10-12 08:30:00/";
    is_str(read_as(""), "", "no hold");
    is_str(read_as("2026-10-09 10:00/2026-10-10 09:00"), one, "one, without seconds");
    is_str(read_as("2026/10/9 10:00/2026/10/10 9:00"), one, "days with slashes");
    is_str(read_as("2026-10-09T10:00/2026年10月10日 9:00"), one, "in other ways");
    is_str(read_as(two), two, "the last one lasts");
    is_str(read_as("2026-10-09 10:00/2026-10-09 10:00"),
            "2026-10-09 10:00:00/2026-10-09 10:00:00", "one of no length");
    is_str(read_as("2026-10-09 10:00/2026/10/10 9:00/1201"),
           "2026-10-09 10:00:00/2026-10-10 09:00:00/1201", "with who allowed it");
    ok(holds_approver(SVC_APPROVER_SIZE - 1) && !holds_approver(SVC_APPROVER_SIZE), "who is as long as a code may be");
    is_str(read_as("2026-10-09/2026-10-10"), "needs times of day", "days alone");
    is_str(read_as("2026/10/9/2026/10/10"), "needs times of day", "days alone, with slashes");
    is_str(read_as("/2026-10-10 09:00"),
            "not a period; write 2026-10-09 10:00/2026-10-10 09:00", "an end alone");
    is_str(read_as("2026-10-09 10:00/2026-10-09 09:59"), "a period ends before it begins",
            "backwards");
    is_str(read_as("2026-10-09 10:00/;2026-10-10 10:00/"),
            "only the last period may be without its end", "two that last");
    is_str(read_as("2026-10-09 10:00/2026-10-09 10:00;2026-10-09 10:00/"),
            "a period begins before the one before it ends", "two that begin at once");
    ok(goes_on(one, one), "the same goes on");
    ok(goes_on(one, two), "another one behind");
    ok(goes_on("2026-10-09 10:00/", two), "an open one ends, and another one begins");
    ok(!goes_on("2026-10-09 10:00/2026-10-10 09:00/1201", one), "nobody allowed it any more");
    ok(!goes_on(two, one), "one is missing");
    ok(!goes_on(one, "2026-10-09 10:00/"), "what ended lasts again");
    ok(!goes_on(one, "2026-10-09 09:00/2026-10-09 09:30;2026-10-09 10:00/2026-10-10 09:00"),
       "one before it");
    return done_testing();
}
