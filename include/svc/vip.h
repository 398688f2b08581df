/* vip: which tier the rule gives a customer, and when a duty towards a VIP falls due.
 *
 * VIP are the classes of vip_classes (government, media, social monitors), and whoever of
 * vip_gas_classes (commercial, industrial …) uses at least vip_daily_gas_m3 a day; 以上 includes
 * the number (rule book 001, tiers 4.1). A social monitor is one while the term runs, whatever its class
 * says; when it is over the customer is general unless something else makes it a VIP. A customer whose worth was graded may be `key` where the
 * policy sets key_value_grade. Whom people made a VIP for other reasons the rule leaves alone, and
 * so a VIP whose usage is not known.
 *
 * A duty is a parameter `duty_NAME` whose value is `KIND EVERY [ROLE]`: for which kind of customer
 * (any, person, unit), how often (month, quarter, half-year, year, festival) or for each of which
 * cases (complaint, and of orders gas_on, repair, emergency), and the role that whoever does or leads
 * it must hold (001, tiers 6.1 and 6.2).
 */
#ifndef SVC_VIP_H
#define SVC_VIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"
#include "svc/policy.h"

/* Whether a customer is a social monitor: by its class alone (nothing is known of terms), no longer, or
 * as long as a term runs. */
enum svc_vip_term { SVC_TERM_UNKNOWN, SVC_TERM_OVER, SVC_TERM_RUNS };

/* What is known of a customer; borrowed. */
struct svc_vip_facts {
    const char *tier;        /* that it has now */
    const char *class;       /* NULL when not told */
    int64_t gas;             /* cubic metres a day, -1 when not known */
    const char *value_grade; /* A … D, NULL when not graded */
    enum svc_vip_term term;
};

/* The tier that the policy's rule gives, with the reason appended to `why` as a statement; NULL when the rule has
 * nothing to say about this customer, whose tier then stays. */
const char *svc_vip_judge(const struct svc_policy *policy, const struct svc_vip_facts *facts,
                          struct svc_buf *why);

enum svc_every {
    SVC_EVERY_MONTH, SVC_EVERY_QUARTER, SVC_EVERY_HALF, SVC_EVERY_YEAR, SVC_EVERY_FESTIVAL,
    SVC_EVERY_COMPLAINT, SVC_EVERY_GAS_ON, SVC_EVERY_REPAIR, SVC_EVERY_EMERGENCY
};

struct svc_duty {
    char kind[8];  /* any, person or unit */
    enum svc_every every;
    char role[24]; /* "" when anybody may do it */
};

/* Reads a parameter's value; NULL when good, else why not. Whether the role exists is not asked. */
const char *svc_duty_parse(const char *value, struct svc_duty *out);

/* True when a customer of that kind is owed the duty. */
bool svc_duty_for(const struct svc_duty *duty, const char *kind);

/* What each case of which is owed the duty, complaint or an order's business; NULL where it is due by
 * the calendar. */
const char *svc_duty_case(const struct svc_duty *duty);

/* A span in which a duty is due once: both days included, the last one is the deadline. */
struct svc_slot {
    svc_day from, until;
    char name[SVC_DAY_SIZE]; /* 2026-10, 2026Q4, 2026H2, 2026; a festival by its first day */
};

/* The slots whose last day lies in from ≤ day < until, in order; the caller frees them. Of
 * single cases there are none. A festival is what lies between its first day off and its last, over make-up days and another
 * festival's days; those of a year that the calendar does not know are missing. */
size_t svc_duty_slots(enum svc_every every, const struct svc_calendar *calendar, svc_day from,
                      svc_day until, struct svc_slot **out);

#endif
