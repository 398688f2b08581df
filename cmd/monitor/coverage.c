/* coverage: whether each group that the policy asks for has a monitor in office, in each district that it
 * names (rule book 001, 5.3: different groups, representative). */
#include <stdlib.h>
#include <string.h>

#include "monitor.h"
#include "svc/err.h"
#include "svc/mem.h"
#include "svc/print.h"
#include "svc/text.h"
#include "svc/when.h"

static struct {
    struct svc_opt_time on;
    bool empty;
} opt;

const struct svc_option coverage_options[] = {
    { .name = "on", .type = SVC_OPT_TIME, .to = &opt.on, .arg = "DAY",
      .help = "as it was, or will be, on that day (default: today)" },
    { .name = "empty", .type = SVC_OPT_FLAG, .to = &opt.empty,
      .help = "only where there is nobody" },
    SVC_OPTIONS_INCLUDE(svc_output_options),
    { 0 }
};

static const struct svc_column columns[] = {
    { .name = "grp", .type = SVC_TYPE_CODE, .label = "所属群体", .help = "the group",
      .list = "monitor_group" },
    { .name = "district", .type = SVC_TYPE_CODE, .label = "所在片区",
      .help = "the district; empty where the policy names none" },
    { .name = "count", .type = SVC_TYPE_INT, .label = "在任人数",
      .help = "how many are in office" },
    { .name = "monitors", .type = SVC_TYPE_CODE, .label = "监督员编号", .help = "who" },
    { .name = "last_on", .type = SVC_TYPE_DAY, .label = "最近届满日期",
      .help = "when the last of them ends" },
    { 0 }
};

/* One cell: who of the group is in office on the day, in the district (NULL: in any). */
static int64_t print_cell(struct svc_call *call, const char *group, const char *district,
                          const char *day)
{
    struct svc_buf who = { 0 };
    char last[SVC_DAY_SIZE] = "";
    int64_t count = 0;
    struct svc_query *q = svc_query(call->db,
        "SELECT m.monitor, MAX(t.last_on) FROM monitor m JOIN monitor_terms t ON t.monitor = m.monitor"
        " WHERE m.grp = ?1 AND m.district = COALESCE(?2, m.district) AND t.appointed_on <= ?3"
        "   AND t.last_on >= ?3 GROUP BY m.monitor ORDER BY m.monitor", "sss", group, district, day);
    while (svc_next(q)) {
        svc_buf_printf(&who, "%s%s", count++ ? ";" : "", svc_text(q, 0));
        if (strcmp(svc_text(q, 1), last) > 0)
            memcpy(last, svc_text(q, 1), sizeof last);
    }
    if (count == 0 || !opt.empty)
        svc_print_row(call, (struct svc_value[]){
            svc_value_text(group), svc_value_text(district), svc_value_number(count),
            svc_value_text(svc_buf_text(&who)), svc_value_text(*last ? last : NULL) });
    svc_buf_free(&who);
    return count;
}

/* The row of a group: each district that the policy names, else all together. Returns how many cells
 * are empty. */
static size_t print_group(struct svc_call *call, const char *group, const char *districts,
                          const char *day)
{
    const char *word;
    size_t len, empty = 0;
    if (!districts)
        return print_cell(call, group, NULL, day) == 0;
    while (svc_text_next(&districts, ';', &word, &len)) {
        char *district = svc_strndup(word, len);
        empty += print_cell(call, group, district, day) == 0;
        free(district);
    }
    return empty;
}

int monitor_coverage(struct svc_call *call)
{
    svc_day on = svc_when_day(opt.on.given ? opt.on.when : svc_now());
    char day[SVC_DAY_SIZE];
    const char *word;
    size_t len, empty = 0;
    struct svc_rules *rules = svc_rules_open(call->db);
    const struct svc_policy *policy = svc_rules_on(rules, on);
    const char *groups = svc_policy_param(policy, "monitor_groups");
    const char *districts = svc_policy_param(policy, "monitor_districts");
    if (!groups)
        svc_die(SVC_CONFIG, "the policy does not say which groups have monitors\n"
                            "give params.csv a row monitor_groups");
    svc_day_format(on, day);
    svc_print_begin(call, columns);
    while (svc_text_next(&groups, ';', &word, &len)) {
        char *group = svc_strndup(word, len);
        empty += print_group(call, group, districts, day);
        free(group);
    }
    svc_rules_close(rules);
    int code = svc_finish(call);
    return code == SVC_OK && empty ? SVC_NO : code;
}
