#include <stdlib.h>
#include <string.h>

#include "print-inner.h"
#include "svc/mask.h"
#include "svc/mem.h"
#include "svc/say.h"
#include "svc/text.h"
#include "svc/who.h"
#include "svc/word.h"

/* A statement as it is said; on a paper its days are as all others there. */
static void put_stated(const struct svc_print_how *how, const char *text, struct svc_buf *out)
{
    char *said = svc_said(how->db, how->language, text);
    if (how->dated)
        svc_text_dated(out, said);
    else
        svc_buf_puts(out, said);
    free(said);
}

/* A clause as papers cite it, by its book: 《服务管理奖惩办法》3.2.3(1). */
static bool put_clause(const struct svc_print_how *how, const char *clause, struct svc_buf *out)
{
    char *cited = svc_one(how->db, "SELECT '《' || b.title || '》' || k.article FROM policy_clause k"
                                   "  JOIN policy_book b ON b.version = k.version AND b.book = k.book"
                                   " WHERE k.clause = ?1 ORDER BY k.version DESC LIMIT 1", "s", clause);
    svc_buf_puts(out, cited ? cited : "");
    free(cited);
    return cited;
}

/* Codes beside the names of those whose they are; false when the column holds nobody. */
static bool put_named(const struct svc_print_how *how, const struct svc_column *column, const char *text,
                      struct svc_buf *out)
{
    bool persons = how->named && column->table && strcmp(column->table, "person") == 0;
    if (!persons && !(how->named && column->table && strcmp(column->table, "dept") == 0))
        return false;
    char *names = !persons     ? svc_who_depts(how->db, text)
                  : how->dated ? svc_who_on_paper(how->db, text)
                               : svc_who_persons(how->db, text);
    svc_buf_puts(out, names ? names : "");
    free(names);
    return true;
}

bool svc_print_cell(const struct svc_print_how *how, const struct svc_column *column, const char *words,
                    const char *text, size_t len, struct svc_buf *out)
{
    if (!text)
        return false;
    if (column->flags & SVC_PERSONAL && !svc_shared.pii) {
        svc_mask(out, column->flags, text, len);
    } else if (column->flags & SVC_STATED) {
        put_stated(how, text, out);
    } else if (words) {
        if (how->coloured && column->type == SVC_TYPE_LIGHT)
            svc_buf_printf(out, "%.*s ", (int)len, text);
        svc_word_labels(words, text, len, out);
    } else if (how->dated && column->type == SVC_TYPE_MONTH) {
        svc_text_dated(out, text);
    } else if (how->dated && column->table && strcmp(column->table, "policy_clause") == 0) {
        return put_clause(how, text, out);
    } else {
        return put_named(how, column, text, out);
    }
    return true;
}
