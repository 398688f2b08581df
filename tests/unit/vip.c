/* Which tier the rule gives, and when duties fall due. */
#include "svc/vip.h"

#include "calendar-csv.h"
#include "tap.h"

static svc_day day(const char *text)
{
    svc_day out = 0;
    const char *why = svc_day_parse(text, &out);
    if (why)
        ok(false, "%s: %s", text, why);
    return out;
}

/* -- tiers -------------------------------------------------------------------------------- */

static char least[16] = "1000", classes[64] = "government;media;monitor",
            gas_classes[64] = "commercial;industrial", key[4] = "A";
static struct svc_param params[] = { { (char *)"key_value_grade", NULL },
                                     { (char *)"vip_classes", classes },
                                     { (char *)"vip_daily_gas_m3", least },
                                     { (char *)"vip_gas_classes", gas_classes } };

static const char *judge(const char *tier, const char *class, int64_t gas, const char *grade,
                         struct svc_buf *why)
{
    struct svc_policy policy = { .params = params, .param_count = 4 };
    struct svc_vip_facts facts = { tier, class, gas, grade, SVC_TERM_UNKNOWN };
    svc_buf_clear(why);
    return svc_vip_judge(&policy, &facts, why);
}

static void tiers(void)
{
    struct svc_buf why = { 0 };
    is_str(judge("general", "industrial", 1000, NULL, &why), "vip", "1000 is at least 1000");
    is_str(svc_buf_text(&why), "gas_enough|1000|1000", "and says so");
    is_str(judge("general", "industrial", 999, NULL, &why), "general", "999 is not");
    is_str(judge("vip", "commercial", 999, NULL, &why), "general", "and is a VIP no more");
    is_str(judge("vip", "commercial", -1, NULL, &why), NULL, "unknown usage says nothing");
    is_str(judge("vip", "commercial", 0, NULL, &why), "general", "no usage says that");
    is_str(judge("general", "resident", 5000, NULL, &why), NULL, "a resident's usage never counts");
    is_str(judge("vip", "resident", 1, NULL, &why), NULL, "whom people chose stays");
    is_str(judge("general", NULL, 5000, NULL, &why), NULL, "without a class the rule is silent");
    is_str(judge("general", "monitor", -1, NULL, &why), "vip", "a social monitor is a VIP");
    is_str(svc_buf_text(&why), "class|monitor", "and says so");
    struct svc_policy policy = { .params = params, .param_count = 4 };
    struct svc_vip_facts monitor = { "vip", "monitor", -1, NULL, SVC_TERM_OVER };
    svc_buf_clear(&why);
    is_str(svc_vip_judge(&policy, &monitor, &why), "general", "whose term is over is none any more");
    is_str(svc_buf_text(&why), "monitor_over", "and says so");
    monitor.tier = "general";
    is_str(svc_vip_judge(&policy, &monitor, &why), NULL, "nor becomes one by the class");
    monitor.term = SVC_TERM_RUNS;
    is_str(svc_vip_judge(&policy, &monitor, &why), "vip", "while the term runs it is");
    monitor.class = "resident";
    svc_buf_clear(&why);
    is_str(svc_vip_judge(&policy, &monitor, &why), "vip", "of whatever class");
    is_str(svc_buf_text(&why), "class|monitor", "as a monitor");
    monitor = (struct svc_vip_facts){ "vip", "industrial", 1000, NULL, SVC_TERM_OVER };
    is_str(svc_vip_judge(&policy, &monitor, &why), "vip", "and a large customer stays one without it");
    is_str(judge("general", "industrial", INT64_MAX, NULL, &why), "vip", "the largest number");
    is_str(judge("general", "industrial", 10, "A", &why), "general", "no key tier unless set");
    params[0].value = key;
    is_str(judge("general", "industrial", 10, "A", &why), "key", "a worthy one is key");
    is_str(svc_buf_text(&why), "gas_short|10|1000|A", "with both reasons");
    is_str(judge("general", "resident", -1, "A", &why), "key", "a resident, too");
    is_str(judge("key", "resident", -1, "B", &why), "general", "until it is not");
    is_str(judge("vip", "resident", -1, "A", &why), NULL, "no grade moves whom people chose");
    is_str(judge("vip", "industrial", -1, "A", &why), NULL, "nor a VIP whose usage is not known");
    is_str(judge("vip", "industrial", 10, "A", &why), "key", "but one that uses less");
    is_str(judge("key", "industrial", 10, NULL, &why), NULL, "nobody graded it again");
    is_str(judge("key", "industrial", 1000, "B", &why), "vip", "VIP wins");
    memcpy(least, "999.5", 6);
    is_str(judge("general", "industrial", 999, NULL, &why), "general", "999 is below 999.5");
    is_str(judge("general", "industrial", 1000, NULL, &why), "vip", "1000 is not");
    svc_buf_free(&why);
}

/* -- duties ------------------------------------------------------------------------------- */

static void duties(void)
{
    struct svc_duty duty;
    is_str(svc_duty_parse("any month", &duty), NULL, "two words");
    is_str(duty.role, "", "anybody");
    ok(svc_duty_for(&duty, "unit") && svc_duty_for(&duty, "person"), "for any");
    is_str(svc_duty_parse("unit half-year deputy_gm", &duty), NULL, "three words");
    ok(duty.every == SVC_EVERY_HALF, "half-year");
    is_str(duty.role, "deputy_gm", "its role");
    ok(svc_duty_for(&duty, "unit") && !svc_duty_for(&duty, "person"), "for units alone");
    ok(!svc_duty_case(&duty), "due by the calendar");
    is_str(svc_duty_parse("any complaint deputy_gm", &duty), NULL, "of single cases");
    is_str(svc_duty_case(&duty), "complaint", "of complaints");
    is_str(svc_duty_parse("person gas_on team_leader", &duty), NULL, "of orders");
    is_str(svc_duty_case(&duty), "gas_on", "of that business");
    static const char *const bad[] = { "", "any complaints gm", "unit", "unit weekly", "all month", "unit year gm x",
                                       "unit year this_is_a_very_long_role_name", "month unit",
                                       "somebodyelse month" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(svc_duty_parse(bad[i], &duty) != NULL, "refused: \"%s\"", bad[i]);
    ok(svc_duty_parse(NULL, &duty) != NULL, "nothing is refused");
}

/* Slots as text: `2026-02:2026-02-01..2026-02-28 …`. */
static const char *slots(const struct svc_calendar *calendar, enum svc_every every,
                         const char *from, const char *until)
{
    static char out[2048];
    char a[SVC_DAY_SIZE], b[SVC_DAY_SIZE];
    struct svc_slot *slot;
    size_t len = 0, count = svc_duty_slots(every, calendar, day(from), day(until), &slot);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s:%s..%s", i ? " " : "",
                                slot[i].name, svc_day_format(slot[i].from, a) + 5,
                                svc_day_format(slot[i].until, b) + 5);
    free(slot);
    return out;
}

static void due(const char *path)
{
    struct svc_calendar *c = calendar_from_csv(path);
    is_str(slots(c, SVC_EVERY_MONTH, "2026-02-01", "2026-03-01"), "2026-02:02-01..02-28",
           "a month ends on its last day");
    is_str(slots(c, SVC_EVERY_MONTH, "2024-02-01", "2024-03-01"), "2024-02:02-01..02-29",
           "in a leap year, too");
    is_str(slots(c, SVC_EVERY_MONTH, "2026-02-28", "2026-03-01"), "2026-02:02-01..02-28",
           "the last day alone brings the month");
    is_str(slots(c, SVC_EVERY_MONTH, "2026-02-01", "2026-02-28"), "", "all but it do not");
    is_str(slots(c, SVC_EVERY_QUARTER, "2026-07-01", "2026-10-01"), "2026Q3:07-01..09-30",
           "a quarter");
    is_str(slots(c, SVC_EVERY_HALF, "2026-01-01", "2027-01-01"),
           "2026H1:01-01..06-30 2026H2:07-01..12-31", "both halves");
    is_str(slots(c, SVC_EVERY_YEAR, "2026-12-01", "2027-01-01"), "2026:01-01..12-31",
           "a year ends in December");
    is_str(slots(c, SVC_EVERY_YEAR, "2026-10-01", "2026-11-01"), "", "not in October");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2026-01-01", "2027-01-01"),
           "2026-01-01:01-01..01-03 2026-02-15:02-15..02-23 2026-04-04:04-04..04-06"
           " 2026-05-01:05-01..05-05 2026-06-19:06-19..06-21 2026-09-25:09-25..09-27"
           " 2026-10-01:10-01..10-07", "the seven festivals of 2026");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2022-12-01", "2023-01-01"), "",
           "a festival over New Year is due when it ends");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2023-01-01", "2023-01-15"), "2022-12-31:12-31..01-02",
           "and bears its first day's name");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2027-01-01", "2028-01-01"), "",
           "nobody knows those of 2027");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2025-10-01", "2025-11-01"),
           "2025-10-01:10-01..10-08 2025-10-06:10-06..10-06",
           "the days off before and behind another festival's are one festival");
    svc_calendar_free(c);
    c = svc_calendar_new();
    for (svc_day d = day("2028-10-01"); d <= day("2028-10-08"); d++)
        svc_calendar_add(c, d, d == day("2028-10-07"), d == day("2028-10-07") ? NULL : "国庆节");
    svc_calendar_add(c, day("2028-10-14"), false, "国庆节");
    is_str(slots(c, SVC_EVERY_FESTIVAL, "2028-10-01", "2028-11-01"),
           "2028-10-01:10-01..10-08 2028-10-14:10-14..10-14",
           "so are those around a Saturday that is worked, but not over a plain week");
    svc_calendar_free(c);
}

int main(int argc, char **argv)
{
    tiers();
    duties();
    due(argc > 1 ? argv[1] : CALENDAR_CSV);
    struct svc_slot *none;
    is_int((int64_t)svc_duty_slots(SVC_EVERY_COMPLAINT, NULL, day("2026-01-01"), day("2027-01-01"), &none), 0,
           "what a complaint asks for has no days of its own");
    return done_testing();
}
