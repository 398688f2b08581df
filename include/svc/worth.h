/* worth: what a customer is worth to the company, and how far it can be trusted.
 *
 * Four parts of 0 to 100, each worked out from plain counts: usage against the VIP threshold,
 * growth against the period before (unchanged = 50, doubled = 100), the share of bills paid in
 * time, the share of what was asked under contract and safety rules that was met. The value is
 * their mean by the policy's weights value_* (which sum to 1); the credit is that of payment and
 * cooperation alone. A part that nothing is known of is left out and the other weights share its
 * place: an empty denominator is neither 0 nor 100.
 */
#ifndef SVC_WORTH_H
#define SVC_WORTH_H

#include <stdbool.h>
#include <stdint.h>

#include "svc/policy.h"

enum svc_part { SVC_PART_USAGE, SVC_PART_GROWTH, SVC_PART_PAYMENT, SVC_PART_COOPERATION,
                SVC_PARTS };
extern const char *const svc_part_names[SVC_PARTS];

/* Counts; -1 where one is not known. */
struct svc_worth_facts {
    int64_t gas, gas_before;       /* cubic metres a day, now and in the period before */
    int64_t bills, bills_on_time;
    int64_t asked, met;            /* what contract and safety rules asked of the customer */
};

struct svc_worth {
    int64_t part[SVC_PARTS];   /* hundredths, -1 for one left out */
    int64_t weight[SVC_PARTS]; /* hundredths, as the policy has them */
    int64_t value, credit;     /* hundredths, -1 when nothing is known */
    char value_grade, credit_grade; /* A … D; 0 when nothing is known */
    bool risky;                /* credit below the lowest band */
};

void svc_worth_find(const struct svc_policy *policy, const struct svc_worth_facts *facts,
                    struct svc_worth *out);

#endif
