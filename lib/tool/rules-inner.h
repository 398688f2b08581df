/* What the halves of rules share: rules.c loads the versions, rules-clock.c runs the clocks. */
#ifndef SVC_TOOL_RULES_INNER_H
#define SVC_TOOL_RULES_INNER_H

#include "svc/rules.h"

enum { SVC_MOST_CLOCKS = 8, SVC_MET_COLUMNS = 4 }; /* of one register, of one clock */

/* Positions of a clock's columns in its register; -1 for none. */
struct svc_clock_places {
    int start, due, bound, met[SVC_MET_COLUMNS];
};

struct svc_rules {
    struct svc_db *db;
    struct svc_policy *versions; /* newest first day first; content when `calendar` is set */
    char (*loaded)[SVC_WHEN_SIZE]; /* beside it: when it was loaded */
    size_t count;
    struct svc_clock_set {
        char *table;
        struct svc_clock_columns *clock;
        size_t count;
        const struct svc_register *reg; /* whose positions these are */
        struct svc_clock_places *at;
        int level, tier, customer_kind, provisional;
    } *sets;
    size_t set_count;
    char due[SVC_MOST_CLOCKS][SVC_WHEN_SIZE];
    struct svc_buf provisional;
    bool moved_clocks; /* the store has a hold or an extension at all */
    struct svc_hold *holds;
    size_t hold_count;
};

/* The version with what stands in it, loaded when it is first asked for. */
const struct svc_policy *svc_rules_content(struct svc_rules *rules, struct svc_policy *policy);

void svc_rules_forget_clocks(struct svc_rules *rules);

#endif
