/* The cases of other programs' test suites, one test line each; tests/data/sla-cases/README.md tells
 * where they come from, how they were converted and why some are skipped. */
#include <csv.h>
#include <stdlib.h>

#include "svc/clock.h"
#include "svc/mem.h"

#include "tap.h"

#define FOLDER "tests/data/sla-cases/"

enum { MOST_FIELDS = 24 };

/* One file on its way: the header, the record so far, and what to do with a record. */
struct file {
    char *header[MOST_FIELDS], *field[MOST_FIELDS];
    size_t columns, fields;
    void (*run)(const struct file *file);
    int records, decided, skipped;
};

static const char *get(const struct file *file, const char *column)
{
    for (size_t i = 0; i < file->columns; i++)
        if (strcmp(file->header[i], column) == 0)
            return i < file->fields ? file->field[i] : "";
    ok(false, "column %s is there", column);
    return "";
}

/* What our rule says: `ours` where we decided otherwise than the peer. */
static const char *want(const struct file *file)
{
    const char *ours = get(file, "ours");
    return *ours ? ours : get(file, "expected");
}

static svc_when when(const char *text)
{
    svc_when out = 0;
    const char *why = svc_when_parse(text, &out);
    if (why)
        ok(false, "\"%s\" is a moment", text);
    return out;
}

static int weekday(const char *name)
{
    static const char names[] = "mon tue wed thu fri sat sun";
    char three[4];
    snprintf(three, sizeof three, "%.3s", name);
    const char *at = strstr(names, three);
    if (!at)
        ok(false, "\"%s\" is a weekday", three);
    return at ? (int)(at - names) / 4 + 1 : 1;
}

/* One part of a calendar: `mon-fri 08:00-13:00,14:00-18:00`, `sat`, `2014-04-07 10:00-12:00`. */
static void add_hours(struct svc_calendar *calendar, char *part)
{
    char *days = strsep(&part, " "), *hours = part;
    char all[] = "00:00-24:00";
    const char *why = NULL;
    for (char *comma = hours; comma && (comma = strchr(comma, ','));)
        *comma = ';';
    if (!hours)
        hours = all;
    if (*days >= '0' && *days <= '9') {
        why = svc_calendar_hours_of(calendar, 0, svc_when_day(when(days)), hours);
    } else {
        const char *dash = strchr(days, '-');
        int last = dash ? weekday(dash + 1) : weekday(days);
        for (int day = weekday(days); day <= last && !why; day++)
            why = svc_calendar_hours_of(calendar, day, 0, hours);
    }
    if (why)
        ok(false, "%s %s: %s", days, hours, why);
}

static struct svc_calendar *calendar_of(const char *text, const char *holidays)
{
    struct svc_calendar *calendar = svc_calendar_new();
    for (int day = 1; day <= 7; day++)
        svc_calendar_hours_of(calendar, day, 0, "");
    char *copy = svc_strdup(text), *rest = copy;
    for (char *part = strsep(&rest, "|"); part; part = strsep(&rest, "|"))
        add_hours(calendar, part);
    free(copy);
    rest = copy = svc_strdup(holidays);
    for (char *day = strsep(&rest, ";"); day && *day; day = strsep(&rest, ";")) {
        if (strlen(day) > 5) {
            svc_calendar_add(calendar, svc_when_day(when(day)), false, "holiday");
            continue;
        }
        for (int year = 1990; year < 2030; year++) { /* 12-24: every year */
            char full[32];
            snprintf(full, sizeof full, "%d-%s", year, day);
            svc_calendar_add(calendar, svc_when_day(when(full)), false, "holiday");
        }
    }
    free(copy);
    return calendar;
}

/* Decides about skipping; true when the case is to be run. */
static bool wanted(struct file *file)
{
    const char *why = get(file, "skip");
    file->records++;
    if (*why) {
        file->skipped++;
        skip(get(file, "id"), why);
        return false;
    }
    file->decided += *get(file, "decision") != '\0';
    return true;
}

static void is_moment(svc_when got, const struct file *file)
{
    char text[SVC_WHEN_SIZE];
    is_str(svc_when_format(got, text), want(file), get(file, "id"));
}

static void is_day(svc_day got, const struct file *file)
{
    char text[SVC_DAY_SIZE];
    is_str(svc_day_format(got, text), want(file), get(file, "id"));
}

/* Working time added to a moment: the deadline of so many working hours. Our limits have whole
 * hours; a case with part of one is proved backwards, by the time between start and deadline. */
static void add_time(const struct file *file, const struct svc_calendar *calendar)
{
    long seconds = strtol(get(file, "amount"), NULL, 10);
    const char *id = get(file, "id");
    svc_when start = when(get(file, "start"));
    struct svc_clock clock = { .calendar = calendar, .start = start };
    char length[32];
    snprintf(length, sizeof length, "%ldwh", seconds / 3600);
    if (strcmp(want(file), "refused") == 0) {
        ok(svc_length_parse(length, &clock.length) != NULL, "%s", id);
    } else if (seconds % 3600 == 0) {
        const char *why = svc_length_parse(length, &clock.length);
        if (why)
            ok(false, "%s: %s", id, why);
        else
            is_moment(svc_clock_due(&clock, NULL, NULL).due, file);
    } else {
        svc_when due = when(want(file));
        ok(svc_clock_working(calendar, start, due) == seconds &&
               svc_clock_working(calendar, start, due - 1) == seconds - 1, "%s", id);
    }
}

static void time_case(const struct file *file)
{
    struct svc_calendar *calendar = calendar_of(get(file, "calendar"), get(file, "holidays"));
    const char *op = get(file, "op");
    if (strcmp(op, "add") == 0) {
        add_time(file, calendar);
    } else if (strcmp(op, "delta") == 0) {
        int64_t got = svc_clock_working(calendar, when(get(file, "start")), when(get(file, "end")));
        if (strcmp(get(file, "unit"), "min") == 0)
            got = (got + 30) / 60; /* as the peers round */
        is_int(got, strtol(want(file), NULL, 10), get(file, "id"));
    } else {
        ok(false, "%s: operation %s is known", get(file, "id"), op);
    }
    svc_calendar_free(calendar);
}

static void count_days(const struct file *file, const struct svc_calendar *calendar, const char *op)
{
    svc_day from = svc_when_day(when(get(file, "start")));
    svc_day until = svc_when_day(when(get(file, "end")));
    if (strcmp(op, "count_days_incl") == 0)
        from--; /* both days count */
    else if (strcmp(op, "count_days_from") == 0 && from <= until)
        from--, until--; /* the first day counts, not the last */
    is_int(svc_clock_days(calendar, from, until), strtol(want(file), NULL, 10), get(file, "id"));
}

static void day_case(const struct file *file)
{
    struct svc_calendar *calendar = calendar_of(get(file, "calendar"), get(file, "holidays"));
    const char *op = get(file, "op"), *note = get(file, "note");
    svc_day day = svc_when_day(when(get(file, "start")));
    if (strncmp(op, "count_days", 10) == 0)
        count_days(file, calendar, op);
    else if (strcmp(note, "roll forward") == 0 || strcmp(note, "roll following") == 0)
        is_day(svc_clock_nth_day(calendar, day - 1, 1), file);
    else if (strcmp(note, "roll backward") == 0)
        is_day(svc_clock_nth_day(calendar, day + 1, -1), file);
    else
        is_day(svc_clock_nth_day(calendar, day, (int)strtol(get(file, "amount"), NULL, 10)), file);
    svc_calendar_free(calendar);
}

/* `from/until;from/until` */
static size_t pauses(const struct file *file, struct svc_hold *out, size_t most)
{
    char *copy = svc_strdup(get(file, "pauses")), *rest = copy;
    size_t n = 0;
    for (char *hold = strsep(&rest, ";"); hold && *hold && n < most; hold = strsep(&rest, ";")) {
        char *from = strsep(&hold, "/");
        out[n].from = when(from);
        out[n++].until = when(hold);
    }
    free(copy);
    return n;
}

static void pause_case(const struct file *file)
{
    struct svc_calendar *calendar = calendar_of(get(file, "calendar"), "");
    struct svc_hold hold[4];
    size_t count = pauses(file, hold, 4);
    svc_when start = when(get(file, "start"));
    if (strcmp(get(file, "kind"), "elapsed_min") == 0) {
        svc_when end = when(get(file, "end"));
        int64_t worked = svc_clock_working(calendar, start, end);
        for (size_t i = 0; i < count; i++)
            worked -= svc_clock_working(calendar, hold[i].from,
                                        hold[i].until < end ? hold[i].until : end);
        is_int(worked / 60, strtol(want(file), NULL, 10), get(file, "id"));
    } else {
        int minutes = (int)strtol(get(file, "target_min"), NULL, 10);
        struct svc_clock clock = { calendar, { minutes, SVC_UNIT_MIN, 0 }, start, hold, count, false,
                                   false };
        if (minutes % 60 == 0) /* else round the clock, where a minute is a working minute */
            clock.length = (struct svc_length){ minutes / 60, SVC_UNIT_WH, 0 };
        is_moment(svc_clock_due(&clock, NULL, NULL).due, file);
    }
    svc_calendar_free(calendar);
}

static void on_field(void *text, size_t len, void *data)
{
    struct file *file = data;
    if (file->fields < MOST_FIELDS)
        file->field[file->fields++] = svc_strndup(text, len);
}

static void on_record(int end, void *data)
{
    struct file *file = data;
    (void)end;
    if (file->columns == 0) {
        memcpy(file->header, file->field, sizeof file->header);
        file->columns = file->fields;
    } else {
        if (wanted(file))
            file->run(file);
        for (size_t i = 0; i < file->fields; i++)
            free(file->field[i]);
    }
    file->fields = 0;
}

static void read_cases(const char *name, int records, void (*run)(const struct file *file))
{
    struct file file = { .run = run };
    struct csv_parser parser;
    char path[128], bytes[4096];
    size_t len;
    snprintf(path, sizeof path, FOLDER "%s", name);
    FILE *in = fopen(path, "r");
    if (!ok(in != NULL, "%s is readable", path))
        return;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    bool good = true;
    while (good && (len = fread(bytes, 1, sizeof bytes, in)) > 0)
        good = csv_parse(&parser, bytes, len, on_field, on_record, &file) == len;
    good = csv_fini(&parser, on_field, on_record, &file) == 0 && good;
    ok(good, "%s is well-formed", path);
    is_int(file.records, records, "no case is lost");
    printf("# %s: %d run, of them %d by our own decision, %d skipped\n", name,
           file.records - file.skipped, file.decided, file.skipped);
    csv_free(&parser);
    fclose(in);
    for (size_t i = 0; i < file.columns; i++)
        free(file.header[i]);
}

int main(void)
{
    read_cases("working_time_cases.csv", 265, time_case);
    read_cases("working_day_cases.csv", 63, day_case);
    read_cases("pause_cases.csv", 15, pause_case);
    return done_testing();
}
