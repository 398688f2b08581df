/* svc-roster: who is on duty when, and where to be called. The entry is at the bottom. */
#include "roster.h"

#include "svc/import.h"
#include "svc/stock.h"

#define PLANNERS "team_leader;dept_head;office;clerk"

static const struct svc_verb verbs[] = {
    SVC_STOCK_ADD("", PLANNERS),
    SVC_STOCK_IMPORT("", PLANNERS),
    SVC_STOCK_LIST(""),
    SVC_STOCK_SHOW(""),
    SVC_STOCK_SET("", PLANNERS),
    SVC_STOCK_LOG(""),
    SVC_STOCK_COLUMNS(""),
    { 0 }
};

static const struct svc_register *const registers[] = { &roster_register, NULL };

int main(int argc, char **argv)
{
    static const struct svc_command command = {
        .name = "svc-roster", .summary = "who is on duty when",
        .registers = registers, .verbs = verbs
    };
    return svc_main(argc, argv, &command);
}
