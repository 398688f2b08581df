/* The answers of a survey, gathered by respondent: one pass in the order of an index. */
#include <stdlib.h>
#include <string.h>

#include "survey.h"

struct gathered {
    const struct survey_book *book;
    int64_t *score;
    bool *given;
    char *code, *unit, *stratum, *grp;
    size_t answered;
};

static void end_person(struct gathered *g, void (*one)(void *ctx, const struct survey_person *person),
                       void *ctx)
{
    const struct survey_person person = { g->code, g->unit, g->stratum, g->grp, g->score, g->given };
    if (g->answered > 0)
        one(ctx, &person);
    g->answered = 0;
    memset(g->given, 0, g->book->question_count * sizeof *g->given);
}

static void add_digest(struct svc_digest *digest, const struct svc_field *cell)
{
    svc_digest_text(digest, cell[0].text, cell[0].len);
    svc_digest_text(digest, cell[1].text, cell[1].len);
    svc_digest_int(digest, cell[2].null ? INT64_MIN : cell[2].number);
    svc_digest_text(digest, cell[3].text, cell[3].len);
}

void survey_people(struct svc_call *call, const struct survey_book *book,
                   void (*one)(void *ctx, const struct survey_person *person), void *ctx,
                   struct svc_digest *digest)
{
    struct svc_field cell[] = { { .column = 0 }, { .column = 1 }, { .column = 2, .numeric = true },
                                { .column = 3 }, { .column = 4 }, { .column = 5 } };
    struct gathered g = { .book = book };
    size_t at = 0, n = book->question_count;
    g.score = svc_alloc((n + 1) * sizeof *g.score);
    g.given = svc_alloc((n + 1) * sizeof *g.given);
    struct svc_query *q = svc_query(call->db,
        "SELECT respondent, question, score, unit, stratum, grp FROM survey_answer WHERE survey = ?1"
        " ORDER BY respondent, question", "s", book->no);
    while (svc_next(q)) {
        svc_cells(q, cell, 6);
        if (digest)
            add_digest(digest, cell);
        if (!g.code || strcmp(g.code, cell[0].text) != 0) {
            end_person(&g, one, ctx);
            svc_text_set(&g.code, cell[0].text);
            svc_text_set(&g.unit, cell[3].text);
            svc_text_set(&g.stratum, cell[4].text);
            svc_text_set(&g.grp, cell[5].text);
            at = 0;
        }
        while (at < n && strcmp(book->question[at].code, cell[1].text) < 0)
            at++;
        if (cell[2].null || at == n)
            continue;
        g.score[at] = cell[2].number;
        g.given[at] = true;
        g.answered++;
    }
    end_person(&g, one, ctx);
    free(g.score);
    free(g.given);
    free(g.code);
    free(g.unit);
    free(g.stratum);
    free(g.grp);
}
