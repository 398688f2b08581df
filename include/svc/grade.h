/* grade: a month's mark of one department or person, summed from score lines.
 *
 *     base  = base_score + Σ over items of weight × item's base
 *     bonus = min(Σ over items of weight × min(Σ positive, item's bonus_cap), bonus_cap)
 *     lost  = Σ over items of weight × max(Σ negative, −item's cap)
 *     score = (base + bonus + lost), × score_full ÷ base where that is given, + Σ corrections
 *
 * not below score_floor nor above score_ceiling. Integers throughout: base, bonus, lost and score are
 * each rounded half up to hundredths when they are told, and nothing before. Only `final` lines count; lines of any
 * other status are counted apart. Corrections of closed months (item adjust) were capped where they are
 * of, so they are summed outside of weights and caps. The forced grade (an effect that acts as grade_c
 * forces the grade C) lowers, never raises; one of another month's fact is listed and forces nothing
 * here. Money is never netted with points. Grades and items are the pack's (score.md, domain.md
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
    int64_t positive[SVC_ITEMS], negative[SVC_ITEMS];
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

/* grades.csv: a grade has the scores from its lowest one up to the next better grade's. */
struct svc_grade {
    char *code;
    int64_t from; /* hundredths, included; INT64_MIN for the worst, which has no lowest */
};

/* items.csv: what an item of the sheet has of its own, all in hundredths. */
struct svc_item_rule {
    char *item;
    int64_t base;           /* what it begins with */
    int64_t cap, bonus_cap; /* how much it loses and gains at most; INT64_MAX: as much as there is */
    int64_t weight;         /* of its points in the score; 100: as they are */
};

/* The place of a grade among the policy's, the best is 0; -1 for one that it has not. Of the one that an
 * effect forces, which is what the company's word acts as: `grade_c` forces C, in whatever case. */
int svc_grade_place(const struct svc_policy *policy, const char *code);
int svc_grade_forced(const struct svc_policy *policy, const char *effect);
#define SVC_GRADE_EFFECT "grade_"

/* Applies base, weights, caps, bounds and grades of the policy; the mark's grades live as long as that. */
void svc_mark_finish(struct svc_mark *mark, const struct svc_policy *policy);

#endif
