#include "svc/phones.h"

#include <string.h>

#include "svc/phone.h"
#include "svc/text.h"

static const char *numbers_of(const char *text, struct svc_buf *out)
{
    return text && svc_phone_numbers(text, strlen(text), out) ? svc_buf_text(out) : "";
}

/* Runs the statement for each number of the list that the other does not have. */
static void each(struct svc_db *db, const char *sql, const char *table, const char *no,
                 const char *list, const char *others)
{
    static struct svc_buf one;
    const char *number;
    size_t len;
    while (svc_text_next(&list, ';', &number, &len)) {
        svc_buf_clear(&one);
        svc_buf_add(&one, number, len);
        if (!svc_text_in(others, ';', svc_buf_text(&one)))
            svc_run(db, sql, "sss", table, svc_buf_text(&one), no);
    }
}

const char svc_phones_add[] = "INSERT INTO phone_number (tbl, number, no) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

void svc_phones_keep(struct svc_db *db, const char *table, const char *no, const char *was,
                     const char *is)
{
    static struct svc_buf old, new;
    const char *before = numbers_of(was, &old), *after = numbers_of(is, &new);
    each(db, "DELETE FROM phone_number WHERE tbl = ?1 AND number = ?2 AND no = ?3", table, no,
         before, after);
    each(db, svc_phones_add, table, no, after, before);
}

const char *svc_phones_of(const char *text)
{
    static struct svc_buf room;
    return numbers_of(text, &room);
}
