/* What a file of this store's own lines or uses says comes back as it is stored: the statement of a reason,
 * and by how many a line was taken. */
#include "reward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "svc/leg.h"
#include "svc/mem.h"
#include "svc/say.h"
#include "svc/score.h"

/* A reason that this store printed comes back as prose; what it says is stored as the statement that
 * it was, without the arithmetic, which the case has again. Anything else is what a person wrote. */
static void take_back(struct svc_call *call, struct reward_draft *draft, const char *statement)
{
    const char *text = draft->facts ? strchr(draft->facts, '|') : NULL;
    if (!statement || !text || !svc_says(call->db, statement, text + 1))
        return;
    free(draft->facts);
    draft->facts = svc_strdup(svc_leg_reason(statement));
}

/* The store's lines of the draft's source and month, kept until another one is asked for. */
static const struct svc_lines *known_lines(struct svc_call *call, const struct reward_draft *draft)
{
    static struct svc_lines known;
    static char source[32], month[24];
    struct svc_period period;
    svc_period_month(svc_when_day(draft->occurred_at), &period);
    if (strcmp(source, draft->source) == 0 && strcmp(month, period.name) == 0)
        return &known;
    svc_lines_free(&known);
    known = svc_score_lines(call->db, draft->source, &period);
    snprintf(source, sizeof source, "%s", draft->source);
    snprintf(month, sizeof month, "%s", period.name);
    return &known;
}

void reward_find_said(struct svc_call *call, struct reward_draft *draft)
{
    if (!draft->source || !draft->source_no || !draft->clause || !draft->occurred_at)
        return;
    if (!draft->lines && strcmp(draft->source, "auth") == 0) {
        char *finding = svc_one(call->db, "SELECT finding FROM authority_use WHERE no = ?1", "s",
                                draft->source_no);
        take_back(call, draft, finding);
        free(finding);
    }
    const struct svc_lines *known = draft->lines ? known_lines(call, draft) : NULL;
    for (size_t i = 0; known && i < known->count; i++) {
        const struct svc_line *line = &known->line[i];
        if (strcmp(line->record, draft->source_no) != 0 || strcmp(line->clause, draft->clause) != 0)
            continue;
        take_back(call, draft, line->reason);
        draft->quantity = line->quantity ? line->quantity : draft->quantity;
    }
}
