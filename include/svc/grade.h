/* grade: a month's mark of one department or person, summed from score lines.
 *
 *     score = base + min(Σ positive, bonus_cap) + Σ over items of max(Σ negative, −item cap)
 *           + Σ corrections
 *
 * floored at score_floor; integer hundredths throughout. Only `final` lines count; lines of any
 * other status are counted apart. Corrections of closed months (item adjust) were capped where they are
 * of, so they are summed outside of bonus and caps. The forced grade (an effect that acts as grade_c
 * forces the grade C) lowers, never raises; one of another month's fact is listed and forces nothing
 * here. Money is never netted with points. Grades, caps and base are the pack's (score.md, domain.md
 * 13).
 */
#ifndef SVC_GRADE_H
#define SVC_GRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "svc/buf.h"
#include "svc/policy.h"

/* The items of the sheet in its order. They are listed here alone, and called by the pack (list
 * `item` of words.csv); EACH makes of them what is needed. */
#define SVC_EACH_ITEM(EACH) \
    EACH("complaint") EACH("callback") EACH("inspect") EACH("tier") EACH("auth") EACH("entry") \
    EACH("reward") EACH("improve") EACH("contractor") EACH("order") EACH("survey") EACH("adjust")

/* The fields of a score line (score.h) in its order, named as the columns of every statement that
 * yields such lines; what a line holds in hundredths and fen is a NUMBER. */
#define SVC_EACH_LINE_FIELD(TEXT, NUMBER) \
    TEXT(dept) TEXT(person) TEXT(item) TEXT(clause) TEXT(subject) NUMBER(points) NUMBER(amount) \
    TEXT(effect) TEXT(status) TEXT(source) TEXT(record) TEXT(occurred_at) TEXT(reason)

#define SVC_ITEM_ONE(id) +1
enum { SVC_ITEMS = 0 SVC_EACH_ITEM(SVC_ITEM_ONE) };
extern const char *const svc_items[SVC_ITEMS];

/* Position of an item, -1 for an unknown one. */
int svc_item_find(const char *item);

struct svc_mark {
    int64_t base, item[SVC_ITEMS]; /* raw sums */
    int64_t bonus, deductions;     /* after caps; deductions ≤ 0 */
    int64_t score;
    const char *grade, *forced, *final; /* codes of the policy's; forced NULL for none */
    int64_t reward, penalty;       /* fen; penalty ≤ 0 */
    int64_t pending, suspended;    /* lines that do not count yet */
    struct svc_buf effects;        /* `;`-separated, each once, those of another month WORD@MONTH */
    int64_t positive, negative[SVC_ITEMS];
    struct svc_mark_effect {
        char *word;
        int64_t count;
    } *effect; /* while they are summed */
    size_t effect_count;
};

/* One line: points in hundredths, amount in fen, `effect` `;`-separated or NULL, one that is taken back
 * with a minus sign before it. */
struct svc_mark_line {
    int item;
    const char *status, *effect;
    int64_t points, amount;
    bool penalty;         /* the amount is one, also where it comes back */
    const char *of_month; /* of the fact, where that is another month's; else NULL */
};
void svc_mark_add(struct svc_mark *mark, const struct svc_mark_line *line);

/* The item of corrections. */
int svc_item_adjust(void);

/* What the score is made of besides: one line's points, put in (1) or taken out (-1). */
void svc_mark_weigh(struct svc_mark *mark, int item, int64_t points, int sign);

/* The place of a grade among the policy's, the best is 0; -1 for one that it has not. Of the one that an
 * effect forces, which is what the company's word acts as: `grade_c` forces C, in whatever case. */
int svc_grade_place(const struct svc_policy *policy, const char *code);
int svc_grade_forced(const struct svc_policy *policy, const char *effect);
#define SVC_GRADE_EFFECT "grade_"

/* Applies base, caps, floor and grades of the policy; the mark's grades live as long as that. */
void svc_mark_finish(struct svc_mark *mark, const struct svc_policy *policy);

#endif
