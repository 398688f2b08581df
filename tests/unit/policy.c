/* Which limit applies to a case, and where it runs from. */
#include "svc/policy.h"

#include "tap.h"

#define LIMIT(clock_, tier_, kind_, length_, start_) \
    { .matter = (char *)"job", .clock = (char *)clock_, .tier = (char *)tier_, \
      .customer_kind = (char *)kind_, .length = (char *)length_, .start = (char *)start_ }

static struct svc_limit limits[] = {
    LIMIT("finish", NULL, NULL, "7d", "accepted"),
    LIMIT("finish", "vip", "person", "3d", "ready"),
    LIMIT("finish", "vip", "home", "2d", "accepted"),
    LIMIT("notice", NULL, NULL, "48h", "before"),
    { .matter = (char *)"job", .clock = (char *)"respond", .level = (char *)"1", .tier = (char *)"vip",
      .customer_kind = (char *)"home", .channel = (char *)"letter", .category = (char *)"leak",
      .class = (char *)"resident", .length = (char *)"1h", .start = (char *)"accepted" },
};
static struct svc_policy policy = { .version = 1, .limits = limits,
                                    .limit_count = sizeof limits / sizeof *limits };

static svc_when when(const char *text)
{
    svc_when out = 0;
    ok(!text || !svc_when_parse(text, &out), "%s", text ? text : "no moment");
    return out;
}

/* The deadline that comes out for a customer; `ready` may be NULL. */
static void due(struct svc_case of, const char *accepted, const char *ready, const char *want,
                const char *name)
{
    struct svc_start starts[] = { { "stopped", when("2026-10-14 08:00"), false },
                                  { "accepted", when(accepted), false },
                                  { "ready", when(ready), false } };
    struct svc_due out;
    char got[SVC_WHEN_SIZE] = "not begun";
    of.matter = "job";
    of.starts = starts;
    of.start_count = 3;
    if (!svc_policy_due(&policy, &of, starts[1].at, NULL, 0, &out))
        memcpy(got, "no limit", sizeof "no limit");
    else if (out.start)
        svc_when_format(out.deadline.due, got);
    is_str(got, want, name);
}

int main(void)
{
    struct svc_case general = { .clock = "finish", .nature = "person", .customer_kind = "home" };
    struct svc_case person = { .clock = "finish", .tier = "vip", .nature = "person" };
    struct svc_case both = { .clock = "finish", .tier = "vip", .nature = "person",
                             .customer_kind = "home" };
    struct svc_case unit = { .clock = "finish", .tier = "vip", .nature = "unit" };
    struct svc_case notice = { .clock = "notice" }, other = { .clock = "arrive" };
    struct svc_due out;
    svc_when start = when("2026-09-01 09:00");
    policy.calendar = svc_calendar_new();
    for (size_t i = 0; i < policy.limit_count; i++)
        ok(!svc_length_parse(limits[i].length, &limits[i].parsed), "%s", limits[i].length);
    due(general, "2026-09-01 09:00", NULL, "2026-09-08 23:59:59", "the limit of everybody");
    due(unit, "2026-09-01 09:00", NULL, "2026-09-08 23:59:59", "another nature: the same");
    due(person, "2026-09-01 09:00", NULL, "not begun", "the special limit wins before it begins");
    due(person, "2026-09-01 09:00", "2026-09-20 09:00", "2026-09-23 23:59:59", "then runs");
    due(both, "2026-09-01 09:00", NULL, "2026-09-03 23:59:59",
        "of two equally special ones the one that has begun");
    due(both, "2026-09-01 09:00", "2026-08-20 09:00", "2026-08-23 23:59:59", "else the earlier");
    due(notice, "2026-09-01 09:00", NULL, "2026-10-12 08:00:00", "back from the first start");
    due(other, "2026-09-01 09:00", NULL, "no limit", "no limit for this clock");
    general.matter = "job";
    ok(svc_policy_due(&policy, &general, start, NULL, 0, &out) && out.start == start,
       "without starts of its own a case runs from the one moment");
    is_int(svc_policy_fit(&limits[0], &general), 0, "names nothing");
    both.matter = "job";
    is_int(svc_policy_fit(&limits[1], &both), 2, "names tier and nature");
    general.tier = "key";
    is_int(svc_policy_fit(&limits[1], &general), -1, "does not fit");
    struct svc_case all = { .matter = "job", .clock = "respond", .level = "1", .tier = "vip",
                            .customer_kind = "home", .channel = "letter", .category = "leak",
                            .class = "resident" };
    const char **const words[] = { &all.level, &all.tier, &all.customer_kind, &all.channel,
                                   &all.category, &all.class };
    is_int(svc_policy_fit(&limits[4], &all), 6, "names all six");
    for (int i = 0; i < 6; i++) {
        const char *word = *words[i];
        *words[i] = NULL;
        ok(svc_policy_fit(&limits[4], &all) == -1, "a case without its %s is another", word);
        *words[i] = word;
    }
    struct svc_start ready = { "ready", when("2026-10-12 09:00"), false };
    struct svc_due none;
    all.starts = &ready;
    all.start_count = 1;
    ok(svc_policy_due(&policy, &all, 0, NULL, 0, &none) && none.start == 0,
       "a limit whose start the case does not know has not begun");
    svc_calendar_free(policy.calendar);
    return done_testing();
}
