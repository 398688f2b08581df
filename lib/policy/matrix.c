#include "svc/matrix.h"

#include <stdlib.h>
#include <string.h>

#include "svc/actor.h"
#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/say.h"

const char *const svc_classes[SVC_CLASSES] = { "permission", "fee_waiver", "compensation",
                                               "cost_bearing", "priority" };

int svc_class_find(const char *word)
{
    for (int i = 0; i < SVC_CLASSES; i++)
        if (strcmp(svc_classes[i], word) == 0)
            return i;
    return -1;
}

/* The matters of one version. */
struct edition {
    int version;
    struct svc_matter *matter;
    size_t count;
};

struct svc_matrix {
    struct svc_db *db;
    struct svc_rules *rules;
    struct edition *edition;
    size_t editions;
    struct svc_delegation *grant;
    size_t grants;
    bool granted; /* the delegations were loaded */
};

/* -- loading ------------------------------------------------------------------------------ */

static void load_matters(struct svc_db *db, struct edition *edition)
{
    struct svc_query *q = svc_query(db,
        "SELECT matter, class, text, grantee, amount_unit, signers, basis, amount_cap"
        "  FROM policy_authority WHERE version = ?1 ORDER BY class, matter",
        "i", (int64_t)edition->version);
    while (svc_next(q)) {
        edition->matter = svc_grow(edition->matter, edition->count, sizeof *edition->matter);
        struct svc_matter *m = &edition->matter[edition->count++];
        char **text[] = { &m->matter, &m->class, &m->text, &m->grantee, &m->unit, &m->signers,
                          &m->basis };
        *m = (struct svc_matter){ .cap = svc_is_null(q, 7) ? -1 : svc_int(q, 7) };
        for (int i = 0; i < 7; i++)
            *text[i] = svc_strdup(svc_text(q, i));
    }
}

/* Conditions as they stand in the book have no order of their own; by key they have one. */
static void load_conditions(struct svc_db *db, int version, struct svc_matter *matter)
{
    struct svc_query *q = svc_query(db,
        "SELECT \"key\", op, value, text, basis FROM policy_authority_condition"
        " WHERE version = ?1 AND matter = ?2"
        " ORDER BY CASE op WHEN 'after' THEN 1 ELSE 0 END, \"key\"",
        "is", (int64_t)version, matter->matter);
    while (svc_next(q)) {
        matter->conditions = svc_grow(matter->conditions, matter->condition_count,
                                      sizeof *matter->conditions);
        struct svc_condition *c = &matter->conditions[matter->condition_count++];
        char **text[] = { &c->key, &c->op, &c->value, &c->text, &c->basis };
        for (int i = 0; i < 5; i++)
            *text[i] = svc_strdup(svc_text(q, i));
    }
}

static const struct edition *edition_of(struct svc_matrix *matrix, svc_day day)
{
    int version = svc_rules_on(matrix->rules, day)->version;
    for (size_t i = 0; i < matrix->editions; i++)
        if (matrix->edition[i].version == version)
            return &matrix->edition[i];
    matrix->edition = svc_grow(matrix->edition, matrix->editions, sizeof *matrix->edition);
    struct edition *edition = &matrix->edition[matrix->editions++];
    *edition = (struct edition){ .version = version };
    load_matters(matrix->db, edition);
    for (size_t i = 0; i < edition->count; i++)
        load_conditions(matrix->db, version, &edition->matter[i]);
    return edition;
}

struct svc_matrix *svc_matrix_open(struct svc_db *db)
{
    struct svc_matrix *matrix = svc_alloc(sizeof *matrix);
    matrix->db = db;
    matrix->rules = svc_rules_open(db);
    return matrix;
}

static void free_matter(struct svc_matter *m)
{
    char *const text[] = { m->matter, m->class, m->text, m->grantee, m->unit, m->signers,
                           m->basis };
    for (int i = 0; i < 7; i++)
        free(text[i]);
    for (size_t i = 0; i < m->condition_count; i++) {
        struct svc_condition *c = &m->conditions[i];
        char *const words[] = { c->key, c->op, c->value, c->text, c->basis };
        for (int w = 0; w < 5; w++)
            free(words[w]);
    }
    free(m->conditions);
}

void svc_matrix_close(struct svc_matrix *matrix)
{
    for (size_t e = 0; e < matrix->editions; e++) {
        for (size_t i = 0; i < matrix->edition[e].count; i++)
            free_matter(&matrix->edition[e].matter[i]);
        free(matrix->edition[e].matter);
    }
    for (size_t i = 0; i < matrix->grants; i++) {
        const struct svc_delegation *g = &matrix->grant[i];
        const char *const texts[] = { g->grantor, g->delegate, g->scope };
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            free((char *)texts[t]);
    }
    svc_rules_close(matrix->rules);
    free(matrix->grant);
    free(matrix->edition);
    free(matrix);
}

/* -- asking ------------------------------------------------------------------------------- */

const struct svc_matter *svc_matrix_on(struct svc_matrix *matrix, svc_day day, size_t *count)
{
    const struct edition *edition = edition_of(matrix, day);
    *count = edition->count;
    return edition->matter;
}

const struct svc_matter *svc_matrix_find(struct svc_matrix *matrix, svc_day day, const char *name)
{
    const struct edition *edition = edition_of(matrix, day);
    for (size_t i = 0; i < edition->count; i++)
        if (strcmp(edition->matter[i].matter, name) == 0)
            return &edition->matter[i];
    return NULL;
}

const struct svc_policy *svc_matrix_policy(struct svc_matrix *matrix, svc_day day)
{
    return svc_rules_on(matrix->rules, day);
}

static void add_word(struct svc_buf *list, const char *word)
{
    if (word && *word)
        svc_buf_printf(list, "%s%s", list->len ? ";" : "", word);
}

char *svc_standing(struct svc_db *db, const char *person, svc_day day)
{
    struct svc_buf list = { 0 };
    struct svc_query *q = svc_query(db,
        "SELECT " SVC_ROLES_ON("?2") ", " SVC_PERSON_ON("post", "?2") " FROM person p WHERE p.person = ?1", "sd", person,
        day);
    while (svc_next(q)) {
        add_word(&list, svc_text(q, 0));
        add_word(&list, svc_text(q, 1));
    }
    q = svc_query(db,
        "SELECT dept, name FROM dept_span"
        " WHERE head = ?1 AND from_day <= ?2 AND until_day > ?2 ORDER BY dept", "sd", person, day);
    while (svc_next(q)) {
        add_word(&list, svc_text(q, 0));
        add_word(&list, svc_text(q, 1));
    }
    return svc_buf_take(&list);
}

static svc_day day_of(const char *text)
{
    svc_day day;
    const char *why = svc_day_parse(text, &day);
    if (why)
        svc_die(SVC_CONFIG, "a delegation's day is unreadable: %s\nrun svc-admin check", why);
    return day;
}

const struct svc_delegation *svc_matrix_grants(struct svc_matrix *matrix, size_t *count)
{
    struct svc_query *q = matrix->granted ? NULL : svc_query(matrix->db,
        "SELECT grantor, delegate, scope, cap, from_day, until_day FROM delegation_given ORDER BY no",
        NULL);
    while (q && svc_next(q)) {
        matrix->grant = svc_grow(matrix->grant, matrix->grants, sizeof *matrix->grant);
        matrix->grant[matrix->grants++] = (struct svc_delegation){
            svc_strdup(svc_text(q, 0)), svc_strdup(svc_text(q, 1)), svc_strdup(svc_text(q, 2)),
            svc_is_null(q, 3) ? -1 : svc_int(q, 3), day_of(svc_text(q, 4)),
            day_of(svc_text(q, 5)) };
    }
    matrix->granted = true;
    *count = matrix->grants;
    return matrix->grant;
}

/* -- recorded uses ------------------------------------------------------------------------ */

enum svc_judgement svc_matrix_judge(struct svc_matrix *matrix, struct svc_query *row,
                                    struct svc_buf why[SVC_JUDGEMENTS])
{
    size_t count;
    struct svc_facts facts;
    svc_when at = svc_moment(row, 1);
    const char *unreadable = svc_facts_read(svc_text(row, 8), &facts);
    const struct svc_delegation *grants = svc_matrix_grants(matrix, &count);
    struct svc_exercise use = {
        .matter = svc_matrix_find(matrix, svc_when_day(at), svc_text(row, 2)), .at = at,
        .person = svc_text(row, 3), .behalf = svc_text(row, 4),
        .standing = svc_text(row, 5) ? svc_text(row, 5) : "", .amount = svc_int(row, 6),
        .units = svc_is_null(row, 7) ? 1 : svc_int(row, 7), .facts = &facts
    };
    enum svc_judgement judgement = svc_authority_judge(
        svc_matrix_policy(matrix, svc_when_day(at)), &use, grants, count, why);
    if (unreadable)
        svc_die(SVC_CONFIG, "%s: its facts are unreadable: %s\nrun svc-admin check",
                svc_text(row, 0), unreadable);
    svc_facts_free(&facts);
    return judgement;
}

static void tell_other(struct svc_db *db, const char *no, const char *stored, const char *is,
                       void (*found)(void *ctx, const char *what), void *ctx)
{
    struct svc_buf statement = { 0 };
    svc_statement(&statement, "judged_other", "ss", stored, is);
    char *why = svc_said(db, svc_lang(), svc_buf_text(&statement));
    char *what = svc_format(_("%s: %s"), no, why);
    found(ctx, what);
    free(what);
    free(why);
    svc_buf_free(&statement);
}

void svc_matrix_check(struct svc_db *db, void (*found)(void *ctx, const char *what), void *ctx)
{
    struct svc_matrix *matrix = svc_matrix_open(db);
    struct svc_query *q = svc_query(db, "SELECT " SVC_USE_ROW " FROM authority_use ORDER BY no",
                                    NULL);
    while (svc_next(q)) {
        struct svc_buf why[SVC_JUDGEMENTS] = { { 0 } };
        const char *is = svc_judgements[svc_matrix_judge(matrix, q, why)];
        bool decided = strcmp(svc_text(q, 9), "yes") == 0;
        if (strcmp(decided ? "false" : is, svc_text(q, 10)) != 0) {
            tell_other(db, svc_text(q, 0), svc_text(q, 10), decided ? "false" : is, found, ctx);
        }
        for (int i = 0; i < SVC_JUDGEMENTS; i++)
            svc_buf_free(&why[i]);
    }
    svc_matrix_close(matrix);
}
