/* The level that intake proposes: which rows fit, and the worst of them. */
#include "svc/level.h"

#include "tap.h"

#define TEXT(text) (char *)(text)

static struct svc_level rows[] = {
    { .level = TEXT("3") },
    { .level = TEXT("2"), .channel = TEXT("web") },
    { .level = TEXT("2"), .category = TEXT("leak") },
    { .level = TEXT("2"), .tier = TEXT("vip") },
    { .level = TEXT("1"), .accident = true },
    { .level = TEXT("2"), .repeat = true },
    { .level = TEXT("1"), .people = 5 },
    { .level = TEXT("1"), .channel = TEXT("gov"), .tier = TEXT("key") }
};
static struct svc_acting acting[] = { { TEXT("channel"), TEXT("wechat"), TEXT("web") },
                                      { TEXT("category"), TEXT("smell"), TEXT("leak") } };

static const char *proposed(struct svc_intake intake, size_t first)
{
    struct svc_policy policy = { .levels = rows + first, .level_count = 8 - first,
                                 .acting = acting, .acting_count = 2 };
    return svc_level_propose(&policy, &intake);
}

int main(void)
{
    is_str(proposed((struct svc_intake){ 0 }, 0), "3", "a row that names nothing fits everything");
    is_str(proposed((struct svc_intake){ 0 }, 1), NULL, "no other row fits what nothing is known of");
    is_str(proposed((struct svc_intake){ .channel = "web" }, 0), "2", "by its channel, the worst of two");
    is_str(proposed((struct svc_intake){ .channel = "wechat" }, 0), "2", "by a word that acts as it");
    is_str(proposed((struct svc_intake){ .channel = "letter" }, 0), "3", "not by another one");
    is_str(proposed((struct svc_intake){ .category = "leak" }, 1), "2", "by its category");
    is_str(proposed((struct svc_intake){ .category = "smell" }, 1), "2", "or what acts as it");
    is_str(proposed((struct svc_intake){ .category = "web" }, 1), NULL, "a channel is no category");
    is_str(proposed((struct svc_intake){ .tier = "vip" }, 1), "2", "by the customer's tier");
    is_str(proposed((struct svc_intake){ .tier = "key" }, 1), NULL, "another tier is not meant");
    is_str(proposed((struct svc_intake){ .accident = true }, 0), "1", "an accident");
    is_str(proposed((struct svc_intake){ .repeat = true }, 1), "2", "a repeat");
    is_str(proposed((struct svc_intake){ .people = 5 }, 1), "1", "five customers together");
    is_str(proposed((struct svc_intake){ .people = 4 }, 1), NULL, "four are fewer");
    is_str(proposed((struct svc_intake){ .channel = "gov", .tier = "key" }, 1), "1", "all that a row names");
    is_str(proposed((struct svc_intake){ .channel = "gov", .tier = "vip" }, 7), NULL, "and not a part of it");
    is_str(proposed((struct svc_intake){ .channel = "web", .accident = true }, 0), "1", "the worst of three");
    return done_testing();
}
