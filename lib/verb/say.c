#include "svc/say.h"

#include <stdlib.h>
#include <string.h>

#include "svc/err.h"
#include "svc/lang.h"
#include "svc/mem.h"
#include "svc/when.h"
#include "svc/word.h"
#include "svc/words.h"

/* -- words ----------------------------------------------------------------------------------- */

/* One word or several, parted by `;` or `, `. */
static void put_words(const char *lists, const char *codes, struct svc_buf *out)
{
    const char *words = svc_words(lists, SVC_WORDS_EVER);
    for (bool first = true; *codes; first = false) {
        size_t len = strcspn(codes, ";,");
        svc_buf_puts(out, first ? "" : "、");
        svc_word_labels(words, codes, len, out);
        codes += len;
        codes += strspn(codes, ";, ");
    }
}

/* -- names ----------------------------------------------------------------------------------- */

static void put_person(struct svc_db *db, const char *person, struct svc_buf *out)
{
    char *name = svc_one(db, "SELECT name FROM person WHERE person = ?1", "s", person);
    if (name)
        svc_buf_printf(out, "%s（%s）", name, person);
    else
        svc_buf_puts(out, person);
    free(name);
}

static void put_dept(struct svc_db *db, const char *dept, struct svc_buf *out)
{
    char *name = svc_one(db, "SELECT name FROM dept WHERE dept = ?1", "s", dept);
    svc_buf_puts(out, name ? name : dept);
    free(name);
}

/* CODE or CODE@DAY. A clause that no policy of the day has is cited by the last that had it. */
static void put_clause(struct svc_db *db, const char *value, struct svc_buf *out)
{
    size_t len = strcspn(value, "@");
    char *clause = svc_strndup(value, len), today[SVC_DAY_SIZE];
    const char *day = value[len] ? value + len + 1 : svc_day_format(svc_when_day(svc_now()), today);
    struct svc_query *q = svc_query(db,
        "SELECT b.title, c.article FROM policy_clause c"
        "  JOIN policy_version v ON v.version = c.version"
        "  JOIN policy_book b ON b.version = c.version AND b.book = c.book"
        " WHERE c.clause = ?1"
        " ORDER BY CASE WHEN v.from_day <= ?2 AND v.until_day > ?2 THEN 0 ELSE 1 END,"
        "          v.version DESC LIMIT 1", "ss", clause, day);
    if (svc_next(q)) {
        svc_buf_printf(out, "《%s》%s", svc_text(q, 0), svc_text(q, 1));
        svc_done(q);
    } else {
        svc_buf_puts(out, clause);
    }
    free(clause);
}

/* A matter of the matrix by its short name, one of the company's own by what its policy says. */
static void put_matter(struct svc_db *db, const char *matter, struct svc_buf *out)
{
    struct svc_word word;
    char *text = NULL;
    if (!svc_word_find(svc_word_list("base.authority"), matter, strlen(matter), &word))
        text = svc_one(db, "SELECT text FROM policy_authority WHERE matter = ?1"
                           " ORDER BY version DESC LIMIT 1", "s", matter);
    if (text)
        svc_buf_puts(out, text);
    else
        put_words("base.authority", matter, out);
    free(text);
}

static void put_name(void *db, const char *type, const char *value, struct svc_buf *out)
{
    if (strcmp(type, "person") == 0)
        put_person(db, value, out);
    else if (strcmp(type, "dept") == 0)
        put_dept(db, value, out);
    else if (strcmp(type, "clause") == 0)
        put_clause(db, value, out);
    else if (strcmp(type, "matter") == 0)
        put_matter(db, value, out);
    else if (strncmp(type, "words ", 6) == 0)
        put_words(type + 6, value, out);
    else if (strncmp(type, "word ", 5) == 0)
        svc_words_label(type + 5, value, out);
    else
        svc_die(SVC_BUG, "statements: no type \"%s\"", type);
}

/* -- saying ---------------------------------------------------------------------------------- */

void svc_say(struct svc_db *db, enum svc_language language, const char *statement,
             struct svc_buf *out)
{
    const struct svc_namer namer = { db, put_name };
    const char *wrong = svc_statement_say(statement, language, &namer, out);
    if (wrong)
        svc_die(SVC_BUG, "the statement \"%s\" cannot be said: %s", statement, wrong);
}

char *svc_said(struct svc_db *db, enum svc_language language, const char *statement)
{
    struct svc_buf out = { 0 };
    svc_say(db, language, statement, &out);
    return svc_buf_take(&out);
}

bool svc_says(struct svc_db *db, const char *statement, const char *text)
{
    bool same = false;
    for (int language = 0; language < SVC_LANGUAGES && !same; language++) {
        char *said = svc_said(db, (enum svc_language)language, statement);
        same = strcmp(said, text) == 0;
        free(said);
    }
    return same;
}
