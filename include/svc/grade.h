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

/* The items of the sheet that the tools themselves give points under. The pack lists them with those of
 * the company's own, in the sheet's order (list `item` of words.csv); what acts as one is none. */
#define SVC_ITEMS \
    "complaint|callback|inspect|tier|auth|entry|reward|improve|contractor|order|survey|adjust"

/* The fields of a score line (score.h) in its order, named as the columns of every statement that
 * yields such lines; what a line holds in hundredths and fen is a NUMBER. */
#define SVC_EACH_LINE_FIELD(TEXT, NUMBER) \
    TEXT(dept) TEXT(person) TEXT(item) TEXT(clause) TEXT(subject) NUMBER(points) NUMBER(amount) \
    TEXT(effect) TEXT(status) TEXT(source) TEXT(record) TEXT(occurred_at) TEXT(reason)

/* The item of corrections. */
#define SVC_CORRECTIONS "adjust"

struct svc_mark {
    struct svc_mark_item {
        const char *item; /* borrowed from its lines */
        int64_t sum, positive, negative; /* raw; of corrections the sum alone */
    } *item;
    size_t item_count;
    int64_t base;
    int64_t bonus, deductions;     /* after caps; deductions ≤ 0 */
    int64_t score;
    const char *grade, *forced, *final; /* codes of the policy's; forced NULL for none */
    int64_t reward, penalty;       /* fen; penalty ≤ 0 */
    int64_t pending, suspended;    /* lines that do not count yet */
    struct svc_buf effects;        /* `;`-separated, each once, those of another month WORD@MONTH */
    struct svc_mark_effect {
        char *word;
        int64_t count;
    } *effect; /* while they are summed */
    size_t effect_count;
};

/* One line: points in hundredths, amount in fen, `effect` `;`-separated or NULL, one that is taken back
 * with a minus sign before it. */
struct svc_mark_line {
    const char *item;
    const char *status, *effect;
    int64_t points, amount;
    bool penalty;         /* the amount is one, also where it comes back */
    const char *of_month; /* of the fact, where that is another month's; else NULL */
};
void svc_mark_add(struct svc_mark *mark, const struct svc_mark_line *line);

/* What the score is made of besides: one line's points, put in (1) or taken out (-1). */
void svc_mark_weigh(struct svc_mark *mark, const char *item, int64_t points, int sign);

/* The raw sum of an item, 0 for one without lines. */
int64_t svc_mark_sum(const struct svc_mark *mark, const char *item);

/* What it holds, not itself. */
void svc_mark_free(struct svc_mark *mark);

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
