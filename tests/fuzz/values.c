/* values: what people write into a cell. Whatever a parser of lib/base or lib/rule takes, its written
 * form parses to the same and is written the same; and what is computed from it holds together. */
#include "fuzz.h"
#include "svc/buf.h"
#include "svc/clock.h"
#include "svc/holds.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/period.h"
#include "svc/phone.h"
#include "svc/statement.h"
#include "svc/text.h"
#include "svc/word.h"

static void check_int(const char *text)
{
    char digits[SVC_NUM_SIZE];
    int64_t number, again;
    if (svc_int_parse(text, &number))
        return;
    digits[svc_int_digits(number, digits)] = '\0';
    MUST(!svc_int_parse(digits, &again) && again == number);
}

static void check_hundredths(const char *text)
{
    char digits[SVC_NUM_SIZE];
    int64_t number, again;
    if (svc_hundredths_parse(text, &number))
        return;
    MUST(strlen(svc_hundredths_format(number, digits)) < sizeof digits);
    MUST(!svc_hundredths_parse(digits, &again) && again == number);
}

static void check_when(const char *text)
{
    char written[SVC_WHEN_SIZE], span[SVC_SPAN_SIZE];
    svc_when when, again;
    svc_day day, day_again;
    int year, month, mday;
    if (svc_when_parse(text, &when)) {
        MUST(svc_day_parse(text, &day));
        return;
    }
    MUST(strlen(svc_when_format(when, written)) == SVC_WHEN_SIZE - 1);
    MUST(!svc_when_parse(written, &again) && again == when);
    day = svc_when_day(when);
    svc_day_split(day, &year, &month, &mday);
    MUST(svc_day_of(year, month, mday) == day && mday <= svc_month_days(year, month));
    MUST(!svc_day_parse(svc_day_format(day, written), &day_again) && day_again == day);
    MUST(svc_weekday(day + 1) % 7 == (svc_weekday(day) + 1) % 7);
    MUST(strlen(svc_span_format(when, span)) < SVC_SPAN_SIZE);
}

static void check_period(const char *text)
{
    static const struct svc_closing closings[] = { { INT32_MIN, 25 }, { 14610, 28 },
                                                   { 20454, SVC_MONTH_END } };
    char label[SVC_PERIOD_SIZE], title[SVC_PERIOD_SIZE];
    struct svc_period period, again, other;
    svc_closings_set(closings, *text & 1 ? sizeof closings / sizeof *closings : 0);
    svc_now_set(svc_day_start(20787) + 3600 * 9);
    if (svc_period_parse(text, &period))
        return;
    MUST(period.from < period.until && strlen(period.name) > 0);
    MUST(!svc_period_parse(period.name, &again));
    MUST(again.from == period.from && again.until == period.until && again.kind == period.kind);
    MUST(strcmp(again.name, period.name) == 0);
    MUST(!svc_period_parse(svc_period_label(period.name, label), &again));
    MUST(again.from == period.from && again.until == period.until);
    const char *called = svc_period_label(period.name, label);
    MUST(strncmp(svc_period_title(&period, title), called, strlen(called)) == 0);
    svc_period_before(&period, &other);
    MUST(other.until == period.from && other.from < other.until);
    svc_period_year_ago(&period, &other);
    MUST(other.from < period.from && other.from < other.until);
    if (period.kind == SVC_MONTH || period.kind == SVC_QUARTER || period.kind == SVC_YEAR) {
        svc_period_shift(&period, 5, &other);
        svc_period_shift(&other, -5, &other);
        MUST(other.from == period.from && other.until == period.until);
    }
}

static void check_length(const char *text)
{
    const char *end = strchr(text, '@');
    char *limit = svc_strndup(text, end ? (size_t)(end - text) : strlen(text));
    struct svc_calendar *calendar = svc_calendar_new();
    struct svc_clock clock = { .calendar = calendar, .roll = strlen(text) % 2 };
    struct svc_clock_step *steps = NULL;
    size_t count = 0;
    char hour[SVC_HOUR_SIZE];
    const char *why = svc_limit_parse(limit, &clock.length);
    if (!why && end && !svc_when_parse(end + 1, &clock.start)) {
        struct svc_deadline due = svc_clock_due(&clock, NULL, NULL);
        struct svc_deadline told = svc_clock_due(&clock, &steps, &count);
        MUST(due.due == told.due && due.provisional == told.provisional && !due.held);
        MUST(due.due >= clock.start && count >= 2);
        MUST(steps[0].kind == SVC_STEP_START && steps[count - 1].kind == SVC_STEP_DUE);
        MUST(steps[count - 1].at == due.due);
    }
    MUST(why || !clock.length.by || strlen(svc_hour_format(clock.length.by, hour)) == SVC_HOUR_SIZE - 1);
    free(steps);
    free(limit);
    svc_calendar_free(calendar);
}

static void check_hours(const char *text)
{
    struct svc_calendar *calendar = svc_calendar_new();
    int from = 0, until = 0, before = 0;
    if (!svc_calendar_hours(calendar, text)) {
        const svc_day monday = 20787;
        int whole = 0;
        for (size_t n = 0; svc_calendar_span(calendar, monday, n, &from, &until); n++) {
            MUST(from < until && until <= SVC_DAY_SECONDS && (n == 0 || from >= before));
            before = until;
            whole += until - from;
        }
        MUST(whole == svc_calendar_day(calendar) && until == svc_calendar_close(calendar, monday));
    }
    svc_calendar_free(calendar);
}

static void check_phone(const char *text)
{
    struct svc_buf numbers = { 0 }, again = { 0 };
    if (svc_phone_numbers(text, strlen(text), &numbers)) {
        MUST(svc_phone_numbers(svc_buf_text(&numbers), numbers.len, &again));
        /* A dash before an extension is taken for one behind a whole number alone. */
        MUST(strchr(svc_buf_text(&numbers), '-') ||
             strcmp(svc_buf_text(&numbers), svc_buf_text(&again)) == 0);
    }
    svc_buf_free(&numbers);
    svc_buf_free(&again);
}

/* A word found by any name is found by its code; labels of codes are labels of labels. */
static void check_word(const char *text)
{
    static const char *const lists[] = { "complaint.state", "order.state", "base.weekday" };
    const char *words = svc_word_list(lists[strlen(text) % 3]);
    size_t len = strlen(text);
    struct svc_word word, again, near;
    struct svc_buf labels = { 0 };
    if (svc_word_find(words, text, len, &word)) {
        MUST(svc_word_find(words, word.code, word.code_len, &again) && again.code == word.code);
        MUST(svc_word_find(words, word.label, word.label_len, &again) && again.code == word.code);
        MUST(svc_word_nearest(words, text, len, &near));
    } else if (svc_word_nearest(words, text, len, &near)) {
        MUST(svc_word_find(words, near.code, near.code_len, &again));
    }
    svc_word_labels(words, text, len, &labels);
    MUST(svc_word_measured(text, len) <= len && svc_word_back(text, len) <= len);
    svc_buf_free(&labels);
}

static void check_holds(const char *text)
{
    struct svc_holds holds = { 0 }, again = { 0 };
    struct svc_buf one = { 0 }, other = { 0 };
    if (!svc_holds_parse(text, &holds)) {
        svc_holds_format(&holds, &one);
        MUST(!svc_holds_parse(svc_buf_text(&one), &again) && again.count == holds.count);
        svc_holds_format(&again, &other);
        MUST(strcmp(svc_buf_text(&one), svc_buf_text(&other)) == 0);
        MUST(svc_holds_go_on(&holds, &again));
        for (size_t i = 0; i < holds.count; i++)
            MUST(svc_holds_end_alike(&holds.hold[i], svc_holds_at(&again, holds.hold[i].from)));
    }
    free(holds.hold);
    free(again.hold);
    svc_buf_free(&one);
    svc_buf_free(&other);
}

static void check_text(const char *text)
{
    size_t len = strlen(text);
    struct svc_buf seen = { 0 }, quoted = { 0 };
    const char *middle = strchr(text, '/');
    char *one = svc_strndup(text, middle ? (size_t)(middle - text) : len);
    const char *other = middle ? middle + 1 : "";
    char *both = svc_text_union(one, other, ';');
    const char *word, *rest = other;
    size_t word_len;
    MUST(svc_text_distance(one, other) == svc_text_distance(other, one));
    MUST(svc_text_distance(one, one) == 0 || svc_text_distance(one, one) == 63);
    while (svc_text_next(&rest, ';', &word, &word_len)) {
        char *single = svc_strndup(word, word_len);
        MUST(!word_len || svc_text_in(both, ';', single));
        free(single);
    }
    if (svc_utf8_valid(text, len) == len) {
        size_t width = svc_text_width(text, len), fit = svc_text_fit(text, len, width / 2);
        svc_text_visible(&seen, text, len);
        MUST(!svc_text_refused(svc_buf_text(&seen)) && !strpbrk(svc_buf_text(&seen), "\n\t\r"));
        MUST(svc_text_width(text, fit) <= width / 2 && svc_utf8_valid(text, fit) == fit);
        MUST(svc_text_fit(text, len, width) == len);
        svc_buf_json(&quoted, text, len);
        MUST(quoted.len >= len + 2 && quoted.data[0] == '"' && quoted.data[quoted.len - 1] == '"');
    }
    free(one);
    free(both);
    svc_buf_free(&seen);
    svc_buf_free(&quoted);
}

/* What is stored may be anything; what a person wrote is said as it was written. */
static void check_statement(const char *text)
{
    struct svc_buf said = { 0 }, stored = { 0 };
    static const struct svc_namer nobody = { NULL, NULL };
    svc_statement_say(text, SVC_ENGLISH, &nobody, &said);
    svc_buf_clear(&said);
    svc_statement(&stored, "text", "s", text);
    MUST(!svc_statement_say(svc_buf_text(&stored), SVC_ENGLISH, &nobody, &said));
    MUST(strcmp(svc_buf_text(&said), text) == 0);
    svc_buf_free(&said);
    svc_buf_free(&stored);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const checks[])(const char *text) = {
        check_int, check_hundredths, check_when, check_period, check_length, check_hours, check_phone,
        check_word, check_holds, check_text, check_statement,
    };
    if (size < 1)
        return -1;
    char *text = svc_strndup((const char *)data + 1, size - 1);
    if (fuzz_begin()) {
        checks[data[0] % (sizeof checks / sizeof *checks)](text);
        fuzz_end();
    }
    free(text);
    return 0;
}
