/* Score lines by the names of their columns, and what no domain's statement may yield. This test
 * brings its own statements instead of the program's. */
#include "store.h"
#include "svc/grade.h"
#include "svc/text.h"
#include "svc/score.h"
#include "svc/sql.h"
#include "svc/word.h"
#include "svc/words.h"

/* A line with the item and the status, and a column more; its columns in another order. */
#define LINE(item, status, more) \
    "SELECT 'why' AS reason, '2026-10-02 09:00:00' AS occurred_at, 'C1' AS record," \
    " 'complaint' AS source, " status " AS status, NULL AS effect, -200 AS amount, -100 AS points," \
    " 'dept' AS subject, 'reward-1' AS clause, " item " AS item, NULL AS person, '02' AS dept" more \
    " WHERE ?1 < ?2 AND ?1 < ?3"

const struct svc_sql_file svc_sql_files[] = {
    { "good/score", LINE("'order'", "'final'", "") },
    { "item/score", LINE("'parking'", "'final'", "") },
    { "none/score", LINE("NULL", "'final'", "") },
    { "status/score", LINE("'order'", "'finally'", "") },
    { "more/score", LINE("'order'", "'final'", ", 1 AS weight") },
    { "twice/score", LINE("'order'", "'final'", ", 1 AS points") },
    { "less/score", "SELECT '02' AS dept, 'order' AS item, 'final' AS status WHERE ?1 < ?2 AND ?1 < ?3" },
    { NULL, NULL }
};

static struct svc_lines lines_of(const char *name)
{
    struct svc_period october;
    struct svc_db *db = svc_db_open("s.db", SVC_DB_READ);
    svc_period_parse("2026-10", &october);
    return svc_score_lines(db, name, &october);
}

static void ask(const char *name)
{
    lines_of(name);
}

static void test_names(void)
{
    struct svc_lines lines = lines_of("good");
    struct svc_value values[15];
    is_int((long long)lines.count, 1, "a line");
    const struct svc_line *line = &lines.line[0];
    is_str(line->dept, "02", "its department, which comes last");
    is_str(line->person, NULL, "nobody");
    is_str(line->item, "order", "its item");
    is_int(line->points, -100, "its points");
    is_int(line->amount, -200, "its amount");
    is_str(line->reason, "why", "its reason, which comes first");
    svc_line_values(line, "2026-10", values);
    is_str(values[svc_column_at(svc_line_columns, "occurred_at")].text, "2026-10-02 09:00:00",
           "as a row of the table it has its cells where their columns are");
    struct svc_line again = svc_line_of(values);
    ok(strcmp(again.record, line->record) == 0 && again.points == line->points && !again.person,
       "and back");
    svc_lines_free(&lines);
}

static void test_refused(void)
{
    dies(ask, "item", 70, "item/score: item \"parking\"", "an unknown item is refused");
    dies(ask, "none", 70, "none/score: item \"\"", "and none, too");
    dies(ask, "status", 70, "status/score: item \"order\", status \"finally\"",
         "an unknown status is refused");
    dies(ask, "more", 70, "more/score: column \"weight\" is none of a score line",
         "a column that no line has");
    dies(ask, "twice", 70, "twice/score: column \"points\" comes twice", "one that comes twice");
    dies(ask, "less", 70, "less/score: no column \"person\"", "one that is missing");
}

static void test_items(void)
{
    const char *words = svc_words("item", SVC_WORDS_EVER), *items = SVC_ITEMS, *item;
    struct svc_word word;
    size_t len = 0;
    bool same = true;
    while (same && svc_text_next(&items, '|', &item, &len))
        same = svc_word_next(&words, &word) && word.label_len > 0 && len == word.code_len &&
               memcmp(item, word.code, len) == 0;
    ok(same && *words == '\0', "the shipped words are those of the sheet's items");
}

int main(void)
{
    svc_when now;
    make_home();
    svc_err_tool("svc-test");
    svc_when_parse("2026-10-12", &now);
    svc_now_set(now);
    make_store("s.db");
    test_names();
    is_int(svc_grade_place(&(struct svc_policy){ .grade_count = 0 }, "A"), -1, "a grade that the pack has not");
    test_refused();
    test_items();
    return done_testing();
}
