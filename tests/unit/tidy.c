/* What offices and their systems write around a value, and dates as they write them. */
#include "svc/tidy.h"

#include <string.h>

#include "svc/when.h"
#include "tap.h"

static const char *bare(const char *text)
{
    static struct svc_buf room;
    size_t len = strlen(text);
    const char *out = svc_tidy(text, &len, &room);
    return strlen(out) == len ? out : "a wrong length";
}

static const char *narrow(const char *text)
{
    static struct svc_buf room;
    size_t len = strlen(text);
    const char *out = svc_tidy_narrow(text, &len, &room);
    return strlen(out) == len ? out : "a wrong length";
}

static const char *when(const char *text)
{
    static char out[SVC_WHEN_SIZE];
    svc_when at;
    const char *why = svc_when_parse(text, &at);
    return why ? why : svc_when_format(at, out);
}

static void cells(void)
{
    is_str(bare("GD1"), "GD1", "a bare cell");
    is_str(bare(" GD1\t"), "GD1", "blank and tab");
    is_str(bare("\u3000GD1\u00a0"), "GD1", "an ideographic and a no-break space");
    is_str(bare("\u2003报修\r\n"), "报修", "an em space, a line end");
    is_str(bare("报 修\u3000事"), "报 修\u3000事", "within it all stays");
    is_str(bare("=\"0012\""), "0012", "a formula that is a text");
    is_str(bare(" =\"0012 \" "), "0012", "padded on both sides of it");
    is_str(bare("=\"\""), "", "an empty one");
    is_str(bare("=\""), "=\"", "half of one is none");
    is_str(bare("=1+1"), "=1+1", "another formula");
    is_str(bare(" \t\u3000"), "", "blanks alone");
    is_str(bare("GD1\u200b"), "GD1\u200b", "what cannot be seen is no blank");
    is_str(bare("好\xe3\x80"), "好\xe3\x80", "half a character at the end");
    is_str(bare("好\xf0"), "好\xf0", "a byte that leads nowhere");
    is_str(narrow("２０２６－０９"), "2026-09", "full-width figures");
    is_str(narrow("ＡＢｃ～！"), "ABc~!", "letters and signs");
    is_str(narrow("投诉。"), "投诉。", "characters of one width");
    is_str(narrow("灶\u3000具\u00a0\u2003坏\n了\t吗"), "灶 具  坏 了 吗", "blanks of every kind");
    is_str(narrow("９\xe3\x80"), "9\xe3\x80", "half a character stays");
    is_str(narrow(""), "", "nothing");
}

static const char *given(const char *text)
{
    static char out[SVC_WHEN_SIZE];
    svc_when at;
    const char *why = svc_when_read(text, &at);
    return why ? why : svc_when_format(at, out);
}

static void moments(void)
{
    static const char *const same[] = {
        "2026-09-01\u300009:05", "2026年9月1日\u30009时05分", "2026/9/1\u00a0 9:05", "２０２６－０９－０１　０９：０５",
        "\u30002026-09-01\n09:05\t", "2026-09-01 下午\u30009:05", "=\"2026-09-01 9:05\"", "2026-09-01\u20039:05\u3000AM",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        is_str(given(same[i]), strstr(same[i], "下午") ? "2026-09-01 21:05:00" : "2026-09-01 09:05:00", "a moment as people give it");
    is_str(given("\u3000"), "not a date; write 2026-03-01", "blanks alone");
}

static void dates(void)
{
    static const char *const same[] = {
        "2026-09-01 09:05", "2026-9-1 9:5", "2026/9/1 9:05", "2026.9.1 9:05", "2026.09.01 09:05:00",
        "2026年9月1日 9:05", "2026年9月1日9:05", "2026年9月1日 9时05分", "2026年9月1日9时5分00秒",
        "2026年9月1号 9点05分", "2026-09-01 上午 9:05", "2026年9月1日上午9时05分", "2026-09-01 9:05 AM",
        "20260901090500", "202609010905", "20260901 09:05", "2026-09-01 09:05:00.0",
        "2026-09-01 09:05:00.000", "2026-09-01T09:05:00", "2026-09-01T09:05:00+08:00",
        "2026-09-01T09:05:00.123+0800", "2026-09-01T01:05:00Z", "2026-08-31T19:35-05:30",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        is_str(when(same[i]), "2026-09-01 09:05:00", same[i]);
    is_str(when("20260901"), "2026-09-01 00:00:00", "a day without signs");
    is_str(when("2026.9.1"), "2026-09-01 00:00:00", "a day with dots");
    is_str(when("2026/10/9 下午 3:05"), "2026-10-09 15:05:00", "an afternoon");
    is_str(when("2026-10-09 下午 15:05"), "2026-10-09 15:05:00", "an afternoon of 24 hours");
    is_str(when("2026-10-09 3:05 PM"), "2026-10-09 15:05:00", "an English afternoon");
    is_str(when("2026-10-09 12:05 AM"), "2026-10-09 00:05:00", "an English midnight");
    is_str(when("2026-10-09 12:05 PM"), "2026-10-09 12:05:00", "an English noon");
    is_str(when("2026-10-09 凌晨12:05"), "2026-10-09 00:05:00", "after midnight");
    is_str(when("2026-10-09 中午12:05"), "2026-10-09 12:05:00", "at noon");
    is_str(when("2026-10-09 中午1:05"), "2026-10-09 13:05:00", "past noon");
    is_str(when("2026-10-09 晚上8时"), "2026-10-09 20:00:00", "an evening's whole hour");
    is_str(when("2026-10-09 09:05:59.999"), "2026-10-09 09:05:59", "a fraction is dropped");
}

static void refused(void)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        { "10/9/2026", "not a date; write 2026-03-01" },
        { "46304", "a spreadsheet's serial number, not a date; write 2026-03-01" },
        { "46304.375", "a spreadsheet's serial number, not a date; write 2026-03-01" },
        { "2026", "not a date; write 2026-03-01" },
        { "2026.9", "not a date; write 2026-03-01" },
        { "2026.375", "not a date; write 2026-03-01" },
        { "合计", "not a date; write 2026-03-01" },
        { "20261301", "no such day" },
        { "20260230090500", "no such day" },
        { "2026.2.30", "no such day" },
        { "20260901246000", "no such time of day" },
        { "2026-09-01 25:00", "no such time of day" },
        { "2026-09-01 上午 15:05", "no such time of day" },
        { "2026-09-01 24:00", "no such time of day" },
        { "2026-09-01T", "not a time; write 2026-03-01 09:05" },
        { "2026-09-01 9", "not a time; write 2026-03-01 09:05" },
        { "2026-09-01 09:05 下", "not a time; write 2026-03-01 09:05" },
        { "2026-09-01 09:05+8", "not a time; write 2026-03-01 09:05" },
        { "2026-09-01 09:05+08:00x", "not a time; write 2026-03-01 09:05" },
        { "2026-09/01", "not a date; write 2026-03-01" },
        { "2026年9-1", "not a date; write 2026-03-01" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        is_str(when(bad[i].text), bad[i].why, bad[i].text);
}

int main(void)
{
    cells();
    dates();
    moments();
    refused();
    return done_testing();
}
