/* The score lines of legs that are more than a range: times a quantity, by the loss, as a share. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"
#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/num.h"
#include "svc/text.h"

/* The lines of one statement on their way. */
struct work {
    struct svc_db *db;
    char *noun;
    struct svc_lines out;
};

/* The leg's version is in force on the line's day. */
static bool of_day(const struct svc_leg *leg, const struct svc_line *line)
{
    return strncmp(leg->from_day, line->occurred_at, SVC_DAY_SIZE - 1) <= 0 &&
           strncmp(leg->until_day, line->occurred_at, SVC_DAY_SIZE - 1) > 0;
}

/* What is not known for certain waits, instead of counting. */
static void wait(struct svc_line *line)
{
    if (svc_text_same(line->status, "final"))
        svc_text_set(&line->status, "proposed");
}

/* The arithmetic before the reason, which is told behind it. */
static void put_before(struct svc_line *line, struct svc_buf *told)
{
    svc_buf_puts(told, line->reason ? line->reason : "");
    free(line->reason);
    line->reason = svc_buf_take(told);
}

/* -- the band of the loss ------------------------------------------------------------------- */

static bool holds(const struct svc_leg *leg, int64_t loss)
{
    return leg->loss_from <= loss && loss < leg->loss_to;
}

/* A value that nobody chose is the band's. */
static void take_band(struct svc_line *line, const struct svc_leg *lowest, const struct svc_leg *band)
{
    if (line->points == lowest->points)
        line->points = band->points;
    if (line->amount == lowest->amount)
        line->amount = band->amount;
    svc_text_set(&line->effect, band->effect);
}

/* The band whose loss it is of the ladder that begins with `lowest`; the lowest where nobody knows the
 * loss. NULL: no band has it. */
static const struct svc_leg *band_of(struct work *work, struct svc_line *line, const struct svc_leg *lowest)
{
    int64_t loss = svc_leg_quantity(work->db, work->noun, line->record, "loss");
    if (loss < 0) {
        wait(line);
        return lowest;
    }
    for (const struct svc_leg *leg = lowest; leg->clause && svc_text_same(leg->clause, lowest->clause) &&
                                             svc_text_same(leg->subject, lowest->subject); leg++)
        if (of_day(leg, line) && holds(leg, loss)) {
            take_band(line, lowest, leg);
            return leg;
        }
    return NULL;
}

/* -- a quantity ----------------------------------------------------------------------------- */

/* Of what was late the begun days, half days or hours; as long as it is not done they become more. */
static int64_t begun(struct svc_line *line, const char *per)
{
    static const struct { const char *word; svc_when length; } units[] = {
        { "day_late", SVC_DAY_SECONDS }, { "half_day_late", SVC_DAY_SECONDS / 2 },
        { "hour_late", 3600 }
    };
    svc_when due, done = svc_now();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!svc_text_same(units[i].word, per))
            continue;
        if (svc_when_parse(line->occurred_at, &due))
            return -1;
        if (!line->done_at || svc_when_parse(line->done_at, &done))
            wait(line);
        return done > due ? (done - due + units[i].length - 1) / units[i].length : 1;
    }
    return -1;
}

/* An unknown quantity is one that waits, and so is one too large to be a quantity. */
static void multiply(struct work *work, struct svc_line *line, const char *per)
{
    struct svc_leg_sum sum = { .of_points = line->points, .of_amount = line->amount };
    struct svc_buf told = { 0 };
    int64_t quantity = begun(line, per);
    if (quantity < 0)
        quantity = svc_leg_quantity(work->db, work->noun, line->record, per);
    if (quantity < 0 || !svc_leg_times(sum.of_points, quantity, &sum.points) ||
        !svc_leg_times(sum.of_amount, quantity, &sum.amount)) {
        wait(line);
        return;
    }
    line->quantity = quantity;
    line->points = sum.points;
    line->amount = sum.amount;
    svc_leg_tell_times(&told, quantity, per, sum);
    put_before(line, &told);
}

/* Makes the line that of its leg; false where its clause has none for it. */
static bool complete(struct work *work, const struct svc_leg *legs, struct svc_line *line)
{
    const struct svc_leg *leg = legs;
    while (leg->clause && (!svc_text_same(leg->clause, line->clause) ||
                           !svc_text_same(leg->subject, line->subject) ||
                           leg->base || !of_day(leg, line)))
        leg++;
    if (leg->clause && leg->banded)
        leg = band_of(work, line, leg);
    if (leg && leg->clause && leg->per)
        multiply(work, line, leg->per);
    return leg != NULL;
}

/* -- who follows ---------------------------------------------------------------------------- */

static void add_follower(struct work *work, const struct svc_line *line, const struct svc_leg *leg)
{
    struct svc_leg_sum sum = { .of_points = line->points, .of_amount = line->amount };
    struct svc_line one = *line;
    struct svc_buf told = { 0 };
    bool person = !svc_text_same(leg->subject, "dept");
    one.person = person ? svc_leg_who(work->db, leg->subject, line->dept, line->occurred_at) : NULL;
    if (person && !one.person)
        return;
    sum.points = leg->share ? svc_leg_share(leg->share, line->points) : leg->points;
    sum.amount = leg->share ? svc_leg_share(leg->share, line->amount) : leg->amount;
    one.subject = leg->subject;
    one.points = sum.points;
    one.amount = sum.amount;
    one.effect = leg->effect;
    if (leg->share)
        svc_leg_tell_share(&told, leg->share, leg->base, sum);
    else
        one.quantity = 0;
    svc_buf_puts(&told, !line->reason ? "" : leg->share ? line->reason : svc_leg_reason(line->reason));
    one.reason = svc_buf_take(&told);
    svc_lines_add(&work->out, &one);
    free(one.person);
    free(one.reason);
}

/* Those who follow the line, and those who follow them: a pack has no circle. */
static void follow(struct work *work, const struct svc_leg *legs, size_t at)
{
    for (; at < work->out.count; at++)
        for (const struct svc_leg *leg = legs; leg->clause; leg++) {
            struct svc_line line = work->out.line[at];
            if (svc_text_same(leg->clause, line.clause) && leg->base &&
                svc_text_same(leg->base, line.subject) && of_day(leg, &line))
                add_follower(work, &line, leg);
        }
}

/* -- cases ---------------------------------------------------------------------------------- */

/* The line of the same case that `leg` is a share of, where that is what the line has. */
static const struct svc_line *shared(const struct svc_lines *lines, size_t first, const struct svc_line *line,
                                     const struct svc_leg *leg)
{
    for (size_t i = first; i < lines->count; i++) {
        const struct svc_line *other = &lines->line[i];
        if (svc_text_same(other->reason, line->reason) && svc_text_same(other->subject, leg->base) &&
            svc_leg_share(leg->share, other->amount) == line->amount &&
            svc_leg_share(leg->share, other->points) == line->points)
            return other;
    }
    return NULL;
}

/* A case has its values by itself; only the arithmetic is told. */
static void tell_case(const struct svc_leg *legs, const struct svc_lines *lines, size_t first,
                      const struct svc_line *line, struct svc_buf *told)
{
    const struct svc_leg *leg = legs;
    struct svc_leg_sum sum = { .points = line->points, .amount = line->amount };
    int64_t n = line->quantity;
    while (leg->clause && (!svc_text_same(leg->clause, line->clause) ||
                           !svc_text_same(leg->subject, line->subject) ||
                           !of_day(leg, line) || (!leg->per && !leg->share)))
        leg++;
    const struct svc_line *of = leg->clause && leg->share ? shared(lines, first, line, leg) : NULL;
    if (of) {
        sum.of_points = of->points;
        sum.of_amount = of->amount;
        svc_leg_tell_share(told, leg->share, leg->base, sum);
        tell_case(legs, lines, first, of, told);
    } else if (leg->clause && leg->per && n > 0 && line->amount % n == 0 && line->points % n == 0) {
        sum.of_points = line->points / n;
        sum.of_amount = line->amount / n;
        svc_leg_tell_times(told, n, leg->per, sum);
    }
}

/* -- all together --------------------------------------------------------------------------- */

/* Lines of cases and corrections have their values by themselves. */
static bool is_settled(const struct svc_line *line)
{
    return svc_text_same(line->item, SVC_CASES) || svc_text_same(line->item, SVC_CORRECTIONS);
}

void svc_legs_complete(struct svc_db *db, const char *file, struct svc_lines *lines, size_t first)
{
    struct svc_leg *legs = lines->count > first ? svc_legs_special(db) : NULL;
    struct svc_buf told = { 0 };
    struct work work = { .db = db, .noun = svc_strndup(file, strcspn(file, "/")) };
    for (size_t i = first; legs && legs->clause && i < lines->count; i++) {
        struct svc_line *line = &lines->line[i];
        bool settled = is_settled(line);
        size_t at = work.out.count;
        if (settled || complete(&work, legs, line)) {
            svc_lines_add(&work.out, line);
            if (svc_text_same(line->item, SVC_CASES))
                tell_case(legs, lines, first, line, &told);
            else if (!settled)
                follow(&work, legs, at);
        }
        if (told.len)
            put_before(&work.out.line[at], &told);
    }
    for (size_t i = first; legs && legs->clause && i < lines->count; i++)
        svc_line_free(&lines->line[i]);
    if (legs && legs->clause)
        lines->count = first;
    for (size_t i = 0; i < work.out.count; i++) {
        lines->line = svc_grow(lines->line, lines->count, sizeof *lines->line);
        lines->line[lines->count++] = work.out.line[i];
    }
    svc_legs_free(legs);
    free(work.out.line);
    free(work.noun);
}

static bool is_one_fact(const struct svc_line *a, const struct svc_line *b)
{
    return a->person && b->person && svc_text_same(a->person, b->person) &&
           svc_text_same(a->dept, b->dept) && svc_text_same(a->clause, b->clause) &&
           !svc_text_same(a->subject, b->subject) && svc_text_same(a->source, b->source) &&
           svc_text_same(a->record, b->record);
}

void svc_legs_join(struct svc_lines *lines)
{
    size_t kept = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (!kept || !is_one_fact(&lines->line[kept - 1], &lines->line[i])) {
            lines->line[kept++] = lines->line[i];
            continue;
        }
        char *both = svc_text_union(lines->line[kept - 1].effect, lines->line[i].effect, ';');
        free(lines->line[kept - 1].effect);
        lines->line[kept - 1].effect = both;
        svc_line_free(&lines->line[i]);
    }
    lines->count = kept;
}
